"""Run a pack's own cases through the very functions the program uses, and see that they reach every rule."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from placet.domain.assessment import Assessment, Timing, assess, strictest
from placet.domain.facts import About, FactCatalogue
from placet.domain.pack import Case, CommonCatalogue, Pack
from placet.domain.predicates import ALWAYS, Context, Explanation, Truth, evaluate
from placet.packs.predicate_json import to_json
from placet.packs.report import Report

NOT_TRIGGERED = "not_triggered"
UNDECIDED = "undecided"
DEFAULT = "default"

Reached = tuple[str, str]
"""Sort of rule and its name."""


@dataclass(frozen=True, slots=True)
class CaseResult:
    """One case as it came out."""

    case: Case
    assessment: Assessment

    def truth(self, requirement_id: str) -> Truth:
        """Return whether the requirement applies; with the case's own date, only once it holds."""
        state = next(item for item in self.assessment.applicability if item.requirement.id == requirement_id)
        if self.case.as_of is not None and state.applies and state.timing is Timing.UPCOMING:
            return False
        return state.applies

    def reasons(self, requirement_id: str) -> str:
        """Say which facts made it so."""
        state = next(item for item in self.assessment.applicability if item.requirement.id == requirement_id)
        if state.deciding:
            return "not known: " + ", ".join(sorted(state.deciding))
        return "because of " + ", ".join(dict.fromkeys(_in_words(item) for item in state.reasons))

    def tier(self, classification_id: str) -> str:
        """Return the tier's key, ``default``, ``not_triggered`` or ``undecided``."""
        for item in self.assessment.proposals:
            if item.classification.id == classification_id:
                if item.truth is None:
                    return UNDECIDED
                return item.tier.key if item.tier else DEFAULT
        return NOT_TRIGGERED

    def data(self, rule_id: str) -> str:
        """Return what the rule says of the flows it catches: its outcome, ``not_assessed`` or ``not_triggered``."""
        outcomes = [found.outcome.value for found in self.assessment.data if found.rule and found.rule.id == rule_id]
        decided = [outcome for outcome in outcomes if outcome != "not_assessed"]
        return (decided or outcomes or [NOT_TRIGGERED])[0]

    def parameter(self, parameter_id: str, direction: str) -> int | None:
        """Return the strictest value that counts."""
        values = [value for value in self.assessment.parameters if value.parameter == parameter_id]
        found = strictest(values, direction)
        return found.value if found else None


def run_cases(pack: Pack, common: CommonCatalogue, facts: FactCatalogue) -> tuple[CaseResult, ...]:
    """Assess every case, requirements that are off by default included."""
    every = frozenset(item.id for item in pack.requirements)
    results = []
    for case in pack.cases:
        flows = tuple(dict(flow) for flow in case.flows)
        context = Context(dict(case.facts), flows, case.flows_complete)
        day: dt.date = case.as_of or pack.as_of
        results.append(CaseResult(case, assess(facts, pack, context, (), "case", day, every)))
    return tuple(results)


def check_cases(pack: Pack, common: CommonCatalogue, facts: FactCatalogue, report: Report) -> None:
    """Report cases that come out otherwise than they say, and rules that no case reaches."""
    results = run_cases(pack, common, facts)
    directions = {item.id: item.strictest for item in common.parameters}
    for result in results:
        _check_subjects(result.case, facts, report)
        _check_requirements(result, report)
        _check_named(pack, result, report)
        _check_values(result, directions, report)
        _check_lists(result, report)
    _check_reach(pack, results, report)


def _check_subjects(case: Case, facts: FactCatalogue, report: Report) -> None:
    for key, _ in case.facts:
        if facts[key].about is About.FLOW:
            report.error(case, f"‘{key}’ speaks of a data flow", "State it under flows.", "facts", key)
    for index, flow in enumerate(case.flows):
        for key, _ in flow:
            if facts[key].about is not About.FLOW:
                report.error(
                    case, f"‘{key}’ does not speak of a data flow", "State it under facts.", "flows", index, key
                )


def _check_requirements(result: CaseResult, report: Report) -> None:
    expected: tuple[tuple[str, tuple[str, ...], Truth], ...] = (
        ("triggers", result.case.triggers, True),
        ("not_triggered", result.case.not_triggered, False),
        ("undecided", result.case.undecided, None),
    )
    words = {True: "triggered", False: "not triggered", None: "undecided"}
    for name, ids, wanted in expected:
        for index, requirement_id in enumerate(ids):
            came = result.truth(requirement_id)
            if came is not wanted:
                report.error(
                    result.case,
                    f"‘{requirement_id}’ should be {words[wanted]} and is {words[came]}",
                    result.reasons(requirement_id),
                    name,
                    index,
                )


def _check_named(pack: Pack, result: CaseResult, report: Report) -> None:
    scales = {item.id: item for item in pack.classifications}
    for scale_id, wanted in result.case.classifications:
        allowed = (*(tier.key for tier in scales[scale_id].tiers), DEFAULT, NOT_TRIGGERED, UNDECIDED)
        if wanted not in allowed:
            hint = "There are: " + ", ".join(allowed) + "."
            report.error(result.case, f"‘{scale_id}’ has no tier ‘{wanted}’", hint, "classifications", scale_id)
        elif (came := result.tier(scale_id)) != wanted:
            report.error(
                result.case, f"‘{scale_id}’ should come out ‘{wanted}’ and is ‘{came}’", "", "classifications", scale_id
            )


def _check_values(result: CaseResult, directions: dict[str, str], report: Report) -> None:
    for rule_id, outcome in result.case.data:
        came = result.data(rule_id)
        if came != outcome:
            report.error(result.case, f"‘{rule_id}’ should say ‘{outcome}’ and says ‘{came}’", "", "data", rule_id)
    for parameter_id, value in result.case.parameters:
        found = result.parameter(parameter_id, directions[parameter_id])
        if found != value:
            report.error(
                result.case,
                f"‘{parameter_id}’ should be {value} and is {'not set' if found is None else found}",
                "The strictest value that applies counts; an observation never does.",
                "parameters",
                parameter_id,
            )


def _check_lists(result: CaseResult, report: Report) -> None:
    came = result.assessment
    for name, ids, found in (
        ("routes", result.case.routes, {item.id for item in came.routes}),
        ("forms", result.case.forms, {item.id for item in came.forms}),
        ("clocks", result.case.clocks, {item.id for item in came.clocks}),
    ):
        for index, rule_id in enumerate(ids):
            if rule_id not in found:
                report.error(result.case, f"‘{rule_id}’ should apply and does not", "", name, index)


@dataclass(slots=True)
class _Reach:
    """What the cases came to, and what they said they would."""

    seen: set[Reached] = field(default_factory=set)
    named: set[Reached] = field(default_factory=set)


def _check_reach(pack: Pack, results: tuple[CaseResult, ...], report: Report) -> None:
    reach = _Reach()
    for result in results:
        reach.seen.update(_seen(pack, result))
        reach.named.update(_named(result.case))

    def check(things: Iterable[object], sort: str, name: Callable[[object], str], what: str) -> None:
        for thing in things:
            if (sort, name(thing)) not in reach.seen:
                report.error(thing, f"no case {what}", "Add one to cases.yaml.")
            elif (sort, name(thing)) not in reach.named:
                report.warn(thing, f"no case says that it {what}", "Name it in a case.")

    def by_id(thing: object) -> str:
        return str(getattr(thing, "id"))  # noqa: B009 - the sorts of rule share no type, only the name

    check(pack.requirements, "triggered", by_id, "triggers it")
    check(pack.data_rules, "data", by_id, "reaches it")
    for sort in ("routes", "forms", "clocks"):
        check(getattr(pack, sort), sort, by_id, "reaches it")
    _check_negative(pack, reach, report)
    _check_tiers(pack, reach, report)
    for value in pack.parameters:
        if not any(evaluate(value.when, result.assessment.context) for result in results):
            report.error(value, f"no case reaches its value {value.value}", "Add one to cases.yaml.")


def _check_negative(pack: Pack, reach: _Reach, report: Report) -> None:
    for item in pack.requirements:
        if item.applies_when != ALWAYS and ("spared", item.id) not in reach.seen:
            report.error(item, "no case leaves it untriggered", "Add one to cases.yaml.", "applies_when")


def _check_tiers(pack: Pack, reach: _Reach, report: Report) -> None:
    for scale in pack.classifications:
        for key in (*(tier.key for tier in scale.tiers), DEFAULT):
            if (f"tier {scale.id}", key) not in reach.seen:
                report.error(scale, f"no case comes out ‘{key}’", "Add one to cases.yaml.")
            elif (f"tier {scale.id}", key) not in reach.named:
                report.warn(scale, f"no case says that it comes out ‘{key}’", "Name it in a case.")


def _seen(pack: Pack, result: CaseResult) -> Iterator[Reached]:
    for state in result.assessment.applicability:
        if state.applies is not None:
            yield "triggered" if state.applies else "spared", state.requirement.id
    for scale in pack.classifications:
        yield f"tier {scale.id}", result.tier(scale.id)
    for rule in pack.data_rules:
        if result.data(rule.id) == rule.outcome:
            yield "data", rule.id
    for item in result.assessment.routes:
        yield "routes", item.id
    for form in result.assessment.forms:
        yield "forms", form.id
    for clock in result.assessment.clocks:
        yield "clocks", clock.id


def _named(case: Case) -> Iterator[Reached]:
    for sort, ids in (
        ("triggered", case.triggers),
        ("routes", case.routes),
        ("forms", case.forms),
        ("clocks", case.clocks),
    ):
        for rule_id in ids:
            yield sort, rule_id
    for scale_id, key in case.classifications:
        yield f"tier {scale_id}", key
    for rule_id, outcome in case.data:
        if outcome != NOT_TRIGGERED:
            yield "data", rule_id


def _in_words(reason: Explanation) -> str:
    form = to_json(reason.predicate)
    key = form if isinstance(form, str) else str(form.get("fact", "a data flow"))
    value = reason.value
    if isinstance(value, frozenset):
        return f"{key} = {', '.join(sorted(value)) or 'none'}"
    if isinstance(value, bool):
        return f"{key} = {'true' if value else 'false'}"
    return key if value is None else f"{key} = {value}"
