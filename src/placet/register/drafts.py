"""Half-typed text, saved by itself outside the journal: not a record, and gone once it is committed."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from placet.register.connection import edge
from placet.register.journal import timestamp
from placet.register.store import Register


@dataclass(frozen=True, slots=True)
class Draft:
    """Text somebody was typing in one field."""

    id: str
    """Names the field: ``answer/<version>/<control>``."""
    body: str
    saved_at: str


def save_draft(register: Register, draft_id: str, body: str, at: dt.datetime) -> None:
    """Keep text as it stands; an empty one is forgotten."""
    if not body:
        forget_draft(register, draft_id)
        return
    with edge(register.path), register.writing():
        sql = (
            "INSERT INTO draft (id, body, saved_at) VALUES (?, ?, ?) "
            "ON CONFLICT (id) DO UPDATE SET body = excluded.body, saved_at = excluded.saved_at"
        )
        register.db.execute(sql, [draft_id, body, timestamp(at)])


def read_draft(register: Register, draft_id: str) -> Draft | None:
    """Return the text kept for a field, if there is one."""
    with edge(register.path):
        row = register.db.execute("SELECT id, body, saved_at FROM draft WHERE id = ?", [draft_id]).fetchone()
    return Draft(*row) if row else None


def drafts(register: Register, prefix: str = "") -> tuple[Draft, ...]:
    """Return the drafts whose id begins with ``prefix``, in order of id."""
    with edge(register.path):
        rows = register.db.execute(
            "SELECT id, body, saved_at FROM draft WHERE substr(id, 1, ?) = ? ORDER BY id", [len(prefix), prefix]
        ).fetchall()
    return tuple(Draft(*row) for row in rows)


def forget_draft(register: Register, draft_id: str) -> None:
    """Drop the text of a field, as when it was committed."""
    with edge(register.path), register.writing():
        register.db.execute("DELETE FROM draft WHERE id = ?", [draft_id])


def save_window_state(register: Register, key: str, value: str) -> None:
    """Keep what a window shows, for the next time; not a record."""
    with edge(register.path), register.writing():
        sql = "INSERT INTO window_state (id, value) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET value = excluded.value"
        register.db.execute(sql, [key, value])


def window_state(register: Register, key: str, default: str = "") -> str:
    """Return what a window kept."""
    with edge(register.path):
        row = register.db.execute("SELECT value FROM window_state WHERE id = ?", [key]).fetchone()
    return str(row[0]) if row else default
