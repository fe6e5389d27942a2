"""The command ``placet compare``, and what ``placet assess`` says across places."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from placet.cli.frame import USE_CASE, by_name, opened, register_options, show
from placet.domain.compare import Comparison
from placet.domain.conflicts import Conflict, Side
from placet.domain.deadlines import amount_text
from placet.domain.launch import PlaceLaunch
from placet.domain.limits import Limit, Standard
from placet.domain.moments import shown_day
from placet.domain.parties import Entity
from placet.domain.plain import plain
from placet.domain.prompts import Prompts
from placet.domain.side_by_side import Clause, assessed
from placet.operations import keep_parties
from placet.operations.compare_places import compare_places, prompts_of


@click.command("compare")
@register_options
@USE_CASE
@click.option("--entity", "entity_keys", multiple=True, help="Entity; may be repeated. Left out: all of them.")
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="Day to compare on; today if left out.")
@click.option("--details", is_flag=True, help="Show clauses and reasons under each phrase.")
def compare_command(
    use_case: str,
    entity_keys: tuple[str, ...],
    as_of: dt.datetime | None,
    details: bool,
    register: Path,
    passphrase_file: Path | None,
    acting: str | None,
    as_json: bool,
) -> None:
    """Put what each place asks of a use case side by side."""
    ws = opened(register, passphrase_file, acting, write=False)
    with ws.register:
        found = keep_parties.find_use_case(ws, use_case)
        version = keep_parties.working_version(ws, found.id)
        chosen = [by_name(ws, Entity, key, "entity").id for key in entity_keys]
        made = compare_places(ws, found, version, as_of.date() if as_of else None, chosen)
        prompts = prompts_of(ws, version, made.columns)
        value = {**comparison_value(made), "prompts": {**plain(prompts), "apart": prompts.apart}}
        lines = [*comparison_lines(made, details=details), *_prompt_lines(prompts)]
        show(value, lines, as_json=as_json)


def _prompt_lines(prompts: Prompts) -> Iterator[str]:
    if len(prompts.alone) > 1:
        each = ", ".join(f"{place} {count}" for _, place, count in prompts.alone)
        yield f"One interview asks {prompts.together} prompts; one for each place would ask {prompts.apart} ({each})."


def comparison_value(made: Comparison) -> dict[str, Any]:
    """Return a comparison as plain JSON values."""
    return {
        "columns": [
            {
                "entity": item.entity_name,
                "place": item.place,
                "assessed": item.assessment is not None,
                "reached": item.reached,
                "also": list(item.also),
            }
            for item in made.columns
        ],
        "rows": [
            {
                "id": row.id,
                "title": row.title,
                "standard": row.standard,
                "cells": [
                    {
                        "phrase": cell.phrase,
                        "status": cell.status,
                        "asks": list(cell.asks),
                        "is_standard": cell.is_standard,
                        "details": [
                            {
                                "text": detail.text,
                                "clause": _clause_value(detail.clause) if detail.clause else None,
                                "reasons": list(detail.reasons),
                            }
                            for detail in cell.details
                        ],
                    }
                    for cell in row.cells
                ],
            }
            for row in made.rows
        ],
        **across_value(made),
        "launch": [_launch_value(item) for item in made.launches],
    }


def across_value(made: Comparison) -> dict[str, Any]:
    """Return parameters, conflicts and clocks of all places beside each other, as plain JSON values."""
    return {
        "parameters": [_standard_value(item) for item in made.standards],
        "conflicts": [_conflict_value(item) for item in made.conflicts],
        "clocks": [
            {
                "place": column.at.place,
                "entity": column.at.entity_name,
                "id": clock.id,
                "title": clock.title,
                "amount": clock.amount,
                "unit": clock.unit,
                "direction": clock.direction,
                "start_event": clock.start_event,
                "to_whom": clock.to_whom,
                "force": clock.force,
            }
            for column in assessed(made.columns)
            for clock in column.assessment.clocks
        ],
    }


def _clause_value(clause: Clause) -> dict[str, Any]:
    return {
        "place": clause.place,
        "instrument": clause.instrument,
        "label": clause.label,
        "clause": clause.clause,
        "force": clause.force,
        "timing": clause.timing,
        "from": clause.from_date.isoformat() if clause.from_date else None,
        "confidence": clause.confidence,
    }


def _limit_value(item: Limit) -> dict[str, Any]:
    return {
        "place": item.place,
        "value": item.value,
        "bound": item.bound,
        "counts": item.counts,
        "asks": sorted(item.asks),
        "note": item.note,
        "clause": _clause_value(item.clause),
    }


def _standard_value(item: Standard) -> dict[str, Any]:
    return {
        "parameter": item.parameter.id,
        "title": item.parameter.title,
        "unit": item.parameter.unit,
        "one_meets_all": item.one_meets_all,
        "offered": _limit_value(item.offered) if item.offered else None,
        "limits": [_limit_value(limit) for limit in item.limits],
    }


def _side_value(side: Side) -> dict[str, Any]:
    return {"place": side.place, "rule": side.rule_id, "title": side.title, "clause": _clause_value(side.clause)}


def _conflict_value(item: Conflict) -> dict[str, Any]:
    return {
        "kind": item.kind,
        "one": _side_value(item.one),
        "other": _side_value(item.other),
        "why": item.why,
        "facts": list(item.facts),
        "flow": item.flow_index,
        "way_out": item.way_out,
    }


def _launch_value(item: PlaceLaunch) -> dict[str, Any]:
    return {
        "place": item.place,
        "earliest": item.earliest.isoformat() if item.earliest else None,
        "reading": item.reading,
        "missing": list(item.missing),
        "undecided": list(item.undecided),
        "stages": [
            {
                "id": stage.id,
                "title": stage.title,
                "external": stage.external,
                "lead": stage.lead_text,
                "blocks": stage.blocks,
                "starts": stage.starts.isoformat() if stage.starts else None,
                "ends": stage.ends.isoformat() if stage.ends else None,
                "critical": stage.is_critical,
            }
            for stage in item.stages
        ],
        "shortenings": [{"stage": part.stage_id, "title": part.title, "days": part.days} for part in item.shortenings],
        "calendar": item.calendar.source if item.calendar else None,
    }


def comparison_lines(made: Comparison, *, details: bool) -> Iterator[str]:
    """Return a comparison as lines: per question one line a place."""
    yield from _conflict_lines(made)
    for row in made.rows:
        yield row.title
        for column, cell in zip(made.columns, row.cells, strict=True):
            others = f" and {len(column.also)} more" if column.also else ""
            reached = f"{others}, from elsewhere" if column.reached else ""
            mark = " ← would meet all" if cell.is_standard else ""
            yield f"  {column.place:<6} {column.entity_name}{reached}: {cell.phrase}{mark}"
            if cell.asks:
                yield f"         still to be known: {', '.join(cell.asks)}"
            for detail in cell.details if details else ():
                cited = f" ({detail.clause.force}, {detail.clause})" if detail.clause else ""
                yield f"         · {detail.text}{cited}"
        if row.standard:
            yield f"  one standard for all: {row.standard}"
    for launch in made.launches:
        for part in launch.shortenings[:3]:
            yield f"Without the time of “{part.title}”, {launch.place} could launch {part.days} days earlier."


def across_lines(made: Comparison) -> Iterator[str]:
    """Return parameters, conflicts and clocks of all places beside each other as lines."""
    yield from _conflict_lines(made)
    for standard in made.standards:
        values = ", ".join(_limit_text(item, standard.parameter.unit) for item in standard.limits)
        offered = standard.offered
        if offered:
            one = f"one standard: {amount_text(offered.value, standard.parameter.unit)}"
        else:
            one = "none applies for certain" if standard.one_meets_all else "no one value meets all"
        yield f"Limit: {standard.parameter.title}: {values}; {one}"
    for column in assessed(made.columns):
        for clock in column.assessment.clocks:
            limit = f"{amount_text(clock.amount, clock.unit)} {clock.direction} {clock.start_event}"
            yield f"Clock: {column.at.place}: {clock.title}: {limit}; to {clock.to_whom} [{clock.force}]"


def _limit_text(item: Limit, unit: str) -> str:
    start = item.clause.from_date
    from_day = f", from {shown_day(start)}" if start and item.clause.timing == "upcoming" else ""
    amount = f"{item.bound.replace('_', ' ')} {amount_text(item.value, unit)}"
    unsure = ", if it applies" if item.asks else ""
    return f"{item.place} {amount} [{item.clause.force}{from_day}{unsure}]"


def _conflict_lines(made: Comparison) -> Iterator[str]:
    for item in made.conflicts:
        yield f"Conflict: {item.why} {item.way_out}".rstrip()
        for side in (item.one, item.other):
            yield f"  {side.place}: {side.clause.force.upper()} {side.clause}"
