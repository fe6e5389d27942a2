"""How the cells and the heads of the comparison are drawn: everything wraps, nothing is cut."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHeaderView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from placet.domain.compare_cells import CellStatus
from placet.ui.models.compare_cells import CELL_ROLE, HEAD_ROLE
from placet.ui.presenters.compare_lines import GridCell, GridRow, PlaceHead
from placet.ui.theme import small_font, tokens_of
from placet.ui.translate import tr
from placet.ui.widgets.compare_mark import draw_mark
from placet.ui.widgets.status_mark import SIDE
from placet.ui.widgets.wrapped_text import draw_wrapped, laid_out

PAD = 5
DENSE = "dense"
"""Property of a table whose phrases stand in the small size."""


def bold(font: QFont) -> QFont:
    """Return the font in bold."""
    result = QFont(font)
    result.setWeight(QFont.Weight.DemiBold)
    return result


def cell_height(cell: GridCell, base: QFont, width: int, *, dense: bool) -> int:
    """Return how high a cell must be for nothing in it to be cut."""
    font = small_font(base) if dense else base
    height = 2 * PAD + SIDE + 4 + laid_out(cell.phrase, font, width - 2 * PAD)[1]
    if cell.is_standard:
        height += 4 + laid_out(_standard_word(), small_font(bold(base)), width - 2 * PAD - 10)[1] + 4
    return height


def head_name(head: PlaceHead, base: QFont, width: int) -> tuple[str, QFont]:
    """Return a place's name in the largest font in which no word of it breaks, or its code."""
    for font in (bold(base), bold(small_font(base))):
        metrics = QFontMetrics(font)
        if all(metrics.horizontalAdvance(word) <= width for word in head.name.split()):
            return head.name, font
    return head.place, bold(base)


def _standard_word() -> str:
    return tr("meets all")


class CellDelegate(QStyledItemDelegate):
    """Draws mark, phrase, and the note on the one standard that meets all."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw one cell."""
        cell = index.data(CELL_ROLE)
        if not isinstance(cell, GridCell) or option.widget is None:
            return
        painter.save()
        tokens, box = tokens_of(option.widget), option.rect
        if cell.is_standard:
            painter.fillRect(box, QColor(tokens.accent_soft))
        elif cell.status is CellStatus.NOT_ASSESSED:
            painter.fillRect(box, QColor(tokens.raised))
        painter.setPen(QPen(QColor(tokens.line), 1))
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        painter.drawLine(box.topRight(), box.bottomRight())
        is_current = bool(option.state & QStyle.StateFlag.State_Selected)
        if is_current:
            painter.setPen(QPen(QColor(tokens.accent), 2))
            painter.drawRect(QRectF(box).adjusted(1, 1, -2, -2))
        left, top, width = box.left() + PAD, box.top() + PAD, box.width() - 2 * PAD
        draw_mark(painter, cell.status, QRectF(left, top, SIDE, SIDE), tokens)
        top += SIDE + 4
        quiet = cell.status in (CellStatus.NOTHING, CellStatus.NOT_ASSESSED)
        painter.setPen(QColor(tokens.muted if quiet else tokens.text))
        base = option.widget.font()
        font = small_font(base) if option.widget.property(DENSE) else base
        top += draw_wrapped(painter, cell.phrase, font, left, top, width)
        if cell.is_standard:
            self._draw_standard(painter, option.widget, QRect(left, top + 4, width, box.bottom() - top))
        painter.restore()

    def _draw_standard(self, painter: QPainter, widget: QWidget, box: QRect) -> None:
        tokens, font = tokens_of(widget), small_font(bold(widget.font()))
        layout, height = laid_out(_standard_word(), font, box.width() - 10)
        wide = min(box.width(), int(max(layout.lineAt(n).naturalTextWidth() for n in range(layout.lineCount()))) + 12)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(tokens.accent), 1.4))
        painter.drawRoundedRect(QRectF(box.left(), box.top(), wide, height + 3), 3, 3)
        draw_wrapped(painter, _standard_word(), font, box.left() + 5, box.top() + 1, box.width() - 10)


class PlaceHeads(QHeaderView):
    """The heads of the columns: place, entity, and that a law comes from elsewhere."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setObjectName("placeHeader")
        self.setAccessibleName(tr("Places"))
        self.setSectionsClickable(False)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(24)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)

    def sizeHint(self) -> QSize:
        """Return the height of the highest head."""
        heights = [self._height(number) for number in range(self.count())]
        return QSize(super().sizeHint().width(), max(heights, default=32))

    def _lines(self, number: int) -> list[tuple[str, QFont, bool]]:
        head = self.model().headerData(number, Qt.Orientation.Horizontal, HEAD_ROLE)
        if not isinstance(head, PlaceHead):
            return []
        name, font = head_name(head, self.font(), self.sectionSize(number) - 2 * PAD)
        under = tr("law from elsewhere") if head.note and head.is_assessed else head.entity
        return [(name, font, False), (under, small_font(self.font()), True)]

    def _height(self, number: int) -> int:
        width = self.sectionSize(number) - 2 * PAD
        return 2 * PAD + sum(laid_out(text, font, width)[1] for text, font, _ in self._lines(number))

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:  # noqa: N802, N803 - Qt's names
        """Draw one head."""
        tokens = tokens_of(self)
        painter.save()
        painter.fillRect(rect, QColor(tokens.raised))
        painter.setPen(QPen(QColor(tokens.line), 1))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.drawLine(rect.topRight(), rect.bottomRight())
        top = rect.top() + PAD
        for text, font, stands_back in self._lines(logicalIndex):
            painter.setPen(QColor(tokens.muted if stands_back else tokens.text))
            top += draw_wrapped(painter, text, font, rect.left() + PAD, top, rect.width() - 2 * PAD)
        painter.restore()


class QuestionHeads(QHeaderView):
    """The heads of the rows; they stay in view when the places are scrolled."""

    def __init__(self, parent: QWidget, width: int) -> None:
        super().__init__(Qt.Orientation.Vertical, parent)
        self.setObjectName("questionHeader")
        self.setAccessibleName(tr("Questions"))
        self.setSectionsClickable(False)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(24)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setFixedWidth(width)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the heads; what lies under the last is part of the table."""
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        under = self.viewport().rect().adjusted(0, self.length() - self.offset(), 0, 0)
        painter.fillRect(under, QColor(tokens_of(self).base))
        painter.end()

    def _lines(self, number: int) -> list[tuple[str, QFont, bool]]:
        row = self.model().headerData(number, Qt.Orientation.Vertical, HEAD_ROLE)
        if not isinstance(row, GridRow):
            return []
        lines = [(row.title, bold(self.font()), False)]
        return [*lines, (row.note, small_font(self.font()), True)] if row.note else lines

    def height_of(self, number: int) -> int:
        """Return how high a head must be for nothing in it to be cut."""
        width = self.width() - 2 * PAD
        return 2 * PAD + 4 + sum(laid_out(text, font, width)[1] for text, font, _ in self._lines(number))

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:  # noqa: N802, N803 - Qt's names
        """Draw one head."""
        tokens = tokens_of(self)
        painter.save()
        painter.fillRect(rect, QColor(tokens.raised))
        painter.setPen(QPen(QColor(tokens.line), 1))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.drawLine(rect.topRight(), rect.bottomRight())
        if logicalIndex == 0:
            painter.drawLine(rect.topLeft(), rect.topRight())
        top = rect.top() + PAD
        for text, font, stands_back in self._lines(logicalIndex):
            painter.setPen(QColor(tokens.muted if stands_back else tokens.text))
            top += draw_wrapped(painter, text, font, rect.left() + PAD, top, rect.width() - 2 * PAD) + 2
        painter.restore()
