"""Work out what importing a sheet would do, all of it or nothing: every problem at its cell, every change shown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from placet.domain.errors import Finding, FindingsError
from placet.domain.facts import FactCatalogue
from placet.exchange.cell_values import word_key
from placet.exchange.cells import Sheet
from placet.exchange.difference import (
    Change,
    ChangeKind,
    model_change,
    system_change,
    use_case_change,
)
from placet.exchange.grouping import Stated, gather
from placet.exchange.inventory import Inventory, ModelEntry, SystemEntry, UseCaseEntry
from placet.exchange.mapping import Mapping
from placet.exchange.resolving import Resolver
from placet.exchange.row_reading import problem, read_rows


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """What an import would do; applying it is one operation elsewhere, and only when ``can_apply``."""

    findings: tuple[Finding, ...]
    """Errors and warnings, each at its cell, in the order of the sheet."""
    changes: tuple[Change, ...]
    """The preview: every use case of the file and of the register, then systems and models that change."""
    use_cases: tuple[UseCaseEntry, ...] = ()
    """New and changed use cases, whole, as they are after the import."""
    systems: tuple[SystemEntry, ...] = ()
    models: tuple[ModelEntry, ...] = ()
    new_vendors: tuple[str, ...] = ()

    @property
    def errors(self) -> tuple[Finding, ...]:
        """Return what stands in the way."""
        return tuple(finding for finding in self.findings if finding.severity == "error")

    @property
    def can_apply(self) -> bool:
        """Tell whether the import may be done: one error, and nothing of the file is taken."""
        return not self.errors

    @property
    def is_empty(self) -> bool:
        """Tell whether the register already says all the file says."""
        return not (self.use_cases or self.systems or self.models)

    def count(self, kind: ChangeKind, subject: str = "use_case") -> int:
        """Return how many lines of the preview are of a kind."""
        return sum(change.kind is kind and change.subject == subject for change in self.changes)

    def require(self, where: str) -> None:
        """Raise FindingsError with every error when the plan cannot be applied."""
        if self.errors:
            first, count = self.errors[0], len(self.errors)
            raise FindingsError(
                f"nothing was imported: {count} problem{'s' if count > 1 else ''}, the first at {first}",
                self.findings,
                where,
                "Correct the file or the mapping and import again.",
            )


def build_plan(
    sheet: Sheet, mapping: Mapping, catalogue: FactCatalogue, existing: Inventory | None = None
) -> ImportPlan:
    """Return what importing ``sheet`` through ``mapping`` would do to what ``existing`` holds.

    The firm's own reference is the key. A blank or unknown cell takes nothing away; use cases and old approvals
    that the file no longer names are kept.
    """
    held = existing or Inventory()
    rows, findings = read_rows(sheet, mapping, catalogue)
    stated, contradictions = gather(rows, catalogue)
    spoilt = {_sheet_order(finding)[1] for finding in findings if finding.severity == "error"}
    builder = _Builder(mapping, catalogue, held, spoilt)
    builder.add_use_cases(stated)
    builder.add_parts()
    found = (*sheet.notes, *findings, *contradictions, *builder.findings)
    plan = ImportPlan(
        tuple(sorted(found, key=_sheet_order)),
        (*builder.changes, *(_missing(held, stated) if rows else ())),
        tuple(builder.use_cases),
        tuple(builder.systems),
        tuple(builder.models),
        builder.new_vendors(),
    )
    return plan if plan.can_apply else replace(plan, use_cases=(), systems=(), models=(), new_vendors=())


def _sheet_order(finding: Finding) -> tuple[bool, int, int, str]:
    """Order findings as the eye goes: whole file first, then row by row."""
    letters = finding.path.rstrip("0123456789")
    digits = finding.path[len(letters) :]
    is_cell = bool(digits) and letters.isascii() and letters.isupper()
    return (is_cell, int(digits) if is_cell else 0, len(letters) if is_cell else 0, finding.path)


class _Builder:
    def __init__(self, mapping: Mapping, catalogue: FactCatalogue, held: Inventory, spoilt: set[int]) -> None:
        self._spoilt = spoilt
        self._mapping, self._catalogue, self._held = mapping, catalogue, held
        self._resolver = Resolver(mapping, catalogue, held)
        self._known = {word_key(entry.reference): entry for entry in held.use_cases}
        self._entities = {word_key(name): name for name in held.entities}
        self._own_findings: list[Finding] = []
        self.use_cases: list[UseCaseEntry] = []
        self.systems: list[SystemEntry] = []
        self.models: list[ModelEntry] = []
        self.changes: list[Change] = []

    @property
    def findings(self) -> tuple[Finding, ...]:
        return (*self._own_findings, *self._resolver.findings)

    def add_use_cases(self, stated: Iterable[Stated]) -> None:
        for each in stated:
            before = self._known.get(word_key(each.reference))
            self._check(each, before)
            self._spell_entities(each)
            systems = self._resolver.systems_of(each, before)
            entry, change = use_case_change(each, before, systems, self._mapping, self._catalogue)
            if not entry.name and not self._mapping.feeds("use_case.name"):
                entry = replace(entry, name=entry.reference)
            self.changes.append(change)
            if change.kind in (ChangeKind.NEW, ChangeKind.CHANGED):
                self.use_cases.append(entry)

    def _check(self, stated: Stated, before: UseCaseEntry | None) -> None:
        if before is not None and before.reference != stated.reference:
            self._own_findings.append(
                problem(
                    stated.cell,
                    f"“{stated.reference}” is written “{before.reference}” in the register",
                    "write the reference as it is kept",
                )
            )
        has_name = "use_case.name" in stated.values or (before is not None and before.name)
        # a row that could not be read in full may well have a name
        is_readable = self._spoilt.isdisjoint(stated.rows)
        if not has_name and is_readable and self._mapping.feeds("use_case.name"):
            self._own_findings.append(problem(stated.cell, f"{stated.reference} has no name", "fill in its name"))

    def _spell_entities(self, stated: Stated) -> None:
        """Write entities as the register does; a name it does not have is an error, not a new entity."""
        spelled = {self._entities.get(word_key(name), name): said for name, said in stated.entities.items()}
        for name, said in spelled.items() if self._entities else ():
            if word_key(name) not in self._entities:
                known = ", ".join(f"“{item}”" for item in self._held.entities[:6])
                self._own_findings.append(
                    problem(said.cell, f"“{name}” is no entity of this register", f"it has {known}")
                )
        stated.entities = spelled

    def add_parts(self) -> None:
        """Add systems and models, those that are unchanged left out of the preview."""
        parts = self._resolver.parts
        for subject in self._resolver.models.values():
            model, change = model_change(subject, parts.models.get(subject.key), self._catalogue)
            if change.kind is not ChangeKind.UNCHANGED:
                self.models.append(model)
                self.changes.append(change)
        for subject in self._resolver.systems.values():
            system, change = system_change(subject, parts.systems.get(subject.key), self._catalogue)
            if change.kind is not ChangeKind.UNCHANGED:
                self.systems.append(system)
                self.changes.append(change)

    def new_vendors(self) -> tuple[str, ...]:
        named = Inventory(systems=tuple(self.systems), models=tuple(self.models)).vendors
        return tuple(name for name in named if name not in self._held.vendors)


def _missing(held: Inventory, stated: Sequence[Stated]) -> tuple[Change, ...]:
    named = {word_key(each.reference) for each in stated}
    return tuple(
        Change(ChangeKind.MISSING, "use_case", entry.reference)
        for entry in held.use_cases
        if word_key(entry.reference) not in named
    )
