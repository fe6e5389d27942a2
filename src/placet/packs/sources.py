"""The YAML files of a pack's folder, and the hash that names exactly this state of them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from placet.domain.canonical import canonical_json, sha256_hex
from placet.domain.errors import UserFacingError

Sources = Mapping[str, bytes]
"""The bytes of a folder's YAML files, by path inside the folder."""


def read_sources(folder: Path) -> dict[str, bytes]:
    """Return the folder's YAML files; the folder itself may be missing, which reads as no files."""
    found = sorted((*folder.rglob("*.yaml"), *folder.rglob("*.yml")))
    return {path.relative_to(folder).as_posix(): read_file(path) for path in found if path.is_file()}


def read_file(path: Path) -> bytes:
    """Return the bytes of one file; UserFacingError when it can't be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise UserFacingError(
            f"the file can't be read: {error.strerror}", str(path), "Check that it is there and yours to read."
        ) from error


def source_sha256(sources: Sources) -> str:
    """Return the SHA-256 over names and contents, the same whatever the line endings of the checkout."""
    return sha256_hex(
        canonical_json({name: sha256_hex(data.replace(b"\r\n", b"\n")) for name, data in sources.items()})
    )
