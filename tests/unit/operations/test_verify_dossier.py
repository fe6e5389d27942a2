"""Verifying real files: the answers 0 to 7, trust, and an older dossier to hold against."""

import json
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from typing import Any

import pytest

from placet.domain.canonical import canonical_json
from placet.domain.errors import UserFacingError
from placet.dossier.reading import TWIN, embedded_files
from placet.operations import seal_dossier, verify_dossier
from placet.operations.review_copy import current_review_copy, make_review_copy, review_pages
from placet.operations.sign_dossier import (
    sign_dossier,
    sign_file,
)
from placet.operations.verify_dossier import Verification, verify_file
from placet.signing.incremental import PdfaWriter
from unit.operations.bank import LATER, SIGNERS, START, Bank, decide_all, seal_record, signed_by_all, with_twin
from unit.operations.conftest import Story


def test_0_intact_and_trusted(signed: bytes, verified: Callable[..., Verification], story: Story) -> None:
    result = verified(signed)
    assert result.outcome == 0
    assert (result.number, result.title) == (story.record.number, "Customer enquiry assistant")
    assert result.fingerprint == story.record.fingerprint
    assert result.signatures is not None
    assert len(result.signatures.signers) == 4
    assert "authority" in " ".join(result.not_proved)


def test_1_intact_but_not_trusted_here(signed: bytes, verified: Callable[..., Verification]) -> None:
    assert verified(signed, trusting=False).outcome == 1


def test_2_changed_after_signing(signed: bytes, verified: Callable[..., Verification]) -> None:
    writer = PdfaWriter(BytesIO(signed))
    page = writer.root["/Pages"]["/Kids"][0].get_object()
    page[pikepdf_name("/Rotate")] = rotated()
    writer.update_container(page)
    changed = BytesIO()
    writer.write(changed)
    assert verified(changed.getvalue()).outcome == 2


def pikepdf_name(name: str) -> Any:
    from pyhanko.pdf_utils.generic import NameObject

    return NameObject(name)


def rotated() -> Any:
    from pyhanko.pdf_utils.generic import NumberObject

    return NumberObject(90)


def test_3_a_broken_signature(signed: bytes, verified: Callable[..., Verification]) -> None:
    place = signed.index(b"/Contents <") + 2000
    spoilt = signed[:place] + (b"1" if signed[place : place + 1] == b"0" else b"0") + signed[place + 1 :]
    assert verified(spoilt).outcome == 3


def test_2_a_byte_of_the_content_changed(signed: bytes, verified: Callable[..., Verification]) -> None:
    place = len(signed) // 3
    assert verified(signed[:place] + bytes([signed[place] ^ 1]) + signed[place + 1 :]).outcome == 2


def resealed(bank: Bank, monkeypatch: pytest.MonkeyPatch, change: Callable[[Any], Any], *, sign: bool = True) -> bytes:
    """Seal with tampered content and have everyone sign it, as one who holds every key could."""
    real = seal_dossier._content
    monkeypatch.setattr(seal_dossier, "_content", lambda *given: change(real(*given)))
    record, pdf = seal_record(bank)
    return signed_by_all(bank, record, pdf) if sign else pdf


TAMPERINGS: dict[str, tuple[Callable[[Any], Any], str]] = {
    "another outcome is printed": (
        lambda content: replace(
            content, decisions=(replace(content.decisions[0], outcome="declined"), *content.decisions[1:])
        ),
        "what is printed differs",
    ),
    "no journal proof": (lambda content: replace(content, proofs=content.proofs[:-1]), "no journal proof"),
    "another root": (lambda content: replace(content, checkpoint_root="00" * 32), "checkpoint"),
    "another epoch": (lambda content: replace(content, epoch="another"), "note says something else"),
    "content without its hash": (lambda content: replace(content, snapshot_sha256="00" * 32), "hash it states"),
    "decided on other content": (
        lambda content: replace(content, decided_snapshot_sha256="00" * 32),
        "decided on other content",
    ),
    "a record signed by another": (
        lambda content: replace(
            content,
            decisions=(
                replace(content.decisions[0], signature=content.decisions[1].signature),
                *content.decisions[1:],
            ),
        ),
        "signature over the record",
    ),
    "another certificate named": (
        lambda content: replace(
            content,
            decisions=(
                content.decisions[0],
                replace(content.decisions[1], certificate_fingerprint="00" * 32),
                *content.decisions[2:],
            ),
        ),
        "another certificate",
    ),
}


@pytest.mark.parametrize("names", [tuple(TAMPERINGS), ("another epoch",)], ids=["all at once", "one"])
def test_4_twin_or_proofs_do_not_match(
    names: tuple[str, ...], decided: Bank, monkeypatch: pytest.MonkeyPatch, verified: Callable[..., Verification]
) -> None:
    def spoil(content: Any) -> Any:
        for name in names:
            content = TAMPERINGS[name][0](content)
        return content

    result = verified(resealed(decided, monkeypatch, spoil))
    assert result.outcome == 4
    said = " ".join(result.sentences)
    assert [name for name in names if TAMPERINGS[name][1] not in said] == []


def test_5_not_a_dossier(reviewed: Bank, verified: Callable[..., Verification]) -> None:
    copy = current_review_copy(reviewed.ws, reviewed.version, reviewed.entity)
    assert copy is not None
    assert verified(review_pages(reviewed.ws, copy)).outcome == 5


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{",
        b"[]",
        b"{}",
        b'{"format": "1", "snapshot": {}}',
        b'{"format": true, "snapshot": {}}',
        b'{"format": 0, "snapshot": {}}',
        b"[" * 100_000,
    ],
)
def test_5_a_twin_that_is_none(data: bytes, verified: Callable[..., Verification]) -> None:
    assert verified(with_twin(data)).outcome == 5


@pytest.mark.parametrize("data", [b'{"format": 1, "snapshot": {}}', b'{"format": 1, "snapshot": {}, "decisions": [7]}'])
def test_3_a_twin_that_cannot_be_checked_is_not_valid(data: bytes, verified: Callable[..., Verification]) -> None:
    assert verified(with_twin(data)).outcome == 3


@pytest.mark.parametrize("data", [b"", b"garbage", b"%PDF-1.7 and nothing else", b"PK\x03\x04"])
def test_6_unreadable(data: bytes, verified: Callable[..., Verification]) -> None:
    assert verified(data).outcome == 6


def test_7_made_by_a_newer_placet(
    decided: Bank, monkeypatch: pytest.MonkeyPatch, verified: Callable[..., Verification]
) -> None:
    pdf = resealed(decided, monkeypatch, lambda content: replace(content, format=99), sign=False)
    result = verified(pdf)
    assert result.outcome == 7
    assert "99" in result.sentences[1]


def test_a_crash_in_a_library_is_never_a_pass(
    signed: bytes, verified: Callable[..., Verification], monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(*_: object, **__: object) -> None:
        raise RuntimeError("a library's own words")

    monkeypatch.setattr(verify_dossier, "verify_pdf", crash)
    result = verified(signed)
    assert result.outcome == 3
    assert "a library's own words" not in " ".join(result.sentences)


def test_a_newer_dossier_is_held_against_an_older_one(
    sealed: Bank, signed: bytes, story: Story, verified: Callable[..., Verification]
) -> None:
    record, pdf = seal_record(sealed)
    newer = signed_by_all(sealed, record, pdf)
    result = verified(newer, against=signed)
    assert result.outcome == 0
    assert "Nothing up to entry" in result.against
    assert verified(signed, against=newer).outcome == 4  # an older one cannot follow a newer
    assert verified(newer, against=newer).outcome == 0


def test_dossiers_of_two_registers_say_nothing_of_each_other(
    signed: bytes, verified: Callable[..., Verification], story: Story, tmp_path: Any, rules: Any
) -> None:
    from unit.operations.bank import found, make_identities

    bank = found(tmp_path, rules)
    make_identities(bank)
    make_review_copy(bank.ws, bank.use_case, bank.version, bank.entity)
    decide_all(bank)
    _, other = seal_record(bank)
    bank.close()
    result = verified(signed, against=other)
    assert result.outcome == 4
    assert "different registers" in result.against


@pytest.mark.parametrize("against", [b"", b"garbage", with_twin(b"{}")])
def test_an_older_file_that_is_no_dossier_is_the_callers_mistake(
    signed: bytes, verified: Callable[..., Verification], against: bytes
) -> None:
    with pytest.raises(UserFacingError, match="older file"):
        verified(signed, against=against)


def test_a_trust_file_that_is_none_is_the_callers_mistake(signed: bytes) -> None:
    with pytest.raises(UserFacingError):
        verify_file(signed, [("ca.pem", b"nothing")], None, now=LATER)


def test_decided_and_not_signed_is_said(sealed: Bank, story: Story, verified: Callable[..., Verification]) -> None:
    once = sign_dossier(sealed.ws, story.record, story.pdf, "stage-attest", sealed.ids["ann"], sealed.identities["ann"])
    result = verified(once)
    assert result.signatures is not None
    assert len(result.signatures.signers) == 1
    assert verified(story.pdf).outcome != 0


def test_what_was_not_signed_is_said_with_the_answer(
    sealed: Bank, story: Story, verified: Callable[..., Verification]
) -> None:
    once = sign_dossier(sealed.ws, story.record, story.pdf, "stage-attest", sealed.ids["ann"], sealed.identities["ann"])
    said = verified(once).sentences
    assert "“Validation”: decided, not signed." in said
    assert any(text.startswith("“Committee”: its record is kept on ") for text in said)


def test_an_older_file_that_was_changed_shows_nothing(
    signed: bytes, story: Story, verified: Callable[..., Verification]
) -> None:
    place = len(signed) // 3
    changed = signed[:place] + bytes([signed[place] ^ 1]) + signed[place + 1 :]
    twin = json.loads(embedded_files(story.pdf)[TWIN])
    for older in (changed, with_twin(canonical_json({**twin, "checkpoint_root": "00" * 32}))):
        with pytest.raises(UserFacingError, match="older file"):
            verified(signed, against=older)


@pytest.mark.parametrize(
    "change",
    [
        lambda twin: twin.replace(b'{"application":', b'{"application":"x","application":', 1),
        lambda twin: twin.replace(b'"checkpoint_size":', b'"checkpoint_size":1.0,"checkpoint_size":', 1),
        lambda twin: twin.replace(b'"dossier_version":1', b'"dossier_version":NaN', 1),
        lambda twin: twin.replace(b'"dossier_version":1', b'"dossier_version":1e400', 1),
        lambda twin: twin.replace(b'"dossier_version":1', b'"dossier_version":' + b"[" * 5000 + b"]" * 5000, 1),
        lambda twin: twin.replace(b'"epoch":"', b'"epoch":"\\ud800', 1),
        lambda twin: twin + b" ",
    ],
    ids=["a name twice", "a float twice", "no number", "too large", "deep", "half a character", "a blank more"],
)
def test_a_twin_written_to_confuse_is_never_valid(
    change: Callable[[bytes], bytes], decided: Bank, monkeypatch: pytest.MonkeyPatch, verified: Callable[..., Any]
) -> None:
    real = seal_dossier.twin_bytes
    with monkeypatch.context() as patched:
        patched.setattr(seal_dossier, "twin_bytes", lambda content: change(real(content)))
        record, pdf = seal_record(decided)
    for person, stage in SIGNERS:
        pdf = sign_file(pdf, f"stage-{stage}", decided.identities[person], lambda: START)
    result = verified(pdf)
    assert record.number
    assert result.outcome in (3, 4, 5), result.sentences
