import dataclasses
import datetime as dt
import typing
from collections.abc import Callable

import pytest

import placet.domain.acts
import placet.domain.parties
from placet.domain.parties import Person
from placet.register import migrations, schema
from placet.register.journal import Change, write_row
from placet.register.store import Register


def columns(register: Register, table: str) -> dict[str, str]:
    return {row[1]: row[2] for row in register.db.execute(f'PRAGMA table_info("{table}")')}


@pytest.mark.parametrize("cls", schema.TYPES, ids=lambda cls: cls.__name__)
def test_every_table_mirrors_its_type(register: Register, cls: type) -> None:
    hints = typing.get_type_hints(cls)
    expected = {
        field.name: "INTEGER" if hints[field.name] in (int, bool) else "TEXT" for field in dataclasses.fields(cls)
    }
    assert columns(register, schema.table_of(cls)) == expected


def test_everything_entered_or_done_has_a_table() -> None:
    kept = {
        cls
        for module in (placet.domain.parties, placet.domain.acts)
        for cls in vars(module).values()
        if dataclasses.is_dataclass(cls) and cls.__module__ == module.__name__ and hasattr(cls, "id")
    }
    assert kept <= set(schema.TYPES)


def test_every_table_is_strict_and_is_either_journalled_or_exempt_by_name(register: Register) -> None:
    rows = register.db.execute("PRAGMA table_list").fetchall()
    tables = {row[1]: bool(row[5]) for row in rows if row[0] == "main" and row[2] == "table"}
    ours = {name: strict for name, strict in tables.items() if not name.startswith("sqlite_")}
    ours.pop("_sqlite_migrations")
    assert all(ours.values())
    assert set(ours) <= {*schema.JOURNALLED, *schema.JOURNAL, *schema.EXEMPT}
    assert not set(schema.JOURNALLED) & set(schema.EXEMPT)


def test_the_references_are_those_of_the_schema(register: Register) -> None:
    found = {
        (table, row[3]) for table in schema.TABLES for row in register.db.execute(f'PRAGMA foreign_key_list("{table}")')
    }
    assert found == schema.REFERENCES


def test_no_foreign_key_acts_by_itself(register: Register) -> None:
    for table in schema.TABLES:
        for row in register.db.execute(f'PRAGMA foreign_key_list("{table}")'):
            assert row[5:7] == ("NO ACTION", "NO ACTION")


def test_a_fresh_file_has_had_every_migration_as_an_entry(register: Register) -> None:
    migrated = [entry.subject for entry in register.entries() if entry.operation == "migrate"]
    assert migrated == migrations.applied(register.db) == [step.NAME for step in migrations.STEPS]
    assert columns(register, "person")


def test_nothing_writes_a_table_that_migrations_did_not_make(register: Register) -> None:
    with pytest.raises(ValueError, match="not a journalled table"):
        write_row(register.db, Change("persons", "p1", {"id": "p1"}))


def test_the_journal_refuses_updates_and_deletes(register: Register) -> None:
    for statement in (
        "UPDATE journal SET entry = x'00'",
        "DELETE FROM journal",
        "UPDATE payload SET body = x'00'",
        "UPDATE payload SET leaf = x'00'",
        "DELETE FROM payload",
    ):
        with pytest.raises(Exception, match=r"append-only|erased as a whole"):
            register.db.execute(statement)


def test_a_failed_commit_leaves_nothing_behind(
    register: Register, reopen: Callable[..., Register], now: dt.datetime
) -> None:
    from placet.domain.parties import UseCaseVersion
    from placet.register.connection import RegisterRefusedError

    root = register.root()
    changes = [Change.put(Person("p1", "Chan")), Change.put(UseCaseVersion("v1", "no such use case", 1))]
    with pytest.raises(RegisterRefusedError, match="FOREIGN KEY"):
        register.commit("add", changes, by="x", at=now)
    assert register.get(Person, "p1") is None
    assert register.root() == root
    assert register.verify_journal() == ()
