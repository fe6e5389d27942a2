"""What a new version of a pack touches, and nothing beside it."""

import datetime as dt
from dataclasses import replace

import pytest

from placet.domain.impact import pack_change, renamed, scan_catalogue, with_packs
from placet.domain.pack import Classification, DataRule, Pack, ParameterValue, Tier
from placet.domain.predicates import ALWAYS, All, AnyFlow, AnyOf, Derived, Equals, EveryFlow, Known, Not
from placet.domain.rules import Force
from unit.domain.made import CATALOGUE, INSTRUMENT, pack, requirement
from unit.domain.made_places import rule

ADVICE, FACING = Equals("advice", True), Equals("customer_facing", True)
ONE = requirement("R-1", addressees=FACING, applies_when=ADVICE)
TWO = requirement("R-2")
OLD = pack(ONE, TWO, version="1")


def test_the_same_rules_change_nothing_however_often_they_were_read_again() -> None:
    again = replace(ONE, last_verified=dt.date(2027, 1, 1), verified_by="somebody", sources=("a new copy",))
    found = pack_change(OLD, pack(again, TWO, version="2"))
    assert (found.added, found.removed, found.changed, found.predicates) == ((), (), (), ())


def test_added_removed_and_changed_rules_with_what_they_catch() -> None:
    new = pack(replace(ONE, duty="Another duty."), requirement("R-3", applies_when=FACING))
    found = pack_change(OLD, new)
    assert (found.added, found.removed, found.changed) == (
        ("requirements/R-3",), ("requirements/R-2",), ("requirements/R-1",),
    )  # fmt: skip
    assert set(found.predicates) == {All((ALWAYS, ALWAYS)), All((FACING, ADVICE)), All((ALWAYS, FACING))}


def test_a_rule_that_narrows_still_touches_those_it_caught_before() -> None:
    found = pack_change(OLD, pack(replace(ONE, addressees=All((FACING, ADVICE))), TWO))
    assert set(found.predicates) == {All((FACING, ADVICE)), All((All((FACING, ADVICE)), ADVICE))}


@pytest.mark.parametrize(
    ("changes", "touched"),
    [
        ({"in_force_from": dt.date(2027, 1, 1)}, True),
        ({"force": Force.LAW}, True),
        ({"note": "Read again.", "sources": ("x",)}, False),
    ],
)
def test_an_instrument_that_moved_touches_what_rests_on_it(changes: dict[str, object], touched: bool) -> None:
    moved = replace(INSTRUMENT, **changes)  # type: ignore[arg-type]
    found = pack_change(OLD, replace(OLD, instruments=(moved,)))
    assert found.changed == (("requirements/R-1", "requirements/R-2") if touched else ())


def test_a_derived_fact_that_means_something_else_touches_what_uses_it_at_any_depth() -> None:
    def with_meaning(when: object) -> Pack:
        derived = (
            Derived("low", "Low", when),  # type: ignore[arg-type]
            Derived("high", "High", Equals("low", True)),
            Derived("apart", "Apart", FACING),
        )
        using = (
            requirement("R-1", applies_when=Equals("high", True)),
            requirement("R-2", applies_when=Equals("apart", True)),
        )
        return pack(*using, derived=derived)

    assert pack_change(with_meaning(ADVICE), with_meaning(FACING)).changed == ("requirements/R-1",)
    assert pack_change(with_meaning(ADVICE), with_meaning(ADVICE)).changed == ()


def test_every_kind_of_rule_is_looked_at() -> None:
    data: DataRule = rule("d", ADVICE)
    value = ParameterValue("keep", 5, "GL", "3", Force.GUIDELINE, FACING)
    scale = Classification("s", "Scale", "GL", ADVICE, (Tier("t", "T", FACING, "1"),), "none")
    old = replace(OLD, data_rules=(data,), parameters=(value,), classifications=(scale,))
    new = replace(
        old,
        data_rules=(replace(data, title="Other"),),
        parameters=(replace(value, value=7),),
        classifications=(replace(scale, default="nothing"),),
    )
    found = pack_change(old, new)
    assert found.changed == ("classifications/s", "data_rules/d", "parameters/keep GL 3")
    assert set(found.predicates) == {ADVICE, AnyFlow(ADVICE), FACING}


def test_the_columns_of_all_packs_hold_each_derived_fact_once() -> None:
    mine = Derived("mine", "Mine", ADVICE)
    wide = with_packs(CATALOGUE, (replace(OLD, derived=(mine, CATALOGUE.derived[0])), replace(OLD, derived=(mine,))))
    assert [item.key for item in wide.derived] == ["uses_ai", "needs_full_assessment", "mine"]


def test_a_rule_as_it_was_is_read_with_the_facts_as_they_were() -> None:
    def using(*derived: Derived) -> Pack:
        return pack(requirement("R-1", applies_when=Equals("high", True)), derived=derived)

    high = Derived("high", "High", Equals("low", True))
    old, new = using(Derived("low", "Low", ADVICE), high), using(Derived("low", "Low", FACING), high)
    found = pack_change(old, new)
    assert set(found.predicates) == {All((ALWAYS, Equals("high before", True))), All((ALWAYS, Equals("high", True)))}
    wide = scan_catalogue(with_packs(CATALOGUE, (old,)), old, found)
    assert {item.key: item.when for item in wide.derived} == {
        **{item.key: item.when for item in CATALOGUE.derived},
        "low": FACING,
        "high": Equals("low", True),
        "low before": ADVICE,
        "high before": Equals("low before", True),
    }
    assert scan_catalogue(CATALOGUE, None, pack_change(OLD, new)).derived[-1].key == "high"


def test_facts_are_renamed_wherever_they_stand() -> None:
    tree = All((AnyOf((ADVICE, Not(FACING))), AnyFlow(Known("advice")), EveryFlow(Equals("other", 1))))
    assert renamed(tree, {"advice": "asked"}) == All(
        (AnyOf((Equals("asked", True), Not(FACING))), AnyFlow(Known("asked")), EveryFlow(Equals("other", 1)))
    )
