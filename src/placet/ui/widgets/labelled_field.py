"""A field with its label above, help below, and its problem in words."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from placet.ui.tokens import TIGHT
from placet.ui.widgets.labels import error_label, muted_label


class LabelledField(QWidget):
    """Puts a control under its label; the label is its buddy, so that its mnemonic leads there."""

    def __init__(self, label: str, control: QWidget, help_text: str = "", *, name: str = "") -> None:
        super().__init__()
        self.control = control
        if name:
            control.setObjectName(name)
        control.setAccessibleName(label.replace("&", ""))
        if help_text:
            control.setAccessibleDescription(help_text)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(TIGHT)
        self.label = QLabel(label)
        self.label.setProperty("role", "label")
        self.label.setBuddy(control)
        layout.addWidget(self.label)
        layout.addWidget(control)
        self.help = muted_label(help_text)
        self.help.setVisible(bool(help_text))
        layout.addWidget(self.help)
        self.problem = error_label()
        layout.addWidget(self.problem)

    def show_problem(self, text: str) -> None:
        """Say what is wrong with the value; an empty text takes it away."""
        self.problem.setText(text)
        self.problem.setVisible(bool(text))
        self.control.setProperty("invalid", bool(text))
        self.control.style().unpolish(self.control)
        self.control.style().polish(self.control)
