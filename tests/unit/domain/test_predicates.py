"""Three-valued predicates: truth tables, flows, reasons, the facts that still decide, derived facts."""

import itertools
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from placet.domain.predicates import (
    ALWAYS,
    All,
    AnyFlow,
    AnyOf,
    AtLeast,
    Context,
    Derived,
    Equals,
    EveryFlow,
    In,
    Includes,
    Known,
    Not,
    Predicate,
    Truth,
    Value,
    and_,
    deciding_facts,
    derivation_order,
    evaluate,
    explain,
    facts_of,
    not_,
    or_,
    with_derived,
)
from unit.domain.made import context

T, F, U = True, False, None
YES, NO = Equals("yes", True), Equals("no", True)
OPEN = Equals("open", True)
TRUTHS: dict[str, Value] = {"yes": True, "no": False}


@pytest.mark.parametrize(
    ("one", "other", "both", "either"),
    [
        (T, T, T, T), (T, F, F, T), (T, U, U, T),
        (F, T, F, T), (F, F, F, F), (F, U, F, U),
        (U, T, U, T), (U, F, F, U), (U, U, U, U),
    ],
)  # fmt: skip
def test_kleene_tables(one: Truth, other: Truth, both: Truth, either: Truth) -> None:
    leaf: dict[Truth, Predicate] = {T: YES, F: NO, U: OPEN}
    parts = (leaf[one], leaf[other])
    assert and_((one, other)) is both is evaluate(All(parts), context(TRUTHS))
    assert or_((one, other)) is either is evaluate(AnyOf(parts), context(TRUTHS))


@pytest.mark.parametrize(("truth", "opposite"), [(T, F), (F, T), (U, U)])
def test_negation(truth: Truth, opposite: Truth) -> None:
    assert not_(truth) is opposite


def test_of_nothing_all_holds_and_any_does_not() -> None:
    assert evaluate(ALWAYS, context()) is True
    assert evaluate(AnyOf(()), context()) is False


@pytest.mark.parametrize(
    ("predicate", "value", "truth"),
    [
        (Equals("x", True), True, T),
        (Equals("x", True), 1, F),
        (Equals("x", 1), True, F),
        (Equals("x", 1), 1, T),
        (Equals("x", "a"), "b", F),
        (Equals("x", False), None, U),
        (In("x", ("a", "b")), "b", T),
        (In("x", (1, 2)), True, F),
        (In("x", ("a",)), None, U),
        (Includes("x", "a"), frozenset({"a", "b"}), T),
        (Includes("x", "a"), frozenset(), F),
        (Includes("x", "a"), "abc", F),
        (Includes("x", "a"), None, U),
        (AtLeast("x", 3), 3, T),
        (AtLeast("x", 3), 2, F),
        (AtLeast("x", 0), True, F),
        (AtLeast("x", 3), "9", F),
        (AtLeast("x", 3), None, U),
        (Known("x"), False, T),
        (Known("x"), None, F),
    ],
)
def test_leaves(predicate: Predicate, value: Value | None, truth: Truth) -> None:
    facts: dict[str, Value] = {} if value is None else {"x": value}
    assert evaluate(predicate, context(facts)) is truth
    assert explain(predicate, context(facts)).truth is truth
    assert explain(predicate, context(facts)).value == value


PERSONAL = Includes("data_class", "personal")
CARRIES: Mapping[str, Value] = {"data_class": frozenset({"personal"})}
EMPTY: Mapping[str, Value] = {"data_class": frozenset()}
UNSAID: Mapping[str, Value] = {}


@pytest.mark.parametrize(
    ("flows", "complete", "some", "every"),
    [
        ((), True, F, T),
        ((), False, U, U),
        ((CARRIES,), True, T, T),
        ((CARRIES,), False, T, U),
        ((EMPTY,), True, F, F),
        ((EMPTY,), False, U, F),
        ((UNSAID,), True, U, U),
        ((CARRIES, EMPTY), True, T, F),
        ((CARRIES, UNSAID), True, T, U),
        ((EMPTY, UNSAID), True, U, F),
        ((EMPTY, UNSAID), False, U, F),
    ],
)
def test_flows(flows: tuple[Mapping[str, Value], ...], complete: bool, some: Truth, every: Truth) -> None:
    where = context({}, *flows, complete=complete)
    assert evaluate(AnyFlow(PERSONAL), where) is some
    assert evaluate(EveryFlow(PERSONAL), where) is every
    assert explain(AnyFlow(PERSONAL), where).truth is some
    assert explain(EveryFlow(PERSONAL), where).truth is every


def test_a_flow_is_read_with_the_use_cases_facts_and_its_own_go_first() -> None:
    inside = All((PERSONAL, Equals("sector", "bank")))
    assert evaluate(AnyFlow(inside), context({"sector": "bank"}, CARRIES)) is True
    assert evaluate(AnyFlow(inside), context({"sector": "bank"}, {**CARRIES, "sector": "other"})) is False


# every predicate over three facts, each of which is yes, no or unknown
leaves = st.sampled_from(["a", "b", "c"]).map(lambda key: Equals(key, True))
trees: st.SearchStrategy[Predicate] = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda parts: All(tuple(parts))),
        st.lists(inner, max_size=3).map(lambda parts: AnyOf(tuple(parts))),
        inner.map(Not),
    ),
    max_leaves=8,
)
states = st.dictionaries(st.sampled_from(["a", "b", "c"]), st.booleans())


def completions(facts: Mapping[str, bool], keys: frozenset[str]) -> list[Context]:
    missing = sorted(keys - facts.keys())
    return [
        context({**facts, **dict(zip(missing, values, strict=True))})
        for values in itertools.product((True, False), repeat=len(missing))
    ]


@given(trees, states)
def test_what_is_decided_stays_so_whatever_is_stated_later(tree: Predicate, facts: dict[str, bool]) -> None:
    truth = evaluate(tree, context(facts))
    if truth is not None:
        assert all(evaluate(tree, later) is truth for later in completions(facts, facts_of(tree)))


@given(trees, states)
def test_only_deciding_facts_can_decide(tree: Predicate, facts: dict[str, bool]) -> None:
    asked = deciding_facts(tree, context(facts))
    assert asked <= facts_of(tree) - facts.keys()
    assert bool(asked) == (evaluate(tree, context(facts)) is None)
    assert all(evaluate(tree, later) is not None for later in completions(facts, asked))


@given(trees, states)
def test_an_explanation_agrees_and_its_reasons_bear_it(tree: Predicate, facts: dict[str, bool]) -> None:
    where = context(facts)
    explained = explain(tree, where)
    assert explained.truth is evaluate(tree, where)
    reasons = list(explained.reasons())
    assert reasons
    if explained.truth is not None:  # the facts named as reasons are enough to come to the same outcome
        named = {key: facts[key] for reason in reasons for key in facts_of(reason.predicate) if key in facts}
        assert evaluate(tree, context(named)) is explained.truth


def test_reasons_follow_negation_and_leave_out_what_did_not_matter() -> None:
    tree = AnyOf((Not(All((YES, NO))), OPEN))
    reasons = list(explain(tree, context(TRUTHS)).reasons())
    assert [reason.predicate for reason in reasons] == [NO]
    assert reasons[0].value is False


def test_a_decided_part_hides_its_siblings() -> None:
    assert deciding_facts(All((NO, OPEN)), context(TRUTHS)) == frozenset()
    assert deciding_facts(AnyOf((All((NO, Equals("hidden", True))), OPEN)), context(TRUTHS)) == {"open"}


@pytest.mark.parametrize(
    ("facts", "flows", "complete", "asked"),
    [
        ({}, (), False, {"data_class", "outer", "flows"}),
        ({"outer": True}, (EMPTY,), False, {"flows"}),
        ({"outer": True}, ({"data_class": frozenset()}, UNSAID), True, {"flows"}),
        ({}, (CARRIES,), True, {"outer"}),
        ({}, (CARRIES,), False, {"outer", "flows"}),
        ({"outer": True}, (CARRIES,), True, set()),
    ],
)
def test_an_undecided_flow_asks_for_flows_or_the_facts_around_them(
    facts: dict[str, Value], flows: tuple[Mapping[str, Value], ...], complete: bool, asked: set[str]
) -> None:
    predicate = AnyFlow(All((PERSONAL, Equals("outer", True))))
    assert deciding_facts(predicate, context(facts, *flows, complete=complete)) == asked


def test_all_facts_of_a_predicate_are_named() -> None:
    tree = All((Not(Known("a")), AnyFlow(AtLeast("b", 1)), EveryFlow(In("c", ("x",))), AnyOf((Includes("d", "x"),))))
    assert facts_of(tree) == {"a", "b", "c", "d"}
    assert facts_of(ALWAYS) == frozenset()


def test_derived_facts_are_worked_out_after_those_they_use() -> None:
    last = Derived("last", "Last", All((Equals("middle", True), Equals("first", True))))
    middle = Derived("middle", "Middle", Equals("first", True))
    first = Derived("first", "First", Equals("stated", True))
    ordered = derivation_order((last, middle, first))
    assert [item.key for item in ordered] == ["first", "middle", "last"]
    assert with_derived(context({"stated": True}), ordered).facts["last"] is True
    assert "last" not in with_derived(context(), ordered).facts


def test_derived_facts_read_the_flows() -> None:
    ordered = derivation_order((Derived("moves", "Moves", AnyFlow(PERSONAL)),))
    after = with_derived(context({}, CARRIES, complete=False), ordered)
    assert after.facts["moves"] is True
    assert after.flows == (CARRIES,)
    assert after.flows_complete is False


def test_a_cycle_of_derived_facts_is_named() -> None:
    a = Derived("a", "A", Equals("b", True))
    b = Derived("b", "B", Not(Equals("c", True)))
    c = Derived("c", "C", AnyFlow(Equals("a", True)))
    with pytest.raises(ValueError, match=r"^a -> b -> c -> a$"):
        derivation_order((a, b, c))
    with pytest.raises(ValueError, match=r"^d -> d$"):
        derivation_order((Derived("d", "D", Known("d")),))


def test_the_order_of_derived_facts_is_right_however_many_were_asked_for() -> None:
    for number in range(70):
        first, second = Derived(f"a{number}", "A", Equals(f"b{number}", True)), Derived(f"b{number}", "B", ALWAYS)
        pair = (first, second)
        assert derivation_order(pair) == derivation_order(pair) == (second, first)
    assert derivation_order([first, second]) == (second, first)
