"""What a pack holds: regulators, instruments, requirements, and how they relate to controls.

Force, status and severity are separate on purpose: a guideline is never printed as binding, a consultation never
as in force (README of the research sheets, points 1 and 2).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from placet.domain.facts import About
from placet.domain.predicates import ALWAYS, Predicate


class Force(StrEnum):
    """Legal weight of an instrument or requirement."""

    LAW = "law"
    NOTICE = "notice"
    """A regulator's legally binding rule."""
    GUIDELINE = "guideline"
    """Supervisory expectation, whatever the issuer calls it."""
    VOLUNTARY = "voluntary"
    OBSERVATION = "observation"

    @property
    def binds(self) -> bool:
        """Tell whether the force is legally binding."""
        return self in (Force.LAW, Force.NOTICE)


class Status(StrEnum):
    """Where an instrument or requirement stands in its life."""

    IN_FORCE = "in_force"
    IN_TRANSITION = "in_transition"
    CONSULTATION = "consultation"
    DRAFT = "draft"
    DISCUSSION = "discussion"
    SUPERSEDED = "superseded"


class Severity(StrEnum):
    """How strongly a requirement is asked: only law and notice make a ``must``."""

    MUST = "must"
    EXPECTED = "expected"
    SHOULD = "should"


class Confidence(StrEnum):
    """How sure the research is of the fact as used."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class RelationKind(StrEnum):
    """Requirement to control (NIST OLIR): only ``equal`` and ``subset`` carry *met*."""

    EQUAL = "equal"
    SUBSET = "subset"
    """The requirement asks no more than a part of the control."""
    SUPERSET = "superset"
    """The requirement asks the control and more."""
    INTERSECTS = "intersects"

    @property
    def carries(self) -> bool:
        """Tell whether an answer *met* on the control also meets the requirement."""
        return self in (RelationKind.EQUAL, RelationKind.SUBSET)


class Stage(StrEnum):
    """When in the life of a use case a requirement bites."""

    BEFORE_LAUNCH = "before_launch"
    RUNNING = "running"
    ON_EVENT = "on_event"
    RETIREMENT = "retirement"


@dataclass(frozen=True, slots=True)
class Regulator:
    """An authority that issues instruments."""

    id: str
    name: str
    local_name: str = ""
    abbreviation: str = ""


@dataclass(frozen=True, slots=True)
class Instrument:
    """A law, notice, guideline or circular."""

    id: str
    title: str
    regulator: str
    label: str
    """The issuer's own word for it, printed with every clause: “HKMA circular”."""
    force: Force
    status: Status
    issued: dt.date | None = None
    in_force_from: dt.date | None = None
    reference: str = ""
    addressees: str = ""
    confidence: Confidence = Confidence.HIGH
    sources: tuple[str, ...] = ()
    note: str = ""
    local_title: str = ""


@dataclass(frozen=True, slots=True)
class DatedCase:
    """A date that holds when the predicate does."""

    when: Predicate
    date: dt.date | None


@dataclass(frozen=True, slots=True)
class Effective:
    """From when a requirement holds: a date, several depending on facts, or not set by its issuer."""

    date: dt.date | None = None
    by_fact: tuple[DatedCase, ...] = ()
    not_set: bool = False
    literal_date: dt.date | None = None
    """Date of the text where practice differs from it; ``note`` says how."""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Relation:
    """How a requirement relates to a control."""

    control: str
    kind: RelationKind
    why: str = ""


@dataclass(frozen=True, slots=True)
class Requirement:
    """One duty of one clause, in plain words of our own."""

    id: str
    instrument: str
    clause: str
    title: str
    """A few words to list it by."""
    duty: str
    """One or two sentences; never a quotation."""
    addressees: Predicate
    """Whom the duty binds, over facts of the entity; part of applicability."""
    applies_when: Predicate
    force: Force
    severity: Severity
    status: Status
    about: About
    stage: Stage
    effective: Effective
    controls: tuple[Relation, ...]
    evidence: tuple[str, ...]
    """What a reviewer would want to see."""
    confidence: Confidence
    sources: tuple[str, ...]
    last_verified: dt.date
    recheck_by: dt.date
    asks: str = ""
    """What it wants beyond the control, put to the person as a follow-up question in place."""
    document: bool = False
    """Tied to a notice, filing or report: never met by a control."""
    gate: str = ""
    """Our advice on when it should block a launch; never shown as law."""
    note: str = ""
    verified_by: str = ""
    default_on: bool = True
    """Low confidence and draft items are off by default; the firm may switch them on."""
    demands: Predicate = ALWAYS
    """How the facts must stand for the duty to be met, where the duty fixes it (a person decides each time)."""


@dataclass(frozen=True, slots=True)
class Control:
    """A jurisdiction-neutral objective: where an answer is given once."""

    id: str
    title: str
    objective: str
    question: str
    """Put to the person answering."""
    step: str
    """Interview step: governance, oversight, testing, …"""
    about: About
    good_evidence: tuple[str, ...] = ()
    help: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the interview."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class Concept:
    """A thing that several regulators have a word for."""

    id: str
    title: str
    meaning: str
    """Placet's own neutral meaning, against which terms are compared."""
