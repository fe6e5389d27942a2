"""What a rendering is made from: the snapshot, the decisions where there are any, and how its parts are numbered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from placet.domain.sealed import ConditionLine, DecisionLine, SealedContent
from placet.domain.snapshot import ExhibitLine, PersonLine, RequirementLine, Snapshot

REVIEW, DRAFT, SEALED = "review", "draft", "sealed"
INTERNAL = "internal"
SANDBOX_APPLICATION = "sandbox_application"
_STANDS_IN = {"flows": "sandbox_data", "use_case": "sandbox_use"}
"""Where a sandbox application has what other dossiers have in a section of its own."""


@dataclass(frozen=True, slots=True)
class Matter:
    """One rendering's content; the sections read it and nothing else."""

    snapshot: Snapshot
    mode: str
    sha256_hex: str
    """Of the twin when sealed, else of the snapshot."""
    mark: str
    """Short fingerprint in groups, as printed on every page."""
    prepared: str
    """Stamp of the sealing, or of the rendering."""
    sections: tuple[str, ...]
    """Keys of the sections, in order."""
    numbers: Mapping[str, str]
    """Paragraph under which each requirement is printed, by its id."""
    content: SealedContent | None = None

    @property
    def decisions(self) -> tuple[DecisionLine, ...]:
        return self.content.decisions if self.content else ()

    @property
    def conditions(self) -> tuple[ConditionLine, ...]:
        every = (condition for decision in self.decisions for condition in decision.conditions)
        return tuple(sorted(every, key=lambda condition: condition.number))

    @property
    def is_internal(self) -> bool:
        return self.snapshot.heading.addressee == INTERNAL

    @property
    def number(self) -> str:
        """Return the dossier's number, or before sealing the use case's reference."""
        return self.content.number if self.content else self.snapshot.subject.reference

    @property
    def version(self) -> str:
        """Return the dossier's version, or before sealing the use case's."""
        return str(self.content.dossier_version if self.content else self.snapshot.subject.version_number)

    @property
    def exhibits(self) -> tuple[ExhibitLine, ...]:
        """Return every exhibit once, by number."""
        more = self.content.decision_exhibits if self.content else ()
        lines = {line.number: line for line in (*self.snapshot.exhibits, *more)}
        return tuple(lines[number] for number in sorted(lines))

    @property
    def people(self) -> tuple[PersonLine, ...]:
        """Return everyone named, once, by name."""
        more = self.content.deciders if self.content else ()
        lines = {line.id: line for line in (*self.snapshot.subject.people, *more)}
        return tuple(sorted(lines.values(), key=lambda line: (line.name, line.id)))

    def section(self, key: str) -> str:
        """Return a section's number."""
        found = key if key in self.sections else _STANDS_IN[key]
        return str(self.sections.index(found) + 1)

    def gaps(self) -> tuple[RequirementLine, ...]:
        """Return the requirements that are gaps, in printed order."""
        return tuple(line for line in in_order(self.snapshot.law.requirements) if line.is_gap)


def by_instrument(
    lines: Sequence[RequirementLine],
) -> Iterator[tuple[str, str, tuple[RequirementLine, ...]]]:
    """Group requirements by regulator and instrument, each group where its first requirement stands."""
    regulators = {name: place for place, name in enumerate(dict.fromkeys(line.regulator for line in lines))}
    grouped: dict[tuple[str, str], list[RequirementLine]] = {}
    for line in lines:
        grouped.setdefault((line.regulator, line.instrument), []).append(line)
    for regulator, instrument in sorted(grouped, key=lambda key: regulators[key[0]]):
        yield regulator, instrument, tuple(grouped[regulator, instrument])


def in_order(lines: Sequence[RequirementLine]) -> tuple[RequirementLine, ...]:
    """Return requirements in the order in which they are printed."""
    return tuple(line for _, _, group in by_instrument(lines) for line in group)


def requirement_numbers(snapshot: Snapshot, sections: Sequence[str]) -> dict[str, str]:
    """Return each requirement's paragraph number; the first paragraph of its section introduces them."""
    section = sections.index("requirements") + 1
    return {line.id: f"{section}.{place}" for place, line in enumerate(in_order(snapshot.law.requirements), 2)}
