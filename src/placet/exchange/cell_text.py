"""Say a cell's stored value as the text a person sees, and carry any text through the file format's escapes."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal

_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_NEEDS_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4})|[\x00-\x08\x0b-\x1f\ufffe\uffff]")
_PADDED = re.compile(r'^(?:"([^"]*)")?(0+)(?:"([^"]*)")?$')
_SIGNIFICANT = 15
"""Digits Excel keeps and shows; the binary tail beyond them is nobody's data."""

_LARGEST_EXPONENT = 324


def escaped(text: str) -> str:
    """Return ``text`` with the characters XML cannot hold written as ``_xHHHH_``, as Excel does."""
    return _NEEDS_ESCAPE.sub(lambda found: f"_x{ord(found.group()):04X}_", text)


def unescaped(text: str) -> str:
    """Return ``text`` with ``_xHHHH_`` read back as the characters they stand for."""
    return _ESCAPE.sub(lambda found: _character(found.group(1), found.group()), text) if "_x" in text else text


def _character(digits: str, written: str) -> str:
    code = int(digits, 16)
    return written if 0xD800 <= code <= 0xDFFF else chr(code)


def number_text(raw: str, number_format: str, epoch: dt.datetime) -> tuple[str, str]:
    """Return a stored number as shown, and its kind: dates as ISO dates, padded numbers with their zeros."""
    from openpyxl.styles.numbers import is_date_format, is_timedelta_format
    from openpyxl.utils.datetime import from_excel

    value = Decimal(raw)
    if not value.is_finite() or abs(value.adjusted()) > _LARGEST_EXPONENT:
        raise ValueError("a number that is none")
    shown = number_format.split(";", maxsplit=1)[0].strip()
    if shown != "General" and is_date_format(shown):
        is_span = is_timedelta_format(shown)
        try:
            return date_text(from_excel(float(value), epoch, timedelta=is_span)), "date"
        except (OverflowError, ValueError):
            return "#VALUE!", "error"
    padded = _PADDED.match(shown)
    if padded and value == value.to_integral_value() and value >= 0:
        before, zeros, after = padded.groups(default="")
        return f"{before}{int(value):0{len(zeros)}d}{after}", "number"
    if shown.endswith("%"):
        return f"{_plain(value * 100)}%", "number"
    return _plain(value), "number"


def _plain(value: Decimal) -> str:
    """Return a number without exponent, rounded to the digits Excel shows."""
    rounded = Decimal(f"{value:.{_SIGNIFICANT}g}")
    text = f"{rounded:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text


def date_text(value: dt.datetime | dt.date | dt.time | dt.timedelta | None) -> str:
    """Return a date as 2026-11-22, with its time only where it has one."""
    match value:
        case dt.datetime() if value.time() == dt.time():
            return value.date().isoformat()
        case dt.datetime():
            return value.replace(microsecond=0).isoformat(" ").removesuffix(":00")
        case dt.date() | dt.time():
            return value.isoformat()
        case dt.timedelta():
            minutes, seconds = divmod(int(value.total_seconds()), 60)
            return f"{minutes // 60}:{minutes % 60:02d}:{seconds:02d}"
    return ""
