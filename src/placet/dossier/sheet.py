"""The body of a dossier as its sections write it: blocks with the catalogue's words, and a record of what was said.

The record is what a draft in Word takes over: the same paragraphs under the same numbers.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any, cast

from reportlab.lib.colors import HexColor
from reportlab.platypus.flowables import CondPageBreak, Flowable

from placet.dossier import styles
from placet.dossier.blocks import NEARLY_A_PAGE, Row, Stack
from placet.dossier.catalogue import Catalogue
from placet.dossier.drawing import Body, Cell, Column, Heading, Status, Whole
from placet.dossier.marks import ForceTag, StatusLine
from placet.dossier.styles import SIDE, SIDE_GAP, Paper, Style
from placet.dossier.text import Content, plain

_STRIP = Style(size=9, leading=13, han_leading=14.5, colour=styles.TEAL, bold=True, align="centre", after=0)
_KICKER = Style(size=11, leading=16, han_leading=18, colour=styles.GREY, align="centre", after=6)
_CLOSE = replace(styles.BODY, after=3)
_LABEL_LINE = replace(styles.TAG_LINE, after=0)


_MOST_OF_A_TABLE = 230.0
_MOST_OF_ENTRIES = 230.0
"""Heights up to which a short table, or a list of entries, is kept on one page."""
_ROWS_TOGETHER = 7
_SHORT = 1200
"""Characters of an answer up to which it stays with the line that says who gave it."""


@dataclass(frozen=True, slots=True)
class Tag:
    """A force tag in a cell."""

    word: str


AnyCell = Cell | Tag


@dataclass(frozen=True, slots=True)
class Answer:
    """What a duty's block prints of one answer."""

    said: tuple[Content, ...]
    about: str
    """Who, when, and the status given."""


@dataclass(frozen=True, slots=True)
class Duty:
    """What the block of one requirement prints."""

    clause: str
    force: str
    side: tuple[str, ...]
    """Small lines under the tag: the issuer's label, severity, from when, how the clause was checked."""
    is_in_force: bool
    title: str
    duty: str
    status: Status
    asks: Content
    answers: tuple[Answer, ...]
    small: tuple[str, ...]
    """Evidence, reasons, notes."""
    field: str


class Sheet(Body):
    """Collects blocks in order and notes each paragraph as (number, style, text)."""

    def __init__(self, words: Catalogue, language: str = "en", paper: Paper = Paper.A4) -> None:
        super().__init__(language, paper)
        self.words = words
        self.paragraphs: list[tuple[str, str, str]] = []

    @property
    def page_height(self) -> float:
        """Return the height that the text of a page may have."""
        return self.paper.height - styles.MARGINS.top - styles.MARGINS.bottom - 1

    def height_of(self, pairs: Sequence[tuple[str, Cell]]) -> float:
        """Return how high entries will stand."""
        style = styles.BODY.tight()
        return sum(float(self.cell(value, style, label).wrap(self.main_width, 1e6)[1]) + 6 for label, value in pairs)

    def note(self, style: str, content: Content, number: str = "") -> None:
        """Note a paragraph for the draft."""
        text = plain(content)
        if text:
            self.paragraphs.append((number, style, text))

    def heading(self, title: str, level: int = 1, *, is_numbered: bool = True, field: str = "") -> Heading:
        made = super().heading(title, level, is_numbered=is_numbered and level < 3, field=field)
        self.note(f"heading{level}", title, made.number)
        return made

    def text(self, content: Content, field: str = "", style: Style = styles.BODY) -> str:
        number = super().text(content, field, style)
        self.note("paragraph", content, number)
        return number

    def lead(self, content: Content, field: str = "") -> str:
        """Add a numbered paragraph that stays with what it introduces."""
        self._paragraph += 1
        number = f"{self._section}.{self._paragraph}"
        main = self.prose(content, styles.BODY, field)
        cells: list[Flowable] = [self._beside(number, styles.LABEL, main), main]
        row = Row(cells, [SIDE, self.main_width], gap=SIDE_GAP, after=6)
        row.keepWithNext = True
        self._pending.append(row)
        self.note("paragraph", content, number)
        return number

    def new_page(self) -> None:
        self._settle()
        super().new_page()

    def _settle(self) -> None:
        """Let go of what waits for something to follow it."""
        self._blocks += self._pending
        self._pending = []

    @contextmanager
    def together(self) -> Iterator[None]:
        """Start on a new page what would be divided, when it fits on one."""
        self._settle()
        start = len(self._blocks)
        yield
        self._settle()
        if not self._keep(start, self.page_height):
            self._blocks.insert(start, CondPageBreak(self.page_height / 2))

    def _keep(self, start: int, most: float) -> bool:
        """Keep the blocks from `start` on whole, unless they are taller than `most`."""
        block = Whole(self._blocks[start:])
        if block.wrap(self.width, 1e6)[1] > most:
            return False
        self._blocks[start:] = [block]
        return True

    def aside(self, content: Content, field: str = "", style: Style = styles.SMALL) -> None:
        super().aside(content, field, style)
        self.note("small", content)

    def bullets(self, items: Sequence[Content], field: str = "") -> None:
        super().bullets(items, field)
        for item in items:
            self.note("bullet", item)

    def entries(self, pairs: Sequence[tuple[str, Cell]], field: str = "") -> None:
        """Add labels with their values; entries without a value are left out."""
        filled = [(label, value) for label, value in pairs if said(value)]
        if filled:
            start = len(self._blocks)
            super().entries(filled, field)
            self._keep(start, _MOST_OF_ENTRIES)
        for label, value in filled:
            self.note("entry", f"{label}: {said(value)}")

    def table(self, columns: Sequence[Column], rows: Sequence[Sequence[AnyCell]], field: str = "") -> None:
        start = len(self._blocks)
        super().table(columns, cast("Sequence[Sequence[Cell]]", rows), field)
        if len(rows) <= _ROWS_TOGETHER:
            self._keep(start, _MOST_OF_A_TABLE)
        self.note("table heading", " | ".join(column.title for column in columns))
        for row in rows:
            self.note("table row", " | ".join(said(cell) for cell in row))

    def cell(self, value: AnyCell, style: Style, field: str) -> Flowable:
        if isinstance(value, Tag):
            return Stack([ForceTag(value.word, self.language)])
        return super().cell(value, style, field)

    def callout(self, title: str, paragraphs: Sequence[Content], field: str = "") -> None:
        super().callout(title, paragraphs, field)
        self.note("heading3", title)
        for paragraph in paragraphs:
            self.note("paragraph", paragraph)

    def centred(self, content: Content, style: Style = styles.COVER_LINE, field: str = "") -> None:
        super().centred(content, style, field)
        self.note("title" if style is styles.COVER_TITLE else "centred", content)

    def kicker(self, content: Content) -> None:
        """Add a quiet centred line above or below the title of the cover."""
        self.centred(content, _KICKER)

    def strip(self, content: str) -> None:
        """Add the classification as a band over the whole width."""
        band = Row([self.prose(content, _STRIP, "classification")], [self.width], padding=5, after=16, paint=_band)
        self.add(band)
        self.note("centred", content)

    def labelled(self, label: str, content: Content, field: str = "") -> str:
        """Add a numbered paragraph under a small label in its own line."""
        self._paragraph += 1
        number = f"{self._section}.{self._paragraph}"
        head = self.prose(label, _LABEL_LINE)
        head.keepWithNext = True
        self.side(number, [head, self.prose(content, styles.BODY, field)])
        self.note("paragraph", f"{label}: {plain(content)}", number)
        return number

    def duty(self, item: Duty) -> str:
        """Add the block of one requirement and return its paragraph number."""
        self._paragraph += 1
        number = f"{self._section}.{self._paragraph}"
        side: list[Flowable] = [self.prose(number, styles.NUMBER), self.prose(item.clause, styles.CLAUSE, item.field)]
        side.append(ForceTag(item.force, self.language, is_in_force=item.is_in_force))
        side += [self.prose(line, styles.TAG_LINE) for line in item.side if line]
        cells = [Whole(side), Stack(self._duty_main(item))]
        again = self.prose(self.words("req.continued", number=number), styles.NUMBER)
        self.add(_DutyRow(cells, [SIDE, self.main_width], again))
        self._note_duty(item, number)
        return number

    def _duty_main(self, item: Duty) -> list[Flowable]:
        title = self.prose(item.title, styles.DUTY, item.field)
        duty = self.prose(item.duty, _CLOSE, item.field)
        status = StatusLine(item.status.mark, item.status.word, replace(styles.BODY, after=4), self.language)
        main: list[Flowable] = [title, duty, status]
        loose = set[int]()
        if said(item.asks):
            loose.add(len(main))
            main.append(self.prose(item.asks, _CLOSE, item.field))
        for answer in item.answers:
            for paragraph in answer.said:
                if len(plain(paragraph)) > _SHORT:
                    loose.add(len(main))
                main.append(self.prose(paragraph, _CLOSE, item.field))
            main.append(self.prose(answer.about, styles.SMALL, item.field))
            loose.add(len(main) - 1)
        loose.discard(len(main) - 1)
        main += [self.prose(line, styles.SMALL, item.field) for line in item.small if line]
        for place, block in enumerate(main[:-1]):
            block.keepWithNext = place not in loose
        return main

    def _note_duty(self, item: Duty, number: str) -> None:
        tag = ", ".join((item.force, *(line for line in item.side if line)))
        self.note("requirement", f"{item.clause} ({tag}): {item.title}. {item.duty}", number)
        self.note("status", item.status.word)
        self.note("paragraph", item.asks)
        for answer in item.answers:
            for paragraph in answer.said:
                self.note("paragraph", paragraph)
            self.note("small", answer.about)
        for line in item.small:
            self.note("small", line)


class _DutyRow(Row):
    """The two columns of a duty; where it goes on on another page, its number is said again."""

    def __init__(self, cells: Sequence[Flowable], widths: Sequence[float], again: Flowable) -> None:
        super().__init__(cells, widths, gap=SIDE_GAP, padding=5, after=2, paint=_rule_above)
        self.again = again

    def split(self, aW: float, aH: float) -> list[Flowable]:
        parts = cast("list[Row]", super().split(aW, aH))
        if len(parts) < 2:
            return []
        head, tail = parts
        return [head, _RestOfDuty([self.again, *tail.cells[1:]], self.widths, self.again)]


class _RestOfDuty(_DutyRow):
    """What is left of a duty; it begins on a page of its own, never under the part it was divided from."""

    def split(self, aW: float, aH: float) -> list[Flowable]:
        return super().split(aW, aH) if aH > NEARLY_A_PAGE else []


def said(cell: AnyCell) -> str:
    """Return the words of a cell."""
    if isinstance(cell, Status | Tag):
        return cell.word
    return plain(cell)


def _band(canvas: Any, width: float, height: float) -> None:
    canvas.setFillColor(HexColor(styles.TINT))
    canvas.rect(0, 0, width, height, stroke=0, fill=1)
    canvas.setStrokeColor(HexColor(styles.TEAL))
    canvas.setLineWidth(0.6)
    canvas.line(0, height, width, height)
    canvas.line(0, 0, width, 0)


def _rule_above(canvas: Any, width: float, height: float) -> None:
    canvas.setStrokeColor(HexColor(styles.RULE))
    canvas.setLineWidth(0.5)
    canvas.line(0, height, width, height)
