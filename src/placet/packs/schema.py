"""JSON Schema for each kind of pack file, from the same types the reader uses, so that editors complete and warn."""

from __future__ import annotations

import datetime as dt
import json
import types
from dataclasses import is_dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, Union, get_args, get_origin

from placet.domain.firm import FirmPack
from placet.domain.predicates import Predicate, Value
from placet.domain.rules import Effective
from placet.packs.reader import NOT_SET, item_type, pair_value
from placet.packs.shapes import COMMON_FILES, FIRM_FILE, ONE_OF, PACK_FILES, SHAPES, RequirementsFile, members

DIALECT = "https://json-schema.org/draft/2020-12/schema"
_DATE = {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}
_SCALAR = {"type": ["boolean", "integer", "string"]}
_PLAIN: dict[Any, dict[str, Any]] = {
    str: {"type": "string"},
    bool: {"type": "boolean"},
    int: {"type": "integer"},
    dt.date: _DATE,
}


def schemas() -> dict[str, dict[str, Any]]:
    """Return one schema for each kind of file, by the schema's file name."""
    kinds = {**COMMON_FILES, **PACK_FILES, "requirements.yaml": RequirementsFile, FIRM_FILE: FirmPack}
    return {f"{name.removesuffix('.yaml')}.schema.json": schema_of(cls, name) for name, cls in kinds.items()}


def write_schemas(folder: Path) -> tuple[Path, ...]:
    """Write every schema into the folder and return the files."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for name, schema in schemas().items():
        path = folder / name
        path.write_text(json.dumps(schema, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
        paths.append(path)
    return tuple(paths)


def schema_of(cls: type, title: str) -> dict[str, Any]:
    """Return the schema of one file whose root reads as ``cls``."""
    definitions: dict[str, Any] = {}
    root = _of(cls, definitions)
    return {"$schema": DIALECT, "title": title, **root, "$defs": definitions}


def _of(hint: Any, definitions: dict[str, Any]) -> dict[str, Any]:
    if hint == Predicate:
        definitions.setdefault("predicate", _predicate())
        return {"$ref": "#/$defs/predicate"}
    if hint == Value:
        return {"anyOf": [_SCALAR, {"type": "array", "items": {"type": "string"}}]}
    if get_origin(hint) in (Union, types.UnionType):
        (inner,) = (arg for arg in get_args(hint) if arg is not type(None))
        return {"anyOf": [_of(inner, definitions), {"const": NOT_SET}, {"type": "null"}]}
    if (value := pair_value(hint)) is not None:
        return {"type": "object", "additionalProperties": _of(value, definitions)}
    if (item := item_type(hint)) is not None:
        return {"type": "array", "items": _of(item, definitions)}
    if is_dataclass(hint) and isinstance(hint, type):
        return _reference(hint, definitions)
    if issubclass(hint, StrEnum):
        return {"enum": [member.value for member in hint]}
    return dict(_PLAIN[hint])


def _reference(cls: type, definitions: dict[str, Any]) -> dict[str, Any]:
    name = cls.__name__
    if name not in definitions:
        definitions[name] = {}  # taken, should a type ever hold itself
        definitions[name] = _object(cls, definitions)
    reference = {"$ref": f"#/$defs/{name}"}
    return {"anyOf": [_DATE, {"const": NOT_SET}, reference]} if cls is Effective else reference


def _object(cls: type, definitions: dict[str, Any]) -> dict[str, Any]:
    taken = members(cls)
    properties = {}
    for member in taken:
        words = ONE_OF.get((cls, member.name))
        properties[member.key] = {"enum": list(words)} if words else _of(member.hint, definitions)
    return {
        "type": "object",
        "title": SHAPES[cls].noun,
        "properties": properties,
        "required": [member.key for member in taken if member.required],
        "additionalProperties": False,
    }


def _predicate() -> dict[str, Any]:
    """Return the schema of a condition: a word, a compound, or one test of one fact."""
    own = {"$ref": "#/$defs/predicate"}
    several = {"type": "array", "items": own, "minItems": 1}
    compounds = {"all": several, "any": several, "not": own, "any_flow": own, "every_flow": own}
    tests = {
        "equals": _SCALAR,
        "in": {"type": "array", "items": _SCALAR, "minItems": 1},
        "includes": {"type": "string"},
        "at_least": {"type": "integer"},
        "known": {"const": True},
    }
    fact = {"fact": {"type": "string"}}
    return {
        "anyOf": [
            {"type": "string"},
            *(_closed({name: form}) for name, form in compounds.items()),
            *(_closed({**fact, name: form}) for name, form in tests.items()),
        ]
    }


def _closed(properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }
