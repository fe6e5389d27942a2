"""The fact catalogue: what is a value, what it implies, and which of several values counts in a place."""

import pytest

from placet.domain.errors import UserFacingError
from placet.domain.facts import (
    About,
    Choice,
    FactCatalogue,
    FactDefinition,
    FactKind,
    StatedFact,
    context_for,
    merged,
    parse_value,
    to_json,
)
from placet.domain.predicates import Derived, Equals, Value
from unit.domain.made import CATALOGUE, define


@pytest.mark.parametrize(
    ("key", "raw", "value"),
    [
        ("advice", False, False),
        ("reached", 0, 0),
        ("reached", -5, -5),
        ("reached", 2**53 - 1, 2**53 - 1),
        ("summary", "  Cafe\u0301 ", "Caf\u00e9"),
        ("launched", "2026-02-28", "2026-02-28"),
        ("sandbox", "applying", "applying"),
        ("sector", ["bank"], frozenset({"bank"})),
        ("sector", (), frozenset()),
        ("technique", ["agentic"], frozenset({"agentic", "llm", "genai"})),
        ("technique", {"rules"}, frozenset({"rules"})),
    ],
)
def test_values_are_taken_at_the_door(key: str, raw: object, value: Value) -> None:
    parsed = parse_value(CATALOGUE[key], raw)
    assert parsed == value
    assert type(parsed) is type(value)


@pytest.mark.parametrize(
    ("key", "raw", "takes"),
    [
        ("advice", 1, "true or false"),
        ("advice", "true", "true or false"),
        ("reached", True, "a whole number"),
        ("reached", 1.5, "a whole number"),
        ("reached", 2**53, "at most 9007199254740991"),
        ("reached", "12", "a whole number"),
        ("summary", "  ", "text that is not empty"),
        ("launched", "20260228", "a date such as"),
        ("launched", "2026-02-30", "a date such as"),
        ("launched", "2026-2-3", "a date such as"),
        ("sandbox", "Applying", "one of none, applying"),
        ("sandbox", ["none"], "one of none, applying"),
        ("sector", "bank", "a list of bank, broker"),
        ("sector", ["bank", "fund"], "a list of bank, broker"),
        ("sector", [1], "a list of bank, broker"),
        ("advice", None, "true or false"),
    ],
)
def test_other_values_are_refused_with_what_it_takes(key: str, raw: object, takes: str) -> None:
    with pytest.raises(UserFacingError) as caught:
        parse_value(CATALOGUE[key], raw)
    assert caught.value.where == key
    assert takes in caught.value.todo


def test_implications_that_turn_in_a_circle_end() -> None:
    round_about = FactDefinition(
        "x", "X", "X?", FactKind.SET, About.MODEL, choices=(Choice("a", "A", ("b", "gone")), Choice("b", "B", ("a",)))
    )
    assert parse_value(round_about, ["a"]) == {"a", "b", "gone"}


def test_sets_are_stored_sorted() -> None:
    assert to_json(frozenset({"b", "a"})) == ["a", "b"]
    assert to_json(True) is True
    assert to_json("x") == "x"


def test_an_unknown_fact_is_named() -> None:
    assert CATALOGUE.get("nonsense") is None
    with pytest.raises(UserFacingError, match="nonsense"):
        CATALOGUE["nonsense"]


def stated(key: str, value: Value, subject: str = "uc", place: str = "") -> StatedFact:
    return StatedFact(key, value, subject, place)


def test_a_value_for_one_place_overrides_the_common_one_there_only() -> None:
    facts = (stated("customer_facing", True), stated("customer_facing", False, place="SG"))
    assert merged(CATALOGUE, facts, "HK") == {"customer_facing": True}
    assert merged(CATALOGUE, facts, "SG") == {"customer_facing": False}
    assert merged(CATALOGUE, reversed(facts), "SG") == {"customer_facing": False}


def test_an_override_for_one_subject_does_not_hide_another_subject() -> None:
    facts = (
        stated("customer_facing", True, "one"),
        stated("customer_facing", False, "one", "HK"),
        stated("customer_facing", True, "other"),
    )
    assert merged(CATALOGUE, facts, "HK") == {"customer_facing": True}


def test_several_subjects_are_joined() -> None:
    facts = (
        stated("advice", True, "a"), stated("advice", False, "b"),
        stated("technique", frozenset({"rules"}), "a"), stated("technique", frozenset({"genai"}), "b"),
        stated("reached", 5, "a"), stated("reached", 3, "b"),
        stated("sandbox", "none", "a"), stated("sandbox", "applying", "b"),
    )  # fmt: skip
    assert merged(CATALOGUE, facts, "HK") == {
        "advice": True,
        "technique": frozenset({"rules", "genai"}),
        "reached": 5,
        "sandbox": "applying",
    }


def test_what_is_not_in_the_catalogue_is_left_out() -> None:
    assert merged(CATALOGUE, (stated("gone", True),), "HK") == {}


def test_a_context_holds_derived_facts() -> None:
    ai = (stated("technique", frozenset({"genai"})),)
    assert context_for(CATALOGUE, ai, "HK").facts["uses_ai"] is True
    assert "uses_ai" not in context_for(CATALOGUE, (), "HK").facts
    whole = context_for(CATALOGUE, (), "HK", ({"data_class": frozenset()},), flows_complete=True)
    assert (len(whole.flows), whole.flows_complete) == (1, True)


def test_a_pack_adds_its_own_derived_facts() -> None:
    more = CATALOGUE.extended((Derived("high", "High", Equals("uses_ai", True)),))
    assert [item.key for item in more.ordered_derived()][-1] == "high"
    assert define("x").choice("a") is None


def test_a_flow_carries_what_its_values_imply() -> None:
    catalogue = FactCatalogue(
        (
            define(
                "data_class",
                FactKind.SET,
                About.FLOW,
                choices=(Choice("personal", "Personal"), Choice("credit", "Credit data", ("personal",))),
            ),
        )
    )
    flows = ({"data_class": frozenset({"credit"}), "given_to": "vendor", "unheard_of": frozenset({"x"})},)
    (flow,) = context_for(catalogue, (), "HK", flows).flows
    assert flow == {
        "data_class": frozenset({"credit", "personal"}),
        "given_to": "vendor",
        "unheard_of": frozenset({"x"}),
    }


@pytest.mark.parametrize(
    ("key", "said", "known"),
    [
        ("technique", {"m1": frozenset({"rules"})}, None),
        ("technique", {"m1": frozenset({"rules"}), "m2": frozenset({"llm"})}, frozenset({"rules", "llm"})),
        ("own_weights", {"m1": False}, None),
        ("own_weights", {"m2": True}, True),
        ("own_weights", {"m1": False, "m2": False}, False),
        ("advice", {"uc": False}, False),
    ],
)
def test_what_one_model_states_is_not_known_of_the_others(
    key: str, said: dict[str, Value], known: Value | None
) -> None:
    catalogue = FactCatalogue((*CATALOGUE.definitions, define("own_weights", about=About.MODEL)))
    facts = [stated(key, value, subject) for subject, value in said.items()]
    parts = {About.MODEL: ("m1", "m2"), About.SYSTEM: ("s1",)}
    assert merged(catalogue, facts, "HK", parts).get(key) == known
    assert context_for(catalogue, facts, "HK", parts=parts).facts.get(key) == known
    assert merged(catalogue, facts, "HK", {About.MODEL: tuple(said)}).get(key) is not None
