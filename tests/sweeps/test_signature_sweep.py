"""Flip single bits all over a signed dossier and a signed record: verification must see every one."""

import random
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from placet.signing.records import sign_record, verify_record
from placet.signing.verify import verify_pdf

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
SEED = 20261122
FLIPS = 500
REGIONS = ["covered before the first", "covered between", "covered after the last", "contents 1", "contents 2"]


def region(pdf_bytes: bytes, name: str) -> range:
    first, second = (match.span(1) for match in re.finditer(rb"/Contents (<[0-9A-F]+>)", pdf_bytes))
    return {
        "covered before the first": range(first[0]),
        "covered between": range(first[1], second[0]),
        "covered after the last": range(second[1], len(pdf_bytes)),
        "contents 1": range(*first),
        "contents 2": range(*second),
    }[name]


def flips(data: bytes, where: range, seed: str) -> Iterator[tuple[int, bytes]]:
    """Yield a flipped copy for each of evenly spread bits: as many strata as flips, one bit in each."""
    chance = random.Random(seed)
    bits = len(where) * 8
    for stratum in range(FLIPS):
        bit = chance.randrange(stratum * bits // FLIPS, max(stratum * bits // FLIPS + 1, (stratum + 1) * bits // FLIPS))
        at = where.start + bit // 8
        broken = bytearray(data)
        broken[at] ^= 1 << bit % 8
        yield at, bytes(broken)


@pytest.mark.slow
@pytest.mark.parametrize("name", REGIONS)
def test_every_flipped_bit_of_a_dossier_is_seen(signed_twice: bytes, firm: Any, name: str) -> None:
    assert verify_pdf(signed_twice, firm.anchors, now=NOW).is_valid
    missed = [
        at
        for at, broken in flips(signed_twice, region(signed_twice, name), f"{SEED} {name}")
        if verify_pdf(broken, firm.anchors, now=NOW).is_valid
    ]
    assert missed == []


@pytest.mark.slow
@pytest.mark.parametrize("who", ["officer", "compliance", "committee", "evaluation"])
def test_every_flipped_bit_of_a_record_signature_is_seen(firm: Any, who: str) -> None:
    record = b'{"format":1,"kind":"approve"}'
    signature = sign_record(record, getattr(firm, who), signing_time=NOW)
    assert verify_record(record, signature, firm.anchors, now=NOW).is_valid
    missed = [
        at
        for at, broken in flips(signature, range(len(signature)), f"{SEED} {who}")
        if verify_record(record, broken, firm.anchors, now=NOW).is_valid
    ]
    assert missed == []
