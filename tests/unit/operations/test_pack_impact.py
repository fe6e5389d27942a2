"""A change of rules finds those it touches, and leaves the rest alone."""

import contextlib
from collections.abc import Iterator
from dataclasses import replace

import pytest

from placet.domain.pack import Pack
from placet.domain.predicates import ALWAYS, NEVER, Equals, Predicate
from placet.operations.pack_impact import pack_impact
from unit.operations.nine import Nine, nine


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nine]:
    found = nine(tmp_path_factory.mktemp("impact"), ("HK", "SG"))
    with found.ws.register:
        yield found


@contextlib.contextmanager
def made_alike(made: Nine) -> Iterator[Nine]:
    """Take back what is stated for one place only, for as long as a test needs it."""
    made.state("eu_nexus", None, place="EU")
    yield made
    made.state("eu_nexus", "established", place="EU")


def with_duty(pack: Pack, **changes: object) -> Pack:
    first, *rest = pack.requirements
    return replace(pack, version="next", requirements=(replace(first, **changes), *rest))  # type: ignore[arg-type]


def touched(made: Nine, new: Pack) -> list[tuple[str, bool]]:
    names = {entity.id: place for place, entity in made.entities.items()}
    return sorted((names[item.entity_id], item.is_certain) for item in pack_impact(made.ws, new).touched)


def test_the_version_already_there_touches_nobody(made: Nine) -> None:
    found = pack_impact(made.ws, made.ws.packs["HK"])
    assert (found.touched, found.change.predicates) == ((), ())


def test_a_changed_duty_touches_entities_of_its_place_that_it_catches_or_may(made: Nine) -> None:
    hk = made.ws.packs["HK"]
    everybody, nobody, maybe = (
        with_duty(hk, addressees=Equals("customer_facing", wanted), applies_when=part)
        for wanted, part in (
            (True, Equals("personal_data", True)),
            (False, Equals("customer_facing", False)),
            (True, Equals("kill_switch", True)),
        )
    )
    known = set(touched(made, nobody))
    assert touched(made, everybody) == [("HK", True)]
    assert known <= {("HK", True), ("HK", False)}  # the duty as it was may have caught it
    assert {place for place, _ in touched(made, maybe)} == {"HK"}


def test_an_unknown_fact_makes_it_uncertain(made: Nine) -> None:
    hk = made.ws.packs["HK"]
    only = replace(
        hk.requirements[0], applies_when=Equals("kill_switch", True), addressees=Equals("personal_data", True)
    )
    empty = replace(hk, id="Q0", jurisdiction="HK", version="1", requirements=(only,))
    bare = replace(
        empty, classifications=(), data_rules=(), parameters=(), routes=(), clocks=(), forms=(), derived=hk.derived
    )
    assert touched(made, bare) == [("HK", False)]


def reaching(pack: Pack, wanted: Predicate) -> Pack:
    duty = replace(pack.requirements[0], addressees=Equals("customer_facing", True), applies_when=ALWAYS)
    made = replace(pack, id="Q1", jurisdiction="Q1", version="1", requirements=(duty,), reaches_when=wanted)
    return replace(made, classifications=(), data_rules=(), parameters=(), routes=(), clocks=(), forms=(), derived=())


def test_a_pack_that_reaches_touches_entities_elsewhere(made: Nine) -> None:
    sg = made.ws.packs["SG"]
    assert touched(made, reaching(sg, NEVER)) == []
    with made_alike(made) as plain:
        assert touched(plain, reaching(sg, Equals("personal_data", True))) == [("HK", True), ("SG", True)]
        assert touched(plain, reaching(sg, Equals("kill_switch", True))) == [("HK", False), ("SG", False)]
        assert touched(plain, reaching(sg, Equals("personal_data", False))) == []


def test_a_fact_stated_for_the_place_of_the_pack_decides_whether_it_reaches(made: Nine) -> None:
    eu = reaching(made.ws.packs["EU"], Equals("eu_nexus", "output_used"))
    eu = replace(eu, id="EU", jurisdiction="EU", derived=made.ws.packs["EU"].derived)
    assert touched(made, eu) == []  # none in common, established in the EU
    made.state("eu_nexus", "output_used", place="EU")
    assert touched(made, eu) == [("HK", True), ("SG", True)]
    made.state("eu_nexus", "established", place="EU")


def test_a_pack_that_is_new_touches_all_it_catches(made: Nine) -> None:
    sg = made.ws.packs["SG"]
    without = replace(made.ws, packs={key: pack for key, pack in made.ws.packs.items() if key != "SG"})
    found = pack_impact(without, sg)
    assert set(found.change.added) >= {f"requirements/{item.id}" for item in sg.requirements}
    assert {item.entity_id for item in found.touched} == {made.entities["SG"].id}


def test_those_a_redefined_fact_no_longer_catches_are_touched_too(made: Nine) -> None:
    hk = made.ws.packs["HK"]
    key = hk.derived[0].key
    duty = replace(hk.requirements[0], addressees=ALWAYS, applies_when=Equals(key, True))
    bare = replace(hk, requirements=(duty,), classifications=(), data_rules=(), parameters=(), routes=(), clocks=())

    def meaning(wanted: bool) -> Pack:
        derived = replace(hk.derived[0], when=Equals("personal_data", wanted))
        return replace(bare, forms=(), derived=(derived,), reaches_when=NEVER)

    others = {name: pack for name, pack in made.ws.packs.items() if name != "HK"}
    facts = replace(made.ws.facts, derived=tuple(item for item in made.ws.facts.derived if item.key != key))
    ws = replace(made.ws, packs={**others, "HK": meaning(True)}, facts=facts)
    found = pack_impact(ws, meaning(False))
    assert found.change.changed == (f"requirements/{duty.id}",)
    assert [item.is_certain for item in found.touched] == [True]
