"""The hand of a person in the window: types, ticks, chooses and presses, by the names of controls."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QEventLoop, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from placet.ui.pages.progress_strip import ProgressStrip
from placet.ui.widgets.check_menu import CheckMenu
from placet.ui.window import MainWindow

W = TypeVar("W", bound=QWidget)
PATIENCE = 60_000
"""Milliseconds that rendering may take on a slow machine."""


def settle() -> None:
    """Let what is waiting in the event loop happen.

    ``QApplication.processEvents`` is not used: in PySide6 6.12.0 each call gives back one reference to None too
    many, until the interpreter stops.
    """
    QEventLoop().processEvents()


class Hand:
    """Works the window as a person does; nothing here knows the register."""

    def __init__(self, qtbot: QtBot, window: MainWindow) -> None:
        self.qtbot, self.window = qtbot, window

    @property
    def page(self) -> QWidget:
        shown = self.window.page
        assert shown is not None
        return shown

    def find(self, cls: type[W], name: str, inside: QWidget | None = None) -> W:
        settle()
        found = [item for item in (inside or self.page).findChildren(cls, name) if item.isVisible()]
        assert found, f"no visible {name} on {self.window.page}; problem: {self.window.problems.sentence}"
        return found[0]

    def press(self, name: str, inside: QWidget | None = None) -> None:
        button = self.find(QPushButton, name, inside)
        assert button.isEnabled(), f"{name} is disabled"
        button.click()
        settle()

    def type(self, name: str, text: str, inside: QWidget | None = None) -> None:
        if name.endswith("PlainTextEdit"):
            self.find(QPlainTextEdit, name, inside).setPlainText(text)
            return
        line = self.find(QLineEdit, name, inside)
        line.setFocus()
        line.setText(text)
        line.textEdited.emit(text)

    def tick(self, name: str, inside: QWidget | None = None) -> None:
        button = self.find(QAbstractButton, name, inside)
        if not button.isChecked():
            button.click()

    def choose(self, name: str, label: str, inside: QWidget | None = None) -> None:
        combo = self.find(QComboBox, name, inside)
        row = combo.findText(label, Qt.MatchFlag.MatchStartsWith)
        assert row >= 0, f"{label} is not among {[combo.itemText(i) for i in range(combo.count())]}"
        combo.setCurrentIndex(row)
        combo.activated.emit(row)

    def tick_in_list(self, name: str, label: str, inside: QWidget | None = None) -> None:
        choices = self.find(QListWidget, name, inside)
        item = next(item for item in choices.findItems(label, Qt.MatchFlag.MatchStartsWith))
        item.setCheckState(Qt.CheckState.Checked)

    def tick_in_menu(self, name: str, *labels: str) -> None:
        menu = self.find(CheckMenu, name)
        for label in labels:
            item = menu.findChild(QListWidget) or menu._list
            found = item.findItems(label, Qt.MatchFlag.MatchStartsWith)
            found[0].setCheckState(Qt.CheckState.Checked)

    def outcome(self, key: str) -> None:
        self.find(QRadioButton, f"{key}RadioButton").setChecked(True)

    def sit_down(self, name: str) -> None:
        """Choose who is at the keyboard, at the top right."""
        menu = self.window.top_bar.person.menu()
        action = next(action for action in menu.actions() if action.text().startswith(name))
        action.trigger()
        settle()

    def go(self, page_id: str) -> None:
        self.window.show_page(page_id)
        settle()
        assert self.window.page is not None
        assert self.window.page.page_id == page_id

    def wait_for_work(self) -> None:
        """Wait until long work is done."""
        strips = self.page.findChildren(ProgressStrip)
        self.qtbot.waitUntil(lambda: not any(strip.is_running for strip in strips), timeout=PATIENCE)
        settle()

    @property
    def problem(self) -> str:
        """Return what stands above the page; empty when nothing does."""
        return self.window.problems.sentence if self.window.problems.isVisible() else ""


def save_to(path: Path) -> Callable[..., None]:
    """Return an answer to every question where to write a file."""

    def answer(_parent: object, _title: str, _name: str, _kinds: str, on_chosen: Callable[[Path], object]) -> None:
        on_chosen(path)

    return answer


def passphrase_is(words: str) -> Callable[..., None]:
    """Return an answer to every question for a passphrase."""

    def answer(_parent: object, _title: str, _text: str, on_given: Callable[[str], object], **_more: object) -> None:
        on_given(words)

    return answer
