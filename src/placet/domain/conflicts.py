"""Conflicts: rules of two places that the facts as they stand cannot both meet, found by intersecting them.

Three intersections are made, all over what the packs carry as data:

* places: for each data flow, the storage places that a rule of one place leaves open against those that a rule of
  another leaves open. A rule closes an arrangement when its outcome is *prohibited* there, or when it is
  *conditional* for want of storage in a place (a copy is asked for); a filing or an approval closes nothing;
* limits: of one parameter, the largest value that must at least be kept to against the smallest allowed at most;
* duties: what two requirements that apply demand of the same facts (a person decides each time; customers are told).

Not seen: what a rule says only in its words (safeguards, notes, duties without ``demands``), rules that still hang on
an unknown fact, secrecy against disclosure where no pack demands a fact, and conflicts of three rules of which each
two can be met. That no conflict is shown is no statement that there is none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations, product

from placet.domain.facts import FactCatalogue, FactKind
from placet.domain.interview import base_facts
from placet.domain.limits import Standard
from placet.domain.pack import DataOutcome, DataRule
from placet.domain.predicates import (
    ALWAYS,
    All,
    AnyOf,
    Context,
    Flow,
    Includes,
    Not,
    Predicate,
    Value,
    derivation_order,
    evaluate,
    facts_of,
    with_derived,
)
from placet.domain.rules import Requirement
from placet.domain.side_by_side import Assessed, Clause, InPlace, assessed, clause_of

STORED = "stored_in"
PLACE_FACTS = (STORED, "processed_in", "accessed_from")
_MOST_ARRANGEMENTS = 4096
"""Beyond it an intersection is not worked out: facts with so many values decide nothing about a duty."""


class ConflictKind(StrEnum):
    """What two rules disagree on."""

    PLACES = "places"
    LIMITS = "limits"
    OVERSIGHT = "oversight"
    DISCLOSURE = "disclosure"
    DUTIES = "duties"


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two rules."""

    entity_id: str
    place: str
    rule_id: str
    title: str
    clause: Clause


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two rules, why both cannot be met, and the facts involved."""

    kind: ConflictKind
    one: Side
    other: Side
    why: str
    facts: tuple[str, ...]
    """Keys of the facts involved; ``flows`` stands beside ``flow_index``."""
    flow_index: int | None = None
    way_out: str = ""
    """What would have to change for both to be met; empty where none was found."""


def find_conflicts(
    catalogue: FactCatalogue, columns: Sequence[InPlace], found_standards: Sequence[Standard]
) -> tuple[Conflict, ...]:
    """Return the conflicts among the places at hand, each pair of rules once."""
    places = assessed(columns)
    found = (*_of_places(places), *_of_limits(found_standards), *_of_duties(catalogue, places))
    result: dict[tuple[ConflictKind, frozenset[tuple[str, str]], int | None], Conflict] = {}
    for item in found:
        pair = frozenset(((item.one.place, item.one.rule_id), (item.other.place, item.other.rule_id)))
        result.setdefault((item.kind, pair, item.flow_index), item)
    return tuple(result.values())


# places


@dataclass(frozen=True, slots=True)
class _Barrier:
    """A data rule that closes some ways to store a flow."""

    column: Assessed
    rule: DataRule
    needs: frozenset[str]
    """Places in which it wants the data stored; empty for a plain prohibition."""


def _of_places(places: Sequence[Assessed]) -> Iterator[Conflict]:
    barriers = [item for column in places for item in _barriers(column)]
    if len({item.column.at.place for item in barriers}) < 2:
        return
    known = sorted({column.at.place for column in places}.union(*(item.needs for item in barriers)))
    for index, flow in enumerate(places[0].assessment.context.flows):
        stored = tuple(_arranged(flow, known, (STORED,)))
        open_ways = [(item, _open(item, stored)) for item in barriers]
        for (one, left), (other, right) in combinations(open_ways, 2):
            if one.column.at.place == other.column.at.place or not left or not right or left & right:
                continue
            moved = tuple(_arranged(flow, known, PLACE_FACTS))
            way_out = _way_out(moved, _open(one, moved) & _open(other, moved))
            facts = tuple(sorted((facts_of(one.rule.when) | facts_of(other.rule.when)) & {*flow, *PLACE_FACTS}))
            yield Conflict(
                ConflictKind.PLACES, _rule_side(one), _rule_side(other), _why(one, other), facts, index, way_out
            )


def _barriers(column: Assessed) -> Iterator[_Barrier]:
    for rule in column.pack.data_rules:
        if not clause_of(column, rule.instrument, rule.clause, rule.force).counts:
            continue
        needs = frozenset(wanted_places(rule.when))
        if rule.outcome is DataOutcome.PROHIBITED or (needs and rule.outcome is DataOutcome.CONDITIONAL):
            yield _Barrier(column, rule, needs)


def wanted_places(predicate: Predicate) -> Iterator[str]:
    """Yield the places for want of which a data rule holds: ``not stored_in includes VN``."""
    match predicate:
        case Not(Includes(fact="stored_in", value=place)):
            yield place
        case All(parts) | AnyOf(parts):
            for part in parts:
                yield from wanted_places(part)
        case Not(AnyOf(parts)):
            for part in parts:
                yield from wanted_places(Not(part))
        case _:
            return


def _arranged(flow: Flow, known: Sequence[str], keys: Sequence[str]) -> Iterator[Flow]:
    """Yield the flow with its data put in one place, in two, in all, and as it stands."""
    stated = {place for key in PLACE_FACTS for place in _set(flow.get(key))}
    candidates = sorted({*known, *stated})
    sizes = {1, 2, len(candidates)}
    yield flow
    for size in sorted(sizes):
        for chosen in combinations(candidates, size):
            yield {**flow, **dict.fromkeys(keys, frozenset(chosen))}


def _set(value: Value | None) -> frozenset[str]:
    return value if isinstance(value, frozenset) else frozenset()


def _open(barrier: _Barrier, ways: Sequence[Flow]) -> frozenset[int]:
    """Return the arrangements on which the rule does not hold; one that hangs on an unknown fact stays open."""
    facts = barrier.column.assessment.context.facts
    when = barrier.rule.when
    return frozenset(
        index for index, way in enumerate(ways) if evaluate(when, Context({**facts, **way}, (), True)) is not True
    )


def _way_out(ways: Sequence[Flow], left: frozenset[int]) -> str:
    if not left:
        return ""
    places = sorted(_set(ways[min(left)].get(STORED)))
    return f"Storing, processing and opening the data in {' and '.join(places)} only would meet both."


def _why(one: _Barrier, other: _Barrier) -> str:
    return f"{_wants(one)}; {_wants(other)}. No place of storage meets both."


def _wants(barrier: _Barrier) -> str:
    place = barrier.column.at.place
    if barrier.needs:
        return f"{place} wants the data stored in {' or '.join(sorted(barrier.needs))}"
    return f"{place} prohibits storing it elsewhere"


def _rule_side(barrier: _Barrier) -> Side:
    column, rule = barrier.column, barrier.rule
    clause = clause_of(column, rule.instrument, rule.clause, rule.force, rule.confidence)
    return Side(column.at.entity_id, column.at.place, rule.id, rule.title, clause)


# limits


def _of_limits(found: Sequence[Standard]) -> Iterator[Conflict]:
    for standard in found:
        floor, ceiling = standard.floor, standard.ceiling
        if floor is None or ceiling is None or standard.one_meets_all:
            continue
        title, unit = standard.parameter.title, standard.parameter.unit
        sides = [
            Side(item.entity_id, item.place, standard.parameter.id, title, item.clause) for item in (floor, ceiling)
        ]
        why = (
            f"{title}: at least {floor.value} {unit} in {floor.place}, "
            f"at most {ceiling.value} {unit} in {ceiling.place}."
        )
        yield Conflict(ConflictKind.LIMITS, sides[0], sides[1], why, ())


# duties


def _of_duties(catalogue: FactCatalogue, places: Sequence[Assessed]) -> Iterator[Conflict]:
    demanding = [
        (column, state.requirement)
        for column in places
        for state in column.assessment.applicability
        if state.bites and state.requirement.demands != ALWAYS
    ]
    for (one, first), (other, second) in combinations(demanding, 2):
        if one.at.place == other.at.place:
            continue
        shared = _shared_facts(catalogue, one, first) & _shared_facts(catalogue, other, second)
        if shared and not _compatible(catalogue, (one, first), (other, second), shared):
            yield Conflict(
                _matter(first, second),
                _duty_side(one, first),
                _duty_side(other, second),
                f"{one.at.place}: {first.title}; {other.at.place}: {second.title}. The same facts cannot meet both.",
                tuple(sorted(shared)),
            )


def _base(catalogue: FactCatalogue, column: Assessed, requirement: Requirement) -> frozenset[str]:
    """Return the stated facts that a demand comes down to."""
    derived = {item.key: item for item in (*catalogue.derived, *column.pack.derived)}
    return frozenset(base_facts(facts_of(requirement.demands), derived))


def _shared_facts(catalogue: FactCatalogue, column: Assessed, requirement: Requirement) -> frozenset[str]:
    """Return the facts of a demand that have one value in all places: others may differ and never conflict."""
    found = (catalogue.get(key) for key in _base(catalogue, column, requirement))
    return frozenset(item.key for item in found if item is not None and not item.per_place)


def _compatible(
    catalogue: FactCatalogue,
    one: tuple[Assessed, Requirement],
    other: tuple[Assessed, Requirement],
    shared: frozenset[str],
) -> bool:
    """Tell whether some value of the shared facts meets both; each alone unmeetable is no conflict of the two."""
    meets = [_meetable(catalogue, *item, shared) for item in (one, other)]
    ways = list(_ways(catalogue, shared))
    if not ways or not all(any(map(meet, ways)) for meet in meets):
        return True
    return any(all(meet(way) for meet in meets) for way in ways)


def _meetable(
    catalogue: FactCatalogue, column: Assessed, requirement: Requirement, shared: frozenset[str]
) -> Callable[[Mapping[str, Value]], bool]:
    """Return a test: with these shared facts, do any values of the rest meet the demand?"""
    rest = list(_ways(catalogue, _base(catalogue, column, requirement) - shared)) or [{}]
    derived = {item.key: item for item in (*catalogue.derived, *column.pack.derived)}
    ordered = derivation_order(tuple(derived.values()))

    def meet(way: Mapping[str, Value]) -> bool:
        worlds = (with_derived(Context({**way, **local}), ordered) for local in rest)
        return any(evaluate(requirement.demands, world) is not False for world in worlds)

    return meet


def _ways(catalogue: FactCatalogue, keys: Iterable[str]) -> Iterator[dict[str, Value]]:
    """Yield every combination of values of facts that have few; nothing when there are too many."""
    names = sorted(keys)
    domains = [_values(catalogue, key) for key in names]
    size = 1
    for domain in domains:
        size *= len(domain)
    if 0 < size <= _MOST_ARRANGEMENTS:
        for chosen in product(*domains):
            yield dict(zip(names, chosen, strict=True))


def _values(catalogue: FactCatalogue, key: str) -> tuple[Value, ...]:
    definition = catalogue[key]
    if definition.kind is FactKind.BOOL:
        return (True, False)
    keys = tuple(choice.key for choice in definition.choices)
    if definition.kind is FactKind.SET:
        pairs = (frozenset(chosen) for size in (0, 1, 2) for chosen in combinations(keys, size))
        return (*pairs, frozenset(keys))
    return keys


def _matter(one: Requirement, other: Requirement) -> ConflictKind:
    controls = {item.control for item in (*one.controls, *other.controls)}
    if controls & {"human-oversight", "output-review-before-release", "autonomy-limits"}:
        return ConflictKind.OVERSIGHT
    if controls & {"ai-disclosure", "limitations-disclosure", "decision-explanation"}:
        return ConflictKind.DISCLOSURE
    return ConflictKind.DUTIES


def _duty_side(column: Assessed, requirement: Requirement) -> Side:
    clause = clause_of(column, requirement.instrument, requirement.clause, requirement.force, requirement.confidence)
    return Side(column.at.entity_id, column.at.place, requirement.id, requirement.title, clause)
