"""A form as data: which fields, of which kind, with which choices; and how dates are read."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from placet.domain.errors import UserFacingError
from placet.domain.moments import shown_day
from placet.ui.translate import tr

FieldValue = str | tuple[str, ...] | bool
Values = dict[str, FieldValue]
_DAY_FORMS = ("%Y-%m-%d", "%d %b %Y", "%d %B %Y", "%d/%m/%Y", "%Y%m%d")


class FieldKind(StrEnum):
    """What a field takes."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    SECRET = "secret"  # noqa: S105 - a kind of field, not a secret
    DATE = "date"
    NUMBER = "number"
    CHOICE = "choice"
    CHOICES = "choices"
    LINES = "lines"
    """Several texts, one a line."""
    FLAG = "flag"


@dataclass(frozen=True, slots=True)
class Option:
    """One choice."""

    key: str
    label: str


@dataclass(frozen=True, slots=True)
class FormField:
    """One field of a form."""

    key: str
    label: str
    kind: FieldKind = FieldKind.TEXT
    help: str = ""
    options: tuple[Option, ...] = ()
    is_required: bool = False
    is_half: bool = False
    """May stand beside its neighbour."""


def text_of(values: Values, key: str) -> str:
    """Return a field's text, trimmed."""
    value = values.get(key, "")
    return value.strip() if isinstance(value, str) else ""


def many_of(values: Values, key: str) -> tuple[str, ...]:
    """Return a field's several values."""
    value = values.get(key, ())
    return value if isinstance(value, tuple) else ()


def flag_of(values: Values, key: str) -> bool:
    """Return a field's yes or no."""
    return values.get(key) is True


def day_from(text: str, label: str) -> str:
    """Return the ISO date in a text such as “22 Nov 2026” or “2026-11-22”; empty stays empty."""
    text = " ".join(text.split())
    if not text:
        return ""
    for form in _DAY_FORMS:
        try:
            return dt.datetime.strptime(text, form).date().isoformat()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    raise UserFacingError(f"“{text}” is not a date", label, "Write it as 22 Nov 2026.")


def day_shown(iso: str) -> str:
    """Return an ISO date as people write it."""
    return shown_day(dt.date.fromisoformat(iso)) if iso else ""


def missing(fields: tuple[FormField, ...], values: Values) -> dict[str, str]:
    """Return a problem for each required field that is empty, by key."""
    empty = [field for field in fields if field.is_required and not values.get(field.key)]
    empty += [field for field in fields if field.is_required and values.get(field.key) and not _said(values, field)]
    return {field.key: tr("{label} is needed.", label=tr(field.label).replace("&", "")) for field in empty}


def _said(values: Values, field: FormField) -> bool:
    value = values.get(field.key)
    return bool(value.strip()) if isinstance(value, str) else bool(value)
