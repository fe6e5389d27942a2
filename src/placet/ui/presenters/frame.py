"""What the window's frame shows: the firm, the people, the use cases, and the line at the bottom."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from placet.ui.session import Session
from placet.ui.translate import tr

if TYPE_CHECKING:
    from placet.domain.parties import Person, UseCase


@dataclass(frozen=True, slots=True)
class FrameState:
    """Everything around the page."""

    firm: str = ""
    note: str = ""
    """What kind of opening this is: a backup, for reading only."""
    people: tuple[Person, ...] = ()
    use_cases: tuple[UseCase, ...] = ()
    use_case_name: str = ""
    journal_size: int = 0
    last_backup: str = ""
    last_written: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """A use case found by its name or by words in it."""

    use_case: UseCase
    snippet: str


def frame_state(session: Session) -> FrameState:
    """Return what the frame shows now."""
    if not session.is_open:
        return FrameState()
    from placet.domain.parties import Person, UseCase
    from placet.operations.keep_register import last_backup_at, last_written_at

    ws = session.workspace
    use_cases = tuple(item for item in ws.register.all(UseCase) if not item.retired_on)
    chosen = ws.register.get(UseCase, session.use_case_id) if session.use_case_id else None
    return FrameState(
        ws.register.firm,
        _note(session),
        tuple(sorted(ws.register.all(Person), key=lambda person: person.name)),
        tuple(sorted(use_cases, key=lambda item: item.reference)),
        chosen.name if chosen else "",
        ws.register.size,
        last_backup_at(ws),
        last_written_at(ws),
    )


def _note(session: Session) -> str:
    from placet.operations.demo import REGISTER_NAME

    register = session.workspace.register
    if register.path.name == REGISTER_NAME and not register.backup_date:
        return tr("sample")
    if register.backup_date:
        return tr("backup of {date}, for reading only", date=register.backup_date)
    return tr("for reading only") if register.read_only else ""


@dataclass(frozen=True, slots=True)
class FoundParty:
    """A person, entity, body, supplier, model or system found by its name."""

    part: str
    """The register's list it stands in: ``people``."""
    id: str
    name: str


def find_parties(session: Session, text: str) -> tuple[FoundParty, ...]:
    """Return the records with ``text`` in their name; none for no text."""
    wanted = text.casefold().strip()
    if not session.is_open or not wanted:
        return ()
    from placet.domain.parties import Body, Entity, Model, Person, System, Vendor

    register = session.workspace.register
    lists: dict[str, tuple[Body | Entity | Model | Person | System | Vendor, ...]] = {
        "people": register.all(Person),
        "entities": register.all(Entity),
        "bodies": register.all(Body),
        "systems": register.all(System),
        "models": register.all(Model),
        "vendors": register.all(Vendor),
    }
    return tuple(
        FoundParty(part, item.id, item.name)
        for part, items in lists.items()
        for item in items
        if wanted in item.name.casefold()
    )


def find_use_cases(session: Session, text: str) -> tuple[Found, ...]:
    """Return the use cases with the words of ``text``; all of them for no text."""
    if not session.is_open:
        return ()
    from placet.domain.parties import UseCase

    ws = session.workspace
    known = {item.id: item for item in ws.register.all(UseCase)}
    if not text.strip():
        return tuple(Found(item, "") for item in sorted(known.values(), key=lambda item: item.reference))
    hits = ws.register.search(text)
    return tuple(Found(known[hit.use_case_id], hit.snippet) for hit in hits if hit.use_case_id in known)
