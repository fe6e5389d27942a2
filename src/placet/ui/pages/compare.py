"""Compare: what every place asks of the chosen use case side by side, as of a day."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from placet.ui.pages.compare_conflicts import ConflictBand
from placet.ui.pages.compare_opened import WIDTH, OpenedPanel
from placet.ui.pages.compare_terms import TermsPanel
from placet.ui.pages.page import Page
from placet.ui.presenters.compare import LAUNCH, ComparePresenter, CompareState
from placet.ui.presenters.compare_lines import GridRow
from placet.ui.session import Session
from placet.ui.tokens import GROUP, MARGIN, NEAR
from placet.ui.translate import tr
from placet.ui.widgets.buttons import link_button
from placet.ui.widgets.compare_grid import CompareGrid
from placet.ui.widgets.date_field import DateField
from placet.ui.widgets.empty_state import EmptyState
from placet.ui.widgets.labels import rule
from placet.ui.widgets.launch_timeline import LaunchTimeline

_ROOM_FOR_BOTH = 860
"""Width of the page, in pixels, from which table and side panel stand beside each other."""
_WIDEST = 16777215


class ComparePage(Page):
    """Shows questions against places, the way to launch, the words of the regulators, and the data flows."""

    page_id = "compare"
    title = "Compare"
    needs_use_case = True
    help_text = (
        "Each row is a question a launch committee asks, each column a place. Enter or a click opens a cell: clause, "
        "force and reasons. “Meets all” marks the strictest value: kept everywhere, it meets every place. A place "
        "without rules at hand reads “not assessed”, which is not “allowed”. That no conflict is shown is no statement "
        "that there is none. Choose another day at the top right to see what will apply then."
    )

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.presenter = ComparePresenter(session)
        self._drawn: CompareState | None = None
        self.grid = CompareGrid("compareTableView", tr("Questions against places"))
        self.flows = CompareGrid("dataTableView", tr("Data flows against places"))
        self.limits = CompareGrid("limitsTableView", tr("Limits against places"))
        self.terms = TermsPanel()
        self.band = ConflictBand(self._open_conflicts)
        self.opened = OpenedPanel(self._close)
        self._empty = EmptyState(
            tr("This use case is for no entity yet; say in the register where it will run."),
            tr("Go to the register"),
            lambda: self.go_to_requested.emit("register"),
        )
        self._no_flows = EmptyState(
            tr("No data flow is entered yet; the interview asks where the data goes."),
            tr("Go to the interview"),
            lambda: self.go_to_requested.emit("interview"),
        )
        self._no_limits = EmptyState(
            tr("No place sets a number for this use case; the interview may still bring one up."),
            tr("Go to the interview"),
            lambda: self.go_to_requested.emit("interview"),
        )
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        self._data, self._numbers = _either(self.flows, self._no_flows), _either(self.limits, self._no_limits)
        self.tabs, self._parts = QTabBar(), QStackedWidget()
        self.tabs.setObjectName("compareTabBar")
        self.tabs.setAccessibleName(tr("Parts of the comparison"))
        parts = (
            (_tab(self.band, self.grid), tr("&Questions")),
            (self.terms, tr("&Words")),
            (_tab(self._data), tr("&Data")),
            (_tab(self._numbers), tr("&Limits")),
        )
        for widget, name in parts:
            self._parts.addWidget(widget)
            self.tabs.addTab(name)
        self._left = QWidget()
        left = QVBoxLayout(self._left)
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(0)
        left.addLayout(self._tab_row())
        left.addWidget(rule())
        left.addWidget(self._parts, 1)
        row = QHBoxLayout()
        row.setSpacing(NEAR)
        row.addWidget(self._left, 1)
        row.addWidget(self.opened)
        self.opened.hide()
        whole = QWidget()
        whole.setLayout(row)
        row.setContentsMargins(0, 0, 0, 0)
        self._stack = QStackedWidget()
        self._stack.addWidget(whole)
        self._stack.addWidget(self._empty)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(MARGIN, 0, MARGIN, GROUP)
        outer.addWidget(self._stack)

    def _tab_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(NEAR)
        row.addWidget(self.tabs, alignment=Qt.AlignmentFlag.AlignBottom)
        row.addStretch(1)
        label = QLabel(tr("&As of"))
        self.day = DateField()
        self.day.setObjectName("asOfDateField")
        self.day.setAccessibleName(tr("As of"))
        self.day.setFixedWidth(150)
        label.setBuddy(self.day)
        self.today = link_button(tr("Today"), "todayPushButton", lambda: self._compare_on(""))
        for widget in (self.today, label, self.day):
            row.addWidget(widget)
        return row

    def _connect(self) -> None:
        self.presenter.changed.append(self.render_state)
        self.day.changed.connect(self._on_day)
        for grid in (self.grid, self.flows, self.limits):
            grid.cell_opened.connect(self.presenter.open_cell)
        self.tabs.currentChanged.connect(self._on_tab)
        QShortcut(QKeySequence("Escape"), self, self._close, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def set_use_case(self, use_case_id: str) -> None:
        """Show another use case as of today."""
        self.presenter.choose_use_case()

    def refresh(self) -> None:
        """Compare again."""
        self.attempt(self.presenter.refresh)

    def state_line(self) -> str:
        """Say how many places, as of which day, and what stands out."""
        return self.presenter.state.headline

    def focus_find(self) -> None:
        """Put the cursor where one finds a word."""
        self.tabs.setCurrentIndex(self._parts.indexOf(self.terms))
        self.terms.search.setFocus()
        self.terms.search.selectAll()

    def render_state(self, state: CompareState) -> None:
        """Show a state of the presenter."""
        former, self._drawn = self._drawn, state
        self._stack.setCurrentIndex(0 if state.places else 1)
        if former is None or not _same_content(former, state):
            self._render_content(state)
        self._show_opened(is_open=state.opened is not None)
        if state.opened is not None:
            self.opened.show_cell(state.opened)
        self.state_changed.emit()

    def _render_content(self, state: CompareState) -> None:
        with QSignalBlocker(self.day):
            if self.day.iso() != state.as_of:
                self.day.set_iso(state.as_of)
        self.today.setVisible(not state.is_today)
        self.band.show_conflicts(state.conflicts)
        timeline, rows = None, state.rows
        if state.starts is not None and state.places:
            timeline = LaunchTimeline(state.bars, state.starts)
            timeline.place_opened.connect(lambda column: self.presenter.open_cell(LAUNCH, column))
            note = tr(
                "Solid: the critical path. Light: beside it. Lined below: outside the firm. Dashed: time unknown."
            )
            rows = (*rows, GridRow("timeline", tr("The way to launch"), note, ()))
        self.grid.show_cells(state.places, rows, timeline)
        self.terms.show_terms(state.terms)
        self.flows.show_cells(state.places, state.flows)
        self._data.setCurrentIndex(0 if state.flows else 1)
        self.limits.show_cells(state.places, state.limits)
        self._numbers.setCurrentIndex(0 if state.limits else 1)

    def _on_tab(self, number: int) -> None:
        self._parts.setCurrentIndex(number)
        self._close()

    def _on_day(self) -> None:
        iso = self.day.iso()
        if iso:
            self._compare_on(iso)

    def _compare_on(self, iso: str) -> None:
        self.attempt(lambda: self.presenter.show_as_of(iso))

    def _open_conflicts(self) -> None:
        self.presenter.close_cell()
        self.opened.show_conflicts(self.presenter.state.conflicts)
        self._show_opened(is_open=True)
        self.opened.setFocus()

    def _close(self) -> None:
        part = self._parts.currentWidget()
        had_focus = any(item.hasFocus() for item in (self.opened, *self.opened.findChildren(QWidget)))
        self.presenter.close_cell()
        self._show_opened(is_open=False)
        if had_focus and part is not None:
            part.setFocus()

    def _show_opened(self, *, is_open: bool) -> None:
        """Show or hide the side panel; where there is no room for both, it takes the place of the table."""
        is_narrow = self.width() < _ROOM_FOR_BOTH
        self.opened.setMaximumWidth(_WIDEST if is_narrow else WIDTH)
        self.opened.setVisible(is_open)
        self._left.setVisible(not (is_open and is_narrow))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Make room for the side panel, or let it take the place of the table."""
        super().resizeEvent(event)
        self._show_opened(is_open=self.opened.isVisibleTo(self))


def _same_content(one: CompareState, other: CompareState) -> bool:
    """Tell whether two states differ at most in what is open."""
    return replace(one, opened=None) == replace(other, opened=None)


def _either(content: QWidget, empty: QWidget) -> QStackedWidget:
    stack = QStackedWidget()
    stack.setFocusProxy(content)
    stack.addWidget(content)
    stack.addWidget(empty)
    return stack


def _tab(*widgets: QWidget) -> QWidget:
    tab = QWidget()
    tab.setFocusProxy(widgets[-1])
    column = QVBoxLayout(tab)
    column.setContentsMargins(0, NEAR, 0, 0)
    column.setSpacing(NEAR)
    for widget in widgets:
        column.addWidget(widget, 0 if isinstance(widget, ConflictBand) else 1)
    return tab
