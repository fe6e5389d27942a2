"""From facts to coverage on a day: what applies, since when, what is proposed, what is said of flows."""

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from placet.domain.assessment import (
    Assessment,
    Timing,
    applicable,
    assess,
    data_findings,
    flow_facts,
    propose,
    strictest,
    timing_of,
)
from placet.domain.coverage import CoverageStatus
from placet.domain.pack import Classification, Clock, DataOutcome, DataRule, Form, ParameterValue, Route, Tier
from placet.domain.predicates import ALWAYS, Context, Derived, Equals, Includes, Predicate
from placet.domain.rules import DatedCase, Effective, Force, Requirement, Status
from unit.domain.made import CATALOGUE, INSTRUMENT, TODAY, answer, context, pack, relation, requirement

ADVICE = Equals("advice", True)
DAY = dt.timedelta(days=1)


def run(*requirements: Requirement, where: Context | None = None, **changes: object) -> Assessment:
    made = pack(*requirements, **changes)
    return assess(CATALOGUE, made, where or context(), (), "HK", TODAY)


@pytest.mark.parametrize(
    ("effective", "timing", "date"),
    [
        (Effective(TODAY), Timing.IN_FORCE, TODAY),
        (Effective(TODAY + DAY), Timing.UPCOMING, TODAY + DAY),
        (Effective(TODAY - DAY), Timing.IN_FORCE, TODAY - DAY),
        (Effective(not_set=True), Timing.NOT_SET, None),
        (Effective(note="always"), Timing.IN_FORCE, None),
        (Effective(literal_date=TODAY + DAY, date=TODAY, note="practice"), Timing.IN_FORCE, TODAY),
    ],
)
def test_from_when_a_requirement_holds(effective: Effective, timing: Timing, date: dt.date | None) -> None:
    assert timing_of(requirement(effective=effective), INSTRUMENT, context(), TODAY) == (timing, date)


@pytest.mark.parametrize(("from_day", "timing"), [(TODAY, Timing.IN_FORCE), (TODAY + DAY, Timing.UPCOMING)])
def test_without_its_own_date_a_requirement_holds_from_its_instruments(from_day: dt.date, timing: Timing) -> None:
    instrument = replace(INSTRUMENT, in_force_from=from_day)
    dateless = requirement(effective=Effective(note="with its instrument"))
    assert timing_of(dateless, instrument, context(), TODAY) == (timing, from_day)
    assert timing_of(requirement(effective=Effective(TODAY)), instrument, context(), TODAY)[0] is Timing.IN_FORCE
    assert timing_of(requirement(effective=Effective(not_set=True)), instrument, context(), TODAY)[0] is Timing.NOT_SET


@pytest.mark.parametrize("status", ["consultation", "draft", "discussion", "superseded"])
def test_what_is_no_rule_yet_or_any_more_is_never_in_force(status: str) -> None:
    draft = requirement(status=Status(status))
    assert timing_of(draft, INSTRUMENT, context(), TODAY) == (Timing.NOT_IN_FORCE, None)
    instrument = replace(INSTRUMENT, status=Status(status))
    assert timing_of(requirement(), instrument, context(), TODAY) == (Timing.NOT_IN_FORCE, None)


@pytest.mark.parametrize(
    ("facts", "timing", "date"),
    [
        ({"sector": "bank"}, Timing.IN_FORCE, TODAY),
        ({"sector": "broker"}, Timing.UPCOMING, TODAY + DAY),
        ({"sector": "insurer"}, Timing.NOT_SET, None),
        ({}, Timing.UNDECIDED, None),
    ],
)
def test_a_date_may_hang_on_a_fact(facts: dict[str, str], timing: Timing, date: dt.date | None) -> None:
    effective = Effective(
        by_fact=(DatedCase(Equals("sector", "bank"), TODAY), DatedCase(Equals("sector", "broker"), TODAY + DAY))
    )
    assert timing_of(requirement(effective=effective), INSTRUMENT, context(facts), TODAY) == (timing, date)


def test_a_date_by_fact_falls_back_to_the_common_date() -> None:
    effective = Effective(TODAY - DAY, (DatedCase(ADVICE, None),))
    assert timing_of(requirement(effective=effective), INSTRUMENT, context({"advice": False}), TODAY)[1] == TODAY - DAY
    no_date = timing_of(requirement(effective=effective), INSTRUMENT, context({"advice": True}), TODAY)
    assert no_date == (Timing.NOT_SET, None)


@pytest.mark.parametrize(
    ("applies", "effective", "status", "expected"),
    [
        (ALWAYS, Effective(TODAY), Status.IN_FORCE, CoverageStatus.OPEN),
        (ADVICE, Effective(TODAY), Status.IN_FORCE, CoverageStatus.UNDECIDED),
        (Equals("not", True), Effective(TODAY), Status.IN_FORCE, CoverageStatus.NOT_TRIGGERED),
        (ALWAYS, Effective(TODAY + DAY), Status.IN_FORCE, CoverageStatus.NOT_YET_IN_FORCE),
        (ALWAYS, Effective(not_set=True), Status.IN_FORCE, CoverageStatus.NOT_YET_IN_FORCE),
        (ALWAYS, Effective(TODAY), Status.CONSULTATION, CoverageStatus.NOT_YET_IN_FORCE),
        (ADVICE, Effective(TODAY), Status.DRAFT, CoverageStatus.NOT_YET_IN_FORCE),
        (ADVICE, Effective(TODAY + DAY), Status.IN_FORCE, CoverageStatus.NOT_YET_IN_FORCE),
        (Equals("not", True), Effective(TODAY), Status.DRAFT, CoverageStatus.NOT_TRIGGERED),
        (ALWAYS, Effective(by_fact=(DatedCase(ADVICE, TODAY),)), Status.IN_FORCE, CoverageStatus.UNDECIDED),
    ],
)
def test_what_is_computed_and_never_typed(
    applies: Predicate, effective: Effective, status: Status, expected: CoverageStatus
) -> None:
    made = requirement(applies_when=applies, effective=effective, status=status)
    (found,) = run(made, where=context({"not": False})).coverage
    assert found.status is expected


def test_addressees_are_part_of_applicability() -> None:
    made = requirement(addressees=Includes("sector", "bank"))
    assert run(made, where=context({"sector": frozenset({"broker"})})).triggered == ()
    (found,) = run(made, where=context({"sector": frozenset({"bank"})})).triggered
    assert [reason.value for reason in found.applicability.reasons if reason.value] == [frozenset({"bank"})]
    assert run(made).applicability[0].deciding == {"sector"}


def test_what_is_off_by_default_is_left_out_until_switched_on() -> None:
    made = pack(requirement("OFF", default_on=False), requirement("ON"))
    assert [item.requirement.id for item in applicable(made, context(), TODAY)] == ["ON"]
    both = applicable(made, context(), TODAY, frozenset({"OFF"}))
    assert [item.requirement.id for item in both] == ["OFF", "ON"]


def test_gaps_are_those_that_bite() -> None:
    result = run(
        requirement("OPEN"),
        requirement("LATER", effective=Effective(TODAY + DAY)),
        requirement("MAYBE", applies_when=ADVICE),
    )
    assert [item.applicability.requirement.id for item in result.gaps] == ["OPEN", "MAYBE"]
    assert [item.applicability.requirement.id for item in result.triggered] == ["OPEN"]


def test_the_same_inputs_give_the_same_assessment() -> None:
    made = requirement("R", relation("oversight", "equal"), applies_when=ADVICE)
    one, other = (run(made, where=context({"advice": True})) for _ in range(2))
    assert one == other


def test_an_expired_waiver_is_a_gap_again() -> None:
    made = pack(requirement("R", relation("oversight", "equal")))
    waived = answer("waived", control_id="oversight", expires=TODAY.isoformat())
    for day, status in ((TODAY, CoverageStatus.WAIVED), (TODAY + DAY, CoverageStatus.OPEN)):
        (found,) = assess(CATALOGUE, made, context(), (waived,), "HK", day).coverage
        assert found.status is status


def test_a_packs_own_derived_facts_are_worked_out() -> None:
    made = requirement(applies_when=Equals("high", True))
    derived = (Derived("high", "High", ADVICE), Derived("uses_ai", "Shadows the common one", ADVICE))
    result = run(made, where=context({"advice": True}), derived=derived)
    assert result.context.facts["high"] is True
    assert "uses_ai" not in result.context.facts  # the common definition goes first
    assert len(result.triggered) == 1


def scale(*tiers: Tier, applies: Predicate = ALWAYS) -> Classification:
    return Classification("S", "Scale", "GL", applies, tiers, "Not high")


HIGH = Tier("high", "High", ADVICE, "4.1")
LIMITED = Tier("limited", "Limited", Equals("customer_facing", True), "4.2")


@pytest.mark.parametrize(
    ("facts", "label", "truth", "deciding"),
    [
        ({"advice": True}, "High", True, set()),
        ({"advice": False, "customer_facing": True}, "Limited", True, set()),
        ({"advice": False, "customer_facing": False}, "Not high", True, set()),
        ({"customer_facing": True}, "High", None, {"advice"}),
        ({"advice": False}, "Limited", None, {"customer_facing"}),
    ],
)
def test_the_first_tier_that_holds_is_proposed(
    facts: dict[str, bool], label: str, truth: bool | None, deciding: set[str]
) -> None:
    found = propose(scale(HIGH, LIMITED), context(facts))
    assert found is not None
    assert (found.label, found.truth, found.deciding) == (label, truth, deciding)
    assert bool(found.reasons) is (truth is True)


def test_the_default_tier_says_why_each_other_does_not_hold() -> None:
    found = propose(
        scale(HIGH, LIMITED, replace(LIMITED, key="again")), context({"advice": False, "customer_facing": False})
    )
    assert found is not None
    assert [reason.predicate for reason in found.reasons] == [HIGH.when, LIMITED.when]


def test_a_scale_out_of_scope_proposes_nothing_and_an_unknown_scope_says_so() -> None:
    made = scale(HIGH, applies=Equals("sector", "bank"))
    assert propose(made, context({"sector": "broker"})) is None
    found = propose(made, context())
    assert found is not None
    assert (found.tier, found.truth, found.deciding) == (None, None, {"sector"})


def test_a_scale_without_tiers_proposes_its_default() -> None:
    found = propose(scale(), context())
    assert found is not None
    assert (found.tier, found.label, found.reasons) == (None, "Not high", ())


PERSONAL = Includes("data_class", "personal")


def rule(key: str, when: Predicate, outcome: str) -> DataRule:
    return DataRule(key, key, "GL", "7", when, DataOutcome(outcome))


def test_every_rule_that_speaks_of_a_flow_is_heard() -> None:
    made = pack(data_rules=(rule("A", PERSONAL, "conditional"), rule("B", ALWAYS, "filing")))
    found = data_findings(made, context({}, {"data_class": frozenset({"personal"})}, {"data_class": frozenset()}))
    assert [(item.flow_index, item.rule.id if item.rule else "", item.outcome) for item in found] == [
        (0, "A", DataOutcome.CONDITIONAL),
        (0, "B", DataOutcome.FILING),
        (1, "B", DataOutcome.FILING),
    ]


def test_a_flow_that_no_rule_speaks_of_has_no_restriction_found() -> None:
    (found,) = data_findings(
        pack(data_rules=(rule("A", PERSONAL, "conditional"),)), context({}, {"data_class": frozenset()})
    )
    assert (found.rule, found.outcome) == (None, DataOutcome.NO_RESTRICTION)


def test_a_flow_of_which_too_little_is_known_is_not_assessed() -> None:
    (found,) = data_findings(pack(data_rules=(rule("A", PERSONAL, "prohibited"),)), context({}, {}))
    assert (found.outcome, found.deciding) == (DataOutcome.NOT_ASSESSED, {"data_class"})


def test_a_pack_without_data_rules_has_assessed_no_flow() -> None:
    (found,) = data_findings(pack(), context({}, {}))
    assert (found.rule, found.outcome) == (None, DataOutcome.NOT_ASSESSED)


def value(amount: int, force: str = "guideline") -> ParameterValue:
    return ParameterValue("log-retention", amount, "GL", "5", Force(force))


def test_the_strictest_value_ignores_observations() -> None:
    values = (value(6), value(84, "observation"), value(12, "law"))
    assert strictest(values, "max") == value(12, "law")
    assert strictest((value(6), value(3, "observation")), "min") == value(6)
    assert strictest((value(6, "observation"),), "max") is None
    assert strictest((), "max") is None


@given(st.lists(st.integers(0, 9).map(value), min_size=1), st.sampled_from(["max", "min"]))
def test_the_strictest_value_meets_all_others(values: list[ParameterValue], direction: str) -> None:
    found = strictest(values, direction)
    assert found is not None
    assert all(found.value >= other.value if direction == "max" else found.value <= other.value for other in values)


BESIDE = {
    "parameters": ParameterValue("log-retention", 6, "GL", "5", Force.LAW, ADVICE),
    "routes": Route("route", "Route", ADVICE, ()),
    "clocks": Clock("clock", "Clock", "discovery", 3, "hours", "ZRA", "GL", "6", Force.LAW, ADVICE),
    "forms": Form("form", "Form", "ZRA", "GL", "8", ADVICE, ()),
}


@pytest.mark.parametrize("kind", BESIDE)
def test_what_stands_beside_requirements_never_vanishes_for_want_of_a_fact(kind: str) -> None:
    changes = {kind: (BESIDE[kind],)}
    assert getattr(run(where=context({"advice": True}), **changes), kind) == (BESIDE[kind],)
    assert getattr(run(where=context({"advice": False}), **changes), kind) == ()
    unknown = run(**changes)
    assert getattr(unknown, kind) == ()
    assert unknown.deciding_facts() == {"advice"} == unknown.read_beside


def test_the_facts_that_still_decide_are_gathered_from_everywhere() -> None:
    made = pack(
        requirement("A", applies_when=Equals("a", True)),
        requirement("DRAFT", applies_when=Equals("draft_only", True), status=Status.DRAFT),
        requirement("DATE", effective=Effective(by_fact=(DatedCase(Equals("date", True), TODAY),))),
        requirement(
            "NEVER",
            applies_when=Equals("no", True),
            effective=Effective(by_fact=(DatedCase(Equals("d2", True), TODAY),)),
        ),
        classifications=(scale(Tier("t", "T", Equals("tier", True), "1")),),
        data_rules=(rule("D", Equals("flow_fact", True), "filing"),),
    )
    result = assess(CATALOGUE, made, context({"no": False}, {}), (), "HK", TODAY)
    assert result.deciding_facts() == {"a", "date", "tier", "flow_fact"}


def test_a_data_flow_states_only_what_was_filled_in() -> None:
    assert flow_facts([], "", [], [], [], "", "") == {}
    assert flow_facts(["personal"], "HK", ["HK", "SG"], ["SG"], ["IN"], "vendor", "contract") == {
        "data_class": frozenset({"personal"}),
        "collected_in": "HK",
        "stored_in": frozenset({"HK", "SG"}),
        "processed_in": frozenset({"SG"}),
        "accessed_from": frozenset({"IN"}),
        "given_to": "vendor",
        "mechanism": "contract",
    }


def test_instruments_and_requirements_are_found_by_id() -> None:
    made = pack(requirement("R-1"))
    assert made.instrument("GL") == INSTRUMENT
    assert made.requirement("R-1") == requirement("R-1")
    assert made.requirement("R-2") is None
