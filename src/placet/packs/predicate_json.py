"""Predicates as JSON, in the very shape that YAML has: short, readable in a dossier's twin, quick to load."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from placet.domain.predicates import (
    ALWAYS,
    All,
    AnyFlow,
    AnyOf,
    AtLeast,
    Equals,
    EveryFlow,
    In,
    Includes,
    Known,
    Not,
    Predicate,
)

_ALWAYS_WORD = "always"
_COMPOUND: dict[str, Callable[[Any], Predicate]] = {
    "all": lambda raw: All(_parts(raw)),
    "any": lambda raw: AnyOf(_parts(raw)),
    "not": lambda raw: Not(from_json(raw)),
    "any_flow": lambda raw: AnyFlow(from_json(raw)),
    "every_flow": lambda raw: EveryFlow(from_json(raw)),
}
_TESTS: dict[str, tuple[type | tuple[type, ...], Callable[[str, Any], Predicate]]] = {
    "equals": ((bool, int, str), Equals),
    "in": (list, lambda fact, raw: In(fact, tuple(raw))),
    "includes": (str, Includes),
    "at_least": (int, AtLeast),
    "known": (bool, lambda fact, _: Known(fact)),
}


def to_json(predicate: Predicate) -> Any:
    """Return the JSON form: a bare key for a fact that is true, else one key for what is done."""
    match predicate:
        case All(()):
            return _ALWAYS_WORD
        case All(parts) | AnyOf(parts):
            return {"all" if isinstance(predicate, All) else "any": [to_json(part) for part in parts]}
        case Not(part) | AnyFlow(part) | EveryFlow(part):
            word = {Not: "not", AnyFlow: "any_flow", EveryFlow: "every_flow"}[type(predicate)]
            return {word: to_json(part)}
        case Equals(fact, True):
            return fact
        case Known(fact):
            return {"fact": fact, "known": True}
        case In(fact, values):
            return {"fact": fact, "in": list(values)}
        case Equals(fact, value) | Includes(fact, value) | AtLeast(fact, value):
            word = {Equals: "equals", Includes: "includes", AtLeast: "at_least"}[type(predicate)]
            return {"fact": fact, word: value}


def from_json(raw: Any) -> Predicate:
    """Return the predicate of a JSON form; ValueError for anything else."""
    if isinstance(raw, str):
        return ALWAYS if raw == _ALWAYS_WORD else Equals(raw, True)
    if not isinstance(raw, dict):
        raise ValueError("a condition is neither a word nor a group")
    fact = raw.get("fact")
    if fact is None:
        ((word, value),) = raw.items()  # ValueError unless there is exactly one
        if word in _COMPOUND:
            return _COMPOUND[word](value)
        raise ValueError(f"{word} is no condition")
    (word,) = raw.keys() - {"fact"}
    types, make = _TESTS.get(word, ((), Equals))
    if not isinstance(fact, str) or not isinstance(raw[word], types) or raw[word] == []:
        raise ValueError(f"{word} is no test of a fact")
    return make(fact, raw[word])


def _parts(raw: Any) -> tuple[Predicate, ...]:
    if not isinstance(raw, list):
        raise ValueError("all and any want a list")
    return tuple([from_json(part) for part in raw])
