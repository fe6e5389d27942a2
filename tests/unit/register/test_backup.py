import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from placet.domain.errors import UserFacingError
from placet.domain.parties import Entity
from placet.register.backup import backup_folder, backups, beyond_keeping, make_backup
from placet.register.journal import Change
from placet.register.restoring import open_newest_backup, restore_backup
from placet.register.store import Register

Reopen = Callable[..., Register]
BANK = Entity("e1", "Bank", "Example Bank Limited", "HK")
HOUR = dt.timedelta(hours=1)


def test_opening_makes_a_backup_when_the_last_is_older_than_twelve_hours(
    register: Register, reopen: Reopen, path: Path, now: dt.datetime
) -> None:
    register.close()
    for hours, expected in ((0, 1), (11, 1), (12, 2), (13, 2), (25, 3)):
        reopen(at=now + hours * HOUR).close()
        assert len(backups(path)) == expected


def test_a_locked_register_is_read_from_its_newest_backup(
    register: Register, path: Path, now: dt.datetime, quick: Callable[[str, bytes], bytes], passphrase: str
) -> None:
    with pytest.raises(UserFacingError, match="no backup yet"):
        open_newest_backup(path, passphrase, derive=quick)
    register.commit("add", [Change.put(BANK)], by="x", at=now)
    make_backup(register, now + HOUR)
    register.commit("remove", [Change.remove(Entity, "e1")], by="x", at=now)
    with open_newest_backup(path, passphrase, derive=quick) as backup:
        assert backup.backup_date == "2026-11-22 10:00 UTC"
        assert backup.get(Entity, "e1") == BANK
        assert backup.verify_journal() == ()
        with pytest.raises(UserFacingError, match="reading only"):
            backup.commit("add", [], by="x", at=now)


def test_a_damaged_backup_is_not_opened(
    register: Register, path: Path, now: dt.datetime, quick: Callable[[str, bytes], bytes], passphrase: str
) -> None:
    made = make_backup(register, now)
    data = bytearray(made.path.read_bytes())
    data[len(data) // 2] ^= 1
    made.path.write_bytes(data)
    with pytest.raises(UserFacingError, match="damaged"):
        open_newest_backup(path, passphrase, derive=quick)


def test_a_restore_opens_an_epoch_that_names_what_is_lost(
    register: Register,
    path: Path,
    now: dt.datetime,
    state_folder: Path,
    quick: Callable[[str, bytes], bytes],
    passphrase: str,
) -> None:
    register.commit("add", [Change.put(BANK)], by="x", at=now)
    made, first_epoch = make_backup(register, now), register.epoch
    register.commit("remove", [Change.remove(Entity, "e1")], by="x", at=now)
    register.checkpoint("hkma", now)
    register.close()
    later = now + HOUR
    restored = restore_backup(made, path, passphrase, now=later, by="Chan", derive=quick, state_folder=state_folder)
    with restored:
        assert restored.get(Entity, "e1") == BANK
        assert restored.epoch != first_epoch
        assert restored.setting(f"epoch:{restored.epoch}") == (
            '{"checkpoints_lost": [[4, "hkma"]], "format": 1, "kept": 3, "lost_from": 4, "lost_to": 5}'
        )
        assert restored.entries()[-1].operation == "restore_backup"
        assert restored.verify_journal() == ()
        assert not [notice for notice in restored.notices if "epoch" in notice or "seen" in notice]
    assert list(path.parent.glob("bank-before-restore-*.placet"))


def test_a_register_put_back_by_hand_is_noticed_on_the_same_laptop(
    register: Register, reopen: Reopen, path: Path, now: dt.datetime
) -> None:
    old = make_backup(register, now)
    register.commit("add", [Change.put(BANK)], by="x", at=now)
    register.close()
    path.write_bytes(old.path.read_bytes())
    assert "3 were seen on this computer before" in " ".join(reopen().notices)


def test_a_backup_that_cannot_be_written_is_a_sentence(register: Register, path: Path, now: dt.datetime) -> None:
    backup_folder(path).write_text("in the way", encoding="utf-8")
    with pytest.raises(UserFacingError, match="could not be written"):
        make_backup(register, now)


def test_keeping_thins_out_old_backups() -> None:
    start = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)
    dates = [start - n * 12 * HOUR for n in range(800)]
    kept = set(dates) - set(beyond_keeping(dates))
    assert kept >= set(dates[:5])
    assert {date.date() for date in kept} >= {(start - dt.timedelta(days=n)).date() for n in range(14)}
    assert len({date.strftime("%Y%m") for date in kept}) == 12
    assert len(kept) < 40
    assert beyond_keeping([]) == ()
