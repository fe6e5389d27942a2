"""Approvals: the route on the left, the exact pages in the middle, the decision on the right."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QScrollArea, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from placet.operations.keep_evidence import EvidenceDetails, add_evidence
from placet.operations.review_copy import render_review_work
from placet.ui import dialogs
from placet.ui.pages import evidence_dialog
from placet.ui.pages.approvals_decided import DecidedPanel
from placet.ui.pages.approvals_decision import DecisionPanel
from placet.ui.pages.approvals_route import RoutePanel
from placet.ui.pages.discharge_dialog import ask_discharge
from placet.ui.pages.doing import did
from placet.ui.pages.identity_asking import ask_evaluation, ask_identity
from placet.ui.pages.page import Page
from placet.ui.pages.pdf_pages import PdfPages
from placet.ui.pages.progress_strip import ProgressStrip
from placet.ui.presenters.approvals import ApprovalsPresenter, ApprovalsState, CopyLine, DecisionForm
from placet.ui.session import Session
from placet.ui.tokens import GROUP, MARGIN, NEAR
from placet.ui.translate import tr
from placet.ui.widgets.buttons import primary_button
from placet.ui.widgets.empty_state import EmptyState
from placet.ui.widgets.labels import muted_label
from placet.ui.widgets.scrolled import show_content


class ApprovalsPage(Page):
    """Shows who decided what on which content, and takes the next decision."""

    page_id = "approvals"
    title = "Approvals"
    needs_use_case = True
    help_text = (
        "Every stage decides on exactly the same pages, the review copy. What is signed is named on the button: the "
        "version, the pages, the copy’s mark, the capacity and the entity. If the content changes afterwards, Placet "
        "says so and earlier decisions do not count for the new content. Rules that forbid an act are named before it."
    )

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._headline = ""
        self.presenter = ApprovalsPresenter(session)
        self.decision: DecisionPanel | None = None
        self._typed: dict[str, DecisionPanel] = {}
        """Decisions half typed, by stage."""
        self._mark = ""
        self._route, self.pages, self._strip = RoutePanel(), PdfPages(), ProgressStrip()
        self._empty = EmptyState("", tr("Go to the register"), lambda: self.go_to_requested.emit("register"))
        self._lay_out()
        self.presenter.changed.append(self.render_state)
        self._route.stage_chosen.connect(lambda key: self.attempt(lambda: self.presenter.choose_stage(key)))
        self._route.discharge_wanted.connect(self._discharge)

    def _lay_out(self) -> None:
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        for widget in (self._left(), self._middle(), self._right()):
            split.addWidget(widget)
        for index, stretch in enumerate((0, 1, 0)):
            split.setStretchFactor(index, stretch)
        split.setSizes([220, 460, 340])
        self._stack = QStackedWidget()
        self._stack.addWidget(split)
        self._stack.addWidget(self._empty)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(MARGIN, 0, MARGIN, GROUP)
        outer.addWidget(self._stack)

    def _left(self) -> QWidget:
        box = QWidget()
        box.setMinimumWidth(180)
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(NEAR)
        self._entities = QComboBox()
        self._entities.setObjectName("entityComboBox")
        self._entities.setAccessibleName(tr("Entity"))
        self._entities.activated.connect(self._on_entity)
        column.addWidget(self._entities)
        column.addWidget(self._route, 1)
        return box

    def _middle(self) -> QWidget:
        box = QWidget()
        box.setMinimumWidth(260)
        column = QVBoxLayout(box)
        column.setContentsMargins(GROUP, 0, GROUP, 0)
        column.setSpacing(NEAR)
        head = QHBoxLayout()
        self._copy = muted_label("")
        self._copy.setObjectName("reviewCopyLabel")
        head.addWidget(self._copy, 1)
        self._make = primary_button(tr("&Make a new review copy"), "makeReviewCopyPushButton", self._make_copy)
        head.addWidget(self._make)
        column.addLayout(head)
        column.addWidget(self._strip)
        self._no_copy = EmptyState(
            tr("Every stage decides on exactly the same pages. Make them when the interview is as you want it."),
            tr("&Make the review copy"),
            self._make_copy,
        )
        column.addWidget(self._no_copy, 1)
        column.addWidget(self.pages, 1)
        return box

    def _right(self) -> QWidget:
        self._scroll = QScrollArea()
        self._scroll.setObjectName("decisionScrollArea")
        self._scroll.setWidgetResizable(True)
        self._scroll.setMinimumWidth(290)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        return self._scroll

    # what the frame asks

    def refresh(self) -> None:
        """Work the route out again."""
        self.attempt(self.presenter.refresh)
        self.state_changed.emit()

    def state_line(self) -> str:
        """Return “Version 3 · 2 of 5 stages done · Harbour Example Bank”."""
        return self.presenter.state.headline

    def waiting_count(self) -> int:
        """Return how many stages wait for the person at the keyboard."""
        return self.presenter.state.waiting

    def focus_find(self) -> None:
        """Go to the pages."""
        self.pages.focus()

    # showing

    def render_state(self, state: ApprovalsState) -> None:
        """Show the state; what is typed into the decision stays while the stage is the same."""
        self._stack.setCurrentIndex(1 if state.empty else 0)
        self._empty.say(state.empty)
        if state.empty:
            return
        self._entities.clear()
        for key, name in state.entities:
            self._entities.addItem(name, key)
        self._entities.setCurrentIndex(max(0, self._entities.findData(state.entity_id)))
        self._entities.setVisible(len(state.entities) > 1)
        self._route.render_state(state)
        self._copy.setText(_copy_text(state.copy))
        self._make.setVisible(state.can_make_copy and state.copy is not None)
        self._no_copy.setVisible(state.can_make_copy and state.copy is None)
        self.pages.show_pdf(self.presenter.pages())
        self.pages.setVisible(state.copy is not None)
        self._render_form(state)
        if state.headline != self._headline:
            self._headline = state.headline
            self.state_changed.emit()

    def _render_form(self, state: ApprovalsState) -> None:
        """Show the decision's fields; what was typed at a stage stays until it is decided or the content moves on."""
        form, mark = state.form, state.copy.pages_sha256 if state.copy else ""
        if mark != self._mark:
            self._mark, self._typed = mark, {}
        if form is None:
            self._put_away()
            show_content(self._scroll, DecidedPanel(state.no_form, state.decided))
            return
        if self.decision is None or _what_is_asked(self.decision.form) != _what_is_asked(form):
            self._put_away()
            kept = self._typed.get(form.stage.id)
            is_same = kept is not None and _what_is_asked(kept.form) == _what_is_asked(form)
            self.decision = kept if kept is not None and is_same else self._panel(form)
            show_content(self._scroll, self.decision)
            self.decision.show()
        self.decision.follow(form.person_id)
        self.decision.show_exhibits(form.exhibits)
        self.decision.show_identity(state)
        self._check()

    def _put_away(self) -> None:
        """Take the decision off the page and keep what was typed into it."""
        if self.decision is not None:
            self._scroll.takeWidget()
            self.decision.hide()
            self.decision.setParent(self)
            self._typed[self.decision.form.stage.id] = self.decision
            self.decision = None

    def _panel(self, form: DecisionForm) -> DecisionPanel:
        panel = DecisionPanel(form)
        panel.edited.connect(self._check)
        panel.sign_wanted.connect(lambda _decision: self._sign())
        panel.extract_wanted.connect(self._add_extract)
        panel.identity.file_wanted.connect(self._choose_identity)
        panel.identity.evaluation_wanted.connect(self._make_identity)
        panel.identity.dropped.connect(lambda: self.presenter.use_identity(None))
        panel.identity.binding_wanted.connect(self._bind)
        return panel

    def _check(self) -> None:
        """Show what forbids the decision as it stands, before it can be made."""
        if self.decision is None:
            return
        decision, panel = self.decision.decision(), self.decision
        findings = self.presenter.check(decision) if decision.outcome and decision.decided_on else ()
        capacity = self.presenter.capacity(decision.stage_id, decision.person_id, decision.decided_on)
        panel.show_check(findings, self.presenter.statement(decision), capacity)

    def _on_entity(self, row: int) -> None:
        self.attempt(lambda: self.presenter.choose_entity(self._entities.itemData(row)))

    # acting

    def _make_copy(self) -> None:
        work = self.attempt(self.presenter.compose_copy)
        if work is None:
            return
        self._make.setEnabled(False)
        self._no_copy.setEnabled(False)
        self._strip.run(
            tr("Rendering the review copy…"),
            lambda _progress: render_review_work(work),
            lambda rendered: self._done(lambda: self.presenter.keep_copy(work, rendered), tr("Review copy made")),
            self.problem_raised.emit,
        )
        self._strip.when_ended(self._allow_copy)

    def _allow_copy(self) -> None:
        self._make.setEnabled(True)
        self._no_copy.setEnabled(True)

    def _done(self, operation: Callable[[], object], word: str) -> None:
        if did(self, operation):
            self.session.tell_change(word)

    def _sign(self) -> None:
        panel = self.decision
        if panel is None or not panel.sign.isEnabled():
            return
        decision = panel.decision()
        self._done(lambda: self.presenter.sign(decision), tr("Decision recorded"))
        self._typed.pop(decision.stage_id, None)

    def _choose_identity(self) -> None:
        ask_identity(self, self._strip, self.session.workspace.clock(), self.presenter.use_identity)

    def _signer(self) -> tuple[str, str]:
        """Return who would sign, as id and name: who decides, or for a body the person at the keyboard."""
        actor, panel = self.session.actor, self.decision
        person_id = (panel.decision().person_id if panel else "") or actor.person_id
        return person_id, dict(panel.form.people).get(person_id, actor.name) if panel else actor.name

    def _make_identity(self) -> None:
        person_id, name = self._signer()
        if person_id:
            ask_evaluation(self, name, lambda words: self.presenter.make_evaluation(person_id, words))

    def _bind(self, basis: str) -> None:
        person_id, _ = self._signer()
        self._done(lambda: self.presenter.bind_identity(person_id, basis), tr("Certificate bound"))

    def _add_extract(self) -> None:
        def keep(path: Path, details: EvidenceDetails) -> None:
            kept = self.attempt(lambda: add_evidence(self.session.workspace, details, path))
            if kept is not None:
                self.session.tell_change(tr("Exhibit added"))
                if self.decision is not None:
                    self.decision.show_exhibits(self.decision_exhibits(), kept.id)
                    self._check()

        def chosen(path: Path) -> None:
            evidence_dialog.ask_details(self, path, lambda details: keep(path, details))

        dialogs.pick_file(self, tr("Extract of the minutes"), "", chosen)

    def decision_exhibits(self) -> tuple[tuple[str, str], ...]:
        """Return the exhibits that may be chosen as an extract."""
        form = self.presenter.state.form
        return form.exhibits if form else ()

    def _discharge(self, condition_id: str) -> None:
        ask_discharge(self, self.presenter, condition_id, lambda: self.session.tell_change(tr("Condition discharged")))


def _copy_text(copy: CopyLine | None) -> str:
    if copy is None:
        return ""
    text = tr("Review copy {mark}, {pages} pages, made {when}", mark=copy.mark, pages=copy.pages, when=copy.made)
    return text if copy.is_current else text + ". " + tr("The content has changed since.")


def _what_is_asked(form: DecisionForm) -> DecisionForm:
    """Return the form without what may change while one types."""
    return replace(form, exhibits=(), people=tuple(sorted(form.people)), person_id="")
