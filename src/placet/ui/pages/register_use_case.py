"""One use case: its details on the left, its triage on the right."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from placet.domain.errors import UserFacingError
from placet.domain.parties import TriageResult
from placet.ui import dialogs
from placet.ui.pages.register_deployments import DeploymentsPanel
from placet.ui.presenters.triage import TriagePresenter, TriageState
from placet.ui.presenters.use_case_form import UseCaseFormPresenter, UseCaseFormState
from placet.ui.session import Session
from placet.ui.tokens import GROUP, NEAR
from placet.ui.translate import tr
from placet.ui.widgets.buttons import link_button, plain_button, primary_button
from placet.ui.widgets.labels import card, section_label
from placet.ui.widgets.record_form import RecordForm
from placet.ui.widgets.triage_form import TriageForm

T = TypeVar("T")
_TRIAGE_WIDTH = 400


class UseCaseView(QWidget):
    """Details and triage of one use case, or the form of a new one."""

    back_wanted = Signal()
    saved = Signal(str)
    """Id of the use case."""
    interview_wanted = Signal()
    problem_raised = Signal(object)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.presenter = UseCaseFormPresenter(session)
        self.triage_presenter = TriagePresenter(session)
        self._is_edited = False
        self._form: RecordForm | None = None
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GROUP)
        row.addWidget(self._details(), 1)
        self.triage = TriageForm()
        self.triage.setMinimumWidth(_TRIAGE_WIDTH)
        self.triage.setMaximumWidth(_TRIAGE_WIDTH + 80)
        row.addWidget(self.triage, 1)
        self.presenter.changed.append(self.render_state)
        self.triage_presenter.changed.append(self._render_triage)
        self._connect()

    def _connect(self) -> None:
        self.triage.answered.connect(lambda key, value: self._try(lambda: self.triage_presenter.enter(key, value)))
        self.triage.record_wanted.connect(lambda: self._try(self.triage_presenter.record))
        self.triage.settle_wanted.connect(self._settle)
        self.deployments.problem_raised.connect(self.problem_raised)

    def _details(self) -> QWidget:
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(NEAR)
        head = QHBoxLayout()
        head.addWidget(link_button(tr("‹ All use cases"), "backToListPushButton", self.back_wanted.emit))
        head.addStretch(1)
        self._interview = link_button(tr("Interview ›"), "toInterviewPushButton", self.interview_wanted.emit)
        head.addWidget(self._interview)
        column.addLayout(head)
        frame = card()
        inner = QVBoxLayout(frame)
        inner.setContentsMargins(GROUP, GROUP, GROUP, GROUP)
        inner.setSpacing(NEAR)
        self._title = section_label()
        self._title.setWordWrap(True)
        inner.addWidget(self._title)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        content = QWidget()
        content.setObjectName("scrolledContent")
        self._place = QVBoxLayout(content)
        self._place.setContentsMargins(0, NEAR, NEAR, NEAR)
        self._place.setSpacing(GROUP)
        self._own = QLabel()
        self._own.setWordWrap(True)
        self._own.setTextFormat(Qt.TextFormat.PlainText)
        self._own_title = section_label(tr("From the firm’s own inventory"))
        self.deployments = DeploymentsPanel(self.session)
        scroll.setWidget(content)
        inner.addWidget(scroll, 1)
        inner.addLayout(self._buttons())
        column.addWidget(frame, 1)
        return left

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self._retire = plain_button(tr("&Retire…"), "retirePushButton", self._ask_retire)
        row.addWidget(self._retire)
        row.addStretch(1)
        self._undo = plain_button(tr("Undo changes"), "undoPushButton", self._show_again)
        row.addWidget(self._undo)
        self._save = primary_button(tr("&Save"), "saveUseCasePushButton", self.save)
        row.addWidget(self._save)
        return row

    def show_use_case(self, use_case_id: str) -> None:
        """Show a use case; an empty id begins a new one."""
        self._is_edited = False
        self.triage.forget_choice()
        if use_case_id:
            self.presenter.show(use_case_id)
            self.triage_presenter.show((use_case_id,))
        else:
            self.presenter.new()
            self.triage_presenter.show(())

    def refresh(self) -> None:
        """Read the register again, unless something is being edited."""
        if not self._is_edited and self.presenter.state.id:
            self.presenter.show(self.presenter.state.id)
        self.triage_presenter.refresh()

    def render_state(self, state: UseCaseFormState) -> None:
        """Show a state of the presenter."""
        if not state.fields:
            return
        if self._form is None:
            self._form = RecordForm(state.fields)
            self._form.edited.connect(self._on_edited)
            self._form.submitted.connect(self._save.click)
            self._place.addWidget(self._form)
            self._place.addWidget(self._own_title)
            self._place.addWidget(self._own)
            self._place.addWidget(self.deployments)
            self._place.addStretch(1)
        else:
            self._form.show_fields(state.fields)
        if not state.problems:
            self._form.show_values(state.values)
        self._form.show_problems(state.problems)
        self._title.setText(tr(state.title) if not state.id else state.title)
        own = "\n".join(f"{name}: {value}" for name, value in state.own_fields if value)
        self._own.setText(own)
        for label in (self._own, self._own_title):
            label.setVisible(bool(own))
        self.deployments.show_use_case(state.id)
        self.triage.setVisible(bool(state.id))
        self._interview.setVisible(bool(state.id))
        self._retire.setVisible(bool(state.id) and not state.is_retired)
        self._render_edited()

    def _render_triage(self, state: TriageState) -> None:
        self.triage.render_state(state)

    def _on_edited(self) -> None:
        self._is_edited = True
        self._render_edited()

    def _render_edited(self) -> None:
        is_new = not self.presenter.state.id
        self._save.setText(tr("&Add") if is_new else tr("&Save"))
        self._save.setEnabled(self._is_edited or is_new)
        self._undo.setVisible(self._is_edited and not is_new)

    def focus_first(self) -> None:
        """Put the cursor in the first field."""
        if self._form is not None:
            self._form.control("name").setFocus()

    def save(self) -> bool:
        """Save what was typed; tell whether it is on record now."""
        if self._form is None:
            return True
        was_edited, self._is_edited = self._is_edited, False
        values = self._form.values()
        use_case_id = self._try(lambda: self.presenter.save(values))
        if not use_case_id:
            self._is_edited = was_edited
            self._render_edited()
            return False
        self.triage_presenter.show((use_case_id,))
        self.session.said.emit(tr("Saved"))
        self.saved.emit(use_case_id)
        return True

    def may_leave(self) -> bool:
        """Save what was typed before another page comes into view."""
        return (not self._is_edited or self.save()) and self.deployments.may_leave()

    def _show_again(self) -> None:
        self.show_use_case(self.presenter.state.id)

    def _settle(self, result: object, reasons: str) -> None:
        def act() -> bool:
            self.triage_presenter.settle(TriageResult(str(result)), reasons)
            return True

        if self._try(act):
            self.triage.forget_choice()
            self.session.said.emit(tr("Triage settled"))
            self.refresh()

    def _ask_retire(self) -> None:
        dialogs.ask(
            self,
            tr("Retire this use case?"),
            tr("“{name}” leaves the list of use cases in use. Its record, answers and sign-offs stay.",
               name=self.presenter.state.title),
            tr("Retire"),
            lambda: self._try(self.presenter.retire),
            is_destructive=True,
        )  # fmt: skip

    def _try(self, act: Callable[[], T]) -> T | None:
        try:
            result = act()
        except UserFacingError as error:
            self.problem_raised.emit(error)
            return None
        self.problem_raised.emit(None)
        return result
