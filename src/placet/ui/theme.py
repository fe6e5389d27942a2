"""Colours, type and spacing of the window, for light and dark."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from placet.ui.style_sheet import style_sheet
from placet.ui.tokens import DARK, LIGHT, Tokens

DARK_BELOW = 128
"""A window colour of less lightness than this is dark."""


@dataclass(frozen=True, slots=True)
class TypeSize:
    """Point sizes of the four kinds of text."""

    body: float = 10.0
    small: float = 9.0
    section: float = 11.5
    title: float = 15.0


SIZES = TypeSize()


def tokens_of(widget: QWidget) -> Tokens:
    """Return the colours that go with the widget's palette."""
    return DARK if widget.palette().color(QPalette.ColorRole.Window).lightness() < DARK_BELOW else LIGHT


def apply_theme(application: QApplication) -> None:
    """Dress the application, and again whenever the system turns light or dark."""
    application.setStyle("Fusion")
    font = application.font()
    font.setPointSizeF(SIZES.body)
    application.setFont(font)
    _dress(application)
    application.styleHints().colorSchemeChanged.connect(lambda _scheme: _dress(application))


class Appearance(StrEnum):
    """Light, dark, or as the system is."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


def appearance() -> Appearance:
    """Return what the person chose on this computer."""
    kept = str(QSettings().value("appearance", Appearance.SYSTEM))
    return Appearance(kept) if kept in set(Appearance) else Appearance.SYSTEM


def choose_appearance(application: QApplication, chosen: Appearance) -> None:
    """Dress the application as chosen, and keep the choice."""
    QSettings().setValue("appearance", str(chosen))
    _dress(application)


def _dress(application: QApplication) -> None:
    is_dark = application.styleHints().colorScheme() == Qt.ColorScheme.Dark
    tokens = {Appearance.LIGHT: LIGHT, Appearance.DARK: DARK}.get(appearance(), DARK if is_dark else LIGHT)
    application.setPalette(palette_of(tokens))
    application.setStyleSheet(style_sheet(tokens))


def palette_of(tokens: Tokens) -> QPalette:
    """Return the palette of a set of colours."""
    role, palette = QPalette.ColorRole, QPalette()
    colours = {
        role.Window: tokens.window,
        role.WindowText: tokens.text,
        role.Base: tokens.base,
        role.AlternateBase: tokens.raised,
        role.Text: tokens.text,
        role.Button: tokens.base,
        role.ButtonText: tokens.text,
        role.BrightText: tokens.red,
        role.Highlight: tokens.accent,
        role.HighlightedText: tokens.on_accent,
        role.Accent: tokens.accent,
        role.Link: tokens.accent,
        role.LinkVisited: tokens.accent,
        role.ToolTipBase: tokens.raised,
        role.ToolTipText: tokens.text,
        role.PlaceholderText: tokens.faint,
        role.Mid: tokens.line,
        role.Midlight: tokens.raised,
        role.Light: tokens.base,
        role.Dark: tokens.line,
    }
    for key, colour in colours.items():
        palette.setColor(key, QColor(colour))
    for key in (role.Text, role.WindowText, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, key, QColor(tokens.faint))
    palette.setColor(QPalette.ColorGroup.Disabled, role.Highlight, QColor(tokens.line))
    return palette


def title_font(base: QFont) -> QFont:
    """Return the font of a page's title."""
    return _sized(base, SIZES.title, QFont.Weight.DemiBold)


def section_font(base: QFont) -> QFont:
    """Return the font of a section's heading."""
    return _sized(base, SIZES.section, QFont.Weight.DemiBold)


def small_font(base: QFont) -> QFont:
    """Return the font of help and notes."""
    return _sized(base, SIZES.small, QFont.Weight.Normal)


def _sized(base: QFont, points: float, weight: QFont.Weight) -> QFont:
    font = QFont(base)
    font.setPointSizeF(points)
    font.setWeight(weight)
    return font
