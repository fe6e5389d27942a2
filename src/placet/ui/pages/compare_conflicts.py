"""The band above the comparison: conflicts of two places' rules, both clauses named."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from placet.ui.presenters.compare_lines import ConflictLine, DetailLine
from placet.ui.tokens import NEAR, TIGHT
from placet.ui.translate import tr
from placet.ui.widgets.buttons import link_button
from placet.ui.widgets.labels import body_label, muted_label

FIRST_SHOWN = 2
"""Conflicts told in the band; the rest is one click away."""


class ConflictBand(QFrame):
    """Tells the first conflicts in words; hidden where there is none."""

    def __init__(self, on_all: Callable[[], object]) -> None:
        super().__init__()
        self.setObjectName("noticeBar")
        self.setAccessibleName(tr("Conflicts"))
        self._on_all = on_all
        self._shown: tuple[ConflictLine, ...] = ()
        self._outer = QVBoxLayout(self)
        self._outer.setContentsMargins(12, NEAR, 12, NEAR)
        self._content: QWidget | None = None
        self.hide()

    def show_conflicts(self, conflicts: Sequence[ConflictLine]) -> None:
        """Show other conflicts."""
        if tuple(conflicts) != self._shown:
            self._shown = tuple(conflicts)
            self._fill()
        self.setVisible(bool(self._shown))

    def _fill(self) -> None:
        if self._content is not None:
            self._content.hide()
            self._content.deleteLater()
        self._content = QWidget()
        column = QVBoxLayout(self._content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(TIGHT)
        for item in self._shown[:FIRST_SHOWN]:
            column.addWidget(body_label(heading_of(item)))
            column.addWidget(muted_label(f"{_cited(item.one)}   ⇄   {_cited(item.other)}"))
        row = QHBoxLayout()
        more = len(self._shown) - FIRST_SHOWN
        text = tr("Show {count} more, with every clause", count=more) if more > 0 else tr("Show both clauses")
        row.addWidget(link_button(text, "showConflictsPushButton", self._on_all))
        row.addStretch(1)
        column.addLayout(row)
        self._outer.addWidget(self._content)


def heading_of(item: ConflictLine) -> str:
    """Return what the conflict is about and why both rules cannot be met."""
    about = f"{item.kind} ({', '.join(item.flows)})" if item.flows else item.kind
    return f"{about}: {item.why}"


def _cited(side: DetailLine) -> str:
    clause = side.clause
    return f"{clause.place} {clause.label}: {clause.cited}" if clause else side.text
