"""The Care tab of the Journal page."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QLineEdit, QMessageBox, QPushButton, QWidget

from placet.domain.parties import Person
from placet.operations import keep_parties
from placet.operations.keep_register import backup_now
from placet.ui import dialogs
from placet.ui.pages.journal import JournalPage
from placet.ui.session import Session
from placet.ui.window import MainWindow
from unit.ui.bank import PASSPHRASE, quick_derive

pytestmark = pytest.mark.gui
NEW = "a lantern over the pier"


@pytest.fixture
def page(window: MainWindow) -> JournalPage:
    window.show_page("journal")
    assert isinstance(window.page, JournalPage)
    window.page.show_part("care")
    window.page.care.presenter.derive_with(quick_derive)
    return window.page


def press(page: QWidget, name: str) -> None:
    button = page.findChild(QPushButton, name)
    assert button is not None, name
    assert button.isEnabled(), name
    button.click()


def type_passphrases(page: JournalPage, *texts: str) -> list[QLineEdit]:
    lines = [page.findChild(QLineEdit, name) for name in ("currentLineEdit", "newPassphraseLineEdit", "againLineEdit")]
    for line, text in zip(lines, texts, strict=True):
        assert line is not None
        line.setText(text)
    return [line for line in lines if line is not None]


@pytest.fixture
def passphrase_given(monkeypatch: pytest.MonkeyPatch) -> None:
    def give(_parent: QWidget, _title: str, _text: str, then: Callable[[str], object], **_more: object) -> None:
        then(PASSPHRASE)

    monkeypatch.setattr(dialogs, "pick_passphrase", give)


def test_the_passphrase_is_changed_and_the_lines_are_emptied(page: JournalPage, session: Session) -> None:
    former = session.workspace.register.key
    lines = type_passphrases(page, PASSPHRASE, NEW, NEW)
    press(page, "changePassphrasePushButton")
    assert session.workspace.register.key != former
    assert [line.text() for line in lines] == ["", "", ""]
    keep_parties.save(session.workspace, Person("", "Written afterwards"))


def test_a_wrong_passphrase_is_said_under_its_field(page: JournalPage, session: Session) -> None:
    former = session.workspace.register.key
    type_passphrases(page, "not this one", NEW, NEW)
    press(page, "changePassphrasePushButton")
    assert session.workspace.register.key == former
    assert page.care._fields["current"].problem.text() == "This is not the passphrase of this register."


def test_the_recovery_code_is_shown_until_another_tab_comes(
    page: JournalPage, session: Session, passphrase_given: None
) -> None:
    press(page, "showCodePushButton")
    code = "-".join(page.care._code.text().split())
    assert code == session.workspace.register.key.recovery_code()
    page.tabs.setCurrentIndex(0)
    assert page.care._code.text() == ""
    page.show_part("care")
    press(page, "showCodePushButton")
    press(page, "hideCodePushButton")
    assert page.care._code.text() == ""


def test_a_backup_is_restored_once_what_is_lost_was_read(
    window: MainWindow,
    page: JournalPage,
    session: Session,
    passphrase_given: None,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    backup_now(session.workspace)
    keep_parties.save(session.workspace, Person("", "Entered afterwards"))
    page.refresh()
    read: list[str] = []

    def agree(_parent: QWidget, _title: str, text: str, _go: str, then: Callable[[], object], **_kind: bool) -> None:
        read.append(text)
        then()

    monkeypatch.setattr(dialogs, "ask", agree)
    page.care.backups.selectRow(0)
    press(page, "restorePushButton")
    assert "add person" in read[0]
    assert not session.workspace.register.all(Person, name="Entered afterwards")
    assert session.workspace.register.entries()[-1].operation == "restore_backup"
    assert window.page is not None
    assert window.page is not page
    session.close()


def test_nothing_can_be_restored_before_a_backup_is_chosen(page: JournalPage, session: Session) -> None:
    button = page.findChild(QPushButton, "restorePushButton")
    assert button is not None
    assert not button.isEnabled()
    backup_now(session.workspace)
    page.refresh()
    page.care.backups.selectRow(0)
    assert button.isEnabled()


def test_a_persons_words_in_a_question_are_text_not_markup(page: JournalPage) -> None:
    dialogs.ask(page, "Retire “<b>A & B</b>”?", "One line\nand <i>another</i>", "Retire", lambda: None)
    box = page.findChild(QMessageBox, "askMessageBox")
    assert box is not None
    assert "&lt;b&gt;A &amp; B" in box.text()
    assert box.informativeText() == "One line<br>and &lt;i&gt;another&lt;/i&gt;"
    box.reject()
