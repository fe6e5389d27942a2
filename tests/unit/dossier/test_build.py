"""A dossier says on its pages what its twin says, wherever pages break, and carries what it promises."""

import io
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from functools import cache
from pathlib import Path

import pikepdf
import pytest
from pikepdf import pdfa

import placet
from placet.domain.canonical import fingerprint, grouped, sha256_hex
from placet.domain.errors import FindingsError
from placet.domain.sealed import SealedContent, twin_bytes
from placet.domain.snapshot import AnswerLine, Snapshot, snapshot_sha256
from placet.dossier.build import (
    Rendered,
    draft_paragraphs,
    render_dossier,
    render_draft,
    render_review,
    unprintable,
)
from placet.dossier.sections_law import by_citation
from placet.dossier.styles import MARGINS, Paper
from unit.dossier import content

TESTS = Path(__file__).parents[2]
INTERNAL = ("internal_approval_record", "internal")
SANDBOX = ("sandbox_application", "HKMA")
MACHINE = {
    "id", "key", "sha256", "status", "force", "severity", "timing", "kind", "outcome", "place", "language",
    "media_type", "entity_id", "use_case_id", "version_id", "addressee", "made_at", "last_verified", "recheck_by",
    "evidence_id", "record", "signature", "sign_off_id", "person_id", "assurance", "snapshot_sha256",
    "review_copy_sha256", "entry", "salt", "payload", "path", "root", "epoch", "checkpoint_root", "where",
    "confidence", "collected_in", "from_date", "to_date", "due", "dated", "decided_on", "recorded_at",
    "determined_at", "stated_at", "at", "as_of", "sealed_at", "not_triggered",
}  # fmt: skip
"""Members of the twin that pages print in words, shortened, or not at all."""


@cache
def sealed_pages(kind: str, addressee: str) -> Rendered:
    return content.rendered(kind, addressee)


@cache
def review_pages() -> Rendered:
    snapshot = content.snapshot()
    return render_review(snapshot, snapshot_sha256(snapshot), created=content.CREATED)


def squeezed(text: str) -> str:
    return "".join(text.split())


def lines_of(pdf: bytes) -> list[list[str]]:
    """Return each page's lines in the order in which they are drawn, what stands on every page left out."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "pages.pdf"
        path.write_bytes(pdf)
        out = subprocess.run(["pdftotext", "-raw", str(path), "-"], capture_output=True, check=True, encoding="utf-8")
    assert out.stderr == ""
    pages = [page.strip("\n").split("\n") for page in out.stdout.split("\f")[:-1]]
    return [[line for line in page if not re.search(r"· page \d+ of \d+$", line)] for page in pages]


def whole(rendered: Rendered, mark: str) -> str:
    """Return all text without white space and without headers, footers and words of continuation."""
    kept = []
    for lines in lines_of(rendered.pdf_bytes):
        assert mark in lines
        text = [
            line for line in lines if line != mark and not re.match(r"(Customer enquiry assistant )?Conf.* · ", line)
        ]
        kept += [re.sub(r"^\d+\.\d+ continued|^REVIEW COPY$", "", line) for line in text]
    return squeezed("".join(kept))


def printed_texts(value: object, name: str = "") -> Iterator[str]:
    """Yield the texts of typed content that a reader must find, leaving out keys, codes and hashes."""
    if isinstance(value, str):
        if value and name not in MACHINE:
            yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from printed_texts(item, name)
    elif is_dataclass(value):
        for field in fields(value):
            yield from printed_texts(getattr(value, field.name), field.name)


@pytest.mark.parametrize(("kind", "addressee"), [INTERNAL, SANDBOX])
def test_pages_say_what_the_twin_says(kind: str, addressee: str) -> None:
    sealed = content.sealed(kind, addressee)
    text = whole(sealed_pages(kind, addressee), grouped(fingerprint(twin_bytes(sealed))))
    looked_for = set(printed_texts(sealed)) - {sealed.snapshot_sha256}
    assert len(looked_for) > 250
    missing = [item for item in looked_for if squeezed(item) not in text]
    assert missing == []
    for line in sealed.snapshot.law.not_triggered:
        instrument, clause = line.split(", ", 1)
        assert squeezed(instrument) in text
        assert squeezed(clause) in text
    assert "filterrefusesothersubjects&handsover;itsrulesread<b>deny</b>bydefault." in text
    assert "職員搭𨋢上樓時亦可使用流動版本" in text


def test_a_dossier_carries_its_twin_schema_and_exhibits() -> None:
    pdf = sealed_pages(*INTERNAL).pdf_bytes
    assert pdfa.validate_written(io.BytesIO(pdf), "3b").verdict == "pass"
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert set(opened.attachments) == {"dossier.json", "dossier.schema.json", "E-01 e-01.txt"}
        assert opened.attachments["dossier.json"].get_file().read_bytes() == twin_bytes(content.sealed())
        assert opened.attachments["dossier.json"].obj.AFRelationship == "/Data"
        assert opened.attachments["E-01 e-01.txt"].get_file().read_bytes() == b"Review procedure v3"
        assert "/AcroForm" not in opened.Root
        assert str(opened.docinfo["/Author"]) == "Harbour Example Bank Limited"


@pytest.mark.parametrize("page_size", ["A4", "LETTER"])
def test_each_field_has_its_place_beside_the_name_of_its_signer(page_size: str) -> None:
    sealed = content.sealed()
    made = render_dossier(sealed, twin_bytes(sealed), (), created=content.CREATED, page_size=page_size)
    pages = lines_of(made.pdf_bytes)
    assert [place.name for place in made.fields] == [f"stage-{line.stage_id}" for line in sealed.decisions]
    paper = Paper[page_size]
    for place, line in zip(made.fields, sealed.decisions, strict=True):
        x0, y0, x1, y1 = place.box
        assert MARGINS.inside < x0 < x1 < paper.width - MARGINS.outside
        assert MARGINS.bottom < y0 < y1 < paper.height - MARGINS.top
        assert (x1 - x0, y1 - y0) >= (170, 48)
        page = squeezed("".join(pages[place.page_index]))
        assert squeezed(line.who) in page
        assert squeezed(line.stage) in page, "a signature stays with what it signs"


def test_a_decision_without_a_field_gets_none() -> None:
    sealed = content.sealed()
    plain = replace(sealed, decisions=tuple(replace(line, field="") for line in sealed.decisions))
    assert render_dossier(plain, twin_bytes(plain), (), created=content.CREATED).fields == ()


def test_a_review_copy_says_so_and_names_its_content_on_every_page() -> None:
    mark = grouped(fingerprint_of(snapshot_sha256(content.snapshot())))
    made = review_pages()
    pages = lines_of(made.pdf_bytes)
    assert made.fields == ()
    assert len(pages) == made.page_count
    assert all(mark in page for page in pages)
    assert all("REVIEW COPY" in " ".join(page) for page in pages[1:])
    assert "Review copy" in " ".join(pages[0])
    assert snapshot_sha256(content.snapshot()) in "".join(" ".join(page) for page in pages)


def fingerprint_of(digest: str) -> str:
    import base64

    return base64.b32encode(bytes.fromhex(digest)).decode()[:20]


def test_a_draft_is_marked_across_every_page() -> None:
    made = render_draft(content.snapshot(), created=content.CREATED)
    assert made.fields == ()
    assert all("DRAFT" in squeezed("".join(page)) for page in lines_of(made.pdf_bytes))


def test_the_draft_in_words_has_the_numbers_of_the_pages() -> None:
    text = whole(review_pages(), grouped(fingerprint_of(snapshot_sha256(content.snapshot()))))
    numbered = [item for item in draft_paragraphs(content.snapshot()) if item[0]]
    assert len(numbered) > 80
    for number, style, said in numbered:
        if style == "requirement":
            assert squeezed(f"{number}{said.partition(' (')[0]}") in text, number
        elif style == "paragraph" and ": " not in said[:40]:
            assert squeezed(f"{number}{said}") in text, number


def test_a_draft_of_what_the_register_lacks_says_so_plainly() -> None:
    bare = emptied(content.snapshot())
    text = squeezed(" ".join(said for _, _, said in draft_paragraphs(bare)))
    for sentence in (
        "No scale of this place applies to the use case.",
        "No data flow is recorded.",
        "No requirement of the rules used applies.",
        "No requirement that applies is open, partly met, not met or undecided.",
        "The rules used set no time limit for this use case.",
        "No exhibit is cited.",
        "No person is named.",
        "No system, model or vendor is named.",
        "No form or notice is prepared in this dossier.",
    ):
        assert squeezed(sentence) in text, sentence


def emptied(snapshot: Snapshot) -> Snapshot:
    subject = replace(
        snapshot.subject, parts=(), facts=(), flows=(), flows_complete=False, people=(), description="", purpose="",
        owner="", licence_classes=(), entity_registration="", version_summary="",
    )  # fmt: skip
    law = replace(
        snapshot.law, classifications=(), terms=(), requirements=(), not_triggered=(), external_route=(), clocks=(),
        forms=(),
    )  # fmt: skip
    firm = replace(snapshot.firm, route=(), bodies=(), glossary=(), values=())
    heading = replace(snapshot.heading, not_verified=(), packs=())
    return replace(snapshot, heading=heading, subject=subject, law=law, firm=firm, exhibits=())


@pytest.mark.parametrize("kind", [INTERNAL[0], SANDBOX[0]])
def test_an_empty_register_still_makes_a_dossier(kind: str) -> None:
    sealed = content.sealed()
    bare = emptied(replace(sealed.snapshot, heading=replace(sealed.snapshot.heading, kind=kind)))
    nothing = replace(
        sealed, snapshot=bare, decisions=(), decision_exhibits=(), deciders=(), proofs=(), consistency=(), warnings=(),
        cover_lines=(), checkpoint="",
    )  # fmt: skip
    made = render_dossier(nothing, twin_bytes(nothing), (), created=content.CREATED)
    assert made.fields == ()
    assert "No decision is recorded." in "\n".join(" ".join(page) for page in lines_of(made.pdf_bytes))


def grown(sealed: SealedContent, requirements: int, statement: str) -> SealedContent:
    """Return a dossier with many requirements, all answered by one long statement."""
    lines = content.requirements()
    many = tuple(
        replace(
            lines[place % len(lines)],
            id=f"R-{place}",
            answers=(AnswerLine("Human oversight", "met", statement, "", (), "Chan Example", content.ANSWERED_AT),),
        )
        for place in range(requirements)
    )
    return replace(sealed, snapshot=replace(sealed.snapshot, law=replace(sealed.snapshot.law, requirements=many)))


def test_hundreds_of_requirements_and_a_long_answer_lose_nothing() -> None:
    statement = " ".join(f"word{place:04d}" for place in range(1250))
    assert len(statement) > 10_000
    sealed = grown(content.sealed(), 300, statement)
    made = render_dossier(sealed, twin_bytes(sealed), (), created=content.CREATED)
    pages = lines_of(made.pdf_bytes)
    words = re.findall(r"word\d{4}", "".join(squeezed(line) for page in pages for line in page))
    assert words == [f"word{place:04d}" for place in range(1250)], "printed once, in order, then referred to"
    text = squeezed(" ".join(line for page in pages for line in page))
    assert text.count(squeezed("The answer is printed in full at 7.2.")) == 299
    assert "7.301" in text


def test_citations_of_one_instrument_name_it_once() -> None:
    lines = [
        "Code: Conduct for Persons, paras 4.1, 4.3 (Staff)",
        "Code: Conduct for Persons, paras 4.1, 4.3 (Controls)",
        "Code: Conduct for Persons, para 5 (Advice)",
        "Circular: Records (Keep them)",
        "Ordinance: Privacy, section 2 (Terms)",
    ]
    assert by_citation(lines) == [
        ("Code: Conduct for Persons", ["paras 4.1, 4.3 (Staff)", "paras 4.1, 4.3 (Controls)", "para 5 (Advice)"]),
        ("Circular: Records (Keep them)", [""]),
        ("Ordinance: Privacy", ["section 2 (Terms)"]),
    ]


@pytest.mark.parametrize("gaps", [0, 3, 40])
def test_the_summary_stays_on_its_page(gaps: int) -> None:
    sealed = content.sealed()
    lines = tuple(
        replace(line, is_gap=place < gaps, status="open" if place < gaps else "met")
        for place, line in enumerate(sealed.snapshot.law.requirements)
    )
    subject = replace(sealed.snapshot.subject, description="Long description of what it does. " * 300)
    snapshot = replace(sealed.snapshot, subject=subject, law=replace(sealed.snapshot.law, requirements=lines))
    changed = replace(sealed, snapshot=snapshot)
    pages = lines_of(render_dossier(changed, twin_bytes(changed), (), created=content.CREATED).pdf_bytes)
    starts = [place for place, page in enumerate(pages) if "2 Summary" in " ".join(page[:6])]
    assert "3 The use case" in " ".join(pages[starts[0] + 1][:6])
    more = re.search(r"and \d+ more; see section 11\.", " ".join(pages[starts[0]]))
    assert bool(more) == (gaps == 40)


@pytest.mark.parametrize("before", range(300, 700, 23))
def test_a_table_leaves_no_row_alone_and_says_its_header_once_a_page(before: int) -> None:
    from placet.dossier.catalogue import catalogue
    from placet.dossier.drawing import Column
    from placet.dossier.frame import render
    from placet.dossier.sheet import Sheet
    from unit.dossier.pages import frame

    sheet = Sheet(catalogue("en"))
    sheet.space(before)
    sheet.table([Column("Headline", 1), Column("Text", 3)], [[f"Row{n}", "Words. " * 30] for n in range(9)])
    for page in lines_of(render(sheet, frame()).pdf):
        rows = [line for line in page if line.startswith("Row")]
        assert len(rows) != 1
        assert sum(line.startswith("Headline") for line in page) == bool(rows)


@pytest.mark.parametrize("length", range(0, 1000, 140))
def test_no_page_ends_with_a_heading(length: int) -> None:
    snapshot = content.snapshot()
    longer = replace(snapshot, subject=replace(snapshot.subject, description="Long description. " * length))
    titles = {squeezed(said) for _, style, said in draft_paragraphs(longer) if style.startswith("heading")}
    made = render_draft(longer, created=content.CREATED)
    for page in lines_of(made.pdf_bytes)[3:]:
        last = squeezed(page[-1])
        assert last not in titles
        assert re.sub(r"^\d+[A-Z]?", "", last) not in titles


def test_a_sandbox_application_has_the_order_its_reader_wants() -> None:
    sections = [said for _, style, said in draft_paragraphs(content.snapshot(*SANDBOX)) if style == "heading1"]
    assert sections[3:9] == [
        "Institution, sponsor and partners",
        "Problem and theme",
        "The use case, its users and limits",
        "Innovation",
        "Technical design",
        "Computing power and fair use",
    ]
    assert sections.index("Timeline, measures of success and exit") < sections.index("Requirement by requirement")
    assert sections[-1] == "Verification"
    said = [text for _, _, text in draft_paragraphs(content.snapshot(*SANDBOX))]
    assert "Problem and theme: Not stated: the register of Harbour Example Bank holds nothing on this." in said
    assert "What is new: Drafts are scored for support in the source before a person sees them." in said
    assert any(text.startswith("Human oversight: Every draft answer is read") for text in said)


def test_what_no_font_prints_is_named_by_its_field_and_never_drawn() -> None:
    snapshot = content.snapshot()
    assert unprintable(snapshot) == []
    lines = snapshot.law.requirements
    answer = replace(lines[0].answers[0], statement="Signed off by 𠮷𫝀.")
    broken = replace(
        snapshot, law=replace(snapshot.law, requirements=(replace(lines[0], answers=(answer,)), *lines[1:]))
    )
    found = unprintable(broken)
    assert [finding.path for finding in found] == ["law.requirements[HKMA-AI-2019-P1].answers[1].statement"]
    assert "U+20BB7" in found[0].message
    with pytest.raises(FindingsError):
        render_draft(broken, created=content.CREATED)


def test_two_processes_with_other_hash_seeds_write_the_same_bytes() -> None:
    program = "import sys; from unit.dossier.content import rendered; sys.stdout.buffer.write(rendered().pdf_bytes)"
    path = os.pathsep.join([str(Path(placet.__file__).parents[1]), str(TESTS)])
    made = [
        subprocess.run(
            [sys.executable, "-c", program],
            capture_output=True,
            check=True,
            env={**os.environ, "PYTHONPATH": path, "PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2")
    ]
    assert sha256_hex(made[0]) == sha256_hex(made[1]) == sha256_hex(sealed_pages(*INTERNAL).pdf_bytes)
