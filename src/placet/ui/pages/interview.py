"""Interview: one question at a time, with what is left on its left and why it is asked on its right."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from placet.domain.parties import DataFlow
from placet.operations.keep_evidence import EvidenceDetails
from placet.ui import dialogs
from placet.ui.pages import evidence_dialog
from placet.ui.pages.doing import did
from placet.ui.pages.interview_answer import AnswerPanel
from placet.ui.pages.interview_determination import DeterminationPanel
from placet.ui.pages.interview_fact import FactPanel
from placet.ui.pages.interview_flows import FlowsPanel
from placet.ui.pages.interview_question import QuestionView
from placet.ui.pages.interview_steps import StepsPanel
from placet.ui.pages.interview_why import WhyPanel
from placet.ui.pages.page import Page
from placet.ui.presenters.interview import GapsForm, InterviewPresenter, InterviewState, Prompt
from placet.ui.session import Session
from placet.ui.tokens import GROUP, MARGIN, NEAR
from placet.ui.translate import tr
from placet.ui.widgets.buttons import plain_button, primary_button
from placet.ui.widgets.empty_state import EmptyState
from placet.ui.widgets.labels import muted_label

_ROOM_FOR_WHY = 860
"""Width of the page, in pixels, from which the right column is shown unasked."""
_KEEP_AFTER = 600
"""Milliseconds without a keystroke after which a draft is kept."""


class InterviewPage(Page):
    """Asks the questions of the chosen use case."""

    page_id = "interview"
    title = "Interview"
    needs_use_case = True
    help_text = (
        "Each question is asked once and serves every rule it truly can; what one regulator asks beyond it stands "
        "right below. Half-typed answers are kept as drafts and recorded only when you save. Ctrl+Enter saves and goes "
        "on, Alt+Left goes back. Answer in any order: the list is worked out afresh every time."
    )

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._headline = ""
        self.presenter = InterviewPresenter(session)
        self._prompt: Prompt | None = None
        self._wants_why: bool | None = None
        self._steps, self._question, self._why = StepsPanel(), QuestionView(), WhyPanel()
        self._empty = EmptyState("", tr("Go to the register"), lambda: self.go_to_requested.emit("register"))
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_KEEP_AFTER)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        self._split = QSplitter(Qt.Orientation.Horizontal)
        self._split.setObjectName("interviewSplitter")
        self._split.setChildrenCollapsible(False)
        for widget in (self._steps, self._centre(), self._why):
            self._split.addWidget(widget)
        self._steps.setMinimumWidth(180)
        self._why.setMinimumWidth(180)
        self._split.setStretchFactor(1, 1)
        self._split.setSizes([250, 530, 260])
        self._stack = QStackedWidget()
        self._stack.addWidget(self._split)
        self._stack.addWidget(self._empty)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(MARGIN, 0, MARGIN, GROUP)
        outer.addWidget(self._stack)

    def _centre(self) -> QWidget:
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(GROUP, 0, GROUP, 0)
        column.setSpacing(NEAR)
        head = QHBoxLayout()
        self._position = muted_label("", wraps=False)
        self._position.setObjectName("positionLabel")
        head.addWidget(self._position)
        head.addStretch(1)
        self._fold = plain_button(tr("Hide the &why"), "foldWhyPushButton", self._toggle_why)
        self._fold.setProperty("link", True)
        head.addWidget(self._fold)
        column.addLayout(head)
        column.addWidget(self._question, 1)
        column.addLayout(self._buttons())
        return box

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(NEAR)
        self._draft = plain_button(
            tr("Start a new draft"), "startDraftPushButton", lambda: self._write(self.presenter.start_draft)
        )
        row.addWidget(self._draft)
        row.addStretch(1)
        self._skip = plain_button(tr("S&kip"), "skipPushButton", self._on_skip)
        self._back = plain_button(tr("&Back"), "backPushButton", self._on_back)
        self._save = primary_button(tr("&Save and next"), "saveNextPushButton", self._on_save)
        self._back.setToolTip(tr("Alt+Left"))
        self._save.setToolTip(tr("Ctrl+Enter"))
        for button in (self._skip, self._back, self._save):
            row.addWidget(button)
        return row

    def _connect(self) -> None:
        self.presenter.changed.append(self.render_state)
        self._steps.step_chosen.connect(self._leave_for_step)
        self._steps.item_chosen.connect(self._leave_for)
        self._timer.timeout.connect(self._keep)
        asked = self._question
        asked.edited.connect(self._timer.start)
        asked.question_chosen.connect(self._leave_for)
        asked.files_wanted.connect(self._pick_files)
        asked.files_dropped.connect(self._add_files)
        asked.flow_entered.connect(lambda flow: self._write(lambda: self.presenter.save_flow(flow)))
        asked.removal_wanted.connect(self._remove_flow)
        asked.approvals_wanted.connect(lambda: self.go_to_requested.emit("approvals"))
        asked.completeness_said.connect(lambda is_it: self._write(lambda: self.presenter.confirm_flows(is_it)))
        for keys, slot in (("Ctrl+Return", self._on_save), ("Ctrl+Enter", self._on_save), ("Alt+Left", self._on_back)):
            QShortcut(QKeySequence(keys), self, slot, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)

    # what the frame asks

    def set_use_case(self, use_case_id: str) -> None:
        """Keep what was typed for the former use case; the new one is shown when the page is refreshed."""
        self._keep()
        self._prompt = None

    def refresh(self) -> None:
        """Work the interview out again; what is being typed stays."""
        self._keep()
        self.attempt(self.presenter.refresh)
        self.state_changed.emit()

    def state_line(self) -> str:
        """Return “Draft 1 · 61 of 74 answered · 5 gaps · HK”."""
        return self.presenter.state.headline

    def focus_find(self) -> None:
        """Go to the list of steps, where typing finds."""
        self._steps.tree.setFocus()

    def may_leave(self) -> bool:
        """Keep what was typed."""
        self._keep()
        return True

    # showing

    def render_state(self, state: InterviewState) -> None:
        """Show the state; the question's own fields are rebuilt only when the question is another or has moved on."""
        self._stack.setCurrentIndex(1 if state.empty else 0)
        self._empty.say(state.empty)
        if state.empty:
            return
        self._steps.render_state(state)
        self._why.render_why(state.why)
        self._position.setText(state.position)
        is_gaps = isinstance(state.prompt, GapsForm)
        self._show_why()
        self._save.setVisible(state.is_editable and not is_gaps)
        self._skip.setVisible(not is_gaps)
        self._draft.setVisible(not state.is_editable and not self.session.workspace.register.read_only)
        if state.prompt != self._prompt:
            self._prompt = state.prompt
            self._question.show_prompt(state, self.session.actor.name)
            panel = self._question.panel
            if isinstance(panel, DeterminationPanel | FlowsPanel):
                panel.restore(self.presenter.kept_form(panel.form.question_id))
        if state.headline != self._headline:
            self._headline = state.headline
            self.state_changed.emit()

    def _toggle_why(self) -> None:
        self._wants_why = not self._why.isVisible()
        self._show_why()

    def _show_why(self) -> None:
        """Show the right column where it is wanted; a narrow window shows it only when asked to."""
        has_reasons = bool(self.presenter.state.why.heading)
        is_wanted = self.width() >= _ROOM_FOR_WHY if self._wants_why is None else self._wants_why
        self._why.setVisible(has_reasons and is_wanted)
        self._fold.setVisible(has_reasons)
        self._fold.setText(tr("Hide the &why") if is_wanted else tr("Show the &why"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold the right column away when there is no room for it."""
        super().resizeEvent(event)
        self._show_why()

    # going about

    def _leave_for(self, item_id: str) -> None:
        self._leave(lambda: self.presenter.go_to(item_id))

    def _leave_for_step(self, step: str) -> None:
        self._leave(lambda: self.presenter.go_to_step(step))

    def _on_back(self) -> None:
        self._leave(self.presenter.back)

    def _on_skip(self) -> None:
        self._leave(self.presenter.skip)

    def _leave(self, going: Callable[[], None]) -> None:
        self._keep()
        self.attempt(going)

    # recording

    def _on_save(self) -> None:
        """Record what stands in the form and go on to the next open question."""
        if not self._save.isVisible() or self._question.panel is None:
            return
        self._timer.stop()
        if self._write(self._record):
            self.attempt(self.presenter.next_open)
            self._focus_first()

    def _record(self) -> None:
        panel = self._question.panel
        if isinstance(panel, FactPanel):
            for slot, raw in panel.changed():
                self.presenter.record_fact(slot, raw)
        elif isinstance(panel, AnswerPanel):
            self.presenter.save(panel.inputs())
        elif isinstance(panel, DeterminationPanel):
            self.presenter.determine(panel.form, *panel.entered(), panel.second_person())
        elif isinstance(panel, FlowsPanel) and panel.has_unsaved():
            self.presenter.save_flow(panel.entered())

    def _write(self, operation: Callable[[], object]) -> bool:
        """Run an operation that writes; tell whether it was done."""
        done = did(self, operation)
        if done:
            self.session.tell_change(tr("Recorded"))
        return done

    def _keep(self) -> None:
        """Keep what is typed as a draft, outside the journal."""
        self._timer.stop()
        panel, state = self._question.panel, self.presenter.state
        if not self.session.is_open or state.prompt is None or not state.is_editable:
            return
        if isinstance(panel, AnswerPanel):
            for question_id, given in panel.inputs().items():
                self.presenter.keep(question_id, given)
        elif isinstance(panel, FactPanel):
            for slot, raw in panel.unsaved():
                self.presenter.keep_fact(slot, raw)
        elif isinstance(panel, DeterminationPanel | FlowsPanel):
            self.presenter.keep_form(panel.form.question_id, panel.unsaved())

    def _focus_first(self) -> None:
        widget = self._question.panel.nextInFocusChain() if self._question.panel else None
        if widget is not None:
            widget.setFocus(Qt.FocusReason.TabFocusReason)

    def _remove_flow(self, flow: DataFlow) -> None:
        text = tr("“{name}” is taken off the list. The journal keeps what it was.", name=flow.name)
        dialogs.ask(
            self,
            tr("Remove this data flow?"),
            text,
            tr("Remove"),
            lambda: self._write(lambda: self.presenter.remove_flow(flow.id)),
            is_destructive=True,
        )

    # evidence

    def _pick_files(self, question_id: str) -> None:
        dialogs.pick_files(self, tr("Add evidence"), "", lambda paths: self._add_files(question_id, list(paths)))

    def _add_files(self, question_id: str, paths: list[Path]) -> None:
        """Ask what each file is, one after the other, and add it to the answer."""
        if not paths:
            return
        first, rest = paths[0], paths[1:]

        def given(details: EvidenceDetails) -> None:
            key = self.attempt(lambda: self.presenter.add_file(first, details))
            if key and isinstance(self._question.panel, AnswerPanel):
                self._question.panel.add_exhibit(question_id, key, self.presenter.exhibits())
                self._keep()
                self.session.tell_change(tr("Exhibit added"))
            self._add_files(question_id, rest)

        evidence_dialog.ask_details(self, first, given)
