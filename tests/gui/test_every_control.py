"""What holds for every page: controls have names, words go through the translation, bugs are told without values."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QTranslator
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QScrollBar,
    QTabBar,
    QTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from placet.ui import application, dialogs
from placet.ui.page_registry import PAGES
from placet.ui.session import Session
from placet.ui.window import MainWindow
from unit.ui.bank import Bank

pytestmark = pytest.mark.gui
CONTROLS = (QAbstractButton, QLineEdit, QComboBox, QPlainTextEdit, QTextEdit, QAbstractItemView)


def own_controls(within: QWidget) -> Iterator[QWidget]:
    """Yield the controls a person uses; those that Qt puts inside others are theirs to name."""
    for widget in within.findChildren(QWidget):
        inner = widget.parentWidget()
        inside = isinstance(inner, (*CONTROLS, QTabBar, QScrollBar)) or "viewport" in (inner.objectName() or "")
        is_qts = widget.objectName().startswith("qt_") or widget.inherits("QComboBoxListView") or inside
        if isinstance(widget, CONTROLS) and not is_qts and not widget.inherits("QHeaderView"):
            yield widget


@pytest.mark.parametrize("page_id", [entry.id for entry in PAGES])
def test_every_control_has_an_object_name_and_an_accessible_name(
    window: MainWindow, session: Session, bank: Bank, page_id: str
) -> None:
    session.choose_use_case(bank.use_case_id)
    window.show_page(page_id)
    controls = list(own_controls(window))
    assert len(controls) > 8
    nameless = {
        f"{type(widget).__name__} {widget.objectName()} {getattr(widget, 'text', str)()}"
        for widget in controls
        if not widget.objectName() or not (widget.accessibleName() or getattr(widget, "text", str)())
    }
    assert not nameless


class Bracketing(QTranslator):
    """A language in which every text stands in brackets."""

    def isEmpty(self) -> bool:  # noqa: N802 - Qt's name
        return False

    def translate(self, context: str, text: str, _disambiguation: str = "", _count: int = -1) -> str:
        return f"⟦{text}⟧" if not context else ""


@pytest.fixture
def bracketed(qtbot: QtBot, bank: Bank) -> Iterator[MainWindow]:
    translator = Bracketing()
    QCoreApplication.installTranslator(translator)
    session = Session()
    session.open(bank.workspace)
    made = MainWindow(session)
    qtbot.addWidget(made)
    made.show()
    yield made
    QCoreApplication.removeTranslator(translator)


def untranslated(window: MainWindow) -> set[str]:
    """Return the words in view that did not go through the translation; the bank's own words are its own."""
    shown = [widget.text() for kind in (QLabel, QPushButton) for widget in window.findChildren(kind)
             if widget.isVisible()]  # fmt: skip
    shown += [bar.tabText(tab) for bar in window.findChildren(QTabBar) if bar.isVisible() for tab in range(bar.count())]
    return {text for text in shown if text and "⟦" not in text}


@pytest.mark.parametrize("page_id", ["start", "register", "journal"])
def test_every_word_of_a_page_goes_through_the_translation(bracketed: MainWindow, page_id: str) -> None:
    bracketed.show_page(page_id)
    assert untranslated(bracketed) <= {"<b>Placet</b>&nbsp;&nbsp;—&nbsp;&nbsp;Harbour Example Bank"}


def test_the_use_case_view_and_the_records_go_through_the_translation(bracketed: MainWindow, bank: Bank) -> None:
    own = {"<b>Placet</b>&nbsp;&nbsp;—&nbsp;&nbsp;Harbour Example Bank", bank.use_case.name}
    bracketed.session.choose_use_case(bank.use_case_id)
    assert untranslated(bracketed) <= own
    page = bracketed.page
    assert page is not None
    tabs, panels, back = page.tabs, page.panels, page._back  # type: ignore[attr-defined]
    back()
    for panel in panels:
        tabs.setCurrentWidget(panel)
        panel.begin()
        assert untranslated(bracketed) <= own, panel.kind.key


def test_a_bug_is_logged_without_values_and_told_in_words(
    window: MainWindow,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    allow_logs: Callable[..., None],
) -> None:
    allow_logs("placet")
    told: list[str] = []
    monkeypatch.setattr(dialogs, "warn", lambda _parent, title, text: told.append(f"{title} {text}"))
    try:
        raise ValueError("Chan Mei Ling's secret")
    except ValueError as error:
        with caplog.at_level(logging.ERROR):
            application.reporter(window)(ValueError, error, error.__traceback__)
    assert "The register is safe" in told[0]
    assert "secret" not in caplog.text + told[0]
