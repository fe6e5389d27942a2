"""Published attacks that append to a signed PDF, built on our own files; every one must be seen."""

import re
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import MDPPerm, SigFieldSpec, append_signature_field

from placet.signing.incremental import PdfaWriter
from placet.signing.report import Outcome

Change = Callable[[PdfaWriter], None]


def page(writer: PdfaWriter, index: int = 0) -> Any:
    return writer.root["/Pages"]["/Kids"][index].get_object()


def field(writer: PdfaWriter, name: str) -> Any:
    return next(one.get_object() for one in writer.root["/AcroForm"]["/Fields"] if one.get_object()["/T"] == name)


def stream(writer: PdfaWriter, data: bytes) -> Any:
    return writer.add_object(generic.StreamObject(stream_data=data))


def other_content(writer: PdfaWriter) -> None:
    shown = page(writer)
    shown[pdf_name("/Contents")] = stream(writer, b"BT (Rejected) Tj ET")
    writer.update_container(shown)


def overwritten_content(writer: PdfaWriter) -> None:
    old = page(writer).raw_get("/Contents")
    writer.objects[(0, old.idnum)] = generic.StreamObject(stream_data=b"BT (Rejected) Tj ET")


def content_behind(writer: PdfaWriter) -> None:
    shown = page(writer)
    extra = stream(writer, b"0 g 0 0 600 800 re f")
    shown[pdf_name("/Contents")] = generic.ArrayObject([shown.raw_get("/Contents"), extra])
    writer.update_container(shown)


def annotation(writer: PdfaWriter, kind: str = "/FreeText") -> None:
    shown = page(writer)
    note = generic.DictionaryObject(
        {
            pdf_name("/Type"): pdf_name("/Annot"),
            pdf_name("/Subtype"): pdf_name(kind),
            pdf_name("/Rect"): generic.ArrayObject(generic.NumberObject(n) for n in (50, 600, 500, 780)),
            pdf_name("/Contents"): generic.pdf_string("Rejected"),
            pdf_name("/F"): generic.NumberObject(4),
        }
    )
    shown[pdf_name("/Annots")] = generic.ArrayObject([*shown["/Annots"], writer.add_object(note)])
    writer.update_container(shown)


def stamp(writer: PdfaWriter) -> None:
    annotation(writer, "/Stamp")


def page_removed(writer: PdfaWriter) -> None:
    pages = writer.root["/Pages"]
    del pages["/Kids"][1]
    pages[pdf_name("/Count")] = generic.NumberObject(1)
    writer.update_container(pages)


def page_action(writer: PdfaWriter) -> None:
    shown = page(writer)
    shown[pdf_name("/AA")] = generic.DictionaryObject()
    writer.update_container(shown)


def open_action(writer: PdfaWriter) -> None:
    script = generic.DictionaryObject(
        {pdf_name("/S"): pdf_name("/JavaScript"), pdf_name("/JS"): generic.pdf_string("app.alert(1)")}
    )
    writer.root[pdf_name("/OpenAction")] = script
    writer.update_root()


def layers(writer: PdfaWriter) -> None:
    writer.root[pdf_name("/OCProperties")] = generic.DictionaryObject()
    writer.update_root()


def permissions_removed(writer: PdfaWriter) -> None:
    del writer.root["/Perms"]
    writer.update_root()


def permissions_emptied(writer: PdfaWriter) -> None:
    writer.root[pdf_name("/Perms")] = generic.DictionaryObject()
    writer.update_root()


def form_removed(writer: PdfaWriter) -> None:
    del writer.root["/AcroForm"]
    writer.update_root()


def field_removed(writer: PdfaWriter) -> None:
    form = writer.root["/AcroForm"]
    form[pdf_name("/Fields")] = generic.ArrayObject(list.__getitem__(form["/Fields"], slice(2)))
    writer.update_container(form)
    writer.update_root()


def signed_field_removed(writer: PdfaWriter) -> None:
    form = writer.root["/AcroForm"]
    form[pdf_name("/Fields")] = generic.ArrayObject(list.__getitem__(form["/Fields"], slice(1)))
    writer.update_container(form)
    writer.update_root()


def field_emptied(writer: PdfaWriter) -> None:
    one = field(writer, "compliance")
    del one["/V"]
    writer.update_container(one)


def field_moved(writer: PdfaWriter) -> None:
    one = field(writer, "compliance")
    one[pdf_name("/Rect")] = generic.ArrayObject(generic.NumberObject(n) for n in (0, 0, 600, 800))
    writer.update_container(one)


def field_action(writer: PdfaWriter) -> None:
    one = field(writer, "committee")
    one[pdf_name("/A")] = generic.DictionaryObject({pdf_name("/S"): pdf_name("/Print")})
    writer.update_container(one)


def field_renamed(writer: PdfaWriter) -> None:
    one = field(writer, "compliance")
    one[pdf_name("/T")] = generic.pdf_string("committee2")
    writer.update_container(one)


def appearance_swapped(writer: PdfaWriter) -> None:
    one = field(writer, "officer")
    one[pdf_name("/AP")] = generic.DictionaryObject({pdf_name("/N"): stream(writer, b"0 g 0 0 600 800 re f")})
    writer.update_container(one)


def open_field_painted(writer: PdfaWriter) -> None:
    one = field(writer, "committee")
    one[pdf_name("/AP")] = generic.DictionaryObject({pdf_name("/N"): stream(writer, b"0 g 0 0 600 800 re f")})
    writer.update_container(one)


def shared_signature(writer: PdfaWriter) -> None:
    one = field(writer, "committee")
    one[pdf_name("/V")] = field(writer, "compliance").raw_get("/V")
    writer.update_container(one)


def copied_signature(writer: PdfaWriter) -> None:
    one = field(writer, "committee")
    held = field(writer, "compliance")["/V"]
    copy = generic.DictionaryObject({key: held.raw_get(key) for key in held})
    one[pdf_name("/V")] = writer.add_object(copy)
    writer.update_container(one)


def new_field(writer: PdfaWriter) -> None:
    append_signature_field(writer, SigFieldSpec("late", on_page=0, box=(0, 0, 600, 800)))


def new_hidden_field(writer: PdfaWriter) -> None:
    append_signature_field(writer, SigFieldSpec("late"))


def text_field(writer: PdfaWriter) -> None:
    text = generic.DictionaryObject({pdf_name("/FT"): pdf_name("/Tx"), pdf_name("/T"): generic.pdf_string("note")})
    form = writer.root["/AcroForm"]
    form["/Fields"].append(writer.add_object(text))
    writer.update_container(form["/Fields"])
    writer.update_container(form)


def need_appearances(writer: PdfaWriter) -> None:
    form = writer.root["/AcroForm"]
    form[pdf_name("/NeedAppearances")] = generic.BooleanObject(True)
    writer.update_container(form)
    writer.update_root()


def xfa(writer: PdfaWriter) -> None:
    form = writer.root["/AcroForm"]
    form[pdf_name("/XFA")] = generic.ArrayObject()
    writer.update_container(form)
    writer.update_root()


def information(writer: PdfaWriter) -> None:
    info = writer.trailer["/Info"]
    info[pdf_name("/Title")] = generic.pdf_string("Another title")
    writer.update_container(info)


def metadata(writer: PdfaWriter) -> None:
    held = writer.root["/Metadata"]
    again = generic.StreamObject(stream_data=held.data.replace(b"HLB-0001", b"HLB-0002"))
    writer.root[pdf_name("/Metadata")] = writer.add_object(again)
    writer.update_root()


def version_raised(writer: PdfaWriter) -> None:
    writer.root[pdf_name("/Version")] = pdf_name("/2.0")
    writer.update_root()


def attachment(writer: PdfaWriter) -> None:
    names = generic.DictionaryObject({pdf_name("/EmbeddedFiles"): generic.DictionaryObject()})
    writer.root[pdf_name("/Names")] = names
    writer.update_root()


def orphan(writer: PdfaWriter) -> None:
    stream(writer, b"for a later swap")


def freed(writer: PdfaWriter) -> None:
    old = page(writer).raw_get("/Contents")
    writer.objects[(0, old.idnum)] = generic.NullObject()


APPENDED: list[Change] = [
    other_content, overwritten_content, content_behind, annotation, stamp, page_removed, page_action, open_action,
    layers, permissions_removed, permissions_emptied, form_removed, field_removed, signed_field_removed,
    field_emptied, field_moved, field_action, field_renamed, appearance_swapped, open_field_painted,
    shared_signature, copied_signature, new_field, new_hidden_field, text_field, need_appearances, xfa, information,
    metadata, version_raised, attachment, orphan, freed,
]  # fmt: skip


@pytest.mark.parametrize("change", APPENDED, ids=lambda change: change.__name__)
def test_nothing_may_be_appended_after_the_last_signature(
    signed_twice: bytes, firm: Any, change: Change, verdict: Any, appended: Any
) -> None:
    outcome, _ = verdict(appended(signed_twice, change), firm)
    assert outcome in (Outcome.CHANGED, Outcome.BROKEN)


COVERED = [
    other_content, overwritten_content, content_behind, annotation, stamp, page_removed, page_action, open_action,
    layers, permissions_removed, permissions_emptied, field_removed, field_moved, field_action, appearance_swapped,
    text_field, xfa, attachment, freed, new_field, new_hidden_field,
]  # fmt: skip


@pytest.mark.parametrize("change", COVERED, ids=lambda change: change.__name__)
def test_a_following_signature_does_not_whitewash_a_change(
    signed_once: bytes, firm: Any, change: Change, verdict: Any, appended: Any, sign_by_hand: Any
) -> None:
    """A second signer who is in league with the forger covers the change; the first signature forbids it."""
    changed = appended(signed_once, change)
    signed = sign_by_hand(changed, "compliance", firm.compliance)
    outcome, _ = verdict(signed, firm)
    assert outcome in (Outcome.CHANGED, Outcome.BROKEN)


def test_signing_by_hand_is_otherwise_valid(sealed: bytes, firm: Any, verdict: Any, sign_by_hand: Any) -> None:
    signed = sign_by_hand(sealed, "officer", firm.officer, permission=MDPPerm.FILL_FORMS)
    signed = sign_by_hand(signed, "compliance", firm.compliance)
    assert verdict(signed, firm) == (Outcome.INTACT, set())


@pytest.mark.parametrize(
    ("permission", "code"),
    [(None, "not_certified"), (MDPPerm.ANNOTATE, "certified_too_wide")],
)
def test_a_first_signature_that_forbids_nothing_is_not_enough(
    sealed: bytes, firm: Any, permission: MDPPerm | None, code: str, verdict: Any, sign_by_hand: Any
) -> None:
    signed = sign_by_hand(sealed, "officer", firm.officer, permission=permission)
    assert verdict(signed, firm) == (Outcome.BROKEN, {code})


def test_a_certified_file_that_allows_nothing_takes_no_second_signature(
    sealed: bytes, firm: Any, verdict: Any, sign_by_hand: Any
) -> None:
    signed = sign_by_hand(sealed, "officer", firm.officer, permission=MDPPerm.NO_CHANGES)
    assert verdict(signed, firm) == (Outcome.INTACT, set())
    signed = sign_by_hand(signed, "compliance", firm.compliance)
    assert verdict(signed, firm) == (Outcome.CHANGED, {"changed_after"})


def test_permissions_left_out_when_signing_are_missed(
    sealed: bytes, firm: Any, verdict: Any, sign_by_hand: Any
) -> None:
    def forget(writer: Any, _: Any) -> None:
        del writer.root["/Perms"]

    signed = sign_by_hand(sealed, "officer", firm.officer, permission=MDPPerm.FILL_FORMS, also=forget)
    assert verdict(signed, firm) == (Outcome.BROKEN, {"not_certified"})


def test_a_form_that_redraws_itself_is_refused_even_when_signed(
    signed_once: bytes, firm: Any, verdict: Any, sign_by_hand: Any
) -> None:
    def redraw(writer: Any, _: Any) -> None:
        need_appearances(writer)

    signed = sign_by_hand(signed_once, "compliance", firm.compliance, also=redraw)
    assert verdict(signed, firm) == (Outcome.BROKEN, {"active_form"})


def test_a_second_certification_is_refused(signed_once: bytes, firm: Any, verdict: Any, sign_by_hand: Any) -> None:
    signed = sign_by_hand(signed_once, "compliance", firm.compliance, permission=MDPPerm.FILL_FORMS)
    assert verdict(signed, firm)[0] in (Outcome.CHANGED, Outcome.BROKEN)


def test_two_fields_made_to_share_one_signature_when_signing(
    sealed: bytes, firm: Any, verdict: Any, sign_by_hand: Any
) -> None:
    def share(writer: Any, reference: Any) -> None:
        other = field(writer, "committee")
        other[pdf_name("/V")] = reference
        writer.update_container(other)

    signed = sign_by_hand(sealed, "officer", firm.officer, permission=MDPPerm.FILL_FORMS, also=share)
    assert verdict(signed, firm) == (Outcome.BROKEN, {"shared"})


def test_a_field_missing_from_the_start_is_seen_by_whoever_knows_the_fields(
    sealed: bytes, firm: Any, verdict: Any, appended: Any, sign_by_hand: Any
) -> None:
    signed = sign_by_hand(appended(sealed, field_removed), "officer", firm.officer, permission=MDPPerm.FILL_FORMS)
    assert verdict(signed, firm) == (Outcome.INTACT, set())
    expected = ("officer", "compliance", "committee")
    assert verdict(signed, firm, expected_fields=expected) == (Outcome.CHANGED, {"field_removed"})


# Shadow attack: content is hidden before signing and shown by a later update.
def test_hidden_content_is_not_shown_later(
    sealed: bytes, firm: Any, verdict: Any, appended: Any, sign_by_hand: Any
) -> None:
    hidden: list[Any] = []

    def hide(writer: PdfaWriter) -> None:
        hidden.append(stream(writer, b"BT (Rejected) Tj ET"))
        writer.root[pdf_name("/PieceInfo")] = generic.DictionaryObject({pdf_name("/Kept"): hidden[0]})
        writer.update_root()

    signed = sign_by_hand(appended(sealed, hide), "officer", firm.officer, permission=MDPPerm.FILL_FORMS)
    assert verdict(signed, firm) == (Outcome.INTACT, set())

    def show(writer: PdfaWriter) -> None:
        shown = page(writer)
        shown[pdf_name("/Contents")] = generic.IndirectObject(hidden[0].idnum, 0, writer)
        writer.update_container(shown)

    assert verdict(appended(signed, show), firm)[0] == Outcome.CHANGED
    assert verdict(swapped_by_table(signed, hidden[0].idnum), firm)[0] >= Outcome.CHANGED


def swapped_by_table(pdf_bytes: bytes, hidden: int) -> bytes:
    """Append a table alone, which says that the page's content is where the hidden one stands."""
    writer = IncrementalPdfFileWriter(BytesIO(pdf_bytes))
    shown = writer.root["/Pages"]["/Kids"][0].get_object().raw_get("/Contents").idnum
    at = pdf_bytes.index(b"%d 0 obj" % hidden)
    previous = int(re.findall(rb"startxref\n(\d+)", pdf_bytes)[-1])
    root, size = writer.root_ref.idnum, int(writer.trailer["/Size"])
    start = len(pdf_bytes)
    return pdf_bytes + (
        b"xref\n%d 1\n%010d 00000 n \ntrailer\n<< /Size %d /Root %d 0 R /Prev %d >>\nstartxref\n%d\n%%%%EOF\n"
        % (shown, at, size, root, previous, start)
    )


def test_another_catalog_is_not_taken(signed_twice: bytes, firm: Any, verdict: Any) -> None:
    writer = PdfaWriter(BytesIO(signed_twice))
    copy = generic.DictionaryObject({key: writer.root.raw_get(key) for key in writer.root})
    writer._root = writer.add_object(copy)
    output = BytesIO()
    writer.write(output)
    assert verdict(output.getvalue(), firm)[0] >= Outcome.CHANGED
