"""A sealed dossier: its pages, its signature fields, and signing them."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QSplitter, QVBoxLayout, QWidget

from placet.ui.pages.identity_box import IdentityBox
from placet.ui.pages.pdf_pages import PdfPages
from placet.ui.presenters.dossiers import DossiersState, FieldLine
from placet.ui.tokens import GROUP, NEAR, TIGHT
from placet.ui.translate import tr
from placet.ui.widgets.buttons import plain_button
from placet.ui.widgets.labels import body_label, muted_label, rule, section_label
from placet.ui.widgets.status_mark import Shape, StatusMark


class DossierView(QWidget):
    """Shows one sealed dossier."""

    sign_wanted = Signal(str)
    """The field."""
    copy_wanted = Signal()
    verify_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.pages = PdfPages()
        self.identity = IdentityBox(tr("Choose your identity, then the field kept for you."))
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(GROUP, 0, GROUP, 0)
        column.addWidget(self.pages)
        split.addWidget(left)
        self._side = QScrollArea()
        self._side.setWidgetResizable(True)
        self._side.setMinimumWidth(260)
        self._side.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        split.addWidget(self._side)
        split.setStretchFactor(0, 1)
        split.setSizes([440, 310])
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(split)
        self._side.setWidget(self._build_side())

    def _build_side(self) -> QWidget:
        content = QWidget()
        content.setObjectName("scrolledContent")
        column = QVBoxLayout(content)
        column.setContentsMargins(NEAR, 0, NEAR, GROUP)
        column.setSpacing(NEAR)
        self._number = section_label("")
        self._number.setObjectName("dossierNumberLabel")
        self._about = muted_label("")
        self._mark = muted_label("")
        self._mark.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        for label in (self._number, self._about, self._mark):
            label.setWordWrap(True)
            column.addWidget(label)
        self._evaluation = StatusMark(Shape.NOT_COVERING, tr("EVALUATION signatures: not for reliance"))
        column.addWidget(self._evaluation)
        row = QHBoxLayout()
        row.setSpacing(NEAR)
        row.addWidget(plain_button(tr("Save a &copy…"), "saveCopyPushButton", self.copy_wanted.emit))
        row.addWidget(plain_button(tr("&Verify"), "verifyThisPushButton", self.verify_wanted.emit))
        row.addStretch(1)
        column.addLayout(row)
        column.addWidget(rule())
        column.addWidget(section_label(tr("Signatures")))
        column.addWidget(self.identity)
        self._fields = QVBoxLayout()
        self._fields.setSpacing(NEAR)
        column.addLayout(self._fields)
        column.addStretch(1)
        return content

    def render_state(self, state: DossiersState) -> None:
        """Show the chosen dossier."""
        line = state.chosen
        if line is None:
            return
        self._number.setText(line.number)
        about = tr("{kind} to {addressee}, sealed {when}, {pages} pages", kind=line.kind, addressee=line.addressee,
                   when=line.sealed, pages=line.pages)  # fmt: skip
        self._about.setText(about)
        self._mark.setText(tr("Fingerprint {mark}", mark=line.fingerprint))
        self._evaluation.setVisible(line.is_evaluation)
        self.identity.show_identity(state.identity, is_evaluation=state.is_evaluation, is_bound=state.is_bound)
        self.identity.setVisible(line.signed < line.fields)
        while self._fields.count():
            taken = self._fields.takeAt(0)
            widget = taken.widget() if taken else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for field in state.fields:
            self._fields.addWidget(self._field(field, can_sign=bool(state.identity) and state.is_bound))

    def _field(self, line: FieldLine, *, can_sign: bool) -> QWidget:
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(0, TIGHT, 0, TIGHT)
        row.setSpacing(NEAR)
        shape = Shape.SEALED if line.is_signed and not line.is_evaluation else Shape.NOT_COVERING
        mark = StatusMark(shape if line.is_signed else Shape.UNKNOWN)
        row.addWidget(mark, alignment=Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(body_label(line.stage))
        words.addWidget(muted_label(f"{line.who}: {line.state}"))
        row.addLayout(words, 1)
        if not line.is_signed:
            sign = plain_button(tr("Sign"), f"sign-{line.field}-PushButton", lambda: self.sign_wanted.emit(line.field))
            sign.setAccessibleName(tr("Sign: {stage}", stage=line.stage))
            sign.setEnabled(can_sign)
            sign.setToolTip("" if can_sign else tr("Choose the identity to sign with first."))
            row.addWidget(sign, alignment=Qt.AlignmentFlag.AlignTop)
        return box
