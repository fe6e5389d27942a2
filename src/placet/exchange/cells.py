"""Cells that know their address, and the sheets made of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from placet.domain.errors import Finding


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell as text; rows and columns count from 1."""

    row: int
    column: int
    text: str = ""
    kind: str = "text"
    """text, number, date, flag or error: what the file said it was."""

    @property
    def address(self) -> str:
        """Return the address a person knows: C14."""
        return f"{column_letters(self.column)}{self.row}"


class Merge(NamedTuple):
    """A merged range, both ends included."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int


@dataclass(frozen=True, slots=True)
class Grid:
    """The filled cells of one sheet, before anybody has looked for headings."""

    name: str
    rows: dict[int, dict[int, Cell]]
    merges: tuple[Merge, ...] = ()
    notes: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """One row below the headings; ``cells`` stand in the order of the headings, blank ones included."""

    number: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table with headings, as read from a file."""

    name: str
    header: tuple[Cell, ...]
    rows: tuple[Row, ...]
    notes: tuple[Finding, ...] = field(default=())
    """What a person should know about the reading itself: warnings, never errors."""

    @property
    def headings(self) -> tuple[str, ...]:
        """Return the headings, left to right."""
        return tuple(cell.text for cell in self.header)

    def position(self, heading: str) -> int:
        """Return where a heading stands among the headings; -1 when the sheet has no such column."""
        wanted = heading_key(heading)
        return next((i for i, cell in enumerate(self.header) if heading_key(cell.text) == wanted), -1)

    def values(self, heading: str) -> tuple[str, ...]:
        """Return the texts below a heading that are not blank."""
        position = self.position(heading)
        if position < 0:
            return ()
        return tuple(row.cells[position].text for row in self.rows if row.cells[position].text.strip())


def heading_key(heading: str) -> str:
    """Return the form in which two headings are the same: case and spacing do not count."""
    return " ".join(heading.split()).casefold()


def column_letters(column: int) -> str:
    """Return a column's letters: 3 is C, 28 is AB."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def untitled(column: int) -> str:
    """Return what a column without a heading is called."""
    return f"(column {column_letters(column)})"
