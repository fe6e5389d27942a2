"""The left column of the interview: steps with progress, the questions of the present one, what is left by place."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QHeaderView, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from placet.ui.presenters.interview import InterviewState
from placet.ui.presenters.interview_list import GAPS, PlaceLeft
from placet.ui.theme import tokens_of
from placet.ui.tokens import NEAR, TIGHT, Tokens
from placet.ui.translate import tr
from placet.ui.widgets.buttons import link_button
from placet.ui.widgets.labels import muted_label, rule
from placet.ui.widgets.status_mark import SIDE, Shape, draw_shape

_KEY = Qt.ItemDataRole.UserRole
_STEP, _ITEM = "step", "item"
_SHARPNESS = 3
"""Pixels drawn for each logical one, so that marks stay sharp on dense screens."""


def mark_icon(shape: Shape, tokens: Tokens) -> QIcon:
    """Return a status shape as an icon for lists."""
    pixmap = QPixmap(SIDE * _SHARPNESS, SIDE * _SHARPNESS)
    pixmap.setDevicePixelRatio(_SHARPNESS)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    draw_shape(painter, shape, QRectF(0, 0, SIDE, SIDE), tokens)
    painter.end()
    return QIcon(pixmap)


class StepsPanel(QWidget):
    """Lists the steps; the present one is open and shows its questions."""

    step_chosen = Signal(str)
    item_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("stepsPanel")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(NEAR)
        self.tree = QTreeWidget()
        self.tree.setObjectName("stepsTreeWidget")
        self.tree.setAccessibleName(tr("Steps of the interview"))
        self.tree.setColumnCount(2)
        self.tree.setHeaderHidden(True)
        self.tree.setIndentation(NEAR + TIGHT)
        self.tree.setRootIsDecorated(False)
        self.tree.setStyleSheet("QTreeView::item { padding: 4px 2px; }")
        self.tree.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.tree.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.tree.header().setStretchLastSection(False)
        self.tree.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.tree.header().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.tree.itemClicked.connect(self._on_clicked)
        self.tree.itemActivated.connect(self._on_clicked)
        layout.addWidget(self.tree, 1)
        layout.addWidget(rule())
        self._left = muted_label()
        self._left.setObjectName("leftLabel")
        layout.addWidget(self._left)
        self.gaps = link_button(tr("Show what is left"), "gapsPushButton", lambda: self.item_chosen.emit(GAPS))
        layout.addWidget(self.gaps)

    def render_state(self, state: InterviewState) -> None:
        """Show steps and what is left."""
        tokens = tokens_of(self)
        self.tree.clear()
        for step in state.steps:
            row = QTreeWidgetItem([step.title, "" if step.is_done else f"{step.answered}/{step.total}"])
            row.setData(0, _KEY, (_STEP, step.id))
            row.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            row.setToolTip(0, step.title)
            if step.is_done:
                row.setIcon(1, mark_icon(Shape.MET, tokens))
            font = row.font(0)
            font.setBold(step.id == state.step)
            row.setFont(0, font)
            self.tree.addTopLevelItem(row)
            if step.id == state.step:
                self._add_items(row, state, tokens)
        self._render_left(state.left)

    def _add_items(self, row: QTreeWidgetItem, state: InterviewState, tokens: Tokens) -> None:
        present: QTreeWidgetItem | None = None
        for item in state.items:
            below = QTreeWidgetItem([item.label, ""])
            below.setIcon(0, mark_icon(Shape.MET if item.answered else Shape.UNKNOWN, tokens))
            below.setData(0, _KEY, (_ITEM, item.id))
            below.setToolTip(0, item.label)
            said = tr("answered") if item.answered else tr("not answered")
            below.setData(0, Qt.ItemDataRole.AccessibleTextRole, f"{item.label}, {said}")
            row.addChild(below)
            below.setFirstColumnSpanned(True)
            present = below if item.id == state.current else present
        row.setExpanded(True)
        if present is not None:
            self.tree.setCurrentItem(present)
            self.tree.scrollToItem(present)

    def _render_left(self, left: tuple[PlaceLeft, ...]) -> None:
        self._left.setText("\n".join(_left_text(line) for line in left))
        self._left.setToolTip("\n".join(line.name for line in left))

    def _on_clicked(self, row: QTreeWidgetItem, _column: int = 0) -> None:
        kind, key = row.data(0, _KEY)
        (self.step_chosen if kind == _STEP else self.item_chosen).emit(key)


def _left_text(line: PlaceLeft) -> str:
    """Return “HK: 12 to answer, 5 gaps, 3 undecided”."""
    if not line.is_assessed:
        return tr("{place}: not assessed", place=line.place)
    parts = [tr("{count} to answer", count=line.left)]
    if line.gaps:
        parts.append(tr("{count} gaps", count=line.gaps))
    if line.undecided:
        parts.append(tr("{count} undecided", count=line.undecided))
    return f"{line.place}: {', '.join(parts)}"
