"""Use the pack versions a register has installed: an approval stays with its own, a person brings in newer ones."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TypeVar

from placet.domain.acts import InstalledPack, ReviewCopy
from placet.domain.canonical import sha256_hex
from placet.domain.errors import UserFacingError
from placet.domain.facts import FactCatalogue
from placet.domain.firm import FirmPack
from placet.domain.pack import Pack
from placet.operations.workspace import Workspace
from placet.packs import compiled
from placet.packs.built_in import load_built_in
from placet.packs.library import Common, Library, library_of
from placet.register.backup import make_backup
from placet.register.journal import Change
from placet.register.store import Register

COMMON, FIRM = "common", "firm"
"""Pack ids under which the common catalogue and the firm pack are kept."""
T = TypeVar("T", Pack, Common, FirmPack)


@dataclass(frozen=True, slots=True)
class PackUpdate:
    """A built-in pack that the register does not use yet."""

    pack_id: str
    installed: str
    """Version in use; empty when the register has none of this pack."""
    available: str


@dataclass(frozen=True, slots=True)
class RulesInUse:
    """One set of rules that the register reads by now."""

    pack_id: str
    title: str
    """Empty for the common catalogue."""
    version: str
    as_of: str
    """Day the research ends, ISO; empty where a set of rules has none."""
    installed_at: str
    sha256: str


@lru_cache(maxsize=64)
def _decoded(body: bytes, where: str) -> Pack | Common | FirmPack:
    """Read a compiled pack once; the bytes themselves are the key, so nothing stale is returned."""
    if where == COMMON:
        return compiled.from_bytes(body, Common, where)
    return compiled.from_bytes(body, FirmPack, where) if where == FIRM else compiled.from_bytes(body, Pack, where)


def _read(register: Register, row: InstalledPack, kind: type[T]) -> T:
    body = register.blob(row.body)
    if body is None:
        raise UserFacingError(f"the rules “{row.pack_id}” are missing from the register", todo="Restore a backup.")
    decoded = _decoded(body, row.pack_id)
    if not isinstance(decoded, kind):
        raise UserFacingError(f"“{row.pack_id}” in the register is not what it says", todo="Restore a backup.")
    return decoded


def _newest(register: Register) -> dict[str, InstalledPack]:
    rows = sorted(register.all(InstalledPack), key=lambda item: (item.installed_at, item.id))
    return {row.pack_id: row for row in rows}


def installed_library(register: Register) -> Library:
    """Return the newest installed version of the common catalogue and of each pack."""
    rows = _newest(register)
    packs = tuple(_read(register, row, Pack) for key, row in rows.items() if key not in (COMMON, FIRM))
    return library_of(_read(register, rows[COMMON], Common), packs)


def installed_firm_pack(register: Register) -> FirmPack:
    """Return the newest installed firm pack."""
    row = _newest(register).get(FIRM)
    if row is None:
        raise UserFacingError("the register has no firm pack", register.path.name, "Restore it from a backup.")
    return _read(register, row, FirmPack)


def pack_rows(ws: Workspace, things: Iterable[Pack | Common | FirmPack]) -> list[Change]:
    """Return the changes that install these versions; what is installed already is left out."""
    known = {(row.pack_id, row.sha256) for row in ws.register.all(InstalledPack)}
    changes = []
    for thing in things:
        key, version, digest = _naming(thing)
        if (key, digest) in known:
            continue
        body = _compiled(thing, digest)
        row = InstalledPack(ws.new_id(), key, version, digest, ws.now(), str(ws.actor), sha256_hex(body))
        changes += [Change.blob(body), Change.put(row)]
    return changes


_COMPILED: dict[str, bytes] = {}
"""Compiled form by source hash: writing two megabytes of canonical JSON takes a second, once is enough."""


def _compiled(thing: Pack | Common | FirmPack, digest: str) -> bytes:
    key = f"{type(thing).__name__} {digest} {thing.firm if isinstance(thing, FirmPack) else ''}"
    if key not in _COMPILED:
        _COMPILED[key] = compiled.to_bytes(thing)
    return _COMPILED[key]


def _naming(thing: Pack | Common | FirmPack) -> tuple[str, str, str]:
    if isinstance(thing, Common):
        return COMMON, thing.catalogue.version, thing.catalogue.sha256_hex
    if isinstance(thing, FirmPack):
        return FIRM, thing.version, thing.sha256_hex
    return thing.id, thing.version, thing.sha256_hex


def rules_in_use(ws: Workspace) -> tuple[RulesInUse, ...]:
    """Return the rules in use: the firm's own first, then the common catalogue, then each place's."""
    rows = _newest(ws.register)
    packs = {pack.id: pack for pack in ws.packs.values()}
    titles = {FIRM: ws.firm.firm, **{key: pack.title for key, pack in packs.items()}}
    order = [FIRM, COMMON, *sorted(packs, key=lambda key: titles[key])]
    return tuple(
        RulesInUse(
            key,
            titles.get(key, ""),
            rows[key].version,
            packs[key].as_of.isoformat() if key in packs else "",
            rows[key].installed_at,
            rows[key].sha256,
        )
        for key in order
        if key in rows
    )


def parts_of(library: Library) -> tuple[Common | Pack, ...]:
    """Return a library's common catalogue and packs, as they are installed."""
    own = {item.key for pack in library.packs.values() for item in pack.derived}
    shared = tuple(item for item in library.facts.derived if item.key not in own)
    return (Common(library.common, FactCatalogue(library.facts.definitions, shared)), *library.packs.values())


def available_updates(ws: Workspace) -> tuple[PackUpdate, ...]:
    """Return the built-in packs whose version here is not the one in use."""
    rows = _newest(ws.register)
    return tuple(
        PackUpdate(key, rows[key].version if key in rows else "", version)
        for key, version, digest in map(_naming, parts_of(load_built_in()))
        if key not in rows or rows[key].sha256 != digest
    )


def install_updates(ws: Workspace) -> Workspace:
    """Bring the register's rules up to the built-in versions; approvals keep the versions they were given under.

    A verified backup is made first.
    """
    changes = pack_rows(ws, parts_of(load_built_in()))
    if changes:
        make_backup(ws.register, ws.clock())
        ws.commit("install_packs", changes, subject="packs")
    return with_library(ws, installed_library(ws.register))


def install_firm_rules(ws: Workspace, firm: FirmPack) -> Workspace:
    """Put a firm pack to use, after a verified backup; a version that was ever in use is never changed."""
    kept = ws.register.all(InstalledPack, pack_id=FIRM)
    newest = _newest(ws.register).get(FIRM)
    if newest is not None and newest.sha256 == firm.sha256_hex:
        return ws
    if any(firm.version == row.version or firm.sha256_hex == row.sha256 for row in kept):
        raise UserFacingError(
            f"version {firm.version} of the firm pack has been in use here",
            todo="Give the changed file a new version number.",
            rule="an installed version is never changed",
        )
    changes = pack_rows(ws, [firm])
    make_backup(ws.register, ws.clock())
    ws.commit("install_firm_pack", changes, subject="packs")
    return replace(ws, firm=firm)


def with_library(ws: Workspace, library: Library, firm: FirmPack | None = None) -> Workspace:
    """Return the workspace reading by other rules."""
    packs = dict(library.packs)
    return replace(ws, facts=library.facts, common=library.common, packs=packs, firm=firm or ws.firm)


def pinned(ws: Workspace, copy: ReviewCopy) -> Workspace:
    """Return the workspace reading by the very versions a review copy was made under."""
    data = ws.register.blob(copy.snapshot_sha256)
    named = {item["sha256"] for item in json.loads(data)["heading"]["packs"]} if data else set()
    rows = [row for row in ws.register.all(InstalledPack) if row.sha256 in named]
    current = {ws.common.sha256_hex, ws.firm.sha256_hex, *(pack.sha256_hex for pack in ws.packs.values())}
    if named <= current or not rows:
        return ws
    return _with_rows(ws, rows)


def _with_rows(ws: Workspace, rows: Sequence[InstalledPack]) -> Workspace:
    common = next((_read(ws.register, row, Common) for row in rows if row.pack_id == COMMON), None)
    firm = next((_read(ws.register, row, FirmPack) for row in rows if row.pack_id == FIRM), ws.firm)
    packs = tuple(_read(ws.register, row, Pack) for row in rows if row.pack_id not in (COMMON, FIRM))
    if common is None:
        return replace(ws, packs={**ws.packs, **{pack.jurisdiction: pack for pack in packs}}, firm=firm)
    return with_library(ws, library_of(common, packs), firm)
