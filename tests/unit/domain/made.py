"""Made-up rules, facts and answers, each whole but for what a test is about."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from placet.domain.acts import Answer
from placet.domain.assessment import Applicability, Timing
from placet.domain.facts import About, Choice, FactCatalogue, FactDefinition, FactKind
from placet.domain.pack import CommonCatalogue, Pack
from placet.domain.predicates import ALWAYS, Context, Derived, Equals, Includes, Value
from placet.domain.rules import (
    Confidence,
    Control,
    Effective,
    Force,
    Instrument,
    Regulator,
    Relation,
    RelationKind,
    Requirement,
    Severity,
    Stage,
    Status,
    Step,
)

TODAY = dt.date(2026, 11, 22)


def define(key: str, kind: FactKind = FactKind.BOOL, about: About = About.USE_CASE, **more: Any) -> FactDefinition:
    return FactDefinition(key, key.replace("_", " ").capitalize(), f"Is it {key}?", kind, about, **more)


CATALOGUE = FactCatalogue(
    (
        define("sector", FactKind.SET, About.ENTITY, choices=(Choice("bank", "Bank"), Choice("broker", "Broker"))),
        define(
            "technique",
            FactKind.SET,
            About.MODEL,
            choices=(
                Choice("rules", "Fixed rules"),
                Choice("genai", "Generative AI"),
                Choice("llm", "Language model", ("genai",)),
                Choice("agentic", "Acts on its own", ("llm",)),
            ),
            triage=1,
        ),
        define("customer_facing", per_place=True, triage=2),
        define("advice"),
        define("reached", FactKind.NUMBER, unit="customers"),
        define("summary", FactKind.TEXT),
        define("launched", FactKind.DATE),
        define("sandbox", FactKind.CHOICE, choices=(Choice("none", "No sandbox"), Choice("applying", "Applying"))),
        define("data_class", FactKind.SET, About.FLOW, choices=(Choice("personal", "Personal data"),)),
        define("stored_in", FactKind.CHOICE, About.FLOW),
    ),
    (
        Derived("uses_ai", "Uses AI", Includes("technique", "genai")),
        Derived("needs_full_assessment", "Needs a full assessment", Equals("customer_facing", True)),
    ),
)

COMMON = CommonCatalogue(
    controls=tuple(
        Control(key, key.capitalize(), "An objective.", f"How about {key}?", step, About.USE_CASE)
        for key, step in (("oversight", "oversight"), ("testing", "testing"), ("notice", "filings"))
    ),
    steps=tuple(Step(key, key.capitalize()) for key in ("use_case", "data", "oversight", "testing", "filings")),
    concepts=(),
    parameters=(),
    version="1",
)

INSTRUMENT = Instrument("GL", "Guideline on AI", "ZRA", "ZRA guideline", Force.GUIDELINE, Status.IN_FORCE)


def relation(control: str, kind: str) -> Relation:
    return Relation(control, RelationKind(kind))


def requirement(key: str = "R-1", *controls: Relation, **changes: Any) -> Requirement:
    made = Requirement(
        key,
        "GL",
        "4.2",
        f"Title of {key}",
        "A duty.",
        ALWAYS,
        ALWAYS,
        Force.GUIDELINE,
        Severity.EXPECTED,
        Status.IN_FORCE,
        About.USE_CASE,
        Stage.BEFORE_LAUNCH,
        Effective(dt.date(2026, 1, 1)),
        controls,
        (),
        Confidence.HIGH,
        (),
        TODAY,
        TODAY,
    )
    return replace(made, **changes)


def applying(made: Requirement) -> Applicability:
    return Applicability(made, True, Timing.IN_FORCE, None, (), frozenset())


def pack(*requirements: Requirement, **changes: Any) -> Pack:
    made = Pack(
        "ZZ", "1", "ZZ", "Zedland", TODAY, "en", (Regulator("ZRA", "Zed Authority"),), (INSTRUMENT,), requirements
    )
    return replace(made, **changes)


def answer(status: str, at: str = "2026-11-01", **more: Any) -> Answer:
    return Answer(f"{status}-{at}", "V", status, at=at, **more)


def context(facts: Mapping[str, Value] | None = None, *flows: Mapping[str, Value], complete: bool = True) -> Context:
    return Context(dict(facts or {}), flows, complete)
