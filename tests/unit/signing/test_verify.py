from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any

import pikepdf
import pytest

from placet.signing import revisions
from placet.signing.report import Coverage, Outcome
from placet.signing.sign import sign_field
from placet.signing.trust import load_anchors
from placet.signing.verify import verify_pdf

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
TOMORROW = NOW + timedelta(days=1)


def codes(report: Any) -> set[str]:
    return {problem.code for problem in report.problems}


def test_two_signers_of_the_firm_are_intact_under_its_root(signed_twice: bytes, firm: Any) -> None:
    report = verify_pdf(signed_twice, firm.anchors, now=TOMORROW)
    assert report.outcome == Outcome.INTACT
    assert report.problems == ()
    assert report.unsigned_fields == ("committee",)
    first, second = report.signers
    assert (first.field, first.name) == ("officer", "Document Officer (made up)")
    assert (first.reason, first.location) == ("Sealed", "Hong Kong")
    assert (first.certifies, second.certifies) == (True, False)
    assert (first.covers, second.covers) == (Coverage.ITS_REVISION, Coverage.WHOLE_FILE)
    assert (first.signed_at, second.signed_at) == (NOW, NOW + timedelta(hours=1))
    assert first.fingerprint == firm.officer.fingerprint
    for signer in report.signers:
        assert signer.intact
        assert signer.docmdp_ok
        assert signer.trusted
        assert signer.timestamped_at is None


def test_without_anchors_the_signers_are_not_trusted_but_intact(signed_twice: bytes) -> None:
    report = verify_pdf(signed_twice, (), now=TOMORROW)
    assert report.outcome == Outcome.NOT_TRUSTED
    assert report.is_valid
    assert codes(report) == {"trust"}
    assert [problem.field for problem in report.problems] == ["officer", "compliance"]


@pytest.mark.parametrize("who", ["officer", "compliance"])
def test_one_evaluation_signer_is_enough_for_exit_1_whatever_is_trusted(sealed: bytes, firm: Any, who: str) -> None:
    signers = {"officer": firm.officer, "compliance": firm.compliance, who: firm.evaluation}
    signed = sign_field(sealed, "officer", signers["officer"], certify=True, signing_time=NOW)
    signed = sign_field(signed, "compliance", signers["compliance"], certify=False, signing_time=NOW)
    anchors = (*firm.anchors, *load_anchors(firm.evaluation.certificate, "itself"))
    report = verify_pdf(signed, anchors, now=TOMORROW)
    assert report.outcome == Outcome.NOT_TRUSTED
    assert {signer.field: signer.is_evaluation for signer in report.signers}[who]
    assert [signer.field for signer in report.signers if signer.trusted] == [
        field for field in ("officer", "compliance") if field != who
    ]


def test_an_expired_signer_is_no_longer_trusted_and_the_report_says_why(signed_once: bytes, firm: Any) -> None:
    report = verify_pdf(signed_once, firm.anchors, now=NOW + timedelta(days=1300))
    assert report.outcome == Outcome.NOT_TRUSTED
    assert "has expired" in report.signers[0].trust_note


@pytest.mark.parametrize(
    ("expected", "outcome", "found"),
    [
        (("officer", "compliance", "committee"), Outcome.INTACT, set()),
        (("officer", "compliance", "committee", "board"), Outcome.CHANGED, {"field_removed"}),
        (("officer", "compliance"), Outcome.CHANGED, {"field_added"}),
    ],
)
def test_the_fields_must_be_those_it_was_sealed_with(
    signed_twice: bytes, firm: Any, expected: tuple[str, ...], outcome: Outcome, found: set[str]
) -> None:
    report = verify_pdf(signed_twice, firm.anchors, now=TOMORROW, expected_fields=expected)
    assert (report.outcome, codes(report)) == (outcome, found)


def test_a_sealed_dossier_that_nobody_signed_is_not_called_intact(sealed: bytes, firm: Any) -> None:
    report = verify_pdf(sealed, firm.anchors, now=NOW)
    assert report.outcome == Outcome.BROKEN
    assert codes(report) == {"nothing_signed"}
    assert report.unsigned_fields == ("officer", "compliance", "committee")


def test_a_pdf_without_fields_is_no_dossier(plain: bytes, firm: Any) -> None:
    report = verify_pdf(plain, firm.anchors, now=NOW)
    assert (report.outcome, codes(report)) == (Outcome.NOT_A_DOSSIER, {"no_fields"})
    report = verify_pdf(plain, firm.anchors, now=NOW, expected_fields=["officer"])
    assert report.outcome == Outcome.BROKEN
    assert codes(report) == {"field_removed", "nothing_signed"}


def encrypted(pdf_bytes: bytes) -> bytes:
    output = BytesIO()
    with pikepdf.open(BytesIO(pdf_bytes)) as pdf:
        pdf.save(output, encryption=pikepdf.Encryption(owner="o", user=""))
    return output.getvalue()


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda data: b"", "not_a_pdf"),
        (lambda data: b"hello", "not_a_pdf"),
        (lambda data: b"\n" + data, "not_a_pdf"),
        (lambda data: b"%PDF-1.7\n", "unreadable"),
        (lambda data: data[:5000], "unreadable"),
        (lambda data: b"%PDF-1.7\n" + bytes(5000), "unreadable"),
        (encrypted, "encrypted"),
    ],
)
def test_what_cannot_be_read_says_so(signed_twice: bytes, firm: Any, make: Any, code: str) -> None:
    report = verify_pdf(make(signed_twice), firm.anchors, now=NOW)
    assert (report.outcome, codes(report)) == (Outcome.UNREADABLE, {code})


def test_a_file_too_large_is_not_even_opened(monkeypatch: pytest.MonkeyPatch, signed_twice: bytes) -> None:
    monkeypatch.setattr("placet.signing.incremental.MAX_PDF_BYTES", len(signed_twice) - 1)
    report = verify_pdf(signed_twice, (), now=NOW)
    assert (report.outcome, codes(report)) == (Outcome.UNREADABLE, {"too_large"})


def test_a_file_too_complex_is_refused(monkeypatch: pytest.MonkeyPatch, signed_twice: bytes) -> None:
    monkeypatch.setattr("placet.signing.verify.MAX_REVISIONS", 3)
    report = verify_pdf(signed_twice, (), now=NOW)
    assert (report.outcome, codes(report)) == (Outcome.UNREADABLE, {"too_complex"})


@pytest.mark.parametrize("crash", [RuntimeError("x"), RecursionError(), MemoryError(), AssertionError()])
def test_a_crash_in_a_library_means_not_valid(
    monkeypatch: pytest.MonkeyPatch, signed_twice: bytes, firm: Any, crash: Exception
) -> None:
    def explode(*_: object) -> None:
        raise crash

    monkeypatch.setattr(revisions, "judge_revisions", explode)
    report = verify_pdf(signed_twice, firm.anchors, now=NOW)
    assert (report.outcome, codes(report)) == (Outcome.BROKEN, {"library"})


def test_the_outcomes_are_the_exit_codes() -> None:
    assert [outcome.value for outcome in Outcome] == list(range(8))
    assert all(outcome.sentence.endswith(".") for outcome in Outcome)


def test_the_report_speaks_in_sentences(signed_twice: bytes) -> None:
    sentences = verify_pdf(signed_twice, (), now=NOW).sentences
    assert len(sentences) == 3
    assert all(sentence.endswith(".") and "\n" not in sentence for sentence in sentences)
