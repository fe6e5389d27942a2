"""Sealing real files: what blocks, what is printed, what travels inside, and drafts that leave no trace."""

import base64
import datetime as dt
import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from placet.domain.acts import Condition, DossierRecord, Evidence
from placet.domain.canonical import fingerprint, sha256_hex
from placet.domain.disclosure import INTERNAL
from placet.domain.errors import FindingsError, UserFacingError
from placet.domain.parties import DataFlow, Entity, UseCase
from placet.dossier.reading import TWIN, embedded_files
from placet.operations.answer_question import answer
from placet.operations.compose_decisions import discharge_condition
from placet.operations.draft_dossier import draft_bytes
from placet.operations.keep_parties import change_use_case, save, save_flow
from placet.operations.review_copy import make_review_copy
from placet.operations.seal_dossier import compose_seal, keep_seal, prepare, render_seal, seal
from placet.operations.sign_off import ConditionTerms, sign_off
from placet.operations.verify_dossier import Verification
from placet.register.backup import backups
from unit.operations.bank import Bank, decide_all, seal_record, signed_by_all
from unit.operations.conftest import Story


def _put(row: object) -> Any:
    from placet.register.journal import Change

    return Change.put(row)


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


def test_nothing_is_said_to_be_given_away_before_it_is_kept(decided: Bank) -> None:
    ws = decided.ws
    before, unwitnessed = ws.register.size, ws.register.unwitnessed()
    prepared = prepare(ws, decided.use_case, decided.version, decided.entity)
    reasons = {item.message: "Known and accepted." for item in prepared.warnings}
    works = [compose_seal(ws, prepared, reasons) for _ in range(2)]
    assert (ws.register.size, ws.register.unwitnessed()) == (before, unwitnessed)
    (pdf, pages), other = render_seal(works[0]), works[1]
    keep_seal(ws, works[0], pdf, pages)
    assert ws.register.unwitnessed() == 1  # the sealing itself
    with pytest.raises(UserFacingError, match="took this number"):
        keep_seal(ws, other, pdf, pages)


def test_there_is_no_dossier_of_an_unknown_kind(decided: Bank) -> None:
    with pytest.raises(UserFacingError, match="no dossier of the kind “letter”"):
        prepare(decided.ws, decided.use_case, decided.version, decided.entity, "letter")
    with pytest.raises(UserFacingError, match="no dossier of the kind “letter”"):
        draft_bytes(decided.ws, decided.use_case, decided.version, decided.entity, "letter")
