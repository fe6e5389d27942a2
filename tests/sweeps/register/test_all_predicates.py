"""In memory and in SQL: every predicate of every pack has one truth, on one table of 10,000 generated fact sets."""

import random
from collections.abc import Iterable, Iterator

import pytest

from placet.domain.facts import About, FactCatalogue, FactDefinition, FactKind
from placet.domain.impact import with_packs
from placet.domain.pack import Pack
from placet.domain.predicates import (
    AnyFlow,
    AtLeast,
    Context,
    Equals,
    EveryFlow,
    In,
    Includes,
    Known,
    Predicate,
    Truth,
    Value,
    evaluate,
    with_derived,
)
from placet.packs.built_in import load_built_in
from placet.register.connection import memory
from placet.register.fact_matrix import FactMatrix, MatrixRow, rebuild
from placet.register.predicate_sql import columns_for

ROWS = 10_000
TEXTS = ("", "3", "true", "1", "é", "e\u0301", "客服", "ﬁ", "it's", "[]", "NULL")
"""Empty, a number and a yes in words, the same letter in NFC and not, a ligature, and what SQL could trip over."""
NUMBERS = (0, 1, 3, -1, 2**53 - 1)


def predicates_of(pack: Pack) -> Iterator[Predicate]:
    for requirement in pack.requirements:
        yield from (requirement.addressees, requirement.applies_when, requirement.demands)
        yield from (case.when for case in requirement.effective.by_fact)
    for scale in pack.classifications:
        yield scale.applies_when
        yield from (tier.when for tier in scale.tiers)
    for part in (*pack.parameters, *pack.routes, *pack.clocks, *pack.forms, *pack.derived):
        yield part.when
    for rule in pack.data_rules:
        yield from (AnyFlow(rule.when), EveryFlow(rule.when))
    yield pack.reaches_when


def crossed(catalogue: FactCatalogue) -> Iterator[Predicate]:
    """Yield what no pack should ask: each fact against values of every other type."""
    for definition in catalogue.definitions:
        yield from (Equals(definition.key, value) for value in (True, False, 1, "1", "e\u0301"))
        yield from (In(definition.key, (True, 3, "3")), Includes(definition.key, "3"), AtLeast(definition.key, 1))
        yield Known(definition.key)


def value_of(definition: FactDefinition, chance: random.Random) -> Value | None:
    """Return a value, or None for unknown; a set may be empty, which is not unknown."""
    if chance.random() < 0.35:
        return None
    keys = [choice.key for choice in definition.choices]
    match definition.kind:
        case FactKind.BOOL:
            return chance.random() < 0.5
        case FactKind.NUMBER:
            return chance.choice(NUMBERS)
        case FactKind.SET:
            return frozenset(chance.sample(keys, min(len(keys), chance.choice((0, 0, 1, 2, 4)))))
        case FactKind.CHOICE:
            return chance.choice((*keys, "e\u0301")) if keys else chance.choice(TEXTS)
        case _:
            return chance.choice(TEXTS)


def stated(definitions: Iterable[FactDefinition], chance: random.Random) -> dict[str, Value]:
    drawn = ((definition.key, value_of(definition, chance)) for definition in definitions)
    return {key: value for key, value in drawn if value is not None}


def rows(catalogue: FactCatalogue) -> Iterator[MatrixRow]:
    chance = random.Random(20261122)
    of_flows = [item for item in catalogue.definitions if item.about is About.FLOW]
    rest = [item for item in catalogue.definitions if item.about is not About.FLOW]
    ordered = catalogue.ordered_derived()
    for number in range(ROWS):
        flows = tuple(stated(of_flows, chance) for _ in range(chance.choice((0, 1, 1, 2, 3))))
        plain = Context(stated(rest, chance), flows, chance.random() < 0.7)
        yield MatrixRow(f"v{number:05}", "e", with_derived(plain, ordered))


@pytest.mark.slow
def test_every_predicate_of_every_pack_has_one_truth_in_memory_and_in_sql() -> None:
    library = load_built_in()
    catalogue = with_packs(library.facts, library.packs.values())
    asked = tuple(dict.fromkeys(part for pack in library.packs.values() for part in predicates_of(pack)))
    asked += tuple(crossed(catalogue))
    made = list(rows(catalogue))
    columns = columns_for(catalogue)
    db = memory()
    rebuild(db, columns, made)
    answers = FactMatrix(db, columns).ask(asked)
    assert len(answers) == ROWS
    seen: dict[Truth, int] = {True: 0, False: 0, None: 0}
    for row, found in zip(made, answers, strict=True):
        assert row.version_id == found.version_id
        expected = tuple(evaluate(part, row.context) for part in asked)
        if expected != found.truths:
            wrong = [part for part, one, other in zip(asked, expected, found.truths, strict=True) if one is not other]
            pytest.fail(f"{row.version_id}: {wrong[:3]}")
        for truth in expected:
            seen[truth] += 1
    assert min(seen.values()) > ROWS  # all three truths were put to the test, each often
