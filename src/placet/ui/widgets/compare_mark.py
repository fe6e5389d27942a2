"""The mark beside a phrase of the comparison: known shapes, and those only a comparison needs."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from placet.domain.compare_cells import CellStatus
from placet.ui.theme import tokens_of
from placet.ui.tokens import Tokens
from placet.ui.widgets.status_mark import SIDE, Shape, draw_shape

_SHAPES = {
    CellStatus.NOTHING: Shape.NOT_APPLICABLE,
    CellStatus.MET: Shape.MET,
    CellStatus.CONDITIONAL: Shape.PARTLY,
    CellStatus.GAP: Shape.NOT_MET,
    CellStatus.UNDECIDED: Shape.UNKNOWN,
    CellStatus.NOT_SET: Shape.UNKNOWN,
    CellStatus.NOT_PUBLISHED: Shape.UNKNOWN,
}


def draw_mark(painter: QPainter, status: CellStatus, box: QRectF, tokens: Tokens) -> None:
    """Draw the mark of a status into a square box; each differs in shape, not in colour alone."""
    if status in _SHAPES:
        draw_shape(painter, _SHAPES[status], box, tokens)
        return
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    ring = box.adjusted(1.5, 1.5, -1.5, -1.5)
    match status:
        case CellStatus.BARRED:
            painter.setPen(QPen(QColor(tokens.red), 1.8))
            painter.setBrush(QColor(tokens.red))
            painter.drawEllipse(ring)
            painter.setPen(QPen(QColor(tokens.base), 2))
            middle = ring.center().y()
            painter.drawLine(QPointF(ring.left() + 2.5, middle), QPointF(ring.right() - 2.5, middle))
        case CellStatus.UPCOMING:
            painter.setPen(QPen(QColor(tokens.muted), 1.4, Qt.PenStyle.DotLine))
            painter.drawEllipse(ring)
        case CellStatus.NOT_ASSESSED:
            painter.setPen(QPen(QColor(tokens.muted), 1.4, Qt.PenStyle.DashLine))
            painter.drawRect(ring)
        case _:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(tokens.muted))
            painter.drawRect(ring.adjusted(2, 2, -2, -2))
    painter.restore()


class CompareMark(QWidget):
    """A mark on its own; its word stands beside it."""

    def __init__(self, status: CellStatus, word: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._status = status
        self.setAccessibleName(word)
        self.setToolTip(word)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Return room for the mark."""
        return QSize(SIDE, SIDE)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the mark."""
        painter = QPainter(self)
        draw_mark(painter, self._status, QRectF(0, 0, SIDE, SIDE), tokens_of(self))
        painter.end()
