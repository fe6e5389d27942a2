"""The fact catalogue: what may be stated, about what, with which values, and what a value implies."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from placet.domain.canonical import nfc
from placet.domain.errors import UserFacingError
from placet.domain.moments import is_day
from placet.domain.predicates import Context, Derived, Value, derivation_order, with_derived

LARGEST_NUMBER = 2**53 - 1
"""Beyond it canonical JSON (RFC 8785) does not read the same everywhere."""


class FactKind(StrEnum):
    """Type of a fact's value."""

    BOOL = "bool"
    CHOICE = "choice"
    SET = "set"
    NUMBER = "number"
    TEXT = "text"
    DATE = "date"


class About(StrEnum):
    """What a fact or a requirement speaks of."""

    FIRM = "firm"
    ENTITY = "entity"
    MODEL = "model"
    SYSTEM = "system"
    USE_CASE = "use_case"
    DEPLOYMENT = "deployment"
    FLOW = "flow"


@dataclass(frozen=True, slots=True)
class Choice:
    """One permitted value."""

    key: str
    label: str
    implies: tuple[str, ...] = ()
    """Other choices of the same set that come with this one (agentic implies llm)."""


@dataclass(frozen=True, slots=True)
class FactDefinition:
    """One catalogued fact."""

    key: str
    label: str
    question: str
    """The question put to a person, ending in a question mark."""
    kind: FactKind
    about: About
    help: str = ""
    choices: tuple[Choice, ...] = ()
    unit: str = ""
    per_place: bool = False
    """May be given another value for one place (customer-facing here, staff-only there)."""
    step: str = "use_case"
    """Interview step the question belongs to."""
    triage: int = 0
    """Position among the triage questions, 1 to 10; 0 when it is none."""
    sensitive: bool = False

    def choice(self, key: str) -> Choice | None:
        """Return the choice with this key."""
        return next((choice for choice in self.choices if choice.key == key), None)


@dataclass(frozen=True, slots=True)
class FactCatalogue:
    """All facts and derived facts of the common catalogue and the loaded packs."""

    definitions: tuple[FactDefinition, ...]
    derived: tuple[Derived, ...] = ()

    def get(self, key: str) -> FactDefinition | None:
        """Return the definition with this key."""
        return next((item for item in self.definitions if item.key == key), None)

    def __getitem__(self, key: str) -> FactDefinition:
        found = self.get(key)
        if found is None:
            raise UserFacingError(f"there is no fact called {key!r}", "facts", "See the list of facts in help.")
        return found

    def ordered_derived(self) -> tuple[Derived, ...]:
        """Return derived facts in an order in which each can be worked out."""
        return derivation_order(self.derived)

    def extended(self, derived: Iterable[Derived]) -> FactCatalogue:
        """Return the catalogue with a pack's own derived facts added."""
        return FactCatalogue(self.definitions, (*self.derived, *derived))


def parse_value(definition: FactDefinition, raw: object) -> Value:
    """Check ``raw`` (JSON or YAML scalar or list) against the definition and return the typed value.

    Raises UserFacingError naming the fact and the values it takes. Text is brought to NFC.
    """
    match definition.kind, raw:
        case FactKind.BOOL, bool():
            return raw
        case FactKind.NUMBER, int() if not isinstance(raw, bool) and abs(raw) <= LARGEST_NUMBER:
            return raw
        case FactKind.TEXT, str() if raw.strip():
            return nfc(raw.strip())
        case FactKind.DATE, str() if is_day(raw):
            return raw
        case FactKind.CHOICE, str() if definition.choice(raw):
            return raw
        case FactKind.SET, list() | tuple() | set() | frozenset() if all(
            isinstance(item, str) and definition.choice(item) for item in raw
        ):
            return _with_implied(definition, frozenset(str(item) for item in raw))
    raise UserFacingError(
        f"{raw!r} is not a value of “{definition.label}”", definition.key, f"It takes {_takes(definition)}."
    )


def _takes(definition: FactDefinition) -> str:
    keys = ", ".join(choice.key for choice in definition.choices)
    return {
        FactKind.BOOL: "true or false",
        FactKind.NUMBER: f"a whole number of at most {LARGEST_NUMBER}",
        FactKind.TEXT: "text that is not empty",
        FactKind.DATE: "a date such as 2026-11-22",
        FactKind.CHOICE: f"one of {keys}",
        FactKind.SET: f"a list of {keys}",
    }[definition.kind]


def _with_implied(definition: FactDefinition, keys: frozenset[str]) -> frozenset[str]:
    """Add what the chosen values imply, to a fixed point."""
    result, waiting = set(keys), list(keys)
    while waiting:
        choice = definition.choice(waiting.pop())
        for implied in choice.implies if choice else ():
            if implied not in result:
                result.add(implied)
                waiting.append(implied)
    return frozenset(result)


def to_json(value: Value) -> bool | int | str | list[str]:
    """Return the value as JSON stores it: sets as sorted lists."""
    return sorted(value) if isinstance(value, frozenset) else value


@dataclass(frozen=True, slots=True)
class StatedFact:
    """One fact as stated by a person about one subject, for every place or for one."""

    key: str
    value: Value
    subject_id: str
    place: str = ""
    """Jurisdiction code when this value holds for one place only; empty for the common value."""


Parts = Mapping[About, Sequence[str]]
"""Ids of the models and systems a version rests on, by kind."""


def merged(
    catalogue: FactCatalogue, stated: Iterable[StatedFact], place: str, parts: Parts | None = None
) -> dict[str, Value]:
    """Return one value per fact for ``place``: of each subject its own value there, else its common one.

    Several subjects of one kind (two models of a system) are then joined: yes wins, sets unite, the largest number
    counts; other values are taken from the last subject stated. What only some of the ``parts`` of a kind state is
    not known of the whole, unless one of them says yes.
    """
    common: dict[tuple[str, str], Value] = {}
    local: dict[tuple[str, str], Value] = {}
    for fact in stated:
        if catalogue.get(fact.key) is None or fact.place not in ("", place):
            continue
        target, of = (local if fact.place else common), (fact.key, fact.subject_id)
        target[of] = _joined(target.get(of), fact.value)
    values = {**common, **local}
    result: dict[str, Value] = {}
    for (key, _), value in values.items():
        result[key] = _joined(result.get(key), value)
    return {key: value for key, value in result.items() if value is True or not _silent(catalogue, key, values, parts)}


def _silent(catalogue: FactCatalogue, key: str, values: Mapping[tuple[str, str], Value], parts: Parts | None) -> bool:
    """Tell whether one of several models (or systems) has not stated what another has."""
    group = (parts or {}).get(catalogue[key].about, ())
    return len(group) > 1 and not all((key, subject) in values for subject in group)


def _joined(old: Value | None, new: Value) -> Value:
    if isinstance(old, bool) and isinstance(new, bool):
        return old or new
    if isinstance(old, frozenset) and isinstance(new, frozenset):
        return old | new
    if isinstance(old, int) and isinstance(new, int) and not isinstance(new, bool):
        return max(old, new)
    return new


def flow_with_implied(catalogue: FactCatalogue, flow: Mapping[str, Value]) -> dict[str, Value]:
    """Return a data flow with what its values imply: sensitive personal data is personal data."""

    def whole(key: str, value: Value) -> Value:
        definition = catalogue.get(key)
        return _with_implied(definition, value) if definition and isinstance(value, frozenset) else value

    return {key: whole(key, value) for key, value in flow.items()}


def context_for(
    catalogue: FactCatalogue,
    stated: Iterable[StatedFact],
    place: str,
    flows: tuple[Mapping[str, Value], ...] = (),
    *,
    flows_complete: bool = False,
    parts: Parts | None = None,
) -> Context:
    """Return the evaluation context of a use case in one place, derived facts included."""
    whole = tuple(flow_with_implied(catalogue, flow) for flow in flows)
    plain = Context(merged(catalogue, stated, place, parts), whole, flows_complete)
    return with_derived(plain, catalogue.ordered_derived())
