"""Registers on the disk with a quick key derivation."""

import datetime as dt
import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from placet.register.file import create_register, open_register
from placet.register.store import Register

PASSPHRASE = "correct horse battery"
NOW = dt.datetime(2026, 11, 22, 9, 0, tzinfo=dt.UTC)


def quick_derive(passphrase: str, salt: bytes) -> bytes:
    return hashlib.sha256(passphrase.encode() + salt).digest()


@pytest.fixture
def now() -> dt.datetime:
    return NOW


@pytest.fixture
def passphrase() -> str:
    return PASSPHRASE


@pytest.fixture
def quick() -> Callable[[str, bytes], bytes]:
    return quick_derive


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "bank.placet"


@pytest.fixture
def state_folder(tmp_path: Path) -> Path:
    return tmp_path / "state"


@pytest.fixture
def register(path: Path, state_folder: Path) -> Iterator[Register]:
    made = create_register(
        path, PASSPHRASE, firm="Example Bank", now=NOW, derive=quick_derive, state_folder=state_folder
    )
    yield made
    made.close()


@pytest.fixture
def reopen(path: Path, state_folder: Path) -> Iterator[Callable[..., Register]]:
    opened: list[Register] = []

    def again(passphrase: str = PASSPHRASE, at: dt.datetime = NOW, **more: object) -> Register:
        found = open_register(
            path,
            passphrase,
            now=at,
            derive=quick_derive,
            state_folder=state_folder,
            **more,  # type: ignore[arg-type]
        )
        opened.append(found)
        return found

    yield again
    for found in opened:
        found.close()
