"""A paragraph: broken into lines by our own rules and drawn from runs, never from markup."""

import re
from dataclasses import dataclass, field
from typing import Any

from reportlab.lib.colors import HexColor
from reportlab.platypus.flowables import Flowable

from placet.dossier.fonts import shaped, width
from placet.dossier.styles import BODY, TEAL, Style
from placet.dossier.text import Content, Run, runs

BASELINE = 0.75
"""How far down its leading a line's baseline lies, for any size, so that labels stand level with text."""

_WIDE = (
    "\u1100-\u115f\u2e80-\u2fff\u3001-\ua4cf\uac00-\ud7a3\uf900-\ufaff"
    "\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6\U00020000-\U0003fffd"
)
_HAN = re.compile(f"[{_WIDE}]")
_TOKEN = re.compile(f"\n| +|\u3000|[{_WIDE}]|[^ \n{_WIDE}]+")
_INSIDE_WORD = re.compile(r"(?<=[^\W\d_][/–—-])(?=[^\W\d_])")
_ANYWHERE = re.compile(r"(?<=[/._?&=:@-])|(?=[(])")
_NO_START = set("、。，．：；？！）」』】〉》〕］｝”’…‥—～·・％‰℃ー々,.:;?!)]}%")
_NO_END = set("（「『【〈《〔［｛“‘([{$£€¥＄￥")


@dataclass(slots=True)
class _Atom:
    """What stays on one line: a word, a Han character with the punctuation that clings to it, a space."""

    runs: list[Run]
    width: float
    is_space: bool = False
    is_break: bool = False


@dataclass(slots=True)
class _Line:
    runs: list[Run] = field(default_factory=list)
    width: float = 0.0

    def add(self, atom: _Atom) -> None:
        for run in atom.runs:
            last = self.runs[-1] if self.runs else None
            if last is not None and last.font == run.font and last.span is run.span:
                self.runs[-1] = Run(last.text + run.text, run.font, run.span, run.is_shaped)
            else:
                self.runs.append(run)
        self.width += atom.width


class Prose(Flowable):
    """A paragraph of plain content in one style."""

    def __init__(self, content: Content, style: Style = BODY, language: str = "en") -> None:
        super().__init__()
        self.style = style
        self._runs = runs(content, language, style.bold)
        has_han = any(_HAN.search(run.text) for run in self._runs)
        self.leading = style.han_leading if has_han else style.leading
        self._lines: list[_Line] = []
        self._measure: float | None = None
        self._is_part = False

    def wrap(self, aW: float, aH: float) -> tuple[float, float]:
        if self._measure != aW and not self._is_part:
            self._lines = _break(_atoms(self._runs), aW / self.style.size)
            self._measure = aW
        self.width, self.height = aW, len(self._lines) * self.leading
        return self.width, self.height

    def split(self, aW: float, aH: float) -> list[Flowable]:
        """Split between lines, leaving at least two on either side."""
        self.wrap(aW, aH)
        count = min(int((aH + 0.01) // self.leading), len(self._lines) - 2)
        if len(self._lines) < 4 or count < 2:
            return []
        return [self._part(self._lines[:count], is_last=False), self._part(self._lines[count:], is_last=True)]

    def _part(self, lines: list[_Line], is_last: bool) -> "Prose":
        part = Prose.__new__(Prose)
        part.__dict__.update(self.__dict__)
        part._lines, part._is_part = lines, True
        if not is_last:
            part.style = self.style.tight()
        return part

    def getSpaceBefore(self) -> float:
        return self.style.before

    def getSpaceAfter(self) -> float:
        return self.style.after

    def draw(self) -> None:
        size, canvas = self.style.size, self.canv
        text = canvas.beginText()
        baseline = self.height - BASELINE * self.leading
        state: tuple[str, str] | None = None
        for line in self._lines:
            x = self._start(line) if self.style.align != "left" else 0.0
            text.setTextOrigin(x, baseline)
            for run in line.runs:
                colour = run.span.colour or (TEAL if run.span.link else self.style.colour)
                if state is None or state[0] != run.font:
                    text.setFont(run.font, size, self.leading)
                if state is None or state[1] != colour:
                    text.setFillColor(HexColor(colour))
                state = (run.font, colour)
                x = self._show(text, run, x, baseline)
            baseline -= self.leading
        canvas.drawText(text)

    def _show(self, text: Any, run: Run, x: float, baseline: float) -> float:
        """Add a run to the text object and return where the next one starts."""
        size = self.style.size
        if run.is_shaped:
            actual = run.text.replace("\u200b", "")
            glyphs = shaped(run.font, actual, size)
            text._code.append(f"/Span <</ActualText <FEFF{actual.encode('utf-16-be').hex().upper()}>>> BDC")
            text._textOut(glyphs)
            text._code.append("EMC")
            end = x + _run_width(run) * size
        else:
            text._textOut(run.text)
            end = x + width(run.font, run.text) * size
        if run.span.link:
            box = (x, baseline - 0.2 * size, end, baseline + 0.8 * size)
            self.canv.linkRect("", run.span.link, box, relative=1, thickness=0)
        return end

    def _start(self, line: _Line) -> float:
        spare = float(self.width) - line.width * self.style.size
        return spare if self.style.align == "right" else spare / 2


def words_width(text: str, size: float, language: str, *, bold: bool = False, spacing: float = 0.0) -> float:
    """Return the width of one line of small print."""
    return sum(width(run.font, run.text) for run in runs(text, language, bold)) * size + spacing * len(text)


def draw_words(
    canvas: Any, text: str, x: float, y: float, size: float, language: str, *, bold: bool = False, spacing: float = 0.0
) -> float:
    """Draw one line of small print in the current colour and return where it ends."""
    for run in runs(text, language, bold):
        canvas.setFont(run.font, size)
        canvas.drawString(x, y, run.text, charSpace=spacing)
        x += width(run.font, run.text) * size + spacing * len(run.text)
    return x


def _run_width(run: Run) -> float:
    """Return a run's width in ems; shaped marks advance by what the shaper says."""
    if not run.is_shaped:
        return width(run.font, run.text)
    glyphs = shaped(run.font, run.text.replace("\u200b", ""), 10.0)
    return float(sum(glyph.x_advance for glyph in glyphs.__shapeData__)) / 1000


def _atoms(parts: list[Run]) -> list[_Atom]:
    """Cut runs where a line may break."""
    atoms: list[_Atom] = []
    for part in parts:
        for word in _TOKEN.findall(part.text):
            if word == "\n":
                atoms.append(_Atom([], 0.0, is_break=True))
                continue
            for number, text in enumerate(_pieces(word, part.is_shaped)):
                piece = Run(text, part.font, part.span, part.is_shaped)
                if number == 0 and atoms and _clings(atoms[-1], text):
                    atoms[-1].runs.append(piece)
                    atoms[-1].width += _run_width(piece)
                else:
                    atoms.append(_Atom([piece], _run_width(piece), is_space=text.isspace()))
    return atoms


def _pieces(word: str, is_shaped: bool) -> list[str]:
    """Cut a word after a slash or dash between letters, a Thai word where the pack allows it."""
    if is_shaped:
        return [part for part in word.split("\u200b") if part]
    if any(mark in word for mark in "/-–—"):
        return _INSIDE_WORD.split(word)
    return [word]


def _clings(before: _Atom, text: str) -> bool:
    """Tell whether a line must not break between an atom and the text after it."""
    if before.is_break or before.is_space or text.isspace():
        return False
    left, right = before.runs[-1].text[-1], text[0]
    if right in _NO_START or left in _NO_END:
        return True
    return not (_HAN.match(left) or _HAN.match(right))


def _break(atoms: list[_Atom], measure: float) -> list[_Line]:
    """Fill lines one after another; spaces at their ends are dropped."""
    lines, line, space = [], _Line(), None
    queue = atoms[::-1]
    while queue:
        atom = queue.pop()
        if atom.is_break:
            lines.append(line)
            line, space = _Line(), None
        elif atom.is_space:
            space = atom if line.runs else None
        elif line.width + (space.width if space else 0.0) + atom.width <= measure + 1e-6:
            if space is not None:
                line.add(space)
            line.add(atom)
            space = None
        elif line.runs and (atom.width <= measure or line.width > measure / 2):
            lines.append(line)
            line, space = _Line(), None
            queue.append(atom)
        else:
            if space is not None:
                line.add(space)
                space = None
            queue.extend(reversed(_shatter(atom, measure)))
    return [*lines, line] if line.runs or not lines else lines


def _shatter(atom: _Atom, measure: float) -> list[_Atom]:
    """Cut a word that is longer than a line: where an address may break, else anywhere."""
    parts = [
        Run(text, run.font, run.span, run.is_shaped)
        for run in atom.runs
        for text in (_ANYWHERE.split(run.text) if not run.is_shaped else [run.text])
        if text
    ]
    if len(parts) == 1 or any(_run_width(part) > measure for part in parts):
        parts = [Run(c, part.font, part.span, part.is_shaped) for part in parts for c in part.text]
    return [_Atom([part], _run_width(part)) for part in parts]
