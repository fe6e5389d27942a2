"""What the rules say: classification, terms, requirements clause by clause, themes, and what does not apply."""

from __future__ import annotations

from collections.abc import Sequence
from os.path import commonprefix

from placet.domain.snapshot import AnswerLine, ClassificationLine, RequirementLine
from placet.dossier.catalogue import when
from placet.dossier.drawing import Cell, Column, Status
from placet.dossier.matter import Matter, by_instrument, in_order
from placet.dossier.sheet import Answer, AnyCell, Duty, Sheet
from placet.dossier.states import mark_of
from placet.dossier.styles import GREY
from placet.dossier.text import Content, Span

_SHORT_ANSWER = 240
"""Characters up to which an answer is repeated under every duty it serves."""
_NOT_YET = ("upcoming", "not_set")
THEMES = ("validation", "fairness", "oversight")


def classification(sheet: Sheet, matter: Matter) -> None:
    """Show each scale: what is proposed, why, and what was determined."""
    lines = matter.snapshot.law.classifications
    sheet.lead(sheet.words("class.intro" if lines else "class.none"))
    for line in lines:
        sheet.heading(line.title, 2, field=f"classification.{line.id}")
        sheet.entries(_scale(sheet, line), f"classification.{line.id}")


def _scale(sheet: Sheet, line: ClassificationLine) -> list[tuple[str, Cell]]:
    words = sheet.words
    determined = words("class.not_determined")
    if line.determined:
        at = when(line.determined_at)
        determined = words("class.determined_value", tier=line.determined, by=line.determined_by, at=at)
    rule = ", ".join(filter(None, (line.instrument, line.clause)))
    return [
        (words("class.rule"), rule),
        (words("class.proposed"), line.proposed),
        (words("class.reasons"), "\n".join(line.reasons)),
        (words("class.consequence"), line.consequence),
        (words("class.determined"), (Span(determined, bold=bool(line.determined)),)),
        (words("class.determined_reasons"), line.determined_reasons),
        (words("class.note"), line.note),
    ]


def terms(sheet: Sheet, matter: Matter) -> None:
    """Give the regulator's own words and what they leave out."""
    words, lines = sheet.words, matter.snapshot.law.terms
    if not lines:
        sheet.text(words("terms.none"))
        return
    if matter.is_internal:
        sheet.lead(words("terms.intro_internal"))
    else:
        sheet.lead(words("terms.intro_external", addressee=matter.snapshot.heading.addressee_name))
    columns = [
        Column(words("column.word"), 2.6),
        Column(words("column.meaning"), 6),
        Column(words("column.leaves_out"), 3),
    ]
    grouped: dict[str, list[list[AnyCell]]] = {}
    for line in lines:
        word = words("terms.also", word=line.word, local=line.local_word) if line.local_word else line.word
        concept = Span(f"\n{line.concept}", colour=GREY)
        clause = Span(f"\n{line.clause}", colour=GREY)
        row: list[AnyCell] = [(Span(word, bold=True), concept), (Span(line.meaning), clause), line.leaves_out]
        grouped.setdefault(line.regulator, []).append(row)
    for regulator, rows in grouped.items():
        if matter.is_internal:
            sheet.heading(regulator, 2, field="terms")
        sheet.table(columns, rows, "terms")


def requirements(sheet: Sheet, matter: Matter) -> None:
    """Print every requirement that applies, by regulator and instrument."""
    lines = matter.snapshot.law.requirements
    if not lines:
        sheet.text(sheet.words("req.none"))
        return
    sheet.lead(sheet.words("req.intro", entity=matter.snapshot.subject.entity_legal_name))
    printed: dict[tuple[str, str], str] = {}
    titles = {exhibit.number: exhibit.title for exhibit in matter.exhibits}
    before = ""
    for regulator, instrument, group in by_instrument(lines):
        if regulator != before or not before:
            sheet.heading(regulator or sheet.words("req.other"), 2, field="requirements")
            before = regulator or sheet.words("req.other")
        sheet.heading(instrument, 3, field="requirements")
        for line in group:
            _one(sheet, line, matter.numbers[line.id], printed, titles)


def _one(
    sheet: Sheet, line: RequirementLine, number: str, printed: dict[tuple[str, str], str], titles: dict[str, str]
) -> None:
    words = sheet.words
    upcoming = line.timing in _NOT_YET
    answers = tuple(_answer(sheet, answer, number, printed) for answer in line.answers)
    if not answers and not upcoming:
        answers = (Answer((), words("req.no_answer")),)
    asks: Content = (Span(words("req.asks"), bold=True), Span(line.asks)) if line.asks else ""
    sheet.duty(
        Duty(
            clause=line.clause,
            force=words.word("force", line.force),
            side=_side(sheet, line, upcoming=upcoming),
            is_in_force=not upcoming,
            title=line.title,
            duty=line.duty,
            status=Status(mark_of(line.status), words.word("status", line.status)),
            asks=asks,
            answers=answers,
            small=_small(sheet, line, titles),
            field=f"answer.{line.id}",
        )
    )


def _side(sheet: Sheet, line: RequirementLine, *, upcoming: bool) -> tuple[str, ...]:
    words = sheet.words
    confidence = ""
    if line.confidence in ("medium", "low"):
        confidence = words("req.confidence", confidence=words(f"confidence.{line.confidence}"))
    from_date = ""
    if upcoming:
        from_date = words("req.from", date=when(line.from_date)) if line.from_date else words("req.no_date")
    return line.label, words.word("severity", line.severity), from_date, line.clause_checked, confidence


def _small(sheet: Sheet, line: RequirementLine, titles: dict[str, str]) -> tuple[str, ...]:
    words = sheet.words
    cited = dict.fromkeys(number for answer in line.answers for number in answer.exhibits)
    listed = "; ".join(words("req.exhibit", number=n, title=titles.get(n, "").rstrip(".")).strip() for n in cited)
    return (
        words("req.evidence", list=listed) if listed else "",
        words("req.document") if line.document else "",
        words("req.reasons", reasons="; ".join(line.reasons)) if line.reasons else "",
        words("req.note", note=line.note) if line.note else "",
    )


def _answer(sheet: Sheet, answer: AnswerLine, number: str, printed: dict[tuple[str, str], str]) -> Answer:
    words = sheet.words
    title = (
        words("req.own_answer")
        if answer.answers == words("this_requirement")
        else words("req.answer_to", title=answer.answers)
    )
    text = answer.statement or words("req.no_statement")
    key = (answer.answers, answer.statement)
    if len(text) > _SHORT_ANSWER and key in printed:
        text = words("req.answer_elsewhere", number=printed[key])
    else:
        printed.setdefault(key, number)
    said: list[Content] = [(Span(title, bold=True), Span(text))]
    if answer.basis:
        said.append((Span(words("req.basis"), bold=True), Span(answer.basis)))
    return Answer(tuple(said), _about(sheet, answer))


def _about(sheet: Sheet, answer: AnswerLine) -> str:
    words = sheet.words
    status = words.word("status", answer.status)
    if not answer.by:
        return words("req.by_unnamed", status=status)
    parts = [words("req.by", status=status, by=answer.by, at=when(answer.at))]
    if answer.second_person:
        parts.append(words("req.second", name=answer.second_person))
    return "; ".join(parts)


def themes(sheet: Sheet, matter: Matter) -> None:
    """Refer from validation, fairness and oversight to the requirements that are answered under them."""
    words, numbers = sheet.words, matter.numbers
    sheet.lead(words("themes.intro"))
    for theme in THEMES:
        sheet.heading(words(f"theme.{theme}"), 2)
        titles = set(words.items(f"theme.{theme}.controls"))
        mine = [
            line
            for line in in_order(matter.snapshot.law.requirements)
            if any(answer.answers in titles for answer in line.answers)
        ]
        if not mine:
            sheet.text(words("themes.none"))
            continue
        sheet.table(
            [
                Column(words("column.reference"), 0.8),
                Column(words("column.requirement"), 4),
                Column(words("column.source"), 3.4),
                Column(words("column.status"), 2),
            ],
            [
                [
                    numbers[line.id],
                    line.title,
                    f"{line.regulator}, {line.clause}" if line.regulator else line.clause,
                    Status(mark_of(line.status), words.word("status", line.status)),
                ]
                for line in mine
            ],
        )


def not_applicable(sheet: Sheet, matter: Matter) -> None:
    """List compactly what was considered and does not apply."""
    words, lines = sheet.words, matter.snapshot.law.not_triggered
    sheet.lead(words("na.intro" if lines else "na.none"))
    if lines:
        columns = [Column(words("column.instrument"), 3), Column(words("column.duties"), 6)]
        sheet.table(columns, [[name, "; ".join(rest)] for name, rest in by_citation(lines)], "not_triggered")


def by_citation(lines: Sequence[str]) -> list[tuple[str, list[str]]]:
    """Group citations that follow one another by the instrument they begin with, which is then said once."""
    groups: list[list[str]] = []
    for line in lines:
        if groups and _instrument([*groups[-1], line]):
            groups[-1].append(line)
        else:
            groups.append([line])
    named = [(_instrument(group), group) for group in groups]
    return [(name, [line[len(name) :].removeprefix(", ") for line in group]) for name, group in named]


def _instrument(group: Sequence[str]) -> str:
    """Return what citations have in common up to a comma: label and title of their instrument, or nothing."""
    if len(group) == 1:
        return group[0].partition(", ")[0]
    common = commonprefix(list(group)).rpartition(", ")[0]  # noqa: RUF071 - these are sentences, not paths
    return common if ": " in common else ""
