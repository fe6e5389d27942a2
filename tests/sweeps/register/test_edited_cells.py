"""Any cell of journal, payload, head or a projected table edited through SQL with the key is found, and where."""

import random
from collections import defaultdict

import pytest

from placet.register import schema
from placet.register.store import Register
from placet.register.verification import verify_journal

Cell = tuple[str, str, int]
SEED = 20261122


def strata(register: Register) -> dict[tuple[str, str], list[Cell]]:
    """Every cell, by table and column."""
    found: dict[tuple[str, str], list[Cell]] = defaultdict(list)
    for table in (*schema.JOURNAL, *schema.JOURNALLED):
        columns = [row[1] for row in register.db.execute(f'PRAGMA table_info("{table}")')]
        for row in register.db.execute(f'SELECT rowid FROM "{table}"').fetchall():  # noqa: S608 - our own tables
            for column in columns:
                found[table, column].append((table, column, row[0]))
    return found


def chosen(register: Register, count: int, pick: random.Random) -> list[Cell]:
    """Cells taken in turn from every column of every table, and then again."""
    columns = list(strata(register).values())
    pick.shuffle(columns)
    return [pick.choice(columns[number % len(columns)]) for number in range(count)]


def other_value(value: object, pick: random.Random) -> object:
    """A value of the same type that differs in one place."""
    if value is None:
        return "other"
    if isinstance(value, int):
        return value + pick.randint(1000, 9999)
    if isinstance(value, bytes):
        place = pick.randrange(len(value)) if value else 0
        return value[:place] + bytes([value[place] ^ 1 << pick.randrange(8)]) + value[place + 1 :] if value else b"x"
    text = str(value)
    place = pick.randrange(len(text)) if text else 0
    return text[:place] + ("z" if text[place : place + 1] != "z" else "q") + text[place + 1 :]


def unlock(register: Register) -> None:
    """Take away triggers and checks, as somebody with the passphrase could."""
    for (name,) in register.db.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        register.db.execute(f'DROP TRIGGER "{name}"')
    register.db.execute("PRAGMA foreign_keys = OFF")
    register.db.execute("PRAGMA ignore_check_constraints = ON")


@pytest.mark.parametrize("count", [60, pytest.param(600, marks=pytest.mark.slow)])
def test_every_edited_cell_is_found_where_it_is(full_register: Register, count: int) -> None:
    with full_register as register:
        assert verify_journal(register.db) == ()
        pick, edits = random.Random(SEED), chosen(register, count, random.Random(SEED))
        unlock(register)
        missed, misplaced = [], []
        for table, column, rowid in edits:
            where = f'FROM "{table}" WHERE rowid = ?'
            (old,) = register.db.execute(f'SELECT "{column}" {where}', [rowid]).fetchone()
            register.db.execute("BEGIN")
            update = f'UPDATE "{table}" SET "{column}" = ? WHERE rowid = ?'  # noqa: S608 - our own tables
            register.db.execute(update, [other_value(old, pick), rowid])
            found = [item for item in verify_journal(register.db) if item.table != "schema"]
            register.db.execute("ROLLBACK")
            if not found:
                missed.append((table, column, rowid))
            elif table not in {item.table for item in found}:
                misplaced.append((table, column, rowid, [str(item) for item in found]))
        print(f"{len(edits)} cells edited in {len(strata(register))} columns, {len(missed)} missed")
        assert (missed, misplaced) == ([], [])
