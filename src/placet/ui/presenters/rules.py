"""The rules a register reads by, without widgets: what is in use, what is newer, a firm pack from a file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from placet.domain.errors import FindingsError, UserFacingError
from placet.domain.moments import shown, shown_day
from placet.ui.session import Session
from placet.ui.translate import tr

if TYPE_CHECKING:
    from placet.operations.use_packs import PackUpdate, RulesInUse

RULES_PART = "rules"
"""Name of the tab among the parts of the Journal page."""
_SHORT = 12


@dataclass(frozen=True, slots=True)
class RulesLine:
    """One set of rules."""

    pack_id: str
    title: str
    version: str
    as_of: str
    since: str
    sha256: str
    """Whole; the screen shows its beginning."""
    newer: str = ""
    """Version that ships with the program and is not in use."""

    @property
    def short_sha256(self) -> str:
        """Return the beginning of the hash."""
        return self.sha256[:_SHORT] + "…" if self.sha256 else ""


@dataclass(frozen=True, slots=True)
class SlipLine:
    """One slip in a firm pack."""

    line: int
    message: str
    hint: str


@dataclass(frozen=True, slots=True)
class RulesState:
    """What the tab shows."""

    lines: tuple[RulesLine, ...] = ()
    newer: int = 0
    """How many built-in sets of rules are newer than those in use."""
    sentence: str = ""
    """Whether anything is newer, in words."""
    slips: tuple[SlipLine, ...] = ()
    slips_sentence: str = ""
    can_write: bool = True


def newer_rules(session: Session) -> str:
    """Return a sentence when newer built-in rules can be brought in; empty otherwise."""
    if not session.is_open or session.workspace.register.read_only:
        return ""
    from placet.operations.use_packs import available_updates

    count = len(available_updates(session.workspace))
    return _newer_sentence(count) if count else ""


class RulesPresenter:
    """Reads the rules in use and brings in others."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self.state = RulesState()
        self.changed: list[Callable[[RulesState], object]] = []

    def _set(self, state: RulesState) -> None:
        self.state = state
        for listener in self.changed:
            listener(state)

    def refresh(self) -> None:
        """Read the rules in use again; the slips of the last file stay until the next is chosen."""
        if not self._session.is_open:
            self._set(RulesState())
            return
        from placet.operations.use_packs import available_updates, rules_in_use

        ws = self._session.workspace
        updates = {item.pack_id: item for item in available_updates(ws)}
        lines = [_line(item, updates.pop(item.pack_id, None), ws.zone) for item in rules_in_use(ws)]
        lines += [RulesLine(item.pack_id, item.pack_id, "", "", "", "", item.available) for item in updates.values()]
        count = sum(1 for line in lines if line.newer)
        sentence = _newer_sentence(count) if count else tr("The newest built-in rules are in use.")
        can_write = not ws.register.read_only
        self._set(replace(self.state, lines=tuple(lines), newer=count, sentence=sentence, can_write=can_write))

    def install_updates(self) -> bool:
        """Use the newer built-in rules from now on."""
        from placet.operations.use_packs import install_updates

        self._session.replace_workspace(install_updates(self._session.workspace))
        self._session.said.emit(tr("The newest built-in rules are in use"))
        self.refresh()
        return True

    def install_firm_pack(self, path: Path) -> bool:
        """Use the firm pack in a file from now on; tell whether it was, its slips are listed when not."""
        from placet.operations.open_workspace import install_firm_pack

        self._set(replace(self.state, slips=(), slips_sentence=""))
        ws = self._session.workspace
        try:
            after = install_firm_pack(ws, _bytes_of(path), path.name)
        except FindingsError as error:
            slips = tuple(SlipLine(item.line, item.message, item.hint) for item in error.findings)
            said = tr("{name} was not installed: {count} to mend.", name=path.name, count=len(slips))
            self._set(replace(self.state, slips=slips, slips_sentence=said))
            return False
        if after is ws:
            self._session.said.emit(tr("This firm pack is in use already"))
            return True
        self._session.replace_workspace(after)
        self._session.said.emit(tr("Version {version} of the firm pack is in use", version=after.firm.version))
        self.refresh()
        return True

    def forget_slips(self) -> None:
        """Take the list of slips away."""
        self._set(replace(self.state, slips=(), slips_sentence=""))


def _bytes_of(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise UserFacingError(
            f"the file cannot be read: {error.strerror}", path.name, "Check that it is there and not open elsewhere."
        ) from error


def _newer_sentence(count: int) -> str:
    if count == 1:
        return tr("One set of built-in rules is newer than the one in use.")
    return tr("{count} sets of built-in rules are newer than those in use.", count=count)


def _line(item: RulesInUse, update: PackUpdate | None, zone: str) -> RulesLine:
    from placet.operations.use_packs import COMMON, FIRM

    titles = {COMMON: tr("Common questions and controls"), FIRM: tr("Firm pack: {firm}", firm=item.title)}
    return RulesLine(
        item.pack_id,
        titles.get(item.pack_id, item.title),
        item.version,
        shown_day(dt.date.fromisoformat(item.as_of)) if item.as_of else "—",
        shown(item.installed_at),
        item.sha256,
        update.available if update else "",
    )
