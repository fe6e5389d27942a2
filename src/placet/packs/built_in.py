"""The packs that ship with the program: compiled when the build made them, from their YAML in a checkout."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, partial
from pathlib import Path
from typing import TypeVar

from placet.domain.errors import UserFacingError
from placet.domain.pack import Pack
from placet.packs import compiled
from placet.packs.library import Common, Library, library_of
from placet.packs.sources import read_file, read_sources, source_sha256
from placet.resources import resource_path

COMMON = "common"
COMPILED = "compiled"

T = TypeVar("T", Pack, Common)
Files = tuple[tuple[str, bytes], ...]


def load_built_in(folder: Path | None = None) -> Library:
    """Return the built-in library; FindingsError when the YAML of a checkout has slips.

    A compiled file is used only while it matches the YAML beside it, so that a developer never sees stale rules.
    """
    root = folder or resource_path("packs")
    common_files = _files(root / COMMON)
    if not common_files and not (root / COMPILED / f"{COMMON}.json").is_file():
        raise UserFacingError("the rules that ship with Placet are missing", str(root), "Install Placet again.")
    common = _load(root, COMMON, Common, partial(_common_from_yaml, common_files))
    packs = [
        _load(root, name, Pack, partial(_pack_from_yaml, _files(root / name), common_files, name))
        for name in pack_names(root)
    ]
    return library_of(common, tuple(packs))


def pack_names(root: Path) -> tuple[str, ...]:
    """Return the jurisdictions that have a pack, compiled or as YAML."""
    made = {path.stem for path in (root / COMPILED).glob("*.json")}
    written = {path.parent.name for path in root.glob("*/pack.yaml")}
    return tuple(sorted((made | written) - {COMMON}))


def compile_all(root: Path) -> tuple[Path, ...]:
    """Write every pack's compiled file from its YAML; FindingsError at the first pack with slips."""
    common_files = _files(root / COMMON)
    files = {COMMON: compiled.to_bytes(_common_from_yaml(common_files))}
    for path in sorted(root.glob("*/pack.yaml")):
        name = path.parent.name
        files[name] = compiled.to_bytes(_pack_from_yaml(_files(path.parent), common_files, name))
    target = root / COMPILED
    target.mkdir(exist_ok=True)
    for old in target.glob("*.json"):
        old.unlink()
    for name, data in files.items():
        (target / f"{name}.json").write_bytes(data)
    return tuple(target / f"{name}.json" for name in files)


def _load(root: Path, name: str, kind: type[T], read: Callable[[], T]) -> T:
    path = root / COMPILED / f"{name}.json"
    sources = read_sources(root / name)
    if not path.is_file():
        return read()
    try:
        value = compiled.from_bytes(read_file(path), kind, str(path))
    except UserFacingError:
        if sources:
            return read()
        raise
    return value if not sources or _digest(value) == source_sha256(sources) else read()


def _digest(value: Pack | Common) -> str:
    return value.sha256_hex if isinstance(value, Pack) else value.catalogue.sha256_hex


def _files(folder: Path) -> Files:
    return tuple(read_sources(folder).items())


@lru_cache(maxsize=4)
def _common_from_yaml(files: Files) -> Common:
    from placet.packs.pack_reader import read_common  # the YAML parser takes a while to import

    return read_common(dict(files)).required()


@lru_cache(maxsize=16)
def _pack_from_yaml(files: Files, common_files: Files, name: str) -> Pack:
    from placet.packs.pack_reader import read_pack

    return read_pack(dict(files), _common_from_yaml(common_files), name).required()
