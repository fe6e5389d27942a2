"""Sign a sealed dossier in its pre-made fields, in stage order; the first signature certifies."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from placet.domain.acts import DossierRecord, Signing
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
    who recorded its decision, or by a voting member where nobody is named. The bytes must be the dossier as sealed,
    plus signatures.
    """
    work = allow_signing(ws, dossier, pdf, field, person_id, identity)
    return keep_signature(ws, work, place_signature(work))


def allow_signing(
    ws: Workspace, dossier: DossierRecord, pdf: bytes, field: str, person_id: str, identity: Identity
) -> SigningWork:
    """Return what is to be signed, or refuse naming the rule.

    Whose field it is stands in the sealed dossier itself: what was decided since is about other content.
    """
    line = next((item for item in _twin(ws, dossier)["decisions"] if item["field"] == field), None)
    if line is None:
        raise UserFacingError("there is no such signature field in this dossier", field)
    if person_id not in _kept_for(line):
        raise UserFacingError("this field is kept for the person who decided", field, rule="field-person")
    require_bound(ws, person_id, identity)
    _require_own_certificate(ws, dossier, field, person_id, identity)
    _require_signatures_kept(ws, dossier, pdf)
    known = newest_sha256(ws, dossier)
    reason = f"{line['kind']}: {line['outcome']} ({line['capacity']})"
    is_first = known == dossier.pdf_sha256
    return SigningWork(dossier, pdf, field, person_id, identity, known, is_first, reason, ws.clock())


def _kept_for(line: Mapping[str, Any]) -> tuple[str, ...]:
    """Return who may sign for a decision: who decided, else who recorded it, else who voted with the body."""
    record = json.loads(line["record"])
    one = line["person_id"] or str(record["recorded_by"]).partition(":")[2]
    return (one,) if one else tuple(key for key in record["present_ids"] if key not in record["recused_ids"])


def place_signature(work: SigningWork) -> bytes:
    """Return the file with the signature in its field; touches no register."""
    from placet.signing.sign import sign_field

    return sign_field(
        work.pdf, work.field, work.identity, certify=work.certify, signing_time=work.at, reason=work.reason,
        sealed_sha256=work.dossier.pdf_sha256, known_sha256=work.known_sha256,
    )  # fmt: skip


def keep_signature(ws: Workspace, work: SigningWork, signed: bytes) -> bytes:
    """Keep the signed file and record who signed; refused when another signature came in between."""
    identity = work.identity
    if newest_sha256(ws, work.dossier) != work.known_sha256:
        raise UserFacingError(
            "the dossier was signed by somebody else in the meantime", work.field, "Sign again.", "signed-meanwhile"
        )
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
    """Empty where a body decided: whoever recorded its decision signs, or a voting member."""
    signing: Signing | None


def signature_fields(ws: Workspace, dossier: DossierRecord) -> tuple[FieldState, ...]:
    """Return the fields of a sealed dossier in stage order; unsigned ones read “decided, not signed”."""
    placed = {item.field: item for item in ws.register.all(Signing, dossier_id=dossier.id)}
    return tuple(
        FieldState(line["field"], line["stage"], line["who"], line["person_id"], placed.get(line["field"]))
        for line in _twin(ws, dossier)["decisions"]
        if line["field"]
    )


def _twin(ws: Workspace, dossier: DossierRecord) -> dict[str, Any]:
    twin = ws.register.blob(dossier.twin_sha256)
    if twin is None:
        raise UserFacingError("the dossier's twin is missing from the register", dossier.number, "Restore a backup.")
    return dict(json.loads(twin))


def _require_own_certificate(
    ws: Workspace, dossier: DossierRecord, field: str, person_id: str, identity: Identity
) -> None:
    """Refuse a certificate that signed this dossier for somebody else."""
    for placed in ws.register.all(Signing, dossier_id=dossier.id):
        if placed.certificate_fingerprint == identity.fingerprint and placed.person_id != person_id:
            raise UserFacingError(
                "the same certificate already signed this dossier for another person",
                field,
                rule="separation-certificate",
            )


def _require_signatures_kept(ws: Workspace, dossier: DossierRecord, pdf: bytes) -> None:
    """Refuse a copy from before a signature that was recorded: signing it would lose that signature."""
    from placet.signing.verify import signed_fields

    missing = {item.field for item in ws.register.all(Signing, dossier_id=dossier.id)} - signed_fields(pdf)
    if missing:
        listed = ", ".join(sorted(missing))
        raise UserFacingError(
            f"this copy lacks a signature already placed: {listed}", dossier.number, "Take the newest."
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
