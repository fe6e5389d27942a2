"""Answers on controls become the state of requirements: the carry rules, and nothing else decides them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from placet.domain.acts import Answer, AnswerStatus
from placet.domain.rules import Relation, RelationKind

if TYPE_CHECKING:
    from placet.domain.assessment import Applicability


class CoverageStatus(StrEnum):
    """State of a requirement: the answered ones, and three that are computed and never typed."""

    OPEN = "open"
    MET = "met"
    MET_BY_EQUIVALENT = "met_by_equivalent"
    PARTLY = "partly"
    NOT_MET = "not_met"
    DISAPPLIED = "disapplied"
    WAIVED = "waived"
    NOT_TRIGGERED = "not_triggered"
    NOT_YET_IN_FORCE = "not_yet_in_force"
    UNDECIDED = "undecided"


GAPS = frozenset({CoverageStatus.OPEN, CoverageStatus.PARTLY, CoverageStatus.NOT_MET, CoverageStatus.UNDECIDED})


@dataclass(frozen=True, slots=True)
class Coverage:
    """One requirement, its state, the answers behind it, and what is still asked."""

    applicability: Applicability
    status: CoverageStatus
    answers: tuple[Answer, ...] = ()
    carried: bool = False
    """Met through an answer given on a control, not by an answer of its own."""
    remainder_open: bool = False
    """The shared control is met, but what this requirement asks beyond it is not answered yet."""

    @property
    def is_gap(self) -> bool:
        """Tell whether the requirement is a gap."""
        return self.status in GAPS


def answers_on(answers: Sequence[Answer], day: dt.date) -> tuple[Answer, ...]:
    """Return the answers as they stand on a day: one whose end has passed is open again."""
    return tuple(
        replace(item, status=AnswerStatus.OPEN) if item.expires and item.expires < day.isoformat() else item
        for item in answers
    )


def newest(
    answers: Sequence[Answer], *, entity_id: str, control: str = "", requirement: str = "", here_only: bool = False
) -> Answer | None:
    """Return the newest answer that counts in ``entity_id``.

    What was said for the entity itself always stands before what was said elsewhere. Of another entity only the
    answer that stands there now may count, and only when its status may carry (met, met by equivalent).
    """
    here: Answer | None = None
    elsewhere: dict[str, Answer] = {}
    for answer in answers:
        if answer.control_id != control or answer.requirement_id != requirement:
            continue
        if not answer.entity_ids or entity_id in answer.entity_ids:
            here = _later(here, answer)
        for other in answer.entity_ids:
            elsewhere[other] = _later(elsewhere.get(other), answer)
    if here is not None or here_only:
        return here
    standing = [answer for answer in elsewhere.values() if AnswerStatus(answer.status).carries]
    return max(standing, key=lambda answer: answer.at, default=None)


def _later(one: Answer | None, other: Answer) -> Answer:
    return other if one is None or other.at >= one.at else one


def cover(state: Applicability, answers: Sequence[Answer], entity_id: str) -> Coverage:
    """Return the coverage of a requirement that applies and is in force.

    A document handed in by one entity is no document of another: only an answer given here counts for it.
    """
    requirement = state.requirement
    own = _given(newest(answers, entity_id=entity_id, requirement=requirement.id, here_only=requirement.document))
    shared = [
        (relation, _given(newest(answers, entity_id=entity_id, control=relation.control)))
        for relation in requirement.controls
    ]
    answered = [(relation, answer) for relation, answer in shared if answer is not None]
    behind = tuple(answer for _, answer in answered)
    if own is not None and (requirement.document or AnswerStatus(own.status) is not AnswerStatus.MET):
        return Coverage(state, CoverageStatus(own.status), (own, *behind))
    if requirement.document:
        return Coverage(state, CoverageStatus.OPEN, behind)
    return _from_controls(state, own, answered)


def _given(answer: Answer | None) -> Answer | None:
    return None if answer is None or answer.status == AnswerStatus.OPEN else answer


def _from_controls(state: Applicability, own: Answer | None, answered: Sequence[tuple[Relation, Answer]]) -> Coverage:
    """Join the control answers with the requirement's own remainder."""
    behind = tuple(answer for _, answer in answered)
    statuses = [(relation.kind, AnswerStatus(answer.status)) for relation, answer in answered]
    good = [status for kind, status in statuses if kind.carries and status.carries]
    against = any(kind is RelationKind.EQUAL and not status.carries for kind, status in statuses)
    if good and not against:
        answers = (own, *behind) if own else behind
        return Coverage(state, CoverageStatus(_weakest(good)), answers, carried=own is None)
    if own is not None:
        return _with_remainder(state, own, [status for _, status in statuses], behind)
    weak = [status for kind, status in statuses if status in _GAP_ANSWERS or (kind.carries and not status.carries)]
    if weak:
        return Coverage(state, CoverageStatus(_weakest(weak)), behind, carried=True)
    met = any(status.carries for _, status in statuses)
    return Coverage(state, CoverageStatus.OPEN, behind, carried=met, remainder_open=met)


_GAP_ANSWERS = frozenset({AnswerStatus.PARTLY, AnswerStatus.NOT_MET})
"""They show as a gap through any relation; disapplying or waiving a control reaches only what it carries."""
_ORDER = (
    AnswerStatus.NOT_MET,
    AnswerStatus.PARTLY,
    AnswerStatus.DISAPPLIED,
    AnswerStatus.WAIVED,
    AnswerStatus.MET_BY_EQUIVALENT,
    AnswerStatus.MET,
)
"""From the weakest answer to the strongest."""


def _weakest(statuses: Sequence[AnswerStatus]) -> AnswerStatus:
    return min(statuses, key=_ORDER.index)


def _with_remainder(
    state: Applicability, own: Answer, statuses: Sequence[AnswerStatus], behind: tuple[Answer, ...]
) -> Coverage:
    """Rate a requirement whose remainder is met: as good as the weakest control it builds on."""
    requirement = state.requirement
    if len(statuses) < len(requirement.controls) and requirement.asks:
        return Coverage(state, CoverageStatus.OPEN, (own, *behind))
    return Coverage(state, CoverageStatus(_weakest([AnswerStatus(own.status), *statuses])), (own, *behind))
