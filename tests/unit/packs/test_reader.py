"""Every slip of an author is named with its file, its line, what is wrong and what to do."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from placet.domain.errors import FindingsError, UserFacingError
from placet.domain.firm import ActKind, RouteStage
from placet.domain.pack import DataOutcome, Pack
from placet.domain.predicates import ALWAYS, Equals
from placet.domain.rules import DatedCase, Effective
from placet.packs.library import Common
from placet.packs.pack_reader import read_common, read_firm, read_pack
from placet.packs.sources import read_file

REQUIREMENTS = "requirements/zba.yaml"
WithEdit = Callable[..., Any]

BROKEN = [
    # file, what stands there, what is put there, lines below the edit, message, hint
    ("pack.yaml", 'version: "1.10"', "version: 1.10", 0, "‘version’ is read as the number 1.10", 'version: "1.10"'),
    ("pack.yaml", "id: ZZ\n", "", 0, "pack.yaml lacks ‘id’", "Add"),
    ("pack.yaml", "as_of: 2026-11-22", "as_of: 22 November 2026", 0, "‘as_of’ wants a date", "2026-11-22"),
    ("pack.yaml", "as_of: 2026-11-22", "as_of: 2026-02-30", 0, "there is no day 2026-02-30", ""),
    ("pack.yaml", "title: Zedland", "titel: Zedland", 0, "takes no key ‘titel’", "‘title’"),
    ("pack.yaml", "title: Zedland", "title:", 0, "‘title’ has no value", "take the key out"),
    ("pack.yaml", "regulator: ZBA\n    label: Act", "regulator: ZAB\n    label: Act", 0, "no regulator ‘ZAB’", "‘ZBA’"),
    ("pack.yaml", "    force: law", "    force: lwa", 0, "‘force’ can't be the text ‘lwa’", "‘law’"),
    ("pack.yaml", "holidays: [2027-01-01]", "holidays: 2027-01-01", 0, "‘holidays’ wants a list", "[ … ]"),
    ("pack.yaml", "  - id: ai-circular", "  - id: banking-act", 0, "two instruments ‘banking-act’", "ZZ/pack.yaml:"),
    ("pack.yaml", "key: zz_high_risk", "key: ZZ high risk", 0, "can't name a derived fact", "small letters"),
    ("pack.yaml", "uses_ai, customer_facing", "zz_high_risk, customer_facing", -2, "go in a circle", "Break"),
    ("pack.yaml", "key: zz_high_risk", "key: uses_ai", 0, "two derived facts ‘uses_ai’", "common catalogue"),
    ("pack.yaml", "key: zz_high_risk", "key: sector", 0, "‘sector’ is a fact already", "Call it otherwise"),
    ("pack.yaml", "at_least: 1000", "at_least: many", 0, "no value of ‘customers_reached’", "whole number"),
    (
        REQUIREMENTS,
        "applies_when: zz_high_risk",
        "applies_when: zz_higrisk",
        0,
        "no fact ‘zz_higrisk’",
        "‘zz_high_risk’",
    ),
    (
        REQUIREMENTS,
        "{control: regulator-notification,",
        "{control: regulator-notice,",
        0,
        "no control",
        "regulator-notif",
    ),
    (REQUIREMENTS, "relation: equal}", "relation: same}", 0, "‘relation’ can't be the text ‘same’", "There are"),
    (REQUIREMENTS, "    clause: section 12", "    clause: 12", 0, "‘clause’ is read as the number 12", '"12"'),
    (REQUIREMENTS, "    document: true", '    document: "true"', 0, "‘document’ wants true or false", ""),
    (
        REQUIREMENTS,
        "    evidence: [The notice",
        "    evidences: [The notice",
        0,
        "takes no key ‘evidences’",
        "‘evidence’",
    ),
    (REQUIREMENTS, "effective: not_set", "effective: later", 0, "‘effective’ wants a date", ""),
    (REQUIREMENTS, "severity: must", "severity: [must]", 0, "‘severity’ can't be a list", ""),
    (REQUIREMENTS, "    stage: before_launch", "\tstage: before_launch", 0, "a tab stands where", "spaces"),
    (REQUIREMENTS, "    title: Tell the", "    title: Tell: the", 0, "a colon stands where none may", "quotes"),
    (REQUIREMENTS, "    title: Tell", "    id: ZBA-ACT-13\n    title: Tell", 0, "‘id’ stands here twice", "Keep one"),
    ("terms.yaml", "concept: ai-system", "concept: ai-sistem", 0, "there is no concept", "‘ai-system’"),
    ("terms.yaml", "terms:", "terms: {}\nx:", 0, "‘terms’ wants a list, not a group of keys", ""),
    ("classification.yaml", "{key: medium,", "{key: high,", 0, "two tiers are called ‘high’", "line 7"),
    ("data.yaml", "value: 24", 'value: "24"', 0, "‘value’ wants a whole number", "bare"),
    ("data.yaml", "{parameter: log-retention, value: 24", "{parameter: log, value: 24", 0, "no parameter ‘log’", ""),
    ("routes.yaml", "unit: hours", "unit: hour", 0, "‘unit’ can't be ‘hour’", "‘hours’"),
    ("cases.yaml", "ai_technique: [llm]", "ai_technique: [lmm]", 0, "no value of ‘ai_technique’", "‘llm’"),
    ("cases.yaml", "facts: {sector: [bank]", "facts: {sektor: [bank]", 0, "no fact ‘sektor’", "‘sector’"),
    ("cases.yaml", "sandbox: none}", "uses_ai: true}", 0, "‘uses_ai’ is derived", "it comes from"),
    (
        "cases.yaml",
        "[ZBA-ACT-12, ZBA-AI-5]",
        "[ZBA-ACT-21, ZBA-AI-5]",
        0,
        "no requirement ‘ZBA-ACT-21’",
        "‘ZBA-ACT-12’",
    ),
    ("cases.yaml", "{log-retention: 60}", "{log-retention: sixty}", 0, "‘parameters: log-retention’ wants", ""),
    ("facts.yaml", "kind: number", "kind: numbr", 0, "‘kind’ can't be the text ‘numbr’", "‘number’"),
    (
        "facts.yaml",
        "{fact: ai_technique, includes: genai}",
        "{fact: ai_technique, includes: gen}",
        0,
        "no value",
        "genai",
    ),
    ("facts.yaml", "label: Technique", "label: Technique\n    label: x", 1, "‘label’ stands here twice", "Keep one"),
    ("controls.yaml", "step: oversight\n", "step: oversite\n", 0, "no step ‘oversite’", "‘oversight’"),
    ("parameters.yaml", "strictest: max", "strictest: most", 0, "‘strictest’ can't be ‘most’", "max, min"),
    ("firm.yaml", "roles: [owner]", "roles: [ownr]", 0, "there is no role ‘ownr’", "‘owner’"),
    ("firm.yaml", "body: ai-committee", "body: ai-comittee", 0, "there is no body", "‘ai-committee’"),
    ("firm.yaml", "kind: attest", "kind: attests", 0, "‘kind’ can't be the text ‘attests’", "‘attest’"),
]


@pytest.mark.parametrize(
    ("file", "old", "new", "below", "message", "hint"), BROKEN, ids=[f"{row[0]}-{row[4][:32]}" for row in BROKEN]
)
def test_a_slip_is_named_where_it_stands(
    with_edit: WithEdit, file: str, old: str, new: str, below: int, message: str, hint: str
) -> None:
    findings, line = with_edit(file, old, new)
    found = [item for item in findings if message in item.message]
    assert found, [str(item) for item in findings]
    assert found[0].path.endswith(file)
    assert found[0].line == line + below
    assert hint in found[0].hint
    assert found[0].severity == "error"


def test_slips_in_several_files_are_reported_at_once(pack_sources: dict[str, bytes], common: Common) -> None:
    broken = {
        **pack_sources,
        "pack.yaml": pack_sources["pack.yaml"].replace(b"as_of", b"asof"),
        "terms.yaml": pack_sources["terms.yaml"].replace(b"concept:", b"concpt:"),
        REQUIREMENTS: pack_sources[REQUIREMENTS].replace(b"severity: must", b"severity: ought"),
    }
    read = read_pack(broken, common, "ZZ")
    assert read.value is None
    assert [item.path for item in read.findings] == [
        "ZZ/pack.yaml",
        "ZZ/pack.yaml",
        f"ZZ/{REQUIREMENTS}",
        "ZZ/terms.yaml",
        "ZZ/terms.yaml",
    ]


def test_a_broken_definition_does_not_make_its_users_wrong(common_sources: dict[str, bytes]) -> None:
    facts = common_sources["facts.yaml"].replace(b"kind: set\n    about: model", b"kind: sett\n    about: model")
    read = read_common({**common_sources, "facts.yaml": facts})
    assert [item.message for item in read.findings] == ["‘kind’ can't be the text ‘sett’"]


def test_a_stray_file_is_refused_with_the_name_it_may_have_meant(
    pack_sources: dict[str, bytes], common: Common
) -> None:
    (finding,) = read_pack({**pack_sources, "form.yaml": b"forms: []"}, common, "ZZ").findings
    assert finding.path == "ZZ/form.yaml"
    assert "‘forms.yaml’" in finding.hint


def test_required_raises_with_the_first_place_and_every_finding(pack_sources: dict[str, bytes], common: Common) -> None:
    broken = {**pack_sources, "terms.yaml": b"terms: 1\nother: 2\n"}
    with pytest.raises(FindingsError) as caught:
        read_pack(broken, common, "ZZ").required()
    assert caught.value.where == "ZZ/terms.yaml:1"
    assert len(caught.value.findings) == 2
    assert "and 1 more" in caught.value.what


def test_a_newer_format_is_refused(pack_sources: dict[str, bytes], common: Common) -> None:
    newer = {**pack_sources, "pack.yaml": pack_sources["pack.yaml"] + b"format: 2\n"}
    (finding,) = read_pack(newer, common, "ZZ").findings
    assert finding.message == "this is format 2; this Placet reads up to 1"


def test_text_is_brought_to_nfc_and_trimmed(pack_sources: dict[str, bytes], common: Common) -> None:
    changed = {
        **pack_sources,
        "pack.yaml": pack_sources["pack.yaml"].replace(b"title: Zedland", "title: ' Ze\u0301d '".encode()),
    }
    assert read_pack(changed, common, "ZZ").required().title == "Zéd"


def test_values_arrive_typed(pack: Pack) -> None:
    act, watch, agents = pack.requirements
    assert pack.version == "1.10"
    assert act.effective == Effective(date=dt.date(2001, 5, 4))
    assert watch.applies_when == ALWAYS
    assert watch.effective.by_fact == (DatedCase(Equals("customer_facing", True), dt.date(2025, 7, 1)),)
    assert agents.effective == Effective(not_set=True)
    assert agents.default_on is False
    assert pack.data_rules[0].outcome is DataOutcome.PRIOR_APPROVAL
    assert dict(pack.cases[0].facts)["ai_technique"] == frozenset({"llm", "genai"})
    assert pack.holidays == (dt.date(2027, 1, 1),)


def test_a_firm_pack_is_read(firm_bytes: bytes, common: Common) -> None:
    firm = read_firm(firm_bytes, common.facts).required()
    assert firm.stage("approve") == RouteStage(
        "approve", "Committee", ActKind.APPROVE, (), "ai-committee", (), ("opine",), Equals("uses_ai", True)
    )
    assert firm.values[0].approved_on == "2026-03-01"
    assert len(firm.sha256_hex) == 64


def test_a_fact_file_may_define_its_choices_once(common: Common) -> None:
    assert common.facts["stored_in"].choices == common.facts["processed_in"].choices


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        (
            "terms.yaml",
            "word: machine adviser",
            "word: {en: machine adviser}",
            "‘word’ wants text, not a group of keys",
        ),
        ("cases.yaml", "classifications: {zba-tier: high}", "classifications: [zba-tier]", "wants name: value pairs"),
        ("classification.yaml", "{key: medium,", "{", "tier lacks ‘key’"),
        ("data.yaml", "value: 24", "value: ~", "‘value’ wants a whole number, not nothing"),
        ("pack.yaml", "language: en", "language: true", "‘language’ is read as the truth value true"),
        ("pack.yaml", "issued: 2001-05-04", "issued: 2001", "‘issued’ wants a date, not the number 2001"),
        ("forms.yaml", "fields:\n", "fields: none\n    x:\n", "‘fields’ wants a list, not the text ‘none’"),
        ("routes.yaml", "steps:\n", "steps: [file]\n    x:\n", "a route step is a group of keys, not the text ‘file’"),
    ],
)
def test_wrong_types_are_said_in_words(with_edit: WithEdit, file: str, old: str, new: str, message: str) -> None:
    findings, _ = with_edit(file, old, new)
    assert any(message in item.message for item in findings), [str(item) for item in findings]


def test_a_file_that_cannot_be_opened_is_said(tmp_path: Path) -> None:
    with pytest.raises(UserFacingError) as caught:
        read_file(tmp_path / "gone.yaml")
    assert caught.value.where.endswith("gone.yaml")
    assert "can't be read" in caught.value.what


@pytest.mark.parametrize("file", ["pack.yaml", "classification.yaml", REQUIREMENTS, "data.yaml"])
def test_a_file_that_cannot_be_parsed_brings_one_finding_only(
    pack_sources: dict[str, bytes], common: Common, file: str
) -> None:
    (finding,) = read_pack({**pack_sources, file: pack_sources[file] + b"\n]"}, common, "ZZ").findings
    assert finding.path == f"ZZ/{file}"


def test_a_missing_pack_file_brings_one_finding_only(pack_sources: dict[str, bytes], common: Common) -> None:
    without = {name: data for name, data in pack_sources.items() if name != "pack.yaml"}
    (finding,) = read_pack(without, common, "ZZ").findings
    assert str(finding) == "ZZ/pack.yaml: the file is missing (Add it.)"
