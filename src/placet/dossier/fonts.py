"""The faces that dossiers embed: loaded when first used, with the coverage and widths of each."""

from enum import StrEnum
from functools import cache, lru_cache
from typing import Any

from reportlab.pdfbase import pdfmetrics, ttfonts

from placet.resources import resource_path


class Face(StrEnum):
    """A family under `resources/fonts`, by the name of its files."""

    LATIN = "NotoSans"
    HONG_KONG = "NotoSansHK"
    TAIWAN = "NotoSansTC"
    SIMPLIFIED = "NotoSansSC"
    THAI = "NotoSansThai"


_REGULAR_ONLY = {Face.SIMPLIFIED}
"""Only a fallback for mainland names, so one weight of its 10 MB is enough."""

_CHAINS = {
    "zh-Hant-TW": (Face.LATIN, Face.TAIWAN, Face.HONG_KONG, Face.SIMPLIFIED, Face.THAI),
    "zh-Hans": (Face.LATIN, Face.SIMPLIFIED, Face.HONG_KONG, Face.TAIWAN, Face.THAI),
}
_DEFAULT_CHAIN = (Face.LATIN, Face.HONG_KONG, Face.SIMPLIFIED, Face.TAIWAN, Face.THAI)


def chain(language: str) -> tuple[Face, ...]:
    """Return the faces to try for a character, in order, for a dossier in this language (BCP 47)."""
    return _CHAINS.get(language, _DEFAULT_CHAIN)


@cache
def font_name(face: Face, bold: bool = False) -> str:
    """Register a face with ReportLab if it is not yet, and return its name there."""
    weight = "SemiBold" if bold and face not in _REGULAR_ONLY else "Regular"
    name = f"{face.value}-{weight}"
    pdfmetrics.registerFont(ttfonts.TTFont(name, str(resource_path("fonts", f"{name}.ttf"))))
    return name


@cache
def _glyphs(face: Face) -> dict[int, int]:
    font: Any = pdfmetrics.getFont(font_name(face))
    return dict(font.face.charToGlyph)


@lru_cache(maxsize=100_000)
def face_for(character: str, language: str) -> Face | None:
    """Return the first face of the language's chain that has the character, or None."""
    code = ord(character)
    return next((face for face in chain(language) if code in _glyphs(face)), None)


@lru_cache(maxsize=200_000)
def width(name: str, text: str) -> float:
    """Return the width of a text in ems."""
    return float(pdfmetrics.stringWidth(text, name, 1.0))


@lru_cache(maxsize=10_000)
def shaped(name: str, text: str, size: float) -> Any:
    """Shape a text whose marks must be placed (Thai); ReportLab draws what this returns like a string."""
    return ttfonts.shapeStr(text, name, size, force=True)


def _to_unicode_cmap(fontname: str, subset: Any) -> str:
    """Map the codes of a subset to text, for search and copying.

    ReportLab's own writes `<282E2>` for U+282E2, which readers take for two other characters, and more than the
    100 entries that the format allows in a block. This one writes UTF-16BE, in blocks of at most 100.
    """
    head = [
        "/CIDInit /ProcSet findresource begin",
        "12 dict begin",
        "begincmap",
        f"/CIDSystemInfo << /Registry ({fontname}) /Ordering ({fontname}) /Supplement 0 >> def",
        f"/CMapName /{fontname} def",
        "/CMapType 2 def",
        "1 begincodespacerange",
        "<00> <FF>",
        "endcodespacerange",
    ]
    pairs = [
        f"<{code:02X}> <{chr(value).encode('utf-16-be').hex().upper()}>" for code, value in enumerate(subset) if value
    ]
    for start in range(0, len(pairs), 100):
        block = pairs[start : start + 100]
        head += [f"{len(block)} beginbfchar", *block, "endbfchar"]
    return "\n".join([*head, "endcmap", "CMapName currentdict /CMap defineresource pop", "end", "end"])


ttfonts.makeToUnicodeCMap = _to_unicode_cmap
