"""What people did: sign-offs with their signature fields, conditions, and the gaps that stay open."""

from __future__ import annotations

from placet.domain.sealed import ConditionLine, DecisionLine
from placet.dossier.catalogue import when
from placet.dossier.drawing import Cell, Column, Status
from placet.dossier.matter import Matter
from placet.dossier.sheet import AnyCell, Sheet
from placet.dossier.states import mark_of
from placet.dossier.text import Content, Span


def decision_words(sheet: Sheet, line: DecisionLine) -> str:
    """Return kind and outcome: "Opinion: no objection"."""
    act, outcome = sheet.words.word("act", line.kind), sheet.words.word("outcome", line.outcome)
    return sheet.words("sign.decision_value", act=act, outcome=outcome)


def assurance_words(sheet: Sheet, line: DecisionLine) -> str:
    """Return how the person was identified."""
    words = sheet.words
    if line.by_body and line.assurance == "own_certificate":
        return words("assurance.body_certificate", recorder=line.recorded_by)
    if line.assurance == "recorded_on_word":
        return words("assurance.recorded_on_word", recorder=line.recorded_by)
    return words.word("assurance", line.assurance)


def sign_offs(sheet: Sheet, matter: Matter) -> None:
    """Print one block per stage with its signature field; before sealing, the stages to come."""
    words, content = sheet.words, matter.content
    if content is None:
        sheet.lead(words("sign.none_yet"))
        columns = [Column(words("column.stage"), 3), Column(words("column.name"), 3), Column(words("column.what"), 5)]
        route = matter.snapshot.firm.route
        if route:
            sheet.table(columns, [[step.title, step.who, step.what] for step in route], "route")
        return
    if not content.decisions:
        sheet.text(words("sign.none"))
        return
    decided = content.decided_snapshot_sha256
    if decided == content.snapshot_sha256:
        sheet.text(words("sign.intro", firm=matter.snapshot.firm.name, decided=decided))
    else:
        sheet.text(words("sign.intro_prepared", addressee=matter.snapshot.heading.addressee_name, decided=decided))
    for line in content.decisions:
        with sheet.together():
            _block(sheet, matter, line)


def _block(sheet: Sheet, matter: Matter, line: DecisionLine) -> None:
    words, field = sheet.words, f"decision.{line.stage_id}"
    sheet.heading(line.stage, 2, field=field)
    set_out = (words("sign.conditions"), _set_by(sheet, line, matter.section("conditions")))
    entity = matter.snapshot.subject.entity_name
    sheet.entries([*_who(sheet, line, entity), set_out, *_minute(sheet, line), *_basis(sheet, line)], field)
    if line.field:
        name = words("sign.box_body", who=line.who) if line.by_body else ""
        name = name or words("sign.box_name", who=line.who, capacity=line.capacity)
        lines: list[Content] = [Span(name, bold=True), words("sign.box_ink")]
        sheet.signature_box(line.field, lines, words("sign.box"), field)


def _set_by(sheet: Sheet, line: DecisionLine, section: str) -> str:
    """Name each condition of a decision with its kind and its day; the section on conditions prints them in full."""
    words = sheet.words
    if not line.conditions:
        return ""
    named = [
        words("sign.condition", number=item.number, kind=words.word("cond", item.kind), due=when(item.due))
        if item.due
        else words("sign.condition_undated", number=item.number, kind=words.word("cond", item.kind))
        for item in line.conditions
    ]
    return words("sign.conditions_value", listed="; ".join(named), section=section)


def _who(sheet: Sheet, line: DecisionLine, entity: str) -> list[tuple[str, Cell]]:
    words = sheet.words
    capacity = "" if line.by_body or not line.capacity else f", {line.capacity}"
    return [
        (words("sign.who"), (Span(line.who, bold=True), Span(capacity))),
        (words("sign.decision"), (Span(decision_words(sheet, line), bold=True),)),
        (words("sign.import"), words("sign.imported") if line.imported else ""),
        (words("sign.scope"), words("sign.scope_value", entity=entity, scope=line.scope or words("sign.scope_none"))),
        (words("sign.comment"), line.comment),
        (words("sign.decided"), _dates(sheet, line)),
    ]


def _dates(sheet: Sheet, line: DecisionLine) -> str:
    """Return when it was decided and recorded, by whom if by another, and whose clock that was."""
    decided, at = when(line.decided_on), when(line.recorded_at)
    if line.recorded_by in ("", line.who):
        return sheet.words("sign.decided_same", decided=decided, at=at)
    return sheet.words("sign.recorded_value", decided=decided, at=at, by=line.recorded_by)


def _minute(sheet: Sheet, line: DecisionLine) -> list[tuple[str, Cell]]:
    words = sheet.words
    if not line.by_body:
        return []
    key = "sign.minute_value" if line.extract_exhibit else "sign.minute_no_extract"
    reference = line.minute_reference or words("general.not_stated")
    names = ", ".join(line.present) or words("general.not_stated")
    present = words("sign.present_value", names=names, count=len(line.present), quorum=line.quorum)
    return [
        (words("sign.minute"), words(key, reference=reference, exhibit=line.extract_exhibit)),
        (words("sign.present"), present),
        (words("sign.dissent"), line.dissent or words("general.none")),
        (words("sign.recused"), ", ".join(line.recused) or words("general.none")),
    ]


def _basis(sheet: Sheet, line: DecisionLine) -> list[tuple[str, Cell]]:
    words = sheet.words
    bound = words("sign.bound_value", snapshot=line.snapshot_sha256[:16], review=line.review_copy_sha256[:16])
    return [
        (words("sign.identified"), assurance_words(sheet, line)),
        (words("sign.certificate"), line.certificate_fingerprint),
        (words("sign.bound"), bound),
    ]


def conditions(sheet: Sheet, matter: Matter) -> None:
    """Print every condition in one table."""
    words = sheet.words
    if matter.content is None:
        sheet.text(words("cond.later"))
        return
    sheet.lead(words("cond.intro" if matter.conditions else "cond.none"))
    if matter.conditions:
        conditions_table(sheet, matter.conditions)


def conditions_table(sheet: Sheet, lines: tuple[ConditionLine, ...]) -> None:
    """Print conditions with their limits, owners and ends."""
    names = ("no", "kind", "condition", "owner", "due", "state")
    shares = (0.8, 1.5, 5.6, 2.0, 1.8, 1.5)
    columns = [Column(sheet.words(f"column.{name}"), share) for name, share in zip(names, shares, strict=True)]
    sheet.table(columns, [_condition(sheet, line) for line in lines], "conditions")


def _condition(sheet: Sheet, line: ConditionLine) -> list[AnyCell]:
    words = sheet.words
    limit = words("cond.limit", limit=line.limit) if line.limit else ""
    watched = words("cond.watched", who=line.monitored_by) if line.monitored_by else ""
    text = "\n".join(filter(None, (line.text, limit, watched)))
    return [
        line.number,
        words.word("cond", line.kind),
        text,
        line.owner,
        when(line.due),
        line.state,
    ]


def gaps(sheet: Sheet, matter: Matter) -> None:
    """State plainly what is not met in full."""
    words, lines = sheet.words, matter.gaps()
    sheet.lead(words("gaps.intro" if lines else "gaps.none"))
    if not lines:
        return
    columns = [
        Column(words("column.reference"), 0.8),
        Column(words("column.requirement"), 4.2),
        Column(words("column.clause"), 3.6),
        Column(words("column.status"), 1.8),
    ]
    rows: list[list[AnyCell]] = [
        [
            matter.numbers[line.id],
            line.title,
            ", ".join(filter(None, (line.regulator, line.instrument, line.clause))),
            Status(mark_of(line.status), words.word("status", line.status)),
        ]
        for line in lines
    ]
    sheet.table(columns, rows, "gaps")
