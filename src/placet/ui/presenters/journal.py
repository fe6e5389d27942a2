"""The Journal page without widgets: entries in words, what was witnessed, the check, the backup."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from placet.domain.moments import shown
from placet.domain.parties import Person
from placet.operations.keep_register import (
    JournalCheck,
    backup_now,
    checkpoints,
    journal_check,
    last_backup_at,
    newest_entries,
)
from placet.ui.session import Session
from placet.ui.translate import tr

PAGE = 200
"""Entries shown at first; more are added on request."""


@dataclass(frozen=True, slots=True)
class EntryLine:
    """One entry for people."""

    seq: int
    at: str
    by: str
    what: str
    about: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class CheckpointLine:
    """One state of the journal that left the laptop."""

    size: int
    at: str
    given_to: str
    root: str


@dataclass(frozen=True, slots=True)
class JournalState:
    """What the page shows."""

    size: int = 0
    unwitnessed: int = 0
    last_backup: str = ""
    entries: tuple[EntryLine, ...] = ()
    checkpoints: tuple[CheckpointLine, ...] = ()
    has_more: bool = False
    is_checking: bool = False
    verdict: str = ""
    """What the last check found, in words; empty before the first."""
    findings: tuple[str, ...] = ()
    is_sound: bool = True
    can_write: bool = True


class JournalPresenter:
    """Reads the journal and starts what keeps it."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._limit = PAGE
        self.state = JournalState()
        self.changed: list[Callable[[JournalState], object]] = []

    def _set(self, state: JournalState) -> None:
        self.state = state
        for listener in self.changed:
            listener(state)

    def refresh(self) -> None:
        """Read the journal again; the last check's verdict stays until the next."""
        if not self._session.is_open:
            self._set(JournalState())
            return
        ws = self._session.workspace
        names = {person.id: person.name for person in ws.register.all(Person)}
        subjects = _Subjects(self._session)
        entries = newest_entries(ws, self._limit)
        lines = tuple(
            EntryLine(
                entry.seq,
                shown(f"{entry.at}[{_zone(entry.zone, ws.zone)}]"),
                _who(entry.by, names),
                _words(entry.operation),
                subjects.name_of(entry.subject),
                "the clock stood before the last entry" if entry.clock_set_back else "",
            )
            for entry in entries
        )
        given = tuple(
            CheckpointLine(item.size, shown(f"{item.at}[{ws.zone}]"), item.given_to, item.root)
            for item in checkpoints(ws)
        )
        size = ws.register.size
        self._set(
            replace(
                self.state,
                size=size,
                unwitnessed=ws.register.unwitnessed(),
                last_backup=shown(last_backup_at(ws)),
                entries=lines,
                checkpoints=given,
                has_more=size > len(lines),
                can_write=not ws.register.read_only,
            )
        )

    def show_more(self) -> None:
        """Show further entries."""
        self._limit += PAGE * 5
        self.refresh()

    def begin_check(self) -> JournalCheck:
        """Return the check of the whole journal, to be run off the screen's thread."""
        check = journal_check(self._session.workspace)
        self._set(replace(self.state, is_checking=True, verdict="", findings=()))
        return check

    def end_check(self, findings: tuple[object, ...]) -> None:
        """Show what the check found."""
        size = f"{self._session.workspace.register.size:,}"
        verdict = (
            tr("{count} things are not as the journal wrote them.", count=len(findings))
            if findings
            else tr("All {size} entries, their rows and every checkpoint are as they were written.", size=size)
        )
        self._set(
            replace(
                self.state,
                is_checking=False,
                verdict=verdict,
                findings=tuple(map(str, findings)),
                is_sound=not findings,
            )
        )

    def stop_check(self) -> None:
        """Show that the check ended without a result."""
        self._set(replace(self.state, is_checking=False))

    def backup(self) -> str:
        """Make a backup and return its file name."""
        name = backup_now(self._session.workspace)
        self.refresh()
        return name


class _Subjects:
    """Names what an entry is about, as far as it is still there."""

    def __init__(self, session: Session) -> None:
        from placet.domain.parties import Body, Entity, Model, System, UseCase, UseCaseVersion, Vendor

        register = session.workspace.register
        self._names: dict[str, str] = {}
        for cls in (Entity, Person, Body, Vendor, Model, System):
            self._names |= {item.id: item.name for item in register.all(cls)}  # type: ignore[attr-defined]
        use_cases = {item.id: item.reference for item in register.all(UseCase)}
        self._names |= use_cases
        for version in register.all(UseCaseVersion):
            self._names[version.id] = f"{use_cases.get(version.use_case_id, '')} version {version.number}"

    def name_of(self, subject: str) -> str:
        """Return the subject's name; an id that names nothing here reads as nothing."""
        if subject in self._names:
            return self._names[subject]
        return "" if _is_id(subject) else subject


def _is_id(text: str) -> bool:
    return len(text) == 36 and text.count("-") == 4


def _who(by: str, names: dict[str, str]) -> str:
    user, _, person = by.partition(":")
    if person:
        return f"{names.get(person, tr('a person no longer here'))} ({user})"
    return user or "Placet"


def _words(operation: str) -> str:
    text = operation.replace("_", " ")
    return text[:1].upper() + text[1:]


def _zone(said: str, own: str) -> str:
    return own if said == "UTC" else said
