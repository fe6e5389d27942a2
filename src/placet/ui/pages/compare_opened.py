"""The side panel of the comparison: the clauses, force tags and reasons behind one phrase, or all conflicts."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from placet.ui.presenters.compare_lines import ClauseLine, ConflictLine, DetailLine, Opened
from placet.ui.tokens import GROUP, NEAR, TIGHT
from placet.ui.translate import tr
from placet.ui.widgets.buttons import link_button
from placet.ui.widgets.compare_mark import CompareMark
from placet.ui.widgets.force_tag import ForceTag
from placet.ui.widgets.labels import body_label, muted_label, rule, section_label
from placet.ui.widgets.scrolled import show_content

WIDTH = 320
FIRST_SHOWN = 20
"""Details shown before the rest is asked for."""


class OpenedPanel(QScrollArea):
    """Shows what stands behind a cell; Escape closes it."""

    def __init__(self, on_closed: Callable[[], object]) -> None:
        super().__init__()
        self.setObjectName("openedScrollArea")
        self.setAccessibleName(tr("What stands behind it"))
        self.setWidgetResizable(True)
        self.setMinimumWidth(WIDTH)
        self.setMaximumWidth(WIDTH)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._on_closed = on_closed
        self._shown: object = None
        self._shows_all = False

    def show_cell(self, opened: Opened) -> None:
        """Show what stands behind a cell."""
        if opened == self._shown:
            return
        self._shown, self._shows_all = opened, False
        self._fill()

    def show_conflicts(self, conflicts: Sequence[ConflictLine]) -> None:
        """Show every conflict with both its clauses."""
        self._shown = tuple(conflicts)
        content, column = self._begin(tr("Conflicts"), "")
        for item in conflicts:
            _add_conflict(column, item)
        self._end(content, column)

    def _fill(self) -> None:
        opened = self._shown
        if not isinstance(opened, Opened):
            return
        content, column = self._begin(opened.question, opened.place)
        head = QHBoxLayout()
        head.setSpacing(NEAR)
        head.addWidget(CompareMark(opened.status, opened.word), alignment=Qt.AlignmentFlag.AlignTop)
        head.addWidget(body_label(opened.phrase), 1)
        column.addLayout(head)
        if opened.standard:
            column.addWidget(_warned(tr("The one standard that meets all: {standard}", standard=opened.standard)))
        for line in (*opened.shortenings, *opened.notes):
            column.addWidget(muted_label(line))
        if opened.asks:
            column.addWidget(muted_label(tr("Still to be stated: {facts}", facts=", ".join(opened.asks))))
        shown = opened.details if self._shows_all else opened.details[:FIRST_SHOWN]
        for detail in shown:
            column.addWidget(rule())
            _add_detail(column, detail)
        if len(shown) < len(opened.details):
            more = tr("Show {count} more", count=len(opened.details) - len(shown))
            column.addWidget(link_button(more, "showAllDetailsPushButton", self._show_all))
        if not opened.details:
            column.addWidget(muted_label(tr("No clause stands behind this.")))
        self._end(content, column)

    def _begin(self, title: str, under: str) -> tuple[QWidget, QVBoxLayout]:
        content = QWidget()
        content.setObjectName("scrolledContent")
        column = QVBoxLayout(content)
        column.setContentsMargins(GROUP, 0, NEAR, GROUP)
        column.setSpacing(NEAR)
        head = QHBoxLayout()
        heading = section_label(title)
        heading.setObjectName("openedTitleLabel")
        heading.setWordWrap(True)
        head.addWidget(heading, 1)
        close = link_button(tr("Close"), "closeOpenedPushButton", self._on_closed)
        close.setToolTip(tr("Escape"))
        head.addWidget(close, alignment=Qt.AlignmentFlag.AlignTop)
        column.addLayout(head)
        if under:
            column.addWidget(muted_label(under))
        return content, column

    def _end(self, content: QWidget, column: QVBoxLayout) -> None:
        column.addStretch(1)
        show_content(self, content)
        self.verticalScrollBar().setValue(0)

    def _show_all(self) -> None:
        self._shows_all = True
        self._fill()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close on Escape."""
        if event.key() == Qt.Key.Key_Escape:
            self._on_closed()
            return
        super().keyPressEvent(event)


def _warned(text: str) -> QLabel:
    label = body_label(text)
    label.setProperty("role", "label")
    return label


def clause_row(clause: ClauseLine) -> QHBoxLayout:
    """Return place, force tag and date of a clause in one line."""
    head = QHBoxLayout()
    head.setSpacing(NEAR)
    who = QLabel(clause.place)
    who.setProperty("role", "label")
    head.addWidget(who)
    head.addWidget(ForceTag(clause.force, clause.label, in_force=clause.in_force))
    if clause.dated:
        head.addWidget(muted_label(clause.dated, wraps=False))
    head.addStretch(1)
    return head


def _add_detail(column: QVBoxLayout, detail: DetailLine) -> None:
    box = QVBoxLayout()
    box.setSpacing(TIGHT)
    box.addWidget(body_label(detail.text))
    if detail.clause is not None:
        box.addLayout(clause_row(detail.clause))
        box.addWidget(muted_label(f"{detail.clause.label}: {detail.clause.cited}"))
        if not detail.clause.is_sure:
            box.addWidget(muted_label(tr("clause as researched: not checked against the official text")))
    if detail.reasons:
        box.addWidget(muted_label("\n".join(f"•  {reason}" for reason in detail.reasons)))
    column.addLayout(box)


def _add_conflict(column: QVBoxLayout, item: ConflictLine) -> None:
    column.addWidget(rule())
    column.addWidget(_warned(item.kind))
    if item.flows:
        column.addWidget(muted_label(", ".join(item.flows)))
    column.addWidget(body_label(item.why))
    for side in (item.one, item.other):
        _add_detail(column, side)
    if item.facts:
        column.addWidget(muted_label(tr("Facts involved: {facts}", facts=", ".join(item.facts))))
    if item.way_out:
        column.addWidget(muted_label(tr("Way out: {way}", way=item.way_out)))
