"""Compile domain predicates to SQL with the same three-valued truth, over one typed column per fact."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from placet.domain.facts import About, FactCatalogue, FactKind
from placet.domain.predicates import (
    All,
    AnyFlow,
    AnyOf,
    AtLeast,
    Equals,
    EveryFlow,
    In,
    Includes,
    Known,
    Leaf,
    Not,
    Predicate,
    Scalar,
)

_TEXT_KINDS = (FactKind.CHOICE, FactKind.TEXT, FactKind.DATE)
Parameter = str | int


@dataclass(frozen=True, slots=True)
class Sql:
    """One expression and its parameters; NULL is unknown, 1 holds, 0 does not."""

    text: str
    parameters: tuple[Parameter, ...] = ()


@dataclass(frozen=True, slots=True)
class Columns:
    """Kinds of the facts that have a column, and which of them a data flow may state itself."""

    kinds: dict[str, FactKind]
    of_flows: frozenset[str]


def columns_for(catalogue: FactCatalogue) -> Columns:
    """Return the columns of a catalogue: each fact by its kind, each derived fact as yes or no."""
    kinds = {definition.key: definition.kind for definition in catalogue.definitions}
    kinds |= {derived.key: FactKind.BOOL for derived in catalogue.derived}
    flows = frozenset(item.key for item in catalogue.definitions if item.about is About.FLOW)
    return Columns(kinds, flows)


def column(key: str) -> str:
    """Return the quoted name of a fact's column."""
    return '"fact:' + key.replace('"', '""') + '"'


def sql_type(kind: FactKind) -> str:
    """Return the STRICT type of a fact's column; a set is a JSON array."""
    return "INTEGER" if kind in (FactKind.BOOL, FactKind.NUMBER) else "TEXT"


def compile_predicate(predicate: Predicate, columns: Columns) -> Sql:
    """Return the expression over ``fact_matrix AS m`` that has the truth of ``domain.predicates.evaluate``."""
    return _compile(predicate, columns, in_flow=False)


def _compile(predicate: Predicate, columns: Columns, *, in_flow: bool) -> Sql:
    match predicate:
        case All(parts):
            return _joined([_compile(part, columns, in_flow=in_flow) for part in parts], "AND", "1")
        case AnyOf(parts):
            return _joined([_compile(part, columns, in_flow=in_flow) for part in parts], "OR", "0")
        case Not(part):
            return _negated(_compile(part, columns, in_flow=in_flow))
        case AnyFlow(part):
            return Sql("0") if in_flow else _any_flow(_compile(part, columns, in_flow=True))
        case EveryFlow(part):
            return Sql("1") if in_flow else _negated(_any_flow(_negated(_compile(part, columns, in_flow=True))))
        case _:
            return _leaf(predicate, columns, in_flow=in_flow)


def _joined(parts: Sequence[Sql], operator: str, empty: str) -> Sql:
    """Join pairwise, so that a thousand parts nest ten deep: SQLite refuses deep and long chains alike."""
    if not parts:
        return Sql(empty)
    if len(parts) == 1:
        return parts[0]
    middle = len(parts) // 2
    left, right = _joined(parts[:middle], operator, empty), _joined(parts[middle:], operator, empty)
    return Sql(f"({left.text} {operator} {right.text})", left.parameters + right.parameters)


def _negated(part: Sql) -> Sql:
    return Sql(f"(NOT {part.text})", part.parameters)


def _any_flow(part: Sql) -> Sql:
    """One flow that holds settles it; else it is open while flows are missing or one is undecided."""
    text = (
        "(SELECT CASE WHEN max(held) = 1 THEN 1 WHEN NOT m.flows_complete OR count(*) > count(held) THEN NULL "  # noqa: S608
        f"ELSE 0 END FROM (SELECT {part.text} AS held FROM flow_matrix AS f WHERE f.version_id = m.version_id))"
    )
    return Sql(text, part.parameters)


def _leaf(predicate: Leaf, columns: Columns, *, in_flow: bool) -> Sql:
    kind = columns.kinds.get(predicate.fact)
    if kind is None:
        return Sql("0" if isinstance(predicate, Known) else "NULL")
    name = column(predicate.fact)
    at = f"coalesce(f.{name}, m.{name})" if in_flow and predicate.fact in columns.of_flows else f"m.{name}"
    match predicate:
        case Known():
            return Sql(f"({at} IS NOT NULL)")
        case Equals(value=value):
            return _one_of(at, kind, (value,))
        case In(values=values):
            return _one_of(at, kind, values)
        case Includes(value=member) if kind is FactKind.SET:
            found = f"EXISTS (SELECT 1 FROM json_each({at}) WHERE value = ?)"  # noqa: S608 - a column of ours
            return Sql(f"(CASE WHEN {at} IS NULL THEN NULL ELSE {found} END)", (member,))
        case AtLeast(value=least) if kind is FactKind.NUMBER:
            return Sql(f"({at} >= ?)", (least,))
        case _:
            return _false_if_known(at)


def _one_of(at: str, kind: FactKind, values: Sequence[Scalar]) -> Sql:
    """Compare with values of the column's own type only: yes is not 1, and “3” is not 3."""
    alike = tuple(int(value) if isinstance(value, bool) else value for value in values if _fits(kind, value))
    if not alike:
        return _false_if_known(at)
    return Sql(f"({at} IN ({', '.join('?' * len(alike))}))", alike)


def _false_if_known(at: str) -> Sql:
    return Sql(f"(CASE WHEN {at} IS NULL THEN NULL ELSE 0 END)")


def _fits(kind: FactKind, value: Scalar) -> bool:
    if isinstance(value, bool):
        return kind is FactKind.BOOL
    return kind in _TEXT_KINDS if isinstance(value, str) else kind is FactKind.NUMBER
