"""Dated local calendars: the pack's own, else public holidays as a library computes them, to be confirmed."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache

from placet.domain.deadlines import CalendarSource, LocalCalendar
from placet.domain.pack import Pack

YEARS_AHEAD = 3
"""How far computed holidays are taken; those that follow the moon are estimates beyond a year or two."""
_COUNTRIES = {"UK": "GB"}
_NO_COUNTRY = frozenset({"EU", "ASEAN"})
"""Places of several countries: each has its own holidays, so only weekends are counted."""


def calendar_of(pack: Pack, today: dt.date) -> LocalCalendar:
    """Return the calendar by which a place's business days are counted."""
    if pack.holidays:
        return LocalCalendar(
            pack.jurisdiction, pack.time_zone, frozenset(pack.holidays), CalendarSource.PACK, max(pack.holidays)
        )
    last = today.year + YEARS_AHEAD
    days = _computed(pack.jurisdiction, today.year - 1, last)
    if not days:
        return LocalCalendar(pack.jurisdiction, pack.time_zone)
    return LocalCalendar(pack.jurisdiction, pack.time_zone, days, CalendarSource.LIBRARY, dt.date(last, 12, 31))


@lru_cache(maxsize=32)
def _computed(place: str, first: int, last: int) -> frozenset[dt.date]:
    """Return public holidays of a country, empty where the library has none; imported late, it is large."""
    if place in _NO_COUNTRY:
        return frozenset()
    import holidays

    try:
        found = holidays.country_holidays(_COUNTRIES.get(place, place), years=range(first, last + 1))
    except NotImplementedError:
        return frozenset()
    return frozenset(found)
