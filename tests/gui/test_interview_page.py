"""The interview page: keyboard, drafts, evidence, what is shown beside a question."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QCheckBox, QLabel, QLineEdit, QPlainTextEdit, QPushButton, QRadioButton
from pytestqt.qtbot import QtBot

from placet.domain.acts import Answer
from placet.domain.parties import Fact
from placet.operations.keep_evidence import EvidenceDetails
from placet.operations.state_facts import state_fact
from placet.ui.pages import evidence_dialog
from placet.ui.pages.evidence_box import EvidenceBox
from placet.ui.pages.interview import InterviewPage
from placet.ui.pages.interview_answer import AnswerPanel
from placet.ui.pages.interview_fact import FactPanel
from placet.ui.session import Session
from placet.ui.window import MainWindow
from unit.ui.bank import FACTS, Bank

pytestmark = pytest.mark.gui


@pytest.fixture
def page(window: MainWindow, session: Session, bank: Bank) -> InterviewPage:
    session.choose_use_case(bank.use_case_id)
    window.show_page("interview")
    assert isinstance(window.page, InterviewPage)
    return window.page


def _open_control(page: InterviewPage, bank: Bank) -> AnswerPanel:
    for key, value in FACTS.items():
        state_fact(bank.workspace, bank.version, key, value)
    page.session.tell_change()
    item = next(item for item in page.presenter.interview.items if item.id.startswith("control:") and item.remainders)
    page.presenter.go_to(item.id)
    panel = page._question.panel
    assert isinstance(panel, AnswerPanel)
    return panel


def test_a_fact_is_stated_with_the_keyboard_alone(
    qtbot: QtBot, window: MainWindow, page: InterviewPage, bank: Bank
) -> None:
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    box = page._question.findChild(QCheckBox, "llmCheckBox")
    assert box is not None
    box.setFocus()
    qtbot.keyClick(box, Qt.Key.Key_Space)
    qtbot.keyClick(box, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert bank.workspace.register.count(Fact, key="ai_technique") == 1
    assert page.presenter.state.current == "fact:customer_facing"
    panel = page._question.panel
    assert isinstance(panel, FactPanel)
    qtbot.keyClick(panel, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert page.presenter.state.current == "fact:ai_technique"


def test_what_was_half_typed_is_there_after_another_page(window: MainWindow, page: InterviewPage, bank: Bank) -> None:
    panel = _open_control(page, bank)
    key, editor = next(iter(panel.editors.items()))
    statement = editor.findChild(QPlainTextEdit, "statementPlainTextEdit")
    assert statement is not None
    statement.setPlainText("Half a sentence")
    size = bank.workspace.register.size
    window.show_page("journal")
    window.show_page("interview")
    again = page._question.panel
    assert isinstance(again, AnswerPanel)
    assert again.editors[key].input().statement == "Half a sentence"
    assert again.editors[key].note.text().startswith("Not recorded yet")
    assert bank.workspace.register.size == size, "a draft is no record"


def test_answers_to_the_question_and_what_is_asked_beyond_it_are_recorded_together(
    page: InterviewPage, bank: Bank
) -> None:
    panel = _open_control(page, bank)
    for editor in panel.editors.values():
        met, statement = (
            editor.findChild(QRadioButton, "metRadioButton"),
            editor.findChild(QPlainTextEdit, "statementPlainTextEdit"),
        )
        assert met is not None
        assert statement is not None
        met.setChecked(True)
        statement.setPlainText("A member of staff reads every draft before it is sent.")
    save = page.findChild(QPushButton, "saveNextPushButton")
    assert save is not None
    save.click()
    assert bank.workspace.register.count(Answer) == len(panel.editors) > 1


def test_a_refusal_stands_above_the_page_and_keeps_what_was_typed(
    window: MainWindow, page: InterviewPage, bank: Bank
) -> None:
    panel = _open_control(page, bank)
    editor = next(iter(panel.editors.values()))
    radio = editor.findChild(QRadioButton, "disappliedRadioButton")
    statement = editor.findChild(QPlainTextEdit, "statementPlainTextEdit")
    assert radio is not None
    assert statement is not None
    radio.setChecked(True)
    statement.setPlainText("Not relevant here.")
    page._on_save()
    assert "basis" in window.problems.sentence
    assert window.problems.isVisible()
    assert statement.toPlainText() == "Not relevant here."
    assert bank.workspace.register.count(Answer) == 0


def test_dropped_files_become_exhibits_of_the_answer(
    page: InterviewPage, bank: Bank, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "Review procedure.txt"
    file.write_text("Every draft is read before it is sent.")

    def described(_parent: object, path: Path, on_given: Callable[[EvidenceDetails], object], **_more: object) -> None:
        on_given(EvidenceDetails(path.stem, dated="2026-11-02"))

    monkeypatch.setattr(evidence_dialog, "ask_details", described)
    panel = _open_control(page, bank)
    key, editor = next(iter(panel.editors.items()))
    box = editor.findChild(EvidenceBox, "evidenceBox")
    assert box is not None
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file))])
    actions, buttons = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    box.dropEvent(QDropEvent(QPoint(5, 5), actions, data, buttons, Qt.KeyboardModifier.NoModifier))
    again = page._question.panel
    assert isinstance(again, AnswerPanel)
    assert len(again.editors[key].input().evidence_ids) == 1
    shown = [label.text() for label in again.editors[key].findChildren(QLabel) if label.isVisible()]
    assert "E-01  Review procedure" in shown
    assert "2 Nov 2026" in shown


def test_the_why_names_label_clause_and_force_and_can_be_folded(page: InterviewPage, bank: Bank) -> None:
    _open_control(page, bank)
    assert page._why.isVisible()
    rules = page.presenter.state.why.rules
    shown = " ".join(label.text() for label in page._why.findChildren(QLabel))
    assert all(f"{rule.label}, {rule.clause}" in shown for rule in rules[:6])
    fold = page.findChild(QPushButton, "foldWhyPushButton")
    assert fold is not None
    fold.click()
    assert not page._why.isVisible()
    assert "Show" in fold.text()


def test_an_approved_version_is_shown_but_not_changed(page: InterviewPage, bank: Bank) -> None:
    from dataclasses import replace

    from placet.register.journal import Change

    approved = replace(bank.version, state="approved")
    bank.workspace.commit("approve", [Change.put(approved)])
    page.session.tell_change()
    save, draft = page.findChild(QPushButton, "saveNextPushButton"), page.findChild(QPushButton, "startDraftPushButton")
    assert save is not None
    assert draft is not None
    assert not save.isVisible()
    draft.click()
    assert bank.version.number == 2
    assert save.isVisible()


def test_a_determination_half_typed_is_kept(page: InterviewPage) -> None:
    page.presenter.go_to("triage")
    reasons = page._question.findChild(QPlainTextEdit, "reasonsPlainTextEdit")
    assert reasons is not None
    reasons.setPlainText("Because of the perso")
    page._leave_for("flows")
    name = page._question.findChild(QLineEdit, "flowNameLineEdit")
    assert name is not None
    name.setText("Letters")
    page._leave_for("triage")
    again = page._question.findChild(QPlainTextEdit, "reasonsPlainTextEdit")
    assert again is not None
    assert again.toPlainText() == "Because of the perso"
    page._leave_for("flows")
    name = page._question.findChild(QLineEdit, "flowNameLineEdit")
    assert name is not None
    assert name.text() == "Letters"
