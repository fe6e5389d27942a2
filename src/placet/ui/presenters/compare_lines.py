"""What the Compare page shows, in words: places, cells, clauses, conflicts, the way to launch."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from placet.domain.assessment import Timing
from placet.domain.compare_cells import Cell, CellStatus, Detail
from placet.domain.concordance import Entry
from placet.domain.conflicts import Conflict, Side
from placet.domain.facts import FactCatalogue
from placet.domain.launch import LaunchStage, PlaceLaunch
from placet.domain.moments import shown_day
from placet.domain.rules import Confidence
from placet.domain.side_by_side import Clause, InPlace
from placet.domain.wording import fact_label
from placet.ui.presenters.rule_lines import place_name
from placet.ui.translate import tr


@dataclass(frozen=True, slots=True)
class PlaceHead:
    """The head of a column."""

    place: str
    name: str
    entity: str
    note: str = ""
    """That the law comes from elsewhere, and whom else it reaches."""
    is_assessed: bool = True


@dataclass(frozen=True, slots=True)
class GridCell:
    """One phrase with its status."""

    phrase: str
    status: CellStatus
    word: str
    """The status in words."""
    is_standard: bool = False


@dataclass(frozen=True, slots=True)
class GridRow:
    """One question, or one data flow, across the places."""

    id: str
    title: str
    note: str
    cells: tuple[GridCell, ...]


@dataclass(frozen=True, slots=True)
class ClauseLine:
    """Where a rule stands."""

    place: str
    force: str
    label: str
    cited: str
    in_force: bool
    dated: str
    is_sure: bool = True


@dataclass(frozen=True, slots=True)
class DetailLine:
    """What stands behind a phrase."""

    text: str
    clause: ClauseLine | None = None
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Opened:
    """The cell that is open in the side panel."""

    question: str
    place: str
    phrase: str
    status: CellStatus
    word: str
    details: tuple[DetailLine, ...]
    asks: tuple[str, ...] = ()
    standard: str = ""
    """The one standard that meets all, where this value is it."""
    shortenings: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    """How the day of launch was counted."""


@dataclass(frozen=True, slots=True)
class ConflictLine:
    """Two rules that cannot both be met."""

    kind: str
    one: DetailLine
    other: DetailLine
    why: str
    facts: tuple[str, ...]
    way_out: str
    flows: tuple[str, ...] = ()
    """Names of the data flows that it is about."""


@dataclass(frozen=True, slots=True)
class Segment:
    """One dated stage on a bar."""

    title: str
    lead: str
    starts: dt.date
    ends: dt.date
    is_critical: bool
    is_external: bool


@dataclass(frozen=True, slots=True)
class Bar:
    """The way to launch in one place."""

    place: str
    name: str
    entity: str
    segments: tuple[Segment, ...]
    earliest: dt.date | None
    open_end: str
    """Why there is no date, and which stages have no time; empty where there is a date."""
    may_be_later: bool = False
    """An unknown fact may still add a stage: the date reads “not before”."""


@dataclass(frozen=True, slots=True)
class UsageLine:
    """One regulator's word."""

    place: str
    regulator: str
    word: str
    local: str
    meaning: str
    cited: str
    leaves_out: str


@dataclass(frozen=True, slots=True)
class TermLine:
    """One concept and every regulator's word for it."""

    id: str
    title: str
    meaning: str
    usages: tuple[UsageLine, ...]
    silent: tuple[str, ...]
    warnings: tuple[str, ...]


def status_words() -> dict[CellStatus, str]:
    """Return how each status reads."""
    return {
        CellStatus.NOTHING: tr("nothing asked"),
        CellStatus.MET: tr("met"),
        CellStatus.APPLIES: tr("applies"),
        CellStatus.CONDITIONAL: tr("with conditions"),
        CellStatus.UPCOMING: tr("not yet in force"),
        CellStatus.GAP: tr("gap"),
        CellStatus.UNDECIDED: tr("a fact is missing"),
        CellStatus.NOT_PUBLISHED: tr("not published"),
        CellStatus.NOT_SET: tr("not set by the firm"),
        CellStatus.BARRED: tr("barred"),
        CellStatus.NOT_ASSESSED: tr("not assessed"),
    }


def place_head(column: InPlace) -> PlaceHead:
    """Return the head of a column."""
    note = ""
    if column.reached:
        note = tr("reaches {entities}", entities=", ".join((column.entity_name, *column.also)))
    elif column.assessment is None:
        note = tr("no rules at hand: not assessed, which is not “allowed”")
    return PlaceHead(
        column.place, short_place(column.place), column.entity_name, note, is_assessed=column.assessment is not None
    )


def short_place(place: str) -> str:
    """Return a place's name without its article, as a heading has it."""
    return place_name(place).removeprefix("the ")


def grid_cell(cell: Cell) -> GridCell:
    """Return a cell as the table shows it."""
    return GridCell(tr(cell.phrase), cell.status, status_words()[cell.status], cell.is_standard)


def clause_line(clause: Clause) -> ClauseLine:
    """Return a clause with its force, its label and its standing."""
    cited = f"{clause.instrument}, {clause.clause}" if clause.clause else clause.instrument
    return ClauseLine(
        clause.place,
        clause.force,
        clause.label,
        cited,
        clause.timing is Timing.IN_FORCE,
        _dated(clause),
        clause.confidence is Confidence.HIGH,
    )


def _dated(clause: Clause) -> str:
    match clause.timing:
        case Timing.UPCOMING if clause.from_date:
            return tr("from {date}", date=shown_day(clause.from_date))
        case Timing.NOT_SET:
            return tr("date not set")
        case Timing.NOT_IN_FORCE:
            return tr("not in force")
        case Timing.UNDECIDED:
            return tr("date depends on a fact")
    return ""


def detail_line(detail: Detail) -> DetailLine:
    """Return what stands behind a phrase."""
    return DetailLine(tr(detail.text), clause_line(detail.clause) if detail.clause else None, detail.reasons)


def conflict_lines(
    catalogue: FactCatalogue, conflicts: Sequence[Conflict], flow_names: Sequence[str]
) -> tuple[ConflictLine, ...]:
    """Return the conflicts with both clauses; the same two rules are told once for all the flows they are about."""
    found: dict[ConflictLine, dict[str, None]] = {}
    for item in conflicts:
        names = found.setdefault(_conflict_line(catalogue, item), {})
        if item.flow_index is not None and item.flow_index < len(flow_names):
            names[flow_names[item.flow_index]] = None
    return tuple(replace(line, flows=tuple(names)) for line, names in found.items())


def _conflict_line(catalogue: FactCatalogue, conflict: Conflict) -> ConflictLine:
    facts = tuple(tr("data flows") if key == "flows" else fact_label(catalogue, key) for key in conflict.facts)
    kind = {
        "places": tr("Where data is kept"),
        "limits": tr("Limits"),
        "oversight": tr("Human oversight"),
        "disclosure": tr("Disclosure"),
    }.get(conflict.kind, tr("Duties"))
    return ConflictLine(kind, _side(conflict.one), _side(conflict.other), conflict.why, facts, conflict.way_out)


def _side(side: Side) -> DetailLine:
    return DetailLine(side.title, clause_line(side.clause))


def bar(launch: PlaceLaunch, head: PlaceHead) -> Bar:
    """Return the way to launch in a place as a bar."""
    segments = tuple(found for stage in launch.stages if (found := _segment(stage)) is not None)
    return Bar(head.place, head.name, head.entity, segments, launch.earliest, _open_end(launch), bool(launch.undecided))


def _open_end(launch: PlaceLaunch) -> str:
    """Say which times are not published and which the firm has not set."""
    if launch.earliest is not None:
        return ""
    untimed = [stage for stage in launch.stages if stage.blocks and not stage.is_timed]
    parts = []
    for words, is_external in ((tr("not published"), True), (tr("not set by the firm"), False)):
        titles = [stage.title for stage in untimed if stage.external is is_external]
        if titles:
            more = tr(" and {count} more", count=len(titles) - 2) if len(titles) > 2 else ""
            parts.append(f"{words}: {', '.join(titles[:2])}{more}")
    return "; ".join(parts) or tr(launch.reading)


def _segment(stage: LaunchStage) -> Segment | None:
    """Return a stage as a segment; None where it is done or its days are not known."""
    if stage.starts is None or stage.ends is None or stage.is_done:
        return None
    return Segment(stage.title, stage.lead_text, stage.starts, stage.ends, stage.is_critical, stage.external)


def shortening_lines(launch: PlaceLaunch | None) -> tuple[str, ...]:
    """Say what would bring launch forward, and by how much."""
    if launch is None:
        return ()
    return tuple(
        tr("Without “{title}” launch would come {days} days earlier.", title=item.title, days=item.days)
        for item in launch.shortenings
    )


def calendar_lines(launch: PlaceLaunch | None) -> tuple[str, ...]:
    """Say on which days off a day of launch was counted, and that the firm has to confirm it."""
    if launch is None or launch.calendar is None or launch.earliest is None:
        return ()
    calendar = launch.calendar
    if calendar.knows(launch.earliest):
        return (tr("Counted on the local calendar; computed, to be confirmed by the firm."),)
    if calendar.until is None:
        return (tr("Counted on weekends alone: no local calendar is at hand. To be confirmed by the firm."),)
    known = tr("Public holidays are known until {date}; later ones may move it.", date=shown_day(calendar.until))
    return (known,)


def term_line(entry: Entry) -> TermLine:
    """Return one concept of the concordance."""
    usages = tuple(
        UsageLine(
            item.place,
            item.regulator,
            item.word,
            item.local_word,
            item.meaning,
            f"{item.label}: {item.instrument}, {item.clause}" if item.clause else f"{item.label}: {item.instrument}",
            item.leaves_out,
        )
        for item in entry.usages
    )
    concept, silent = entry.concept, tuple(short_place(key) for key in entry.silent)
    return TermLine(concept.id, concept.title, concept.meaning, usages, silent, tuple(w.text for w in entry.warnings))
