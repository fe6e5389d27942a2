"""The vendored fonts are the ones that were taken, with their licence, in the form ReportLab can embed."""

import hashlib
import json

import pytest

from placet.resources import resource_path

FONTS = json.loads(resource_path("fonts", "FONTS.json").read_text(encoding="utf-8"))["fonts"]


def test_every_font_file_is_listed() -> None:
    assert {font["file"] for font in FONTS} == {path.name for path in resource_path("fonts").glob("*.ttf")}


@pytest.mark.parametrize("font", FONTS, ids=lambda font: str(font["file"]))
def test_font_is_the_one_taken(font: dict[str, str]) -> None:
    data = resource_path("fonts", font["file"]).read_bytes()
    assert hashlib.sha256(data).hexdigest() == font["sha256"]
    assert data[:4] == b"\x00\x01\x00\x00", "ReportLab embeds TrueType outlines only"
    assert "SIL OPEN FONT LICENSE" in resource_path("fonts", font["licence"]).read_text(encoding="utf-8").upper()
