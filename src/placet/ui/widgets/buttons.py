"""Buttons by the weight of what they do."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QPushButton


def primary_button(text: str, name: str, on_clicked: Callable[[], object]) -> QPushButton:
    """Return the one button that does what the page is for."""
    button = _button(text, name, on_clicked)
    button.setProperty("primary", True)
    button.setDefault(True)
    return button


def plain_button(text: str, name: str, on_clicked: Callable[[], object]) -> QPushButton:
    """Return an ordinary button."""
    return _button(text, name, on_clicked)


def link_button(text: str, name: str, on_clicked: Callable[[], object]) -> QPushButton:
    """Return a button that reads like a link."""
    button = _button(text, name, on_clicked)
    button.setProperty("link", True)
    button.setFlat(True)
    return button


def _button(text: str, name: str, on_clicked: Callable[[], object]) -> QPushButton:
    button = QPushButton(text)
    button.setObjectName(name)
    button.setAccessibleName(text.replace("&", ""))
    button.setAutoDefault(True)  # Enter presses the button that has the focus, not only Space
    button.clicked.connect(lambda _checked=False: on_clicked())
    return button
