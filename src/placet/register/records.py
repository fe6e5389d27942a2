"""Rows become domain objects at the door, and domain objects rows."""

from __future__ import annotations

import dataclasses
import functools
import json
import types
import typing
from typing import Any, TypeVar

import msgspec

from placet.domain.canonical import nfc
from placet.domain.errors import UserFacingError
from placet.register.schema import REFERENCES, TABLES, table_of

T = TypeVar("T")
Cell = str | int | bytes | None
Row = dict[str, Cell]


def _columns(cls: type) -> tuple[tuple[str, str], ...]:
    """Return each field with how it is stored: text, integer, flag, reference or json."""
    return _columns_of_table(table_of(cls))


@functools.cache
def _columns_of_table(table: str) -> tuple[tuple[str, str], ...]:
    cls = TABLES[table]
    hints = typing.get_type_hints(cls)
    return tuple((f.name, _storage(table, f.name, hints[f.name])) for f in dataclasses.fields(cls))


def _storage(table: str, name: str, hint: Any) -> str:
    if (table, name) in REFERENCES:
        return "reference"
    if hint is bool:
        return "flag"
    if hint is int:
        return "integer"
    if typing.get_origin(hint) is tuple or isinstance(hint, types.UnionType):
        return "json"
    return "text"


def columns_of(cls: type) -> tuple[str, ...]:
    """Return the column names of a type, in order."""
    return tuple(name for name, _ in _columns(cls))


def to_row(obj: object) -> Row:
    """Return the row of a domain object; text is brought to NFC, lists become JSON."""
    cls = type(obj)
    if TABLES.get(table_of(cls)) is not cls:
        raise TypeError(f"{cls.__name__} has no table in the register")
    return {name: to_cell(storage, getattr(obj, name)) for name, storage in _columns(cls)}


def to_cell(storage: str, value: Any) -> Cell:
    """Return one value as it is stored."""
    match storage:
        case "flag":
            return int(bool(value))
        case "integer":
            return int(value)
        case "json":
            return json.dumps(_normal(value), ensure_ascii=False, separators=(",", ":"))
        case "reference":
            return _text(str(value)) or None
        case _:
            return _text(str(value))


def condition(cls: type, name: str, value: Any) -> tuple[str, Cell]:
    """Return the SQL comparison and its parameter for ``name`` being ``value``."""
    storage = dict(_columns(cls)).get(name)
    if storage is None:
        raise TypeError(f"{cls.__name__} has no field {name!r}")
    return f'"{name}" IS ?', to_cell(storage, value)


def from_row(cls: type[T], row: typing.Mapping[str, Any]) -> T:
    """Return the domain object of a row; strict, so that a foreign value is refused."""
    data = {name: _from_cell(storage, row[name]) for name, storage in _columns(cls)}
    try:
        return msgspec.convert(data, cls, strict=True)
    except msgspec.ValidationError as error:
        raise UserFacingError(
            f"a row of “{table_of(cls)}” does not read as it was written: {error}",
            str(row["id"]),
            "Run the journal check: it says what was changed and where.",
        ) from error


def _from_cell(storage: str, cell: Any) -> Any:
    match storage:
        case "flag":
            return bool(cell)
        case "json":
            try:
                return json.loads(cell)
            except ValueError:
                return cell
        case "reference":
            return cell or ""
        case _:
            return cell


def _normal(value: Any) -> Any:
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, (list, tuple)):
        return [_normal(item) for item in value]
    return value


def _text(value: str) -> str:
    text = nfc(value)
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        raise UserFacingError(
            "the text has characters that no other program can read (lone surrogates)", "", "Type it again."
        ) from None
    return text
