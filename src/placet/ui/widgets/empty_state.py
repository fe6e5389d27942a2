"""What a page shows when there is nothing yet: one sentence and one button."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from placet.ui.tokens import GROUP
from placet.ui.widgets.buttons import primary_button


class EmptyState(QWidget):
    """One sentence that says what belongs here, and one button that begins it."""

    def __init__(self, sentence: str, button: str = "", on_clicked: Callable[[], object] | None = None) -> None:
        super().__init__()
        self.setObjectName("emptyState")
        layout = QVBoxLayout(self)
        layout.setSpacing(GROUP)
        layout.addStretch(2)
        self._said = QLabel(sentence)
        self._said.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._said.setWordWrap(True)
        self._said.setProperty("role", "muted")
        layout.addWidget(self._said)
        self.button = primary_button(button, "emptyStatePushButton", on_clicked) if on_clicked else None
        if self.button is not None:
            layout.addWidget(self.button, alignment=Qt.AlignmentFlag.AlignCenter)
        layout.addStretch(3)

    def say(self, sentence: str) -> None:
        """Change the sentence."""
        self._said.setText(sentence)
