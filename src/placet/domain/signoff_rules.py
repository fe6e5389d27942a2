"""Who may act at which stage: order, capacity, separation of duties, quorum. Refusals name the rule."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from placet.domain.acts import ConditionKind, SignOff
from placet.domain.coverage import Coverage, CoverageStatus
from placet.domain.firm import OUTCOMES, STOPPING, ActKind, FirmPack, Outcome, RouteStage
from placet.domain.moments import is_day
from placet.domain.parties import Body, RoleHolding
from placet.domain.predicates import Context, evaluate
from placet.domain.rules import Stage


@dataclass(frozen=True, slots=True)
class ProposedAct:
    """An act as a person is about to perform it."""

    stage: RouteStage
    kind: ActKind
    outcome: Outcome
    entity_id: str
    decided_on: str
    """ISO date, or instant; only its date is compared."""
    person_id: str = ""
    body: Body | None = None
    minute_reference: str = ""
    present_ids: tuple[str, ...] = ()
    recused_ids: tuple[str, ...] = ()
    has_extract: bool = False
    certificate_fingerprint: str = ""
    snapshot_sha256: str = ""
    conditions: tuple[tuple[str, str, str, str], ...] = ()
    """(kind, text, owner id, due or limit) of each condition set with the act."""
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why an act is refused, and under which rule."""

    rule: str
    sentence: str


def open_stages(firm: FirmPack, context: Context) -> tuple[RouteStage, ...]:
    """Return the stages of the firm's route that this use case goes through; an unknown condition counts as yes."""
    return tuple(stage for stage in firm.stages if evaluate(stage.when, context) is not False)


def standing(sign_offs: Sequence[SignOff], stage_id: str, snapshot_sha256: str) -> SignOff | None:
    """Return the newest act at a stage on exactly this snapshot; an act on other content does not count."""
    matching = [s for s in sign_offs if s.stage_id == stage_id and s.snapshot_sha256 == snapshot_sha256]
    return max(matching, key=lambda s: s.recorded_at, default=None)


def next_stages(
    stages: Sequence[RouteStage], sign_offs: Sequence[SignOff], snapshot_sha256: str
) -> tuple[RouteStage, ...]:
    """Return the stages that can be acted on now: not done, and everything they come after is done."""
    done = {stage.id for stage in stages if _is_done(standing(sign_offs, stage.id, snapshot_sha256))}
    present = {stage.id for stage in stages}
    return tuple(
        stage
        for stage in stages
        if stage.id not in done and all(before in done for before in stage.after if before in present)
    )


def route_complete(stages: Sequence[RouteStage], sign_offs: Sequence[SignOff], snapshot_sha256: str) -> bool:
    """Tell whether every stage has a favourable act on this snapshot."""
    return all(_is_done(standing(sign_offs, stage.id, snapshot_sha256)) for stage in stages)


def _is_done(act: SignOff | None) -> bool:
    return act is not None and Outcome(act.outcome) not in STOPPING


def refusals(
    act: ProposedAct,
    stages: Sequence[RouteStage],
    sign_offs: Sequence[SignOff],
    holdings: Sequence[RoleHolding],
    coverage: Sequence[Coverage] = (),
) -> tuple[Refusal, ...]:
    """Return every reason why the act may not be performed; empty when it may."""
    current = [s for s in sign_offs if s.snapshot_sha256 == act.snapshot_sha256]
    return (
        *_order(act, stages, current),
        *_dates(act, current),
        *_form(act),
        *_capacity(act, holdings),
        *_separation(act, stages, current),
        *_body(act),
        *_conditions(act),
        *_binding_gaps(act, coverage),
    )


def _order(act: ProposedAct, stages: Sequence[RouteStage], current: Sequence[SignOff]) -> list[Refusal]:
    if act.stage.id not in {stage.id for stage in stages}:
        return [Refusal("route", f"“{act.stage.title}” is not a stage of this use case's route.")]
    if _is_done(standing(current, act.stage.id, act.snapshot_sha256)):
        return [Refusal("route", f"“{act.stage.title}” has already been decided on this content.")]
    if act.stage not in next_stages(stages, current, act.snapshot_sha256):
        titles = {stage.id: stage.title for stage in stages}
        waiting = ", ".join(
            titles[before]
            for before in act.stage.after
            if before in titles and not _is_done(standing(current, before, act.snapshot_sha256))
        )
        return [Refusal("order", f"“{act.stage.title}” comes after: {waiting}.")]
    return []


def _dates(act: ProposedAct, current: Sequence[SignOff]) -> list[Refusal]:
    """Refuse a decision dated before one that it comes after."""
    day = act.decided_on[:10]
    before = [standing(current, stage_id, act.snapshot_sha256) for stage_id in act.stage.after] if is_day(day) else []
    return [
        Refusal("decision-date", f"The decision is dated {day}, before “{other.stage_id}”, which it comes after.")
        for other in before
        if other is not None and day < other.decided_on[:10]
    ]


def _form(act: ProposedAct) -> list[Refusal]:
    found = []
    if act.kind is not act.stage.kind:
        found.append(Refusal("kind", f"“{act.stage.title}” takes a “{act.stage.kind}”, not a “{act.kind}”."))
    elif act.outcome not in OUTCOMES[act.kind]:
        allowed = ", ".join(OUTCOMES[act.kind])
        found.append(Refusal("outcome", f"A “{act.kind}” ends as one of {allowed}; not {act.outcome}."))
    if act.outcome in STOPPING and not act.comment.strip():
        found.append(Refusal("reasons", "An objection, a failure or a refusal needs reasons."))
    return found


def _capacity(act: ProposedAct, holdings: Sequence[RoleHolding]) -> list[Refusal]:
    """Refuse who does not hold one of the stage's roles, for this entity, on the day of the decision."""
    if act.stage.body:
        return []
    if act.body is not None:
        return [Refusal("body", f"“{act.stage.title}” is decided by a person, not by {act.body.name}.")]
    if not act.person_id:
        return [Refusal("capacity", f"“{act.stage.title}” needs a named person.")]
    if held_role(act.stage, act.person_id, act.entity_id, act.decided_on, holdings):
        return []
    wanted = " or ".join(act.stage.roles)
    return [
        Refusal(
            "capacity",
            f"This person did not hold the role {wanted} on {act.decided_on[:10]} for this entity.",
        )
    ]


def held_role(
    stage: RouteStage, person_id: str, entity_id: str, on: str, holdings: Sequence[RoleHolding]
) -> RoleHolding | None:
    """Return the holding under which a person may act at a stage on a day."""
    day = on[:10]
    for holding in holdings:
        if holding.person_id != person_id or holding.role not in stage.roles:
            continue
        here = holding.entity_id in ("", entity_id)
        started = not holding.from_date or holding.from_date <= day
        if here and started and (not holding.to_date or day <= holding.to_date):
            return holding
    return None


def _separation(act: ProposedAct, stages: Sequence[RouteStage], current: Sequence[SignOff]) -> list[Refusal]:
    """Neither the person nor the certificate of a stage it must stay apart from may act here, in either order.

    Whoever decides with a body acts too; and one certificate never stands for two people, whatever the stages.
    """
    apart = _apart(act.stage, stages)
    voting = _voting(act.present_ids, act.recused_ids)
    here = voting & set(act.body.member_ids) if act.body else {act.person_id} - {""}
    found = []
    for other in current:
        if Outcome(other.outcome) in STOPPING:
            continue
        there = _voting(other.present_ids, other.recused_ids) if other.body_id else {other.person_id} - {""}
        if other.stage_id in apart and here & there:
            who = "A voting member" if act.stage.body else "The same person"
            advice = " They must be recused." if act.stage.body else ""
            text = f"{who} already acted at “{other.stage_id}” on this content.{advice}"
            found.append(Refusal("separation-person", text))
        same = bool(act.certificate_fingerprint) and act.certificate_fingerprint == other.certificate_fingerprint
        if same and (other.stage_id in apart or act.person_id != other.person_id):
            found.append(
                Refusal("separation-certificate", f"The same certificate already signed at “{other.stage_id}”.")
            )
    return found


def _apart(stage: RouteStage, stages: Sequence[RouteStage]) -> set[str]:
    """Return the stages whose people may not act at this one; a body never approves its members' own work."""
    apart = {*stage.apart_from, *(other.id for other in stages if stage.id in other.apart_from)}
    if stage.body and stage.kind is ActKind.APPROVE:
        apart |= {other.id for other in stages if other.kind in (ActKind.ATTEST, ActKind.VALIDATE)}
    return apart


def _voting(present_ids: Sequence[str], recused_ids: Sequence[str]) -> set[str]:
    return set(present_ids) - set(recused_ids)


def _body(act: ProposedAct) -> list[Refusal]:
    if not act.stage.body:
        return []
    if act.body is None or act.body.key != act.stage.body:
        return [Refusal("body", f"“{act.stage.title}” is decided by {act.stage.body}.")]
    found = []
    if not act.minute_reference.strip():
        found.append(Refusal("minute", "A body's decision needs its minute reference."))
    if not act.has_extract:
        found.append(Refusal("extract", "A body's decision needs an extract of its minutes as evidence."))
    if {*act.present_ids, *act.recused_ids} - set(act.body.member_ids):
        found.append(Refusal("members", "Somebody listed as present or recused is not a member of the body."))
    if any(len(set(listed)) != len(listed) for listed in (act.present_ids, act.recused_ids)):
        found.append(Refusal("members", "Somebody is listed twice."))
    counted = _voting(act.present_ids, act.recused_ids) & set(act.body.member_ids)
    quorum = max(act.body.quorum, 1)
    if len(counted) < quorum:
        found.append(Refusal("quorum", f"Members who could decide: {len(counted)}; the quorum is {quorum}."))
    return found


def _conditions(act: ProposedAct) -> list[Refusal]:
    found = []
    if act.outcome is Outcome.APPROVED_WITH_CONDITIONS and not act.conditions:
        found.append(Refusal("conditions", "An approval with conditions needs at least one condition."))
    if act.conditions and act.outcome is Outcome.APPROVED:
        found.append(Refusal("conditions", "An approval that sets conditions is recorded as “with conditions”."))
    for kind, text, owner, bound in act.conditions:
        if kind not in set(ConditionKind):
            found.append(Refusal("conditions", f"“{kind}” is not a kind of condition."))
        if not text.strip() or not owner or not bound:
            label = text.strip() or "A condition"
            found.append(Refusal("conditions", f"“{label}” needs a text, an owner, and a limit or an end."))
    return found


def _binding_gaps(act: ProposedAct, coverage: Sequence[Coverage]) -> list[Refusal]:
    """Refuse to approve what is legally binding and not met, unless a condition precedent names and closes it."""
    if act.kind is not ActKind.APPROVE or act.outcome in STOPPING:
        return []
    precedent = " ".join(text for kind, text, _, _ in act.conditions if kind == ConditionKind.PRECEDENT)
    found = []
    for item in coverage:
        requirement = item.applicability.requirement
        if not requirement.force.binds or requirement.stage is not Stage.BEFORE_LAUNCH:
            continue
        named = re.search(rf"(?<![\w-]){re.escape(requirement.id)}(?![\w-])", precedent)
        if item.status is CoverageStatus.NOT_MET and not named:
            text = f"{requirement.id} is {requirement.force} and not met; set a condition precedent that names it."
            found.append(Refusal("binding-gap", text))
    return found
