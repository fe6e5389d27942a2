"""Start: open a register, create one, or go on with one opened before."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QProgressBar,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from placet.domain.moments import shown
from placet.ui import dialogs
from placet.ui.background import Job, run_in_background
from placet.ui.pages.page import Page
from placet.ui.pages.start_create import REGISTER_KINDS, CreatePanel, secret_line, start_card, with_waiting_hand
from placet.ui.presenters.start import StartMode, StartPresenter, StartState
from placet.ui.session import Session
from placet.ui.tokens import GROUP, MARGIN, NEAR
from placet.ui.translate import tr
from placet.ui.widgets.buttons import plain_button, primary_button
from placet.ui.widgets.labelled_field import LabelledField
from placet.ui.widgets.labels import error_label, muted_label, section_label

_WIDTH = 620


class StartPage(Page):
    """The first page; it needs no register."""

    page_id = "start"
    title = "Start"
    help_text = (
        "A register is one encrypted file on this computer. Its passphrase is the key: keep it safe, and keep the "
        "recovery code on paper (Journal, Care), for nobody else can restore it. Only one person can write to a "
        "register at a time; a second one reads the newest backup."
    )

    def __init__(self, session: Session, presenter: StartPresenter | None = None) -> None:
        super().__init__(session)
        self.presenter = presenter or StartPresenter(session)
        self._job: Job[Path] | None = None
        self._stack = QStackedWidget()
        self.new_register = CreatePanel(self.presenter)
        for panel in (self._choose_panel(), self._unlock_panel(), self.new_register):
            self._stack.addWidget(panel)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(MARGIN, NEAR, MARGIN, MARGIN)
        self._stack.setFixedWidth(_WIDTH)
        outer.addWidget(self._stack, alignment=Qt.AlignmentFlag.AlignLeft)
        outer.addStretch(1)
        self.presenter.changed.append(self.render_state)
        self.render_state(self.presenter.state)

    def refresh(self) -> None:
        """Show the registers opened before."""
        self.presenter.refresh()

    def state_line(self) -> str:
        """Say which register is open."""
        if not self.session.is_open:
            return tr("Open a register, or create one")
        return tr("{firm} is open", firm=self.session.workspace.register.firm)

    def ask_to_open(self, path: Path) -> None:
        """Ask for the passphrase of a register named from outside."""
        self.presenter.ask_passphrase(str(path))

    def _choose_panel(self) -> QWidget:
        panel, column = _column()
        column.addWidget(section_label(tr("Recent registers")))
        self._nothing = muted_label(tr("None has been opened on this computer yet."))
        column.addWidget(self._nothing)
        self.recent = QListWidget()
        self.recent.setObjectName("recentListWidget")
        self.recent.setAccessibleName(tr("Recent registers"))
        self.recent.itemActivated.connect(self._open_item)
        self.recent.itemClicked.connect(self._open_item)
        column.addWidget(self.recent)
        row = QHBoxLayout()
        row.addWidget(plain_button(tr("&Open a register…"), "openPushButton", self._pick))
        row.addWidget(primary_button(tr("&Create a register…"), "createPushButton", self.presenter.ask_new))
        row.addStretch(1)
        column.addLayout(row)
        column.addSpacing(GROUP)
        column.addWidget(section_label(tr("Look around first")))
        column.addWidget(
            muted_label(tr("The sample is a made-up bank with people, use cases, evidence, decisions and dossiers."))
        )
        self._sample = plain_button(tr("Make the &sample register…"), "samplePushButton", self._pick_sample)
        column.addWidget(self._sample, alignment=Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._doing_row())
        self._choose_problem = error_label()
        column.addWidget(self._choose_problem)
        column.addSpacing(GROUP)
        column.addWidget(
            muted_label(
                tr(
                    "A register is one encrypted file on this computer. "
                    "Placet makes a verified backup beside it when the last one is older than 12 hours."
                )
            )
        )
        column.addStretch(1)
        return panel

    def _doing_row(self) -> QWidget:
        self._doing = QWidget()
        row = QHBoxLayout(self._doing)
        row.setContentsMargins(0, 0, 0, 0)
        bar = QProgressBar()
        bar.setRange(0, 0)
        bar.setTextVisible(False)
        bar.setFixedWidth(120)
        self._doing_label = muted_label()
        row.addWidget(bar)
        row.addWidget(self._doing_label, 1)
        row.addWidget(plain_button(tr("Cancel"), "cancelSamplePushButton", self._stop_sample))
        return self._doing

    def _unlock_panel(self) -> QWidget:
        panel, outer = _column()
        frame, column = start_card()
        self._unlock_title = section_label()
        self._unlock_path = muted_label()
        column.addWidget(self._unlock_title)
        column.addWidget(self._unlock_path)
        self._passphrase = secret_line()
        self._passphrase.returnPressed.connect(self._unlock)
        self._passphrase_field = LabelledField(
            tr("&Passphrase"),
            self._passphrase,
            tr("Where it is lost, the recovery code opens the register too."),
            name="passphraseLineEdit",
        )
        column.addWidget(self._passphrase_field)
        self._hint = muted_label()
        column.addWidget(self._hint)
        self._unlock_problem = error_label()
        self._unlock_problem.setObjectName("unlockProblemLabel")
        column.addWidget(self._unlock_problem)
        row = QHBoxLayout()
        row.addWidget(plain_button(tr("Back"), "unlockBackPushButton", self.presenter.choose))
        self._backup = plain_button(tr("Read the newest &backup"), "readBackupPushButton", self._read_backup)
        row.addStretch(1)
        row.addWidget(self._backup)
        self._unlock_button = primary_button(tr("&Open"), "unlockPushButton", self._unlock)
        row.addWidget(self._unlock_button)
        column.addLayout(row)
        outer.addWidget(frame)
        outer.addStretch(1)
        return panel

    def render_state(self, state: StartState) -> None:
        """Show a state of the presenter."""
        order = [StartMode.CHOOSE, StartMode.UNLOCK, StartMode.CREATE]
        index = order.index(state.mode)
        is_other = index != self._stack.currentIndex()
        self._stack.setCurrentIndex(index)
        self._render_recent(state)
        path = Path(state.path)
        self._unlock_title.setText(path.stem)
        self._unlock_path.setText(str(path.parent))
        whole = state.problems.get("", "")
        self._hint.setText(state.hint)
        self._hint.setVisible(bool(state.hint))
        self._doing.setVisible(bool(state.doing))
        self._doing_label.setText(state.doing)
        self._sample.setEnabled(not state.doing)
        for label in (self._unlock_problem, self._choose_problem):
            label.setText(whole)
            label.setVisible(bool(whole))
        self._passphrase_field.show_problem(state.problems.get("passphrase", ""))
        self._backup.setVisible(state.is_locked_elsewhere)
        self.new_register.render_state(state)
        if is_other:
            self._begin(state.mode)

    def _begin(self, mode: StartMode) -> None:
        self._passphrase.clear()
        self.new_register.forget_secrets()
        {StartMode.UNLOCK: self._passphrase, StartMode.CREATE: self.new_register.firm}.get(mode, self.recent).setFocus()

    def _render_recent(self, state: StartState) -> None:
        self.recent.clear()
        for item in state.recent:
            note = tr("last opened {when}", when=shown(item.opened_at)) if item.is_there else tr("not there any more")
            row = QListWidgetItem(f"{item.firm}\n{Path(item.path).name}  ·  {note}")
            row.setData(Qt.ItemDataRole.UserRole, item.path)
            row.setToolTip(item.path)
            self.recent.addItem(row)
        self.recent.setVisible(bool(state.recent))
        self.recent.setFixedHeight(min(5, max(1, len(state.recent))) * 54 + 6)
        self._nothing.setVisible(not state.recent)

    def _open_item(self, item: QListWidgetItem) -> None:
        path = item.data(Qt.ItemDataRole.UserRole)
        if self.session.is_open and self.session.workspace.register.path.resolve() == Path(path):
            self.go_to_requested.emit("register")
        else:
            self.presenter.ask_passphrase(path)

    def _pick_sample(self) -> None:
        dialogs.pick_folder(self, tr("Where to put the sample"), self.make_sample)

    def make_sample(self, folder: Path) -> None:
        """Make the sample register in a folder, then open it."""
        make = self.presenter.begin_sample(folder)
        self._job = run_in_background(
            lambda progress: make(progress.say),
            self.presenter.open_sample,
            self.presenter.show_problem,
            lambda doing, _done, _total: self.presenter.show_doing(doing),
        )

    def _stop_sample(self) -> None:
        if self._job is not None:
            self._job.cancel()
        self.presenter.show_doing("")

    def _pick(self) -> None:
        dialogs.pick_file(self, tr("Open a register"), REGISTER_KINDS, self.ask_to_open)

    def _unlock(self) -> None:
        passphrase = self._passphrase.text()
        with_waiting_hand(lambda: self.presenter.unlock(passphrase), self._unlock_button, tr("Opening…"))

    def _read_backup(self) -> None:
        with_waiting_hand(lambda: self.presenter.read_backup(self._passphrase.text()))


def _column() -> tuple[QWidget, QVBoxLayout]:
    panel = QWidget()
    column = QVBoxLayout(panel)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(NEAR)
    return panel, column
