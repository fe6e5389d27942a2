"""With which certificate an act is signed: a .p12 file, an evaluation identity, or none."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from placet.ui.tokens import NEAR, TIGHT
from placet.ui.translate import tr
from placet.ui.widgets.buttons import link_button, plain_button
from placet.ui.widgets.labels import muted_label


class IdentityBox(QWidget):
    """Shows the identity in use and offers others."""

    file_wanted = Signal()
    evaluation_wanted = Signal()
    dropped = Signal()
    binding_wanted = Signal(str)
    """How the certificate is known to be the person's."""

    def __init__(self, none_text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._none_text = none_text
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(TIGHT)
        title = QLabel(tr("Signature"))
        title.setProperty("role", "label")
        column.addWidget(title)
        self.said = muted_label("")
        self.said.setObjectName("identityLabel")
        column.addWidget(self.said)
        self.file = link_button(tr("Use a .p12 &file…"), "identityFilePushButton", self.file_wanted.emit)
        for_evaluation = tr("Make &one for evaluation…")
        self.evaluation = link_button(for_evaluation, "evaluationPushButton", self.evaluation_wanted.emit)
        self.drop = link_button(tr("Do not sign"), "dropIdentityPushButton", self.dropped.emit)
        for button in (self.file, self.evaluation, self.drop):
            column.addWidget(button, alignment=Qt.AlignmentFlag.AlignLeft)
        self._binding = self._binding_row()
        column.addWidget(self._binding)
        self.show_identity("", is_evaluation=False, is_bound=True)

    def _binding_row(self) -> QWidget:
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(TIGHT)
        column.addWidget(
            muted_label(tr("This certificate is not bound to the person yet. How is it known to be theirs?"))
        )
        row = QHBoxLayout()
        row.setSpacing(NEAR)
        self.basis = QLineEdit()
        self.basis.setObjectName("bindingBasisLineEdit")
        self.basis.setAccessibleName(tr("How the certificate is known to be theirs"))
        self.basis.setPlaceholderText(tr("such as: issued in person by the firm’s CA"))
        row.addWidget(self.basis, 1)
        row.addWidget(plain_button(tr("&Bind"), "bindPushButton", lambda: self.binding_wanted.emit(self.basis.text())))
        column.addLayout(row)
        return box

    def show_identity(self, name: str, *, is_evaluation: bool, is_bound: bool) -> None:
        """Show the identity in use; an empty name means that nothing is signed."""
        if not name:
            text = self._none_text
        elif is_evaluation:
            text = tr("{name}: EVALUATION, proves nothing about who signed", name=name)
        else:
            text = name
        self.said.setText(text)
        self.said.setProperty("role", "warning" if is_evaluation else "muted")
        self.said.style().unpolish(self.said)
        self.said.style().polish(self.said)
        self.drop.setVisible(bool(name))
        self.evaluation.setVisible(not name)
        self._binding.setVisible(bool(name) and not is_bound)
