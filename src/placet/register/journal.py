"""The append-only journal: entry, payload, tables and tree head written in one transaction."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import rfc8785
from sqlite_utils import Database

from placet.domain.canonical import canonical_json, nfc, sha256_hex
from placet.domain.errors import UserFacingError
from placet.domain.ids import RANDOM_BYTES, uuid7
from placet.domain.merkle import Peaks, leaf_hash, root_of
from placet.register.records import Row, to_row
from placet.register.schema import BLOB, JOURNALLED, key_column, table_of

ENTRY_FORMAT = 1
SALT_BYTES = 32
Image = tuple[str, str, Row | None]
"""Table, key, and the row as it is from now on; None when it is gone."""


@dataclass(frozen=True, slots=True)
class Change:
    """One row as it shall be from now on."""

    table: str
    id: str
    image: Row | None
    body: bytes | None = None

    @classmethod
    def put(cls, obj: object) -> Change:
        """Write a domain object, new or over its former state."""
        row = to_row(obj)
        return cls(table_of(type(obj)), str(row["id"]), row)

    @classmethod
    def remove(cls, kind: type, object_id: str) -> Change:
        """Take an object out of its table; the journal keeps it."""
        return cls(table_of(kind), object_id, None)

    @classmethod
    def blob(cls, data: bytes) -> Change:
        """Keep bytes under their SHA-256; the journal binds the hash, not the bytes."""
        digest = sha256_hex(data)
        return cls(BLOB, digest, {"sha256": digest, "size": len(data)}, data)


@dataclass(frozen=True, slots=True)
class Receipt:
    """What was written: acknowledged means on the disk."""

    seq: int
    operation_id: str
    at: str
    clock_set_back: bool = False
    """The computer's clock stood before the last entry's time; the entry says so too."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One journal entry as read back."""

    seq: int
    epoch: str
    at: str
    zone: str
    by: str
    operation: str
    operation_id: str
    subject: str
    schema: int
    commit: str
    clock_set_back: bool = False
    erased: tuple[int, ...] = ()
    """Entries whose payload this one erased on a lawful request."""
    format: int = ENTRY_FORMAT


@dataclass(frozen=True, slots=True)
class Act:
    """Who does what, when: what an entry says besides its rows."""

    operation: str
    by: str
    at: dt.datetime
    subject: str = ""
    erased: tuple[int, ...] = ()


def timestamp(at: dt.datetime) -> str:
    """Return UTC with milliseconds: ``2026-11-22T22:31:00.123Z``; a time without a zone is refused."""
    if at.tzinfo is None:
        raise ValueError("a journal time needs a time zone")
    return at.astimezone(dt.UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def zone_of(at: dt.datetime) -> str:
    """Return the IANA zone a time was said in, UTC where it carries none."""
    return str(getattr(at.tzinfo, "key", "") or "UTC")


def append(db: Database, act: Act, changes: Sequence[Change], *, epoch: str, schema: int) -> Receipt:
    """Write one entry with everything that belongs to it; the caller holds the transaction."""
    for change in changes:
        write_row(db, change)
    images: list[Image] = [(change.table, change.id, change.image) for change in changes]
    body, salt = payload_bytes(images), os.urandom(SALT_BYTES)
    peaks, last = read_head(db), last_entry(db)
    at = timestamp(act.at)
    set_back = last is not None and at < last.at
    operation_id = uuid7(int(act.at.timestamp() * 1000), os.urandom(RANDOM_BYTES))
    fields: dict[str, Any] = {
        "format": ENTRY_FORMAT,
        "seq": peaks.size + 1,
        "epoch": epoch,
        "at": at,
        "zone": zone_of(act.at),
        "by": nfc(act.by),
        "operation": act.operation,
        "operation_id": operation_id,
        "subject": nfc(act.subject),
        "schema": schema,
        "commit": commit_of(salt, body),
    }
    fields |= {"clock_set_back": True} if set_back else {}
    fields |= {"erased": list(act.erased)} if act.erased else {}
    entry = canonical_json(fields)
    leaf = leaf_hash(entry)
    peaks.append(leaf)
    db.execute("INSERT INTO journal (seq, entry) VALUES (?, ?)", [peaks.size, entry])
    values = [peaks.size, leaf, salt, body]
    db.execute("INSERT INTO payload (seq, leaf, salt, body) VALUES (?, ?, ?, ?)", values)
    db.execute("UPDATE head SET size = ?, peaks = ?", [peaks.size, peaks.to_bytes()])
    return Receipt(peaks.size, operation_id, at, set_back)


def write_row(db: Database, change: Change) -> None:
    """Bring one row of a journalled table to its new state."""
    if change.table not in JOURNALLED:
        raise ValueError(f"{change.table!r} is not a journalled table")
    key = key_column(change.table)
    if change.image is None:
        db.execute(f'DELETE FROM "{change.table}" WHERE "{key}" = ?', [change.id])  # noqa: S608 - closed set
        return
    row: Row = dict(change.image)
    if change.table == BLOB:
        if change.body is None:  # restated by an erasure: the bytes are there already
            return
        row["body"] = change.body
    upsert(db, change.table, key, row)


def upsert(db: Database, table: str, key: str, row: Row) -> None:
    """Insert a row or write over the one with its key; names come from our own types, never from input."""
    names = ", ".join(f'"{name}"' for name in row)
    marks = ", ".join("?" * len(row))
    others = ", ".join(f'"{name}" = excluded."{name}"' for name in row if name != key)
    sql = f'INSERT INTO "{table}" ({names}) VALUES ({marks}) ON CONFLICT ("{key}") DO '  # noqa: S608 - as said
    db.execute(sql + (f"UPDATE SET {others}" if others else "NOTHING"), list(row.values()))


def payload_bytes(images: Iterable[Image]) -> bytes:
    """Return the payload body: the new row images as canonical JSON."""
    try:
        return canonical_json({"rows": [[table, key, image] for table, key, image in images]})
    except rfc8785.CanonicalizationError as error:
        raise UserFacingError(
            "a number is too large to be kept exactly", "", "Numbers reach up to 9007199254740991."
        ) from error


def images_of(body: bytes) -> list[Image]:
    """Read a payload body."""
    return [(table, key, image) for table, key, image in json.loads(body)["rows"]]


def commit_of(salt: bytes, body: bytes) -> str:
    """Return SHA-256(salt || body), hexadecimal: what binds a payload to its entry."""
    return hashlib.sha256(salt + body).hexdigest()


def parse_entry(data: bytes) -> Entry:
    """Read stored entry bytes; a newer format is refused, an unreadable entry is a ValueError."""
    fields = json.loads(data)
    if fields["format"] > ENTRY_FORMAT:
        raise UserFacingError(
            f"journal entry {fields['seq']} was written by a newer Placet",
            "journal",
            "Open the register with that version.",
        )
    erased = tuple(fields.pop("erased", ()))
    return Entry(**fields, erased=erased)


def read_head(db: Database) -> Peaks:
    """Return the right edge of the tree as stored."""
    size, peaks = db.execute("SELECT size, peaks FROM head").fetchone()
    return Peaks.from_bytes(size, peaks)


def last_entry(db: Database) -> Entry | None:
    """Return the newest entry, if there is one."""
    row = db.execute("SELECT entry FROM journal ORDER BY seq DESC LIMIT 1").fetchone()
    return parse_entry(row[0]) if row else None


def leaves(db: Database, size: int | None = None) -> list[bytes]:
    """Return the leaf hashes of the stored bytes of the first ``size`` entries, or of all."""
    limit = -1 if size is None else size
    rows = db.execute("SELECT entry FROM journal ORDER BY seq LIMIT ?", [limit])
    return [leaf_hash(entry) for (entry,) in rows]


def stored_root(db: Database) -> bytes:
    """Return the root worked out from the stored entries."""
    return root_of(leaves(db))


def seqs_holding(db: Database, table: str, key: str) -> tuple[int, ...]:
    """Return the entries whose payload has an image of this row, oldest first."""
    mark = canonical_json([table, key])[:-1] + b","
    rows = db.execute("SELECT seq FROM payload WHERE instr(body, ?) > 0 ORDER BY seq", [mark]).fetchall()
    found = ((seq, db.execute("SELECT body FROM payload WHERE seq = ?", [seq]).fetchone()[0]) for (seq,) in rows)
    return tuple(seq for seq, body in found if any(image[:2] == (table, key) for image in images_of(body)))
