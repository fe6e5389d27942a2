"""Every value that the places at hand set for a parameter, and the one standard that would meet all of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from placet.domain.assessment import Timing
from placet.domain.pack import CommonCatalogue, Parameter, ParameterValue
from placet.domain.predicates import deciding_facts, evaluate
from placet.domain.rules import Force
from placet.domain.side_by_side import Assessed, Clause, InPlace, assessed, clause_of

AT_LEAST, AT_MOST = "at_least", "at_most"


@dataclass(frozen=True, slots=True)
class Limit:
    """One regulator's value, in one place, for one entity."""

    entity_id: str
    place: str
    value: int
    bound: str
    """``at_least`` or ``at_most``."""
    clause: Clause
    note: str = ""
    asks: frozenset[str] = frozenset()
    """Unknown facts on which it hangs; empty when it applies."""

    @property
    def counts(self) -> bool:
        """Tell whether it can be the strictest: it applies, is in force, and is no observation."""
        return not self.asks and self.clause.counts


@dataclass(frozen=True, slots=True)
class Standard:
    """All values of one parameter and what one standard for all would be."""

    parameter: Parameter
    limits: tuple[Limit, ...]
    floor: Limit | None = None
    """The largest of what must at least be kept to."""
    ceiling: Limit | None = None
    """The smallest of what may at most be done."""

    @property
    def one_meets_all(self) -> bool:
        """Tell whether a single value satisfies every limit that counts."""
        return self.floor is None or self.ceiling is None or self.floor.value <= self.ceiling.value

    @property
    def offered(self) -> Limit | None:
        """Return the strictest limit, offered as one standard for all; None where one value cannot meet all."""
        if not self.one_meets_all:
            return None
        first, second = (self.floor, self.ceiling) if self.parameter.strictest == "max" else (self.ceiling, self.floor)
        return first or second

    @property
    def later(self) -> tuple[Limit, ...]:
        """Return limits that are stricter than the one offered and come into force on a date already set."""
        return tuple(
            item
            for item in self.limits
            if item.clause.timing is Timing.UPCOMING
            and not item.asks
            and item.clause.force is not Force.OBSERVATION
            and (self.offered is None or _stricter(item, self.offered))
        )


def _stricter(one: Limit, other: Limit) -> bool:
    return one.value > other.value if one.bound == AT_LEAST else one.value < other.value


def bound_of(parameter: Parameter, value: ParameterValue) -> str:
    """Return whether a value is a least or a most: its own word, else as the common catalogue has it."""
    return value.bound or (AT_LEAST if parameter.strictest == "max" else AT_MOST)


def standards(common: CommonCatalogue, columns: Sequence[InPlace]) -> tuple[Standard, ...]:
    """Return each parameter that some place sets, in catalogue order, with all its values."""
    places = assessed(columns)
    result = []
    for parameter in common.parameters:
        limits = tuple(limit for column in places for limit in _limits(parameter, column))
        if limits:
            floors = [item for item in limits if item.counts and item.bound == AT_LEAST]
            ceilings = [item for item in limits if item.counts and item.bound == AT_MOST]
            result.append(
                Standard(
                    parameter,
                    limits,
                    max(floors, key=lambda item: item.value, default=None),
                    min(ceilings, key=lambda item: item.value, default=None),
                )
            )
    return tuple(result)


def _limits(parameter: Parameter, column: Assessed) -> Iterable[Limit]:
    context = column.assessment.context
    for value in column.pack.parameters:
        if value.parameter != parameter.id or evaluate(value.when, context) is False:
            continue
        yield Limit(
            column.at.entity_id,
            column.at.place,
            value.value,
            bound_of(parameter, value),
            clause_of(column, value.instrument, value.clause, value.force, value.confidence),
            value.note,
            deciding_facts(value.when, context),
        )
