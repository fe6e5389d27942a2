"""Erase personal data on a lawful request: payloads go, entries, hashes and proofs stay whole."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from placet.domain.errors import UserFacingError
from placet.register import journal
from placet.register.connection import edge
from placet.register.journal import Act, Change, Receipt
from placet.register.migrations import SCHEMA
from placet.register.records import Row
from placet.register.schema import BLOB, key_column
from placet.register.search import index_changes
from placet.register.store import Register


def erase(
    register: Register,
    objects: Sequence[tuple[type, str]],
    changes: Sequence[Change],
    *,
    by: str,
    at: dt.datetime,
    subject: str,
) -> Receipt:
    """Null the payload of every entry that held these objects; its own entry restates the rows that stay.

    ``changes`` bring the tables to their state without the person: an object removed, or put with what may stay.
    ``subject`` names the request, never the person. Backups made before still hold the data, and say their date.
    """
    if not objects or not subject:
        raise UserFacingError("what is to be erased, and on which request, is not said", "erase", "Name both.")
    with edge(register.path), register.writing(), register.db.atomic():
        held = {seq for cls, key in objects for seq in register.seqs_of(cls, key)}
        for change in changes:
            journal.write_row(register.db, change)
        restated = _restated(register, sorted(held))
        act = Act("erase", by, at, subject, tuple(sorted(held)))
        receipt = journal.append(register.db, act, [*restated, *changes], epoch=register.epoch, schema=SCHEMA)
        for seq in sorted(held):
            register.db.execute("UPDATE payload SET salt = NULL, body = NULL WHERE seq = ?", [seq])
        index_changes(register.db, changes)
    register.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return receipt


def _restated(register: Register, seqs: Sequence[int]) -> list[Change]:
    """Return every row the payloads held, as it is now."""
    rows = {image[:2] for seq in seqs for image in register.images(seq) or ()}
    return [Change(table, key, _row_now(register, table, key)) for table, key in sorted(rows)]


def _row_now(register: Register, table: str, key: str) -> Row | None:
    columns = '"sha256", "size"' if table == BLOB else "*"
    sql = f'SELECT {columns} FROM "{table}" WHERE "{key_column(table)}" = ?'  # noqa: S608 - closed set of tables
    cursor = register.db.execute(sql, [key])
    row = cursor.fetchone()
    return None if row is None else dict(zip([item[0] for item in cursor.description], row, strict=True))
