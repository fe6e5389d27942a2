"""The sample bank's 300 rows are mapped, imported, exported and imported again changed, with nothing lost."""

import importlib.util
from pathlib import Path

import pytest

from placet.domain.facts import FactCatalogue
from placet.exchange.difference import ChangeKind
from placet.exchange.export import Form, export_register
from placet.exchange.inventory import Inventory
from placet.exchange.mapping import Mapping, check_mapping, mapping_from_json
from placet.exchange.plan import build_plan
from placet.exchange.spreadsheet import read_sheet
from placet.exchange.suggesting import suggest_mapping
from placet.resources import resource_path

ROOT = Path(__file__).resolve().parents[3]
FILE = resource_path("sample", "inventory.xlsx")
CHANGED = resource_path("sample", "inventory-changed.xlsx")
BROKEN = ROOT / "tests" / "data" / "inventory-broken.xlsx"


@pytest.fixture(scope="module")
def mapping() -> Mapping:
    return mapping_from_json(resource_path("sample", "inventory-mapping.json").read_bytes())


@pytest.fixture(scope="module")
def held(mapping: Mapping, catalogue: FactCatalogue) -> Inventory:
    plan = build_plan(read_sheet(FILE.read_bytes(), FILE.name), mapping, catalogue)
    assert [str(finding) for finding in plan.findings] == []
    return Inventory(plan.use_cases, plan.systems, plan.models)


def test_the_files_are_what_the_script_makes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    spec = importlib.util.spec_from_file_location("make", ROOT / "packaging" / "make_sample_inventory.py")
    assert spec is not None
    assert spec.loader is not None
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    (tmp_path / "tests" / "data").mkdir(parents=True)
    monkeypatch.setattr(script, "ROOT", tmp_path)
    monkeypatch.setattr(script, "SAMPLE", tmp_path)
    assert script.main() == 0
    for name in ("inventory.xlsx", "inventory-changed.xlsx"):
        made, kept = ((folder / name).read_bytes() for folder in (tmp_path, FILE.parent))
        # compressed bytes differ between builds of zlib: what is read must not
        assert read_sheet(made, name).rows == read_sheet(kept, name).rows
    assert (tmp_path / "inventory-mapping.json").read_bytes() == (FILE.parent / "inventory-mapping.json").read_bytes()


def test_three_hundred_rows_become_use_cases_models_and_old_approvals(held: Inventory) -> None:
    sheet = read_sheet(FILE.read_bytes(), FILE.name)
    assert len(sheet.rows) == 300
    assert {case.reference for case in held.use_cases} == set(sheet.values("Ref No."))
    assert 200 < len(held.use_cases) < 300
    assert len(held.models) == 12
    approvals = [approval for case in held.use_cases for approval in case.approvals]
    assert len(approvals) == len(sheet.values("Approved on"))
    assert all(approval.cell and approval.by for approval in approvals)
    kept = {text for case in held.use_cases for _, text in case.own_fields}
    assert set(sheet.values("Remarks")) <= kept


def test_the_mapping_that_is_suggested_reads_the_same(
    held: Inventory, mapping: Mapping, catalogue: FactCatalogue
) -> None:
    sheet = read_sheet(FILE.read_bytes(), FILE.name)
    suggested = suggest_mapping(sheet, catalogue)
    assert check_mapping(suggested, catalogue) == ()
    assert {rule.column: rule.target for rule in suggested.columns} == {
        rule.column: rule.target for rule in mapping.columns
    }
    assert build_plan(sheet, suggested, catalogue, held).is_empty


@pytest.mark.parametrize("form", list(Form))
def test_an_export_in_the_banks_columns_comes_back_unchanged(
    form: Form, held: Inventory, mapping: Mapping, catalogue: FactCatalogue
) -> None:
    plan = build_plan(
        read_sheet(export_register(held, catalogue, mapping, form), f"out.{form}"), mapping, catalogue, held
    )
    assert plan.can_apply
    assert plan.is_empty


def test_the_changed_file_is_a_reviewed_difference(held: Inventory, mapping: Mapping, catalogue: FactCatalogue) -> None:
    plan = build_plan(read_sheet(CHANGED.read_bytes(), CHANGED.name), mapping, catalogue, held)
    assert plan.can_apply
    counts = {kind: plan.count(kind) for kind in ChangeKind}
    assert counts[ChangeKind.NEW] == 6
    assert counts[ChangeKind.MISSING] == 4
    assert counts[ChangeKind.CHANGED] == len(plan.use_cases) - 6 > 12
    moved = [field for change in plan.changes for field in change.fields if field.field == "use_case.owner"]
    assert {field.after for field in moved if field.before} == {"Joy Newcomer"}
    assert {model.key.name for model in plan.models} == {"Lantern-XL"}


def test_the_broken_file_is_told_cell_by_cell(mapping: Mapping, catalogue: FactCatalogue) -> None:
    plan = build_plan(read_sheet(BROKEN.read_bytes(), BROKEN.name), mapping, catalogue)
    assert not plan.can_apply
    assert plan.use_cases == plan.systems == plan.models == ()
    told = {finding.path: finding.message for finding in plan.errors}
    assert told["I4"] == "“maybe” is not Y, N or TBC"
    assert told["A7"] == "the reference is empty"
    assert told["K10"] == "“31/02/2026” is not a date"
    assert told["L14"] == "an old approval without the date of the decision cannot be recorded"
    assert told["B18"].startswith("“Something else altogether” contradicts")
    assert told["A22"].endswith("in A21")
