"""Identifiers: minted once, sortable by time, never derived from display text."""

from __future__ import annotations

from typing import NewType

EntityId = NewType("EntityId", str)
PersonId = NewType("PersonId", str)
BodyId = NewType("BodyId", str)
UseCaseId = NewType("UseCaseId", str)
VersionId = NewType("VersionId", str)
EvidenceId = NewType("EvidenceId", str)
RequirementId = NewType("RequirementId", str)
ControlId = NewType("ControlId", str)
FactKey = NewType("FactKey", str)
PackId = NewType("PackId", str)

RANDOM_BYTES = 10
"""Random bytes a UUIDv7 takes: 74 bits of them are used."""


def uuid7(milliseconds: int, random: bytes) -> str:
    """Return a UUIDv7 (RFC 9562) as text from Unix ``milliseconds`` and 10 ``random`` bytes."""
    if len(random) != RANDOM_BYTES:
        raise ValueError(f"a UUIDv7 takes {RANDOM_BYTES} random bytes, not {len(random)}")
    rand = int.from_bytes(random, "big")
    rand_a, rand_b = rand >> 68, rand & ((1 << 62) - 1)
    value = (milliseconds & ((1 << 48) - 1)) << 80 | 0x7 << 76 | (rand_a & 0xFFF) << 64 | 0b10 << 62 | rand_b
    text = f"{value:032x}"
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"
