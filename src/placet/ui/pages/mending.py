"""Mend an exhibit where a finding is about it."""

from __future__ import annotations

from collections.abc import Callable

from placet.domain.disclosure import INTERNAL
from placet.operations.keep_evidence import EvidenceDetails
from placet.ui.pages import evidence_dialog
from placet.ui.pages.doing import did
from placet.ui.pages.page import Page
from placet.ui.presenters.dossiers import DossiersPresenter
from placet.ui.translate import tr


def mend_exhibit(page: Page, presenter: DossiersPresenter, number: str, on_done: Callable[[], object]) -> None:
    """Ask what else is to be said of an exhibit, and record it."""
    found = page.attempt(lambda: presenter.exhibit(number))
    if found is None:
        return
    evidence_id, details = found

    def given(changed: EvidenceDetails) -> None:
        if did(page, lambda: presenter.describe(evidence_id, changed)):
            on_done()

    addressees = ((INTERNAL, tr("Records that stay in the firm")), *presenter.state.addressees)
    evidence_dialog.ask_changes(page, number, details, addressees, given)
