"""Answers on controls become the state of requirements: the carry rules, and nothing else decides them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from placet.domain.acts import Answer, AnswerStatus

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


def newest(answers: Sequence[Answer], *, entity_id: str, control: str = "", requirement: str = "") -> Answer | None:
    """Return the newest answer that may count in ``entity_id``.

    An answer given for other entities counts only when its status may carry (met, met by equivalent).
    """
    found: Answer | None = None
    for answer in answers:
        if answer.control_id != control or answer.requirement_id != requirement:
            continue
        given_here = not answer.entity_ids or entity_id in answer.entity_ids
        if not given_here and not AnswerStatus(answer.status).carries:
            continue
        if found is None or answer.at >= found.at:
            found = answer
    return found


def cover(state: Applicability, answers: Sequence[Answer], entity_id: str) -> Coverage:
    """Return the coverage of a requirement that applies and is in force."""
    requirement = state.requirement
    own = newest(answers, entity_id=entity_id, requirement=requirement.id)
    has_own = own is not None and own.status != AnswerStatus.OPEN
    shared = [
        (relation, newest(answers, entity_id=entity_id, control=relation.control)) for relation in requirement.controls
    ]
    behind = tuple(answer for _, answer in shared if answer is not None and answer.status != AnswerStatus.OPEN)
    if has_own and own is not None and (requirement.document or AnswerStatus(own.status) is not AnswerStatus.MET):
        return Coverage(state, CoverageStatus(own.status), (own, *behind))
    if requirement.document:
        return Coverage(state, CoverageStatus.OPEN, behind)
    return _from_controls(state, own if has_own else None, shared, behind)


def _from_controls(
    state: Applicability,
    own: Answer | None,
    shared: Sequence[tuple[object, Answer | None]],
    behind: tuple[Answer, ...],
) -> Coverage:
    """Join the control answers with the requirement's own remainder."""
    relations = state.requirement.controls
    carrying = [answer for relation, (_, answer) in zip(relations, shared, strict=True) if relation.kind.carries]
    good = [answer for answer in carrying if answer is not None and AnswerStatus(answer.status).carries]
    if good:
        return Coverage(state, CoverageStatus(good[0].status), behind, carried=True)
    answered = [answer for _, answer in shared if answer is not None and answer.status != AnswerStatus.OPEN]
    if own is not None:
        return _with_remainder(state, own, shared, behind)
    if not answered:
        return Coverage(state, CoverageStatus.OPEN)
    worst = min((AnswerStatus(answer.status) for answer in answered), key=_ORDER.index)
    if not worst.carries:
        return Coverage(state, CoverageStatus(worst), behind, carried=True)
    return Coverage(state, CoverageStatus.OPEN, behind, carried=True, remainder_open=True)


_ORDER = (
    AnswerStatus.NOT_MET,
    AnswerStatus.PARTLY,
    AnswerStatus.DISAPPLIED,
    AnswerStatus.WAIVED,
    AnswerStatus.MET_BY_EQUIVALENT,
    AnswerStatus.MET,
)
"""From the weakest answer to the strongest."""


def _with_remainder(
    state: Applicability,
    own: Answer,
    shared: Sequence[tuple[object, Answer | None]],
    behind: tuple[Answer, ...],
) -> Coverage:
    """Rate a requirement whose remainder is met: as good as the weakest control it builds on."""
    statuses = [AnswerStatus(answer.status) for _, answer in shared if answer and answer.status != AnswerStatus.OPEN]
    if len(statuses) < len(shared) and state.requirement.asks:
        return Coverage(state, CoverageStatus.OPEN, (own, *behind))
    worst = min([AnswerStatus(own.status), *statuses], key=_ORDER.index)
    if worst in (AnswerStatus.DISAPPLIED, AnswerStatus.WAIVED):
        worst = AnswerStatus(own.status)
    return Coverage(state, CoverageStatus(worst), (own, *behind))
