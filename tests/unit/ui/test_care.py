"""The care of a register, without a window: passphrase, recovery code, restoring."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from placet.domain.errors import UserFacingError
from placet.domain.parties import Person
from placet.operations import keep_parties
from placet.operations.keep_register import backup_now, loss_by
from placet.operations.open_workspace import open_workspace
from placet.register.backup import backups
from placet.ui.presenters.care import CarePresenter
from placet.ui.session import Session
from unit.ui.bank import PASSPHRASE, Bank, Ticking, open_bank, quick_derive

NEW = "a lantern over the pier"


@pytest.fixture
def bank(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Bank:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return open_bank(tmp_path)


@pytest.fixture
def session(bank: Bank) -> Iterator[Session]:
    opened = Session()
    opened.open(bank.workspace)
    yield opened
    opened.close()


@pytest.fixture
def presenter(session: Session) -> CarePresenter:
    made = CarePresenter(session, quick_derive)
    made.refresh()
    return made


def opens(path: Path, secret: str) -> bool:
    try:
        ws = open_workspace(path, secret, clock=Ticking(), derive=quick_derive)
    except UserFacingError:
        return False
    ws.register.close()
    return True


def test_a_new_passphrase_opens_the_register_and_the_former_one_does_not(
    presenter: CarePresenter, session: Session
) -> None:
    path = session.workspace.register.path
    assert presenter.change_passphrase(PASSPHRASE, NEW, NEW)
    keep_parties.save(session.workspace, Person("", "Added after the change"))
    assert len(presenter.state.backups) == 1
    session.close()
    assert opens(path, NEW)
    assert not opens(path, PASSPHRASE)


@pytest.mark.parametrize(
    ("texts", "field"),
    [
        (("", NEW, NEW), "current"),
        (("not this one", NEW, NEW), "current"),
        ((PASSPHRASE, "short", "short"), "new"),
        ((PASSPHRASE, NEW, NEW + "s"), "again"),
    ],
)
def test_what_is_wrong_with_a_new_passphrase_is_said_at_its_field(
    presenter: CarePresenter, session: Session, texts: tuple[str, str, str], field: str
) -> None:
    size = session.workspace.register.size
    assert not presenter.change_passphrase(*texts)
    assert list(presenter.state.problems) == [field]
    assert session.workspace.register.size == size


def test_the_recovery_code_is_shown_to_who_knows_the_passphrase_and_opens_the_register(
    presenter: CarePresenter, session: Session
) -> None:
    path = session.workspace.register.path
    with pytest.raises(UserFacingError, match="neither the passphrase"):
        presenter.show_code("somebody else")
    assert presenter.state.code == ""
    presenter.show_code(PASSPHRASE)
    code = presenter.state.code
    assert session.workspace.register.entries()[-1].operation == "show_recovery_code"
    presenter.put_code_away()
    assert presenter.state.code == ""
    session.close()
    assert opens(path, code)
    assert not opens(path, code[:-1] + ("A" if code[-1] != "A" else "B"))


def test_the_recovery_code_sets_a_new_passphrase_and_a_new_code_follows(
    presenter: CarePresenter, session: Session
) -> None:
    path = session.workspace.register.path
    presenter.show_code(PASSPHRASE)
    code = presenter.state.code
    assert presenter.change_passphrase(code, NEW, NEW)
    assert presenter.state.code == ""
    session.close()
    assert opens(path, NEW)
    assert not opens(path, code)


def test_restoring_names_what_would_be_lost_and_begins_a_new_epoch(presenter: CarePresenter, session: Session) -> None:
    ws = session.workspace
    name, epoch, kept = backup_now(ws), ws.register.epoch, ws.register.size
    keep_parties.save(ws, Person("", "Entered afterwards"))
    ws.register.checkpoint("Hong Kong Monetary Authority", ws.clock())
    words = presenter.loss_in_words(name, PASSPHRASE)
    assert words.startswith(f"2 journal entries would be lost, {kept + 1} to {kept + 2}: give checkpoint, add person.")
    assert "given to Hong Kong Monetary Authority" in words
    presenter.restore(name, PASSPHRASE)
    after = session.workspace.register
    assert not after.all(Person, name="Entered afterwards")
    assert after.epoch != epoch
    assert after.entries()[-1].operation == "restore_backup"
    assert f'"lost_to": {kept + 2}' in after.setting(f"epoch:{after.epoch}")
    assert after.verify_journal() == ()
    assert len(list(after.path.parent.glob("bank-before-restore-*.placet"))) == 1


def test_a_backup_that_reaches_the_last_entry_loses_nothing(presenter: CarePresenter, session: Session) -> None:
    name = backup_now(session.workspace)
    assert presenter.loss_in_words(name, PASSPHRASE).startswith("Nothing would be lost")


def test_a_backup_under_the_former_passphrase_is_restored_with_that(presenter: CarePresenter, session: Session) -> None:
    name = backup_now(session.workspace)
    presenter.change_passphrase(PASSPHRASE, NEW, NEW)
    with pytest.raises(UserFacingError, match="passphrase"):
        presenter.loss_in_words(name, NEW)
    backup = next(item for item in backups(session.workspace.register.path) if item.path.name == name)
    assert loss_by(session.workspace, backup, PASSPHRASE, derive=quick_derive).acts == ("change_passphrase",)
    presenter.restore(name, PASSPHRASE)
    register = session.workspace.register
    assert "unknown" not in register.setting(f"epoch:{register.epoch}")
    path = register.path
    session.close()
    assert opens(path, PASSPHRASE)


def test_a_restore_that_fails_leaves_the_register_open_as_it_was(presenter: CarePresenter, session: Session) -> None:
    name = backup_now(session.workspace)
    size = session.workspace.register.size
    with pytest.raises(UserFacingError, match="passphrase"):
        presenter.restore(name, "somebody else")
    assert session.workspace.register.size == size
    keep_parties.save(session.workspace, Person("", "Still written to"))
