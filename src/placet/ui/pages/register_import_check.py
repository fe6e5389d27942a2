"""What an import would do: every problem at its cell, every change before it is made."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QTabWidget, QVBoxLayout, QWidget

from placet.domain.errors import Finding
from placet.ui.models.rows import TableColumn
from placet.ui.presenters.import_inventory import ChangeLine, ImportState
from placet.ui.tokens import NEAR
from placet.ui.translate import tr
from placet.ui.widgets.rows_table import RowsTable


def _finding_columns() -> list[TableColumn[Finding]]:
    return [
        TableColumn("cell", tr("Where"), lambda row: row.path, width=110),
        TableColumn("kind", tr("Kind"), _kind, width=110, mark=lambda row: "not_met" if _is_error(row) else "partly"),
        TableColumn("what", tr("What"), lambda row: row.message, width=460),
        TableColumn("hint", tr("What to do"), lambda row: row.hint, width=300),
    ]


def _is_error(row: Finding) -> bool:
    return row.severity == "error"


def _kind(row: Finding) -> str:
    return tr("problem") if _is_error(row) else tr("note")


def _change_columns() -> list[TableColumn[ChangeLine]]:
    return [
        TableColumn("name", tr("Reference"), lambda row: row.name, width=200),
        TableColumn("kind", tr("What happens"), lambda row: tr(row.kind), width=170),
        TableColumn("what", tr("Fields"), lambda row: row.what, width=560),
    ]


class ImportCheck(QWidget):
    """Problems and changes, side by side in tabs."""

    def __init__(self) -> None:
        super().__init__()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(NEAR)
        self.summary = QLabel()
        self.summary.setObjectName("importSummaryLabel")
        self.summary.setWordWrap(True)
        layout.addWidget(self.summary)
        self.tabs = QTabWidget()
        self.tabs.setObjectName("importCheckTabWidget")
        self.tabs.setDocumentMode(True)
        self.findings: RowsTable[Finding] = RowsTable("importFindingsTable", _finding_columns())
        self.findings.setAccessibleName(tr("Problems"))
        self.changes: RowsTable[ChangeLine] = RowsTable("importChangesTable", _change_columns())
        self.changes.setAccessibleName(tr("Changes"))
        self.tabs.addTab(self.changes, tr("Changes"))
        self.tabs.addTab(self.findings, tr("Problems"))
        layout.addWidget(self.tabs, 1)
        self._shown: tuple[Finding, ...] = ()

    def render_state(self, state: ImportState) -> None:
        """Show a state of the presenter."""
        if not state.summary:
            return
        self.summary.setText(state.summary)
        errors = sum(_is_error(item) for item in state.findings)
        self.summary.setProperty("role", "error" if errors else "label")
        self.summary.style().polish(self.summary)
        self.findings.show_rows(state.findings)
        self.changes.show_rows(state.changes)
        self.tabs.setTabText(0, tr("Changes ({count})", count=sum(line.is_noteworthy for line in state.changes)))
        self.tabs.setTabText(1, tr("Problems and notes ({count})", count=len(state.findings)))
        if state.findings != self._shown:
            self._shown = state.findings
            self.tabs.setCurrentWidget(self.findings if errors else self.changes)
