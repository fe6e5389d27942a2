"""Look at the outside of a PKCS#12 file before any passphrase is tried: is it one, how many keys, how much work."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from asn1crypto import core, pkcs12  # type: ignore[import-untyped]


@dataclass(frozen=True, slots=True)
class PKCS12Shape:
    """What can be seen of a PKCS#12 file without its passphrase."""

    private_keys: int
    """Key bags outside encrypted safes; where almost every program puts them."""
    iterations: int
    """Largest key-stretching count asked for anywhere visible."""


def read_shape(data: bytes) -> PKCS12Shape | None:
    """Return the shape of a PKCS#12 file, or None if the bytes are not one."""
    try:
        return _shape(pkcs12.Pfx.load(data, strict=True))
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError, OverflowError):
        return None


def _shape(pfx: pkcs12.Pfx) -> PKCS12Shape | None:
    if pfx["version"].native != "v3" or pfx["auth_safe"]["content_type"].native != "data":
        return None
    keys, iterations = 0, [0]
    if isinstance(pfx["mac_data"], core.Sequence):
        iterations.append(int(pfx["mac_data"]["iterations"].native))
    for safe in pfx.authenticated_safe:
        kind = safe["content_type"].native
        if kind == "data":
            for bag in pkcs12.SafeContents.load(bytes(safe["content"])):
                if bag["bag_id"].native in ("key_bag", "pkcs8_shrouded_key_bag"):
                    keys += 1
                if bag["bag_id"].native == "pkcs8_shrouded_key_bag":
                    iterations += _counts(bag["bag_value"]["encryption_algorithm"].native)
        elif kind == "encrypted_data":
            info = safe["content"]["encrypted_content_info"]
            iterations += _counts(info["content_encryption_algorithm"].native)
    return PKCS12Shape(keys, max(iterations))


def _counts(parameters: Any) -> list[int]:
    """Collect every ``iterations`` in the parameters of an encryption algorithm."""
    if not isinstance(parameters, dict):
        return []
    found = [value for key, value in parameters.items() if key in ("iterations", "iteration_count")]
    for value in parameters.values():
        found += _counts(value)
    return [int(count) for count in found if isinstance(count, int)]
