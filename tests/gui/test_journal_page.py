"""The journal page: entries, check, checkpoints, backup."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from placet.operations.keep_register import journal_check
from placet.ui.pages.journal import JournalPage
from placet.ui.session import Session
from placet.ui.window import MainWindow

pytestmark = pytest.mark.gui


@pytest.fixture
def page(window: MainWindow) -> JournalPage:
    window.show_page("journal")
    assert isinstance(window.page, JournalPage)
    return window.page


def test_entries_are_shown_newest_first_with_who_and_what(page: JournalPage, session: Session) -> None:
    lines = page.presenter.state.entries
    assert [line.seq for line in lines] == list(range(session.workspace.register.size, 0, -1))
    assert lines[0].what == "Use systems"
    assert lines[0].about == "UC-001 version 1"


def test_the_whole_journal_is_verified_off_the_screens_thread(qtbot: QtBot, page: JournalPage) -> None:
    page._verify()
    assert page.presenter.state.is_checking
    qtbot.waitUntil(lambda: not page.presenter.state.is_checking, timeout=60_000)
    assert page.presenter.state.is_sound
    assert "as they were written" in page.presenter.state.verdict


def test_a_changed_row_is_found_and_named(qtbot: QtBot, page: JournalPage, session: Session) -> None:
    session.workspace.register.db.execute("UPDATE person SET job_title = 'Queen' WHERE name = 'Ho Siu Ming'")
    page._verify()
    qtbot.waitUntil(lambda: not page.presenter.state.is_checking, timeout=60_000)
    assert not page.presenter.state.is_sound
    assert any("person" in line and "job_title" in line for line in page.presenter.state.findings)
    assert page._verdict.isVisible()


def test_a_backup_is_made_and_named_in_the_state_line(page: JournalPage, session: Session) -> None:
    page._back_up()
    assert page.presenter.state.last_backup in page.state_line()
    assert list((session.workspace.register.path.parent / "bank.placet-backups").iterdir())


def test_entries_not_witnessed_yet_are_counted(page: JournalPage, session: Session) -> None:
    ws = session.workspace
    ws.register.checkpoint("Hong Kong Monetary Authority", ws.clock(), by=str(ws.actor))
    page.refresh()
    assert page.presenter.state.unwitnessed == 1
    assert page.presenter.state.checkpoints[0].given_to == "Hong Kong Monetary Authority"


def test_the_check_opens_the_file_for_itself(session: Session) -> None:
    assert journal_check(session.workspace)() == ()
