"""Pages say what was put into them, number themselves, and know where things came to stand."""

import io
import subprocess
from pathlib import Path

import pikepdf
import pytest

from placet.domain.errors import FindingsError
from placet.dossier.drawing import Column
from placet.dossier.frame import render
from placet.dossier.styles import MARGINS, MM, Paper
from unit.dossier.pages import CHINESE, SIMPLIFIED, THAI, body, frame, rendered, requirement


def _text(pdf: bytes, folder: Path) -> list[str]:
    path = folder / "pages.pdf"
    path.write_bytes(pdf)
    out = subprocess.run(["pdftotext", "-raw", str(path), "-"], capture_output=True, check=True, encoding="utf-8")
    assert out.stderr == ""
    return ["".join(page.split()) for page in out.stdout.split("\f")[:-1]]


def test_every_text_comes_back_as_it_was_written(tmp_path: Path) -> None:
    whole = "".join(_text(rendered().pdf, tmp_path))
    for text in (CHINESE, SIMPLIFIED, THAI, "each answer & can stop it; <b>no</b> advice", "≤ 2.0 %", "partly met"):
        assert whole.count("".join(text.split())) >= 2, text
    assert "GUIDELINE" in whole
    assert "2A" in whole


def test_pages_number_themselves_and_contents_point_at_them(tmp_path: Path) -> None:
    made = rendered(sections=6)
    pages = _text(made.pdf, tmp_path)
    assert made.pages == len(pages) > 3
    for number, page in enumerate(pages, 1):
        assert f"HEB-2026-001·version3·page{number}of{made.pages}" in page
        assert "7F3A-KQ2M-XX4P-77AB-9QRT" in page
        assert ("Confidential" in page) == (number > 1)
    for key, number in made.heading_pages.items():
        assert 1 < number <= made.pages, key
    for number in (1, 6):
        page = made.heading_pages[f"h{2 * number - 1}"]
        assert f"{number}Sectionabout{number}" in pages[page - 1]
        assert f"{number}Sectionabout{number}{page}{number}ADuties" in pages[0]
    with pikepdf.open(io.BytesIO(made.pdf)) as pdf:
        with pdf.open_outline() as outline:
            assert [entry.title for entry in outline.root][:2] == ["1 Section about 1", "2 Section about 2"]
        links = [a for a in pdf.pages[0].Annots if a.Subtype == "/Link"]
        assert len(links) == 12


def test_a_draft_says_so_on_every_page(tmp_path: Path) -> None:
    pages = _text(rendered(draft="DRAFT").pdf, tmp_path)
    assert all("DRAFT" in page for page in pages)
    assert not any("DRAFT" in page for page in _text(rendered().pdf, tmp_path))


@pytest.mark.parametrize("paper", list(Paper))
def test_signature_places_lie_within_the_margins(paper: Paper) -> None:
    place = rendered(paper=paper).signature_places[0]
    x0, y0, x1, y1 = place.box
    assert place.name == "approve-1"
    assert x0 >= MARGINS.inside + 30 * MM
    assert x1 <= paper.width - MARGINS.outside
    assert MARGINS.bottom <= y0 < y1 <= paper.height - MARGINS.top


def test_a_heading_never_ends_a_page(tmp_path: Path) -> None:
    for gap in range(0, 700, 23):
        made = body(sections=0)
        made.space(gap)
        made.heading("Lonely")
        made.text("Company line one. " * 12)
        made.heading("Lonelier", level=2)
        made.requirement(requirement("It is read. " * 60))
        pages = _text(render(made, frame()).pdf, tmp_path)
        for page in pages:
            assert ("Lonely" in page) <= ("Companylineone" in page) or "Contents" in page
            assert ("Lonelier" in page) <= ("Keepaperson" in page) or "Contents" in page


def test_what_is_longer_than_a_page_goes_on_over_several() -> None:
    made = body(sections=0)
    made.heading("Long")
    made.requirement(requirement("Every draft is read. " * 900))
    made.table([Column("Text", 3), Column("More", 1)], [["Long cell. " * 1500, "x"], ["y", "z"]])
    made.callout("Long", ["Every draft is read. " * 600])
    assert render(made, frame()).pages > 8


def test_an_unprintable_name_stops_the_dossier_and_names_the_field() -> None:
    made = body(sections=1)
    made.text("Signed by 𠮷田", "person.name")
    with pytest.raises(FindingsError) as caught:
        render(made, frame())
    assert [finding.path for finding in caught.value.findings] == ["person.name"]
