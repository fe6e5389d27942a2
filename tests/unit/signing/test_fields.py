from io import BytesIO

import pikepdf
import pytest

from placet.signing.fields import FieldSpec, add_signature_fields, field_names

BOX = (72, 100, 272, 150)


def test_all_fields_come_in_one_update_after_the_sealed_bytes(plain: bytes, sealed: bytes) -> None:
    assert sealed.startswith(plain)
    assert sealed[len(plain) :].count(b"%%EOF") == 1
    assert field_names(sealed) == ("officer", "compliance", "committee")


def test_the_same_input_gives_the_same_bytes(plain: bytes) -> None:
    specs = [FieldSpec("officer", 0, BOX)]
    assert add_signature_fields(plain, specs) == add_signature_fields(plain, specs)


def test_fields_are_printed_locked_and_do_nothing(sealed: bytes) -> None:
    with pikepdf.open(BytesIO(sealed)) as pdf:
        widgets = [annotation for page in pdf.pages for annotation in page.Annots]
        assert [str(widget.T) for widget in widgets] == ["officer", "compliance", "committee"]
        for widget in widgets:
            assert widget.F == 132
            assert "/A" not in widget
            assert "/AA" not in widget
            assert set(widget.AP.keys()) == {"/N"}
        assert [int(number) for number in widgets[0].Rect] == list(BOX)
        assert str(widgets[0].TU) == "Document officer"


def test_the_file_stays_at_version_1_7_and_keeps_its_metadata(plain: bytes, sealed: bytes) -> None:
    with pikepdf.open(BytesIO(plain)) as before, pikepdf.open(BytesIO(sealed)) as after:
        assert str(after.Root.get("/Version", "/1.7")) == "/1.7"
        assert after.Root.Metadata.read_bytes() == before.Root.Metadata.read_bytes()
        assert dict(after.docinfo) == dict(before.docinfo)


@pytest.mark.parametrize(
    ("specs", "says"),
    [
        ([], "distinct"),
        ([FieldSpec("a", 0, BOX), FieldSpec("a", 1, BOX)], "distinct"),
        ([FieldSpec("a.b", 0, BOX)], "ASCII"),
        ([FieldSpec("署名", 0, BOX)], "ASCII"),
        ([FieldSpec("a", 2, BOX)], "page"),
        ([FieldSpec("a", -1, BOX)], "page"),
        ([FieldSpec("a", 0, (72, 100, 72, 150))], "area"),
    ],
)
def test_an_unsound_layout_is_a_bug(plain: bytes, specs: list[FieldSpec], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        add_signature_fields(plain, specs)


def test_fields_are_made_once(sealed: bytes) -> None:
    with pytest.raises(ValueError, match="already has"):
        add_signature_fields(sealed, [FieldSpec("late", 0, BOX)])
