"""Adopt the group's answer in a local entity: a person there makes its words the entity's own."""

from __future__ import annotations

from placet.domain.acts import Answer
from placet.domain.errors import UserFacingError
from placet.domain.group import Words
from placet.domain.parties import Entity, UseCaseVersion
from placet.operations.answer_question import answer
from placet.operations.compare_places import words_of
from placet.operations.workspace import Workspace


def adopt_answer(
    ws: Workspace,
    version: UseCaseVersion,
    entity: Entity,
    *,
    control: str = "",
    requirement: str = "",
    second_person: str = "",
) -> Answer:
    """Record the group's answer as the entity's own, whatever its status, by the person at the keyboard.

    Disapplying and waiving need a second person of the entity, as if it had been said here first. Raises
    UserFacingError where no words of the group stand, or nobody is named.
    """
    inherited = words_of(ws, version, entity, control=control, requirement=requirement)
    if inherited.words is not Words.GROUP or inherited.answer is None:
        raise UserFacingError(
            f"no answer of the group stands in {entity.name} here",
            control or requirement,
            "Adopt what the group has answered and the entity has not.",
        )
    if not ws.actor.person_id:
        raise UserFacingError(
            "nobody is named who adopts it", entity.name, "Say who is acting: local management adopts, not a computer."
        )
    given = inherited.answer
    return answer(
        ws,
        version,
        given.status,
        given.statement,
        control=control,
        requirement=requirement,
        entity_ids=[entity.id],
        evidence_ids=given.evidence_ids,
        basis=given.basis,
        expires=given.expires,
        second_person=second_person,
        disclosure=given.disclosure,
    )
