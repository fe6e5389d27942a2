"""The frame: pages on the left, the page in view, its head, the person at the keyboard, the line at the bottom."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QByteArray, QEvent, QSettings, QSize, QTimer
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QMainWindow,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from placet.domain.errors import UserFacingError
from placet.domain.moments import shown
from placet.ui import dialogs
from placet.ui.navigation import Navigation
from placet.ui.opening_notices import OpeningNotices
from placet.ui.page_registry import PAGES, PageEntry
from placet.ui.pages.page import Page
from placet.ui.presenters.destinations import PAGE, USE_CASE, Destination, destinations
from placet.ui.presenters.frame import frame_state
from placet.ui.session import Session
from placet.ui.theme import Appearance, choose_appearance
from placet.ui.tokens import MARGIN, NEAR
from placet.ui.translate import tr
from placet.ui.widgets.empty_state import EmptyState
from placet.ui.widgets.findings_list import FindingsList
from placet.ui.widgets.go_to import GoTo
from placet.ui.widgets.labels import muted_label
from placet.ui.widgets.page_header import PageHeader
from placet.ui.widgets.top_bar import TopBar

FIRST_SIZE = (1280, 800)
_FRAME = QSize(8, 40)
"""What a window manager draws around the window; without it the status bar falls off a small screen."""
_COUNT_AFTER_MS = 400
"""Counts are worked out when the person has paused: they read the register."""


class MainWindow(QMainWindow):
    """Holds the pages; no page knows another, and each is made when it is first shown."""

    def __init__(self, session: Session, entries: tuple[PageEntry, ...] = PAGES) -> None:
        super().__init__()
        self.setObjectName("mainWindow")
        self.resize(QSize(*FIRST_SIZE).boundedTo(self.screen().availableSize() - _FRAME))
        self.setMinimumSize(960, 600)
        kept = QSettings().value("window")
        if isinstance(kept, QByteArray):
            self.restoreGeometry(kept)
        self.session = session
        self._entries = {entry.id: entry for entry in entries}
        self._pages: dict[str, Page] = {}
        self._shown = ""
        self.navigation = Navigation(entries)
        self.top_bar = TopBar()
        self.header = PageHeader()
        self.problems = FindingsList()
        self.notices = OpeningNotices(session)
        self.stack = QStackedWidget()
        self._choose_first = EmptyState(
            tr("This page is about one use case. Choose it in the register, or at the bottom left."),
            tr("Go to the register"),
            lambda: self.show_page("register"),
        )
        self.stack.addWidget(self._choose_first)
        self._counting = QTimer(self)
        self._counting.setSingleShot(True)
        self._counting.setInterval(_COUNT_AFTER_MS)
        self._counting.timeout.connect(self._count_waiting)
        self._lay_out()
        self._connect()
        self._on_workspace_changed()

    def _lay_out(self) -> None:
        bars = QWidget()
        stacked = QVBoxLayout(bars)
        stacked.setContentsMargins(MARGIN, 0, MARGIN, 0)
        stacked.setSpacing(NEAR)
        stacked.addWidget(self.notices)
        stacked.addWidget(self.problems)
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self.header)
        right.addWidget(bars)
        right.addWidget(self.stack, 1)
        below = QHBoxLayout()
        below.setSpacing(0)
        below.addWidget(self.navigation)
        below.addLayout(right, 1)
        whole = QFrame()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.top_bar)
        column.addLayout(below, 1)
        self.setCentralWidget(whole)
        self._bottom = muted_label(wraps=False)
        self._bottom.setObjectName("statusLabel")
        self.statusBar().addPermanentWidget(self._bottom)
        self.statusBar().setSizeGripEnabled(False)
        self.statusBar().setContentsMargins(NEAR, 0, NEAR, 0)

    def _connect(self) -> None:
        self.navigation.page_chosen.connect(self.show_page)
        self.navigation.use_case_chosen.connect(self.session.choose_use_case)
        self.top_bar.go_to_pressed.connect(self.open_go_to)
        self.top_bar.person_chosen.connect(self.session.choose_person)
        self.top_bar.people_wanted.connect(lambda: self._show_part("register", "people", begins=True))
        self.notices.part_wanted.connect(self._show_part)
        self.top_bar.close_wanted.connect(self.session.close)
        self.top_bar.appearance_chosen.connect(self._on_appearance_chosen)
        self.session.workspace_changed.connect(self._on_workspace_changed)
        self.session.use_case_changed.connect(self._on_use_case_changed)
        self.session.actor_changed.connect(self._on_record_changed)
        self.session.record_changed.connect(self._on_record_changed)
        self.session.said.connect(lambda word: self.statusBar().showMessage(word, 6000))
        shortcuts = {"Ctrl+K": self.open_go_to, "Ctrl+F": self._find, "F1": self._help, "Ctrl+Q": self.close}
        for keys, slot in shortcuts.items():
            QShortcut(QKeySequence(keys), self).activated.connect(slot)
        for number, page_id in enumerate(self._entries, start=1):
            shortcut = QShortcut(QKeySequence(f"Ctrl+{number}"), self)
            shortcut.activated.connect(lambda page_id=page_id: self.show_page(page_id))

    @property
    def page(self) -> Page | None:
        """Return the page in view."""
        return self._pages.get(self._shown)

    def page_of(self, page_id: str) -> Page:
        """Return a page, making it when it is first asked for."""
        if page_id not in self._pages:
            page = self._entries[page_id].make(self.session)
            page.state_changed.connect(self._show_frame)
            page.problem_raised.connect(self.show_problem)
            page.go_to_requested.connect(self.show_page)
            self.problems.finding_chosen.connect(page.show_finding)
            self.stack.addWidget(page)
            page.set_use_case(self.session.use_case_id)
            self._pages[page_id] = page
        return self._pages[page_id]

    def show_page(self, page_id: str) -> None:
        """Bring a page into view; the former one first keeps what was typed."""
        entry = self._entries.get(page_id)
        if entry is None or (entry.needs_register and not self.session.is_open):
            return
        if self.page is not None and self._shown != page_id and not self.page.may_leave():
            self.navigation.show_page(self._shown)
            return
        self.show_problem(None)
        self._shown = page_id
        self.navigation.show_page(page_id)
        page = self.page_of(page_id)
        self._show_content(page)
        self._show_frame()

    def _show_content(self, page: Page) -> None:
        if page.needs_use_case and not self.session.use_case_id:
            self.stack.setCurrentWidget(self._choose_first)
            return
        self.stack.setCurrentWidget(page)
        page.refresh()

    def _show_part(self, page_id: str, part: str, *, begins: bool = False) -> None:
        self.show_page(page_id)
        if self.page is not None:
            self.page.show_part(part, begins=begins)

    def show_problem(self, error: UserFacingError | None) -> None:
        """Show above the page what is wrong, or take it away."""
        self.problems.show_error(error)

    def ask_to_open(self, path: Path) -> None:
        """Open a register named from outside: ask for its passphrase on the Start page."""
        self.show_page("start")
        page = self.page_of("start")
        opener = getattr(page, "ask_to_open", None)
        if opener is not None:
            opener(path)

    def open_go_to(self) -> None:
        """Open the line that leads anywhere."""
        chooser = GoTo(self._destinations, self)
        chooser.target_chosen.connect(self._go)
        chooser.open()

    def _destinations(self, text: str) -> list[Destination]:
        usable = [entry for entry in self._entries.values() if self.session.is_open or not entry.needs_register]
        return destinations(self.session, [(entry.id, tr(entry.name)) for entry in usable], text)

    def _go(self, target: Destination) -> None:
        if target.kind == PAGE:
            self.show_page(target.id)
            return
        if target.kind != USE_CASE:
            self.show_page("register")
            if self.page is not None:
                self.page.show_part(target.kind, record_id=target.id)
            return
        self.session.choose_use_case(target.id)
        if self.page is None or not self.page.needs_use_case:
            self.show_page("register")

    def _find(self) -> None:
        if self.page is not None:
            self.page.focus_find()

    def _help(self) -> None:
        if self.page is not None and self.page.help_text:
            dialogs.explain(self, tr(self.page.title), tr(self.page.help_text))

    def _on_workspace_changed(self) -> None:
        is_open = self.session.is_open
        self.navigation.allow_pages(with_register=is_open)
        self.notices.read()
        first = "register" if is_open and "register" in self._entries else next(iter(self._entries))
        for page_id in [key for key in self._pages if key != "start"]:
            page = self._pages.pop(page_id)
            self.stack.removeWidget(page)
            page.deleteLater()
        self._shown = ""
        self.show_page(first)

    def _on_appearance_chosen(self, chosen: Appearance) -> None:
        application = QApplication.instance()
        if isinstance(application, QApplication):
            choose_appearance(application, chosen)
        self._show_frame()

    def _on_use_case_changed(self, use_case_id: str) -> None:
        for page in self._pages.values():
            page.set_use_case(use_case_id)
        self._on_record_changed()

    def _count_waiting(self) -> None:
        """Work out the counts of the pages that are not in view."""
        if not self.session.is_open or not self.session.use_case_id:
            return
        for page_id in [entry.id for entry in self._entries.values() if entry.counts_waiting]:
            page = self.page_of(page_id)
            if page is not self.page:
                page.refresh()
        self.navigation.show_counts({key: page.waiting_count() for key, page in self._pages.items()})

    def _on_record_changed(self) -> None:
        self._counting.start()
        if self.page is not None:
            self._show_content(self.page)
        self._show_frame()

    def _show_frame(self) -> None:
        state = frame_state(self.session)
        self.setWindowTitle(f"{state.firm} — Placet" if state.firm else "Placet")
        self.top_bar.show_register(state.firm, note=state.note)
        if self.session.is_open:
            self.top_bar.show_people(state.people, self.session.actor)
        self.navigation.show_use_cases(state.use_cases, self.session.use_case_id)
        self.navigation.show_counts({key: page.waiting_count() for key, page in self._pages.items()})
        self.navigation.ink()
        page = self.page
        if page is not None:
            asks_first = page.needs_use_case and not self.session.use_case_id
            line, action = ("", None) if asks_first else (page.state_line(), page.primary_action())
            self.header.show_page(tr(page.title), line, action)
        if state.firm:
            backup, size = shown(state.last_backup) or tr("none yet"), f"{state.journal_size:,}"
            line = tr("saved {saved} · backup {backup} · journal {size} entries")
            self._bottom.setText(line.format(saved=shown(state.last_written), backup=backup, size=size))
        else:
            self._bottom.setText(tr("Nothing leaves this computer unless you ask."))

    def changeEvent(self, event: QEvent) -> None:
        """Ink the icons anew when the system turns light or dark."""
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "navigation"):
            self.navigation.ink()
            self.top_bar.ink()
        super().changeEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Keep what was typed, then close the register."""
        if self.page is not None and not self.page.may_leave():
            event.ignore()
            return
        QSettings().setValue("window", self.saveGeometry())
        self.session.workspace_changed.disconnect(self._on_workspace_changed)
        self.session.close()
        super().closeEvent(event)
