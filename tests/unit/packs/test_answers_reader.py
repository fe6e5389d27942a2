"""An answers file is checked against the rules in use, every slip with its line."""

import pytest

from placet.domain.acts import AnswerStatus
from placet.domain.errors import FindingsError
from placet.domain.pack import Pack
from placet.packs.answers_reader import read_answers
from placet.packs.library import Common, Library, library_of

GOOD = b"""facts:
  sector: [bank]
  ai_technique: [llm]
  customers_reached: 5000
answers:
  - {control: human-oversight, status: met, statement: The duty officer can stop it., evidence: [E-1]}
  - {requirement: ZBA-AI-5, status: open}
"""


@pytest.fixture
def library(common: Common, pack: Pack) -> Library:
    return library_of(common, (pack,))


def test_facts_arrive_typed_and_answers_named(library: Library) -> None:
    given = read_answers(GOOD, library, "answers.yaml")
    assert dict(given.facts) == {
        "sector": frozenset({"bank"}),
        "ai_technique": frozenset({"llm", "genai"}),
        "customers_reached": 5000,
    }
    assert [(item.control, item.requirement, item.status) for item in given.answers] == [
        ("human-oversight", "", AnswerStatus.MET),
        ("", "ZBA-AI-5", AnswerStatus.OPEN),
    ]


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        (b"sector: [bank]", b"sector: [banc]", 2, "a list is no value of \u2018sector\u2019"),
        (b"sector: [bank]", b"uses_ai: true", 2, "\u2018uses_ai\u2019 is derived"),
        (b"human-oversight", b"human-oversite", 6, "there is no control \u2018human-oversite\u2019"),
        (b"ZBA-AI-5", b"ZBA-AI-55", 7, "there is no requirement \u2018ZBA-AI-55\u2019"),
        (b"status: open", b"status: done", 7, "\u2018status\u2019 can't be the text \u2018done\u2019"),
        (b"answers:", b"\tanswers:", 5, "a tab stands where spaces are needed"),
    ],
)
def test_a_slip_is_named_with_its_line(library: Library, old: bytes, new: bytes, line: int, message: str) -> None:
    with pytest.raises(FindingsError) as caught:
        read_answers(GOOD.replace(old, new), library, "answers.yaml")
    (finding,) = caught.value.findings
    assert (finding.line, finding.message) == (line, message)
    assert caught.value.where == f"answers.yaml:{line}"


def test_several_slips_are_counted(library: Library) -> None:
    with pytest.raises(FindingsError) as caught:
        read_answers(GOOD.replace(b"status", b"state"), library, "answers.yaml")
    assert caught.value.what == "4 things are wrong with the answers file"
