"""A window off the screen over a made-up bank; settings go to a folder of the test's own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QSettings
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from placet.ui.session import Session
from placet.ui.theme import apply_theme
from placet.ui.window import FIRST_SIZE, MainWindow
from unit.ui.bank import Bank, open_bank


@pytest.fixture(scope="session")
def qapp_args() -> list[str]:
    return ["placet-test"]


@pytest.fixture(autouse=True)
def own_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    QCoreApplication.setOrganizationName("Placet test")
    QCoreApplication.setApplicationName("Placet test")
    QSettings.setDefaultFormat(QSettings.Format.IniFormat)
    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, str(tmp_path / "settings"))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


@pytest.fixture
def bank(tmp_path: Path) -> Iterator[Bank]:
    made = open_bank(tmp_path)
    yield made
    made.workspace.register.close()


@pytest.fixture
def session(bank: Bank) -> Session:
    opened = Session()
    opened.open(bank.workspace)
    return opened


@pytest.fixture
def window(qtbot: QtBot, qapp: QApplication, session: Session) -> MainWindow:
    if not qapp.styleSheet():
        apply_theme(qapp)
    made = MainWindow(session)
    made.resize(*FIRST_SIZE)  # the screen of the tests is smaller than any that people use
    qtbot.addWidget(made)
    made.show()
    return made
