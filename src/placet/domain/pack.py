"""A jurisdiction's pack as a whole: terms, parameters, classifications, data rules, routes, clocks, forms, cases."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum

from placet.domain.predicates import ALWAYS, NEVER, Derived, Predicate, Value
from placet.domain.rules import Concept, Confidence, Control, Force, Instrument, Regulator, Requirement, Step


@dataclass(frozen=True, slots=True)
class Term:
    """A regulator's own word for a concept."""

    concept: str
    regulator: str
    word: str
    """In English as the regulator uses it."""
    meaning: str
    clause: str
    instrument: str
    local_word: str = ""
    local_language: str = ""
    leaves_out: str = ""
    confidence: Confidence = Confidence.HIGH
    confusable_with: tuple[str, ...] = ()
    """Abbreviations or other regulators' terms that a reader may mistake it for."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """A typed limit that several regulators set."""

    id: str
    title: str
    unit: str
    strictest: str
    """``max`` when the largest value is the strictest, ``min`` when the smallest is."""
    kind: str = "number"


@dataclass(frozen=True, slots=True)
class ParameterValue:
    """One regulator's value for a parameter; an observation never wins."""

    parameter: str
    value: int
    instrument: str
    clause: str
    force: Force
    when: Predicate = ALWAYS
    confidence: Confidence = Confidence.HIGH
    note: str = ""
    bound: str = ""
    """``at_least`` or ``at_most``; empty follows the parameter: where ``max`` is strictest, values are at least."""


@dataclass(frozen=True, slots=True)
class Tier:
    """One possible outcome of a classification."""

    key: str
    label: str
    when: Predicate
    clause: str
    consequence: str = ""


@dataclass(frozen=True, slots=True)
class Classification:
    """A jurisdiction's own scale; the first tier that holds is proposed."""

    id: str
    title: str
    instrument: str
    applies_when: Predicate
    tiers: tuple[Tier, ...]
    default: str
    """Label when no tier holds."""
    confidence: Confidence = Confidence.HIGH
    note: str = ""

    def label_of(self, key: str) -> str:
        """Return a tier's label for its key, the default's for ``default``; free words stay as they are."""
        labels = {tier.key: tier.label for tier in self.tiers}
        return labels.get(key, self.default if key == "default" else key)


class DataOutcome(StrEnum):
    """What a data rule says of a flow; ordered from free to barred by ``DATA_ORDER``."""

    NO_RESTRICTION = "no_restriction_found"
    CONDITIONAL = "conditional"
    FILING = "filing"
    PRIOR_APPROVAL = "prior_approval"
    PROHIBITED = "prohibited"
    NOT_ASSESSED = "not_assessed"


@dataclass(frozen=True, slots=True)
class DataRule:
    """What one place says of a data flow; ``when`` is read over the flow's facts and the use case's."""

    id: str
    title: str
    instrument: str
    clause: str
    when: Predicate
    outcome: DataOutcome
    safeguards: tuple[str, ...] = ()
    force: Force = Force.GUIDELINE
    confidence: Confidence = Confidence.HIGH
    to_whom: str = ""
    deadline: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Clock:
    """A time limit with its own start event; never merged with another."""

    id: str
    title: str
    start_event: str
    amount: int
    unit: str
    """hours, calendar_days or business_days."""
    to_whom: str
    instrument: str
    clause: str
    force: Force
    when: Predicate
    direction: str = "after"
    """``after`` the start event, or ``before`` it (three months before an outsourcing)."""
    confidence: Confidence = Confidence.HIGH
    note: str = ""


@dataclass(frozen=True, slots=True)
class RouteStep:
    """One external step on the way to launch in a place."""

    id: str
    title: str
    with_whom: str
    what: str
    lead_time: str = ""
    """As published; empty reads “not published”."""
    is_consent: bool = False
    """True only where the regulator's act is an approval; selection, a number or silence is not."""
    clause: str = ""
    instrument: str = ""
    mandatory: bool = False
    before_launch: bool = False
    """It must be behind the firm on the day of launch, consent or not (a notice ten days before)."""
    lead: int = 0
    """The published time of ``lead_time`` as a number, where there is one: what a launch has to wait."""
    lead_unit: str = "calendar_days"

    @property
    def blocks(self) -> bool:
        """Tell whether launch waits for this step."""
        return self.is_consent or self.before_launch


@dataclass(frozen=True, slots=True)
class Route:
    """A way to launch in a place: its external steps in order."""

    id: str
    title: str
    when: Predicate
    steps: tuple[RouteStep, ...]
    note: str = ""
    confidence: Confidence = Confidence.HIGH


ASK = "ask"
"""Source of a form's field that nothing in the register fills."""


@dataclass(frozen=True, slots=True)
class FormField:
    """One field of a regulator's form and where its content comes from."""

    id: str
    label: str
    source: str
    """Path into the snapshot (``entity.legal_name``, ``facts.…``, ``answer.<control>``) or ``ask``."""
    required: bool = True
    help: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    """A regulator's form or notice, bound to facts."""

    id: str
    title: str
    regulator: str
    instrument: str
    clause: str
    when: Predicate
    fields: tuple[FormField, ...]
    official: bool = False
    """False: the official form was not available, this is a preparatory pack."""
    channel: str = ""
    note: str = ""

    def answer_key(self, field: FormField) -> str:
        """Return what stands for a requirement's id in the answer that holds a person's words for a field."""
        return f"{self.id}/{field.id}"


@dataclass(frozen=True, slots=True)
class Case:
    """Facts and the expected outcome; ``pack check`` runs them."""

    id: str
    title: str
    facts: tuple[tuple[str, Value], ...]
    flows: tuple[tuple[tuple[str, Value], ...], ...] = ()
    flows_complete: bool = True
    as_of: dt.date | None = None
    triggers: tuple[str, ...] = ()
    not_triggered: tuple[str, ...] = ()
    undecided: tuple[str, ...] = ()
    classifications: tuple[tuple[str, str], ...] = ()
    data: tuple[tuple[str, str], ...] = ()
    parameters: tuple[tuple[str, int], ...] = ()
    routes: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()
    clocks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Pack:
    """The versioned rules of one jurisdiction."""

    id: str
    version: str
    jurisdiction: str
    title: str
    as_of: dt.date
    language: str
    regulators: tuple[Regulator, ...]
    instruments: tuple[Instrument, ...]
    requirements: tuple[Requirement, ...]
    time_zone: str = ""
    derived: tuple[Derived, ...] = ()
    terms: tuple[Term, ...] = ()
    parameters: tuple[ParameterValue, ...] = ()
    classifications: tuple[Classification, ...] = ()
    data_rules: tuple[DataRule, ...] = ()
    routes: tuple[Route, ...] = ()
    clocks: tuple[Clock, ...] = ()
    forms: tuple[Form, ...] = ()
    cases: tuple[Case, ...] = ()
    gaps: tuple[str, ...] = ()
    """What the research could not verify, said plainly."""
    sha256_hex: str = ""
    format: int = 1
    holidays: tuple[dt.date, ...] = field(default=())
    """Dated local calendar: days that are no business days, Saturdays and Sundays aside."""
    reaches_when: Predicate = NEVER
    """When these rules also bind an entity of another place: people here affected, data from here."""

    def instrument(self, instrument_id: str) -> Instrument:
        """Return an instrument by id; the loader has checked that it exists."""
        return next(item for item in self.instruments if item.id == instrument_id)

    def requirement(self, requirement_id: str) -> Requirement | None:
        """Return a requirement by id."""
        return next((item for item in self.requirements if item.id == requirement_id), None)

    def asks_in_a_form(self, key: str) -> bool:
        """Tell whether ``key`` is a form's field that only a person can fill."""
        return any(form.answer_key(field) == key for form in self.forms for field in form.fields if field.source == ASK)


@dataclass(frozen=True, slots=True)
class CommonCatalogue:
    """What all packs share: controls, interview steps, concepts and parameters (facts live beside it)."""

    controls: tuple[Control, ...]
    steps: tuple[Step, ...]
    concepts: tuple[Concept, ...]
    parameters: tuple[Parameter, ...]
    version: str
    sha256_hex: str = ""

    def control(self, control_id: str) -> Control | None:
        """Return a control by id."""
        return next((item for item in self.controls if item.id == control_id), None)
