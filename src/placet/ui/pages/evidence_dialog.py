"""What a person says of a file before it becomes an exhibit."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QDialog, QDialogButtonBox, QLineEdit, QPushButton, QVBoxLayout, QWidget

from placet.operations.keep_evidence import EvidenceDetails
from placet.ui.presenters.answer_forms import disclosure_words
from placet.ui.tokens import GROUP, MARGIN, NEAR
from placet.ui.translate import tr
from placet.ui.widgets.check_menu import CheckMenu
from placet.ui.widgets.date_field import DateField
from placet.ui.widgets.labelled_field import LabelledField
from placet.ui.widgets.labels import muted_label


class EvidenceDialog(QDialog):
    """Title, issuer, date and disclosure class of one file."""

    def __init__(
        self,
        parent: QWidget,
        file_name: str,
        details: EvidenceDetails,
        confirm: str,
        addressees: Sequence[tuple[str, str]] = (),
    ) -> None:
        super().__init__(parent)
        self._before = details
        self.setObjectName("evidenceDialog")
        self.setWindowTitle(tr("Evidence"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(460)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN, MARGIN, MARGIN, GROUP)
        layout.setSpacing(NEAR)
        if file_name:
            layout.addWidget(muted_label(file_name))
        self._title = QLineEdit(details.title)
        self._title.textChanged.connect(lambda _text: self._render())
        layout.addWidget(LabelledField(tr("&Title"), self._title, name="evidenceTitleLineEdit"))
        self._issuer = QLineEdit(details.issuer)
        layout.addWidget(LabelledField(tr("&Issued by"), self._issuer, name="evidenceIssuerLineEdit"))
        self._dated = DateField(details.dated)
        self._dated.changed.connect(self._render)
        help_text = tr("As printed on it; an exhibit without a date is asked about before sealing.")
        layout.addWidget(LabelledField(tr("&Date"), self._dated, help_text, name="evidenceDatedDateField"))
        self._disclosure = QComboBox()
        for key, words in disclosure_words():
            self._disclosure.addItem(words, str(key))
        self._disclosure.setCurrentIndex(max(0, self._disclosure.findData(str(details.disclosure))))
        layout.addWidget(LabelledField(tr("&Who may see it"), self._disclosure, name="evidenceDisclosureComboBox"))
        self._cleared = CheckMenu(addressees)
        self._cleared.set_chosen(details.cleared_for)
        cleared = LabelledField(tr("&Cleared by name for"), self._cleared, name="evidenceClearedCheckMenu")
        cleared.setVisible(bool(addressees))
        layout.addWidget(cleared)
        buttons = QDialogButtonBox()
        self._go: QPushButton = buttons.addButton(confirm, QDialogButtonBox.ButtonRole.AcceptRole)
        self._go.setObjectName("evidenceConfirmPushButton")
        self._go.setProperty("primary", True)
        self._go.setDefault(True)
        buttons.addButton(tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout.addSpacing(NEAR)
        layout.addWidget(buttons)
        self._render()

    def _render(self) -> None:
        self._go.setEnabled(bool(self._title.text().strip()) and self._dated.is_valid())

    def details(self) -> EvidenceDetails:
        """Return what was entered."""
        return replace(
            self._before,
            title=self._title.text().strip(),
            issuer=self._issuer.text().strip(),
            dated=self._dated.iso(),
            disclosure=self._disclosure.currentData(),
            cleared_for=self._cleared.chosen(),
        )


def ask_changes(
    parent: QWidget,
    number: str,
    details: EvidenceDetails,
    addressees: Sequence[tuple[str, str]],
    on_given: Callable[[EvidenceDetails], object],
) -> None:
    """Ask what else is to be said of an exhibit; tests replace this function."""
    dialog = EvidenceDialog(parent, number, details, tr("Save"), addressees)
    dialog.accepted.connect(lambda: on_given(dialog.details()))
    dialog.open()


def ask_details(
    parent: QWidget, path: Path, on_given: Callable[[EvidenceDetails], object], *, confirm: str = ""
) -> None:
    """Ask what a file is; tests replace this function."""
    dialog = EvidenceDialog(parent, path.name, EvidenceDetails(path.stem), confirm or tr("Add as exhibit"))
    dialog.accepted.connect(lambda: on_given(dialog.details()))
    dialog.open()
