"""The words that dossiers print of their own accord: one catalogue per language, so that another can follow."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache

from placet.domain.moments import shown
from placet.resources import resource_path

_FALLBACK = "en"


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Texts and lists by key; a missing key is a bug, never an empty string."""

    language: str
    texts: dict[str, str]
    lists: dict[str, tuple[str, ...]]

    def __call__(self, key: str, /, **values: object) -> str:
        """Return a text with its values filled in."""
        text = self.texts[key]
        return text.format(**values) if values else text

    def word(self, group: str, value: str) -> str:
        """Return the word for a value of a closed list; a value of a later version reads as it is stored."""
        return self.texts.get(f"{group}.{value}", value.replace("_", " "))

    def items(self, key: str) -> tuple[str, ...]:
        """Return a list; empty where the catalogue has none."""
        return self.lists.get(key, ())


@cache
def catalogue(language: str) -> Catalogue:
    """Load the catalogue of a language (BCP 47), or English where there is none yet."""
    path = resource_path("i18n", f"dossier.{language}.json")
    if not path.is_file():
        return catalogue(_FALLBACK)
    entries: dict[str, str | list[str]] = json.loads(path.read_text(encoding="utf-8"))
    return Catalogue(
        language,
        {key: value for key, value in entries.items() if isinstance(value, str)},
        {key: tuple(value) for key, value in entries.items() if isinstance(value, list)},
    )


def when(stamped: str) -> str:
    """Return a stamp or ISO date as people read it; what is neither stays as it was written."""
    try:
        return shown(stamped)
    except ValueError:
        return stamped
