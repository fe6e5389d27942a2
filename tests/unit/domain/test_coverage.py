"""The carry rules: what an answer given once may serve, and what it may never hide."""

import datetime as dt

import pytest

from placet.domain.acts import Answer, AnswerStatus
from placet.domain.coverage import GAPS, Coverage, CoverageStatus, answers_on, cover, newest
from placet.domain.rules import Relation, Requirement
from unit.domain.made import answer, applying, relation, requirement

HERE, THERE = ("HK",), ("SG",)
KINDS = ("equal", "subset", "superset", "intersects")
NOT_CARRYING = ("partly", "not_met", "disapplied", "waived")


def on(control: str, status: str, at: str = "2026-11-01", entities: tuple[str, ...] = HERE) -> Answer:
    return answer(status, at, control_id=control, entity_ids=entities)


def own(status: str, at: str = "2026-11-01", entities: tuple[str, ...] = HERE) -> Answer:
    return answer(status, at, requirement_id="R-1", entity_ids=entities)


def covered(made: Requirement, *answers: Answer) -> Coverage:
    return cover(applying(made), answers, "HK")


def needing(*controls: Relation, asks: str = "", document: bool = False) -> Requirement:
    return requirement("R-1", *controls, asks=asks, document=document)


def test_without_any_answer_it_is_open_and_a_gap() -> None:
    for kind in KINDS:
        found = covered(needing(relation("oversight", kind), asks="What more?"))
        assert found.status is CoverageStatus.OPEN
        assert found.is_gap
        assert not found.carried
        assert found.answers == ()


def test_an_open_answer_is_no_answer() -> None:
    found = covered(needing(relation("oversight", "equal")), on("oversight", "open"), own("open"))
    assert (found.status, found.answers) == (CoverageStatus.OPEN, ())


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("status", ["met", "met_by_equivalent"])
def test_only_equal_and_subset_carry_met(kind: str, status: str) -> None:
    found = covered(needing(relation("oversight", kind), asks="What more?"), on("oversight", status))
    if kind in ("equal", "subset"):
        assert (found.status, found.carried, found.is_gap) == (status, True, False)
    else:
        assert (found.status, found.remainder_open, found.is_gap) == (CoverageStatus.OPEN, True, True)
    assert found.answers == (on("oversight", status),)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("status", ["partly", "not_met"])
def test_a_weak_control_shows_as_a_gap_through_any_relation(kind: str, status: str) -> None:
    found = covered(needing(relation("oversight", kind)), on("oversight", status))
    assert (found.status, found.is_gap) == (status, True)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("status", ["disapplied", "waived"])
def test_waiving_a_control_reaches_no_further_than_the_control(kind: str, status: str) -> None:
    found = covered(needing(relation("oversight", kind)), on("oversight", status))
    assert found.status == (status if kind in ("equal", "subset") else "open")
    assert not found.remainder_open


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("status", ["met", "met_by_equivalent", *NOT_CARRYING])
def test_a_document_is_never_met_by_a_control(kind: str, status: str) -> None:
    found = covered(needing(relation("notice", kind), document=True), on("notice", status))
    assert found.status is CoverageStatus.OPEN
    assert found.answers == (on("notice", status),)


@pytest.mark.parametrize("status", ["met", "met_by_equivalent", *NOT_CARRYING])
def test_a_document_is_answered_for_itself(status: str) -> None:
    made = needing(relation("notice", "equal"), document=True)
    assert covered(made, on("notice", "met"), own(status)).status == status


def test_a_document_of_another_entity_is_none_of_ours() -> None:
    made = needing(document=True)
    assert covered(made, own("met", entities=THERE)).status is CoverageStatus.OPEN
    assert covered(made, own("met", entities=())).status is CoverageStatus.MET


@pytest.mark.parametrize("status", ["met", "met_by_equivalent"])
def test_met_carries_from_another_entity(status: str) -> None:
    made = needing(relation("oversight", "equal"))
    assert covered(made, on("oversight", status, entities=THERE)).status == status


@pytest.mark.parametrize("status", ["open", *NOT_CARRYING])
@pytest.mark.parametrize("made", [needing(relation("oversight", "equal")), needing()])
def test_nothing_else_carries_from_another_entity(status: str, made: Requirement) -> None:
    given = (on("oversight", status, entities=THERE), own(status, entities=THERE))
    assert covered(made, *given).status is CoverageStatus.OPEN


@pytest.mark.parametrize("here", ["open", *NOT_CARRYING])
def test_what_was_said_here_is_not_outdone_by_a_later_met_elsewhere(here: str) -> None:
    given = on("oversight", here, "2026-01-01"), on("oversight", "met", "2026-06-01", THERE)
    assert covered(needing(relation("oversight", "equal")), *given).status == here


def test_a_met_that_was_taken_back_where_it_was_given_carries_no_more() -> None:
    given = on("oversight", "met", "2026-01-01", THERE), on("oversight", "not_met", "2026-06-01", THERE)
    made = needing(relation("oversight", "equal"))
    assert covered(made, *given).status is CoverageStatus.OPEN
    assert covered(made, *reversed(given)).status is CoverageStatus.OPEN
    both = on("oversight", "met", "2026-01-01", ("SG", "TW"))
    assert covered(made, both, given[1]).status is CoverageStatus.MET  # it still stands in TW


def test_an_answer_for_no_entity_in_particular_is_for_all() -> None:
    for status in ("met", *NOT_CARRYING):
        found = covered(needing(relation("oversight", "equal")), on("oversight", status, entities=()))
        assert found.status == status


def test_the_newest_answer_counts_and_the_later_of_two_at_one_instant() -> None:
    early, late = on("oversight", "met", "2026-01-01"), on("oversight", "partly", "2026-02-01")
    assert newest((late, early), entity_id="HK", control="oversight") == late
    twice = on("oversight", "not_met", "2026-02-01")
    assert newest((late, twice), entity_id="HK", control="oversight") == twice
    assert newest((late,), entity_id="HK", control="testing") is None
    assert newest((late,), entity_id="SG", control="oversight") is None


def test_the_newest_of_several_that_carry() -> None:
    older = on("oversight", "met_by_equivalent", "2026-01-01", ("TW",))
    newer = on("oversight", "met", "2026-02-01", THERE)
    assert newest((newer, older), entity_id="HK", control="oversight") == newer
    assert newest((newer, older), entity_id="HK", control="oversight", here_only=True) is None


def test_a_remainder_needs_its_own_answer_and_every_control() -> None:
    made = needing(relation("oversight", "superset"), relation("testing", "intersects"), asks="What more?")
    oversight, testing = on("oversight", "met"), on("testing", "met")
    assert covered(made, own("met")).status is CoverageStatus.OPEN
    assert covered(made, oversight, testing).status is CoverageStatus.OPEN
    assert covered(made, oversight, own("met")).status is CoverageStatus.OPEN
    whole = covered(made, oversight, testing, own("met"))
    assert (whole.status, whole.carried) == (CoverageStatus.MET, False)
    assert whole.answers == (own("met"), oversight, testing)


@pytest.mark.parametrize(
    ("first", "second", "status"),
    [
        ("met", "met_by_equivalent", "met_by_equivalent"),
        ("met", "partly", "partly"),
        ("partly", "not_met", "not_met"),
        ("waived", "met", "waived"),
        ("disapplied", "waived", "disapplied"),
        ("disapplied", "partly", "partly"),
    ],
)
def test_with_its_remainder_met_it_is_as_good_as_its_weakest_control(first: str, second: str, status: str) -> None:
    made = needing(relation("oversight", "superset"), relation("testing", "superset"), asks="What more?")
    given = on("oversight", first), on("testing", second), own("met")
    assert covered(made, *given).status == status


@pytest.mark.parametrize("status", ["met_by_equivalent", *NOT_CARRYING])
def test_its_own_answer_other_than_met_stands(status: str) -> None:
    made = needing(relation("oversight", "equal"))
    found = covered(made, on("oversight", "met"), own(status))
    assert found.status == status
    assert found.answers == (own(status), on("oversight", "met"))


def test_of_controls_that_carry_the_weakest_good_answer_is_shown() -> None:
    made = needing(relation("oversight", "equal"), relation("testing", "subset"))
    found = covered(made, on("oversight", "met"), on("testing", "met_by_equivalent"))
    assert found.status is CoverageStatus.MET_BY_EQUIVALENT
    assert covered(made, on("oversight", "met"), on("testing", "partly")).status is CoverageStatus.MET


@pytest.mark.parametrize("status", NOT_CARRYING)
def test_an_equal_control_that_is_not_met_is_not_outweighed_by_another(status: str) -> None:
    made = needing(relation("oversight", "equal"), relation("testing", "subset"))
    assert covered(made, on("oversight", status), on("testing", "met")).status == status
    assert covered(made, on("oversight", status), on("testing", "met"), own("met")).status == status


def test_its_own_answer_is_kept_beside_a_control_that_carries() -> None:
    found = covered(needing(relation("oversight", "equal")), on("oversight", "met"), own("met"))
    assert (found.status, found.carried) == (CoverageStatus.MET, False)
    assert found.answers == (own("met"), on("oversight", "met"))


def test_a_requirement_without_controls_takes_its_own_answer() -> None:
    assert covered(needing(), own("met")).status is CoverageStatus.MET


def test_an_answer_whose_end_has_passed_is_open_again() -> None:
    waived = answer("waived", control_id="oversight", expires="2026-11-22")
    assert answers_on((waived,), dt.date(2026, 11, 22)) == (waived,)
    (ended,) = answers_on((waived,), dt.date(2026, 11, 23))
    assert ended.status == AnswerStatus.OPEN
    assert (ended.id, ended.expires) == (waived.id, waived.expires)


def test_gaps_are_what_is_open_weak_or_undecided() -> None:
    assert {"open", "partly", "not_met", "undecided"} == GAPS
    assert {str(item) for item in CoverageStatus} - {str(item) for item in AnswerStatus} == {
        "not_triggered",
        "not_yet_in_force",
        "undecided",
    }
