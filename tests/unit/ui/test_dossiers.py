"""Dossiers without a window: prepare, seal, sign, verify."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from placet.domain.acts import DossierRecord
from placet.domain.errors import FindingsError, UserFacingError
from placet.operations.keep_drafts import remembered
from placet.operations.seal_dossier import render_seal
from placet.operations.sign_dossier import place_signature
from placet.operations.verify_dossier import verify_file
from placet.ui.presenters.dossiers import DossiersPresenter
from placet.ui.presenters.verification import VerificationPresenter
from unit.ui.bank import NOW, Bank, answer_everything, open_bank, run_the_route

KIND = "internal_approval_record"


@pytest.fixture(scope="module")
def decided(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bank]:
    """A bank whose route is complete; tests here only add dossiers to it."""
    made = open_bank(tmp_path_factory.mktemp("bank"))
    answer_everything(made)
    run_the_route(made)
    yield made
    made.workspace.register.close()


def _presenter(bank: Bank) -> DossiersPresenter:
    made = DossiersPresenter(bank)
    made.refresh()
    return made


def _reasons(presenter: DossiersPresenter) -> dict[str, str]:
    found = presenter.state.preparation
    assert found is not None
    return {line.message: "Known and accepted for the record." for line in found.warnings}


def _seal(presenter: DossiersPresenter) -> None:
    presenter.prepare(KIND, "")
    work = presenter.compose_seal(_reasons(presenter))
    presenter.keep_seal(work, *render_seal(work))


def test_nothing_can_be_prepared_without_a_review_copy(tmp_path: Path) -> None:
    bank = open_bank(tmp_path)
    presenter = _presenter(bank)
    assert presenter.state.headline == "Nothing sealed yet"
    with pytest.raises(UserFacingError) as refused:
        presenter.prepare(KIND, "")
    assert refused.value.rule == "review-copy"
    bank.workspace.register.close()


def test_findings_lead_to_where_they_are_mended(decided: Bank) -> None:
    presenter = _presenter(decided)
    presenter.prepare(KIND, "")
    found = presenter.state.preparation
    assert found is not None
    assert found.errors == ()
    assert found.warnings
    assert {line.target.page for line in found.warnings} <= {"interview", "approvals", "register"}
    target = next((line.target for line in found.warnings if line.target.question), None)
    if target is not None:
        assert presenter.go_to(target) == "interview"
        assert remembered(decided.workspace, f"interview/{decided.version.id}") == target.question


def test_a_warning_without_a_reason_stops_the_seal(decided: Bank) -> None:
    presenter = _presenter(decided)
    presenter.prepare(KIND, "")
    size = decided.workspace.register.size
    with pytest.raises(FindingsError):
        presenter.compose_seal({})
    assert decided.workspace.register.size == size


def test_half_typed_reasons_are_kept(decided: Bank) -> None:
    presenter = _presenter(decided)
    presenter.prepare(KIND, "")
    found = presenter.state.preparation
    assert found is not None
    first = found.warnings[0].message
    presenter.keep_reasons({first: "Because"})
    later = _presenter(decided)
    later.prepare(KIND, "")
    again = later.state.preparation
    assert again is not None
    assert dict(again.reasons)[first] == "Because"


def test_seals_signs_and_verifies(decided: Bank) -> None:
    presenter = _presenter(decided)
    _seal(presenter)
    line = presenter.state.chosen
    assert line is not None
    assert line.number.startswith("HK-2026-0001")
    assert {field.state for field in presenter.state.fields} == {"decided, not signed"}
    decided.sit("Chan Mei Ling")
    presenter.make_evaluation("evaluation words")
    work = presenter.allow_signing("stage-attest")
    presenter.keep_signature(work, place_signature(work))
    signed = {field.field: field for field in presenter.state.fields}["stage-attest"]
    assert signed.is_evaluation
    assert "EVALUATION" in signed.state
    assert presenter.state.identity == ""
    verification = VerificationPresenter()
    verification.take_file("copy.pdf", presenter.pdf())
    verification.show_answer(verify_file(verification.pdf, verification.trust, now=NOW))
    answer = verification.state.answer
    assert answer is not None
    assert answer.code == 1, "intact, and an evaluation identity is never trusted"
    assert [signer.is_intact for signer in answer.signers] == [True]
    assert answer.not_proved


def test_somebody_elses_field_is_refused(decided: Bank) -> None:
    presenter = _presenter(decided)
    presenter.choose(decided.workspace.register.all(DossierRecord)[0].id)
    decided.sit("Ho Siu Ming")
    presenter.make_evaluation("evaluation words")
    with pytest.raises(UserFacingError) as refused:
        presenter.allow_signing("stage-attest")
    assert refused.value.rule == "field-person"


def test_a_file_that_is_no_certificate_is_refused_as_an_anchor() -> None:
    verification = VerificationPresenter()
    with pytest.raises(UserFacingError):
        verification.add_trust("notes.txt", b"not a certificate")
    assert verification.state.trust == ()
