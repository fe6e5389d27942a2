"""Replace what a scroll area shows without pulling it from under the click that asked for it."""

from __future__ import annotations

from PySide6.QtWidgets import QScrollArea, QWidget


def show_content(area: QScrollArea, content: QWidget) -> None:
    """Show other content; the former goes once the present event is over.

    ``QScrollArea.setWidget`` deletes the former widget at once, with the very button whose click is being handled.
    """
    former = area.takeWidget()
    if former is not None:
        former.hide()
        former.deleteLater()
    area.setWidget(content)
