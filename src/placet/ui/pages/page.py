"""What every page of the window offers the frame, and the only ways in which it speaks to it."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar, TypeVar

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from placet.domain.errors import UserFacingError
from placet.ui.session import Session

T = TypeVar("T")


class Page(QWidget):
    """One page; the frame shows its title, its one-line state and its primary action.

    A page reads ``self.session``; it is refreshed when it comes into view, when another use case or person is
    chosen, and when the register was written to while it is in view.
    """

    page_id: ClassVar[str] = ""
    title: ClassVar[str] = ""
    """English; the frame brings it into the user's language."""
    needs_use_case: ClassVar[bool] = False
    """Set where the page says nothing without a chosen use case: the frame then asks for one."""
    help_text: ClassVar[str] = ""
    """What F1 shows: a few sentences."""

    state_changed = Signal()
    """State line, count or primary action may differ."""
    problem_raised = Signal(object)
    """A UserFacingError to show above the page; None takes it away."""
    go_to_requested = Signal(str)
    """Another page, by its id."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.setObjectName(f"{self.page_id}Page")

    def set_use_case(self, use_case_id: str) -> None:
        """Show another use case; the id is empty when none is chosen."""

    def refresh(self) -> None:
        """Show what the register holds now."""

    def state_line(self) -> str:
        """Return the one line under the title, such as “Draft · 61 of 74 answered · 5 gaps”."""
        return ""

    def waiting_count(self) -> int:
        """Return how much work waits here for the person at the keyboard; shown beside the page's name."""
        return 0

    def primary_action(self) -> QAction | None:
        """Return the page's one primary action, shown at the top right, or None."""
        return None

    def show_part(self, part: str, *, begins: bool = False, record_id: str = "") -> None:
        """Show a part of the page by its name, such as the register's ``people``; begin or choose a record there."""

    def focus_find(self) -> None:
        """Put the cursor where one finds things on this page (Ctrl+F)."""

    def show_finding(self, path: str) -> None:
        """Put the cursor on the field a finding is about, when it is on this page."""

    def may_leave(self) -> bool:
        """Save what was typed and tell whether the page may be left."""
        return True

    def attempt(self, operation: Callable[[], T]) -> T | None:
        """Run an operation; what the person can mend is shown above the page, and None returned."""
        try:
            result = operation()
        except UserFacingError as error:
            self.problem_raised.emit(error)
            return None
        self.problem_raised.emit(None)
        return result
