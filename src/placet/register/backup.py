"""Verified backups beside the register: made, kept, found and opened."""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from placet.domain.errors import UserFacingError
from placet.register import journal
from placet.register.connection import connect, edge
from placet.register.soundness import check_head, check_pages

if TYPE_CHECKING:
    from placet.register.store import Register

DUE_AFTER = dt.timedelta(hours=12)
KEEP_NEWEST, KEEP_DAYS, KEEP_MONTHS = 5, 14, 12
_NAME = re.compile(r"-(\d{8}T\d{6})Z\.placet$")


@dataclass(frozen=True, slots=True)
class Backup:
    """One backup file."""

    path: Path
    made_at: dt.datetime
    """UTC, to the second."""


def backup_folder(path: Path) -> Path:
    """Return the folder of a register's backups."""
    return path.with_name(path.name + "-backups")


def backups(path: Path) -> tuple[Backup, ...]:
    """Return a register's backups, newest first."""
    folder = backup_folder(path)
    found = [
        Backup(file, dt.datetime.strptime(match[1] + "+0000", "%Y%m%dT%H%M%S%z"))
        for file in (folder.iterdir() if folder.is_dir() else ())
        if (match := _NAME.search(file.name))
    ]
    return tuple(sorted(found, key=lambda backup: (backup.made_at, backup.path.name), reverse=True))


def make_backup(register: Register, now: dt.datetime) -> Backup:
    """Copy the register as it is, check the copy, and only then give it its name."""
    folder = backup_folder(register.path)
    made_at = now.astimezone(dt.UTC).replace(microsecond=0)
    target = folder / f"{register.path.stem}-{made_at:%Y%m%dT%H%M%S}Z.placet"
    part = target.with_suffix(".part")
    try:
        folder.mkdir(exist_ok=True)
        part.unlink(missing_ok=True)
        with edge(part):
            _copy_and_check(register, part)
        _sync(part)
        part.replace(target)
    except OSError as error:
        raise UserFacingError(
            f"the backup could not be written: {error.strerror}", str(folder), "Free some space or check the folder."
        ) from error
    for old in beyond_keeping([backup.made_at for backup in backups(register.path)]):
        with contextlib.suppress(OSError):
            (folder / f"{register.path.stem}-{old:%Y%m%dT%H%M%S}Z.placet").unlink()
    return Backup(target, made_at)


def _copy_and_check(register: Register, part: Path) -> None:
    copy = connect(part, register.key)
    try:
        register.db.conn.backup(copy.conn)
        check_pages(copy, part)
        check_head(copy, part)
        head = journal.read_head(copy)
        if head.hashes != journal.read_head(register.db).hashes or head.root() != journal.stored_root(copy):
            raise UserFacingError("the backup does not equal the register", str(part), "Try again.")
    finally:
        copy.close()


def _sync(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def backup_when_due(register: Register, now: dt.datetime, *, force: bool = False) -> list[str]:
    """Make a backup when the last is older than 12 hours, or before a migration; say so."""
    newest = next(iter(backups(register.path)), None)
    if not force and newest is not None and dt.timedelta(0) <= now - newest.made_at < DUE_AFTER:
        return []
    made = make_backup(register, now)
    return [f"A verified backup was made: {made.path.name}."]


def beyond_keeping(dates: Sequence[dt.datetime]) -> tuple[dt.datetime, ...]:
    """Return the dates that need not be kept: all but the newest 5, one a day for 14 days, one a month for 12."""
    newest_first = sorted(dates, reverse=True)
    kept = set(newest_first[:KEEP_NEWEST])
    for form, count in (("%Y%m%d", KEEP_DAYS), ("%Y%m", KEEP_MONTHS)):
        by_period: dict[str, dt.datetime] = {}
        for date in newest_first:
            by_period.setdefault(date.strftime(form), date)
        kept |= set(list(by_period.values())[:count])
    return tuple(date for date in newest_first if date not in kept)


def newest_backup(path: Path) -> Backup:
    """Return the newest backup; raises UserFacingError when there is none."""
    found = backups(path)
    if not found:
        raise UserFacingError("there is no backup yet", str(path), "One is made when the register is next opened.")
    return found[0]
