"""Facts and reasons as people read them."""

import pytest

from placet.domain.predicates import (
    ALWAYS,
    All,
    AnyFlow,
    AnyOf,
    AtLeast,
    Equals,
    EveryFlow,
    Explanation,
    In,
    Includes,
    Known,
    Not,
    Predicate,
    Value,
)
from placet.domain.wording import fact_label, predicate_text, reason_text, value_text
from unit.domain.made import CATALOGUE


@pytest.mark.parametrize(
    ("key", "value", "text"),
    [
        ("advice", None, "not known"),
        ("advice", True, "yes"),
        ("advice", False, "no"),
        ("reached", 500, "500 customers"),
        ("unheard_of", 500, "500"),
        ("technique", frozenset({"llm", "genai"}), "Generative AI, Language model"),
        ("technique", frozenset({"other"}), "other"),
        ("technique", frozenset(), ""),
        ("sandbox", "applying", "Applying"),
        ("summary", "applying", "applying"),
        ("unheard_of", "as it is", "as it is"),
    ],
)
def test_values(key: str, value: Value | None, text: str) -> None:
    assert value_text(CATALOGUE, key, value) == text


def test_labels() -> None:
    assert fact_label(CATALOGUE, "customer_facing") == "Customer facing"
    assert fact_label(CATALOGUE, "uses_ai") == "Uses AI"
    assert fact_label(CATALOGUE, "flows") == "Data flows"
    assert fact_label(CATALOGUE, "unheard_of") == "unheard_of"


@pytest.mark.parametrize(
    ("predicate", "text"),
    [
        (Equals("advice", True), "Advice is yes"),
        (Not(Equals("advice", True)), "not (Advice is yes)"),
        (In("sandbox", ("none", "applying")), "Sandbox is No sandbox or Applying"),
        (Includes("technique", "llm"), "Technique includes Language model"),
        (AtLeast("reached", 5), "Reached is at least 5"),
        (Known("launched"), "Launched is stated"),
        (All((Known("launched"), Equals("advice", False))), "Launched is stated and Advice is no"),
        (AnyOf((Known("launched"), Known("advice"))), "Launched is stated or Advice is stated"),
        (AnyFlow(Includes("data_class", "personal")), "some flow where Data class includes Personal data"),
        (EveryFlow(Known("stored_in")), "every flow has Stored in is stated"),
    ],
)
def test_predicates(predicate: Predicate, text: str) -> None:
    assert predicate_text(CATALOGUE, predicate) == text


@pytest.mark.parametrize(
    ("reason", "text"),
    [
        (Explanation(True, Equals("advice", True), value=True), "Advice: yes"),
        (Explanation(None, Includes("technique", "llm")), "Technique: not known"),
        (Explanation(True, AnyFlow(Known("stored_in"))), "Data flows: some flow where Stored in is stated"),
        (Explanation(True, ALWAYS), "Applies to every case in scope"),
    ],
)
def test_reasons(reason: Explanation, text: str) -> None:
    assert reason_text(CATALOGUE, reason) == text
