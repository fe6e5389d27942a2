"""The right column of Approvals where there is nothing to decide: why, and what was decided."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from placet.ui.tokens import NEAR, TIGHT
from placet.ui.widgets.labels import body_label, muted_label


class DecidedPanel(QWidget):
    """Shows a sentence, and the lines of a decision."""

    def __init__(self, sentence: str, lines: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("scrolledContent")
        column = QVBoxLayout(self)
        column.setContentsMargins(NEAR, 0, NEAR, NEAR)
        column.setSpacing(TIGHT)
        said = body_label(sentence)
        said.setObjectName("noDecisionLabel")
        column.addWidget(said)
        for label, text in lines:
            column.addSpacing(TIGHT)
            column.addWidget(muted_label(label))
            column.addWidget(body_label(text))
        column.addStretch(1)
