"""Deciding on the review copy: what is refused, what is recorded, and when a version is approved."""

import base64
import datetime as dt
import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from placet.domain.acts import Condition, ReviewCopy, SignOff
from placet.domain.canonical import canonical_json, sha256_hex
from placet.domain.errors import FindingsError, UserFacingError
from placet.domain.parties import Body, CertificateBinding, Entity, Model, RoleHolding
from placet.operations.bind_certificate import bind_certificate, end_binding
from placet.operations.compose_decisions import discharge_condition
from placet.operations.follow_route import follow_route, stages_waiting_for
from placet.operations.keep_parties import change_use_case, confirm_flows, editable_version, save
from placet.operations.make_identity import bind_pkcs12, make_evaluation_identity
from placet.operations.review_copy import current_review_copy, is_current, make_review_copy, review_pages
from placet.operations.sign_off import ConditionTerms, Decision, names_of, sign_off
from placet.operations.state_facts import state_fact
from placet.signing.issuing import issue_identity
from placet.signing.records import verify_record
from unit.operations.bank import PASSPHRASE, Bank
from unit.operations.conftest import Story


def refused(attempt: Callable[[], object], bank: Bank) -> list[str]:
    """Return the rules an attempt broke, and hold that nothing was written."""
    before = bank.ws.register.size
    with pytest.raises(UserFacingError) as caught:
        attempt()
    assert bank.ws.register.size == before
    error = caught.value
    return [item.path for item in error.findings] if isinstance(error, FindingsError) else [error.rule]


def test_the_review_copy_is_kept_as_bytes_with_its_hashes(reviewed: Bank) -> None:
    ws, copy = reviewed.ws, current_review_copy(reviewed.ws, reviewed.version, reviewed.entity)
    assert copy is not None
    assert reviewed.version.state == "submitted"
    pages = review_pages(ws, copy)
    assert pages.startswith(b"%PDF-1.7")
    assert sha256_hex(pages) == copy.pages_sha256
    content = ws.register.blob(copy.snapshot_sha256)
    assert content is not None
    assert sha256_hex(content) == copy.snapshot_sha256
    said = json.loads(content)
    assert said["heading"]["made_at"] == ""
    assert said["subject"]["name"] == "Customer enquiry assistant"
    assert canonical_json(said) == content
    assert copy.page_count > 1
    with pytest.raises(UserFacingError, match="missing"):
        review_pages(ws, replace(copy, pages_sha256="00"))


def test_a_review_copy_made_again_of_the_same_content_has_the_same_hash(reviewed: Bank) -> None:
    first = current_review_copy(reviewed.ws, reviewed.version, reviewed.entity)
    second = make_review_copy(reviewed.ws, reviewed.use_case, reviewed.version, reviewed.entity)
    assert first is not None
    assert first.id != second.id
    assert first.snapshot_sha256 == second.snapshot_sha256


def test_without_a_review_copy_there_is_nothing_to_decide(answered: Bank) -> None:
    assert refused(answered.desk, answered) == ["review-copy"]
    view = follow_route(answered.ws, answered.use_case, answered.version, answered.entity)
    assert (view.copy, view.is_current, view.is_complete) == (None, False, False)
    assert not any(state.is_next for state in view.stages)


def test_text_no_font_prints_is_named_before_a_copy_is_made(answered: Bank) -> None:
    save(answered.ws, replace(answered.ws.register.one(Model, id=answered.ids["model"]), description="A \U0001f9ff."))
    before = answered.ws.register.size
    with pytest.raises(FindingsError, match="cannot be printed"):
        make_review_copy(answered.ws, answered.use_case, answered.version, answered.entity)
    assert answered.ws.register.size == before


def test_content_that_moved_on_is_not_decided_on(reviewed: Bank) -> None:
    desk = reviewed.desk()
    state_fact(reviewed.by("ann"), reviewed.version, "customers_reached", 60)
    assert refused(reviewed.desk, reviewed) == ["changed-content"]
    decision = Decision("attest", "attested", "2026-11-22", reviewed.ids["ann"])
    assert refused(lambda: sign_off(reviewed.by("ann"), desk, decision), reviewed) == ["changed-content"]
    copy = current_review_copy(reviewed.ws, reviewed.version, reviewed.entity)
    assert copy is not None
    assert not is_current(reviewed.ws, reviewed.use_case, reviewed.version, reviewed.entity, copy)
    make_review_copy(reviewed.ws, reviewed.use_case, reviewed.version, reviewed.entity)
    assert refused(lambda: sign_off(reviewed.by("ann"), desk, decision), reviewed) == ["review-copy"]
    assert reviewed.decide("ann", "attest", "attested").stage_id == "attest"


def test_acts_on_earlier_content_do_not_count_for_the_new(reviewed: Bank) -> None:
    reviewed.decide("ann", "attest", "attested")
    state_fact(reviewed.by("ann"), reviewed.version, "customers_reached", 60)
    make_review_copy(reviewed.ws, reviewed.use_case, reviewed.version, reviewed.entity)
    assert refused(lambda: reviewed.decide("ben", "validate", "passed"), reviewed) == ["order"]


@pytest.mark.parametrize(
    ("person", "stage", "outcome", "more", "broken"),
    [
        ("ben", "attest", "attested", {}, ["capacity"]),
        ("ann", "validate", "passed", {}, ["order", "capacity"]),
        ("ann", "attest", "approved", {}, ["outcome"]),
        ("ann", "attest", "declined", {}, ["reasons"]),
        ("ann", "attest", "excellent", {}, [""]),
        ("ann", "nonsense", "attested", {}, [""]),
    ],
)
def test_a_decision_is_refused(
    reviewed: Bank, person: str, stage: str, outcome: str, more: dict[str, Any], broken: list[str]
) -> None:
    assert refused(lambda: reviewed.decide(person, stage, outcome, **more), reviewed) == broken


@pytest.mark.parametrize(
    ("day", "broken"),
    [
        ("2026-11-23", ["decision-date"]),
        ("2027-01-01", ["decision-date"]),
        ("soon", ["decision-date"]),
        ("", ["decision-date", "capacity"]),
        ("2025-12-31", ["decision-date", "capacity"]),
        ("2026-11-21", ["decision-date"]),
        ("2026-11-22 at noon", ["decision-date"]),
    ],
)
def test_a_decision_has_a_day_that_has_come_on_which_its_person_held_the_role(
    reviewed: Bank, day: str, broken: list[str]
) -> None:
    decision = Decision("attest", "attested", day, reviewed.ids["ann"])
    found = refused(lambda: sign_off(reviewed.by("ann"), reviewed.desk(), decision), reviewed)
    assert set(found) == set(broken)


def test_a_role_that_has_ended_gives_no_capacity(reviewed: Bank) -> None:
    (holding,) = reviewed.ws.register.all(RoleHolding, role="owner")
    save(reviewed.ws, replace(holding, to_date="2026-11-21"))
    # the end of a role is content the dossier prints, so a new copy is made first
    make_review_copy(reviewed.ws, reviewed.use_case, reviewed.version, reviewed.entity)
    assert refused(lambda: reviewed.decide("ann", "attest", "attested"), reviewed) == ["capacity"]


def test_one_person_does_not_act_at_stages_kept_apart(reviewed: Bank) -> None:
    save(reviewed.ws, RoleHolding("", reviewed.ids["ann"], "validator", reviewed.ids["entity"], "2026-01-01"))
    make_review_copy(reviewed.ws, reviewed.use_case, reviewed.version, reviewed.entity)
    reviewed.decide("ann", "attest", "attested", signed=True)
    assert refused(lambda: reviewed.decide("ann", "validate", "passed"), reviewed) == ["separation-person"]
    both = refused(lambda: reviewed.decide("ann", "validate", "passed", signed=True), reviewed)
    assert both == ["separation-person", "separation-certificate"]
    view = follow_route(reviewed.ws, reviewed.use_case, reviewed.version, reviewed.entity)
    assert [stage.id for stage in stages_waiting_for(reviewed.ws, view, reviewed.ids["ben"])] == ["validate"]


def test_one_certificate_does_not_sign_for_two_people(reviewed: Bank) -> None:
    reviewed.decide("ann", "attest", "attested", signed=True)
    borrowed = reviewed.identities["ann"]
    decision = Decision("validate", "passed", "2026-11-22", reviewed.ids["ben"])
    attempt = lambda: sign_off(reviewed.by("ben"), reviewed.desk(), decision, borrowed)  # noqa: E731
    assert refused(attempt, reviewed) == ["separation-certificate"]


def test_a_certificate_signs_only_for_the_person_it_is_bound_to(reviewed: Bank, story: Story) -> None:
    decision = Decision("attest", "attested", "2026-11-22", reviewed.ids["ann"])
    for identity in (reviewed.identities["ben"],):
        attempt = lambda: sign_off(reviewed.by("ann"), reviewed.desk(), decision, identity)  # noqa: B023, E731
        assert refused(attempt, reviewed) == ["certificate-person"]
    (binding,) = reviewed.ws.register.all(CertificateBinding, person_id=reviewed.ids["ann"])
    end_binding(reviewed.ws, binding)
    own = reviewed.identities["ann"]
    attempt = lambda: sign_off(reviewed.by("ann"), reviewed.desk(), decision, own)  # noqa: E731
    assert refused(attempt, reviewed) == ["certificate-person"]


def test_a_certificate_is_bound_once_on_a_stated_ground(answered: Bank, story: Story) -> None:
    ws, ids = answered.ws, answered.ids
    data = issue_identity(story.authority, "Dan Example", "Zed Bank", PASSPHRASE, now=ws.clock(), key="p256")
    assert refused(lambda: bind_pkcs12(ws, ids["dan"], data, PASSPHRASE, "d.p12", " "), answered) == ["binding"]
    identity = bind_pkcs12(ws, ids["dan"], data, PASSPHRASE, "d.p12", "Shown in person.")
    again = bind_certificate(ws, ids["dan"], identity, "Shown in person.")
    assert len(ws.register.all(CertificateBinding, fingerprint=identity.fingerprint)) == 1
    assert refused(lambda: bind_certificate(ws, ids["eve"], identity, "Shown."), answered) == ["binding"]
    end_binding(ws, again)
    assert bind_certificate(ws, ids["eve"], identity, "Shown.").person_id == ids["eve"]
    with pytest.raises(UserFacingError, match="passphrase"):
        bind_pkcs12(ws, ids["dan"], data, "wrong", "d.p12", "Shown in person.")


def test_how_it_is_known_who_acted_is_recorded(reviewed: Bank) -> None:
    own = reviewed.decide("ann", "attest", "attested", signed=True)
    assert (own.assurance, own.capacity) == ("own_certificate", "Business owner")
    on_word = Decision("validate", "passed", "2026-11-22", reviewed.ids["ben"])
    assert sign_off(reviewed.by("ann"), reviewed.desk(), on_word).assurance == "recorded_on_word"
    assert reviewed.decide("cat", "opine", "no_objection").assurance == "asserted_here"
    minuted = sign_off(reviewed.by("cat"), reviewed.desk(), reviewed.committee())
    assert (minuted.assurance, minuted.capacity, minuted.person_id) == ("minutes_extract", "AI Committee", "")
    assert minuted.recorded_by == f"tester:{reviewed.ids['cat']}"


def test_an_evaluation_identity_is_recorded_as_such(reviewed: Bank) -> None:
    data, identity = make_evaluation_identity(reviewed.ws, reviewed.ids["ann"], PASSPHRASE)
    assert identity.is_evaluation
    assert data
    reviewed.identities["ann"] = identity
    assert reviewed.decide("ann", "attest", "attested", signed=True).assurance == "evaluation_identity"


def test_the_record_is_what_the_signature_is_over(decided: Bank) -> None:
    (act,) = decided.ws.register.all(SignOff, stage_id="attest")
    records = [decided.ws.register.blob(key) for table, key, _ in _images(decided, act) if table == "blob"]
    (record,) = [item for item in records if item]
    said = json.loads(record)
    assert (said["format"], said["record"], said["signature"]) == (1, "placet-sign-off", "")
    assert said["snapshot_sha256"] == act.snapshot_sha256
    report = verify_record(record, base64.b64decode(act.signature), (), now=decided.clock())
    assert report.is_valid
    assert report.fingerprint == act.certificate_fingerprint
    changed = record.replace(b'"attested"', b'"declined"')
    assert not verify_record(changed, base64.b64decode(act.signature), (), now=decided.clock()).is_valid


def _images(bank: Bank, act: SignOff) -> Any:
    (seq,) = bank.ws.register.seqs_of(SignOff, act.id)
    return bank.ws.register.images(seq)


@pytest.mark.parametrize(
    ("changes", "broken"),
    [
        ({"minute_reference": " "}, ["minute"]),
        ({"extract_id": ""}, ["extract"]),
        ({"extract_id": "nonsense"}, ["extract"]),
        ({"body_id": ""}, ["body"]),
        ({"conditions": ()}, ["conditions"]),
        ({"outcome": "declined", "conditions": ()}, ["reasons"]),
        ({"outcome": "approved"}, ["conditions"]),
        ({"decided_on": "2026-11-23"}, ["decision-date"]),
        ({"decided_on": ""}, ["decision-date"]),
        ({"conditions": (ConditionTerms("ongoing", "At most 50.", "", limit="50"),)}, ["conditions"]),
        ({"conditions": (ConditionTerms("ongoing", "At most 50.", "nobody", limit="50"),)}, ["people"]),
        ({"until": "next year"}, ["decision-date"]),
        ({"until": "2026-11-21"}, ["decision-date"]),
    ],
)
def test_a_committees_decision_is_refused(reviewed: Bank, changes: dict[str, Any], broken: list[str]) -> None:
    for person, stage, outcome in (
        ("ann", "attest", "attested"),
        ("ben", "validate", "passed"),
        ("cat", "opine", "no_objection"),
    ):
        reviewed.decide(person, stage, outcome)
    decision = reviewed.committee(**changes)
    assert refused(lambda: sign_off(reviewed.by("cat"), reviewed.desk(), decision), reviewed) == broken
    absent = reviewed.committee(present_ids=(reviewed.ids["dan"],))
    assert refused(lambda: sign_off(reviewed.by("cat"), reviewed.desk(), absent), reviewed) == ["quorum"]
    guest = reviewed.committee(present_ids=(*reviewed.committee().present_ids, reviewed.ids["ann"]))
    assert refused(lambda: sign_off(reviewed.by("cat"), reviewed.desk(), guest), reviewed) == ["members"]


def test_an_objection_stops_the_route_until_it_is_lifted(reviewed: Bank) -> None:
    reviewed.decide("ann", "attest", "attested")
    reviewed.decide("ben", "validate", "passed")
    reviewed.decide("cat", "opine", "objection", comment="The limits are not tested.")
    attempt = lambda: sign_off(reviewed.by("cat"), reviewed.desk(), reviewed.committee())  # noqa: E731
    assert refused(attempt, reviewed) == ["order"]
    view = follow_route(reviewed.ws, reviewed.use_case, reviewed.version, reviewed.entity)
    assert [state.stage.id for state in view.stages if state.is_stopped] == ["opine"]
    assert reviewed.version.state == "submitted"


def test_a_complete_route_approves_the_version_and_supersedes_the_baseline(decided: Bank) -> None:
    first = decided.version
    assert first.state == "approved"
    view = follow_route(decided.ws, decided.use_case, first, decided.entity)
    assert view.is_complete
    assert view.is_current
    with pytest.raises(UserFacingError, match="approved"):
        make_review_copy(decided.ws, decided.use_case, first, decided.entity)
    draft = editable_version(decided.ws, decided.use_case.id)
    assert draft.number == 2
    assert decided.ws.register.one(type(first), id=first.id).state == "approved"
    confirm_flows(decided.ws, draft, complete=True)
    make_review_copy(decided.ws, decided.use_case, decided.version, decided.entity)
    for person, stage, outcome in (
        ("ann", "attest", "attested"),
        ("ben", "validate", "passed"),
        ("cat", "opine", "no_objection"),
    ):
        decided.decide(person, stage, outcome)
    sign_off(decided.by("cat"), decided.desk(), decided.committee(outcome="approved", conditions=()))
    assert decided.ws.register.one(type(first), id=first.id).state == "superseded"
    assert (decided.version.number, decided.version.state) == (2, "approved")


def test_a_version_is_approved_once_every_entity_has_decided(reviewed: Bank) -> None:
    from placet.domain.parties import Entity
    from placet.operations.keep_parties import change_use_case

    branch = save(reviewed.ws, Entity("", "Zed Branch", "Zed Branch Limited", "ZZ", ("bank",)))
    use_case = reviewed.use_case
    change_use_case(reviewed.ws, replace(use_case, entity_ids=(*use_case.entity_ids, branch)))
    for person, stage, outcome in (
        ("ann", "attest", "attested"),
        ("ben", "validate", "passed"),
        ("cat", "opine", "no_objection"),
    ):
        reviewed.decide(person, stage, outcome)
    sign_off(reviewed.by("cat"), reviewed.desk(), reviewed.committee())
    assert reviewed.version.state == "submitted"


def test_conditions_are_numbered_and_discharged_by_somebody_else_on_evidence(decided: Bank) -> None:
    (condition,) = decided.ws.register.all(Condition)
    assert (condition.number, condition.limit, condition.discharged_at) == ("C-01", "50", "")
    evidence = (decided.ids["procedure"],)

    def discharge(by: str, proof: tuple[str, ...]) -> Callable[[], object]:
        who = decided.by(by) if by else decided.ws
        return lambda: discharge_condition(who, condition.id, proof)

    assert refused(discharge("ann", evidence), decided) == ["discharge"]
    assert refused(discharge("", evidence), decided) == ["discharge"]
    assert refused(discharge("ben", ()), decided) == ["discharge"]
    assert refused(discharge("ben", ("nonsense",)), decided) == [""]
    done = discharge_condition(decided.by("ben"), condition.id, evidence)
    assert done.discharged_by == decided.ids["ben"]
    assert refused(discharge("cat", evidence), decided) == ["discharge"]


def test_names_of_people(decided: Bank) -> None:
    assert names_of(decided.ws, (decided.ids["ann"], decided.ids["eve"])) == ("Ann Example", "Eve Example")
    assert decided.ws.register.count(ReviewCopy) == 1


def test_the_end_of_a_scope_or_condition_is_a_date(reviewed: Bank) -> None:
    terms = ConditionTerms("ongoing", "At most 50.", reviewed.ids["ann"], due="soon")
    for more in ({"until": "end of year"}, {"conditions": (terms,)}):
        with pytest.raises(UserFacingError, match="is not a date"):
            reviewed.decide("ann", "attest", "attested", **more)
    assert reviewed.ws.register.all(SignOff) == ()


def test_a_committee_does_not_approve_what_a_voting_member_attested(reviewed: Bank) -> None:
    ws, ids = reviewed.ws, reviewed.ids
    committee = ws.register.one(Body, id=ids["committee"])
    save(ws, replace(committee, member_ids=(*committee.member_ids, ids["ann"])))
    make_review_copy(ws, reviewed.use_case, reviewed.version, reviewed.entity)
    for person, stage, outcome in (
        ("ann", "attest", "attested"),
        ("ben", "validate", "passed"),
        ("cat", "opine", "no_objection"),
    ):
        reviewed.decide(person, stage, outcome)
    everybody = (ids["dan"], ids["eve"], ids["ann"])
    voting = reviewed.committee(present_ids=everybody)
    assert refused(lambda: sign_off(reviewed.by("cat"), reviewed.desk(), voting), reviewed) == ["separation-person"]
    twice = reviewed.committee(present_ids=(*everybody, ids["dan"]), recused_ids=(ids["ann"],))
    assert refused(lambda: sign_off(reviewed.by("cat"), reviewed.desk(), twice), reviewed) == ["members"]
    outside = reviewed.committee(present_ids=everybody, recused_ids=(ids["ann"], ids["ben"]))
    assert refused(lambda: sign_off(reviewed.by("cat"), reviewed.desk(), outside), reviewed) == ["members"]
    recused = reviewed.committee(present_ids=everybody, recused_ids=(ids["ann"],))
    assert sign_off(reviewed.by("cat"), reviewed.desk(), recused).recused_ids == (ids["ann"],)


def test_a_body_of_another_entity_decides_nothing_here(reviewed: Bank) -> None:
    ws, ids = reviewed.ws, reviewed.ids
    other = save(ws, Entity("", "Zed Trust", "Zed Trust Limited", "ZZ", ("bank",)))
    theirs = save(ws, Body("", "ai-committee", "Trust Committee", other, "Decides.", 1, (ids["dan"],)))
    make_review_copy(ws, reviewed.use_case, reviewed.version, reviewed.entity)
    for person, stage, outcome in (
        ("ann", "attest", "attested"),
        ("ben", "validate", "passed"),
        ("cat", "opine", "no_objection"),
    ):
        reviewed.decide(person, stage, outcome)
    borrowed = reviewed.committee(body_id=theirs, present_ids=(ids["dan"],))
    assert refused(lambda: sign_off(reviewed.by("cat"), reviewed.desk(), borrowed), reviewed) == ["body"]


def test_a_person_does_not_decide_in_a_bodys_name(reviewed: Bank) -> None:
    attempt = lambda: reviewed.decide("ann", "attest", "attested", body_id=reviewed.ids["committee"])  # noqa: E731
    assert refused(attempt, reviewed) == ["body"]


def test_a_decision_is_not_dated_before_one_it_comes_after(reviewed: Bank) -> None:
    reviewed.clock.now += dt.timedelta(days=3)
    later = Decision("attest", "attested", "2026-11-24", reviewed.ids["ann"])
    sign_off(reviewed.by("ann"), reviewed.desk(), later)
    earlier = Decision("validate", "passed", "2026-11-23", reviewed.ids["ben"])
    assert refused(lambda: sign_off(reviewed.by("ben"), reviewed.desk(), earlier), reviewed) == ["decision-date"]


def test_a_certificate_that_changed_hands_signs_nothing_more_on_this_content(reviewed: Bank) -> None:
    reviewed.decide("ann", "attest", "attested", signed=True)
    identity = reviewed.identities["ann"]
    (binding,) = reviewed.ws.register.all(CertificateBinding, fingerprint=identity.fingerprint)
    end_binding(reviewed.ws, binding)
    bind_certificate(reviewed.ws, reviewed.ids["cat"], identity, "Found on a desk.")
    reviewed.decide("ben", "validate", "passed", signed=True)
    reviewed.decide("cat", "opine", "no_objection")
    borrowed = reviewed.committee(person_id=reviewed.ids["cat"])
    attempt = lambda: sign_off(reviewed.by("cat"), reviewed.desk(), borrowed, identity)  # noqa: E731
    assert refused(attempt, reviewed) == ["separation-certificate"]


def test_only_an_entity_of_the_use_case_decides_on_it(answered: Bank) -> None:
    other = save(answered.ws, Entity("", "Zed Trust", "Zed Trust Limited", "ZZ", ("bank",)))
    entity = answered.ws.register.one(Entity, id=other)
    with pytest.raises(UserFacingError, match="is not for Zed Trust"):
        make_review_copy(answered.ws, answered.use_case, answered.version, entity)


def test_a_use_case_described_anew_is_not_decided_on_from_an_old_desk(reviewed: Bank) -> None:
    desk = reviewed.desk()
    change_use_case(reviewed.ws, replace(reviewed.use_case, description="It decides who gets a card."))
    decision = Decision("attest", "attested", "2026-11-22", reviewed.ids["ann"])
    assert refused(lambda: sign_off(reviewed.by("ann"), desk, decision), reviewed) == ["changed-content"]
