"""Carry text longer than an Excel cell through a second sheet, piece by piece, and put it together again."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from placet.domain.errors import Finding
from placet.exchange.cell_text import escaped
from placet.exchange.cells import Cell, Grid

CONTINUED_SHEET = "Continued text"
CONTINUED_HEADER = ("Mark", "Part", "Text")
CELL_LIMIT = 32_767
"""Characters an Excel cell holds, counted in UTF-16."""
_PIECE = 32_000
"""Longest piece written: room is left for the mark."""
_MARK = re.compile(r"⟦continued (T\d+)⟧\Z")


class Continuation:
    """Cuts long texts while sheets are written; ``rows`` is what the second sheet then holds."""

    def __init__(self) -> None:
        self.rows: list[tuple[str, str, str]] = []
        self._count = 0

    def fitted(self, text: str) -> str:
        """Return what the cell itself holds: the text, or its first piece and the mark of the rest."""
        if len(text) * 7 < _PIECE and not _MARK.search(text):
            return text
        pieces = list(_pieces(text))
        if len(pieces) == 1 and not _MARK.search(text):
            return text
        self._count += 1
        mark = f"T{self._count}"
        self.rows += [(mark, str(part), f"{piece}⟧") for part, piece in enumerate(pieces[1:] or [""], start=2)]
        return f"{pieces[0]}⟦continued {mark}⟧"


def _pieces(text: str) -> Iterator[str]:
    """Cut a text so that each piece, as it is stored, stays below a cell's limit."""
    start, size = 0, 0
    for index, character in enumerate(text):
        # an underscore may have to be escaped by what follows it: count it as if it had to be
        width = 7 if character == "_" else len(escaped(character).encode("utf-16-le")) // 2
        if size + width > _PIECE:
            yield text[start:index]
            start, size = index, 0
        size += width
    yield text[start:]


def joined(grid: Grid, continued: Grid) -> Grid:
    """Return the grid with cut texts put together; a missing piece is told, never passed over."""
    pieces: dict[str, dict[int, str]] = {}
    for row in continued.rows.values():
        mark, part, text = (row[column].text if column in row else "" for column in (1, 2, 3))
        if part.isdecimal():
            pieces.setdefault(mark, {})[int(part)] = text.removesuffix("⟧")
    notes: list[Finding] = []
    rows = {
        number: {column: _whole(cell, pieces, notes) for column, cell in row.items()}
        for number, row in grid.rows.items()
    }
    return Grid(grid.name, rows, grid.merges, (*grid.notes, *notes))


def _whole(cell: Cell, pieces: dict[str, dict[int, str]], notes: list[Finding]) -> Cell:
    mark = _MARK.search(cell.text)
    if mark is None:
        return cell
    parts = pieces.get(mark.group(1), {})
    if not parts or sorted(parts) != list(range(2, len(parts) + 2)):
        notes.append(
            Finding(
                cell.address,
                0,
                f"the rest of this text should stand in the sheet “{CONTINUED_SHEET}” and does not",
                "export the register again, and keep that sheet",
            )
        )
        return Cell(cell.row, cell.column, cell.text, "error")
    rest: Sequence[str] = [parts[number] for number in sorted(parts)]
    return Cell(cell.row, cell.column, cell.text[: mark.start()] + "".join(rest), cell.kind)
