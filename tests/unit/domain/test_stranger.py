"""The stranger test: every finding it can make, and silence over what a stranger can read."""

from dataclasses import replace
from typing import Any

import pytest

from placet.domain.pack import Term
from placet.domain.sealed import DecisionLine
from placet.domain.snapshot import FlowRuling, FormContent, FormLine, Snapshot
from placet.domain.stranger import stranger_findings
from unit.domain.made_dossier import (
    BY_BODY,
    CLASSIFICATION,
    CONDITION,
    DECISION,
    EXTRACT,
    FLOW,
    OWNER,
    REQUIREMENT,
    SNAPSHOT,
    heading,
    law,
    subject,
    with_answer,
    with_exhibit,
    with_requirement,
)


def found(snapshot: Snapshot, *decisions: DecisionLine) -> list[tuple[str, str]]:
    exhibits = (EXTRACT,) if any(item.by_body for item in decisions) else ()
    return [(item.severity, item.path) for item in stranger_findings(snapshot, decisions, (), exhibits)]


def test_a_good_dossier_is_read_in_silence() -> None:
    assert found(SNAPSHOT) == []
    assert found(SNAPSHOT, DECISION, BY_BODY) == []
    assert stranger_findings(SNAPSHOT, None, ()) == ()
    external = replace(SNAPSHOT, heading=replace(SNAPSHOT.heading, addressee="ZRA", addressee_name="Zed Authority"))
    assert found(external, DECISION, BY_BODY) == []


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"name": " "}, ("error", "use_case.name")),
        ({"description": ""}, ("error", "use_case.description")),
        ({"purpose": ""}, ("error", "use_case.purpose")),
        ({"owner": ""}, ("error", "use_case.owner")),
        ({"entity_legal_name": ""}, ("error", "use_case.entity_legal_name")),
        ({"entity_registration": ""}, ("warning", "entity.registration")),
        ({"flows_complete": False}, ("error", "flows")),
        ({"parts": ()}, ("error", "systems")),
        ({"people": (replace(OWNER, job_title="", roles=()),)}, ("error", "person.CHAN Tai Man")),
        (
            {"people": (replace(OWNER, roles=(replace(OWNER.roles[0], explanation=" "),)),)},
            ("error", "role.Owner"),
        ),
        (
            {"flows": (replace(FLOW, rulings=(FlowRuling("Rule", "not_assessed", "", "", ()),)),)},
            ("warning", "flow.Prompts"),
        ),
    ],
)
def test_what_is_missing_about_the_subject(changes: dict[str, Any], expected: tuple[str, str]) -> None:
    assert found(subject(**changes)) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "The STP queue feeds it.",
        "Results go to XQ-77 daily.",
        "Two LPUs are used.",
        "A&X reviews it.",
        "所有回覆均由STP檢查。",
    ],
)
def test_an_abbreviation_never_expanded(text: str) -> None:
    assert found(subject(description=text)) == [("error", "use_case.description")]
    assert found(subject(purpose=text)) == [("error", "use_case.purpose")]
    assert found(subject(version_summary=text)) == [("error", "version.summary")]
    assert found(with_answer(statement=f"{text} It is read by people.")) == [("error", "answer.ZRA-AI-1")]
    assert found(with_answer(basis=text)) == [("error", "answer.ZRA-AI-1")]
    part = replace(SNAPSHOT.subject.parts[0], description=text)
    assert found(subject(parts=(part,))) == [("error", "system.NOVA Desk")]


@pytest.mark.parametrize(
    "text",
    [
        "Straight-through processing (STP) feeds it; STP is tested.",
        "STP (straight-through processing) feeds it.",
        "Large parts units (LPUs) are used; one LPU is spare.",
        "Checked by KYC staff.",
        "CHAN Tai Man and the AIC decide; NOVA drafts; ZRA is told of each HRAI use.",
        "AI in HK, stored as PDF with SHA-256.",
        "A I and one B.",
        "採用AI助理回覆客戶查詢，並由職員覆核。",
    ],
)
def test_words_a_stranger_can_resolve(text: str) -> None:
    assert found(subject(description=text)) == []


def test_an_abbreviation_is_reported_once_where_it_first_stands() -> None:
    snapshot = subject(description="STP and STP.", purpose="STP again.")
    assert found(snapshot) == [("error", "use_case.description")]


@pytest.mark.parametrize(
    "text",
    [
        "See the SharePoint folder.",
        "For limits see Jira ticket 7.",
        "The limit is as agreed with the vendor.",
        "As discussed in the meeting, it holds.",
        "Set per email of last week.",
    ],
)
def test_text_that_points_inside_the_firm(text: str) -> None:
    assert found(subject(description=text)) == [("error", "use_case.description")]


def test_a_word_used_against_the_regulators_meaning() -> None:
    term = Term("validation", "ZRA", "validation", "A test by others.", "3", "GL", confusable_with=("verified",))
    text = subject(description="It was verified by the vendor.")
    inside = stranger_findings(text, (), (term,))
    outside = stranger_findings(replace(text, heading=replace(text.heading, addressee="ZRA")), (), (term,))
    assert inside == ()
    assert [(item.severity, item.path) for item in outside] == [("warning", "use_case.description")]
    assert "A test by others." in outside[0].message


@pytest.mark.parametrize("statement", ["Yes", "compliant.", "see above", "已完成", "Done today", "我們有做。", ""])
@pytest.mark.parametrize("status", ["met", "met_by_equivalent", "partly"])
def test_an_answer_that_says_nothing(statement: str, status: str) -> None:
    assert found(with_answer(statement=statement, status=status)) == [("error", "answer.ZRA-AI-1")]


@pytest.mark.parametrize("statement", ["Staff read it.", "職員逐一覆核回覆。"])
def test_a_short_answer_that_says_something(statement: str) -> None:
    assert found(with_answer(statement=statement)) == []


def test_an_answer_of_not_met_may_be_short() -> None:
    assert found(with_answer(statement="No", status="not_met")) == []


@pytest.mark.parametrize("status", ["disapplied", "waived"])
def test_what_is_set_aside_needs_a_basis(status: str) -> None:
    assert found(with_answer(status=status)) == [("error", "answer.ZRA-AI-1")]
    assert found(with_answer(status=status, basis="It has no customers.")) == []


def test_an_answer_by_nobody() -> None:
    assert found(with_answer(by="")) == [("error", "answer.ZRA-AI-1")]


@pytest.mark.parametrize(("status", "severity"), [("undecided", "error"), ("open", "warning")])
def test_a_requirement_without_an_outcome(status: str, severity: str) -> None:
    assert found(with_requirement(status=status, answers=())) == [(severity, "requirement.ZRA-AI-1")]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"cleared": False, "attached": False}, ("warning", "evidence.E-01")),
        ({"attached": False}, ("warning", "evidence.E-01")),
        ({"title": ""}, ("error", "evidence.E-01")),
        ({"dated": ""}, ("warning", "evidence.E-01")),
        ({"number": "E-09"}, ("error", "answer.ZRA-AI-1")),
    ],
)
def test_exhibits(changes: dict[str, Any], expected: tuple[str, str]) -> None:
    assert found(with_exhibit(**changes)) == [expected]


@pytest.mark.parametrize(
    ("addressee", "recheck_by", "checked", "is_found"),
    [
        ("ZRA", "2026-11-21", "as researched", True),
        ("ZRA", "2026-11-22", "as researched", False),
        ("ZRA", "2026-11-21", "checked by CHAN Tai Man on 2026-11-20", False),
        ("internal", "2026-11-21", "as researched", False),
    ],
)
def test_a_clause_past_its_recheck_leaves_the_firm_only_checked(
    addressee: str, recheck_by: str, checked: str, is_found: bool
) -> None:
    snapshot = replace(
        heading(addressee=addressee),
        law=with_requirement(recheck_by=recheck_by, clause_checked=checked).law,
    )
    assert found(snapshot) == ([("error", "requirement.ZRA-AI-1")] if is_found else [])


@pytest.mark.parametrize("changes", [{"determined": ""}, {"determined_by": ""}, {"determined_at": ""}])
def test_a_scale_nobody_determined(changes: dict[str, str]) -> None:
    assert found(law(classifications=(replace(CLASSIFICATION, **changes),))) == [("error", "classification.S")]


def test_a_determination_that_departs_from_the_proposal_says_why() -> None:
    departs = replace(CLASSIFICATION, determined="Low")
    assert found(law(classifications=(departs,))) == [("error", "classification.S")]
    assert found(law(classifications=(replace(departs, determined_reasons="Staff decide."),))) == []


def test_a_stage_of_the_route_at_which_nobody_acts() -> None:
    step = replace(SNAPSHOT.firm.route[0], who=" ")
    assert found(replace(SNAPSHOT, firm=replace(SNAPSHOT.firm, route=(step,)))) == [("error", "route.Committee")]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"who": ""}, "error"),
        ({"decided_on": ""}, "error"),
        ({"capacity": ""}, "error"),
        ({"outcome": "approved_with_conditions"}, "error"),
        ({"signature": ""}, "warning"),
    ],
)
def test_a_decision_of_a_person(changes: dict[str, str], expected: str) -> None:
    assert found(SNAPSHOT, replace(DECISION, **changes)) == [(expected, "decision.attest")]


@pytest.mark.parametrize(
    "changes", [{"minute_reference": ""}, {"quorum": 0}, {"quorum": 3}, {"present": ()}, {"extract_exhibit": ""}]
)
def test_a_decision_of_a_body(changes: dict[str, Any]) -> None:
    assert found(SNAPSHOT, replace(BY_BODY, **changes)) == [("error", "decision.approve")]


def test_an_extract_that_is_not_among_the_exhibits() -> None:
    assert found(SNAPSHOT, replace(BY_BODY, extract_exhibit="E-08")) == [("error", "decision.approve")]
    cited = stranger_findings(SNAPSHOT, (BY_BODY,), (), (replace(EXTRACT, attached=False),))
    assert [(item.severity, item.path) for item in cited] == [("warning", "evidence.E-02")]


@pytest.mark.parametrize(("changes", "count"), [({"owner": ""}, 1), ({"limit": "", "due": ""}, 1), ({"limit": ""}, 0)])
def test_conditions(changes: dict[str, str], count: int) -> None:
    decision = replace(BY_BODY, conditions=(replace(CONDITION, **changes),))
    assert found(SNAPSHOT, decision) == [("error", "condition.C-01")] * count


def test_the_same_finding_is_made_once() -> None:
    twice = law(requirements=(replace(REQUIREMENT, status="open"), replace(REQUIREMENT, status="open")))
    assert found(twice) == [("warning", "requirement.ZRA-AI-1")]


@pytest.mark.parametrize(
    ("value", "required", "regulator", "is_found"),
    [
        (" ", True, "Zed Authority", True),
        ("02 1234", True, "Zed Authority", False),
        ("", False, "Zed Authority", False),
        ("", True, "Another Authority", False),
    ],
)
def test_an_empty_field_of_the_addressees_own_form(value: str, required: bool, regulator: str, is_found: bool) -> None:
    form = FormContent(
        "F", "Notice", regulator, "Guideline", False, "", "", (FormLine("Contact", value, required, ""),)
    )
    snapshot = replace(heading(addressee="ZRA", addressee_name="Zed Authority"), law=law(forms=(form,)).law)
    assert found(snapshot) == ([("error", "form.F")] if is_found else [])


def test_a_role_or_a_job_title_is_enough_to_know_a_person() -> None:
    assert found(subject(people=(replace(OWNER, roles=()),))) == []
    assert found(subject(people=(replace(OWNER, job_title=""),))) == []


def test_the_firms_own_reference_needs_no_expansion() -> None:
    snapshot = subject(reference="UC-002", description="UC-002 drafts loan memoranda for the analysts.")
    assert not [item for item in stranger_findings(snapshot, None, ()) if "UC-002" in item.message]
