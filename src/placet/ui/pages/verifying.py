"""Verify any file: ask for it, check it off the screen's thread, show the answer."""

from __future__ import annotations

from pathlib import Path

from placet.operations.verify_dossier import verify_file
from placet.ui import dialogs
from placet.ui.pages.doing import did
from placet.ui.pages.file_bytes import read_bytes
from placet.ui.pages.page import Page
from placet.ui.pages.progress_strip import ProgressStrip
from placet.ui.pages.verify_panel import VerifyPanel
from placet.ui.presenters.verification import VerificationPresenter
from placet.ui.translate import tr

_PDF = "PDF (*.pdf)"
_CERTIFICATES = "Certificates (*.pem *.crt *.cer)"


class Verifying:
    """Joins the panel to its presenter."""

    def __init__(self, page: Page, strip: ProgressStrip) -> None:
        self._page, self._strip = page, strip
        self.presenter, self.panel = VerificationPresenter(), VerifyPanel()
        self.presenter.changed.append(self.panel.render_state)
        self.panel.file_wanted.connect(self._pick_file)
        self.panel.file_dropped.connect(lambda name: self.take_file(Path(name)))
        self.panel.trust_wanted.connect(self._pick_trust)
        self.panel.trust_dropped.connect(self.presenter.drop_trust)
        self.panel.against_wanted.connect(self._pick_against)
        self.panel.verify_wanted.connect(self.verify)

    def take_file(self, path: Path) -> None:
        """Verify this file next."""
        did(self._page, lambda: self.presenter.take_file(path.name, read_bytes(path)))

    def verify_bytes(self, name: str, pdf: bytes) -> None:
        """Verify these bytes at once."""
        self.presenter.take_file(name, pdf)
        self.verify()

    def verify(self) -> None:
        """Verify the file that was taken."""
        held, now = self.presenter, self._page.session.workspace.clock()
        pdf, trust, against = held.pdf, held.trust, held.against
        self._strip.run(
            tr("Verifying…"),
            lambda _progress: verify_file(pdf, trust, against, now=now),
            held.show_answer,
            self._page.problem_raised.emit,
        )

    def _pick_file(self) -> None:
        dialogs.pick_file(self._page, tr("Verify a dossier"), _PDF, self.take_file)

    def _pick_trust(self) -> None:
        def chosen(path: Path) -> None:
            did(self._page, lambda: self.presenter.add_trust(path.name, read_bytes(path)))

        dialogs.pick_file(self._page, tr("Trust a certificate"), _CERTIFICATES, chosen)

    def _pick_against(self) -> None:
        def chosen(path: Path) -> None:
            did(self._page, lambda: self.presenter.compare_with(path.name, read_bytes(path)))

        dialogs.pick_file(self._page, tr("An older dossier"), _PDF, chosen)
