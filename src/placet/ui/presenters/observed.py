"""What presenters share: one frozen state, and those who are told when it changes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, Protocol, TypeVar

from placet.operations.workspace import Workspace

S = TypeVar("S")


class Desk(Protocol):
    """What a presenter reads afresh each time: the open register and the chosen use case."""

    @property
    def workspace(self) -> Workspace:
        """The open register with its rules and the person at the keyboard."""

    @property
    def use_case_id(self) -> str:
        """Id of the chosen use case; empty when none is chosen."""


class Observed(Generic[S]):
    """A holder of one state; every callback in ``changed`` gets each new one."""

    def __init__(self, state: S) -> None:
        self.state = state
        self.changed: list[Callable[[S], None]] = []

    def _show(self, state: S) -> None:
        self.state = state
        for tell in tuple(self.changed):
            tell(state)
