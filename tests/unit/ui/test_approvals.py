"""Approvals without a window: the route, the exact pages, decisions and what forbids them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from placet.domain.acts import Assurance, ReviewCopy, SignOff
from placet.domain.errors import FindingsError
from placet.operations.review_copy import render_review_work
from placet.operations.sign_off import ConditionTerms, Decision
from placet.ui.presenters.approvals import ApprovalsPresenter
from unit.ui.bank import Bank, answer_everything, open_bank

TODAY = "2026-11-22"


@pytest.fixture
def bank(tmp_path: Path) -> Iterator[Bank]:
    made = open_bank(tmp_path)
    answer_everything(made)
    yield made
    made.workspace.register.close()


@pytest.fixture
def presenter(bank: Bank) -> ApprovalsPresenter:
    made = ApprovalsPresenter(bank)
    made.refresh()
    return made


def _make_copy(presenter: ApprovalsPresenter) -> None:
    work = presenter.compose_copy()
    presenter.keep_copy(work, render_review_work(work))


def _decide(bank: Bank, presenter: ApprovalsPresenter, name: str, outcome: str) -> SignOff:
    bank.sit(name)
    presenter.refresh()
    return presenter.sign(Decision(presenter.state.stage_id, outcome, TODAY, bank.people[name].id))


def test_asks_for_the_review_copy_first(presenter: ApprovalsPresenter) -> None:
    assert presenter.state.form is None
    assert presenter.state.can_make_copy
    assert "same pages" in presenter.state.no_form
    assert presenter.state.stages[0].id == "attest"


def test_shows_the_very_bytes_of_the_review_copy(bank: Bank, presenter: ApprovalsPresenter) -> None:
    _make_copy(presenter)
    kept = bank.workspace.register.one(ReviewCopy)
    assert presenter.pages() == bank.workspace.register.blob(kept.pages_sha256)
    assert presenter.state.copy is not None
    assert presenter.state.copy.pages == kept.page_count
    assert not presenter.state.can_make_copy


def test_the_button_says_exactly_what_is_signed(bank: Bank, presenter: ApprovalsPresenter) -> None:
    _make_copy(presenter)
    state = presenter.state
    assert state.copy is not None
    said = presenter.statement(Decision("attest", "attested", TODAY, bank.people["Chan Mei Ling"].id))
    assert said == (
        f"Attest version 1, {state.copy.pages} pages, review copy {state.copy.mark}, as Business owner, "
        "for Harbour Example Bank HK only (recorded, not signed)"
    )


def test_refuses_in_words_before_harm_is_done(bank: Bank, presenter: ApprovalsPresenter) -> None:
    _make_copy(presenter)
    _decide(bank, presenter, "Chan Mei Ling", "attested")
    size = bank.workspace.register.size
    owner = Decision("validate", "passed", TODAY, bank.people["Chan Mei Ling"].id)
    rules = {finding.path for finding in presenter.check(owner)}
    assert {"capacity", "separation-person"} <= rules
    with pytest.raises(FindingsError):
        presenter.sign(owner)
    assert bank.workspace.register.size == size


def test_says_that_content_has_moved_on_and_offers_a_new_copy(bank: Bank, presenter: ApprovalsPresenter) -> None:
    from placet.operations.state_facts import state_fact

    _make_copy(presenter)
    _decide(bank, presenter, "Chan Mei Ling", "attested")
    state_fact(bank.workspace, bank.version, "critical_operation", True)
    presenter.refresh()
    assert presenter.state.copy is not None
    assert not presenter.state.copy.is_current
    assert presenter.state.can_make_copy
    assert "changed" in presenter.state.no_form
    assert presenter.pages(), "what was decided on can still be read"


def test_counts_what_waits_for_the_person_at_the_keyboard(bank: Bank, presenter: ApprovalsPresenter) -> None:
    _make_copy(presenter)
    assert presenter.state.waiting == 1
    bank.sit("Ho Siu Ming")
    presenter.refresh()
    assert presenter.state.waiting == 0


def test_an_evaluation_identity_signs_and_is_let_go(bank: Bank, presenter: ApprovalsPresenter) -> None:
    _make_copy(presenter)
    person = bank.people["Chan Mei Ling"].id
    assert presenter.make_evaluation(person, "evaluation words")[:1] == b"\x30"
    assert presenter.state.is_evaluation
    assert presenter.state.is_bound
    decision = Decision("attest", "attested", TODAY, person)
    assert "recorded, not signed" not in presenter.statement(decision)
    done = presenter.sign(decision)
    assert done.signature
    assert done.assurance == Assurance.EVALUATION
    assert presenter.state.identity == ""


def test_an_identity_of_somebody_else_is_refused(bank: Bank, presenter: ApprovalsPresenter) -> None:
    _make_copy(presenter)
    presenter.make_evaluation(bank.people["Ho Siu Ming"].id, "evaluation words")
    assert not presenter.state.is_bound
    decision = Decision("attest", "attested", TODAY, bank.people["Chan Mei Ling"].id)
    assert "certificate-person" in {finding.path for finding in presenter.check(decision)}


def test_the_whole_route_with_a_condition(bank: Bank, presenter: ApprovalsPresenter) -> None:
    _make_copy(presenter)
    _decide(bank, presenter, "Chan Mei Ling", "attested")
    _decide(bank, presenter, "Ho Siu Ming", "passed")
    for stage, name in (("opine-security", "Lau Ka Yan"), ("opine-privacy", "Ng Wing Kei")):
        if any(line.id == stage and line.state == "now" for line in presenter.state.stages):
            presenter.choose_stage(stage)
            _decide(bank, presenter, name, "no_objection")
    presenter.choose_stage("opine-compliance")
    _decide(bank, presenter, "Wong Tsz Ching", "no_objection")
    bank.sit("Lee Pui Shan")
    presenter.refresh()
    assert presenter.state.stage_id == "approve-mic"
    terms = ConditionTerms("ongoing", "Only the complaints team uses it", bank.people["Chan Mei Ling"].id, "30 staff")
    decision = Decision(
        "approve-mic", "approved_with_conditions", TODAY, bank.people["Lee Pui Shan"].id, conditions=(terms,)
    )
    assert presenter.check(decision) == ()
    presenter.sign(decision)
    assert "route complete" in presenter.state.headline
    assert [(line.number, line.is_open) for line in presenter.state.conditions] == [("C-01", True)]
    assert {line.state for line in presenter.state.stages} == {"done"}
    presenter.choose_stage("approve-mic")
    decided = dict(presenter.state.decided)
    assert decided["Decided by"] == "Lee Pui Shan"
    assert decided["How identified"] == "stated at this computer, not signed"
    assert decided["Condition C-01"].startswith("While it runs: Only the complaints team uses it; 30 staff; owner Chan")


def test_a_condition_is_discharged_by_somebody_else_on_evidence(
    bank: Bank, presenter: ApprovalsPresenter, tmp_path: Path
) -> None:
    from placet.domain.errors import UserFacingError
    from placet.operations.keep_evidence import EvidenceDetails, add_evidence
    from unit.ui.bank import ROUTE

    _make_copy(presenter)
    for stage, name, outcome in ROUTE[:-1]:
        presenter.choose_stage(stage)
        _decide(bank, presenter, name, outcome)
    terms = ConditionTerms("precedent", "Staff are trained", bank.people["Chan Mei Ling"].id, "all 30")
    bank.sit("Lee Pui Shan")
    presenter.refresh()
    owner = bank.people["Lee Pui Shan"].id
    presenter.sign(Decision("approve-mic", "approved_with_conditions", TODAY, owner, conditions=(terms,)))
    file = tmp_path / "attendance.csv"
    file.write_text("name,date")
    proof = add_evidence(bank.workspace, EvidenceDetails("Attendance"), file)
    bank.sit("Chan Mei Ling")
    with pytest.raises(UserFacingError) as refused:
        presenter.discharge(presenter.state.conditions[0].id, (proof.id,))
    assert refused.value.rule == "discharge"
    bank.sit("Ho Siu Ming")
    presenter.discharge(presenter.state.conditions[0].id, (proof.id,))
    assert not presenter.state.conditions[0].is_open
