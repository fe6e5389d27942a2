"""What is left: every requirement that applies and is not met, and where it is answered."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem, QVBoxLayout, QWidget

from placet.ui.pages.interview_steps import mark_icon
from placet.ui.presenters.determination_forms import GapLine
from placet.ui.presenters.interview import GapsForm
from placet.ui.theme import tokens_of
from placet.ui.tokens import NEAR
from placet.ui.translate import tr
from placet.ui.widgets.buttons import plain_button
from placet.ui.widgets.force_tag import FORCE_WORDS
from placet.ui.widgets.labels import body_label
from placet.ui.widgets.status_mark import Shape

_SHAPES = {"partly": Shape.PARTLY, "not_met": Shape.NOT_MET}


class GapsPanel(QWidget):
    """A table of gaps; opening a row goes to its question."""

    question_chosen = Signal(str)
    approvals_wanted = Signal()

    def __init__(self, form: GapsForm, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.form = form
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(NEAR)
        if not form.lines:
            layout.addWidget(body_label(tr("Nothing is left: every requirement that applies is met.")))
            go_on = plain_button(tr("Go on to &Approvals"), "toApprovalsPushButton", self.approvals_wanted.emit)
            layout.addWidget(go_on, alignment=Qt.AlignmentFlag.AlignLeft)
            layout.addStretch(1)
            return
        layout.addWidget(body_label(tr("Open a line to answer it. Gaps are stated plainly in the dossier.")))
        self.table = QTableWidget(len(form.lines), 4)
        self.table.setObjectName("gapsTableWidget")
        self.table.setAccessibleName(tr("What is left"))
        self.table.setHorizontalHeaderLabels([tr("Requirement"), tr("Clause"), tr("Force"), tr("State")])
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.verticalHeader().hide()
        self.table.setShowGrid(False)
        header = self.table.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(2, QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(3, QHeaderView.ResizeMode.ResizeToContents)
        for row, line in enumerate(form.lines):
            self._fill(row, line)
        self.table.itemActivated.connect(self._open)
        layout.addWidget(self.table, 1)

    def _fill(self, row: int, line: GapLine) -> None:
        tokens = tokens_of(self)
        force = tr(FORCE_WORDS.get(line.force, line.force.upper()))
        where = f"{line.place}: {line.citation}"
        for column, text in enumerate((line.title, where, force, line.status_words)):
            item = QTableWidgetItem(text)
            item.setToolTip(text)
            self.table.setItem(row, column, item)
        state = self.table.item(row, 3)
        if state is not None:
            state.setIcon(mark_icon(_SHAPES.get(line.status, Shape.UNKNOWN), tokens))

    def _open(self, item: QTableWidgetItem) -> None:
        key = self.form.lines[item.row()].question_id
        if key:
            self.question_chosen.emit(key)
