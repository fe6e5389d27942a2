"""The Rules tab: which rules the register reads by, newer ones, and the firm's own from a file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from placet.domain.errors import UserFacingError
from placet.ui import dialogs
from placet.ui.models.rows import TableColumn
from placet.ui.pages.start_create import with_waiting_hand
from placet.ui.presenters.rules import RulesLine, RulesPresenter, RulesState, SlipLine
from placet.ui.session import Session
from placet.ui.tokens import GROUP, NEAR
from placet.ui.translate import tr
from placet.ui.widgets.buttons import link_button, plain_button
from placet.ui.widgets.labels import muted_label
from placet.ui.widgets.rows_table import RowsTable

_FIRM_PACK_KINDS = "YAML (*.yaml *.yml)"


def _rule_columns() -> list[TableColumn[RulesLine]]:
    return [
        TableColumn("title", tr("Rules"), lambda row: row.title, width=300),
        TableColumn("version", tr("Version"), lambda row: row.version, width=90),
        TableColumn("as_of", tr("As of"), lambda row: row.as_of, width=110),
        TableColumn("since", tr("In use since"), lambda row: row.since, width=190),
        TableColumn(
            "sha256", "SHA-256", lambda row: row.short_sha256, width=130, help=lambda row: row.sha256 or row.title
        ),
        TableColumn("newer", tr("Newer"), lambda row: row.newer, width=90),
    ]


def _slip_columns() -> list[TableColumn[SlipLine]]:
    return [
        TableColumn(
            "line", tr("Line"), lambda row: f"{row.line:,}" if row.line else "", lambda row: row.line,
            is_number=True, width=66,
        ),
        TableColumn("message", tr("What is wrong"), lambda row: row.message, width=480),
        TableColumn("hint", tr("What to do"), lambda row: row.hint, width=320),
    ]  # fmt: skip


class RulesPanel(QWidget):
    """Shows the rules in use and brings in others."""

    problem_raised = Signal(object)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.presenter = RulesPresenter(session)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, GROUP, 0, 0)
        column.setSpacing(NEAR)
        about = tr("Approvals keep the versions they were given under; drafts follow the versions in use.")
        column.addWidget(muted_label(about))
        self.table: RowsTable[RulesLine] = RowsTable("rulesTable", _rule_columns())
        self.table.setAccessibleName(tr("Rules in use"))
        column.addWidget(self.table, 3)
        column.addLayout(self._buttons())
        column.addWidget(self._slips_box(), 2)
        self.presenter.changed.append(self.render_state)

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(NEAR)
        self._said = QLabel()
        self._said.setObjectName("rulesSentenceLabel")
        row.addWidget(self._said, 1)
        self._firm = plain_button(tr("Install a &firm pack…"), "installFirmPackPushButton", self._pick)
        row.addWidget(self._firm)
        self._install = plain_button(tr("&Install the newer rules…"), "installUpdatesPushButton", self._ask)
        row.addWidget(self._install)
        return row

    def _slips_box(self) -> QWidget:
        self._slips = QWidget()
        column = QVBoxLayout(self._slips)
        column.setContentsMargins(0, NEAR, 0, 0)
        column.setSpacing(NEAR)
        row = QHBoxLayout()
        self._slips_said = QLabel()
        self._slips_said.setObjectName("slipsSentenceLabel")
        self._slips_said.setProperty("role", "error")
        row.addWidget(self._slips_said, 1)
        row.addWidget(link_button(tr("Close the list"), "closeSlipsPushButton", self.presenter.forget_slips))
        column.addLayout(row)
        self.slips: RowsTable[SlipLine] = RowsTable("firmPackSlipsTable", _slip_columns())
        self.slips.setAccessibleName(tr("What to mend in the firm pack"))
        column.addWidget(self.slips, 1)
        self._slips.hide()
        return self._slips

    def refresh(self) -> None:
        """Read the rules in use again."""
        self.presenter.refresh()

    def render_state(self, state: RulesState) -> None:
        """Show a state of the presenter."""
        self.table.show_rows(state.lines, lambda row: row.pack_id)
        self._said.setText(state.sentence)
        self._said.setProperty("role", "warning" if state.newer else "muted")
        self._said.style().polish(self._said)
        self._install.setVisible(bool(state.newer))
        for button in (self._install, self._firm):
            button.setEnabled(state.can_write)
        self.slips.show_rows(state.slips)
        self._slips_said.setText(state.slips_sentence)
        self._slips.setVisible(bool(state.slips))

    def _ask(self) -> None:
        dialogs.ask(
            self,
            tr("Use the newer built-in rules?"),
            tr(
                "Drafts are assessed under them from now on, and may be asked more. Approvals keep the versions they "
                "were given under. A verified backup is made first."
            ),
            tr("Use them"),
            lambda: self._try(self.presenter.install_updates),
        )

    def _pick(self) -> None:
        dialogs.pick_file(self, tr("Install a firm pack"), _FIRM_PACK_KINDS, self._install_firm)

    def _install_firm(self, path: Path) -> None:
        self._try(lambda: self.presenter.install_firm_pack(path))

    def _try(self, act: Callable[[], object]) -> None:
        try:
            with_waiting_hand(act)
        except UserFacingError as error:
            self.problem_raised.emit(error)
            return
        self.problem_raised.emit(None)
