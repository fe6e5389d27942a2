"""The use case itself: what it is, what it rests on, the facts stated, and where its data goes."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest

from placet.domain.places import PLACE_NAMES
from placet.domain.snapshot import FactLine, FlowLine, FlowRuling, PartLine
from placet.dossier.catalogue import when
from placet.dossier.drawing import Cell, Column, Status
from placet.dossier.marks import Mark
from placet.dossier.matter import Matter
from placet.dossier.sheet import AnyCell, Sheet, Tag
from placet.dossier.styles import GREY
from placet.dossier.text import Span


def use_case(sheet: Sheet, matter: Matter) -> None:
    """Describe the use case, its parts and the facts stated about it."""
    words = sheet.words
    description(sheet, matter)
    sheet.heading(words("case.identity"), 2)
    sheet.entries(_identity(sheet, matter))
    sheet.heading(words("case.parts"), 2)
    parts(sheet, matter)
    sheet.heading(words("case.facts"), 2)
    facts(sheet, matter)


def description(sheet: Sheet, matter: Matter) -> None:
    """Say what it does and what it is for."""
    words, subject = sheet.words, matter.snapshot.subject
    what = subject.description or words("general.not_stated")
    sheet.labelled(words("case.description"), what, "use_case.description")
    sheet.labelled(words("case.purpose"), subject.purpose or words("general.not_stated"), "use_case.purpose")


def facts(sheet: Sheet, matter: Matter) -> None:
    """List the facts stated, with who stated them and when."""
    words, subject = sheet.words, matter.snapshot.subject
    if not subject.facts:
        sheet.text(words("case.no_facts"))
        return
    is_placed = any(line.place for line in subject.facts)
    said = {(line.stated_by, _day(line.stated_at)) for line in subject.facts}
    if len(said) == 1 and not is_placed:
        _facts_of_one(sheet, subject.facts, *said.pop())
        return
    sheet.lead(words("case.facts_intro"))
    shares = {"fact": 3.2, "value": 3.2, **({"holds_in": 1.3} if is_placed else {}), "stated": 2.0, "stated_on": 1.3}
    columns = [Column(words(f"column.{name}"), share) for name, share in shares.items()]
    sheet.table(columns, [_fact(sheet, line, is_placed=is_placed) for line in subject.facts], "facts")


def _facts_of_one(sheet: Sheet, lines: Sequence[FactLine], by: str, day: str) -> None:
    """List facts side by side where one person stated them all on one day, and say that once."""
    words = sheet.words
    sheet.lead(words("case.facts_of_one", by=by or words("general.not_stated"), day=day))
    half = (len(lines) + 1) // 2
    rows: list[list[AnyCell]] = [
        [left.label, left.value, right.label if right else "", right.value if right else ""]
        for left, right in zip_longest(lines[:half], lines[half:])
    ]
    columns = [Column(words("column.fact"), 3.2), Column(words("column.value"), 2.2)]
    sheet.table(columns * 2, rows, "facts")


def _identity(sheet: Sheet, matter: Matter) -> list[tuple[str, Cell]]:
    words, subject = sheet.words, matter.snapshot.subject
    version = words("case.version_value", number=subject.version_number, summary=subject.version_summary)
    return [
        (words("case.entity"), subject.entity_legal_name or subject.entity_name),
        (words("case.registration"), subject.entity_registration or words("general.not_stated")),
        (words("case.licences"), ", ".join(subject.licence_classes) or words("general.not_stated")),
        (words("case.reference"), subject.reference or words("general.not_stated")),
        (words("case.owner"), subject.owner or words("general.not_stated")),
        (words("case.version"), version),
    ]


def parts(sheet: Sheet, matter: Matter) -> None:
    """List systems, models and vendors."""
    if not matter.snapshot.subject.parts:
        sheet.text(sheet.words("case.no_parts"))
    for part in matter.snapshot.subject.parts:
        sheet.labelled(_part_label(sheet, part), _part_text(sheet, part), f"{part.kind}.{part.name}")


def _part_label(sheet: Sheet, part: PartLine) -> str:
    kind = sheet.words.word("part", part.kind)
    return f"{kind}, {sheet.words('part.version', version=part.version)}" if part.version else kind


def _part_text(sheet: Sheet, part: PartLine) -> str:
    lines = [f"{part.name}. {part.description}".strip()]
    lines += [sheet.words("general.field", label=label, value=value) for label, value in part.details]
    return "\n".join(lines)


def _fact(sheet: Sheet, line: FactLine, *, is_placed: bool) -> list[AnyCell]:
    place = PLACE_NAMES.get(line.place, line.place) if line.place else sheet.words("case.everywhere")
    said_by: list[AnyCell] = [line.stated_by or sheet.words("general.not_stated"), _day(line.stated_at)]
    return [line.label, line.value, *([place] if is_placed else []), *said_by]


def _day(stamped: str) -> str:
    """Return the day of a stamp; its clock time stands in the twin."""
    return when(stamped).partition(", ")[0]


def flows(sheet: Sheet, matter: Matter) -> None:
    """Show each data flow with its places, and what every rule says of it."""
    words, subject = sheet.words, matter.snapshot.subject
    sheet.text(words("flows.intro"))
    sheet.lead(words("flows.complete" if subject.flows_complete else "flows.incomplete"))
    if not subject.flows:
        sheet.text(words("flows.none"))
        return
    names = ("flow", "data", "collected", "stored", "processed", "accessed", "given")
    shares = (2.1, 2.3, 1.6, 1.7, 1.7, 1.7, 2.0)
    columns = [Column(words(f"column.{name}"), share) for name, share in zip(names, shares, strict=True)]
    sheet.table(columns, [_flow(sheet, line) for line in subject.flows], "flows")
    sheet.heading(words("flows.rulings"), 3)
    widths = {"flow": 2.2, "rule": 3.6, "outcome": 2.0, "tag": 1.75, "safeguards": 3.6}
    columns = [Column(words(f"column.{name}"), share) for name, share in widths.items()]
    sheet.table(columns, [row for line in subject.flows for row in _rulings(sheet, line)], "flows")


def _flow(sheet: Sheet, line: FlowLine) -> list[AnyCell]:
    places = (
        (PLACE_NAMES.get(line.collected_in, line.collected_in),),
        line.stored_in,
        line.processed_in,
        line.accessed_from,
    )
    cells = [", ".join(PLACE_NAMES.get(item, item) for item in listed) for listed in places]
    given = ", ".join(filter(None, (line.given_to, line.mechanism)))
    empty = sheet.words("general.none")
    return [line.name, ", ".join(line.data_classes) or empty, *(cell or empty for cell in cells), given or empty]


def _rulings(sheet: Sheet, line: FlowLine) -> list[list[AnyCell]]:
    """Return a row for each rule that speaks of a flow; the flow is named in the first."""
    if not line.rulings:
        return [[line.name, sheet.words("flows.no_rulings"), "", "", ""]]
    rows = [_ruling(sheet, ruling) for ruling in line.rulings]
    return [[line.name if place == 0 else "", *row] for place, row in enumerate(rows)]


def _ruling(sheet: Sheet, ruling: FlowRuling) -> list[AnyCell]:
    words = sheet.words
    outcome: AnyCell = words.word("outcome_data", ruling.outcome)
    if ruling.outcome == "prohibited":
        outcome = Status(Mark.NOT_MET, str(outcome))
    elif ruling.outcome == "not_assessed":
        outcome = Status(Mark.UNKNOWN, str(outcome))
    more = [*ruling.safeguards, *([ruling.note] if ruling.note else [])]
    tag: AnyCell = Tag(words.word("force", ruling.force)) if ruling.force else ""
    clause = Span(f"\n{ruling.citation}" if ruling.citation else "", colour=GREY)
    return [(Span(ruling.title), clause), outcome, tag, "\n".join(more)]
