"""The pages of the window, in the order of the left column; a new page is one line here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from placet.ui.pages.page import Page
from placet.ui.session import Session


@dataclass(frozen=True, slots=True)
class PageEntry:
    """One page: its id, its name in the left column, its icon, and how it is made when first shown."""

    id: str
    name: str
    icon: str
    make: Callable[[Session], Page]
    needs_register: bool = True
    counts_waiting: bool = False
    """Shows a count beside its name, also before it was in view."""


def _start(session: Session) -> Page:
    from placet.ui.pages.start import StartPage

    return StartPage(session)


def _register(session: Session) -> Page:
    from placet.ui.pages.register import RegisterPage

    return RegisterPage(session)


def _interview(session: Session) -> Page:
    from placet.ui.pages.interview import InterviewPage

    return InterviewPage(session)


def _compare(session: Session) -> Page:
    from placet.ui.pages.compare import ComparePage

    return ComparePage(session)


def _approvals(session: Session) -> Page:
    from placet.ui.pages.approvals import ApprovalsPage

    return ApprovalsPage(session)


def _dossiers(session: Session) -> Page:
    from placet.ui.pages.dossiers import DossiersPage

    return DossiersPage(session)


def _journal(session: Session) -> Page:
    from placet.ui.pages.journal import JournalPage

    return JournalPage(session)


PAGES: tuple[PageEntry, ...] = (
    PageEntry("start", "Start", "start", _start, needs_register=False),
    PageEntry("register", "Register", "register", _register),
    PageEntry("interview", "Interview", "interview", _interview),
    PageEntry("compare", "Compare", "compare", _compare),
    PageEntry("approvals", "Approvals", "approvals", _approvals, counts_waiting=True),
    PageEntry("dossiers", "Dossiers", "dossiers", _dossiers),
    PageEntry("journal", "Journal", "journal", _journal),
)
