"""The details of one use case without widgets: what is shown, what is saved."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from placet.domain.canonical import nfc
from placet.domain.parties import Entity, Person, System, TriageResult, UseCase, UseCaseVersion, VersionState
from placet.operations.keep_parties import (
    add_use_case,
    change_use_case,
    editable_version,
    retire_use_case,
    use_systems,
    working_version,
)
from placet.ui.presenters.form_fields import FieldKind, FormField, Option, Values, many_of, missing, text_of
from placet.ui.presenters.use_cases import STATE_WORDS, TRIAGE_WORDS
from placet.ui.session import Session
from placet.ui.translate import tr


@dataclass(frozen=True, slots=True)
class UseCaseFormState:
    """What the form shows."""

    id: str = ""
    """Empty for a new use case."""
    title: str = ""
    line: str = ""
    fields: tuple[FormField, ...] = ()
    values: Values = field(default_factory=dict)
    own_fields: tuple[tuple[str, str], ...] = ()
    problems: dict[str, str] = field(default_factory=dict)
    is_retired: bool = False


class UseCaseFormPresenter:
    """Loads and saves one use case."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self.state = UseCaseFormState()
        self.changed: list[Callable[[UseCaseFormState], object]] = []

    def _set(self, state: UseCaseFormState) -> None:
        self.state = state
        for listener in self.changed:
            listener(state)

    def new(self) -> None:
        """Begin a new use case; a lone entity is taken."""
        entities = self._session.workspace.register.all(Entity)
        values: Values = {"entities": (entities[0].id,)} if len(entities) == 1 else {}
        self._set(UseCaseFormState("", "New use case", "", self._fields(), values))

    def show(self, use_case_id: str) -> None:
        """Show a use case as it stands."""
        ws = self._session.workspace
        item = ws.register.get(UseCase, use_case_id)
        if item is None:
            self._set(UseCaseFormState())
            return
        version = working_version(ws, item.id)
        values: Values = {
            "name": item.name,
            "reference": item.reference,
            "purpose": item.purpose,
            "description": item.description,
            "owner": item.owner_id,
            "entities": item.entity_ids,
            "systems": version.system_ids,
        }
        words = STATE_WORDS[VersionState(version.state)], TRIAGE_WORDS[TriageResult(item.triage)]
        line = tr(
            "{reference} · version {number}, {state} · {triage}",
            reference=item.reference,
            number=version.number,
            state=tr(words[0]),
            triage=tr(words[1]),
        )
        retired = bool(item.retired_on)
        self._set(
            UseCaseFormState(item.id, item.name, line, self._fields(), values, item.own_fields, is_retired=retired)
        )

    def save(self, values: Values) -> str:
        """Save and return the use case's id; empty when a field is missing.

        Other systems are stated of a draft: beside an approved version one is made first.
        """
        problems = missing(self.state.fields, values)
        if problems:
            self._set(replace(self.state, values=values, problems=problems))
            return ""
        ws = self._session.workspace
        item = ws.register.get(UseCase, self.state.id) if self.state.id else None
        if item is None:
            version = add_use_case(
                ws,
                text_of(values, "name"),
                reference=text_of(values, "reference"),
                description=text_of(values, "description"),
                purpose=text_of(values, "purpose"),
                owner_id=text_of(values, "owner"),
                entity_ids=many_of(values, "entities"),
            )
            use_case_id = version.use_case_id
        else:
            use_case_id, version = item.id, working_version(ws, item.id)
            changed = _changed(item, values)
            if changed != item:
                change_use_case(ws, changed)
        self._save_systems(use_case_id, version, many_of(values, "systems"))
        self._session.tell_change()
        self.show(use_case_id)
        return use_case_id

    def _save_systems(self, use_case_id: str, version: UseCaseVersion, system_ids: tuple[str, ...]) -> None:
        if set(system_ids) != set(version.system_ids):
            ws = self._session.workspace
            use_systems(ws, editable_version(ws, use_case_id), system_ids)

    def retire(self) -> None:
        """Retire the use case as of today; its record stays."""
        ws = self._session.workspace
        retire_use_case(ws, self.state.id, ws.today().isoformat())
        self._session.tell_change()
        self.show(self.state.id)

    def _fields(self) -> tuple[FormField, ...]:
        register = self._session.workspace.register
        people = tuple(Option(item.id, item.name) for item in sorted(register.all(Person), key=lambda item: item.name))
        entities = tuple(Option(item.id, f"{item.name} ({item.place})") for item in register.all(Entity))
        systems = tuple(Option(item.id, f"{item.name} {item.version}".strip()) for item in register.all(System))
        return (
            FormField("name", "&Name", is_required=True),
            FormField("reference", "Re&ference", help="Left empty, it is the next number.", is_half=True),
            FormField("owner", "&Owner", FieldKind.CHOICE, options=people, is_half=True),
            FormField("purpose", "&Purpose", FieldKind.LONG_TEXT, "What it is for, in one or two sentences."),
            FormField("description", "&Description", FieldKind.LONG_TEXT, "What it does, for someone new to it."),
            FormField("entities", "&Entities", FieldKind.CHOICES, "Who will use it; each has its own rules.", entities),
            FormField("systems", "S&ystems", FieldKind.CHOICES, "What it runs on: models and other parts.", systems),
        )


def _changed(item: UseCase, values: Values) -> UseCase:
    return replace(
        item,
        name=nfc(text_of(values, "name")),
        reference=nfc(text_of(values, "reference")) or item.reference,
        purpose=nfc(text_of(values, "purpose")),
        description=nfc(text_of(values, "description")),
        owner_id=text_of(values, "owner"),
        entity_ids=_same_order(item.entity_ids, many_of(values, "entities")),
    )


def _same_order(former: tuple[str, ...], chosen: tuple[str, ...]) -> tuple[str, ...]:
    """Return what is chosen; where nothing was added or taken away, in its former order."""
    return former if set(former) == set(chosen) else chosen
