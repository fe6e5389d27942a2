"""Do something on a page and tell whether it was done."""

from __future__ import annotations

from collections.abc import Callable

from placet.ui.pages.page import Page


def did(page: Page, operation: Callable[[], object]) -> bool:
    """Run an operation; a problem is shown above the page, and False returned."""

    def run() -> bool:
        operation()
        return True

    return bool(page.attempt(run))
