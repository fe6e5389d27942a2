"""The use case itself: what it is, what it rests on, the facts stated, and where its data goes."""

from __future__ import annotations

from placet.domain.places import PLACE_NAMES
from placet.domain.snapshot import FactLine, FlowLine, FlowRuling, PartLine
from placet.dossier.catalogue import when
from placet.dossier.drawing import Cell, Column, Status
from placet.dossier.marks import Mark
from placet.dossier.matter import Matter
from placet.dossier.sheet import AnyCell, Sheet, Tag


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
    sheet.lead(words("case.facts_intro"))
    columns = [
        Column(words("column.fact"), 3.4),
        Column(words("column.value"), 3.4),
        Column(words("column.holds_in"), 1.4),
        Column(words("column.stated"), 2.7),
    ]
    sheet.table(columns, [_fact(sheet, line) for line in subject.facts], "facts")


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


def _fact(sheet: Sheet, line: FactLine) -> list[AnyCell]:
    place = PLACE_NAMES.get(line.place, line.place) if line.place else sheet.words("case.everywhere")
    by = "\n".join(filter(None, (line.stated_by, when(line.stated_at))))
    return [line.label, line.value, place, by or sheet.words("general.not_stated")]


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
    for line in subject.flows:
        sheet.heading(line.name, 3, field=f"flow.{line.name}")
        if not line.rulings:
            sheet.text(words("flows.no_rulings"))
            continue
        columns = [
            Column(words("column.rule"), 3),
            Column(words("column.outcome"), 2.2),
            Column(words("column.clause"), 3),
            Column(words("column.tag"), 1.75),
            Column(words("column.safeguards"), 3.6),
        ]
        sheet.table(columns, [_ruling(sheet, ruling) for ruling in line.rulings], f"flow.{line.name}")


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


def _ruling(sheet: Sheet, ruling: FlowRuling) -> list[AnyCell]:
    words = sheet.words
    outcome: AnyCell = words.word("outcome_data", ruling.outcome)
    if ruling.outcome == "prohibited":
        outcome = Status(Mark.NOT_MET, str(outcome))
    elif ruling.outcome == "not_assessed":
        outcome = Status(Mark.UNKNOWN, str(outcome))
    more = [*ruling.safeguards, *([ruling.note] if ruling.note else [])]
    tag: AnyCell = Tag(words.word("force", ruling.force)) if ruling.force else ""
    return [ruling.title, outcome, ruling.citation, tag, "\n".join(more)]
