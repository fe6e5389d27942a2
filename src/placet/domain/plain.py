"""Frozen types as plain JSON values: the one way from an object to what is hashed, stored or sent."""

from __future__ import annotations

import dataclasses
import datetime as dt
from enum import Enum
from typing import Any


def plain(value: Any) -> Any:
    """Return ``value`` as JSON values: dataclasses to objects, tuples and sets to lists, dates to ISO text.

    Floats are refused: canonical JSON must read the same everywhere.
    """
    if isinstance(value, Enum):
        return value.value
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, frozenset | set):
        return sorted(plain(item) for item in value)
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if dataclasses.is_dataclass(value):
        return {item.name: plain(getattr(value, item.name)) for item in dataclasses.fields(value)}
    raise TypeError(f"{type(value).__name__} has no plain JSON form")
