"""One writer at a time: the operating system's lock beside the register, and who holds it."""

from __future__ import annotations

import contextlib
import datetime as dt
import getpass
import json
import os
import socket
from pathlib import Path

from filelock import FileLock, Timeout

from placet.domain.errors import UserFacingError


class RegisterLocked(UserFacingError):  # noqa: N818 - the name is the message: this register is locked
    """Another program has the register open; ``holder`` says who, as far as its note can be read."""

    def __init__(self, path: Path, holder: dict[str, str]) -> None:
        self.holder = holder
        who = (
            "{user} on {host} (process {pid}) has this register open since {since}".format(**holder)
            if holder
            else "another program has this register open"
        )
        super().__init__(who, str(path), "Close it there, or read the newest backup here.", rule="one writer at a time")


class RegisterLock:
    """The lock on ``NAME.placet.lock``; the note beside it serves only the message to a second opener."""

    def __init__(self, path: Path, now: dt.datetime) -> None:
        self._path = path
        self._note = path.with_name(path.name + ".lock-holder")
        self._lock = FileLock(path.with_name(path.name + ".lock"), timeout=0)
        try:
            self._lock.acquire()
        except Timeout:
            raise RegisterLocked(path, _read_note(self._note)) from None
        except OSError as error:
            raise UserFacingError(
                f"the register cannot be locked here: {error.strerror}", str(path), "Choose another folder."
            ) from error
        holder = {
            "host": socket.gethostname(),
            "user": _user(),
            "pid": str(os.getpid()),
            "since": now.astimezone(dt.UTC).strftime("%Y-%m-%d %H:%M UTC"),
        }
        with contextlib.suppress(OSError):
            self._note.write_text(json.dumps(holder), encoding="utf-8")

    def release(self) -> None:
        """Let the next opener in."""
        with contextlib.suppress(OSError):
            self._note.unlink(missing_ok=True)
        self._lock.release()


def _read_note(note: Path) -> dict[str, str]:
    try:
        found = json.loads(note.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    keys = ("host", "user", "pid", "since")
    return {key: str(found[key]) for key in keys} if isinstance(found, dict) and set(keys) <= set(found) else {}


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "somebody"
