"""Search over use cases and answers: English by the beginnings of words, Chinese by any run of characters."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlite_utils import Database

from placet.domain.canonical import nfc
from placet.register.journal import Change

_HAN = "[\u2e80-\u2fdf\u3005\u3007\u3021-\u3029\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
_HAN_CHARACTER = re.compile(f"({_HAN})")
_RUN = re.compile(rf"(?P<han>{_HAN}+)|(?P<word>(?:(?!{_HAN})[^\W_])+)")
_BEFORE, _AFTER = 30, 90
_BATCH = 200
_SOURCES = {
    "use_case": (
        "SELECT id, name, name || char(10) || reference || char(10) || description || char(10) || purpose FROM use_case"
    ),
    "answer": (
        "SELECT v.use_case_id, '', a.statement || char(10) || a.basis "
        "FROM answer a JOIN use_case_version v ON v.id = a.version_id"
    ),
}
"""Per kind: the use case, its name, and the rest of the words."""
_KEY = {"use_case": "use_case.id", "answer": "a.id"}


@dataclass(frozen=True, slots=True)
class Hit:
    """One use case that was found, and where."""

    use_case_id: str
    where: str
    """``name``, ``description`` (reference and purpose with it) or ``answer``."""
    snippet: str
    item_id: str = ""
    """Id of the use case or the answer that holds the words."""


def spaced(text: str) -> str:
    """Return the text with a space around each Han character, so that each is a word of its own."""
    return _HAN_CHARACTER.sub(r" \1 ", nfc(text))


def match_expression(text: str) -> str:
    """Return the FTS5 query: each word by its beginning, each run of Han characters as a phrase, all of them."""
    parts = (f'"{" ".join(run["han"])}"' if run["han"] else f'"{run["word"]}"*' for run in _RUN.finditer(nfc(text)))
    return " ".join(parts)


def search(db: Database, text: str, limit: int) -> tuple[Hit, ...]:
    """Return at most ``limit`` use cases, those with the words in their name first."""
    expression = match_expression(text)
    if not expression:
        return ()
    found: dict[str, tuple[str, str]] = {}
    for index in ("search_name", "search"):
        for kind, item_id, use_case_id in _rows(db, index, expression):
            if len(found) >= limit:
                break
            found.setdefault(use_case_id, ("name" if index == "search_name" else kind, item_id))
    words = [run[0] for run in _RUN.finditer(nfc(text))]
    return tuple(_hit(db, use_case_id, *place, words) for use_case_id, place in found.items())


def _rows(db: Database, index: str, match: str) -> Iterator[tuple[str, str, str]]:
    """Yield matches in the order of the index, a batch at a time: sorting by rank costs tens of milliseconds."""
    last = 0
    sql = (
        f"SELECT r.id, r.kind, r.item_id, r.use_case_id FROM {index} JOIN search_row r ON r.id = {index}.rowid "  # noqa: S608 - one of our two
        f"WHERE {index} MATCH ? AND {index}.rowid > ? ORDER BY {index}.rowid LIMIT ?"
    )
    while True:
        rows = db.execute(sql, [match, last, _BATCH]).fetchall()
        yield from ((row[1], row[2], row[3]) for row in rows)
        if len(rows) < _BATCH:
            return
        last = rows[-1][0]


def _hit(db: Database, use_case_id: str, where: str, item_id: str, words: Sequence[str]) -> Hit:
    kind = "answer" if where == "answer" else "use_case"
    _, name, body = db.execute(f"{_SOURCES[kind]} WHERE {_KEY[kind]} = ?", [item_id]).fetchone()
    text = name if where == "name" else body
    return Hit(use_case_id, "description" if where == "use_case" else where, _snippet(text, words), item_id)


def _snippet(text: str, words: Sequence[str]) -> str:
    flat = " ".join(text.split())
    places = [place for word in words if (place := flat.casefold().find(word.casefold())) >= 0]
    start = max(0, min(places, default=0) - _BEFORE)
    end = min(len(flat), min(places, default=0) + _AFTER)
    return f"{'…' if start else ''}{flat[start:end].strip()}{'…' if end < len(flat) else ''}"


def index_changes(db: Database, changes: Sequence[Change]) -> None:
    """Bring the index up to date with changed use cases and answers; part of the commit's transaction."""
    for kind, item_id in dict.fromkeys((c.table, c.id) for c in changes if c.table in _SOURCES):
        _unindex(db, kind, item_id)
        row = db.execute(f"{_SOURCES[kind]} WHERE {_KEY[kind]} = ?", [item_id]).fetchone()
        if row is not None:
            _index(db, kind, item_id, row)


def _index(db: Database, kind: str, item_id: str, row: tuple[str, str, str]) -> None:
    use_case_id, name, body = row
    insert = "INSERT INTO search_row (kind, item_id, use_case_id) VALUES (?, ?, ?) RETURNING id"
    (row_id,) = db.execute(insert, [kind, item_id, use_case_id]).fetchone()
    db.execute("INSERT INTO search (rowid, body) VALUES (?, ?)", [row_id, spaced(body)])
    if name:
        db.execute("INSERT INTO search_name (rowid, name) VALUES (?, ?)", [row_id, spaced(name)])


def _unindex(db: Database, kind: str, item_id: str) -> None:
    delete = "DELETE FROM search_row WHERE kind = ? AND item_id = ? RETURNING id"
    for (row_id,) in db.execute(delete, [kind, item_id]).fetchall():
        db.execute("DELETE FROM search WHERE rowid = ?", [row_id])
        db.execute("DELETE FROM search_name WHERE rowid = ?", [row_id])


def rebuild(db: Database) -> int:
    """Make the whole index again from the tables and return how many texts it holds."""
    with db.atomic():
        db.execute("INSERT INTO search (search) VALUES ('delete-all')")
        db.execute("INSERT INTO search_name (search_name) VALUES ('delete-all')")
        db.execute("DELETE FROM search_row")
        items = [
            (kind, item_id)
            for kind in _SOURCES
            for (item_id,) in db.execute(f'SELECT id FROM "{kind}" ORDER BY id').fetchall()  # noqa: S608 - closed set
        ]
        for kind, item_id in items:
            row = db.execute(f"{_SOURCES[kind]} WHERE {_KEY[kind]} = ?", [item_id]).fetchone()
            if row is not None:
                _index(db, kind, item_id, row)
    return len(items)
