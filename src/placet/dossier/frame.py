"""Turn a body into pages: margins, header, footer with its code, watermark, bookmarks, page labels."""

import io
import threading
from dataclasses import dataclass
from typing import Any

from reportlab.lib.colors import HexColor
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus.doctemplate import BaseDocTemplate, PageTemplate
from reportlab.platypus.frames import Frame

from placet.domain.errors import FindingsError
from placet.dossier import styles
from placet.dossier.drawing import Body
from placet.dossier.fonts import Face, font_name, width
from placet.dossier.marks import draw_code
from placet.dossier.prose import BASELINE, draw_words, words_width
from placet.dossier.styles import MARGINS, MM
from placet.dossier.text import glyph_findings

_CODE = 14 * MM
_SIZE = 7.5
_ONE_AT_A_TIME = threading.Lock()
"""ReportLab keeps fonts in a global table."""


@dataclass(frozen=True, slots=True)
class PageFrame:
    """What is printed around the text of every page."""

    short_title: str
    classification: str
    """Whom it is for: "Confidential · for the HKMA"."""
    number: str
    version: str
    fingerprint: str
    code: str
    """What the QR code says, so that paper can be tied to the signed file."""
    draft: str = ""
    """The word for a draft, in the header and across each page; empty when it is none."""
    notice: str = ""
    """A word for the header alone: a review copy is no draft, and must be read without anything across it."""
    page_words: str = "page {page} of {pages}"
    """{pages} comes last or before fixed words."""
    version_words: str = "version {version}"


@dataclass(frozen=True, slots=True)
class SignaturePlace:
    """Where a signature field belongs: page from 1, rectangle in points from the lower left."""

    name: str
    page: int
    box: tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Rendered:
    """The pages, and where things came to stand."""

    pdf: bytes
    pages: int
    signature_places: tuple[SignaturePlace, ...]
    heading_pages: dict[str, int]


def render(body: Body, frame: PageFrame) -> Rendered:
    """Lay the body out on pages and return them as a PDF, the same bytes for the same input.

    Raises FindingsError when a character cannot be printed: an empty box is never left for the reader to guess.
    """
    shown = (frame.short_title, frame.classification, frame.number, frame.version, frame.fingerprint)
    words = (*shown, frame.draft, frame.notice)
    findings = [*body.findings, *(f for word in words for f in glyph_findings(word, "page frame", body.language))]
    if findings:
        raise FindingsError("Some characters cannot be printed", tuple(findings), "dossier", "See the fields named.")
    with _ONE_AT_A_TIME:
        return _Document(body, frame).write()


class _Document(BaseDocTemplate):
    """Pages of one shape: the text frame, over furniture that is drawn once and referred to."""

    def __init__(self, body: Body, frame: PageFrame) -> None:
        self._bytes = io.BytesIO()
        self._body, self._frame = body, frame
        paper = body.paper
        super().__init__(self._bytes, pagesize=paper.value, invariant=1, pageCompression=1, lang=body.language)
        height = paper.height - MARGINS.top - MARGINS.bottom
        room = Frame(MARGINS.inside, MARGINS.bottom, styles.text_width(paper), height, 0, 0, 0, 0)
        self.addPageTemplates(PageTemplate("page", [room], onPage=_furnish))

    def write(self) -> Rendered:
        """Build the document and return it."""
        canvases: list[_Sheets] = []

        def make(file: Any, **options: Any) -> _Sheets:
            canvases.append(_Sheets(self._body, self._frame, file, **options))
            return canvases[0]

        self.build(self._body.blocks(), canvasmaker=make)
        sheets = canvases[0]
        places = tuple(SignaturePlace(*place) for place in sheets.signature_places)
        return Rendered(self._bytes.getvalue(), sheets.pages, places, sheets.heading_pages)


def _furnish(sheets: Any, _document: Any) -> None:
    sheets.furnish()


class _Sheets(Canvas):
    """The canvas of a dossier: notes where things stand, and draws what repeats as forms when all is known."""

    def __init__(self, body: Body, frame: PageFrame, file: Any, **options: Any) -> None:
        super().__init__(file, **{**options, "initialFontName": font_name(Face.LATIN)})
        self.heading_pages: dict[str, int] = {}
        self.signature_places: list[tuple[str, int, tuple[float, float, float, float]]] = []
        self.pages = 0
        self._body, self._frame, self._paper = body, frame, body.paper
        before, _, self._after_total = frame.page_words.partition("{pages}")
        self._before_total = before
        self.setViewerPreference("DisplayDocTitle", "true")

    def furnish(self) -> None:
        """Draw what stands on every page beneath its text, and the page's own number."""
        self.pages = page = self.getPageNumber()
        if self._frame.draft:
            self.doForm("watermark")
        if page > 1:
            self.doForm("header")
        self.doForm("footer")
        frame = self._frame
        version = frame.version_words.format(version=frame.version)
        words = f"{frame.number} · {version} · {self._before_total.format(page=page)}"
        end = self._words(words, MARGINS.inside, 18.5 * MM)
        self.translate(end, 18.5 * MM)
        self.doForm("total")
        self.translate(-end, -18.5 * MM)

    def save(self) -> None:
        """Draw the forms, now that the number of pages is known, and write the file."""
        width_, height = self._paper.value
        for name, draw in (("watermark", self._watermark), ("header", self._header), ("footer", self._footer)):
            self.beginForm(name, 0, 0, width_, height)
            draw()
            self.endForm()
        self.beginForm("total", 0, -4, 200, 12)
        self._words(f"{self.pages}{self._after_total}", 0, 0)
        self.endForm()
        for heading in self._body.headings:
            self.beginForm(f"page-of-{heading.key}", -60, -6, 0, 20)
            self._number_of(heading.key, bold=heading.level == 1)
            self.endForm()
        super().save()

    def _number_of(self, key: str, bold: bool) -> None:
        number = str(self.heading_pages.get(key, ""))
        name = font_name(Face.LATIN, bold)
        size = styles.BODY.size
        self.setFont(name, size)
        self.setFillColor(HexColor(styles.INK))
        self.drawString(-width(name, number) * size, (1 - BASELINE) * styles.BODY.leading, number)

    def _words(self, text: str, x: float, y: float, *, bold: bool = False, colour: str = styles.GREY) -> float:
        """Draw a line of the page frame and return where it ends."""
        self.setFillColor(HexColor(colour))
        return draw_words(self, text, x, y, _SIZE, self._body.language, bold=bold)

    def _width_of(self, text: str, bold: bool = False) -> float:
        return words_width(text, _SIZE, self._body.language, bold=bold)

    def _rule(self, y: float) -> None:
        self.setStrokeColor(HexColor(styles.RULE))
        self.setLineWidth(0.5)
        self.line(MARGINS.inside, y, self._paper.width - MARGINS.outside, y)

    def _header(self) -> None:
        y = self._paper.height - 14 * MM
        frame, right = self._frame, self._paper.width - MARGINS.outside
        self._words(frame.short_title, MARGINS.inside, y)
        word = frame.draft or frame.notice
        if word:
            right -= self._width_of(word, bold=True)
            self._words(word, right, y, bold=True, colour=styles.RED)
            right -= 4 * MM
        self._words(frame.classification, right - self._width_of(frame.classification), y)
        self._rule(y - 2.5 * MM)

    def _footer(self) -> None:
        right = self._paper.width - MARGINS.outside
        self._words(self._frame.fingerprint, MARGINS.inside, 14.5 * MM)
        self.translate(right - _CODE, 8 * MM)
        draw_code(self, self._frame.code, _CODE)
        self.translate(_CODE - right, -8 * MM)
        self._rule(24 * MM)

    def _watermark(self) -> None:
        word = self._frame.draft
        self.translate(self._paper.width / 2, self._paper.height / 2)
        self.rotate(52)
        self.setFillColor(HexColor(styles.WATERMARK))
        size = min(150.0, 620 / words_width(word or " ", 1, self._body.language, bold=True))
        half = words_width(word, size, self._body.language, bold=True) / 2
        draw_words(self, word, -half, -0.36 * size, size, self._body.language, bold=True)
