import datetime as dt
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from placet.domain.errors import UserFacingError
from placet.domain.parties import Entity
from placet.register.file import create_register, open_register
from placet.register.journal import Change
from placet.register.locking import RegisterLocked
from placet.register.store import Register

Reopen = Callable[..., Register]
BANK = Entity("e1", "Bank", "Example Bank Limited", "HK", ("bank",))


def test_what_is_committed_is_there_after_closing(register: Register, reopen: Reopen, now: dt.datetime) -> None:
    receipt = register.commit("add_entity", [Change.put(BANK)], by="Chan", at=now, subject="e1")
    register.close()
    again = reopen()
    assert again.get(Entity, "e1") == BANK
    assert again.firm == "Example Bank"
    assert again.entries()[-1].seq == receipt.seq == again.size


def test_a_wrong_passphrase_is_a_sentence(
    register: Register, reopen: Reopen, capfd: pytest.CaptureFixture[str]
) -> None:
    register.close()
    with pytest.raises(UserFacingError) as refused:
        reopen("something else")
    assert "passphrase" in refused.value.sentence
    assert capfd.readouterr().err == ""


def test_the_second_opener_is_told_who_has_it(register: Register, reopen: Reopen) -> None:
    with pytest.raises(RegisterLocked) as refused:
        reopen()
    assert refused.value.holder["since"] == "2026-11-22 09:00 UTC"
    register.close()
    assert reopen().size == 2


def test_a_file_in_plain_sqlite_is_refused(path: Path, reopen: Reopen) -> None:
    plain = sqlite3.connect(path)
    plain.execute("CREATE TABLE t (a)")
    plain.close()
    with pytest.raises(UserFacingError, match="not a Placet register"):
        reopen()


@pytest.mark.parametrize("size", [0, 15, 4096, 5000])
def test_a_file_that_is_no_register_is_refused(path: Path, reopen: Reopen, size: int) -> None:
    path.write_bytes(bytes(range(256)) * (size // 256) + b"x" * (size % 256))
    with pytest.raises(UserFacingError):
        reopen()


def test_a_newer_file_is_refused(register: Register, reopen: Reopen) -> None:
    register.db.execute("PRAGMA user_version = 99")
    register.close()
    with pytest.raises(UserFacingError, match="newer Placet"):
        reopen()


def test_an_existing_file_is_not_touched(path: Path, now: dt.datetime) -> None:
    path.write_text("precious", encoding="utf-8")
    with pytest.raises(UserFacingError, match="already"):
        create_register(path, "x", firm="Bank", now=now)
    assert path.read_text(encoding="utf-8") == "precious"


def test_the_real_key_derivation_opens_what_it_made(path: Path, state_folder: Path, now: dt.datetime) -> None:
    create_register(path, "päss", firm="Bank", now=now, state_folder=state_folder).close()
    decomposed = "pa\u0308ss"
    with open_register(path, decomposed, now=now, state_folder=state_folder) as register:
        assert register.firm == "Bank"


def test_reading_refuses_to_write(register: Register, reopen: Reopen, now: dt.datetime) -> None:
    register.close()
    with reopen(mode="read") as reading, pytest.raises(UserFacingError, match="reading only"):
        reading.commit("add", [Change.put(BANK)], by="", at=now)


def test_a_medium_that_cannot_be_written_is_opened_for_reading(
    register: Register, path: Path, reopen: Reopen, monkeypatch: pytest.MonkeyPatch
) -> None:
    register.close()
    before = sorted(item.name for item in path.parent.iterdir())
    monkeypatch.setattr("placet.register.file.is_read_only", lambda _: True)
    again = reopen()
    assert again.read_only
    assert again.firm == "Example Bank"
    assert again.notices
    assert sorted(item.name for item in path.parent.iterdir()) == before


def test_a_medium_with_entries_left_in_a_second_file_is_refused(
    register: Register, path: Path, reopen: Reopen, monkeypatch: pytest.MonkeyPatch
) -> None:
    register.close()
    path.with_name("bank.placet-wal").write_bytes(b"left behind")
    monkeypatch.setattr("placet.register.file.is_read_only", lambda _: True)
    with pytest.raises(UserFacingError, match="not closed properly"):
        reopen()


@pytest.mark.parametrize(
    ("name", "word"),
    [("bank.db", "ends in .placet"), ("Dropbox/bank.placet", "Dropbox"), ("no/bank.placet", "nothing can be written")],
)
def test_a_name_or_place_that_will_not_do_is_refused(tmp_path: Path, now: dt.datetime, name: str, word: str) -> None:
    (tmp_path / "Dropbox").mkdir()
    with pytest.raises(UserFacingError, match=word):
        create_register(tmp_path / name, "x", firm="Bank", now=now)
    assert not (tmp_path / name).exists()
    assert not (tmp_path / "no").exists()


def test_a_journal_and_head_that_disagree_are_noticed_on_opening(register: Register, reopen: Reopen) -> None:
    register.db.execute("UPDATE head SET size = 3, peaks = zeroblob(64)")
    register.close()
    with pytest.raises(UserFacingError, match="journal has 2 entries"):
        reopen()
