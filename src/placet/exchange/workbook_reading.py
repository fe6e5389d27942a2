"""Read the cells of an .xlsx workbook as the text a person sees, without running or fetching anything."""

from __future__ import annotations

import datetime as dt
import functools
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple
from xml.etree.ElementTree import Element

from placet.domain.errors import Finding, UserFacingError
from placet.exchange.cell_text import date_text, number_text, unescaped
from placet.exchange.cells import Cell, Grid, Merge
from placet.exchange.package_guard import Package, damaged, local_name, open_package

KIND = "an Excel workbook (.xlsx)"
LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
"""Excel's own limits; an address beyond them is made up."""
MAX_CELLS = 2_000_000
_MALFORMED = (ValueError, LookupError, SyntaxError, TypeError, ArithmeticError, AttributeError)
"""What a part that breaks the format's rules provokes in a parser."""


class SheetPart(NamedTuple):
    """One worksheet of a workbook."""

    name: str
    part: str
    is_visible: bool


@dataclass(frozen=True, slots=True)
class Workbook:
    """An opened workbook: what its sheets need to be read."""

    package: Package
    sheets: tuple[SheetPart, ...]
    strings: tuple[str, ...]
    formats: tuple[str, ...]
    """Number format of each cell style."""
    epoch: dt.datetime
    has_links: bool
    """Formulas point to other workbooks; their last saved values are read, nothing is fetched."""


def open_workbook(data: bytes, where: str) -> Workbook:
    """Return the workbook in ``data``; raises UserFacingError with one sentence when it cannot be read."""
    try:
        return _open(data, where)
    except _MALFORMED as error:
        raise damaged(where, "it is not a readable workbook", KIND) from error


def read_grid(book: Workbook, sheet: SheetPart) -> Grid:
    """Return one sheet's filled cells and merged ranges."""
    try:
        return _SheetReader(book, sheet).read()
    except _MALFORMED as error:
        raise damaged(book.package.where, f"its sheet “{sheet.name}” cannot be read", KIND) from error


def _open(data: bytes, where: str) -> Workbook:
    from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH

    package = open_package(data, where, KIND)
    main = next((item.target for item in package.relationships("") if item.type == "officeDocument"), "")
    if not main or main not in package:
        raise damaged(where, "it has no workbook inside", KIND)
    root = package.parse(main)
    if local_name(root) != "workbook":
        raise UserFacingError(
            "the file is an Office document but not a workbook", where, f"Choose {KIND} or a CSV file."
        )
    parts = {item.id: item for item in package.relationships(main) if not item.is_external}
    by_type = {item.type: item.target for item in parts.values()}
    is_mac = any(local_name(node) == "workbookPr" and node.get("date1904") in ("1", "true") for node in root)
    return Workbook(
        package,
        tuple(_sheets(root, {key: item.target for key, item in parts.items() if item.type == "worksheet"})),
        _strings(package, by_type.get("sharedStrings", "")),
        _formats(package, by_type.get("styles", "")),
        MAC_EPOCH if is_mac else WINDOWS_EPOCH,
        "externalLink" in by_type,
    )


def _sheets(root: Element, parts: dict[str, str]) -> Iterator[SheetPart]:
    for node in root.iter():
        if local_name(node) == "sheet":
            key = next((value for name, value in node.attrib.items() if name.endswith("}id")), "")
            if key in parts:
                yield SheetPart(node.get("name", ""), parts[key], node.get("state", "visible") == "visible")


def _strings(package: Package, part: str) -> tuple[str, ...]:
    if not part:
        return ()
    return tuple(_rich_text(node) for node in package.parse(part) if local_name(node) == "si")


def _rich_text(node: Element) -> str:
    """Join the runs of a string; phonetic readings are not part of it."""
    found = []
    for child in node:
        if local_name(child) == "t":
            found.append(child.text or "")
        elif local_name(child) == "r":
            found.extend(part.text or "" for part in child if local_name(part) == "t")
    return unescaped("".join(found))


def _formats(package: Package, part: str) -> tuple[str, ...]:
    from openpyxl.styles.numbers import BUILTIN_FORMATS

    if not part:
        return ()
    root = package.parse(part)
    codes = dict(BUILTIN_FORMATS)
    styles: list[str] = []
    for group in root:
        if local_name(group) == "numFmts":
            codes.update({int(node.get("numFmtId", "0")): node.get("formatCode", "") for node in group})
        elif local_name(group) == "cellXfs":
            styles = [codes.get(int(node.get("numFmtId", "0")), "General") for node in group]
    return tuple(styles)


class _SheetReader:
    """Walks one sheet's rows; keeps what is filled and what a person must be told."""

    def __init__(self, book: Workbook, sheet: SheetPart) -> None:
        self._book, self._sheet = book, sheet
        self._rows: dict[int, dict[int, Cell]] = {}
        self._merges: list[Merge] = []
        self._seen = 0
        self._row = 0

    def read(self) -> Grid:
        from openpyxl.xml.functions import iterparse

        source = io.BytesIO(self._book.package.read(self._sheet.part))
        for _event, node in iterparse(source):
            match local_name(node):
                case "row":
                    self._read_row(node)
                    node.clear()
                case "mergeCell":
                    self._merges.append(_merge(node.get("ref", "")))
        return Grid(self._sheet.name, self._rows, tuple(self._merges), tuple(self._notes()))

    def _notes(self) -> Iterator[Finding]:
        if self._book.has_links:
            yield Finding(
                self._sheet.name,
                0,
                "formulas take values from another workbook",
                "the values saved last were read, nothing was fetched",
                "warning",
            )

    def _read_row(self, node: Element) -> None:
        self._row = int(node.get("r", self._row + 1))
        if not 1 <= self._row <= LAST_ROW:
            raise ValueError("row beyond the last row")
        column = 0
        filled: dict[int, Cell] = {}
        for child in node:
            column = _column(child.get("r", ""), column + 1)
            self._seen += 1
            text, kind = self._content(child)
            if text or kind == "error":
                filled[column] = Cell(self._row, column, text, kind)
        if self._seen > MAX_CELLS:
            raise UserFacingError(
                f"the sheet “{self._sheet.name}” has more than {MAX_CELLS:,} cells",
                self._book.package.where,
                "Copy the inventory alone into a new workbook and choose that one.",
            )
        if filled:
            self._rows.setdefault(self._row, {}).update(filled)

    def _content(self, node: Element) -> tuple[str, str]:
        kind, parts = node.get("t", "n"), {local_name(child): child for child in node}
        if kind == "inlineStr":
            return (_rich_text(parts["is"]) if "is" in parts else ""), "text"
        raw = (parts["v"].text or "") if "v" in parts else ""
        if not raw:
            # a formula that was never worked out must not pass for a blank cell
            return "", ("error" if "f" in parts and kind != "str" else "text")
        match kind:
            case "s":
                return self._book.strings[int(raw)], "text"
            case "str":
                return unescaped(raw), "text"
            case "b":
                return ("TRUE" if raw == "1" else "FALSE"), "flag"
            case "e":
                return raw, "error"
            case "d":
                return date_text(dt.datetime.fromisoformat(raw)), "date"
        return number_text(raw, self._format(node.get("s", "0")), self._book.epoch)

    def _format(self, style: str) -> str:
        index = int(style)
        return self._book.formats[index] if 0 <= index < len(self._book.formats) else "General"


def _column(address: str, expected: int) -> int:
    if not address:
        return expected
    return _column_number(address.rstrip("0123456789"))


@functools.lru_cache(maxsize=LAST_COLUMN)
def _column_number(letters: str) -> int:
    if re.fullmatch("[A-Za-z]{1,3}", letters) is None:
        raise ValueError("an address that is none")
    column = 0
    for letter in letters.upper():
        column = column * 26 + ord(letter) - ord("A") + 1
    if column > LAST_COLUMN:
        raise ValueError("column beyond the last column")
    return column


def _merge(ref: str) -> Merge:
    from openpyxl.utils.cell import range_boundaries

    first_column, first_row, last_column, last_row = range_boundaries(ref)
    if None in (first_column, first_row, last_column, last_row):
        raise ValueError("a merged range that is none")
    return Merge(int(first_row or 0), int(first_column or 0), int(last_row or 0), int(last_column or 0))
