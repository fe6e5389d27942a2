"""Instants as they are stored and shown: UTC to the millisecond with the zone they were said in (RFC 9557)."""

from __future__ import annotations

import datetime as dt
import zoneinfo

from placet.domain.errors import UserFacingError

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def stamp(at: dt.datetime, zone: str) -> str:
    """Return ``at`` (aware) as ``2026-11-22T02:03:04.567Z[Asia/Hong_Kong]``; such stamps sort by time."""
    if at.tzinfo is None:
        raise ValueError("an instant needs a zone")
    utc = at.astimezone(dt.UTC)
    return f"{utc:%Y-%m-%dT%H:%M:%S}.{utc.microsecond // 1000:03d}Z[{zone}]"


def instant(stamped: str) -> dt.datetime:
    """Return the aware UTC instant of a stamp."""
    return dt.datetime.fromisoformat(stamped.partition("[")[0].replace("Z", "+00:00"))


def is_day(text: str) -> bool:
    """Tell whether ``text`` is an ISO calendar date such as 2026-11-22, and nothing else."""
    try:
        return dt.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def require_day(text: str, where: str) -> str:
    """Return a date as entered, or empty; anything else is refused at the door, so that every date can be shown."""
    if text and not is_day(text):
        raise UserFacingError(f"“{text}” is not a date", where, "Write it as 2026-11-22.")
    return text


def day_of(stamped: str) -> dt.date:
    """Return the calendar day of a stamp, in the zone it was said in; a plain ISO date is its own day."""
    if "T" not in stamped:
        return dt.date.fromisoformat(stamped)
    zone = stamped.partition("[")[2].rstrip("]") or "UTC"
    return instant(stamped).astimezone(zoneinfo.ZoneInfo(zone)).date()


def shown_day(day: dt.date) -> str:
    """Return a date as people read it everywhere: 22 Nov 2026."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def shown(stamped: str) -> str:
    """Return a stamp or ISO date for people, the zone named where a clock matters; empty stays empty."""
    if not stamped:
        return ""
    if "T" not in stamped:
        return shown_day(dt.date.fromisoformat(stamped))
    zone = stamped.partition("[")[2].rstrip("]") or "UTC"
    local = instant(stamped).astimezone(zoneinfo.ZoneInfo(zone))
    return f"{shown_day(local.date())}, {local:%H:%M} {local.tzname()}"
