"""With mouse and keyboard only: from an empty register to a sealed, signed and verified dossier."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QSettings
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QRadioButton
from pytestqt.qtbot import QtBot

from end2end.window_hand import Hand, passphrase_is, save_to
from placet.ui import dialogs
from placet.ui.pages.dossiers import DossiersPage
from placet.ui.pages.interview import InterviewPage
from placet.ui.pages.interview_answer import AnswerPanel
from placet.ui.pages.interview_determination import DeterminationPanel
from placet.ui.pages.interview_fact import FactPanel
from placet.ui.pages.interview_flows import FlowsPanel
from placet.ui.pages.register import RegisterPage
from placet.ui.session import Session
from placet.ui.theme import apply_theme
from placet.ui.window import MainWindow
from unit.ui.bank import ROLES, ROUTE

pytestmark = pytest.mark.gui

PASSPHRASE = "several words that nobody guesses"
STATEMENT = "Every draft is read, changed where needed and sent by a member of staff; the team head samples 20 a week."
YES = {"personal_data", "human_checks_output", "third_party_provider"}
"""Facts that hold for the use case; every other yes-or-no question is answered no."""


@pytest.fixture
def hand(qtbot: QtBot, qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Hand:
    QCoreApplication.setOrganizationName("Placet test")
    QCoreApplication.setApplicationName("Placet test")
    QSettings.setDefaultFormat(QSettings.Format.IniFormat)
    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, str(tmp_path / "settings"))
    for name in ("XDG_STATE_HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(name, str(tmp_path / "own"))
    apply_theme(qapp)
    window = MainWindow(Session())
    qtbot.addWidget(window)
    window.show()
    return Hand(qtbot, window)


def test_from_an_empty_folder_to_a_verified_dossier(
    hand: Hand, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _create_register(hand, tmp_path / "harbour.placet")
    _enter_parties(hand)
    _enter_use_case(hand)
    hand.sit_down("Chan Mei Ling")
    _answer_the_interview(hand)
    _decide(hand)
    _seal(hand)
    _sign(hand, tmp_path, monkeypatch)
    _verify(hand, tmp_path, monkeypatch)


def _create_register(hand: Hand, path: Path) -> None:
    hand.go("start")
    hand.press("createPushButton")
    hand.type("firmLineEdit", "Harbour Example Bank")
    hand.type("pathLineEdit", str(path))
    hand.type("newPassphraseLineEdit", PASSPHRASE)
    hand.type("againLineEdit", PASSPHRASE)
    hand.press("makePushButton")
    assert hand.window.session.is_open
    assert path.exists()


def _enter_parties(hand: Hand) -> None:
    hand.go("register")
    page = hand.page
    assert isinstance(page, RegisterPage)
    entities, people, _, systems, models, _ = page.panels
    page.tabs.setCurrentWidget(entities)
    entities.begin()
    hand.type("nameLineEdit", "Harbour Example Bank")
    hand.type("legal_nameLineEdit", "Harbour Example Bank Limited")
    hand.type("registrationLineEdit", "B000")
    hand.choose("placeComboBox", "Hong Kong")
    hand.tick_in_list("licencesListWidget", "Bank")
    hand.press("saveEntitiesPushButton")
    page.tabs.setCurrentWidget(people)
    for name, role in ROLES.items():
        people.begin()
        hand.type("nameLineEdit", name)
        hand.type("job_titleLineEdit", role.replace("-", " ").capitalize())
        hand.press("savePeoplePushButton")
        page.people.holdings.presenter.open_form("role")
        form = page.people.holdings._form
        assert form is not None
        combo = form.control("role")
        combo.setCurrentIndex(combo.findData(role))  # type: ignore[attr-defined]
        hand.type("fromLineEdit", "1 Jan 2026")
        hand.press("saveHoldingPushButton")
    page.tabs.setCurrentWidget(models)
    models.begin()
    hand.type("nameLineEdit", "Harbour LM")
    hand.type("versionLineEdit", "3")
    hand.type("descriptionPlainTextEdit", "Writes drafts of replies")
    hand.press("saveModelsPushButton")
    page.tabs.setCurrentWidget(systems)
    systems.begin()
    hand.type("nameLineEdit", "Reply assistant")
    hand.type("versionLineEdit", "1.2")
    hand.tick_in_list("modelsListWidget", "Harbour LM")
    hand.press("saveSystemsPushButton")
    assert hand.problem == ""


def _enter_use_case(hand: Hand) -> None:
    page = hand.page
    assert isinstance(page, RegisterPage)
    page.begin_use_case()
    hand.type("nameLineEdit", "Reply drafts for staff")
    hand.type("purposePlainTextEdit", "Shorter waiting times for customers who write to the bank.")
    hand.type("descriptionPlainTextEdit", "Drafts a reply to a letter; a member of staff reads, changes and sends it.")
    hand.choose("ownerComboBox", "Chan Mei Ling")
    hand.tick_in_list("entitiesListWidget", "Harbour Example Bank")
    hand.tick_in_list("systemsListWidget", "Reply assistant")
    hand.press("saveUseCasePushButton")
    assert hand.problem == ""
    assert hand.window.session.use_case_id


def _answer_the_interview(hand: Hand) -> None:
    hand.go("interview")
    page = hand.page
    assert isinstance(page, InterviewPage)
    for _ in range(400):
        panel = page._question.panel
        if isinstance(panel, FactPanel):
            _answer_fact(hand, panel)
        elif isinstance(panel, AnswerPanel):
            for editor in panel.editors.values():
                hand.tick("metRadioButton", editor)
                hand.type("statementPlainTextEdit", STATEMENT, editor)
        elif isinstance(panel, FlowsPanel):
            _enter_flow(hand)
        elif isinstance(panel, DeterminationPanel):
            _determine(hand, panel)
        else:
            break
        hand.press("saveNextPushButton")
        assert hand.problem == "", page.presenter.state.current
    state = page.presenter.state
    assert state.current == "gaps"
    assert all(step.is_done for step in state.steps)
    assert [line.left for line in state.left] == [0]


def _answer_fact(hand: Hand, panel: FactPanel) -> None:
    for editor in panel.editors:
        if editor.findChild(QRadioButton, "yesRadioButton"):
            hand.tick("yesRadioButton" if panel.form.key in YES else "noRadioButton", editor)
        elif panel.form.key == "ai_technique":
            hand.tick("llmCheckBox", editor)
        elif editor.findChildren(QRadioButton):
            hand.tick(f"{panel.form.choices[0][0]}RadioButton", editor)
        elif editor.findChild(QLineEdit, "valueLineEdit"):
            hand.type("valueLineEdit", "0" if panel.form.kind == "number" else "Not stated", editor)
        elif not editor.slot.read_only:
            hand.tick("noneOfTheseCheckBox", editor)


def _enter_flow(hand: Hand) -> None:
    hand.type("flowNameLineEdit", "Letters of customers")
    hand.tick_in_menu("dataClassCheckMenu", "Personal data")
    hand.choose("collectedInComboBox", "Hong Kong")
    for name in ("storedInCheckMenu", "processedInCheckMenu", "accessedFromCheckMenu"):
        hand.tick_in_menu(name, "Hong Kong")
    hand.choose("givenToComboBox", "This entity only")
    hand.press("keepFlowPushButton")
    assert hand.problem == ""
    hand.tick("flowsCompleteCheckBox")


def _determine(hand: Hand, panel: DeterminationPanel) -> None:
    if panel.form.subject == "triage":
        hand.choose("determinedComboBox", "Full assessment")
    else:
        hand.choose("determinedComboBox", panel.form.options[-1][1])
    hand.type("reasonsPlainTextEdit", "Rated in the workshop on the use case.")


def _decide(hand: Hand) -> None:
    hand.go("approvals")
    hand.press("emptyStatePushButton")
    hand.wait_for_work()
    for stage, name, outcome in ROUTE:
        if stage == "validate":
            _show_that_separation_holds(hand)
        hand.sit_down(name)
        hand.press(f"stage-{stage}-PushButton")
        hand.outcome(outcome)
        sign = hand.find(QPushButton, "signPushButton")
        assert "version 1" in sign.accessibleName()
        assert "for Harbour Example Bank HK only" in sign.accessibleName()
        hand.press("signPushButton")
        assert hand.problem == ""
    assert "route complete" in hand.window.header.state.text()


def _show_that_separation_holds(hand: Hand) -> None:
    """The owner, who attested, cannot validate: the rule is named and the button does nothing."""
    hand.press("stage-validate-PushButton")
    hand.outcome("passed")
    refusal = hand.find(QLabel, "refusal-separation-person-Label")
    assert refusal.text().startswith("Separation of duties")
    assert not hand.find(QPushButton, "signPushButton").isEnabled()


def _seal(hand: Hand) -> None:
    hand.go("dossiers")
    hand.press("checkPushButton")
    page = hand.page
    assert isinstance(page, DossiersPage)
    found = page.presenter.state.preparation
    assert found is not None
    assert [line.message for line in found.errors] == []
    if found.warnings:
        assert not hand.find(QPushButton, "sealPushButton").isEnabled()
        hand.type("reasonLineEdit", "Decided at the desk; the signatures follow in the sealed file.")
        if len(found.warnings) > 1:
            hand.press("fillPushButton")
    hand.press("sealPushButton")
    hand.wait_for_work()
    assert hand.problem == ""
    assert hand.find(QLabel, "dossierNumberLabel").text().startswith("HK-")
    assert {line.state for line in page.presenter.state.fields} == {"decided, not signed"}


def _sign(hand: Hand, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = hand.page
    assert isinstance(page, DossiersPage)
    monkeypatch.setattr(dialogs, "pick_passphrase", passphrase_is("words for evaluation"))
    for stage, name, _ in ROUTE[:2]:
        file = folder / f"{stage}.p12"
        monkeypatch.setattr(dialogs, "pick_save", save_to(file))
        hand.sit_down(name)
        hand.press("evaluationPushButton")
        assert file.stat().st_size > 0
        hand.press(f"sign-stage-{stage}-PushButton")
        hand.wait_for_work()
        assert hand.problem == ""
    signed = [line for line in page.presenter.state.fields if line.is_signed]
    assert [line.who for line in signed] == [name for _, name, _ in ROUTE[:2]]
    assert all("EVALUATION" in line.state for line in signed)


def _verify(hand: Hand, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copy = folder / "copy.pdf"
    monkeypatch.setattr(dialogs, "pick_save", save_to(copy))
    hand.press("saveCopyPushButton")
    hand.press("openVerifyPushButton")
    for data, code in ((copy.read_bytes(), 1), (_with_one_bit_flipped(copy.read_bytes()), 3)):
        copy.write_bytes(data)
        monkeypatch.setattr(dialogs, "pick_file", lambda _p, _t, _k, on_chosen: on_chosen(copy))
        hand.press("verifyFilePushButton")
        hand.press("verifyPushButton")
        hand.wait_for_work()
        page = hand.page
        assert isinstance(page, DossiersPage)
        answer = page.verifying.presenter.state.answer
        assert answer is not None
        assert (answer.code == 1) is (code == 1), answer.sentences
        assert hand.find(QLabel, "outcomeLabel").text() == answer.sentences[0]


def _with_one_bit_flipped(data: bytes) -> bytes:
    at = len(data) // 3
    return data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]
