"""The Rules tab of the Journal page, and the notice that leads there."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from placet.operations import use_packs
from placet.ui import dialogs
from placet.ui.pages.journal import JournalPage
from placet.ui.session import Session
from placet.ui.window import MainWindow
from unit.ui.bank import Bank
from unit.ui.test_rules import firm_file, newer_library

pytestmark = pytest.mark.gui


def button(within: QWidget, name: str) -> QPushButton:
    found = within.findChild(QPushButton, name)
    assert found is not None, name
    return found


@pytest.fixture
def page(window: MainWindow) -> JournalPage:
    window.show_page("journal")
    assert isinstance(window.page, JournalPage)
    window.page.show_part("rules")
    return window.page


def test_the_rules_in_use_are_shown(page: JournalPage) -> None:
    assert page.tabs.currentWidget() is page.rules
    assert page.rules.table.model().rowCount() == len(page.rules.presenter.state.lines) > 10
    assert not button(page, "installUpdatesPushButton").isVisible()


def test_newer_rules_are_told_on_opening_and_lead_to_the_tab(
    qtbot: QtBot, bank: Bank, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(use_packs, "load_built_in", newer_library)
    asked: list[str] = []

    def agree(_parent: QWidget, title: str, _text: str, _go: str, then: Callable[[], object], **_kind: bool) -> None:
        asked.append(title)
        then()

    monkeypatch.setattr(dialogs, "ask", agree)
    session = Session()
    window = MainWindow(session)
    qtbot.addWidget(window)
    window.show()
    assert not window.notices.isVisible()
    session.open(bank.workspace)
    assert window.notices.isVisible()
    assert "newer" in window.notices.sentence
    button(window.notices, "seeRulesPushButton").click()
    page = window.page
    assert isinstance(page, JournalPage)
    assert page.tabs.currentWidget() is page.rules
    button(page, "installUpdatesPushButton").click()
    assert asked == ["Use the newer built-in rules?"]
    assert session.workspace.packs["HK"].version == "2027.1"
    assert not window.notices.isVisible()
    assert not button(page, "installUpdatesPushButton").isVisible()


def test_a_dismissed_notice_stays_away(window: MainWindow, session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(use_packs, "load_built_in", newer_library)
    window.notices.read()
    assert window.notices.isVisible()
    window.notices._dismiss()
    session.tell_change()
    assert not window.notices.isVisible()


def test_slips_in_a_firm_pack_are_listed_and_a_whole_one_is_used(
    page: JournalPage, session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen = [
        firm_file(tmp_path, "77", change=("kind: opine", "kind: bless")).rename(tmp_path / "slips.yaml"),
        firm_file(tmp_path, "77"),
    ]
    monkeypatch.setattr(dialogs, "pick_file", lambda _parent, _title, _kinds, then: then(chosen.pop(0)))
    button(page, "installFirmPackPushButton").click()
    assert page.rules.slips.isVisible()
    assert page.rules.slips.model().rowCount() == len(page.rules.presenter.state.slips) > 0
    button(page, "installFirmPackPushButton").click()
    assert not page.rules.slips.isVisible()
    assert session.workspace.firm.version == "77"
