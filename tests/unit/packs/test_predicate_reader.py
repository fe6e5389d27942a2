"""Conditions: what may be written, and what each slip is called."""

import pytest

from placet.domain.predicates import (
    ALWAYS,
    All,
    AnyFlow,
    AnyOf,
    AtLeast,
    Equals,
    EveryFlow,
    In,
    Includes,
    Known,
    Not,
    Predicate,
)
from placet.packs.library import Common
from placet.packs.predicate_reader import PredicateReader
from placet.packs.scope import DERIVED, FACT, Findings, Scope
from placet.packs.yaml_source import parse


@pytest.fixture(scope="module")
def scope(common: Common) -> Scope:
    made = Scope()
    for definition in common.facts.definitions:
        made.add(FACT, definition.key, "")
        made.facts[definition.key] = definition
    made.add(FACT, "half_written", "")  # named in a file whose definition is broken
    made.add(DERIVED, "uses_ai", "")
    return made


def _read(scope: Scope, text: str, in_flow: bool = False) -> tuple[Predicate | None, Findings]:
    node, faults = parse("f.yaml", text.encode())
    assert faults == ()
    assert node is not None
    findings = Findings()
    return PredicateReader(scope, findings).read(node, in_flow), findings


GOOD = [
    ("always", ALWAYS),
    ("personal_data", Equals("personal_data", True)),
    ("uses_ai", Equals("uses_ai", True)),
    ("{fact: uses_ai, equals: false}", Equals("uses_ai", False)),
    ("{fact: sector, includes: bank}", Includes("sector", "bank")),
    ("{fact: sandbox, equals: none}", Equals("sandbox", "none")),
    ("{fact: sandbox, in: [none, applying]}", In("sandbox", ("none", "applying"))),
    ("{fact: customers_reached, at_least: 3}", AtLeast("customers_reached", 3)),
    ("{fact: customers_reached, equals: 3}", Equals("customers_reached", 3)),
    ("{fact: launched_on, equals: 2026-01-31}", Equals("launched_on", "2026-01-31")),
    ("{fact: sector, known: true}", Known("sector")),
    ("{not: personal_data}", Not(Equals("personal_data", True))),
    ("{all: [uses_ai, always]}", All((Equals("uses_ai", True), ALWAYS))),
    ("{any: [uses_ai, personal_data]}", AnyOf((Equals("uses_ai", True), Equals("personal_data", True)))),
    ("{any_flow: {fact: stored_in, equals: ZZ}}", AnyFlow(Equals("stored_in", "ZZ"))),
    (
        "{every_flow: {any: [personal_data, {fact: data_class, includes: logs}]}}",
        EveryFlow(AnyOf((Equals("personal_data", True), Includes("data_class", "logs")))),
    ),
]


@pytest.mark.parametrize(("text", "predicate"), GOOD, ids=[row[0][:40] for row in GOOD])
def test_a_condition_reads_as_its_tree(scope: Scope, text: str, predicate: Predicate) -> None:
    read, findings = _read(scope, text)
    assert findings.all == []
    assert read == predicate


BAD = [
    ("3", "a condition is wanted, not the number 3", "Write always"),
    ("[uses_ai]", "a condition is wanted, not a list", "Write always"),
    ("sector", "‘sector’ is a set, not a yes-or-no fact", "{fact: sector, includes: VALUE}"),
    ("sandbox", "‘sandbox’ is a choice, not a yes-or-no fact", "{fact: sandbox, equals: VALUE}"),
    ("stored_in", "‘stored_in’ speaks of a data flow", "any_flow"),
    ("{fact: stored_in, equals: ZZ}", "‘stored_in’ speaks of a data flow", "any_flow"),
    ("{none: [uses_ai]}", "‘none’ is no condition", "There are: all, any, not"),
    ("{al: [uses_ai]}", "‘al’ is no condition", "‘all’"),
    ("{all: [uses_ai], any: [uses_ai]}", "exactly one of all, any, not …; here: all, any", "Nest"),
    ("{}", "exactly one of all, any, not …; here: none", "Nest"),
    ("{any_flow: {any_flow: personal_data}}", "‘any_flow’ stands where a single data flow", "Take it out"),
    ("{all: uses_ai}", "‘all’ wants a list, not the text ‘uses_ai’", "all: [ … ]"),
    ("{any: []}", "‘any’ is empty", "List conditions"),
    ("{all: [uses_ia, uses_ai]}", "there is no fact ‘uses_ia’", "‘uses_ai’"),
    ("{not: uses_ia}", "there is no fact ‘uses_ia’", "‘uses_ai’"),
    ("{fact: sector, include: bank}", "‘include’ is no test of a fact", "‘includes’"),
    ("{fact: sector}", "a fact takes exactly one test; here: none", "equals, in, includes"),
    ("{fact: sandbox, equals: none, in: [none]}", "exactly one test; here: equals, in", "Write one of"),
    ("{fact: 3, equals: 3}", "‘fact’ wants a fact's key, not the number 3", ""),
    ("{fact: [sector], includes: bank}", "‘fact’ wants a fact's key, not a list", ""),
    ("{fact: sektor, includes: bank}", "there is no fact ‘sektor’", "‘sector’"),
    ("{fact: sector, equals: bank}", "‘equals’ does not fit ‘sector’, a set", "{fact: sector, includes: VALUE}"),
    ("{fact: sector, in: [bank]}", "‘in’ does not fit ‘sector’, a set", "any: [{fact"),
    ("{fact: sandbox, includes: none}", "‘includes’ does not fit ‘sandbox’, a choice", "Write equals"),
    ("{fact: personal_data, at_least: 1}", "‘at_least’ does not fit ‘personal_data’, a yes-or-no fact", "equals"),
    ("{fact: uses_ai, includes: x}", "‘includes’ does not fit ‘uses_ai’", ""),
    ("{fact: sector, includes: banc}", "the text ‘banc’ is no value of ‘sector’", "‘bank’"),
    ("{fact: sandbox, in: []}", "‘in’ wants a list of values, not an empty list", "in: [a, b]"),
    ("{fact: sandbox, in: none}", "‘in’ wants a list of values, not the text ‘none’", "in: [a, b]"),
    ("{fact: sandbox, in: [none, [x]]}", "a value of ‘sandbox’ is wanted, not a list", ""),
    ("{fact: personal_data, equals: yes}", "the text ‘yes’ is no value of ‘personal_data’", "true or false"),
    ("{fact: personal_data, equals: 1}", "the number 1 is no value of ‘personal_data’", "true or false"),
    ("{fact: customers_reached, at_least: 1.5}", "a value of ‘customers_reached’ is wanted, not the number 1.5", ""),
    ("{fact: customers_reached, equals: ~}", "a value of ‘customers_reached’ is wanted, not nothing", ""),
    ("{fact: launched_on, equals: yesterday}", "no value of ‘launched_on’", "a date such as"),
    ("{fact: uses_ai, equals: maybe}", "‘uses_ai’ is true or false, not the text ‘maybe’", ""),
    ("{fact: sector, known: false}", "‘known’ wants true, not the truth value false", "not: {…}"),
]


@pytest.mark.parametrize(("text", "message", "hint"), BAD, ids=[row[0][:40] for row in BAD])
def test_a_slip_in_a_condition_is_named(scope: Scope, text: str, message: str, hint: str) -> None:
    read, findings = _read(scope, text)
    assert read is None
    (finding,) = findings.all
    assert message in finding.message
    assert hint in finding.hint


def test_flow_facts_stand_bare_where_one_flow_is_read(scope: Scope) -> None:
    read, findings = _read(scope, "{fact: stored_in, equals: ZZ}", in_flow=True)
    assert findings.all == []
    assert read == Equals("stored_in", "ZZ")


@pytest.mark.parametrize("text", ["half_written", "{fact: half_written, at_least: 3}"])
def test_a_fact_whose_definition_is_broken_brings_no_second_finding(scope: Scope, text: str) -> None:
    assert _read(scope, text)[1].all == []


def test_every_slip_of_a_condition_is_named_at_once(scope: Scope) -> None:
    read, findings = _read(scope, "all:\n  - uses_ia\n  - {fact: sektor, includes: bank}\n  - uses_ai\n")
    assert read is None
    assert [item.line for item in findings.all] == [2, 3]
