"""A pack's cases run through the program's own functions; a wrong expectation or an unreached rule is a finding."""

from collections.abc import Callable
from typing import Any

import pytest

from placet.domain.pack import Pack
from placet.packs.cases import run_cases
from placet.packs.library import Common

WithEdit = Callable[..., Any]
REQUIREMENTS = "requirements/zba.yaml"

WRONG = [
    (
        "triggers: [ZBA-AI-5, ZBA-AG-2]",
        "triggers: [ZBA-AI-5, ZBA-ACT-12, ZBA-AG-2]",
        "‘ZBA-ACT-12’ should be triggered and is not triggered",
        "zz_high_risk = false",
    ),
    (
        "not_triggered: [ZBA-AG-2]",
        "not_triggered: [ZBA-AG-2, ZBA-AI-5]",
        "‘ZBA-AI-5’ should be not triggered and is triggered",
        "sector = bank",
    ),
    (
        "undecided: [ZBA-ACT-12]",
        "triggers: [ZBA-ACT-12]",
        "‘ZBA-ACT-12’ should be triggered and is undecided",
        "not known: zz_high_risk",
    ),
    ("{zba-tier: high}", "{zba-tier: medium}", "‘zba-tier’ should come out ‘medium’ and is ‘high’", ""),
    ("{zba-tier: high}", "{zba-tier: hihg}", "‘zba-tier’ has no tier ‘hihg’", "high, medium, default"),
    (
        "{zz-personal-abroad: prior_approval}",
        "{zz-personal-abroad: filing}",
        "should say ‘filing’ and says ‘prior_approval’",
        "",
    ),
    ("{log-retention: 60}", "{log-retention: 120}", "‘log-retention’ should be 120 and is 60", "observation never"),
    ("{log-retention: 60}", "{review-interval: 12}", "‘review-interval’ should be 12 and is not set", ""),
    (
        "classifications: {zba-tier: medium}",
        "classifications: {zba-tier: medium}\n    routes: [zba-notice]",
        "‘zba-notice’ should apply and does not",
        "",
    ),
    (
        "facts: {sector: [broker],",
        "facts: {data_class: [logs], sector: [broker],",
        "‘data_class’ speaks of a data flow",
        "under flows",
    ),
    (
        "{data_class: [logs],",
        "{personal_data: true, data_class: [logs],",
        "‘personal_data’ does not speak of a data flow",
        "under facts",
    ),
]


@pytest.mark.parametrize(("old", "new", "message", "hint"), WRONG, ids=[row[2][:40] for row in WRONG])
def test_a_wrong_expectation_is_reported_with_its_reason(
    with_edit: WithEdit, old: str, new: str, message: str, hint: str
) -> None:
    findings, line = with_edit("cases.yaml", old, new)
    found = [item for item in findings if message in item.message]
    assert found, [str(item) for item in findings]
    assert found[0].line in (line, line + 1)
    assert hint in found[0].hint


UNREACHED = [
    # a case's words, what they become, the file the finding is in, message
    (
        "customers_reached: 5000",
        "customers_reached: 50",
        f"ZZ/{REQUIREMENTS}",
        "requirement ‘ZBA-ACT-12’: no case triggers it",
    ),
    ("customers_reached: 5000", "customers_reached: 50", "ZZ/classification.yaml", "no case comes out ‘high’"),
    ("customers_reached: 5000", "customers_reached: 50", "ZZ/routes.yaml", "route ‘zba-notice’: no case reaches it"),
    ("customers_reached: 5000", "customers_reached: 50", "ZZ/forms.yaml", "form ‘zba-form-1’: no case reaches it"),
    (
        "{data_class: [personal], stored_in: other",
        "{data_class: [personal], stored_in: ZZ",
        "ZZ/data.yaml",
        "no case reaches it",
    ),
    ("personal_data: true, ", "", "ZZ/data.yaml", "no case reaches its value 60"),
    (
        "{data_class: [personal], stored_in: other",
        "{data_class: [logs], stored_in: other",
        "ZZ/routes.yaml",
        "clock ‘zba-incident’: no case",
    ),
    (
        "facts: {sector: [bank], ai_technique: [llm], customer_facing: false",
        "facts: {sector: [bank], ai_technique: [llm], customer_facing: true",
        "ZZ/classification.yaml",
        "no case comes out ‘default’",
    ),
    ("    forms: [zba-form-1]\n", "", "ZZ/forms.yaml", "no case says that it reaches it"),
]


@pytest.mark.parametrize(("old", "new", "path", "message"), UNREACHED, ids=[row[3][:40] for row in UNREACHED])
def test_a_rule_that_no_case_reaches_is_reported(
    with_edit: WithEdit, old: str, new: str, path: str, message: str
) -> None:
    findings, _ = with_edit("cases.yaml", old, new)
    found = [item for item in findings if message in item.message]
    assert found, [str(item) for item in findings]
    assert found[0].path == path
    assert found[0].line > 0


def test_a_rule_that_every_case_triggers_is_reported(with_edit: WithEdit) -> None:
    findings, line = with_edit(
        REQUIREMENTS,
        "addressees: {fact: sector, includes: bank}\n    applies_when: always",
        "addressees: always\n    applies_when: {any: [uses_ai, {not: uses_ai}]}",
    )
    assert [item.message for item in findings if item.line == line + 1] == [
        "requirement ‘ZBA-AI-5’: no case leaves it untriggered"
    ]


def test_a_case_with_its_own_day_waits_for_the_date(with_edit: WithEdit) -> None:
    findings, _ = with_edit(
        "cases.yaml",
        "    triggers: [ZBA-ACT-12, ZBA-AI-5]",
        "    as_of: 2025-03-01\n    triggers: [ZBA-ACT-12, ZBA-AI-5]",
    )
    assert [item.message for item in findings] == [
        "case ‘busy-assistant’: ‘ZBA-AI-5’ should be triggered and is not triggered"
    ]


def test_results_hold_the_assessment(pack: Pack, common: Common) -> None:
    busy, quiet, *_ = run_cases(pack, common.catalogue, common.facts)
    assert busy.tier("zba-tier") == "high"
    assert quiet.tier("zba-tier") == "medium"
    assert busy.data("zz-personal-abroad") == "prior_approval"
    assert quiet.data("zz-personal-abroad") == "not_triggered"
    assert busy.parameter("log-retention", "max") == 60
    assert busy.parameter("review-interval", "min") is None
