"""Discharge a condition: by somebody other than its owner, on evidence."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QPushButton, QVBoxLayout

from placet.ui.pages.doing import did
from placet.ui.pages.page import Page
from placet.ui.presenters.approvals import ApprovalsPresenter
from placet.ui.tokens import GROUP, MARGIN, NEAR
from placet.ui.translate import tr
from placet.ui.widgets.check_menu import CheckMenu
from placet.ui.widgets.labelled_field import LabelledField
from placet.ui.widgets.labels import body_label


class DischargeDialog(QDialog):
    """Takes the exhibits that show that a condition is met."""

    def __init__(self, page: Page, text: str, exhibits: tuple[tuple[str, str], ...]) -> None:
        super().__init__(page)
        self.setObjectName("dischargeDialog")
        self.setWindowTitle(tr("Discharge a condition"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(460)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN, MARGIN, MARGIN, GROUP)
        layout.setSpacing(NEAR)
        layout.addWidget(body_label(text))
        self.exhibits = CheckMenu(exhibits)
        help_text = tr("Add files in the interview first when none is listed.")
        layout.addWidget(LabelledField(tr("&Evidence that it is met"), self.exhibits, help_text, name="proofCheckMenu"))
        buttons = QDialogButtonBox()
        self._go: QPushButton = buttons.addButton(tr("Discharge"), QDialogButtonBox.ButtonRole.AcceptRole)
        self._go.setObjectName("dischargePushButton")
        self._go.setProperty("primary", True)
        self._go.setEnabled(False)
        buttons.addButton(tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        self.exhibits.changed.connect(lambda: self._go.setEnabled(bool(self.exhibits.chosen())))
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout.addWidget(buttons)


def ask_discharge(page: Page, presenter: ApprovalsPresenter, condition_id: str, on_done: Callable[[], object]) -> None:
    """Ask for the evidence and discharge."""
    line = next((item for item in presenter.state.conditions if item.id == condition_id), None)
    if line is None:
        return
    dialog = DischargeDialog(page, f"{line.number}  {line.text}", presenter.exhibits())

    def discharge() -> None:
        chosen = dialog.exhibits.chosen()
        if did(page, lambda: presenter.discharge(condition_id, chosen)):
            on_done()

    dialog.accepted.connect(discharge)
    dialog.open()
