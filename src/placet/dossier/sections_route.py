"""What surrounds the decision: route and clocks, forms, the firm's own words, people and bodies."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from placet.domain.snapshot import BodyLine, ClockLine, FormContent, PersonLine, RoleLine, StepLine, WordLine
from placet.dossier.catalogue import when
from placet.dossier.drawing import Cell, Column
from placet.dossier.matter import SANDBOX_APPLICATION, Matter
from placet.dossier.sheet import AnyCell, Sheet, Tag
from placet.dossier.styles import GREY
from placet.dossier.text import Span


def route(sheet: Sheet, matter: Matter) -> None:
    """Show the firm's stages, the steps with regulators, and every clock with its own start."""
    words, law = sheet.words, matter.snapshot.law
    sheet.heading(words("route.firm"), 2)
    _firm_route(sheet, matter.snapshot.firm.route)
    sheet.heading(words("route.external"), 2)
    _external_route(sheet, law.external_route)
    sheet.heading(words("route.clocks"), 2)
    _clocks(sheet, law.clocks)


def _columns(sheet: Sheet, shares: dict[str, float]) -> list[Column]:
    return [Column(sheet.words(f"column.{name}"), share) for name, share in shares.items()]


def _external_route(sheet: Sheet, steps: Sequence[StepLine]) -> None:
    sheet.lead(sheet.words("route.external_intro" if steps else "route.external_none"))
    if steps:
        shares = {"step": 2.6, "with_whom": 2.2, "what": 5.6, "lead_time": 1.8}
        sheet.table(_columns(sheet, shares), [_external(sheet, step) for step in steps], "route")


def _clocks(sheet: Sheet, clocks: Sequence[ClockLine]) -> None:
    words = sheet.words
    sheet.lead(words("route.clocks_intro" if clocks else "route.clocks_none"))
    if clocks:
        shares = {"clock": 2.6, "starts": 2.6, "limit": 1.8, "to_whom": 1.6, "source": 3.0, "tag": 1.8}
        rows: list[list[AnyCell]] = [
            [
                line.title,
                line.start_event,
                line.limit,
                line.to_whom,
                line.citation,
                Tag(words.word("force", line.force)),
            ]
            for line in clocks
        ]
        sheet.table(_columns(sheet, shares), rows, "clocks")


def _firm_route(sheet: Sheet, steps: Sequence[StepLine]) -> None:
    words = sheet.words
    if not steps:
        sheet.text(words("route.firm_none"))
        return
    columns = [Column(words("column.stage"), 2.6), Column(words("column.name"), 2.6), Column(words("column.what"), 5.4)]
    rows: list[list[AnyCell]] = []
    for step in steps:
        approves = words("route.approves") if step.is_consent else ""
        rows.append([step.title, step.who, " ".join(filter(None, (step.what, approves)))])
    sheet.table(columns, rows, "route")


def _external(sheet: Sheet, step: StepLine) -> list[AnyCell]:
    consent = sheet.words("route.consent" if step.is_consent else "route.not_consent")
    what = (Span(" ".join(filter(None, (step.what, consent)))), Span(f"\n{step.citation}", colour=GREY))
    return [step.title, step.who, what if step.citation else what[:1], step.lead_time]


def forms(sheet: Sheet, matter: Matter) -> None:
    """Print each form or notice with its content, and whether it is official; what stands above is not repeated."""
    lines = matter.snapshot.law.forms
    if not lines:
        sheet.text(sheet.words("forms.none"))
    for form in lines:
        sheet.heading(form.title, 2, field=f"form.{form.id}")
        if matter.snapshot.heading.kind == SANDBOX_APPLICATION and form.id in sheet.words.items("sandbox.forms"):
            _form(sheet, replace(form, fields=tuple(field for field in form.fields if not field.value)))
            first, last = matter.section("sandbox_institution"), matter.section("sandbox_timeline")
            sheet.text(sheet.words("forms.above", first=first, last=last))
        else:
            _form(sheet, form)


def _form(sheet: Sheet, form: FormContent) -> None:
    words = sheet.words
    nature = words("forms.official" if form.official else "forms.preparatory")
    about: list[tuple[str, Cell]] = [
        (words("forms.nature"), (Span(nature, bold=True),)),
        (words("forms.regulator"), form.regulator),
        (words("forms.source"), form.citation),
        (words("forms.channel"), form.channel),
        (words("forms.note"), form.note),
    ]
    sheet.entries(about, f"form.{form.id}")
    if not form.fields:
        return
    rows: list[list[AnyCell]] = []
    for field in form.fields:
        missing = words("forms.missing" if field.required else "forms.optional")
        label = "\n".join(filter(None, (field.label, field.help)))
        rows.append([label, field.value or missing])
    columns = [Column(words("column.form_field"), 3), Column(words("column.content"), 6)]
    sheet.table(columns, rows, f"form.{form.id}")


def firm(sheet: Sheet, matter: Matter) -> None:
    """Print the values the rules leave to the firm, and its own words."""
    words, lines = sheet.words, matter.snapshot.firm
    sheet.heading(words("firm.values"), 2)
    _words(sheet, lines.values, "subject", "firm.values_none", "firm.values")
    sheet.heading(words("firm.glossary"), 2)
    _words(sheet, lines.glossary, "term", "firm.glossary_none", "firm.glossary")


def _words(sheet: Sheet, lines: Sequence[WordLine], column: str, none: str, field: str) -> None:
    words = sheet.words
    if not lines:
        sheet.text(words(none))
        return
    columns = [Column(words(f"column.{column}"), 2.4), Column(words("column.meaning"), 6)]
    sheet.table(columns, [[(Span(line.word, bold=True),), line.meaning] for line in lines], field)


def people(sheet: Sheet, matter: Matter) -> None:
    """Say who everyone named is, and what their roles and bodies are, for a reader outside the firm."""
    words = sheet.words
    sheet.heading(words("people.persons"), 2)
    if matter.people:
        sheet.entries([(person.name, _person(sheet, person)) for person in matter.people], "person")
    else:
        sheet.text(words("people.none"))
    sheet.heading(words("people.bodies"), 2)
    if not matter.snapshot.firm.bodies:
        sheet.text(words("people.no_bodies"))
    for body in matter.snapshot.firm.bodies:
        sheet.heading(body.name, 3, field=f"body.{body.name}")
        sheet.entries(_body(sheet, body), f"body.{body.name}")


def _person(sheet: Sheet, person: PersonLine) -> Cell:
    position = person.job_title or sheet.words("people.no_position")
    roles = [_role(sheet, role) for role in person.roles]
    return (Span(position, bold=True), Span("".join(f"\n{role}" for role in roles)))


def _role(sheet: Sheet, role: RoleLine) -> str:
    words = sheet.words
    dates = words("people.undated")
    if role.from_date:
        key = "people.from_to" if role.to_date else "people.from"
        dates = words(key, **{"from": when(role.from_date), "to": when(role.to_date)})
    text = words("people.role", title=role.title, dates=dates, explanation=role.explanation).strip()
    return f"{text} {words('people.instrument', instrument=role.instrument)}" if role.instrument else text


def _body(sheet: Sheet, body: BodyLine) -> list[tuple[str, Cell]]:
    words = sheet.words
    return [
        (words("people.terms"), body.terms_of_reference or words("general.not_stated")),
        (words("people.quorum"), str(body.quorum) if body.quorum else words("general.not_stated")),
        (words("people.members"), ", ".join(body.members) or words("general.not_stated")),
    ]
