"""The register page: list, search, details, triage alone and together, records."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from placet.domain.parties import Entity, Person, TriageResult, UseCase
from placet.operations.keep_parties import add_use_case
from placet.resources import resource_path
from placet.ui import dialogs
from placet.ui.pages.register import RegisterPage
from placet.ui.presenters.import_inventory import ImportStep
from placet.ui.session import Session
from placet.ui.widgets.fact_choice import Several, YesNo
from placet.ui.window import MainWindow
from unit.ui.bank import FACTS, Bank

pytestmark = pytest.mark.gui


@pytest.fixture
def page(window: MainWindow) -> RegisterPage:
    assert isinstance(window.page, RegisterPage)
    return window.page


def press(page: QWidget, name: str) -> None:
    button = page.findChild(QPushButton, name)
    assert button is not None, name
    assert button.isEnabled(), name
    button.click()


def test_a_new_use_case_is_typed_saved_and_chosen(page: RegisterPage, session: Session) -> None:
    page.begin_use_case()
    name = page.view.findChild(QLineEdit, "nameLineEdit")
    purpose = page.view.findChild(QPlainTextEdit, "purposePlainTextEdit")
    assert name is not None
    assert purpose is not None
    name.setText("會議記錄 Meeting notes")
    purpose.setPlainText("Minutes")
    press(page, "saveUseCasePushButton")
    made = session.workspace.register.one(UseCase, name="會議記錄 Meeting notes")
    assert made.purpose == "Minutes"
    assert session.use_case_id == made.id


def test_a_use_case_without_a_name_is_refused_under_the_field(page: RegisterPage, session: Session) -> None:
    page.begin_use_case()
    press(page, "saveUseCasePushButton")
    problems = [label.text() for label in page.view.findChildren(object) if getattr(label, "text", None)
                and label.property("role") == "error" and label.isVisible()]  # fmt: skip
    assert problems == ["Name is needed."]
    assert session.workspace.register.count(UseCase) == 1


def test_what_was_typed_is_saved_before_another_page_comes(
    window: MainWindow, page: RegisterPage, session: Session, bank: Bank
) -> None:
    session.choose_use_case(bank.use_case_id)
    purpose = page.view.findChild(QPlainTextEdit, "purposePlainTextEdit")
    assert purpose is not None
    purpose.setPlainText("Half a sentence")
    window.show_page("journal")
    assert bank.use_case.purpose == "Half a sentence"


def test_search_finds_words_in_names_and_descriptions(page: RegisterPage, session: Session) -> None:
    add_use_case(session.workspace, "Spam filter", description="Sorts 垃圾郵件")
    page.refresh()
    page.list.presenter.search("垃圾")
    assert [row.name for row in page.list.presenter.state.rows] == ["Spam filter"]
    page.list.presenter.search("nowhere at all")
    assert page.list.presenter.state.rows == ()
    page.list.show_all()
    assert len(page.list.presenter.state.rows) == 2


def test_triage_is_answered_and_settled_on_the_page(page: RegisterPage, session: Session, bank: Bank) -> None:
    session.choose_use_case(bank.use_case_id)
    for key, value in FACTS.items():
        name = "triage" + "".join(part.title() for part in key.split("_"))
        control = page.view.triage.findChild(Several if key == "ai_technique" else YesNo, name)
        assert control is not None, key
        control.chosen.emit(tuple(value) if isinstance(value, list) else value)
    press(page.view, "settleTriagePushButton")
    assert bank.use_case.triage == page.view.triage_presenter.state.result != TriageResult.OPEN


def test_small_tools_are_settled_together_in_one_entry(page: RegisterPage, session: Session, bank: Bank) -> None:
    ws = session.workspace
    for name in ("Spam filter", "Reading of cheques", "Meeting notes"):
        add_use_case(ws, name, entity_ids=(bank.entity.id,))
    page.refresh()
    chosen = [row.id for row in page.list.presenter.state.rows if row.id != bank.use_case_id]
    page.list.triage_wanted.emit(tuple(chosen))
    answers: dict[str, bool | tuple[str, ...]] = {key: False for key in FACTS if key != "ai_technique"}
    answers |= {"human_checks_output": True, "ai_technique": ("traditional_ml",)}
    for key, value in answers.items():
        page.together.presenter.enter(key, value)
    assert {line.proposed for line in page.together.presenter.state.lines} == {"basic use"}
    before = ws.register.size
    page.together.form.settle_wanted.emit(TriageResult.BASIC, "")
    assert ws.register.size == before + 2
    assert {ws.register.one(UseCase, id=key).triage for key in chosen} == {TriageResult.BASIC}


def test_a_person_is_added_and_gets_a_role_and_an_evaluation_identity(
    page: RegisterPage, session: Session, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def save_at(_parent: object, _title: str, _name: str, _kinds: str, on_chosen: Callable[[Path], object]) -> None:
        on_chosen(tmp_path / "key.p12")

    monkeypatch.setattr(dialogs, "pick_save", save_at)
    page.tabs.setCurrentWidget(page.people)
    page.people.begin()
    assert page.people.form is not None
    name = page.people.form.control("name")
    assert isinstance(name, QLineEdit)
    name.setText("Pang Example")
    page.people.save()
    person = session.workspace.register.one(Person, name="Pang Example")
    presenter = page.people.holdings.presenter
    presenter.open_form("role")
    presenter.add_role({"role": "compliance-officer", "from": "1 Jan 2026"})
    assert [role.title for role in presenter.state.roles] == ["Compliance officer"]
    page.people.holdings._form_kind = "make"
    page.people.holdings._make({"passphrase": "evaluation", "again": "evaluation"})
    assert [item.kind for item in presenter.state.certificates] == ["EVALUATION"]
    assert (tmp_path / "key.p12").stat().st_mode & 0o077 == 0
    assert presenter.state.person_id == person.id


def test_every_list_shows_its_records_or_says_how_to_begin(page: RegisterPage) -> None:
    for panel in page.panels:
        page.tabs.setCurrentWidget(panel)
        assert panel.isVisible()
        assert panel.presenter.state.rows or panel.kind.key == "vendors"


def test_an_inventory_comes_in_whole(qtbot: QtBot, page: RegisterPage, session: Session) -> None:
    page.list.import_wanted.emit()
    wizard = page.importing
    wizard.read(resource_path("sample", "inventory.xlsx"))
    qtbot.waitUntil(lambda: wizard.presenter.state.step is ImportStep.COLUMNS, timeout=60_000)
    press(page, "importNextPushButton")
    assert wizard.presenter.state.step is ImportStep.CHECK
    assert wizard.presenter.state.can_go_on
    before = session.workspace.register.count(UseCase)
    new = sum(line.kind == "new" and "(" not in line.name for line in wizard.presenter.state.changes)
    press(page, "importNextPushButton")
    assert session.workspace.register.count(UseCase) == before + new
    assert wizard.presenter.state.step is ImportStep.DONE


def test_the_keyboard_alone_adds_an_entity(qtbot: QtBot, page: RegisterPage, session: Session) -> None:
    panel = page.panels[0]
    page.tabs.setCurrentWidget(panel)
    panel.begin()
    assert panel.form is not None
    for key, text in (("name", "Harbour SG"), ("legal_name", "Harbour Example Bank, Singapore Branch")):
        control = panel.form.control(key)
        qtbot.keyClicks(control, text)
        qtbot.keyClick(control, Qt.Key.Key_Tab)
    place = panel.form.control("place")
    place.setCurrentIndex(place.findData("HK"))  # type: ignore[attr-defined]
    press(page, "saveEntitiesPushButton")
    assert session.workspace.register.one(Entity, name="Harbour SG").legal_name.endswith("Singapore Branch")
