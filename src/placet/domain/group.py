"""A group and its local entities: whose words an answer is, what is inherited, and what is adopted locally.

Inheriting changes nothing in the carry rules: of another entity's answers only *met* counts in an entity without a
person of that entity. Adoption is that person's act; a weaker answer of the group counts locally only once somebody
there has made it the entity's own (``operations.adopt_answer``).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from placet.domain.acts import Answer, AnswerStatus, SignOff
from placet.domain.coverage import newest
from placet.domain.firm import ActKind, Outcome
from placet.domain.parties import Entity


class Words(StrEnum):
    """Whose words an answer is, seen from one entity."""

    LOCAL = "local"
    GROUP = "group"
    """Given by an entity above it and inherited."""
    ELSEWHERE = "elsewhere"
    """Given by an entity beside it; carried because it is met there."""
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class Provenance:
    """The answer that stands in an entity for one control or requirement, and whose it is."""

    control_id: str
    requirement_id: str
    words: Words
    answer: Answer | None
    given_by: str = ""
    """Entity whose answer it is; empty for words given for all."""
    adopted_by: SignOff | None = None
    """The local act that adopted it; None while it is inherited only."""
    replaces: Answer | None = None
    """The group's answer that the local one stands in place of."""

    @property
    def counts(self) -> bool:
        """Tell whether it counts here: local, or of a status that carries without a person."""
        if self.answer is None:
            return False
        return self.words is Words.LOCAL or AnswerStatus(self.answer.status).carries


def lineage(entity: Entity, entities: Mapping[str, Entity]) -> tuple[Entity, ...]:
    """Return the entities above one, nearest first; a ring of parents ends where it closes."""
    above: list[Entity] = []
    seen = {entity.id}
    parent = entities.get(entity.parent_id)
    while parent is not None and parent.id not in seen:
        above.append(parent)
        seen.add(parent.id)
        parent = entities.get(parent.parent_id)
    return tuple(above)


def whose_words(
    answers: Sequence[Answer],
    entity: Entity,
    entities: Mapping[str, Entity],
    sign_offs: Sequence[SignOff] = (),
    *,
    control: str = "",
    requirement: str = "",
) -> Provenance:
    """Return whose answer stands in ``entity`` for a control or a requirement.

    What the entity has said itself stands before its group's, the nearest group before those above it, and an answer
    of an entity beside it last. Words given for no entity in particular are local everywhere.
    """
    mine = _of(answers, entity.id, control, requirement)
    groups = ((above, _of(answers, above.id, control, requirement)) for above in lineage(entity, entities))
    group, theirs = next(((above, found) for above, found in groups if found is not None), (None, None))
    if mine is not None:
        return Provenance(control, requirement, Words.LOCAL, mine, _giver(mine, entity), replaces=theirs)
    if group is not None and theirs is not None:
        act = adoption(sign_offs, entity, theirs)
        return Provenance(control, requirement, Words.GROUP, theirs, group.id, act)
    beside = newest(answers, entity_id=entity.id, control=control, requirement=requirement)
    if beside is None:
        return Provenance(control, requirement, Words.NOBODY, None)
    return Provenance(control, requirement, Words.ELSEWHERE, beside, beside.entity_ids[0])


def _of(answers: Sequence[Answer], entity_id: str, control: str, requirement: str) -> Answer | None:
    """Return what an entity said and still stands; an answer taken back (open) says nothing."""
    found = newest(answers, entity_id=entity_id, control=control, requirement=requirement, here_only=True)
    return None if found is None or found.status == AnswerStatus.OPEN else found


def _giver(answer: Answer, entity: Entity) -> str:
    return entity.id if entity.id in answer.entity_ids else ""


def adoption(sign_offs: Sequence[SignOff], entity: Entity, answer: Answer) -> SignOff | None:
    """Return the newest local act that adopted an answer: of the same version, for this entity, after it was given."""
    acts = [
        act
        for act in sign_offs
        if act.kind == ActKind.ADOPT
        and act.outcome == Outcome.ADOPTED
        and act.version_id == answer.version_id
        and entity.id in act.entity_ids
        and act.recorded_at >= answer.at
    ]
    return max(acts, key=lambda act: act.recorded_at, default=None)


def to_adopt(
    answers: Sequence[Answer],
    entity: Entity,
    entities: Mapping[str, Entity],
    sign_offs: Sequence[SignOff] = (),
) -> tuple[Provenance, ...]:
    """Return the group's answers that stand in ``entity`` and that nobody there has adopted."""
    keys = dict.fromkeys((item.control_id, item.requirement_id) for item in answers)
    found = (
        whose_words(answers, entity, entities, sign_offs, control=control, requirement=requirement)
        for control, requirement in keys
    )
    return tuple(item for item in found if item.words is Words.GROUP and item.adopted_by is None)
