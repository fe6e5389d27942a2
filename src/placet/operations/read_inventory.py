"""Read the register as an inventory: the firm's own names and references, to compare with a file or to export."""

from __future__ import annotations

from placet.domain.acts import SignOff
from placet.domain.parties import Entity, Fact, Model, Person, System, UseCase, UseCaseVersion, Vendor
from placet.exchange.inventory import (
    FactEntry,
    Inventory,
    ModelEntry,
    Named,
    OldApproval,
    SystemEntry,
    UseCaseEntry,
)
from placet.operations.keep_parties import working_version
from placet.operations.workspace import Workspace


def inventory_of(ws: Workspace) -> Inventory:
    """Return everything an inventory holds, in the order it was entered."""
    parties: tuple[Entity | Person | Vendor, ...] = (
        *ws.register.all(Entity),
        *ws.register.all(Person),
        *ws.register.all(Vendor),
    )
    names = {item.id: item.name for item in parties}
    systems = {item.id: item for item in ws.register.all(System)}
    models = {item.id: item for item in ws.register.all(Model)}
    facts = _facts_by_subject(ws)
    use_cases = tuple(_use_case(ws, item, names, systems, facts) for item in ws.register.all(UseCase))
    return Inventory(
        use_cases,
        tuple(
            SystemEntry(
                named(item),
                names.get(item.vendor_id, ""),
                tuple(named(models[key]) for key in item.model_ids if key in models),
                facts.get(item.id, ()),
            )
            for item in systems.values()
        ),
        tuple(
            ModelEntry(named(item), item.source, names.get(item.vendor_id, ""), facts.get(item.id, ()))
            for item in models.values()
        ),
        tuple(item.name for item in ws.register.all(Entity)),
    )


def named(item: Model | System) -> Named:
    """Return what two rows must share to mean the same model or system."""
    return Named(item.name, item.version)


def _facts_by_subject(ws: Workspace) -> dict[str, tuple[FactEntry, ...]]:
    found: dict[str, list[FactEntry]] = {}
    for fact in ws.register.all(Fact):
        value = frozenset(fact.value) if isinstance(fact.value, tuple) else fact.value
        found.setdefault(fact.subject_id, []).append(FactEntry(fact.key, value, fact.place))
    return {key: tuple(facts) for key, facts in found.items()}


def _use_case(
    ws: Workspace,
    item: UseCase,
    names: dict[str, str],
    systems: dict[str, System],
    facts: dict[str, tuple[FactEntry, ...]],
) -> UseCaseEntry:
    version = working_version(ws, item.id)
    return UseCaseEntry(
        item.reference,
        item.name,
        item.description,
        item.purpose,
        names.get(item.owner_id, ""),
        tuple(names[key] for key in item.entity_ids if key in names),
        "" if item.triage == "open" else item.triage,
        tuple(named(systems[key]) for key in version.system_ids if key in systems),
        facts.get(version.id, ()),
        item.own_fields,
        old_approvals(ws, version),
    )


def old_approvals(ws: Workspace, version: UseCaseVersion) -> tuple[OldApproval, ...]:
    """Return the approvals recorded from earlier, not signed here, for any version of the use case.

    They stand by the version they were recorded with; a later draft neither repeats nor loses them.
    """
    versions = ws.register.all(UseCaseVersion, use_case_id=version.use_case_id)
    return tuple(
        OldApproval(
            act.decided_on,
            act.capacity,
            act.outcome,
            act.minute_reference,
            act.recorded_at if "T" not in act.recorded_at else "",
        )
        for known in versions
        for act in ws.register.all(SignOff, version_id=known.id)
        if act.imported
    )
