"""Published attacks on signed PDFs, built on our own files; every one must be seen."""

import random
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
from asn1crypto import cms as asn1_cms
from asn1crypto import x509 as asn1_x509
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import MDPPerm, SigFieldSpec, SigSeedSubFilter, append_signature_field
from pyhanko.sign.signers.cms_embedder import PdfCMSEmbedder, SigIOSetup, SigMDPSetup, SigObjSetup
from pyhanko.sign.signers.pdf_byterange import SignatureObject

from placet.signing.cms import build_signed_data
from placet.signing.incremental import PdfaWriter
from placet.signing.report import Outcome
from placet.signing.verify import verify_pdf

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
Change = Callable[[PdfaWriter], None]


def appended(pdf_bytes: bytes, change: Change) -> bytes:
    """Append one revision, as any PDF library lets anyone do."""
    writer = PdfaWriter(BytesIO(pdf_bytes))
    change(writer)
    output = BytesIO()
    writer.write(output)
    assert output.getvalue() != pdf_bytes
    return output.getvalue()


def verdict(pdf_bytes: bytes, firm: Any, **named: Any) -> tuple[Outcome, set[str]]:
    report = verify_pdf(pdf_bytes, firm.anchors, now=NOW + timedelta(days=1), **named)
    return report.outcome, {problem.code for problem in report.problems}


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
def test_nothing_may_be_appended_after_the_last_signature(signed_twice: bytes, firm: Any, change: Change) -> None:
    outcome, _ = verdict(appended(signed_twice, change), firm)
    assert outcome in (Outcome.CHANGED, Outcome.BROKEN)


COVERED = [
    other_content, overwritten_content, content_behind, annotation, stamp, page_removed, page_action, open_action,
    layers, permissions_removed, permissions_emptied, field_removed, field_moved, field_action, appearance_swapped,
    text_field, xfa, attachment, freed, new_field, new_hidden_field,
]  # fmt: skip


@pytest.mark.parametrize("change", COVERED, ids=lambda change: change.__name__)
def test_a_following_signature_does_not_whitewash_a_change(signed_once: bytes, firm: Any, change: Change) -> None:
    """A second signer who is in league with the forger covers the change; the first signature forbids it."""
    changed = appended(signed_once, change)
    signed = sign_by_hand(changed, "compliance", firm.compliance)
    outcome, _ = verdict(signed, firm)
    assert outcome in (Outcome.CHANGED, Outcome.BROKEN)


def sign_by_hand(
    pdf_bytes: bytes,
    name: str,
    identity: Any,
    *,
    permission: MDPPerm | None = None,
    also: Callable[[Any, Any], None] = lambda writer, reference: None,
    alter: Callable[[bytes], bytes] = lambda der: der,
) -> bytes:
    """Sign without any of the refusals of our own signing."""
    writer = PdfaWriter(BytesIO(pdf_bytes))
    steps = PdfCMSEmbedder(new_field_spec=SigFieldSpec(name)).write_cms(name, writer)
    next(steps)
    holder = SignatureObject(timestamp=NOW, subfilter=SigSeedSubFilter.PADES, bytes_reserved=24000)
    setup = SigMDPSetup(md_algorithm=identity.digest_name, certify=permission is not None, docmdp_perms=permission)
    reference = steps.send(SigObjSetup(holder, setup, None))
    also(writer, reference)
    prepared, output = steps.send(SigIOSetup(md_algorithm=identity.digest_name, output=BytesIO()))
    steps.send(alter(build_signed_data(identity, prepared.document_digest, signing_time=None)))
    return output.getvalue()


def test_signing_by_hand_is_otherwise_valid(sealed: bytes, firm: Any) -> None:
    signed = sign_by_hand(sealed, "officer", firm.officer, permission=MDPPerm.FILL_FORMS)
    signed = sign_by_hand(signed, "compliance", firm.compliance)
    assert verdict(signed, firm) == (Outcome.INTACT, set())


@pytest.mark.parametrize(
    ("permission", "code"),
    [(None, "not_certified"), (MDPPerm.ANNOTATE, "certified_too_wide")],
)
def test_a_first_signature_that_forbids_nothing_is_not_enough(
    sealed: bytes, firm: Any, permission: MDPPerm | None, code: str
) -> None:
    signed = sign_by_hand(sealed, "officer", firm.officer, permission=permission)
    assert verdict(signed, firm) == (Outcome.BROKEN, {code})


def test_a_certified_file_that_allows_nothing_takes_no_second_signature(sealed: bytes, firm: Any) -> None:
    signed = sign_by_hand(sealed, "officer", firm.officer, permission=MDPPerm.NO_CHANGES)
    assert verdict(signed, firm) == (Outcome.INTACT, set())
    signed = sign_by_hand(signed, "compliance", firm.compliance)
    assert verdict(signed, firm) == (Outcome.CHANGED, {"changed_after"})


def test_permissions_left_out_when_signing_are_missed(sealed: bytes, firm: Any) -> None:
    def forget(writer: Any, _: Any) -> None:
        del writer.root["/Perms"]

    signed = sign_by_hand(sealed, "officer", firm.officer, permission=MDPPerm.FILL_FORMS, also=forget)
    assert verdict(signed, firm) == (Outcome.BROKEN, {"not_certified"})


def test_a_form_that_redraws_itself_is_refused_even_when_signed(signed_once: bytes, firm: Any) -> None:
    def redraw(writer: Any, _: Any) -> None:
        need_appearances(writer)

    signed = sign_by_hand(signed_once, "compliance", firm.compliance, also=redraw)
    assert verdict(signed, firm) == (Outcome.BROKEN, {"active_form"})


def test_a_second_certification_is_refused(signed_once: bytes, firm: Any) -> None:
    signed = sign_by_hand(signed_once, "compliance", firm.compliance, permission=MDPPerm.FILL_FORMS)
    assert verdict(signed, firm)[0] in (Outcome.CHANGED, Outcome.BROKEN)


def test_two_fields_made_to_share_one_signature_when_signing(sealed: bytes, firm: Any) -> None:
    def share(writer: Any, reference: Any) -> None:
        other = field(writer, "committee")
        other[pdf_name("/V")] = reference
        writer.update_container(other)

    signed = sign_by_hand(sealed, "officer", firm.officer, permission=MDPPerm.FILL_FORMS, also=share)
    assert verdict(signed, firm) == (Outcome.BROKEN, {"shared"})


def test_a_field_missing_from_the_start_is_seen_by_whoever_knows_the_fields(sealed: bytes, firm: Any) -> None:
    signed = sign_by_hand(appended(sealed, field_removed), "officer", firm.officer, permission=MDPPerm.FILL_FORMS)
    assert verdict(signed, firm) == (Outcome.INTACT, set())
    expected = ("officer", "compliance", "committee")
    assert verdict(signed, firm, expected_fields=expected) == (Outcome.CHANGED, {"field_removed"})


# Signature exclusion: the dictionary is replaced by one that lacks, or spoils, what a reader needs to check it.
EXCLUSIONS: dict[str, Callable[[Any], None]] = {
    "no byte range": lambda held: held.__delitem__("/ByteRange"),
    "null byte range": lambda held: held.__setitem__(pdf_name("/ByteRange"), generic.NullObject()),
    "empty byte range": lambda held: held.__setitem__(pdf_name("/ByteRange"), generic.ArrayObject()),
    "zero byte range": lambda held: held.__setitem__(
        pdf_name("/ByteRange"), generic.ArrayObject(generic.NumberObject(0) for _ in range(4))
    ),
    "negative byte range": lambda held: held.__setitem__(
        pdf_name("/ByteRange"), generic.ArrayObject(generic.NumberObject(n) for n in (0, -1, 10, -1))
    ),
    "two numbers": lambda held: held.__setitem__(
        pdf_name("/ByteRange"), generic.ArrayObject(generic.NumberObject(n) for n in (0, 100))
    ),
    "no contents": lambda held: held.__delitem__("/Contents"),
    "null contents": lambda held: held.__setitem__(pdf_name("/Contents"), generic.NullObject()),
    "zero contents": lambda held: held.__setitem__(pdf_name("/Contents"), generic.ByteStringObject(b"\0")),
    "empty contents": lambda held: held.__setitem__(pdf_name("/Contents"), generic.ByteStringObject(b"")),
    "no sub-filter": lambda held: held.__delitem__("/SubFilter"),
    "old sub-filter": lambda held: held.__setitem__(pdf_name("/SubFilter"), pdf_name("/adbe.pkcs7.sha1")),
}


@pytest.mark.parametrize("name", list(EXCLUSIONS))
def test_a_signature_cannot_be_put_out_of_reach(signed_twice: bytes, firm: Any, name: str) -> None:
    def exclude(writer: PdfaWriter) -> None:
        held = field(writer, "compliance")["/V"]
        EXCLUSIONS[name](held)
        writer.update_container(held)

    assert verdict(appended(signed_twice, exclude), firm)[0] == Outcome.BROKEN


# Signature wrapping: the signed bytes are moved, and other bytes put where they were.
def gaps(pdf_bytes: bytes) -> list[tuple[int, int]]:
    return [match.span(1) for match in re.finditer(rb"/Contents (<[0-9A-F]+>)", pdf_bytes)]


def byte_range(pdf_bytes: bytes) -> re.Match[bytes]:
    return list(re.finditer(rb"/ByteRange \[0 (\d+) (\d+) (\d+)\] *", pdf_bytes))[-1]


def with_range(pdf_bytes: bytes, numbers: str) -> bytes:
    found = byte_range(pdf_bytes)
    written = f"/ByteRange [{numbers}]".encode().ljust(found.end() - found.start())
    return pdf_bytes[: found.start()] + written + pdf_bytes[found.end() :]


def test_moved_bytes_are_not_the_signed_file(signed_once: bytes, firm: Any) -> None:
    """Put objects of our own into the gap, and move what was signed behind them."""
    start, stop = gaps(signed_once)[0]
    ours = b" 7 0 obj\n<< /Type /Catalog /Pages 99 0 R >>\nendobj\n"
    tail = signed_once[stop:]
    moved = signed_once[:stop] + ours + tail
    for numbers in (
        f"0 {start} {stop + len(ours)} {len(tail)}",
        f"0 {start} {stop} {len(ours) + len(tail)}",
        f"0 {start} {stop + len(ours)} {len(tail) - 1}",
    ):
        assert verdict(with_range(moved, numbers), firm)[0] >= Outcome.CHANGED


@pytest.mark.parametrize(
    "numbers",
    [
        "0 {a} {b} {c0}", "0 {a1} {b} {c}", "0 {a} {b1} {c}", "1 {a} {b} {c}", "0 {a} {b} {c} 0 0", "0 {a} {b}",
        "0 {b} {b} {c}", "0 {a} {a} {c}", "0 0 {b} {c}", "0 {a} {b} 0", "0 {a}.0 {b} {c}", "0 {a} {b} -{c}",
        "0 {a} {b} 99999999999",
    ],
)  # fmt: skip
def test_another_byte_range_is_refused(signed_once: bytes, firm: Any, numbers: str) -> None:
    a, b, c = (int(number) for number in byte_range(signed_once).groups())
    changed = with_range(signed_once, numbers.format(a=a, b=b, c=c, c0=c - 5, a1=a - 1, b1=b + 1))
    assert verdict(changed, firm)[0] >= Outcome.CHANGED


# The form of /Contents (T4): whatever is not covered by the signature has one exact form.
def in_the_gap(pdf_bytes: bytes, change: Callable[[bytes], bytes]) -> bytes:
    start, stop = gaps(pdf_bytes)[-1]
    digits = change(pdf_bytes[start + 1 : stop - 1])
    assert len(digits) == stop - start - 2
    return pdf_bytes[: start + 1] + digits + pdf_bytes[stop - 1 :]


def test_every_digit_in_lower_case_is_the_same_signature(signed_twice: bytes, firm: Any) -> None:
    assert verdict(in_the_gap(signed_twice, bytes.lower), firm) == (Outcome.INTACT, set())


@pytest.mark.parametrize(
    "change",
    [
        lambda digits: digits[:100].lower() + digits[100:],
        lambda digits: digits[:-2] + b"01",
        lambda digits: digits[:-2] + b"  ",
        lambda digits: digits[:-1] + b" ",
        lambda digits: b" " + digits[:-1],
        lambda digits: digits[:-1] + b"\n",
        lambda digits: digits[:50] + b"\n" + digits[50:-1],
        lambda digits: b"3080" + digits[4:],
        lambda digits: bytes(48 for _ in digits),
    ],
)
def test_the_same_signature_written_otherwise_is_refused(
    signed_twice: bytes, firm: Any, change: Callable[[bytes], bytes]
) -> None:
    assert verdict(in_the_gap(signed_twice, change), firm)[0] == Outcome.BROKEN


@pytest.mark.parametrize(("offset", "byte"), [(0, b"("), (0, b" "), (-1, b")"), (-1, b" "), (-1, b"0")])
def test_the_brackets_of_the_gap_are_not_free(signed_twice: bytes, firm: Any, offset: int, byte: bytes) -> None:
    start, stop = gaps(signed_twice)[-1]
    at = start if offset == 0 else stop - 1
    assert verdict(signed_twice[:at] + byte + signed_twice[at + 1 :], firm)[0] >= Outcome.CHANGED


def altered(change: Callable[[Any, Any], None]) -> Callable[[bytes, Any], bytes]:
    def apply(der: bytes, firm: Any) -> bytes:
        content = asn1_cms.ContentInfo.load(der)
        change(content["content"], firm)
        return content.dump(force=True)

    return apply


def stranger_added(signed: Any, firm: Any) -> None:
    certificates = [one.chosen for one in signed["certificates"]]
    signed["certificates"] = [*certificates, asn1_x509.Certificate.load(firm.evaluation.certificate)]


def root_repeated(signed: Any, firm: Any) -> None:
    certificates = [one.chosen for one in signed["certificates"]]
    signed["certificates"] = [*certificates, certificates[-1]]


def signer_removed(signed: Any, firm: Any) -> None:
    certificates = [one.chosen for one in signed["certificates"]]
    signed["certificates"] = [one for one in certificates if one.dump() != firm.officer.certificate]


def second_signer(signed: Any, firm: Any) -> None:
    signed["signer_infos"] = [signed["signer_infos"][0], signed["signer_infos"][0].copy()]


def no_signer(signed: Any, firm: Any) -> None:
    signed["signer_infos"] = []


def note_added(signed: Any, firm: Any) -> None:
    attribute = asn1_cms.CMSAttribute({"type": "content_type", "values": ["data"]})
    signed["signer_infos"][0]["unsigned_attrs"] = [attribute]


def version_three(signed: Any, firm: Any) -> None:
    signed["version"] = "v3"


def other_digest_listed(signed: Any, firm: Any) -> None:
    signed["digest_algorithms"] = [{"algorithm": "sha512"}]


def own_content(signed: Any, firm: Any) -> None:
    signed["encap_content_info"] = {"content_type": "data", "content": b"something else"}


@pytest.mark.parametrize(
    "change",
    [
        stranger_added, root_repeated, signer_removed, second_signer, no_signer, note_added, version_three,
        other_digest_listed, own_content,
    ],
    ids=lambda change: change.__name__,
)  # fmt: skip
def test_what_a_signature_does_not_cover_in_itself_has_one_form(
    sealed: bytes, firm: Any, change: Callable[[Any, Any], None]
) -> None:
    signed = sign_by_hand(
        sealed,
        "officer",
        firm.officer,
        permission=MDPPerm.FILL_FORMS,
        alter=lambda der: altered(change)(der, firm),
    )
    outcome, found = verdict(signed, firm)
    assert outcome == Outcome.BROKEN
    assert found <= {"contents_form", "certificate_bag", "unsigned_attributes"}


# What comes after the end.
@pytest.mark.parametrize(
    "tail",
    [b"\n", b" ", b"\0", b"%", b"\n% a comment\n", b"%%EOF\n", b"\nstartxref\n0\n%%EOF\n", b"1 0 obj\n<<>>\nendobj\n"],
)
def test_nothing_follows_the_end(signed_twice: bytes, firm: Any, tail: bytes) -> None:
    assert verdict(signed_twice + tail, firm)[0] >= Outcome.CHANGED


def test_a_file_cut_short_is_seen_unless_it_is_an_earlier_signed_revision(
    signed_once: bytes, signed_twice: bytes, firm: Any
) -> None:
    cuts = random.Random(7).sample(range(1, len(signed_twice)), 40)
    for cut in (*cuts, len(signed_twice) - 1):
        assert verdict(signed_twice[:cut], firm)[0] >= Outcome.CHANGED
    report = verify_pdf(signed_twice[: len(signed_once)], firm.anchors, now=NOW)
    assert report.outcome == Outcome.INTACT
    assert report.unsigned_fields == ("compliance", "committee")


# Shadow attack: content is hidden before signing and shown by a later update.
def test_hidden_content_is_not_shown_later(sealed: bytes, firm: Any) -> None:
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


def test_another_catalog_is_not_taken(signed_twice: bytes, firm: Any) -> None:
    writer = PdfaWriter(BytesIO(signed_twice))
    copy = generic.DictionaryObject({key: writer.root.raw_get(key) for key in writer.root})
    writer._root = writer.add_object(copy)
    output = BytesIO()
    writer.write(output)
    assert verdict(output.getvalue(), firm)[0] >= Outcome.CHANGED


# Bits.
def test_every_flipped_bit_of_a_sample_is_seen(signed_twice: bytes, firm: Any) -> None:
    chance = random.Random(20261122)
    first, second = gaps(signed_twice)
    regions = [range(first[0]), range(first[1], second[0]), range(second[1], len(signed_twice))]
    regions += [range(*first), range(*second)]
    missed = []
    for region in regions:
        for at in (chance.choice(region) for _ in range(24)):
            broken = bytearray(signed_twice)
            broken[at] ^= 1 << chance.randrange(8)
            if verify_pdf(bytes(broken), firm.anchors, now=NOW).is_valid:
                missed.append(at)
    assert missed == []
