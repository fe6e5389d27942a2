import datetime as dt
import hashlib
import random
from collections.abc import Callable
from pathlib import Path

import pytest

from placet.domain.errors import UserFacingError
from placet.register.evidence_store import (
    CHUNK,
    INSIDE_AT_MOST,
    files_folder,
    has_evidence,
    read_evidence,
    store_evidence,
)
from placet.register.store import Register


@pytest.fixture
def large(tmp_path: Path) -> Path:
    source = tmp_path / "large.bin"
    source.write_bytes(random.Random(1).randbytes(INSIDE_AT_MOST + CHUNK))
    return source


def test_a_small_file_goes_into_the_register(register: Register, tmp_path: Path, now: dt.datetime) -> None:
    source = tmp_path / "report.pdf"
    source.write_bytes(b"report")
    digest, size, changes = store_evidence(register, source)
    assert (digest, size) == (hashlib.sha256(b"report").hexdigest(), 6)
    assert not has_evidence(register, digest)
    register.commit("add_evidence", changes, by="x", at=now)
    assert has_evidence(register, digest)
    assert read_evidence(register, digest) == b"report"
    assert not files_folder(register.path).exists()


@pytest.mark.parametrize("extra", [1, CHUNK, CHUNK + 1])
def test_a_large_file_lies_encrypted_beside_it(
    register: Register, reopen: Callable[..., Register], tmp_path: Path, extra: int
) -> None:
    source, data = tmp_path / "large.bin", random.Random(extra).randbytes(INSIDE_AT_MOST + extra)
    source.write_bytes(data)
    digest, size, changes = store_evidence(register, source)
    assert (size, changes) == (len(data), ())
    register.close()
    assert read_evidence(reopen(), digest) == data
    (kept,) = files_folder(register.path).iterdir()
    assert digest not in kept.name
    assert data[:64] not in kept.read_bytes()


@pytest.mark.parametrize("harm", ["flip", "cut", "swap", "magic"])
def test_a_changed_large_file_is_refused(register: Register, large: Path, harm: str) -> None:
    digest, _, _ = store_evidence(register, large)
    (kept,) = files_folder(register.path).iterdir()
    data, block = bytearray(kept.read_bytes()), 12 + CHUNK + 16
    head = len(data) - 5 * block
    if harm == "flip":
        data[len(data) // 2] ^= 1
    elif harm == "cut":
        del data[-block:]
    elif harm == "swap":
        first, second = bytes(data[head : head + block]), bytes(data[head + block : head + 2 * block])
        data[head : head + 2 * block] = second + first
    else:
        data[0] ^= 1
    kept.write_bytes(data)
    with pytest.raises(UserFacingError, match="changed or is damaged"):
        read_evidence(register, digest)


def test_missing_files_are_sentences(register: Register, large: Path, tmp_path: Path) -> None:
    digest, _, _ = store_evidence(register, large)
    next(files_folder(register.path).iterdir()).unlink()
    with pytest.raises(UserFacingError, match="missing"):
        read_evidence(register, digest)
    with pytest.raises(UserFacingError, match="cannot be read"):
        store_evidence(register, tmp_path / "no such file")
