"""The Care tab: the passphrase, the recovery code, and putting a backup in the register's place."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontDatabase, QHideEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from placet.domain.errors import UserFacingError
from placet.ui import dialogs
from placet.ui.models.rows import TableColumn
from placet.ui.pages.start_create import secret_line, with_waiting_hand
from placet.ui.presenters.care import BackupLine, CarePresenter, CareState
from placet.ui.session import Session
from placet.ui.tokens import GROUP, NEAR
from placet.ui.translate import tr
from placet.ui.widgets.buttons import plain_button
from placet.ui.widgets.labelled_field import LabelledField
from placet.ui.widgets.labels import card, muted_label, section_label
from placet.ui.widgets.record_form import bring_into_view
from placet.ui.widgets.rows_table import RowsTable

_LEAST_WIDTH = 360
_GROUPS = 6


def _backup_columns() -> list[TableColumn[BackupLine]]:
    return [
        TableColumn("made", tr("Made"), lambda row: row.made, lambda row: row.name, width=170),
        TableColumn("size", tr("Size"), lambda row: row.megabytes, is_number=True, width=80),
        TableColumn("name", tr("File"), lambda row: row.name, width=150),
    ]


class CarePanel(QWidget):
    """What keeps a register open to its firm, and to nobody else."""

    problem_raised = Signal(object)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.presenter = CarePresenter(session)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, GROUP, 0, 0)
        row.setSpacing(GROUP)
        row.addWidget(self._left(), 1)
        row.addWidget(self._backups_card(), 1)
        self.presenter.changed.append(self.render_state)

    def _left(self) -> QScrollArea:
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setMinimumWidth(_LEAST_WIDTH)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        content = QWidget()
        content.setObjectName("scrolledContent")
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GROUP)
        column.addWidget(self._passphrase_card())
        column.addWidget(self._code_card())
        column.addStretch(1)
        area.setWidget(content)
        return area

    def _passphrase_card(self) -> QFrame:
        frame, column = _card(tr("Passphrase"))
        self._lines = {"current": secret_line(), "new": secret_line(), "again": secret_line()}
        words = {
            "current": (tr("&Passphrase now"), tr("The recovery code will do too."), "currentLineEdit"),
            "new": (tr("Ne&w passphrase"), tr("Several words."), "newPassphraseLineEdit"),
            "again": (tr("New passphrase a&gain"), "", "againLineEdit"),
        }
        self._fields = {
            key: LabelledField(label, self._lines[key], help_text, name=name)
            for key, (label, help_text, name) in words.items()
        }
        for box in self._fields.values():
            column.addWidget(box)
        column.addWidget(
            muted_label(tr("Backups made before keep the passphrase they were made under, and so does their code."))
        )
        self._change = plain_button(tr("C&hange the passphrase"), "changePassphrasePushButton", self._change_it)
        column.addWidget(self._change, alignment=Qt.AlignmentFlag.AlignLeft)
        self._lines["again"].returnPressed.connect(self._change_it)
        return frame

    def _code_card(self) -> QFrame:
        frame, column = _card(tr("Recovery code"))
        column.addWidget(
            muted_label(
                tr(
                    "It opens the register when the passphrase is lost. Write it on paper and lock it away: whoever "
                    "has it can read everything. After a new passphrase there is a new code."
                )
            )
        )
        self._code = QLabel()
        self._code.setObjectName("recoveryCodeLabel")
        self._code.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self._code.setWordWrap(True)
        self._code.setAccessibleName(tr("Recovery code"))
        self._code.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        column.addWidget(self._code)
        self._show_code = plain_button(tr("&Show the recovery code…"), "showCodePushButton", self._ask_code)
        self._hide_code = plain_button(tr("It is written &down"), "hideCodePushButton", self.presenter.put_code_away)
        for button in (self._show_code, self._hide_code):
            column.addWidget(button, alignment=Qt.AlignmentFlag.AlignLeft)
        return frame

    def _backups_card(self) -> QFrame:
        frame, column = _card(tr("Backups"))
        column.addWidget(
            muted_label(
                tr(
                    "Each was verified when it was made. Restoring puts one in the register’s place; before it does, "
                    "it says what would be lost."
                )
            )
        )
        self.backups: RowsTable[BackupLine] = RowsTable("backupsTable", _backup_columns())
        self.backups.setAccessibleName(tr("Backups"))
        self.backups.selection_moved.connect(self._render_restore)
        column.addWidget(self.backups, 1)
        self._none = muted_label(tr("None yet. “Back up now” makes one."))
        column.addWidget(self._none)
        self._restore = plain_button(tr("Restore this &backup…"), "restorePushButton", self._ask_restore)
        column.addWidget(self._restore, alignment=Qt.AlignmentFlag.AlignRight)
        return frame

    def refresh(self) -> None:
        """Read the list of backups again."""
        self.presenter.refresh()

    def render_state(self, state: CareState) -> None:
        """Show a state of the presenter."""
        for key, box in self._fields.items():
            box.show_problem(state.problems.get(key, ""))
        self.backups.show_rows(state.backups, lambda row: row.name)
        self._none.setVisible(not state.backups)
        is_new = bool(state.code) and not self._code.text()
        self._code.setText(_on_paper(state.code))
        for widget in (self._code, self._hide_code):
            widget.setVisible(bool(state.code))
        self._show_code.setVisible(not state.code)
        for button in (self._change, self._show_code):
            button.setEnabled(state.can_write)
        if is_new:
            self._hide_code.setFocus()
            bring_into_view(self._hide_code)
        self._render_restore()

    def _render_restore(self) -> None:
        self._restore.setEnabled(self.presenter.state.can_write and bool(self.backups.chosen_rows()))

    def _change_it(self) -> None:
        texts = [line.text() for line in self._lines.values()]
        if self._try(lambda: self.presenter.change_passphrase(*texts)):
            for line in self._lines.values():
                line.clear()

    def _ask_code(self) -> None:
        dialogs.pick_passphrase(
            self,
            tr("Show the recovery code"),
            tr("Type the passphrase of this register. Make sure that nobody looks over your shoulder."),
            lambda secret: self._try(lambda: self.presenter.show_code(secret)),
            confirm=tr("Show it"),
        )

    def _ask_restore(self) -> None:
        for row in self.backups.chosen_rows()[:1]:
            dialogs.pick_passphrase(
                self,
                tr("Restore a backup"),
                tr("Type the passphrase that the backup of {when} was made under.", when=row.made),
                partial(self._confirm_restore, row),
            )

    def _confirm_restore(self, row: BackupLine, secret: str) -> None:
        words = self._try(lambda: self.presenter.loss_in_words(row.name, secret))
        if words:
            dialogs.ask(
                self,
                tr("Put the backup of {when} in the register’s place?", when=row.made),
                str(words),
                tr("Restore it"),
                lambda: self._try(lambda: self.presenter.restore(row.name, secret)),
                is_destructive=True,
            )

    def hideEvent(self, event: QHideEvent) -> None:
        """Put the recovery code away when another tab or page comes."""
        self.presenter.put_code_away()
        super().hideEvent(event)

    def _try(self, act: Callable[[], object]) -> object:
        found: list[object] = []
        try:
            with_waiting_hand(lambda: found.append(act()))
        except UserFacingError as error:
            self.problem_raised.emit(error)
            return None
        self.problem_raised.emit(None)
        return found[0]


def _on_paper(code: str) -> str:
    """Return a recovery code as it is easily copied by hand: a few groups a line."""
    groups = code.split("-")
    return "\n".join("  ".join(groups[at : at + _GROUPS]) for at in range(0, len(groups), _GROUPS))


def _card(title: str) -> tuple[QFrame, QVBoxLayout]:
    frame = card()
    column = QVBoxLayout(frame)
    column.setContentsMargins(GROUP, GROUP, GROUP, GROUP)
    column.setSpacing(NEAR)
    column.addWidget(section_label(title))
    return frame, column
