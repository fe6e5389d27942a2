"""Each clock ends in its own zone, counted from its own start on a dated calendar."""

import datetime as dt
from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from placet.domain.deadlines import COMPUTED, CalendarSource, LocalCalendar, amount_text, deadline, moved
from placet.domain.pack import Clock
from placet.domain.predicates import ALWAYS
from placet.domain.rules import Force

CLOCK = Clock("c", "Notice", "discovery", 72, "hours", "ZRA", "GL", "7", Force.NOTICE, ALWAYS)
HK = LocalCalendar("HK", "Asia/Hong_Kong")
HOLIDAYS = LocalCalendar(
    "HK",
    "Asia/Hong_Kong",
    frozenset({dt.date(2026, 12, 25), dt.date(2026, 12, 26), dt.date(2027, 1, 1)}),
    CalendarSource.PACK,
    dt.date(2027, 12, 31),
)


def clock(amount: int, unit: str, direction: str = "after") -> Clock:
    return replace(CLOCK, amount=amount, unit=unit, direction=direction)


def at(text: str, zone: str = "Asia/Hong_Kong") -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))


@pytest.mark.parametrize(
    ("amount", "unit", "direction", "start", "due"),
    [
        (72, "hours", "after", "2026-11-20T10:30", "2026-11-23T10:30:00"),
        (1, "hours", "before", "2026-11-20T00:30", "2026-11-19T23:30:00"),
        (3, "calendar_days", "after", "2026-11-20T10:30", "2026-11-23T23:59:59"),
        (3, "business_days", "after", "2026-11-20T10:30", "2026-11-25T23:59:59"),
        (1, "business_days", "after", "2026-12-24T09:00", "2026-12-28T23:59:59"),
        (10, "business_days", "before", "2027-01-08T09:00", "2026-12-23T23:59:59"),
        (3, "months", "before", "2027-05-31T09:00", "2027-02-28T23:59:59"),
        (1, "months", "after", "2028-01-31T09:00", "2028-02-29T23:59:59"),
        (14, "months", "after", "2026-11-22T09:00", "2028-01-22T23:59:59"),
    ],
)
def test_when_a_clock_ends(amount: int, unit: str, direction: str, start: str, due: str) -> None:
    found = deadline(clock(amount, unit, direction), at(start), HOLIDAYS)
    assert found.due.replace(tzinfo=None).isoformat() == due
    assert found.standing == COMPUTED
    assert found.how == f"{amount_text(amount, unit)} {direction} discovery"


def test_days_are_counted_in_the_regulators_zone_whatever_zone_the_start_was_said_in() -> None:
    late = at("2026-11-20T23:30", "Europe/London")
    assert deadline(clock(1, "calendar_days"), late, HK).due.date() == dt.date(2026, 11, 22)
    assert deadline(clock(1, "calendar_days"), late, replace(HK, time_zone="Europe/London")).due.date().day == 21
    assert deadline(CLOCK, late, HK).due == late + dt.timedelta(hours=72)


def test_hours_are_real_hours_when_the_clocks_change() -> None:
    berlin = replace(HK, time_zone="Europe/Berlin")
    start = at("2026-10-24T12:00", "Europe/Berlin")
    due = deadline(clock(24, "hours"), start, berlin).due
    assert due.astimezone(dt.UTC) - start.astimezone(dt.UTC) == dt.timedelta(hours=24)
    assert due.hour == 11


def test_a_last_day_off_is_told_and_not_moved() -> None:
    found = deadline(clock(1, "calendar_days"), at("2026-12-24T09:00"), HOLIDAYS)
    assert (found.due.date(), found.on_day_off) == (dt.date(2026, 12, 25), True)
    assert not deadline(clock(4, "calendar_days"), at("2026-12-24T09:00"), HOLIDAYS).on_day_off


def test_business_days_beyond_the_dated_calendar_are_marked() -> None:
    assert deadline(clock(5, "business_days"), at("2027-06-01T09:00"), HOLIDAYS).calendar_reaches
    assert not deadline(clock(5, "business_days"), at("2028-01-03T09:00"), HOLIDAYS).calendar_reaches
    assert not deadline(clock(5, "business_days"), at("2026-11-20T09:00"), HK).calendar_reaches
    assert deadline(clock(5, "calendar_days"), at("2026-11-20T09:00"), HK).calendar_reaches


def test_a_clock_needs_an_instant_and_days_need_a_unit() -> None:
    with pytest.raises(ValueError, match="zone"):
        deadline(CLOCK, dt.datetime(2026, 11, 20), HK)  # noqa: DTZ001 - what is refused
    with pytest.raises(ValueError, match="hours"):
        moved(dt.date(2026, 11, 20), 3, "hours", HK)


def test_amounts_in_words() -> None:
    assert [amount_text(1, "hours"), amount_text(3, "business_days"), amount_text(1, "months")] == [
        "1 hour",
        "3 business days",
        "1 month",
    ]


@given(st.dates(dt.date(2026, 1, 1), dt.date(2027, 12, 1)), st.integers(1, 60))
def test_forward_and_back_over_business_days_meet_from_a_business_day(day: dt.date, amount: int) -> None:
    there = moved(day, amount, "business_days", HOLIDAYS)
    assert HOLIDAYS.is_business_day(there)
    back = moved(there, -amount, "business_days", HOLIDAYS)
    assert back == day or not HOLIDAYS.is_business_day(day)
    counted = sum(HOLIDAYS.is_business_day(day + dt.timedelta(days=n)) for n in range(1, (there - day).days + 1))
    assert counted == amount
