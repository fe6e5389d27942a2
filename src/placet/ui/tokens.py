"""The named colours and distances of the window."""

from __future__ import annotations

from dataclasses import dataclass

TIGHT, NEAR, GROUP, MARGIN = 4, 8, 16, 24
"""Inside a control, between controls, between groups, around a page: pixels."""
CONTROL_HEIGHT = 30
READING_WIDTH = 720
"""About 85 characters of body text."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """One set of colours; neutral greys for structure, one accent, red only for what blocks or is overdue."""

    window: str
    navigation: str
    base: str
    raised: str
    text: str
    muted: str
    faint: str
    line: str
    accent: str
    accent_strong: str
    accent_soft: str
    on_accent: str
    green: str
    amber: str
    red: str
    red_soft: str
    amber_soft: str
    grey: str


LIGHT = Tokens(
    window="#F6F8F8",
    navigation="#EBEFEF",
    base="#FFFFFF",
    raised="#F1F4F4",
    text="#1B2325",
    muted="#526064",
    faint="#8A9598",
    line="#D3DADB",
    accent="#0F6B6B",
    accent_strong="#0B5555",
    accent_soft="#DCEBEA",
    on_accent="#FFFFFF",
    green="#1C7A4A",
    amber="#9A6200",
    red="#B3261E",
    red_soft="#FBECEA",
    amber_soft="#FBF3E2",
    grey="#6B7679",
)
DARK = Tokens(
    window="#1A1E1F",
    navigation="#15191A",
    base="#222729",
    raised="#282E30",
    text="#E5EAEA",
    muted="#A3AEB0",
    faint="#78838A",
    line="#3A4245",
    accent="#4DB6AC",
    accent_strong="#6CC7BE",
    accent_soft="#1F3B3A",
    on_accent="#0B1F1E",
    green="#6CC58F",
    amber="#E0B04A",
    red="#F28B82",
    red_soft="#3A2525",
    amber_soft="#352E1D",
    grey="#98A3A6",
)
