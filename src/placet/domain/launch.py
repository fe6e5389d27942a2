"""The launch calendar: the firm's stages, the external steps of each place, and the earliest day of launch.

Only published or firm-set times are counted. Where one is missing the launch date is not shown as a date: it reads
“not published”, or “not set by the firm”. External steps are taken to follow the firm's own stages, in their order,
because what is filed is the approved version; several routes of one place run side by side.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from placet.domain.deadlines import LocalCalendar, amount_text, moved
from placet.domain.firm import ActKind, FirmPack, RouteStage
from placet.domain.pack import RouteStep
from placet.domain.predicates import evaluate
from placet.domain.side_by_side import Assessed, Clause, InPlace, assessed, clause_of

NOT_PUBLISHED = "not published"
NOT_SET = "not set by the firm"
NOT_ASSESSED = "not assessed"


@dataclass(frozen=True, slots=True)
class LaunchStage:
    """One stage on the way to launch."""

    id: str
    title: str
    who: str
    external: bool
    after: tuple[str, ...]
    lead: int
    lead_unit: str
    lead_text: str
    """The time in words: as published, as the firm set it, or that there is none."""
    blocks: bool
    """Launch waits for it; a filing made later does not hold launch up."""
    is_done: bool = False
    clause: Clause | None = None
    starts: dt.date | None = None
    ends: dt.date | None = None
    is_critical: bool = False

    @property
    def is_timed(self) -> bool:
        """Tell whether its time is known."""
        return self.is_done or self.lead > 0


@dataclass(frozen=True, slots=True)
class Shortening:
    """What a stage on the critical path costs: launch would come this many days earlier without its time."""

    stage_id: str
    title: str
    days: int


@dataclass(frozen=True, slots=True)
class PlaceLaunch:
    """The way to launch for one entity in one place."""

    key: str
    entity_id: str
    place: str
    stages: tuple[LaunchStage, ...]
    earliest: dt.date | None
    reading: str
    """Why there is no date: “not published”, “not set by the firm”, “not assessed”; empty where there is one."""
    missing: tuple[str, ...] = ()
    """Titles of the stages whose time is not known."""
    shortenings: tuple[Shortening, ...] = ()
    undecided: tuple[str, ...] = ()
    """Titles of routes and stages that an unknown fact may still add."""
    calendar: LocalCalendar | None = None


def launch_plan(
    firm: FirmPack,
    columns: Sequence[InPlace],
    calendars: Mapping[str, LocalCalendar],
    start: dt.date,
    done: Mapping[str, frozenset[str]] | None = None,
) -> tuple[PlaceLaunch, ...]:
    """Return the way to launch in each place from ``start``; ``done`` names the firm's finished stages by entity.

    ``calendars`` has one for every assessed place.
    """
    finished = done or {}
    ready = {item.at.key: item for item in assessed(columns)}
    result = []
    for column in columns:
        found = ready.get(column.key)
        if found is None:
            result.append(PlaceLaunch(column.key, column.entity_id, column.place, (), None, NOT_ASSESSED))
        else:
            calendar = calendars[column.place]
            result.append(_place_launch(firm, found, calendar, start, finished.get(column.entity_id, frozenset())))
    return tuple(result)


def _place_launch(
    firm: FirmPack, column: Assessed, calendar: LocalCalendar, start: dt.date, done: frozenset[str]
) -> PlaceLaunch:
    context = column.assessment.context
    own = [_firm_stage(stage, done) for stage in firm.stages if evaluate(stage.when, context)]
    stages = scheduled((*own, *_external(column, own)), calendar, start)
    missing = tuple(stage.title for stage in stages if stage.blocks and not stage.is_timed)
    undecided = (
        *(stage.title for stage in firm.stages if evaluate(stage.when, context) is None),
        *(route.title for route in column.pack.routes if evaluate(route.when, context) is None),
    )
    earliest = None if missing else finish(stages, start)
    return PlaceLaunch(
        column.at.key,
        column.at.entity_id,
        column.at.place,
        with_critical_path(stages, start),
        earliest,
        _reading(stages) if missing else "",
        missing,
        shortenings(stages, calendar, start) if earliest else (),
        undecided,
        calendar,
    )


def _firm_stage(stage: RouteStage, done: frozenset[str]) -> LaunchStage:
    text = amount_text(stage.lead, stage.lead_unit) if stage.lead > 0 else NOT_SET
    return LaunchStage(
        stage.id,
        stage.title,
        stage.body or ", ".join(stage.roles),
        False,
        stage.after,
        stage.lead,
        stage.lead_unit,
        text,
        stage.kind is not ActKind.NOTE,  # noting is no permission: launch does not wait for it
        stage.id in done,
    )


def _external(column: Assessed, own: Sequence[LaunchStage]) -> list[LaunchStage]:
    """Return the steps of every route that applies, each after the step before it and the firm's own stages."""
    waited = [stage for stage in own if stage.blocks]
    followed = {key for stage in waited for key in stage.after}
    last = tuple(stage.id for stage in waited if stage.id not in followed)
    result: list[LaunchStage] = []
    for route in column.assessment.routes:
        before = last
        for step in route.steps:
            made = _external_step(column, f"{route.id}/{step.id}", step, before)
            result.append(made)
            if step.blocks:
                before = (made.id,)
    return result


def _external_step(column: Assessed, key: str, step: RouteStep, after: tuple[str, ...]) -> LaunchStage:
    clause = clause_of(column, step.instrument, step.clause) if step.instrument else None
    text = step.lead_time or (amount_text(step.lead, step.lead_unit) if step.lead > 0 else NOT_PUBLISHED)
    return LaunchStage(
        key, step.title, step.with_whom, True, after, step.lead, step.lead_unit, text, step.blocks, False, clause
    )


def _reading(stages: Sequence[LaunchStage]) -> str:
    """Say why there is no date; the firm's own missing times are named only when every published one is there."""
    external = any(stage.external and stage.blocks and not stage.is_timed for stage in stages)
    return NOT_PUBLISHED if external else NOT_SET


def scheduled(stages: Sequence[LaunchStage], calendar: LocalCalendar, start: dt.date) -> tuple[LaunchStage, ...]:
    """Return the stages with their earliest start and end; what follows an untimed stage has no dates.

    A stage that waits for one that is not on this route (its condition does not hold) waits for nothing.
    """
    by_id = {stage.id: stage for stage in stages}
    done: dict[str, LaunchStage] = {}

    def visit(key: str, path: tuple[str, ...]) -> LaunchStage:
        if key in path:
            raise ValueError(f"stages wait for each other: {' → '.join((*path, key))}")
        if key not in done:
            stage = by_id[key]
            before = [visit(other, (*path, key)).ends for other in stage.after if other in by_id]
            done[key] = _dated(stage, before, calendar, start)
        return done[key]

    return tuple(visit(stage.id, ()) for stage in stages)


def _dated(
    stage: LaunchStage, before: Sequence[dt.date | None], calendar: LocalCalendar, start: dt.date
) -> LaunchStage:
    if stage.is_done:
        return replace(stage, starts=start, ends=start)
    if any(day is None for day in before):
        return stage
    begins = max((day for day in before if day is not None), default=start)
    ends = moved(begins, stage.lead, stage.lead_unit, calendar) if stage.lead > 0 else None
    return replace(stage, starts=begins, ends=ends)


def finish(stages: Sequence[LaunchStage], start: dt.date) -> dt.date:
    """Return the day on which everything that launch waits for is behind the firm."""
    return max((stage.ends for stage in stages if stage.blocks and stage.ends), default=start)


def with_critical_path(stages: Sequence[LaunchStage], start: dt.date) -> tuple[LaunchStage, ...]:
    """Mark the stages of the longest chain: those whose delay would delay launch."""
    end = finish(stages, start)
    by_id = {stage.id: stage for stage in stages}
    marked: set[str] = set()
    waiting = [stage.id for stage in stages if stage.blocks and stage.ends == end and not stage.is_done]
    while waiting:
        stage = by_id[waiting.pop()]
        if stage.id in marked:
            continue
        marked.add(stage.id)
        earlier = (by_id[key] for key in stage.after if key in by_id)
        waiting.extend(item.id for item in earlier if item.ends == stage.starts and not item.is_done)
    return tuple(replace(stage, is_critical=stage.id in marked) for stage in stages)


def shortenings(stages: Sequence[LaunchStage], calendar: LocalCalendar, start: dt.date) -> tuple[Shortening, ...]:
    """Return what each critical stage costs, the largest first; a stage beside an equally long one costs nothing."""
    end = finish(stages, start)
    result = []
    for stage in with_critical_path(stages, start):
        if stage.is_critical:
            without = [replace(item, is_done=item.is_done or item.id == stage.id) for item in stages]
            days = (end - finish(scheduled(_through(without, stage), calendar, start), start)).days
            if days > 0:
                result.append(Shortening(stage.id, stage.title, days))
    return tuple(sorted(result, key=lambda item: -item.days))


def _through(stages: Sequence[LaunchStage], gone: LaunchStage) -> list[LaunchStage]:
    """Let what waited for a stage wait for what that stage waited for."""
    return [replace(item, after=(*item.after, *gone.after)) if gone.id in item.after else item for item in stages]
