"""Approved content is fixed, whoever still holds it as the draft it was."""

from collections.abc import Callable

import pytest

from placet.domain.errors import UserFacingError
from placet.domain.parties import Body, DataFlow, RoleHolding
from placet.operations.answer_question import answer, determine
from placet.operations.keep_parties import confirm_flows, save, save_flow, use_systems
from placet.operations.review_copy import make_review_copy
from placet.operations.state_facts import state_fact
from unit.operations.bank import Bank, decide_all


def test_approved_content_stays_fixed_even_for_who_read_it_as_a_draft(reviewed: Bank) -> None:
    before = reviewed.version
    assert before.state == "submitted"
    decide_all(reviewed)
    ws, ann = reviewed.ws, reviewed.by("ann")
    here = [reviewed.ids["entity"]]
    statement = "Each draft is read by a trained agent before it is sent."
    attempts: list[Callable[[], object]] = [
        lambda: state_fact(ann, before, "customers_reached", 5000),
        lambda: answer(ann, before, "met", statement, control="human-oversight", entity_ids=here),
        lambda: confirm_flows(ann, before, complete=False),
        lambda: use_systems(ann, before, ()),
        lambda: save_flow(ann, DataFlow("", before.id, "More", ("personal",))),
        lambda: determine(
            ann, before, here[0], "classification:zba-tier", proposed="low", determined="low", reasons="Agreed."
        ),
        lambda: make_review_copy(ws, reviewed.use_case, before, reviewed.entity),
    ]
    size = ws.register.size
    for attempt in attempts:
        with pytest.raises(UserFacingError, match="approved") as caught:
            attempt()
        assert caught.value.rule == "approved-content-is-fixed"
    assert ws.register.size == size
    assert reviewed.version.state == "approved"


def test_what_cannot_be_true_of_a_role_or_a_body_is_refused(answered: Bank) -> None:
    ws, ids = answered.ws, answered.ids
    with pytest.raises(UserFacingError, match="before it begins"):
        save(ws, RoleHolding("", ids["dan"], "owner", ids["entity"], "2026-02-01", "2026-01-31"))
    with pytest.raises(UserFacingError, match="listed twice"):
        save(ws, Body("", "board", "Board", ids["entity"], "Decides.", 2, (ids["dan"], ids["dan"])))
