"""The SQL twin of the predicates: the same three-valued truth, on everything hypothesis can think of."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from placet.domain.facts import About, FactCatalogue, FactDefinition, FactKind
from placet.domain.predicates import (
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
    evaluate,
)
from placet.register.connection import memory
from placet.register.fact_matrix import FactMatrix, MatrixRow, rebuild
from placet.register.predicate_sql import columns_for

KINDS = {
    "yes": (FactKind.BOOL, About.USE_CASE),
    "count": (FactKind.NUMBER, About.USE_CASE),
    "choice": (FactKind.CHOICE, About.USE_CASE),
    "words": (FactKind.TEXT, About.USE_CASE),
    "day": (FactKind.DATE, About.USE_CASE),
    "set": (FactKind.SET, About.USE_CASE),
    "flow_set": (FactKind.SET, About.FLOW),
    "flow_place": (FactKind.CHOICE, About.FLOW),
}
CATALOGUE = FactCatalogue(
    tuple(FactDefinition(key, key, f"{key}?", kind, about) for key, (kind, about) in KINDS.items()),
    (Derived("derived", "derived", Known("yes")),),
)
COLUMNS = columns_for(CATALOGUE)
FLOW_KEYS = ("flow_set", "flow_place")
TEXTS = ["", "a", "b", "3", "1", "true", "é", "e\u0301", "客服", "it's", 'say "a"', "a,b", "\\", "[]", "null", "A"]
texts = st.sampled_from(TEXTS)
numbers = st.sampled_from([0, 1, -1, 3, 2**53 - 1])
keys = st.sampled_from([*KINDS, "derived", "not_in_the_catalogue"])
scalars = st.one_of(st.booleans(), numbers, texts)

leaves = st.one_of(
    st.builds(Equals, keys, scalars),
    st.builds(In, keys, st.lists(scalars, min_size=1, max_size=4).map(tuple)),
    st.builds(Includes, keys, texts),
    st.builds(AtLeast, keys, numbers),
    st.builds(Known, keys),
)


def _branches(inner: st.SearchStrategy[Predicate]) -> st.SearchStrategy[Predicate]:
    parts = st.lists(inner, max_size=4).map(tuple)
    return st.one_of(
        st.builds(All, parts),
        st.builds(AnyOf, parts),
        st.builds(Not, inner),
        st.builds(AnyFlow, inner),
        st.builds(EveryFlow, inner),
    )


predicates: st.SearchStrategy[Predicate] = st.recursive(leaves, _branches, max_leaves=12)
VALUES: dict[FactKind, st.SearchStrategy[Any]] = {
    FactKind.BOOL: st.booleans(),
    FactKind.NUMBER: numbers,
    FactKind.SET: st.frozensets(texts, max_size=3),
}


def facts(keys: tuple[str, ...]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({}, optional={key: VALUES.get(KINDS[key][0], texts) for key in keys})


contexts = st.builds(
    Context,
    st.builds(
        lambda stated, derived: {**stated, **derived}, facts(tuple(KINDS)), st.sampled_from([{}, {"derived": True}])
    ),
    st.lists(facts(FLOW_KEYS), max_size=3).map(tuple),
    flows_complete=st.booleans(),
)


def asked(contexts: list[Context], predicates: list[Predicate]) -> list[tuple[Truth, ...]]:
    db = memory()
    rebuild(db, COLUMNS, (MatrixRow(f"v{n:03}", "e", context) for n, context in enumerate(contexts)))
    found = FactMatrix(db, COLUMNS).ask(predicates)
    db.close()
    return [row.truths for row in found]


@settings(max_examples=300, deadline=None)
@given(st.lists(contexts, min_size=1, max_size=6), st.lists(predicates, min_size=1, max_size=4))
def test_sql_and_evaluation_agree(contexts: list[Context], predicates: list[Predicate]) -> None:
    expected = [tuple(evaluate(predicate, context) for predicate in predicates) for context in contexts]
    assert asked(contexts, predicates) == expected


KNOWN = Context({"yes": True, "count": 3, "words": "abc", "set": frozenset({"a"})}, (), flows_complete=True)
EMPTY = Context({}, (), flows_complete=False)


@pytest.mark.parametrize(
    ("predicate", "known", "unknown"),
    [
        (In("words", (1, True)), False, None),
        (Includes("set", "a"), True, None),
        (Includes("words", "a"), False, None),
        (AtLeast("words", 3), False, None),
        (AtLeast("yes", 1), False, None),
        (Equals("yes", 1), False, None),
        (Equals("count", True), False, None),
        (Equals("words", "ABC"), False, None),
        (AnyFlow(Known("flow_set")), False, None),
        (EveryFlow(Known("flow_set")), True, None),
        (AnyFlow(AnyFlow(All(()))), False, None),
        (Known("not_in_the_catalogue"), False, False),
        (Equals("not_in_the_catalogue", "x"), None, None),
        (All(()), True, True),
        (AnyOf(()), False, False),
    ],
)
def test_the_traps_of_sql(predicate: Predicate, known: Truth, unknown: Truth) -> None:
    assert [evaluate(predicate, KNOWN), evaluate(predicate, EMPTY)] == [known, unknown]
    assert asked([KNOWN, EMPTY], [predicate]) == [(known,), (unknown,)]


@pytest.mark.parametrize("join", [All, AnyOf])
def test_thousands_of_terms_compile(join: type[All] | type[AnyOf]) -> None:
    terms = tuple(Equals("count", number) for number in range(3000))
    wanted = evaluate(join(terms), KNOWN)
    assert asked([KNOWN], [join(terms), Not(join(terms))]) == [(wanted, not wanted)]


def test_more_predicates_than_a_row_has_columns() -> None:
    many: list[Predicate] = [AtLeast("count", number) for number in range(1203)]
    (truths,) = asked([KNOWN], many)
    assert list(truths) == [number <= 3 for number in range(1203)]
