"""The Compare page without widgets: one use case in all its places, as of a day, and the cell that is open."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from placet.domain.compare import Comparison
from placet.domain.compare_cells import Cell, Detail
from placet.domain.data_matrix import data_matrix
from placet.domain.limit_matrix import limit_row, standard_text
from placet.domain.moments import shown_day
from placet.domain.parties import DataFlow
from placet.domain.wording import fact_label, value_text
from placet.operations import keep_parties
from placet.operations.assess_use_case import flows_of
from placet.operations.compare_places import compare_places
from placet.operations.workspace import Workspace
from placet.ui.presenters.compare_lines import (
    Bar,
    ConflictLine,
    GridCell,
    GridRow,
    Opened,
    PlaceHead,
    TermLine,
    bar,
    calendar_lines,
    conflict_lines,
    detail_line,
    grid_cell,
    place_head,
    shortening_lines,
    status_words,
    term_line,
)
from placet.ui.presenters.observed import Desk, Observed
from placet.ui.translate import tr

LAUNCH = "launch"
"""The row whose cells are told by the bars below the table too."""
FLOW, LIMIT = "flow:", "limit:"
"""Begin the ids of the rows of data flows and of limits."""


@dataclass(frozen=True, slots=True)
class CompareState:
    """What the page shows."""

    is_chosen: bool = False
    as_of: str = ""
    """ISO day of the comparison."""
    is_today: bool = True
    headline: str = ""
    places: tuple[PlaceHead, ...] = ()
    rows: tuple[GridRow, ...] = ()
    conflicts: tuple[ConflictLine, ...] = ()
    bars: tuple[Bar, ...] = ()
    starts: dt.date | None = None
    terms: tuple[TermLine, ...] = ()
    flows: tuple[GridRow, ...] = ()
    limits: tuple[GridRow, ...] = ()
    opened: Opened | None = None


class ComparePresenter(Observed[CompareState]):
    """Compares the chosen use case and opens cells; holds no rule."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(CompareState())
        self._desk = desk
        self._day: dt.date | None = None
        self._made: Comparison | None = None
        self._cells: dict[str, tuple[Cell, ...]] = {}
        self._open_at: tuple[str, int] | None = None

    def refresh(self) -> None:
        """Compare again; the open cell stays open where it is still there."""
        if not self._desk.use_case_id:
            self._made, self._open_at = None, None
            self._show(CompareState())
            return
        ws = self._desk.workspace
        use_case = keep_parties.find_use_case(ws, self._desk.use_case_id)
        version = keep_parties.working_version(ws, use_case.id)
        day = self._day or ws.today()
        made = compare_places(ws, use_case, version, day)
        flows = flows_of(ws, version)
        matrix = data_matrix(ws.facts, ws.common, ws.firm, made.columns, len(flows))
        self._made = made
        self._cells = {row.id: row.cells for row in made.rows}
        self._cells |= {f"{FLOW}{flow.id}": cells for flow, cells in zip(flows, matrix, strict=True)}
        limits = {
            f"{LIMIT}{item.parameter.id}": limit_row(item, made.columns, lambda key: fact_label(ws.facts, key))
            for item in made.standards
        }
        self._cells |= limits
        heads = tuple(place_head(column) for column in made.columns)
        state = CompareState(
            is_chosen=True,
            as_of=day.isoformat(),
            is_today=day == ws.today(),
            places=heads,
            rows=tuple(GridRow(row.id, tr(row.title), row.standard, _shown(row.cells)) for row in made.rows),
            conflicts=conflict_lines(ws.facts, made.conflicts, [flow.name for flow in flows]),
            bars=tuple(bar(item, head) for item, head in zip(made.launches, heads, strict=True)),
            starts=day,
            terms=tuple(term_line(entry) for entry in made.terms),
            flows=tuple(
                GridRow(f"{FLOW}{flow.id}", flow.name, _way(ws, flow), _shown(cells))
                for flow, cells in zip(flows, matrix, strict=True)
            ),
            limits=tuple(
                GridRow(key, item.parameter.title, tr(standard_text(item)), _shown(limits[key]))
                for key, item in zip(limits, made.standards, strict=True)
            ),
        )
        state = replace(state, headline=_headline(state, day))
        self._show(replace(state, opened=self._opened(state)))

    def show_as_of(self, iso: str) -> None:
        """Compare as of another day; empty for today."""
        day = dt.date.fromisoformat(iso) if iso else None
        if day != self._day:
            self._day = day
            self.refresh()

    def open_cell(self, row_id: str, column: int) -> None:
        """Open a cell in the side panel."""
        self._open_at = (row_id, column)
        self._show(replace(self.state, opened=self._opened(self.state)))

    def close_cell(self) -> None:
        """Close the side panel."""
        self._open_at = None
        self._show(replace(self.state, opened=None))

    def choose_use_case(self) -> None:
        """Forget what was open and the day: another use case was chosen."""
        self._open_at, self._day = None, None

    def _opened(self, state: CompareState) -> Opened | None:
        if self._open_at is None or self._made is None:
            return None
        row_id, column = self._open_at
        row = next((item for item in (*state.rows, *state.flows, *state.limits) if item.id == row_id), None)
        if row is None or column >= len(state.places):
            return None
        cell, head = self._cells[row_id][column], state.places[column]
        launch = self._made.launches[column] if row_id == LAUNCH else None
        details = _without_flow(state, row_id, cell.details)
        name = head.name if head.name == head.entity else f"{head.name} · {head.entity}"
        return Opened(
            row.title,
            name,
            tr(cell.phrase),
            cell.status,
            status_words()[cell.status],
            tuple(detail_line(item) for item in details),
            cell.asks,
            row.note if cell.is_standard else "",
            shortening_lines(launch),
            calendar_lines(launch),
        )


def _shown(cells: tuple[Cell, ...]) -> tuple[GridCell, ...]:
    return tuple(grid_cell(cell) for cell in cells)


def _without_flow(state: CompareState, row_id: str, details: tuple[Detail, ...]) -> tuple[Detail, ...]:
    """Leave out the number of the flow where the row is that flow."""
    number = next((at for at, row in enumerate(state.flows, start=1) if row.id == row_id), 0)
    return tuple(replace(item, text=item.text.removeprefix(f"Flow {number}: ")) for item in details)


def _headline(state: CompareState, day: dt.date) -> str:
    count, found = len(state.places), len(state.conflicts)
    missing = sum(not head.is_assessed for head in state.places)
    parts = [
        tr("1 place") if count == 1 else tr("{count} places", count=count),
        tr("as of {date}", date=shown_day(day)),
        tr("no conflict found") if not found else tr("1 conflict") if found == 1 else tr("{n} conflicts", n=found),
    ]
    if missing:
        parts.append(tr("{count} not assessed", count=missing))
    return " · ".join(parts)


def _way(ws: Workspace, flow: DataFlow) -> str:
    """Say what goes where, in one line: “Personal data: HK → SG”."""
    classes = value_text(ws.facts, "data_class", frozenset(flow.data_classes)) if flow.data_classes else ""
    ends = ", ".join(dict.fromkeys((*flow.stored_in, *flow.processed_in)))
    way = " → ".join(part for part in (flow.collected_in, ends) if part)
    return ": ".join(part for part in (classes, way) if part)
