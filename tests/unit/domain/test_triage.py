"""Triage: not AI, basic use or full, and what could still change it."""

import pytest

from placet.domain.parties import TriageResult
from placet.domain.predicates import Value
from placet.domain.triage import propose_triage, triage_questions
from unit.domain.made import CATALOGUE, context

AI: Value = frozenset({"genai"})
RULES: Value = frozenset({"rules"})


def test_its_questions_stand_in_order() -> None:
    assert [item.key for item in triage_questions(CATALOGUE)] == ["technique", "customer_facing"]


@pytest.mark.parametrize(
    ("facts", "result", "deciding"),
    [
        ({}, TriageResult.OPEN, {"technique", "customer_facing"}),
        ({"technique": AI}, TriageResult.OPEN, {"customer_facing"}),
        ({"customer_facing": True}, TriageResult.OPEN, {"technique"}),
        ({"technique": RULES}, TriageResult.NOT_AI, set()),
        ({"technique": RULES, "customer_facing": True}, TriageResult.NOT_AI, set()),
        ({"technique": AI, "customer_facing": True}, TriageResult.FULL, set()),
        ({"technique": AI, "customer_facing": False}, TriageResult.BASIC, set()),
    ],
)
def test_what_is_proposed(facts: dict[str, Value], result: TriageResult, deciding: set[str]) -> None:
    found = propose_triage(CATALOGUE, context(facts))
    assert (found.result, found.deciding) == (result, deciding)
    assert bool(found.reasons) is (result is not TriageResult.OPEN)
