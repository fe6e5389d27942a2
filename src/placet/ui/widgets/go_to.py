"""Go to anything: type a few letters of a page, a use case or a person (Ctrl+K)."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from placet.ui.presenters.destinations import Destination
from placet.ui.tokens import NEAR
from placet.ui.translate import tr

_MOST = 30


class GoTo(QDialog):
    """A line and a list; Enter goes, Escape stays."""

    target_chosen = Signal(object)

    def __init__(self, find: Callable[[str], Sequence[Destination]], parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("goToDialog")
        self.setWindowTitle(tr("Go to"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(520, 380)
        self._find = find
        layout = QVBoxLayout(self)
        layout.setContentsMargins(NEAR, NEAR, NEAR, NEAR)
        layout.setSpacing(NEAR)
        self.line = QLineEdit()
        self.line.setObjectName("goToLineEdit")
        self.line.setAccessibleName(tr("Go to"))
        self.line.setPlaceholderText(tr("A page, a use case, a person, or a word"))
        self.line.textChanged.connect(self._fill)
        self.line.installEventFilter(self)
        layout.addWidget(self.line)
        self.list = QListWidget()
        self.list.setObjectName("goToListWidget")
        self.list.setAccessibleName(tr("Places to go"))
        self.list.itemActivated.connect(self._go)
        layout.addWidget(self.list)
        self._targets: list[Destination] = []
        self._fill("")

    def _fill(self, text: str) -> None:
        self._targets = list(self._find(text))[:_MOST]
        self.list.clear()
        for target in self._targets:
            item = QListWidgetItem(f"{target.title}   {target.note}".rstrip())
            self.list.addItem(item)
        self.list.setCurrentRow(0 if self._targets else -1)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the arrows move in the list, and Enter go, while the cursor stays in the line."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()), 0)
            if step and self.list.count():
                self.list.setCurrentRow((self.list.currentRow() + step) % self.list.count())
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._go()
                return True
        return super().eventFilter(watched, event)

    def _go(self, _item: QListWidgetItem | None = None) -> None:
        row = self.list.currentRow()
        if 0 <= row < len(self._targets):
            self.target_chosen.emit(self._targets[row])
            self.accept()
