"""Sealing, signing and verifying real files: what blocks, what is printed, and the answers 0 to 7."""

import base64
import datetime as dt
import json
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from typing import Any

import pikepdf
import pytest

from placet.domain.acts import Condition, DossierRecord, Evidence, Signing, SignOff
from placet.domain.canonical import canonical_json, fingerprint, sha256_hex
from placet.domain.disclosure import INTERNAL
from placet.domain.errors import FindingsError, UserFacingError
from placet.domain.parties import DataFlow, Entity, UseCase
from placet.domain.snapshot import snapshot_sha256
from placet.dossier import build, same_pages
from placet.dossier.reading import MAX_BYTES, TWIN, embedded_files
from placet.operations import seal_dossier, verify_dossier
from placet.operations.answer_question import answer
from placet.operations.compose_decisions import discharge_condition
from placet.operations.draft_dossier import draft_bytes
from placet.operations.keep_evidence import EvidenceDetails, add_evidence
from placet.operations.keep_parties import change_use_case, save, save_flow
from placet.operations.review_copy import current_review_copy, make_review_copy, review_pages
from placet.operations.seal_dossier import compose_seal, prepare, seal
from placet.operations.sign_dossier import (
    allow_signing,
    current_pdf,
    keep_signature,
    place_signature,
    sign_dossier,
    sign_file,
)
from placet.operations.sign_off import ConditionTerms, sign_off
from placet.operations.verify_dossier import Verification, verify_file
from placet.register.backup import backups
from placet.signing.incremental import PdfaWriter
from unit.operations.bank import START, Bank, decide_all, seal_record
from unit.operations.conftest import Story

LATER = START + dt.timedelta(days=1)
SIGNERS = (("ann", "attest"), ("ben", "validate"), ("cat", "opine"), ("cat", "approve"))


def signed_by_all(bank: Bank, record: DossierRecord, pdf: bytes) -> bytes:
    for person, stage in SIGNERS:
        pdf = sign_dossier(bank.ws, record, pdf, f"stage-{stage}", bank.ids[person], bank.identities[person])
    return pdf


@pytest.fixture(scope="session")
def signed(story: Story, rules: Any, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    bank = story.sealed.reopened(tmp_path_factory.mktemp("signed") / "bank", rules)
    try:
        return signed_by_all(bank, story.record, story.pdf)
    finally:
        bank.close()


@pytest.fixture
def verified(story: Story) -> Callable[..., Verification]:
    anchor = ("authority.pem", story.authority.pem)

    def verifying(pdf: bytes, *, trusting: bool = True, against: bytes | None = None) -> Verification:
        return verify_file(pdf, [anchor] if trusting else [], against, now=LATER)

    return verifying


def test_the_record_says_what_was_sealed(story: Story) -> None:
    record, twin = story.record, embedded_files(story.pdf)[TWIN]
    assert record.number == "ZZ-2026-0001"
    assert (record.dossier_version, record.kind, record.addressee) == (1, "internal_approval_record", INTERNAL)
    assert record.fingerprint == fingerprint(twin)
    assert record.twin_sha256 == sha256_hex(twin)
    assert record.pdf_sha256 == sha256_hex(story.pdf)
    said = json.loads(twin)
    assert record.pdf_sha256 not in twin.decode()
    assert [item["stage_id"] for item in said["decisions"]] == ["attest", "validate", "opine", "approve"]
    assert said["decided_snapshot_sha256"] == said["snapshot_sha256"]
    assert said["checkpoint_size"] == record.checkpoint_size
    assert len(said["proofs"]) == 4
    assert (
        said["cover_lines"]
        == ["Internal decision of Zed Bank Limited. Not approved or endorsed by Zedland Banking Authority (ZBA)."]
        or "Not approved or endorsed by" in said["cover_lines"][0]
    )


def test_exhibits_and_records_travel_inside(story: Story) -> None:
    names = set(embedded_files(story.pdf))
    assert {TWIN, "sign-off attest.json", "sign-off attest.p7s", "sign-off approve.json"} <= names
    assert "sign-off approve.p7s" not in names  # the committee's minute is recorded, not signed
    assert any(name.startswith("E-01 ") for name in names)
    assert any(name.startswith("E-02 ") for name in names)


def test_sealing_is_journalled_and_backed_up(sealed: Bank) -> None:
    operations = [entry.operation for entry in sealed.ws.register.entries()]
    assert operations[-2:] == ["checkpoint", "seal_dossier"] or operations[-1] == "seal_dossier"
    assert backups(sealed.ws.register.path)
    assert sealed.ws.register.verify_journal() == ()


def test_an_incomplete_route_is_not_sealed(reviewed: Bank) -> None:
    prepared = prepare(reviewed.ws, reviewed.use_case, reviewed.version, reviewed.entity)
    assert [item.path for item in prepared.errors] == ["route"]
    before = reviewed.ws.register.size
    with pytest.raises(FindingsError, match="route is not complete"):
        seal(reviewed.ws, prepared, {})
    assert reviewed.ws.register.size == before


def test_a_warning_needs_its_reason_and_the_reason_is_printed(decided: Bank, story: Story) -> None:
    save(decided.ws, replace(decided.entity, registration=""))
    # the registration number is content: without a new copy nothing can be sealed
    with pytest.raises(UserFacingError) as caught:
        prepare(decided.ws, decided.use_case, decided.version, decided.entity)
    assert caught.value.rule == "changed-content"
    save(decided.ws, replace(decided.entity, registration="ZBA 0042"))
    prepared = prepare(decided.ws, decided.use_case, decided.version, decided.entity)
    assert prepared.errors == ()
    assert story.record.warnings == tuple(
        f"{item.path}: {item.message} — Known and accepted." for item in prepared.warnings
    )


def test_warnings_without_reasons_block(answered: Bank) -> None:
    save(answered.ws, replace(answered.entity, registration=""))
    make_review_copy(answered.ws, answered.use_case, answered.version, answered.entity)
    decide_all(answered)
    prepared = prepare(answered.ws, answered.use_case, answered.version, answered.entity)
    assert [item.path for item in prepared.warnings] == ["entity.registration"]
    before = answered.ws.register.size
    message = prepared.warnings[0].message
    for reasons in ({}, {message: "  "}, {"another": "Reason."}):
        with pytest.raises(FindingsError, match="no reason yet"):
            seal(answered.ws, prepared, reasons)
    assert answered.ws.register.size == before
    record, _ = seal(answered.ws, prepared, {message: " The number is applied for. "})
    assert record.warnings == (f"entity.registration: {message} — The number is applied for.",)


def test_what_a_stranger_cannot_resolve_blocks(answered: Bank) -> None:
    where = (answered.ids["entity"],)
    answer(answered.by("ann"), answered.version, "met", "Done.", control="human-oversight", entity_ids=where)
    make_review_copy(answered.ws, answered.use_case, answered.version, answered.entity)
    decide_all(answered)
    prepared = prepare(answered.ws, answered.use_case, answered.version, answered.entity)
    assert [item.path for item in prepared.errors] == ["answer.ZBA-AI-5"]
    with pytest.raises(FindingsError, match="says nothing"):
        seal(answered.ws, prepared, {})
    assert answered.ws.register.all(DossierRecord) == ()


def test_sealing_again_is_a_new_edition_and_another_record_a_new_number(sealed: Bank) -> None:
    again, _ = seal_record(sealed)
    assert (again.number, again.dossier_version) == ("ZZ-2026-0001", 2)
    prepared = prepare(sealed.ws, sealed.use_case, sealed.version, sealed.entity, "notification", "ZBA")
    record, _ = seal(sealed.ws, prepared, {item.message: "Accepted." for item in prepared.warnings})
    assert (record.number, record.dossier_version, record.addressee) == ("ZZ-2026-0002", 1, "ZBA")


def test_an_addressee_must_be_a_regulator_of_the_place(sealed: Bank) -> None:
    with pytest.raises(UserFacingError, match="no regulator “SFC”"):
        prepare(sealed.ws, sealed.use_case, sealed.version, sealed.entity, "notification", "SFC")


def test_confidential_answers_are_withheld_from_a_regulator(answered: Bank) -> None:
    where = (answered.ids["entity"],)
    said = "The reviewers' own scores are kept apart."
    answer(
        answered.by("ann"), answered.version, "met", said, control="human-oversight", entity_ids=where,
        disclosure="confidential",
    )  # fmt: skip
    make_review_copy(answered.ws, answered.use_case, answered.version, answered.entity)
    decide_all(answered)
    texts = {}
    for kind, addressee in (("internal_approval_record", INTERNAL), ("notification", "ZBA")):
        prepared = prepare(answered.ws, answered.use_case, answered.version, answered.entity, kind, addressee)
        _, pdf = seal(answered.ws, prepared, {item.message: "Accepted." for item in prepared.warnings})
        texts[addressee] = embedded_files(pdf)[TWIN].decode()
    assert said in texts[INTERNAL]
    assert said not in texts["ZBA"]


def test_a_place_without_a_pack_has_no_dossier(answered: Bank) -> None:
    abroad = Entity("x", "Zed Abroad", "Zed Abroad Limited", "YY")
    with pytest.raises(UserFacingError, match="not assessed"):
        draft_bytes(answered.ws, answered.use_case, answered.version, abroad)


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


def with_twin(data: bytes) -> bytes:
    made = pikepdf.new()
    made.add_blank_page()
    made.attachments[TWIN] = pikepdf.AttachedFileSpec(made, data)
    written = BytesIO()
    made.save(written)
    return written.getvalue()


@pytest.mark.parametrize("data", [b"", b"{", b"[]", b"{}", b'{"format": "1", "snapshot": {}}', b"[" * 100_000])
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


def test_decided_and_not_signed_is_said(sealed: Bank, story: Story, verified: Callable[..., Verification]) -> None:
    once = sign_dossier(sealed.ws, story.record, story.pdf, "stage-attest", sealed.ids["ann"], sealed.identities["ann"])
    result = verified(once)
    assert result.signatures is not None
    assert len(result.signatures.signers) == 1
    assert verified(story.pdf).outcome != 0


@pytest.mark.parametrize(("suffix", "start"), [(".pdf", b"%PDF-"), (".docx", b"PK")])
def test_a_draft_is_written_without_a_trace(answered: Bank, suffix: str, start: bytes) -> None:
    before = answered.ws.register.size
    data = draft_bytes(answered.ws, answered.use_case, answered.version, answered.entity, suffix=suffix)
    assert data.startswith(start)
    assert answered.ws.register.size == before


def test_a_draft_is_no_other_kind_of_file(answered: Bank) -> None:
    with pytest.raises(UserFacingError, match=r"not “\.txt”"):
        draft_bytes(answered.ws, answered.use_case, answered.version, answered.entity, suffix=".txt")


def test_the_dossier_is_itself_a_data_flow(answered: Bank) -> None:
    save_flow(answered.ws, DataFlow("", answered.version.id, "Logs", ("logs",), "ZZ", ("ZZ",), ("ZZ",), (), "group"))
    use_case = answered.ws.register.one(UseCase, id=answered.use_case.id)
    make_review_copy(answered.ws, use_case, answered.version, answered.entity)
    prepared = prepare(answered.ws, use_case, answered.version, answered.entity, "notification", "ZBA")
    assert not [item for item in prepared.findings if item.path == "dossier.flow"]  # no personal exhibit travels


def test_conditions_stand_in_the_record_as_they_were_set(
    reviewed: Bank, story: Story, verified: Callable[..., Verification]
) -> None:
    for person, stage, outcome in (
        ("ann", "attest", "attested"),
        ("ben", "validate", "passed"),
        ("cat", "opine", "no_objection"),
    ):
        reviewed.decide(person, stage, outcome, signed=True)
    terms = tuple(
        ConditionTerms("precedent", f"Test {place} is done.", reviewed.ids["ann"], due="2026-12-01")
        for place in range(12)
    )
    reviewed.clock.now += dt.timedelta(seconds=1)
    # twelve conditions made within one millisecond: their ids say nothing of their order
    frozen = reviewed.clock()
    ws = replace(reviewed.by("cat"), clock=lambda: frozen)
    decision = reviewed.committee(conditions=terms, person_id=reviewed.ids["cat"])
    sign_off(ws, reviewed.desk(), decision, reviewed.identities["cat"])
    first = next(item for item in reviewed.ws.register.all(Condition) if item.number == "C-01")
    discharge_condition(reviewed.by("ben"), first.id, [reviewed.ids["procedure"]])
    record, pdf = seal_record(reviewed)
    said = json.loads(embedded_files(pdf)[TWIN])["decisions"][-1]["conditions"]
    assert [item["number"] for item in said] == [f"C-{place:02d}" for place in range(1, 13)]
    assert [item["state"].partition(" ")[0] for item in said] == ["discharged", *["open"] * 11]
    assert verified(signed_by_all(reviewed, record, pdf)).outcome == 0


def _changed(index: int, **fields: Any) -> Callable[[Any], Any]:
    def change(content: Any) -> Any:
        decisions = list(content.decisions)
        decisions[index] = replace(decisions[index], **fields)
        return replace(content, decisions=tuple(decisions))

    return change


def _subject(content: Any, **fields: Any) -> Any:
    snapshot = replace(content.snapshot, subject=replace(content.snapshot.subject, **fields))
    return replace(content, snapshot=snapshot, snapshot_sha256=snapshot_sha256(snapshot))


def _condition(**fields: Any) -> Callable[[Any], Any]:
    def change(content: Any) -> Any:
        (line,) = content.decisions[-1].conditions
        return _changed(-1, conditions=(replace(line, **fields),))(content)

    return change


FORGERIES: dict[str, tuple[Callable[[Any], Any], str]] = {
    "other content than was decided on": (
        lambda content: _subject(content, purpose="Faster sales."),
        "not the content that was decided on",
    ),
    "another use case version": (lambda content: _subject(content, version_id="v"), "use case version"),
    "another entity": (lambda content: _subject(content, entity_id="e"), "entity"),
    "a decision left out": (
        lambda content: replace(content, decisions=content.decisions[1:], proofs=content.proofs[1:]),
        "not those of the route",
    ),
    "decisions in another order": (
        lambda content: replace(content, decisions=content.decisions[::-1]),
        "not those of the route",
    ),
    "a proof of something not shown": (
        lambda content: replace(content, proofs=(*content.proofs, content.proofs[0])),
        "not one for each decision",
    ),
    "another person named": (_changed(1, who="Ann Example"), "who"),
    "another field named": (_changed(1, field="stage-attest"), "signature field of another stage"),
    "a later record date": (_changed(0, recorded_at="2026-01-01T00:00:00.000Z[UTC]"), "recorded_at"),
    "a comment put in": (_changed(0, comment="Fine."), "comment"),
    "a dissent left out": (_changed(-1, dissent="I object."), "dissent"),
    "another minute": (_changed(-1, minute_reference="AIC 9/2026"), "minute_reference"),
    "more people present": (_changed(-1, present=("Dan Example", "Eve Example", "Ann Example")), "present"),
    "somebody recused": (_changed(-1, recused=("Dan Example",)), "recused"),
    "a wider scope": (_changed(-1, scope="in Zedland, for everybody"), "scope"),
    "a better assurance": (_changed(-1, assurance="own_certificate"), "assurance"),
    "a condition left out": (_changed(-1, conditions=()), "conditions"),
    "a wider limit": (_condition(limit="5000"), "conditions"),
    "another owner": (_condition(owner="Ben Example"), "owners of conditions"),
    "a signature left out": (_changed(0, signature=""), "its signature is missing"),
    "a checkpoint given to another": (
        lambda content: replace(
            content,
            snapshot=replace(content.snapshot, heading=replace(content.snapshot.heading, addressee_name="Another")),
        ),
        "note says something else",
    ),
}


@pytest.mark.parametrize("name", FORGERIES)
def test_what_is_sealed_falsely_does_not_verify(
    name: str, decided: Bank, monkeypatch: pytest.MonkeyPatch, verified: Callable[..., Verification]
) -> None:
    real, (change, said) = seal_dossier._content, FORGERIES[name]
    monkeypatch.setattr(seal_dossier, "_content", lambda *given: change(real(*given)))
    prepared = prepare(decided.ws, decided.use_case, decided.version, decided.entity)
    work = compose_seal(decided.ws, prepared, {item.message: "Known." for item in prepared.warnings})
    found = verify_dossier._twin_problems(work.twin, json.loads(work.twin))
    assert any(said in text for text in found), found


def test_what_is_sealed_truly_has_no_problem(decided: Bank) -> None:
    prepared = prepare(decided.ws, decided.use_case, decided.version, decided.entity)
    work = compose_seal(decided.ws, prepared, {item.message: "Known." for item in prepared.warnings})
    assert verify_dossier._twin_problems(work.twin, json.loads(work.twin)) == []


def _pages_say(change: Callable[[Any], Any]) -> Callable[[pytest.MonkeyPatch], None]:
    """Draw other pages around the same twin, its number and fingerprint printed on each."""

    def patch(monkeypatch: pytest.MonkeyPatch) -> None:
        real = build.render_dossier
        monkeypatch.setattr(
            build, "render_dossier", lambda content, twin, files, **more: real(change(content), twin, files, **more)
        )

    return patch


def _file_is(change: Callable[[Any], None]) -> Callable[[pytest.MonkeyPatch], None]:
    """Change the rendered file before its signature fields are made."""

    def patch(monkeypatch: pytest.MonkeyPatch) -> None:
        real = seal_dossier._with_fields

        def changed(rendered: Any) -> bytes:
            written = BytesIO()
            with pikepdf.open(BytesIO(rendered.pdf_bytes)) as pdf:
                change(pdf)
                pdf.save(written)
            return real(replace(rendered, pdf_bytes=written.getvalue()))

        monkeypatch.setattr(seal_dossier, "_with_fields", changed)

    return patch


def _files_are(change: Callable[[tuple[Any, ...]], tuple[Any, ...]]) -> Callable[[pytest.MonkeyPatch], None]:
    def patch(monkeypatch: pytest.MonkeyPatch) -> None:
        real = seal_dossier._attachments
        monkeypatch.setattr(seal_dossier, "_attachments", lambda *given: change(real(*given)))

    return patch


def _note(pdf: Any) -> None:
    note = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.FreeText, Rect=[50, 50, 400, 200], Contents="Endorsed.", F=4
    )
    page = pdf.pages[1].obj
    page["/Annots"] = pikepdf.Array([*page.get("/Annots", ()), pdf.make_indirect(note)])


def _crop(pdf: Any) -> None:
    del pdf.pages[0].obj["/MediaBox"]
    pdf.Root.Pages["/MediaBox"] = pikepdf.Array([0, 400, 595, 842])


def _hide(pdf: Any) -> None:
    other = pikepdf.AttachedFileSpec(pdf, b"{}", filename=TWIN)
    pdf.Root["/AF"] = pikepdf.Array([*pdf.Root.get("/AF", ()), pdf.make_indirect(other.obj)])


def _relabel(pdf: Any) -> None:
    pdf.Root.PageLabels = pikepdf.Dictionary(Nums=pikepdf.Array([0, pikepdf.Dictionary(S=pikepdf.Name.D, St=7)]))


def _rename(pdf: Any) -> None:
    pdf.docinfo["/Keywords"] = pikepdf.String("ZZ-2026-0009 AAAAAAAAAAAAAAAAAAAA")


def _widen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seal_dossier, "_whole_points", lambda _: (0, 0, 595, 842))


FALSE_FILES: dict[str, tuple[Callable[[pytest.MonkeyPatch], None], str]] = {
    "pages that say something else": (_pages_say(_condition(text="At most 5000 customers.")), "is not the page"),
    "a note over a page": (_file_is(_note), "Page 2 is not the page"),
    "a page cropped from above": (_file_is(_crop), "Page 1 is not the page"),
    "other page labels": (_file_is(_relabel), "other parts of the file"),
    "another dossier's name": (_file_is(_rename), "names another dossier"),
    "a field over the whole page": (_widen, "lies where the twin makes none"),
    "a second twin out of the list": (_file_is(_hide), "does not name"),
    "an exhibit left out": (_files_are(lambda files: files[1:]), "is missing"),
    "an exhibit exchanged": (_files_are(lambda files: (replace(files[0], data=b"x"), *files[1:])), "is not the file"),
    "an exhibit more": (_files_are(lambda files: (*files, replace(files[0], name="E-99 x.txt"))), "is not one"),
}


@pytest.mark.parametrize("name", FALSE_FILES)
def test_a_file_that_says_something_else_than_its_twin_does_not_verify(
    name: str, decided: Bank, monkeypatch: pytest.MonkeyPatch, verified: Callable[..., Verification]
) -> None:
    patch, said = FALSE_FILES[name]
    with monkeypatch.context() as patched:
        patch(patched)
        record, pdf = seal_record(decided)
    result = verified(signed_by_all(decided, record, pdf))
    assert result.outcome == 4, result.sentences
    assert said in " ".join(result.sentences)


def test_pages_of_another_build_are_not_said_to_have_been_compared(
    decided: Bank, monkeypatch: pytest.MonkeyPatch, verified: Callable[..., Verification]
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(same_pages, "application", lambda: "Placet 0.0.9")
        record, pdf = seal_record(decided)
    result = verified(signed_by_all(decided, record, pdf))
    assert result.outcome == 0
    assert "made by Placet 0.0.9" in result.not_proved[0]


def test_a_small_file_that_unpacks_to_an_enormous_one_is_not_unpacked() -> None:
    made = pikepdf.new()
    made.add_blank_page()
    made.attachments[TWIN] = pikepdf.AttachedFileSpec(made, bytes(MAX_BYTES + 1))
    written = BytesIO()
    made.save(written)
    assert len(written.getvalue()) < 2 * 1024 * 1024
    with pytest.raises(UserFacingError, match="cannot be read"):
        embedded_files(written.getvalue())


def test_an_exhibit_keeps_its_name_in_any_script(
    answered: Bank, tmp_path: Any, verified: Callable[..., Verification]
) -> None:
    path = tmp_path / "壓力測試 – résumé (1).txt"
    path.write_text("Made up.", encoding="utf-8")
    added = add_evidence(answered.ws, EvidenceDetails("Stress test", "Zed Bank", dated="2026-11-20"), path)
    answer(
        answered.by("ann"), answered.version, "met", "Each draft is read by a trained agent before it is sent.",
        control="human-oversight", evidence_ids=[added.id], entity_ids=[answered.ids["entity"]],
    )  # fmt: skip
    make_review_copy(answered.ws, answered.use_case, answered.version, answered.entity)
    decide_all(answered)
    record, pdf = seal_record(answered)
    assert f"{added.number} {path.name}" in embedded_files(pdf)
    assert verified(signed_by_all(answered, record, pdf)).outcome == 0


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


def test_what_moved_on_since_it_was_prepared_is_not_sealed(decided: Bank) -> None:
    ws, ids = decided.ws, decided.ids
    prepared = prepare(ws, decided.use_case, decided.version, decided.entity)
    reasons = {item.message: "Known and accepted." for item in prepared.warnings}
    withdrawn = replace(ws.register.one(Evidence, id=ids["extract"]), disclosure="privileged")
    ws.commit("test", [_put(withdrawn)])
    before = ws.register.size
    with pytest.raises(UserFacingError, match="changed since this dossier was prepared"):
        seal(ws, prepared, reasons)
    change_use_case(ws, replace(decided.use_case, description="Something else."))
    with pytest.raises(UserFacingError, match="content has changed"):
        seal(ws, prepared, reasons)
    assert ws.register.size == before + 1


def test_the_proof_of_a_decision_carries_the_decision_and_nothing_else(sealed: Bank, story: Story) -> None:
    for proof in json.loads(embedded_files(story.pdf)[TWIN])["proofs"]:
        rows = json.loads(base64.b64decode(proof["payload"]))["rows"]
        assert {table for table, _, _ in rows} <= {"blob", "sign_off", "condition"}
    assert sealed.version.state == "approved"
    assert "approve_version" in [entry.operation for entry in sealed.ws.register.entries()]
