"""Assess a use case in its entities: load what the register knows and run the one pure function on it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from placet.domain.acts import Answer
from placet.domain.assessment import Assessment, assess, flow_facts
from placet.domain.errors import UserFacingError
from placet.domain.facts import context_for, flow_with_implied
from placet.domain.interview import Placed, Question, questions
from placet.domain.pack import Pack
from placet.domain.parties import DataFlow, Entity, UseCase, UseCaseVersion
from placet.domain.predicates import Context, Flow
from placet.domain.triage import TriageProposal, propose_triage
from placet.operations.state_facts import parts_of, stated_facts
from placet.operations.workspace import Workspace, found


@dataclass(frozen=True, slots=True)
class EntityAssessment:
    """A version assessed in one entity; ``assessment`` is None where there is no pack: “not assessed”."""

    entity: Entity
    assessment: Assessment | None


def entities_of(ws: Workspace, use_case: UseCase) -> tuple[Entity, ...]:
    """Return the entities a use case is for."""
    return tuple(found(ws.register.get(Entity, key), "entity", key) for key in use_case.entity_ids)


def context_of(ws: Workspace, version: UseCaseVersion, entity: Entity) -> Context:
    """Return facts and flows of a version as they stand in an entity's place."""
    stated = stated_facts(ws, version, entity)
    flows = stated_flows(ws, version)
    parts = parts_of(ws, version)
    return context_for(ws.facts, stated, entity.place, flows, flows_complete=version.flows_complete, parts=parts)


def stated_flows(ws: Workspace, version: UseCaseVersion) -> tuple[Flow, ...]:
    """Return the data flows of a version as the facts that rules read."""
    plain = (
        flow_facts(
            flow.data_classes,
            flow.collected_in,
            flow.stored_in,
            flow.processed_in,
            flow.accessed_from,
            flow.given_to,
            flow.mechanism,
        )
        for flow in flows_of(ws, version)
    )
    return tuple(flow_with_implied(ws.facts, flow) for flow in plain)


def flows_of(ws: Workspace, version: UseCaseVersion) -> tuple[DataFlow, ...]:
    """Return the data flows of a version in the order they were entered."""
    return tuple(sorted(ws.register.all(DataFlow, version_id=version.id), key=lambda flow: flow.id))


def answers_of(ws: Workspace, version: UseCaseVersion) -> tuple[Answer, ...]:
    """Return the answers given for a version."""
    return tuple(ws.register.all(Answer, version_id=version.id))


def assess_version(
    ws: Workspace, use_case: UseCase, version: UseCaseVersion, as_of: dt.date | None = None, entity_id: str = ""
) -> tuple[EntityAssessment, ...]:
    """Assess a version in each of its entities, or in one."""
    day = as_of or ws.today()
    result = []
    for entity in entities_of(ws, use_case):
        if entity_id and entity.id != entity_id:
            continue
        pack = ws.pack(entity.place)
        if pack is None:
            result.append(EntityAssessment(entity, None))
            continue
        result.append(EntityAssessment(entity, assess_in(ws, version, entity, pack, day)))
    if entity_id and not result:
        raise UserFacingError(f"“{use_case.name}” is not for that entity", todo="Add the entity to the use case first.")
    return tuple(result)


def assess_in(ws: Workspace, version: UseCaseVersion, entity: Entity, pack: Pack, as_of: dt.date) -> Assessment:
    """Assess a version in one entity under one pack."""
    context = context_of(ws, version, entity)
    return assess(ws.facts, pack, context, answers_of(ws, version), entity.id, as_of)


def placed(assessed: tuple[EntityAssessment, ...]) -> tuple[Placed, ...]:
    """Return the assessments that exist, as the interview takes them."""
    return tuple(
        Placed(item.entity.id, item.entity.place, item.assessment) for item in assessed if item.assessment is not None
    )


def interview_questions(ws: Workspace, use_case: UseCase, version: UseCaseVersion) -> tuple[Question, ...]:
    """Return the questions of the interview as they stand now."""
    assessed = assess_version(ws, use_case, version)
    return questions(ws.facts, ws.common, placed(assessed), answers_of(ws, version))


def triage_of(ws: Workspace, use_case: UseCase, version: UseCaseVersion) -> TriageProposal:
    """Return what triage proposes; the strictest entity decides what is asked."""
    entities = entities_of(ws, use_case)
    if not entities:
        raise UserFacingError(f"“{use_case.name}” has no entity yet", todo="Say which entity will use it.")
    proposals = [propose_triage(ws.facts, context_of(ws, version, entity)) for entity in entities]
    order = ["full", "open", "basic", "not_ai"]
    return min(proposals, key=lambda proposal: order.index(proposal.result))
