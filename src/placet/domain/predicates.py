"""Three-valued predicates over facts: what holds, why, and which facts could still change it.

Truth is Kleene's: ``True``, ``False`` or ``None`` for unknown. The register room compiles the same trees to SQL;
a test holds both to one table.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

Truth = bool | None
Scalar = bool | int | str
Value = bool | int | str | frozenset[str]
"""A fact's value: yes or no, whole number, text, choice or ISO date (text), or a set of choices."""
Facts = Mapping[str, Value]
Flow = Mapping[str, Value]
FLOWS = "flows"
"""Stands among deciding facts for the data flows themselves."""


@dataclass(frozen=True, slots=True)
class All:
    """Every part holds; an empty list holds."""

    parts: tuple[Predicate, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one part holds; an empty list does not."""

    parts: tuple[Predicate, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The part does not hold; unknown stays unknown."""

    part: Predicate


@dataclass(frozen=True, slots=True)
class Equals:
    """The fact has exactly this value, of the same type."""

    fact: str
    value: Scalar


@dataclass(frozen=True, slots=True)
class In:
    """The fact's one value is among these; the list is never empty (the loader refuses it)."""

    fact: str
    values: tuple[Scalar, ...]


@dataclass(frozen=True, slots=True)
class Includes:
    """The fact is a set that holds this value."""

    fact: str
    value: str


@dataclass(frozen=True, slots=True)
class AtLeast:
    """The fact is a whole number of at least this."""

    fact: str
    value: int


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody has stated the fact; never unknown itself."""

    fact: str


@dataclass(frozen=True, slots=True)
class AnyFlow:
    """At least one data flow meets the part; unknown while flows may still be missing and none meets it."""

    part: Predicate


@dataclass(frozen=True, slots=True)
class EveryFlow:
    """Every data flow meets the part; unknown while flows may still be missing and none fails it."""

    part: Predicate


Predicate = All | AnyOf | Not | Equals | In | Includes | AtLeast | Known | AnyFlow | EveryFlow
Leaf = Equals | In | Includes | AtLeast | Known
_LEAVES = (Equals, Includes, In, AtLeast, Known)
ALWAYS: Predicate = All(())
NEVER: Predicate = AnyOf(())


@dataclass(frozen=True, slots=True)
class Context:
    """What predicates are evaluated over: facts of one use case in one place, and its data flows."""

    facts: Facts
    flows: tuple[Flow, ...] = ()
    flows_complete: bool = False
    """A person has said that no data flow is missing; until then an absent flow proves nothing."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a predicate came out as it did: a tree that mirrors the predicate."""

    truth: Truth
    predicate: Predicate
    parts: tuple[Explanation, ...] = ()
    value: Value | None = None

    def reasons(self) -> Iterator[Explanation]:
        """Yield the leaves that decided the outcome: those with the outcome's own truth, negation followed."""
        if isinstance(self.predicate, Not):
            yield from self.parts[0].reasons()
        elif self.parts:
            for part in self.parts:
                if part.truth is self.truth:
                    yield from part.reasons()
        else:
            yield self


def and_(truths: Iterable[Truth]) -> Truth:
    """Kleene conjunction."""
    result: Truth = True
    for truth in truths:
        if truth is False:
            return False
        if truth is None:
            result = None
    return result


def or_(truths: Iterable[Truth]) -> Truth:
    """Kleene disjunction."""
    result: Truth = False
    for truth in truths:
        if truth is True:
            return True
        if truth is None:
            result = None
    return result


def not_(truth: Truth) -> Truth:
    """Kleene negation."""
    return None if truth is None else not truth


def _same(value: Value, wanted: Scalar) -> bool:
    """Compare without Python's ``True == 1``."""
    return type(value) is type(wanted) and value == wanted


def _leaf(predicate: Leaf, facts: Facts) -> Truth:
    """Return the truth of a leaf; the commonest kinds come first, this runs ten thousand times an assessment."""
    value = facts.get(predicate.fact)
    if isinstance(predicate, Known):
        return value is not None
    if value is None:
        return None
    if isinstance(predicate, Equals):
        return _same(value, predicate.value)
    if isinstance(predicate, Includes):
        return isinstance(value, frozenset) and predicate.value in value
    if isinstance(predicate, In):
        return any(_same(value, wanted) for wanted in predicate.values)
    return isinstance(value, int) and not isinstance(value, bool) and value >= predicate.value


def evaluate(predicate: Predicate, context: Context) -> Truth:
    """Return whether ``predicate`` holds, does not, or cannot be told yet."""
    if isinstance(predicate, _LEAVES):
        return _leaf(predicate, context.facts)
    match predicate:
        case All(parts):
            return and_(evaluate(part, context) for part in parts)
        case AnyOf(parts):
            return or_(evaluate(part, context) for part in parts)
        case Not(part):
            return not_(evaluate(part, context))
        case AnyFlow(part):
            return _any_flow(evaluate(part, flow) for flow in _flow_contexts(context)) or (
                _open_end(False, context, part)
            )
        case EveryFlow(part):
            return not_(evaluate(AnyFlow(Not(part)), context))


def _flow_contexts(context: Context) -> Iterator[Context]:
    for flow in context.flows:
        yield Context({**context.facts, **flow}, (), True)


def _any_flow(truths: Iterable[Truth]) -> bool:
    return any(truth is True for truth in truths)


def _open_end(found: bool, context: Context, part: Predicate) -> Truth:
    """Decide an ``any_flow`` that no flow meets: unknown if one flow is undecided or flows may be missing."""
    if not context.flows_complete:
        return None
    return None if any(evaluate(part, flow) is None for flow in _flow_contexts(context)) else found


def explain(predicate: Predicate, context: Context) -> Explanation:
    """Evaluate and keep the reasons."""
    if isinstance(predicate, _LEAVES):
        return Explanation(_leaf(predicate, context.facts), predicate, value=context.facts.get(predicate.fact))
    match predicate:
        case All(parts) | AnyOf(parts):
            explained = tuple(explain(part, context) for part in parts)
            truths = [part.truth for part in explained]
            truth = and_(truths) if isinstance(predicate, All) else or_(truths)
            return Explanation(truth, predicate, explained)
        case Not(part):
            inner = explain(part, context)
            return Explanation(not_(inner.truth), predicate, (inner,))
        case AnyFlow() | EveryFlow():
            return Explanation(evaluate(predicate, context), predicate)


def facts_of(predicate: Predicate) -> frozenset[str]:
    """Return every fact key the predicate reads, flow facts included."""
    match predicate:
        case All(parts) | AnyOf(parts):
            return frozenset().union(*(facts_of(part) for part in parts))
        case Not(part) | AnyFlow(part) | EveryFlow(part):
            return facts_of(part)
        case _:
            return frozenset((predicate.fact,))


def deciding_facts(predicate: Predicate, context: Context) -> frozenset[str]:
    """Return the unknown facts whose answer could still change an unknown outcome; empty when decided.

    A part already false inside ``all`` (or true inside ``any``) hides its siblings: they cannot matter. ``flows``
    stands for the data flows themselves.
    """
    return _decided(predicate, context)[1]


_NOTHING: frozenset[str] = frozenset()


def _decided(predicate: Predicate, context: Context) -> tuple[Truth, frozenset[str]]:
    """Return truth and deciding facts in one walk: asking for the truth at every level would square the work."""
    if isinstance(predicate, _LEAVES):
        truth = _leaf(predicate, context.facts)
        return truth, _NOTHING if truth is not None else frozenset((predicate.fact,))
    match predicate:
        case All(parts) | AnyOf(parts):
            return _decided_parts(parts, context, settling=isinstance(predicate, AnyOf))
        case Not(part):
            truth, keys = _decided(part, context)
            return not_(truth), keys
        case AnyFlow(part) | EveryFlow(part):
            truth = evaluate(predicate, context)
            return truth, _NOTHING if truth is not None else _deciding_in_flows(part, context)


def _decided_parts(parts: Iterable[Predicate], context: Context, *, settling: bool) -> tuple[Truth, frozenset[str]]:
    truth: Truth = not settling
    keys = _NOTHING
    for part in parts:
        one, asked = _decided(part, context)
        if one is settling:
            return settling, _NOTHING
        if one is None:
            truth, keys = None, keys | asked
    return truth, keys


def _deciding_in_flows(part: Predicate, context: Context) -> frozenset[str]:
    outer = facts_of(part) - _flow_keys(context)
    unknown = frozenset(key for key in outer if context.facts.get(key) is None)
    return unknown if unknown and context.flows_complete else unknown | {FLOWS}


def _flow_keys(context: Context) -> frozenset[str]:
    return frozenset().union(*(flow.keys() for flow in context.flows)) if context.flows else frozenset()


@dataclass(frozen=True, slots=True)
class Derived:
    """A named predicate that packs and rules use like a yes-or-no fact."""

    key: str
    label: str
    when: Predicate
    source: str = ""
    """Clause the definition comes from, or why we define it so."""
    note: str = ""
    uses: frozenset[str] = field(default=frozenset())


def derivation_order(derived: Sequence[Derived]) -> tuple[Derived, ...]:
    """Return derived facts so that each follows those it uses; raises ValueError naming a cycle."""
    known = _ORDERED.get(id(derived))
    if known is not None and known[0] is derived:
        return known[1]
    made = _in_order(derived)
    if isinstance(derived, tuple):  # it cannot change, so the same tuple always has the same order
        if len(_ORDERED) >= _ORDERS_KEPT:
            _ORDERED.clear()
        _ORDERED[id(derived)] = (derived, made)
    return made


_ORDERS_KEPT = 64
_ORDERED: dict[int, tuple[Sequence[Derived], tuple[Derived, ...]]] = {}
"""Orders already worked out: every context of every entity asks for that of the same catalogue."""


def _in_order(derived: Sequence[Derived]) -> tuple[Derived, ...]:
    by_key = {item.key: item for item in derived}
    ordered: dict[str, Derived] = {}

    def visit(item: Derived, path: tuple[str, ...]) -> None:
        if item.key in path:
            raise ValueError(" -> ".join((*path[path.index(item.key) :], item.key)))
        if item.key in ordered:
            return
        for key in sorted(facts_of(item.when)):
            if key in by_key:
                visit(by_key[key], (*path, item.key))
        ordered[item.key] = item

    for item in derived:
        visit(item, ())
    return tuple(ordered.values())


def with_derived(context: Context, ordered: Sequence[Derived]) -> Context:
    """Return the context with each decided derived fact added; ``ordered`` comes from ``derivation_order``."""
    facts = dict(context.facts)
    for item in ordered:
        truth = evaluate(item.when, Context(facts, context.flows, context.flows_complete))
        if truth is not None:
            facts[item.key] = truth
    return Context(facts, context.flows, context.flows_complete)
