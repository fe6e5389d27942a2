"""Seal a dossier: snapshot and decisions, the stranger test, the journal's checkpoint, pages, fields, and a backup."""

from __future__ import annotations

import base64
import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from placet.domain.acts import Condition, DossierRecord, Evidence, SignOff
from placet.domain.canonical import fingerprint, sha256_hex
from placet.domain.checkpoint import Checkpoint
from placet.domain.disclosure import INTERNAL
from placet.domain.errors import Finding, FindingsError, UserFacingError
from placet.domain.moments import day_of
from placet.domain.parties import Entity, UseCase, UseCaseVersion
from placet.domain.sealed import (
    ConsistencyLine,
    DecisionLine,
    PassedWarning,
    ProofLine,
    SealedContent,
    cover_lines,
    regulators_on_cover,
    twin_bytes,
)
from placet.domain.signoff_rules import route_complete
from placet.domain.snapshot import ExhibitLine, snapshot_sha256
from placet.domain.stranger import stranger_findings
from placet.operations.compose_decisions import decision_lines
from placet.operations.compose_snapshot import Composed, compose, exhibit_lines, people_lines
from placet.operations.keep_evidence import evidence_bytes
from placet.operations.review_copy import INTERNAL_RECORD, require_printable
from placet.operations.sign_off import Desk, as_it_is, lay_out
from placet.operations.use_packs import pinned
from placet.operations.workspace import Workspace
from placet.register.backup import backup_when_due
from placet.register.journal import Change

if TYPE_CHECKING:
    from placet.dossier.build import Attachment, Rendered


@dataclass(frozen=True, slots=True)
class Prepared:
    """A dossier ready to be sealed, with what a stranger could not resolve in it."""

    desk: Desk
    composed: Composed
    decisions: tuple[DecisionLine, ...]
    decision_exhibits: tuple[ExhibitLine, ...]
    attached: tuple[Evidence, ...]
    findings: tuple[Finding, ...]
    kind: str
    addressee: str

    @property
    def errors(self) -> tuple[Finding, ...]:
        """Return what blocks sealing."""
        return tuple(item for item in self.findings if item.severity == "error")

    @property
    def warnings(self) -> tuple[Finding, ...]:
        """Return what needs a reason that is printed."""
        return tuple(item for item in self.findings if item.severity == "warning")


def prepare(
    ws: Workspace,
    use_case: UseCase,
    version: UseCaseVersion,
    entity: Entity,
    kind: str = INTERNAL_RECORD,
    addressee: str = INTERNAL,
) -> Prepared:
    """Compose a dossier and run the stranger test on it; nothing is written."""
    desk = lay_out(ws, use_case, version, entity)
    by_its_rules = pinned(ws, desk.copy)
    composed = compose(by_its_rules, use_case, version, entity, kind, addressee, day_of(desk.copy.made_at))
    counted = [item for item in desk.sign_offs if item.snapshot_sha256 == desk.copy.snapshot_sha256]
    extracts = [kept for item in counted if (kept := ws.register.get(Evidence, item.extract_id))]
    exhibits, attached = exhibit_lines({item.id: item for item in extracts}.values(), addressee)
    decisions = decision_lines(ws, counted, desk.stages, {item.evidence_id: item.number for item in exhibits})
    findings = [*_route_findings(desk), *_dossier_flow(ws, composed, addressee)]
    findings += stranger_findings(composed.snapshot, decisions, composed.pack.terms, exhibits)
    files = {item.id: item for item in (*composed.exhibits, *attached)}
    return Prepared(desk, composed, decisions, exhibits, tuple(files.values()), tuple(findings), kind, addressee)


def _prepare_again(ws: Workspace, prepared: Prepared) -> Prepared:
    """Prepare the same dossier from what the register says now."""
    desk = as_it_is(ws, prepared.desk)
    return prepare(ws, desk.use_case, desk.version, desk.entity, prepared.kind, prepared.addressee)


def _require_same(prepared: Prepared, now: Prepared) -> None:
    """Refuse to seal what was prepared before somebody decided, cleared or withdrew something else."""
    if _shown(prepared) != _shown(now):
        raise UserFacingError(
            "something changed since this dossier was prepared", prepared.desk.use_case.name,
            "Prepare it again and look at what it says now.", "changed-content",
        )  # fmt: skip


def _shown(prepared: Prepared) -> tuple[object, ...]:
    content = snapshot_sha256(prepared.composed.snapshot), prepared.decisions, prepared.decision_exhibits
    return (*content, prepared.attached, prepared.findings)


def _route_findings(desk: Desk) -> list[Finding]:
    if route_complete(desk.stages, desk.sign_offs, desk.copy.snapshot_sha256):
        return []
    return [Finding("route", 0, "The approval route is not complete", "Finish it on the Approvals page.")]


def _dossier_flow(ws: Workspace, composed: Composed, addressee: str) -> list[Finding]:
    """Run the data rules on the dossier itself: it is a data flow to whoever receives it."""
    from placet.domain.assessment import data_findings, flow_facts
    from placet.domain.pack import DataOutcome
    from placet.domain.predicates import Context

    personal = [line for line in composed.exhibits if line.disclosure == "personal_data"]
    if addressee == INTERNAL or not personal:
        return []
    place = composed.snapshot.heading.place
    flow = flow_facts(["personal"], place, [place], [place], [place], "regulator", "")
    context = Context(composed.assessment.context.facts, (flow,), True)
    return [
        Finding("dossier.flow", 0, f"sending this dossier: {item.rule.title} ({item.outcome})", severity="warning")
        for item in data_findings(composed.pack, context)
        if item.rule is not None and item.outcome not in (DataOutcome.NO_RESTRICTION, DataOutcome.NOT_ASSESSED)
    ]


@dataclass(frozen=True, slots=True)
class SealWork:
    """A dossier composed and not yet rendered: plain values that may go to another thread."""

    prepared: Prepared
    content: SealedContent
    twin: bytes
    attachments: tuple[Attachment, ...]
    created: dt.datetime
    checkpoint: Checkpoint
    """Signed and not yet given away: it is recorded with the file that carries it."""


def seal(ws: Workspace, prepared: Prepared, reasons: Mapping[str, str]) -> tuple[DossierRecord, bytes]:
    """Seal and return the record with the PDF, its signature fields made and empty.

    ``reasons`` gives, for each warning's message, why it may stand. Raises FindingsError when the stranger test
    finds an error, or a warning has no reason.
    """
    work = compose_seal(ws, prepared, reasons)
    pdf, pages = render_seal(work)
    return keep_seal(ws, work, pdf, pages), pdf


def compose_seal(ws: Workspace, prepared: Prepared, reasons: Mapping[str, str]) -> SealWork:
    """Sign the checkpoint and bring everything together; nothing is written, and it raises as ``seal`` does."""
    from placet.dossier.build import unprintable

    passed = _passed(prepared, reasons)
    _require_same(prepared, _prepare_again(ws, prepared))
    require_printable(unprintable(prepared.composed.snapshot))
    given_to = prepared.composed.snapshot.heading.addressee_name
    checkpoint = ws.register.sign_checkpoint(given_to, ws.clock())
    content = _content(ws, prepared, passed, checkpoint)
    return SealWork(prepared, content, twin_bytes(content), _attachments(ws, prepared), ws.clock(), checkpoint)


def render_seal(work: SealWork) -> tuple[bytes, int]:
    """Return the sealed file with its empty fields, and its number of pages; touches no register."""
    from placet.dossier.build import render_dossier

    rendered = render_dossier(work.content, work.twin, work.attachments, created=work.created)
    return _with_fields(rendered), rendered.page_count


def keep_seal(ws: Workspace, work: SealWork, pdf: bytes, pages: int) -> DossierRecord:
    """Keep the sealed file, its record and the checkpoint it gives away, then back the register up."""
    content, prepared = work.content, work.prepared
    if ws.register.all(DossierRecord, number=content.number, dossier_version=content.dossier_version):
        raise UserFacingError("another dossier took this number in the meantime", content.number, "Seal it again.")
    record = DossierRecord(
        ws.new_id(), content.number, content.dossier_version, prepared.desk.version.id, prepared.desk.entity.id,
        prepared.kind, prepared.addressee, fingerprint(work.twin), sha256_hex(work.twin), sha256_hex(pdf),
        content.sealed_at, content.checkpoint_size, content.checkpoint_root, pages,
        tuple(f"{item.where}: {item.message} — {item.reason}" for item in content.warnings),
    )  # fmt: skip
    changes = [Change.blob(work.twin), Change.blob(pdf), Change.put(record), Change.put(work.checkpoint)]
    ws.commit("seal_dossier", changes, subject=prepared.desk.version.id)
    backup_when_due(ws.register, ws.clock(), force=True)
    return record


def _passed(prepared: Prepared, reasons: Mapping[str, str]) -> tuple[PassedWarning, ...]:
    if prepared.errors:
        count = len(prepared.errors)
        raise FindingsError(
            f"a reader outside the firm could not resolve {count} things", prepared.errors,
            str(prepared.errors[0]), "Mend them, then seal.",
        )  # fmt: skip
    without = tuple(item for item in prepared.warnings if not reasons.get(item.message, "").strip())
    if without:
        text = f"{len(without)} warnings have no reason yet"
        raise FindingsError(text, without, str(without[0]), "Give each a reason; it is printed.")
    return tuple(PassedWarning(item.path, item.message, reasons[item.message].strip()) for item in prepared.warnings)


def _content(
    ws: Workspace, prepared: Prepared, passed: tuple[PassedWarning, ...], checkpoint: Checkpoint
) -> SealedContent:
    """Bring everything together; the checkpoint covers every sign-off printed."""
    from placet.dossier.same_pages import application

    number, edition = _numbering(ws, prepared)
    snapshot = prepared.composed.snapshot
    return SealedContent(
        number=number,
        dossier_version=edition,
        sealed_at=ws.now(),
        snapshot=snapshot,
        snapshot_sha256=snapshot_sha256(snapshot),
        decisions=prepared.decisions,
        decision_exhibits=prepared.decision_exhibits,
        deciders=people_lines(ws, _named(ws, prepared), prepared.desk.entity.id),
        decided_snapshot_sha256=prepared.desk.copy.snapshot_sha256,
        checkpoint=checkpoint.note,
        checkpoint_size=checkpoint.size,
        checkpoint_root=checkpoint.root,
        verifier_key=ws.register.verifier_key,
        epoch=ws.register.epoch,
        proofs=tuple(_proof(ws, item, checkpoint.size) for item in prepared.decisions),
        consistency=_consistency(ws, checkpoint.size),
        warnings=passed,
        cover_lines=cover_lines(prepared.kind, prepared.desk.entity.legal_name, _regulators(prepared)),
        application=application(),
    )


def _named(ws: Workspace, prepared: Prepared) -> list[str]:
    """Return ids of everyone whom the decisions name."""
    shown = {item.sign_off_id for item in prepared.decisions}
    acts = [item for item in prepared.desk.sign_offs if item.id in shown]
    owners = [line.owner_id for item in acts for line in ws.register.all(Condition, sign_off_id=item.id)]
    return [*(key for item in acts for key in (item.person_id, *item.present_ids, *item.recused_ids)), *owners]


def _regulators(prepared: Prepared) -> str:
    heading, law = prepared.composed.snapshot.heading, prepared.composed.snapshot.law
    return regulators_on_cover(heading.addressee, heading.addressee_name, (item.regulator for item in law.requirements))


def _numbering(ws: Workspace, prepared: Prepared) -> tuple[str, int]:
    """Return number and edition; sealing the same record again is a new edition of it."""
    made: Sequence[DossierRecord] = ws.register.all(DossierRecord)
    same = [
        item
        for item in made
        if (item.entity_id, item.kind, item.addressee) == (prepared.desk.entity.id, prepared.kind, prepared.addressee)
        and item.version_id == prepared.desk.version.id
    ]
    if same:
        last = max(same, key=lambda item: item.dossier_version)
        return last.number, last.dossier_version + 1
    taken = len({item.number for item in made})
    return f"{prepared.desk.entity.place}-{ws.today().year}-{taken + 1:04d}", 1


def _proof(ws: Workspace, decision: DecisionLine, size: int) -> ProofLine:
    """Return the inclusion proof of the journal entry that recorded a sign-off."""
    seq = ws.register.seqs_of(SignOff, decision.sign_off_id)[0]
    salt, payload = ws.register.payload_of(seq)
    encoded = [base64.b64encode(part).decode("ascii") for part in (ws.register.entry_bytes(seq), salt, payload)]
    path = tuple(item.hex() for item in ws.register.prove_inclusion(seq, size))
    return ProofLine(decision.sign_off_id, seq, encoded[0], encoded[1], encoded[2], path)


def _consistency(ws: Workspace, size: int) -> tuple[ConsistencyLine, ...]:
    """Return a proof from every earlier dossier's checkpoint, so that any of them can be held against this one."""
    return tuple(
        ConsistencyLine(
            item.number,
            item.checkpoint_size,
            item.checkpoint_root,
            ws.register.epoch,
            tuple(node.hex() for node in ws.register.prove_consistency(item.checkpoint_size, size)),
        )
        for item in sorted(ws.register.all(DossierRecord), key=lambda item: item.sealed_at)
    )


def _attachments(ws: Workspace, prepared: Prepared) -> tuple[Attachment, ...]:
    from placet.dossier.build import Attachment

    files = [
        Attachment(
            f"{item.number} {item.file_name}", evidence_bytes(ws, item), item.media_type, item.title, "Supplement"
        )
        for item in prepared.attached
    ]
    for decision in prepared.decisions:
        record = decision.record.encode("utf-8")
        name = f"sign-off {decision.stage_id}"
        files.append(Attachment(f"{name}.json", record, "application/json", f"Record: {decision.stage}", "Data"))
        if decision.signature:
            signature = base64.b64decode(decision.signature)
            title = f"Signature over the record: {decision.stage}"
            files.append(Attachment(f"{name}.p7s", signature, "application/pkcs7-signature", title, "Data"))
    return tuple(files)


def _with_fields(rendered: Rendered) -> bytes:
    from placet.signing.fields import FieldSpec, add_signature_fields

    if not rendered.fields:
        raise UserFacingError("nobody is left to sign this dossier", rule="fields")
    specs = [FieldSpec(place.name, place.page_index, _whole_points(place.box)) for place in rendered.fields]
    return add_signature_fields(rendered.pdf_bytes, specs)


def _whole_points(box: tuple[float, float, float, float]) -> tuple[int, int, int, int]:
    """Return the box on whole points: PDF writers agree on integers, not on decimals."""
    return round(box[0]), round(box[1]), round(box[2]), round(box[3])
