"""Find characters that no embedded font prints, and name the field each stands in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass

from placet.domain.errors import Finding
from placet.dossier.text import glyph_findings

_NAMED_BY = ("number", "name", "id", "key", "word", "title")


def unprintable_in(value: object, language: str, path: str = "") -> Iterator[Finding]:
    """Yield a finding for each text that holds an unprintable character, with the way to it."""
    if isinstance(value, str):
        if not value.isascii():
            yield from glyph_findings(value, path, language)
    elif isinstance(value, tuple):
        for place, item in enumerate(value, 1):
            yield from unprintable_in(item, language, f"{path}[{_name(item) or place}]")
    elif is_dataclass(value):
        for field in fields(value):
            below = f"{path}.{field.name}" if path else field.name
            yield from unprintable_in(getattr(value, field.name), language, below)


def _name(item: object) -> str:
    """Return what people call an element of a list; empty where its place must do."""
    for attribute in _NAMED_BY:
        named = getattr(item, attribute, "")
        if isinstance(named, str) and named and not isinstance(item, str):
            return named
    return ""
