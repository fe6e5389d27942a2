"""Follow the route of one version in one entity: its stages, what was decided, and on which content."""

from __future__ import annotations

from dataclasses import dataclass

from placet.domain.acts import ReviewCopy, SignOff
from placet.domain.errors import UserFacingError
from placet.domain.firm import STOPPING, Outcome, RouteStage
from placet.domain.parties import Entity, UseCase, UseCaseVersion
from placet.domain.signoff_rules import next_stages, open_stages, route_complete, standing
from placet.operations.assess_use_case import assess_in
from placet.operations.review_copy import current_review_copy, is_current
from placet.operations.workspace import Workspace


@dataclass(frozen=True, slots=True)
class StageState:
    """One stage, the act that stands there, and whether it can be acted on."""

    stage: RouteStage
    act: SignOff | None
    is_next: bool
    is_stopped: bool
    """The act that stands is an objection, a failure or a refusal."""


@dataclass(frozen=True, slots=True)
class RouteView:
    """The route as it stands; ``is_current`` is false once the register says something else than the copy."""

    entity: Entity
    stages: tuple[StageState, ...]
    copy: ReviewCopy | None
    is_current: bool
    is_complete: bool


def follow_route(ws: Workspace, use_case: UseCase, version: UseCaseVersion, entity: Entity) -> RouteView:
    """Return the route of a version in an entity; raises UserFacingError where the place has no pack."""
    pack = ws.pack(entity.place)
    if pack is None:
        raise UserFacingError(
            f"{entity.place} is not assessed: there is no pack for it", entity.name, "Install its pack first."
        )
    context = assess_in(ws, version, entity, pack, ws.today()).context
    stages = open_stages(ws.firm, context)
    copy = current_review_copy(ws, version, entity)
    made = [item for item in ws.register.all(SignOff, version_id=version.id) if entity.id in item.entity_ids]
    content = copy.snapshot_sha256 if copy else ""
    ready = next_stages(stages, made, content) if copy else ()
    states = tuple(_state(stage, standing(made, stage.id, content), stage in ready) for stage in stages)
    current = copy is not None and is_current(ws, use_case, version, entity, copy)
    return RouteView(entity, states, copy, current, bool(copy) and route_complete(stages, made, content))


def _state(stage: RouteStage, act: SignOff | None, is_next: bool) -> StageState:
    return StageState(stage, act, is_next, act is not None and Outcome(act.outcome) in STOPPING)


def stages_waiting_for(ws: Workspace, view: RouteView, person_id: str) -> tuple[RouteStage, ...]:
    """Return the stages that can be acted on now and for which this person holds a role today."""
    from placet.domain.parties import RoleHolding
    from placet.domain.signoff_rules import held_role

    holdings = ws.register.all(RoleHolding, person_id=person_id)
    today = ws.today().isoformat()
    return tuple(
        item.stage
        for item in view.stages
        if item.is_next and held_role(item.stage, person_id, view.entity.id, today, holdings)
    )
