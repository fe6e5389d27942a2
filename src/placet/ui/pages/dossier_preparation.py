"""A dossier being prepared: what a reader outside the firm could not resolve, and Seal."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from placet.ui.presenters.dossier_words import INTERNAL_RECORD
from placet.ui.presenters.dossiers import DossiersState, FindingLine, Preparation
from placet.ui.tokens import GROUP, NEAR, READING_WIDTH, TIGHT
from placet.ui.translate import tr
from placet.ui.widgets.buttons import link_button, plain_button, primary_button
from placet.ui.widgets.labelled_field import LabelledField
from placet.ui.widgets.labels import body_label, muted_label, section_label
from placet.ui.widgets.status_mark import Shape, StatusMark


class PreparationPanel(QScrollArea):
    """Chooses kind and addressee, lists the findings, and seals."""

    check_wanted = Signal(str, str)
    """Kind and addressee."""
    draft_wanted = Signal(str, str, str)
    """Kind, addressee and file ending."""
    seal_wanted = Signal(object)
    """Reason by warning."""
    reasons_edited = Signal(object)
    mend_wanted = Signal(object)
    """A Target."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("preparationScrollArea")
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._preparation: Preparation | None = None
        self._reasons: dict[str, QLineEdit] = {}
        content = QWidget()
        content.setObjectName("scrolledContent")
        content.setMaximumWidth(READING_WIDTH + GROUP)
        column = QVBoxLayout(content)
        column.setContentsMargins(GROUP, 0, GROUP, GROUP)
        column.setSpacing(NEAR)
        column.addWidget(section_label(tr("Prepare a dossier")))
        column.addLayout(self._choices())
        self._problem = body_label("")
        self._problem.setProperty("role", "error")
        column.addWidget(self._problem)
        self._result = QVBoxLayout()
        self._result.setSpacing(NEAR)
        column.addLayout(self._result)
        column.addStretch(1)
        self.setWidget(content)

    def _choices(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(NEAR)
        row = QHBoxLayout()
        row.setSpacing(GROUP)
        self.kind, self.addressee = QComboBox(), QComboBox()
        self._addressee_field = LabelledField(tr("&Addressee"), self.addressee, name="addresseeComboBox")
        row.addWidget(LabelledField(tr("&Kind"), self.kind, name="dossierKindComboBox"), 1)
        row.addWidget(self._addressee_field, 1)
        column.addLayout(row)
        buttons = QHBoxLayout()
        buttons.setSpacing(NEAR)
        for suffix, text, name in ((".pdf", tr("Draft &PDF…"), "draftPdf"), (".docx", tr("Draft &Word…"), "draftWord")):
            buttons.addWidget(plain_button(text, f"{name}PushButton", self._drafter(suffix)))
        buttons.addStretch(1)
        self.check = plain_button(tr("&Check what a stranger could not resolve"), "checkPushButton", self._check)
        buttons.addWidget(self.check)
        column.addLayout(buttons)
        self.kind.currentIndexChanged.connect(lambda _index: self._render_choice())
        return column

    def _drafter(self, suffix: str) -> Callable[[], object]:
        return lambda: self.draft_wanted.emit(self.kind.currentData(), self.addressee.currentData() or "", suffix)

    def _check(self) -> None:
        self.check_wanted.emit(self.kind.currentData(), self.addressee.currentData() or "")

    def _render_choice(self) -> None:
        self._addressee_field.setVisible(self.kind.currentData() != INTERNAL_RECORD)

    def render_state(self, state: DossiersState) -> None:
        """Show the choices and what was found; typed reasons stay."""
        for combo, options in ((self.kind, state.kinds), (self.addressee, state.addressees)):
            if [combo.itemData(row) for row in range(combo.count())] != [key for key, _ in options]:
                combo.clear()
                for key, name in options:
                    combo.addItem(name, key)
        self._render_choice()
        self._problem.setText(state.problem)
        self._problem.setVisible(bool(state.problem))
        if state.preparation != self._preparation:
            self._preparation = state.preparation
            self._render_result()

    def _render_result(self) -> None:
        while self._result.count():
            taken = self._result.takeAt(0)
            widget = taken.widget() if taken else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._reasons = {}
        found = self._preparation
        if found is None:
            return
        self._result.addWidget(_verdict(found))
        for line in found.errors:
            self._result.addWidget(self._finding(line, is_error=True))
        if found.warnings:
            self._result.addWidget(section_label(tr("Warnings")))
            self._result.addWidget(muted_label(tr("Give each a reason, or mend it. The reasons are printed.")))
        known = dict(found.reasons)
        for line in found.warnings:
            self._result.addWidget(self._warning(line, known.get(line.message, "")))
        if len(found.warnings) > 1:
            fill = link_button(tr("Use the first reason for those left empty"), "fillPushButton", self._fill)
            self._result.addWidget(fill)
        self.seal = primary_button(tr("&Seal this dossier"), "sealPushButton", self._seal)
        self._result.addWidget(self.seal, alignment=Qt.AlignmentFlag.AlignRight)
        self._render_seal()

    def _finding(self, line: FindingLine, *, is_error: bool) -> QWidget:
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(0, TIGHT, 0, TIGHT)
        row.setSpacing(NEAR)
        row.addWidget(StatusMark(Shape.NOT_MET if is_error else Shape.PARTLY), alignment=Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(body_label(line.message))
        if line.hint:
            words.addWidget(muted_label(line.hint))
        row.addLayout(words, 1)
        mend = link_button(tr("Mend it"), "mendPushButton", lambda: self.mend_wanted.emit(line.target))
        mend.setAccessibleName(tr("Mend: {message}", message=line.message))
        row.addWidget(mend, alignment=Qt.AlignmentFlag.AlignTop)
        return box

    def _warning(self, line: FindingLine, reason: str) -> QWidget:
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, NEAR)
        column.setSpacing(TIGHT)
        column.addWidget(self._finding(line, is_error=False))
        edit = QLineEdit(reason)
        edit.setObjectName("reasonLineEdit")
        edit.setAccessibleName(tr("Reason why this may stand: {message}", message=line.message))
        edit.setPlaceholderText(tr("Why this may stand"))
        edit.textChanged.connect(lambda _text: self._on_reason())
        column.addWidget(edit)
        self._reasons[line.message] = edit
        return box

    def reasons(self) -> dict[str, str]:
        """Return the reason typed for each warning."""
        return {message: edit.text().strip() for message, edit in self._reasons.items()}

    def _fill(self) -> None:
        typed = [text for text in self.reasons().values() if text]
        for edit in self._reasons.values():
            if typed and not edit.text().strip():
                edit.setText(typed[0])

    def _on_reason(self) -> None:
        self._render_seal()
        self.reasons_edited.emit(self.reasons())

    def _render_seal(self) -> None:
        found = self._preparation
        self.seal.setEnabled(bool(found) and not (found and found.errors) and all(self.reasons().values()))

    def _seal(self) -> None:
        self.seal_wanted.emit(self.reasons())


def _verdict(found: Preparation) -> QWidget:
    errors, warnings = len(found.errors), len(found.warnings)
    if errors:
        text = tr("{count} things a stranger could not resolve; they block sealing", count=errors)
        return StatusMark(Shape.NOT_MET, text)
    if warnings:
        return StatusMark(Shape.PARTLY, tr("{count} warnings, each needs a reason", count=warnings))
    return StatusMark(Shape.MET, tr("A stranger could resolve everything"))
