"""What people do on the record: evidence, answers, determinations, sign-offs, conditions, dossiers."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Disclosure(StrEnum):
    """Who may see an answer, comment, finding or file."""

    ORDINARY = "ordinary"
    CONFIDENTIAL = "confidential"
    PRIVILEGED = "privileged"
    SUPERVISORY = "supervisory"
    PERSONAL_DATA = "personal_data"


class AnswerStatus(StrEnum):
    """What a person answered; *not triggered*, *not yet in force* and *undecided* are computed, never typed."""

    OPEN = "open"
    MET = "met"
    MET_BY_EQUIVALENT = "met_by_equivalent"
    PARTLY = "partly"
    NOT_MET = "not_met"
    DISAPPLIED = "disapplied"
    WAIVED = "waived"

    @property
    def carries(self) -> bool:
        """Tell whether the status may serve a place other than the one it was given for."""
        return self in (AnswerStatus.MET, AnswerStatus.MET_BY_EQUIVALENT)


@dataclass(frozen=True, slots=True)
class Evidence:
    """A file or a reference to one."""

    id: str
    number: str
    """Exhibit number printed in dossiers: E-07."""
    title: str
    sha256: str = ""
    """Hexadecimal; empty for a reference without a file."""
    file_name: str = ""
    size: int = 0
    media_type: str = ""
    issuer: str = ""
    author: str = ""
    dated: str = ""
    valid_until: str = ""
    language: str = ""
    covers: str = ""
    """Id of the exact object version it is about; stale when that moves."""
    disclosure: str = Disclosure.ORDINARY
    cleared_for: tuple[str, ...] = ()
    """Regulators (by id) or ``internal`` that may receive it."""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer to a control, or to what one requirement asks beyond it."""

    id: str
    version_id: str
    status: str
    control_id: str = ""
    requirement_id: str = ""
    """Set when the answer speaks to one requirement alone: its remainder, or a document-bound duty."""
    entity_ids: tuple[str, ...] = ()
    """Entities the person answered for; only *met* carries to others."""
    statement: str = ""
    evidence_ids: tuple[str, ...] = ()
    basis: str = ""
    """Why it does not apply, or the waiver's reference."""
    expires: str = ""
    by: str = ""
    second_person: str = ""
    at: str = ""
    disclosure: str = Disclosure.ORDINARY


@dataclass(frozen=True, slots=True)
class Determination:
    """A person's decision on a judgement that Placet only proposes."""

    id: str
    version_id: str
    entity_id: str
    subject: str
    """``triage``, ``classification:<id>``, ``applicability:<requirement>``, ``exit_test`` …"""
    proposed: str
    determined: str
    reasons: str
    by: str
    at: str
    role: str = ""
    second_person: str = ""


class Assurance(StrEnum):
    """How sure we are who acted; printed with every sign-off."""

    OWN_CERTIFICATE = "own_certificate"
    """Signed with a certificate bound to the person."""
    EVALUATION = "evaluation_identity"
    """Signed with an evaluation identity: proves nothing about who signed."""
    RECORDED = "recorded_on_word"
    """Recorded by another person on their word."""
    ASSERTED = "asserted_here"
    """Stated at this computer, not signed."""
    MINUTES = "minutes_extract"
    """A body's decision, shown by an extract of its minutes."""
    RETURNED = "returned_signature"
    """Signed in another program and returned."""


@dataclass(frozen=True, slots=True)
class SignOff:
    """A person's or body's act on a snapshot."""

    id: str
    version_id: str
    stage_id: str
    kind: str
    outcome: str
    capacity: str
    """The role in which the person acted, or the body's name."""
    entity_ids: tuple[str, ...]
    snapshot_sha256: str
    review_copy_sha256: str
    decided_on: str
    """Date (or instant) of the decision; not the same as ``recorded_at``."""
    recorded_at: str
    person_id: str = ""
    body_id: str = ""
    minute_reference: str = ""
    present_ids: tuple[str, ...] = ()
    dissent: str = ""
    recused_ids: tuple[str, ...] = ()
    extract_id: str = ""
    """Evidence id of the certified extract."""
    comment: str = ""
    places: tuple[str, ...] = ()
    population: str = ""
    until: str = ""
    assurance: str = Assurance.ASSERTED
    recorded_by: str = ""
    certificate_fingerprint: str = ""
    signature: str = ""
    """CAdES over the sign-off record, base64; empty when not signed."""
    imported: bool = False
    """Recorded from an earlier approval, not signed here."""


class ConditionKind(StrEnum):
    """When a condition bites."""

    PRECEDENT = "precedent"
    ONGOING = "ongoing"
    SUBSEQUENT = "subsequent"


@dataclass(frozen=True, slots=True)
class Condition:
    """A term of an approval, with an owner, a limit and an end."""

    id: str
    version_id: str
    sign_off_id: str
    number: str
    kind: str
    text: str
    limit: str = ""
    """Measurable limit: “at most 50 pilot customers”."""
    owner_id: str = ""
    due: str = ""
    """Due date of a precedent or subsequent condition, end of an ongoing one."""
    monitored_by: str = ""
    discharged_at: str = ""
    discharged_by: str = ""
    discharge_evidence_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DossierRecord:
    """A sealed, numbered, versioned dossier."""

    id: str
    number: str
    dossier_version: int
    version_id: str
    entity_id: str
    kind: str
    addressee: str
    """Regulator id, or ``internal``."""
    fingerprint: str
    twin_sha256: str
    pdf_sha256: str
    sealed_at: str
    checkpoint_size: int
    checkpoint_root: str
    pages: int = 0
    warnings: tuple[str, ...] = ()
    """Warnings of the stranger test with the reason given for each, as printed."""


@dataclass(frozen=True, slots=True)
class ReviewCopy:
    """The exact bytes a stage decided on; kept, never re-rendered."""

    id: str
    version_id: str
    entity_id: str
    kind: str
    snapshot_sha256: str
    pages_sha256: str
    made_at: str
    page_count: int = 0


@dataclass(frozen=True, slots=True)
class Signing:
    """One signature placed in a sealed dossier's field."""

    id: str
    dossier_id: str
    field: str
    person_id: str
    certificate_fingerprint: str
    signed_at: str
    is_evaluation: bool
    pdf_sha256: str


@dataclass(frozen=True, slots=True)
class InstalledPack:
    """A pack version the register has used; never changed once installed."""

    id: str
    pack_id: str
    version: str
    sha256: str
    installed_at: str
    installed_by: str = ""
    body: str = ""
    """The compiled pack, JSON; kept so that an approval can always be read against its rules."""
