"""The way to launch as one bar a place: the critical path solid, what runs beside it outlined, unknown ends dashed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from placet.domain.moments import shown_day
from placet.ui.presenters.compare_lines import Bar
from placet.ui.theme import small_font, tokens_of
from placet.ui.tokens import Tokens
from placet.ui.translate import tr
from placet.ui.widgets.compare_drawing import bold
from placet.ui.widgets.launch_layout import AXIS_HEIGHT, NAME_WIDTH, Piece, PlacedBar, placed_bars, scale_of
from placet.ui.widgets.wrapped_text import draw_wrapped, laid_out


class LaunchTimeline(QWidget):
    """Draws the bars; a click or Enter on one tells which place to open."""

    place_opened = Signal(int)

    def __init__(self, bars: Sequence[Bar], starts: dt.date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("launchTimeline")
        self.setAccessibleName(tr("The way to launch"))
        self.setAccessibleDescription("; ".join(_sentence(item) for item in bars))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._bars, self._starts, self._current = tuple(bars), starts, 0

    def height_for(self, width: int) -> int:
        """Return how high the bars are at a width."""
        return int(self._placed(width)[1]) + 4

    def sizeHint(self) -> QSize:
        """Return the size at the present width."""
        return QSize(max(480, self.width()), self.height_for(max(480, self.width())))

    def _placed(self, width: float) -> tuple[tuple[PlacedBar, ...], float]:
        small = small_font(self.font())
        metrics = QFontMetricsF(small)
        return placed_bars(
            self._bars,
            self._starts,
            width,
            metrics.horizontalAdvance,
            lambda text, room: laid_out(text, small, room)[1],
        )

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the months and the bars."""
        tokens, painter = tokens_of(self), QPainter(self)
        painter.fillRect(self.rect(), QColor(tokens.base))
        self._draw_axis(painter, tokens)
        for number, placed in enumerate(self._placed(self.width())[0]):
            self._draw_bar(painter, tokens, placed)
            if self.hasFocus() and number == self._current:
                painter.setPen(QPen(QColor(tokens.accent), 1))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRect(QRectF(1.5, placed.top - 4.5, self.width() - 3, placed.height + 8))
        painter.end()

    def _draw_axis(self, painter: QPainter, tokens: Tokens) -> None:
        scale = scale_of(self._bars, self._starts, self.width())
        painter.setFont(small_font(self.font()))
        for day in scale.months():
            x = scale.at(day)
            painter.setPen(QPen(QColor(tokens.line), 1))
            painter.drawLine(QPointF(x, AXIS_HEIGHT - 6), QPointF(x, self.height()))
            painter.setPen(QColor(tokens.muted))
            painter.drawText(QPointF(x + 3, AXIS_HEIGHT - 10), f"{day:%b %Y}")
        painter.setPen(QColor(tokens.muted))
        painter.drawText(QPointF(7, AXIS_HEIGHT - 10), tr("from {date}", date=shown_day(self._starts)))

    def _draw_bar(self, painter: QPainter, tokens: Tokens, placed: PlacedBar) -> None:
        bar, small = placed.bar, small_font(self.font())
        painter.setPen(QColor(tokens.text))
        used = draw_wrapped(painter, bar.name, bold(self.font()), 7, placed.top, NAME_WIDTH - 12)
        if sum(other.place == bar.place for other in self._bars) > 1:
            painter.setPen(QColor(tokens.muted))
            draw_wrapped(painter, bar.entity, small, 7, placed.top + used, NAME_WIDTH - 12)
        for piece in placed.pieces:
            self._draw_piece(painter, tokens, piece)
        if placed.tail is not None:
            painter.setPen(QPen(QColor(tokens.muted), 1, Qt.PenStyle.DashLine))
            painter.setBrush(QColor(tokens.base))
            painter.drawRect(placed.tail)
            painter.setPen(QColor(tokens.muted))
            box = placed.tail.adjusted(6, 3, -6, -3)
            draw_wrapped(painter, placed.tail_text, small, box.left(), box.top(), box.width())
        if bar.earliest is not None:
            self._draw_end(painter, tokens, placed, shown_day(bar.earliest))
        if placed.key:
            room = self.width() - NAME_WIDTH - 8
            layout, height = laid_out(placed.key, small, room)
            wide = max(layout.lineAt(line).naturalTextWidth() for line in range(layout.lineCount()))
            painter.fillRect(QRectF(NAME_WIDTH, placed.key_top, wide, height), QColor(tokens.base))
            painter.setPen(QColor(tokens.muted))
            draw_wrapped(painter, placed.key, small, NAME_WIDTH, placed.key_top, room)

    def _draw_end(self, painter: QPainter, tokens: Tokens, placed: PlacedBar, day: str) -> None:
        left = placed.end + 6
        if placed.bar.may_be_later:
            painter.setPen(QColor(tokens.muted))
            painter.setFont(small_font(self.font()))
            painter.drawText(QPointF(left, placed.top + 16), tr("not before"))
            left += painter.fontMetrics().horizontalAdvance(tr("not before")) + 5
        painter.setPen(QColor(tokens.text))
        painter.setFont(bold(self.font()))
        painter.drawText(QPointF(left, placed.top + 16), day)

    def _draw_piece(self, painter: QPainter, tokens: Tokens, piece: Piece) -> None:
        solid, box = piece.segment.is_critical, piece.box
        painter.setPen(Qt.PenStyle.NoPen if solid else QPen(QColor(tokens.muted), 1))
        painter.setBrush(QColor(tokens.accent if solid else tokens.raised))
        painter.drawRect(box)
        if piece.segment.is_external:
            painter.setPen(Qt.PenStyle.NoPen)
            hatch = QColor(tokens.on_accent if solid else tokens.muted)
            hatch.setAlpha(90)
            painter.setBrush(hatch)
            painter.drawRect(QRectF(box.left(), box.bottom() - 4, box.width(), 4))
        if piece.label:
            painter.setFont(small_font(self.font()))
            painter.setPen(QColor(tokens.on_accent if solid else tokens.text))
            inset = 4 if box.width() > 16 else 2
            painter.drawText(box.adjusted(inset, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, piece.label)

    def _at(self, y: float) -> int:
        rows = self._placed(self.width())[0]
        return next((number for number, row in enumerate(rows) if row.top - 6 <= y <= row.top + row.height + 6), -1)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Open the place under the pointer."""
        number = self._at(event.position().y())
        if number >= 0:
            self._current = number
            self.update()
            self.place_opened.emit(number)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go up and down the places; Enter opens one."""
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        step = steps.get(Qt.Key(event.key()))
        if step is not None and 0 <= self._current + step < len(self._bars):
            self._current += step
            self.update()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self._bars:
            self.place_opened.emit(self._current)
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Name the stage under the pointer."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), self.words_at(QPointF(event.pos())), self)
            return True
        return super().event(event)

    def words_at(self, point: QPointF) -> str:
        """Return the stage under a point, its time and its days."""
        for row in self._placed(self.width())[0]:
            for piece in row.pieces:
                if piece.box.contains(point):
                    seg = piece.segment
                    return f"{seg.title}: {seg.lead}, {shown_day(seg.starts)} – {shown_day(seg.ends)}"
        return ""


def _sentence(bar: Bar) -> str:
    end = shown_day(bar.earliest) if bar.earliest is not None else bar.open_end
    if bar.may_be_later and bar.earliest is not None:
        return tr("{place}: launch not before {when}", place=bar.name, when=end)
    return tr("{place}: earliest launch {when}", place=bar.name, when=end)
