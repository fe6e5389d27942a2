"""Read and check packs where they lie: what ``placet pack check`` shows, all problems at once."""

from __future__ import annotations

from pathlib import Path

from placet.domain.errors import Finding, UserFacingError
from placet.domain.facts import FactCatalogue
from placet.domain.pack import Pack
from placet.packs.check import check_pack
from placet.packs.check_common import check_common, check_firm
from placet.packs.library import Common, library_of
from placet.packs.pack_reader import read_common, read_firm, read_pack
from placet.packs.shapes import FIRM_FILE
from placet.packs.sources import read_file, read_sources
from placet.resources import resource_path

COMMON = "common"
COMPILED = "compiled"
HEAD = "pack.yaml"


def check_folder(root: Path | None = None) -> tuple[Finding, ...]:
    """Return every finding of a folder of packs, or of one pack's folder; of the built-in packs without a root.

    A folder without a common catalogue of its own is checked against the one that ships with Placet.
    """
    built_in = resource_path("packs")
    folder = root or built_in
    if not folder.is_dir():
        raise UserFacingError("there is no such folder", str(folder), "Name the folder that holds pack.yaml.")
    base = folder if (folder / COMMON).is_dir() else built_in
    read = read_common(read_sources(base / COMMON))
    if read.value is None:
        return read.findings
    findings = list(check_common(read.value, read.places)) if base is folder else []
    packs: list[Pack] = []
    for place in _pack_folders(folder):
        findings += _check_place(place, read.value, packs)
    findings += _shared_names(packs)
    firm = folder / FIRM_FILE if root else resource_path("sample", FIRM_FILE)
    if firm.is_file():
        findings += _check_firm(firm, library_of(read.value, tuple(packs)).facts)
    return tuple(findings)


def _pack_folders(folder: Path) -> list[Path]:
    if (folder / HEAD).is_file():
        return [folder]
    inside = sorted(item for item in folder.iterdir() if item.is_dir())
    return [item for item in inside if item.name not in (COMMON, COMPILED)]


def _check_place(place: Path, common: Common, packs: list[Pack]) -> tuple[Finding, ...]:
    name = place.resolve().name
    read = read_pack(read_sources(place), common, name)
    if read.value is None:
        return read.findings
    packs.append(read.value)
    found = check_pack(read.value, common.catalogue, common.facts, read.places)
    if read.value.jurisdiction == name:
        return found
    message = f"the jurisdiction is ‘{read.value.jurisdiction}’ and the folder ‘{name}’"
    path, line = read.places.of(read.value, "jurisdiction")
    return (Finding(path, line, message, "Call both the same."), *found)


def _check_firm(path: Path, facts: FactCatalogue) -> tuple[Finding, ...]:
    read = read_firm(read_file(path), facts, path.name)
    return read.findings if read.value is None else check_firm(read.value, read.places)


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
