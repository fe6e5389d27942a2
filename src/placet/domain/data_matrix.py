"""Every data flow against every place: one cell says what the rules of a place make of one flow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from placet.domain.compare_cells import Cell, CellStatus, Known
from placet.domain.compare_rows import data
from placet.domain.facts import FactCatalogue
from placet.domain.firm import FirmPack
from placet.domain.launch import NOT_ASSESSED
from placet.domain.pack import CommonCatalogue
from placet.domain.side_by_side import Assessed, InPlace


def data_matrix(
    catalogue: FactCatalogue, common: CommonCatalogue, firm: FirmPack, columns: Sequence[InPlace], flow_count: int
) -> tuple[tuple[Cell, ...], ...]:
    """Return one row of cells for each flow, in the order of the flows and of the columns."""
    return tuple(
        tuple(_cell(catalogue, common, firm, column, index) for column in columns) for index in range(flow_count)
    )


def _cell(catalogue: FactCatalogue, common: CommonCatalogue, firm: FirmPack, column: InPlace, index: int) -> Cell:
    if column.pack is None or column.assessment is None:
        return Cell(NOT_ASSESSED, CellStatus.NOT_ASSESSED)
    named = {item.key for item in catalogue.derived}
    wide = catalogue.extended(item for item in column.pack.derived if item.key not in named)
    mine = tuple(item for item in column.assessment.data if item.flow_index == index)
    known = Known(wide, common, firm, (), (), {})
    return data(known, Assessed(column, column.pack, replace(column.assessment, data=mine)))
