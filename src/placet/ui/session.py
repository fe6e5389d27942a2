"""What the window holds while a register is open: the workspace, the chosen use case, who is at the keyboard.

The window is there before the register: nothing here loads rules or tables before one is opened.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Generic, ParamSpec

from placet.domain.errors import UserFacingError

if TYPE_CHECKING:
    from placet.domain.parties import Person
    from placet.operations.workspace import Actor, Workspace

P = ParamSpec("P")


class Happening(Generic[P]):
    """Something that listeners are told about, in the order in which they came."""

    def __init__(self) -> None:
        self._listeners: list[Callable[P, object]] = []

    def connect(self, listener: Callable[P, object]) -> None:
        """Tell ``listener`` from now on."""
        self._listeners.append(listener)

    def disconnect(self, listener: Callable[P, object]) -> None:
        """Tell ``listener`` no more."""
        self._listeners.remove(listener)

    def emit(self, *args: P.args, **kwargs: P.kwargs) -> None:
        """Tell every listener."""
        for listener in tuple(self._listeners):
            listener(*args, **kwargs)


class Session:
    """The open register and what is chosen in it; pages listen here and never to each other."""

    def __init__(self) -> None:
        self._workspace: Workspace | None = None
        self._use_case_id = ""
        self.workspace_changed: Happening[[]] = Happening()
        """A register was opened or closed; no use case is chosen then, and everything is read anew."""
        self.use_case_changed: Happening[[str]] = Happening()
        """Another use case was chosen; empty when there is none."""
        self.actor_changed: Happening[[]] = Happening()
        """Another person is at the keyboard."""
        self.record_changed: Happening[[]] = Happening()
        """Something was written to the register: lists and counts may differ."""
        self.said: Happening[[str]] = Happening()
        """A short word for the status bar."""

    @property
    def is_open(self) -> bool:
        """Tell whether a register is open."""
        return self._workspace is not None

    @property
    def workspace(self) -> Workspace:
        """Return the open workspace; asking without one is a user's step out of order."""
        if self._workspace is None:
            raise UserFacingError("no register is open", todo="Open or create one on the Start page.")
        return self._workspace

    @property
    def use_case_id(self) -> str:
        """Return the chosen use case; empty when there is none."""
        return self._use_case_id

    @property
    def actor(self) -> Actor:
        """Return who is at the keyboard."""
        if self._workspace is not None:
            return self._workspace.actor
        from placet.operations.workspace import keyboard_user

        return keyboard_user()

    def open(self, workspace: Workspace) -> None:
        """Take a workspace into the window; a former one is closed first."""
        self.close()
        self._workspace = workspace
        self.workspace_changed.emit()

    def close(self) -> None:
        """Close the register, if one is open."""
        if self._workspace is None:
            return
        former, self._workspace, self._use_case_id = self._workspace, None, ""
        former.register.close()
        self.workspace_changed.emit()

    def replace_workspace(self, workspace: Workspace) -> None:
        """Go on with the same register under changed rules, as after a new firm pack."""
        self._workspace = workspace
        self.record_changed.emit()

    def choose_use_case(self, use_case_id: str) -> None:
        """Choose a use case; it stays chosen across pages."""
        if use_case_id != self._use_case_id:
            self._use_case_id = use_case_id
            self.use_case_changed.emit(use_case_id)

    def choose_person(self, person: Person | None) -> None:
        """Say who is at the keyboard."""
        if self._workspace is None:
            return
        from placet.operations.workspace import Actor

        user = self._workspace.actor.os_user
        actor = Actor(user, person.id, person.name) if person else Actor(user)
        if actor != self._workspace.actor:
            self._workspace = self._workspace.acting_as(actor)
            self.actor_changed.emit()

    def tell_change(self, word: str = "") -> None:
        """Tell every page that the register was written to."""
        self.record_changed.emit()
        if word:
            self.said.emit(word)
