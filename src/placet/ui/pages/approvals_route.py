"""The left column of Approvals: the route as a vertical line of stages, and the conditions set so far."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QPushButton, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from placet.ui.presenters.approvals import DONE, LATER, NOW, STOPPED, ApprovalsState, StageLine
from placet.ui.presenters.decided_act import ConditionLine
from placet.ui.theme import small_font, tokens_of
from placet.ui.tokens import NEAR, TIGHT
from placet.ui.translate import tr
from placet.ui.widgets.buttons import link_button
from placet.ui.widgets.labels import muted_label, section_label
from placet.ui.widgets.scrolled import show_content
from placet.ui.widgets.status_mark import SIDE, Shape, draw_shape

_LEFT = SIDE + NEAR + TIGHT
_PAD = 10


class StageButton(QPushButton):
    """One stage: its mark on the line, title, who, and what came of it."""

    def __init__(self, line: StageLine, *, is_chosen: bool, is_first: bool, is_last: bool) -> None:
        super().__init__()
        self.line, self._is_first, self._is_last = line, is_first, is_last
        self.setObjectName(f"stage-{line.id}-PushButton")
        self.setCheckable(True)
        self.setChecked(is_chosen)
        self.setFlat(True)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        said = {DONE: tr("done"), NOW: tr("now"), LATER: tr("later"), STOPPED: tr("stopped")}[line.state]
        self.setAccessibleName(f"{line.title}, {said}, {line.who}, {line.detail}")
        self.setToolTip("\n".join(part for part in (line.explanation, line.assurance) if part))

    def sizeHint(self) -> QSize:
        """Return room for three lines, the title wrapped to two if it must."""
        return QSize(200, self._height(max(self.width(), 180)))

    def minimumSizeHint(self) -> QSize:
        """Return the same height."""
        return QSize(120, self.sizeHint().height())

    def resizeEvent(self, event: object) -> None:
        """Give the wrapped title its room."""
        self.setFixedHeight(self._height(self.width()))

    def _boxes(self, width: int) -> tuple[QRectF, QRectF, QRectF]:
        room = width - _LEFT - NEAR
        wraps = Qt.TextFlag.TextWordWrap
        title = QRectF(self.fontMetrics().boundingRect(0, 0, room, 400, wraps, self.line.title))
        small = self._small_metrics_rect(room, self.line.who)
        below = self._small_metrics_rect(room, self.line.detail)
        title.moveTo(_LEFT, _PAD - 3)
        small.moveTo(_LEFT, title.bottom() + 1)
        below.moveTo(_LEFT, small.bottom() + 1)
        return title, small, below

    def _small_metrics_rect(self, room: int, text: str) -> QRectF:
        metrics = QFontMetrics(small_font(self.font()))
        return QRectF(metrics.boundingRect(0, 0, room, 400, Qt.TextFlag.TextWordWrap, text))

    def _height(self, width: int) -> int:
        return int(self._boxes(width)[2].bottom()) + _PAD

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the line, the mark and the words."""
        tokens, painter = tokens_of(self), QPainter(self)
        if self.isChecked():
            painter.fillRect(self.rect(), QColor(tokens.accent_soft))
        if self.hasFocus():
            painter.setPen(QPen(QColor(tokens.accent), 1))
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        middle, top = TIGHT + SIDE / 2, _PAD
        painter.setPen(QPen(QColor(tokens.line), 2))
        if not self._is_first:
            painter.drawLine(int(middle), 0, int(middle), top)
        if not self._is_last:
            painter.drawLine(int(middle), top + SIDE, int(middle), self.height())
        shapes = {DONE: Shape.MET, STOPPED: Shape.NOT_MET, NOW: Shape.SEALED, LATER: Shape.NOT_APPLICABLE}
        draw_shape(painter, shapes[self.line.state], QRectF(TIGHT, top, SIDE, SIDE), tokens)
        self._draw_words(painter)
        painter.end()

    def _draw_words(self, painter: QPainter) -> None:
        tokens = tokens_of(self)
        title, who, detail = self._boxes(self.width())
        font = self.font()
        font.setBold(self.line.state == NOW)
        painter.setFont(font)
        painter.setPen(QColor(tokens.text if self.line.state != LATER else tokens.muted))
        painter.drawText(title.adjusted(0, 0, 12, 4), Qt.TextFlag.TextWordWrap, self.line.title)
        painter.setFont(small_font(self.font()))
        painter.setPen(QColor(tokens.muted))
        painter.drawText(who.adjusted(0, 0, 12, 4), Qt.TextFlag.TextWordWrap, self.line.who)
        colour = tokens.red if self.line.state == STOPPED else tokens.muted
        painter.setPen(QColor(colour))
        painter.drawText(detail.adjusted(0, 0, 12, 4), Qt.TextFlag.TextWordWrap, self.line.detail)


class RoutePanel(QScrollArea):
    """Lists the stages in order; choosing one shows its decision."""

    stage_chosen = Signal(str)
    discharge_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("routeScrollArea")
        self.setAccessibleName(tr("Approval route"))
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def render_state(self, state: ApprovalsState) -> None:
        """Show the route."""
        content = QWidget()
        content.setObjectName("scrolledContent")
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, NEAR, 0)
        column.setSpacing(0)
        last = len(state.stages) - 1
        for index, line in enumerate(state.stages):
            button = StageButton(line, is_chosen=line.id == state.stage_id, is_first=index == 0, is_last=index == last)
            button.clicked.connect(lambda _checked=False, key=line.id: self.stage_chosen.emit(key))
            column.addWidget(button)
        if state.conditions:
            column.addSpacing(NEAR * 2)
            column.addWidget(section_label(tr("Conditions")))
            for condition in state.conditions:
                column.addWidget(self._condition(condition))
        column.addStretch(1)
        show_content(self, content)

    def _condition(self, line: ConditionLine) -> QWidget:
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, TIGHT, 0, TIGHT)
        column.setSpacing(2)
        column.addWidget(muted_label(f"{line.number}  {line.text}"))
        column.addWidget(muted_label(tr("{owner} · {state}", owner=line.owner, state=line.state)))
        if line.is_open:
            name = f"discharge{line.number}PushButton"
            column.addWidget(link_button(tr("Discharge…"), name, lambda: self.discharge_wanted.emit(line.id)))
        return box
