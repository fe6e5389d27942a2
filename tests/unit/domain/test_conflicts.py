"""Conflicts are found where rules of two places leave no common way, and nowhere else."""

from dataclasses import replace

import pytest

from placet.domain.conflicts import Conflict, ConflictKind, find_conflicts
from placet.domain.limits import standards
from placet.domain.pack import Parameter, ParameterValue
from placet.domain.predicates import ALWAYS, All, AnyOf, AtLeast, Derived, Equals, Includes, Not, Predicate
from placet.domain.rules import Force, Requirement
from placet.domain.side_by_side import InPlace
from unit.domain.made import COMMON, relation, requirement
from unit.domain.made_places import WITH_PLACES, in_place, rule

OUTSIDE_A = AnyOf((Includes("stored_in", "BB"), Includes("stored_in", "CC")))
NOT_IN_B = Not(Includes("stored_in", "BB"))
FLOW = {"stored_in": frozenset({"AA"}), "processed_in": frozenset({"AA"}), "collected_in": "AA"}


def conflicts(*columns: InPlace) -> tuple[Conflict, ...]:
    return find_conflicts(WITH_PLACES, columns, ())


def test_storage_that_one_place_bars_and_another_wants_is_a_conflict() -> None:
    a = in_place("AA", flows=(FLOW,), data_rules=(rule("a-only", OUTSIDE_A),))
    b = in_place("BB", flows=(FLOW,), data_rules=(rule("b-copy", NOT_IN_B, "conditional"),))
    (found,) = conflicts(a, b)
    assert found.kind is ConflictKind.PLACES
    assert (found.one.rule_id, found.other.rule_id, found.flow_index) == ("a-only", "b-copy", 0)
    assert (found.one.place, found.other.place) == ("AA", "BB")
    assert found.facts == ("stored_in",)
    assert "BB wants the data stored in BB" in found.why
    assert "AA prohibits storing it elsewhere" in found.why
    assert found.way_out == ""


def test_two_places_that_each_want_a_copy_are_met_by_two_copies() -> None:
    a = in_place("AA", flows=(FLOW,), data_rules=(rule("a-copy", Not(Includes("stored_in", "AA")), "conditional"),))
    b = in_place("BB", flows=(FLOW,), data_rules=(rule("b-copy", NOT_IN_B, "conditional"),))
    assert conflicts(a, b) == ()


@pytest.mark.parametrize(
    "wish",
    [
        All((NOT_IN_B, Equals("collected_in", "AA"))),
        Not(AnyOf((Includes("stored_in", "BB"), Includes("processed_in", "BB")))),
        AnyOf((NOT_IN_B, Equals("collected_in", "CC"))),
    ],
)
def test_a_wish_for_storage_is_found_within_a_longer_rule(wish: Predicate) -> None:
    a = in_place("AA", flows=(FLOW,), data_rules=(rule("a-only", OUTSIDE_A),))
    b = in_place("BB", flows=(FLOW,), data_rules=(rule("b-copy", wish, "conditional"),))
    assert len(conflicts(a, b)) == 1


def test_the_way_out_is_told_where_moving_the_processing_too_would_meet_both() -> None:
    flow = {**FLOW, "processed_in": frozenset({"CC"})}
    bar = All((Includes("processed_in", "CC"), Not(Includes("stored_in", "CC"))))
    a = in_place("AA", flows=(flow,), data_rules=(rule("a", bar),))
    b = in_place("BB", flows=(flow,), data_rules=(rule("b", Includes("stored_in", "CC")),))
    (found,) = conflicts(a, b)
    assert found.way_out == "Storing, processing and opening the data in AA only would meet both."


@pytest.mark.parametrize("outcome", ["filing", "prior_approval", "no_restriction_found"])
def test_what_a_filing_or_an_approval_opens_is_closed_to_nobody(outcome: str) -> None:
    a = in_place("AA", flows=(FLOW,), data_rules=(rule("a-only", OUTSIDE_A),))
    b = in_place("BB", flows=(FLOW,), data_rules=(rule("b-copy", NOT_IN_B, outcome),))
    assert conflicts(a, b) == ()


@pytest.mark.parametrize(
    ("outcome", "instrument", "place"),
    [("conditional", "GL", "BB"), ("prohibited", "DR", "BB"), ("prohibited", "LT", "BB"), ("prohibited", "GL", "AA")],
)
def test_safeguards_drafts_law_of_later_and_rules_of_one_place_make_no_conflict(
    outcome: str, instrument: str, place: str
) -> None:
    a = in_place("AA", flows=(FLOW,), data_rules=(rule("a-only", Not(Includes("stored_in", "AA"))),))
    other = in_place(place, flows=(FLOW,), data_rules=(rule("b", Includes("stored_in", "AA"), outcome, instrument),))
    assert conflicts(a, other) == ()


def test_a_rule_that_nothing_can_meet_conflicts_with_nobody() -> None:
    a = in_place("AA", flows=(FLOW,), data_rules=(rule("never", ALWAYS),))
    b = in_place("BB", flows=(FLOW,), data_rules=(rule("b-copy", NOT_IN_B),))
    assert conflicts(a, b) == ()


def test_a_rule_that_hangs_on_an_unknown_fact_shows_no_conflict_yet() -> None:
    a = in_place("AA", flows=(FLOW,), data_rules=(rule("a-only", All((OUTSIDE_A, Equals("advice", True)))),))
    b = in_place("BB", flows=(FLOW,), data_rules=(rule("b-copy", NOT_IN_B),))
    assert conflicts(a, b) == ()


def test_the_same_pair_in_two_entities_is_told_once() -> None:
    a = in_place("AA", flows=(FLOW,), data_rules=(rule("a-only", OUTSIDE_A),))
    b = in_place("BB", flows=(FLOW,), data_rules=(rule("b-copy", NOT_IN_B),))
    assert len(conflicts(a, replace(a, entity_id="E-2"), b)) == 1


def test_a_least_above_a_most_is_a_conflict_of_limits() -> None:
    common = replace(COMMON, parameters=(Parameter("keep", "Records are kept", "years", "max"),))
    a = in_place("AA", parameters=(ParameterValue("keep", 7, "GL", "1", Force.GUIDELINE),))
    b = in_place("BB", parameters=(ParameterValue("keep", 2, "GL", "9", Force.GUIDELINE, bound="at_most"),))
    (found,) = find_conflicts(WITH_PLACES, (a, b), standards(common, (a, b)))
    assert found.kind is ConflictKind.LIMITS
    assert found.why == "Records are kept: at least 7 years in AA, at most 2 years in BB."
    assert (found.one.clause.clause, found.other.clause.clause) == ("1", "9")
    assert find_conflicts(WITH_PLACES, (a,), standards(common, (a,))) == ()


IN_LOOP, OUT = Equals("oversight_mode", "in"), Equals("oversight_mode", "out")


def duty(key: str, demands: Predicate, control: str = "human-oversight", **more: object) -> Requirement:
    return requirement(key, relation(control, "equal"), demands=demands, **more)


@pytest.mark.parametrize(
    ("control", "kind"),
    [("human-oversight", "oversight"), ("ai-disclosure", "disclosure"), ("testing", "duties")],
)
def test_duties_that_demand_opposite_facts_conflict(control: str, kind: str) -> None:
    a, b = in_place("AA", duty("A-1", IN_LOOP, control)), in_place("BB", duty("B-1", OUT, control))
    (found,) = conflicts(a, b)
    assert found.kind == kind
    assert found.facts == ("oversight_mode",)
    assert found.why == "AA: Title of A-1; BB: Title of B-1. The same facts cannot meet both."


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (IN_LOOP, IN_LOOP),
        (IN_LOOP, Equals("checked", True)),
        (Equals("customer_facing", True), Equals("customer_facing", False)),
        (AtLeast("reached", 5), Not(AtLeast("reached", 3))),
        (All((IN_LOOP, OUT)), IN_LOOP),
        (All((IN_LOOP, Equals("customer_facing", True))), All((IN_LOOP, Equals("customer_facing", False)))),
        (Includes("technique", "rules"), Includes("technique", "genai")),
    ],
)
def test_duties_that_can_both_be_met_or_that_none_could_meet_alone_do_not_conflict(
    one: Predicate, other: Predicate
) -> None:
    assert conflicts(in_place("AA", duty("A-1", one)), in_place("BB", duty("B-1", other))) == ()


def test_a_demand_on_a_derived_fact_comes_down_to_stated_ones() -> None:
    watched = Derived("watched", "Watched", AnyOf((IN_LOOP, Equals("checked", True))))
    unwatched = All((OUT, Equals("checked", False)))
    a = in_place("AA", duty("A-1", Equals("watched", True)), derived=(watched,))
    b = in_place("BB", duty("B-1", unwatched))
    (found,) = conflicts(a, b)
    assert found.facts == ("checked", "oversight_mode")


def test_duties_of_one_place_and_duties_that_do_not_apply_make_no_conflict() -> None:
    same = in_place("AA", duty("A-1", IN_LOOP), duty("A-2", OUT))
    never = in_place("BB", duty("B-1", OUT, applies_when=Equals("advice", True)), facts={"advice": False})
    assert conflicts(same, never) == ()
