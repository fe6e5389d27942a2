"""Where a use case runs: a section of its details, with the form that puts an approved version to use."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from placet.domain.errors import UserFacingError
from placet.ui.presenters.deployments import DeploymentLine, DeploymentsPresenter, DeploymentsState
from placet.ui.session import Session
from placet.ui.tokens import NEAR, TIGHT
from placet.ui.translate import tr
from placet.ui.widgets.buttons import link_button, plain_button
from placet.ui.widgets.labels import body_label, error_label, muted_label, rule, section_label
from placet.ui.widgets.record_form import RecordForm, bring_into_view


class DeploymentsPanel(QWidget):
    """Lists, adds and changes the deployments of one use case."""

    problem_raised = Signal(object)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.presenter = DeploymentsPresenter(session)
        self._form: RecordForm | None = None
        self._form_of: str | None = None
        self._is_edited = False
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(NEAR)
        column.addWidget(rule())
        column.addWidget(section_label(tr("In use")))
        self._lines = QVBoxLayout()
        self._lines.setSpacing(TIGHT)
        column.addLayout(self._lines)
        self._why_not = muted_label()
        self._why_not.setObjectName("whyNotDeployedLabel")
        column.addWidget(self._why_not)
        self._add = link_button(tr("Put into use…"), "addDeploymentPushButton", self.presenter.begin)
        row = QHBoxLayout()
        row.addWidget(self._add)
        row.addStretch(1)
        column.addLayout(row)
        self._form_box = QFrame()
        self._form_column = QVBoxLayout(self._form_box)
        self._form_column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._form_box)
        self.presenter.changed.append(self.render_state)

    def show_use_case(self, use_case_id: str) -> None:
        """Show another use case, or read the same one again; an empty id shows nothing."""
        self.presenter.show(use_case_id)

    def render_state(self, state: DeploymentsState) -> None:
        """Show a state of the presenter."""
        self.setVisible(bool(state.use_case_id))
        _empty(self._lines)
        for line in state.lines:
            self._lines.addWidget(self._line(line))
        if not state.lines and not state.why_not:
            self._lines.addWidget(muted_label(tr("Approved, and not in use anywhere yet.")))
        self._why_not.setText(state.why_not)
        self._why_not.setVisible(bool(state.why_not))
        self._add.setVisible(state.can_add and not state.is_open)
        self._render_form(state)

    def _line(self, line: DeploymentLine) -> QWidget:
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(body_label(line.title))
        column.addWidget(muted_label(line.note))
        row.addLayout(column, 1)
        if line.is_over:
            row.addWidget(muted_label(tr("ended"), wraps=False))
        row.addWidget(link_button(tr("Change"), "changeDeploymentPushButton", partial(self.presenter.change, line.id)))
        return box

    def _render_form(self, state: DeploymentsState) -> None:
        wanted = state.editing_id if state.is_open else None
        if wanted != self._form_of:
            _empty(self._form_column)
            self._form, self._form_of, self._is_edited = None, wanted, False
            if state.is_open:
                self._open_form(state)
        self._form_box.setVisible(state.is_open)
        if self._form is None:
            return
        if not state.problems and not self._is_edited:
            self._form.show_values(state.values)
        self._form.show_problems(state.problems)
        whole = state.problems.get("", "")
        self._whole.setText(whole)
        self._whole.setVisible(bool(whole))

    def _open_form(self, state: DeploymentsState) -> None:
        self._form = RecordForm(state.fields)
        self._form.edited.connect(self._on_edited)
        self._form.submitted.connect(self.save)
        self._form_column.addWidget(self._form)
        self._whole = error_label()
        self._whole.setObjectName("deploymentProblemLabel")
        self._form_column.addWidget(self._whole)
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.addStretch(1)
        row.addWidget(plain_button(tr("Cancel"), "cancelDeploymentPushButton", self.presenter.close_form))
        words = tr("Change it") if state.editing_id else tr("Put into use")
        row.addWidget(plain_button(words, "saveDeploymentPushButton", self.save))
        self._form_column.addWidget(box)
        self._form.control(state.fields[0].key).setFocus()
        bring_into_view(box)

    def _on_edited(self) -> None:
        self._is_edited = True

    def save(self) -> bool:
        """Save what the form holds; tell whether it is on record now."""
        if self._form is None:
            return True
        values = self._form.values()
        return bool(self._try(lambda: self.presenter.save(values)))

    def may_leave(self) -> bool:
        """Save what was typed before another page comes into view."""
        return not self._is_edited or self.save()

    def _try(self, act: Callable[[], object]) -> object:
        try:
            result = act()
        except UserFacingError as error:
            self.problem_raised.emit(error)
            return None
        self.problem_raised.emit(None)
        return result


def _empty(layout: QVBoxLayout) -> None:
    while layout.count():
        item = layout.takeAt(0)
        widget = item.widget() if item is not None else None
        if widget is not None:
            widget.hide()
            widget.deleteLater()
