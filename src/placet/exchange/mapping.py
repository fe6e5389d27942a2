"""Which column of a firm's own sheet feeds what, and what its words mean: kept, so that the next file maps itself."""

from __future__ import annotations

import json
from collections.abc import Iterator
from collections.abc import Mapping as MappingType
from dataclasses import dataclass

import msgspec

from placet.domain.errors import Finding, UserFacingError
from placet.domain.facts import About, FactCatalogue, FactDefinition, parse_value
from placet.exchange.cells import heading_key

FORMAT = 1
KIND = "placet mapping"

MappedValue = bool | int | str | tuple[str, ...] | None
"""What a word stands for; ``None`` is unknown, the same as a blank cell."""

REFERENCE = "use_case.reference"
OWN_FIELD, IGNORED = "own_field", "ignore"
FACT_PREFIX = "fact."
TARGETS: MappingType[str, str] = {
    REFERENCE: "Reference",
    "use_case.name": "Name",
    "use_case.description": "Description",
    "use_case.purpose": "Purpose",
    "use_case.owner": "Owner",
    "use_case.entity": "Entity",
    "use_case.triage": "Triage",
    "system.name": "System",
    "system.version": "System version",
    "model.name": "Model",
    "model.version": "Model version",
    "model.source": "Model source",
    "vendor.name": "Vendor",
    "approval.decision_date": "Decided on",
    "approval.record_date": "Recorded on",
    "approval.by": "Decided by",
    "approval.outcome": "Outcome",
    "approval.reference": "Minute reference",
}
"""Everything a column can feed besides facts, with the heading Placet itself gives it."""
DATE_ORDERS = ("dmy", "mdy", "ymd")
_ABOUT = (About.USE_CASE, About.SYSTEM, About.MODEL)


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a column and what it stands for; the first word of a value is the one written back."""

    text: str
    value: MappedValue


@dataclass(frozen=True, slots=True)
class ColumnRule:
    """One column: its heading, what it feeds, what its words mean."""

    column: str
    target: str
    """A key of ``TARGETS``, ``fact.KEY``, ``fact.KEY@PLACE``, ``own_field`` or ``ignore``."""
    words: tuple[Word, ...] = ()
    date_order: str = "dmy"
    """How a date such as 03/04/2026 is read."""


@dataclass(frozen=True, slots=True)
class Mapping:
    """A saved mapping. Columns it does not name are kept as the firm's own fields."""

    name: str
    columns: tuple[ColumnRule, ...]
    defaults: tuple[tuple[str, str], ...] = ()
    """Values for targets no column feeds: ``("use_case.entity", "Harbour Example Bank")``."""
    sheet: str = ""
    header_row: int = 0

    def rule_for(self, heading: str) -> ColumnRule | None:
        """Return the rule of a column."""
        wanted = heading_key(heading)
        return next((rule for rule in self.columns if heading_key(rule.column) == wanted), None)

    def feeds(self, target: str) -> bool:
        """Tell whether a column feeds this target."""
        return any(rule.target == target for rule in self.columns)

    def default(self, target: str) -> str:
        """Return the value that stands for the whole file; empty when there is none."""
        return dict(self.defaults).get(target, "")


def fact_of(target: str, catalogue: FactCatalogue) -> tuple[FactDefinition | None, str]:
    """Return the fact a target names and its place; no definition when it names none."""
    key, _, place = target.removeprefix(FACT_PREFIX).partition("@")
    return (catalogue.get(key) if target.startswith(FACT_PREFIX) else None), place


def check_mapping(mapping: Mapping, catalogue: FactCatalogue) -> tuple[Finding, ...]:
    """Return every problem of a mapping; an empty result means it can be used."""
    return tuple(_problems(mapping, catalogue))


def _problems(mapping: Mapping, catalogue: FactCatalogue) -> Iterator[Finding]:
    columns: set[str] = set()
    targets: dict[str, str] = {}
    for rule in mapping.columns:
        place = f"column “{rule.column}”"
        if heading_key(rule.column) in columns:
            yield Finding(place, 0, "the column is mapped twice", "keep one of the two")
        columns.add(heading_key(rule.column))
        if rule.target in targets:
            yield Finding(place, 0, f"“{targets[rule.target]}” feeds the same thing", "keep one as an own field")
        if rule.target not in (OWN_FIELD, IGNORED):
            targets[rule.target] = rule.column
        if rule.date_order not in DATE_ORDERS:
            yield Finding(place, 0, f"“{rule.date_order}” is no order of dates", "it is dmy, mdy or ymd")
        yield from _target_problems(rule, place, catalogue)
    if REFERENCE not in targets:
        yield Finding("mapping", 0, "no column feeds the reference", "choose the column that holds your own number")
    for target, _ in mapping.defaults:
        if target not in TARGETS or target == REFERENCE:
            yield Finding("mapping", 0, f"“{target}” cannot have one value for the whole file")


def _target_problems(rule: ColumnRule, place: str, catalogue: FactCatalogue) -> Iterator[Finding]:
    if rule.target in TARGETS or rule.target in (OWN_FIELD, IGNORED):
        return
    definition, at = fact_of(rule.target, catalogue)
    if definition is None:
        yield Finding(place, 0, f"there is nothing called “{rule.target}” to feed", "choose from the list")
        return
    if definition.about not in _ABOUT:
        yield Finding(place, 0, f"“{definition.label}” is not stated of a use case, system or model")
    if at and not definition.per_place:
        yield Finding(place, 0, f"“{definition.label}” has one value for every place", f"leave out @{at}")
    for word in rule.words:
        try:
            if word.value is not None:
                parse_value(definition, word.value)
        except UserFacingError as error:
            yield Finding(place, 0, f"the word “{word.text}”: {error.what}", error.todo)


class _WordForm(msgspec.Struct, forbid_unknown_fields=True):
    word: str
    means: bool | int | str | list[str] | None


class _ColumnForm(msgspec.Struct, forbid_unknown_fields=True):
    column: str
    target: str
    words: list[_WordForm] = []
    date_order: str = "dmy"


class _MappingForm(msgspec.Struct, forbid_unknown_fields=True):
    format: int
    kind: str
    name: str
    columns: list[_ColumnForm]
    defaults: dict[str, str] = {}
    sheet: str = ""
    header_row: int = 0


def mapping_to_json(mapping: Mapping) -> bytes:
    """Return the mapping as JSON text that ``mapping_from_json`` reads back unchanged."""
    body = {
        "format": FORMAT,
        "kind": KIND,
        "name": mapping.name,
        "sheet": mapping.sheet,
        "header_row": mapping.header_row,
        "defaults": dict(mapping.defaults),
        "columns": [
            {
                "column": rule.column,
                "target": rule.target,
                "words": [{"word": word.text, "means": word.value} for word in rule.words],
                "date_order": rule.date_order,
            }
            for rule in mapping.columns
        ],
    }
    return (json.dumps(body, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def mapping_from_json(data: bytes, where: str = "mapping") -> Mapping:
    """Return the mapping in ``data``; raises UserFacingError naming what is wrong with it."""
    try:
        form = msgspec.json.decode(data, type=_MappingForm)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise UserFacingError(f"the mapping cannot be read: {error}", where, "Save it again from Placet.") from error
    if form.kind != KIND or not 1 <= form.format <= FORMAT:
        raise UserFacingError(
            f"the file is no mapping of format {FORMAT} or older", where, "Choose another, or install a newer Placet."
        )
    return Mapping(
        form.name,
        tuple(
            ColumnRule(
                column.column,
                column.target,
                tuple(Word(word.word, _value(word.means)) for word in column.words),
                column.date_order,
            )
            for column in form.columns
        ),
        tuple(form.defaults.items()),
        form.sheet,
        form.header_row,
    )


def _value(means: bool | int | str | list[str] | None) -> MappedValue:
    return tuple(means) if isinstance(means, list) else means
