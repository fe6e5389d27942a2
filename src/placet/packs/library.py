"""What reading or loading packs yields: the common catalogue, and with the packs beside it the library."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from placet.domain.facts import FactCatalogue
from placet.domain.pack import CommonCatalogue, Pack

FORMAT = 1
"""Of the YAML files and of their compiled form; a newer one is refused."""


@dataclass(frozen=True, slots=True)
class Common:
    """The common catalogue with its facts."""

    catalogue: CommonCatalogue
    facts: FactCatalogue


@dataclass(frozen=True, slots=True)
class Library:
    """Everything an assessment leans on."""

    common: CommonCatalogue
    facts: FactCatalogue
    """The common facts, with the derived facts of every pack."""
    packs: Mapping[str, Pack]
    """By jurisdiction."""


def library_of(common: Common, packs: tuple[Pack, ...]) -> Library:
    """Join packs to the catalogue they were read against."""
    facts = common.facts.extended(item for pack in packs for item in pack.derived)
    return Library(common.catalogue, facts, {pack.jurisdiction: pack for pack in packs})
