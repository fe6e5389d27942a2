"""Look after the register itself: backups, the check of the journal, what has been witnessed."""

from __future__ import annotations

from collections.abc import Callable

from placet.domain.checkpoint import Checkpoint
from placet.domain.moments import stamp
from placet.operations.workspace import Workspace
from placet.register.backup import backups, make_backup
from placet.register.connection import connect, edge
from placet.register.journal import Entry
from placet.register.verification import JournalFinding, verify_journal

JournalCheck = Callable[[], tuple[JournalFinding, ...]]


_ROUTINE = "A verified backup was made"


def opening_notices(ws: Workspace) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return what opening found that a person must read, and what is routine."""
    notices = ws.register.notices
    routine = tuple(item for item in notices if item.startswith(_ROUTINE))
    return tuple(item for item in notices if item not in routine), routine


def backup_now(ws: Workspace) -> str:
    """Make a verified backup beside the register and return its file name."""
    return make_backup(ws.register, ws.clock()).path.name


def last_backup_at(ws: Workspace) -> str:
    """Return when the newest backup was made; empty when there is none."""
    newest = next(iter(backups(ws.register.path)), None)
    return stamp(newest.made_at, ws.zone) if newest else ""


def last_written_at(ws: Workspace) -> str:
    """Return when something was last written to the register."""
    newest = newest_entries(ws, 1)
    return f"{newest[0].at}[{ws.zone}]" if newest else ""


def journal_check(ws: Workspace) -> JournalCheck:
    """Return a check of the whole journal that may run on another thread: it opens the file for itself.

    It returns everything that is not as the journal wrote it, and where; nothing when all is well.
    """
    path, key = ws.register.path, ws.register.key
    is_backup = bool(ws.register.backup_date)

    def check() -> tuple[JournalFinding, ...]:
        with edge(path):
            db = connect(path, key, immutable=is_backup)
            try:
                return verify_journal(db)
            finally:
                db.close()

    return check


def newest_entries(ws: Workspace, count: int, before: int = 0) -> tuple[Entry, ...]:
    """Return at most ``count`` journal entries, newest first; those before entry ``before`` if it is given."""
    last = (before - 1) if before else ws.register.size
    first = max(1, last - count + 1)
    return tuple(reversed(ws.register.entries(first, max(0, last - first + 1))))


def checkpoints(ws: Workspace) -> tuple[Checkpoint, ...]:
    """Return the states of the journal that were given away, newest first."""
    return tuple(sorted(ws.register.all(Checkpoint), key=lambda item: item.size, reverse=True))
