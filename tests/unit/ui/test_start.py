"""Start without a window: create, open, the register open elsewhere, the list of recent ones."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

from placet.operations.open_workspace import create_workspace, open_backup_workspace, open_workspace
from placet.operations.recent_registers import recent_registers
from placet.operations.workspace import Workspace
from placet.ui.presenters.start import StartMode, StartPresenter
from placet.ui.session import Session
from unit.ui.bank import Ticking, quick_derive

PASSPHRASE = "several words of passphrase"


def presenter_in(folder: Path, session: Session) -> StartPresenter:
    def create(path: Path, passphrase: str, firm: str) -> Workspace:
        return create_workspace(path, passphrase, firm_name=firm, clock=Ticking(), derive=quick_derive)

    return StartPresenter(
        session,
        open_workspace=partial(open_workspace, derive=quick_derive),
        create_workspace=create,
        open_backup=partial(open_backup_workspace, derive=quick_derive),
        folder=folder,
    )


@pytest.fixture
def session() -> Session:
    return Session()


@pytest.fixture
def presenter(tmp_path: Path, session: Session) -> StartPresenter:
    return presenter_in(tmp_path / "state", session)


def test_every_problem_of_the_form_is_said_at_once(presenter: StartPresenter, session: Session) -> None:
    assert not presenter.create(" ", "", "short", "")
    assert set(presenter.state.problems) == {"firm", "path", "passphrase"}
    assert not session.is_open


def test_two_passphrases_must_match(presenter: StartPresenter, tmp_path: Path) -> None:
    assert not presenter.create("Bank", str(tmp_path / "a"), PASSPHRASE, PASSPHRASE + "!")
    assert set(presenter.state.problems) == {"again"}


def test_a_register_is_created_opened_and_remembered(
    presenter: StartPresenter, session: Session, tmp_path: Path
) -> None:
    assert presenter.create("Harbour Example Bank", str(tmp_path / "bank"), PASSPHRASE, PASSPHRASE)
    assert session.workspace.register.path.name == "bank.placet"
    assert [item.firm for item in recent_registers(tmp_path / "state")] == ["Harbour Example Bank"]
    session.close()
    presenter.ask_passphrase(str(tmp_path / "bank.placet"))
    assert presenter.state.mode is StartMode.UNLOCK
    assert not presenter.unlock("wrong passphrase")
    assert "passphrase" in presenter.state.problems[""]
    assert presenter.unlock(PASSPHRASE)
    session.close()


def test_a_register_open_elsewhere_is_told_and_its_backup_read(presenter: StartPresenter, tmp_path: Path) -> None:
    assert presenter.create("Bank", str(tmp_path / "bank"), PASSPHRASE, PASSPHRASE)
    first = presenter._session
    from placet.operations.keep_register import backup_now

    backup_now(first.workspace)
    second_session = Session()
    second = presenter_in(tmp_path / "state2", second_session)
    second.ask_passphrase(str(tmp_path / "bank.placet"))
    assert not second.unlock(PASSPHRASE)
    assert second.state.is_locked_elsewhere
    assert "has this register open since" in second.state.problems[""]
    assert second.read_backup(PASSPHRASE)
    assert second_session.workspace.register.read_only
    assert second_session.workspace.register.backup_date
    for session in (first, second_session):
        session.close()


def test_a_register_that_is_gone_can_be_taken_off_the_list(presenter: StartPresenter, tmp_path: Path) -> None:
    assert presenter.create("Bank", str(tmp_path / "bank"), PASSPHRASE, PASSPHRASE)
    presenter._session.close()
    path = presenter.state.recent[0].path
    Path(path).unlink()
    presenter.refresh()
    assert not presenter.state.recent[0].is_there
    presenter.forget(path)
    assert presenter.state.recent == ()
