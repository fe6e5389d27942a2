"""The comparison a launch committee reads: one question a row, one place a column, one phrase a cell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from placet.domain.compare_cells import Cell, Cellmaker, CellStatus, Known
from placet.domain.compare_rows import ROWS, standard_of
from placet.domain.concordance import Entry, concordance
from placet.domain.conflicts import Conflict, find_conflicts
from placet.domain.facts import FactCatalogue
from placet.domain.firm import FirmPack
from placet.domain.impact import with_packs
from placet.domain.launch import NOT_ASSESSED, PlaceLaunch
from placet.domain.limits import Standard, standards
from placet.domain.pack import CommonCatalogue
from placet.domain.side_by_side import Assessed, InPlace, assessed


@dataclass(frozen=True, slots=True)
class Row:
    """One question a launch committee asks."""

    id: str
    title: str
    cells: tuple[Cell, ...]
    """In the order of the columns."""
    standard: str = ""
    """The one standard that would meet all, in words; empty where there is none."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Everything the compare page and the group dossier show."""

    columns: tuple[InPlace, ...]
    rows: tuple[Row, ...]
    conflicts: tuple[Conflict, ...]
    standards: tuple[Standard, ...]
    terms: tuple[Entry, ...]
    launches: tuple[PlaceLaunch, ...]

    def row(self, row_id: str) -> Row:
        """Return a row by its id."""
        return next(item for item in self.rows if item.id == row_id)


def compare(
    catalogue: FactCatalogue,
    common: CommonCatalogue,
    firm: FirmPack,
    columns: Sequence[InPlace],
    launches: Sequence[PlaceLaunch],
    determined: Mapping[tuple[str, str], str] | None = None,
    bodies: Mapping[str, str] | None = None,
) -> Comparison:
    """Return one version side by side; pure. ``launches`` comes from ``launch_plan`` over the same columns."""
    places = assessed(columns)
    found = standards(common, columns)
    packs = {item.pack.id: item.pack for item in places}
    wide = with_packs(catalogue, packs.values())
    terms = concordance(common, tuple(packs.values()))
    known = Known(
        wide, common, firm, found, terms, {item.key: item for item in launches}, determined or {}, bodies or {}
    )
    by_key = {item.at.key: item for item in places}
    rows = tuple(
        Row(
            key, title, tuple(_cell(known, by_key.get(column.key), make) for column in columns), standard_of(known, key)
        )
        for key, title, make in ROWS
    )
    return Comparison(tuple(columns), rows, find_conflicts(catalogue, columns, found), found, terms, tuple(launches))


def _cell(known: Known, column: Assessed | None, make: Cellmaker) -> Cell:
    if column is None:
        return Cell(NOT_ASSESSED, CellStatus.NOT_ASSESSED)
    return make(known, column)
