"""Look after the register itself: backups, the check of the journal, what has been witnessed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from placet.domain.checkpoint import Checkpoint
from placet.domain.errors import UserFacingError
from placet.domain.moments import stamp
from placet.operations.workspace import Workspace
from placet.register.backup import Backup, backups, make_backup
from placet.register.connection import connect, edge
from placet.register.journal import Entry
from placet.register.keys import Derive, argon2id, key_of, read_salt
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


def _require_key(ws: Workspace, secret: str, derive: Derive) -> None:
    """Refuse whoever cannot say the passphrase of the open register, or its recovery code."""
    if key_of(secret, ws.register.key.salt, derive) != ws.register.key:
        raise UserFacingError(
            "this is neither the passphrase of this register nor its recovery code",
            todo="Type it again.",
            rule="passphrase",
        )


def change_passphrase(ws: Workspace, current: str, new: str, *, derive: Derive = argon2id) -> Workspace:
    """Give the register another passphrase; the workspace passed in must not be used any more.

    Backups made before keep their own passphrase, and a recovery code given before opens only those.
    """
    from placet.register.rekeying import change_passphrase as rekey

    _require_key(ws, current, derive)
    return replace(ws, register=rekey(ws.register, new, by=str(ws.actor), at=ws.clock(), derive=derive))


def recovery_code(ws: Workspace, secret: str, *, derive: Derive = argon2id) -> str:
    """Return the code that opens the register when its passphrase is lost; that it was shown is journalled."""
    _require_key(ws, secret, derive)
    ws.commit("show_recovery_code", [], subject=ws.register.id)
    return ws.register.key.recovery_code()


def kept_backups(ws: Workspace) -> tuple[Backup, ...]:
    """Return the register's backups, newest first."""
    return backups(ws.register.path)


@dataclass(frozen=True, slots=True)
class Loss:
    """What the register holds beyond a backup."""

    first: int
    """First journal entry that would be lost."""
    last: int
    """Last one; smaller than ``first`` when nothing would be."""
    acts: tuple[str, ...]
    """Operations of the entries, oldest first."""
    given_to: tuple[str, ...]
    """Who was given a state of the journal that the backup does not reach."""

    @property
    def count(self) -> int:
        """Return how many entries would be lost."""
        return max(0, self.last - self.first + 1)


def loss_by(ws: Workspace, backup: Backup, secret: str, *, derive: Derive = argon2id) -> Loss:
    """Return what restoring a backup would lose; UserFacingError where the secret does not open the backup."""
    from placet.register.restoring import open_backup

    with open_backup(backup, key_of(secret, read_salt(backup.path), derive)) as kept:
        size = kept.size
    acts = tuple(entry.operation for entry in ws.register.entries(size + 1))
    given = tuple(item.given_to for item in reversed(checkpoints(ws)) if item.size > size)
    return Loss(size + 1, ws.register.size, acts, given)


def restore(ws: Workspace, backup: Backup, secret: str, *, derive: Derive = argon2id) -> Workspace:
    """Put a backup in the register's place; the former file stays beside it, and a new epoch names what is lost.

    The workspace passed in is closed; where restoring fails, ``reopened`` goes on with it.
    """
    from placet.operations.open_workspace import workspace_of
    from placet.register.restoring import restore_backup

    former = ws.register
    former.close()
    register = restore_backup(
        backup, former.path, secret, now=ws.clock(), by=str(ws.actor), derive=derive,
        state_folder=former.state_folder, former_key=former.key,
    )  # fmt: skip
    return workspace_of(register, ws.actor, ws.clock)


def reopened(ws: Workspace) -> Workspace:
    """Return the workspace with its register opened again, after it was closed."""
    from placet.register.file import open_with_key

    former = ws.register
    return replace(
        ws, register=open_with_key(former.path, former.key, now=ws.clock(), state_folder=former.state_folder)
    )
