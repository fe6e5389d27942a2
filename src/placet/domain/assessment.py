"""The assessment of one version of one use case in one entity: the arrow from facts to coverage, in one place.

A badge, a report, the interview and the dossier all read the result of ``assess``; none works anything out again.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from placet.domain.acts import Answer
from placet.domain.coverage import Coverage, CoverageStatus, answers_on, cover
from placet.domain.facts import FactCatalogue
from placet.domain.pack import (
    Classification,
    Clock,
    DataOutcome,
    DataRule,
    Form,
    Pack,
    ParameterValue,
    Route,
    Tier,
)
from placet.domain.predicates import (
    All,
    Context,
    Explanation,
    Flow,
    Predicate,
    Truth,
    deciding_facts,
    evaluate,
    explain,
    facts_of,
    with_derived,
)
from placet.domain.rules import Force, Instrument, Requirement, Status


class Timing(StrEnum):
    """Whether a requirement holds on the day of the assessment."""

    IN_FORCE = "in_force"
    UPCOMING = "upcoming"
    NOT_SET = "not_set"
    """Its issuer has set no date yet."""
    NOT_IN_FORCE = "not_in_force"
    """Consultation, draft, discussion or superseded."""
    UNDECIDED = "undecided"
    """Its date depends on a fact that nobody has stated."""


@dataclass(frozen=True, slots=True)
class Applicability:
    """Whether a requirement applies, why, since when, and which facts could change it."""

    requirement: Requirement
    applies: Truth
    timing: Timing
    from_date: dt.date | None
    reasons: tuple[Explanation, ...]
    deciding: frozenset[str]

    @property
    def bites(self) -> bool:
        """Tell whether it applies and is in force today."""
        return self.applies is True and self.timing is Timing.IN_FORCE


@dataclass(frozen=True, slots=True)
class Proposal:
    """The tier a jurisdiction's scale proposes; a person determines."""

    classification: Classification
    tier: Tier | None
    label: str
    truth: Truth
    """``None`` while an unknown fact could still change the tier."""
    reasons: tuple[Explanation, ...]
    deciding: frozenset[str]


@dataclass(frozen=True, slots=True)
class DataFinding:
    """What one place says of one data flow."""

    flow_index: int
    rule: DataRule | None
    outcome: DataOutcome
    deciding: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Assessment:
    """Everything the rules of one place say of one version in one entity, on one day."""

    pack_id: str
    pack_version: str
    pack_sha256: str
    as_of: dt.date
    context: Context
    applicability: tuple[Applicability, ...]
    coverage: tuple[Coverage, ...]
    proposals: tuple[Proposal, ...]
    data: tuple[DataFinding, ...]
    parameters: tuple[ParameterValue, ...]
    routes: tuple[Route, ...]
    clocks: tuple[Clock, ...]
    forms: tuple[Form, ...]
    undecided: frozenset[str] = frozenset()
    """Unknown facts on which a parameter, route, time limit or form still hangs."""
    read_beside: frozenset[str] = frozenset()
    """Every fact that parameters, routes, time limits and forms read."""

    @property
    def gaps(self) -> tuple[Coverage, ...]:
        """Return what applies and is open, partly met, not met, or of undecided applicability."""
        return tuple(item for item in self.coverage if item.is_gap)

    @property
    def triggered(self) -> tuple[Coverage, ...]:
        """Return everything that applies today."""
        return tuple(item for item in self.coverage if item.applicability.bites)

    def deciding_facts(self) -> frozenset[str]:
        """Return the unknown facts that could still change an outcome."""
        keys = set(self.undecided)
        for finding in self.data:
            keys |= finding.deciding
        for item in self.applicability:
            if item.timing is not Timing.NOT_IN_FORCE:
                keys |= item.deciding
        for proposal in self.proposals:
            keys |= proposal.deciding
        return frozenset(keys)


def timing_of(
    requirement: Requirement, instrument: Instrument, context: Context, as_of: dt.date
) -> tuple[Timing, dt.date | None]:
    """Return whether a requirement holds on ``as_of`` and from which date; without its own, its instrument's."""
    if requirement.status in _NOT_IN_FORCE or instrument.status in _NOT_IN_FORCE:
        return Timing.NOT_IN_FORCE, None
    effective = requirement.effective
    date = effective.date
    for case in effective.by_fact:
        truth = evaluate(case.when, context)
        if truth is None:
            return Timing.UNDECIDED, None
        if truth:
            date = case.date
            break
    if date is None and (effective.not_set or effective.by_fact):
        return Timing.NOT_SET, None
    date = date or instrument.in_force_from
    if date is None:
        return Timing.IN_FORCE, None
    return (Timing.IN_FORCE if date <= as_of else Timing.UPCOMING), date


_NOT_IN_FORCE = frozenset({Status.CONSULTATION, Status.DRAFT, Status.DISCUSSION, Status.SUPERSEDED})


def applicable(
    pack: Pack, context: Context, as_of: dt.date, switched_on: frozenset[str] = frozenset()
) -> tuple[Applicability, ...]:
    """Return the applicability of every requirement that is on by default or ``switched_on`` by the firm.

    ``context`` must hold the pack's derived facts already (``full_context``).
    """
    instruments = {item.id: item for item in pack.instruments}
    result = []
    for requirement in pack.requirements:
        if not requirement.default_on and requirement.id not in switched_on:
            continue
        predicate = All((requirement.addressees, requirement.applies_when))
        explanation = explain(predicate, context)
        timing, date = timing_of(requirement, instruments[requirement.instrument], context, as_of)
        deciding = deciding_facts(predicate, context) if explanation.truth is None else frozenset()
        if timing is Timing.UNDECIDED and explanation.truth is not False:
            deciding |= _deciding_date(requirement, context)
        result.append(
            Applicability(
                requirement,
                explanation.truth,
                timing,
                date,
                tuple(explanation.reasons()),
                deciding,
            )
        )
    return tuple(result)


def _deciding_date(requirement: Requirement, context: Context) -> frozenset[str]:
    return frozenset().union(*(deciding_facts(case.when, context) for case in requirement.effective.by_fact))


def full_context(catalogue: FactCatalogue, pack: Pack, context: Context) -> Context:
    """Return the context with common and pack derived facts worked out."""
    known = {item.key for item in catalogue.derived}
    missing = [item for item in pack.derived if item.key not in known]
    whole = catalogue.extended(missing) if missing else catalogue
    return with_derived(context, whole.ordered_derived())


def propose(classification: Classification, context: Context) -> Proposal | None:
    """Return the first tier that holds; unknown when an earlier tier cannot be told. None if out of scope."""
    scope = evaluate(classification.applies_when, context)
    if scope is False:
        return None
    if scope is None:
        deciding = deciding_facts(classification.applies_when, context)
        return Proposal(classification, None, "", None, (), deciding)
    for tier in classification.tiers:
        explanation = explain(tier.when, context)
        if explanation.truth is None:
            return Proposal(classification, tier, tier.label, None, (), deciding_facts(tier.when, context))
        if explanation.truth:
            reasons = tuple(explanation.reasons())
            return Proposal(classification, tier, tier.label, True, reasons, frozenset())
    barred = (reason for tier in classification.tiers for reason in explain(tier.when, context).reasons())
    return Proposal(classification, None, classification.default, True, _each_once(barred), frozenset())


def _each_once(reasons: Iterable[Explanation]) -> tuple[Explanation, ...]:
    found: list[Explanation] = []
    for reason in reasons:
        if reason not in found:
            found.append(reason)
    return tuple(found)


def data_findings(pack: Pack, context: Context) -> tuple[DataFinding, ...]:
    """Return what each data rule says of each flow; a flow that no rule speaks of has no restriction found.

    A flow that a rule may or may not catch, for want of a fact, is *not assessed* rather than free; so is every
    flow where the pack has no data rules at all.
    """
    silent = DataOutcome.NO_RESTRICTION if pack.data_rules else DataOutcome.NOT_ASSESSED
    found: list[DataFinding] = []
    for index, flow in enumerate(context.flows):
        merged = Context({**context.facts, **flow}, (), True)
        spoken = False
        for rule in pack.data_rules:
            truth = evaluate(rule.when, merged)
            if truth:
                found.append(DataFinding(index, rule, rule.outcome))
            elif truth is None:
                deciding = deciding_facts(rule.when, merged)
                found.append(DataFinding(index, rule, DataOutcome.NOT_ASSESSED, deciding))
            spoken = spoken or truth is not False
        if not spoken:
            found.append(DataFinding(index, None, silent))
    return tuple(found)


def strictest(values: Sequence[ParameterValue], direction: str) -> ParameterValue | None:
    """Return the value that meets all others; an observation never wins (README of the sheets, point 1)."""
    counted = [value for value in values if value.force is not Force.OBSERVATION]
    if not counted:
        return None
    pick = max if direction == "max" else min
    return pick(counted, key=lambda value: value.value)


def assess(
    catalogue: FactCatalogue,
    pack: Pack,
    context: Context,
    answers: Sequence[Answer],
    entity_id: str,
    as_of: dt.date,
    switched_on: frozenset[str] = frozenset(),
) -> Assessment:
    """Assess one version in one entity under one pack as of a day. Pure: the same inputs give the same result."""
    full = full_context(catalogue, pack, context)
    states = applicable(pack, full, as_of, switched_on)
    proposals = (propose(item, full) for item in pack.classifications)
    standing = answers_on(answers, as_of)
    beside = _beside(pack)
    return Assessment(
        pack.id,
        pack.version,
        pack.sha256_hex,
        as_of,
        full,
        states,
        tuple(_covered(state, standing, entity_id) for state in states),
        tuple(item for item in proposals if item is not None),
        data_findings(pack, full),
        tuple(value for value in pack.parameters if evaluate(value.when, full)),
        tuple(route for route in pack.routes if evaluate(route.when, full)),
        tuple(clock for clock in pack.clocks if evaluate(clock.when, full)),
        tuple(form for form in pack.forms if evaluate(form.when, full)),
        frozenset().union(*(deciding_facts(when, full) for when in beside)),
        frozenset().union(*map(facts_of, beside)),
    )


def _beside(pack: Pack) -> tuple[Predicate, ...]:
    """Return the predicates of what stands beside requirements: it must not vanish for want of a fact."""
    items: tuple[ParameterValue | Route | Clock | Form, ...]
    items = (*pack.parameters, *pack.routes, *pack.clocks, *pack.forms)
    return tuple(item.when for item in items)


def _covered(state: Applicability, answers: Sequence[Answer], entity_id: str) -> Coverage:
    if state.applies is False:
        return Coverage(state, CoverageStatus.NOT_TRIGGERED)
    if state.timing not in (Timing.IN_FORCE, Timing.UNDECIDED):
        return Coverage(state, CoverageStatus.NOT_YET_IN_FORCE)
    if state.applies is None or state.timing is Timing.UNDECIDED:
        return Coverage(state, CoverageStatus.UNDECIDED)
    return cover(state, answers, entity_id)


def flow_facts(
    data_classes: Sequence[str],
    collected_in: str,
    stored_in: Sequence[str],
    processed_in: Sequence[str],
    accessed_from: Sequence[str],
    given_to: str,
    mechanism: str,
) -> Flow:
    """Return a data flow as the facts that rules read; what was left empty stays unknown."""
    sets = {
        "data_class": data_classes,
        "stored_in": stored_in,
        "processed_in": processed_in,
        "accessed_from": accessed_from,
    }
    single = {"collected_in": collected_in, "given_to": given_to, "mechanism": mechanism}
    known_sets = {key: frozenset(value) for key, value in sets.items() if value}
    return {**known_sets, **{key: value for key, value in single.items() if value}}
