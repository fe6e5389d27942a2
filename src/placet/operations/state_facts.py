"""State facts about a use case, its models and systems, an entity or the firm; unknown stays unknown."""

from __future__ import annotations

from placet.domain.errors import UserFacingError
from placet.domain.facts import About, StatedFact, merged, parse_value, to_json
from placet.domain.parties import Entity, Fact, System, UseCaseVersion
from placet.domain.predicates import Value
from placet.operations.open_version import require_open
from placet.operations.workspace import Workspace
from placet.register.journal import Change

FIRM_SUBJECT = "firm"


def state_fact(
    ws: Workspace,
    version: UseCaseVersion,
    key: str,
    raw: object,
    *,
    place: str = "",
    entity_id: str = "",
    subject_id: str = "",
) -> None:
    """State one fact; ``raw`` None takes it back to unknown.

    Raises UserFacingError when the value is not one the fact takes, or it is not clear which model or system is meant.
    """
    change, subject = fact_change(ws, version, key, raw, place=place, entity_id=entity_id, subject_id=subject_id)
    if change is not None:
        ws.commit("withdraw_fact" if raw is None else "state_fact", [change], subject=subject)


def fact_change(
    ws: Workspace,
    version: UseCaseVersion,
    key: str,
    raw: object,
    *,
    place: str = "",
    entity_id: str = "",
    subject_id: str = "",
) -> tuple[Change | None, str]:
    """Return the change that states a fact, None when nothing changes, and the subject it is stated about."""
    definition = ws.facts[key]
    if place and not definition.per_place:
        raise UserFacingError(f"“{definition.label}” has one value for all places", key, "State it without a place.")
    subject = subject_id or subject_of(ws, version, definition.about, entity_id)
    if subject == version.id:
        require_open(ws, version)
    old = next(iter(ws.register.all(Fact, key=key, subject_id=subject, place=place)), None)
    if raw is None:
        return (Change.remove(Fact, old.id) if old else None), subject
    value = to_json(parse_value(definition, raw))
    stored = tuple(value) if isinstance(value, list) else value
    if old and old.value == stored:
        return None, subject
    fact = Fact(old.id if old else ws.new_id(), key, definition.about, subject, stored, place, str(ws.actor), ws.now())
    return Change.put(fact), subject


def subject_of(ws: Workspace, version: UseCaseVersion, about: About, entity_id: str = "") -> str:
    """Return what a fact is stated about; a lone model or system is meant without being named."""
    if about is About.FIRM:
        return FIRM_SUBJECT
    if about is About.ENTITY:
        if not entity_id:
            raise UserFacingError("which entity is meant is not said", todo="Name the entity.")
        return entity_id
    candidates = parts_of(ws, version).get(about, ())
    if len(candidates) > 1:
        raise UserFacingError(f"there are {len(candidates)} {about}s; which one is meant is not said")
    return candidates[0] if candidates else version.id


def parts_of(ws: Workspace, version: UseCaseVersion) -> dict[About, tuple[str, ...]]:
    """Return the ids of the systems a version puts to use, and of their models, each once."""
    systems = [system for key in version.system_ids if (system := ws.register.get(System, key))]
    return {
        About.SYSTEM: tuple(system.id for system in systems),
        About.MODEL: tuple(dict.fromkeys(model for system in systems for model in system.model_ids)),
    }


def facts_stated(ws: Workspace, version: UseCaseVersion, entity: Entity) -> tuple[Fact, ...]:
    """Return every fact on record that bears on a version in an entity."""
    subjects = [FIRM_SUBJECT, entity.id, version.id, *version.system_ids]
    for key in version.system_ids:
        system = ws.register.get(System, key)
        subjects.extend(system.model_ids if system else ())
    return tuple(fact for key in dict.fromkeys(subjects) for fact in ws.register.all(Fact, subject_id=key))


def stated_facts(ws: Workspace, version: UseCaseVersion, entity: Entity) -> tuple[StatedFact, ...]:
    """Return the facts as rules read them; licence classes are the entity's sector."""
    result = [
        StatedFact(fact.key, _typed(fact.value), fact.subject_id, fact.place)
        for fact in facts_stated(ws, version, entity)
    ]
    if entity.licence_classes:
        result.append(StatedFact("sector", frozenset(entity.licence_classes), entity.id))
    return tuple(result)


def _typed(value: bool | int | str | tuple[str, ...]) -> Value:
    return frozenset(value) if isinstance(value, tuple) else value


def fact_values(ws: Workspace, version: UseCaseVersion, entity: Entity) -> dict[str, Value]:
    """Return the value of every known fact in the entity's place."""
    return merged(ws.facts, stated_facts(ws, version, entity), entity.place, parts_of(ws, version))
