"""What the comparison is made of: a cell's phrase and status, what stands behind it, and what it is made from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from placet.domain.concordance import Entry
from placet.domain.facts import FactCatalogue
from placet.domain.firm import FirmPack
from placet.domain.launch import PlaceLaunch
from placet.domain.limits import Standard
from placet.domain.pack import CommonCatalogue
from placet.domain.side_by_side import Assessed, Clause


class CellStatus(StrEnum):
    """How a cell stands, in the order a reader worries."""

    NOTHING = "nothing"
    """The rules of the place ask nothing here."""
    MET = "met"
    APPLIES = "applies"
    """Something applies that is no gap: a limit, a clock, a step."""
    CONDITIONAL = "conditional"
    UPCOMING = "upcoming"
    GAP = "gap"
    UNDECIDED = "undecided"
    """A fact that nobody has stated would decide it."""
    NOT_PUBLISHED = "not_published"
    NOT_SET = "not_set"
    """The firm has not set it."""
    BARRED = "barred"
    NOT_ASSESSED = "not_assessed"


@dataclass(frozen=True, slots=True)
class Detail:
    """What stands behind a phrase: shown when the cell is opened."""

    text: str
    clause: Clause | None = None
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Cell:
    """One place's answer to one question."""

    phrase: str
    status: CellStatus
    details: tuple[Detail, ...] = ()
    asks: tuple[str, ...] = ()
    """Labels of the unknown facts that could change it."""
    is_standard: bool = False
    """Its value is the strictest: kept everywhere, it would meet all places."""


@dataclass(frozen=True, slots=True)
class Known:
    """What cells are made from beside the column itself."""

    catalogue: FactCatalogue
    common: CommonCatalogue
    firm: FirmPack
    standards: tuple[Standard, ...]
    terms: tuple[Entry, ...]
    launches: Mapping[str, PlaceLaunch]
    determined: Mapping[tuple[str, str], str] = field(default_factory=dict)
    """Entity and classification to the tier a person determined."""
    bodies: Mapping[str, str] = field(default_factory=dict)
    """Names of the firm's bodies by key."""


Cellmaker = Callable[[Known, Assessed], Cell]
