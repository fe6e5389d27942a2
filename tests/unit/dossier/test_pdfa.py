"""The finished file is PDF/A-3b, carries its twin, and is the same bytes for the same input."""

import io
import os
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pikepdf
import pytest
from pikepdf import pdfa
from reportlab.pdfgen.canvas import Canvas

import placet
from placet.domain.errors import UserFacingError
from placet.dossier.pdfa import Metadata, to_pdfa
from unit.dossier.pages import CREATED, finished, rendered

TESTS = Path(__file__).parents[2]
METADATA = Metadata("Title", "Firm", "Subject")


@pytest.mark.parametrize("draft", ["", "DRAFT"])
def test_it_passes_the_validator(draft: str, tmp_path: Path) -> None:
    pdf = finished(draft)
    assert pdfa.validate_written(io.BytesIO(pdf), "3b").verdict == "pass"
    path = tmp_path / "dossier.pdf"
    path.write_bytes(pdf)
    assert subprocess.run(["qpdf", "--check", str(path)], capture_output=True).returncode == 0
    assert pdf.startswith(b"%PDF-1.7")


def test_it_says_what_it_is_and_carries_its_twin() -> None:
    with pikepdf.open(io.BytesIO(finished())) as pdf:
        assert str(pdf.docinfo["/Author"]) == "Harbour Example Bank"
        assert str(pdf.docinfo["/CreationDate"]) == "D:20261122093000+00'00"
        assert pdf.Root.Lang == "en"
        assert pdf.Root.PageLabels.Nums[1].S == "/D"
        assert pdf.Root.OutputIntents[0].S == "/GTS_PDFA1"
        twin = pdf.attachments["dossier.json"]
        assert twin.get_file().read_bytes() == b"{}"
        assert twin.obj.AFRelationship == "/Data"
        assert len(pdf.Root.AF) == 1
        metadata = pdf.Root.Metadata.read_bytes()
        assert b"2026-11-22T09:30:00+00:00" in metadata
        assert b"unspecified" not in metadata


def test_two_processes_with_other_hash_seeds_write_the_same_bytes() -> None:
    program = "import sys; from unit.dossier.pages import finished; sys.stdout.buffer.write(finished())"
    path = os.pathsep.join([str(Path(placet.__file__).parents[1]), str(TESTS)])
    results = [
        subprocess.run(
            [sys.executable, "-c", program],
            capture_output=True,
            check=True,
            env={**os.environ, "PYTHONPATH": path, "PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2")
    ]
    assert len(results[0]) > 10_000
    assert results[0] == results[1] == finished()


def test_a_page_with_an_unembedded_font_is_refused() -> None:
    drawn = io.BytesIO()
    canvas = Canvas(drawn, invariant=1)
    canvas.drawString(100, 100, "Helvetica is not in the file")
    canvas.save()
    with pytest.raises(UserFacingError, match="not PDF/A-3b"):
        to_pdfa(drawn.getvalue(), metadata=METADATA, created=CREATED)


def test_a_time_without_zone_is_a_bug() -> None:
    with pytest.raises(ValueError, match="aware"):
        to_pdfa(rendered().pdf, metadata=METADATA, created=datetime(2026, 11, 22))  # noqa: DTZ001
