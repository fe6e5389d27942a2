"""The answer to one plain question: yes, no or not known; or several of a list."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QButtonGroup, QCheckBox, QHBoxLayout, QLabel, QRadioButton, QVBoxLayout, QWidget

from placet.ui.tokens import GROUP, NEAR, TIGHT
from placet.ui.translate import tr

_YES, _NO, _UNKNOWN = 1, 0, 2


class YesNo(QWidget):
    """Yes, No, Not known; *not known* is never “no”."""

    chosen = Signal(object)
    """True, False or None."""

    def __init__(self, name: str, question: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(question)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GROUP)
        self._group = QButtonGroup(self)
        for number, text in ((_YES, tr("Yes")), (_NO, tr("No")), (_UNKNOWN, tr("Not known"))):
            button = QRadioButton(text)
            button.setAccessibleName(f"{question} {text}")
            button.setObjectName(f"{name}{['No', 'Yes', 'Unknown'][number]}RadioButton")
            self._group.addButton(button, number)
            row.addWidget(button)
        row.addStretch(1)
        self._group.idClicked.connect(lambda number: self.chosen.emit({_YES: True, _NO: False}.get(number)))

    def show_value(self, value: object) -> None:
        """Show an answer; anything but yes or no is *not known*."""
        number = _YES if value is True else _NO if value is False else _UNKNOWN
        self._group.button(number).setChecked(True)


class _ChoiceLabel(QLabel):
    """The words of a choice; they wrap, and a click on them is a click on the box."""

    def __init__(self, text: str, box: QCheckBox) -> None:
        super().__init__(text)
        self._box = box
        self.setWordWrap(True)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setMinimumHeight(24)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Click the box."""
        self._box.click()
        event.accept()


class Several(QWidget):
    """Any number of choices."""

    chosen = Signal(object)
    """The keys chosen; None when none is."""

    def __init__(self, name: str, question: str, choices: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(question)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(TIGHT)
        self._boxes: dict[str, QCheckBox] = {}
        for key, label in choices:
            box = QCheckBox()
            box.setAccessibleName(tr(label))
            box.setObjectName(f"{name}{key.title().replace('_', '')}CheckBox")
            box.clicked.connect(self._on_clicked)
            self._boxes[key] = box
            row = QHBoxLayout()
            row.setSpacing(NEAR)
            row.addWidget(box, alignment=Qt.AlignmentFlag.AlignTop)
            row.addWidget(_ChoiceLabel(tr(label), box), 1)
            column.addLayout(row)

    def show_value(self, value: object) -> None:
        """Show what is chosen."""
        keys = value if isinstance(value, tuple) else ()
        for key, box in self._boxes.items():
            box.setChecked(key in keys)

    def _on_clicked(self) -> None:
        keys = tuple(key for key, box in self._boxes.items() if box.isChecked())
        self.chosen.emit(keys or None)
