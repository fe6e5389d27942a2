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
