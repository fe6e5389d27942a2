"""Timestamps are made elsewhere, later; verification must already know good ones from others."""

import hashlib
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
from asn1crypto import algos, cms, keys, tsp
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.sign.signers import PdfTimeStamper
from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper
from pyhanko.sign.validation.dss import DocumentSecurityStore

from placet.signing.incremental import PdfaWriter
from placet.signing.report import Outcome
from placet.signing.verify import verify_pdf

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
STAMPED = NOW + timedelta(hours=3)
LATE = NOW + timedelta(days=1200)
"""When the people's certificates have expired and the authority's has not."""


def timestamper(firm: Any, *, for_timestamps: bool = True) -> DummyTimeStamper:
    key = rsa.generate_private_key(65537, 2048)
    issuer = x509.load_der_x509_certificate(firm.root.certificate)
    builder = (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Clock (made up)")]))
        .issuer_name(issuer.subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(NOW - timedelta(days=1))
        .not_valid_after(NOW + timedelta(days=3000))
        .add_extension(x509.KeyUsage(True, False, False, False, False, False, False, False, False), critical=True)
    )
    if for_timestamps:
        use = x509.ExtendedKeyUsage([x509.oid.ExtendedKeyUsageOID.TIME_STAMPING])
        builder = builder.add_extension(use, critical=True)
    certificate = builder.sign(firm.root.private, hashes.SHA256()).public_bytes(Encoding.DER)
    private = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    return DummyTimeStamper(
        asn1_x509.Certificate.load(certificate), keys.PrivateKeyInfo.load(private), fixed_dt=STAMPED
    )


def token(clock: DummyTimeStamper, stamped: bytes) -> cms.ContentInfo:
    imprint = tsp.MessageImprint(
        {
            "hash_algorithm": algos.DigestAlgorithm({"algorithm": "sha256"}),
            "hashed_message": hashlib.sha256(stamped).digest(),
        }
    )
    request = tsp.TimeStampReq({"version": 1, "message_imprint": imprint, "cert_req": True})
    return clock.request_tsa_response(request)["time_stamp_token"]


def with_token(pdf_bytes: bytes, make: Callable[[bytes], cms.ContentInfo]) -> bytes:
    """Put a timestamp beside the last signature, in the room that its padding leaves."""
    start, stop = list(re.finditer(rb"/Contents <([0-9A-F]+)>", pdf_bytes))[-1].span(1)
    content = cms.ContentInfo.load(bytes.fromhex(pdf_bytes[start:stop].decode()))
    info = content["content"]["signer_infos"][0]
    info["unsigned_attrs"] = [
        cms.CMSAttribute({"type": "signature_time_stamp_token", "values": [make(info["signature"].native)]})
    ]
    digits = content.dump(force=True).hex().upper().encode()
    assert len(digits) <= stop - start
    return pdf_bytes[:start] + digits.ljust(stop - start, b"0") + pdf_bytes[stop:]


def with_document_timestamp(pdf_bytes: bytes, clock: DummyTimeStamper) -> bytes:
    output = BytesIO()
    PdfTimeStamper(clock, field_name="clock").timestamp_pdf(PdfaWriter(BytesIO(pdf_bytes)), "sha256", output=output)
    return output.getvalue()


def test_a_timestamp_beside_a_signature_outlives_its_certificate(signed_once: bytes, firm: Any) -> None:
    clock = timestamper(firm)
    stamped = with_token(signed_once, lambda signature: token(clock, signature))
    report = verify_pdf(stamped, firm.anchors, now=LATE)
    assert report.outcome == Outcome.INTACT
    assert report.signers[0].timestamped_at == STAMPED
    assert verify_pdf(signed_once, firm.anchors, now=LATE).outcome == Outcome.NOT_TRUSTED


def test_a_timestamp_from_nobody_you_trust_proves_nothing(signed_once: bytes, firm: Any) -> None:
    clock = timestamper(firm, for_timestamps=False)
    stamped = with_token(signed_once, lambda signature: token(clock, signature))
    assert verify_pdf(stamped, firm.anchors, now=NOW).outcome == Outcome.INTACT
    report = verify_pdf(stamped, firm.anchors, now=LATE)
    assert report.outcome == Outcome.NOT_TRUSTED
    assert report.signers[0].timestamped_at is None


def test_a_timestamp_of_something_else_is_refused(signed_once: bytes, firm: Any) -> None:
    clock = timestamper(firm)
    stamped = with_token(signed_once, lambda signature: token(clock, signature + b"!"))
    report = verify_pdf(stamped, firm.anchors, now=NOW)
    assert report.outcome == Outcome.BROKEN
    assert {problem.code for problem in report.problems} == {"timestamp"}


def damaged_signature(made: cms.ContentInfo) -> cms.ContentInfo:
    info = made["content"]["signer_infos"][0]
    info["signature"] = info["signature"].native[:-1] + b"\x00"
    return cms.ContentInfo.load(made.dump(force=True))


def own_note(made: cms.ContentInfo) -> cms.ContentInfo:
    info = made["content"]["signer_infos"][0]
    info["unsigned_attrs"] = [cms.CMSAttribute({"type": "content_type", "values": ["data"]})]
    return cms.ContentInfo.load(made.dump(force=True))


@pytest.mark.parametrize("spoil", [damaged_signature, own_note], ids=lambda spoil: spoil.__name__)
def test_a_damaged_timestamp_breaks_the_signature(
    signed_once: bytes, firm: Any, spoil: Callable[[cms.ContentInfo], cms.ContentInfo]
) -> None:
    clock = timestamper(firm)
    stamped = with_token(signed_once, lambda signature: spoil(token(clock, signature)))
    assert verify_pdf(stamped, firm.anchors, now=NOW).outcome == Outcome.BROKEN


def test_a_document_timestamp_dates_everything_before_it(signed_twice: bytes, firm: Any) -> None:
    stamped = with_document_timestamp(signed_twice, timestamper(firm))
    report = verify_pdf(stamped, firm.anchors, now=LATE, expected_fields=["officer", "compliance", "committee"])
    assert report.outcome == Outcome.INTACT
    assert [(signer.field, signer.is_timestamp) for signer in report.signers] == [
        ("officer", False),
        ("compliance", False),
        ("clock", True),
    ]
    assert {signer.timestamped_at for signer in report.signers} == {STAMPED}


def test_a_document_timestamp_alone_is_nobodys_signature(sealed: bytes, firm: Any) -> None:
    report = verify_pdf(with_document_timestamp(sealed, timestamper(firm)), firm.anchors, now=NOW)
    assert report.outcome == Outcome.BROKEN
    assert {problem.code for problem in report.problems} == {"nothing_signed"}


def test_a_changed_byte_under_a_document_timestamp_is_seen(signed_twice: bytes, firm: Any) -> None:
    stamped = bytearray(with_document_timestamp(signed_twice, timestamper(firm)))
    stamped[len(signed_twice) + 20] ^= 1
    assert verify_pdf(bytes(stamped), firm.anchors, now=NOW).outcome >= Outcome.CHANGED


def with_store(pdf_bytes: bytes, firm: Any, also: Callable[[PdfaWriter], None] = lambda writer: None) -> bytes:
    writer = PdfaWriter(BytesIO(pdf_bytes))
    root = asn1_x509.Certificate.load(firm.root.certificate)
    DocumentSecurityStore.supply_dss_in_writer(writer, None, certs=[root])
    also(writer)
    output = BytesIO()
    writer.write(output)
    return output.getvalue()


def test_a_store_of_certificates_may_follow_the_last_signature(signed_twice: bytes, firm: Any) -> None:
    assert verify_pdf(with_store(signed_twice, firm), firm.anchors, now=NOW).outcome == Outcome.INTACT


def test_nothing_else_comes_with_the_store(signed_twice: bytes, firm: Any) -> None:
    def title(writer: PdfaWriter) -> None:
        info = writer.trailer["/Info"]
        info[pdf_name("/Title")] = generic.pdf_string("Another title")
        writer.update_container(info)

    def orphan(writer: PdfaWriter) -> None:
        writer.add_object(generic.StreamObject(stream_data=b"for later"))

    for also in (title, orphan):
        report = verify_pdf(with_store(signed_twice, firm, also), firm.anchors, now=NOW)
        assert report.outcome == Outcome.CHANGED


@pytest.mark.parametrize(
    "tail", [b"% and more\n", b"\n", b" ", b"startxref\n%d\n%%%%EOF\n", b"1 0 obj\n<<>>\nendobj\n"]
)
def test_nothing_follows_the_store(signed_twice: bytes, firm: Any, tail: bytes) -> None:
    stored = with_store(signed_twice, firm)
    place = int(re.findall(rb"startxref\n(\d+)", stored)[-1])
    longer = stored + (tail % place if b"%d" in tail else tail)
    assert verify_pdf(longer, firm.anchors, now=NOW).outcome >= Outcome.CHANGED
