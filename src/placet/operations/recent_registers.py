"""Remember on this computer which registers were opened last; paths and firms, nothing of what is in them."""

from __future__ import annotations

import contextlib
import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

import platformdirs

MOST = 8
_NAME = "recent-registers.json"


@dataclass(frozen=True, slots=True)
class RecentRegister:
    """One register opened before."""

    path: str
    firm: str
    opened_at: str

    @property
    def is_there(self) -> bool:
        """Tell whether the file is still where it was."""
        return Path(self.path).is_file()


def recent_folder() -> Path:
    """Return where this user's list is kept."""
    return Path(platformdirs.user_state_dir("placet", appauthor=False))


def recent_registers(folder: Path | None = None) -> tuple[RecentRegister, ...]:
    """Return the registers opened last, newest first; an unreadable list is an empty one."""
    file = (folder or recent_folder()) / _NAME
    try:
        items = json.loads(file.read_text(encoding="utf-8"))
        found = [RecentRegister(str(item["path"]), str(item["firm"]), str(item["opened_at"])) for item in items]
    except (OSError, ValueError, KeyError, TypeError):
        return ()
    return tuple(found[:MOST])


def remember_register(path: Path, firm: str, opened_at: str, folder: Path | None = None) -> None:
    """Put a register at the top of the list; failing to is no reason to stop."""
    mine = RecentRegister(str(path.resolve()), firm, opened_at)
    others = [item for item in recent_registers(folder) if item.path != mine.path]
    _write([mine, *others][:MOST], folder)


def forget_register(path: str, folder: Path | None = None) -> None:
    """Take a register off the list; the file stays."""
    _write([item for item in recent_registers(folder) if item.path != path], folder)


def _write(items: list[RecentRegister], folder: Path | None) -> None:
    file = (folder or recent_folder()) / _NAME
    with contextlib.suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        beside = file.with_suffix(f".{os.getpid()}")
        beside.write_text(json.dumps([asdict(item) for item in items], ensure_ascii=False), encoding="utf-8")
        beside.replace(file)
