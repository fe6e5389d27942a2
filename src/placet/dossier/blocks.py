"""Blocks that divide across pages as a careful typist would: stacks, rows side by side, tables."""

from collections.abc import Callable, Sequence
from typing import Any

from reportlab.lib.colors import HexColor
from reportlab.platypus.flowables import Flowable

from placet.dossier.styles import RULE

NEARLY_A_PAGE = 500.0
"""Room from which a block may be divided against the rules, since a fresh page offers no more."""
_WORTH_DIVIDING = 160.0
"""Height from which a table row is divided rather than moved to the next page."""

_KEPT_WHOLE = 300.0
"""Height up to which a table of two or three rows is moved rather than divided."""

Paint = Callable[[Any, float, float], None]


class Stack(Flowable):
    """Blocks one under another; one marked `keepWithNext` never ends a page."""

    def __init__(self, blocks: Sequence[Flowable]) -> None:
        super().__init__()
        self.blocks = list(blocks)
        self._tops: list[tuple[float, float]] = []

    def wrap(self, aW: float, aH: float) -> tuple[float, float]:
        self._tops = _lay_out(self.blocks, aW)
        self.width = aW
        self.height = sum(self._tops[-1]) if self._tops else 0.0
        return self.width, self.height

    def split(self, aW: float, aH: float) -> list[Flowable]:
        """Divide where the room ends: inside a block if it lets itself be divided, else before it."""
        self.wrap(aW, aH)
        fits = sum(1 for top, height in self._tops if top + height <= aH + 0.01)
        if fits >= len(self.blocks):
            return [self]
        top = self._tops[fits][0]
        parts = self.blocks[fits].splitOn(self.canv, aW, aH - top) if aH > top else []
        if len(parts) > 1:
            return [Stack([*self.blocks[:fits], parts[0]]), Stack([*parts[1:], *self.blocks[fits + 1 :]])]
        keep = fits
        while keep and getattr(self.blocks[keep - 1], "keepWithNext", False):
            keep -= 1
        keep = keep or (fits if aH > NEARLY_A_PAGE else 0)
        return [Stack(self.blocks[:keep]), Stack(self.blocks[keep:])] if keep else []

    def getSpaceBefore(self) -> float:
        return float(self.blocks[0].getSpaceBefore()) if self.blocks else 0.0

    def getSpaceAfter(self) -> float:
        return float(self.blocks[-1].getSpaceAfter()) if self.blocks else 0.0

    def draw(self) -> None:
        for block, (top, height) in zip(self.blocks, self._tops, strict=True):
            block.drawOn(self.canv, 0, self.height - top - height)


def _lay_out(blocks: Sequence[Flowable], width: float) -> list[tuple[float, float]]:
    """Return each block's distance from the top and its height."""
    places: list[tuple[float, float]] = []
    bottom, after = 0.0, 0.0
    for block in blocks:
        gap = max(after, float(block.getSpaceBefore())) if places else 0.0
        height = float(block.wrap(width, 1e6)[1])
        places.append((bottom + gap, height))
        bottom, after = bottom + gap + height, float(block.getSpaceAfter())
    return places


class Row(Flowable):
    """Cells side by side, each a stack of blocks, over an optional hairline."""

    def __init__(
        self,
        cells: Sequence[Flowable],
        widths: Sequence[float],
        *,
        gap: float = 0.0,
        padding: float = 0.0,
        after: float = 0.0,
        paint: Paint | None = None,
    ) -> None:
        super().__init__()
        self.cells, self.widths, self.gap, self.padding, self.after = list(cells), widths, gap, padding, after
        self.paint = paint
        self._heights: list[float] = []

    def wrap(self, aW: float, aH: float) -> tuple[float, float]:
        pairs = zip(self.cells, self.widths, strict=True)
        self._heights = [float(cell.wrap(width, 1e6)[1]) for cell, width in pairs]
        self.width, self.height = aW, max(self._heights) + 2 * self.padding
        return self.width, self.height

    def split(self, aW: float, aH: float) -> list[Flowable]:
        """Divide every cell that does not fit; a cell that cannot be divided keeps the row whole."""
        self.wrap(aW, aH)
        room = aH - 2 * self.padding
        heads, tails = [], []
        for cell, width, height in zip(self.cells, self.widths, self._heights, strict=True):
            parts = [cell] if height <= room + 0.01 else cell.splitOn(self.canv, width, room)
            if not parts:
                return []
            heads.append(parts[0])
            tails.append(Stack(parts[1:]))
        return [self._like(heads, after=0.0), self._like(tails, after=self.after)]

    def _like(self, cells: Sequence[Flowable], after: float) -> "Row":
        return Row(cells, self.widths, gap=self.gap, padding=self.padding, after=after, paint=self.paint)

    def getSpaceAfter(self) -> float:
        return self.after

    def draw(self) -> None:
        if self.paint is not None:
            self.paint(self.canv, float(self.width), float(self.height))
        x = 0.0
        for cell, width, height in zip(self.cells, self.widths, self._heights, strict=True):
            cell.drawOn(self.canv, x, self.height - self.padding - height)
            x += width + self.gap


class Table(Flowable):
    """Rows under a header that is printed again on each page."""

    def __init__(self, header: Row | None, rows: Sequence[Row], after: float = 10.0) -> None:
        super().__init__()
        self.header, self.rows, self.after = header, list(rows), after
        self.before = 8.0 if header else 0.0

    def _all(self) -> list[Row]:
        return [self.header, *self.rows] if self.header else self.rows

    def wrap(self, aW: float, aH: float) -> tuple[float, float]:
        self.width = aW
        self.height = sum(float(row.wrap(aW, aH)[1]) for row in self._all())
        return self.width, self.height

    def split(self, aW: float, aH: float) -> list[Flowable]:
        """Divide between rows, or inside one that is tall."""
        self.wrap(aW, aH)
        room = aH - (float(self.header.height) if self.header else 0.0)
        fits = self._fitting(room)
        if fits == len(self.rows):
            return [self]
        if len(self.rows) < 4 and self.height <= _KEPT_WHOLE:
            return []  # what an earlier division left must not be divided again on the same page
        if float(self.rows[fits].height) <= _WORTH_DIVIDING:  # no row stands alone, there or here
            fits -= int(len(self.rows) - fits == 1)
            fits = 0 if fits == 1 and aH < NEARLY_A_PAGE else fits
        room -= sum(float(row.height) for row in self.rows[:fits])
        parts: list[Any] = []
        if float(self.rows[fits].height) > _WORTH_DIVIDING and (fits or aH > _WORTH_DIVIDING):
            parts = self.rows[fits].splitOn(self.canv, aW, room)
        if len(parts) > 1:
            head, tail = [*self.rows[:fits], parts[0]], [*parts[1:], *self.rows[fits + 1 :]]
        else:
            head, tail = self.rows[:fits], self.rows[fits:]
        return [Table(self.header, head, 0.0), Table(self.header, tail, self.after)] if head else []

    def _fitting(self, room: float) -> int:
        """Return how many rows fit."""
        fits = 0
        while fits < len(self.rows) and float(self.rows[fits].height) <= room + 0.01:
            room -= float(self.rows[fits].height)
            fits += 1
        return fits

    def getSpaceBefore(self) -> float:
        return self.before

    def getSpaceAfter(self) -> float:
        return self.after

    def draw(self) -> None:
        top = float(self.height)
        for row in self._all():
            top -= float(row.height)
            row.drawOn(self.canv, 0, top)


def hairline(canvas: Any, width: float, _height: float) -> None:
    """Paint a rule under a row."""
    canvas.setStrokeColor(HexColor(RULE))
    canvas.setLineWidth(0.5)
    canvas.line(0, 0, width, 0)
