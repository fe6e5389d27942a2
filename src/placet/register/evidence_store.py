"""Evidence files by their SHA-256: small ones inside the register, large ones encrypted beside it."""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import os
import struct
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

from placet.domain.errors import UserFacingError
from placet.register.journal import Change
from placet.register.keys import derived
from placet.register.store import Register

INSIDE_AT_MOST = 4 * 1024 * 1024
"""Larger files lie beside the register, so that a backup does not copy gigabytes."""
CHUNK = 1024 * 1024
_MAGIC = b"PLCTFILE\x01"
_NONCE = 12
_TAG = 16


def files_folder(path: Path) -> Path:
    """Return the folder of a register's large evidence."""
    return path.with_name(path.name + "-files")


def store_evidence(register: Register, source: Path) -> tuple[str, int, tuple[Change, ...]]:
    """Take in a file and return its SHA-256, size and the changes that belong into the commit.

    A large file is written beside the register at once; it is not a record before the commit names its hash.
    """
    try:
        size = source.stat().st_size
        if size <= INSIDE_AT_MOST:
            data = source.read_bytes()
            change = Change.blob(data)
            return change.id, len(data), (change,)
        with source.open("rb") as file:
            return (*_store_large(register, file), ())
    except OSError as error:
        raise UserFacingError(
            f"the file cannot be read or kept: {error.strerror}", str(source), "Check the file and the free space."
        ) from error


def read_evidence(register: Register, sha256: str) -> bytes:
    """Return a file's bytes, checked against its SHA-256; raises UserFacingError when missing or changed."""
    inside = register.blob(sha256)
    data = inside if inside is not None else b"".join(_chunks(register, sha256))
    if hashlib.sha256(data).hexdigest() != sha256:
        raise _damaged(register, sha256)
    return data


def has_evidence(register: Register, sha256: str) -> bool:
    """Tell whether the file is kept here."""
    return register.blob(sha256) is not None or _place(register, sha256).exists()


def _place(register: Register, sha256: str) -> Path:
    """Return where a large file lies; its name is keyed, so that it does not tell which file it is."""
    name = hmac.new(derived(register.evidence_key, "evidence name"), bytes.fromhex(sha256), hashlib.sha256).hexdigest()
    return files_folder(register.path) / f"{name}.bin"


def _store_large(register: Register, source: BinaryIO) -> tuple[str, int]:
    digest = hashlib.sha256()
    folder = files_folder(register.path)
    folder.mkdir(exist_ok=True)
    beside = folder / f"part-{os.getpid()}"
    try:
        with beside.open("wb") as target:
            size = _encrypt(register.evidence_key, source, target, digest.update)
            target.flush()
            os.fsync(target.fileno())
        beside.replace(_place(register, digest.hexdigest()))
    finally:
        with contextlib.suppress(OSError):
            beside.unlink(missing_ok=True)
    return digest.hexdigest(), size


def _encrypt(key: bytes, source: BinaryIO, target: BinaryIO, update: Callable[[bytes], object]) -> int:
    """Write AES-256-GCM chunks; each is bound to its number and to being the last one or not."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    cipher, prefix = AESGCM(derived(key, "evidence file")), os.urandom(16)
    target.write(_MAGIC + prefix)
    size, number, chunk = 0, 0, source.read(CHUNK)
    while True:
        following = source.read(CHUNK) if chunk else b""
        update(chunk)
        nonce = os.urandom(_NONCE)
        sealed = cipher.encrypt(nonce, chunk, _bound(prefix, number, last=not following))
        target.write(nonce + sealed)
        size, number = size + len(chunk), number + 1
        if not following:
            return size
        chunk = following


def _bound(prefix: bytes, number: int, *, last: bool) -> bytes:
    return prefix + struct.pack(">Q?", number, last)


def _chunks(register: Register, sha256: str) -> Iterator[bytes]:
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    place = _place(register, sha256)
    if not place.exists():
        raise UserFacingError(
            "the evidence file is missing", str(place), "Put the folder of large files back beside the register."
        )
    cipher = AESGCM(derived(register.evidence_key, "evidence file"))
    with place.open("rb") as file:
        if file.read(len(_MAGIC)) != _MAGIC:
            raise _damaged(register, sha256)
        prefix, number = file.read(16), 0
        sealed = file.read(_NONCE + CHUNK + _TAG)
        while sealed:
            following = file.read(_NONCE + CHUNK + _TAG)
            try:
                bound = _bound(prefix, number, last=not following)
                yield cipher.decrypt(sealed[:_NONCE], sealed[_NONCE:], bound)
            except (InvalidTag, ValueError):
                raise _damaged(register, sha256) from None
            sealed, number = following, number + 1


def _damaged(register: Register, sha256: str) -> UserFacingError:
    return UserFacingError(
        "the evidence file was changed or is damaged",
        str(_place(register, sha256)),
        f"Take it in again; its SHA-256 is {sha256}.",
    )
