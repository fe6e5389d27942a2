"""A form made from a description: labels above fields, help below, problems in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QItemSelectionModel, QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from placet.ui.presenters.form_fields import FieldKind, FieldValue, FormField, Option, Values, day_shown
from placet.ui.tokens import GROUP, NEAR
from placet.ui.translate import tr
from placet.ui.widgets.labelled_field import LabelledField

_ROW = 30
_MOST_ROWS = 12
_ENDINGS = {
    FieldKind.LONG_TEXT: "PlainTextEdit",
    FieldKind.LINES: "PlainTextEdit",
    FieldKind.CHOICE: "ComboBox",
    FieldKind.CHOICES: "ListWidget",
    FieldKind.FLAG: "CheckBox",
}


class RecordForm(QWidget):
    """Holds one record while it is edited."""

    edited = Signal()
    submitted = Signal()
    """Enter was pressed in a line."""

    def __init__(self, fields: Sequence[FormField], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.fields = tuple(fields)
        self._boxes: dict[str, LabelledField] = {}
        self._is_filling = False
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GROUP - 2)
        row: QHBoxLayout | None = None
        for field in self.fields:
            box = self._box(field)
            self._boxes[field.key] = box
            if not field.is_half:
                layout.addWidget(box)
                row = None
            elif row is None:
                row = QHBoxLayout()
                row.setSpacing(GROUP)
                row.addWidget(box, 1, Qt.AlignmentFlag.AlignTop)
                layout.addLayout(row)
            else:
                row.addWidget(box, 1, Qt.AlignmentFlag.AlignTop)
                row = None

    def _box(self, field: FormField) -> LabelledField:
        control = self._control(field)
        name = f"{field.key}{_ENDINGS.get(field.kind, 'LineEdit')}"
        label = tr(field.label)
        return LabelledField(label, control, tr(field.help) if field.help else "", name=name)

    def _control(self, field: FormField) -> QWidget:
        match field.kind:
            case FieldKind.LONG_TEXT | FieldKind.LINES:
                text = QPlainTextEdit()
                text.setTabChangesFocus(True)
                text.setFixedHeight(108 if field.kind is FieldKind.LONG_TEXT else 64)
                text.textChanged.connect(self._on_edited)
                return text
            case FieldKind.CHOICE:
                combo = QComboBox()
                combo.currentIndexChanged.connect(self._on_edited)
                combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
                _fill_combo(combo, field.options)
                return combo
            case FieldKind.CHOICES:
                choices = QListWidget()
                choices.itemChanged.connect(self._on_edited)
                _fill_list(choices, field.options)
                return choices
            case FieldKind.FLAG:
                box = QCheckBox(tr("Yes"))
                box.toggled.connect(self._on_edited)
                return box
        line = QLineEdit()
        if field.kind is FieldKind.SECRET:
            line.setEchoMode(QLineEdit.EchoMode.Password)
        if field.kind is FieldKind.DATE:
            line.setPlaceholderText(tr("22 Nov 2026"))
        line.textEdited.connect(self._on_edited)
        line.returnPressed.connect(self.submitted)
        return line

    def control(self, key: str) -> QWidget:
        """Return the control of a field."""
        return self._boxes[key].control

    def show_fields(self, fields: Sequence[FormField]) -> None:
        """Take other choices for the same fields; what is chosen stays."""
        kept, self._is_filling = self.values(), True
        for field in fields:
            control = self._boxes[field.key].control
            if isinstance(control, QComboBox):
                _fill_combo(control, field.options)
            elif isinstance(control, QListWidget):
                _fill_list(control, field.options)
        self.fields = tuple(fields)
        self._is_filling = False
        self.show_values(kept)

    def values(self) -> Values:
        """Return what the form holds."""
        return {field.key: self._value(field) for field in self.fields}

    def _value(self, field: FormField) -> FieldValue:
        control = self._boxes[field.key].control
        if isinstance(control, QPlainTextEdit):
            text = control.toPlainText()
            if field.kind is FieldKind.LINES:
                return tuple(line.strip() for line in text.splitlines() if line.strip())
            return text
        if isinstance(control, QComboBox):
            return str(control.currentData() or "")
        if isinstance(control, QListWidget):
            items = [control.item(row) for row in range(control.count())]
            chosen = [item for item in items if item.checkState() == Qt.CheckState.Checked]
            return tuple(str(item.data(Qt.ItemDataRole.UserRole)) for item in chosen)
        if isinstance(control, QCheckBox):
            return control.isChecked()
        return control.text() if isinstance(control, QLineEdit) else ""

    def show_values(self, values: Mapping[str, FieldValue]) -> None:
        """Fill the form; fields without a value are emptied, problems taken away."""
        self._is_filling = True
        for field in self.fields:
            self._show(field, values.get(field.key, ""))
            self._boxes[field.key].show_problem("")
        self._is_filling = False

    def _show(self, field: FormField, value: FieldValue) -> None:
        control = self._boxes[field.key].control
        if isinstance(control, QPlainTextEdit):
            text = "\n".join(value) if isinstance(value, tuple) else str(value)
            if control.toPlainText() != text:
                control.setPlainText(text)
        elif isinstance(control, QComboBox):
            control.setCurrentIndex(max(0, control.findData(value)))
        elif isinstance(control, QListWidget):
            wanted = value if isinstance(value, tuple) else ()
            for row in range(control.count()):
                item = control.item(row)
                is_on = item.data(Qt.ItemDataRole.UserRole) in wanted
                item.setCheckState(Qt.CheckState.Checked if is_on else Qt.CheckState.Unchecked)
        elif isinstance(control, QCheckBox):
            control.setChecked(value is True)
        elif isinstance(control, QLineEdit):
            text = str(value)
            is_iso = field.kind is FieldKind.DATE and len(text) == 10 and text[4:5] == "-"
            shown = day_shown(text) if is_iso else text
            if control.text() != shown:
                control.setText(shown)

    def show_problems(self, problems: Mapping[str, str]) -> None:
        """Say under each field what is wrong, and go to the first."""
        first = None
        for key, box in self._boxes.items():
            box.show_problem(problems.get(key, ""))
            if key in problems and first is None:
                first = box.control
        if first is not None:
            first.setFocus()
            bring_into_view(first)

    def _on_edited(self) -> None:
        if not self._is_filling:
            self.edited.emit()


def bring_into_view(widget: QWidget) -> None:
    """Scroll the region that holds a widget until it is seen."""
    above = widget.parentWidget()
    while above is not None and not isinstance(above, QScrollArea):
        above = above.parentWidget()
    if isinstance(above, QScrollArea):
        area = above
        QTimer.singleShot(0, area, lambda: area.ensureWidgetVisible(widget))


def _fill_combo(combo: QComboBox, options: Sequence[Option]) -> None:
    combo.clear()
    combo.addItem("—", "")
    for option in options:
        combo.addItem(tr(option.label), option.key)
    combo.setMinimumContentsLength(12)


def _fill_list(choices: QListWidget, options: Sequence[Option]) -> None:
    choices.clear()
    for option in options:
        item = QListWidgetItem(tr(option.label))
        item.setData(Qt.ItemDataRole.UserRole, option.key)
        item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsUserCheckable | Qt.ItemFlag.ItemIsSelectable)
        item.setCheckState(Qt.CheckState.Unchecked)
        item.setSizeHint(QSize(0, _ROW))
        choices.addItem(item)
    choices.setCurrentRow(0, QItemSelectionModel.SelectionFlag.NoUpdate)  # so that Space ticks at once
    rows = min(_MOST_ROWS, max(1, len(options)))
    choices.setFixedHeight(rows * _ROW + NEAR + 6)
