"""Verify any dossier file: what it is, who signed, whether anything changed, and what that does not prove."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from placet.ui.presenters.verification import Answer, SignerLine, VerificationState
from placet.ui.tokens import GROUP, NEAR, READING_WIDTH, TIGHT
from placet.ui.translate import tr
from placet.ui.widgets.buttons import link_button, plain_button, primary_button
from placet.ui.widgets.labels import body_label, card, muted_label, section_label
from placet.ui.widgets.status_mark import Shape, StatusMark


class VerifyPanel(QScrollArea):
    """Takes a file and the certificates to trust, and shows the answer."""

    file_wanted = Signal()
    file_dropped = Signal(str)
    trust_wanted = Signal()
    trust_dropped = Signal()
    against_wanted = Signal()
    verify_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("verifyScrollArea")
        self.setAcceptDrops(True)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        content = QWidget()
        content.setObjectName("scrolledContent")
        content.setMaximumWidth(READING_WIDTH + GROUP)
        column = QVBoxLayout(content)
        column.setContentsMargins(GROUP, 0, GROUP, GROUP)
        column.setSpacing(NEAR)
        column.addWidget(section_label(tr("Verify a dossier")))
        column.addWidget(
            muted_label(tr("Any dossier file, from this register or from elsewhere. Nothing leaves this computer."))
        )
        self._file, self._trust, self._against = muted_label(), muted_label(), muted_label()
        rows = (
            (tr("&File…"), "verifyFilePushButton", self.file_wanted, self._file),
            (tr("&Trust a certificate…"), "trustPushButton", self.trust_wanted, self._trust),
            (tr("&Older dossier…"), "againstPushButton", self.against_wanted, self._against),
        )
        for text, name, signal, label in rows:
            row = QHBoxLayout()
            row.setSpacing(NEAR)
            button = plain_button(text, name, signal.emit)
            button.setMinimumWidth(170)
            row.addWidget(button)
            row.addWidget(label, 1)
            column.addLayout(row)
        self._drop = link_button(tr("Trust nobody"), "dropTrustPushButton", self.trust_dropped.emit)
        column.addWidget(self._drop, alignment=Qt.AlignmentFlag.AlignLeft)
        self.verify = primary_button(tr("&Verify"), "verifyPushButton", self.verify_wanted.emit)
        column.addWidget(self.verify, alignment=Qt.AlignmentFlag.AlignRight)
        self._result = QVBoxLayout()
        self._result.setSpacing(NEAR)
        column.addLayout(self._result)
        column.addStretch(1)
        self.setWidget(content)
        self.render_state(VerificationState())

    def render_state(self, state: VerificationState) -> None:
        """Show what is to be verified, and the answer."""
        self._file.setText(state.file_name or tr("Choose or drop a PDF."))
        none = tr("Nobody yet: signers can be intact, but not trusted here.")
        self._trust.setText(", ".join(state.trust) or none)
        self._against.setText(state.against or tr("None: the journal is not compared with an earlier dossier."))
        self._drop.setVisible(bool(state.trust))
        self.verify.setEnabled(bool(state.file_name))
        while self._result.count():
            taken = self._result.takeAt(0)
            widget = taken.widget() if taken else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        if state.answer is not None:
            self._result.addWidget(_answer(state.answer))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take one file."""
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Hand on the first file dropped."""
        local = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        if local:
            self.file_dropped.emit(local[0])
            event.acceptProposedAction()


def _answer(answer: Answer) -> QWidget:
    frame = card()
    column = QVBoxLayout(frame)
    column.setContentsMargins(GROUP, GROUP, GROUP, GROUP)
    column.setSpacing(NEAR)
    shape = {0: Shape.MET, 1: Shape.PARTLY}.get(answer.code, Shape.NOT_MET)
    head = QHBoxLayout()
    head.setSpacing(NEAR)
    head.addWidget(StatusMark(shape), alignment=Qt.AlignmentFlag.AlignTop)
    first = section_label(answer.sentences[0])
    first.setObjectName("outcomeLabel")
    first.setWordWrap(True)
    head.addWidget(first, 1)
    column.addLayout(head)
    if answer.about:
        column.addWidget(muted_label(answer.about))
    for sentence in answer.sentences[1:]:
        column.addWidget(body_label(sentence))
    for signer in answer.signers:
        column.addWidget(_signer(signer))
    for text in answer.unsigned:
        column.addWidget(StatusMark(Shape.UNKNOWN, text))
    _add_list(column, tr("This does not prove"), answer.not_proved)
    return frame


def _signer(line: SignerLine) -> QWidget:
    box = QWidget()
    column = QVBoxLayout(box)
    column.setContentsMargins(0, TIGHT, 0, TIGHT)
    column.setSpacing(0)
    shape = Shape.MET if line.is_intact and line.is_trusted else Shape.PARTLY if line.is_intact else Shape.NOT_MET
    column.addWidget(StatusMark(shape, line.name))
    column.addWidget(muted_label(line.detail))
    return box


def _add_list(column: QVBoxLayout, title: str, lines: Sequence[str]) -> None:
    if lines:
        column.addWidget(body_label(title))
    for line in lines:
        column.addWidget(muted_label(f"•  {line}"))
