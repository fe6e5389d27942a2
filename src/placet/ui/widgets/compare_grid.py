"""The table of the comparison: places shrink to fit, text wraps, the questions stay in view."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMoveEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QTableView, QWidget

from placet.ui.models.compare_cells import CompareCells
from placet.ui.presenters.compare_lines import GridRow, PlaceHead
from placet.ui.widgets.compare_drawing import DENSE, CellDelegate, PlaceHeads, QuestionHeads, cell_height
from placet.ui.widgets.launch_timeline import LaunchTimeline

QUESTION_WIDTH = 138
LEAST_COLUMN = 86
"""Below this width words fall apart: the places are then scrolled within the table, the questions stay."""
BODY_COLUMN = 112
"""Width of a column, in pixels, from which phrases stand in the body's size."""

_CELL_INSET = 6
"""What the style sheet keeps free at both sides of a cell: a widget in it is cut there."""


class _TimelineHolder(QWidget):
    """Fills the last row, which may be wider than what is in view."""

    def __init__(self, timeline: LaunchTimeline, on_moved: Callable[[], None]) -> None:
        super().__init__()
        self.setObjectName("timelineHolder")
        self._on_moved = on_moved
        timeline.setParent(self)

    def moveEvent(self, event: QMoveEvent) -> None:
        """Tell that the places were scrolled."""
        super().moveEvent(event)
        self._on_moved()


class CompareGrid(QTableView):
    """Questions against places; Enter or a click opens a cell."""

    cell_opened = Signal(str, int)
    """Row id and column."""

    def __init__(self, name: str, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(title)
        self._cells = CompareCells(self)
        self.setModel(self._cells)
        self.heads, self.questions = PlaceHeads(self), QuestionHeads(self, QUESTION_WIDTH)
        self.setHorizontalHeader(self.heads)
        self.setVerticalHeader(self.questions)
        self.setItemDelegate(CellDelegate(self))
        self.setShowGrid(False)
        self.setCornerButtonEnabled(False)
        self.setTabKeyNavigation(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalScrollBar().setSingleStep(24)
        self._wide: LaunchTimeline | None = None
        self.clicked.connect(self._open)

    def show_cells(
        self, heads: Sequence[PlaceHead], rows: Sequence[GridRow], timeline: LaunchTimeline | None = None
    ) -> None:
        """Show other cells, and a timeline in the last row where there is one; the current cell stays where it was."""
        if timeline is None and (tuple(heads), tuple(rows)) == (self._cells.heads, self._cells.rows):
            return
        here, down = self.currentIndex(), self.verticalScrollBar().value()
        row, column = here.row(), here.column()
        self._wide = None  # goes with the reset: the view owned it
        self.clearSpans()
        self._cells.show_cells(heads, rows)
        if timeline is not None and heads:
            self._show_wide(timeline)
        self.fit()
        if row >= 0 and self._cells.index(row, column).isValid():
            self.setCurrentIndex(self._cells.index(row, column))
        self.verticalScrollBar().setValue(down)

    def _show_wide(self, timeline: LaunchTimeline) -> None:
        last = self._cells.rowCount() - 1
        if len(self._cells.heads) > 1:
            self.setSpan(last, 0, 1, len(self._cells.heads))
        self.setIndexWidget(self._cells.index(last, 0), _TimelineHolder(timeline, self._place_wide))
        timeline.show()
        self._wide = timeline

    def _place_wide(self) -> None:
        """Keep the timeline as wide as what is in view, wherever the places are scrolled to."""
        if self._wide is not None:
            width = self._room_for_wide()
            left = _CELL_INSET - self._wide.mapTo(self.viewport(), QPoint(0, 0)).x() + self._wide.x()
            self._wide.setGeometry(left, 0, width, self._wide.height_for(width))

    def _room_for_wide(self) -> int:
        return self.viewport().width() - 2 * _CELL_INSET

    def fit(self) -> None:
        """Share the width among the places and let each row be as high as its highest cell."""
        count = self._cells.columnCount()
        if not count:
            return
        each, over = divmod(self.viewport().width(), count)
        width = max(LEAST_COLUMN, each)
        dense = width < BODY_COLUMN
        self.setProperty(DENSE, dense)
        for column in range(count):
            extra = 1 if width == each and column < over else 0
            self.setColumnWidth(column, width + extra)
        for number, row in enumerate(self._cells.rows):
            cells = [cell_height(cell, self.font(), width, dense=dense) for cell in row.cells]
            if not cells and self._wide is not None:
                cells = [self._wide.height_for(self._room_for_wide()) + 2]
            self.setRowHeight(number, max(self.questions.height_of(number), *cells))
        self.heads.setFixedHeight(self.heads.sizeHint().height())
        self.updateGeometries()
        self._place_wide()
        if self.currentIndex().isValid() and self.hasFocus():
            self.scrollTo(self.currentIndex())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the new width."""
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.fit()

    def open_at(self, row: int, column: int) -> None:
        """Open a cell as a click does."""
        index = self._cells.index(row, column)
        self.setCurrentIndex(index)
        self._open(index)

    def _open(self, index: QModelIndex) -> None:
        if index.isValid() and self._cells.rows[index.row()].cells:
            self.cell_opened.emit(self._cells.rows[index.row()].id, index.column())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the current cell on Enter or Space."""
        keys = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
        if event.key() in keys and self.currentIndex().isValid():
            self._open(self.currentIndex())
            return
        super().keyPressEvent(event)
