"""Read one table with headings out of an Excel, CSV or JSON file, whatever surrounds it."""

from __future__ import annotations

import re
import unicodedata

from placet.domain.canonical import nfc
from placet.domain.errors import Finding, UserFacingError
from placet.exchange.cells import Cell, Grid, Row, Sheet
from placet.exchange.continued import CONTINUED_SHEET, joined
from placet.exchange.delimited import read_delimited
from placet.exchange.headings import find_header
from placet.exchange.package_guard import MAX_BYTES
from placet.exchange.table_file import read_table_file
from placet.exchange.workbook_reading import MAX_CELLS, SheetPart, Workbook, open_workbook, read_grid

MAX_ROWS = 50_000
MAX_COLUMNS = 400
_HTML = re.compile(rb"^\s*(<!doctype html|<html|<table|<meta|<\?xml[^>]*>\s*<(\w+:)?(html|workbook))", re.I)
_CHOOSE = "Choose an Excel workbook (.xlsx), a CSV file or a table Placet exported as JSON."


def sheet_names(data: bytes, where: str) -> tuple[str, ...]:
    """Return the names of a workbook's visible sheets; one empty name for a file that has no sheets."""
    if not _is_packed(data, where):
        return ("",)
    return tuple(sheet.name for sheet in _visible(open_workbook(data, where)))


def read_sheet(data: bytes, where: str, sheet: str = "", header_row: int = 0) -> Sheet:
    """Return the table in a file; ``where`` is the file's name, for its form and for sentences.

    Without ``sheet`` the first visible sheet that holds anything is read, and others are named in a note.
    Without ``header_row`` the headings are looked for. Raises UserFacingError with one sentence.
    """
    grid = _grid(data, where, sheet)
    if not grid.rows:
        raise UserFacingError("the table is empty", _place(where, grid), _CHOOSE)
    found = find_header(grid, _place(where, grid), header_row)
    rows = _body(grid, found.cells, found.last_row)
    if not rows:
        raise UserFacingError(
            f"there is nothing below the headings in row {found.last_row}", _place(where, grid), _CHOOSE
        )
    if len(rows) > MAX_ROWS:
        raise UserFacingError(
            f"the table has {len(rows):,} rows; Placet reads {MAX_ROWS:,} at a time",
            _place(where, grid),
            "Split it into several files.",
        )
    return Sheet(grid.name, found.cells, rows, (*grid.notes, *found.notes))


def _place(where: str, grid: Grid) -> str:
    return f"{where}, sheet “{grid.name}”" if grid.name else where


def _is_packed(data: bytes, where: str) -> bool:
    """Tell an Office package from a text table; refuse what is neither."""
    suffix = where.rpartition(".")[2].lower()
    if not data.strip():
        raise UserFacingError("the file is empty", where, _CHOOSE)
    if _HTML.match(data[:2000]):
        raise UserFacingError(
            "the file is a web page with another name, not a workbook",
            where,
            "Open it in Excel, save it as an Excel workbook (.xlsx), and choose that one.",
        )
    if data.startswith((b"%PDF", b"{\\rtf")):
        raise UserFacingError("the file is a document, not a table", where, _CHOOSE)
    has_zip_mark = data.startswith((b"PK\x03\x04", b"PK\x05\x06", bytes.fromhex("D0CF11E0")))
    return has_zip_mark or suffix in ("xlsx", "xlsm", "xls", "xlsb", "xltx", "xltm", "ods")


def _grid(data: bytes, where: str, sheet: str) -> Grid:
    if len(data) <= MAX_BYTES and not _is_packed(data, where):
        if where.lower().endswith(".json"):
            return read_table_file(data, where, sheet)
        return read_delimited(data, "", where)
    return _workbook_grid(open_workbook(data, where), where, sheet)


def _workbook_grid(book: Workbook, where: str, wanted: str) -> Grid:
    visible = _visible(book)
    if not visible:
        raise UserFacingError("the workbook has no sheet that can be read", where, _CHOOSE)
    if wanted:
        chosen = next((part for part in book.sheets if part.name == wanted), None)
        if chosen is None:
            names = ", ".join(f"“{part.name}”" for part in visible)
            raise UserFacingError(f"there is no sheet “{wanted}”", where, f"The workbook has {names}.")
        grid, others = read_grid(book, chosen), list[str]()
    else:
        grid, others = _first_filled(book, visible)
    if continued := next((part for part in book.sheets if part.name == CONTINUED_SHEET), None):
        grid = joined(grid, read_grid(book, continued))
    notes = [_others_note(grid.name, others)] if others else []
    return Grid(grid.name, grid.rows, grid.merges, (*grid.notes, *notes))


def _visible(book: Workbook) -> list[SheetPart]:
    return [part for part in book.sheets if part.is_visible and part.name != CONTINUED_SHEET]


def _first_filled(book: Workbook, visible: list[SheetPart]) -> tuple[Grid, list[str]]:
    for index, part in enumerate(visible):
        grid = read_grid(book, part)
        if grid.rows:
            return grid, [other.name for other in visible[index + 1 :]]
    return grid, []


def _others_note(name: str, others: list[str]) -> Finding:
    listed = ", ".join(f"“{other}”" for other in others)
    return Finding(name, 0, f"the sheet “{name}” was read", f"the workbook also has {listed}", "warning")


def _body(grid: Grid, header: tuple[Cell, ...], last_row: int) -> tuple[Row, ...]:
    """Return the rows below the headings that hold anything, merged cells filled downwards."""
    down = _filled_down(grid, {head.column for head in header}, last_row)
    numbers = sorted({number for number in grid.rows if number > last_row} | {row for row, _ in down})
    rows = []
    for number in numbers:
        cells = tuple(_cell(grid, number, head.column, down) for head in header)
        if any(cell.text.strip() or cell.kind == "error" for cell in cells):
            rows.append(Row(number, cells))
    return tuple(rows)


def _cell(grid: Grid, row: int, column: int, down: dict[tuple[int, int], int]) -> Cell:
    source = grid.rows.get(down.get((row, column), row), {}).get(column)
    if source is None:
        return Cell(row, column)
    is_as_shown = source.row == row and unicodedata.is_normalized("NFC", source.text)
    return source if is_as_shown else Cell(row, column, nfc(source.text), source.kind)


def _filled_down(grid: Grid, columns: set[int], last_row: int) -> dict[tuple[int, int], int]:
    """Return, for each cell below the first of a merged range, the row whose text it shows."""
    down: dict[tuple[int, int], int] = {}
    for merge in grid.merges:
        is_filled = merge.first_column in grid.rows.get(merge.first_row, {})
        if merge.first_row <= last_row or merge.first_column not in columns or not is_filled:
            continue
        for row in range(merge.first_row + 1, merge.last_row + 1):
            down[row, merge.first_column] = merge.first_row
        if len(down) > MAX_CELLS:
            raise UserFacingError(
                "the sheet has merged cells over far more rows than it has text",
                f"{grid.name}, row {merge.first_row}",
                "Copy the inventory alone into a new workbook and choose that one.",
            )
    return down
