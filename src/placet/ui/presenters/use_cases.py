"""The list of use cases without widgets: rows, search, filter."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from placet.domain.parties import Entity, Person, TriageResult, UseCase, UseCaseVersion, VersionState
from placet.domain.places import PLACE_NAMES
from placet.register.search import Hit
from placet.ui.session import Session

_MOST_FOUND = 500
TRIAGE_WORDS = {
    TriageResult.OPEN: "not settled",
    TriageResult.NOT_AI: "not AI",
    TriageResult.BASIC: "basic use",
    TriageResult.FULL: "full assessment",
}
TRIAGE_MARKS: dict[TriageResult, str] = {
    TriageResult.OPEN: "unknown",
    TriageResult.NOT_AI: "",
    TriageResult.BASIC: "",
    TriageResult.FULL: "",
}
"""Only what is not settled is marked: a triage result is no status of compliance."""
STATE_WORDS = {
    VersionState.DRAFT: "draft",
    VersionState.SUBMITTED: "submitted",
    VersionState.APPROVED: "approved",
    VersionState.SUPERSEDED: "superseded",
}


@dataclass(frozen=True, slots=True)
class UseCaseRow:
    """One use case in the list."""

    id: str
    reference: str
    name: str
    owner: str
    entities: str
    places: str
    triage: str
    state: str
    version: int
    snippet: str = ""
    """Where the search found its words, when not in the name."""
    is_retired: bool = False


@dataclass(frozen=True, slots=True)
class UseCaseListState:
    """What the list shows."""

    rows: tuple[UseCaseRow, ...] = ()
    total: int = 0
    text: str = ""
    triage: str = ""
    place: str = ""
    places: tuple[str, ...] = ()
    has_entities: bool = True
    """Without one no rule binds: that comes first."""


class UseCaseListPresenter:
    """Keeps the search and the filters."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._text = self._triage = self._place = ""
        self._all: list[UseCaseRow] = []
        self._has_entities = False
        self.state = UseCaseListState()
        self.changed: list[Callable[[UseCaseListState], object]] = []

    def search(self, text: str) -> None:
        """Show the use cases with these words."""
        self._text = text
        self._show()

    def filter_by(self, *, triage: str | None = None, place: str | None = None) -> None:
        """Show those of one triage result or one place; empty shows all."""
        self._triage = self._triage if triage is None else triage
        self._place = self._place if place is None else place
        self._show()

    def refresh(self) -> None:
        """Read the register again."""
        is_open = self._session.is_open
        self._all = self._rows() if is_open else []
        self._has_entities = is_open and self._session.workspace.register.count(Entity) > 0
        self._show()

    def _show(self) -> None:
        self.state = self._filtered() if self._session.is_open else UseCaseListState()
        for listener in self.changed:
            listener(self.state)

    def _filtered(self) -> UseCaseListState:
        rows = self._all
        places = tuple(sorted({place for row in rows for place in row.places.split(" ") if place}))
        shown = rows
        if self._text.strip():
            hits = {hit.use_case_id: hit for hit in self._session.workspace.register.search(self._text, _MOST_FOUND)}
            shown = [_with_snippet(row, hits[row.id]) for row in shown if row.id in hits]
        if self._triage:
            shown = [row for row in shown if row.triage == self._triage]
        if self._place:
            shown = [row for row in shown if self._place in row.places.split(" ")]
        return UseCaseListState(
            tuple(shown), len(rows), self._text, self._triage, self._place, places, self._has_entities
        )

    def _rows(self) -> list[UseCaseRow]:
        register = self._session.workspace.register
        entities = {item.id: item for item in register.all(Entity)}
        people = {item.id: item.name for item in register.all(Person)}
        newest: dict[str, UseCaseVersion] = {}
        for version in register.all(UseCaseVersion):
            known = newest.get(version.use_case_id)
            if version.state != VersionState.SUPERSEDED and (known is None or version.number > known.number):
                newest[version.use_case_id] = version
        return [
            _row(item, newest.get(item.id), entities, people)
            for item in sorted(register.all(UseCase), key=lambda item: item.reference)
        ]


def _row(
    item: UseCase, version: UseCaseVersion | None, entities: dict[str, Entity], people: dict[str, str]
) -> UseCaseRow:
    mine = [entities[key] for key in item.entity_ids if key in entities]
    places = sorted({entity.place for entity in mine})
    return UseCaseRow(
        item.id,
        item.reference,
        item.name,
        people.get(item.owner_id, ""),
        ", ".join(entity.name for entity in mine),
        " ".join(places),
        item.triage,
        "retired" if item.retired_on else STATE_WORDS[VersionState(version.state)] if version else "",
        version.number if version else 0,
        is_retired=bool(item.retired_on),
    )


def _with_snippet(row: UseCaseRow, hit: Hit) -> UseCaseRow:
    return row if hit.where == "name" else replace(row, snippet=hit.snippet)


def place_word(code: str) -> str:
    """Return a place's name as it stands alone."""
    name = PLACE_NAMES.get(code, code)
    return name[:1].upper() + name[1:]
