"""Published attacks on the signature itself: put out of reach, wrapped, rewritten, followed; every one must be seen."""

import random
import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from asn1crypto import cms as asn1_cms
from asn1crypto import x509 as asn1_x509
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.sign.fields import MDPPerm

from placet.signing.incremental import PdfaWriter
from placet.signing.report import Outcome
from placet.signing.verify import verify_pdf

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


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
def test_a_signature_cannot_be_put_out_of_reach(
    signed_twice: bytes, firm: Any, name: str, verdict: Any, appended: Any
) -> None:
    def exclude(writer: PdfaWriter) -> None:
        fields = [one.get_object() for one in writer.root["/AcroForm"]["/Fields"]]
        held = next(one["/V"] for one in fields if one["/T"] == "compliance")
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


def test_moved_bytes_are_not_the_signed_file(signed_once: bytes, firm: Any, verdict: Any) -> None:
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
def test_another_byte_range_is_refused(signed_once: bytes, firm: Any, numbers: str, verdict: Any) -> None:
    a, b, c = (int(number) for number in byte_range(signed_once).groups())
    changed = with_range(signed_once, numbers.format(a=a, b=b, c=c, c0=c - 5, a1=a - 1, b1=b + 1))
    assert verdict(changed, firm)[0] >= Outcome.CHANGED


# The form of /Contents (T4): whatever is not covered by the signature has one exact form.
def in_the_gap(pdf_bytes: bytes, change: Callable[[bytes], bytes]) -> bytes:
    start, stop = gaps(pdf_bytes)[-1]
    digits = change(pdf_bytes[start + 1 : stop - 1])
    assert len(digits) == stop - start - 2
    return pdf_bytes[: start + 1] + digits + pdf_bytes[stop - 1 :]


def test_every_digit_in_lower_case_is_the_same_signature(signed_twice: bytes, firm: Any, verdict: Any) -> None:
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
    signed_twice: bytes, firm: Any, change: Callable[[bytes], bytes], verdict: Any
) -> None:
    assert verdict(in_the_gap(signed_twice, change), firm)[0] == Outcome.BROKEN


@pytest.mark.parametrize(("offset", "byte"), [(0, b"("), (0, b" "), (-1, b")"), (-1, b" "), (-1, b"0")])
def test_the_brackets_of_the_gap_are_not_free(
    signed_twice: bytes, firm: Any, offset: int, byte: bytes, verdict: Any
) -> None:
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
    sealed: bytes, firm: Any, change: Callable[[Any, Any], None], verdict: Any, sign_by_hand: Any
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
def test_nothing_follows_the_end(signed_twice: bytes, firm: Any, tail: bytes, verdict: Any) -> None:
    assert verdict(signed_twice + tail, firm)[0] >= Outcome.CHANGED


def test_a_file_cut_short_is_seen_unless_it_is_an_earlier_signed_revision(
    signed_once: bytes, signed_twice: bytes, firm: Any, verdict: Any
) -> None:
    cuts = random.Random(7).sample(range(1, len(signed_twice)), 40)
    for cut in (*cuts, len(signed_twice) - 1):
        assert verdict(signed_twice[:cut], firm)[0] >= Outcome.CHANGED
    report = verify_pdf(signed_twice[: len(signed_once)], firm.anchors, now=NOW)
    assert report.outcome == Outcome.INTACT
    assert report.unsigned_fields == ("compliance", "committee")


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
