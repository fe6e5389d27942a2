"""Nothing weak is made strong: what a readable pack says is looked at, and each doubt has its line."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from placet.domain.pack import Pack
from placet.packs.check import check_pack
from placet.packs.library import Common

REQUIREMENTS = "requirements/zba.yaml"
WithEdit = Callable[..., Any]
ERROR, WARNING = "error", "warning"

DOUBTFUL = [
    # file, what stands there, what is put there, lines below the edit, severity, message
    (
        REQUIREMENTS,
        "severity: expected\n    status: in_force",
        "severity: must\n    status: in_force",
        0,
        ERROR,
        "‘must’ with force ‘guideline’",
    ),
    (REQUIREMENTS, "force: guideline", "force: law", 0, ERROR, "more than that of ‘ai-circular’"),
    (
        REQUIREMENTS,
        "force: law\n    severity: must",
        "force: voluntary\n    severity: expected",
        1,
        ERROR,
        "‘expected’ with force ‘voluntary’",
    ),
    (REQUIREMENTS, "severity: must", "severity: expected", 0, WARNING, "‘expected’ with force ‘law’"),
    (REQUIREMENTS, "    default_on: false\n", "", -19, ERROR, "status ‘consultation’ and on by default"),
    (REQUIREMENTS, "    default_on: false\n", "    default_on: false\n    gate: Wait.\n", 1, ERROR, "and a gate"),
    (REQUIREMENTS, "    confidence: high", "    confidence: low", -15, ERROR, "low confidence and on by default"),
    (
        REQUIREMENTS,
        "    status: consultation",
        "    status: in_force",
        0,
        ERROR,
        "though ‘agents-paper’ is ‘consultation’",
    ),
    (REQUIREMENTS, "recheck_by: 2027-05-22", "recheck_by: 2026-11-22", 0, ERROR, "checked again before it was last"),
    (REQUIREMENTS, "[{control: regulator-notification, relation: equal}]", "[]", 0, ERROR, "it names no control"),
    (
        REQUIREMENTS,
        "{control: human-oversight, relation: subset}",
        "{control: human-oversight, relation: subset}, {control: human-oversight, relation: equal}",
        0,
        ERROR,
        "it names ‘human-oversight’ twice",
    ),
    (
        REQUIREMENTS,
        "    asks: Which person is named, and who stands in?\n",
        "",
        -1,
        ERROR,
        "it goes beyond ‘human-oversight’",
    ),
    (REQUIREMENTS, "relation: subset", "relation: intersects", 0, ERROR, "it goes beyond ‘human-oversight’"),
    (REQUIREMENTS, "relation: superset", "relation: equal", 1, ERROR, "it asks something beyond controls"),
    (REQUIREMENTS, "    document: true\n", "", -6, WARNING, "tied to a notice but not to a document"),
    (REQUIREMENTS, "clause: section 12", "clause: section 12†", 0, ERROR, "carries the research sheet's †"),
    (REQUIREMENTS, "clause: section 12", 'clause: ""', 0, ERROR, "‘clause’ is empty"),
    (REQUIREMENTS, "duty: Tell the", "duty: " + "Tell " * 90 + "the", 0, ERROR, "at most 400 are read"),
    (REQUIREMENTS, "evidence: [Table of limits]", "evidence: []", 0, ERROR, "it has no evidence"),
    (REQUIREMENTS, 'sources: ["https://zba.example/agents"]', "sources: []", 0, ERROR, "it has no source"),
    (
        REQUIREMENTS,
        "      note: The text gives a month more than the authority asks for.\n",
        "",
        -1,
        ERROR,
        "a literal date without a note",
    ),
    (
        REQUIREMENTS,
        "effective: not_set",
        "effective: {not_set: true, date: 2027-01-01}",
        0,
        ERROR,
        "a date, and not_set as well",
    ),
    (REQUIREMENTS, "effective: not_set", "effective: {}", 0, ERROR, "no date from which it holds"),
    (
        REQUIREMENTS,
        "addressees: {fact: sector, includes: bank}",
        "addressees: personal_data",
        0,
        WARNING,
        "no fact of the entity",
    ),
    ("routes.yaml", "mandatory: true}", "lead_time: 3 days, lead: 3}", 0, ERROR, "launch does not wait"),
    ("routes.yaml", "mandatory: true}", "before_launch: true, lead: 3}", 0, ERROR, "a lead time without its words"),
    (
        "routes.yaml",
        "mandatory: true}",
        "before_launch: true, lead_time: soon, lead: -3}",
        0,
        ERROR,
        "a lead time of -3",
    ),
    ("pack.yaml", "time_zone: Asia/Hong_Kong", "time_zone: Asia/Zed", 0, ERROR, "‘Asia/Zed’ is no time zone"),
    (
        "pack.yaml",
        'sources: ["https://zba.example/act"]',
        "sources: []",
        -7,
        ERROR,
        "instrument ‘banking-act’: it has no source",
    ),
    ("data.yaml", "    force: law", "    force: guideline", None, None, ""),
    (
        "data.yaml",
        "clause: paragraph 9, force: guideline",
        "clause: paragraph 9, force: law",
        0,
        ERROR,
        "more than that of ‘ai-circular’",
    ),
    (
        "routes.yaml",
        "    steps:\n      - {id: file",
        "    steps: []\n    note: x\n    # - {id: file",
        0,
        ERROR,
        "it has no step",
    ),
    ("classification.yaml", "{key: medium,", "{key: default,", 0, ERROR, "‘default’ is kept for cases"),
    ("routes.yaml", "amount: 24", "amount: 0", 0, ERROR, "a time limit of 0 hours"),
    ("forms.yaml", "source: entity.legal_name", "source: entity.legalname", 0, ERROR, "entity has no ‘legalname’"),
    (
        "forms.yaml",
        "source: answer.human-oversight",
        "source: answer.human-oversigt",
        0,
        ERROR,
        "answer has no ‘human-oversigt’",
    ),
    ("forms.yaml", "source: entity.legal_name", "source: firm.name", 0, ERROR, "‘firm.name’ leads nowhere"),
    ("facts.yaml", "Which licences does the entity hold?", "Licences", 0, ERROR, "no question mark"),
    ("facts.yaml", "triage: 2", "triage: 1", 0, ERROR, "triage place 1 is taken by ‘ai_technique’"),
    ("facts.yaml", "triage: 2", "triage: 11", 0, ERROR, "triage place 11"),
    (
        "facts.yaml",
        "kind: set\n    about: entity",
        "kind: bool\n    about: entity",
        2,
        ERROR,
        "choices, though its kind is bool",
    ),
    ("facts.yaml", "implies: [genai]", "implies: [gen]", 0, ERROR, "implies ‘gen’, which is no choice"),
    ("facts.yaml", "kind: number", "kind: set", 0, ERROR, "a set without choices"),
    (
        "facts.yaml",
        "{key: applying, label: Applying}",
        "{key: applying, label: Applying, implies: [none]}",
        0,
        ERROR,
        "only a choice of a set",
    ),
    ("controls.yaml", "How are customers told?", "How customers are told.", 0, ERROR, "no question mark"),
    ("firm.yaml", "kind: approve,", "kind: note,", -13, ERROR, "no stage that approves"),
    ("firm.yaml", "kind: attest, roles: [owner]", "kind: attest", 0, ERROR, "either roles act here, or a body"),
    (
        "firm.yaml",
        "apart_from: [attest], after: [attest]",
        "apart_from: [attest], after: [opine]",
        0,
        ERROR,
        "‘opine’ does not come before it",
    ),
    ("firm.yaml", "line: 1", "line: 4", 0, ERROR, "line of defence 4"),
]


@pytest.mark.parametrize(
    ("file", "old", "new", "below", "severity", "message"),
    DOUBTFUL,
    ids=[f"{row[0]}-{row[5][:32]}" for row in DOUBTFUL],
)
def test_what_a_pack_says_is_checked(
    with_edit: WithEdit, file: str, old: str, new: str, below: int | None, severity: str | None, message: str
) -> None:
    findings, line = with_edit(file, old, new)
    found = [item for item in findings if message in item.message]
    if severity is None:
        assert findings == ()
        return
    assert found, [str(item) for item in findings]
    assert found[0].severity == severity
    assert below is not None
    assert found[0].line == line + below


def test_the_made_up_files_are_in_order(with_edit: WithEdit) -> None:
    for file in ("pack.yaml", "facts.yaml", "firm.yaml"):
        assert with_edit(file, "\n", "\n")[0] == ()


def test_an_unused_instrument_is_a_warning(with_edit: WithEdit) -> None:
    spare = (
        "  - {id: spare, title: Spare, regulator: ZBA, label: Act, force: law, status: in_force, sources: [x]}\n"
        "  - id: banking-act\n"
    )
    findings, line = with_edit("pack.yaml", "  - id: banking-act\n", spare)
    assert [(item.line, item.severity) for item in findings] == [(line, "warning")]


def test_without_places_a_finding_names_pack_and_object(pack: Pack, common: Common) -> None:
    first = replace(pack.requirements[0], evidence=())
    broken = replace(pack, requirements=(first, *pack.requirements[1:]))
    (finding,) = check_pack(broken, common.catalogue, common.facts)
    assert str(finding) == "pack ZZ: requirement ‘ZBA-ACT-12’: it has no evidence (Add at least one.)"


def test_empty_scales_forms_and_packs_are_reported(pack: Pack, common: Common) -> None:
    empty = replace(
        pack,
        requirements=(),
        classifications=(replace(pack.classifications[0], tiers=()),),
        forms=(replace(pack.forms[0], fields=()),),
        cases=(),
    )
    messages = [str(item) for item in check_pack(empty, common.catalogue, common.facts)]
    for message in ("it has no tier", "it has no field", "it has no requirement"):
        assert any(message in item for item in messages)
