"""Signed checkpoints of the journal and the proofs that go with them."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import os

from sqlite_utils import Database

from placet.domain.checkpoint import Checkpoint, SignedNote, note_text, parse_note, signed_note
from placet.domain.errors import UserFacingError
from placet.domain.ids import RANDOM_BYTES, uuid7
from placet.domain.merkle import consistency_proof, inclusion_proof
from placet.register.journal import leaves, read_head, timestamp

_ED25519 = b"\x01"
"""Signature type of a C2SP signed note."""
_BARE_KEY_LENGTH = 44


def new_signing_key() -> tuple[bytes, str]:
    """Return a new Ed25519 key: 32 private bytes, and the public key in base64."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    private = Ed25519PrivateKey.generate()
    return private.private_bytes_raw(), _base64(private.public_key().public_bytes_raw())


def public_key_of(private: bytes) -> str:
    """Return the public key, base64, of 32 private bytes."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return _base64(Ed25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw())


def origin_of(register_id: str) -> str:
    """Return the name of a register's log, which is also the name of its key."""
    return f"placet/{register_id}"


def verifier_key(register_id: str, public_key: str) -> str:
    """Return the public key as C2SP tools take it: name, key id and key."""
    origin, raw = origin_of(register_id), base64.b64decode(public_key)
    return f"{origin}+{_key_id(origin, raw).hex()}+{_base64(_ED25519 + raw)}"


def _key_id(name: str, public: bytes) -> bytes:
    return hashlib.sha256(name.encode() + b"\n" + _ED25519 + public).digest()[:4]


def sign_checkpoint(db: Database, register_id: str, epoch: str, given_to: str, at: dt.datetime) -> Checkpoint:
    """Return the signed state of the journal as it is now; recording that it was given away is the caller's."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    (private,) = db.execute("SELECT value FROM secret WHERE id = 'register_key'").fetchone()
    key = Ed25519PrivateKey.from_private_bytes(private)
    head, origin, when = read_head(db), origin_of(register_id), timestamp(at)
    text = note_text(origin, head.size, head.root(), epoch, when, given_to)
    key_id = _key_id(origin, key.public_key().public_bytes_raw())
    note = signed_note(text, origin, key_id, key.sign(text.encode("utf-8")))
    said = parse_note(note).given_to
    checkpoint_id = uuid7(int(at.timestamp() * 1000), os.urandom(RANDOM_BYTES))
    return Checkpoint(checkpoint_id, head.size, head.root().hex(), epoch, origin, when, said, note)


def verify_note(note: str, key: str) -> SignedNote:
    """Check a signed note against a verifier key (``placet/…+…+…``) or a bare public key in base64.

    Returns what the note says; raises UserFacingError when it is malformed or the signature is not by this key.
    """
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        found = parse_note(note)
        public = _public_bytes(key)
        wanted = _key_id(found.origin, public)
        ours = [s for s in found.signatures if s.name == found.origin and s.key_id == wanted]
        if not ours:
            raise ValueError("no signature on it was made with the register's key")
        for signature in ours:
            Ed25519PublicKey.from_public_bytes(public).verify(signature.signature, found.text.encode("utf-8"))
    except InvalidSignature:
        raise _refused("its signature is broken") from None
    except ValueError as error:
        raise _refused(str(error)) from error
    return found


def _public_bytes(key: str) -> bytes:
    """Return the 32 bytes of a bare key or of a verifier key, whose base64 may itself hold a plus sign."""
    if len(key) == _BARE_KEY_LENGTH:
        return base64.b64decode(key, validate=True)
    return base64.b64decode(key.split("+", 2)[-1], validate=True).removeprefix(_ED25519)


def _refused(why: str) -> UserFacingError:
    return UserFacingError(f"the checkpoint is not valid: {why}", "checkpoint", "Ask for the dossier again.")


def prove_inclusion(db: Database, seq: int, size: int) -> list[bytes]:
    """Return the audit path of entry ``seq`` (1-based) in the log of ``size`` entries."""
    return inclusion_proof(leaves(db, size), seq - 1)


def prove_consistency(db: Database, old_size: int, size: int) -> list[bytes]:
    """Return the proof that the log of ``size`` entries begins with the ``old_size`` given away before."""
    return consistency_proof(leaves(db, size), old_size)


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")
