"""Who may act at which stage: every refusal, and the act that is not refused."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from placet.domain.acts import SignOff
from placet.domain.coverage import Coverage, CoverageStatus
from placet.domain.firm import OUTCOMES, STOPPING, ActKind, FirmPack, FirmValue, Outcome, RoleDefinition, RouteStage
from placet.domain.parties import Body, RoleHolding
from placet.domain.predicates import Equals
from placet.domain.rules import Force, Stage
from placet.domain.signoff_rules import (
    ProposedAct,
    held_role,
    next_stages,
    open_stages,
    refusals,
    route_complete,
    standing,
)
from unit.domain.made import applying, context, requirement

SNAPSHOT, OTHER = "aa", "bb"
ATTEST = RouteStage("attest", "Owner attests", ActKind.ATTEST, ("owner",))
VALIDATE = RouteStage("validate", "Validation", ActKind.VALIDATE, ("validator",), "", ("attest",), ("attest",))
OPINE = RouteStage(
    "opine", "Opinion", ActKind.OPINE, ("compliance",), "", ("attest",), ("attest",), Equals("uses_ai", True)
)
APPROVE = RouteStage("approve", "Committee", ActKind.APPROVE, (), "committee", (), ("validate", "opine"))
STAGES = (ATTEST, VALIDATE, OPINE, APPROVE)
COMMITTEE = Body("b", "committee", "AI Committee", quorum=2, member_ids=("p1", "p2", "p3"))
HOLDINGS = (
    RoleHolding("h1", "ann", "owner", "HK", "2026-01-01", "2026-12-31"),
    RoleHolding("h2", "ben", "validator"),
    RoleHolding("h3", "ann", "validator"),
)


def made_act(stage: str, outcome: str, person: str = "", at: str = "2026-11-01", **more: Any) -> SignOff:
    act = SignOff(
        f"{stage}-{at}", "V", stage, "", outcome, "", ("HK",), SNAPSHOT, "", "2026-11-01", at, person_id=person
    )
    return replace(act, **more)


ATTESTED = made_act("attest", "attested", "ann", certificate_fingerprint="cert-ann")
VALIDATED = made_act("validate", "passed", "ben", certificate_fingerprint="cert-ben")
OPINED = made_act("opine", "no_objection", "cat")


def attesting(**changes: Any) -> ProposedAct:
    act = ProposedAct(ATTEST, ActKind.ATTEST, Outcome.ATTESTED, "HK", "2026-11-01", "ann", snapshot_sha256=SNAPSHOT)
    return replace(act, **changes)


def validating(**changes: Any) -> ProposedAct:
    return attesting(stage=VALIDATE, kind=ActKind.VALIDATE, outcome=Outcome.PASSED, person_id="ben", **changes)


def approving(**changes: Any) -> ProposedAct:
    act = ProposedAct(
        APPROVE,
        ActKind.APPROVE,
        Outcome.APPROVED,
        "HK",
        "2026-11-01",
        body=COMMITTEE,
        minute_reference="AIC 4/2026",
        present_ids=("p1", "p2"),
        has_extract=True,
        snapshot_sha256=SNAPSHOT,
    )
    return replace(act, **changes)


def rules(
    act: ProposedAct, made: Sequence[SignOff] = (), stages: Sequence[RouteStage] = STAGES, gaps: Sequence[Coverage] = ()
) -> list[str]:
    refused = refusals(act, stages, made, HOLDINGS, gaps)
    assert all(item.sentence.endswith(".") for item in refused)
    return [item.rule for item in refused]


DONE = (ATTESTED, VALIDATED, OPINED)


@pytest.mark.parametrize(
    ("act", "made"), [(attesting(), ()), (validating(), (ATTESTED,)), (approving(), DONE)], ids=["a", "v", "c"]
)
def test_an_act_that_keeps_every_rule_is_not_refused(act: ProposedAct, made: tuple[SignOff, ...]) -> None:
    assert rules(act, made) == []


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"stage": replace(ATTEST, id="gone")}, "route"),
        ({"kind": ActKind.APPROVE}, "kind"),
        ({"outcome": Outcome.APPROVED}, "outcome"),
        ({"outcome": Outcome.DECLINED}, "reasons"),
        ({"outcome": Outcome.DECLINED, "comment": "  "}, "reasons"),
        ({"person_id": ""}, "capacity"),
        ({"person_id": "ben"}, "capacity"),
        ({"entity_id": "SG"}, "capacity"),
        ({"decided_on": "2025-12-31"}, "capacity"),
        ({"decided_on": "2027-01-01"}, "capacity"),
        ({"conditions": (("ongoing", "At most 50 customers", "ann", ""),)}, "conditions"),
        ({"conditions": (("ongoing", "At most 50 customers", "", "50"),)}, "conditions"),
        ({"conditions": (("ongoing", " ", "ann", "50"),)}, "conditions"),
        ({"conditions": (("sometimes", "At most 50", "ann", "50"),)}, "conditions"),
    ],
)
def test_an_act_by_a_person_is_refused(changes: dict[str, Any], rule: str) -> None:
    assert rules(attesting(**changes)) == [rule]


def test_a_refusal_with_reasons_may_be_recorded() -> None:
    assert rules(attesting(outcome=Outcome.DECLINED, comment="The purpose is not described.")) == []


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"body": None}, "body"),
        ({"body": replace(COMMITTEE, key="board")}, "body"),
        ({"minute_reference": " "}, "minute"),
        ({"has_extract": False}, "extract"),
        ({"present_ids": ("p1", "p2", "guest")}, "members"),
        ({"present_ids": ("p1",)}, "quorum"),
        ({"present_ids": ("p1", "p2"), "recused_ids": ("p2",)}, "quorum"),
        ({"body": replace(COMMITTEE, quorum=0), "present_ids": ()}, "quorum"),
        ({"outcome": Outcome.APPROVED_WITH_CONDITIONS}, "conditions"),
        ({"conditions": (("ongoing", "At most 50", "ann", "50"),)}, "conditions"),
        ({"outcome": Outcome.NOTED}, "outcome"),
    ],
)
def test_a_decision_of_a_body_is_refused(changes: dict[str, Any], rule: str) -> None:
    assert rules(approving(**changes), DONE) == [rule]


def test_a_recused_member_does_not_count_but_the_others_may_decide() -> None:
    assert rules(approving(present_ids=("p1", "p2", "p3"), recused_ids=("p3",)), DONE) == []


def test_every_broken_rule_is_named_at_once() -> None:
    refused = rules(approving(minute_reference="", has_extract=False, present_ids=("guest",)), (ATTESTED,))
    assert refused == ["order", "minute", "extract", "members", "quorum"]


def test_stages_come_in_their_order() -> None:
    act = validating()
    assert rules(act) == ["order"]
    (refused,) = refusals(act, STAGES, (), HOLDINGS)
    assert refused.sentence == "“Validation” comes after: Owner attests."
    assert rules(act, (made_act("attest", "declined", "ann"),)) == ["order"]
    assert rules(act, (replace(ATTESTED, snapshot_sha256=OTHER),)) == ["order"]  # an act on other content is none


def test_a_stage_is_decided_once_on_the_same_content() -> None:
    assert rules(attesting(), (ATTESTED,)) == ["route"]
    assert rules(attesting(), (made_act("attest", "declined", "ann"),)) == []
    assert rules(attesting(), (replace(ATTESTED, snapshot_sha256=OTHER),)) == []


def test_a_stage_left_out_of_this_route_is_not_waited_for() -> None:
    assert rules(approving(), (ATTESTED, VALIDATED), (ATTEST, VALIDATE, APPROVE)) == []


def test_neither_person_nor_certificate_acts_at_stages_kept_apart() -> None:
    assert rules(validating(), (ATTESTED,)) == []
    both = replace(validating(certificate_fingerprint="cert-ann"), person_id="ann")
    assert rules(both, (ATTESTED,)) == ["separation-person", "separation-certificate"]
    assert rules(validating(certificate_fingerprint="cert-ann"), (ATTESTED,)) == ["separation-certificate"]
    assert rules(replace(validating(), person_id="ann"), (replace(ATTESTED, snapshot_sha256=OTHER),)) == ["order"]


def test_stages_are_kept_apart_whichever_comes_first() -> None:
    loose = replace(VALIDATE, after=())
    before = (made_act("validate", "passed", "ann", certificate_fingerprint="cert-ann"),)
    stages = (ATTEST, loose)
    assert rules(attesting(certificate_fingerprint="cert-ann"), before, stages) == [
        "separation-person",
        "separation-certificate",
    ]


def test_an_act_that_stopped_the_route_does_not_bar_its_author() -> None:
    failed = made_act("validate", "failed", "ann")
    assert rules(attesting(), (failed,)) == []


@pytest.mark.parametrize(
    ("holding", "on", "holds"),
    [
        (RoleHolding("h", "p", "owner"), "2026-11-01", True),
        (RoleHolding("h", "p", "owner", "HK"), "2026-11-01", True),
        (RoleHolding("h", "p", "owner", "SG"), "2026-11-01", False),
        (RoleHolding("h", "q", "owner"), "2026-11-01", False),
        (RoleHolding("h", "p", "validator"), "2026-11-01", False),
        (RoleHolding("h", "p", "owner", "", "2026-11-01", "2026-11-01"), "2026-11-01", True),
        (RoleHolding("h", "p", "owner", "", "2026-11-01", "2026-11-01"), "2026-11-01T09:00:00.000Z", True),
        (RoleHolding("h", "p", "owner", "", "2026-11-02"), "2026-11-01", False),
        (RoleHolding("h", "p", "owner", "", "", "2026-10-31"), "2026-11-01", False),
    ],
)
def test_a_role_counts_for_its_person_entity_and_days(holding: RoleHolding, on: str, holds: bool) -> None:
    assert (held_role(ATTEST, "p", "HK", on, (holding,)) is holding) is holds


def gap(force: Force, status: CoverageStatus, stage: Stage = Stage.BEFORE_LAUNCH) -> Coverage:
    return Coverage(applying(requirement("ZRA-AI-1", force=force, stage=stage)), status)


@pytest.mark.parametrize(
    ("force", "status", "stage", "refused"),
    [
        (Force.LAW, CoverageStatus.NOT_MET, Stage.BEFORE_LAUNCH, True),
        (Force.NOTICE, CoverageStatus.NOT_MET, Stage.BEFORE_LAUNCH, True),
        (Force.GUIDELINE, CoverageStatus.NOT_MET, Stage.BEFORE_LAUNCH, False),
        (Force.LAW, CoverageStatus.NOT_MET, Stage.RUNNING, False),
        (Force.LAW, CoverageStatus.MET, Stage.BEFORE_LAUNCH, False),
        (Force.LAW, CoverageStatus.WAIVED, Stage.BEFORE_LAUNCH, False),
    ],
)
def test_what_binds_and_is_not_met_is_not_approved(
    force: Force, status: CoverageStatus, stage: Stage, refused: bool
) -> None:
    assert rules(approving(), DONE, gaps=(gap(force, status, stage),)) == (["binding-gap"] if refused else [])


@pytest.mark.parametrize(
    ("text", "kind", "refused"),
    [
        ("Meet ZRA-AI-1 before launch.", "precedent", False),
        ("Meet ZRA-AI-12 before launch.", "precedent", True),
        ("Meet OLD-ZRA-AI-1 before launch.", "precedent", True),
        ("Meet ZRA-AI-1 while running.", "ongoing", True),
    ],
)
def test_a_condition_precedent_that_names_the_gap_closes_it(text: str, kind: str, refused: bool) -> None:
    act = approving(outcome=Outcome.APPROVED_WITH_CONDITIONS, conditions=((kind, text, "ann", "2026-12-01"),))
    gaps = (gap(Force.LAW, CoverageStatus.NOT_MET),)
    assert rules(act, DONE, gaps=gaps) == (["binding-gap"] if refused else [])


def test_declining_is_not_barred_by_a_gap() -> None:
    act = approving(outcome=Outcome.DECLINED, comment="ZRA-AI-1 is not met.")
    assert rules(act, DONE, gaps=(gap(Force.LAW, CoverageStatus.NOT_MET),)) == []


def test_a_stage_whose_condition_is_unknown_is_gone_through() -> None:
    firm = FirmPack(
        "firm",
        "1",
        "Zed Bank",
        (RoleDefinition("owner", "Owner", "Answers for it."),),
        STAGES,
        (FirmValue("exit", "Exit", "500"),),
    )
    assert open_stages(firm, context()) == STAGES
    assert open_stages(firm, context({"uses_ai": False})) == (ATTEST, VALIDATE, APPROVE)
    assert firm.stage("opine") is OPINE
    assert firm.stage("gone") is None
    assert firm.role("owner") is firm.roles[0]
    assert firm.role("gone") is None


def test_what_can_be_acted_on_now() -> None:
    assert next_stages(STAGES, (), SNAPSHOT) == (ATTEST,)
    assert next_stages(STAGES, (ATTESTED,), SNAPSHOT) == (VALIDATE, OPINE)
    assert next_stages(STAGES, (ATTESTED, VALIDATED), SNAPSHOT) == (OPINE,)
    assert next_stages(STAGES, DONE, SNAPSHOT) == (APPROVE,)
    assert next_stages(STAGES, DONE, OTHER) == (ATTEST,)


def test_the_newest_act_on_the_content_stands() -> None:
    objected = made_act("opine", "objection", "cat", "2026-11-02")
    cleared = made_act("opine", "no_objection", "cat", "2026-11-03")
    assert standing((cleared, objected), "opine", SNAPSHOT) is cleared
    assert standing((cleared,), "opine", OTHER) is None
    approved = made_act("approve", "approved_with_conditions")
    assert route_complete(STAGES, (*DONE, approved), SNAPSHOT)
    assert not route_complete(STAGES, (*DONE, approved, objected), SNAPSHOT)
    assert route_complete(STAGES, (*DONE, approved, objected, cleared), SNAPSHOT)
    assert not route_complete(STAGES, DONE, SNAPSHOT)


def test_every_kind_of_act_has_outcomes_and_each_outcome_a_kind() -> None:
    assert set(OUTCOMES) == set(ActKind)
    assert {outcome for allowed in OUTCOMES.values() for outcome in allowed} == set(Outcome)
    assert not {Outcome.APPROVED, Outcome.APPROVED_WITH_CONDITIONS} & set(OUTCOMES[ActKind.OPINE])
    assert all(set(allowed) - STOPPING for allowed in OUTCOMES.values())
