"""Import an inventory: file, columns, check, done."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QProgressBar, QStackedWidget, QVBoxLayout, QWidget

from placet.domain.errors import UserFacingError
from placet.exchange.cells import Sheet
from placet.operations.import_inventory import read_inventory_file
from placet.operations.keep_mapping import sheets_in
from placet.ui import dialogs
from placet.ui.background import Job, Progress, run_in_background
from placet.ui.pages.register_import_check import ImportCheck
from placet.ui.pages.register_import_columns import ImportColumns
from placet.ui.presenters.import_inventory import ImportPresenter, ImportState, ImportStep
from placet.ui.session import Session
from placet.ui.tokens import GROUP, NEAR
from placet.ui.translate import tr
from placet.ui.widgets.buttons import link_button, plain_button, primary_button
from placet.ui.widgets.empty_state import EmptyState
from placet.ui.widgets.labels import section_label

_KINDS = "Excel, CSV (*.xlsx *.xlsm *.csv *.tsv *.txt *.json)"
_STEPS = {
    ImportStep.FILE: "1  File",
    ImportStep.COLUMNS: "2  Columns",
    ImportStep.CHECK: "3  Check",
    ImportStep.DONE: "4  Done",
}
Read = tuple[str, bytes, tuple[str, ...], Sheet]


class ImportWizard(QWidget):
    """Leads a spreadsheet into the register, all of it or nothing."""

    back_wanted = Signal()
    problem_raised = Signal(object)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.presenter = ImportPresenter(session)
        self._job: Job[Read] | None = None
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(NEAR)
        layout.addLayout(self._head())
        self._stack = QStackedWidget()
        self.columns = ImportColumns(self.presenter)
        self.check = ImportCheck()
        self._done = EmptyState("", tr("Show the use cases"), self.back_wanted.emit)
        self._panels = {
            ImportStep.FILE: self._file_panel(),
            ImportStep.COLUMNS: self.columns,
            ImportStep.CHECK: self.check,
            ImportStep.DONE: self._done,
        }
        for panel in self._panels.values():
            self._stack.addWidget(panel)
        layout.addWidget(self._stack, 1)
        layout.addLayout(self._buttons())
        self.presenter.changed.append(self.render_state)
        self.render_state(self.presenter.state)

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(GROUP)
        row.addWidget(link_button(tr("‹ All use cases"), "backFromImportPushButton", self.back_wanted.emit))
        row.addWidget(section_label(tr("Import an inventory")))
        row.addStretch(1)
        self._marks = {step: QLabel(tr(text)) for step, text in _STEPS.items()}
        for label in self._marks.values():
            row.addWidget(label)
        return row

    def _file_panel(self) -> QWidget:
        panel = QWidget()
        column = QVBoxLayout(panel)
        self._choose = EmptyState(
            tr("Choose the firm’s own AI inventory: an Excel workbook, a CSV file, or a table Placet exported."),
            tr("Choose a file…"),
            self._pick,
        )
        column.addWidget(self._choose, 1)
        self._reading = QWidget()
        row = QHBoxLayout(self._reading)
        bar = QProgressBar()
        bar.setRange(0, 0)
        bar.setTextVisible(False)
        bar.setFixedWidth(200)
        row.addStretch(1)
        row.addWidget(QLabel(tr("Reading the file…")))
        row.addWidget(bar)
        row.addWidget(plain_button(tr("Cancel"), "cancelReadingPushButton", self._stop))
        row.addStretch(1)
        self._reading.hide()
        column.addWidget(self._reading)
        return panel

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self._sheet_label = QLabel()
        self._sheet_label.setProperty("role", "muted")
        row.addWidget(self._sheet_label)
        self._sheets = QComboBox()
        self._sheets.setObjectName("sheetComboBox")
        self._sheets.setAccessibleName(tr("Sheet"))
        self._sheets.activated.connect(self._on_sheet_chosen)
        row.addWidget(self._sheets)
        row.addStretch(1)
        self._back = plain_button(tr("&Back"), "importBackPushButton", self.presenter.back)
        self._next = primary_button("", "importNextPushButton", self._go_on)
        row.addWidget(self._back)
        row.addWidget(self._next)
        return row

    def begin(self) -> None:
        """Start afresh."""
        self.presenter.begin()

    def refresh(self) -> None:
        """Nothing is read again while a file is being mapped."""

    def read(self, path: Path, sheet: str = "") -> None:
        """Read a file off the screen's thread."""
        self._choose.hide()
        self._reading.show()

        def work(_progress: Progress) -> Read:
            try:
                data = path.read_bytes()
            except OSError as error:
                raise UserFacingError(f"the file cannot be read: {error.strerror}", path.name) from error
            return path.name, data, sheets_in(data, path.name), read_inventory_file(data, path.name, sheet)

        self._job = run_in_background(work, self._on_read, self._on_failed)

    def _on_read(self, found: Read) -> None:
        self._settle_reading()
        self._try(lambda: self.presenter.take_file(*found))

    def _on_failed(self, error: UserFacingError) -> None:
        self._settle_reading()
        self.problem_raised.emit(error)

    def _settle_reading(self) -> None:
        self._reading.hide()
        self._choose.show()

    def _stop(self) -> None:
        if self._job is not None:
            self._job.cancel()
        self._settle_reading()

    def render_state(self, state: ImportState) -> None:
        """Show a state of the presenter."""
        self._stack.setCurrentWidget(self._panels[state.step])
        for step, label in self._marks.items():
            label.setProperty("role", "label" if step is state.step else "faint")
            label.style().polish(label)
        self.columns.render_state(state)
        self.check.render_state(state)
        is_between = state.step in (ImportStep.COLUMNS, ImportStep.CHECK)
        for button in (self._back, self._next):
            button.setVisible(is_between)
        self._next.setText(tr("&Check") if state.step is ImportStep.COLUMNS else tr("&Import"))
        self._next.setEnabled(state.can_go_on)
        several = state.step is ImportStep.COLUMNS and len(state.sheets) > 1
        self._sheets.setVisible(several)
        self._sheet_label.setText(
            tr("{file}: {count} rows", file=state.file_name, count=f"{state.row_count:,}") if is_between else ""
        )
        if several and [self._sheets.itemText(row) for row in range(self._sheets.count())] != list(state.sheets):
            self._sheets.clear()
            self._sheets.addItems(list(state.sheets))
        self._sheets.setCurrentText(state.sheet_name)
        self._done.say(tr("{count} use cases were imported or changed, in one step.", count=state.imported))

    def _go_on(self) -> None:
        is_check = self.presenter.state.step is ImportStep.CHECK
        self._try(self.presenter.apply if is_check else self.presenter.check)

    def _on_sheet_chosen(self, _row: int) -> None:
        state = self.presenter.state
        name, sheet, data = state.file_name, self._sheets.currentText(), self.presenter.data

        def act() -> None:
            self.presenter.take_file(name, data, state.sheets, read_inventory_file(data, name, sheet))

        self._try(act)

    def _pick(self) -> None:
        dialogs.pick_file(self, tr("Choose an inventory"), _KINDS, self.read)

    def _try(self, act: Callable[[], object]) -> None:
        try:
            act()
        except UserFacingError as error:
            self.problem_raised.emit(error)
            return
        self.problem_raised.emit(None)
