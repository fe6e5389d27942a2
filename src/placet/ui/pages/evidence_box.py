"""Evidence under an answer: exhibits listed, files added or dropped, exhibits taken from the register."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMenu, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from placet.ui.presenters.answer_forms import EvidenceLine
from placet.ui.tokens import NEAR, TIGHT
from placet.ui.translate import tr
from placet.ui.widgets.buttons import link_button
from placet.ui.widgets.labels import muted_label


class EvidenceBox(QFrame):
    """Lists what proves an answer; files may be dropped on it."""

    files_wanted = Signal()
    """The person wants to choose files."""
    files_dropped = Signal(list)
    """Paths."""
    exhibit_taken = Signal(str)
    exhibit_left = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("evidenceBox")
        self.setAccessibleName(tr("Evidence"))
        self.setAcceptDrops(True)
        self._others: tuple[EvidenceLine, ...] = ()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(TIGHT)
        head = QHBoxLayout()
        head.setSpacing(NEAR)
        title = QLabel(tr("Evidence"))
        title.setProperty("role", "label")
        head.addWidget(title)
        self.add = link_button(tr("Add or drop files"), "addFilesPushButton", self.files_wanted.emit)
        head.addWidget(self.add)
        self.take = link_button(tr("Use an exhibit"), "takeExhibitPushButton", self._open_menu)
        head.addWidget(self.take)
        head.addStretch(1)
        layout.addLayout(head)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(2)
        layout.addLayout(self._lines)

    def render_lines(self, chosen: Sequence[EvidenceLine], all_exhibits: Sequence[EvidenceLine]) -> None:
        """Show what is chosen; the others can be taken."""
        while self._lines.count():
            taken = self._lines.takeAt(0)
            widget = taken.widget() if taken else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for line in chosen:
            self._lines.addWidget(self._line(line))
        if not chosen:
            self._lines.addWidget(muted_label(tr("None yet.")))
        keys = {line.id for line in chosen}
        self._others = tuple(line for line in all_exhibits if line.id not in keys)
        self.take.setVisible(bool(self._others))

    def _line(self, line: EvidenceLine) -> QWidget:
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(NEAR)
        text = QLabel(f"{line.number}  {line.title}")
        text.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        text.setToolTip(line.title)
        row.addWidget(text, 1)
        row.addWidget(muted_label(line.dated or tr("no date"), wraps=False))
        leave = QToolButton()
        leave.setObjectName(f"leave{line.number}ToolButton")
        leave.setText("×")
        leave.setAccessibleName(tr("Take {number} off this answer", number=line.number))
        leave.setToolTip(tr("Take {number} off this answer", number=line.number))
        leave.clicked.connect(lambda: self.exhibit_left.emit(line.id))
        row.addWidget(leave)
        return box

    def _open_menu(self) -> None:
        menu = QMenu(self)
        menu.setObjectName("exhibitMenu")
        for line in self._others:
            title = f"{line.number}  {line.title}".replace("&", "&&")
            menu.addAction(title).triggered.connect(partial(self._take, line.id))
        menu.popup(self.take.mapToGlobal(self.take.rect().bottomLeft()))

    def _take(self, key: str, _checked: bool = False) -> None:
        self.exhibit_taken.emit(key)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files only."""
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Hand on the files dropped."""
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        self.files_dropped.emit(paths)
        event.acceptProposedAction()
