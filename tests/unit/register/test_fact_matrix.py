import dataclasses
import datetime as dt
from collections.abc import Callable

import pytest

from placet.domain.facts import About, Choice, FactCatalogue, FactDefinition, FactKind
from placet.domain.parties import DataFlow, Entity, Fact, Model, System, UseCase, UseCaseVersion
from placet.domain.predicates import AnyFlow, Derived, Equals, Includes, Predicate
from placet.register.fact_matrix import fact_matrix, matrix_rows
from placet.register.journal import Change
from placet.register.store import Register


def definition(key: str, kind: FactKind, about: About, *choices: str, per_place: bool = False) -> FactDefinition:
    made = tuple(Choice(choice, choice) for choice in choices)
    return FactDefinition(key, key, f"{key}?", kind, about, choices=made, per_place=per_place)


CATALOGUE = FactCatalogue(
    (
        definition("sector", FactKind.SET, About.ENTITY, "bank", "lc"),
        definition("customer_facing", FactKind.BOOL, About.USE_CASE, per_place=True),
        definition("ai_technique", FactKind.SET, About.MODEL, "llm"),
        definition("policy", FactKind.BOOL, About.FIRM),
        definition("stored_in", FactKind.SET, About.FLOW, "HK", "SG"),
    ),
    (Derived("leaves", "leaves Hong Kong", AnyFlow(Includes("stored_in", "SG"))),),
)


@pytest.fixture
def filled(register: Register, now: dt.datetime) -> Register:
    objects = [
        Entity("hk", "Bank", "Bank Limited", "HK", ("bank",)),
        Entity("sg", "Branch", "Bank Limited", "SG"),
        Model("m1", "Model", "1"),
        System("s1", "System", "1", ("m1",)),
        UseCase("u1", "UC-1", "Assistant", entity_ids=("hk", "sg")),
        UseCaseVersion("v0", "u1", 0, state="superseded"),
        UseCaseVersion("v1", "u1", 1, system_ids=("s1",), flows_complete=True),
        UseCaseVersion("v2", "u1", 2),
        DataFlow("d1", "v1", "Prompts", stored_in=("SG",)),
        Fact("f1", "customer_facing", "use_case", "v1", value=True),
        Fact("f2", "customer_facing", "use_case", "v1", value=False, place="SG"),
        Fact("f3", "ai_technique", "model", "m1", ("llm",)),
        Fact("f4", "policy", "firm", "firm", value=True),
    ]
    register.commit("add", [Change.put(obj) for obj in objects], by="x", at=now)
    return register


def ask(register: Register, predicate: Predicate) -> dict[str, object]:
    found = fact_matrix(register, CATALOGUE).ask([predicate])
    return {f"{row.version_id} {row.entity_id}": row.truths[0] for row in found}


def test_facts_reach_every_version_and_entity_they_bear_on(filled: Register) -> None:
    everywhere = ["v1 hk", "v1 sg", "v2 hk", "v2 sg"]
    assert ask(filled, Equals("policy", True)) == dict.fromkeys(everywhere, True)
    assert list(ask(filled, Equals("customer_facing", True)).values()) == [True, False, None, None]
    assert list(ask(filled, Includes("ai_technique", "llm")).values()) == [True, True, None, None]
    assert list(ask(filled, Includes("sector", "bank")).values()) == [True, None, True, None]
    assert list(ask(filled, Equals("leaves", True)).values()) == [True, True, None, None]
    assert list(ask(filled, AnyFlow(Includes("stored_in", "HK"))).values()) == [False, False, None, None]


def test_the_matrix_follows_the_register(filled: Register, now: dt.datetime) -> None:
    assert ask(filled, Equals("policy", False))["v1 hk"] is False
    filled.commit("state", [Change.put(Fact("f4", "policy", "firm", "firm", value=False))], by="x", at=now)
    assert ask(filled, Equals("policy", False))["v1 hk"] is True
    assert filled.verify_journal() == ()


def test_the_matrix_follows_the_catalogue(filled: Register) -> None:
    ask(filled, Equals("policy", True))
    larger = dataclasses.replace(
        CATALOGUE, definitions=(*CATALOGUE.definitions, definition("new", FactKind.BOOL, About.FIRM))
    )
    found = fact_matrix(filled, larger).ask([Equals("new", True), Equals("policy", True)])
    assert found[0].truths == (None, True)


def test_a_register_open_for_reading_is_asked_too(filled: Register, reopen: Callable[..., Register]) -> None:
    filled.close()
    assert ask(reopen(mode="read"), Equals("policy", True))["v1 hk"] is True


def test_a_value_of_another_kind_is_a_bug(filled: Register, now: dt.datetime) -> None:
    filled.commit("state", [Change.put(Fact("f4", "policy", "firm", "firm", "yes"))], by="x", at=now)
    assert len(list(matrix_rows(filled, CATALOGUE))) == 4
    with pytest.raises(ValueError, match="policy"):
        fact_matrix(filled, CATALOGUE)
