"""Read a backup in place of a locked register, and put a backup in the register's place."""

from __future__ import annotations

import contextlib
import dataclasses
import datetime as dt
import json
import os
from pathlib import Path

from placet.domain.errors import UserFacingError
from placet.domain.ids import RANDOM_BYTES, uuid7
from placet.domain.keeping import Setting
from placet.register import journal
from placet.register.backup import Backup, newest_backup
from placet.register.connection import edge
from placet.register.file import checked, described, open_with_key
from placet.register.journal import Act, Change
from placet.register.keys import Derive, RawKey, argon2id, key_of, read_salt
from placet.register.location import check_location
from placet.register.locking import RegisterLock
from placet.register.store import Register


def open_newest_backup(path: Path, passphrase: str, *, derive: Derive = argon2id) -> Register:
    """Open the newest backup of the register at ``path`` for reading; ``backup_date`` says when it was made."""
    backup = newest_backup(path)
    return open_backup(backup, key_of(passphrase, read_salt(backup.path), derive))


def open_backup(backup: Backup, key: RawKey) -> Register:
    """Open one backup for reading."""
    with contextlib.ExitStack() as undo, edge(backup.path):
        db = checked(backup.path, key, undo, immutable=True)
        db.execute("PRAGMA query_only = ON")
        register = described(backup.path, db, key)
        undo.pop_all()
    made = backup.made_at.strftime("%Y-%m-%d %H:%M UTC")
    notice = f"This is the backup of {made}: what was entered later is not in it."
    return dataclasses.replace(register, read_only=True, backup_date=made, notices=(notice,))


def restore_backup(
    backup: Backup,
    path: Path,
    passphrase: str,
    *,
    now: dt.datetime,
    by: str = "",
    derive: Derive = argon2id,
    state_folder: Path | None = None,
    former_key: RawKey | None = None,
) -> Register:
    """Put a backup in the register's place and open it; the former file is kept beside it.

    A restore begins a new epoch; its entry names what is known to be lost. ``former_key`` opens the register as it
    is now, where the backup was made under another passphrase.
    """
    check_location(path.resolve())
    key = key_of(passphrase, read_salt(backup.path), derive)
    lost = _known_lost(path, backup, key, former_key or key)
    lock = RegisterLock(path, now)
    try:
        _swap(backup, path, now)
    except OSError as error:
        raise UserFacingError(
            f"the backup could not be put in place: {error.strerror}", str(path), "Close other programs that use it."
        ) from error
    finally:
        lock.release()
    _begin_epoch(path, key, lost, Act("restore_backup", by, now, backup.path.name))
    return open_with_key(path, key, now=now, state_folder=state_folder)


def _swap(backup: Backup, path: Path, now: dt.datetime) -> None:
    beside = path.with_name(path.name + ".restoring")
    beside.write_bytes(backup.path.read_bytes())
    with beside.open("rb+") as file:
        os.fsync(file.fileno())
    former = path.with_name(f"{path.stem}-before-restore-{now.astimezone(dt.UTC):%Y%m%dT%H%M%S}Z.placet")
    for ending in ("", "-wal", "-shm"):
        old = path.with_name(path.name + ending)
        if old.exists():
            old.replace(former.with_name(former.name + ending))
    beside.replace(path)


def _known_lost(path: Path, backup: Backup, key: RawKey, former_key: RawKey) -> dict[str, object]:
    """Return what the register had beyond the backup, as far as it can still be read."""
    with open_backup(backup, key) as kept:
        size = kept.size
    known: dict[str, object] = {"format": 1, "kept": size, "lost_from": size + 1}
    with contextlib.ExitStack() as undo:
        try:
            db = checked(path, former_key, undo)
        except UserFacingError:
            return known | {"lost_to": "unknown: the register could not be read"}
        last = journal.last_entry(db)
        given = db.execute("SELECT size, given_to FROM checkpoint WHERE size > ? ORDER BY size", [size]).fetchall()
        seq = last.seq if last else 0
        return known | {"lost_to": seq, "checkpoints_lost": [list(row) for row in given]}


def _begin_epoch(path: Path, key: RawKey, lost: dict[str, object], act: Act) -> None:
    with contextlib.ExitStack() as undo, edge(path):
        db = checked(path, key, undo)
        undo.callback(db.close)
        epoch = uuid7(int(act.at.timestamp() * 1000), os.urandom(RANDOM_BYTES))
        said = json.dumps(lost, ensure_ascii=False, sort_keys=True)
        changes = [Change.put(Setting("epoch", epoch)), Change.put(Setting(f"epoch:{epoch}", said))]
        schema = int(db.execute("PRAGMA user_version").fetchone()[0])
        with db.atomic():
            journal.append(db, act, changes, epoch=epoch, schema=schema)
