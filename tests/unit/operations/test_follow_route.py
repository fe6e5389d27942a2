"""The route as it stands: what is done, what is next, and on which content."""

from __future__ import annotations

from dataclasses import replace

import pytest

from placet.domain.errors import UserFacingError
from placet.domain.parties import Entity
from placet.operations.follow_route import follow_route, stages_waiting_for
from placet.operations.keep_drafts import drop_draft, keep_draft, kept_draft, remember, remembered
from placet.operations.keep_evidence import describe_evidence, details_of
from placet.operations.keep_parties import change_use_case, save
from placet.operations.sign_dossier import signature_fields
from unit.operations.bank import Bank


def test_nothing_is_next_without_a_review_copy(answered: Bank) -> None:
    view = follow_route(answered.ws, answered.use_case, answered.version, answered.entity)
    assert view.copy is None
    assert not view.is_current
    assert not any(item.is_next for item in view.stages)


def test_the_first_stage_is_next_on_a_fresh_copy(reviewed: Bank) -> None:
    view = follow_route(reviewed.ws, reviewed.use_case, reviewed.version, reviewed.entity)
    assert view.is_current
    ready = [item.stage for item in view.stages if item.is_next]
    assert ready
    assert all(not stage.after for stage in ready)


def test_stages_wait_for_those_who_hold_their_roles(reviewed: Bank) -> None:
    view = follow_route(reviewed.ws, reviewed.use_case, reviewed.version, reviewed.entity)
    waiting = {
        person: [stage.id for stage in stages_waiting_for(reviewed.ws, view, key)]
        for person, key in reviewed.ids.items()
        if person in reviewed.identities
    }
    ready = {item.stage.id for item in view.stages if item.is_next}
    assert {stage for stages in waiting.values() for stage in stages} == ready


def test_a_complete_route_has_an_act_at_every_stage(decided: Bank) -> None:
    view = follow_route(decided.ws, decided.use_case, decided.version, decided.entity)
    assert view.is_complete
    assert all(item.act is not None and not item.is_stopped for item in view.stages)


def test_a_place_without_rules_has_no_route(answered: Bank) -> None:
    other = save(answered.ws, Entity("", "Branch", "Branch Limited", "KR"))
    change_use_case(answered.ws, replace(answered.use_case, entity_ids=(other,)))
    entity = answered.ws.register.one(Entity, id=other)
    with pytest.raises(UserFacingError) as refused:
        follow_route(answered.ws, answered.use_case, answered.version, entity)
    assert "not assessed" in refused.value.sentence


def test_fields_are_kept_for_those_who_decided(sealed: Bank) -> None:
    from placet.domain.acts import DossierRecord

    record = sealed.ws.register.all(DossierRecord)[0]
    fields = signature_fields(sealed.ws, record)
    view = follow_route(sealed.ws, sealed.use_case, sealed.version, sealed.entity)
    assert [item.field for item in fields] == [f"stage-{item.stage.id}" for item in view.stages]
    assert all(item.signing is None for item in fields)
    by_stage = {item.stage.id: item.act for item in view.stages}
    for item in fields:
        act = by_stage[item.field.removeprefix("stage-")]
        assert act is not None
        assert item.person_id == act.person_id


def test_drafts_and_places_are_kept_outside_the_journal(answered: Bank) -> None:
    size = answered.ws.register.size
    keep_draft(answered.ws, "answer/1/a", "half")
    remember(answered.ws, "interview/1", "flows")
    assert kept_draft(answered.ws, "answer/1/a") == "half"
    assert remembered(answered.ws, "interview/1") == "flows"
    drop_draft(answered.ws, "answer/1/a")
    assert kept_draft(answered.ws, "answer/1/a") == ""
    assert answered.ws.register.size == size


def test_what_is_said_of_an_exhibit_changes_and_its_file_does_not(answered: Bank) -> None:
    from placet.domain.acts import Evidence

    before = answered.ws.register.all(Evidence)[0]
    after = describe_evidence(
        answered.ws, before.id, replace(details_of(before), title=" Minutes ", dated="2026-11-01")
    )
    assert (after.title, after.dated) == ("Minutes", "2026-11-01")
    assert (after.number, after.sha256, after.size) == (before.number, before.sha256, before.size)
    with pytest.raises(UserFacingError):
        describe_evidence(answered.ws, before.id, replace(details_of(before), title=" "))
