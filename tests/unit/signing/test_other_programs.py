"""A signer may use another PDF program: what comes back is judged by the same rules."""

import socket
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any

import pikepdf
import pytest
from asn1crypto import keys, x509
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko_certvalidator.registry import SimpleCertificateStore

from placet.signing.fields import FieldSpec, add_signature_fields
from placet.signing.report import Outcome
from placet.signing.sign import sign_field
from placet.signing.trust import load_anchors
from placet.signing.verify import verify_pdf

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


class PunctualSigner(PdfSigner):
    """Signs at a stated time instead of the computer's."""

    def init_signing_session(self, *args: Any, **named: Any) -> Any:
        session = super().init_signing_session(*args, **named)
        session.system_time = NOW
        return session


def signed_elsewhere(pdf_bytes: bytes, identity: Any, *, chain: int = 2, **settings: Any) -> bytes:
    """Sign as a program that knows nothing of ours: it stamps, renames the producer and raises the version."""
    private = identity.key.private.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    store = SimpleCertificateStore()
    store.register_multiple(x509.Certificate.load(der) for der in identity.chain[:chain])
    signer = SimpleSigner(x509.Certificate.load(identity.certificate), keys.PrivateKeyInfo.load(private), store)
    output = BytesIO()
    PunctualSigner(PdfSignatureMetadata(**settings), signer).sign_pdf(
        IncrementalPdfFileWriter(BytesIO(pdf_bytes)), existing_fields_only=True, output=output
    )
    return output.getvalue()


@pytest.mark.parametrize("kind", [SigSeedSubFilter.PADES, SigSeedSubFilter.ADOBE_PKCS7_DETACHED])
@pytest.mark.parametrize("who", ["compliance", "committee", "officer"])
def test_a_signature_from_elsewhere_is_accepted(
    signed_once: bytes, firm: Any, kind: SigSeedSubFilter, who: str
) -> None:
    signed = signed_elsewhere(signed_once, getattr(firm, who), field_name="compliance", subfilter=kind)
    report = verify_pdf(signed, firm.anchors, now=NOW + timedelta(days=365))
    assert report.problems == ()
    assert report.outcome == Outcome.INTACT


def test_and_ours_may_follow_it(signed_once: bytes, firm: Any) -> None:
    signed = signed_elsewhere(signed_once, firm.compliance, field_name="compliance", subfilter=SigSeedSubFilter.PADES)
    signed = sign_field(signed, "committee", firm.committee, certify=False, signing_time=NOW)
    report = verify_pdf(signed, firm.anchors, now=NOW + timedelta(days=1))
    assert [signer.trusted for signer in report.signers] == [True, True, True]
    assert report.outcome == Outcome.INTACT


def test_a_chain_left_out_is_untrusted_unless_the_anchor_fills_it(signed_once: bytes, firm: Any) -> None:
    signed = signed_elsewhere(
        signed_once, firm.compliance, chain=0, field_name="compliance", subfilter=SigSeedSubFilter.PADES
    )
    report = verify_pdf(signed, firm.anchors, now=NOW + timedelta(days=1))
    assert report.outcome == Outcome.NOT_TRUSTED
    assert "does not chain" in report.signers[1].trust_note
    anchors = (*firm.anchors, *load_anchors(firm.issuing.pem, "staff.pem"))
    assert verify_pdf(signed, anchors, now=NOW + timedelta(days=1)).outcome == Outcome.INTACT


def test_a_file_with_an_older_kind_of_table_is_signed_and_verified(plain: bytes, firm: Any) -> None:
    output = BytesIO()
    with pikepdf.open(BytesIO(plain)) as pdf:
        pdf.save(output, min_version="1.7", object_stream_mode=pikepdf.ObjectStreamMode.disable)
    assert b"\nxref\n" in output.getvalue()
    fields = [FieldSpec("first", 0, (10, 10, 99, 50)), FieldSpec("second", 0, (10, 100, 99, 150))]
    signed = add_signature_fields(output.getvalue(), fields)
    signed = sign_field(signed, "first", firm.officer, certify=True, signing_time=NOW)
    signed = sign_field(signed, "second", firm.compliance, certify=False, signing_time=NOW)
    assert verify_pdf(signed, firm.anchors, now=NOW).outcome == Outcome.INTACT
    assert verify_pdf(signed + b"\n", firm.anchors, now=NOW).outcome == Outcome.CHANGED


@pytest.mark.parametrize(
    "act",
    [
        lambda sealed, firm: sign_field(sealed, "officer", firm.officer, certify=True, signing_time=NOW),
        lambda sealed, firm: verify_pdf(
            sign_field(sealed, "officer", firm.officer, certify=True, signing_time=NOW), firm.anchors, now=NOW
        ),
    ],
)
def test_no_socket_of_any_kind_is_opened(
    monkeypatch: pytest.MonkeyPatch, sealed: bytes, firm: Any, act: Callable[[bytes, Any], Any]
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a socket was opened")

    for name in ("socket", "socketpair", "create_connection", "getaddrinfo"):
        monkeypatch.setattr(socket, name, refuse)
    act(sealed, firm)
