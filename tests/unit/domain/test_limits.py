"""All values of a parameter, and the one standard that would meet them."""

from dataclasses import replace

from placet.domain.limits import standards
from placet.domain.pack import CommonCatalogue, Parameter, ParameterValue
from placet.domain.predicates import NEVER, Equals
from placet.domain.rules import Force
from placet.domain.side_by_side import InPlace
from unit.domain.made import COMMON
from unit.domain.made_places import in_place

KEEP = Parameter("retention", "How long records are kept", "years", "max")
REVIEW = Parameter("review", "Time between reviews", "months", "min")
CATALOGUE: CommonCatalogue = replace(COMMON, parameters=(KEEP, REVIEW))


def value(amount: int, parameter: str = "retention", **more: object) -> ParameterValue:
    made = ParameterValue(parameter, amount, "GL", "3", Force.GUIDELINE)
    return replace(made, **more)  # type: ignore[arg-type]


def setting(place: str, *values: ParameterValue, **more: object) -> InPlace:
    return in_place(place, parameters=values, **more)  # type: ignore[arg-type]


def test_the_largest_least_is_offered_where_more_is_stricter_and_the_smallest_most_where_less_is() -> None:
    both = (setting("AA", value(5), value(12, "review")), setting("BB", value(7), value(6, "review")))
    keep, review = standards(CATALOGUE, both)
    assert [item.value for item in keep.limits] == [5, 7]
    assert keep.offered is not None
    assert (keep.offered.value, keep.offered.place, keep.offered.bound) == (7, "BB", "at_least")
    assert review.offered is not None
    assert (review.offered.value, review.offered.bound) == (6, "at_most")
    assert str(keep.offered.clause) == "ZRA guideline: Guideline on AI, 3"


def test_an_observation_a_draft_and_a_law_of_later_never_win_and_the_later_one_is_told() -> None:
    watched = value(30, instrument="OBS", force=Force.OBSERVATION)
    drafted = value(20, instrument="DR", force=Force.LAW)
    coming = value(10, instrument="LT", force=Force.LAW)
    (found,) = standards(CATALOGUE, (setting("AA", value(5), watched, drafted), setting("BB", coming)))
    assert found.offered is not None
    assert found.offered.value == 5
    assert [item.value for item in found.later] == [10]
    assert len(found.limits) == 4


def test_with_observations_alone_nothing_is_offered() -> None:
    (found,) = standards(CATALOGUE, (setting("AA", value(30, instrument="OBS", force=Force.OBSERVATION)),))
    assert found.offered is None
    assert found.one_meets_all


def test_where_a_least_is_above_a_most_no_value_meets_all() -> None:
    (found,) = standards(CATALOGUE, (setting("AA", value(5)), setting("BB", value(2, bound="at_most"))))
    assert not found.one_meets_all
    assert found.offered is None
    (met,) = standards(CATALOGUE, (setting("AA", value(5)), setting("BB", value(8, bound="at_most"))))
    assert met.offered is not None
    assert met.offered.value == 5


def test_a_value_that_hangs_on_an_unknown_fact_is_shown_with_it_and_does_not_win() -> None:
    open_value = value(9, when=Equals("advice", True))
    (found,) = standards(CATALOGUE, (setting("AA", value(5), open_value), setting("BB", value(4, when=NEVER))))
    assert [sorted(item.asks) for item in found.limits] == [[], ["advice"]]
    assert found.offered is not None
    assert found.offered.value == 5


def test_a_most_that_is_smaller_and_comes_later_is_told() -> None:
    coming = value(3, "review", instrument="LT", force=Force.LAW)
    (found,) = standards(CATALOGUE, (setting("AA", value(6, "review"), coming),))
    assert [item.value for item in found.later] == [3]


def test_a_place_without_a_pack_sets_nothing() -> None:
    assert standards(CATALOGUE, (InPlace("E", "Bank", "XX"),)) == ()


def test_a_clause_without_a_number_is_named_by_its_instrument() -> None:
    (found,) = standards(CATALOGUE, (setting("AA", value(5, clause="")),))
    assert str(found.limits[0].clause) == "ZRA guideline: Guideline on AI"
