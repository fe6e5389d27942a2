"""Questions against places as an item model."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from placet.ui.presenters.compare_lines import GridRow, PlaceHead

CELL_ROLE = Qt.ItemDataRole.UserRole + 1
HEAD_ROLE = Qt.ItemDataRole.UserRole + 2
_Index = QModelIndex | QPersistentModelIndex


class CompareCells(QAbstractTableModel):
    """One row a question, one column a place; a row without cells is drawn by a widget over its whole width."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.heads: tuple[PlaceHead, ...] = ()
        self.rows: tuple[GridRow, ...] = ()

    def show_cells(self, heads: Sequence[PlaceHead], rows: Sequence[GridRow]) -> None:
        """Show other cells."""
        self.beginResetModel()
        self.heads, self.rows = tuple(heads), tuple(rows)
        self.endResetModel()

    def rowCount(self, parent: _Index | None = None) -> int:
        """Return the number of questions."""
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def columnCount(self, parent: _Index | None = None) -> int:
        """Return the number of places."""
        return 0 if parent is not None and parent.isValid() else len(self.heads)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the cell, its phrase, or what a screen reader says."""
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        if not row.cells:
            return None
        cell, head = row.cells[index.column()], self.heads[index.column()]
        if role == CELL_ROLE:
            return cell
        if role == Qt.ItemDataRole.DisplayRole:
            return cell.phrase
        if role == Qt.ItemDataRole.ToolTipRole:
            return cell.word
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{head.name}, {row.title} {cell.phrase} ({cell.word})"
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return a place or a question, whole or by its name."""
        is_place = orientation == Qt.Orientation.Horizontal
        items: Sequence[PlaceHead | GridRow] = self.heads if is_place else self.rows
        if not 0 <= section < len(items):
            return None
        item = items[section]
        if role == HEAD_ROLE:
            return item
        if role == Qt.ItemDataRole.DisplayRole:
            return item.name if isinstance(item, PlaceHead) else item.title
        if role == Qt.ItemDataRole.ToolTipRole and isinstance(item, PlaceHead):
            return "\n".join(part for part in (item.entity, item.note) if part)
        return None
