"""Where each stage of the way to launch stands on the timeline; plain numbers, no drawing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF

from placet.ui.presenters.compare_lines import Bar, Segment

NAME_WIDTH, END_WIDTH = 104, 172
"""Room for the place on the left and for the day of launch on the right."""
AXIS_HEIGHT, BAR_HEIGHT, BESIDE_HEIGHT, GAP = 26, 22, 15, 2
ROW_GAP = 12
_LEAST_DAYS = 14
_LEAST_TAIL = 190
"""Room kept for the words of a way whose end is not known."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One stage as drawn; ``label`` is empty where nothing fits into it."""

    segment: Segment
    box: QRectF
    label: str


@dataclass(frozen=True, slots=True)
class PlacedBar:
    """One place: its pieces, the open end, and the words under them."""

    bar: Bar
    top: float
    height: float
    pieces: tuple[Piece, ...]
    tail: QRectF | None
    tail_text: str
    end: float
    key: str
    """What the numbers on the bar mean; empty where every name fitted."""
    key_top: float


@dataclass(frozen=True, slots=True)
class Scale:
    """Days to pixels."""

    starts: dt.date
    days: int
    left: float
    width: float

    def at(self, day: dt.date) -> float:
        """Return where a day stands."""
        return self.left + self.width * (day - self.starts).days / self.days

    def months(self) -> list[dt.date]:
        """Return the first days of months within, thinned out where they would crowd."""
        last = self.starts + dt.timedelta(days=self.days)
        found, day = [], (self.starts.replace(day=1) + dt.timedelta(days=32)).replace(day=1)
        while day <= last:
            found.append(day)
            day = (day + dt.timedelta(days=32)).replace(day=1)
        return found[:: max(1, -(-len(found) * 56 // max(1, int(self.width))))]


def scale_of(bars: Sequence[Bar], starts: dt.date, width: float) -> Scale:
    """Return the scale on which every bar fits; room is kept for ends that are not known."""
    ends = [piece.ends for item in bars for piece in item.segments]
    days = max(_LEAST_DAYS, (max(ends, default=starts) - starts).days)
    room = width - NAME_WIDTH - END_WIDTH
    return Scale(starts, days, NAME_WIDTH, max(60.0, room))


Wide = Callable[[str], float]
High = Callable[[str, float], float]


def placed_bars(
    bars: Sequence[Bar], starts: dt.date, width: float, wide: Wide, high: High
) -> tuple[tuple[PlacedBar, ...], float]:
    """Return the bars from the top and the height of all; ``wide`` and ``high`` measure small text."""
    scale, top, result = scale_of(bars, starts, width), float(AXIS_HEIGHT), []
    for item in bars:
        made = _placed(item, scale, top, width, wide, high)
        result.append(made)
        top += made.height + ROW_GAP
    return tuple(result), top


def _placed(item: Bar, scale: Scale, top: float, width: float, wide: Wide, high: High) -> PlacedBar:
    main = sorted((piece for piece in item.segments if piece.is_critical), key=lambda piece: piece.starts)
    pieces: list[Piece] = []
    numbered: list[str] = []
    for piece in main:
        box = _box(scale, piece, top, BAR_HEIGHT)
        pieces.append(Piece(piece, box, _label(piece, box, numbered, wide)))
    below = top + BAR_HEIGHT + GAP
    lanes = _lanes([piece for piece in item.segments if not piece.is_critical])
    for lane in lanes:
        for piece in lane:
            box = _box(scale, piece, below, BESIDE_HEIGHT)
            pieces.append(Piece(piece, box, _label(piece, box, numbered, wide)))
        below += BESIDE_HEIGHT + GAP
    end = max((piece.box.right() for piece in pieces), default=scale.left)
    key, room = _key(numbered), width - NAME_WIDTH - 8
    text, tail = item.open_end, None
    if text:
        tail_left = min(end + 2 if pieces else scale.left, width - _LEAST_TAIL)
        tail = QRectF(tail_left, top, width - tail_left - 4, max(BAR_HEIGHT, high(text, width - tail_left - 16) + 6))
        below = max(below, tail.bottom() + GAP)
    height = below - top + (high(key, room) if key else 0)
    return PlacedBar(item, top, max(height, 34.0), tuple(pieces), tail, text, end, key, below)


def _label(piece: Segment, box: QRectF, numbered: list[str], wide: Wide) -> str:
    """Return the stage's name where it fits; else its number, told under the bar."""
    if wide(piece.title) <= box.width() - 8:
        return piece.title
    numbered.append(piece.title)
    number = str(len(numbered))
    return number if wide(number) <= box.width() - 2 else ""


def _box(scale: Scale, piece: Segment, top: float, height: float) -> QRectF:
    left = scale.at(piece.starts)
    return QRectF(left, top, max(3.0, scale.at(piece.ends) - left - 2), height)


def _lanes(pieces: Sequence[Segment]) -> list[list[Segment]]:
    """Put stages that run at the same time under each other."""
    lanes: list[list[Segment]] = []
    for piece in sorted(pieces, key=lambda item: (item.starts, item.ends)):
        free = next((lane for lane in lanes if lane[-1].ends <= piece.starts), None)
        if free is None:
            lanes.append([piece])
        else:
            free.append(piece)
    return lanes


def _key(titles: Sequence[str]) -> str:
    return "   ".join(f"{number}\N{NO-BREAK SPACE}{title}" for number, title in enumerate(titles, start=1))
