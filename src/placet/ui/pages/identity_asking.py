"""Ask for a signing identity: a file with its passphrase, or a new one for evaluation."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from placet.operations.open_identity import open_identity
from placet.ui import dialogs
from placet.ui.pages.file_bytes import read_bytes, write_bytes
from placet.ui.pages.page import Page
from placet.ui.pages.progress_strip import ProgressStrip
from placet.ui.translate import tr

if TYPE_CHECKING:
    from placet.signing.identities import Identity

KINDS = "PKCS#12 (*.p12 *.pfx)"


def ask_identity(page: Page, strip: ProgressStrip, now: dt.datetime, on_opened: Callable[[Identity], object]) -> None:
    """Ask for an identity file and its passphrase; opening it runs off the screen's thread."""

    def opened(path: Path, passphrase: str) -> None:
        data = page.attempt(lambda: read_bytes(path))
        if data is not None:
            strip.run(
                tr("Opening the identity…"),
                lambda _progress: open_identity(data, passphrase, path.name, now),
                on_opened,
                page.problem_raised.emit,
            )

    def chosen(path: Path) -> None:
        text = tr("The passphrase of {name}. The key is held only until this signature is made.", name=path.name)
        dialogs.pick_passphrase(page, tr("Open the identity"), text, lambda words: opened(path, words))

    dialogs.pick_file(page, tr("Signing identity"), KINDS, chosen)


def ask_evaluation(page: Page, name: str, make: Callable[[str], bytes]) -> None:
    """Ask for a passphrase and a place, then make an evaluation identity and keep its file there."""

    def given(passphrase: str) -> None:
        def keep(path: Path) -> None:
            def made() -> None:
                data = make(passphrase)
                write_bytes(path, data, is_private=True)

            page.attempt(made)

        dialogs.pick_save(page, tr("Keep the identity file"), f"{name} EVALUATION.p12", KINDS, keep)

    text = tr(
        "An evaluation identity for {name}. It is labelled EVALUATION on every screen and page, and is never trusted.",
        name=name,
    )
    dialogs.pick_passphrase(page, tr("Make an evaluation identity"), text, given, repeat=True)
