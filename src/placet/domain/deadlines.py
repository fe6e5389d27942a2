"""When a time limit ends: each clock from its own start, in the regulator's zone, on a dated local calendar.

Two clocks are never merged. Every result is computed and to be confirmed by the firm: a calendar can miss a day that
an authority declares later, and what counts as a business day is a question of the rule's own words.
"""

from __future__ import annotations

import datetime as dt
import zoneinfo
from calendar import monthrange
from dataclasses import dataclass
from enum import StrEnum

from placet.domain.pack import Clock

COMPUTED = "computed, to be confirmed by the firm"
_END_OF_DAY = dt.time(23, 59, 59)
_SATURDAY = 5
_ONE = dt.timedelta(days=1)


class CalendarSource(StrEnum):
    """Where the days off come from."""

    PACK = "pack"
    """The pack's dated calendar."""
    LIBRARY = "library"
    """Public holidays as a library computes them."""
    WEEKENDS = "weekends"
    """No calendar was at hand: Saturdays and Sundays only."""


@dataclass(frozen=True, slots=True)
class LocalCalendar:
    """A place's zone and its dated days off beside Saturdays and Sundays."""

    place: str
    time_zone: str
    days_off: frozenset[dt.date] = frozenset()
    source: CalendarSource = CalendarSource.WEEKENDS
    until: dt.date | None = None
    """Last day the dated days off reach; after it only weekends are known."""

    def is_business_day(self, day: dt.date) -> bool:
        """Tell whether a day is neither a weekend nor a dated day off."""
        return day.weekday() < _SATURDAY and day not in self.days_off

    def knows(self, day: dt.date) -> bool:
        """Tell whether the calendar's own days reach so far."""
        return self.source is not CalendarSource.WEEKENDS and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class Deadline:
    """Until when a clock runs, and how that was counted."""

    clock: Clock
    place: str
    started: dt.datetime
    """In the regulator's zone."""
    due: dt.datetime
    """In the regulator's zone; the end of the day unless hours are counted."""
    how: str
    on_day_off: bool
    """The last day is a weekend or day off; whether it then moves is a question of the rule."""
    calendar_reaches: bool
    """The dated calendar covers every day that was counted; always so where no business day is counted."""
    standing: str = COMPUTED


def deadline(clock: Clock, start: dt.datetime, calendar: LocalCalendar) -> Deadline:
    """Return when ``clock`` ends if its own start event happened (or will happen) at ``start``, an aware instant.

    The day of the event is not counted; a limit in days or months ends with its last day. Counted backwards
    (*before*), it is the last day on which there is still time.
    """
    if start.tzinfo is None:
        raise ValueError("a clock starts at an instant with a zone")
    local = start.astimezone(zoneinfo.ZoneInfo(calendar.time_zone))
    sign = -1 if clock.direction == "before" else 1
    if clock.unit == "hours":
        due = (start.astimezone(dt.UTC) + sign * dt.timedelta(hours=clock.amount)).astimezone(local.tzinfo)
    else:
        due = dt.datetime.combine(
            moved(local.date(), sign * clock.amount, clock.unit, calendar), _END_OF_DAY, local.tzinfo
        )
    reaches = clock.unit != "business_days" or calendar.knows(max(due.date(), local.date()))
    how = f"{amount_text(clock.amount, clock.unit)} {clock.direction} {clock.start_event}"
    return Deadline(clock, calendar.place, local, due, how, not calendar.is_business_day(due.date()), reaches)


def moved(day: dt.date, amount: int, unit: str, calendar: LocalCalendar) -> dt.date:
    """Return the day ``amount`` units after ``day``, or before it when negative; raises ValueError for other units."""
    if unit == "calendar_days":
        return day + amount * _ONE
    if unit == "business_days":
        return _business_days(day, amount, calendar)
    if unit == "months":
        return _months(day, amount)
    raise ValueError(f"{unit!r} does not count days")


def _business_days(day: dt.date, amount: int, calendar: LocalCalendar) -> dt.date:
    step = _ONE if amount > 0 else -_ONE
    left = abs(amount)
    while left:
        day += step
        left -= calendar.is_business_day(day)
    return day


def _months(day: dt.date, amount: int) -> dt.date:
    """Keep the day's number, or take the month's last day where it has no such day (31 January, one month)."""
    year, month0 = divmod(day.year * 12 + day.month - 1 + amount, 12)
    return dt.date(year, month0 + 1, min(day.day, monthrange(year, month0 + 1)[1]))


def amount_text(amount: int, unit: str) -> str:
    """Return an amount of time in words: “3 business days”, “1 month”."""
    word = unit.replace("_", " ")
    return f"{amount} {word.removesuffix('s') if amount == 1 else word}"
