"""One version in several places at once: what everything that compares places is given."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from placet.domain.assessment import Assessment, Timing
from placet.domain.pack import Pack
from placet.domain.rules import Confidence, Force, Status


@dataclass(frozen=True, slots=True)
class InPlace:
    """One version in one entity under one pack; without a pack the place is not assessed."""

    entity_id: str
    entity_name: str
    place: str
    """Place of the rules: the entity's own, or that of a law which reaches it from elsewhere."""
    pack: Pack | None = None
    assessment: Assessment | None = None
    reached: bool = False
    """The rules reach the entity from another place than its own."""
    also: tuple[str, ...] = ()
    """Names of other entities that these rules reach in the same way: they share the column."""

    @property
    def key(self) -> str:
        """Return what tells this column from the others."""
        return f"{self.entity_id}/{self.place}"


@dataclass(frozen=True, slots=True)
class Assessed:
    """A column that has rules and an assessment."""

    at: InPlace
    pack: Pack
    assessment: Assessment


def assessed(columns: Sequence[InPlace]) -> tuple[Assessed, ...]:
    """Return the columns that were assessed."""
    return tuple(
        Assessed(item, item.pack, item.assessment)
        for item in columns
        if item.pack is not None and item.assessment is not None
    )


@dataclass(frozen=True, slots=True)
class Clause:
    """Where a rule stands, as it is printed: place, issuer's label, instrument, clause, force and standing."""

    place: str
    label: str
    instrument: str
    clause: str
    force: Force
    timing: Timing
    from_date: dt.date | None = None
    confidence: Confidence = Confidence.HIGH

    @property
    def counts(self) -> bool:
        """Tell whether it may be held against anyone today: in force, and more than an observation."""
        return self.timing is Timing.IN_FORCE and self.force is not Force.OBSERVATION

    def __str__(self) -> str:
        return f"{self.label}: {self.instrument}, {self.clause}" if self.clause else f"{self.label}: {self.instrument}"


_NOT_IN_FORCE = frozenset({Status.CONSULTATION, Status.DRAFT, Status.DISCUSSION, Status.SUPERSEDED})


def clause_of(
    column: Assessed, instrument_id: str, clause: str, force: Force | None = None, confidence: Confidence | None = None
) -> Clause:
    """Return a clause of the column's pack as it stands on the day of the assessment.

    Without ``force`` or ``confidence`` the instrument's own are taken.
    """
    instrument = column.pack.instrument(instrument_id)
    date = instrument.in_force_from
    if instrument.status in _NOT_IN_FORCE:
        timing = Timing.NOT_IN_FORCE
    elif date is not None and date > column.assessment.as_of:
        timing = Timing.UPCOMING
    else:
        timing = Timing.IN_FORCE
    return Clause(
        column.at.place,
        instrument.label,
        instrument.title,
        clause,
        force or instrument.force,
        timing,
        date,
        confidence or instrument.confidence,
    )
