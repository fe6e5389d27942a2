"""Notice on the same laptop when a register is older than it was: a small note of the last seen size and root."""

from __future__ import annotations

import contextlib
import json
import os
from pathlib import Path
from typing import TYPE_CHECKING

import platformdirs
import sqlcipher3

from placet.domain.merkle import root_of
from placet.register import journal

if TYPE_CHECKING:
    from placet.register.store import Register


def default_folder() -> Path:
    """Return where this user's notes are kept."""
    return Path(platformdirs.user_state_dir("placet", appauthor=False)) / "last-seen"


def remember(register: Register) -> None:
    """Note the size and root last seen; failing to is no reason to refuse the register, nor is a broken head here."""
    note = _note(register)
    try:
        head = journal.read_head(register.db)
    except (sqlcipher3.Error, TypeError, ValueError):
        return
    seen = {"format": 1, "epoch": register.epoch, "size": head.size, "root": head.root().hex()}
    with contextlib.suppress(OSError):
        note.parent.mkdir(parents=True, exist_ok=True)
        beside = note.with_suffix(f".{os.getpid()}")
        beside.write_text(json.dumps(seen), encoding="utf-8")
        beside.replace(note)


def check_rollback(register: Register) -> tuple[str, ...]:
    """Return a sentence when the journal no longer begins with what was seen here before; a restore is no rollback."""
    try:
        seen = json.loads(_note(register).read_text(encoding="utf-8"))
        size, root, epoch = int(seen["size"]), str(seen["root"]), str(seen["epoch"])
    except (OSError, ValueError, KeyError, TypeError):
        return ()
    if epoch != register.epoch:
        return _new_epoch(register, epoch)
    now = journal.read_head(register.db)
    if now.size < size:
        return (f"The journal has {now.size} entries here, but {size} were seen on this computer before.",)
    if root_of(journal.leaves(register.db, size)).hex() != root:
        return (f"The first {size} journal entries are not those seen on this computer before.",)
    return ()


def _new_epoch(register: Register, epoch: str) -> tuple[str, ...]:
    """Accept a restore that names the epoch it follows; anything else is told."""
    if any(entry.operation == "restore_backup" for entry in register.entries() if entry.epoch == register.epoch):
        return ()
    return (f"This register was in epoch {epoch} on this computer before, and no restore explains the change.",)


def _note(register: Register) -> Path:
    return (register.state_folder or default_folder()) / f"{register.id}.json"
