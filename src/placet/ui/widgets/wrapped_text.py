"""Text that wraps within a width and is never cut: a word too long for it is broken."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF
from PySide6.QtGui import QFont, QPainter, QTextLayout, QTextOption


def laid_out(text: str, font: QFont, width: float) -> tuple[QTextLayout, int]:
    """Return the text laid out in lines and the height they take."""
    layout = QTextLayout(text, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.setCacheEnabled(True)
    height = 0.0
    layout.beginLayout()
    while True:
        line = layout.createLine()
        if not line.isValid():
            break
        line.setLineWidth(max(width, 8))
        line.setPosition(QPointF(0, height))
        height += line.height()
    layout.endLayout()
    return layout, math.ceil(height)


def draw_wrapped(painter: QPainter, text: str, font: QFont, left: float, top: float, width: float) -> int:
    """Draw the text with the painter's pen; return the height it took."""
    layout, height = laid_out(text, font, width)
    layout.draw(painter, QPointF(left, top))
    return height
