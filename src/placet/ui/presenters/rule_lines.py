"""Why a question is asked: the clauses it serves, in words, with each issuer's own label and force."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from placet.domain.assessment import Applicability, Timing
from placet.domain.interview import Question, Served
from placet.domain.moments import shown_day
from placet.domain.pack import Pack, Term
from placet.domain.places import PLACE_NAMES
from placet.domain.wording import reason_text
from placet.operations.workspace import Workspace
from placet.ui.translate import tr

MOST_TERMS = 4
"""Terms shown beside one question; more than this nobody reads."""


@dataclass(frozen=True, slots=True)
class RuleLine:
    """One clause that an answer serves."""

    id: str
    place: str
    regulator: str
    label: str
    """The issuer's own word for the instrument."""
    instrument: str
    clause: str
    force: str
    title: str
    duty: str
    asks: str
    reasons: tuple[str, ...]
    in_force: bool
    dated: str
    """“from 2 Dec 2027” where it is not in force yet; else empty."""
    relation: str = ""
    """How far the shared answer carries, in words."""


@dataclass(frozen=True, slots=True)
class Word:
    """A regulator's own word for a thing."""

    regulator: str
    word: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Why:
    """Everything in the right column."""

    heading: str = ""
    rules: tuple[RuleLine, ...] = ()
    evidence: tuple[str, ...] = ()
    words: tuple[Word, ...] = ()


def why_of(ws: Workspace, question: Question, more: Iterable[Served] = ()) -> Why:
    """Return why a question is asked; ``more`` are clauses served by what is shown under it."""
    seen: dict[tuple[str, str], RuleLine] = {}
    for served in (*question.serves, *more):
        line = _line(ws, served)
        seen.setdefault((line.place, line.id), line)
    rules = tuple(seen.values())
    return Why(_heading(rules), rules, question.evidence, words_of(ws, rules))


def _heading(rules: Sequence[RuleLine]) -> str:
    if not rules:
        return tr("Asked so that the rest can be worked out")
    places = len({line.place for line in rules})
    if len(rules) == 1:
        return tr("Serves 1 rule")
    if places == 1:
        return tr("Serves {count} rules", count=len(rules))
    return tr("Serves {count} rules in {places} places", count=len(rules), places=places)


def _line(ws: Workspace, served: Served) -> RuleLine:
    state = served.coverage.applicability
    requirement = state.requirement
    pack = ws.packs[served.place]
    instrument = pack.instrument(requirement.instrument)
    relation = served.relation
    return RuleLine(
        requirement.id,
        served.place,
        _regulator(pack, instrument.regulator),
        instrument.label,
        instrument.title,
        requirement.clause,
        requirement.force,
        requirement.title,
        requirement.duty,
        requirement.asks,
        tuple(dict.fromkeys(reason_text(ws.facts, reason) for reason in state.reasons)),
        state.timing is Timing.IN_FORCE,
        _dated(state),
        "" if relation is None or relation.kind.carries else relation.why,
    )


def _regulator(pack: Pack, regulator_id: str) -> str:
    found = next((item for item in pack.regulators if item.id == regulator_id), None)
    return (found.abbreviation or found.name) if found else regulator_id


def _dated(state: Applicability) -> str:
    match state.timing:
        case Timing.UPCOMING if state.from_date:
            return tr("from {date}", date=shown_day(state.from_date))
        case Timing.NOT_SET:
            return tr("date not set")
        case Timing.NOT_IN_FORCE:
            return tr("not in force")
        case Timing.UNDECIDED:
            return tr("date depends on a fact")
    return ""


def words_of(ws: Workspace, rules: Sequence[RuleLine]) -> tuple[Word, ...]:
    """Return the terms that the instruments of these rules define."""
    found: list[Word] = []
    for place in dict.fromkeys(line.place for line in rules):
        pack = ws.packs[place]
        titles = {line.instrument for line in rules if line.place == place}
        found += [_word(pack, term) for term in pack.terms if pack.instrument(term.instrument).title in titles]
    return tuple(found[:MOST_TERMS])


def _word(pack: Pack, term: Term) -> Word:
    local = f" ({term.local_word})" if term.local_word else ""
    return Word(_regulator(pack, term.regulator), f"{term.word}{local}", term.meaning)


def place_name(place: str) -> str:
    """Return a place's name for people."""
    return PLACE_NAMES.get(place, place)
