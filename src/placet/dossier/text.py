"""Text as it is printed: cleaned of what cannot be seen, and split into runs of one face.

Answers are text, never markup: nothing here or below it interprets a character of what a person wrote.
"""

import re
import unicodedata
from dataclasses import dataclass
from itertools import groupby

from placet.domain.errors import Finding
from placet.dossier.fonts import Face, face_for, font_name

_THAI = "\u0e00-\u0e7f"
_STRAY_BREAK = re.compile(f"(?<![{_THAI}])\u200b|\u200b(?![{_THAI}])")
_LINE_END = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_SPACE = re.compile("[\t\u1680\u2000-\u200a\u205f]")
_INVISIBLE = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of text within a paragraph that looks other than the rest."""

    text: str
    bold: bool = False
    colour: str | None = None
    link: str | None = None
    """Key of a heading in the same dossier."""


@dataclass(frozen=True, slots=True)
class Run:
    """Text of one face and one span, ready to be measured and drawn."""

    text: str
    font: str
    span: Span
    is_shaped: bool = False
    """Thai: its marks are placed by the shaper, and the text itself is kept beside the glyphs."""


Content = str | Span | tuple[Span, ...]


def clean(text: str) -> str:
    """Return the text in NFC without controls: bidirectional, zero-width, soft hyphens, variation selectors.

    Line ends become one line feed; a zero-width space stays between Thai letters, where packs mark break points.
    """
    text = _SPACE.sub(" ", _LINE_END.sub("\n", unicodedata.normalize("NFC", text)))
    text = _INVISIBLE.sub("", _STRAY_BREAK.sub("", text))
    if text.isascii() and text.isprintable():
        return text
    return "".join(c for c in text if c in "\n\u200b" or unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co"))


def spans(content: Content) -> tuple[Span, ...]:
    """Return content as spans."""
    if isinstance(content, str):
        return (Span(content),)
    return (content,) if isinstance(content, Span) else content


def plain(content: Content) -> str:
    """Return the words of a content without how they look."""
    return "".join(span.text for span in spans(content))


def runs(content: Content, language: str, bold: bool = False) -> list[Run]:
    """Split content into runs of one face each, by what the faces of the language's chain cover.

    A character that no face has is left to the first face; `missing_glyphs` reports it before anything is drawn.
    """
    result = []
    for span in spans(content):
        is_bold = bold or span.bold
        text = clean(span.text)
        if text.isascii():
            result.append(Run(text, font_name(Face.LATIN, is_bold), span))
            continue
        for face, characters in groupby(text, key=lambda c: _face(c, language)):
            result.append(Run("".join(characters), font_name(face, is_bold), span, face is Face.THAI))
    return result


def missing_glyphs(content: Content, language: str = "en") -> set[str]:
    """Return the characters that would print as empty boxes."""
    return {c for c in clean(plain(content)) if c not in "\n\u200b" and face_for(c, language) is None}


def glyph_findings(content: Content, field: str, language: str = "en") -> list[Finding]:
    """Return one finding that names the field when it holds characters no embedded font has."""
    missing = sorted(missing_glyphs(content, language))
    if not missing:
        return []
    listed = ", ".join(f"{c} (U+{ord(c):04X})" for c in missing)
    hint = "Write it another way, or give a printable form beside it."
    return [Finding(field, 0, f"no embedded font can print {listed}", hint)]


def _face(character: str, language: str) -> Face:
    if character == "\u200b":
        return Face.THAI
    if character == "\n":
        return Face.LATIN
    return face_for(character, language) or Face.LATIN
