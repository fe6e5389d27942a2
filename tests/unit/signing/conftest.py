"""A small PDF/A-3 file, the people of a made-up firm, and the file signed by two of them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
import reportlab
from pikepdf import pdfa
from pyhanko.sign.fields import MDPPerm, SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers.cms_embedder import PdfCMSEmbedder, SigIOSetup, SigMDPSetup, SigObjSetup
from pyhanko.sign.signers.pdf_byterange import SignatureObject
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from placet.signing.cms import build_signed_data
from placet.signing.fields import FieldSpec, add_signature_fields
from placet.signing.identities import Identity, load_pkcs12
from placet.signing.incremental import PdfaWriter
from placet.signing.issuing import Authority, issue_identity, make_evaluation_identity, make_test_authority
from placet.signing.report import Outcome
from placet.signing.sign import sign_field
from placet.signing.trust import Anchor, load_anchors
from placet.signing.verify import verify_pdf

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
FIRM = "Harbour Lantern Bank (made up)"
PASSPHRASE = "lantern-42"
FIELDS = (
    FieldSpec("officer", 0, (72, 100, 272, 150), "Document officer"),
    FieldSpec("compliance", 0, (300, 100, 500, 150), "Compliance"),
    FieldSpec("committee", 1, (72, 100, 272, 150), "Risk committee"),
)


@dataclass(frozen=True)
class Firm:
    root: Authority
    issuing: Authority
    officer: Identity
    compliance: Identity
    committee: Identity
    evaluation: Identity
    anchors: tuple[Anchor, ...]


def pdfa_bytes(pages: Sequence[str] = ("A decision of a made-up bank.", "Its conditions.")) -> bytes:
    """Draw pages with an embedded font and make them PDF/A-3b, all in memory."""
    fonts = Path(reportlab.__file__).parent / "fonts"
    pdfmetrics.registerFont(TTFont("Vera", fonts / "Vera.ttf"))
    drawn = BytesIO()
    canvas = Canvas(drawn, invariant=1, initialFontName="Vera")
    canvas.setTitle("Dossier HLB-0001")
    canvas.setCreator("Placet")
    canvas.setSubject("Made up")
    for text in pages:
        canvas.setFont("Vera", 12)
        canvas.drawString(72, 700, text)
        canvas.showPage()
    canvas.save()
    saved = BytesIO()
    settings = pdfa.resolve_save_kwargs("3b", deterministic_id=True, min_version="1.7")
    with pikepdf.open(BytesIO(drawn.getvalue())) as pdf:
        for page in pdf.pages:
            del page["/Trans"]  # an empty transition that every page gets
        pdfa.prepare(pdf, "3b")
        pdf.save(saved, **settings)
    report = pdfa.validate_written(BytesIO(saved.getvalue()), "3b")
    assert report.passed, report.summary()
    return saved.getvalue()


def person(authority: Authority, name: str, key: str = "p256") -> Identity:
    data = issue_identity(authority, name, FIRM, PASSPHRASE, now=NOW - timedelta(days=30), key=key)
    return load_pkcs12(data, PASSPHRASE, f"{name}.p12", now=NOW)


@pytest.fixture(scope="session")
def now() -> datetime:
    return NOW


@pytest.fixture(scope="session")
def firm() -> Firm:
    made = NOW - timedelta(days=365)
    root = make_test_authority("Harbour Lantern Root (made up)", FIRM, now=made)
    issuing = make_test_authority("Harbour Lantern Staff CA (made up)", FIRM, now=made, key="p384", issuer=root)
    evaluation = make_evaluation_identity("Trial Person", "Placet user", PASSPHRASE, now=NOW)
    return Firm(
        root=root,
        issuing=issuing,
        officer=person(issuing, "Document Officer (made up)", "rsa3072"),
        compliance=person(issuing, "Compliance Person (made up)"),
        committee=person(issuing, "Committee Chair (made up)", "p384"),
        evaluation=load_pkcs12(evaluation, PASSPHRASE, "trial.p12", now=NOW),
        anchors=load_anchors(root.pem, "root.pem"),
    )


@pytest.fixture(scope="session")
def plain() -> bytes:
    return pdfa_bytes()


@pytest.fixture(scope="session")
def sealed(plain: bytes) -> bytes:
    return add_signature_fields(plain, FIELDS)


@pytest.fixture(scope="session")
def signed_once(sealed: bytes, firm: Firm) -> bytes:
    return sign_field(
        sealed, "officer", firm.officer, certify=True, signing_time=NOW, reason="Sealed", location="Hong Kong"
    )


@pytest.fixture(scope="session")
def signed_twice(signed_once: bytes, firm: Firm) -> bytes:
    later = NOW + timedelta(hours=1)
    return sign_field(
        signed_once, "compliance", firm.compliance, certify=False, signing_time=later, reason="No objection"
    )


def _appended(pdf_bytes: bytes, change: Callable[[PdfaWriter], None]) -> bytes:
    """Append one revision, as any PDF library lets anyone do."""
    writer = PdfaWriter(BytesIO(pdf_bytes))
    change(writer)
    output = BytesIO()
    writer.write(output)
    assert output.getvalue() != pdf_bytes
    return output.getvalue()


def _verdict(pdf_bytes: bytes, firm: Any, **named: Any) -> tuple[Outcome, set[str]]:
    report = verify_pdf(pdf_bytes, firm.anchors, now=NOW + timedelta(days=1), **named)
    return report.outcome, {problem.code for problem in report.problems}


def _sign_by_hand(
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


@pytest.fixture
def appended() -> Callable[..., bytes]:
    return _appended


@pytest.fixture
def verdict() -> Callable[..., tuple[Outcome, set[str]]]:
    return _verdict


@pytest.fixture
def sign_by_hand() -> Callable[..., bytes]:
    return _sign_by_hand
