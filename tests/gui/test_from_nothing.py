"""From an empty computer to a triaged use case, through the window alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from placet.domain.parties import UseCase
from placet.ui.pages.register import RegisterPage
from placet.ui.session import Session
from placet.ui.widgets.fact_choice import Several
from placet.ui.window import MainWindow

pytestmark = pytest.mark.gui


@pytest.fixture
def empty(qtbot: QtBot) -> Iterator[MainWindow]:
    made = MainWindow(Session())
    qtbot.addWidget(made)
    made.show()
    yield made
    made.session.close()


def click(within: QWidget, name: str) -> None:
    button = next(item for item in within.findChildren(QPushButton, name) if item.isVisible())
    assert button.isEnabled(), name
    button.click()
    QApplication.processEvents()  # what was just laid out is shown


def write(within: QWidget, name: str, text: str) -> None:
    line = next(
        item for kind in (QLineEdit, QPlainTextEdit) for item in within.findChildren(kind, name) if item.isVisible()
    )
    if isinstance(line, QLineEdit):
        line.setText(text)
        line.textEdited.emit(text)
    else:
        line.setPlainText(text)


def pick(within: QWidget, name: str, label: str) -> None:
    combo = next(item for item in within.findChildren(QComboBox, name) if item.isVisible())
    row = combo.findText(label)
    assert row >= 0, [combo.itemText(number) for number in range(combo.count())]
    combo.setCurrentIndex(row)


def tick(within: QWidget, name: str, label: str) -> None:
    listed = next(item for item in within.findChildren(QListWidget, name) if item.isVisible())
    (item,) = listed.findItems(label, Qt.MatchFlag.MatchStartsWith)
    item.setCheckState(Qt.CheckState.Checked)


def register_page(window: MainWindow) -> RegisterPage:
    assert isinstance(window.page, RegisterPage)
    return window.page


def test_a_register_an_entity_a_person_a_use_case_and_its_triage(empty: MainWindow, tmp_path: Path) -> None:
    click(empty, "createPushButton")
    write(empty, "firmLineEdit", "Harbour Example Bank")
    write(empty, "pathLineEdit", str(tmp_path / "harbour"))
    for name in ("newPassphraseLineEdit", "againLineEdit"):
        write(empty, name, "several words of passphrase")
    click(empty, "makePushButton")
    page = register_page(empty)

    click(page, "emptyStatePushButton")
    write(page, "nameLineEdit", "Harbour HK")
    write(page, "legal_nameLineEdit", "Harbour Example Bank Limited")
    pick(page, "placeComboBox", "Hong Kong")
    tick(page, "licencesListWidget", "Bank")
    click(page, "saveEntitiesPushButton")

    empty.top_bar.people_wanted.emit()
    QApplication.processEvents()
    write(page, "nameLineEdit", "Pang Example")
    click(page, "savePeoplePushButton")
    menu = empty.top_bar.person.menu()
    next(action for action in menu.actions() if action.text() == "Pang Example").trigger()
    assert empty.session.actor.name == "Pang Example"

    page.tabs.setCurrentIndex(0)
    click(page, "emptyStatePushButton")
    write(page, "nameLineEdit", "Spam filter 垃圾郵件")
    pick(page, "ownerComboBox", "Pang Example")
    click(page, "saveUseCasePushButton")
    assert empty.navigation.use_cases.currentText() == "UC-001  Spam filter 垃圾郵件"

    technique = page.view.triage.findChild(Several, "triageAiTechnique")
    assert technique is not None
    technique._boxes["traditional_ml"].click()
    for button in page.view.triage.findChildren(QRadioButton):
        if button.objectName().endswith("NoRadioButton"):
            button.click()
    click(page.view, "settleTriagePushButton")
    ws = empty.session.workspace
    assert ws.register.one(UseCase, reference="UC-001").triage == page.view.triage_presenter.state.result
    assert ws.register.verify_journal() == ()
    by = {entry.by.partition(":")[2] for entry in ws.register.entries() if entry.operation == "settle_triage"}
    assert by == {empty.session.actor.person_id}
