"""Gather rows into use cases, systems and models: several rows to one use case, one model to several."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from placet.domain.errors import Finding
from placet.domain.facts import About, FactCatalogue
from placet.domain.predicates import Value
from placet.exchange.cell_values import shown, word_key
from placet.exchange.cells import Cell
from placet.exchange.inventory import FactEntry, OldApproval
from placet.exchange.mapping import fact_of
from placet.exchange.row_reading import RowSaid, Said, fact_targets, problem

SCALARS = ("use_case.name", "use_case.description", "use_case.purpose", "use_case.owner", "use_case.triage")


@dataclass(frozen=True, slots=True)
class Part:
    """The system, model and vendor one row names, each empty where it names none."""

    system: str
    system_version: str
    model: str
    model_version: str
    source: str
    vendor: str
    cell: Cell
    model_facts: tuple[tuple[str, Said], ...] = ()
    system_facts: tuple[tuple[str, Said], ...] = ()


@dataclass(slots=True)
class Stated:
    """A use case as the file's rows state it together."""

    reference: str
    cell: Cell
    """Where the reference stands first."""
    rows: list[int] = field(default_factory=list)
    values: dict[str, Said] = field(default_factory=dict)
    """Scalar fields and facts, by target."""
    entities: dict[str, Said] = field(default_factory=dict)
    own: dict[str, list[Said]] = field(default_factory=dict)
    parts: list[Part] = field(default_factory=list)
    approvals: list[OldApproval] = field(default_factory=list)


def gather(rows: Sequence[RowSaid], catalogue: FactCatalogue) -> tuple[tuple[Stated, ...], tuple[Finding, ...]]:
    """Return one statement for each reference, in the order of the file, and what contradicts itself."""
    gatherer = _Gatherer(catalogue)
    for row in rows:
        gatherer.add(row)
    return tuple(gatherer.stated.values()), tuple(gatherer.findings)


class _Gatherer:
    def __init__(self, catalogue: FactCatalogue) -> None:
        self._catalogue = catalogue
        self.stated: dict[str, Stated] = {}
        self.findings: list[Finding] = []
        self._spelled: dict[str, RowSaid] = {}

    def add(self, row: RowSaid) -> None:
        key = word_key(row.reference)
        first = self._spelled.setdefault(key, row)
        if first.reference != row.reference:
            self.findings.append(
                problem(
                    row.reference_cell,
                    f"“{row.reference}” is written “{first.reference}” in {first.reference_cell.address}",
                    "write one reference in one way, or give them different ones",
                )
            )
        use_case = self.stated.setdefault(key, Stated(first.reference, first.reference_cell))
        use_case.rows.append(row.number)
        for target in SCALARS:
            if target in row.values:
                self._keep(use_case, target, row.values[target])
        self._add_entities(use_case, row)
        self._add_facts_and_part(use_case, row)
        for heading, said in row.own.items():
            kept = use_case.own.setdefault(heading, [])
            if said.value not in [other.value for other in kept]:
                kept.append(said)
        self._add_approval(use_case, row)

    def _add_entities(self, use_case: Stated, row: RowSaid) -> None:
        if said := row.values.get("use_case.entity"):
            for name in str(said.value).replace("；", ";").replace("\n", ";").split(";"):
                if name.strip():
                    use_case.entities.setdefault(name.strip(), said)

    def _keep(self, use_case: Stated, target: str, said: Said) -> None:
        """Keep a value; another one for the same reference is a contradiction, sets are united."""
        before = use_case.values.get(target)
        if before is None:
            use_case.values[target] = said
        elif isinstance(before.value, frozenset) and isinstance(said.value, frozenset):
            use_case.values[target] = Said(before.value | said.value, before.cell)
        elif contradicts(before.value, said.value):
            self.findings.append(contradiction(said, before, use_case.reference))

    def _add_facts_and_part(self, use_case: Stated, row: RowSaid) -> None:
        facts: dict[About, list[tuple[str, Said]]] = {About.MODEL: [], About.SYSTEM: []}
        for target, said in fact_targets(row):
            definition, _ = fact_of(target, self._catalogue)
            about = definition.about if definition else About.USE_CASE
            has_subject = (about is About.MODEL and row.text("model.name")) or (
                about is About.SYSTEM and (row.text("system.name") or row.text("model.name"))
            )
            if has_subject:
                facts[about].append((target, said))
            else:
                # a model's fact in a row that names no model is kept with the use case: nothing else is known
                self._keep(use_case, target, said)
        self._warn_of_strays(row)
        part = Part(
            row.text("system.name"),
            row.text("system.version"),
            row.text("model.name"),
            row.text("model.version"),
            row.text("model.source"),
            row.text("vendor.name"),
            row.cell("model.name", "system.name", "vendor.name"),
            tuple(facts[About.MODEL]),
            tuple(facts[About.SYSTEM]),
        )
        if part.system or part.model or part.vendor:
            use_case.parts.append(part)

    def _warn_of_strays(self, row: RowSaid) -> None:
        for version, name, what in (
            ("system.version", "system.name", "system"),
            ("model.version", "model.name", "model"),
            ("model.source", "model.name", "model"),
        ):
            if version in row.values and name not in row.values:
                said = row.values[version]
                self.findings.append(problem(said.cell, f"“{said.value}” belongs to a {what}, and the row names none"))

    def _add_approval(self, use_case: Stated, row: RowSaid) -> None:
        decided, by = row.text("approval.decision_date"), row.text("approval.by")
        others = [name for name in ("record_date", "reference") if row.text(f"approval.{name}")]
        outcome = row.values.get("approval.outcome")
        if not (decided or by or others or (outcome and not outcome.is_default)):
            return
        cell = row.cell("approval.decision_date", "approval.by", "approval.reference", "approval.outcome")
        if not decided or not by:
            missing = "the date of the decision" if not decided else "who decided"
            self.findings.append(
                problem(cell, f"an old approval without {missing} cannot be recorded", "fill it in, or clear the rest")
            )
            return
        approval = OldApproval(
            decided,
            by,
            row.text("approval.outcome") or "approved",
            row.text("approval.reference"),
            row.text("approval.record_date"),
            cell.address,
        )
        if approval.record_date and approval.record_date < decided:
            self.findings.append(problem(cell, "the approval was recorded before it was decided"))
        if not any(approval.is_same_as(other) for other in use_case.approvals):
            use_case.approvals.append(approval)


def contradicts(first: Value, second: Value) -> bool:
    """Tell whether two values of one thing differ in more than case and spacing."""
    if isinstance(first, str) and isinstance(second, str):
        return word_key(first) != word_key(second)
    return first != second


def contradiction(said: Said, before: Said, subject: str) -> Finding:
    """Return the finding for a cell that says something else than an earlier one of the same subject."""
    return problem(
        said.cell,
        f"“{_brief(said.value)}” contradicts “{_brief(before.value)}” in {before.cell.address} for {subject}",
        "make the rows agree",
    )


def _brief(value: Value, limit: int = 60) -> str:
    text = " ".join(shown(value).split())
    return text if len(text) <= limit else f"{text[: limit - 1]}…"


def fact_entries(values: dict[str, Said], catalogue: FactCatalogue) -> Iterator[FactEntry]:
    """Yield the facts among values kept by target."""
    for target, said in values.items():
        definition, place = fact_of(target, catalogue)
        if definition is not None:
            yield FactEntry(definition.key, said.value, place)
