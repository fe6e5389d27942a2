"""When time limits end: each clock from its own start, in its regulator's zone, side by side and never merged."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from placet.domain.deadlines import Deadline, deadline
from placet.domain.errors import UserFacingError
from placet.domain.side_by_side import Clause, InPlace, assessed, clause_of
from placet.operations.compare_places import calendars_for
from placet.operations.workspace import Workspace


@dataclass(frozen=True, slots=True)
class RunningClock:
    """One clock of one entity in one place; without a start it only waits."""

    entity_name: str
    place: str
    clock_id: str
    clause: Clause
    deadline: Deadline | None


def run_clocks(
    ws: Workspace, columns: Sequence[InPlace], starts: Mapping[str, dt.datetime]
) -> tuple[RunningClock, ...]:
    """Return every clock that applies, dated where ``starts`` has its own start (by clock id, an aware instant).

    Raises UserFacingError for a start of a clock that does not apply, or without a zone: a date that counts for
    nothing, or for another day, must not pass unseen.
    """
    calendars = calendars_for(columns, ws.today())
    result = []
    for column in assessed(columns):
        for clock in column.assessment.clocks:
            start = starts.get(clock.id)
            if start is not None and start.tzinfo is None:
                raise UserFacingError(
                    f"the start of “{clock.title}” has no time zone", clock.id, "Say in which zone it was said."
                )
            due = deadline(clock, start, calendars[column.at.place]) if start is not None else None
            clause = clause_of(column, clock.instrument, clock.clause, clock.force, clock.confidence)
            result.append(RunningClock(column.at.entity_name, column.at.place, clock.id, clause, due))
    strange = set(starts) - {item.clock_id for item in result}
    if strange:
        raise UserFacingError(
            f"no such time limit applies here: {', '.join(sorted(strange))}",
            todo="“placet assess” lists those that do.",
        )
    return tuple(result)
