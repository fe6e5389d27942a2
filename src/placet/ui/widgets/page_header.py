"""The head of every page: its title, its one-line state, its primary action."""

from __future__ import annotations

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from placet.ui.tokens import GROUP, MARGIN, TIGHT
from placet.ui.widgets.buttons import primary_button
from placet.ui.widgets.labels import title_label


class PageHeader(QFrame):
    """Says where one is and what can be done next."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("pageHeader")
        row = QHBoxLayout(self)
        row.setContentsMargins(MARGIN, GROUP, MARGIN, GROUP - TIGHT)
        column = QVBoxLayout()
        column.setSpacing(2)
        self.title = title_label()
        self.title.setObjectName("pageTitleLabel")
        self.state = QLabel()
        self.state.setObjectName("pageStateLabel")
        self.state.setProperty("role", "muted")
        column.addWidget(self.title)
        column.addWidget(self.state)
        row.addLayout(column, 1)
        self._action: QAction | None = None
        self.primary: QPushButton = primary_button("", "primaryActionPushButton", self._trigger)
        self.primary.hide()
        row.addWidget(self.primary)

    def show_page(self, title: str, state: str, action: QAction | None) -> None:
        """Show title, state and action of a page."""
        self.title.setText(title)
        self.state.setText(state)
        self.state.setToolTip(state)
        self._action = action
        self.primary.setVisible(action is not None and action.isVisible())
        if action is not None:
            self.primary.setText(action.text())
            self.primary.setAccessibleName(action.text().replace("&", ""))
            self.primary.setEnabled(action.isEnabled())
            self.primary.setToolTip(action.toolTip() if action.toolTip() != action.text() else "")

    def _trigger(self) -> None:
        if self._action is not None:
            self._action.trigger()
