"""Create or open a register and lay its rules beside it."""

from __future__ import annotations

from pathlib import Path

from placet.domain.errors import FindingsError
from placet.domain.firm import FirmPack
from placet.operations.use_packs import (
    install_firm_rules,
    installed_firm_pack,
    installed_library,
    pack_rows,
    parts_of,
)
from placet.operations.workspace import Actor, Clock, Workspace, keyboard_user, system_clock
from placet.packs.built_in import load_built_in
from placet.packs.library import Library
from placet.register.file import create_register, open_register
from placet.register.keys import Derive, argon2id
from placet.register.store import Register
from placet.resources import resource_path

STARTER_FIRM = ("sample", "firm.yaml")


def firm_pack_from(data: bytes, library: Library, name: str) -> FirmPack:
    """Read a firm pack, or raise FindingsError with every slip in it."""
    from placet.packs.pack_reader import read_firm  # the YAML parser takes a while to import

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
    ws.commit("install_packs", pack_rows(ws, (*parts_of(library), firm)), subject="packs")
    return ws


def _renamed(firm: FirmPack, name: str) -> FirmPack:
    from dataclasses import replace

    return replace(firm, firm=name)


def _workspace(register: Register, library: Library, firm: FirmPack, actor: Actor, clock: Clock) -> Workspace:
    return Workspace(register, library.facts, library.common, dict(library.packs), firm, actor, clock)


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
    """Lay the pack versions that a register has installed beside it."""
    return _workspace(register, installed_library(register), installed_firm_pack(register), actor, clock)


def install_firm_pack(ws: Workspace, data: bytes, name: str) -> Workspace:
    """Install a new version of the firm pack; earlier ones stay for the approvals given under them.

    FindingsError holds every slip in the file; UserFacingError says that its version was in use before.
    """
    return install_firm_rules(ws, firm_pack_from(data, Library(ws.common, ws.facts, ws.packs), name))
