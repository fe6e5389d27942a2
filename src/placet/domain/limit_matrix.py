"""Every parameter against every place: the values that regulators set, the strictest marked as one standard for all."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from placet.domain.assessment import Timing
from placet.domain.compare_cells import Cell, CellStatus, Detail
from placet.domain.deadlines import amount_text
from placet.domain.launch import NOT_ASSESSED
from placet.domain.limits import Limit, Standard
from placet.domain.rules import Force
from placet.domain.side_by_side import InPlace


def limit_row(standard: Standard, column_of: Sequence[InPlace], label: Callable[[str], str]) -> tuple[Cell, ...]:
    """Return one cell for each column; ``label`` names a fact on which a value still hangs."""
    return tuple(_cell(standard, column, label) for column in column_of)


def standard_text(standard: Standard) -> str:
    """Return the one standard that would meet all, or that no single value does; empty where nothing counts yet."""
    if not standard.one_meets_all:
        return "no single value meets all"
    offered = standard.offered
    return f"{_value(standard, offered)} ({offered.place})" if offered is not None else ""


def _value(standard: Standard, limit: Limit) -> str:
    return f"{limit.bound.replace('_', ' ')} {amount_text(limit.value, standard.parameter.unit)}"


def _cell(standard: Standard, column: InPlace, label: Callable[[str], str]) -> Cell:
    if column.assessment is None:
        return Cell(NOT_ASSESSED, CellStatus.NOT_ASSESSED)
    mine = [item for item in standard.limits if (item.entity_id, item.place) == (column.entity_id, column.place)]
    if not mine:
        return Cell("no number published", CellStatus.NOTHING)
    details = tuple(Detail(_value(standard, item), item.clause, (item.note,) if item.note else ()) for item in mine)
    asks = tuple(sorted({label(key) for item in mine for key in item.asks}))
    counted = [item for item in mine if item.counts]
    shown = counted or mine
    phrase = "; ".join(dict.fromkeys(_value(standard, item) for item in shown))
    return Cell(phrase, _status(mine), details, asks, any(item == standard.offered for item in counted))


def _status(mine: Sequence[Limit]) -> CellStatus:
    if any(item.counts for item in mine):
        return CellStatus.APPLIES
    if any(item.asks for item in mine):
        return CellStatus.UNDECIDED
    if any(item.clause.timing is not Timing.IN_FORCE for item in mine):
        return CellStatus.UPCOMING
    observed = all(item.clause.force is Force.OBSERVATION for item in mine)
    return CellStatus.NOTHING if observed else CellStatus.APPLIES
