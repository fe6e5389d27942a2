"""One wide row per version and entity, one typed column per fact: what predicates are asked of in one scan."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from sqlite_utils import Database

from placet.domain.assessment import flow_facts
from placet.domain.canonical import sha256_hex
from placet.domain.facts import About, FactCatalogue, FactKind, StatedFact, context_for
from placet.domain.parties import DataFlow, Entity, Fact, System, UseCase, UseCaseVersion, VersionState
from placet.domain.predicates import Context, Flow, Predicate, Truth, Value
from placet.register.connection import edge, memory
from placet.register.predicate_sql import Columns, column, columns_for, compile_predicate, sql_type
from placet.register.store import Register

T = TypeVar("T")
FIRM_SUBJECT = "firm"
"""Subject of facts about the firm."""
_STATE = "fact_matrix"
_BATCH = 500
"""Predicates asked in one scan; SQLite allows 2,000 columns."""


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """A version in one entity and the context its predicates are evaluated over."""

    version_id: str
    entity_id: str
    context: Context


@dataclass(frozen=True, slots=True)
class Truths:
    """What a scan found for a version in an entity: one truth per predicate asked."""

    version_id: str
    entity_id: str
    truths: tuple[Truth, ...]


@dataclass(frozen=True, slots=True)
class FactMatrix:
    """The matrix, up to date with the register it was made from."""

    db: Database
    columns: Columns

    def ask(self, predicates: Sequence[Predicate]) -> tuple[Truths, ...]:
        """Return the truth of every predicate for every version and entity, by one scan per 500 predicates."""
        found: dict[tuple[str, str], tuple[Truth, ...]] = defaultdict(tuple)
        for first in range(0, len(predicates), _BATCH):
            compiled = [compile_predicate(part, self.columns) for part in predicates[first : first + _BATCH]]
            asked = ", ".join(item.text for item in compiled)
            sql = f"SELECT m.version_id, m.entity_id, {asked} FROM fact_matrix AS m"  # noqa: S608 - compiled by us
            for row in self.db.execute(sql, [value for item in compiled for value in item.parameters]):
                found[row[0], row[1]] += tuple(None if cell is None else bool(cell) for cell in row[2:])
        return tuple(Truths(*key, truths) for key, truths in sorted(found.items()))


def fact_matrix(register: Register, catalogue: FactCatalogue) -> FactMatrix:
    """Return the matrix for a catalogue, worked out anew when the register or the catalogue has moved on.

    A register that is open for reading gets one in memory.
    """
    columns = columns_for(catalogue)
    if register.read_only:
        db = memory()
        rebuild(db, columns, matrix_rows(register, catalogue))
        return FactMatrix(db, columns)
    state = f"{sha256_hex(repr(catalogue).encode())} {register.size}"
    with edge(register.path), register.writing():
        row = register.db.execute("SELECT value FROM derived_state WHERE id = ?", [_STATE]).fetchone()
        if row is None or row[0] != state:
            with register.db.atomic():
                rebuild(register.db, columns, matrix_rows(register, catalogue))
                register.db.execute("DELETE FROM derived_state WHERE id = ?", [_STATE])
                register.db.execute("INSERT INTO derived_state (id, value) VALUES (?, ?)", [_STATE, state])
    return FactMatrix(register.db, columns)


def rebuild(db: Database, columns: Columns, rows: Iterable[MatrixRow]) -> None:
    """Make both tables anew and fill them; the flows of a version are those of its first row."""
    facts = "".join(f", {column(key)} {sql_type(kind)}" for key, kind in columns.kinds.items())
    of_flows = {key: kind for key, kind in columns.kinds.items() if key in columns.of_flows}
    flow_facts_sql = "".join(f", {column(key)} {sql_type(kind)}" for key, kind in of_flows.items())
    for statement in (
        "DROP TABLE IF EXISTS fact_matrix",
        "DROP TABLE IF EXISTS flow_matrix",
        f"CREATE TABLE fact_matrix (version_id TEXT, entity_id TEXT, flows_complete INTEGER{facts}) STRICT",
        f"CREATE TABLE flow_matrix (version_id TEXT{flow_facts_sql}) STRICT",
        "CREATE INDEX flow_matrix_version ON flow_matrix (version_id)",
    ):
        db.execute(statement)
    done: set[str] = set()
    for row in rows:
        context = row.context
        facts_now = _cells(columns.kinds, context.facts)
        _insert(db, "fact_matrix", [row.version_id, row.entity_id, int(context.flows_complete), *facts_now])
        if row.version_id not in done:
            done.add(row.version_id)
            for flow in context.flows:
                _insert(db, "flow_matrix", [row.version_id, *_cells(of_flows, flow)])


def _insert(db: Database, table: str, cells: Sequence[str | int | None]) -> None:
    marks = ", ".join("?" * len(cells))
    db.execute(f"INSERT INTO {table} VALUES ({marks})", list(cells))  # noqa: S608 - our two tables


def _cells(kinds: Mapping[str, FactKind], facts: Mapping[str, Value]) -> list[str | int | None]:
    return [_cell(key, kind, facts.get(key)) for key, kind in kinds.items()]


def _cell(key: str, kind: FactKind, value: Value | None) -> str | int | None:
    match kind, value:
        case _, None:
            return None
        case FactKind.BOOL, bool():
            return int(value)
        case FactKind.NUMBER, int() if not isinstance(value, bool):
            return value
        case FactKind.SET, frozenset():
            return json.dumps(sorted(value), ensure_ascii=False)
        case ((FactKind.CHOICE | FactKind.TEXT | FactKind.DATE), str()):
            return value
    raise ValueError(f"the fact {key!r} is a {kind}, but {value!r} was stated")


def matrix_rows(register: Register, catalogue: FactCatalogue) -> Iterator[MatrixRow]:
    """Yield every version that is not superseded in each entity its use case is for, with its context."""
    facts = _by(register.all(Fact), lambda fact: fact.subject_id)
    flows = _by(register.all(DataFlow), lambda flow: flow.version_id)
    systems = {system.id: system for system in register.all(System)}
    entities = {entity.id: entity for entity in register.all(Entity)}
    use_cases = {use_case.id: use_case for use_case in register.all(UseCase)}
    for version in register.all(UseCaseVersion):
        if version.state == VersionState.SUPERSEDED:
            continue
        models = [key for item in version.system_ids if item in systems for key in systems[item].model_ids]
        shared = (version.id, *version.system_ids, *models)
        stated_flows = tuple(_flow(flow) for flow in flows.get(version.id, ()))
        for key in use_cases[version.use_case_id].entity_ids:
            if (entity := entities.get(key)) is None:
                continue
            subjects = dict.fromkeys((FIRM_SUBJECT, entity.id, *shared))
            stated = [_stated(fact) for subject in subjects for fact in facts.get(subject, ())]
            if entity.licence_classes:
                stated.append(StatedFact("sector", frozenset(entity.licence_classes), entity.id))
            context = context_for(
                catalogue,
                stated,
                entity.place,
                stated_flows,
                flows_complete=version.flows_complete,
                parts={About.SYSTEM: version.system_ids, About.MODEL: tuple(dict.fromkeys(models))},
            )
            yield MatrixRow(version.id, entity.id, context)


def _by(items: Iterable[T], key: Callable[[T], str]) -> dict[str, list[T]]:
    result: dict[str, list[T]] = defaultdict(list)
    for item in items:
        result[key(item)].append(item)
    return result


def _stated(fact: Fact) -> StatedFact:
    value = frozenset(fact.value) if isinstance(fact.value, tuple) else fact.value
    return StatedFact(fact.key, value, fact.subject_id, fact.place)


def _flow(flow: DataFlow) -> Flow:
    return flow_facts(
        flow.data_classes,
        flow.collected_in,
        flow.stored_in,
        flow.processed_in,
        flow.accessed_from,
        flow.given_to,
        flow.mechanism,
    )
