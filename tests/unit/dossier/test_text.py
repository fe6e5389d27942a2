"""Text is cleaned, split by face, and never taken for markup."""

import pytest

from placet.dossier.fonts import Face
from placet.dossier.text import Span, clean, glyph_findings, missing_glyphs, runs


@pytest.mark.parametrize(
    ("raw", "printed"),
    [
        ("a\u202eb\u200bc\ufeff", "abc"),
        ("a\r\nb\u2028c\td", "a\nb\nc d"),
        ("e\u0301", "é"),
        ("soft\u00adhyphen", "softhyphen"),
        ("ก\u200bข", "ก\u200bข"),
        ("<b>&amp;", "<b>&amp;"),
        ("\x00\x1b[31m", "[31m"),
    ],
)
def test_clean(raw: str, printed: str) -> None:
    assert clean(raw) == printed


@pytest.mark.parametrize(
    ("text", "language", "faces"),
    [
        ("Limit", "en", [Face.LATIN]),
        ("搭𨋢", "en", [Face.HONG_KONG]),
        ("搭𨋢", "zh-Hant-TW", [Face.TAIWAN]),
        ("客户这应规", "zh-Hans", [Face.SIMPLIFIED]),
        ("A≤2 ปี", "en", [Face.LATIN, Face.HONG_KONG, Face.LATIN, Face.THAI]),
    ],
)
def test_runs_take_the_first_face_that_has_the_character(text: str, language: str, faces: list[Face]) -> None:
    assert [run.font.split("-")[0] for run in runs(text, language)] == [face.value for face in faces]


def test_runs_keep_every_character_and_weight() -> None:
    made = runs((Span("Plain 客戶 "), Span("bold 客戶 这", bold=True)), "en")
    assert "".join(run.text for run in made) == "Plain 客戶 bold 客戶 这"
    assert {run.font for run in made if run.span.bold} == {
        "NotoSans-SemiBold",
        "NotoSansHK-SemiBold",
        "NotoSansSC-Regular",
    }


def test_a_missing_glyph_is_a_finding_that_names_the_field() -> None:
    assert missing_glyphs("Chan 𠮷 𓀀\n") == {"𠮷", "𓀀"}
    finding = glyph_findings("𠮷田", "person.name")[0]
    assert finding.path == "person.name"
    assert "U+20BB7" in finding.message
    assert glyph_findings("陳大文 ≥ ✓", "person.name") == []
