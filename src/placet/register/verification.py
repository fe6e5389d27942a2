"""Check the journal whole: every entry, payload, peak, table cell, blob, trigger and checkpoint."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import sqlcipher3
from sqlite_utils import Database

from placet.domain.canonical import sha256_hex
from placet.domain.errors import UserFacingError
from placet.domain.merkle import Peaks, leaf_hash
from placet.register import migrations
from placet.register.checkpoint import public_key_of, verify_note
from placet.register.connection import pragma_int
from placet.register.journal import Entry, Image, commit_of, images_of, parse_entry, read_head
from placet.register.replay import Step, replay
from placet.register.schema import BLOB, JOURNALLED, key_column

_DERIVED_TABLES = frozenset({"fact_matrix", "flow_matrix", "_sqlite_migrations"}) | {
    f"{index}_{part}" for index in ("search", "search_name") for part in ("config", "content", "data", "docsize", "idx")
}
"""Tables whose text is not ours to freeze: rebuilt from the catalogue, or made by the libraries."""


@dataclass(frozen=True, slots=True)
class JournalFinding:
    """One thing that is not as it was written, and where."""

    table: str
    row: str
    """Key of the row; the entry's number in journal and payload."""
    column: str
    message: str
    seq: int = 0
    """The journal entry concerned; 0 when the finding is about a table."""

    def __str__(self) -> str:
        place = ".".join(part for part in (self.table, self.row, self.column) if part)
        return f"{place}: {self.message}"


@dataclass
class _Walk:
    """What one pass over the entries gathers."""

    findings: list[JournalFinding] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    peaks: Peaks = field(default_factory=Peaks)
    stored: Peaks = field(default_factory=Peaks)
    roots: dict[int, str] = field(default_factory=dict)
    changed: list[int] = field(default_factory=list)
    missing: set[int] = field(default_factory=set)
    erased: set[int] = field(default_factory=set)
    last: Entry | None = None

    def say(self, table: str, seq: int, column: str, message: str) -> None:
        self.findings.append(JournalFinding(table, str(seq), column, message, seq))


def verify_journal(db: Database) -> tuple[JournalFinding, ...]:
    """Return everything that is not as the journal wrote it; empty when all is well."""
    try:
        walk = _walk(db)
        findings = [*walk.findings, *_check_head(db, walk)]
        findings += _check_tables(db, walk)
        findings += _check_checkpoints(db, walk)
        findings += _check_settings(db, walk)
    except sqlcipher3.DatabaseError as error:
        return (JournalFinding("schema", "", "", f"a table of the register is missing or changed: {error}"),)
    return tuple(findings)


def _walk(db: Database) -> _Walk:
    walk = _Walk()
    sizes = {row[0] for row in db.execute("SELECT size FROM checkpoint")}
    rows = db.execute(
        "SELECT journal.seq, journal.entry, payload.leaf, payload.salt, payload.body FROM journal "
        "LEFT JOIN payload ON payload.seq = journal.seq ORDER BY journal.seq"
    )
    for seq, entry, leaf, salt, body in rows:
        _check_leaf(walk, seq, entry, leaf)
        _check_entry(walk, seq, entry, salt, body)
        if walk.peaks.size in sizes:
            walk.roots[walk.peaks.size] = walk.peaks.root().hex()
    for seq in sorted(walk.missing - walk.erased):
        walk.say("payload", seq, "body", "was removed, and no erasure says so")
    for seq in sorted(walk.erased - walk.missing):
        walk.say("payload", seq, "body", "is there, though an erasure says it was removed")
    orphans = db.execute("SELECT seq FROM payload WHERE seq NOT IN (SELECT seq FROM journal)")
    for (seq,) in orphans:
        walk.say("payload", seq, "", "belongs to no journal entry")
    return walk


def _check_leaf(walk: _Walk, seq: int, entry: bytes, leaf: bytes | None) -> None:
    if seq != walk.peaks.size + 1:
        walk.say("journal", seq, "seq", f"follows entry {walk.peaks.size}: an entry is missing or was put in")
    computed = leaf_hash(entry)
    walk.peaks.append(computed)
    walk.stored.append(leaf if leaf is not None else computed)
    if leaf != computed:
        walk.changed.append(seq)


def _check_entry(walk: _Walk, seq: int, data: bytes, salt: bytes | None, body: bytes | None) -> None:
    try:
        entry = parse_entry(data)
    except (ValueError, KeyError, TypeError, AttributeError):
        walk.say("journal", seq, "entry", "cannot be read")
        return
    if entry.seq != seq:
        walk.say("journal", seq, "entry", f"says it is entry {entry.seq}")
    if walk.last is not None and entry.at < walk.last.at and not entry.clock_set_back:
        walk.say("journal", seq, "entry", "is older than the entry before it, without saying so")
    if walk.last is not None and entry.epoch != walk.last.epoch and entry.operation != "restore_backup":
        walk.say("journal", seq, "entry", "starts an epoch without a restore")
    walk.erased |= set(entry.erased)
    walk.last = entry
    walk.steps.append((entry, _images(walk, entry, seq, salt, body)))


def _images(walk: _Walk, entry: Entry, seq: int, salt: bytes | None, body: bytes | None) -> list[Image]:
    if salt is None and body is None:
        walk.missing.add(seq)
        return []
    if salt is None or body is None or commit_of(salt, body) != entry.commit:
        walk.say("payload", seq, "body", "is not what its entry is bound to")
        return []
    return images_of(body)


def _check_head(db: Database, walk: _Walk) -> Iterator[JournalFinding]:
    try:
        head = read_head(db)
    except (TypeError, ValueError):
        yield JournalFinding("head", "1", "peaks", "cannot be read")
        return
    if [row[0] for row in db.execute("SELECT id FROM head")] != [1]:
        yield JournalFinding("head", "1", "id", "is not the one row it was")
    if head.size != walk.peaks.size:
        yield JournalFinding("head", "1", "size", f"says {head.size} entries; there are {walk.peaks.size}")
    if head.hashes == walk.peaks.hashes:
        for seq in walk.changed:
            yield JournalFinding("payload", str(seq), "leaf", "is not the hash of its entry", seq)
    elif head.hashes == walk.stored.hashes:
        for seq in walk.changed:
            yield JournalFinding("journal", str(seq), "entry", "was changed after it was written", seq)
    else:
        for seq in walk.changed:
            yield JournalFinding("journal", str(seq), "entry", "does not fit its stored hash", seq)
        yield JournalFinding("head", "1", "peaks", f"is not the tree of the stored entries{_range(head, walk)}")


def _range(head: Peaks, walk: _Walk) -> str:
    """Name the entries under the first peak that differs."""
    if head.size != walk.peaks.size:
        return ""
    first = 1
    for power in range(head.size.bit_length() - 1, -1, -1):
        if not head.size >> power & 1:
            continue
        index = (head.size >> power + 1).bit_count()
        if head.hashes[index] != walk.peaks.hashes[index]:
            return f": the difference lies in entries {first} to {first + (1 << power) - 1}"
        first += 1 << power
    return ""


def _check_tables(db: Database, walk: _Walk) -> list[JournalFinding]:
    try:
        expected = replay(walk.steps)
    except (sqlcipher3.Error, ValueError, KeyError, TypeError) as error:
        return [JournalFinding("journal", "", "", f"the row images cannot be replayed: {error}")]
    try:
        findings = _check_schema(db, expected, walk)
        for table in JOURNALLED:
            findings += _compare(db, expected, table)
        return [*findings, *_check_blobs(db)]
    finally:
        expected.close()


def _check_schema(db: Database, expected: Database, walk: _Walk) -> list[JournalFinding]:
    ours, theirs = _objects(db), _objects(expected)
    findings = [
        JournalFinding("schema", name, "", _schema_message(ours.get(name), theirs.get(name)))
        for name in sorted(ours.keys() | theirs.keys())
        if ours.get(name) != theirs.get(name)
    ]
    findings += [
        JournalFinding("schema", pragma, "", "is not what the migrations set")
        for pragma in ("user_version", "application_id")
        if pragma_int(db, pragma) != pragma_int(expected, pragma)
    ]
    done = [entry.subject for entry, _ in walk.steps if entry.operation == "migrate"]
    if migrations.applied(db) != done:
        findings.append(JournalFinding("_sqlite_migrations", "", "name", "is not what the journal says"))
    return findings


def _schema_message(ours: object, theirs: object) -> str:
    if ours is None:
        return "is missing"
    return "was added" if theirs is None else "was changed"


def _objects(db: Database) -> dict[str, tuple[str, str, str]]:
    rows = db.execute("SELECT name, type, tbl_name, sql FROM sqlite_master").fetchall()
    return {
        row[0]: (row[1], row[2], " ".join((row[3] or "").split()))
        for row in rows
        if not row[0].startswith("sqlite_") and (row[1] == "trigger" or row[2] not in _DERIVED_TABLES)
    }


def _compare(db: Database, expected: Database, table: str) -> list[JournalFinding]:
    key = key_column(table)
    found = [row[1] for row in expected.execute(f'PRAGMA table_info("{table}")')]
    names = [name for name in found if (table, name) != (BLOB, "body")]
    columns = ", ".join(f'"{name}"' for name in (key, *names))
    sql = f'SELECT {columns} FROM "{table}"'  # noqa: S608 - names from the schema we made
    wanted = {row[0]: row[1:] for row in expected.execute(sql)}
    findings = []
    for row in db.execute(sql):
        should = wanted.pop(row[0], None)
        if should is None:
            findings.append(JournalFinding(table, str(row[0]), "", "was put in, not by the journal"))
            continue
        findings += [
            JournalFinding(table, str(row[0]), name, "is not what the journal wrote")
            for name, cell, expected_cell in zip(names, row[1:], should, strict=True)
            if not _same(cell, expected_cell)
        ]
    return findings + [JournalFinding(table, str(gone), "", "is missing") for gone in wanted]


def _same(left: object, right: object) -> bool:
    return type(left) is type(right) and left == right


def _check_blobs(db: Database) -> list[JournalFinding]:
    return [
        JournalFinding(BLOB, str(digest), "body", "is not the bytes its SHA-256 names")
        for digest, size, body in db.execute("SELECT sha256, size, body FROM blob")
        if sha256_hex(body) != digest or len(body) != size
    ]


def _check_checkpoints(db: Database, walk: _Walk) -> list[JournalFinding]:
    row = db.execute("SELECT value FROM setting WHERE id = 'register_key'").fetchone()
    findings = []
    for key, size, root, note in db.execute("SELECT id, size, root, note FROM checkpoint"):
        if walk.roots.get(size, "") != root:
            message = f"the first {size} entries are not those that were given away"
            findings.append(JournalFinding("checkpoint", str(key), "root", message))
        try:
            said = verify_note(note, row[0] if row else "")
        except UserFacingError as error:
            findings.append(JournalFinding("checkpoint", str(key), "note", error.what))
            continue
        if (said.size, said.root.hex()) != (size, root):
            findings.append(JournalFinding("checkpoint", str(key), "size", "is not what its note says"))
    return findings


def _check_settings(db: Database, walk: _Walk) -> list[JournalFinding]:
    findings = []
    settings: dict[str, str] = dict(db.execute("SELECT id, value FROM setting").fetchall())
    secret = db.execute("SELECT value FROM secret WHERE id = 'register_key'").fetchone()
    if secret is None or len(secret[0]) != 32 or public_key_of(secret[0]) != settings.get("register_key"):
        findings.append(JournalFinding("secret", "register_key", "value", "is not the register's own key"))
    if walk.last is not None and walk.last.epoch != settings.get("epoch"):
        findings.append(JournalFinding("setting", "epoch", "value", "is not the epoch of the last entry"))
    return findings
