"""What a person may state for a fact: one place to answer for each subject, and for each place that differs."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace

from placet.domain.facts import About, FactDefinition, FactKind
from placet.domain.moments import shown
from placet.domain.parties import Entity, Fact, Model, Person, System, UseCaseVersion
from placet.domain.wording import value_text
from placet.operations.keep_drafts import kept_draft
from placet.operations.workspace import Workspace
from placet.ui.presenters.rule_lines import place_name
from placet.ui.translate import tr

Raw = bool | int | str | tuple[str, ...] | None
"""A fact as a form holds it; None is *not known*."""


@dataclass(frozen=True, slots=True)
class FactSlot:
    """One place where one value of the fact is stated."""

    key: str
    label: str
    """“for Harbour Example Bank”, “in Hong Kong”; empty for the one common value."""
    value: Raw
    shown: str
    """The value in words."""
    said: str
    """By whom and when; empty while nobody has."""
    place: str = ""
    entity_id: str = ""
    subject_id: str = ""
    read_only: str = ""
    """Why it is not stated here; empty when it is."""
    draft: Raw = None
    has_draft: bool = False
    """Something else than ``value`` was entered and is not on record yet."""

    @property
    def entered(self) -> Raw:
        """Return what the form shows: the draft if there is one, else what is on record."""
        return self.draft if self.has_draft else self.value


def fact_draft_id(version: UseCaseVersion, slot: FactSlot) -> str:
    """Name the draft of one value."""
    return f"fact/{version.id}/{slot.key}/{slot.subject_id}/{slot.place}"


def with_draft(ws: Workspace, version: UseCaseVersion, slot: FactSlot) -> FactSlot:
    """Return the slot with what was entered and not recorded."""
    body = kept_draft(ws, fact_draft_id(version, slot))
    if not body:
        return slot
    kept = json.loads(body)
    return replace(slot, draft=tuple(kept) if isinstance(kept, list) else kept, has_draft=True)


@dataclass(frozen=True, slots=True)
class FactForm:
    """One fact to state."""

    question_id: str
    key: str
    text: str
    help: str
    kind: FactKind
    choices: tuple[tuple[str, str], ...]
    unit: str
    slots: tuple[FactSlot, ...]
    other_places: tuple[tuple[str, str], ...] = ()
    """Places for which another value could be stated."""


def fact_form(
    ws: Workspace, version: UseCaseVersion, entities: tuple[Entity, ...], definition: FactDefinition
) -> FactForm:
    """Return the form of one fact."""
    slots = tuple(with_draft(ws, version, slot) for slot in _slots(ws, version, entities, definition))
    places = list(dict.fromkeys(entity.place for entity in entities))
    stated = {slot.place for slot in slots}
    free = [place for place in places if place not in stated] if definition.per_place and len(places) > 1 else []
    return FactForm(
        f"fact:{definition.key}",
        definition.key,
        definition.question,
        definition.help,
        definition.kind,
        tuple((choice.key, choice.label) for choice in definition.choices),
        definition.unit,
        slots,
        tuple((place, place_name(place)) for place in free),
    )


def _slots(
    ws: Workspace, version: UseCaseVersion, entities: tuple[Entity, ...], definition: FactDefinition
) -> Iterable[FactSlot]:
    match definition.about:
        case About.ENTITY:
            for entity in entities:
                yield _entity_slot(ws, definition, entity, len(entities) > 1)
        case About.MODEL | About.SYSTEM:
            subjects = _parts(ws, version, definition.about)
            if not subjects:
                yield _slot(ws, definition, version.id)
            for subject_id, name in subjects:
                yield _slot(ws, definition, subject_id, label=name if len(subjects) > 1 else "")
        case _:
            yield _slot(ws, definition, version.id)
            for fact in ws.register.all(Fact, key=definition.key, subject_id=version.id):
                if fact.place:
                    label = tr("in {place}", place=place_name(fact.place))
                    yield _slot(ws, definition, version.id, label=label, place=fact.place)


def _parts(ws: Workspace, version: UseCaseVersion, about: About) -> tuple[tuple[str, str], ...]:
    """Return the systems or models that a version uses, with their names."""
    systems = [found for key in version.system_ids if (found := ws.register.get(System, key))]
    if about is About.SYSTEM:
        return tuple((item.id, item.name) for item in systems)
    keys = dict.fromkeys(model for system in systems for model in system.model_ids)
    models = [model for key in keys if (model := ws.register.get(Model, key))]
    return tuple((item.id, item.name) for item in models)


def _entity_slot(ws: Workspace, definition: FactDefinition, entity: Entity, is_named: bool) -> FactSlot:
    label = tr("for {name}", name=entity.name) if is_named else ""
    if definition.key == "sector" and entity.licence_classes:
        value = tuple(entity.licence_classes)
        words = value_text(ws.facts, definition.key, frozenset(value))
        why = tr("Taken from the entity on the Register page.")
        return FactSlot(definition.key, label, value, words, "", "", entity.id, entity.id, why)
    return _slot(ws, definition, entity.id, label=label, entity_id=entity.id)


def _slot(
    ws: Workspace, definition: FactDefinition, subject_id: str, *, label: str = "", place: str = "", entity_id: str = ""
) -> FactSlot:
    fact = next(iter(ws.register.all(Fact, key=definition.key, subject_id=subject_id, place=place)), None)
    value: Raw = fact.value if fact else None
    typed = frozenset(value) if isinstance(value, tuple) else value
    words = value_text(ws.facts, definition.key, typed)
    said = _said(ws, fact) if fact else ""
    return FactSlot(definition.key, label, value, words, said, place, entity_id, subject_id)


def _said(ws: Workspace, fact: Fact) -> str:
    person = ws.register.get(Person, fact.stated_by.partition(":")[2])
    return f"{person.name if person else fact.stated_by}, {shown(fact.stated_at)}"
