"""Status glyphs, force tags and codes, drawn as vectors: no font has them all, and paper needs them without colour."""

from enum import Enum
from typing import Any

from reportlab.lib.colors import HexColor, white
from reportlab.platypus.flowables import Flowable

from placet.dossier.prose import Prose, draw_words, words_width
from placet.dossier.styles import AMBER, GREEN, GREY, INK, RED, TEAL, Style


class Mark(Enum):
    """A state that a page shows by shape, word and colour; the value is its colour."""

    MET = ("met", GREEN)
    PARTLY = ("partly", AMBER)
    NOT_MET = ("not met", RED)
    UNKNOWN = ("unknown", GREY)
    NOT_APPLICABLE = ("not applicable", GREY)
    SEALED = ("sealed", TEAL)
    NOT_COVERING = ("not covering", RED)

    @property
    def colour(self) -> str:
        return self.value[1]


def draw_mark(canvas: Any, mark: Mark, x: float, y: float, size: float) -> None:
    """Draw a glyph in a square with its lower left corner at x, y."""
    canvas.saveState()
    canvas.setStrokeColor(HexColor(mark.colour))
    canvas.setFillColor(HexColor(mark.colour))
    canvas.setLineWidth(size * 0.12)
    middle, radius = size / 2, size * 0.42
    canvas.translate(x + middle, y + middle)
    if mark in (Mark.MET, Mark.PARTLY, Mark.NOT_MET):
        canvas.circle(0, 0, radius, stroke=1, fill=int(mark is Mark.MET))
    if mark is Mark.PARTLY:
        half = canvas.beginPath()
        half.arc(-radius, -radius, radius, radius, 90, 180)
        half.close()
        canvas.drawPath(half, stroke=0, fill=1)
    elif mark in (Mark.SEALED, Mark.NOT_COVERING):
        canvas.drawPath(_diamond(canvas, radius * 1.15), stroke=1, fill=int(mark is Mark.SEALED))
    elif mark is Mark.NOT_APPLICABLE:
        canvas.line(-radius, 0, radius, 0)
    elif mark is Mark.UNKNOWN:
        _question(canvas, radius)
    canvas.restoreState()


def _diamond(canvas: Any, radius: float) -> Any:
    path = canvas.beginPath()
    path.moveTo(0, radius)
    for x, y in ((radius, 0), (0, -radius), (-radius, 0)):
        path.lineTo(x, y)
    path.close()
    return path


def _question(canvas: Any, radius: float) -> None:
    """Draw a question mark: a hook, a stem and a dot."""
    hook = canvas.beginPath()
    bow = radius * 0.52
    hook.arc(-bow, radius - 2 * bow, bow, radius, 180, -235)
    hook.lineTo(0, -radius * 0.36)
    canvas.drawPath(hook, stroke=1, fill=0)
    canvas.circle(0, -radius * 0.86, radius * 0.15, stroke=0, fill=1)


class StatusLine(Flowable):
    """A glyph and its word."""

    def __init__(self, mark: Mark, word: str, style: Style, language: str = "en") -> None:
        super().__init__()
        self.mark, self.style = mark, style
        self._word = Prose(word, style, language)

    def wrap(self, aW: float, aH: float) -> tuple[float, float]:
        indent = self.style.size * 1.35
        self.width, self.height = aW, self._word.wrap(aW - indent, aH)[1]
        return self.width, self.height

    def getSpaceAfter(self) -> float:
        return self.style.after

    def draw(self) -> None:
        size = self.style.size
        middle = self.height - self._word.leading / 2
        draw_mark(self.canv, self.mark, 0, middle - size * 0.49, size * 0.95)
        self._word.drawOn(self.canv, size * 1.35, 0)


class ForceTag(Flowable):
    """A small outlined tag that says how binding a clause is; dashed while it is not in force."""

    SIZE = 6.5
    SPACING = 0.4
    HEIGHT = 11.0

    def __init__(self, word: str, language: str = "en", *, is_in_force: bool = True) -> None:
        super().__init__()
        self.word, self.language, self.is_in_force = word.upper(), language, is_in_force

    def wrap(self, aW: float, aH: float) -> tuple[float, float]:
        self.width = words_width(self.word, self.SIZE, self.language, bold=True, spacing=self.SPACING) + 8
        self.height = self.HEIGHT
        return self.width, self.height

    def getSpaceAfter(self) -> float:
        return 3.0

    def draw(self) -> None:
        colour = HexColor(INK if self.is_in_force else GREY)
        self.canv.setStrokeColor(colour)
        self.canv.setFillColor(colour)
        self.canv.setLineWidth(0.6)
        if not self.is_in_force:
            self.canv.setDash([2, 1.6])
        self.canv.roundRect(0.3, 0.3, self.width - 0.6, self.height - 0.6, 1.8)
        draw_words(self.canv, self.word, 4.2, 3.2, self.SIZE, self.language, bold=True, spacing=self.SPACING)


def draw_code(canvas: Any, payload: str, size: float) -> None:
    """Draw a QR code as rectangles in a square of the given size at the origin."""
    import segno

    rows = [bytes(row) for row in segno.make(payload, error="m", micro=False).matrix]
    module = size / len(rows)
    canvas.setFillColor(white)
    canvas.rect(0, 0, size, size, stroke=0, fill=1)
    canvas.setFillColor(HexColor("#000000"))
    path = canvas.beginPath()
    for number, row in enumerate(rows):
        start = None
        for column, dark in enumerate((*row, 0)):
            if dark and start is None:
                start = column
            elif not dark and start is not None:
                path.rect(start * module, size - (number + 1) * module, (column - start) * module, module)
                start = None
    canvas.drawPath(path, stroke=0, fill=1)
