"""The form of a new register, and what the Start page's cards share."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from placet.ui import dialogs
from placet.ui.presenters.start import StartMode, StartPresenter, StartState
from placet.ui.tokens import GROUP, MARGIN, NEAR
from placet.ui.translate import tr
from placet.ui.widgets.buttons import plain_button, primary_button
from placet.ui.widgets.labelled_field import LabelledField
from placet.ui.widgets.labels import card, error_label, section_label

REGISTER_KINDS = "Placet (*.placet)"


class CreatePanel(QWidget):
    """Asks for what a new register needs."""

    def __init__(self, presenter: StartPresenter) -> None:
        super().__init__()
        self.presenter = presenter
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(NEAR)
        frame, column = start_card()
        column.addWidget(section_label(tr("A new register")))
        self.firm, self._path, self._new, self._again = QLineEdit(), QLineEdit(), secret_line(), secret_line()
        place = QWidget()
        row = QHBoxLayout(place)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._path, 1)
        row.addWidget(plain_button(tr("Choose…"), "choosePathPushButton", self._pick_new))
        self._fields = {
            "firm": LabelledField(tr("&Firm"), self.firm, tr("As it stands on dossiers."), name="firmLineEdit"),
            "path": LabelledField(tr("&Kept in"), place, tr("On this computer’s own disk, not in a synced folder.")),
            "passphrase": LabelledField(
                tr("&Passphrase"),
                self._new,
                tr("Several words. Nobody can restore it; Journal, Care shows a code to keep on paper."),
                name="newPassphraseLineEdit",
            ),
            "again": LabelledField(tr("Passphrase &again"), self._again, name="againLineEdit"),
        }
        self._path.setObjectName("pathLineEdit")
        self._path.setAccessibleName(tr("Kept in"))
        self._fields["path"].label.setBuddy(self._path)
        for field in self._fields.values():
            column.addWidget(field)
        self._create_problem = error_label()
        column.addWidget(self._create_problem)
        buttons = QHBoxLayout()
        buttons.addWidget(plain_button(tr("Back"), "createBackPushButton", self.presenter.choose))
        buttons.addStretch(1)
        self._create = primary_button(tr("&Create"), "makePushButton", self._make)
        buttons.addWidget(self._create)
        column.addLayout(buttons)
        outer.addWidget(frame)
        outer.addStretch(1)
        self._again.returnPressed.connect(self._make)

    def render_state(self, state: StartState) -> None:
        """Show a state of the presenter."""
        for key, field in self._fields.items():
            field.show_problem(state.problems.get(key, ""))
        whole = state.problems.get("", "")
        self._create_problem.setText(whole)
        self._create_problem.setVisible(bool(whole))
        if state.mode is StartMode.CREATE and state.path:
            self._path.setText(state.path)

    def forget_secrets(self) -> None:
        """Empty the passphrases."""
        self._new.clear()
        self._again.clear()

    def _pick_new(self) -> None:
        name = f"{self.firm.text().strip() or 'register'}.placet"
        title = tr("Where to keep the register")
        dialogs.pick_save(self, title, name, REGISTER_KINDS, lambda path: self._path.setText(str(path)))

    def _make(self) -> None:
        texts = (self.firm.text(), self._path.text(), self._new.text(), self._again.text())
        with_waiting_hand(lambda: self.presenter.create(*texts), self._create, tr("Creating…"))


def with_waiting_hand(act: Callable[[], object], button: QPushButton | None = None, doing: str = "") -> None:
    """Show the waiting hand while a key is derived; the button pressed says what is being done."""
    QGuiApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
    said = button.text() if button is not None else ""
    if button is not None:
        button.setText(doing)
        button.repaint()
    try:
        act()
    finally:
        if button is not None:
            button.setText(said)
        QGuiApplication.restoreOverrideCursor()


def start_card() -> tuple[QFrame, QVBoxLayout]:
    """Return a card of the Start page and its column."""
    frame = card()
    column = QVBoxLayout(frame)
    column.setContentsMargins(MARGIN, MARGIN - 4, MARGIN, MARGIN - 4)
    column.setSpacing(GROUP - 4)
    return frame, column


def secret_line() -> QLineEdit:
    """Return a line that hides what is typed."""
    line = QLineEdit()
    line.setEchoMode(QLineEdit.EchoMode.Password)
    return line
