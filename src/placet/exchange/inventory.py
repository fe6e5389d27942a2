"""What an inventory says, in the firm's own names and references: no ids, which are the register's affair."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from placet.domain.predicates import Value


class Named(NamedTuple):
    """A model or system by name and version: what two rows must share to mean the same one."""

    name: str
    version: str = ""

    def __str__(self) -> str:
        return f"{self.name} {self.version}".strip()


class FactEntry(NamedTuple):
    """One fact as the file states it; ``place`` is empty for the common value."""

    key: str
    value: Value
    place: str = ""


@dataclass(frozen=True, slots=True)
class OldApproval:
    """An approval given before Placet: recorded, not signed here."""

    decision_date: str
    """Date of the decision, ISO."""
    by: str
    """Person or body, as the file names it."""
    outcome: str = "approved"
    reference: str = ""
    """Minute or memo reference."""
    record_date: str = ""
    """Date on which the firm recorded it; empty where the file does not say."""
    cell: str = ""
    """Where it was read: L14. Not part of what makes two approvals the same."""

    def is_same_as(self, other: OldApproval) -> bool:
        """Tell whether both are one act; a record date given by only one of them does not part them."""
        return (
            (self.decision_date, self.by, self.outcome, self.reference)
            == (other.decision_date, other.by, other.outcome, other.reference)
        ) and (self.record_date == other.record_date or not (self.record_date and other.record_date))


@dataclass(frozen=True, slots=True)
class ModelEntry:
    """A model as the file, or the register, knows it."""

    key: Named
    source: str = ""
    vendor: str = ""
    facts: tuple[FactEntry, ...] = ()


@dataclass(frozen=True, slots=True)
class SystemEntry:
    """A system and the models it uses."""

    key: Named
    vendor: str = ""
    models: tuple[Named, ...] = ()
    facts: tuple[FactEntry, ...] = ()


@dataclass(frozen=True, slots=True)
class UseCaseEntry:
    """A use case under the firm's own reference."""

    reference: str
    name: str = ""
    description: str = ""
    purpose: str = ""
    owner: str = ""
    entities: tuple[str, ...] = ()
    triage: str = ""
    systems: tuple[Named, ...] = ()
    facts: tuple[FactEntry, ...] = ()
    own_fields: tuple[tuple[str, str], ...] = ()
    approvals: tuple[OldApproval, ...] = ()


@dataclass(frozen=True, slots=True)
class Inventory:
    """Everything an inventory can hold: read from a file, or from the register for comparing and exporting."""

    use_cases: tuple[UseCaseEntry, ...] = ()
    systems: tuple[SystemEntry, ...] = ()
    models: tuple[ModelEntry, ...] = ()
    entities: tuple[str, ...] = ()
    """Names of the register's entities: a file may name no others."""

    @property
    def vendors(self) -> tuple[str, ...]:
        """Return the vendors named by models and systems, each once."""
        named = [model.vendor for model in self.models] + [system.vendor for system in self.systems]
        return tuple(dict.fromkeys(name for name in named if name))
