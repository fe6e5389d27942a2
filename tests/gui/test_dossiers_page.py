"""The dossiers page: drafts, findings that lead to where they are mended, and verifying without a use case."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from placet.domain.acts import Answer, Evidence
from placet.operations.answer_question import answer
from placet.operations.keep_evidence import EvidenceDetails, add_evidence
from placet.ui import dialogs
from placet.ui.pages import evidence_dialog
from placet.ui.pages.dossiers import DossiersPage
from placet.ui.session import Session
from placet.ui.window import MainWindow
from unit.ui.bank import STATEMENT, Bank, answer_everything, run_the_route

pytestmark = pytest.mark.gui


@pytest.fixture
def page(window: MainWindow, session: Session, bank: Bank) -> DossiersPage:
    session.choose_use_case(bank.use_case_id)
    window.show_page("dossiers")
    assert isinstance(window.page, DossiersPage)
    return window.page


def _press(page: DossiersPage, name: str) -> None:
    button = next(item for item in page.findChildren(QPushButton, name) if item.isVisible())
    assert button.isEnabled(), name
    button.click()


def _finish(qtbot: QtBot, page: DossiersPage) -> None:
    qtbot.waitUntil(lambda: not page._strip.is_running, timeout=60_000)


@pytest.mark.parametrize(("name", "head"), [("draftPdf", b"%PDF-"), ("draftWord", b"PK")])
def test_a_draft_goes_out_before_anything_is_decided(
    qtbot: QtBot,
    page: DossiersPage,
    bank: Bank,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    head: bytes,
) -> None:
    file, size = tmp_path / "draft", bank.workspace.register.size
    monkeypatch.setattr(dialogs, "pick_save", lambda _p, _t, _n, _k, on_chosen: on_chosen(file))
    _press(page, f"{name}PushButton")
    _finish(qtbot, page)
    qtbot.waitUntil(file.exists, timeout=2000)
    assert file.read_bytes().startswith(head)
    assert bank.workspace.register.size == size


def test_what_is_missing_is_said_above_the_page(window: MainWindow, page: DossiersPage) -> None:
    _press(page, "checkPushButton")
    assert "no review copy" in window.problems.sentence


def test_an_exhibit_without_a_date_is_mended_in_place(
    page: DossiersPage, bank: Bank, session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "procedure.txt"
    file.write_text("Every draft is read before it is sent.")
    answer_everything(bank)
    exhibit = add_evidence(bank.workspace, EvidenceDetails("Review procedure"), file)
    control = next(item.control_id for item in bank.workspace.register.all(Answer) if item.control_id)
    answer(bank.workspace, bank.version, "met", STATEMENT, control=control, evidence_ids=(exhibit.id,))
    run_the_route(bank)
    session.tell_change()
    _press(page, "checkPushButton")
    found = page.presenter.state.preparation
    assert found is not None
    undated = next(line for line in found.warnings if "has no date" in line.message)

    def dated(
        _parent: object,
        number: str,
        details: EvidenceDetails,
        _addressees: Sequence[tuple[str, str]],
        on_given: Callable[[EvidenceDetails], object],
    ) -> None:
        assert number == "E-01"
        on_given(replace(details, dated="2026-11-02"))

    monkeypatch.setattr(evidence_dialog, "ask_changes", dated)
    page.preparation.mend_wanted.emit(undated.target)
    assert bank.workspace.register.one(Evidence).dated == "2026-11-02"
    assert "changed since" in page.presenter.state.problem, "what was decided on said otherwise"


def test_a_finding_leads_to_its_question(window: MainWindow, page: DossiersPage, bank: Bank, session: Session) -> None:
    from placet.ui.pages.interview import InterviewPage
    from placet.ui.presenters.dossier_words import Target

    answer_everything(bank)
    session.tell_change()
    page.preparation.mend_wanted.emit(Target("interview", "flows"))
    assert isinstance(window.page, InterviewPage)
    assert window.page.presenter.state.current == "flows"


def test_any_file_is_verified_without_a_use_case(
    qtbot: QtBot, page: DossiersPage, session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session.choose_use_case("")
    file = tmp_path / "letter.pdf"
    file.write_bytes(b"%PDF-1.7\nnot much of a file\n%%EOF\n")
    monkeypatch.setattr(dialogs, "pick_file", lambda _p, _t, _k, on_chosen: on_chosen(file))
    _press(page, "openVerifyPushButton")
    _press(page, "verifyFilePushButton")
    _press(page, "verifyPushButton")
    _finish(qtbot, page)
    said = page.findChild(QLabel, "outcomeLabel")
    assert said is not None
    answer_shown = page.verifying.presenter.state.answer
    assert answer_shown is not None
    assert answer_shown.code in (3, 5, 6)
    assert said.text() == answer_shown.sentences[0]
