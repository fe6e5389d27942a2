"""An import is worked out whole: every problem at its cell, every change shown, nothing quietly dropped."""

import pytest

from placet.domain.errors import FindingsError
from placet.domain.facts import FactCatalogue
from placet.exchange.cells import Cell, Row, Sheet
from placet.exchange.difference import ChangeKind
from placet.exchange.inventory import (
    FactEntry,
    Inventory,
    ModelEntry,
    Named,
    OldApproval,
    SystemEntry,
    UseCaseEntry,
)
from placet.exchange.mapping import ColumnRule, Mapping, Word
from placet.exchange.plan import ImportPlan, build_plan

YES_NO = (Word("Y", True), Word("N", False), Word("TBC", None))
RULES = {
    "Ref": ColumnRule("Ref", "use_case.reference"),
    "Name": ColumnRule("Name", "use_case.name"),
    "Owner": ColumnRule("Owner", "use_case.owner"),
    "Entity": ColumnRule("Entity", "use_case.entity"),
    "System": ColumnRule("System", "system.name"),
    "Model": ColumnRule("Model", "model.name"),
    "Ver": ColumnRule("Ver", "model.version"),
    "Vendor": ColumnRule("Vendor", "vendor.name"),
    "GenAI": ColumnRule("GenAI", "fact.ai_technique", (Word("Y", ("genai",)), Word("N", None))),
    "Customers": ColumnRule("Customers", "fact.customer_facing", YES_NO),
    "Decided": ColumnRule("Decided", "approval.decision_date"),
    "Recorded": ColumnRule("Recorded", "approval.record_date"),
    "By": ColumnRule("By", "approval.by"),
    "Minute": ColumnRule("Minute", "approval.reference"),
    "Remarks": ColumnRule("Remarks", "own_field"),
    "Row": ColumnRule("Row", "ignore"),
}


def plan(
    catalogue: FactCatalogue, existing: Inventory | None, *rows: dict[str, str], kinds: dict[str, str] | None = None
) -> ImportPlan:
    """Plan the import of rows given by heading, every heading used once being a column."""
    headings = list(dict.fromkeys(key for row in rows for key in row))
    sheet = Sheet(
        "Inventory",
        tuple(Cell(1, column, text) for column, text in enumerate(headings, start=1)),
        tuple(
            Row(
                number,
                tuple(
                    Cell(number, column, row.get(heading, ""), (kinds or {}).get(heading, "text"))
                    for column, heading in enumerate(headings, start=1)
                ),
            )
            for number, row in enumerate(rows, start=2)
        ),
    )
    mapping = Mapping("test", tuple(RULES[heading] for heading in headings if heading in RULES))
    return build_plan(sheet, mapping, catalogue, existing)


def told(made: ImportPlan) -> list[str]:
    return [str(finding) for finding in made.findings]


def after(held: Inventory | None, made: ImportPlan) -> Inventory:
    """Return the inventory once the plan is applied."""
    old = held or Inventory()
    return Inventory(
        tuple({e.reference: e for e in (*old.use_cases, *made.use_cases)}.values()),
        tuple({e.key: e for e in (*old.systems, *made.systems)}.values()),
        tuple({e.key: e for e in (*old.models, *made.models)}.values()),
        old.entities,
    )


CHAT = {"Ref": "UC-1", "Name": "Chat", "Owner": "Mei", "Model": "Lantern", "Vendor": "Lantern Ltd", "GenAI": "Y"}


def test_rows_of_one_reference_are_one_use_case(catalogue: FactCatalogue) -> None:
    made = plan(
        catalogue,
        None,
        CHAT | {"Customers": "Y", "Remarks": "pilot"},
        {"Ref": "UC-1", "Model": "Sampan", "Remarks": "second model"},
        {"Ref": "UC-2", "Name": "Mail", "Model": "lantern", "Vendor": "LANTERN LTD"},
    )
    assert made.can_apply, told(made)
    assert [case.reference for case in made.use_cases] == ["UC-1", "UC-2"]
    chat, mail = made.use_cases
    assert chat.systems == (Named("Lantern"), Named("Sampan"))
    assert mail.systems == (Named("Lantern"),)
    assert chat.own_fields == (("Remarks", "pilot\nsecond model"),)
    assert chat.facts == (FactEntry("customer_facing", True),)
    assert {model.key.name: (model.vendor, model.facts) for model in made.models} == {
        "Lantern": ("Lantern Ltd", (FactEntry("ai_technique", frozenset({"genai"})),)),
        "Sampan": ("", ()),
    }
    assert made.new_vendors == ("Lantern Ltd",)
    assert made.count(ChangeKind.NEW) == 2


def test_a_problem_is_told_at_its_cell_and_nothing_is_taken(catalogue: FactCatalogue) -> None:
    made = plan(catalogue, None, CHAT, {"Ref": "UC-2", "Name": "Mail", "Customers": "maybe"}, {"Name": "No number"})
    assert told(made) == [
        "G3: “maybe” is not Y, N or TBC (correct the cell, or say what the word means)",
        "A4: the reference is empty (every row needs the firm's own number; nothing is made up)",
    ]
    assert not made.can_apply
    assert made.use_cases == ()
    assert [change.name for change in made.changes if change.subject == "use_case"] == ["UC-1", "UC-2"]
    with pytest.raises(FindingsError, match="nothing was imported: 2 problems, the first at G3") as caught:
        made.require("inventory.xlsx")
    assert len(caught.value.findings) == 2


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        (({"Ref": "UC-1", "Name": "A"}, {"Ref": "UC-1", "Name": "B"}), "B3: “B” contradicts “A” in B2 for UC-1"),
        (({"Ref": "UC-1", "Name": "A"}, {"Ref": "uc-1", "Name": "A"}), "A3: “uc-1” is written “UC-1” in A2"),
        (
            ({"Ref": "1", "Name": "A", "Customers": "Y"}, {"Ref": "1", "Customers": "N"}),
            "C3: “no” contradicts “yes” in C2 for 1",
        ),
        (
            (
                {"Ref": "1", "Name": "A", "Model": "M", "Vendor": "V"},
                {"Ref": "2", "Name": "B", "Model": "M", "Vendor": "W"},
            ),
            "C3: “W” contradicts “V” in C2 for the model M, 2",
        ),
        (({"Ref": "1", "Name": ""},), "A2: 1 has no name"),
        (({"Ref": "1", "Name": "A", "Model": "", "Ver": "2"},), "D2: “2” belongs to a model, and the row names none"),
        (
            ({"Ref": "1", "Name": "A", "Decided": "1/2/2025", "By": ""},),
            "C2: an old approval without who decided cannot be recorded",
        ),
        (
            ({"Ref": "1", "Name": "A", "Decided": "", "By": "Board"},),
            "D2: an old approval without the date of the decision cannot be recorded",
        ),
        (
            ({"Ref": "1", "Name": "A", "Decided": "2025-02-01", "By": "Board", "Recorded": "2025-01-01"},),
            "C2: the approval was recorded before it was decided",
        ),
    ],
)  # fmt: skip
def test_contradictions_are_errors_at_the_later_cell(
    catalogue: FactCatalogue, rows: tuple[dict[str, str], ...], message: str
) -> None:
    made = plan(catalogue, None, *rows)
    assert not made.can_apply
    assert any(line.startswith(message) for line in told(made)), told(made)


def test_an_error_cell_is_told_where_it_matters(catalogue: FactCatalogue) -> None:
    made = plan(catalogue, None, {"Ref": "1", "Name": "#N/A"}, kinds={"Name": "error"})
    assert told(made)[0].startswith("B2: the cell holds the error #N/A")
    kept = plan(catalogue, None, {"Ref": "1", "Name": "A", "Remarks": "#N/A"}, kinds={"Remarks": "error"})
    assert kept.can_apply
    unsaved = plan(catalogue, None, {"Ref": "1", "Name": "A", "Remarks": ""}, kinds={"Remarks": "error"})
    assert told(unsaved)[0].startswith("C2: the formula has no saved value")


def test_a_missing_column_is_told_and_an_unmapped_one_kept(catalogue: FactCatalogue) -> None:
    sheet = Sheet("S", (Cell(1, 1, "Ref"), Cell(1, 2, "Spare")), (Row(2, (Cell(2, 1, "UC-1"), Cell(2, 2, "x"))),))
    made = build_plan(sheet, Mapping("m", (RULES["Ref"],)), catalogue)
    assert made.can_apply
    assert made.findings[0].severity == "warning"
    assert made.use_cases[0].own_fields == (("Spare", "x"),)
    assert made.use_cases[0].name == "UC-1"
    lacking = build_plan(sheet, Mapping("m", (RULES["Ref"], RULES["Name"])), catalogue)
    assert "there is no column “Name” (the sheet has “Ref”, “Spare”)" in str(lacking.errors[0])


def test_ignored_columns_are_left_out(catalogue: FactCatalogue) -> None:
    made = plan(catalogue, None, {"Row": "1", "Ref": "UC-1", "Name": "A"})
    assert made.use_cases[0].own_fields == ()
    assert told(made) == []


def test_old_approvals_keep_their_dates_and_their_cell(catalogue: FactCatalogue) -> None:
    made = plan(
        catalogue,
        None,
        {"Ref": "1", "Name": "A", "Decided": "1/2/2025", "By": "Board", "Minute": "B/7", "Recorded": "2025-02-03"},
        {"Ref": "1", "Decided": "1/5/2025", "By": "Board", "Minute": "B/9"},
    )
    assert made.use_cases[0].approvals == (
        OldApproval("2025-02-01", "Board", "approved", "B/7", "2025-02-03", "C2"),
        OldApproval("2025-05-01", "Board", "approved", "B/9", "", "C3"),
    )


def test_importing_again_shows_each_difference_field_by_field(catalogue: FactCatalogue) -> None:
    first = plan(catalogue, None, CHAT | {"Customers": "Y", "Remarks": "pilot"}, {"Ref": "UC-2", "Name": "Mail"},
                 {"Ref": "UC-3", "Name": "Gone"})  # fmt: skip
    held = after(None, first)
    again = plan(
        catalogue,
        held,
        CHAT | {"Customers": "N", "Remarks": "live", "Owner": "Sam", "Model": "Sampan", "Vendor": ""},
        {"Ref": "UC-2", "Name": "Mail"},
        {"Ref": "UC-4", "Name": "New"},
    )
    assert again.can_apply, told(again)
    kinds = {change.name: change.kind for change in again.changes if change.subject == "use_case"}
    assert kinds == {
        "UC-1": ChangeKind.CHANGED,
        "UC-2": ChangeKind.UNCHANGED,
        "UC-3": ChangeKind.MISSING,
        "UC-4": ChangeKind.NEW,
    }
    chat = next(change for change in again.changes if change.name == "UC-1")
    assert [(field.field, field.before, field.after, field.cell) for field in chat.fields] == [
        ("use_case.owner", "Mei", "Sam", "C2"),
        ("systems", "Lantern", "Sampan", "D2"),
        ("fact.customer_facing", "yes", "no", "G2"),
        ("own_field:Remarks", "pilot", "live", "H2"),
    ]
    assert "UC-3" not in {case.reference for case in again.use_cases}
    assert {case.reference for case in after(held, again).use_cases} == {"UC-1", "UC-2", "UC-3", "UC-4"}


def test_a_blank_or_unknown_cell_takes_nothing_away(catalogue: FactCatalogue) -> None:
    held = Inventory(
        (
            UseCaseEntry(
                "UC-1",
                "Chat",
                "kept",
                owner="Mei",
                systems=(Named("Desk"),),
                facts=(FactEntry("customer_facing", True), FactEntry("personal_data", True)),
                own_fields=(("Remarks", "old"),),
                approvals=(OldApproval("2025-02-01", "Board"),),
            ),
        ),
        (SystemEntry(Named("Desk"), "V", (Named("M", "2"),)),),
        (ModelEntry(Named("M", "2"), "vendor", "V"),),
    )
    made = plan(
        catalogue, held,
        {"Ref": "UC-1", "Name": "Chat", "Owner": "", "Model": "", "Customers": "TBC", "Remarks": "", "Decided": "",
         "By": ""},
    )  # fmt: skip
    assert made.is_empty, made.changes
    (chat,) = made.changes
    assert chat.kind is ChangeKind.UNCHANGED
    assert {field.field for field in chat.kept} == {"use_case.owner", "fact.customer_facing", "approvals"}


def test_a_model_named_without_its_version_is_the_one_in_use(catalogue: FactCatalogue) -> None:
    held = Inventory(
        (UseCaseEntry("UC-1", "Chat", systems=(Named("Desk"),)),),
        (SystemEntry(Named("Desk"), "", (Named("M", "2"),)),),
        (ModelEntry(Named("M", "1")), ModelEntry(Named("M", "2"))),
    )
    assert plan(catalogue, held, {"Ref": "UC-1", "Name": "Chat", "Model": "m"}).is_empty
    other = plan(catalogue, held, {"Ref": "UC-2", "Name": "Mail", "Model": "M"})
    assert told(other) == ["C2: “M” has the versions “1”, “2” (give a column that says which one)"]


def test_a_named_system_keeps_its_name_and_takes_the_files_models(catalogue: FactCatalogue) -> None:
    first = plan(catalogue, None, {"Ref": "1", "Name": "A", "System": "Desk", "Model": "M"})
    held = after(None, first)
    assert held.systems == (SystemEntry(Named("Desk"), "", (Named("M"),)),)
    second = plan(catalogue, held, {"Ref": "1", "Name": "A", "System": "desk", "Model": "N"})
    assert second.systems == (SystemEntry(Named("Desk"), "", (Named("N"),)),)
    assert [(f.field, f.before, f.after) for c in second.changes for f in c.fields] == [("models", "M", "N")]


def test_a_supplier_without_model_or_system_is_kept_under_an_honest_name(catalogue: FactCatalogue) -> None:
    rows = {"Ref": "1", "Name": "A", "Model": "", "Vendor": "Lantern Ltd"}
    made = plan(catalogue, None, rows)
    assert made.systems == (SystemEntry(Named("Lantern Ltd (system not named)"), "Lantern Ltd"),)
    assert plan(catalogue, after(None, made), rows).is_empty


def test_a_models_fact_without_a_model_stays_with_the_use_case(catalogue: FactCatalogue) -> None:
    made = plan(catalogue, None, {"Ref": "1", "Name": "A", "Model": "", "GenAI": "Y"})
    assert made.use_cases[0].facts == (FactEntry("ai_technique", frozenset({"genai"})),)


def test_an_entity_must_be_one_of_the_register(catalogue: FactCatalogue) -> None:
    held = Inventory(entities=("Harbour Example Bank", "Harbour Example Securities"))
    rows = {"Ref": "1", "Name": "A", "Entity": "harbour example bank; Harbour Example Securities"}
    assert plan(catalogue, held, rows).use_cases[0].entities == held.entities
    wrong = plan(catalogue, held, {"Ref": "1", "Name": "A", "Entity": "Other Bank"})
    assert told(wrong) == [
        "C2: “Other Bank” is no entity of this register (it has “Harbour Example Bank”, “Harbour Example Securities”)"
    ]


def test_a_reference_written_otherwise_than_in_the_register_is_an_error(catalogue: FactCatalogue) -> None:
    held = Inventory((UseCaseEntry("UC-1", "Chat"),))
    made = plan(catalogue, held, {"Ref": "uc-1", "Name": "Chat"})
    assert told(made)[0].startswith("A2: “uc-1” is written “UC-1” in the register")
