"""Journal: what was written when and by whom, its check, its witnesses, the backup."""

from __future__ import annotations

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QTabWidget, QVBoxLayout, QWidget

from placet.register.verification import JournalFinding
from placet.ui.background import Job, run_in_background
from placet.ui.models.rows import TableColumn
from placet.ui.pages.journal_care import CarePanel
from placet.ui.pages.journal_rules import RulesPanel
from placet.ui.pages.page import Page
from placet.ui.presenters.care import CARE_PART
from placet.ui.presenters.journal import CheckpointLine, EntryLine, JournalPresenter, JournalState
from placet.ui.presenters.rules import RULES_PART
from placet.ui.session import Session
from placet.ui.tokens import GROUP, MARGIN, NEAR
from placet.ui.translate import tr
from placet.ui.widgets.buttons import link_button, plain_button
from placet.ui.widgets.empty_state import EmptyState
from placet.ui.widgets.findings_list import FindingsList
from placet.ui.widgets.labels import muted_label
from placet.ui.widgets.rows_table import RowsTable


def _entry_columns() -> list[TableColumn[EntryLine]]:
    return [
        TableColumn("seq", tr("Entry"), lambda row: f"{row.seq:,}", lambda row: row.seq, is_number=True, width=66),
        TableColumn("at", tr("When"), lambda row: row.at, lambda row: row.seq, width=185),
        TableColumn("what", tr("What"), lambda row: tr(row.what), width=165),
        TableColumn("about", tr("About"), lambda row: row.about, width=215),
        TableColumn("by", tr("By"), lambda row: row.by, width=230),
        TableColumn("note", tr("Note"), lambda row: tr(row.note) if row.note else "", width=90),
    ]


def _checkpoint_columns() -> list[TableColumn[CheckpointLine]]:
    return [
        TableColumn(
            "size", tr("Covers entries"), lambda row: f"1–{row.size:,}", lambda row: row.size, is_number=True, width=130
        ),
        TableColumn("at", tr("Given"), lambda row: row.at, lambda row: row.size, width=200),
        TableColumn("to", tr("To"), lambda row: row.given_to, width=260),
        TableColumn("root", tr("Root"), lambda row: row.root, width=300),
    ]


class JournalPage(Page):
    """Shows the append-only journal."""

    page_id = "journal"
    title = "Journal"
    help_text = (
        "Every act is one entry of an append-only log. A checkpoint of the log is printed in every dossier: whoever "
        "holds a dossier can prove any later change to what its checkpoint covers. Entries after the last checkpoint "
        "are not witnessed yet. Rules shows which packs are in use and brings in newer ones; Care changes the "
        "passphrase, shows the recovery code and restores a backup."
    )

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.presenter = JournalPresenter(session)
        self._job: Job[tuple[JournalFinding, ...]] | None = None
        self._backup = QAction(tr("Back up &now"), self)
        self._backup.triggered.connect(self._back_up)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN, NEAR, MARGIN, MARGIN)
        layout.setSpacing(NEAR)
        layout.addLayout(self._check_row())
        self._verdict = FindingsList(name="noticeBar")
        layout.addWidget(self._verdict)
        self.rules, self.care = RulesPanel(session), CarePanel(session)
        self.tabs = QTabWidget()
        self.tabs.setObjectName("journalTabWidget")
        self.tabs.setDocumentMode(True)
        self.tabs.addTab(self._entries_tab(), tr("&Entries"))
        self.tabs.addTab(self._checkpoints_tab(), tr("&Checkpoints given out"))
        self.tabs.addTab(self.rules, tr("&Rules"))
        self.tabs.addTab(self.care, tr("C&are"))
        layout.addWidget(self.tabs, 1)
        self.tabs.currentChanged.connect(lambda _tab: self._refresh_tab())
        self.rules.problem_raised.connect(self.problem_raised)
        self.care.problem_raised.connect(self.problem_raised)
        self.presenter.changed.append(self.render_state)

    def _check_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(GROUP)
        self._check = plain_button(tr("&Verify the journal"), "verifyPushButton", self._verify)
        row.addWidget(self._check)
        self._bar = QProgressBar()
        self._bar.setObjectName("verifyProgressBar")
        self._bar.setRange(0, 0)
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(160)
        self._cancel = plain_button(tr("Cancel"), "cancelVerifyPushButton", self._stop)
        self._said = QLabel()
        self._said.setObjectName("verdictLabel")
        self._said.setWordWrap(True)
        for widget in (self._bar, self._cancel):
            row.addWidget(widget)
        row.addWidget(self._said, 1)
        return row

    def _entries_tab(self) -> QWidget:
        tab, column = _tab()
        self.entries: RowsTable[EntryLine] = RowsTable("journalEntriesTable", _entry_columns())
        self.entries.setAccessibleName(tr("Journal entries"))
        column.addWidget(self.entries, 1)
        self._more = link_button(tr("Show older entries"), "moreEntriesPushButton", self.presenter.show_more)
        column.addWidget(self._more)
        return tab

    def _checkpoints_tab(self) -> QWidget:
        tab, column = _tab()
        column.addWidget(
            muted_label(
                tr(
                    "Each of these states of the journal is printed in a dossier that left this computer. "
                    "Whoever holds it can prove any later change to the entries it covers."
                )
            )
        )
        self.checkpoints: RowsTable[CheckpointLine] = RowsTable("checkpointsTable", _checkpoint_columns())
        self.checkpoints.setAccessibleName(tr("Checkpoints given out"))
        self._none_given = EmptyState(tr("None yet. The first is given with the first sealed dossier."))
        column.addWidget(self.checkpoints, 1)
        column.addWidget(self._none_given, 1)
        return tab

    def refresh(self) -> None:
        """Read the journal again."""
        self.presenter.refresh()
        self._refresh_tab()

    def _refresh_tab(self) -> None:
        tab = self.tabs.currentWidget()
        for panel in (self.rules, self.care):
            if tab is panel:
                panel.refresh()

    def show_part(self, part: str, *, begins: bool = False, record_id: str = "") -> None:
        """Show one of the tabs by its name."""
        tab = {RULES_PART: self.rules, CARE_PART: self.care}.get(part)
        if tab is not None:
            self.tabs.setCurrentWidget(tab)

    def state_line(self) -> str:
        """Say how long the journal is and how much of it is not witnessed."""
        state = self.presenter.state
        if not state.size:
            return ""
        parts = [
            tr("{count} entries", count=f"{state.size:,}"),
            tr("{count} not witnessed yet", count=f"{state.unwitnessed:,}"),
            tr("backup {when}", when=state.last_backup) if state.last_backup else tr("no backup yet"),
        ]
        return " · ".join(parts)

    def primary_action(self) -> QAction | None:
        """Offer a backup."""
        return self._backup

    def focus_find(self) -> None:
        """Put the cursor on the entries."""
        self.entries.setFocus()

    def render_state(self, state: JournalState) -> None:
        """Show a state of the presenter."""
        self.entries.show_rows(state.entries, lambda row: row.seq)
        self.checkpoints.show_rows(state.checkpoints)
        self.checkpoints.setVisible(bool(state.checkpoints))
        self._none_given.setVisible(not state.checkpoints)
        self._more.setVisible(state.has_more)
        self._check.setEnabled(not state.is_checking)
        self._bar.setVisible(state.is_checking)
        self._cancel.setVisible(state.is_checking)
        self._said.setText(tr("Reading every entry and every row…") if state.is_checking else "")
        self._backup.setEnabled(state.can_write)
        if state.verdict and state.is_sound:
            self._said.setText(state.verdict)
        self._said.setProperty("role", "good" if state.verdict and state.is_sound else "muted")
        self._said.style().polish(self._said)
        self._render_findings(state)
        self.state_changed.emit()

    def _render_findings(self, state: JournalState) -> None:
        if state.is_sound:
            self._verdict.hide()
            return
        shown = "\n".join(("•  " + line) for line in state.findings[:20])
        self._verdict.show_findings(f"{state.verdict}\n{shown}")

    def _verify(self) -> None:
        check = self.presenter.begin_check()
        self._job = run_in_background(lambda _progress: check(), self.presenter.end_check, self._on_failed)

    def _stop(self) -> None:
        if self._job is not None:
            self._job.cancel()
        self.presenter.stop_check()

    def _on_failed(self, error: object) -> None:
        self.presenter.stop_check()
        self.problem_raised.emit(error)

    def _back_up(self) -> None:
        name = self.attempt(self.presenter.backup)
        if name:
            self.session.said.emit(tr("A verified backup was made: {name}", name=name))
            self.state_changed.emit()


def _tab() -> tuple[QWidget, QVBoxLayout]:
    tab = QWidget()
    column = QVBoxLayout(tab)
    column.setContentsMargins(0, GROUP, 0, 0)
    column.setSpacing(NEAR)
    return tab, column
