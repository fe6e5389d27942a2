"""A small dossier that a stranger can read, whole but for what a test is about."""

from dataclasses import replace
from typing import Any

from placet.domain.sealed import ConditionLine, DecisionLine
from placet.domain.snapshot import (
    AnswerLine,
    BodyLine,
    ClassificationLine,
    ExhibitLine,
    FirmLines,
    FlowLine,
    FlowRuling,
    Heading,
    Law,
    PackRef,
    PartLine,
    PersonLine,
    RequirementLine,
    RoleLine,
    Snapshot,
    StepLine,
    Subject,
    TermLine,
    WordLine,
)

OWNER = PersonLine("p1", "CHAN Tai Man", "Head of Cards", (RoleLine("Owner", "Answers for it.", "2026-01-01", ""),))
ANSWER = AnswerLine(
    "Human oversight", "met", "Each answer is read by a trained agent (E-01).", "", ("E-01",), "CHAN Tai Man", "2026"
)
REQUIREMENT = RequirementLine(
    id="ZRA-AI-1",
    regulator="ZRA",
    instrument="Guideline on AI",
    label="ZRA guideline",
    clause="4.2",
    clause_checked="as researched",
    force="guideline",
    severity="expected",
    timing="in_force",
    from_date="",
    title="A person steps in",
    duty="A person can step in.",
    asks="",
    status="met",
    reasons=(),
    answers=(ANSWER,),
    confidence="high",
    last_verified="2026-11-01",
    recheck_by="2027-05-01",
    note="",
    is_gap=False,
)
EXHIBIT = ExhibitLine(
    "E-01", "Procedure", "p.pdf", "00" * 32, 10, "application/pdf", "Zed Bank", "2026-10-01", True, True, "e1"
)
CLASSIFICATION = ClassificationLine(
    "S", "ZRA scale", "Guideline on AI", "3", "High", (), "", "High", "CHAN Tai Man", "2026-11-01"
)
FLOW = FlowLine(
    "Prompts", ("Personal data",), "ZZ", ("ZZ",), ("ZZ",), ("ZZ",), "Vendor", "Contract",
    (FlowRuling("Keep it here", "conditional", "ZRA guideline, 7", "guideline", ()),),
)  # fmt: skip
SUBJECT = Subject(
    entity_id="HK",
    entity_name="Zed Bank",
    entity_legal_name="Zed Bank Limited",
    entity_registration="ZRA 1234",
    licence_classes=("Bank",),
    use_case_id="u",
    reference="UC-001",
    name="Customer enquiry assistant",
    description="A language model drafts answers to enquiries about cards.",
    purpose="Shorter waiting times.",
    owner="CHAN Tai Man",
    version_id="v",
    version_number=1,
    version_summary="First release.",
    parts=(PartLine("system", "NOVA Desk", "3", "The help desk.", ()),),
    facts=(),
    flows=(FLOW,),
    flows_complete=True,
    people=(OWNER,),
)
SNAPSHOT = Snapshot(
    Heading(
        "internal_approval_record", "internal", "Zed Bank Limited", "ZZ", "Zedland", "en", "2026-11-22",
        "2026-11-22T01:00:00.000Z[Asia/Hong_Kong]", (PackRef("ZZ", "1", "00", "2026-11-01"),), (),
    ),
    SUBJECT,
    Law(
        (CLASSIFICATION,),
        (TermLine("ai", "ZRA", "HRAI use", "", "High-risk use", "3", ""),),
        (REQUIREMENT,),
        (),
        (),
        (),
        (),
    ),
    FirmLines(
        "Zed Bank",
        (StepLine("Committee", "AI Committee", "Decides.", "", True, ""),),
        (BodyLine("b", "AIC", "Decides.", 2, ("CHAN Tai Man",)),),
        (WordLine("KYC", "Know your customer."),),
        (),
    ),
    (EXHIBIT,),
)  # fmt: skip
CONDITION = ConditionLine("C-01", "ongoing", "At most 50 customers.", "50", "CHAN Tai Man", "2027-01-01", "", "open")
DECISION = DecisionLine(
    stage_id="attest",
    stage="Owner attests",
    kind="attest",
    outcome="attested",
    who="CHAN Tai Man",
    capacity="Owner",
    decided_on="2026-11-20",
    recorded_at="2026-11-20T01:00:00.000Z",
    scope="in Zedland",
    comment="",
    minute_reference="",
    present=(),
    quorum=0,
    dissent="",
    recused=(),
    extract_exhibit="",
    assurance="own_certificate",
    recorded_by="",
    certificate_fingerprint="cc",
    snapshot_sha256="aa",
    review_copy_sha256="bb",
    record="{}",
    signature="c2ln",
    imported=False,
    conditions=(),
    sign_off_id="s1",
    person_id="p1",
)
EXTRACT = replace(EXHIBIT, number="E-02", title="Extract of minutes", evidence_id="e2")
BY_BODY = replace(
    DECISION,
    stage_id="approve",
    stage="Committee",
    kind="approve",
    outcome="approved_with_conditions",
    who="AIC",
    capacity="AI Committee",
    minute_reference="AIC 4/2026",
    present=("CHAN Tai Man", "WONG Siu Ming"),
    quorum=2,
    extract_exhibit="E-02",
    signature="",
    conditions=(CONDITION,),
    by_body=True,
)


def subject(**changes: Any) -> Snapshot:
    return replace(SNAPSHOT, subject=replace(SUBJECT, **changes))


def heading(**changes: Any) -> Snapshot:
    return replace(SNAPSHOT, heading=replace(SNAPSHOT.heading, **changes))


def law(**changes: Any) -> Snapshot:
    return replace(SNAPSHOT, law=replace(SNAPSHOT.law, **changes))


def with_requirement(**changes: Any) -> Snapshot:
    return law(requirements=(replace(REQUIREMENT, **changes),))


def with_answer(**changes: Any) -> Snapshot:
    return with_requirement(answers=(replace(ANSWER, **changes),))


def with_exhibit(**changes: Any) -> Snapshot:
    return replace(SNAPSHOT, exhibits=(replace(EXHIBIT, **changes),))
