"""A button that opens a list of things to tick and shows what is ticked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QMenu, QPushButton, QSizePolicy, QWidget, QWidgetAction

from placet.ui.translate import tr

_MOST_ROWS = 12
_ROW = 28


class CheckMenu(QPushButton):
    """Holds some of several keys; reachable and usable by keyboard like a combo box."""

    changed = Signal()

    def __init__(self, options: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._labels = dict(options)
        self._list = QListWidget()
        self._list.setObjectName("checkMenuListWidget")
        for key, label in options:
            item = QListWidgetItem(label)
            item.setData(Qt.ItemDataRole.UserRole, key)
            item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsUserCheckable | Qt.ItemFlag.ItemIsSelectable)
            item.setCheckState(Qt.CheckState.Unchecked)
            self._list.addItem(item)
        rows = min(_MOST_ROWS, max(1, len(options)))
        self._list.setMinimumSize(max(240, self._list.sizeHintForColumn(0) + 40), rows * _ROW + 8)
        self._list.itemChanged.connect(lambda _item: self._on_changed())
        menu = QMenu(self)
        holder = QWidgetAction(menu)
        holder.setDefaultWidget(self._list)
        menu.addAction(holder)
        menu.aboutToShow.connect(self._list.setFocus)
        self.setMenu(menu)
        self.setStyleSheet("text-align: left;")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._render()

    def chosen(self) -> tuple[str, ...]:
        """Return the ticked keys in the order listed."""
        items = (self._list.item(row) for row in range(self._list.count()))
        ticked = [item for item in items if item.checkState() is Qt.CheckState.Checked]
        return tuple(str(item.data(Qt.ItemDataRole.UserRole)) for item in ticked)

    def set_chosen(self, keys: Iterable[str]) -> None:
        """Tick these keys and no others."""
        wanted = set(keys)
        self._list.blockSignals(True)
        for row in range(self._list.count()):
            item = self._list.item(row)
            is_wanted = item.data(Qt.ItemDataRole.UserRole) in wanted
            item.setCheckState(Qt.CheckState.Checked if is_wanted else Qt.CheckState.Unchecked)
        self._list.blockSignals(False)
        self._render()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the words to the new width."""
        super().resizeEvent(event)
        self._render()

    def _on_changed(self) -> None:
        self._render()
        self.changed.emit()

    def _render(self) -> None:
        words = [self._labels[key] for key in self.chosen()]
        text = ", ".join(words) if words else tr("None chosen")
        room = max(120, self.width() - 48)
        shown = self.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room)
        self.setText(shown.replace("&", "&&"))
        self.setToolTip(text)
        self.setAccessibleDescription(text)
