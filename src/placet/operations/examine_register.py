"""Examine a register: is the file whole, do tables and journal agree, are backups recent."""

from __future__ import annotations

from dataclasses import dataclass

from placet.domain.acts import InstalledPack
from placet.operations.workspace import Workspace
from placet.register.backup import backups


@dataclass(frozen=True, slots=True)
class Check:
    """One thing examined and what was found."""

    title: str
    is_good: bool
    text: str


def examine(ws: Workspace) -> tuple[Check, ...]:
    """Return every check; the file's own integrity was checked when it was opened."""
    problems = ws.register.verify_journal()
    journal = f"{ws.register.size} entries, tables and journal agree"
    if problems:
        journal = "; ".join(str(item) for item in problems[:5])
    kept = backups(ws.register.path)
    newest = max((item.made_at for item in kept), default=None)
    text = f"{len(kept)} kept, newest {newest:%d %b %Y %H:%M} UTC" if newest else "none yet"
    return (
        Check("file", True, "every page is as it was written"),
        Check("journal", not problems, journal),
        Check("backups", bool(kept), text),
        *_packs(ws),
    )


def _packs(ws: Workspace) -> list[Check]:
    """Say where the rules that ship with this program differ from those the register has installed."""
    installed = {(item.pack_id, item.sha256) for item in ws.register.all(InstalledPack)}
    checks = []
    for pack in ws.packs.values():
        known = (pack.id, pack.sha256_hex) in installed
        text = f"version {pack.version}, as of {pack.as_of}"
        checks.append(Check(f"pack {pack.id}", known, text if known else f"{text}: not installed in this register yet"))
    return checks
