"""Packs as one canonical JSON file each: what the program loads, in milliseconds and without a YAML parser.

msgspec can't read a union of plain dataclasses, which predicates are. So types that hold predicates are read into
structs made from them, and handed over to the domain's own types; everything else is read into those directly.
"""

from __future__ import annotations

import datetime as dt
import types
from collections.abc import Callable
from dataclasses import MISSING, fields, is_dataclass
from functools import cache
from operator import attrgetter
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

import msgspec

from placet.domain.canonical import canonical_json
from placet.domain.errors import UserFacingError
from placet.domain.firm import FirmPack
from placet.domain.pack import Pack
from placet.domain.predicates import Predicate
from placet.packs import predicate_json
from placet.packs.library import FORMAT, Common

T = TypeVar("T", Pack, Common, FirmPack)

_TYPES: dict[str, type] = {"pack": Pack, "common": Common, "firm pack": FirmPack}
_KINDS: dict[type, str] = {cls: name for name, cls in _TYPES.items()}


def to_bytes(thing: Pack | Common | FirmPack) -> bytes:
    """Return the canonical JSON of a pack, the common catalogue or a firm pack."""
    return canonical_json({"format": FORMAT, "kind": _KINDS[type(thing)], "content": _plain(thing)})


def from_bytes(data: bytes, kind: type[T], where: str) -> T:
    """Return what ``to_bytes`` wrote; UserFacingError when it is newer, of another kind or damaged."""
    again = "Install Placet again, or take the file from where it was made."
    try:
        head = msgspec.json.decode(data, type=_Head)
        if head.format > FORMAT:
            raise UserFacingError(
                f"the file has format {head.format}; this Placet reads up to {FORMAT}",
                where,
                "Open it with a newer Placet.",
            )
        if head.format < 1 or head.kind != _KINDS[kind]:
            raise UserFacingError(f"the file is a {head.kind}, not a {_KINDS[kind]}", where, again)
        decoder, build = _reader(_KINDS[kind])
        return build(decoder.decode(data).content)  # type: ignore[no-any-return]
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise UserFacingError("the compiled rules are damaged", where, again) from error


class _Head(msgspec.Struct):
    """The part that every format has."""

    format: int
    kind: str


class _PredicateForm:
    """Carries a predicate where msgspec wants one class; ``_decode`` makes it."""

    __slots__ = ("predicate",)

    def __init__(self, predicate: Predicate) -> None:
        self.predicate = predicate


def _decode(_: type, raw: Any) -> _PredicateForm:
    return _PredicateForm(predicate_json.from_json(raw))  # the only type that is foreign to msgspec


def _plain(value: Any) -> Any:
    """Return JSON values; fields that have their default are left out."""
    if isinstance(value, Predicate):
        return predicate_json.to_json(value)
    if is_dataclass(value):
        return {
            item.name: _plain(getattr(value, item.name))
            for item in fields(value)
            if getattr(value, item.name) != item.default or item.default is MISSING
        }
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, dt.date):
        return value.isoformat()
    return value


@cache
def _reader(name: str) -> tuple[msgspec.json.Decoder[Any], Callable[[Any], Any]]:
    kind = _TYPES[name]
    form = msgspec.defstruct("Compiled", [("format", int), ("kind", str), ("content", _form(kind))])
    return msgspec.json.Decoder(form, dec_hook=_decode), _builder(kind) or (lambda value: value)


@cache
def _form(hint: Any) -> Any:
    """Return the type msgspec reads for an annotation: itself, unless a predicate is somewhere inside."""
    if hint == Predicate:
        return _PredicateForm
    if not _holds_predicate(hint):
        return hint
    if is_dataclass(hint) and isinstance(hint, type):
        return msgspec.defstruct(hint.__name__, _form_fields(hint), forbid_unknown_fields=True)
    return tuple[_form(get_args(hint)[0]), ...]  # type: ignore[misc]


def _form_fields(cls: type) -> list[Any]:
    hints = get_type_hints(cls)
    made: list[Any] = []
    for item in fields(cls):
        default: Any = item.default
        if hints[item.name] == Predicate and default is not MISSING:
            default = _PredicateForm(default)
        made.append((item.name, _form(hints[item.name]), *([] if item.default is MISSING else [default])))
    return made


@cache
def _holds_predicate(hint: Any) -> bool:
    if hint == Predicate:
        return True
    if get_origin(hint) in (tuple, Union, types.UnionType):
        return any(_holds_predicate(arg) for arg in get_args(hint))
    if is_dataclass(hint) and isinstance(hint, type):
        return any(_holds_predicate(inner) for inner in get_type_hints(hint).values())
    return False


@cache
def _builder(hint: Any) -> Callable[[Any], Any] | None:
    """Return what turns msgspec's value into the domain's, or None where they are the same."""
    if hint == Predicate:
        return attrgetter("predicate")
    if not _holds_predicate(hint):
        return None
    if is_dataclass(hint) and isinstance(hint, type):
        hints = get_type_hints(hint)
        steps = tuple((item.name, _builder(hints[item.name])) for item in fields(hint))
        cls = hint

        def build(value: Any) -> Any:
            return cls(*[step(getattr(value, name)) if step else getattr(value, name) for name, step in steps])

        return build
    inner = _builder(get_args(hint)[0])
    return (lambda values: tuple([inner(value) for value in values])) if inner else None
