"""The frame: pages, the chosen use case, the person at the keyboard, going anywhere."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLineEdit, QListWidget
from pytestqt.qtbot import QtBot

from placet.domain.errors import Finding, FindingsError, UserFacingError
from placet.operations.keep_parties import add_use_case
from placet.ui.page_registry import PAGES
from placet.ui.pages.register import RegisterPage
from placet.ui.session import Session
from placet.ui.window import MainWindow
from unit.ui.bank import Bank

pytestmark = pytest.mark.gui


def test_a_register_opens_on_its_use_cases(window: MainWindow) -> None:
    assert window.page is not None
    assert window.page.page_id == "register"
    assert window.windowTitle() == "Harbour Example Bank — Placet"


@pytest.mark.parametrize("entry", PAGES, ids=lambda entry: entry.id)
def test_every_page_comes_into_view_with_a_title_and_tells_its_state(window: MainWindow, entry: object) -> None:
    page_id = entry.id  # type: ignore[attr-defined]
    window.show_page(page_id)
    assert window.page is not None
    assert window.page.page_id == page_id
    assert window.header.title.text() == window.page.title
    assert window.page.help_text


def test_a_page_about_one_use_case_asks_for_it_first(window: MainWindow, session: Session, bank: Bank) -> None:
    window.show_page("interview")
    assert window.stack.currentWidget() is not window.page
    session.choose_use_case(bank.use_case_id)
    assert window.stack.currentWidget() is window.page


def test_without_a_register_only_the_start_page_can_be_chosen(window: MainWindow, session: Session) -> None:
    session.close()
    assert window.page is not None
    assert window.page.page_id == "start"
    window.show_page("journal")
    assert window.page.page_id == "start"


def test_the_chosen_use_case_stays_chosen_across_pages(window: MainWindow, session: Session, bank: Bank) -> None:
    session.choose_use_case(bank.use_case_id)
    for page_id in ("journal", "register"):
        window.show_page(page_id)
        assert window.navigation.use_cases.currentData() == bank.use_case_id


def test_choosing_a_person_says_who_acts_from_then_on(window: MainWindow, session: Session, bank: Bank) -> None:
    person = bank.people["Ho Siu Ming"]
    window.top_bar.person_chosen.emit(person)
    assert session.workspace.actor.person_id == person.id
    assert window.top_bar.person.text() == "Ho Siu Ming"


def test_go_to_finds_a_page_and_a_use_case_by_words_in_it(qtbot: QtBot, window: MainWindow, session: Session) -> None:
    add_use_case(session.workspace, "Meeting notes", description="Writes minutes of 例會")
    window.open_go_to()
    dialog = window.findChild(QDialog, "goToDialog")
    assert dialog is not None
    line, found = dialog.findChild(QLineEdit, "goToLineEdit"), dialog.findChild(QListWidget, "goToListWidget")
    assert line is not None
    assert found is not None
    line.setText("例會")
    assert [found.item(row).text() for row in range(found.count())] == ["UC-002  Meeting notes"]
    line.setText("journ")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert window.page is not None
    assert window.page.page_id == "journal"


def test_a_problem_is_shown_in_words_with_its_findings_and_goes_away(window: MainWindow) -> None:
    finding = Finding("name", 0, "is missing", "type it")
    window.show_problem(FindingsError("the form has a problem", (finding,), "form"))
    assert window.problems.isVisible()
    assert window.problems.sentence == "Form: the form has a problem."
    window.show_problem(None)
    assert not window.problems.isVisible()


def test_a_page_that_may_not_be_left_stays(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    page = window.page
    assert page is not None
    monkeypatch.setattr(page, "may_leave", lambda: False)
    window.show_page("journal")
    assert window.page is page


def test_a_user_facing_error_reads_as_one_sentence(window: MainWindow) -> None:
    window.show_problem(UserFacingError("the passphrase is wrong", "bank.placet", "Try again."))
    assert window.problems.sentence == "Bank.placet: the passphrase is wrong. Try again."


def test_go_to_finds_a_person_and_shows_them(window: MainWindow, bank: Bank) -> None:
    (found,) = [target for target in window._destinations("Siu Ming") if target.kind == "people"]
    window._go(found)
    page = window.page
    assert isinstance(page, RegisterPage)
    assert page.people.isVisible()
    assert page.people.presenter.state.chosen == bank.people["Ho Siu Ming"].id


def test_work_that_waits_is_counted_beside_a_page_not_yet_in_view(
    qtbot: QtBot, window: MainWindow, session: Session, bank: Bank
) -> None:
    session.choose_use_case(bank.use_case_id)
    qtbot.waitUntil(lambda: "approvals" in window._pages, timeout=10_000)
    assert window.page is not None
    assert window.page.page_id == "register"
