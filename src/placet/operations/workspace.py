"""An open register with the rules it is read by and the person at the keyboard: what every operation takes."""

from __future__ import annotations

import datetime as dt
import getpass
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, TypeVar

from placet.domain.errors import UserFacingError
from placet.domain.facts import FactCatalogue
from placet.domain.firm import FirmPack
from placet.domain.ids import RANDOM_BYTES, uuid7
from placet.domain.moments import stamp
from placet.domain.pack import CommonCatalogue, Pack

if TYPE_CHECKING:
    from placet.register.journal import Change, Receipt
    from placet.register.store import Register

T = TypeVar("T")
Clock = Callable[[], dt.datetime]


def system_clock() -> dt.datetime:
    """Return the present instant in UTC."""
    return dt.datetime.now(dt.UTC)


@dataclass(frozen=True, slots=True)
class Actor:
    """Who is at the keyboard: the computer's user, and the person they say they are."""

    os_user: str
    person_id: str = ""
    name: str = ""

    def __str__(self) -> str:
        return f"{self.os_user}:{self.person_id}" if self.person_id else self.os_user


def keyboard_user() -> Actor:
    """Return the computer's user, not yet bound to a person."""
    return Actor(getpass.getuser())


@dataclass(frozen=True, slots=True)
class Workspace:
    """Everything an operation needs; operations are functions that take one as their first argument."""

    register: Register
    facts: FactCatalogue
    common: CommonCatalogue
    packs: dict[str, Pack]
    firm: FirmPack
    actor: Actor = field(default_factory=keyboard_user)
    clock: Clock = system_clock
    zone: str = "Asia/Hong_Kong"

    def now(self) -> str:
        """Return the present instant as it is stored."""
        return stamp(self.clock(), self.zone)

    def today(self) -> dt.date:
        """Return the present calendar day in the firm's zone."""
        import zoneinfo

        return self.clock().astimezone(zoneinfo.ZoneInfo(self.zone)).date()

    def new_id(self) -> str:
        """Mint an identifier."""
        return uuid7(int(self.clock().timestamp() * 1000), secrets.token_bytes(RANDOM_BYTES))

    def acting_as(self, actor: Actor) -> Workspace:
        """Return the workspace with another person at the keyboard."""
        return replace(self, actor=actor)

    def commit(self, operation: str, changes: Sequence[Change], subject: str = "") -> Receipt:
        """Write one operation: its rows and its journal entry, together or not at all."""
        return self.register.commit(operation, changes, by=str(self.actor), at=self.clock(), subject=subject)

    def pack(self, place: str) -> Pack | None:
        """Return the pack of a place; None reads “not assessed”, never “allowed”."""
        return self.packs.get(place)


def found(value: T | None, what: str, key: str, todo: str = "") -> T:
    """Return ``value``, or say that there is no such thing."""
    if value is None:
        raise UserFacingError(f"there is no {what} “{key}” in this register", todo=todo or "Check the spelling.")
    return value
