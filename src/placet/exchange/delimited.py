"""Read and write text tables (CSV): encodings found out and reported, formulas never armed."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Sequence

from placet.domain.errors import Finding, UserFacingError
from placet.exchange.cells import Cell, Grid
from placet.exchange.package_guard import MAX_BYTES

_DELIMITERS = (",", ";", "\t", "|")
_SAMPLE_ROWS = 50
_ARMED = re.compile("^'*[=+\\-@\\t\\r＝＋－＠]")
"""Text a spreadsheet program would take for a formula, with or without the apostrophe that disarms it."""
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def read_delimited(data: bytes, name: str, where: str) -> Grid:
    """Return the filled cells of a text table; an apostrophe that only disarms a formula is taken off."""
    text, notes = decoded(data, where)
    if "\x00" in text and not data.startswith(codecs.BOM_UTF8):
        raise UserFacingError("the file is not a text table", where, "Save it as “CSV UTF-8” and try again.")
    text, named = _without_separator_line(text)
    rows: dict[int, dict[int, Cell]] = {}
    records = _records(text, named or _delimiter(text), where)
    for number, record in enumerate(records, start=2 if named else 1):
        filled = {
            column: Cell(number, column, _disarmed_back(value)) for column, value in enumerate(record, start=1) if value
        }
        if filled:
            rows[number] = filled
    return Grid(name, rows, notes=notes)


def write_delimited(rows: Sequence[Sequence[str]]) -> bytes:
    """Return rows as CSV in UTF-8 with its mark, so that Excel reads Chinese; formulas are disarmed."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n", quoting=csv.QUOTE_ALL)
    writer.writerows([disarmed(value) for value in row] for row in rows)
    return codecs.BOM_UTF8 + out.getvalue().encode("utf-8")


def disarmed(text: str) -> str:
    """Return ``text`` so that no spreadsheet program takes it for a formula."""
    return f"'{text}" if _ARMED.match(text) else text


def _disarmed_back(text: str) -> str:
    return text[1:] if text.startswith("'") and _ARMED.match(text) else text


def decoded(data: bytes, where: str) -> tuple[str, tuple[Finding, ...]]:
    """Return the text and what a person should know about its encoding."""
    if len(data) > MAX_BYTES:
        raise UserFacingError(
            f"the file is larger than {MAX_BYTES // 1024 // 1024} MiB", where, "Split it and try again."
        )
    for mark, coding in _BOMS:
        if data.startswith(mark):
            return _decode(data, coding, where), ()
    if _looks_like_utf16(data):
        return _decode(data, "utf-16-le" if data[1:2] == b"\x00" else "utf-16-be", where), ()
    try:
        return data.decode("utf-8"), ()
    except UnicodeDecodeError:
        note = Finding(
            "encoding",
            0,
            "the file is not UTF-8; it was read as Big5 with the Hong Kong characters",
            "check the Chinese names in the preview",
            "warning",
        )
        return _decode(data, "big5hkscs", where), (note,)


def _looks_like_utf16(data: bytes) -> bool:
    start = data[:2]
    return len(data) % 2 == 0 and len(start) == 2 and start.count(0) == 1


def _decode(data: bytes, coding: str, where: str) -> str:
    try:
        return data.decode(coding)
    except UnicodeDecodeError as error:
        raise UserFacingError(
            "the text is in an encoding that Placet does not know",
            where,
            "Save it from Excel as “CSV UTF-8 (comma delimited)” and try again.",
        ) from error


def _without_separator_line(text: str) -> tuple[str, str]:
    """Take off the first line with which Excel names the separator: ``sep=;``."""
    found = re.match(r"sep=(.)\r?\n", text)
    return (text[found.end() :], found.group(1)) if found else (text, "")


def _delimiter(text: str) -> str:
    """Return the separator by which the most rows are as wide as the first one."""

    def rank(delimiter: str) -> tuple[float, int]:
        widths = _widths(text, delimiter)
        if not widths or widths[0] < 2:
            return (0.0, 0)
        return (sum(width == widths[0] for width in widths) / len(widths), widths[0])

    return max(_DELIMITERS, key=rank)


def _widths(text: str, delimiter: str) -> list[int]:
    widths: list[int] = []
    csv.field_size_limit(MAX_BYTES)
    try:
        for record in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            if any(record):
                widths.append(len(record))
            if len(widths) == _SAMPLE_ROWS:
                break
    except csv.Error:
        return []
    return widths


def _records(text: str, delimiter: str, where: str) -> list[list[str]]:
    csv.field_size_limit(MAX_BYTES)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        return list(reader)
    except csv.Error as error:
        raise UserFacingError(
            "a quotation mark is opened and never closed properly",
            f"{where}, line {reader.line_num}",
            "Correct that line, or save the table from Excel as “CSV UTF-8”.",
        ) from error
