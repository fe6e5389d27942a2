"""Triage of several small tools at once: the same answers, one sign-off."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from placet.domain.errors import UserFacingError
from placet.domain.parties import TriageResult
from placet.ui.models.rows import TableColumn
from placet.ui.presenters.triage import Raw, ToolLine, TriagePresenter, TriageState
from placet.ui.session import Session
from placet.ui.tokens import GROUP, NEAR
from placet.ui.translate import tr
from placet.ui.widgets.buttons import link_button
from placet.ui.widgets.labels import muted_label, section_label
from placet.ui.widgets.rows_table import RowsTable
from placet.ui.widgets.triage_form import TriageForm


def _columns() -> list[TableColumn[ToolLine]]:
    return [
        TableColumn("reference", tr("Reference"), lambda row: row.reference, width=90),
        TableColumn("name", tr("Name"), lambda row: row.name, width=185),
        TableColumn("proposed", tr("Points to"), lambda row: tr(row.proposed), width=120, mark=lambda row: row.mark),
        TableColumn("settled", tr("Settled"), lambda row: tr(row.settled), width=100),
    ]


class TriageTogether(QWidget):
    """Left the tools, right the ten questions."""

    back_wanted = Signal()
    problem_raised = Signal(object)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.presenter = TriagePresenter(session)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GROUP)
        left = QVBoxLayout()
        left.setSpacing(NEAR)
        head = QHBoxLayout()
        head.addWidget(link_button(tr("‹ All use cases"), "backFromTriagePushButton", self.back_wanted.emit))
        head.addStretch(1)
        left.addLayout(head)
        self._title = section_label()
        left.addWidget(self._title)
        left.addWidget(
            muted_label(tr("An answer given here is given for every tool listed; what is left alone stays."))
        )
        self.table: RowsTable[ToolLine] = RowsTable("triageToolsTable", _columns())
        self.table.setAccessibleName(tr("Tools under triage"))
        left.addWidget(self.table, 1)
        row.addLayout(left, 1)
        self.form = TriageForm(tr("The same answers for all"))
        self.form.setMinimumWidth(400)
        row.addWidget(self.form, 1)
        self.presenter.changed.append(self.render_state)
        self.form.answered.connect(self._answer)
        self.form.record_wanted.connect(self._record)
        self.form.settle_wanted.connect(self._settle)

    def show_tools(self, use_case_ids: Sequence[str]) -> None:
        """Take up these use cases."""
        self.form.forget_choice()
        self.presenter.show(use_case_ids)

    def refresh(self) -> None:
        """Read the register again."""
        self.presenter.refresh()

    def render_state(self, state: TriageState) -> None:
        """Show a state of the presenter."""
        count = len(state.lines)
        self._title.setText(tr("Triage of {count} tools", count=count) if count != 1 else tr("Triage of one tool"))
        self.table.show_rows(state.lines)
        self.form.render_state(state)

    def _answer(self, key: str, value: Raw) -> None:
        self._try(lambda: self.presenter.enter(key, value))

    def _record(self) -> None:
        self._try(self.presenter.record)

    def _settle(self, result: object, reasons: str) -> None:
        count = len(self.presenter.state.lines)
        if self._try(lambda: self.presenter.settle(TriageResult(str(result)), reasons)):
            self.form.forget_choice()
            self.session.said.emit(tr("Triage settled for {count} tools", count=count))

    def _try(self, act: Callable[[], object]) -> bool:
        try:
            act()
        except UserFacingError as error:
            self.problem_raised.emit(error)
            return False
        self.problem_raised.emit(None)
        return True
