"""Making and opening a register with its rules beside it."""

import datetime as dt
from pathlib import Path

import pytest

from placet.domain.acts import InstalledPack
from placet.domain.errors import FindingsError, UserFacingError
from placet.operations.examine_register import examine
from placet.operations.open_workspace import (
    create_workspace,
    install_firm_pack,
    open_backup_workspace,
    open_workspace,
)
from placet.operations.workspace import Actor, found, keyboard_user
from placet.packs import compiled
from placet.register.locking import RegisterLocked
from unit.operations.bank import DATA, PASSPHRASE, START, Ticking, quick_derive


@pytest.fixture(autouse=True)
def own_state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    with create_workspace(
        tmp_path / "bank.placet", PASSPHRASE, firm_name="Zed Bank", clock=Ticking(), derive=quick_derive
    ).register as register:
        return register.path


def test_a_new_register_keeps_the_exact_rules_it_is_read_by(path: Path) -> None:
    ws = open_workspace(path, PASSPHRASE, clock=Ticking(), derive=quick_derive)
    with ws.register:
        assert ws.firm.firm == ws.register.firm == "Zed Bank"
        installed = {item.pack_id: item for item in ws.register.all(InstalledPack)}
        assert installed.keys() == {*(pack.id for pack in ws.packs.values()), "common", "firm"}
        for pack in ws.packs.values():
            body = ws.register.blob(installed[pack.id].body)
            assert body == compiled.to_bytes(pack)
            assert installed[pack.id].sha256 == pack.sha256_hex
        assert ws.pack("HK") is not None
        assert ws.pack("YY") is None
        assert ws.actor == keyboard_user()
        assert all(check.is_good for check in examine(ws) if check.title != "backups")


def test_an_existing_file_is_never_made_anew(path: Path) -> None:
    before = path.read_bytes()
    with pytest.raises(UserFacingError, match="already"):
        create_workspace(path, PASSPHRASE, clock=Ticking(), derive=quick_derive)
    assert path.read_bytes() == before


def test_a_wrong_passphrase_opens_nothing(path: Path) -> None:
    with pytest.raises(UserFacingError, match="passphrase"):
        open_workspace(path, "wrong", clock=Ticking(), derive=quick_derive)


def test_a_second_opener_is_told_who_has_it_and_reads_the_newest_backup(path: Path) -> None:
    from placet.register.backup import make_backup

    ws = open_workspace(path, PASSPHRASE, clock=Ticking(), derive=quick_derive)
    with ws.register:
        make_backup(ws.register, ws.clock())
        with pytest.raises(RegisterLocked, match="open since"):
            open_workspace(path, PASSPHRASE, clock=Ticking(), derive=quick_derive)
        copy = open_backup_workspace(path, PASSPHRASE, clock=Ticking(), derive=quick_derive)
        with copy.register:
            assert copy.register.read_only
            assert copy.register.backup_date
            assert copy.firm == ws.firm


def test_a_firm_pack_is_installed_beside_the_earlier_one(path: Path) -> None:
    next_day = Ticking(START + dt.timedelta(days=1))
    ws = open_workspace(path, PASSPHRASE, clock=next_day, derive=quick_derive)
    earlier = ws.firm
    data = (DATA / "firm.yaml").read_bytes().replace(b'version: "3"', b'version: "4"')
    data = data.replace(b"when: uses_ai", b"when: {fact: customer_facing, equals: true}")
    with ws.register:
        before = ws.register.size
        with pytest.raises(FindingsError) as caught:
            install_firm_pack(ws, data.replace(b"kind: opine", b"kind: bless"), "firm.yaml")
        assert any("bless" in str(item) for item in caught.value.findings)
        assert ws.register.size == before
        assert install_firm_pack(ws, data, "firm.yaml").firm.version == "4"
    again = open_workspace(path, PASSPHRASE, clock=next_day, derive=quick_derive)
    with again.register:
        assert again.firm.version == "4"
        assert [item.version for item in again.register.all(InstalledPack, pack_id="firm")] == [earlier.version, "4"]


def test_who_is_at_the_keyboard_is_written_with_the_person_they_say_they_are(path: Path) -> None:
    assert str(Actor("os")) == "os"
    assert str(Actor("os", "p1", "Ann")) == "os:p1"
    ws = open_workspace(path, PASSPHRASE, clock=Ticking(), derive=quick_derive)
    with ws.register:
        assert ws.acting_as(Actor("os", "p1")).actor.person_id == "p1"
        assert ws.today().isoformat() == "2026-11-22"
        assert ws.now().endswith("[Asia/Hong_Kong]")
        assert ws.new_id() < ws.new_id()


def test_what_is_not_there_is_named() -> None:
    assert found(1, "number", "1") == 1
    with pytest.raises(UserFacingError, match="there is no entity “X” in this register"):
        found(None, "entity", "X")
