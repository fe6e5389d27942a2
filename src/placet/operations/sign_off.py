"""Sign off: a person's or a body's act on exactly the review copy shown, refused when a rule forbids it."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from placet.domain.acts import Assurance, Condition, Evidence, ReviewCopy, SignOff
from placet.domain.assessment import Assessment
from placet.domain.canonical import canonical_json, nfc
from placet.domain.errors import Finding, FindingsError, UserFacingError
from placet.domain.firm import Outcome, RouteStage
from placet.domain.moments import day_of, is_day
from placet.domain.parties import Body, Entity, Person, RoleHolding, UseCase, UseCaseVersion, VersionState
from placet.domain.plain import plain
from placet.domain.signoff_rules import ProposedAct, held_role, open_stages, refusals, route_complete
from placet.domain.snapshot import snapshot_sha256
from placet.operations.bind_certificate import require_bound
from placet.operations.review_copy import current_review_copy, recompose
from placet.operations.use_packs import pinned
from placet.operations.workspace import Workspace, found
from placet.register.journal import Change

if TYPE_CHECKING:
    from placet.signing.identities import Identity

RECORD_FORMAT = 1


@dataclass(frozen=True, slots=True)
class ConditionTerms:
    """A condition as a person sets it."""

    kind: str
    text: str
    owner_id: str
    limit: str = ""
    due: str = ""
    monitored_by: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person enters at a stage."""

    stage_id: str
    outcome: str
    decided_on: str
    """ISO date of the decision."""
    person_id: str = ""
    body_id: str = ""
    minute_reference: str = ""
    present_ids: Sequence[str] = ()
    recused_ids: Sequence[str] = ()
    dissent: str = ""
    extract_id: str = ""
    comment: str = ""
    conditions: Sequence[ConditionTerms] = ()
    population: str = ""
    until: str = ""


@dataclass(frozen=True, slots=True)
class Desk:
    """One version in one entity laid out for decision."""

    use_case: UseCase
    version: UseCaseVersion
    entity: Entity
    copy: ReviewCopy
    assessment: Assessment
    stages: tuple[RouteStage, ...]
    sign_offs: tuple[SignOff, ...]


def lay_out(ws: Workspace, use_case: UseCase, version: UseCaseVersion, entity: Entity) -> Desk:
    """Return what there is to decide; raises UserFacingError without a review copy, or when content has moved on."""
    copy = current_review_copy(ws, version, entity)
    if copy is None:
        raise UserFacingError(
            "there is no review copy yet", use_case.name, "Make the review copy first.", "review-copy"
        )
    composed = recompose(ws, use_case, version, entity, copy)
    if snapshot_sha256(composed.snapshot) != copy.snapshot_sha256:
        raise UserFacingError(
            "the content has changed since the review copy was made",
            use_case.name,
            "Make a new review copy; earlier sign-offs do not count for it.",
            "changed-content",
        )
    stages = open_stages(pinned(ws, copy).firm, composed.assessment.context)
    made = tuple(item for item in ws.register.all(SignOff, version_id=version.id) if entity.id in item.entity_ids)
    return Desk(use_case, version, entity, copy, composed.assessment, stages, made)


def as_it_is(ws: Workspace, desk: Desk) -> Desk:
    """Lay the same desk out again from what the register says now; raises as ``lay_out`` does."""
    use_case = found(ws.register.get(UseCase, desk.use_case.id), "use case", desk.use_case.id)
    version = found(ws.register.get(UseCaseVersion, desk.version.id), "version", desk.version.id)
    entity = found(ws.register.get(Entity, desk.entity.id), "entity", desk.entity.id)
    return lay_out(ws, use_case, version, entity)


def proposed_act(ws: Workspace, desk: Desk, decision: Decision, identity: Identity | None = None) -> ProposedAct:
    """Return the act as the rules see it."""
    stage = next((item for item in desk.stages if item.id == decision.stage_id), None)
    stage = found(stage, "stage of this route called", decision.stage_id)
    if decision.outcome not in set(Outcome):
        raise UserFacingError(f"“{decision.outcome}” is not an outcome", todo=f"Use one of {', '.join(Outcome)}.")
    body = found(ws.register.get(Body, decision.body_id), "body", decision.body_id) if decision.body_id else None
    terms = tuple((item.kind, item.text, item.owner_id, item.limit or item.due) for item in decision.conditions)
    return ProposedAct(
        stage,
        stage.kind,
        Outcome(decision.outcome),
        desk.entity.id,
        decision.decided_on,
        decision.person_id,
        body,
        decision.minute_reference,
        tuple(decision.present_ids),
        tuple(decision.recused_ids),
        bool(decision.extract_id) and ws.register.get(Evidence, decision.extract_id) is not None,
        identity.fingerprint if identity else "",
        desk.copy.snapshot_sha256,
        terms,
        decision.comment,
    )


def check(ws: Workspace, desk: Desk, decision: Decision, identity: Identity | None = None) -> tuple[Finding, ...]:
    """Return every rule that forbids the act, each naming itself; empty when it may be performed."""
    act = proposed_act(ws, desk, decision, identity)
    holdings = ws.register.all(RoleHolding)
    refused = list(refusals(act, desk.stages, desk.sign_offs, holdings, desk.assessment.coverage))
    by_rule = (Finding(item.rule, 0, item.sentence) for item in refused)
    return (*_dated(ws, desk, decision), *by_rule, *_named(ws, desk, act, decision))


def _dated(ws: Workspace, desk: Desk, decision: Decision) -> tuple[Finding, ...]:
    """Refuse a day that is none, has not come, or on which the content was not there to be decided on."""
    day = decision.decided_on
    if not is_day(day):
        return (Finding("decision-date", 0, f"“{day}” is not a date such as {ws.today()}."),)
    if day > ws.today().isoformat():
        return (Finding("decision-date", 0, f"A decision cannot be dated {day}, after today."),)
    copies = ws.register.all(ReviewCopy, version_id=desk.version.id, snapshot_sha256=desk.copy.snapshot_sha256)
    first = min(day_of(item.made_at) for item in copies).isoformat()
    found = []
    if day < first:
        found.append(f"A decision on these pages cannot be dated {day}: they were made on {first}.")
    ends = [("The scope", decision.until), *(("A condition", terms.due) for terms in decision.conditions)]
    found += [f"{what} ends on “{end}”, which is not a date." for what, end in ends if end and not is_day(end)]
    found += [f"{what} ends on {end}, before the decision." for what, end in ends if is_day(end) and end < day]
    return tuple(Finding("decision-date", 0, text) for text in found)


def _named(ws: Workspace, desk: Desk, act: ProposedAct, decision: Decision) -> tuple[Finding, ...]:
    """Refuse people who are not in the register, and a body of another entity."""
    owners = [terms.owner_id for terms in decision.conditions if terms.owner_id]
    keys = {decision.person_id, *decision.present_ids, *decision.recused_ids, *owners} - {""}
    found = []
    if any(ws.register.get(Person, key) is None for key in keys):
        found.append(Finding("people", 0, "Somebody named in the decision is not in this register."))
    if act.body is not None and act.body.entity_id not in ("", *_with_parents(ws, desk.entity)):
        found.append(Finding("body", 0, f"{act.body.name} is a body of another entity."))
    return tuple(found)


def _with_parents(ws: Workspace, entity: Entity) -> list[str]:
    """Return an entity and those above it, whose bodies may decide for it."""
    found: list[str] = []
    above: Entity | None = entity
    while above is not None and above.id not in found:
        found.append(above.id)
        above = ws.register.get(Entity, above.parent_id) if above.parent_id else None
    return found


def sign_off(ws: Workspace, desk: Desk, decision: Decision, identity: Identity | None = None) -> SignOff:
    """Perform the act and record it, signed when an identity is given.

    Raises FindingsError listing every rule that forbids it; nothing is written then. What the desk shows is
    looked at again first: content or acts may have moved on since it was laid out.
    """
    shown = desk.copy
    desk = as_it_is(ws, desk)
    if desk.copy.id != shown.id:
        raise UserFacingError(
            "there is a newer review copy than the one shown", desk.use_case.name, "Look at it first.", "review-copy"
        )
    refused = check(ws, desk, decision, identity)
    if refused:
        raise FindingsError(refused[0].message, refused, f"rule {refused[0].path}")
    if identity is not None:
        require_bound(ws, decision.person_id, identity)
    unsigned = _record(ws, desk, decision, identity)
    conditions = _conditions(ws, desk, decision, unsigned)
    record = record_bytes(unsigned, conditions)
    act = replace(unsigned, signature=_signature(ws, record, identity))
    changes = [Change.blob(record), Change.put(act), *(Change.put(item) for item in conditions)]
    with ws.register.together():
        # the act's own entry travels in dossiers as its proof, so it holds the act and nothing else
        ws.commit("sign_off", changes, subject=desk.version.id)
        states = _new_states(ws, desk, act)
        if states:
            ws.commit("approve_version", states, subject=desk.version.id)
    return act


def _record(ws: Workspace, desk: Desk, decision: Decision, identity: Identity | None) -> SignOff:
    stage = next(item for item in desk.stages if item.id == decision.stage_id)
    return SignOff(
        id=ws.new_id(),
        version_id=desk.version.id,
        stage_id=stage.id,
        kind=stage.kind,
        outcome=Outcome(decision.outcome),
        capacity=_capacity(ws, desk, stage, decision),
        entity_ids=(desk.entity.id,),
        snapshot_sha256=desk.copy.snapshot_sha256,
        review_copy_sha256=desk.copy.pages_sha256,
        decided_on=decision.decided_on,
        recorded_at=ws.now(),
        person_id=decision.person_id,
        body_id=decision.body_id,
        minute_reference=nfc(decision.minute_reference.strip()),
        present_ids=tuple(decision.present_ids),
        dissent=nfc(decision.dissent.strip()),
        recused_ids=tuple(decision.recused_ids),
        extract_id=decision.extract_id,
        comment=nfc(decision.comment.strip()),
        places=(desk.entity.place,),
        population=nfc(decision.population.strip()),
        until=decision.until,
        assurance=_assurance(ws, decision, identity),
        recorded_by=str(ws.actor),
        certificate_fingerprint=identity.fingerprint if identity else "",
    )


def _capacity(ws: Workspace, desk: Desk, stage: RouteStage, decision: Decision) -> str:
    if stage.body:
        return found(ws.register.get(Body, decision.body_id), "body", decision.body_id).name
    holdings = ws.register.all(RoleHolding, person_id=decision.person_id)
    held = held_role(stage, decision.person_id, desk.entity.id, decision.decided_on, holdings)
    role = ws.firm.role(held.role) if held else None
    return role.title if role else ""


def _assurance(ws: Workspace, decision: Decision, identity: Identity | None) -> Assurance:
    if identity is not None:
        return Assurance.EVALUATION if identity.is_evaluation else Assurance.OWN_CERTIFICATE
    if decision.body_id:
        return Assurance.MINUTES
    return Assurance.ASSERTED if ws.actor.person_id == decision.person_id else Assurance.RECORDED


def _conditions(ws: Workspace, desk: Desk, decision: Decision, act: SignOff) -> tuple[Condition, ...]:
    start = ws.register.count(Condition, version_id=desk.version.id)
    return tuple(
        Condition(
            ws.new_id(), desk.version.id, act.id, f"C-{start + index:02d}", terms.kind, nfc(terms.text.strip()),
            nfc(terms.limit.strip()), terms.owner_id, terms.due, nfc(terms.monitored_by.strip()),
        )
        for index, terms in enumerate(decision.conditions, start=1)
    )  # fmt: skip


def record_bytes(act: SignOff, conditions: Sequence[Condition]) -> bytes:
    """Return the canonical sign-off record: what a signature is made over.

    It is the same however the conditions fared since: they stand as they were set, in the order of their numbers.
    """
    content: dict[str, Any] = plain(replace(act, signature=""))
    content["conditions"] = plain(tuple(_as_set(item) for item in in_order(conditions)))
    return canonical_json({"format": RECORD_FORMAT, "record": "placet-sign-off", **content})


def in_order(conditions: Sequence[Condition]) -> list[Condition]:
    """Return conditions as they are numbered: C-99 before C-100."""
    return sorted(conditions, key=lambda item: (len(item.number), item.number))


def _as_set(condition: Condition) -> Condition:
    return replace(condition, discharged_at="", discharged_by="", discharge_evidence_ids=())


def _signature(ws: Workspace, record: bytes, identity: Identity | None) -> str:
    if identity is None:
        return ""
    from placet.signing.records import sign_record

    return base64.b64encode(sign_record(record, identity, signing_time=ws.clock())).decode("ascii")


def _new_states(ws: Workspace, desk: Desk, act: SignOff) -> list[Change]:
    """Approve the version once the route is complete in each of its entities; the old baseline is superseded."""
    made = (*desk.sign_offs, act)
    if not route_complete(desk.stages, made, desk.copy.snapshot_sha256):
        return []
    others = [key for key in desk.use_case.entity_ids if key != desk.entity.id]
    if not all(_complete_elsewhere(ws, desk, key) for key in others):
        return []
    changes = [Change.put(replace(desk.version, state=VersionState.APPROVED))]
    older = ws.register.all(UseCaseVersion, use_case_id=desk.use_case.id, state=VersionState.APPROVED)
    changes += [
        Change.put(replace(item, state=VersionState.SUPERSEDED)) for item in older if item.id != desk.version.id
    ]
    return changes


def _complete_elsewhere(ws: Workspace, desk: Desk, entity_id: str) -> bool:
    entity = found(ws.register.get(Entity, entity_id), "entity", entity_id)
    if current_review_copy(ws, desk.version, entity) is None:
        return False
    other = lay_out(ws, desk.use_case, desk.version, entity)
    return route_complete(other.stages, other.sign_offs, other.copy.snapshot_sha256)


def names_of(ws: Workspace, person_ids: Sequence[str]) -> tuple[str, ...]:
    """Return the names of people by id."""
    return tuple(found(ws.register.get(Person, key), "person", key).name for key in person_ids)
