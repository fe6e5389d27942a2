"""One list of records with the form of the chosen one, without widgets."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Generic

from placet.domain.parties import Person, RoleHolding
from placet.operations.keep_parties import save
from placet.ui.presenters.form_fields import FormField, Values, missing
from placet.ui.presenters.party_kinds import P, PartyKind, names_of
from placet.ui.session import Session


@dataclass(frozen=True, slots=True)
class PartyRow:
    """One record in the list."""

    id: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PartyState:
    """What list and form show."""

    rows: tuple[PartyRow, ...] = ()
    chosen: str = ""
    is_new: bool = False
    fields: tuple[FormField, ...] = ()
    values: Values = field(default_factory=dict)
    problems: dict[str, str] = field(default_factory=dict)

    @property
    def has_form(self) -> bool:
        """Tell whether a record is shown or begun."""
        return self.is_new or bool(self.chosen)


class PartyPresenter(Generic[P]):
    """Shows and saves records of one kind."""

    def __init__(self, session: Session, kind: PartyKind[P]) -> None:
        self._session = session
        self.kind: PartyKind[P] = kind
        self.state = PartyState()
        self.changed: list[Callable[[PartyState], object]] = []

    def _set(self, state: PartyState) -> None:
        self.state = state
        for listener in self.changed:
            listener(state)

    def refresh(self) -> None:
        """Read the list again; what is being edited stays."""
        if not self._session.is_open:
            self._set(PartyState())
            return
        fields = self.kind.fields(self._session.workspace)
        self._set(replace(self.state, rows=self._rows(), fields=fields))

    def choose(self, record_id: str) -> None:
        """Show one record."""
        ws = self._session.workspace
        item = ws.register.get(self.kind.cls, record_id)
        if item is None:
            self._set(PartyState(self._rows()))
            return
        self._set(PartyState(self._rows(), item.id, False, self.kind.fields(ws), self.kind.read(item)))

    def begin(self) -> None:
        """Begin a new record."""
        ws = self._session.workspace
        self._set(PartyState(self._rows(), "", True, self.kind.fields(ws)))

    def cancel(self) -> None:
        """Show no record."""
        self._set(PartyState(self._rows()))

    def save(self, values: Values) -> bool:
        """Save the record; tell whether it is on record now."""
        problems = missing(self.state.fields, values)
        if problems:
            self._set(replace(self.state, values=values, problems=problems))
            return False
        ws = self._session.workspace
        old = ws.register.get(self.kind.cls, self.state.chosen) if self.state.chosen else None
        record = self.kind.build(old, values)
        record_id = save(ws, record) if record != old else self.state.chosen
        self._session.tell_change()
        self.choose(record_id)
        return True

    def _rows(self) -> tuple[PartyRow, ...]:
        ws = self._session.workspace
        names = names_of(ws)
        if self.kind.cls is Person:
            names |= self._role_names()
        items = sorted(ws.register.all(self.kind.cls), key=lambda item: item.name)
        return tuple(
            PartyRow(item.id, tuple(column.text(item, names) for column in self.kind.columns)) for item in items
        )

    def _role_names(self) -> dict[str, str]:
        """Return each person's present roles in the firm's words."""
        ws = self._session.workspace
        today = ws.today().isoformat()
        found: dict[str, list[str]] = {}
        for holding in ws.register.all(RoleHolding):
            role = ws.firm.role(holding.role)
            if not holding.to_date or holding.to_date >= today:
                found.setdefault(f"roles:{holding.person_id}", []).append(role.title if role else holding.role)
        return {key: ", ".join(titles) for key, titles in found.items()}
