"""Shape, word and colour of a status; the shapes are drawn, since no font has them all."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from placet.ui.theme import tokens_of
from placet.ui.tokens import NEAR, Tokens

SIDE = 14
"""Width and height of a shape, pixels."""


class Shape(StrEnum):
    """What a status looks like."""

    MET = "met"
    PARTLY = "partly"
    NOT_MET = "not_met"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "not_applicable"
    SEALED = "sealed"
    NOT_COVERING = "not_covering"


def colour_of(shape: Shape, tokens: Tokens) -> str:
    """Return the colour that goes with a shape."""
    return {
        Shape.MET: tokens.green,
        Shape.PARTLY: tokens.amber,
        Shape.NOT_MET: tokens.red,
        Shape.SEALED: tokens.accent,
        Shape.NOT_COVERING: tokens.amber,
    }.get(shape, tokens.grey)


def draw_shape(painter: QPainter, shape: Shape, box: QRectF, tokens: Tokens) -> None:
    """Draw a shape into a square box."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    colour = QColor(colour_of(shape, tokens))
    ring = box.adjusted(1.5, 1.5, -1.5, -1.5)
    painter.setPen(QPen(colour, 1.6))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    match shape:
        case Shape.MET:
            painter.setBrush(colour)
            painter.drawEllipse(ring)
        case Shape.PARTLY:
            painter.drawEllipse(ring)
            painter.setBrush(colour)
            painter.drawPie(ring, 90 * 16, 180 * 16)
        case Shape.NOT_MET:
            painter.drawEllipse(ring)
        case Shape.SEALED | Shape.NOT_COVERING:
            painter.setBrush(colour if shape is Shape.SEALED else Qt.BrushStyle.NoBrush)
            painter.drawPolygon(_diamond(ring))
        case Shape.NOT_APPLICABLE:
            middle = box.center()
            painter.drawLine(QPointF(ring.left(), middle.y()), QPointF(ring.right(), middle.y()))
        case Shape.UNKNOWN:
            _draw_question(painter, box)
    painter.restore()


def _diamond(box: QRectF) -> QPolygonF:
    middle = box.center()
    return QPolygonF(
        [
            QPointF(middle.x(), box.top()),
            QPointF(box.right(), middle.y()),
            QPointF(middle.x(), box.bottom()),
            QPointF(box.left(), middle.y()),
        ]
    )


def _draw_question(painter: QPainter, box: QRectF) -> None:
    font = painter.font()
    font.setPixelSize(int(box.height()))
    font.setBold(True)
    painter.setFont(font)
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, "?")


class StatusMark(QWidget):
    """A shape with its word."""

    def __init__(self, shape: Shape = Shape.UNKNOWN, word: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shape, self._word = shape, word
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(word)

    def show_status(self, shape: Shape, word: str) -> None:
        """Show another status."""
        self._shape, self._word = shape, word
        self.setAccessibleName(word)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return room for the shape and its word."""
        metrics = self.fontMetrics()
        width = SIDE + (NEAR - 2 + metrics.horizontalAdvance(self._word) if self._word else 0)
        return QSize(width + 2, max(SIDE, metrics.height()) + 2)

    def minimumSizeHint(self) -> QSize:
        """Return the same: a status is never cut."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw shape and word."""
        tokens, painter = tokens_of(self), QPainter(self)
        top = (self.height() - SIDE) / 2
        draw_shape(painter, self._shape, QRectF(0, top, SIDE, SIDE), tokens)
        painter.setPen(QColor(tokens.text))
        painter.drawText(self.rect().adjusted(SIDE + NEAR - 2, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, self._word)
        painter.end()
