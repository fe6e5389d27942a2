"""The way to launch: dated where every time is known, and saying which is not where one is missing."""

import datetime as dt
from dataclasses import replace

import pytest

from placet.domain.deadlines import LocalCalendar
from placet.domain.firm import ActKind, FirmPack, RouteStage
from placet.domain.launch import PlaceLaunch, launch_plan
from placet.domain.pack import Route, RouteStep
from placet.domain.predicates import ALWAYS, Equals
from placet.domain.side_by_side import InPlace
from unit.domain.made_places import in_place

START = dt.date(2026, 11, 23)
CALENDARS = {place: LocalCalendar(place, "Asia/Hong_Kong") for place in ("AA", "BB")}


def stage(key: str, lead: int = 0, *after: str, unit: str = "calendar_days", **more: object) -> RouteStage:
    made = RouteStage(key, key.capitalize(), ActKind.ATTEST, ("owner",), after=after, lead=lead, lead_unit=unit)
    return replace(made, **more)  # type: ignore[arg-type]


def firm(*stages: RouteStage) -> FirmPack:
    return FirmPack("f", "1", "Firm", (), stages)


def step(key: str, **more: object) -> RouteStep:
    return replace(RouteStep(key, key.capitalize(), "ZRA", "File it."), **more)  # type: ignore[arg-type]


def route(*steps: RouteStep, key: str = "r", **more: object) -> Route:
    return replace(Route(key, f"Route {key}", ALWAYS, steps), **more)  # type: ignore[arg-type]


def plan(of_firm: FirmPack, *routes: Route, done: frozenset[str] = frozenset()) -> PlaceLaunch:
    (found,) = launch_plan(of_firm, (in_place("AA", routes=routes),), CALENDARS, START, {"E-AA": done})
    return found


ATTEST_APPROVE = firm(stage("attest", 2), stage("approve", 5, "attest", unit="business_days"))


def test_stages_follow_each_other_and_the_last_is_launch() -> None:
    found = plan(ATTEST_APPROVE)
    assert [(item.id, item.starts, item.ends) for item in found.stages] == [
        ("attest", START, dt.date(2026, 11, 25)),
        ("approve", dt.date(2026, 11, 25), dt.date(2026, 12, 2)),
    ]
    assert (found.earliest, found.reading, found.missing) == (dt.date(2026, 12, 2), "", ())
    assert all(item.is_critical for item in found.stages)


def test_an_unpublished_time_that_launch_waits_for_leaves_no_date() -> None:
    found = plan(ATTEST_APPROVE, route(step("consent", is_consent=True), step("after", is_consent=True, lead=3)))
    assert (found.earliest, found.reading) == (None, "not published")
    assert found.missing == ("Consent",)
    consent, after = found.stages[2:]
    assert (consent.starts, consent.ends, consent.lead_text) == (dt.date(2026, 12, 2), None, "not published")
    assert after.starts is None


def test_a_published_time_is_waited_for_and_a_later_filing_is_not() -> None:
    routes = route(
        step("register", mandatory=True, lead_time="within 60 days"),
        step("notice", before_launch=True, lead=10, lead_unit="business_days", lead_time="ten working days before"),
        step("receipt", before_launch=True, lead=1, lead_unit="months", instrument="GL", clause="8"),
    )
    found = plan(ATTEST_APPROVE, routes)
    register, notice, receipt = found.stages[2:]
    assert (register.blocks, register.ends) == (False, None)
    assert notice.after == ("approve",)
    assert (notice.ends, notice.lead_text) == (dt.date(2026, 12, 16), "ten working days before")
    assert (receipt.after, receipt.lead_text) == (("r/notice",), "1 month")
    assert str(receipt.clause) == "ZRA guideline: Guideline on AI, 8"
    assert found.earliest == dt.date(2027, 1, 16)


def test_times_the_firm_has_not_set_are_said_so() -> None:
    found = plan(firm(stage("attest"), stage("approve", 5, "attest")))
    assert (found.earliest, found.reading, found.missing) == (None, "not set by the firm", ("Attest",))
    assert found.shortenings == ()


def test_noting_holds_nothing_up() -> None:
    noted = firm(stage("approve", 5), stage("note", 0, "approve", kind=ActKind.NOTE))
    found = plan(noted, route(step("consent", is_consent=True, lead=10)))
    assert found.earliest == START + dt.timedelta(days=15)
    assert [item.blocks for item in found.stages] == [True, False, True]
    assert found.stages[2].after == ("approve",)


def test_a_stage_that_is_done_takes_no_time() -> None:
    found = plan(ATTEST_APPROVE, done=frozenset({"attest"}))
    assert found.earliest == dt.date(2026, 11, 30)
    assert [item.is_critical for item in found.stages] == [False, True]
    everything = plan(ATTEST_APPROVE, done=frozenset({"attest", "approve"}))
    assert everything.earliest == START


def test_what_would_shorten_it_is_told_and_a_twin_of_equal_length_would_not() -> None:
    beside = firm(
        stage("attest", 2), stage("law", 6, "attest"), stage("risk", 4, "attest"), stage("go", 3, "law", "risk")
    )
    found = plan(beside)
    assert [(item.stage_id, item.days) for item in found.shortenings] == [("go", 3), ("attest", 2), ("law", 2)]
    assert [item.id for item in found.stages if item.is_critical] == ["attest", "law", "go"]
    equal = plan(firm(stage("law", 6), stage("risk", 6)))
    assert equal.shortenings == ()
    assert all(item.is_critical for item in equal.stages)


def test_a_diamond_of_stages_is_walked_once() -> None:
    found = plan(firm(stage("a", 1), stage("b", 1, "a"), stage("c", 1, "a"), stage("d", 1, "b", "c")))
    assert found.earliest == START + dt.timedelta(days=3)
    assert all(item.is_critical for item in found.stages)


def test_stages_not_on_the_route_are_not_waited_for_and_undecided_ones_are_named() -> None:
    open_stage = stage("maybe", 90, when=Equals("advice", True))
    off = stage("off", 90, when=Equals("sandbox", "applying"))
    where = in_place("AA", facts={"sandbox": "none"}, routes=(route(when=Equals("advice", True), key="open"),))
    (found,) = launch_plan(firm(open_stage, off, stage("go", 1, "off")), (where,), CALENDARS, START)
    assert found.undecided == ("Maybe", "Route open")
    assert found.earliest == START + dt.timedelta(days=1)


def test_a_place_without_a_pack_is_not_assessed() -> None:
    columns = (InPlace("E-X", "Bank X", "XX"), in_place("BB"))
    first, second = launch_plan(firm(stage("go", 1, unit="months")), columns, CALENDARS, START)
    assert (first.reading, first.earliest, first.stages) == ("not assessed", None, ())
    assert (second.place, second.earliest) == ("BB", dt.date(2026, 12, 23))


def test_a_ring_of_stages_is_a_fault_that_is_named() -> None:
    with pytest.raises(ValueError, match="a → b → a"):
        plan(firm(stage("a", 1, "b"), stage("b", 1, "a")))
