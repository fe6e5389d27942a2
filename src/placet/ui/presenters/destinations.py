"""Where one can go by typing a few letters: a page, a use case, a person or another record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from placet.ui.session import Session
from placet.ui.translate import tr

if TYPE_CHECKING:
    from placet.domain.parties import Body, Entity, Model, Person, System, Vendor

PAGE, USE_CASE = "page", "use_case"


@dataclass(frozen=True, slots=True)
class Destination:
    """Somewhere to go."""

    kind: str
    """``page``, ``use_case``, or the register's list: ``people``, ``entities`` …"""
    id: str
    title: str
    note: str = ""


def destinations(session: Session, pages: Sequence[tuple[str, str]], text: str) -> list[Destination]:
    """Return where ``text`` may lead; ``pages`` are ids and names. Without text: every page and use case."""
    wanted = text.casefold().strip()
    named = [Destination(PAGE, key, name, tr("page")) for key, name in pages if wanted in name.casefold()]
    if not session.is_open:
        return named
    return [*named, *_parties(session, wanted), *_use_cases(session, text)]


def _parties(session: Session, wanted: str) -> list[Destination]:
    """Return the records with the words in their name; none for no words."""
    if not wanted:
        return []
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
    return [
        Destination(part, item.id, item.name, tr(part))
        for part, items in lists.items()
        for item in items
        if wanted in item.name.casefold()
    ]


def _use_cases(session: Session, text: str) -> list[Destination]:
    """Return the use cases with the words in their name, description or answers."""
    from placet.domain.parties import UseCase

    register = session.workspace.register
    found = sorted(register.all(UseCase), key=lambda item: item.reference)
    if text.strip():
        known = {item.id: item for item in found}
        found = [known[hit.use_case_id] for hit in register.search(text)]
    return [Destination(USE_CASE, item.id, f"{item.reference}  {item.name}") for item in found]
