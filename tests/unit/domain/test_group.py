"""Whose words an answer is: the entity's own, its group's, or those of an entity beside it."""

from dataclasses import replace

import pytest

from placet.domain.acts import Answer, SignOff
from placet.domain.coverage import CoverageStatus, cover
from placet.domain.group import Provenance, Words, lineage, to_adopt, whose_words
from placet.domain.parties import Entity
from unit.domain.made import answer, applying, relation, requirement

ENTITIES = {
    item.id: item
    for item in (
        Entity("TOP", "Top", "Top plc", "UK", is_group=True),
        Entity("REG", "Regional", "Regional Ltd", "SG", is_group=True, parent_id="TOP"),
        Entity("HK", "Bank HK", "Bank HK Ltd", "HK", parent_id="REG"),
        Entity("TW", "Bank TW", "Bank TW Ltd", "TW", parent_id="REG"),
    )
}
HK = ENTITIES["HK"]


def said(entity: str, status: str = "met", at: str = "2026-11-01", control: str = "oversight") -> Answer:
    return answer(
        status, at, control_id=control, entity_ids=(entity,) if entity else (), statement=f"Said by {entity}."
    )


def act(kind: str = "adopt", outcome: str = "adopted", at: str = "2026-11-10", **more: object) -> SignOff:
    made = SignOff("S", "V", "adopt", kind, outcome, "CEO", ("HK",), "", "", at, at)
    return replace(made, **more)  # type: ignore[arg-type]


def of(*answers: Answer, acts: tuple[SignOff, ...] = ()) -> Provenance:
    return whose_words(answers, HK, ENTITIES, acts, control="oversight")


def test_the_line_of_parents_is_nearest_first_and_a_ring_ends() -> None:
    assert [item.id for item in lineage(HK, ENTITIES)] == ["REG", "TOP"]
    ring = {**ENTITIES, "TOP": replace(ENTITIES["TOP"], parent_id="HK")}
    assert [item.id for item in lineage(HK, ring)] == ["REG", "TOP"]
    assert lineage(ENTITIES["TOP"], ENTITIES) == ()


def test_the_groups_words_are_inherited_until_replaced() -> None:
    inherited = of(said("TOP", at="2026-11-05"), said("REG"))
    assert (inherited.words, inherited.given_by, inherited.counts) == (Words.GROUP, "REG", True)
    replaced = of(said("REG"), said("HK", "partly"))
    assert (replaced.words, replaced.given_by, replaced.counts) == (Words.LOCAL, "HK", True)
    assert replaced.replaces == said("REG")


def test_taking_the_local_answer_back_brings_the_groups_back() -> None:
    assert of(said("REG"), said("HK", "open")).words is Words.GROUP


def test_a_group_answer_that_is_not_met_is_the_groups_and_does_not_count_here() -> None:
    found = of(said("REG", "partly"))
    assert (found.words, found.counts) == (Words.GROUP, False)
    made = applying(requirement("R-1", relation("oversight", "equal")))
    assert cover(made, (said("REG", "partly"),), "HK").status is CoverageStatus.OPEN
    own = replace(said("REG", "partly"), entity_ids=("HK",), by="person", at="2026-11-11")
    assert cover(made, (said("REG", "partly"), own), "HK").status is CoverageStatus.PARTLY
    assert of(said("REG", "partly"), own).words is Words.LOCAL


def test_words_beside_words_for_all_and_no_words() -> None:
    beside = of(said("TW"))
    assert (beside.words, beside.given_by, beside.counts) == (Words.ELSEWHERE, "TW", True)
    for_all = of(said(""), said("REG"))
    assert (for_all.words, for_all.given_by) == (Words.LOCAL, "")
    assert (of().words, of().counts) == (Words.NOBODY, False)
    assert of(said("TW", "not_met")).words is Words.NOBODY


def test_local_management_adopts_what_stood_when_it_acted() -> None:
    newest = act(at="2026-11-12")
    assert of(said("REG"), acts=(newest, act())).adopted_by == newest
    assert of(said("REG", at="2026-11-11"), acts=(act(),)).adopted_by is None


@pytest.mark.parametrize(
    "other",
    [act(kind="note", outcome="noted"), act(outcome="declined"), act(version_id="W"), act(entity_ids=("TW",))],
)
def test_another_act_adopts_nothing(other: SignOff) -> None:
    assert of(said("REG"), acts=(other,)).adopted_by is None


def test_what_is_left_to_adopt() -> None:
    answers = (said("REG"), said("REG", control="testing"), said("HK", control="testing"), said("TW", control="notice"))
    assert [item.control_id for item in to_adopt(answers, HK, ENTITIES)] == ["oversight"]
    assert to_adopt(answers, HK, ENTITIES, (act(),)) == ()
