"""The snapshot: everything a sign-off is given on, and a dossier says, as plain content that can be hashed.

It holds words ready to be read (labels, reasons, clause citations), never ids alone: whoever opens it needs no
register. Decisions are added to it when the dossier is sealed.
"""

from __future__ import annotations

from dataclasses import dataclass

from placet.domain.canonical import canonical_json, sha256_hex
from placet.domain.plain import plain

FORMAT = 1


@dataclass(frozen=True, slots=True)
class PersonLine:
    """A person, as a stranger may know them: name, position, roles with dates."""

    id: str
    name: str
    job_title: str
    roles: tuple[RoleLine, ...]


@dataclass(frozen=True, slots=True)
class RoleLine:
    """A role held, explained."""

    title: str
    explanation: str
    from_date: str
    to_date: str
    instrument: str = ""


@dataclass(frozen=True, slots=True)
class BodyLine:
    """A committee or board."""

    id: str
    name: str
    terms_of_reference: str
    quorum: int
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PartLine:
    """A system, model or vendor the use case rests on."""

    kind: str
    """system, model or vendor."""
    name: str
    version: str
    description: str
    details: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class FactLine:
    """One stated fact in words."""

    key: str
    label: str
    value: str
    place: str
    """Empty for the common value; a code where the value holds for one place only."""
    stated_by: str
    stated_at: str


@dataclass(frozen=True, slots=True)
class ClassificationLine:
    """What a scale proposes and what a person determined."""

    id: str
    title: str
    instrument: str
    clause: str
    proposed: str
    reasons: tuple[str, ...]
    consequence: str
    determined: str = ""
    determined_by: str = ""
    determined_at: str = ""
    determined_reasons: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class TermLine:
    """A regulator's word and what it means there."""

    concept: str
    regulator: str
    word: str
    local_word: str
    meaning: str
    clause: str
    leaves_out: str


@dataclass(frozen=True, slots=True)
class FlowRuling:
    """What one rule says of a flow."""

    title: str
    outcome: str
    citation: str
    force: str
    safeguards: tuple[str, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class FlowLine:
    """One data flow and where it stands."""

    name: str
    data_classes: tuple[str, ...]
    collected_in: str
    stored_in: tuple[str, ...]
    processed_in: tuple[str, ...]
    accessed_from: tuple[str, ...]
    given_to: str
    mechanism: str
    rulings: tuple[FlowRuling, ...]


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """One answer behind a requirement."""

    answers: str
    """Title of the control answered, or “this requirement”."""
    status: str
    statement: str
    basis: str
    exhibits: tuple[str, ...]
    by: str
    at: str
    second_person: str = ""


@dataclass(frozen=True, slots=True)
class RequirementLine:
    """One requirement, clause by clause."""

    id: str
    regulator: str
    instrument: str
    label: str
    clause: str
    clause_checked: str
    """“checked by … on …”, or “as researched”."""
    force: str
    severity: str
    timing: str
    from_date: str
    title: str
    duty: str
    asks: str
    status: str
    reasons: tuple[str, ...]
    answers: tuple[AnswerLine, ...]
    confidence: str
    last_verified: str
    recheck_by: str
    note: str
    is_gap: bool
    document: bool = False


@dataclass(frozen=True, slots=True)
class ExhibitLine:
    """A piece of evidence cited."""

    number: str
    title: str
    file_name: str
    sha256: str
    size: int
    media_type: str
    issuer: str
    dated: str
    cleared: bool
    """Cleared for this addressee by disclosure class; only then attached."""
    attached: bool
    evidence_id: str = ""


@dataclass(frozen=True, slots=True)
class StepLine:
    """A step of the firm's route or of a regulator's process."""

    title: str
    who: str
    what: str
    lead_time: str
    is_consent: bool
    citation: str


@dataclass(frozen=True, slots=True)
class ClockLine:
    """A time limit with its own start."""

    title: str
    start_event: str
    limit: str
    to_whom: str
    citation: str
    force: str


@dataclass(frozen=True, slots=True)
class WordLine:
    """A word, abbreviation or firm-set value explained."""

    word: str
    meaning: str


@dataclass(frozen=True, slots=True)
class PackRef:
    """The exact rules used."""

    id: str
    version: str
    sha256: str
    as_of: str


@dataclass(frozen=True, slots=True)
class FormLine:
    """One field of a regulator's form with what goes in it."""

    label: str
    value: str
    required: bool
    help: str


@dataclass(frozen=True, slots=True)
class FormContent:
    """A regulator's form or notice, filled from the register."""

    id: str
    title: str
    regulator: str
    citation: str
    official: bool
    channel: str
    note: str
    fields: tuple[FormLine, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """What the document is, for whom, and under which rules."""

    kind: str
    addressee: str
    """Regulator id, or ``internal``."""
    addressee_name: str
    place: str
    place_name: str
    language: str
    as_of: str
    made_at: str
    packs: tuple[PackRef, ...]
    not_verified: tuple[str, ...]
    """What the research behind the pack could not verify."""


@dataclass(frozen=True, slots=True)
class Subject:
    """The use case in its entity: what is decided on."""

    entity_id: str
    entity_name: str
    entity_legal_name: str
    entity_registration: str
    licence_classes: tuple[str, ...]
    use_case_id: str
    reference: str
    name: str
    description: str
    purpose: str
    owner: str
    version_id: str
    version_number: int
    version_summary: str
    parts: tuple[PartLine, ...]
    facts: tuple[FactLine, ...]
    flows: tuple[FlowLine, ...]
    flows_complete: bool
    people: tuple[PersonLine, ...]


@dataclass(frozen=True, slots=True)
class Law:
    """What the rules of the place say of it, and how it is answered."""

    classifications: tuple[ClassificationLine, ...]
    terms: tuple[TermLine, ...]
    requirements: tuple[RequirementLine, ...]
    not_triggered: tuple[str, ...]
    """Citations of requirements considered and found not to apply."""
    external_route: tuple[StepLine, ...]
    clocks: tuple[ClockLine, ...]
    forms: tuple[FormContent, ...]


@dataclass(frozen=True, slots=True)
class FirmLines:
    """The firm's own words: route, glossary, values the rules leave to it."""

    name: str
    route: tuple[StepLine, ...]
    bodies: tuple[BodyLine, ...]
    glossary: tuple[WordLine, ...]
    values: tuple[WordLine, ...]


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Content of everything but decisions; its canonical hash is what is decided on."""

    heading: Heading
    subject: Subject
    law: Law
    firm: FirmLines
    exhibits: tuple[ExhibitLine, ...]
    format: int = FORMAT


def snapshot_bytes(snapshot: Snapshot) -> bytes:
    """Return the canonical bytes a sign-off is given on.

    The moment of rendering is no content: two renderings of the same facts are the same snapshot.
    """
    content = plain(snapshot)
    content["heading"]["made_at"] = ""
    return canonical_json(content)


def snapshot_sha256(snapshot: Snapshot) -> str:
    """Return the hexadecimal SHA-256 of the canonical snapshot."""
    return sha256_hex(snapshot_bytes(snapshot))
