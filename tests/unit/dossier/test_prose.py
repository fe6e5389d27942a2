"""Lines break where a careful typist would break them."""

import pytest

from placet.dossier.prose import Prose
from placet.dossier.styles import BODY


def _lines(text: str, width: float) -> list[str]:
    prose = Prose(text, BODY)
    prose.wrap(width, 1000)
    return ["".join(run.text for run in line.runs) for line in prose._lines]


@pytest.mark.parametrize("width", range(30, 300, 7))
def test_no_line_is_wider_than_its_measure_and_no_character_is_lost(width: int) -> None:
    text = "客戶（Retail customers）可用https://example.invalid/a/very/long/path，"
    text += "「發問」。Answer-by-answer 2024-05 ก็ดี end"
    prose = Prose(text, BODY)
    prose.wrap(width, 1000)
    assert all(line.width * BODY.size <= width + 0.01 for line in prose._lines)
    joined = "".join(run.text for line in prose._lines for run in line.runs)
    assert joined.replace(" ", "") == text.replace(" ", "")


def test_closing_marks_never_start_a_line_and_opening_marks_never_end_one() -> None:
    for width in range(40, 200, 3):
        lines = _lines("客戶可以用「中文」或英文發問，助理（聊天）會回答。職員、主管：都看。", width)
        assert not any(line[0] in "，。、：」）" for line in lines)
        assert not any(line[-1] in "「（" for line in lines)


def test_words_and_numbers_stay_whole_and_line_ends_are_kept() -> None:
    lines = _lines("Approved on 2026-11-22 by the committee\nof the board", 120)
    assert lines[-1].endswith("board")
    assert any("2026-11-22" in line for line in lines)
    assert sum(line.startswith("of the") for line in lines) == 1


def test_a_paragraph_leaves_two_lines_on_either_side() -> None:
    prose = Prose("word " * 60, BODY)
    _, height = prose.wrap(200, 1000)
    count = round(height / prose.leading)
    assert count > 5
    assert prose.split(200, prose.leading * 1.5) == []
    head, tail = prose.split(200, height - prose.leading)
    assert (len(head._lines), len(tail._lines)) == (count - 2, 2)  # type: ignore[attr-defined]
    assert Prose("word " * 10, BODY).split(200, 20) == []


def test_chinese_takes_its_own_leading() -> None:
    assert Prose("客戶", BODY).leading == 15
    assert Prose("customer", BODY).leading == 13.5
