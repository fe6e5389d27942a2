"""Create and open register files: the checks that stand between a path and an open register."""

from __future__ import annotations

import contextlib
import datetime as dt
import os
from pathlib import Path
from typing import Literal

import sqlcipher3
from sqlite_utils import Database

from placet.domain.errors import UserFacingError
from placet.domain.ids import RANDOM_BYTES, uuid7
from placet.domain.keeping import Setting
from placet.register import journal, migrations
from placet.register.backup import backup_when_due
from placet.register.checkpoint import new_signing_key
from placet.register.connection import APPLICATION_ID, connect, edge, pragma_int, start_writing
from placet.register.journal import Act, Change
from placet.register.keys import KEY_BYTES, Derive, RawKey, argon2id, key_for, key_of, new_salt, read_salt
from placet.register.location import check_location, is_read_only
from placet.register.locking import RegisterLock
from placet.register.rollback import check_rollback, remember
from placet.register.soundness import check_head, check_pages
from placet.register.store import Register

SUFFIX = ".placet"
"""End of every register's file name."""


def create_register(
    path: Path,
    passphrase: str,
    *,
    firm: str,
    now: dt.datetime,
    by: str = "",
    derive: Derive = argon2id,
    state_folder: Path | None = None,
) -> Register:
    """Make a new register file and return it open for writing; an existing file is never touched."""
    if path.suffix != SUFFIX:
        raise UserFacingError("a register's name ends in .placet", str(path), f"Call it {path.stem}{SUFFIX}.")
    if not path.parent.is_dir() or is_read_only(path):
        raise UserFacingError("nothing can be written in this folder", str(path.parent), "Choose another folder.")
    check_location(path.resolve())
    key = key_for(passphrase, new_salt(), derive)
    lock = _claim(path, now)
    try:
        return _filled(path, key, Act("create_register", by, now, firm), lock, state_folder)
    except BaseException:
        path.unlink(missing_ok=True)
        lock.release()
        raise


def _claim(path: Path, now: dt.datetime) -> RegisterLock:
    """Take the lock and make the empty file, private to the user."""
    lock = RegisterLock(path, now)
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    except OSError as error:
        lock.release()
        what = "there is a file of this name already" if isinstance(error, FileExistsError) else str(error.strerror)
        raise UserFacingError(what, str(path), "Choose another name or folder.") from error
    return lock


def _filled(path: Path, key: RawKey, act: Act, lock: RegisterLock, state_folder: Path | None) -> Register:
    with edge(path):
        db = connect(path, key)
        start_writing(db)
        register_id = uuid7(int(act.at.timestamp() * 1000), os.urandom(RANDOM_BYTES))
        epoch = uuid7(int(act.at.timestamp() * 1000), os.urandom(RANDOM_BYTES))
        migrate(db, epoch, act.at, act.by)
        private, public = new_signing_key()
        settings = {"register": register_id, "epoch": epoch, "register_key": public, "firm": act.subject}
        changes = [Change.put(Setting(name, value)) for name, value in settings.items()]
        with db.atomic():
            for name, value in (("register_key", private), ("evidence_key", os.urandom(KEY_BYTES))):
                db.execute("INSERT INTO secret (id, value) VALUES (?, ?)", [name, value])
            journal.append(db, act, changes, epoch=epoch, schema=migrations.SCHEMA)
        register = described(path, db, key)
    register.lock, register.state_folder = lock, state_folder
    remember(register)
    return register


def migrate(db: Database, epoch: str, at: dt.datetime, by: str) -> None:
    """Apply pending migrations; each is one transaction and one journal entry."""
    for step in migrations.migrations().pending(db):
        with db.atomic():
            migrations.migrations().apply(db, stop_before=_later(step.name))
            db.execute("INSERT OR IGNORE INTO head (id, size, peaks) VALUES (1, 0, x'')")
            schema = pragma_int(db, "user_version")
            journal.append(db, Act("migrate", by, at, step.name), [], epoch=epoch, schema=schema)


def _later(name: str) -> list[str]:
    names = [step.NAME for step in migrations.STEPS]
    return names[names.index(name) + 1 :]


def open_register(
    path: Path,
    passphrase: str,
    *,
    now: dt.datetime,
    mode: Literal["write", "read"] = "write",
    derive: Derive = argon2id,
    state_folder: Path | None = None,
) -> Register:
    """Open a register; raises UserFacingError when it is not one, is damaged, newer, or opened elsewhere.

    The recovery code may stand in for the passphrase.
    For writing it is checked, backed up when the last backup is older than 12 hours, and migrated.
    """
    key = key_of(passphrase, read_salt(path), derive)
    return open_with_key(path, key, now=now, mode=mode, state_folder=state_folder)


def open_with_key(
    path: Path,
    key: RawKey,
    *,
    now: dt.datetime,
    mode: Literal["write", "read"] = "write",
    state_folder: Path | None = None,
) -> Register:
    """Open a register with the raw key, as a recovery code gives it."""
    if is_read_only(path):
        return _open_read_only_medium(path, key)
    if mode == "write":
        check_location(path.resolve())
    with contextlib.ExitStack() as undo:
        lock = RegisterLock(path, now)
        undo.callback(lock.release)
        with edge(path):
            db = checked(path, key, undo)
            register = described(path, db, key)
            register.lock, register.state_folder = lock, state_folder
            notices = [*check_rollback(register)]
            if mode == "write":
                notices += _made_ready(register, now)
            else:
                db.execute("PRAGMA query_only = ON")
                register.read_only = True
            register.notices = tuple(notices)
        undo.pop_all()
    return register


def _made_ready(register: Register, now: dt.datetime) -> list[str]:
    """Set the file up for writing: log, backup when due, migrations."""
    start_writing(register.db)
    pending = bool(migrations.migrations().pending(register.db))
    notices = backup_when_due(register, now, force=pending)
    migrate(register.db, register.epoch, now, "")
    remember(register)
    return notices


def _open_read_only_medium(path: Path, key: RawKey) -> Register:
    wal = path.with_name(path.name + "-wal")
    if wal.exists() and wal.stat().st_size:
        raise UserFacingError(
            "the register was not closed properly and its last entries lie in a second file",
            str(path),
            "Copy both files to this computer's own disk and open the register there.",
        )
    with contextlib.ExitStack() as undo, edge(path):
        db = checked(path, key, undo, immutable=True)
        db.execute("PRAGMA query_only = ON")
        register = described(path, db, key)
        undo.pop_all()
    register.read_only = True
    register.notices = ("This folder cannot be written to, so the register is open for reading only.",)
    return register


def checked(path: Path, key: RawKey, undo: contextlib.ExitStack, *, immutable: bool = False) -> Database:
    """Connect, and refuse what is not a register, newer, damaged, or whose tables and head disagree."""
    db = connect(path, key, immutable=immutable)
    undo.callback(db.close)
    try:
        application_id, schema = pragma_int(db, "application_id"), pragma_int(db, "user_version")
    except sqlcipher3.DatabaseError as error:
        raise UserFacingError(
            "the passphrase does not open this file, or the file is damaged or not a register",
            str(path),
            "Check the passphrase and the file; a backup may help.",
        ) from error
    if application_id != APPLICATION_ID:
        raise UserFacingError("this is not a Placet register", str(path), "Choose another file.")
    if schema > migrations.SCHEMA:
        raise UserFacingError(
            f"the register was written by a newer Placet (format {schema}; this one reads {migrations.SCHEMA})",
            str(path),
            "Install the newer version.",
        )
    check_pages(db, path)
    check_head(db, path)
    return db


def described(path: Path, db: Database, key: RawKey) -> Register:
    """Return the register of an open connection, with its id and epoch as stored."""
    rows = db.execute(
        "SELECT id, value FROM setting WHERE id IN ('register', 'epoch') "
        "UNION SELECT id, value FROM secret WHERE id = 'evidence_key'"
    )
    known = dict(rows.fetchall())
    if set(known) != {"register", "epoch", "evidence_key"}:
        raise UserFacingError(
            "the register has lost its own name or keys", str(path), "Restore the newest backup; keep this file aside."
        )
    return Register(path, db, key, known["register"], known["epoch"], known["evidence_key"])
