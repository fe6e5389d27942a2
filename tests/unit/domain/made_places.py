"""Made-up places side by side, each with its own pack."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from placet.domain.assessment import assess
from placet.domain.facts import About, Choice, FactCatalogue, FactKind
from placet.domain.pack import DataOutcome, DataRule
from placet.domain.predicates import ALWAYS, Predicate, Value
from placet.domain.rules import Force, Instrument, Regulator, Requirement, Status
from placet.domain.side_by_side import InPlace
from unit.domain.made import CATALOGUE, TODAY, context, define, pack

PLACES = tuple(Choice(key, key) for key in ("AA", "BB", "CC"))
WITH_PLACES = FactCatalogue(
    (
        *(item for item in CATALOGUE.definitions if item.key != "stored_in"),
        *(define(key, FactKind.SET, About.FLOW, choices=PLACES) for key in ("stored_in", "processed_in")),
        define("collected_in", FactKind.CHOICE, About.FLOW, choices=PLACES),
        define(
            "oversight_mode", FactKind.CHOICE, choices=(Choice("in", "in the loop"), Choice("out", "out of the loop"))
        ),
        define("checked"),
    ),
    CATALOGUE.derived,
)
OBSERVED = Instrument("OBS", "Survey", "ZRA", "report", Force.OBSERVATION, Status.IN_FORCE)
DRAFT = Instrument("DR", "Draft law", "ZRA", "draft", Force.LAW, Status.DRAFT)
LATER = Instrument("LT", "Later law", "ZRA", "law", Force.LAW, Status.IN_TRANSITION, in_force_from=dt.date(2027, 10, 7))
GUIDELINE = Instrument("GL", "Guideline on AI", "ZRA", "ZRA guideline", Force.GUIDELINE, Status.IN_FORCE)


def in_place(
    place: str,
    *requirements: Requirement,
    facts: Mapping[str, Value] | None = None,
    flows: tuple[Mapping[str, Value], ...] = (),
    complete: bool = True,
    as_of: dt.date = TODAY,
    answers: tuple[Any, ...] = (),
    **changes: Any,
) -> InPlace:
    made = pack(
        *requirements,
        **{
            "id": place,
            "jurisdiction": place,
            "time_zone": "Asia/Hong_Kong",
            "regulators": (Regulator("ZRA", "Zed Authority"),),
            "instruments": (GUIDELINE, OBSERVED, DRAFT, LATER),
            **changes,
        },
    )
    where = context(facts, *flows, complete=complete)
    found = assess(WITH_PLACES, made, where, answers, f"E-{place}", as_of)
    return InPlace(f"E-{place}", f"Bank {place}", place, made, found)


def rule(key: str, when: Predicate = ALWAYS, outcome: str = "prohibited", instrument: str = "GL") -> DataRule:
    return DataRule(key, f"Title of {key}", instrument, "1", when, DataOutcome(outcome))
