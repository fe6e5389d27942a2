"""Lay a file's statements beside what the register holds, field by field; what a file leaves blank is kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from placet.domain.facts import FactCatalogue
from placet.domain.predicates import Value
from placet.exchange.cell_values import clean, shown
from placet.exchange.cells import heading_key
from placet.exchange.grouping import Stated, fact_entries
from placet.exchange.inventory import FactEntry, ModelEntry, Named, OldApproval, SystemEntry, UseCaseEntry
from placet.exchange.mapping import FACT_PREFIX, Mapping, fact_of
from placet.exchange.part_rows import fact_target
from placet.exchange.resolving import Subject


class ChangeKind(StrEnum):
    """What an import does with one line of the preview."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    MISSING = "missing_from_file"
    """In the register, not in the file: reported and kept, never deleted."""


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field, before and after, as the preview shows it."""

    field: str
    """A target, ``own_field:HEADING``, ``systems``, ``models`` or ``approvals``."""
    before: str
    after: str
    cell: str = ""
    """Where the file says so."""


@dataclass(frozen=True, slots=True)
class Change:
    """One line of the preview."""

    kind: ChangeKind
    subject: str
    """use_case, system or model."""
    name: str
    """The reference of a use case; the name and version of a system or model."""
    rows: tuple[int, ...] = ()
    fields: tuple[FieldChange, ...] = ()
    kept: tuple[FieldChange, ...] = ()
    """What the register holds and the file leaves blank: it stays."""


class _Ledger:
    """Collects the fields that change and those that are kept."""

    def __init__(self) -> None:
        self.changed: list[FieldChange] = []
        self.kept: list[FieldChange] = []

    def value(self, field: str, before: str, after: str, cell: str = "") -> str:
        """Note a text's change and return the text that holds afterwards."""
        if not after:
            if before:
                self.kept.append(FieldChange(field, before, ""))
            return before
        if clean(before) == clean(after):
            return before
        self.changed.append(FieldChange(field, before, after, cell))
        return after

    def facts(
        self,
        before: Iterable[FactEntry],
        after: dict[str, tuple[FactEntry, str]],
        catalogue: FactCatalogue,
        is_fed: Iterable[str],
    ) -> tuple[FactEntry, ...]:
        """Note changed facts and return all that hold afterwards."""
        held = {fact_target(fact): fact for fact in before}
        for target, (fact, cell) in after.items():
            old = held.get(target)
            if old is None or not _equal(old.value, fact.value):
                definition, _ = fact_of(target, catalogue)
                was = shown(old.value, definition) if old else ""
                self.changed.append(FieldChange(target, was, shown(fact.value, definition), cell))
                held[target] = fact
        for target in is_fed:
            if target in held and target not in after:
                definition, _ = fact_of(target, catalogue)
                self.kept.append(FieldChange(target, shown(held[target].value, definition), ""))
        return tuple(held[target] for target in sorted(held))

    def change(self, subject: str, name: str, is_new: bool, rows: tuple[int, ...] = ()) -> Change:
        """Return the line of the preview."""
        kind = ChangeKind.CHANGED if self.changed else ChangeKind.UNCHANGED
        return Change(ChangeKind.NEW if is_new else kind, subject, name, rows, tuple(self.changed), tuple(self.kept))


def _equal(first: Value, second: Value) -> bool:
    if isinstance(first, str) and isinstance(second, str):
        return clean(first) == clean(second)
    return first == second and isinstance(first, bool) == isinstance(second, bool)


def use_case_change(
    stated: Stated,
    before: UseCaseEntry | None,
    systems: tuple[Named, ...],
    mapping: Mapping,
    catalogue: FactCatalogue,
) -> tuple[UseCaseEntry, Change]:
    """Return the use case as it is after the import, and the preview of what that changes."""
    ledger, old = _Ledger(), before or UseCaseEntry(stated.reference)
    names = ("name", "description", "purpose", "owner", "triage")
    values = {name: _scalar(ledger, stated, name, getattr(old, name), mapping) for name in names}
    facts = {fact_target(fact): fact for fact in fact_entries(stated.values, catalogue)}
    fed = [rule.target for rule in mapping.columns if rule.target.startswith(FACT_PREFIX)]
    entry = replace(
        old,
        **values,
        entities=_entities(ledger, stated, old),
        systems=_links(ledger, "systems", old.systems, systems, _first_part(stated)),
        facts=ledger.facts(
            old.facts,
            {target: (fact, stated.values[target].cell.address) for target, fact in facts.items()},
            catalogue,
            fed,
        ),
        own_fields=_own_fields(ledger, stated, old),
        approvals=_approvals(ledger, stated, old, mapping),
    )
    return entry, ledger.change("use_case", stated.reference, before is None, tuple(stated.rows))


def _first_part(stated: Stated) -> str:
    return stated.parts[0].cell.address if stated.parts else stated.cell.address


def _scalar(ledger: _Ledger, stated: Stated, name: str, before: str, mapping: Mapping) -> str:
    target = f"use_case.{name}"
    said = stated.values.get(target)
    if said is None and not mapping.feeds(target):
        return before
    return ledger.value(target, before, str(said.value) if said else "", said.cell.address if said else "")


def _entities(ledger: _Ledger, stated: Stated, old: UseCaseEntry) -> tuple[str, ...]:
    after = tuple(stated.entities)
    if not after or set(after) == set(old.entities):
        return old.entities
    cell = next(iter(stated.entities.values())).cell.address
    ledger.changed.append(FieldChange("use_case.entity", "; ".join(old.entities), "; ".join(after), cell))
    return after


def _links(
    ledger: _Ledger, field: str, before: tuple[Named, ...], after: tuple[Named, ...], cell: str
) -> tuple[Named, ...]:
    if set(before) == set(after):
        return before
    ledger.changed.append(FieldChange(field, "; ".join(map(str, before)), "; ".join(map(str, after)), cell))
    return after


def _own_fields(ledger: _Ledger, stated: Stated, old: UseCaseEntry) -> tuple[tuple[str, str], ...]:
    held = dict(old.own_fields)
    names = {heading_key(name): name for name in held}
    for heading, said in stated.own.items():
        name = names.get(heading_key(heading), heading)
        text = "\n".join(str(item.value) for item in said)
        held[name] = ledger.value(f"own_field:{name}", held.get(name, ""), text, said[0].cell.address)
    return tuple(held.items())


def _approvals(ledger: _Ledger, stated: Stated, old: UseCaseEntry, mapping: Mapping) -> tuple[OldApproval, ...]:
    new = [item for item in stated.approvals if not any(item.is_same_as(other) for other in old.approvals)]
    for item in new:
        ledger.changed.append(FieldChange("approvals", "", approval_text(item), item.cell))
    if mapping.feeds("approval.decision_date"):
        for item in old.approvals:
            if not any(item.is_same_as(other) for other in stated.approvals):
                ledger.kept.append(FieldChange("approvals", approval_text(item), ""))
    return (*old.approvals, *new)


def approval_text(approval: OldApproval) -> str:
    """Return an old approval on one line."""
    parts = (approval.outcome, approval.decision_date, approval.by, approval.reference)
    return ", ".join(part for part in parts if part)


def model_change(subject: Subject, before: ModelEntry | None, catalogue: FactCatalogue) -> tuple[ModelEntry, Change]:
    """Return a model after the import and what changes."""
    ledger, old = _Ledger(), before or ModelEntry(subject.key)
    entry = replace(
        old,
        source=_said(ledger, subject, "model.source", old.source),
        vendor=_said(ledger, subject, "vendor.name", old.vendor),
        facts=ledger.facts(old.facts, _facts(subject, catalogue), catalogue, ()),
    )
    return entry, ledger.change("model", str(subject.key), before is None)


def system_change(subject: Subject, before: SystemEntry | None, catalogue: FactCatalogue) -> tuple[SystemEntry, Change]:
    """Return a system after the import and what changes; where the file names its models, they are the list."""
    ledger, old = _Ledger(), before or SystemEntry(subject.key)
    models = tuple(dict.fromkeys([*old.models, *subject.models] if subject.adds_models else subject.models))
    entry = replace(
        old,
        vendor=_said(ledger, subject, "vendor.name", old.vendor),
        models=_links(ledger, "models", old.models, models or old.models, ""),
        facts=ledger.facts(old.facts, _facts(subject, catalogue), catalogue, ()),
    )
    return entry, ledger.change("system", str(subject.key), before is None)


def _said(ledger: _Ledger, subject: Subject, target: str, before: str) -> str:
    said = subject.values.get(target)
    return ledger.value(target, before, subject.text(target), said.cell.address if said else "")


def _facts(subject: Subject, catalogue: FactCatalogue) -> dict[str, tuple[FactEntry, str]]:
    return dict(_with_cells(subject, catalogue))


def _with_cells(subject: Subject, catalogue: FactCatalogue) -> Iterator[tuple[str, tuple[FactEntry, str]]]:
    for fact in subject.facts(catalogue):
        target = fact_target(fact)
        yield target, (fact, subject.values[target].cell.address)
