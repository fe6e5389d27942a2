"""Write a file for the person whole or not at all: beside its place, flushed, then put there."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from placet.domain.errors import UserFacingError


def write_file(path: Path, data: bytes, *, is_private: bool = False) -> None:
    """Write ``data`` to ``path``; an existing file is replaced only by a complete one.

    With ``is_private`` only this user may read it, as befits a key.
    """
    beside = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with open(beside, "wb", opener=_private if is_private else None) as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        beside.replace(path)
    except PermissionError as error:
        _drop(beside)
        raise UserFacingError(
            "the file cannot be written here", str(path), "If it is open in another program, close it there."
        ) from error
    except OSError as error:
        _drop(beside)
        raise UserFacingError(
            f"the file cannot be written: {error.strerror}", str(path), "Choose another folder."
        ) from error


def _private(name: str, flags: int) -> int:
    return os.open(name, flags, 0o600)


def _drop(path: Path) -> None:
    with contextlib.suppress(OSError):
        path.unlink(missing_ok=True)
