"""Triage for many tools at once, and the firm's own inventory in and out."""

import csv
import io

import pytest

from placet.domain.acts import Determination, SignOff
from placet.domain.errors import FindingsError, UserFacingError
from placet.domain.parties import Fact, Model, System, TriageResult, UseCase, UseCaseVersion
from placet.exchange.mapping import ColumnRule, Mapping
from placet.operations.export_inventory import export_inventory
from placet.operations.import_inventory import apply_import, plan_import, read_inventory_file, suggested_mapping
from placet.operations.keep_mapping import fitting_mapping, save_mapping, saved_mappings, sheets_in
from placet.operations.keep_parties import add_use_case, find_use_case, use_systems, working_version
from placet.operations.settle_triage import Tool, answer_triage, settle_triage
from placet.operations.state_facts import fact_values
from unit.operations.bank import Bank


@pytest.fixture
def tools(answered: Bank) -> tuple[Tool, ...]:
    """Return three small tools of the bank, each on the same system."""
    made = []
    for name in ("Letters", "Minutes", "Forecast"):
        version = add_use_case(answered.ws, name, entity_ids=(answered.ids["entity"],))
        version = use_systems(answered.ws, version, (answered.ids["system"],))
        made.append((find_use_case(answered.ws, version.use_case_id), version))
    return tuple(made)


def test_the_same_answers_are_stated_of_many_tools_in_one_entry(answered: Bank, tools: tuple[Tool, ...]) -> None:
    ws = answered.by("ann")
    before = ws.register.size
    # the technique is a fact of the one model they share; being seen by customers is each tool's own
    assert answer_triage(ws, tools, {"ai_technique": ["llm"], "customer_facing": False}) == 4
    assert ws.register.size == before + 1
    assert answer_triage(ws, tools, {"customer_facing": False}) == 0
    assert ws.register.size == before + 1
    for _, version in tools:
        assert fact_values(ws, version, answered.entity)["customer_facing"] is False
    assert answer_triage(ws, tools[:1], {"customer_facing": None}) == 1
    assert "customer_facing" not in fact_values(ws, tools[0][1], answered.entity)


def test_one_act_settles_many_tools(answered: Bank, tools: tuple[Tool, ...]) -> None:
    ws = answered.by("ann")
    answer_triage(ws, tools, {"customer_facing": False})
    before = ws.register.size
    settle_triage(ws, tools, TriageResult.BASIC)
    assert ws.register.size == before + 1
    assert [find_use_case(ws, tool.id).triage for tool, _ in tools] == ["basic"] * 3
    made = ws.register.all(Determination, determined="basic")
    assert {item.by for item in made} == {answered.ids["ann"]}
    assert {item.proposed for item in made} == {"basic"}


def test_a_tool_that_cannot_be_settled_so_is_named_and_none_is(answered: Bank, tools: tuple[Tool, ...]) -> None:
    ws = answered.by("ann")
    answer_triage(ws, tools[:2], {"customer_facing": False})
    homeless = add_use_case(ws, "Homeless")
    every = (*tools, (find_use_case(ws, homeless.use_case_id), homeless))
    before = ws.register.size
    with pytest.raises(FindingsError) as caught:
        settle_triage(ws, every, TriageResult.BASIC)
    assert [item.path for item in caught.value.findings] == [tools[2][0].reference, "UC-005"]
    with pytest.raises(UserFacingError, match="nobody is named"):
        settle_triage(answered.ws, tools, TriageResult.BASIC)
    with pytest.raises(UserFacingError, match="not settled"):
        settle_triage(ws, tools, TriageResult.OPEN)
    with pytest.raises(FindingsError, match="3 of 3"):
        settle_triage(ws, tools, TriageResult.NOT_AI)
    assert ws.register.size == before
    settle_triage(ws, tools, TriageResult.FULL, "All are assessed in full for now.")
    assert find_use_case(ws, tools[2][0].id).triage == "full"


def test_an_approved_tool_takes_no_triage_answer(decided: Bank) -> None:
    with pytest.raises(UserFacingError, match="approved and cannot be changed"):
        answer_triage(decided.by("ann"), ((decided.use_case, decided.version),), {"customer_facing": False})


SHEET = """Ref,Name,Purpose,Owner,Model,Vendor,Old approval,Approved by,Approved on,Cost centre
UC-001,Customer enquiry assistant,Shorter waiting times for customers.,Ann Example,,,,,,77
AI-7,Branch forecast,Plan staffing.,Zoe Example,Foresee,Vendor Two,yes,Board,2025-03-01,12
"""
COLUMNS = (
    ("Ref", "use_case.reference"),
    ("Name", "use_case.name"),
    ("Purpose", "use_case.purpose"),
    ("Owner", "use_case.owner"),
)


def mapping(*more: tuple[str, str]) -> Mapping:
    return Mapping("Ours", columns=tuple(ColumnRule(column, target) for column, target in (*COLUMNS, *more)))


def imported(bank: Bank, text: str, rules: Mapping) -> int:
    sheet = read_inventory_file(text.encode(), "inventory.csv")
    return apply_import(bank.by("ann"), plan_import(bank.ws, sheet, rules), "inventory.csv")


def test_an_inventory_comes_in_as_one_entry_and_again_changes_nothing(answered: Bank) -> None:
    ws = answered.ws
    before = ws.register.size
    assert imported(answered, SHEET, mapping()) == 2
    assert ws.register.size == before + 1
    forecast = find_use_case(ws, "AI-7")
    assert (forecast.name, forecast.purpose) == ("Branch forecast", "Plan staffing.")
    known = answered.use_case
    assert known.description == "A language model drafts answers to enquiries about cards."
    assert known.triage == "full"  # what the file leaves out stays
    assert known.entity_ids == (answered.ids["entity"],)
    assert imported(answered, SHEET, mapping()) == 0
    assert ws.register.size == before + 1


def test_an_inventory_with_one_wrong_cell_changes_nothing(answered: Bank) -> None:
    before = answered.ws.register.size
    wrong = SHEET.replace("AI-7,Branch forecast", "AI-7,")
    with pytest.raises(FindingsError):
        imported(answered, wrong, mapping())
    assert answered.ws.register.size == before
    assert answered.ws.register.all(UseCase, reference="AI-7") == ()


def test_what_is_approved_is_not_overwritten_by_an_import(decided: Bank) -> None:
    approved = decided.version
    changed = SHEET.replace("Shorter waiting times for customers.", "Fewer calls.")
    facing = changed.replace("Cost centre", "Facing").replace(",77", ",no").replace(",12", ",yes")
    imported(decided, facing, mapping(("Facing", "fact.customer_facing")))
    draft = decided.version
    assert (draft.number, draft.state, draft.baseline_id) == (2, "draft", approved.id)
    (kept,) = decided.ws.register.all(Fact, key="customer_facing", subject_id=approved.id)
    assert kept.value is True
    values = [item.value for item in decided.ws.register.all(Fact, key="customer_facing", subject_id=draft.id)]
    assert values == [False]


def test_the_inventory_goes_out_and_comes_back_the_same(answered: Bank) -> None:
    imported(answered, SHEET, mapping())
    for suffix in (".csv", ".xlsx", ".json"):
        data = export_inventory(answered.ws, suffix)
        sheet = read_inventory_file(data, f"inventory{suffix}")
        plan = plan_import(answered.ws, sheet, suggested_mapping(answered.ws, sheet, "Out"))
        plan.require("inventory")
        assert plan.use_cases == (), suffix
    rows = list(csv.reader(io.StringIO(export_inventory(answered.ws, ".csv").decode("utf-8-sig"))))
    assert {"UC-001", "AI-7"} <= {cell for row in rows for cell in row}
    with pytest.raises(UserFacingError, match=r"no export for “\.pdf”"):
        export_inventory(answered.ws, ".pdf")


def test_a_mapping_is_kept_by_name_and_found_by_its_columns(answered: Bank) -> None:
    ws = answered.ws
    save_mapping(ws, mapping())
    before = ws.register.size
    save_mapping(ws, mapping())
    assert ws.register.size == before
    save_mapping(ws, mapping(("Model", "model.name")))
    (kept,) = saved_mappings(ws)
    assert kept == mapping(("Model", "model.name"))
    assert fitting_mapping(ws, read_inventory_file(SHEET.encode(), "a.csv")) == kept
    assert fitting_mapping(ws, read_inventory_file(b"Ref,Name\n1,One\n", "a.csv")) is None
    assert sheets_in(SHEET.encode(), "a.csv") == ("",)


APPROVAL = (
    ("Model", "model.name"),
    ("Approved by", "approval.by"),
    ("Approved on", "approval.decision_date"),
)


def test_an_old_approval_is_recorded_once_and_never_as_signed_here(answered: Bank) -> None:
    ws = answered.ws
    rules = Mapping("Ours", columns=mapping(*APPROVAL).columns, defaults=(("approval.outcome", "approved"),))
    imported(answered, SHEET, rules)
    forecast = find_use_case(ws, "AI-7")
    version = working_version(ws, forecast.id)
    (act,) = ws.register.all(SignOff, version_id=version.id)
    assert (act.imported, act.signature, act.decided_on, act.capacity) == (True, "", "2025-03-01", "Board")
    assert act.assurance == "recorded_on_word"
    assert working_version(ws, forecast.id).state == "draft"  # an old approval approves nothing here
    assert imported(answered, SHEET, rules) == 0
    # approved since, then imported again with a change: the old approval stays where it was
    from dataclasses import replace

    from placet.register.journal import Change

    ws.commit("test", [Change.put(replace(version, state="approved"))])
    imported(answered, SHEET.replace("Foresee", "Foresee Plus"), rules)
    acts = [
        act
        for item in ws.register.all(UseCaseVersion, use_case_id=forecast.id)
        for act in ws.register.all(SignOff, version_id=item.id)
    ]
    assert len(acts) == 1
    assert {item.name for item in ws.register.all(Model)} >= {"Foresee", "Foresee Plus"}
    assert ws.register.count(System) >= 1
