"""Fill a register from a sample file: the same operations a person performs, one after the other."""

from __future__ import annotations

import datetime as dt
import json
import zoneinfo
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from placet.domain.acts import DossierRecord
from placet.domain.parties import (
    Body,
    DataFlow,
    Entity,
    Model,
    Person,
    RoleHolding,
    System,
    UseCase,
    UseCaseVersion,
    Vendor,
)
from placet.operations import keep_parties
from placet.operations.answer_question import answer, determine, determine_triage
from placet.operations.assess_use_case import assess_version, triage_of
from placet.operations.keep_evidence import EvidenceDetails, add_evidence
from placet.operations.review_copy import make_review_copy
from placet.operations.seal_dossier import prepare, seal
from placet.operations.sign_off import ConditionTerms, Decision, lay_out, sign_off
from placet.operations.state_facts import state_fact
from placet.operations.workspace import Actor, Workspace

if TYPE_CHECKING:
    from placet.signing.identities import Identity

Say = Callable[[str], None]
Given = Mapping[str, Any]


ZONE = zoneinfo.ZoneInfo("Asia/Hong_Kong")


class StoryClock:
    """The sample's own time: its acts fall on the days its papers name, whenever the sample is filled.

    Each reading is a second later than the one before, and no day is ever gone back to.
    """

    def __init__(self, moment: str) -> None:
        self._moment = _instant(moment)

    def __call__(self) -> dt.datetime:
        self._moment += dt.timedelta(seconds=1)
        return self._moment

    def go_to(self, moment: str) -> None:
        """Go on to a later moment (ISO, Hong Kong time); an earlier one changes nothing."""
        self._moment = max(self._moment, _instant(moment))


def _instant(moment: str) -> dt.datetime:
    return dt.datetime.fromisoformat(moment).replace(tzinfo=ZONE).astimezone(dt.UTC)


@dataclass(frozen=True, slots=True)
class Filling:
    """A sample being filled in: the workspace, ids by the sample's own keys, and each person's identity."""

    ws: Workspace
    folder: Path
    identities: Mapping[str, Identity]
    clock: StoryClock
    ids: dict[str, str] = field(default_factory=dict)

    def by(self, key: str) -> Workspace:
        """Return the workspace with one of the sample's people at the keyboard."""
        if not key:
            return self.ws
        person = self.ws.register.one(Person, id=self.ids[key])
        return self.ws.acting_as(Actor("sample", person.id, person.name))

    def id_of(self, key: str) -> str:
        """Return the id minted for a key; empty stays empty."""
        return self.ids[key] if key else ""

    def ids_of(self, keys: Sequence[str]) -> tuple[str, ...]:
        """Return the ids minted for keys."""
        return tuple(self.ids[key] for key in keys)


def read_sample(path: Path) -> Given:
    """Return a sample file's content."""
    content: Given = json.loads(path.read_text("utf-8"))
    return content


def fill_parties(filling: Filling, sample: Given) -> None:
    """Enter entity, people with their roles, bodies, vendors, models and systems."""
    ws, ids = filling.ws, filling.ids
    entity = dict(sample["entity"])
    key = entity.pop("key")
    ids[key] = entity_id = keep_parties.save(ws, Entity("", **_tupled(entity)))
    for given in sample["people"]:
        person = Person("", given["name"], given["job_title"], given.get("email", ""))
        ids[given["key"]] = keep_parties.save(ws, person)
        for role in given.get("roles", ()):
            keep_parties.save(ws, RoleHolding("", ids[given["key"]], entity_id=entity_id, **role))
    for given in sample["bodies"]:
        rest = {key: given[key] for key in ("name", "terms_of_reference", "quorum")}
        body = Body("", given["key"], entity_id=entity_id, member_ids=filling.ids_of(given["members"]), **rest)
        ids[given["key"]] = keep_parties.save(ws, body)
    for kind, name in ((Vendor, "vendors"), (Model, "models"), (System, "systems")):
        for given in sample[name]:
            values = dict(given)
            key = values.pop("key")
            values["vendor_id"] = filling.id_of(values.pop("vendor", ""))
            values["model_ids"] = list(filling.ids_of(values.pop("models", ())))
            wanted = {item: values[item] for item in values if item in kind.__dataclass_fields__}
            ids[key] = keep_parties.save(ws, kind("", **_tupled(wanted)))
    for given in sample["evidence"]:
        ids[given["key"]] = _add_evidence(filling, given)


def _add_evidence(filling: Filling, given: Given) -> str:
    said = _tupled({key: given[key] for key in given if key not in ("key", "file")})
    return add_evidence(filling.ws, EvidenceDetails(**said), filling.folder / "evidence" / given["file"]).id


def _tupled(values: Given) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in values.items()}


def fill_use_case(filling: Filling, given: Given) -> tuple[UseCase, UseCaseVersion]:
    """Enter one use case with its facts, flows and answers."""
    ws, ids = filling.ws, filling.ids
    entity_id = ids[given.get("entity", "bank")]
    version = keep_parties.add_use_case(
        filling.by(given.get("owner", "")),
        given["name"],
        reference=given["reference"],
        description=given.get("description", ""),
        purpose=given.get("purpose", ""),
        owner_id=filling.id_of(given.get("owner", "")),
        entity_ids=(entity_id,),
    )
    ids[given["reference"]] = version.use_case_id
    if given.get("systems"):
        version = keep_parties.use_systems(ws, version, filling.ids_of(given["systems"]))
    author = filling.by(given.get("owner", ""))
    for key, value in given.get("facts", {}).items():
        state_fact(author, version, key, value, entity_id=entity_id)
    for flow in given.get("flows", ()):
        values = {**_tupled(flow), "vendor_id": filling.id_of(flow.get("vendor_id", ""))}
        keep_parties.save_flow(author, DataFlow("", version.id, **values))
    if given.get("flows_complete"):
        version = keep_parties.confirm_flows(author, version, complete=True)
    use_case = keep_parties.find_use_case(ws, version.use_case_id)
    _triage(filling, given, use_case, version)
    _answers(filling, given, version, entity_id)
    return keep_parties.find_use_case(ws, version.use_case_id), version


def _triage(filling: Filling, given: Given, use_case: UseCase, version: UseCaseVersion) -> None:
    said = given.get("triage")
    if said:
        who = filling.by(said["by"])
        proposed = triage_of(who, use_case, version).result
        determine_triage(who, use_case, version, said.get("result", proposed), said.get("reasons", ""))


def _answers(filling: Filling, given: Given, version: UseCaseVersion, entity_id: str) -> None:
    for item in given.get("answers", ()):
        answer(
            filling.by(item.get("by", given["owner"])),
            version,
            item.get("status", "met"),
            item["statement"],
            control=item.get("control", ""),
            requirement=item.get("requirement", ""),
            entity_ids=(entity_id,),
            evidence_ids=filling.ids_of(item.get("evidence", ())),
            basis=item.get("basis", ""),
            second_person=filling.id_of(item.get("second_person", "")),
        )


def determine_classifications(filling: Filling, given: Given, use_case: UseCase, version: UseCaseVersion) -> None:
    """Determine each scale as proposed, by the person the sample names."""
    said = given["classifications"]
    who = filling.by(said["by"])
    for item in assess_version(who, use_case, version):
        for proposal in item.assessment.proposals if item.assessment else ():
            key = proposal.tier.key if proposal.tier and proposal.truth else "default"
            determine(
                who,
                version,
                item.entity.id,
                f"classification:{proposal.classification.id}",
                proposed=key,
                determined=said.get("tiers", {}).get(proposal.classification.id, key),
                reasons=said["reasons"],
            )


def decide(filling: Filling, given: Given, use_case: UseCase, version: UseCaseVersion, say: Say) -> None:
    """Make the review copy and take every decision of the route on it, each by its own person."""
    ws = filling.ws
    entity = ws.register.one(Entity, id=use_case.entity_ids[0])
    filling.clock.go_to(given["shown_at"])
    copy = make_review_copy(filling.by(given["owner"]), use_case, version, entity)
    say(f"Review copy of {copy.page_count} pages made: {copy.snapshot_sha256[:12]}")
    for item in given["decisions"]:
        filling.clock.go_to(item["recorded_at"])
        current = keep_parties.working_version(ws, use_case.id)
        desk = lay_out(ws, use_case, current, entity)
        decision = _decision(filling, item)
        act = sign_off(filling.by(item["person"]), desk, decision, filling.identities.get(item["person"]))
        say(f"{act.stage_id}: {act.outcome} by {act.capacity}")


def _decision(filling: Filling, item: Given) -> Decision:
    conditions = tuple(
        ConditionTerms(
            terms["kind"],
            terms["text"],
            filling.ids[terms["owner"]],
            terms.get("limit", ""),
            terms.get("due", ""),
            terms.get("monitored_by", ""),
        )
        for terms in item.get("conditions", ())
    )
    return Decision(
        item["stage"],
        item["outcome"],
        item["on"],
        filling.ids[item["person"]],
        filling.id_of(item.get("body", "")),
        item.get("minute", ""),
        filling.ids_of(item.get("present", ())),
        filling.ids_of(item.get("recused", ())),
        item.get("dissent", ""),
        _add_evidence(filling, item["extract"]) if "extract" in item else "",
        item.get("comment", ""),
        conditions,
        item.get("population", ""),
        item.get("until", ""),
    )


def seal_one(filling: Filling, given: Given, use_case: UseCase, by: str) -> tuple[DossierRecord, bytes]:
    """Seal one dossier, giving each warning the reason the sample has for it."""
    filling.clock.go_to(given["sealed_at"])
    ws = filling.by(by)
    version = keep_parties.working_version(ws, use_case.id)
    entity = ws.register.one(Entity, id=use_case.entity_ids[0])
    prepared = prepare(ws, use_case, version, entity, given["kind"], given["addressee"])
    reasons = {item.message: _reason(given["reasons"], item.message) for item in prepared.warnings}
    return seal(ws, prepared, reasons)


def _reason(reasons: Sequence[Given], message: str) -> str:
    return next((item["reason"] for item in reasons if item["about"] in message), "")
