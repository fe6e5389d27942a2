"""Bring a text on screen into the user's language."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

CONTEXT = ""
"""One context for all texts: a sentence means the same wherever it stands. It is the one in which ``pyside6-lupdate``
files the texts of a bare ``tr()``."""


def tr(text: str, **values: object) -> str:
    """Return ``text`` in the chosen language with ``{name}`` places filled in; English where there is no other."""
    said = QCoreApplication.translate(CONTEXT, text) or text
    return said.format(**values) if values else said
