"""What goes out comes back: exporting and importing again changes nothing and loses nothing."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from placet.domain.facts import FactCatalogue
from placet.exchange.cell_values import clean, word_key
from placet.exchange.export import Form, export_register, own_mapping
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
from placet.exchange.plan import build_plan
from placet.exchange.spreadsheet import read_sheet

AWKWARD = [
    "=1+1",
    "+852 2345 6789",
    "-",
    "@home",
    "'quoted",
    "''=x",
    "'=x",
    "a\nb",
    "a\r\nb",
    "\tx",
    "00042",
    "1e5",
    "客戶服務助理",
    "𨋢",
    "e\u0301te\u0301",
    "_x000D_",
    "_x000D_x000D_",
    "x⟦continued T1⟧",
    "\x0b",
    "TRUE",
    "2026-11-22",
    "a;b",
    'say "yes"',
    "\ufeffmark",
    "￾".replace("￾", "\ufffe"),
    " edges ",
    "N/A",
    "=A1,B2",
]
texts = st.one_of(st.sampled_from(AWKWARD), st.text(max_size=40))
names = texts.filter(lambda text: clean(text) != "")
small = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def unique(strategy: st.SearchStrategy[str], **sizes: int) -> st.SearchStrategy[list[str]]:
    return st.lists(strategy, unique_by=word_key, **sizes)


dates = st.dates().map(lambda day: day.isoformat()).filter(lambda text: text >= "1900")
COMMON = st.just("")
booleans = st.builds(FactEntry, st.sampled_from(["customer_facing", "personal_data"]), st.booleans(), COMMON)
facts = st.lists(
    st.one_of(
        booleans,
        st.builds(FactEntry, st.just("customer_facing"), st.booleans(), st.sampled_from(["HK", "SG"])),
        st.builds(FactEntry, st.just("users"), st.integers(-(10**14), 10**14), COMMON),
        st.builds(FactEntry, st.just("review_note"), names.map(clean), COMMON),
        st.builds(FactEntry, st.just("first_used"), dates, COMMON),
        st.builds(FactEntry, st.just("sandbox"), st.sampled_from(["none", "applying", "selected"]), COMMON),
    ),
    unique_by=lambda fact: (fact.key, fact.place),
    max_size=4,
).map(tuple)
model_facts = st.sampled_from([(), (FactEntry("ai_technique", frozenset({"llm", "genai"})),)])
system_facts = st.sampled_from([(), (FactEntry("hosted_abroad", True),)])
approvals = st.lists(
    st.builds(
        OldApproval,
        dates,
        names.map(clean),
        st.sampled_from(["approved", "declined"]),
        texts.map(clean),
        COMMON,
        COMMON,
    ),
    unique_by=lambda a: (a.decision_date, a.by, a.outcome, a.reference),
    max_size=3,
).map(tuple)


@st.composite
def inventories(draw: st.DrawFn) -> Inventory:
    vendors = ["", *draw(unique(names.map(clean), max_size=2))]
    keys = [Named(name, draw(st.sampled_from(["", "2.1"]))) for name in draw(unique(names.map(clean), max_size=4))]
    models = [
        ModelEntry(key, draw(st.sampled_from(["", "own"])), draw(st.sampled_from(vendors)), draw(model_facts))
        for key in keys
    ]
    systems = [
        SystemEntry(
            Named(name),
            draw(st.sampled_from(vendors)),
            tuple(draw(st.lists(st.sampled_from(keys), unique=True, max_size=2))) if keys else (),
            draw(system_facts),
        )
        for name in draw(unique(names.map(clean), max_size=3))
    ]
    own_names = draw(unique(st.sampled_from(["Remarks", "備註", "Owner", "Biz unit"]), max_size=3))
    references = draw(
        unique(names.map(lambda text: " ".join(clean(text).split())).filter(bool), min_size=1, max_size=4)
    )
    use_cases = [
        UseCaseEntry(
            reference,
            draw(names),
            draw(texts),
            draw(texts),
            draw(texts),
            (),
            draw(st.sampled_from(["", "basic", "full"])),
            tuple(draw(st.lists(st.sampled_from([s.key for s in systems]), unique=True))) if systems else (),
            draw(facts),
            tuple((name, draw(names)) for name in own_names),
            draw(approvals),
        )
        for reference in references
    ]
    used = {key for system in systems for key in system.models}
    return Inventory(tuple(use_cases), tuple(systems), tuple(m for m in models if m.key in used))


@pytest.mark.parametrize("form", list(Form))
@given(inventory=inventories())
@small
def test_exporting_and_importing_again_changes_nothing(
    form: Form, inventory: Inventory, catalogue: FactCatalogue
) -> None:
    mapping = own_mapping(catalogue, inventory)
    data = export_register(inventory, catalogue, None, form)
    plan = build_plan(read_sheet(data, f"export.{form}"), mapping, catalogue, inventory)
    assert [str(error) for error in plan.errors] == []
    assert [change.fields for change in plan.changes if change.fields] == []
    assert plan.is_empty


@pytest.mark.parametrize("form", list(Form))
@given(inventory=inventories())
@small
def test_an_export_read_into_an_empty_register_gives_the_same_use_cases(
    form: Form, inventory: Inventory, catalogue: FactCatalogue
) -> None:
    mapping = own_mapping(catalogue, inventory)
    data = export_register(inventory, catalogue, None, form)
    plan = build_plan(read_sheet(data, f"export.{form}"), mapping, catalogue)
    assert [str(error) for error in plan.errors] == []
    again = {case.reference: case for case in plan.use_cases}
    assert set(again) == {case.reference for case in inventory.use_cases}
    for case in inventory.use_cases:
        read = again[case.reference]
        for name in ("name", "description", "purpose", "owner", "triage"):
            assert getattr(read, name) == clean(getattr(case, name)), name
        assert set(read.systems) == set(case.systems)
        assert set(read.facts) == set(case.facts)
        assert {a.decision_date for a in read.approvals} == {a.decision_date for a in case.approvals}
        assert {clean(text) for _, text in case.own_fields} == {text for _, text in read.own_fields}
    in_use = {key for case in inventory.use_cases for key in case.systems}
    assert {s.key for s in plan.systems} == in_use


FIRM = Mapping(
    "Harbour",
    (
        ColumnRule("Ref No.", "use_case.reference"),
        ColumnRule("Use case / 用途", "use_case.name"),
        ColumnRule("Owner", "use_case.owner"),
        ColumnRule("Model", "model.name"),
        ColumnRule("Vendor", "vendor.name"),
        ColumnRule(
            "GenAI (Y/N/TBC)",
            "fact.ai_technique",
            (Word("Y", ("genai",)), Word("N", ("rules_only",)), Word("TBC", None)),
        ),
        ColumnRule("Customer facing", "fact.customer_facing", (Word("Y", True), Word("N", False), Word("TBC", None))),
        ColumnRule("Approved on", "approval.decision_date"),
        ColumnRule("Approved by", "approval.by"),
        ColumnRule("Minute ref", "approval.reference"),
        ColumnRule("Remarks", "own_field"),
    ),
)


@pytest.mark.parametrize("form", list(Form))
@given(inventory=inventories())
@small
def test_the_firms_own_columns_change_nothing_either(
    form: Form, inventory: Inventory, catalogue: FactCatalogue
) -> None:
    # the firm's columns have no outcome: what they cannot say, they cannot change, save for outcomes
    approved = tuple(
        UseCaseEntry(
            case.reference,
            case.name,
            case.description,
            case.purpose,
            case.owner,
            (),
            case.triage,
            case.systems,
            case.facts,
            case.own_fields,
            tuple(a for a in case.approvals if a.outcome == "approved"),
        )
        for case in inventory.use_cases
    )
    held = Inventory(approved, inventory.systems, inventory.models)
    data = export_register(held, catalogue, FIRM, form)
    plan = build_plan(read_sheet(data, f"export.{form}"), FIRM, catalogue, held)
    assert [str(error) for error in plan.errors] == []
    assert [change.fields for change in plan.changes if change.fields] == []
    assert plan.is_empty
