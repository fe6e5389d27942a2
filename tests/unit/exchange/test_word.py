"""A draft goes out numbered and watermarked, and comments come back by paragraph number."""

import io
import zipfile

import docx
import pytest

from placet.domain.errors import UserFacingError
from placet.exchange.word import DraftComment, DraftParagraph, draft_docx, read_comments

PARAGRAPHS = (
    DraftParagraph("", "title", "Internal approval record"),
    DraftParagraph("", "heading1", "4 The use case"),
    DraftParagraph("4.11", "body", "First paragraph"),
    DraftParagraph("4.12", "body", "第二段 with <markup> & \u202edirection\x0b"),
    DraftParagraph("A-3.1", "quote", "Two\nlines"),
)


def draft() -> bytes:
    return draft_docx(PARAGRAPHS, title="Draft <1>", watermark_text="DRAFT “1” & more")


def saved(document: object) -> bytes:
    out = io.BytesIO()
    document.save(out)  # type: ignore[attr-defined]
    return out.getvalue()


def test_a_draft_holds_its_text_numbers_and_watermark() -> None:
    document = docx.Document(io.BytesIO(draft()))
    assert [paragraph.text for paragraph in document.paragraphs] == [
        "Internal approval record",
        "4 The use case",
        "4.11\tFirst paragraph",
        "4.12\t第二段 with <markup> & ‹U+202E›direction‹U+000B›",
        "A-3.1\tTwo\nlines",
    ]
    assert document.paragraphs[1].style.name == "Heading 1"
    header = document.sections[0].header
    assert header.paragraphs[0].text.startswith("DRAFT “1” & more")
    assert 'string="DRAFT “1” &amp; more"' in header._element.xml
    assert document.core_properties.title == "Draft <1>"


def test_the_same_draft_gives_the_same_bytes() -> None:
    assert draft() == draft()


def test_comments_come_back_by_paragraph_number() -> None:
    document = docx.Document(io.BytesIO(draft()))
    paragraphs = document.paragraphs
    document.add_comment(paragraphs[4].runs, text="Which annex?", author="Ada Example", initials="AE")
    document.add_comment(paragraphs[2].runs[1], text="Shorten\nthis", author="Ben Sample", initials="BS")
    document.add_comment(paragraphs[1].runs, text="Wrong chapter", author="Ben Sample", initials="BS")
    paragraphs[3].runs[0].text = "changed by hand "
    split = paragraphs[3].insert_paragraph_before("")
    paragraphs[4]._p.addprevious(split._p)
    split.add_run("split off")
    document.add_comment(split.runs, text="On the part split off", author="陳示例", initials="")
    assert read_comments(saved(document)) == (
        DraftComment("", "Ben Sample", "Wrong chapter"),
        DraftComment("4.11", "Ben Sample", "Shorten\nthis"),
        DraftComment("4.12", "陳示例", "On the part split off"),
        DraftComment("A-3.1", "Ada Example", "Which annex?"),
    )


def test_a_draft_without_comments_has_none() -> None:
    assert read_comments(draft()) == ()


def renamed(part: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(draft())) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            target.writestr(f"x{name}" if name == part else name, source.read(name))
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (draft()[:900], "cannot be unpacked"),
        (renamed("word/document.xml"), "not a Word document"),
        (renamed("[Content_Types].xml"), "zip archive"),
        (b"PK\x03\x04 nothing", "cannot be unpacked"),
        (bytes.fromhex("D0CF11E0A1B11AE1"), "old Office form"),
    ],
)
def test_a_broken_draft_gives_one_sentence(data: bytes, words: str) -> None:
    with pytest.raises(UserFacingError) as caught:
        read_comments(data, "back.docx")
    assert words in caught.value.sentence
    assert "back.docx" in caught.value.sentence
