"""Canonical JSON (RFC 8785), hashes and fingerprints: what everything signed or chained is computed over."""

from __future__ import annotations

import base64
import hashlib
import unicodedata
from typing import Any

import rfc8785

FINGERPRINT_LENGTH = 20
"""Base32 characters of the short fingerprint printed on every page: 100 bits of SHA-256."""


def canonical_json(value: Any) -> bytes:
    """Return the RFC 8785 bytes of ``value``; integers must stay below 2^53, floats are refused upstream."""
    return rfc8785.dumps(value)


def sha256_hex(data: bytes) -> str:
    """Return the lower-case hexadecimal SHA-256 of ``data``."""
    return hashlib.sha256(data).hexdigest()


def fingerprint(data: bytes) -> str:
    """Return the first 20 base32 characters of the SHA-256 of ``data``."""
    return base64.b32encode(hashlib.sha256(data).digest()).decode("ascii")[:FINGERPRINT_LENGTH]


def grouped(mark: str, size: int = 4) -> str:
    """Return ``mark`` in groups joined by hyphens, as it is printed for people: ``7F3A-…``."""
    return "-".join(mark[i : i + size] for i in range(0, len(mark), size))


def nfc(text: str) -> str:
    """Return ``text`` in Unicode NFC, the one form stored, searched and compared."""
    return unicodedata.normalize("NFC", text)
