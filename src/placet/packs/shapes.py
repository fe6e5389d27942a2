"""What may stand in each file of a pack: the domain's types, plus the few things their annotations cannot say."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, field, fields
from functools import cache
from typing import Any, get_args, get_type_hints

from placet.domain import acts as domain_acts
from placet.domain import facts as domain_facts
from placet.domain import firm as domain_firm
from placet.domain import pack as domain_pack
from placet.domain import predicates as domain_predicates
from placet.domain import rules as domain_rules
from placet.packs.library import FORMAT


@dataclass(frozen=True, slots=True)
class FactsFile:
    """``common/facts.yaml``."""

    version: str
    facts: tuple[domain_facts.FactDefinition, ...]
    derived: tuple[domain_predicates.Derived, ...] = ()


@dataclass(frozen=True, slots=True)
class ControlsFile:
    """``common/controls.yaml``."""

    version: str
    steps: tuple[domain_rules.Step, ...]
    controls: tuple[domain_rules.Control, ...]


@dataclass(frozen=True, slots=True)
class ConceptsFile:
    """``common/concepts.yaml``."""

    version: str
    concepts: tuple[domain_rules.Concept, ...]


@dataclass(frozen=True, slots=True)
class ParametersFile:
    """``common/parameters.yaml``."""

    version: str
    parameters: tuple[domain_pack.Parameter, ...]


@dataclass(frozen=True, slots=True)
class PackFile:
    """``pack.yaml``: what the pack is, and who issues its rules."""

    id: str
    version: str
    jurisdiction: str
    title: str
    as_of: dt.date
    language: str
    time_zone: str
    regulators: tuple[domain_rules.Regulator, ...]
    instruments: tuple[domain_rules.Instrument, ...]
    derived: tuple[domain_predicates.Derived, ...] = ()
    gaps: tuple[str, ...] = ()
    holidays: tuple[dt.date, ...] = ()
    reaches_when: domain_predicates.Predicate = domain_predicates.NEVER
    format: int = FORMAT


@dataclass(frozen=True, slots=True)
class RequirementsFile:
    """``requirements/*.yaml``, one file per regulator."""

    requirements: tuple[domain_rules.Requirement, ...]


@dataclass(frozen=True, slots=True)
class TermsFile:
    """``terms.yaml``."""

    terms: tuple[domain_pack.Term, ...]


@dataclass(frozen=True, slots=True)
class ClassificationFile:
    """``classification.yaml``."""

    classifications: tuple[domain_pack.Classification, ...]


@dataclass(frozen=True, slots=True)
class DataFile:
    """``data.yaml``."""

    data_rules: tuple[domain_pack.DataRule, ...] = ()
    parameters: tuple[domain_pack.ParameterValue, ...] = ()


@dataclass(frozen=True, slots=True)
class RoutesFile:
    """``routes.yaml``."""

    routes: tuple[domain_pack.Route, ...] = ()
    clocks: tuple[domain_pack.Clock, ...] = ()


@dataclass(frozen=True, slots=True)
class FormsFile:
    """``forms.yaml``."""

    forms: tuple[domain_pack.Form, ...]


@dataclass(frozen=True, slots=True)
class CasesFile:
    """``cases.yaml``."""

    cases: tuple[domain_pack.Case, ...]


@dataclass(frozen=True, slots=True)
class GivenAnswer:
    """One answer of an answers file; exhibits and people are named as the register names them."""

    status: domain_acts.AnswerStatus
    control: str = ""
    requirement: str = ""
    statement: str = ""
    evidence: tuple[str, ...] = ()
    basis: str = ""
    expires: str = ""
    second_person: str = ""
    disclosure: domain_acts.Disclosure = domain_acts.Disclosure.ORDINARY


@dataclass(frozen=True, slots=True)
class AnswersFile:
    """Facts and answers for one version of one use case, as ``placet answer`` takes them."""

    facts: tuple[tuple[str, domain_predicates.Value], ...] = ()
    answers: tuple[GivenAnswer, ...] = ()


COMMON_FILES: dict[str, type] = {
    "facts.yaml": FactsFile,
    "controls.yaml": ControlsFile,
    "concepts.yaml": ConceptsFile,
    "parameters.yaml": ParametersFile,
}
PACK_FILES: dict[str, type] = {
    "pack.yaml": PackFile,
    "terms.yaml": TermsFile,
    "classification.yaml": ClassificationFile,
    "data.yaml": DataFile,
    "routes.yaml": RoutesFile,
    "forms.yaml": FormsFile,
    "cases.yaml": CasesFile,
}
REQUIREMENTS_FOLDER = "requirements"
FIRM_FILE = "firm.yaml"


@dataclass(frozen=True, slots=True)
class Shape:
    """What a dataclass's annotations leave open about its form in YAML."""

    noun: str
    """What a message calls one of it."""
    identity: str = ""
    """Field that names it; must be unique."""
    local: bool = False
    """Unique within its own list only (the tiers of one classification), not in the whole pack."""
    key_like: bool = False
    """The identity is a snake_case key: it becomes a column name or part of one."""
    renamed: Mapping[str, str] = field(default_factory=dict)
    """Field name to YAML key where they differ."""
    hidden: frozenset[str] = frozenset()
    """Fields that no file may set."""
    references: Mapping[str, str] = field(default_factory=dict)
    """Field name to the noun of what it points at."""
    flow_predicates: frozenset[str] = frozenset()
    """Predicates read over one data flow at a time."""


SHAPES: dict[type, Shape] = {
    domain_facts.FactDefinition: Shape("fact", "key", key_like=True, references={"step": "step"}),
    domain_facts.Choice: Shape("choice", "key", local=True),
    domain_predicates.Derived: Shape("derived fact", "key", key_like=True, hidden=frozenset({"uses"})),
    domain_rules.Step: Shape("step", "id"),
    domain_rules.Control: Shape("control", "id", references={"step": "step"}),
    domain_rules.Concept: Shape("concept", "id"),
    domain_pack.Parameter: Shape("parameter", "id"),
    domain_rules.Regulator: Shape("regulator", "id"),
    domain_rules.Instrument: Shape("instrument", "id", references={"regulator": "regulator"}),
    domain_rules.Requirement: Shape("requirement", "id", references={"instrument": "instrument"}),
    domain_rules.Relation: Shape("relation", renamed={"kind": "relation"}, references={"control": "control"}),
    domain_rules.Effective: Shape("effective date"),
    domain_rules.DatedCase: Shape("dated case"),
    domain_pack.Term: Shape(
        "term", references={"concept": "concept", "regulator": "regulator", "instrument": "instrument"}
    ),
    domain_pack.Tier: Shape("tier", "key", local=True),
    domain_pack.Classification: Shape("classification", "id", references={"instrument": "instrument"}),
    domain_pack.DataRule: Shape(
        "data rule",
        "id",
        references={"instrument": "instrument"},
        flow_predicates=frozenset({"when"}),
    ),
    domain_pack.ParameterValue: Shape(
        "parameter value", references={"parameter": "parameter", "instrument": "instrument"}
    ),
    domain_pack.RouteStep: Shape("route step", "id", local=True, references={"instrument": "instrument"}),
    domain_pack.Route: Shape("route", "id"),
    domain_pack.Clock: Shape("clock", "id", references={"instrument": "instrument"}),
    domain_pack.FormField: Shape("form field", "id", local=True),
    domain_pack.Form: Shape("form", "id", references={"regulator": "regulator", "instrument": "instrument"}),
    domain_pack.Case: Shape(
        "case",
        "id",
        references={
            "facts": "fact",
            "flows": "fact",
            "triggers": "requirement",
            "not_triggered": "requirement",
            "undecided": "requirement",
            "classifications": "classification",
            "data": "data rule",
            "parameters": "parameter",
            "routes": "route",
            "forms": "form",
            "clocks": "clock",
        },
    ),
    domain_firm.FirmPack: Shape("firm pack", hidden=frozenset({"sha256_hex"})),
    domain_firm.RoleDefinition: Shape("role", "key"),
    domain_firm.RouteStage: Shape(
        "stage", "id", references={"roles": "role", "body": "body", "apart_from": "stage", "after": "stage"}
    ),
    domain_firm.FirmValue: Shape("firm value", "key"),
    domain_firm.GlossaryEntry: Shape("glossary entry", "word"),
    GivenAnswer: Shape("answer", references={"control": "control", "requirement": "requirement"}),
    AnswersFile: Shape("the answers file", references={"facts": "fact"}),
    FactsFile: Shape("facts.yaml"),
    ControlsFile: Shape("controls.yaml"),
    ConceptsFile: Shape("concepts.yaml"),
    ParametersFile: Shape("parameters.yaml"),
    PackFile: Shape("pack.yaml"),
    RequirementsFile: Shape("the requirements file"),
    TermsFile: Shape("terms.yaml"),
    ClassificationFile: Shape("classification.yaml"),
    DataFile: Shape("data.yaml"),
    RoutesFile: Shape("routes.yaml"),
    FormsFile: Shape("forms.yaml"),
    CasesFile: Shape("cases.yaml"),
}

ONE_OF: dict[tuple[type, str], tuple[str, ...]] = {
    (domain_pack.Parameter, "strictest"): ("max", "min"),
    (domain_pack.Clock, "unit"): ("hours", "calendar_days", "business_days", "months"),
    (domain_pack.Clock, "direction"): ("after", "before"),
    (domain_pack.ParameterValue, "bound"): ("at_least", "at_most"),
    (domain_pack.RouteStep, "lead_unit"): ("calendar_days", "business_days", "months"),
    (domain_firm.RouteStage, "lead_unit"): ("calendar_days", "business_days", "months"),
}
"""Text fields that take a few words only."""


@dataclass(frozen=True, slots=True)
class Member:
    """One key of a mapping in YAML."""

    key: str
    name: str
    hint: Any
    required: bool


@cache
def members(cls: type) -> tuple[Member, ...]:
    """Return the keys that a dataclass takes in YAML, in the order of its fields."""
    shape, hints = SHAPES[cls], get_type_hints(cls)
    return tuple(
        Member(
            shape.renamed.get(item.name, item.name),
            item.name,
            hints[item.name],
            item.default is MISSING and item.default_factory is MISSING,
        )
        for item in fields(cls)
        if item.name not in shape.hidden
    )


@cache
def defined_by(cls: type) -> frozenset[str]:
    """Return the nouns of everything that a file of this kind names for other files to refer to."""
    shape = SHAPES[cls]
    own = {shape.noun} if shape.identity and not shape.local else set()
    for member in members(cls):
        inner = next(iter(get_args(member.hint)), member.hint)
        if inner in SHAPES:
            own |= defined_by(inner)
    return frozenset(own)
