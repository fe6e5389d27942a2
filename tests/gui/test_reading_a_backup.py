"""A register open elsewhere: its newest backup is read on every page, and nothing can be written."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from placet.domain.parties import UseCase
from placet.operations.keep_register import backup_now
from placet.operations.open_workspace import open_backup_workspace
from placet.ui.page_registry import PAGES
from placet.ui.pages.register import RegisterPage
from placet.ui.session import Session
from placet.ui.window import MainWindow
from unit.ui.bank import PASSPHRASE, Bank, quick_derive

pytestmark = pytest.mark.gui


@pytest.fixture
def reading(qtbot: QtBot, bank: Bank) -> Iterator[MainWindow]:
    backup_now(bank.workspace)
    session = Session()
    path = bank.workspace.register.path
    session.open(open_backup_workspace(path, PASSPHRASE, derive=quick_derive))
    made = MainWindow(session)
    qtbot.addWidget(made)
    made.show()
    yield made
    session.close()


def test_the_window_says_of_which_date_the_backup_is(reading: MainWindow) -> None:
    assert "backup of" in reading.top_bar.firm.text()
    assert "what was entered later is not in it" in reading.notices.sentence


@pytest.mark.parametrize("page_id", [entry.id for entry in PAGES])
def test_every_page_can_be_read(reading: MainWindow, bank: Bank, page_id: str) -> None:
    reading.session.choose_use_case(bank.use_case_id)
    reading.show_page(page_id)
    assert reading.page is not None
    assert reading.page.page_id == page_id
    assert not reading.problems.isVisible()


def test_saving_is_refused_in_words_and_what_was_typed_stays(reading: MainWindow, bank: Bank) -> None:
    page = reading.page
    assert isinstance(page, RegisterPage)
    page.begin_use_case()
    assert page.view._form is not None
    page.view._form.show_values({"name": "Too late"})
    assert not page.view.save()
    assert "open for reading only" in reading.problems.sentence
    assert page.view._form.values()["name"] == "Too late"
    assert bank.workspace.register.count(UseCase) == 1
