"""Signing sealed files: whose field it is, with which certificate, on which bytes."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from placet.domain.acts import Signing, SignOff
from placet.domain.canonical import sha256_hex
from placet.domain.errors import UserFacingError
from placet.operations.sign_dossier import (
    allow_signing,
    current_pdf,
    keep_signature,
    place_signature,
    sign_dossier,
    sign_file,
)
from placet.operations.sign_off import sign_off
from placet.operations.verify_dossier import Verification
from unit.operations.bank import SIGNERS, START, Bank, seal_record
from unit.operations.conftest import Story


def refused(bank: Bank, attempt: Callable[[], object]) -> str:
    before = bank.ws.register.size
    with pytest.raises(UserFacingError) as caught:
        attempt()
    assert bank.ws.register.size == before
    return caught.value.rule or caught.value.sentence


def test_who_may_sign_which_field(sealed: Bank, story: Story) -> None:
    ws, ids, certificates = sealed.ws, sealed.ids, sealed.identities

    def sign(person: str, stage: str, certificate: str) -> Callable[[], bytes]:
        who, identity = ids[person], certificates[certificate]
        return lambda: sign_dossier(ws, story.record, story.pdf, f"stage-{stage}", who, identity)

    assert refused(sealed, sign("ben", "attest", "ben")) == "field-person"
    assert refused(sealed, sign("ann", "attest", "ben")) == "certificate-person"
    assert refused(sealed, sign("dan", "approve", "dan")) == "field-person"
    assert "no such signature field" in refused(sealed, sign("ann", "nonsense", "ann"))
    assert current_pdf(ws, story.record) == story.pdf
    once = sign("ann", "attest", "ann")()
    assert current_pdf(ws, story.record) == once
    (placed,) = ws.register.all(Signing, dossier_id=story.record.id)
    assert (placed.field, placed.is_evaluation, placed.pdf_sha256) == ("stage-attest", False, sha256_hex(once))


def test_a_certificate_signs_no_two_fields_kept_apart(sealed: Bank, story: Story) -> None:
    ws, ids = sealed.ws, sealed.ids
    once = sign_dossier(ws, story.record, story.pdf, "stage-attest", ids["ann"], sealed.identities["ann"])
    placed = ws.register.all(Signing)[0]
    # the same key, as if it had come into another person's hands
    ws.commit("test", [_put(replace(placed, certificate_fingerprint=sealed.identities["ben"].fingerprint))])
    attempt = lambda: sign_dossier(  # noqa: E731
        ws, story.record, once, "stage-validate", ids["ben"], sealed.identities["ben"]
    )
    assert refused(sealed, attempt) == "separation-certificate"


def _put(row: object) -> Any:
    from placet.register.journal import Change

    return Change.put(row)


def test_only_the_sealed_bytes_are_signed(sealed: Bank, story: Story) -> None:
    ws, ann = sealed.ws, sealed.ids["ann"]
    cut, altered = story.pdf[:-10], story.pdf.replace(b"%PDF-1.7", b"%PDF-1.6", 1)
    for pdf in (cut, altered, b"garbage"):
        with pytest.raises(UserFacingError):
            sign_dossier(ws, story.record, pdf, "stage-attest", ann, sealed.identities["ann"])
    assert ws.register.all(Signing) == ()


def test_a_field_is_signed_once(sealed: Bank, story: Story) -> None:
    ws, ann = sealed.ws, sealed.ids["ann"]
    once = sign_dossier(ws, story.record, story.pdf, "stage-attest", ann, sealed.identities["ann"])
    attempt = lambda: sign_dossier(ws, story.record, once, "stage-attest", ann, sealed.identities["ann"])  # noqa: E731
    assert refused(sealed, attempt)


def test_a_signer_elsewhere_signs_the_file_alone(
    sealed: Bank, story: Story, verified: Callable[..., Verification]
) -> None:
    pdf = story.pdf
    for person, stage in SIGNERS:
        pdf = sign_file(pdf, f"stage-{stage}", sealed.identities[person], lambda: START + dt.timedelta(hours=1))
    assert verified(pdf).outcome == 0


def test_a_field_signed_with_anothers_certificate_does_not_verify(
    sealed: Bank, story: Story, verified: Callable[..., Verification]
) -> None:
    at = START + dt.timedelta(hours=1)
    everything = story.pdf
    for _, stage in SIGNERS:
        everything = sign_file(everything, f"stage-{stage}", sealed.identities["ann"], lambda: at)
    result = verified(everything)
    assert result.outcome == 4
    assert "“Validation” is signed with the certificate that decided “Owner attests”." in result.sentences


def test_a_field_signed_by_somebody_else_is_no_pass(
    sealed: Bank, story: Story, verified: Callable[..., Verification]
) -> None:
    at = START + dt.timedelta(hours=1)
    result = verified(sign_file(story.pdf, "stage-attest", sealed.identities["dan"], lambda: at))
    assert result.outcome == 1
    assert any("decided by Ann Example, and its field is signed by Dan Example" in text for text in result.sentences)


def test_a_field_stays_with_whom_the_sealed_dossier_names(sealed: Bank, story: Story) -> None:
    ws, ids = sealed.ws, sealed.ids
    act = next(item for item in ws.register.all(SignOff) if item.stage_id == "attest")
    later = replace(act, id=ws.new_id(), person_id=ids["dan"], snapshot_sha256="00", recorded_at=ws.now())
    ws.commit("test", [_put(later)])  # somebody else attests to other content afterwards
    attempt = lambda: sign_dossier(  # noqa: E731
        ws, story.record, story.pdf, "stage-attest", ids["dan"], sealed.identities["dan"]
    )
    assert refused(sealed, attempt) == "field-person"
    assert sign_dossier(ws, story.record, story.pdf, "stage-attest", ids["ann"], sealed.identities["ann"])


def test_a_bodys_field_nobody_recorded_by_name_is_signed_by_a_voting_member(reviewed: Bank) -> None:
    for person, stage, outcome in (
        ("ann", "attest", "attested"),
        ("ben", "validate", "passed"),
        ("cat", "opine", "no_objection"),
    ):
        reviewed.decide(person, stage, outcome)
    sign_off(reviewed.ws, reviewed.desk(), reviewed.committee())
    record, pdf = seal_record(reviewed)

    def sign(person: str) -> Callable[[], bytes]:
        who, identity = reviewed.ids[person], reviewed.identities[person]
        return lambda: sign_dossier(reviewed.ws, record, pdf, "stage-approve", who, identity)

    assert refused(reviewed, sign("ben")) == "field-person"
    assert sign("dan")()


def test_no_signature_is_lost_to_an_older_copy(sealed: Bank, story: Story) -> None:
    ws, ids, certificates = sealed.ws, sealed.ids, sealed.identities
    once = sign_dossier(ws, story.record, story.pdf, "stage-attest", ids["ann"], certificates["ann"])
    waiting = allow_signing(ws, story.record, once, "stage-opine", ids["cat"], certificates["cat"])
    sign_dossier(ws, story.record, once, "stage-validate", ids["ben"], certificates["ben"])
    attempt = lambda: sign_dossier(ws, story.record, once, "stage-opine", ids["cat"], certificates["cat"])  # noqa: E731
    assert "lacks a signature already placed: stage-validate" in refused(sealed, attempt)
    assert refused(sealed, lambda: keep_signature(ws, waiting, place_signature(waiting))) == "signed-meanwhile"
