"""Lines of text by the part they play on a page."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QWidget

from placet.ui.theme import section_font, small_font, title_font


def title_label(text: str = "") -> QLabel:
    """Return a page's title."""
    label = QLabel(text)
    label.setFont(title_font(label.font()))
    return label


def section_label(text: str = "") -> QLabel:
    """Return a section's heading."""
    label = QLabel(text)
    label.setFont(section_font(label.font()))
    return label


def body_label(text: str = "") -> QLabel:
    """Return running text that wraps and can be selected."""
    label = _plain(text)
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label


def muted_label(text: str = "", *, wraps: bool = True) -> QLabel:
    """Return text that stands back: help, notes."""
    label = _plain(text)
    label.setFont(small_font(label.font()))
    label.setProperty("role", "muted")
    label.setWordWrap(wraps)
    return label


def error_label(text: str = "") -> QLabel:
    """Return the place for a problem, hidden until there is one."""
    label = _plain(text)
    label.setFont(small_font(label.font()))
    label.setProperty("role", "error")
    label.setWordWrap(True)
    label.setVisible(bool(text))
    return label


def _plain(text: str) -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label


def rule(parent: QWidget | None = None) -> QFrame:
    """Return a thin line between groups."""
    line = QFrame(parent)
    line.setProperty("rule", True)
    return line


def card(parent: QWidget | None = None) -> QFrame:
    """Return a plain raised surface that holds a group."""
    frame = QFrame(parent)
    frame.setProperty("card", True)
    return frame
