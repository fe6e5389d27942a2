"""A mapping says what a column means, survives being saved, and says what is wrong with itself."""

import json

import pytest

from placet.domain.errors import UserFacingError
from placet.domain.facts import FactCatalogue
from placet.exchange.cell_values import Misread, read_date, read_value, write_value
from placet.exchange.cells import Cell, Row, Sheet
from placet.exchange.mapping import (
    ColumnRule,
    Mapping,
    Word,
    check_mapping,
    mapping_from_json,
    mapping_to_json,
)
from placet.exchange.suggesting import suggest_mapping

YES_NO = (Word("Y", True), Word("N", False), Word("TBC", None))
SAVED = Mapping(
    "客戶 inventory",
    (
        ColumnRule("Ref", "use_case.reference"),
        ColumnRule("GenAI", "fact.ai_technique", (Word("Y", ("genai", "llm")), Word("N", None))),
        ColumnRule("Customer?", "fact.customer_facing@HK", YES_NO),
        ColumnRule("When", "approval.decision_date", date_order="mdy"),
        ColumnRule("Users", "fact.users", (Word("many", 1000),)),
    ),
    (("approval.outcome", "approved"),),
    "Sheet 1",
    3,
)


def sheet(headings: tuple[str, ...], *rows: tuple[str, ...]) -> Sheet:
    return Sheet(
        "Inventory",
        tuple(Cell(1, column, text) for column, text in enumerate(headings, start=1)),
        tuple(
            Row(number, tuple(Cell(number, column, text) for column, text in enumerate(row, start=1)))
            for number, row in enumerate(rows, start=2)
        ),
    )


def test_a_mapping_survives_being_saved(catalogue: FactCatalogue) -> None:
    assert mapping_from_json(mapping_to_json(SAVED)) == SAVED
    assert check_mapping(SAVED, catalogue) == ()
    assert json.loads(mapping_to_json(SAVED))["format"] == 1


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda body: body.update(format=2), "format 1 or older"),
        (lambda body: body.update(kind="pack"), "no mapping"),
        (lambda body: body.update(extra=1), "extra"),
        (lambda body: body["columns"][0].update(target=4), "Expected `str`"),
        (lambda body: body.pop("columns"), "columns"),
    ],
)
def test_a_mapping_of_another_form_is_refused(change: object, words: str) -> None:
    body = json.loads(mapping_to_json(SAVED))
    change(body)  # type: ignore[operator]
    with pytest.raises(UserFacingError) as caught:
        mapping_from_json(json.dumps(body).encode(), "mapping.json")
    assert words in caught.value.sentence
    assert "mapping.json" in caught.value.sentence


def test_every_problem_of_a_mapping_is_told_at_once(catalogue: FactCatalogue) -> None:
    wrong = Mapping(
        "wrong",
        (
            ColumnRule("A", "use_case.name"),
            ColumnRule("a", "use_case.name"),
            ColumnRule("B", "fact.unheard_of"),
            ColumnRule("C", "fact.sector"),
            ColumnRule("D", "fact.personal_data@HK"),
            ColumnRule("E", "fact.sandbox", (Word("x", "nowhere"),)),
            ColumnRule("F", "approval.decision_date", date_order="dym"),
        ),
        (("use_case.reference", "UC-1"),),
    )
    told = "\n".join(str(finding) for finding in check_mapping(wrong, catalogue))
    for words in (
        "column “a”: the column is mapped twice",
        "“A” feeds the same thing",
        "nothing called “fact.unheard_of”",
        "“Sector” is not stated of a use case",
        "“Personal data” has one value for every place",
        "the word “x”",
        "“dym” is no order of dates",
        "no column feeds the reference",
        "“use_case.reference” cannot have one value",
    ):
        assert words in told


@pytest.mark.parametrize(
    ("target", "words", "text", "value"),
    [
        ("fact.customer_facing", YES_NO, "y ", True),
        ("fact.customer_facing", YES_NO, "Ｎ", False),
        ("fact.customer_facing", YES_NO, "tbc", None),
        ("fact.customer_facing", (), "是", True),
        ("fact.customer_facing", (), "沒有", False),
        ("fact.customer_facing", (), "待定", None),
        ("fact.customer_facing", YES_NO, "", None),
        ("fact.users", (), "1,200", 1200),
        ("fact.first_used", (), "3/4/2026", "2026-04-03"),
        ("fact.sandbox", (), "Applying", "applying"),
        ("fact.ai_technique", (), "Language model; rules_only", frozenset({"llm", "genai", "rules_only"})),
        ("fact.ai_technique", (Word("Y", ("genai",)),), "Y", frozenset({"genai"})),
        ("use_case.triage", (), "Full", "full"),
        ("approval.outcome", (Word("OK", "approved"),), "ok", "approved"),
        ("vendor.name", (Word("In-house", None),), "in-house", None),
        ("use_case.name", (), " A\r\nB ", "A\nB"),
        ("use_case.name", (), "e\u0301", "é"),
    ],
)
def test_a_cell_is_read_as_its_column_means_it(
    catalogue: FactCatalogue, target: str, words: tuple[Word, ...], text: str, value: object
) -> None:
    rule = ColumnRule("X", target, words)
    read = read_value(rule, text, catalogue)
    assert read == value
    assert type(read) is type(value)
    if value is not None:
        assert read_value(rule, write_value(rule, read, catalogue), catalogue) == value  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("target", "words", "text", "message"),
    [
        ("fact.customer_facing", YES_NO, "maybe", "“maybe” is not Y, N or TBC"),
        ("fact.customer_facing", (), "maybe", "“maybe” is not Y, N or TBC"),
        ("fact.customer_facing", YES_NO, "Yes", "“Yes” is not Y, N or TBC"),
        ("fact.users", (), "1.5", "“1.5” is not a whole number"),
        ("fact.first_used", (), "31/02/2026", "“31/02/2026” is not a date"),
        ("fact.sandbox", (), "maybe", "“maybe” is not none, applying or selected"),
        ("fact.ai_technique", (), "llm; magic", "“magic” is not rules_only, genai or llm"),
        ("use_case.triage", (), "maybe", "“maybe” is not open, not_ai, basic or full"),
    ],
)
def test_a_cell_that_makes_no_sense_is_told_in_the_columns_own_words(
    catalogue: FactCatalogue, target: str, words: tuple[Word, ...], text: str, message: str
) -> None:
    read = read_value(ColumnRule("X", target, words), text, catalogue)
    assert isinstance(read, Misread)
    assert read.message == message


@pytest.mark.parametrize(
    ("text", "order", "day"),
    [
        ("2026-11-22", "dmy", "2026-11-22"),
        ("2026/1/2", "mdy", "2026-01-02"),
        ("3/4/2026", "dmy", "2026-04-03"),
        ("3/4/2026", "mdy", "2026-03-04"),
        ("03.04.26", "dmy", "2026-04-03"),
        ("26-04-03", "ymd", "2026-04-03"),
        ("22-Nov-2026", "dmy", "2026-11-22"),
        ("22 november 2026", "dmy", "2026-11-22"),
        ("Nov 22, 2026", "dmy", "2026-11-22"),
        ("2026年11月2日", "dmy", "2026-11-02"),
        ("２０２６年１１月２日", "dmy", "2026-11-02"),
        ("2026-11-22 14:30", "dmy", "2026-11-22"),
        ("31/02/2026", "dmy", ""),
        ("11/22/2026", "dmy", ""),
        ("Q3 2026", "dmy", ""),
        ("", "dmy", ""),
    ],
)
def test_dates_are_read_as_people_type_them(text: str, order: str, day: str) -> None:
    assert read_date(text, order) == day


def test_a_mapping_is_suggested_from_headings_and_words(catalogue: FactCatalogue) -> None:
    headings = ("編號", "Use case / 用途", "負責人", "供應商", "Gen AI (Y/N)", "面向客戶", "Approved on", "Approved by",
                "Personal data?", "Remarks", "Model", "Model version")  # fmt: skip
    rows = (
        ("A1", "Chat", "Mei", "In-house", "Y", "是", "12/31/2025", "Board", "yes", "Y", "M", "2"),
        ("A2", "Mail", "Sam", "Lantern", "N", "否", "01/15/2026", "Board", "unknown", "x", "M", "2"),
    )
    mapping = suggest_mapping(sheet(headings, *rows), catalogue)
    assert [rule.target for rule in mapping.columns] == [
        "use_case.reference", "use_case.name", "use_case.owner", "vendor.name", "fact.ai_technique",
        "fact.customer_facing", "approval.decision_date", "approval.by", "fact.personal_data", "own_field",
        "model.name", "model.version",
    ]  # fmt: skip
    by_column = {rule.column: rule for rule in mapping.columns}
    assert by_column["Approved on"].date_order == "mdy"
    assert by_column["面向客戶"].words == (Word("是", True), Word("否", False), Word("TBC", None))
    assert by_column["Gen AI (Y/N)"].words[0] == Word("Y", ("genai",))
    assert by_column["供應商"].words == (Word("In-house", None),)
    assert mapping.defaults == (("approval.outcome", "approved"),)
    assert check_mapping(mapping, catalogue) == ()


def test_a_heading_is_not_believed_against_its_values(catalogue: FactCatalogue) -> None:
    mapping = suggest_mapping(
        sheet(("Ref", "Personal data"), ("1", "names, phone numbers"), ("2", "none held")), catalogue
    )
    assert mapping.columns[1].target == "own_field"
