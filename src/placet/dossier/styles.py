"""How dossier pages look: measures, colours and type, in one place."""

from dataclasses import dataclass, replace
from enum import Enum

MM = 72 / 25.4

TEAL = "#0F6B6B"
INK = "#1B2126"
GREY = "#5A6670"
RULE = "#C8D0D4"
TINT = "#F2F6F6"
RED = "#B3261E"
GREEN = "#2E7D32"
AMBER = "#A15C00"
WATERMARK = "#ECEFF0"

SIDE = 32 * MM
"""The column on the left: numbers, clause and force tags, labels."""
SIDE_GAP = 4 * MM


class Paper(Enum):
    """A sheet, in points."""

    A4 = (210 * MM, 297 * MM)
    LETTER = (612.0, 792.0)

    @property
    def width(self) -> float:
        return self.value[0]

    @property
    def height(self) -> float:
        return self.value[1]


@dataclass(frozen=True, slots=True)
class Margins:
    """White space around the text; the inside edge is the one that is bound."""

    inside: float = 25 * MM
    outside: float = 20 * MM
    top: float = 24 * MM
    bottom: float = 28 * MM
    """Room for the footer with its 14 mm code, which stands 9 mm above the edge."""


MARGINS = Margins()


def text_width(paper: Paper) -> float:
    """Return the width between the margins."""
    return paper.width - MARGINS.inside - MARGINS.outside


@dataclass(frozen=True, slots=True)
class Style:
    """The type of a paragraph; Chinese takes its own leading."""

    size: float = 9.5
    leading: float = 13.5
    han_leading: float = 15.0
    colour: str = INK
    bold: bool = False
    align: str = "left"
    before: float = 0.0
    after: float = 6.0

    def right(self) -> "Style":
        """Return the same, set to the right."""
        return replace(self, align="right")

    def tight(self) -> "Style":
        """Return the same without space around it."""
        return replace(self, before=0.0, after=0.0)


BODY = Style()
LEAD = Style(size=10.5, leading=15, han_leading=16.5, after=8)
SMALL = Style(size=8, leading=11, han_leading=12.5, colour=GREY, after=4)
TAG_LINE = Style(size=8, leading=11, han_leading=12.5, colour=GREY, after=1)
LABEL = Style(size=8, leading=13.5, han_leading=15, colour=GREY, after=0)
NUMBER = Style(size=8, leading=13.5, han_leading=13.5, colour=GREY, after=0)
CELL = Style(size=8.5, leading=12, han_leading=13.5, after=3)
HEAD_CELL = Style(size=8, leading=11, han_leading=12.5, colour=TEAL, bold=True, after=0)
HEADINGS = {
    1: Style(size=18, leading=23, han_leading=26, colour=TEAL, bold=True, before=28, after=10),
    2: Style(size=13, leading=17, han_leading=19, colour=TEAL, bold=True, before=14, after=6),
    3: Style(size=10.5, leading=14, han_leading=16, colour=TEAL, bold=True, before=10, after=4),
}
COVER_TITLE = Style(size=26, leading=32, han_leading=36, colour=TEAL, bold=True, align="centre", after=8)
COVER_LINE = Style(size=11, leading=16, han_leading=18, align="centre", after=4)
CLAUSE = Style(size=8, leading=11, han_leading=12.5, bold=True, after=3)
DUTY = Style(bold=True, after=4)
