"""Connections to SQLCipher, and its errors turned into ours."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import sqlcipher3
import sqlite_utils

from placet.domain.errors import UserFacingError
from placet.register.keys import RawKey

APPLICATION_ID = 0x504C4354
"""“PLCT”, in the header of every register."""
PAGE_SIZE = 4096


class RegisterRefusedError(Exception):
    """The register refused what our own code asked of it: a bug, not the person's fault."""


def connect(path: Path, key: RawKey, *, immutable: bool = False) -> sqlite_utils.Database:
    """Open a keyed connection and set what every connection needs; a wrong key shows on the first read."""
    target = f"{path.resolve().as_uri()}?immutable=1" if immutable else str(path)
    raw = sqlcipher3.connect(target, uri=immutable, isolation_level=None, check_same_thread=False)
    # First of all: without it a wrong passphrase prints three lines on standard error.
    raw.execute("PRAGMA cipher_log_level = NONE")
    raw.execute(f"PRAGMA key = {key.pragma()}")
    raw.execute("PRAGMA cipher_memory_security = OFF")
    return _prepared(raw)


def memory() -> sqlite_utils.Database:
    """Return an empty database in memory, for replaying the journal."""
    return _prepared(sqlcipher3.connect(":memory:", isolation_level=None, check_same_thread=False))


def _prepared(raw: sqlite3.Connection) -> sqlite_utils.Database:
    db = sqlite_utils.Database(raw, execute_plugins=False)
    for pragma in ("foreign_keys = ON", "secure_delete = ON", "trusted_schema = OFF", "temp_store = MEMORY"):
        db.execute(f"PRAGMA {pragma}")
    return db


def start_writing(db: sqlite_utils.Database) -> None:
    """Set the write-ahead log and full syncs: what is acknowledged survives a power cut."""
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("PRAGMA synchronous = FULL")


def pragma_int(db: sqlite_utils.Database, name: str) -> int:
    """Return an integer pragma."""
    return int(db.execute(f"PRAGMA {name}").fetchone()[0])


@contextlib.contextmanager
def edge(path: Path) -> Iterator[None]:
    """Turn the library's errors into ours at the room's edge."""
    try:
        yield
    except (sqlcipher3.IntegrityError, sqlcipher3.ProgrammingError, sqlcipher3.InterfaceError) as error:
        raise RegisterRefusedError(str(error)) from error
    except sqlcipher3.OperationalError as error:
        raise _operational(path, error) from error
    except sqlcipher3.DatabaseError as error:
        raise UserFacingError(
            "the register file is damaged", str(path), "Restore the newest backup; keep this file aside."
        ) from error


def _operational(path: Path, error: Exception) -> Exception:
    text = str(error)
    if "full" in text:
        return UserFacingError("the disk is full", str(path), "Free some space and try again.")
    if "readonly" in text:
        return UserFacingError("the register is open for reading only", str(path), "Open it for writing.")
    if "locked" in text or "busy" in text:
        return UserFacingError("another program is using the file", str(path), "Close it there and try again.")
    if "I/O" in text or "unable to open" in text:
        return UserFacingError("the disk did not answer", str(path), "Check the disk and the folder.")
    return RegisterRefusedError(text)
