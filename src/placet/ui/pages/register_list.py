"""The list of use cases: search, filters, a sortable table, and what can be done with the chosen ones."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from placet.domain.parties import TriageResult
from placet.ui.models.rows import TableColumn
from placet.ui.presenters.use_cases import (
    TRIAGE_MARKS,
    TRIAGE_WORDS,
    UseCaseListPresenter,
    UseCaseListState,
    UseCaseRow,
    place_word,
)
from placet.ui.session import Session
from placet.ui.tokens import GROUP, NEAR
from placet.ui.translate import tr
from placet.ui.widgets.buttons import plain_button
from placet.ui.widgets.empty_state import EmptyState
from placet.ui.widgets.rows_table import RowsTable

_SEARCH_AFTER_MS = 120


def _columns() -> list[TableColumn[UseCaseRow]]:
    return [
        TableColumn("reference", tr("Reference"), lambda row: row.reference, width=100),
        TableColumn("name", tr("Name"), _name, width=300, help=_name),
        TableColumn("owner", tr("Owner"), lambda row: row.owner, width=140),
        TableColumn("places", tr("Places"), lambda row: row.places, width=80, help=lambda row: row.entities),
        TableColumn(
            "triage",
            tr("Triage"),
            lambda row: tr(TRIAGE_WORDS[TriageResult(row.triage)]),
            width=150,
            mark=lambda row: TRIAGE_MARKS[TriageResult(row.triage)],
        ),
        TableColumn("version", tr("Version"), _version, lambda row: row.version, width=110),
    ]


def _name(row: UseCaseRow) -> str:
    return f"{row.name}  —  {row.snippet}" if row.snippet else row.name


def _version(row: UseCaseRow) -> str:
    return tr(row.state) if row.is_retired else f"{row.version} · {tr(row.state)}"


class UseCaseList(QWidget):
    """Shows the use cases of the register."""

    use_case_opened = Signal(str)
    new_wanted = Signal()
    entity_wanted = Signal()
    triage_wanted = Signal(object)
    """Ids of the use cases to triage together."""
    import_wanted = Signal()
    export_wanted = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.presenter = UseCaseListPresenter(session)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, GROUP, 0, 0)
        layout.setSpacing(NEAR)
        layout.addLayout(self._filters())
        self.table: RowsTable[UseCaseRow] = RowsTable("useCasesTable", _columns(), many=True)
        self.table.setAccessibleName(tr("Use cases"))
        self.table.row_opened.connect(lambda row: self.use_case_opened.emit(row.id))
        self.table.selection_moved.connect(self._render_actions)
        self._nothing = EmptyState(
            tr("No use case yet. Add the first one, or import the firm’s own inventory."),
            tr("Add a use case"),
            self.new_wanted.emit,
        )
        self._no_entity = EmptyState(
            tr("Begin with the entity you work for: rules bind by entity and licence."),
            tr("Add an entity"),
            self.entity_wanted.emit,
        )
        self._unfound = EmptyState(tr("Nothing matches."), tr("Show all"), self.show_all)
        self._stack = QStackedWidget()
        for widget in (self.table, self._nothing, self._no_entity, self._unfound):
            self._stack.addWidget(widget)
        layout.addWidget(self._stack, 1)
        layout.addLayout(self._actions())
        self.presenter.changed.append(self.render_state)

    def _filters(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(NEAR)
        self.search = QLineEdit()
        self.search.setObjectName("searchLineEdit")
        self.search.setAccessibleName(tr("Search use cases"))
        self.search.setPlaceholderText(tr("Search names, descriptions and answers"))
        self.search.setClearButtonEnabled(True)
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(_SEARCH_AFTER_MS)
        self._wait.timeout.connect(lambda: self.presenter.search(self.search.text()))
        self.search.textChanged.connect(lambda _text: self._wait.start())
        self.search.returnPressed.connect(lambda: self.presenter.search(self.search.text()))
        row.addWidget(self.search, 1)
        self.triage = QComboBox()
        self.triage.setObjectName("triageFilterComboBox")
        self.triage.setAccessibleName(tr("Show triage"))
        self.triage.addItem(tr("Any triage"), "")
        for result, word in TRIAGE_WORDS.items():
            self.triage.addItem(tr(word), str(result))
        self.triage.activated.connect(lambda _row: self.presenter.filter_by(triage=self.triage.currentData()))
        self.place = QComboBox()
        self.place.setObjectName("placeFilterComboBox")
        self.place.setAccessibleName(tr("Show place"))
        self.place.addItem(tr("Any place"), "")
        self.place.activated.connect(lambda _row: self.presenter.filter_by(place=self.place.currentData()))
        for chooser in (self.triage, self.place):
            chooser.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
            row.addWidget(chooser)
        return row

    def _actions(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(NEAR)
        self._count = QLabel()
        self._count.setProperty("role", "muted")
        row.addWidget(self._count)
        row.addStretch(1)
        self._import = plain_button(tr("&Import inventory…"), "importPushButton", self.import_wanted.emit)
        self._export = plain_button(tr("E&xport inventory…"), "exportPushButton", self.export_wanted.emit)
        self._triage_many = plain_button(tr("&Triage together…"), "triageTogetherPushButton", self._triage)
        for button in (self._import, self._export, self._triage_many):
            row.addWidget(button)
        return row

    def show_all(self) -> None:
        """Take search and filters away."""
        self.search.clear()
        self._wait.stop()
        self.triage.setCurrentIndex(0)
        self.presenter.filter_by(triage="", place="")
        self.presenter.search("")

    def refresh(self) -> None:
        """Read the register again."""
        self.presenter.refresh()

    def render_state(self, state: UseCaseListState) -> None:
        """Show a state of the presenter."""
        self.table.show_rows(state.rows, lambda row: row.id)
        self._stack.setCurrentWidget(self._content(state))
        if [self.place.itemData(row) for row in range(1, self.place.count())] != list(state.places):
            self.place.clear()
            self.place.addItem(tr("Any place"), "")
            for code in state.places:
                self.place.addItem(tr(place_word(code)), code)
        self.place.setCurrentIndex(max(0, self.place.findData(state.place)))
        self._export.setEnabled(bool(state.total))
        self._shown = state
        self._render_actions()

    def _content(self, state: UseCaseListState) -> QWidget:
        if state.rows:
            return self.table
        if state.total:
            return self._unfound
        return self._nothing if state.has_entities else self._no_entity

    def _render_actions(self) -> None:
        chosen, state = len(self.table.chosen_rows()), self._shown
        of = tr("{shown} of {total}", shown=f"{len(state.rows):,}", total=f"{state.total:,}")
        words = of if len(state.rows) != state.total else tr("{total} use cases", total=f"{state.total:,}")
        if state.total == 1 and len(state.rows) == 1:
            words = tr("1 use case")
        self._count.setText(f"{words} · {tr('{count} chosen', count=chosen)}" if chosen > 1 else words)
        self._triage_many.setEnabled(chosen > 0)
        self._triage_many.setToolTip("" if chosen else tr("Choose one or more use cases first."))

    def _triage(self) -> None:
        self.triage_wanted.emit(tuple(row.id for row in self.table.chosen_rows()))
