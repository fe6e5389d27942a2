"""Find the headings of a table: below titles and blank rows, in one row or several, merged or not."""

from __future__ import annotations

import re
from dataclasses import dataclass

from placet.domain.canonical import nfc
from placet.domain.errors import Finding, UserFacingError
from placet.exchange.cells import Cell, Grid, Merge, heading_key, untitled

MAX_COLUMNS = 400
_SEARCHED_ROWS = 50
_MOST_HEADING_ROWS = 3
_DATA = re.compile(r"[\d.,/:\-\s%]+|y|n|yes|no|true|false|tbc|tbd|n/?a|是|否", re.I)
"""What a heading hardly ever is, and a value often."""


@dataclass(frozen=True, slots=True)
class Header:
    """The headings, the last row they take, and what was odd about them."""

    cells: tuple[Cell, ...]
    last_row: int
    notes: tuple[Finding, ...] = ()


def find_header(grid: Grid, where: str, header_row: int = 0) -> Header:
    """Return the headings of the table; raises UserFacingError where there are none or two alike."""
    first = header_row or _likely_row(grid)
    if first not in grid.rows:
        raise UserFacingError(f"row {first} is blank", where, "Choose the row in which the headings stand.")
    last = max([first, *(m.last_row for m in grid.merges if m.first_row == first and m.first_row < m.last_row)])
    last = min(last, first + _MOST_HEADING_ROWS - 1)
    titled = _titles(grid, _group_row(grid, first), last)
    if not header_row:
        _refuse_data(titled, where, first)
    cells, notes = _with_untitled(grid, titled, last)
    _refuse_duplicates(cells, where)
    if len(cells) > MAX_COLUMNS:
        raise UserFacingError(
            f"the table has {len(cells):,} columns; Placet reads {MAX_COLUMNS} at most",
            where,
            "Delete the columns that hold nothing.",
        )
    return Header(cells, last, notes)


def _likely_row(grid: Grid) -> int:
    """Return the first row that fills at least half as many columns as the widest row near the top."""
    numbers = sorted(grid.rows)[:_SEARCHED_ROWS]
    width = max(len(grid.rows[number]) for number in numbers)
    enough = max(min(2, width), width / 2)
    wide = (number for number in numbers if len(_distinct(grid, number)) >= enough)
    return next(wide, numbers[0])


def _distinct(grid: Grid, row: int) -> set[str]:
    return {cell.text.strip() for cell in grid.rows[row].values() if cell.text.strip()}


def _group_row(grid: Grid, first: int) -> int:
    """Return the row above, where its merged cells name groups of headings; else the first row itself."""
    above = first - 1
    merges = [m for m in grid.merges if m.first_row == m.last_row == above and m.last_column > m.first_column]
    columns = set(grid.rows[first])
    is_title = any(_covers(merge, columns) for merge in merges)
    return above if merges and not is_title else first


def _covers(merge: Merge, columns: set[int]) -> bool:
    return merge.first_column <= min(columns) and merge.last_column >= max(columns)


def _titles(grid: Grid, first: int, last: int) -> dict[int, Cell]:
    """Return one heading for each column, its rows joined from top to bottom, merged cells spread."""
    shown: dict[tuple[int, int], str] = {}
    for row in range(first, last + 1):
        for column, cell in grid.rows.get(row, {}).items():
            shown[row, column] = " ".join(nfc(cell.text).split())
    for merge in grid.merges:
        if first <= merge.first_row <= last:
            text = shown.get((merge.first_row, merge.first_column), "")
            for row in range(merge.first_row, min(merge.last_row, last) + 1):
                for column in range(merge.first_column, min(merge.last_column, MAX_COLUMNS) + 1):
                    shown[row, column] = text
    titled: dict[int, Cell] = {}
    for column in sorted({column for _, column in shown}):
        parts = [shown[row, column] for row in range(first, last + 1) if shown.get((row, column))]
        text = " / ".join(dict.fromkeys(parts))
        if text:
            kind = grid.rows.get(last, {}).get(column, Cell(last, column)).kind
            titled[column] = Cell(last, column, text, kind)
    return titled


def _refuse_data(titled: dict[int, Cell], where: str, row: int) -> None:
    like_data = [c for c in titled.values() if c.kind in ("number", "date", "flag") or _DATA.fullmatch(c.text)]
    if not titled or len(like_data) * 3 > len(titled):
        raise UserFacingError(
            f"row {row} should hold the headings but looks like data",
            where,
            "Put one row of headings above the data, or say in which row the headings stand.",
        )


def _with_untitled(grid: Grid, titled: dict[int, Cell], last: int) -> tuple[tuple[Cell, ...], tuple[Finding, ...]]:
    """Add the columns that hold data below no heading, so that nothing is lost without a word."""
    below: dict[int, Cell] = {}
    for number, row in grid.rows.items():
        if number > last:
            for column, cell in row.items():
                if column not in titled and cell.text.strip():
                    below.setdefault(column, cell)
    notes = tuple(
        Finding(
            below[column].address,
            0,
            f"this column has data but no heading; it is called “{untitled(column)}”",
            "give it a heading in the file if you need to map it",
            "warning",
        )
        for column in sorted(below)
    )
    cells = {**titled, **{column: Cell(last, column, untitled(column)) for column in below}}
    return tuple(cells[column] for column in sorted(cells)), notes


def _refuse_duplicates(cells: tuple[Cell, ...], where: str) -> None:
    seen: dict[str, Cell] = {}
    for cell in cells:
        other = seen.setdefault(heading_key(cell.text), cell)
        if other is not cell:
            raise UserFacingError(
                f"two columns are headed “{cell.text}” ({other.address} and {cell.address})",
                where,
                "Give each column its own heading.",
            )
