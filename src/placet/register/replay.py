"""Work out the tables anew from the journal's row images, as a check, for as-of and for recovery."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sqlite_utils import Database

from placet.register import migrations
from placet.register.connection import memory
from placet.register.journal import Entry, Image, images_of, parse_entry, upsert
from placet.register.records import Row
from placet.register.schema import BLOB, JOURNALLED, key_column

Step = tuple[Entry, list[Image]]
_STEPS = {step.NAME: step for step in migrations.STEPS}


def steps(db: Database, last: int | None = None) -> Iterator[Step]:
    """Yield entries with their row images in order; an erased payload yields none."""
    rows = db.execute(
        "SELECT journal.entry, payload.body FROM journal LEFT JOIN payload USING (seq) ORDER BY seq LIMIT ?",
        [-1 if last is None else last],
    )
    for entry, body in rows:
        yield parse_entry(entry), images_of(body) if body is not None else []


def replay(found: Iterable[Step]) -> Database:
    """Return a database in memory with the tables as the journal makes them.

    Migrations run where they ran: the frozen function at its entry. Blobs come without their bytes.
    """
    db = memory()
    db.execute("PRAGMA foreign_keys = OFF")
    waiting: dict[tuple[str, str], Row | None] = {}
    for entry, images in found:
        if entry.operation == "migrate":
            _write(db, waiting)
            waiting = {}
            _STEPS[entry.subject].apply(db)
        for table, key, image in images:
            waiting[table, key] = image
    _write(db, waiting)
    return db


def _write(db: Database, waiting: dict[tuple[str, str], Row | None]) -> None:
    with db.atomic():
        for (table, key), image in waiting.items():
            if table not in JOURNALLED:
                raise ValueError(f"the journal writes {table!r}, which is not a journalled table")
            if image is None:
                sql = f'DELETE FROM "{table}" WHERE "{key_column(table)}" = ?'  # noqa: S608 - closed set
                db.execute(sql, [key])
            else:
                upsert(db, table, key_column(table), image | {"body": b""} if table == BLOB else image)
