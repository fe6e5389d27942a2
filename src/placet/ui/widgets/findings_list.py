"""Problems above a page, in words: one sentence, and each finding as a link to where it is mended."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from placet.domain.errors import Finding, FindingsError, UserFacingError
from placet.ui.tokens import NEAR, TIGHT
from placet.ui.translate import tr
from placet.ui.widgets.buttons import link_button

MOST_SHOWN = 8


class FindingsList(QFrame):
    """A bar that is hidden until there is something to say."""

    finding_chosen = Signal(str)
    """The finding's path: the field or file it is about."""
    dismissed = Signal()

    def __init__(self, parent: QWidget | None = None, *, name: str = "problemBar") -> None:
        super().__init__(parent)
        self.setObjectName(name)
        row = QHBoxLayout(self)
        row.setContentsMargins(NEAR + TIGHT, NEAR, NEAR, NEAR)
        self._column = QVBoxLayout()
        self._column.setSpacing(TIGHT)
        row.addLayout(self._column, 1)
        close = QToolButton()
        close.setObjectName("dismissToolButton")
        close.setText("×")
        close.setAccessibleName(tr("Dismiss"))
        close.clicked.connect(self._dismiss)
        row.addWidget(close, alignment=Qt.AlignmentFlag.AlignTop)
        self._sentence = QLabel()
        self._sentence.setObjectName("problemLabel")
        self._sentence.setTextFormat(Qt.TextFormat.PlainText)
        self._sentence.setWordWrap(True)
        self._sentence.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._column.addWidget(self._sentence)
        self._lines: list[QWidget] = []
        self.hide()

    @property
    def sentence(self) -> str:
        """Return what is said now."""
        return self._sentence.text()

    def show_error(self, error: UserFacingError | None) -> None:
        """Show a problem with its findings, or take the bar away."""
        if error is None:
            self.hide()
            return
        self.show_findings(_capital(error.sentence), error.findings if isinstance(error, FindingsError) else ())

    def show_findings(self, sentence: str, findings: Sequence[Finding] = ()) -> None:
        """Show a sentence and the findings under it."""
        self.show_lines(sentence)
        for finding in findings[:MOST_SHOWN]:
            self._add(self._line(finding))
        if len(findings) > MOST_SHOWN:
            self._add(QLabel(tr("… and {count} more", count=len(findings) - MOST_SHOWN)))
        self.show()

    def show_lines(self, sentence: str) -> None:
        """Put a sentence in place of what was said, without bringing the bar into view."""
        for line in self._lines:
            self._column.removeWidget(line)
            line.hide()
            line.deleteLater()
        self._lines = []
        self._sentence.setText(sentence)

    def add_link(self, text: str, name: str, on_clicked: Callable[[], object]) -> None:
        """Add a way to where it is mended."""
        self._add(link_button(text, name, on_clicked))

    def _add(self, line: QWidget) -> None:
        self._lines.append(line)
        self._column.addWidget(line)

    def _line(self, finding: Finding) -> QWidget:
        text = f"•  {finding}".replace("&", "&&")
        return link_button(text, "findingPushButton", lambda: self.finding_chosen.emit(finding.path))

    def _dismiss(self) -> None:
        self.hide()
        self.dismissed.emit()


def _capital(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]
