"""Import a firm's own inventory: map, preview, then take all of it in one step, or none."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from placet.domain.acts import Assurance, SignOff
from placet.domain.facts import to_json
from placet.domain.firm import ActKind
from placet.domain.parties import Entity, Fact, Model, Person, System, TriageResult, UseCase, UseCaseVersion, Vendor
from placet.exchange.inventory import FactEntry, ModelEntry, Named, OldApproval, SystemEntry, UseCaseEntry
from placet.exchange.mapping import Mapping
from placet.exchange.plan import ImportPlan, build_plan
from placet.exchange.spreadsheet import read_sheet
from placet.exchange.suggesting import suggest_mapping
from placet.operations.keep_parties import new_draft, working_version
from placet.operations.read_inventory import inventory_of, named, old_approvals
from placet.operations.workspace import Workspace
from placet.register.journal import Change

if TYPE_CHECKING:
    from placet.exchange.cells import Sheet


def read_inventory_file(data: bytes, name: str, sheet: str = "", header_row: int = 0) -> Sheet:
    """Read a spreadsheet or CSV file; UserFacingError says in one sentence why it cannot be read."""
    return read_sheet(data, name, sheet, header_row)


def suggested_mapping(ws: Workspace, sheet: Sheet, name: str = "") -> Mapping:
    """Propose which column feeds what, from headings and values; a person corrects it."""
    return suggest_mapping(sheet, ws.facts, name)


def plan_import(ws: Workspace, sheet: Sheet, mapping: Mapping) -> ImportPlan:
    """Return what importing would do, with every problem at its cell; nothing is written."""
    return build_plan(sheet, mapping, ws.facts, inventory_of(ws))


@dataclass(slots=True)
class _Taking:
    """Rows being gathered for one commit, and the ids of what is named in them."""

    ws: Workspace
    vendors: dict[str, str]
    people: dict[str, str]
    entities: dict[str, str]
    models: dict[Named, str]
    systems: dict[Named, str]
    use_cases: dict[str, UseCase]
    changes: list[Change] = field(default_factory=list)

    def put(self, row: object) -> None:
        self.changes.append(Change.put(row))

    def vendor(self, name: str) -> str:
        """Return a vendor's id, adding the vendor when it is new."""
        if name and name not in self.vendors:
            self.vendors[name] = self.ws.new_id()
            self.put(Vendor(self.vendors[name], name))
        return self.vendors.get(name, "")

    def person(self, name: str) -> str:
        """Return a person's id, adding the person when nobody of that name is known."""
        if name and name not in self.people:
            self.people[name] = self.ws.new_id()
            self.put(Person(self.people[name], name))
        return self.people.get(name, "")


def apply_import(ws: Workspace, plan: ImportPlan, where: str = "import") -> int:
    """Take the plan in one transaction and return how many use cases it touched.

    Raises FindingsError when the plan has errors; nothing is written then.
    """
    plan.require(where)
    register = ws.register
    taking = _Taking(
        ws,
        {item.name: item.id for item in register.all(Vendor)},
        {item.name: item.id for item in register.all(Person)},
        {item.name: item.id for item in register.all(Entity)},
        {named(item): item.id for item in register.all(Model)},
        {named(item): item.id for item in register.all(System)},
        {item.reference: item for item in register.all(UseCase)},
    )
    with register.together():
        _take_parts(taking, plan)
        for entry in plan.use_cases:
            _take_use_case(taking, entry)
        if taking.changes:
            ws.commit("import_inventory", taking.changes, subject=where)
    return len(plan.use_cases)


def _take_parts(taking: _Taking, plan: ImportPlan) -> None:
    """Add models before the systems that use them; both get their ids first."""
    for model in plan.models:
        taking.models.setdefault(model.key, taking.ws.new_id())
        _take_model(taking, model)
    for system in plan.systems:
        taking.systems.setdefault(system.key, taking.ws.new_id())
        _take_system(taking, system)


def _take_model(taking: _Taking, entry: ModelEntry) -> None:
    key = taking.models[entry.key]
    old = taking.ws.register.get(Model, key) or Model(key, entry.key.name, entry.key.version)
    taking.put(replace(old, source=entry.source, vendor_id=taking.vendor(entry.vendor) or old.vendor_id))
    _take_facts(taking, key, "model", entry.facts)


def _take_system(taking: _Taking, entry: SystemEntry) -> None:
    key = taking.systems[entry.key]
    old = taking.ws.register.get(System, key) or System(key, entry.key.name, entry.key.version)
    models = tuple(taking.models[name] for name in entry.models)
    taking.put(replace(old, model_ids=models, vendor_id=taking.vendor(entry.vendor) or old.vendor_id))
    _take_facts(taking, key, "system", entry.facts)


def _take_use_case(taking: _Taking, entry: UseCaseEntry) -> None:
    old = taking.use_cases.get(entry.reference)
    use_case = replace(
        old or UseCase(taking.ws.new_id(), entry.reference, entry.name),
        name=entry.name,
        description=entry.description,
        purpose=entry.purpose,
        owner_id=taking.person(entry.owner),
        entity_ids=tuple(taking.entities[name] for name in entry.entities),
        triage=entry.triage or TriageResult.OPEN,
        own_fields=entry.own_fields,
    )
    taking.put(use_case)
    version = _version(taking, use_case, is_new=old is None, entry=entry)
    _take_facts(taking, version.id, "use_case", entry.facts)
    _take_approvals(taking, version, use_case, entry.approvals)


def _version(taking: _Taking, use_case: UseCase, *, is_new: bool, entry: UseCaseEntry) -> UseCaseVersion:
    """Return the draft the import writes into; an approved baseline is left as it is, beside a new draft."""
    systems = tuple(taking.systems[name] for name in entry.systems)
    if is_new:
        version = UseCaseVersion(taking.ws.new_id(), use_case.id, 1, system_ids=systems)
        taking.put(version)
        return version
    version = working_version(taking.ws, use_case.id)
    if version.state not in ("draft", "submitted"):
        version = new_draft(taking.ws, version)
    if version.system_ids != systems:
        version = replace(version, system_ids=systems)
        taking.put(version)
    return version


def _take_facts(taking: _Taking, subject: str, about: str, facts: Iterable[FactEntry]) -> None:
    """State each fact that differs from what is held; what the file leaves blank stays."""
    held = {(item.key, item.place): item for item in taking.ws.register.all(Fact, subject_id=subject)}
    for entry in facts:
        raw = to_json(entry.value)
        value = tuple(raw) if isinstance(raw, list) else raw
        old = held.get((entry.key, entry.place))
        if old and old.value == value:
            continue
        key = old.id if old else taking.ws.new_id()
        stamp = taking.ws.now()
        taking.put(Fact(key, entry.key, about, subject, value, entry.place, str(taking.ws.actor), stamp))


def _take_approvals(
    taking: _Taking, version: UseCaseVersion, use_case: UseCase, approvals: Iterable[OldApproval]
) -> None:
    """Record approvals given before Placet: with their own dates, and never as signed here."""
    held = old_approvals(taking.ws, version)
    for given in approvals:
        if any(given.is_same_as(item) for item in held):
            continue
        taking.put(
            SignOff(
                taking.ws.new_id(),
                version.id,
                stage_id="",
                kind=ActKind.APPROVE,
                outcome=given.outcome,
                capacity=given.by,
                entity_ids=use_case.entity_ids,
                snapshot_sha256="",
                review_copy_sha256="",
                decided_on=given.decision_date,
                recorded_at=given.record_date or taking.ws.now(),
                minute_reference=given.reference,
                assurance=Assurance.RECORDED,
                recorded_by=str(taking.ws.actor),
                imported=True,
            )
        )
