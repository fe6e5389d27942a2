"""Compose the body of a dossier: numbered headings and paragraphs, requirement blocks, tables, signature boxes.

Everything on a page is made here, so that face, escaping, numbering and page breaks are decided in one place::

    body = Body(language="en", paper=Paper.A4)
    body.contents("Contents")
    body.heading("The use case", level=1)                 # "1"
    body.text("What it does.", field="description")       # "1.1" in the left column
    body.requirement(Requirement(...))
    rendered = render(body, frame)                        # frame.py: pages, with places of headings and signatures
    pdf = to_pdfa(rendered.pdf, ...)                      # pdfa.py
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from reportlab.lib.colors import HexColor
from reportlab.platypus.flowables import CondPageBreak, Flowable, PageBreak, Spacer

from placet.domain.errors import Finding
from placet.dossier import styles
from placet.dossier.blocks import Row, Stack, Table, hairline
from placet.dossier.marks import ForceTag, Mark, StatusLine
from placet.dossier.prose import Prose
from placet.dossier.styles import MM, SIDE, SIDE_GAP, Paper, Style
from placet.dossier.text import Content, Span, glyph_findings, plain


@dataclass(frozen=True, slots=True)
class Status:
    """A state to print in a cell or block: glyph and word."""

    mark: Mark
    word: str


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table."""

    title: str
    share: float = 1.0
    """Part of the width, relative to the other columns."""
    is_number: bool = False


Cell = Content | Status


@dataclass(frozen=True, slots=True)
class Requirement:
    """What a requirement block prints."""

    clause: str
    """Instrument and clause, short: "HKMA GenAI 2024, 3(b)"."""
    force: str
    """The word of the force tag: "Guideline"."""
    issuer_label: str
    """The issuer's own word: "HKMA circular"."""
    status: Status
    duty: str
    answers: tuple[Content, ...]
    """Paragraphs of the answer, and of what the requirement asks beyond the control."""
    evidence: tuple[str, ...] = ()
    """References, as in "E-07 Review procedure v3, 2 Nov 2026"."""
    evidence_word: str = "Evidence"
    not_yet: str = ""
    """"from 2 Dec 2027" while it is not in force."""
    note: str = ""
    """How sure the clause is: "as researched", "checked on 3 Nov 2026 by ..."."""
    field: str = ""
    """Name of the answer in the register, for findings."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading, for contents and bookmarks."""

    key: str
    number: str
    title: str
    level: int


class Body:
    """Collects what a dossier says, in order; numbers headings and paragraphs as they come."""

    def __init__(self, language: str = "en", paper: Paper = Paper.A4) -> None:
        self.language, self.paper = language, paper
        self.width = styles.text_width(paper)
        self.main_width = self.width - SIDE - SIDE_GAP
        self.headings: list[Heading] = []
        self.findings: list[Finding] = []
        """Characters that no embedded font can print, by field; `render` refuses while there are any."""
        self._blocks: list[Flowable] = []
        self._pending: list[Flowable] = []
        self._section = self._part = self._paragraph = 0

    def blocks(self) -> list[Flowable]:
        """Return the blocks in order."""
        return [*self._blocks, *self._pending]

    def prose(self, content: Content, style: Style = styles.BODY, field: str = "") -> Prose:
        """Make a paragraph, noting what cannot be printed."""
        self.findings += glyph_findings(content, field or plain(content)[:40], self.language)
        return Prose(content, style, self.language)

    def add(self, block: Flowable) -> None:
        """Add a block; headings before it stay with it."""
        self._blocks.append(Stack([*self._pending, block]) if self._pending else block)
        self._pending = []

    def heading(self, title: str, level: int = 1, *, is_numbered: bool = True, field: str = "") -> Heading:
        """Add a heading: "4" for a section, "4A" for a part of it; the third level has no number."""
        if level == 1 and is_numbered:
            self._section, self._part, self._paragraph = self._section + 1, 0, 0
        elif level == 2 and is_numbered:
            self._part += 1
        numbers = {1: str(self._section), 2: f"{self._section}{_letters(self._part)}"}
        number = numbers.get(level, "") if is_numbered else ""
        heading = Heading(f"h{len(self.headings) + 1}", number, title, level)
        self.headings.append(heading)
        style = styles.HEADINGS[level]
        main = self.prose(title, style, field or "heading")
        cells: list[Flowable] = [self._beside(number, style, main), main]
        row = Row(cells, [SIDE, self.main_width], gap=SIDE_GAP)
        self._pending.append(HeadingBlock(heading, row, style))
        return heading

    def text(self, content: Content, field: str = "", style: Style = styles.BODY) -> str:
        """Add a numbered paragraph and return its number ("4.12")."""
        self._paragraph += 1
        number = f"{self._section}.{self._paragraph}"
        self.side(number, [self.prose(content, style, field)])
        return number

    def _beside(self, label: Content, style: Style, first: Flowable) -> Prose:
        """Make a label that stands level with the first line of the text beside it."""
        made = self.prose(label, style)
        if isinstance(first, Prose):
            made.leading = first.leading
        return made

    def aside(self, content: Content, field: str = "", style: Style = styles.SMALL) -> None:
        """Add a paragraph without number, set small unless a style says otherwise."""
        self.side("", [self.prose(content, style, field)])

    def side(self, label: Content, main: Sequence[Flowable], after: float = 6.0) -> None:
        """Add blocks with a small label in the left column."""
        cells = [self._beside(label, styles.LABEL, main[0]), Stack(main)]
        self.add(Row(cells, [SIDE, self.main_width], gap=SIDE_GAP, after=after))

    def bullets(self, items: Sequence[Content], field: str = "") -> None:
        """Add a list with dashes."""
        rows: list[Flowable] = [
            Row([self.prose("–"), self.prose(item, field=field)], [4 * MM, self.main_width - 4 * MM], after=2)
            for item in items
        ]
        self.side("", rows)

    def entries(self, pairs: Sequence[tuple[str, Cell]], field: str = "") -> None:
        """Add labels on the left with their values, a hairline under each."""
        values = [self.cell(value, styles.BODY.tight(), field or label) for label, value in pairs]
        rows = [
            Row(
                [self._beside(label, styles.LABEL, value), value],
                [SIDE, self.main_width],
                gap=SIDE_GAP,
                padding=3,
                paint=hairline,
            )
            for (label, _), value in zip(pairs, values, strict=True)
        ]
        self.add(Table(None, rows))

    def table(self, columns: Sequence[Column], rows: Sequence[Sequence[Cell]], field: str = "") -> None:
        """Add a table over the whole width; its header comes again on each page."""
        gap = 3 * MM
        room = self.width - gap * (len(columns) - 1)
        widths = [room * column.share / sum(c.share for c in columns) for column in columns]

        def row(cells: Sequence[Flowable]) -> Row:
            return Row(cells, widths, gap=gap, padding=3.5, paint=hairline)

        head = [self.prose(c.title, styles.HEAD_CELL.right() if c.is_number else styles.HEAD_CELL) for c in columns]
        plain_cell, number_cell = styles.CELL.tight(), styles.CELL.tight().right()
        made = [
            row(
                [
                    self.cell(value, number_cell if column.is_number else plain_cell, field or column.title)
                    for column, value in zip(columns, values, strict=True)
                ]
            )
            for values in rows
        ]
        header = Row(head, widths, gap=gap, padding=3.5, paint=_head_rule)
        self.add(Table(header, made))

    def cell(self, value: Cell, style: Style, field: str) -> Flowable:
        """Make the content of a cell."""
        if isinstance(value, Status):
            return StatusLine(value.mark, value.word, style, self.language)
        return self.prose(value, style, field)

    def requirement(self, item: Requirement) -> str:
        """Add a requirement block and return its paragraph number."""
        self._paragraph += 1
        number = f"{self._section}.{self._paragraph}"
        side: list[Flowable] = [self.prose(number, styles.NUMBER), self.prose(item.clause, styles.CLAUSE)]
        side.append(ForceTag(item.force, self.language, is_in_force=not item.not_yet))
        side += [self.prose(line, styles.TAG_LINE) for line in (item.issuer_label, item.not_yet, item.note) if line]
        duty = self.prose(item.duty, styles.DUTY, item.field)
        duty.keepWithNext = True
        status = StatusLine(item.status.mark, item.status.word, replace(styles.BODY, after=3), self.language)
        status.keepWithNext = True
        main = [duty, status, *(self.prose(answer, field=item.field) for answer in item.answers)]
        if item.evidence:
            main.append(self.prose(f"{item.evidence_word}: " + "; ".join(item.evidence), styles.SMALL, item.field))
        cells = [Whole(side), Stack(main)]
        self.add(Row(cells, [SIDE, self.main_width], gap=SIDE_GAP, padding=5, after=2, paint=_rule_above))
        return number

    def callout(self, title: str, paragraphs: Sequence[Content], field: str = "") -> None:
        """Add a tinted block for what a reader must not miss."""
        title_line = self.prose(title, styles.HEADINGS[3], field)
        title_line.keepWithNext = True
        inner = Stack([title_line, *(self.prose(p, field=field) for p in paragraphs)])
        self.add(Row([Spacer(1, 1), inner], [0, self.width - 16], gap=10, padding=9, after=10, paint=_tint))

    def centred(self, content: Content, style: Style = styles.COVER_LINE, field: str = "") -> None:
        """Add a centred line: for the cover, nowhere else."""
        self.add(self.prose(content, replace(style, align="centre"), field))

    def signature_box(self, name: str, lines: Sequence[Content], label: str = "", field: str = "") -> None:
        """Add the place of a signature field, with a line for ink and what is printed under it."""
        box = SignatureBox(name, Stack([self.prose(line, styles.SMALL, field) for line in lines]))
        self.side(label, [box], after=10)

    def contents(self, title: str, depth: int = 2) -> None:
        """Add the linked table of contents of every heading down to a level, with its page."""
        self.add(self.prose(title, styles.HEADINGS[1], "contents"))
        self.add(Contents(self, depth))

    def space(self, height: float) -> None:
        """Leave white space."""
        self.add(Spacer(1, height))

    def new_page(self) -> None:
        """Go on on a new page."""
        self._blocks.append(PageBreak())

    def room(self, height: float) -> None:
        """Go on on a new page when less than this is left."""
        self._blocks.append(CondPageBreak(height))


def _letters(number: int) -> str:
    return chr(64 + number) if 0 < number <= 26 else ""


class Whole(Stack):
    """A stack that is never divided."""

    def split(self, aW: float, aH: float) -> list[Flowable]:
        """Stay whole."""
        return []


class HeadingBlock(Flowable):
    """A heading that notes its page when it is drawn and never ends one."""

    keepWithNext = True

    def __init__(self, heading: Heading, row: Row, style: Style) -> None:
        super().__init__()
        self.heading, self.row, self.style = heading, row, style

    def wrap(self, aW: float, aH: float) -> tuple[float, float]:
        self.width, self.height = self.row.wrap(aW, aH)
        return self.width, self.height

    def getSpaceBefore(self) -> float:
        return self.style.before

    def getSpaceAfter(self) -> float:
        return self.style.after

    def draw(self) -> None:
        self.canv.bookmarkHorizontal(self.heading.key, 0, self.height + 6)
        label = f"{self.heading.number} {self.heading.title}".strip()
        if self.heading.level < 3:
            self.canv.addOutlineEntry(label, self.heading.key, level=self.heading.level - 1, closed=False)
        sheets: Any = self.canv
        sheets.heading_pages[self.heading.key] = sheets.getPageNumber()
        self.row.drawOn(self.canv, 0, 0)


class Contents(Flowable):
    """Lines of the contents; page numbers are forms that are filled when every page is known."""

    def __init__(self, body: Body, depth: int = 2, headings: Sequence[Heading] | None = None) -> None:
        super().__init__()
        self.body, self.depth, self._headings = body, depth, headings

    def _lines(self) -> list[Heading]:
        if self._headings is not None:
            return list(self._headings)
        return [heading for heading in self.body.headings if heading.level <= self.depth]

    def _row(self, heading: Heading) -> Row:
        language = self.body.language
        style = replace(styles.BODY, after=0, bold=heading.level == 1)
        cells = [
            Prose(heading.number, replace(style, colour=styles.GREY), language),
            Prose(Span(heading.title, colour=styles.INK, link=heading.key), style, language),
        ]
        return Row(cells, [12 * MM, self.body.width - 30 * MM], padding=4 if heading.level == 1 else 1)

    def wrap(self, aW: float, aH: float) -> tuple[float, float]:
        self._rows = [(heading, self._row(heading)) for heading in self._lines()]
        self.width, self.height = aW, sum(float(row.wrap(aW, aH)[1]) for _, row in self._rows)
        return self.width, self.height

    def split(self, aW: float, aH: float) -> list[Flowable]:
        """Divide between lines."""
        self.wrap(aW, aH)
        used, count = 0.0, 0
        while count < len(self._rows) and used + float(self._rows[count][1].height) <= aH:
            used += float(self._rows[count][1].height)
            count += 1
        lines = self._lines()
        parts = (lines[:count], lines[count:])
        return [Contents(self.body, self.depth, part) for part in parts] if count else []

    def draw(self) -> None:
        top = float(self.height)
        for heading, row in self._rows:
            top -= float(row.height)
            row.drawOn(self.canv, 0, top)
            self.canv.saveState()
            self.canv.translate(self.width, top + row.padding)
            self.canv.doForm(f"page-of-{heading.key}")
            self.canv.restoreState()


class SignatureBox(Flowable):
    """A framed place for a signature; signing makes a field of the same name over its upper part."""

    FIELD_HEIGHT = 18 * MM

    def __init__(self, name: str, words: Stack) -> None:
        super().__init__()
        self.name, self.words = name, words

    def wrap(self, aW: float, aH: float) -> tuple[float, float]:
        self.width = min(aW, 82 * MM)
        self.height = self.FIELD_HEIGHT + self.words.wrap(self.width, aH)[1] + 6
        return self.width, self.height

    def getSpaceBefore(self) -> float:
        return 6.0

    def getSpaceAfter(self) -> float:
        return 10.0

    def draw(self) -> None:
        words = float(self.words.height)
        low = words + 6
        self.canv.setStrokeColor(HexColor(styles.RULE))
        self.canv.setLineWidth(0.5)
        self.canv.setDash([2, 2])
        self.canv.rect(0, low, self.width, self.FIELD_HEIGHT)
        self.canv.setDash([])
        self.canv.setStrokeColor(HexColor(styles.GREY))
        self.canv.line(0, low, self.width, low)
        x0, y0 = self.canv.absolutePosition(0, low)
        x1, y1 = self.canv.absolutePosition(self.width, low + self.FIELD_HEIGHT)
        sheets: Any = self.canv
        sheets.signature_places.append((self.name, sheets.getPageNumber(), (x0, y0, x1, y1)))
        self.words.drawOn(self.canv, 0, 0)


def _head_rule(canvas: Any, width: float, _height: float) -> None:
    canvas.setStrokeColor(HexColor(styles.TEAL))
    canvas.setLineWidth(0.9)
    canvas.line(0, 0, width, 0)


def _rule_above(canvas: Any, width: float, height: float) -> None:
    canvas.setStrokeColor(HexColor(styles.RULE))
    canvas.setLineWidth(0.5)
    canvas.line(0, height, width, height)


def _tint(canvas: Any, width: float, height: float) -> None:
    canvas.setFillColor(HexColor(styles.TINT))
    canvas.rect(0, 0, width, height, stroke=0, fill=1)
    canvas.setFillColor(HexColor(styles.TEAL))
    canvas.rect(0, 0, 2, height, stroke=0, fill=1)
