"""A fact question: yes or no, one of several, some of several, a number, a text, a date; and places that differ."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import QDate, Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QComboBox,
    QDateEdit,
    QHBoxLayout,
    QLineEdit,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from placet.domain.errors import UserFacingError
from placet.domain.facts import FactKind
from placet.ui.presenters.fact_forms import FactForm, FactSlot, Raw
from placet.ui.tokens import GROUP, NEAR, TIGHT
from placet.ui.translate import tr
from placet.ui.widgets.buttons import link_button
from placet.ui.widgets.labels import body_label, muted_label

UNKNOWN = "unknown"


class SlotEditor(QWidget):
    """One value of one fact."""

    edited = Signal()

    def __init__(self, form: FactForm, slot: FactSlot, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.form, self.slot = form, slot
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(TIGHT)
        if slot.label:
            label = body_label(slot.label)
            label.setProperty("role", "label")
            self._layout.addWidget(label)
        if slot.read_only:
            self._layout.addWidget(body_label(slot.shown))
            self._layout.addWidget(muted_label(slot.read_only))
            return
        builders = {
            FactKind.BOOL: self._build_radios,
            FactKind.CHOICE: self._build_radios,
            FactKind.SET: self._build_checks,
            FactKind.NUMBER: self._build_line,
            FactKind.TEXT: self._build_line,
            FactKind.DATE: self._build_date,
        }
        builders[form.kind]()
        if slot.said:
            self._layout.addWidget(muted_label(slot.said))

    def raw(self) -> Raw:
        """Return what is entered; None for not known."""
        if self.slot.read_only:
            return self.slot.value
        readers = {
            FactKind.BOOL: self._read_bool,
            FactKind.CHOICE: self._read_choice,
            FactKind.SET: self._read_checks,
            FactKind.NUMBER: self._read_number,
            FactKind.TEXT: lambda: self._line.text().strip() or None,
            FactKind.DATE: self._read_date,
        }
        return readers[self.form.kind]()

    def is_changed(self) -> bool:
        """Tell whether something else is entered than what is on record."""
        try:
            return self.raw() != self.slot.value
        except UserFacingError:
            return True

    # yes or no, one of several

    def _build_radios(self) -> None:
        is_bool = self.form.kind is FactKind.BOOL
        options = [("yes", tr("&Yes")), ("no", tr("&No"))] if is_bool else list(self.form.choices)
        options.append((UNKNOWN, tr("&Do not know yet")))
        value = self.slot.entered
        known = {"True": "yes", "False": "no"}.get(str(value), UNKNOWN)
        chosen = known if is_bool else (value or UNKNOWN)
        self._radios = QButtonGroup(self)
        for key, label in options:
            radio = QRadioButton(label)
            radio.setObjectName(f"{key}RadioButton")
            radio.setAccessibleName(label.replace("&", ""))
            radio.setProperty("key", key)
            radio.setChecked(key == chosen)
            radio.toggled.connect(self.edited)
            self._radios.addButton(radio)
            self._layout.addWidget(radio)

    def _chosen(self) -> str:
        button = self._radios.checkedButton()
        return str(button.property("key")) if button else UNKNOWN

    def _read_bool(self) -> Raw:
        return {"yes": True, "no": False}.get(self._chosen())

    def _read_choice(self) -> Raw:
        key = self._chosen()
        return None if key == UNKNOWN else key

    # some of several

    def _build_checks(self) -> None:
        value = self.slot.entered if isinstance(self.slot.entered, tuple) else None
        self._checks: dict[str, QCheckBox] = {}
        for key, label in self.form.choices:
            check = QCheckBox(label.replace("&", "&&"))
            check.setObjectName(f"{key}CheckBox")
            check.setAccessibleName(label)
            check.setChecked(value is not None and key in value)
            check.toggled.connect(self._on_check_toggled)
            self._checks[key] = check
            self._layout.addWidget(check)
        self._none = QCheckBox(tr("None of these"))
        self._none.setObjectName("noneOfTheseCheckBox")
        self._none.setAccessibleName(tr("None of these"))
        self._none.setChecked(value == ())
        self._none.toggled.connect(self._on_none_toggled)
        self._layout.addWidget(self._none)
        self._layout.addWidget(muted_label(tr("Nothing ticked: not known yet.")))

    def _on_check_toggled(self, checked: bool) -> None:
        if checked:
            self._none.setChecked(False)
        self.edited.emit()

    def _on_none_toggled(self, checked: bool) -> None:
        if checked:
            for check in self._checks.values():
                check.setChecked(False)
        self.edited.emit()

    def _read_checks(self) -> Raw:
        keys = tuple(sorted(key for key, check in self._checks.items() if check.isChecked()))
        return keys if keys or self._none.isChecked() else None

    # number, text, date

    def _build_line(self) -> None:
        row = QHBoxLayout()
        self._line = QLineEdit("" if self.slot.entered is None else str(self.slot.entered))
        self._line.setObjectName("valueLineEdit")
        self._line.setAccessibleName(self.form.text)
        self._line.textEdited.connect(self.edited)
        row.addWidget(self._line, 1 if self.form.kind is FactKind.TEXT else 0)
        if self.form.kind is FactKind.NUMBER:
            self._line.setFixedWidth(160)
            self._line.setAlignment(Qt.AlignmentFlag.AlignRight)
        if self.form.unit:
            row.addWidget(body_label(self.form.unit))
        row.addStretch(0 if self.form.kind is FactKind.TEXT else 1)
        self._layout.addLayout(row)
        self._layout.addWidget(muted_label(tr("Left empty: not known yet.")))

    def _read_number(self) -> Raw:
        text = self._line.text().replace(",", "").replace(" ", "").strip()
        if not text:
            return None
        try:
            return int(text)
        except ValueError as error:
            raise UserFacingError(
                tr("“{entered}” is not a whole number", entered=text), todo=tr("Type digits only, such as 1200.")
            ) from error

    def _build_date(self) -> None:
        row = QHBoxLayout()
        self._is_dated = QCheckBox(tr("Known:"))
        self._is_dated.setObjectName("dateKnownCheckBox")
        self._date = QDateEdit()
        self._date.setObjectName("valueDateEdit")
        self._date.setAccessibleName(self.form.text)
        self._date.setCalendarPopup(True)
        self._date.setDisplayFormat("d MMM yyyy")
        value = self.slot.entered
        day = dt.date.fromisoformat(value) if isinstance(value, str) and value else None
        self._date.setDate(QDate(day.year, day.month, day.day) if day else QDate.currentDate())
        self._is_dated.setChecked(day is not None)
        self._date.setEnabled(day is not None)
        self._is_dated.toggled.connect(self._date.setEnabled)
        self._is_dated.toggled.connect(self.edited)
        self._date.dateChanged.connect(self.edited)
        row.addWidget(self._is_dated)
        row.addWidget(self._date)
        row.addStretch(1)
        self._layout.addLayout(row)

    def _read_date(self) -> Raw:
        return self._date.date().toString(Qt.DateFormat.ISODate) if self._is_dated.isChecked() else None


class FactPanel(QWidget):
    """All values of one fact."""

    edited = Signal()

    def __init__(self, form: FactForm, *, is_editable: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.form = form
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(GROUP)
        self.editors: list[SlotEditor] = []
        for slot in form.slots:
            self._add(slot, is_editable)
        self._places = self._place_row()
        self._places.setVisible(bool(form.other_places) and is_editable)
        self._column.addWidget(self._places)
        self._column.addStretch(1)

    def _add(self, slot: FactSlot, is_editable: bool = True) -> None:
        editor = SlotEditor(self.form, slot)
        editor.setEnabled(is_editable)
        editor.edited.connect(self.edited)
        self._column.insertWidget(len(self.editors), editor)
        self.editors.append(editor)

    def _place_row(self) -> QWidget:
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(NEAR)
        self._place = QComboBox()
        self._place.setObjectName("otherPlaceComboBox")
        self._place.setAccessibleName(tr("Place with another answer"))
        for key, name in self.form.other_places:
            self._place.addItem(name, key)
        row.addWidget(link_button(tr("Answer differently in"), "otherPlacePushButton", self._add_place))
        row.addWidget(self._place)
        row.addStretch(1)
        return box

    def _add_place(self) -> None:
        """Make room for another value in the chosen place."""
        place = self._place.currentData()
        if not place:
            return
        label = tr("in {place}", place=self._place.currentText())
        self._add(FactSlot(self.form.key, label, None, "", "", place))
        self._place.removeItem(self._place.currentIndex())
        self._places.setVisible(self._place.count() > 0)

    def changed(self) -> list[tuple[FactSlot, Raw]]:
        """Return the values that differ from what is on record; raises UserFacingError for one that is none."""
        return [(editor.slot, editor.raw()) for editor in self.editors if editor.is_changed()]

    def unsaved(self) -> list[tuple[FactSlot, Raw]]:
        """Return what to keep as a draft; what cannot be read as a value is left out."""
        kept = []
        for editor in self.editors:
            try:
                kept.append((editor.slot, editor.raw()))
            except UserFacingError:
                continue
        return kept
