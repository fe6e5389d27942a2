"""The right column of the interview: which rules ask, with whose label and force; good evidence; their words."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from placet.ui.presenters.rule_lines import RuleLine, Why
from placet.ui.tokens import GROUP, NEAR, TIGHT
from placet.ui.translate import tr
from placet.ui.widgets.buttons import link_button
from placet.ui.widgets.force_tag import ForceTag
from placet.ui.widgets.labels import body_label, muted_label, section_label
from placet.ui.widgets.scrolled import show_content

FIRST_SHOWN = 6
"""Rules shown before the rest is asked for: some facts serve more than a hundred."""


class WhyPanel(QScrollArea):
    """Says why the present question is asked."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("whyScrollArea")
        self.setAccessibleName(tr("Why this is asked"))
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._why = Why()
        self._shows_all = False
        self._render()

    def render_why(self, why: Why) -> None:
        """Show other reasons."""
        if why != self._why:
            self._why, self._shows_all = why, False
            self._render()
            self.verticalScrollBar().setValue(0)

    def _render(self) -> None:
        content = QWidget()
        content.setObjectName("scrolledContent")
        column = QVBoxLayout(content)
        column.setContentsMargins(GROUP, 0, NEAR, GROUP)
        column.setSpacing(NEAR)
        if self._why.heading:
            column.addWidget(section_label(tr("Why this is asked")))
            column.addWidget(muted_label(self._why.heading))
        shown = self._why.rules if self._shows_all else self._why.rules[:FIRST_SHOWN]
        for line in shown:
            column.addWidget(_rule(line))
        hidden = len(self._why.rules) - len(shown)
        if hidden:
            column.addWidget(link_button(tr("Show {count} more", count=hidden), "showAllPushButton", self._show_all))
        if self._why.evidence:
            column.addSpacing(NEAR)
            column.addWidget(section_label(tr("Good evidence")))
            for text in self._why.evidence:
                column.addWidget(muted_label(f"•  {text}"))
        if self._why.words:
            column.addSpacing(NEAR)
            column.addWidget(section_label(tr("Their words")))
            for word in self._why.words:
                column.addWidget(body_label(f"{word.regulator}: {word.word}"))
                column.addWidget(muted_label(word.meaning))
        column.addStretch(1)
        show_content(self, content)

    def _show_all(self) -> None:
        self._shows_all = True
        self._render()


def _rule(line: RuleLine) -> QWidget:
    box = QWidget()
    column = QVBoxLayout(box)
    column.setContentsMargins(0, TIGHT, 0, TIGHT)
    column.setSpacing(2)
    head = QHBoxLayout()
    head.setSpacing(NEAR)
    who = QLabel(f"{line.place}  {line.regulator}")
    who.setProperty("role", "label")
    head.addWidget(who)
    head.addWidget(ForceTag(line.force, line.label, in_force=line.in_force))
    if line.dated:
        head.addWidget(muted_label(line.dated, wraps=False))
    head.addStretch(1)
    column.addLayout(head)
    title = body_label(line.title)
    title.setToolTip(line.duty)
    column.addWidget(title)
    column.addWidget(muted_label(f"{line.label}, {line.clause}"))
    if line.reasons:
        because = muted_label(tr("because: {reasons}", reasons="; ".join(line.reasons)))
        column.addWidget(because)
    if line.relation:
        column.addWidget(muted_label(line.relation))
    return box
