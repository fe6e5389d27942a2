"""Quick checks on every opening: no page changed, tables and tree head of one size."""

from __future__ import annotations

from pathlib import Path

import sqlcipher3
from sqlite_utils import Database

from placet.domain.errors import UserFacingError
from placet.domain.merkle import leaf_hash
from placet.register import journal
from placet.register.connection import PAGE_SIZE, pragma_int

_TODO = "Restore the newest backup; keep this file aside."


def check_pages(db: Database, path: Path) -> None:
    """Raise UserFacingError when any page of the file was changed without the key, or pages are missing."""
    try:
        problems = db.execute("PRAGMA cipher_integrity_check").fetchall()
        pages = pragma_int(db, "page_count")
    except sqlcipher3.DatabaseError as error:
        raise UserFacingError("the register file is damaged", str(path), _TODO) from error
    if problems:
        raise UserFacingError(
            f"the register file is damaged in {len(problems)} places ({problems[0][0]})", str(path), _TODO
        )
    wal = path.with_name(path.name + "-wal")
    if not (wal.exists() and wal.stat().st_size) and path.stat().st_size != pages * PAGE_SIZE:
        raise UserFacingError("the register file is cut short or has bytes added", str(path), _TODO)


def check_head(db: Database, path: Path) -> None:
    """Raise UserFacingError when the journal, its payloads and the tree head do not have one size and end."""
    try:
        head = journal.read_head(db)
        counts = db.execute(
            "SELECT (SELECT count(*) FROM journal), (SELECT max(seq) FROM journal), "
            "(SELECT count(*) FROM payload), (SELECT entry FROM journal ORDER BY seq DESC LIMIT 1)"
        ).fetchone()
    except (sqlcipher3.DatabaseError, TypeError, ValueError) as error:
        raise UserFacingError("the journal's head cannot be read", str(path), _TODO) from error
    ends_alike = head.size % 2 == 0 or head.hashes[-1:] == [leaf_hash(counts[3] or b"")]
    if counts[:3] != (head.size,) * 3 or not ends_alike:
        raise UserFacingError(
            f"the journal has {counts[0]} entries, its head says {head.size}, or its last entry was changed",
            str(path),
            "Run the journal check: it says what was changed and where.",
        )
