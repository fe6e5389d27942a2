"""The approvals page: a body's decision, its conditions, and what forbids it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QListWidget, QPlainTextEdit, QPushButton, QRadioButton
from pytestqt.qtbot import QtBot

from placet.domain.acts import Condition, SignOff
from placet.operations.keep_evidence import EvidenceDetails
from placet.operations.review_copy import make_review_copy
from placet.operations.sign_off import Decision, lay_out, sign_off
from placet.operations.state_facts import state_fact
from placet.ui import dialogs
from placet.ui.pages import evidence_dialog
from placet.ui.pages.approvals import ApprovalsPage
from placet.ui.pages.approvals_decision import DecisionPanel
from placet.ui.session import Session
from placet.ui.widgets.check_menu import CheckMenu
from placet.ui.window import MainWindow
from unit.ui.bank import FACTS, ROUTE, Bank, answer_everything

pytestmark = pytest.mark.gui


@pytest.fixture
def page(window: MainWindow, session: Session, bank: Bank, monkeypatch: pytest.MonkeyPatch) -> ApprovalsPage:
    """The page of a use that customers meet, with only the committee left to decide."""
    monkeypatch.setitem(FACTS, "customer_facing", True)
    answer_everything(bank)
    make_review_copy(bank.workspace, bank.use_case, bank.version, bank.entity)
    for stage, name, outcome in ROUTE[:-1]:
        desk = lay_out(bank.workspace, bank.use_case, bank.version, bank.entity)
        sign_off(bank.workspace, desk, Decision(stage, outcome, "2026-11-22", bank.people[name].id))
    session.choose_use_case(bank.use_case_id)
    window.show_page("approvals")
    assert isinstance(window.page, ApprovalsPage)
    return window.page


def _panel(page: ApprovalsPage) -> DecisionPanel:
    assert page.decision is not None
    return page.decision


def _refusals(panel: DecisionPanel) -> set[str]:
    labels = [label for label in panel.findChildren(QLabel) if label.objectName().startswith("refusal-")]
    return {label.objectName().split("-")[1] for label in labels if label.isVisible()}


def _choose(panel: DecisionPanel, outcome: str) -> None:
    radio = panel.findChild(QRadioButton, f"{outcome}RadioButton")
    assert radio is not None
    radio.setChecked(True)


def _tick_members(panel: DecisionPanel, count: int) -> None:
    menu = panel.findChild(CheckMenu, "presentCheckMenu")
    assert menu is not None
    choices = menu.menu().findChild(QListWidget)
    assert choices is not None
    for row in range(count):
        choices.item(row).setCheckState(Qt.CheckState.Checked)


def test_a_body_decides_by_minute_with_a_condition(
    page: ApprovalsPage, bank: Bank, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    panel = _panel(page)
    sign = panel.findChild(QPushButton, "signPushButton")
    assert sign is not None
    assert not sign.isEnabled()
    _choose(panel, "approved_with_conditions")
    assert {"minute", "extract", "quorum", "conditions"} <= _refusals(panel)
    minute = panel.findChild(QLineEdit, "minuteLineEdit")
    assert minute is not None
    minute.setText("AIGC-2026-14, item 3")
    _tick_members(panel, 3)
    card = panel.conditions.add_condition()
    text, limit = (
        card.findChild(QPlainTextEdit, "conditionTextPlainTextEdit"),
        card.findChild(QLineEdit, "conditionLimitLineEdit"),
    )
    assert text is not None
    assert limit is not None
    text.setPlainText("At most 50 pilot customers")
    limit.setText("50 customers")
    card._owner.setCurrentIndex(1)
    assert _refusals(panel) == {"extract"}
    file = tmp_path / "Extract.txt"
    file.write_text("Extract of minute AIGC-2026-14")
    monkeypatch.setattr(dialogs, "pick_file", lambda _p, _t, _k, on_chosen: on_chosen(file))

    def described(_parent: object, path: Path, on_given: Callable[[EvidenceDetails], object], **_more: object) -> None:
        on_given(EvidenceDetails(path.stem, dated="2026-11-22"))

    monkeypatch.setattr(evidence_dialog, "ask_details", described)
    add = panel.findChild(QPushButton, "addExtractPushButton")
    assert add is not None
    add.click()
    assert _panel(page) is panel, "what was typed stays while the extract is added"
    assert _refusals(panel) == set()
    assert sign.isEnabled()
    assert sign.accessibleName().startswith("Record for AI Governance Committee: Approve with conditions version 1")
    sign.click()
    act = bank.workspace.register.one(SignOff, stage_id="approve-committee")
    assert act.minute_reference == "AIGC-2026-14, item 3"
    assert len(act.present_ids) == 3
    assert bank.workspace.register.one(Condition).limit == "50 customers"
    assert "route complete" in page.state_line()


def test_a_bodys_record_may_be_signed_by_who_keeps_it(page: ApprovalsPage, bank: Bank, session: Session) -> None:
    session.choose_person(bank.people["Lee Pui Shan"])
    page.presenter.make_evaluation(bank.people["Lee Pui Shan"].id, "words for evaluation")
    panel = _panel(page)
    _choose(panel, "approved")
    assert "certificate" not in _refusals(panel)
    assert panel.sign.accessibleName().endswith("signed by Lee Pui Shan")


def test_the_pages_shown_are_those_kept(qtbot: QtBot, page: ApprovalsPage) -> None:
    copy = page.presenter.state.copy
    assert copy is not None
    qtbot.waitUntil(lambda: page.pages.document.pageCount() == copy.pages, timeout=5000)


def test_changed_content_is_said_and_a_new_copy_offered(
    qtbot: QtBot, page: ApprovalsPage, bank: Bank, session: Session
) -> None:
    state_fact(bank.workspace, bank.version, "critical_operation", True)
    session.tell_change()
    make = page.findChild(QPushButton, "makeReviewCopyPushButton")
    said = page.findChild(QLabel, "reviewCopyLabel")
    assert make is not None
    assert said is not None
    assert make.isVisible()
    assert "changed since" in said.text()
    assert page.decision is None
    make.click()
    qtbot.waitUntil(lambda: not page._strip.is_running, timeout=60_000)
    qtbot.waitUntil(lambda: not make.isVisible(), timeout=5000)
    assert page.presenter.state.stage_id == "attest", "earlier decisions do not count for the new content"


def test_what_is_typed_at_a_stage_stays_while_another_is_looked_at(page: ApprovalsPage) -> None:
    panel = _panel(page)
    minute = panel.findChild(QLineEdit, "minuteLineEdit")
    assert minute is not None
    minute.setText("AIGC-2026-14")
    page.presenter.choose_stage("attest")
    assert page.decision is None
    said = page.findChild(QLabel, "noDecisionLabel")
    assert said is not None
    assert said.text() == "This stage is decided."
    page.presenter.choose_stage("approve-committee")
    again = _panel(page).findChild(QLineEdit, "minuteLineEdit")
    assert again is not None
    assert again.text() == "AIGC-2026-14"


def test_an_own_certificate_is_opened_bound_and_used(
    qtbot: QtBot,
    window: MainWindow,
    session: Session,
    bank: Bank,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from placet.signing.issuing import issue_identity, make_test_authority
    from unit.ui.bank import NOW

    answer_everything(bank)
    make_review_copy(bank.workspace, bank.use_case, bank.version, bank.entity)
    session.choose_use_case(bank.use_case_id)
    window.show_page("approvals")
    page = window.page
    assert isinstance(page, ApprovalsPage)
    authority = make_test_authority("Test authority", "Harbour Example Bank", now=NOW, key="p256")
    file = tmp_path / "chan.p12"
    file.write_bytes(issue_identity(authority, "Chan Mei Ling", "Harbour Example Bank", "words", now=NOW))
    monkeypatch.setattr(dialogs, "pick_file", lambda _p, _t, _k, on_chosen: on_chosen(file))
    monkeypatch.setattr(dialogs, "pick_passphrase", lambda _p, _t, _x, on_given, **_more: on_given("words"))
    panel = _panel(page)
    _choose(panel, "attested")
    panel.identity.file.click()
    qtbot.waitUntil(lambda: page.presenter.state.identity == "Chan Mei Ling", timeout=20_000)
    assert _panel(page) is panel, "what was typed stays while the identity is opened"
    assert _refusals(panel) == {"certificate"}
    panel.identity.basis.setText("Issued in person by the firm's authority")
    bind = panel.identity.findChild(QPushButton, "bindPushButton")
    assert bind is not None
    bind.click()
    assert _refusals(panel) == set()
    assert panel.sign.accessibleName().endswith("for Harbour Example Bank HK only")
    panel.sign.click()
    act = bank.workspace.register.one(SignOff)
    assert act.assurance == "own_certificate"
    assert act.signature
