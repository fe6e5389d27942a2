"""A list of records on the left, the chosen one's form on the right."""

from __future__ import annotations

from typing import Generic

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from placet.domain.errors import UserFacingError
from placet.ui.models.rows import TableColumn
from placet.ui.presenters.parties import PartyPresenter, PartyRow, PartyState
from placet.ui.presenters.party_kinds import P, PartyKind
from placet.ui.session import Session
from placet.ui.tokens import GROUP, NEAR
from placet.ui.translate import tr
from placet.ui.widgets.buttons import plain_button, primary_button
from placet.ui.widgets.empty_state import EmptyState
from placet.ui.widgets.labels import card, section_label
from placet.ui.widgets.record_form import RecordForm
from placet.ui.widgets.rows_table import RowsTable


def _column(number: int, title: str, width: int) -> TableColumn[PartyRow]:
    return TableColumn(str(number), tr(title), lambda row: row.cells[number], width=width)


class PartyPanel(QWidget, Generic[P]):
    """One tab of the register: entities, people, bodies, suppliers, models or systems."""

    problem_raised = Signal(object)

    def __init__(self, session: Session, kind: PartyKind[P]) -> None:
        super().__init__()
        self.session = session
        self.kind: PartyKind[P] = kind
        self.setObjectName(f"{kind.key}Panel")
        self.presenter: PartyPresenter[P] = PartyPresenter(session, kind)
        self._is_edited = False
        self._is_showing = False
        self.form: RecordForm | None = None
        row = QHBoxLayout(self)
        row.setContentsMargins(0, GROUP, 0, 0)
        row.setSpacing(GROUP)
        row.addWidget(self._list(), 1)
        self._card = self._form_card()
        row.addWidget(self._card, 1)
        self.presenter.changed.append(self.render_state)

    def _list(self) -> QWidget:
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(NEAR)
        self._stack = QStackedWidget()
        columns = [_column(number, item.title, item.width) for number, item in enumerate(self.kind.columns)]
        self.table: RowsTable[PartyRow] = RowsTable(f"{self.kind.key}Table", columns)
        self.table.setAccessibleName(tr(self.kind.many))
        self.table.selection_moved.connect(self._on_selected)
        self._nothing = EmptyState(tr(self.kind.nothing), tr(self.kind.new), self.begin)
        self._stack.addWidget(self.table)
        self._stack.addWidget(self._nothing)
        column.addWidget(self._stack, 1)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        self._new = plain_button(tr(self.kind.new), f"new{self.kind.key.title()}PushButton", self.begin)
        buttons.addWidget(self._new)
        column.addLayout(buttons)
        return left

    def _form_card(self) -> QWidget:
        frame = card()
        column = QVBoxLayout(frame)
        column.setContentsMargins(GROUP, GROUP, GROUP, GROUP)
        column.setSpacing(NEAR)
        self._title = section_label()
        column.addWidget(self._title)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        content = QWidget()
        content.setObjectName("scrolledContent")
        self.content = QVBoxLayout(content)
        self.content.setContentsMargins(0, NEAR, NEAR, NEAR)
        self.content.setSpacing(GROUP)
        scroll.setWidget(content)
        column.addWidget(scroll, 1)
        row = QHBoxLayout()
        row.addStretch(1)
        self._undo = plain_button(tr("Cancel"), f"cancel{self.kind.key.title()}PushButton", self._cancel)
        self._save = primary_button(tr("&Save"), f"save{self.kind.key.title()}PushButton", self.save)
        row.addWidget(self._undo)
        row.addWidget(self._save)
        column.addLayout(row)
        return frame

    def refresh(self) -> None:
        """Read the list again."""
        self.presenter.refresh()

    def begin(self) -> None:
        """Begin a new record."""
        if self.may_leave():
            self.table.clearSelection()
            self.presenter.begin()
            if self.form is not None:
                self.form.setFocus()
                self.form.control(self.form.fields[0].key).setFocus()

    def render_state(self, state: PartyState) -> None:
        """Show a state of the presenter."""
        self._is_showing = True
        self.table.show_rows(state.rows, lambda row: row.id)
        if state.chosen:
            self.table.choose_row(lambda row: row.id == state.chosen)
        self._is_showing = False
        self._stack.setCurrentWidget(self.table if state.rows else self._nothing)
        self._new.setVisible(bool(state.rows))
        self._card.setVisible(state.has_form)
        if self._nothing.button is not None:
            self._nothing.button.setVisible(not state.has_form)
        if state.has_form:
            self._render_form(state)

    def _render_form(self, state: PartyState) -> None:
        if self.form is None:
            self.form = RecordForm(state.fields)
            self.form.edited.connect(self._on_edited)
            self.form.submitted.connect(self._save.click)
            self.content.insertWidget(0, self.form)
            self.content.addStretch(1)
        elif state.fields != self.form.fields:
            self.form.show_fields(state.fields)
        if not state.problems and not self._is_edited:
            self.form.show_values(state.values)
        self.form.show_problems(state.problems)
        self._title.setText(tr(self.kind.new) if state.is_new else str(state.values.get("name", "")))
        self._render_buttons()

    def _render_buttons(self) -> None:
        is_new = self.presenter.state.is_new
        self._save.setText(tr("&Add") if is_new else tr("&Save"))
        self._save.setEnabled(is_new or self._is_edited)
        self._undo.setVisible(is_new or self._is_edited)

    def _on_edited(self) -> None:
        self._is_edited = True
        self._render_buttons()

    def _on_selected(self) -> None:
        chosen = self.table.chosen_rows()
        if self._is_showing or not chosen or chosen[0].id == self.presenter.state.chosen:
            return
        if self.may_leave():
            self.presenter.choose(chosen[0].id)

    def save(self) -> bool:
        """Save the record; tell whether it is on record now."""
        if self.form is None:
            return True
        values, self._is_edited = self.form.values(), False
        try:
            is_saved = self.presenter.save(values)
        except UserFacingError as error:
            self._is_edited = True
            self.problem_raised.emit(error)
            return False
        self._is_edited = not is_saved
        if is_saved:
            self.problem_raised.emit(None)
            self.session.said.emit(tr("Saved"))
        return is_saved

    def may_leave(self) -> bool:
        """Save what was typed; an empty new record is dropped."""
        return not self._is_edited or self.save()

    def _cancel(self) -> None:
        self._is_edited = False
        state = self.presenter.state
        if state.is_new:
            self.presenter.cancel()
        else:
            self.presenter.choose(state.chosen)
