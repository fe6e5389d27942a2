"""“placet compare” and what “placet assess” says across places."""

import datetime as dt

import pytest

from placet.cli import compare
from placet.domain.compare import Comparison
from placet.domain.conflicts import Conflict, ConflictKind, Side
from placet.domain.limits import Standard
from placet.domain.pack import Parameter, ParameterValue
from placet.domain.rules import Force
from unit.cli.conftest import Terminal
from unit.domain.made_places import in_place
from unit.operations.nine import Nine, nine


@pytest.fixture
def two(terminal: Terminal) -> Terminal:
    made: Nine = nine(terminal.folder, ("SG", "EU", "JP"))
    made.ws.register.close()
    (terminal.folder / "nine.placet").rename(terminal.folder / "bank.placet")
    return terminal


def test_places_stand_beside_each_other_in_text(two: Terminal) -> None:
    text = two.done("compare", two.register, "UC-1")
    assert "May the data go there?" in text
    assert "  JP     Bank JP: not assessed" in text
    assert "still to be known:" in text
    assert "One interview asks " in text
    with_clauses = two.done("compare", two.register, "UC-1", "--details")
    assert "(law, " in with_clauses
    assert len(with_clauses) > len(text)


def test_the_comparison_as_json(two: Terminal) -> None:
    found = two.data("compare", two.register, "UC-1", "--as-of", "2027-10-08")
    assert [item["place"] for item in found["columns"]] == ["SG", "EU", "JP"]
    assert [item["assessed"] for item in found["columns"]] == [True, True, False]
    assert {len(row["cells"]) for row in found["rows"]} == {3}
    clauses = [d["clause"] for row in found["rows"] for cell in row["cells"] for d in cell["details"] if d["clause"]]
    assert {clause["place"] for clause in clauses} == {"SG", "EU"}
    assert found["parameters"]
    assert {clock["place"] for clock in found["clocks"]} <= {"SG", "EU"}
    assert [item["reading"] for item in found["launch"]][-1] == "not assessed"
    prompts = found["prompts"]
    assert max(count for _, _, count in prompts["alone"]) <= prompts["together"] < prompts["apart"]
    assert prompts["apart"] == sum(count for _, _, count in prompts["alone"])
    one = two.data("compare", two.register, "UC-1", "--entity", "Bank SG")
    assert [item["place"] for item in one["columns"]] == ["SG"]
    assert "there is no entity" in two.refused("compare", two.register, "UC-1", "--entity", "Nobody")


def test_assess_says_limits_and_clocks_side_by_side(two: Terminal) -> None:
    text = two.done("assess", two.register, "UC-1")
    assert "Clock: SG: " in text
    assert "Limit: " in text
    assert "Bank JP (JP): not assessed" in text
    found = two.data("assess", two.register, "UC-1")
    assert [item["assessed"] for item in found] == [True, True, False]
    assert all(limit["here"] for item in found[:2] for limit in item["limits"])
    assert "Clock: " not in two.done("assess", two.register, "UC-1", "--entity", "Bank SG")


def test_conflicts_and_limits_that_no_value_meets_are_said_with_both_clauses() -> None:
    from placet.domain.limits import standards
    from unit.domain.test_limits import CATALOGUE

    columns = tuple(
        in_place(place, parameters=(ParameterValue("retention", value, "GL", "3", Force.GUIDELINE, bound=bound),))
        for place, value, bound in (("AA", 7, ""), ("BB", 2, "at_most"))
    )
    (standard,) = standards(CATALOGUE, columns)
    sides = [Side("E", item.place, "r", "Rule", item.clause) for item in standard.limits]
    conflict = Conflict(ConflictKind.LIMITS, sides[0], sides[1], "They differ.", ("x",), 0, "Move it.")
    made = Comparison(columns, (), (conflict,), (standard,), (), ())
    lines = list(compare.across_lines(made))
    assert lines[:3] == [
        "Conflict: They differ. Move it.",
        "  AA: GUIDELINE ZRA guideline: Guideline on AI, 3",
        "  BB: GUIDELINE ZRA guideline: Guideline on AI, 3",
    ]
    assert lines[3].endswith("AA at least 7 years [guideline], BB at most 2 years [guideline]; no one value meets all")
    value = compare.across_value(made)
    assert value["conflicts"][0]["way_out"] == "Move it."
    assert value["conflicts"][0]["other"]["clause"]["place"] == "BB"
    assert value["parameters"][0]["offered"] is None


def test_a_limit_of_later_and_one_that_is_unsure_say_so() -> None:
    from placet.domain.limits import standards
    from placet.domain.predicates import Equals
    from unit.domain.test_limits import CATALOGUE

    coming = ParameterValue("retention", 9, "LT", "3", Force.LAW)
    unsure = ParameterValue("retention", 1, "GL", "3", Force.GUIDELINE, Equals("advice", True))
    columns = (in_place("AA", parameters=(coming, unsure)),)
    found: tuple[Standard, ...] = standards(CATALOGUE, columns)
    (line,) = compare.across_lines(Comparison(columns, (), (), found, (), ()))
    assert "AA at least 9 years [law, from 7 Oct 2027]" in line
    assert "AA at least 1 year [guideline, if it applies]; none applies for certain" in line
    assert found[0].parameter == Parameter("retention", "How long records are kept", "years", "max")
    assert found[0].later[0].clause.from_date == dt.date(2027, 10, 7)
