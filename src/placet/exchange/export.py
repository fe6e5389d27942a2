"""Write the register's inventory as Excel, CSV or JSON such that importing it again changes nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import StrEnum

from placet.domain.facts import About, FactCatalogue
from placet.domain.predicates import Value
from placet.exchange.cell_values import write_value
from placet.exchange.cells import heading_key
from placet.exchange.delimited import write_delimited
from placet.exchange.inventory import FactEntry, Inventory, OldApproval, UseCaseEntry
from placet.exchange.mapping import FACT_PREFIX, OWN_FIELD, TARGETS, ColumnRule, Mapping, fact_of
from placet.exchange.part_rows import Parts, fact_target, part_rows
from placet.exchange.row_reading import OWN_FIELD_MARK
from placet.exchange.table_file import write_table_file
from placet.exchange.tables import Table
from placet.exchange.workbook_writing import write_workbook

OWN_SHEET = "Use cases"
FIRM_SHEET = "Inventory"


class Form(StrEnum):
    """Form of an export."""

    XLSX = "xlsx"
    CSV = "csv"
    JSON = "json"


def own_mapping(catalogue: FactCatalogue, inventory: Inventory | None = None) -> Mapping:
    """Return the mapping of Placet's own sheet: every target, and every fact a use case, system or model can have.

    A fact that has a value for one place only gets a column for that place when ``inventory`` holds one.
    """
    columns = [ColumnRule(heading, target) for target, heading in TARGETS.items()]
    placed = _placed(inventory) if inventory else {}
    labels = [item.label for item in catalogue.definitions]
    for item in catalogue.definitions:
        if item.about in (About.USE_CASE, About.SYSTEM, About.MODEL):
            is_taken = labels.count(item.label) > 1 or item.label in TARGETS.values()
            heading = f"{item.label} ({item.key})" if is_taken else item.label
            columns.append(ColumnRule(heading, f"{FACT_PREFIX}{item.key}", date_order="ymd"))
            columns += [
                ColumnRule(f"{heading} @{place}", f"{FACT_PREFIX}{item.key}@{place}", date_order="ymd")
                for place in sorted(placed.get(item.key, ()))
            ]
    return Mapping("Placet", tuple(columns))


def _placed(inventory: Inventory) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    facts: list[FactEntry] = [fact for case in inventory.use_cases for fact in case.facts]
    facts += [fact for system in inventory.systems for fact in system.facts]
    facts += [fact for model in inventory.models for fact in model.facts]
    for fact in facts:
        if fact.place:
            found.setdefault(fact.key, set()).add(fact.place)
    return found


def export_register(
    inventory: Inventory,
    catalogue: FactCatalogue,
    mapping: Mapping | None = None,
    form: Form = Form.XLSX,
    tables: Sequence[Table] = (),
) -> bytes:
    """Return the inventory as a file.

    The first table is in the firm's own columns when ``mapping`` is given, else in Placet's. Excel and JSON then
    hold Placet's own tables and ``tables`` (sign-offs, conditions … as the caller has them); CSV holds one table.
    """
    own = own_mapping(catalogue, inventory)
    own_tables = [inventory_table(inventory, own, catalogue, OWN_SHEET), *_part_tables(inventory, catalogue)]
    first = [inventory_table(inventory, mapping, catalogue, FIRM_SHEET)] if mapping else []
    everything = [*first, *own_tables, *tables]
    match form:
        case Form.CSV:
            return write_delimited([everything[0].header, *everything[0].rows])
        case Form.JSON:
            return write_table_file(everything)
    return write_workbook(everything)


def inventory_table(inventory: Inventory, mapping: Mapping, catalogue: FactCatalogue, name: str) -> Table:
    """Return the use cases in a mapping's columns, then the own fields it has no column for."""
    parts = Parts.of(inventory)
    extra = _extra_headings(inventory, mapping)
    header = (*(rule.column for rule in mapping.columns), *extra.values())
    rows: list[tuple[str, ...]] = []
    for use_case in inventory.use_cases:
        own = {heading_key(name): text for name, text in use_case.own_fields}
        tail = [own.get(key, "") for key in extra]
        for values in _rows_of(use_case, parts, mapping, catalogue):
            cells = [_cell(rule, values, own, catalogue) for rule in mapping.columns]
            rows.append((*cells, *tail))
    return Table(name, header, tuple(rows))


def _extra_headings(inventory: Inventory, mapping: Mapping) -> dict[str, str]:
    """Return headings of own fields by key, none of them equal to a mapped column's."""
    mapped = {heading_key(rule.column): rule.target for rule in mapping.columns}
    extra: dict[str, str] = {}
    for name, text in (field for case in inventory.use_cases for field in case.own_fields):
        key = heading_key(name)
        if text and mapped.get(key) != OWN_FIELD:
            extra.setdefault(key, f"{OWN_FIELD_MARK}{name}" if key in mapped else name)
    return extra


def _rows_of(
    use_case: UseCaseEntry, parts: Parts, mapping: Mapping, catalogue: FactCatalogue
) -> list[dict[str, Value]]:
    """Return what each row of a use case says by target: its own fields on every row, parts and approvals in turn."""
    common: dict[str, Value] = {
        "use_case.reference": use_case.reference,
        "use_case.name": use_case.name,
        "use_case.description": use_case.description,
        "use_case.purpose": use_case.purpose,
        "use_case.owner": use_case.owner,
        "use_case.entity": "; ".join(use_case.entities),
        "use_case.triage": use_case.triage,
    }
    spread = part_rows(use_case, parts, mapping, catalogue)
    given = [_approval(item) for item in use_case.approvals] if mapping.feeds("approval.decision_date") else []
    count = max(1, len(spread), len(given))
    return [
        {
            **common,
            **_own_facts(use_case, spread[number] if number < len(spread) else {}, catalogue),
            **(spread[number] if number < len(spread) else {}),
            **(given[number] if number < len(given) else {}),
        }
        for number in range(count)
    ]


def _own_facts(use_case: UseCaseEntry, part: dict[str, Value], catalogue: FactCatalogue) -> dict[str, Value]:
    """Return the facts held by the use case itself; a model's fact never stands in a row that names a model."""
    subjects = {About.MODEL: "model.name", About.SYSTEM: "system.name"}
    values: dict[str, Value] = {}
    for fact in use_case.facts:
        definition = catalogue.get(fact.key)
        subject = subjects.get(definition.about) if definition else None
        if subject is None or not (subject in part or "model.name" in part):
            values[fact_target(fact)] = fact.value
    return values


def _approval(approval: OldApproval) -> dict[str, Value]:
    return {
        "approval.decision_date": approval.decision_date,
        "approval.record_date": approval.record_date,
        "approval.by": approval.by,
        "approval.outcome": approval.outcome,
        "approval.reference": approval.reference,
    }


def _cell(rule: ColumnRule, values: dict[str, Value], own: dict[str, str], catalogue: FactCatalogue) -> str:
    if rule.target == OWN_FIELD:
        return own.get(heading_key(rule.column), "")
    value = values.get(rule.target)
    return "" if value is None else write_value(rule, value, catalogue)


def _part_tables(inventory: Inventory, catalogue: FactCatalogue) -> Iterable[Table]:
    """Return systems, models, vendors, facts and old approvals, each as Placet holds them."""
    yield Table(
        "Systems",
        ("System", "Version", "Vendor", "Models"),
        tuple(
            (item.key.name, item.key.version, item.vendor, "; ".join(map(str, item.models)))
            for item in inventory.systems
        ),
    )
    yield Table(
        "Models",
        ("Model", "Version", "Source", "Vendor"),
        tuple((item.key.name, item.key.version, item.source, item.vendor) for item in inventory.models),
    )
    yield Table("Vendors", ("Vendor",), tuple((name,) for name in inventory.vendors))
    yield Table("Facts", ("Stated of", "Which", "Fact", "Place", "Value"), tuple(_fact_rows(inventory, catalogue)))
    yield Table(
        "Old approvals",
        ("Use case", "Decided on", "Recorded on", "Decided by", "Outcome", "Reference", "Standing"),
        tuple(
            (case.reference, a.decision_date, a.record_date, a.by, a.outcome, a.reference, "recorded, not signed here")
            for case in inventory.use_cases
            for a in case.approvals
        ),
    )


def _fact_rows(inventory: Inventory, catalogue: FactCatalogue) -> Iterable[tuple[str, ...]]:
    subjects = [
        *(("use case", case.reference, case.facts) for case in inventory.use_cases),
        *(("system", str(system.key), system.facts) for system in inventory.systems),
        *(("model", str(model.key), model.facts) for model in inventory.models),
    ]
    for about, name, facts in subjects:
        for fact in facts:
            target = fact_target(fact)
            definition, _ = fact_of(target, catalogue)
            label = definition.label if definition else fact.key
            yield about, name, label, fact.place, write_value(ColumnRule("", target), fact.value, catalogue)
