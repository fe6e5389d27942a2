"""Put the decisions of a route into words for the sealed dossier."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from placet.domain.acts import Condition, Evidence, SignOff
from placet.domain.errors import UserFacingError
from placet.domain.firm import RouteStage
from placet.domain.moments import shown
from placet.domain.parties import Body, Person
from placet.domain.sealed import ConditionLine, DecisionLine
from placet.domain.wording import scope_text
from placet.operations.sign_off import in_order, record_bytes
from placet.operations.workspace import Workspace


def decision_lines(
    ws: Workspace, acts: Sequence[SignOff], stages: Sequence[RouteStage], exhibit_numbers: Mapping[str, str]
) -> tuple[DecisionLine, ...]:
    """Return each act in route order; the newest act of a stage is the one that stands."""
    people = {item.id: item.printable_name or item.name for item in ws.register.all(Person)}
    lines = []
    for stage in stages:
        mine = [act for act in acts if act.stage_id == stage.id]
        if mine:
            act = max(mine, key=lambda item: item.recorded_at)
            lines.append(_line(ws, act, stage, people, exhibit_numbers.get(act.extract_id, "")))
    return tuple(lines)


def _line(ws: Workspace, act: SignOff, stage: RouteStage, people: Mapping[str, str], extract: str) -> DecisionLine:
    conditions = in_order(ws.register.all(Condition, sign_off_id=act.id))
    body = ws.register.get(Body, act.body_id) if act.body_id else None
    return DecisionLine(
        stage_id=stage.id,
        stage=stage.title,
        kind=act.kind,
        outcome=act.outcome,
        who=body.name if body else people.get(act.person_id, ""),
        capacity=act.capacity,
        decided_on=act.decided_on,
        recorded_at=act.recorded_at,
        scope=scope_text(act.places, act.population, act.until),
        comment=act.comment,
        minute_reference=act.minute_reference,
        present=tuple(people.get(key, key) for key in act.present_ids),
        quorum=body.quorum if body else 0,
        dissent=act.dissent,
        recused=tuple(people.get(key, key) for key in act.recused_ids),
        extract_exhibit=extract,
        assurance=act.assurance,
        recorded_by=people.get(act.recorded_by.partition(":")[2], act.recorded_by),
        certificate_fingerprint=act.certificate_fingerprint,
        snapshot_sha256=act.snapshot_sha256,
        review_copy_sha256=act.review_copy_sha256,
        record=record_bytes(act, conditions).decode("utf-8"),
        signature=act.signature,
        imported=act.imported,
        conditions=tuple(condition_line(item, people) for item in conditions),
        sign_off_id=act.id,
        by_body=body is not None,
        person_id=act.person_id,
        field=f"stage-{stage.id}",
    )


def condition_line(item: Condition, people: Mapping[str, str]) -> ConditionLine:
    """Return a condition in words, with whether it is still open."""
    state = f"discharged {shown(item.discharged_at)}" if item.discharged_at else "open"
    return ConditionLine(
        item.number, item.kind, item.text, item.limit, people.get(item.owner_id, ""), item.due, item.monitored_by, state
    )


def discharge_condition(ws: Workspace, condition_id: str, evidence_ids: Sequence[str]) -> Condition:
    """Discharge a condition on evidence, by somebody other than its owner."""
    from dataclasses import replace

    from placet.operations.workspace import found
    from placet.register.journal import Change

    condition = found(ws.register.get(Condition, condition_id), "condition", condition_id)
    if not ws.actor.person_id or ws.actor.person_id == condition.owner_id:
        raise UserFacingError(
            "a condition is discharged by somebody other than its owner", condition.number, rule="discharge"
        )
    if not evidence_ids:
        raise UserFacingError("a condition is discharged on evidence", condition.number, "Add it.", "discharge")
    for key in evidence_ids:
        found(ws.register.get(Evidence, key), "evidence", key)
    if condition.discharged_at:
        raise UserFacingError("the condition is discharged already", condition.number, rule="discharge")
    done = replace(
        condition,
        discharged_at=ws.now(),
        discharged_by=ws.actor.person_id,
        discharge_evidence_ids=tuple(evidence_ids),
    )
    ws.commit("discharge_condition", [Change.put(done)], subject=condition.version_id)
    return done
