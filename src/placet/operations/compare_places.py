"""Compare a use case in all its places, the law that reaches it from elsewhere among them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace

from placet.domain.acts import Determination, SignOff
from placet.domain.assessment import assess
from placet.domain.compare import Comparison, compare
from placet.domain.deadlines import LocalCalendar
from placet.domain.errors import UserFacingError
from placet.domain.facts import merged
from placet.domain.firm import STOPPING, Outcome
from placet.domain.group import Provenance, to_adopt, whose_words
from placet.domain.interview import Placed
from placet.domain.launch import launch_plan
from placet.domain.pack import Pack
from placet.domain.parties import Body, Entity, UseCase, UseCaseVersion
from placet.domain.predicates import Context
from placet.domain.prompts import Prompts, count_prompts
from placet.domain.reach import Reach, may_reach, reach_of
from placet.domain.rules import Force
from placet.domain.side_by_side import InPlace, assessed
from placet.operations.assess_use_case import answers_of, assess_in, entities_of, stated_flows
from placet.operations.local_calendars import calendar_of
from placet.operations.state_facts import parts_of, stated_facts
from placet.operations.workspace import Workspace


def in_places(
    ws: Workspace,
    use_case: UseCase,
    version: UseCaseVersion,
    as_of: dt.date | None = None,
    entity_ids: Collection[str] = (),
) -> tuple[InPlace, ...]:
    """Return a version in each of its entities, and under each pack that reaches one from elsewhere.

    A pack of voluntary instruments only is an overlay: it stands once, under the first entity it reaches.
    Raises UserFacingError when an entity named is not one of the use case.
    """
    day = as_of or ws.today()
    entities = entities_of(ws, use_case)
    strange = set(entity_ids) - {entity.id for entity in entities}
    if strange:
        raise UserFacingError(f"“{use_case.name}” is not for that entity", todo="Add the entity to the use case first.")
    chosen = [entity for entity in entities if not entity_ids or entity.id in entity_ids]
    own, reached, overlays = [], [], set()
    for entity in chosen:
        pack = ws.pack(entity.place)
        found = assess_in(ws, version, entity, pack, day) if pack else None
        own.append(InPlace(entity.id, entity.name, entity.place, pack, found))
        for reach in reaching(ws, version, entity):
            if reach.truth is not True or reach.pack.id in overlays:
                continue
            if is_overlay(reach.pack):
                overlays.add(reach.pack.id)
            reached.append(_under(ws, version, entity, reach.pack, day))
    return (*own, *reached)


def reaching(ws: Workspace, version: UseCaseVersion, entity: Entity) -> tuple[Reach, ...]:
    """Return the packs of other places that reach an entity, or would if a fact were so."""
    under = contexts_under(ws, version, entity)
    found = (reach_of(ws.facts, pack, under(pack)) for pack in may_reach(ws.packs.values(), entity.place))
    return tuple(item for item in found if item.truth is not False)


def is_overlay(pack: Pack) -> bool:
    """Tell whether nothing in a pack is more than voluntary."""
    return all(item.force in (Force.VOLUNTARY, Force.OBSERVATION) for item in pack.instruments)


def contexts_under(ws: Workspace, version: UseCaseVersion, entity: Entity) -> Callable[[Pack], Context]:
    """Return what gives the stated facts of an entity as they stand in a pack's place; the register is asked once."""
    flows = stated_flows(ws, version)
    stated = stated_facts(ws, version, entity)
    parts = parts_of(ws, version)

    def under(pack: Pack) -> Context:
        return Context(merged(ws.facts, stated, pack.jurisdiction, parts), flows, version.flows_complete)

    return under


def _under(ws: Workspace, version: UseCaseVersion, entity: Entity, pack: Pack, day: dt.date) -> InPlace:
    context = contexts_under(ws, version, entity)(pack)
    found = assess(ws.facts, pack, context, answers_of(ws, version), entity.id, day)
    return InPlace(entity.id, entity.name, pack.jurisdiction, pack, found, reached=True)


def compare_places(
    ws: Workspace,
    use_case: UseCase,
    version: UseCaseVersion,
    as_of: dt.date | None = None,
    entity_ids: Collection[str] = (),
) -> Comparison:
    """Return the comparison of a version in all its places as of a day."""
    day = as_of or ws.today()
    columns = shared_columns(in_places(ws, use_case, version, day, entity_ids))
    plan = launch_plan(ws.firm, columns, calendars_for(columns, day), day, _done(ws, version, columns))
    bodies = {body.key: body.name for body in ws.register.all(Body)}
    return compare(ws.facts, ws.common, ws.firm, columns, plan, _determined(ws, version), bodies)


def shared_columns(columns: Sequence[InPlace]) -> tuple[InPlace, ...]:
    """Join the columns of one reaching pack that say the same of several entities."""
    result: list[InPlace] = []
    for item in columns:
        same = next((known for known in result if item.reached and known.reached and _same(known, item)), None)
        if same is None:
            result.append(item)
        else:
            result[result.index(same)] = replace(same, also=(*same.also, item.entity_name))
    return tuple(result)


def _same(one: InPlace, other: InPlace) -> bool:
    if one.place != other.place or one.assessment is None or other.assessment is None:
        return False
    return replace(one.assessment, context=other.assessment.context) == other.assessment


def calendars_for(columns: Collection[InPlace], day: dt.date) -> dict[str, LocalCalendar]:
    """Return a calendar for every place with rules."""
    return {item.place: calendar_of(item.pack, day) for item in columns if item.pack is not None}


def prompts_of(ws: Workspace, version: UseCaseVersion, columns: Collection[InPlace]) -> Prompts:
    """Return how many prompts one interview for all these columns puts to a person, and how many each alone would."""
    return count_prompts(ws.facts, ws.common, as_placed(columns), answers_of(ws, version))


def as_placed(columns: Collection[InPlace]) -> tuple[Placed, ...]:
    """Return the assessments that exist, law from elsewhere among them, as the interview takes them."""
    return tuple(Placed(item.at.entity_id, item.at.place, item.assessment) for item in assessed(tuple(columns)))


def _done(ws: Workspace, version: UseCaseVersion, columns: Collection[InPlace]) -> Mapping[str, frozenset[str]]:
    """Return the stages in which the newest act of each entity let the route go on."""
    newest: dict[tuple[str, str], SignOff] = {}
    for act in sorted(ws.register.all(SignOff, version_id=version.id), key=lambda act: act.recorded_at):
        for entity_id in act.entity_ids:
            newest[entity_id, act.stage_id] = act
    passed = [key for key, act in newest.items() if Outcome(act.outcome) not in STOPPING]
    return {
        item.entity_id: frozenset(stage for entity, stage in passed if entity == item.entity_id) for item in columns
    }


def _determined(ws: Workspace, version: UseCaseVersion) -> dict[tuple[str, str], str]:
    made = sorted(ws.register.all(Determination, version_id=version.id), key=lambda item: item.at)
    return {(item.entity_id, item.subject): item.determined for item in made}


def words_of(
    ws: Workspace, version: UseCaseVersion, entity: Entity, *, control: str = "", requirement: str = ""
) -> Provenance:
    """Return whose answer stands in an entity for a control or a requirement: its own, its group's, another's."""
    return whose_words(
        answers_of(ws, version),
        entity,
        {item.id: item for item in ws.register.all(Entity)},
        ws.register.all(SignOff, version_id=version.id),
        control=control,
        requirement=requirement,
    )


def words_to_adopt(ws: Workspace, version: UseCaseVersion, entity: Entity) -> tuple[Provenance, ...]:
    """Return the group's answers that stand in an entity and that its own management has not adopted."""
    return to_adopt(
        answers_of(ws, version),
        entity,
        {item.id: item for item in ws.register.all(Entity)},
        ws.register.all(SignOff, version_id=version.id),
    )
