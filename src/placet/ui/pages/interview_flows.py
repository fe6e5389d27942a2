"""Data flows: a table with what each place says, the form of one flow, and the word that none is missing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from placet.domain.parties import DataFlow
from placet.ui.presenters.flow_forms import FlowsForm
from placet.ui.tokens import GROUP, NEAR
from placet.ui.translate import tr
from placet.ui.widgets.buttons import plain_button
from placet.ui.widgets.check_menu import CheckMenu
from placet.ui.widgets.labelled_field import LabelledField
from placet.ui.widgets.labels import card, muted_label, section_label


class FlowsPanel(QWidget):
    """Lists the flows; choosing one brings it into the form below."""

    flow_entered = Signal(object)
    """A DataFlow to keep; its id is empty for a new one."""
    removal_wanted = Signal(object)
    completeness_said = Signal(bool)
    edited = Signal()

    def __init__(self, form: FlowsForm, *, is_editable: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.form, self._flow = form, DataFlow("", "", "")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GROUP)
        self._build_table()
        layout.addWidget(self.table)
        self._rulings = muted_label("")
        self._rulings.setVisible(False)
        layout.addWidget(self._rulings)
        if is_editable:
            layout.addWidget(self._build_form())
        self.complete = QCheckBox(tr("No data flow is &missing from this list"))
        self.complete.setObjectName("flowsCompleteCheckBox")
        self.complete.setAccessibleName(tr("No data flow is missing from this list"))
        self.complete.setChecked(form.is_complete)
        self.complete.setEnabled(is_editable and bool(form.lines or form.is_complete))
        self.complete.toggled.connect(self.completeness_said)
        layout.addWidget(self.complete)
        layout.addStretch(1)

    def _build_table(self) -> None:
        self.table = QTableWidget(len(self.form.lines), 4)
        self.table.setObjectName("flowsTableWidget")
        self.table.setAccessibleName(tr("Data flows"))
        self.table.setHorizontalHeaderLabels([tr("Data"), tr("Kinds"), tr("From and to"), tr("Given to")])
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.verticalHeader().hide()
        self.table.setShowGrid(False)
        for column in range(4):
            self.table.horizontalHeader().setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        self.table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for row, line in enumerate(self.form.lines):
            for column, text in enumerate((line.flow.name, line.classes, line.where, line.given_to)):
                item = QTableWidgetItem(text)
                item.setToolTip(text)
                self.table.setItem(row, column, item)
        rows = max(1, min(6, len(self.form.lines)))
        self.table.setFixedHeight(self.table.horizontalHeader().sizeHint().height() + rows * 32 + 6)
        self.table.itemSelectionChanged.connect(self._on_row_chosen)

    def _build_form(self) -> QWidget:
        choices, frame = self.form.choices, card()
        column = QVBoxLayout(frame)
        column.setContentsMargins(GROUP, GROUP, GROUP, GROUP)
        column.setSpacing(NEAR)
        self._heading = section_label(tr("Add a data flow"))
        column.addWidget(self._heading)
        self._name = QLineEdit()
        self._name.textEdited.connect(self.edited)
        self._classes = CheckMenu(choices.data_class)
        self._collected = _combo(choices.places)
        self._stored = CheckMenu(choices.places)
        self._processed = CheckMenu(choices.places)
        self._seen = CheckMenu(choices.places)
        self._given = _combo(choices.given_to)
        self._mechanism = _combo(choices.mechanism)
        fields = (
            LabelledField(tr("Which &data"), self._name, name="flowNameLineEdit"),
            LabelledField(tr("&Kinds of data"), self._classes, name="dataClassCheckMenu"),
            LabelledField(tr("Collected in"), self._collected, name="collectedInComboBox"),
            LabelledField(tr("Stored in"), self._stored, name="storedInCheckMenu"),
            LabelledField(tr("Processed in"), self._processed, name="processedInCheckMenu"),
            LabelledField(tr("Seen from"), self._seen, name="accessedFromCheckMenu"),
            LabelledField(tr("Given to"), self._given, name="givenToComboBox"),
            LabelledField(tr("Mechanism of transfer"), self._mechanism, name="mechanismComboBox"),
        )
        grid = QGridLayout()
        grid.setHorizontalSpacing(GROUP)
        grid.setVerticalSpacing(NEAR)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        for index, field in enumerate(fields):
            grid.addWidget(field, index // 2, index % 2)
        column.addLayout(grid)
        column.addLayout(self._build_buttons())
        return frame

    def _build_buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self._remove = plain_button(tr("&Remove"), "removeFlowPushButton", lambda: self.removal_wanted.emit(self._flow))
        self._clear = plain_button(tr("New flow"), "newFlowPushButton", self._begin_new)
        self._keep = plain_button(tr("&Add this flow"), "keepFlowPushButton", self._enter)
        row.addWidget(self._remove)
        row.addWidget(self._clear)
        row.addStretch(1)
        row.addWidget(self._keep)
        self._show_buttons()
        return row

    def _show_buttons(self) -> None:
        is_known = bool(self._flow.id)
        self._remove.setVisible(is_known)
        self._clear.setVisible(is_known)
        self._keep.setText(tr("&Save this flow") if is_known else tr("&Add this flow"))
        self._heading.setText(self._flow.name if is_known else tr("Add a data flow"))

    def _begin_new(self) -> None:
        self.table.clearSelection()
        self._fill(DataFlow("", "", ""))

    def _on_row_chosen(self) -> None:
        rows = {item.row() for item in self.table.selectedItems()}
        if not rows:
            self._rulings.setVisible(False)
            return
        line = self.form.lines[min(rows)]
        self._rulings.setText("\n".join(line.rulings))
        self._rulings.setVisible(bool(line.rulings))
        if hasattr(self, "_name"):
            self._fill(line.flow)

    def _fill(self, flow: DataFlow) -> None:
        self._flow = flow
        self._name.setText(flow.name)
        self._classes.set_chosen(flow.data_classes)
        self._stored.set_chosen(flow.stored_in)
        self._processed.set_chosen(flow.processed_in)
        self._seen.set_chosen(flow.accessed_from)
        for combo, key in ((self._collected, flow.collected_in), (self._given, flow.given_to)):
            combo.setCurrentIndex(max(0, combo.findData(key)))
        self._mechanism.setCurrentIndex(max(0, self._mechanism.findData(flow.mechanism)))
        self._show_buttons()

    def entered(self) -> DataFlow:
        """Return the flow as it stands in the form."""
        return DataFlow(
            self._flow.id, self._flow.version_id, self._name.text().strip(), self._classes.chosen(),
            self._collected.currentData() or "", self._stored.chosen(), self._processed.chosen(),
            self._seen.chosen(), self._given.currentData() or "", self._flow.vendor_id,
            self._mechanism.currentData() or "", self._flow.note,
        )  # fmt: skip

    def has_unsaved(self) -> bool:
        """Tell whether a flow was typed and not added."""
        return hasattr(self, "_name") and self.entered() != self._flow

    def unsaved(self) -> dict[str, object]:
        """Return the flow as typed, where it differs from what is on record."""
        return asdict(self.entered()) if self.has_unsaved() else {}

    def restore(self, kept: Mapping[str, object]) -> None:
        """Show again a flow that was typed and not added."""
        if not kept or not hasattr(self, "_name"):
            return
        values = {key: tuple(value) if isinstance(value, list) else value for key, value in kept.items()}
        known = {line.flow.id: line.flow for line in self.form.lines}
        typed = DataFlow(**values)  # type: ignore[arg-type]
        self._fill(typed)
        self._flow = known.get(typed.id, DataFlow("", "", ""))
        self._show_buttons()

    def _enter(self) -> None:
        self.flow_entered.emit(self.entered())


def _combo(options: Sequence[tuple[str, str]]) -> QComboBox:
    combo = QComboBox()
    combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    combo.setMinimumContentsLength(8)
    combo.addItem(tr("Not known"), "")
    for key, label in options:
        combo.addItem(label, key)
    return combo
