"""Collect findings about objects that were read, each named by file and line where they are known."""

from __future__ import annotations

from typing import Any

from placet.domain.errors import Finding
from placet.packs.scope import Places
from placet.packs.shapes import SHAPES


class Report:
    """Findings of one pack; without ``places`` (a compiled pack) an object is named instead of its line."""

    def __init__(self, owner: str, places: Places | None) -> None:
        self._owner = owner
        self._places = places or Places()
        self._found: list[Finding] = []

    def error(self, thing: Any, message: str, hint: str = "", *path: str | int) -> None:
        """Add what must be mended; ``path`` leads to the value inside the object's YAML."""
        self._add(thing, message, hint, path, "error")

    def warn(self, thing: Any, message: str, hint: str = "", *path: str | int) -> None:
        """Add what a person should look at."""
        self._add(thing, message, hint, path, "warning")

    def _add(self, thing: Any, message: str, hint: str, path: tuple[str | int, ...], severity: str) -> None:
        file, line = self._places.of(thing, *path)
        self._found.append(Finding(file or self._owner, line, f"{named(thing)}: {message}", hint, severity))

    def findings(self) -> tuple[Finding, ...]:
        """Return what was found, in the order of the files."""
        return tuple(sorted(self._found, key=lambda item: (item.path, item.line)))


def named(thing: Any) -> str:
    """Return what a message calls an object: requirement ‘X-1’."""
    shape = SHAPES.get(type(thing))
    if shape is None:
        return f"pack ‘{getattr(thing, 'id', '')}’"
    name = getattr(thing, shape.identity, "") if shape.identity else ""
    return f"{shape.noun} ‘{name}’" if name else shape.noun
