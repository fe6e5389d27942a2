"""Read each row of a sheet through a mapping: what it says, in which cell, and what cannot be read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from placet.domain.errors import Finding
from placet.domain.facts import FactCatalogue
from placet.domain.predicates import Value
from placet.exchange.cell_values import Misread, clean, read_value
from placet.exchange.cells import Cell, Row, Sheet, heading_key
from placet.exchange.mapping import FACT_PREFIX, IGNORED, OWN_FIELD, REFERENCE, ColumnRule, Mapping, check_mapping

OWN_FIELD_MARK = "Own field: "
"""Put before a heading on export where an own field is called the same as a mapped column."""


@dataclass(frozen=True, slots=True)
class Said:
    """One value and the cell that says it; a value for the whole file has the row's first cell."""

    value: Value
    cell: Cell
    is_default: bool = False


@dataclass(slots=True)
class RowSaid:
    """All that one row says."""

    number: int
    reference: str
    reference_cell: Cell
    values: dict[str, Said] = field(default_factory=dict)
    """By target."""
    own: dict[str, Said] = field(default_factory=dict)
    """By heading."""

    def text(self, target: str) -> str:
        """Return a target's text; empty where the row does not say it."""
        said = self.values.get(target)
        return str(said.value) if said else ""

    def cell(self, *targets: str) -> Cell:
        """Return the cell of the first target the row says something about, else the reference's."""
        found = (self.values[target].cell for target in targets if target in self.values)
        return next(found, self.reference_cell)


def problem(cell: Cell, message: str, hint: str = "") -> Finding:
    """Return an error at a cell."""
    return Finding(cell.address, 0, message, hint)


def read_rows(
    sheet: Sheet, mapping: Mapping, catalogue: FactCatalogue
) -> tuple[tuple[RowSaid, ...], tuple[Finding, ...]]:
    """Return what the rows say and every problem found on the way."""
    findings = [*check_mapping(mapping, catalogue), *_heading_findings(sheet, mapping)]
    if any(finding.severity == "error" for finding in findings):
        return (), tuple(findings)
    rules = [mapping.rule_for(cell.text) for cell in sheet.header]
    reader = _RowReader(sheet, rules, mapping, catalogue, findings)
    rows = tuple(reader.read(row) for row in sheet.rows)
    return tuple(row for row in rows if row is not None), tuple(findings)


def _heading_findings(sheet: Sheet, mapping: Mapping) -> Iterator[Finding]:
    for rule in mapping.columns:
        if sheet.position(rule.column) < 0:
            is_needed = rule.target == REFERENCE
            yield Finding(
                sheet.name or "headings",
                0,
                f"there is no column “{rule.column}”",
                f"the sheet has {', '.join(f'“{name}”' for name in sheet.headings[:12])}",
                "error" if is_needed or rule.target not in (OWN_FIELD, IGNORED) else "warning",
            )
    for cell in sheet.header:
        if mapping.rule_for(cell.text) is None:
            yield Finding(
                cell.address,
                0,
                f"the column “{cell.text}” is not mapped",
                "it is kept as the firm's own field",
                "warning",
            )


class _RowReader:
    def __init__(
        self,
        sheet: Sheet,
        rules: list[ColumnRule | None],
        mapping: Mapping,
        catalogue: FactCatalogue,
        findings: list[Finding],
    ) -> None:
        self._sheet, self._rules, self._mapping = sheet, rules, mapping
        self._catalogue, self._findings = catalogue, findings
        self._reference_at = next(i for i, rule in enumerate(rules) if rule and rule.target == REFERENCE)

    def read(self, row: Row) -> RowSaid | None:
        cell = row.cells[self._reference_at]
        reference = " ".join(clean(cell.text).split())
        if not reference and cell.kind != "error":
            self._findings.append(
                problem(cell, "the reference is empty", "every row needs the firm's own number; nothing is made up")
            )
        said = RowSaid(row.number, reference, cell)
        for position, each in enumerate(row.cells):
            if position != self._reference_at:
                self._read_cell(each, position, said)
            elif each.kind == "error":
                self._findings.append(_error_cell(each))
        self._add_defaults(said)
        return said if reference else None

    def _read_cell(self, cell: Cell, position: int, said: RowSaid) -> None:
        rule = self._rules[position]
        is_own = rule is None or rule.target == OWN_FIELD
        if rule is not None and rule.target == IGNORED:
            return
        if cell.kind == "error" and not (is_own and cell.text):
            self._findings.append(_error_cell(cell))
        elif is_own:
            if clean(cell.text):
                heading = self._sheet.header[position].text.removeprefix(OWN_FIELD_MARK)
                said.own[heading] = Said(clean(cell.text), cell)
        elif rule is not None:
            value = read_value(rule, cell.text, self._catalogue)
            if isinstance(value, Misread):
                self._findings.append(problem(cell, value.message, value.hint))
            elif value is not None:
                said.values[rule.target] = Said(value, cell)

    def _add_defaults(self, said: RowSaid) -> None:
        """Fill in the file's defaults; an outcome only where the row speaks of an approval at all."""
        has_approval = "approval.decision_date" in said.values or "approval.by" in said.values
        for target, text in self._mapping.defaults:
            belongs = {"approval": has_approval, "model": "model.name" in said.values}
            if target not in said.values and belongs.get(target.partition(".")[0], True):
                rule = ColumnRule(heading_key(target), target)
                value = read_value(rule, text, self._catalogue)
                if value is not None and not isinstance(value, Misread):
                    said.values[target] = Said(value, said.reference_cell, is_default=True)


def _error_cell(cell: Cell) -> Finding:
    if cell.text:
        return problem(cell, f"the cell holds the error {cell.text}", "correct the formula in the file")
    return problem(cell, "the formula has no saved value", "open the file in Excel, save it, and choose it again")


def fact_targets(said: RowSaid) -> Iterator[tuple[str, Said]]:
    """Yield the row's facts by target."""
    yield from ((target, value) for target, value in said.values.items() if target.startswith(FACT_PREFIX))
