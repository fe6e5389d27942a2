"""Read and check a whole folder of packs: what ``placet pack check`` shows, all problems at once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from placet.domain.errors import Finding
from placet.domain.pack import Pack
from placet.packs.check import check_pack
from placet.packs.check_common import check_common
from placet.packs.library import Common
from placet.packs.pack_reader import read_common, read_pack
from placet.packs.sources import read_sources
from placet.resources import resource_path

COMMON = "common"
COMPILED = "compiled"


def check_folder(root: Path | None = None) -> tuple[Finding, ...]:
    """Return every finding of the common catalogue and of every pack; the built-in packs when no root is given."""
    folder = root or resource_path("packs")
    read = read_common(read_sources(folder / COMMON))
    if read.value is None:
        return read.findings
    findings = list(check_common(read.value, read.places))
    packs: list[Pack] = []
    for place in sorted(item for item in folder.iterdir() if item.is_dir()):
        if place.name not in (COMMON, COMPILED):
            findings += _check_place(place, read.value, packs.append)
    return (*findings, *_shared_names(packs))


def check_one(place: Path, common: Common) -> tuple[Finding, ...]:
    """Return every finding of one pack's folder against a common catalogue."""
    return _check_place(place, common, lambda pack: None)


def _check_place(place: Path, common: Common, keep: Callable[[Pack], None]) -> tuple[Finding, ...]:
    read = read_pack(read_sources(place), common, place.name)
    if read.value is None:
        return read.findings
    keep(read.value)
    found = check_pack(read.value, common.catalogue, common.facts, read.places)
    if read.value.jurisdiction == place.name:
        return found
    message = f"the jurisdiction is ‘{read.value.jurisdiction}’ and the folder ‘{place.name}’"
    path, line = read.places.of(read.value, "jurisdiction")
    return (Finding(path, line, message, "Call both the same."), *found)


def _shared_names(packs: list[Pack]) -> list[Finding]:
    """Find derived facts that two packs define: the library holds them side by side."""
    owner: dict[str, str] = {}
    found = []
    for pack in packs:
        for item in pack.derived:
            first = owner.setdefault(item.key, pack.id)
            if first != pack.id:
                message = f"derived fact ‘{item.key}’ is defined by pack {first} already"
                found.append(Finding(f"pack {pack.id}", 0, message, f"Call it {pack.id.lower()}_{item.key}."))
    return found
