"""A table one can sort, whose columns are remembered."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSettings, QSize, Qt, Signal
from PySide6.QtGui import QIcon, QKeyEvent, QPainter, QPixmap
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from placet.ui.models.rows import MARK_ROLE, ROW_ROLE, RowsModel, SortedRows, TableColumn
from placet.ui.theme import tokens_of
from placet.ui.widgets.status_mark import SIDE, Shape, draw_shape

R = TypeVar("R")
ROW_HEIGHT = 32


class _MarkDelegate(QStyledItemDelegate):
    """Draws a status shape before the text."""

    def initStyleOption(  # noqa: N802 - Qt's name
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().initStyleOption(option, index)
        shape = index.data(MARK_ROLE)
        if shape:
            option.features |= QStyleOptionViewItem.ViewItemFeature.HasDecoration
            option.decorationSize = QSize(SIDE, SIDE)
            option.icon = _shape_icon(Shape(shape), option.widget)


def _shape_icon(shape: Shape, widget: QWidget) -> QIcon:
    ratio = widget.devicePixelRatioF()
    pixmap = QPixmap(round(SIDE * ratio), round(SIDE * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    draw_shape(painter, shape, QRectF(0, 0, SIDE, SIDE), tokens_of(widget))
    painter.end()
    icon = QIcon(pixmap)
    icon.addPixmap(pixmap, QIcon.Mode.Selected)
    return icon


class RowsTable(QTableView, Generic[R]):
    """Rows under sticky, sortable headings; Enter or a double click opens a row."""

    row_opened = Signal(object)
    selection_moved = Signal()

    def __init__(
        self, name: str, columns: Sequence[TableColumn[R]], *, many: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._rows: RowsModel[R] = RowsModel(columns, self)
        self._sorted = SortedRows(self)
        self._sorted.setSourceModel(self._rows)
        self.setModel(self._sorted)
        mode = QAbstractItemView.SelectionMode
        self.setSelectionMode(mode.ExtendedSelection if many else mode.SingleSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setAlternatingRowColors(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setItemDelegate(_MarkDelegate(self))
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self._dress_header(columns)
        self.doubleClicked.connect(self._open)
        self.selectionModel().selectionChanged.connect(lambda *_: self.selection_moved.emit())

    def _dress_header(self, columns: Sequence[TableColumn[R]]) -> None:
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionsMovable(True)
        header.setStretchLastSection(True)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        for number, column in enumerate(columns):
            header.resizeSection(number, column.width)
        header.setMinimumSectionSize(48)
        self.setSortingEnabled(True)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        kept = QSettings().value(f"columns/{self.objectName()}/{len(columns)}")
        if kept is not None:
            header.restoreState(kept)
        header.sectionResized.connect(self._keep)
        header.sectionMoved.connect(self._keep)
        header.sortIndicatorChanged.connect(self._keep)

    def _keep(self, *_: object) -> None:
        header = self.horizontalHeader()
        QSettings().setValue(f"columns/{self.objectName()}/{header.count()}", header.saveState())

    def show_rows(self, rows: Sequence[R], key: Callable[[R], object] | None = None) -> None:
        """Show rows; with ``key`` the selected ones stay selected."""
        chosen = {key(row) for row in self.chosen_rows()} if key else set()
        self._rows.show_rows(rows)
        if key and chosen and not self.chosen_rows():
            for number in range(self._sorted.rowCount()):
                if key(self._sorted.index(number, 0).data(ROW_ROLE)) in chosen:
                    self.selectRow(number)

    def chosen_rows(self) -> list[R]:
        """Return the selected rows, in the order shown."""
        return [index.data(ROW_ROLE) for index in sorted(self.selectionModel().selectedRows(), key=QModelIndex.row)]

    def choose_row(self, wanted: Callable[[R], bool]) -> bool:
        """Select the first row that is wanted; tell whether there is one."""
        for number in range(self._sorted.rowCount()):
            if wanted(self._sorted.index(number, 0).data(ROW_ROLE)):
                self.selectRow(number)
                return True
        return False

    def _open(self, index: QModelIndex) -> None:
        if index.isValid():
            self.row_opened.emit(index.data(ROW_ROLE))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the current row on Enter."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self._open(self.currentIndex())
            return
        super().keyPressEvent(event)
