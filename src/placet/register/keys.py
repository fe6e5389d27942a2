"""From a passphrase to the register's raw key, and the recovery code that stands in for a lost passphrase."""

from __future__ import annotations

import base64
import hashlib
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from placet.domain.canonical import grouped, nfc
from placet.domain.errors import UserFacingError

SALT_BYTES = 16
KEY_BYTES = 32
_CHECK_BYTES = 4
_PLAIN_SQLITE = b"SQLite format 3\x00"

Derive = Callable[[str, bytes], bytes]
"""Passphrase and salt to 32 key bytes."""


def argon2id(passphrase: str, salt: bytes) -> bytes:
    """Return the raw key; the parameters belong to the file format and never change within it."""
    from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

    kdf = Argon2id(salt=salt, length=KEY_BYTES, iterations=3, lanes=4, memory_cost=128 * 1024)
    return kdf.derive(nfc(passphrase).encode("utf-8"))


@dataclass(frozen=True, slots=True, repr=False)
class RawKey:
    """The key a register is opened with, held for the unlocked time only; never printed."""

    key: bytes
    salt: bytes

    def pragma(self) -> str:
        """Return the key as SQLCipher takes it: our salt becomes the file's first 16 bytes."""
        return f"\"x'{self.key.hex()}{self.salt.hex()}'\""

    def recovery_code(self) -> str:
        """Return key and salt in base32 with a checksum, in groups for the paper it is written on."""
        body = self.key + self.salt
        return grouped(base64.b32encode(body + _check(body)).decode("ascii").rstrip("="))


def new_salt() -> bytes:
    """Return 16 random bytes."""
    return os.urandom(SALT_BYTES)


def key_for(passphrase: str, salt: bytes, derive: Derive = argon2id) -> RawKey:
    """Derive the key of a passphrase; an empty one is refused."""
    if not passphrase:
        raise UserFacingError("the passphrase is empty", "passphrase", "Type at least one word.")
    return RawKey(derive(passphrase, salt), salt)


def key_from_recovery_code(code: str) -> RawKey:
    """Read a recovery code; raises UserFacingError when a character is wrong or missing."""
    text = "".join(ch for ch in code.upper() if ch.isalnum())
    try:
        data = base64.b32decode(text + "=" * (-len(text) % 8))
    except ValueError:
        data = b""
    body, check = data[:-_CHECK_BYTES], data[-_CHECK_BYTES:]
    if len(body) != KEY_BYTES + SALT_BYTES or check != _check(body):
        raise UserFacingError(
            "the recovery code is not complete or has a wrong character",
            "recovery code",
            "Compare it with the paper, group by group.",
        )
    return RawKey(body[:KEY_BYTES], body[KEY_BYTES:])


def key_of(secret: str, salt: bytes, derive: Derive = argon2id) -> RawKey:
    """Return the key of a passphrase, or of the recovery code that stands in for it."""
    try:
        return key_from_recovery_code(secret)
    except UserFacingError:
        return key_for(secret, salt, derive)


def derived(key: bytes, purpose: str) -> bytes:
    """Return a further 32-byte key for one purpose."""
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    return HKDF(SHA256(), KEY_BYTES, salt=None, info=f"placet/{purpose}".encode()).derive(key)


def read_salt(path: Path) -> bytes:
    """Return a register's first 16 bytes; raises UserFacingError when the file cannot be a register."""
    try:
        with path.open("rb") as file:
            salt = file.read(SALT_BYTES)
    except FileNotFoundError:
        raise UserFacingError("there is no such file", str(path), "Check the name and the folder.") from None
    except OSError as error:
        raise UserFacingError(
            f"the file cannot be read: {error.strerror}", str(path), "Check that you may read it."
        ) from error
    if len(salt) < SALT_BYTES or salt == _PLAIN_SQLITE:
        raise UserFacingError(
            "this is not a Placet register", str(path), "Choose a file that ends in .placet and was made here."
        )
    return salt


def _check(body: bytes) -> bytes:
    return hashlib.sha256(b"placet recovery code" + body).digest()[:_CHECK_BYTES]
