"""Tables as JSON: every text as it is, with the ``format`` that wrote it."""

from __future__ import annotations

import json
from collections.abc import Sequence

from placet.domain.errors import UserFacingError
from placet.exchange.cells import Cell, Grid
from placet.exchange.tables import Table

FORMAT = 1
KIND = "placet tables"
_FORM = "Choose a file that Placet exported, or a list of objects with the same names."


def write_table_file(tables: Sequence[Table]) -> bytes:
    """Return tables as JSON in UTF-8."""
    body = {
        "format": FORMAT,
        "kind": KIND,
        "tables": [
            {"name": table.name, "header": list(table.header), "rows": [list(row) for row in table.rows]}
            for table in tables
        ],
    }
    return (json.dumps(body, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def read_table_file(data: bytes, where: str, wanted: str = "") -> Grid:
    """Return one table of a JSON file: the wanted one, else the first; a plain list of objects is read too."""
    try:
        # numbers keep the digits they were written with
        loaded = json.loads(data.decode("utf-8-sig"), parse_float=str, parse_int=str)
    except (ValueError, RecursionError) as error:
        raise UserFacingError("the file is not well-formed JSON", where, _FORM) from error
    if isinstance(loaded, list):
        return _from_objects(loaded, where)
    if not isinstance(loaded, dict) or loaded.get("kind") != KIND:
        raise UserFacingError("the file holds no table", where, _FORM)
    if loaded.get("format") != str(FORMAT):
        raise UserFacingError(
            f"the file has format {loaded.get('format')}; this program reads format {FORMAT}",
            where,
            "Install the newest Placet and try again.",
        )
    return _from_tables(loaded.get("tables"), where, wanted)


def _from_tables(tables: object, where: str, wanted: str) -> Grid:
    found = [table for table in tables if isinstance(table, dict)] if isinstance(tables, list) else []
    chosen = next((table for table in found if not wanted or table.get("name") == wanted), None)
    if chosen is None:
        raise UserFacingError(f"there is no table “{wanted}” in the file", where, _FORM)
    rows = [chosen.get("header"), *(chosen.get("rows") or [])]
    if not all(isinstance(row, list) for row in rows):
        raise UserFacingError("the table's rows are not lists", where, _FORM)
    return _grid(str(chosen.get("name", "")), [[_text(value, where) for value in row or []] for row in rows])


def _from_objects(items: list[object], where: str) -> Grid:
    if not all(isinstance(item, dict) for item in items):
        raise UserFacingError("the list holds something other than objects", where, _FORM)
    objects = [item for item in items if isinstance(item, dict)]
    header = list(dict.fromkeys(str(key) for item in objects for key in item))
    return _grid("", [header, *([_text(item.get(key), where) for key in header] for item in objects)])


def _text(value: object, where: str) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "TRUE" if value else "FALSE"
        case str():
            return value
    raise UserFacingError("a value is itself a list or an object", where, "Give each value as text.")


def _grid(name: str, rows: Sequence[Sequence[str]]) -> Grid:
    return Grid(
        name,
        {
            number: {column: Cell(number, column, text) for column, text in enumerate(row, start=1) if text}
            for number, row in enumerate(rows, start=1)
            if any(row)
        },
    )
