"""Parameters against places: what each place sets, and the one standard marked."""

from dataclasses import replace

from placet.domain.compare_cells import Cell, CellStatus
from placet.domain.limit_matrix import limit_row, standard_text
from placet.domain.limits import standards
from placet.domain.pack import CommonCatalogue, Parameter, ParameterValue
from placet.domain.predicates import Equals
from placet.domain.rules import Force
from placet.domain.side_by_side import InPlace
from unit.domain.made import COMMON
from unit.domain.made_places import in_place

CATALOGUE: CommonCatalogue = replace(
    COMMON, parameters=(Parameter("retention", "How long records are kept", "years", "max"),)
)


def setting(place: str, amount: int, **more: object) -> InPlace:
    made = ParameterValue("retention", amount, "GL", "3", Force.GUIDELINE)
    return in_place(place, parameters=(replace(made, **more),))  # type: ignore[arg-type]


def row(*columns: InPlace) -> tuple[tuple[Cell, ...], str]:
    (found,) = standards(CATALOGUE, columns)
    return limit_row(found, columns, str.upper), standard_text(found)


def test_the_strictest_is_marked_and_named_with_its_place() -> None:
    cells, text = row(setting("AA", 5), setting("BB", 7))
    assert [cell.phrase for cell in cells] == ["at least 5 years", "at least 7 years"]
    assert [cell.is_standard for cell in cells] == [False, True]
    assert text == "at least 7 years (BB)"
    assert cells[0].details[0].clause is not None


def test_where_no_value_meets_all_nothing_is_marked() -> None:
    cells, text = row(setting("AA", 5), setting("BB", 2, bound="at_most"))
    assert not any(cell.is_standard for cell in cells)
    assert text == "no single value meets all"


def test_an_observation_a_draft_and_an_unknown_fact_each_read_as_what_they_are() -> None:
    watched = setting("AA", 30, instrument="OBS", force=Force.OBSERVATION)
    drafted = setting("BB", 20, instrument="DR", force=Force.LAW)
    hanging = setting("CC", 9, when=Equals("advice", True))
    cells, text = row(watched, drafted, hanging)
    assert [cell.status for cell in cells] == [CellStatus.NOTHING, CellStatus.UPCOMING, CellStatus.UNDECIDED]
    assert cells[2].asks == ("ADVICE",)
    assert text == ""


def test_a_silent_place_and_one_without_rules_are_told_apart() -> None:
    cells, _ = row(setting("AA", 5), in_place("BB"), InPlace("id", "Nowhere Bank", "ZZ"))
    assert [cell.status for cell in cells[1:]] == [CellStatus.NOTHING, CellStatus.NOT_ASSESSED]
    assert [cell.phrase for cell in cells[1:]] == ["no number published", "not assessed"]
