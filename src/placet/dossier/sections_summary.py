"""The summary: one page that says what it does, for whom, in which tier, how it stands and what is open."""

from __future__ import annotations

from collections import Counter

from placet.domain.snapshot import ClassificationLine
from placet.dossier.catalogue import when
from placet.dossier.drawing import Cell, Column, Status
from placet.dossier.matter import Matter
from placet.dossier.sheet import AnyCell, Sheet
from placet.dossier.states import STATES, mark_of

_MOST = ((8, 10), (6, 10), (4, 10), (3, 10), (2, 10), (3, 8), (2, 6), (2, 4), (1, 2))
"""Conditions and gaps that may be listed, tried in turn until the summary fits on its page."""
_LONGEST = 320
"""Characters of a description that the summary repeats."""
_WORST = ("not_met", "open", "undecided", "partly")
"""Gaps in the order in which a reader should meet them."""
_AROUND = 125.0
"""Height of the heading and of the table of counts."""
_PAIRS = 3


def summary(sheet: Sheet, matter: Matter) -> None:
    """Add the summary, its lists shortened as far as one page asks."""
    room = sheet.page_height - _AROUND
    entries = next(
        (made for most in _MOST if sheet.height_of(made := _entries(sheet, matter, most)) <= room),
        _entries(sheet, matter, _MOST[-1]),
    )
    sheet.entries(entries)
    _counts_table(sheet, matter)


def _entries(sheet: Sheet, matter: Matter, most: tuple[int, int]) -> list[tuple[str, Cell]]:
    words, subject, heading = sheet.words, matter.snapshot.subject, matter.snapshot.heading
    case = matter.section("use_case")
    whom = {"entity": subject.entity_legal_name, "place": heading.place_name, "owner": subject.owner}
    return [
        (words("summary.what"), _shortened(sheet, subject.description, f"{case}.1")),
        (words("summary.purpose"), _shortened(sheet, subject.purpose, f"{case}.2")),
        (words("summary.who"), words("summary.who_value", **whom)),
        (words("summary.tier"), _tiers(sheet, matter)),
        (words("summary.flows"), _flows(sheet, matter)),
        (words("summary.decisions"), _decisions(sheet, matter)),
        (words("summary.conditions"), _conditions(sheet, matter, most[0])),
        (words("summary.gaps"), _gaps(sheet, matter, most[1])),
        (words("summary.counts"), _counts_sentence(sheet, matter)),
    ]


def _shortened(sheet: Sheet, text: str, number: str) -> str:
    """Return a text cut after a sentence, else a word, where it is too long, and where it stands in full."""
    if len(text) <= _LONGEST:
        return text
    start = text[:_LONGEST]
    sentences = start.rpartition(". ")[0]
    if sentences:
        return sheet.words("summary.more_at", text=f"{sentences}.", number=number)
    return sheet.words("summary.in_full", text=start.rpartition(" ")[0] or start, number=number)


def _counts_table(sheet: Sheet, matter: Matter) -> None:
    """Print states and numbers in three pairs of columns, so that the summary stays on one page."""
    words, cells = sheet.words, list[AnyCell]()
    for state, count in _counts(matter):
        cells += [Status(mark_of(state), words.word("status", state)), str(count)]
    if cells:
        cells += [""] * (-len(cells) % (2 * _PAIRS))
        pair = [Column(words("column.status"), 4), Column(words("column.no"), 1, is_number=True)]
        sheet.table(pair * _PAIRS, [cells[i : i + 2 * _PAIRS] for i in range(0, len(cells), 2 * _PAIRS)])


def _counts(matter: Matter) -> list[tuple[str, int]]:
    """Return how many requirements have each state, in the order of the legend."""
    found = Counter(line.status for line in matter.snapshot.law.requirements)
    order = [*STATES, *sorted(set(found) - set(STATES))]
    return [(state, found[state]) for state in order if found[state]]


def _counts_sentence(sheet: Sheet, matter: Matter) -> str:
    words, counts = sheet.words, _counts(matter)
    if not counts:
        return words("summary.counts_none")
    return words("summary.counts_value", total=sum(count for _, count in counts))


def _tiers(sheet: Sheet, matter: Matter) -> str:
    lines = matter.snapshot.law.classifications
    if not lines:
        return sheet.words("summary.no_classification")
    return "\n".join(sheet.words("summary.tier_value", title=line.title, tier=_tier(sheet, line)) for line in lines)


def _tier(sheet: Sheet, line: ClassificationLine) -> str:
    if line.determined:
        at = when(line.determined_at)
        return sheet.words("summary.tier_determined", tier=line.determined, by=line.determined_by, at=at)
    return sheet.words("summary.tier_proposed", tier=line.proposed)


def _flows(sheet: Sheet, matter: Matter) -> str:
    """Return how many flows there are, and how often the rules come to which outcome."""
    words, flows = sheet.words, matter.snapshot.subject.flows
    if not flows:
        return words("summary.no_flows")
    found = Counter(outcome for flow in flows for outcome in ([r.outcome for r in flow.rulings] or ["not_assessed"]))
    outcomes = ", ".join(
        words("summary.flow_count", outcome=words.word("outcome_data", outcome).lower(), count=count)
        for outcome, count in sorted(found.items())
    )
    return words("summary.flows_value", total=len(flows), outcomes=outcomes, section=matter.section("flows"))


def _decisions(sheet: Sheet, matter: Matter) -> str:
    if not matter.decisions:
        return sheet.words("summary.no_decisions", section=matter.section("sign_offs"))
    return "\n".join(
        f"{line.stage}: {line.who}, {sheet.words.word('outcome', line.outcome)}, {when(line.decided_on)}"
        for line in matter.decisions
    )


def _conditions(sheet: Sheet, matter: Matter, most: int) -> str:
    if not matter.content:
        return sheet.words("summary.conditions_later")
    lines = [f"{line.number}: {line.text}" for line in matter.conditions]
    listed = _first(sheet, lines, most, matter.section("conditions"))
    return "\n".join(listed) or sheet.words("summary.no_conditions")


def _gaps(sheet: Sheet, matter: Matter, most: int) -> str:
    words, numbers = sheet.words, matter.numbers
    lines = [
        words("summary.gap", title=gap.title, status=words.word("status", gap.status).lower(), number=numbers[gap.id])
        for gap in sorted(matter.gaps(), key=lambda gap: _WORST.index(gap.status) if gap.status in _WORST else 0)
    ]
    return "\n".join(_first(sheet, lines, most, matter.section("gaps"))) or words("summary.no_gaps")


def _first(sheet: Sheet, lines: list[str], most: int, section: str) -> list[str]:
    """Return what fits, and where the rest is."""
    if len(lines) <= most:
        return lines
    more = sheet.words("summary.more", count=len(lines) - most, section=section)
    return [*lines[:most], more]
