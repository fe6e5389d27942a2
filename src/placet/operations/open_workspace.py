"""Create or open a register and lay its rules beside it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from placet.domain.acts import InstalledPack
from placet.domain.canonical import sha256_hex
from placet.domain.errors import FindingsError, UserFacingError
from placet.domain.firm import FirmPack
from placet.operations.workspace import Actor, Clock, Workspace, keyboard_user, system_clock
from placet.packs import compiled
from placet.packs.built_in import load_built_in
from placet.packs.library import Library
from placet.packs.pack_reader import read_firm
from placet.register.file import create_register, open_register
from placet.register.journal import Change
from placet.register.keys import Derive, argon2id
from placet.register.store import Register
from placet.resources import resource_path

FIRM = "firm"
"""Pack id under which the firm pack is kept in the register."""
STARTER_FIRM = ("sample", "firm.yaml")


def firm_pack_from(data: bytes, library: Library, name: str) -> FirmPack:
    """Read a firm pack, or raise FindingsError with every slip in it."""
    loaded = read_firm(data, library.facts, name)
    if loaded.value is None or loaded.findings:
        raise FindingsError(f"the firm pack has {len(loaded.findings)} findings", loaded.findings, name)
    return loaded.value


def create_workspace(
    path: Path,
    passphrase: str,
    *,
    firm_name: str = "",
    firm_pack: bytes | None = None,
    actor: Actor | None = None,
    clock: Clock = system_clock,
    derive: Derive = argon2id,
) -> Workspace:
    """Create a register with the built-in packs and the firm's own, and open it.

    Without ``firm_pack`` the starter is taken, under the firm's name; the firm changes it to its own.
    """
    library = load_built_in()
    data = firm_pack or resource_path(*STARTER_FIRM).read_bytes()
    firm = firm_pack_from(data, library, "firm.yaml")
    if firm_name and firm_name != firm.firm:
        firm = _renamed(firm, firm_name)
    who = actor or keyboard_user()
    now = clock()
    register = create_register(path, passphrase, firm=firm.firm, now=now, by=str(who), derive=derive)
    ws = _workspace(register, library, firm, who, clock)
    _install(ws, library, firm, now)
    return ws


def _renamed(firm: FirmPack, name: str) -> FirmPack:
    from dataclasses import replace

    return replace(firm, firm=name)


def _workspace(register: Register, library: Library, firm: FirmPack, actor: Actor, clock: Clock) -> Workspace:
    return Workspace(register, library.facts, library.common, dict(library.packs), firm, actor, clock)


def _install(ws: Workspace, library: Library, firm: FirmPack, now: dt.datetime) -> None:
    """Keep the exact rules in the register, so that an approval can always be read against them."""
    stamp = ws.now()
    rows = []
    for pack in library.packs.values():
        body = compiled.to_bytes(pack)
        rows.append((pack.id, pack.version, pack.sha256_hex, body))
    rows.append((FIRM, firm.version, firm.sha256_hex, compiled.to_bytes(firm)))
    changes = []
    for pack_id, version, digest, body in rows:
        changes.append(Change.blob(body))
        installed = InstalledPack(ws.new_id(), pack_id, version, digest, stamp, str(ws.actor), sha256_hex(body))
        changes.append(Change.put(installed))
    ws.commit("install_packs", changes, subject="packs")


def open_workspace(
    path: Path,
    passphrase: str,
    *,
    write: bool = True,
    actor: Actor | None = None,
    clock: Clock = system_clock,
    derive: Derive = argon2id,
) -> Workspace:
    """Open a register with the pack versions it has installed.

    Raises UserFacingError for a wrong passphrase, a damaged or newer file, or a register open elsewhere.
    """
    register = open_register(path, passphrase, now=clock(), mode="write" if write else "read", derive=derive)
    return workspace_of(register, actor or keyboard_user(), clock)


def open_backup_workspace(
    path: Path,
    passphrase: str,
    *,
    actor: Actor | None = None,
    clock: Clock = system_clock,
    derive: Derive = argon2id,
) -> Workspace:
    """Read the newest backup of a register, as when it is open elsewhere; it says of which date it is."""
    from placet.register.restoring import open_newest_backup

    return workspace_of(open_newest_backup(path, passphrase, derive=derive), actor or keyboard_user(), clock)


def workspace_of(register: Register, actor: Actor, clock: Clock = system_clock) -> Workspace:
    """Lay the built-in library and the register's own firm pack beside an open register."""
    library = load_built_in()
    firm = _firm_of(register)
    return _workspace(register, library, firm, actor, clock)


def _firm_of(register: Register) -> FirmPack:
    newest = max(register.all(InstalledPack, pack_id=FIRM), key=lambda item: item.installed_at, default=None)
    body = register.blob(newest.body) if newest else None
    if body is None:
        raise UserFacingError("the register has no firm pack", str(register.path.name), "Restore it from a backup.")
    return compiled.from_bytes(body, FirmPack, "firm pack")


def install_firm_pack(ws: Workspace, data: bytes, name: str) -> Workspace:
    """Install a new version of the firm pack; earlier ones stay for the approvals given under them."""
    from dataclasses import replace

    library = Library(ws.common, ws.facts, ws.packs)
    firm = firm_pack_from(data, library, name)
    body = compiled.to_bytes(firm)
    installed = InstalledPack(
        ws.new_id(), FIRM, firm.version, firm.sha256_hex, ws.now(), str(ws.actor), sha256_hex(body)
    )
    ws.commit("install_firm_pack", [Change.blob(body), Change.put(installed)], subject="packs")
    return replace(ws, firm=firm)
