"""Facts and reasons in words: the one place where a predicate becomes a sentence for people."""

from __future__ import annotations

from collections.abc import Sequence

from placet.domain.facts import FactCatalogue, FactKind
from placet.domain.moments import shown
from placet.domain.places import PLACE_NAMES
from placet.domain.predicates import (
    FLOWS,
    All,
    AnyFlow,
    AnyOf,
    AtLeast,
    Equals,
    EveryFlow,
    Explanation,
    In,
    Includes,
    Known,
    Leaf,
    Not,
    Predicate,
    Value,
)

NOT_KNOWN = "not known"
"""How a fact that nobody has stated reads."""


def value_text(catalogue: FactCatalogue, key: str, value: Value | None) -> str:
    """Return a fact's value as people read it: labels, not keys; “not known” when nobody has stated it."""
    if value is None:
        return NOT_KNOWN
    definition = catalogue.get(key)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, frozenset):
        labels = [_label(catalogue, key, item) for item in sorted(value)]
        return ", ".join(labels)
    if isinstance(value, int):
        unit = f" {definition.unit}" if definition and definition.unit else ""
        return f"{value}{unit}"
    is_choice = definition is not None and definition.kind is FactKind.CHOICE
    return _label(catalogue, key, value) if is_choice else value


def _label(catalogue: FactCatalogue, key: str, item: str) -> str:
    definition = catalogue.get(key)
    choice = definition.choice(item) if definition else None
    return choice.label if choice else item


def fact_label(catalogue: FactCatalogue, key: str) -> str:
    """Return the label of a fact or derived fact."""
    definition = catalogue.get(key)
    if definition:
        return definition.label
    if key == FLOWS:
        return "Data flows"
    return next((item.label for item in catalogue.derived if item.key == key), key)


def reason_text(catalogue: FactCatalogue, reason: Explanation) -> str:
    """Return one reason as “Customer-facing: yes”."""
    predicate = reason.predicate
    if isinstance(predicate, AnyFlow | EveryFlow):
        return f"Data flows: {predicate_text(catalogue, predicate)}"
    if isinstance(predicate, Equals | In | Includes | AtLeast | Known):
        label = fact_label(catalogue, predicate.fact)
        return f"{label}: {value_text(catalogue, predicate.fact, reason.value)}"
    return "Applies to every case in scope"


def predicate_text(catalogue: FactCatalogue, predicate: Predicate) -> str:
    """Return what a predicate asks, in words."""
    match predicate:
        case AnyFlow(part):
            return f"some flow where {predicate_text(catalogue, part)}"
        case EveryFlow(part):
            return f"every flow has {predicate_text(catalogue, part)}"
        case Not(part):
            return f"not ({predicate_text(catalogue, part)})"
        case All(parts):
            return " and ".join(predicate_text(catalogue, part) for part in parts)
        case AnyOf(parts):
            return " or ".join(predicate_text(catalogue, part) for part in parts)
        case _:
            return _leaf_text(catalogue, predicate)


def _leaf_text(catalogue: FactCatalogue, leaf: Leaf) -> str:
    label = fact_label(catalogue, leaf.fact)
    match leaf:
        case Equals(fact, value):
            return f"{label} is {value_text(catalogue, fact, value)}"
        case In(fact, values):
            return f"{label} is {' or '.join(value_text(catalogue, fact, value) for value in values)}"
        case Includes(fact, member):
            return f"{label} includes {_label(catalogue, fact, member)}"
        case AtLeast(value=least):
            return f"{label} is at least {least}"
        case Known():
            return f"{label} is stated"


def scope_text(places: Sequence[str], population: str, until: str) -> str:
    """Return what a sign-off reaches: where, for whom, until when."""
    where = ", ".join(PLACE_NAMES.get(place, place) for place in places)
    parts = (f"in {where}" if where else "", f"for {population}" if population else "")
    return ", ".join(part for part in (*parts, f"until {shown(until)}" if until else "") if part)
