"""Every question put in a window of its own; nothing here waits, so that tests can answer by replacing a function."""

from __future__ import annotations

import html
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QLabel,
    QLineEdit,
    QMessageBox,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from placet.domain.errors import FindingsError, UserFacingError
from placet.ui.tokens import GROUP, MARGIN, NEAR
from placet.ui.translate import tr

_MOST_FINDINGS = 12


def ask(
    parent: QWidget,
    title: str,
    text: str,
    confirm: str,
    on_confirmed: Callable[[], object],
    *,
    is_destructive: bool = False,
) -> None:
    """Ask before doing something; ``confirm`` names the act on its button, ``text`` names what will be lost."""
    box = QMessageBox(parent)
    box.setObjectName("askMessageBox")
    box.setIcon(QMessageBox.Icon.Warning if is_destructive else QMessageBox.Icon.Question)
    box.setWindowTitle(title)
    box.setTextFormat(Qt.TextFormat.RichText)
    box.setText(f"<b>{_as_text(title)}</b>")
    box.setInformativeText(_as_text(text))
    go = box.addButton(confirm, QMessageBox.ButtonRole.AcceptRole)
    stay = box.addButton(tr("Cancel"), QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(stay if is_destructive else go)
    box.setEscapeButton(stay)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.buttonClicked.connect(lambda button: on_confirmed() if button is go else None)
    box.open()


def _as_text(text: str) -> str:
    """Return text that may hold a person's words as the box shows it: never as markup."""
    return html.escape(text, quote=False).replace("\n", "<br>")


def warn(parent: QWidget, title: str, text: str) -> None:
    """Say something that needs no decision."""
    _say(parent, QMessageBox.Icon.Warning, "warnMessageBox", title, text)


def explain(parent: QWidget, title: str, text: str) -> None:
    """Show the help of a page."""
    _say(parent, QMessageBox.Icon.NoIcon, "helpMessageBox", title, text)


def _say(parent: QWidget, icon: QMessageBox.Icon, name: str, title: str, text: str) -> None:
    box = QMessageBox(icon, title, f"<b>{title}</b>", QMessageBox.StandardButton.NoButton, parent)
    box.setObjectName(name)
    box.setInformativeText(text)
    box.setStyleSheet("QLabel#qt_msgbox_informativelabel { min-width: 420px; }")
    box.setDefaultButton(box.addButton(tr("Close"), QMessageBox.ButtonRole.RejectRole))
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.open()


def show_error(parent: QWidget, error: UserFacingError) -> None:
    """Say what is wrong, where, and what to do; findings are listed."""
    findings = error.findings if isinstance(error, FindingsError) else ()
    lines = [str(item) for item in findings[:_MOST_FINDINGS]]
    if len(findings) > _MOST_FINDINGS:
        lines.append(tr("… and {count} more", count=len(findings) - _MOST_FINDINGS))
    warn(parent, tr("That did not work"), "\n".join([error.sentence, *lines]))


def pick_file(parent: QWidget, title: str, kinds: str, on_chosen: Callable[[Path], object]) -> None:
    """Let the person choose a file; ``kinds`` is a Qt filter such as ``Excel (*.xlsx)``."""
    _open_chooser(QFileDialog(parent, title, "", kinds), on_chosen)


def pick_files(parent: QWidget, title: str, kinds: str, on_chosen: Callable[[tuple[Path, ...]], object]) -> None:
    """Let the person choose one or more files."""
    chooser = QFileDialog(parent, title, "", kinds)
    chooser.setFileMode(QFileDialog.FileMode.ExistingFiles)
    chooser.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    chooser.filesSelected.connect(lambda names: on_chosen(tuple(Path(name) for name in names)))
    chooser.open()


def pick_folder(parent: QWidget, title: str, on_chosen: Callable[[Path], object]) -> None:
    """Let the person choose a folder."""
    chooser = QFileDialog(parent, title)
    chooser.setFileMode(QFileDialog.FileMode.Directory)
    chooser.setOption(QFileDialog.Option.ShowDirsOnly)
    _open_chooser(chooser, on_chosen)


def pick_save(parent: QWidget, title: str, suggested: str, kinds: str, on_chosen: Callable[[Path], object]) -> None:
    """Let the person say where to write a file; an existing one is asked about by the system."""
    chooser = QFileDialog(parent, title, "", kinds)
    chooser.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    chooser.setFileMode(QFileDialog.FileMode.AnyFile)
    chooser.selectFile(suggested)
    chooser.setDefaultSuffix(Path(suggested).suffix.lstrip("."))
    _open_chooser(chooser, on_chosen)


def _open_chooser(chooser: QFileDialog, on_chosen: Callable[[Path], object]) -> None:
    chooser.setObjectName("fileDialog")
    chooser.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    chooser.fileSelected.connect(lambda name: on_chosen(Path(name)))
    chooser.open()


def pick_passphrase(
    parent: QWidget,
    title: str,
    text: str,
    on_given: Callable[[str], object],
    *,
    confirm: str = "",
    repeat: bool = False,
) -> None:
    """Ask for a passphrase; with ``repeat`` it is typed twice, as for a new file."""
    dialog = PassphraseDialog(parent, title, text, confirm or tr("Continue"), repeat=repeat)
    dialog.accepted.connect(lambda: on_given(dialog.passphrase))
    dialog.open()


class PassphraseDialog(QDialog):
    """A window for one passphrase."""

    def __init__(self, parent: QWidget, title: str, text: str, confirm: str, *, repeat: bool) -> None:
        super().__init__(parent)
        self.setObjectName("passphraseDialog")
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(420)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN, MARGIN, MARGIN, GROUP)
        layout.setSpacing(NEAR)
        said = QLabel(text)
        said.setWordWrap(True)
        layout.addWidget(said)
        self._first = self._line("passphraseLineEdit", tr("&Passphrase"), layout)
        self._second = self._line("repeatLineEdit", tr("Passphrase &again"), layout) if repeat else None
        self._difference = QLabel(tr("The two do not match."))
        self._difference.setProperty("role", "error")
        keeps_room = self._difference.sizePolicy()
        keeps_room.setRetainSizeWhenHidden(repeat)  # else the words above are squeezed when it shows
        self._difference.setSizePolicy(keeps_room)
        self._difference.hide()
        layout.addWidget(self._difference)
        buttons = QDialogButtonBox()
        self._go: QPushButton = buttons.addButton(confirm, QDialogButtonBox.ButtonRole.AcceptRole)
        self._go.setObjectName("confirmPushButton")
        self._go.setProperty("primary", True)
        self._go.setDefault(True)
        buttons.addButton(tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout.addSpacing(NEAR)
        layout.addWidget(buttons)
        self._render()

    def _line(self, name: str, label: str, layout: QVBoxLayout) -> QLineEdit:
        above, line = QLabel(label), QLineEdit()
        line.setObjectName(name)
        line.setAccessibleName(label.replace("&", ""))
        line.setEchoMode(QLineEdit.EchoMode.Password)
        line.textChanged.connect(self._render)
        above.setBuddy(line)
        layout.addWidget(above)
        layout.addWidget(line)
        return line

    @property
    def passphrase(self) -> str:
        """Return what was typed."""
        return self._first.text()

    def _render(self) -> None:
        differs = self._second is not None and self._second.text() != self._first.text()
        self._difference.setVisible(differs and bool(self._second and self._second.text()))
        self._go.setEnabled(bool(self._first.text()) and not differs)
