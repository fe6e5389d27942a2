"""One interview for all places asks less than one for each, and never less than the longest of them."""

from placet.domain.interview import Placed
from placet.domain.predicates import Equals
from placet.domain.prompts import Prompts, count_prompts
from placet.domain.rules import Requirement
from unit.domain.made import COMMON, relation, requirement
from unit.domain.made_places import WITH_PLACES, in_place

ADVICE = Equals("advice", True)


def placed(place: str, *requirements: Requirement) -> Placed:
    column = in_place(place, *requirements, facts={"advice": True})
    assert column.assessment is not None
    return Placed(column.entity_id, place, column.assessment)


def counted(*places: Placed) -> Prompts:
    return count_prompts(WITH_PLACES, COMMON, places, ())


def test_shared_controls_and_facts_are_asked_once_and_remainders_each() -> None:
    shared = requirement("A-1", relation("oversight", "equal"), applies_when=ADVICE)
    beyond = requirement("B-1", relation("oversight", "superset"), applies_when=ADVICE, asks="What more?")
    found = counted(placed("AA", shared), placed("BB", beyond))
    assert found.alone == (("E-AA", "AA", 3), ("E-BB", "BB", 4))
    assert (found.together, found.apart) == (4, 7)


def test_places_that_share_nothing_share_only_what_is_asked_everywhere() -> None:
    found = counted(
        placed("AA", requirement("A-1", relation("oversight", "equal"))),
        placed("BB", requirement("B-1", relation("testing", "equal"))),
    )
    assert found.together == found.apart - 1  # the data flows


def test_no_place_asks_nothing() -> None:
    assert counted() == Prompts(counted().together, ())
