"""Sign a sealed dossier in its pre-made fields, in stage order; the first signature certifies."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from placet.domain.acts import DossierRecord, Signing, SignOff
from placet.domain.canonical import sha256_hex
from placet.domain.errors import UserFacingError
from placet.operations.bind_certificate import require_bound
from placet.operations.workspace import Clock, Workspace, system_clock
from placet.register.journal import Change

if TYPE_CHECKING:
    from placet.signing.identities import Identity


@dataclass(frozen=True, slots=True)
class SigningWork:
    """A signature allowed and not yet placed: plain values that may go to another thread."""

    dossier: DossierRecord
    pdf: bytes
    field: str
    person_id: str
    identity: Identity
    known_sha256: str
    """Hash of the file as kept after the newest signature, or as sealed."""
    certify: bool
    reason: str
    at: dt.datetime


def sign_dossier(
    ws: Workspace, dossier: DossierRecord, pdf: bytes, field: str, person_id: str, identity: Identity
) -> bytes:
    """Return the dossier with one more signature and record it.

    The same person who decided signs, with a certificate bound to them; a body's field is signed by the person
    who recorded its decision. The bytes must be the dossier as sealed, plus signatures.
    """
    work = allow_signing(ws, dossier, pdf, field, person_id, identity)
    return keep_signature(ws, work, place_signature(work))


def allow_signing(
    ws: Workspace, dossier: DossierRecord, pdf: bytes, field: str, person_id: str, identity: Identity
) -> SigningWork:
    """Return what is to be signed, or refuse naming the rule."""
    act = _act_of(ws, dossier, field)
    signer = act.person_id or act.recorded_by.partition(":")[2]
    if signer and signer != person_id:
        raise UserFacingError("this field is kept for the person who decided", field, rule="field-person")
    require_bound(ws, person_id, identity)
    _require_separate_certificate(ws, dossier, field, identity)
    known = newest_sha256(ws, dossier)
    reason = f"{act.kind}: {act.outcome} ({act.capacity})"
    is_first = known == dossier.pdf_sha256
    return SigningWork(dossier, pdf, field, person_id, identity, known, is_first, reason, ws.clock())


def place_signature(work: SigningWork) -> bytes:
    """Return the file with the signature in its field; touches no register."""
    from placet.signing.sign import sign_field

    return sign_field(
        work.pdf, work.field, work.identity, certify=work.certify, signing_time=work.at, reason=work.reason,
        sealed_sha256=work.dossier.pdf_sha256, known_sha256=work.known_sha256,
    )  # fmt: skip


def keep_signature(ws: Workspace, work: SigningWork, signed: bytes) -> bytes:
    """Keep the signed file and record who signed."""
    identity = work.identity
    record = Signing(
        ws.new_id(), work.dossier.id, work.field, work.person_id, identity.fingerprint, ws.now(),
        identity.is_evaluation, sha256_hex(signed),
    )  # fmt: skip
    ws.commit("sign_dossier", [Change.blob(signed), Change.put(record)], subject=work.dossier.id)
    return signed


@dataclass(frozen=True, slots=True)
class FieldState:
    """One signature field of a sealed dossier: for whom it is kept, and who signed."""

    field: str
    stage: str
    who: str
    person_id: str
    """Empty where a body decided: whoever recorded its decision signs."""
    signing: Signing | None


def signature_fields(ws: Workspace, dossier: DossierRecord) -> tuple[FieldState, ...]:
    """Return the fields of a sealed dossier in stage order; unsigned ones read “decided, not signed”."""
    twin = ws.register.blob(dossier.twin_sha256)
    if twin is None:
        raise UserFacingError("the dossier's twin is missing from the register", dossier.number, "Restore a backup.")
    placed = {item.field: item for item in ws.register.all(Signing, dossier_id=dossier.id)}
    return tuple(
        FieldState(line["field"], line["stage"], line["who"], line["person_id"], placed.get(line["field"]))
        for line in json.loads(twin)["decisions"]
        if line["field"]
    )


def _act_of(ws: Workspace, dossier: DossierRecord, field: str) -> SignOff:
    stage_id = field.removeprefix("stage-")
    acts = [
        item
        for item in ws.register.all(SignOff, version_id=dossier.version_id, stage_id=stage_id)
        if dossier.entity_id in item.entity_ids
    ]
    if not acts:
        raise UserFacingError("there is no such signature field in this dossier", field)
    return max(acts, key=lambda item: item.recorded_at)


def _require_separate_certificate(ws: Workspace, dossier: DossierRecord, field: str, identity: Identity) -> None:
    """Refuse a certificate that signed a stage from which this one is kept apart."""
    stage = ws.firm.stage(field.removeprefix("stage-"))
    for placed in ws.register.all(Signing, dossier_id=dossier.id):
        same = placed.certificate_fingerprint == identity.fingerprint
        other = ws.firm.stage(placed.field.removeprefix("stage-"))
        apart = stage and other and (other.id in stage.apart_from or stage.id in other.apart_from)
        if same and apart:
            raise UserFacingError(
                "the same certificate already signed a stage this one is kept apart from",
                field,
                rule="separation-certificate",
            )


def newest_sha256(ws: Workspace, dossier: DossierRecord) -> str:
    """Return the hash of the newest bytes of a dossier: as sealed, or with the signatures placed since."""
    placed = ws.register.all(Signing, dossier_id=dossier.id)
    newest = max(placed, key=lambda item: (item.signed_at, item.id), default=None)
    return newest.pdf_sha256 if newest else dossier.pdf_sha256


def current_pdf(ws: Workspace, dossier: DossierRecord) -> bytes:
    """Return the newest bytes of a dossier."""
    data = ws.register.blob(newest_sha256(ws, dossier))
    if data is None:
        raise UserFacingError("the dossier's file is missing from the register", dossier.number, "Restore a backup.")
    return data


def sign_file(pdf: bytes, field: str, identity: Identity, clock: Clock = system_clock) -> bytes:
    """Sign a dossier file that is not in a register here, as a signer elsewhere does."""
    from placet.signing.sign import sign_field
    from placet.signing.verify import verify_pdf

    report = verify_pdf(pdf, (), now=clock())
    return sign_field(pdf, field, identity, certify=not report.signers, signing_time=clock())
