"""The Dossiers page without its window: prepare, seal, sign, and what is sealed already."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from placet.domain.acts import DossierRecord, Evidence
from placet.domain.canonical import grouped
from placet.domain.disclosure import INTERNAL
from placet.domain.errors import Finding, UserFacingError
from placet.domain.moments import shown
from placet.domain.parties import Entity, Person, UseCase, UseCaseVersion
from placet.domain.snapshot import Snapshot
from placet.operations import keep_parties
from placet.operations.assess_use_case import entities_of
from placet.operations.bind_certificate import bind_certificate, require_bound
from placet.operations.compose_snapshot import compose
from placet.operations.keep_drafts import drop_draft, keep_draft, kept_draft, remember
from placet.operations.keep_evidence import EvidenceDetails, describe_evidence, details_of
from placet.operations.make_identity import make_evaluation_identity
from placet.operations.seal_dossier import Prepared, SealWork, compose_seal, keep_seal, prepare
from placet.operations.sign_dossier import (
    FieldState,
    SigningWork,
    allow_signing,
    current_pdf,
    keep_signature,
    signature_fields,
)
from placet.ui.presenters.dossier_words import INTERNAL_RECORD, SANDBOX, Target, kind_names, target_of
from placet.ui.presenters.observed import Desk, Observed
from placet.ui.translate import tr

if TYPE_CHECKING:
    from placet.signing.identities import Identity


@dataclass(frozen=True, slots=True)
class DossierLine:
    """One sealed dossier in the list."""

    id: str
    number: str
    """“HK-2026-0001, edition 1”."""
    kind: str
    addressee: str
    sealed: str
    signed: int
    fields: int
    is_evaluation: bool
    """At least one signature was placed with an evaluation identity."""
    fingerprint: str
    pages: int

    @property
    def text(self) -> str:
        """Return the line as the list shows it."""
        signed = tr("{signed} of {all} signatures", signed=self.signed, all=self.fields)
        if self.signed < self.fields:
            signed = tr("{said}; the others decided, not signed", said=signed)
        marks = tr(" · EVALUATION") if self.is_evaluation else ""
        return f"{self.number}\n{self.kind}, {self.addressee}\n{self.sealed}\n{signed}{marks}"


@dataclass(frozen=True, slots=True)
class FieldLine:
    """One signature field of the chosen dossier."""

    field: str
    stage: str
    who: str
    state: str
    is_signed: bool
    is_evaluation: bool


@dataclass(frozen=True, slots=True)
class FindingLine:
    """One finding of the stranger test."""

    message: str
    hint: str
    target: Target


@dataclass(frozen=True, slots=True)
class Preparation:
    """A dossier being prepared, with what a stranger could not resolve in it."""

    kind: str
    addressee: str
    errors: tuple[FindingLine, ...]
    warnings: tuple[FindingLine, ...]
    reasons: tuple[tuple[str, str], ...]
    """Reason by warning, as kept so far."""


@dataclass(frozen=True, slots=True)
class DossiersState:
    """What the page shows."""

    headline: str = ""
    empty: str = ""
    entities: tuple[tuple[str, str], ...] = ()
    entity_id: str = ""
    kinds: tuple[tuple[str, str], ...] = ()
    addressees: tuple[tuple[str, str], ...] = ()
    """Regulators of the entity's place; an internal record goes to nobody else."""
    records: tuple[DossierLine, ...] = ()
    chosen: DossierLine | None = None
    fields: tuple[FieldLine, ...] = ()
    preparation: Preparation | None = None
    problem: str = ""
    """Why no dossier can be prepared yet."""
    identity: str = ""
    is_evaluation: bool = False
    is_bound: bool = True


class DossiersPresenter(Observed[DossiersState]):
    """Prepares, seals and signs; each method that writes raises UserFacingError when it may not."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(DossiersState())
        self._desk = desk
        self._entity_id, self._chosen_id, self._use_case_id = "", "", ""
        self._wanted: tuple[str, str] | None = None
        """Kind and addressee that are being prepared."""
        self._prepared: Prepared | None = None
        self._identity: Identity | None = None

    def refresh(self) -> None:
        """Read the dossiers again; a preparation under way is checked again too."""
        key = self._desk.use_case_id
        if key != self._use_case_id:
            self._use_case_id, self._chosen_id, self._prepared, self._wanted = key, "", None, None
        if not key:
            self._show(DossiersState(empty=tr("Choose a use case on the Register page.")))
            return
        use_case, version, entities = self._subject()
        if not entities:
            empty = tr("No entity uses “{name}” yet. Say on the Register page which one will.", name=use_case.name)
            self._show(DossiersState(empty=empty))
            return
        entity = self._entity(entities)
        problem = self._check_again()
        self._show(replace(self._compose(version, entities, entity), problem=problem))

    def _check_again(self) -> str:
        """Prepare again what was asked for, and return why that is not possible any more."""
        if self._wanted is None:
            return ""
        try:
            self._prepared = self._prepare(*self._wanted)
        except UserFacingError as error:
            self._prepared = None
            return error.sentence
        return ""

    def _subject(self) -> tuple[UseCase, UseCaseVersion, tuple[Entity, ...]]:
        ws = self._desk.workspace
        use_case = keep_parties.find_use_case(ws, self._desk.use_case_id)
        return use_case, keep_parties.working_version(ws, use_case.id), entities_of(ws, use_case)

    def _entity(self, entities: tuple[Entity, ...]) -> Entity:
        found = next((item for item in entities if item.id == self._entity_id), entities[0])
        self._entity_id = found.id
        return found

    def _compose(self, version: UseCaseVersion, entities: tuple[Entity, ...], entity: Entity) -> DossiersState:
        ws = self._desk.workspace
        versions = {item.id for item in ws.register.all(UseCaseVersion, use_case_id=version.use_case_id)}
        kept = [item for item in ws.register.all(DossierRecord, entity_id=entity.id) if item.version_id in versions]
        kept.sort(key=lambda item: item.sealed_at, reverse=True)
        fields = {item.id: signature_fields(ws, item) for item in kept}
        lines = tuple(self._line(item, fields[item.id]) for item in kept)
        chosen = next((line for line in lines if line.id == self._chosen_id), None)
        pack = ws.pack(entity.place)
        regulators = tuple((item.id, item.name) for item in pack.regulators) if pack else ()
        names = kind_names()
        return DossiersState(
            headline=_headline(lines),
            entities=tuple((item.id, item.name) for item in entities),
            entity_id=entity.id,
            kinds=tuple((key, names[key]) for key in (INTERNAL_RECORD, SANDBOX)),
            addressees=regulators,
            records=lines,
            chosen=chosen,
            fields=tuple(self._field(item) for item in fields[chosen.id]) if chosen else (),
            preparation=self._preparation(version, entity),
            identity=self._identity.common_name if self._identity else "",
            is_evaluation=bool(self._identity and self._identity.is_evaluation),
            is_bound=self._is_bound(),
        )

    def _line(self, record: DossierRecord, fields: tuple[FieldState, ...]) -> DossierLine:
        ws = self._desk.workspace
        placed = [item.signing for item in fields if item.signing]
        pack = ws.packs.get(record.number.partition("-")[0])
        regulator = next((item for item in pack.regulators if item.id == record.addressee), None) if pack else None
        addressee = tr("internal") if record.addressee == INTERNAL else (regulator.name if regulator else "")
        return DossierLine(
            record.id, tr("{number}, edition {edition}", number=record.number, edition=record.dossier_version),
            kind_names().get(record.kind, record.kind), addressee or record.addressee, shown(record.sealed_at),
            len(placed), len(fields), any(item.is_evaluation for item in placed), grouped(record.fingerprint),
            record.pages,
        )  # fmt: skip

    def _field(self, item: FieldState) -> FieldLine:
        if item.signing is None:
            return FieldLine(item.field, item.stage, item.who, tr("decided, not signed"), False, False)
        person = self._desk.workspace.register.get(Person, item.signing.person_id)
        name = person.name if person else item.who
        said = tr("signed by {name}, {when}", name=name, when=shown(item.signing.signed_at))
        mark = item.signing.is_evaluation
        return FieldLine(item.field, item.stage, item.who, f"{said} · EVALUATION" if mark else said, True, mark)

    def _preparation(self, version: UseCaseVersion, entity: Entity) -> Preparation | None:
        prepared = self._prepared
        if prepared is None:
            return None
        reasons = self._kept_reasons(version, prepared)
        return Preparation(
            prepared.kind, prepared.addressee,
            tuple(_finding(item, entity.id) for item in prepared.errors),
            tuple(_finding(item, entity.id) for item in prepared.warnings),
            tuple((item.message, reasons.get(item.message, "")) for item in prepared.warnings),
        )  # fmt: skip

    # choosing

    def choose_entity(self, entity_id: str) -> None:
        """Show the dossiers of another entity."""
        self._entity_id, self._chosen_id, self._prepared, self._wanted = entity_id, "", None, None
        self.refresh()

    def choose(self, dossier_id: str) -> None:
        """Show a sealed dossier."""
        self._chosen_id, self._prepared, self._wanted = dossier_id, None, None
        self.refresh()

    def go_to(self, target: Target) -> str:
        """Remember where on a page a finding is mended, and return that page."""
        _, version, _ = self._subject()
        if target.question:
            remember(self._desk.workspace, f"interview/{version.id}", target.question)
        return target.page

    def exhibit(self, number: str) -> tuple[str, EvidenceDetails]:
        """Return an exhibit's id and what is said of it."""
        kept = self._desk.workspace.register.one(Evidence, number=number)
        return kept.id, details_of(kept)

    def describe(self, evidence_id: str, details: EvidenceDetails) -> None:
        """Say something else of an exhibit; what is decided on changes with it."""
        describe_evidence(self._desk.workspace, evidence_id, details)
        self.refresh()

    # preparing and sealing

    def prepare(self, kind: str, addressee: str) -> None:
        """Compose a dossier and run the stranger test; nothing is written."""
        self._chosen_id, self._wanted = "", None
        self._prepared = self._prepare(kind, addressee)
        self._wanted = (kind, addressee)
        self.refresh()

    def _prepare(self, kind: str, addressee: str) -> Prepared:
        use_case, version, entities = self._subject()
        to = INTERNAL if kind == INTERNAL_RECORD else addressee
        return prepare(self._desk.workspace, use_case, version, self._entity(entities), kind, to)

    def _reasons_id(self, version: UseCaseVersion, prepared: Prepared) -> str:
        return f"reasons/{version.id}/{prepared.kind}/{prepared.addressee}"

    def _kept_reasons(self, version: UseCaseVersion, prepared: Prepared) -> dict[str, str]:
        body = kept_draft(self._desk.workspace, self._reasons_id(version, prepared))
        return dict(json.loads(body)) if body else {}

    def keep_reasons(self, reasons: Mapping[str, str]) -> None:
        """Keep half-typed reasons outside the journal."""
        if self._prepared is not None:
            body = json.dumps({key: text for key, text in reasons.items() if text.strip()})
            keep_draft(self._desk.workspace, self._reasons_id(self._subject()[1], self._prepared), body)

    def compose_seal(self, reasons: Mapping[str, str]) -> SealWork:
        """Bring everything together to be rendered off the screen's thread."""
        if self._prepared is None:
            raise UserFacingError(tr("no dossier is prepared"), todo=tr("Prepare one first."))
        return compose_seal(self._desk.workspace, self._prepared, reasons)

    def keep_seal(self, work: SealWork, pdf: bytes, pages: int) -> None:
        """Keep the sealed dossier and show it."""
        record = keep_seal(self._desk.workspace, work, pdf, pages)
        drop_draft(self._desk.workspace, self._reasons_id(self._subject()[1], work.prepared))
        self._prepared, self._wanted, self._chosen_id = None, None, record.id
        self.refresh()

    def draft_snapshot(self, kind: str, addressee: str) -> Snapshot:
        """Compose what a watermarked draft is written from."""
        use_case, version, entities = self._subject()
        to = INTERNAL if kind == INTERNAL_RECORD else addressee
        return compose(self._desk.workspace, use_case, version, self._entity(entities), kind, to).snapshot

    # the sealed file and its signatures

    def record(self) -> DossierRecord:
        """Return the chosen dossier."""
        found = self._desk.workspace.register.get(DossierRecord, self._chosen_id) if self._chosen_id else None
        if found is None:
            raise UserFacingError(tr("no dossier is chosen"), todo=tr("Choose one in the list."))
        return found

    def pdf(self) -> bytes:
        """Return the chosen dossier as it is now, with the signatures placed so far."""
        return current_pdf(self._desk.workspace, self.record())

    def use_identity(self, identity: Identity | None) -> None:
        """Sign with this certificate, or with none."""
        self._identity = identity
        self.refresh()

    def make_evaluation(self, passphrase: str) -> bytes:
        """Make an evaluation identity for the person at the keyboard, bind it, and return its file to keep."""
        ws = self._desk.workspace
        if not ws.actor.person_id:
            raise UserFacingError(tr("nobody is at the keyboard"), todo=tr("Choose who you are, at the top right."))
        data, identity = make_evaluation_identity(ws, ws.actor.person_id, passphrase)
        self.use_identity(identity)
        return data

    def bind_identity(self, basis: str) -> None:
        """Say that the certificate is that of the person at the keyboard, and how that is known."""
        ws = self._desk.workspace
        if self._identity is not None:
            bind_certificate(ws, ws.actor.person_id, self._identity, basis)
            self.refresh()

    def _is_bound(self) -> bool:
        if self._identity is None:
            return True
        try:
            require_bound(self._desk.workspace, self._desk.workspace.actor.person_id, self._identity)
        except UserFacingError:
            return False
        return True

    def allow_signing(self, field: str) -> SigningWork:
        """Return what is to be signed in a field by the person at the keyboard, or refuse naming the rule."""
        ws = self._desk.workspace
        if self._identity is None:
            raise UserFacingError(tr("no identity is chosen"), todo=tr("Choose the identity to sign with first."))
        return allow_signing(ws, self.record(), self.pdf(), field, ws.actor.person_id, self._identity)

    def keep_signature(self, work: SigningWork, signed: bytes) -> None:
        """Keep the signed file; the identity is let go."""
        keep_signature(self._desk.workspace, work, signed)
        self._identity = None
        self.refresh()


def _finding(item: Finding, entity_id: str) -> FindingLine:
    return FindingLine(item.message, item.hint, target_of(item.path, entity_id))


def _headline(lines: tuple[DossierLine, ...]) -> str:
    if not lines:
        return tr("Nothing sealed yet")
    newest = lines[0]
    parts = [tr("{count} sealed", count=len(lines)), newest.number]
    parts.append(tr("{signed} of {all} signatures placed", signed=newest.signed, all=newest.fields))
    if newest.is_evaluation:
        parts.append(tr("EVALUATION"))
    return " · ".join(parts)
