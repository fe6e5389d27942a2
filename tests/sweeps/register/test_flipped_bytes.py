"""Any bit of the register file flipped without the key is noticed on opening."""

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from placet.domain.errors import UserFacingError
from placet.register.connection import PAGE_SIZE
from placet.register.store import Register

SEED = 20261122
TAIL = 80
"""Bytes at the end of each page that hold its nonce and authentication code."""


def places(size: int, count: int, pick: random.Random) -> list[int]:
    """Stratified: the salt, the first page, then every page in turn, its tail a quarter of the time."""
    found = [pick.randrange(16) for _ in range(count // 20)]
    found += [pick.randrange(16, PAGE_SIZE) for _ in range(count // 20)]
    pages = size // PAGE_SIZE
    for number in range(count - len(found)):
        first = PAGE_SIZE - TAIL if number % 4 == 0 else 0
        found.append(number % pages * PAGE_SIZE + pick.randrange(first, PAGE_SIZE))
    return found


@pytest.mark.parametrize("count", [60, pytest.param(600, marks=pytest.mark.slow)])
def test_every_flipped_bit_is_noticed(full_register: Register, reopen: Callable[[Path], Register], count: int) -> None:
    path = full_register.path
    full_register.close()
    reopen(path).close()
    sound, pick, missed = path.read_bytes(), random.Random(SEED), []
    for place in places(len(sound), count, pick):
        broken = bytearray(sound)
        broken[place] ^= 1 << pick.randrange(8)
        path.write_bytes(broken)
        try:
            reopen(path).close()
        except UserFacingError:
            continue
        missed.append(place)
    print(f"{count} bits flipped in {len(sound)} bytes, {len(missed)} missed")
    assert missed == []


@pytest.mark.parametrize("size", [-1, -PAGE_SIZE, 1, PAGE_SIZE])
def test_a_file_cut_short_or_grown_is_noticed(
    full_register: Register, reopen: Callable[[Path], Register], size: int
) -> None:
    path = full_register.path
    full_register.close()
    sound = path.read_bytes()
    path.write_bytes(sound[:size] if size < 0 else sound + bytes(size))
    with pytest.raises(UserFacingError):
        reopen(path)
