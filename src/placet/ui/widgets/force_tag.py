"""A small outlined tag for a clause's force, dashed while it is not yet in force."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from placet.ui.theme import small_font, tokens_of
from placet.ui.translate import tr

FORCE_WORDS = {
    "law": "LAW",
    "notice": "NOTICE",
    "guideline": "GUIDELINE",
    "voluntary": "VOLUNTARY",
    "observation": "OBSERVED",
}


class ForceTag(QWidget):
    """LAW, NOTICE, GUIDELINE, VOLUNTARY or OBSERVED; the issuer's own label is its tooltip."""

    def __init__(self, force: str, label: str = "", *, in_force: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._word, self._in_force = tr(FORCE_WORDS.get(force, force.upper())), in_force
        self.setToolTip(label)
        self.setAccessibleName(f"{self._word} {label}".strip())
        self.setFont(small_font(self.font()))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Return room for the word and its frame."""
        metrics = self.fontMetrics()
        return QSize(metrics.horizontalAdvance(self._word) + 12, metrics.height() + 4)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw frame and word."""
        tokens, painter = tokens_of(self), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        style = Qt.PenStyle.SolidLine if self._in_force else Qt.PenStyle.DashLine
        painter.setPen(QPen(QColor(tokens.muted), 1, style))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._word)
        painter.end()
