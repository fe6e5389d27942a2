"""Signed checkpoints of the journal and the proofs that go with them."""

from __future__ import annotations

import base64


def new_signing_key() -> tuple[bytes, str]:
    """Return a new Ed25519 key: 32 private bytes, and the public key in base64."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    private = Ed25519PrivateKey.generate()
    public = private.public_key().public_bytes_raw()
    return private.private_bytes_raw(), base64.b64encode(public).decode("ascii")
