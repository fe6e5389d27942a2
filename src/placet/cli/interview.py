"""Commands of the interview: answer, determine, assess."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import click

from placet.cli.compare import across_lines, across_value
from placet.cli.frame import USE_CASE, by_name, opened, person_named, read_bytes, register_options, show
from placet.domain.compare import Comparison
from placet.domain.errors import UserFacingError
from placet.domain.parties import Entity, UseCase
from placet.domain.plain import plain
from placet.domain.side_by_side import InPlace
from placet.domain.wording import fact_label, reason_text
from placet.operations import keep_parties
from placet.operations.assess_use_case import EntityAssessment, assess_version, entities_of
from placet.operations.compare_places import compare_places
from placet.operations.workspace import Workspace

ENTITY = click.option("--entity", "entity_key", default="", help="Entity; needed only when there are several.")


def one_entity(ws: Workspace, use_case: UseCase, key: str) -> Entity:
    """Return the named entity, or the only one the use case is for."""
    entities = entities_of(ws, use_case)
    if key:
        found: Entity = by_name(ws, Entity, key, "entity")
        if found.id not in {item.id for item in entities}:
            raise UserFacingError(f"“{use_case.name}” is not for {found.name}")
        return found
    if len(entities) != 1:
        names = ", ".join(item.name for item in entities) or "none yet"
        raise UserFacingError("which entity is meant is not said", todo=f"Use --entity; there is {names}.")
    return entities[0]


@click.command()
@register_options
@USE_CASE
@click.option("--file", "answers_file", required=True, type=click.Path(path_type=Path, dir_okay=False))
@ENTITY
def answer(
    use_case: str,
    answers_file: Path,
    entity_key: str,
    register: Path,
    passphrase_file: Path | None,
    acting: str | None,
    as_json: bool,
) -> None:
    """Enter facts and answers from a YAML file: all of them, or none."""
    from placet.operations.enter_answers import enter_answers

    data = read_bytes(answers_file)
    ws = opened(register, passphrase_file, acting)
    with ws.register:
        found = keep_parties.find_use_case(ws, use_case)
        version = keep_parties.editable_version(ws, found.id)
        entered = enter_answers(ws, version, one_entity(ws, found, entity_key), data, answers_file.name)
        text = f"{entered.facts} facts and {entered.answers} answers entered"
        show({"facts": entered.facts, "answers": entered.answers}, [text], as_json=as_json)


@click.command()
@register_options
@USE_CASE
@click.argument("subject")
@click.argument("determined")
@click.option("--reasons", default="", help="Needed when it departs from what is proposed.")
@click.option("--second-person", default="")
@ENTITY
def determine(
    use_case: str,
    subject: str,
    determined: str,
    reasons: str,
    second_person: str,
    entity_key: str,
    register: Path,
    passphrase_file: Path | None,
    acting: str | None,
    as_json: bool,
) -> None:
    """Determine a classification: SUBJECT is its id, DETERMINED a tier's key or “default”."""
    from placet.operations.answer_question import determine as record

    ws = opened(register, passphrase_file, acting)
    with ws.register:
        found = keep_parties.find_use_case(ws, use_case)
        version = keep_parties.editable_version(ws, found.id)
        entity = one_entity(ws, found, entity_key)
        proposed = _proposed(assess_version(ws, found, version, entity_id=entity.id)[0], subject, determined)
        made = record(
            ws,
            version,
            entity.id,
            f"classification:{subject}",
            proposed=proposed,
            determined=determined,
            reasons=reasons,
            second_person=person_named(ws, second_person).id if second_person else "",
        )
        show(plain(made), [f"{subject}: {determined}, determined by {ws.actor.name}"], as_json=as_json)


def _proposed(assessed: EntityAssessment, subject: str, determined: str) -> str:
    proposals = assessed.assessment.proposals if assessed.assessment else ()
    proposal = next((item for item in proposals if item.classification.id == subject), None)
    if proposal is None:
        known = ", ".join(item.classification.id for item in proposals)
        raise UserFacingError(f"there is no classification “{subject}” here", todo=f"There are: {known}.")
    keys = ["default", *(tier.key for tier in proposal.classification.tiers)]
    if determined not in keys:
        raise UserFacingError(f"“{determined}” is not a tier of {subject}", todo=f"Use one of {', '.join(keys)}.")
    if proposal.truth is None:
        return ""  # nothing is proposed yet, so any determination needs its reasons
    return proposal.tier.key if proposal.tier else "default"


@click.command()
@register_options
@USE_CASE
@click.option("--entity", "entity_keys", multiple=True, help="Only these entities; may be repeated.")
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="As of this day instead of today.")
@click.option("--gaps", is_flag=True, help="List only the gaps.")
def assess(
    use_case: str,
    entity_keys: tuple[str, ...],
    as_of: dt.datetime | None,
    gaps: bool,
    register: Path,
    passphrase_file: Path | None,
    acting: str | None,
    as_json: bool,
) -> None:
    """Show classification, requirements, gaps, data rules, parameters, routes, clocks and filings.

    With several places, conflicts, limits and clocks follow side by side; “placet compare” has the rest.
    """
    ws = opened(register, passphrase_file, acting, write=False)
    with ws.register:
        found = keep_parties.find_use_case(ws, use_case)
        version = keep_parties.working_version(ws, found.id)
        wanted = {by_name(ws, Entity, key, "entity").id for key in entity_keys}
        made = compare_places(ws, found, version, as_of.date() if as_of else None, wanted)
        if not made.columns:
            raise UserFacingError(f"“{found.name}” has no entity yet", todo="Say which entity will use it.")
        value = [assessment_value(ws, made, item) for item in made.columns]
        lines = [line for item in made.columns for line in _lines(ws, item, gaps_only=gaps)]
        beside = across_lines(made) if len(made.columns) > 1 else ()
        show(value, [*lines, *beside], as_json=as_json)


def assessment_value(ws: Workspace, made: Comparison, item: InPlace) -> dict[str, Any]:
    """Return the assessment in one place as plain JSON values, with the conflicts it is part of."""
    assessment = item.assessment
    if assessment is None:
        return {"entity": item.entity_name, "place": item.place, "assessed": False}
    across = across_value(made)
    return {
        "entity": item.entity_name,
        "place": item.place,
        "assessed": True,
        "reached": item.reached,
        "as_of": assessment.as_of.isoformat(),
        "pack": {"id": assessment.pack_id, "version": assessment.pack_version, "sha256": assessment.pack_sha256},
        "classifications": [
            {"id": p.classification.id, "proposed": p.label if p.truth else None, "asks": sorted(p.deciding)}
            for p in assessment.proposals
        ],
        "requirements": [_requirement_value(ws, c) for c in assessment.coverage if c.status != "not_triggered"],
        "data": [
            {"flow": d.flow_index, "rule": d.rule.id if d.rule else "", "outcome": d.outcome} for d in assessment.data
        ],
        "parameters": [{"parameter": p.parameter, "value": p.value, "force": p.force} for p in assessment.parameters],
        "routes": [route.id for route in assessment.routes],
        "clocks": [clock.id for clock in assessment.clocks],
        "forms": [form.id for form in assessment.forms],
        "limits": [
            {**standard, "here": [limit for limit in standard["limits"] if limit["place"] == item.place]}
            for standard in across["parameters"]
            if any(limit["place"] == item.place for limit in standard["limits"])
        ],
        "conflicts": [
            conflict
            for conflict in across["conflicts"]
            if item.place in (conflict["one"]["place"], conflict["other"]["place"])
        ],
        "asks": sorted(assessment.deciding_facts()),
    }


def _requirement_value(ws: Workspace, item: Any) -> dict[str, Any]:
    state = item.applicability
    requirement = state.requirement
    return {
        "id": requirement.id,
        "title": requirement.title,
        "clause": requirement.clause,
        "force": requirement.force,
        "severity": requirement.severity,
        "timing": state.timing,
        "status": item.status,
        "gap": item.is_gap,
        "reasons": [reason_text(ws.facts, reason) for reason in state.reasons],
    }


def _lines(ws: Workspace, item: InPlace, *, gaps_only: bool) -> list[str]:
    assessment, pack = item.assessment, item.pack
    head = f"{item.entity_name} ({item.place}{', from elsewhere' if item.reached else ''})"
    if assessment is None or pack is None:
        return [f"{head}: not assessed; there is no pack for this place."]
    lines = [f"{head}, pack {pack.id} {pack.version}, as of {assessment.as_of}"]
    lines += [
        f"  {proposal.classification.title}: {proposal.label if proposal.truth else 'cannot be told yet'}"
        for proposal in assessment.proposals
    ]
    shown = assessment.gaps if gaps_only else assessment.triggered
    lines.append(f"  {len(assessment.triggered)} requirements apply, {len(assessment.gaps)} gaps")
    for coverage in shown:
        requirement = coverage.applicability.requirement
        label = pack.instrument(requirement.instrument).label
        lines.append(
            f"  [{coverage.status}] {requirement.force.upper()} {label}, {requirement.clause}: {requirement.title}"
        )
    asks = sorted(fact_label(ws.facts, key) for key in assessment.deciding_facts())
    return [*lines, *(f"  Still to be known: {label}" for label in asks)]
