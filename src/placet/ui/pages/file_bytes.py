"""Read and write the files a person chose, with problems in words."""

from __future__ import annotations

from pathlib import Path

from placet.domain.errors import UserFacingError
from placet.ui.translate import tr

MOST = 512 * 1024 * 1024
"""Bytes read at once; more than this is no dossier, certificate or identity."""


def read_bytes(path: Path) -> bytes:
    """Return a file's bytes."""
    try:
        if path.stat().st_size > MOST:
            raise UserFacingError(tr("the file is too large"), path.name)
        return path.read_bytes()
    except OSError as error:
        todo = tr("Check that it is there and that you may read it.")
        raise UserFacingError(tr("the file cannot be read"), path.name, todo) from error


def write_bytes(path: Path, data: bytes, *, is_private: bool = False) -> None:
    """Write a file whole or not at all; a private one is readable by its owner only."""
    beside = path.with_name(f".{path.name}.part")
    try:
        beside.write_bytes(data)
        if is_private:
            beside.chmod(0o600)
        beside.replace(path)
    except OSError as error:
        beside.unlink(missing_ok=True)
        todo = tr("Close it where it is open, or choose another folder.")
        raise UserFacingError(tr("the file cannot be written"), path.name, todo) from error
