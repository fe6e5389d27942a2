"""Checkpoints of the journal as C2SP signed notes: their text, and reading it back."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass

_SIGNATURE_MARK = "\u2014 "
_BODY_LINES = 3
_ROOT_BYTES = 32
_KEY_ID_BYTES = 4


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """One state of the journal that left the laptop; ``note`` is the signed text as given away."""

    id: str
    size: int
    root: str
    """Root of the first ``size`` entries, hexadecimal."""
    epoch: str
    origin: str
    """Name of the log: ``placet/`` and the register's id."""
    at: str
    given_to: str
    note: str


@dataclass(frozen=True, slots=True)
class NoteSignature:
    """One signature line of a note."""

    name: str
    key_id: bytes
    signature: bytes


@dataclass(frozen=True, slots=True)
class SignedNote:
    """A note taken apart: the signed text, what it says, and its signatures, none of them checked yet."""

    text: str
    origin: str
    size: int
    root: bytes
    epoch: str
    at: str
    given_to: str
    signatures: tuple[NoteSignature, ...]


def note_text(origin: str, size: int, root: bytes, epoch: str, at: str, given_to: str) -> str:
    """Return the text that is signed: origin, size, root, then our extension lines, each ended by a newline."""
    lines = (origin, str(size), base64.b64encode(root).decode("ascii"), f"epoch {epoch}", f"at {at}")
    return "".join(f"{_one_line(line)}\n" for line in (*lines, f"to {given_to}"))


def signed_note(text: str, name: str, key_id: bytes, signature: bytes) -> str:
    """Return the whole note: text, blank line, signature line."""
    mark = base64.b64encode(key_id + signature).decode("ascii")
    return f"{text}\n{_SIGNATURE_MARK}{name} {mark}\n"


def parse_note(note: str) -> SignedNote:
    """Take a note apart; raises ValueError saying which line is wrong."""
    text, blank, rest = note.rpartition("\n\n")
    if not blank:
        raise ValueError("a signed note has a blank line before its signatures")
    text += "\n"
    lines = text[:-1].split("\n")
    if len(lines) < _BODY_LINES or not lines[0]:
        raise ValueError("a checkpoint starts with origin, size and root")
    if not lines[1].isascii() or not lines[1].isdigit() or (lines[1] != "0" and lines[1].startswith("0")):
        raise ValueError("the size of a checkpoint is a plain decimal number")
    root = _decoded(lines[2], "root")
    if len(root) != _ROOT_BYTES:
        raise ValueError("the root of a checkpoint is 32 bytes")
    said = dict(line.partition(" ")[::2] for line in lines[_BODY_LINES:])
    if not rest.endswith("\n"):
        raise ValueError("a signed note ends with a newline")
    signatures = tuple(_signature(line) for line in rest[:-1].split("\n"))
    values = (said.get("epoch", ""), said.get("at", ""), said.get("to", ""))
    return SignedNote(text, lines[0], int(lines[1]), root, *values, signatures)


def _signature(line: str) -> NoteSignature:
    name, space, mark = line.removeprefix(_SIGNATURE_MARK).rpartition(" ")
    if not line.startswith(_SIGNATURE_MARK) or not space or not name:
        raise ValueError("a signature line is an em dash, a name and base64")
    data = _decoded(mark, "signature")
    if len(data) <= _KEY_ID_BYTES:
        raise ValueError("a signature line holds a key id and a signature")
    return NoteSignature(name, data[:_KEY_ID_BYTES], data[_KEY_ID_BYTES:])


def _decoded(text: str, what: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise ValueError(f"the {what} is not base64") from None


def _one_line(text: str) -> str:
    return " ".join(text.split())
