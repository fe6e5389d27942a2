"""Where a use case runs, without a window: nothing runs that is not approved or still waits for a condition."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from placet.domain.acts import Condition, ConditionKind, SignOff
from placet.domain.parties import Deployment, Entity
from placet.operations import keep_parties
from placet.register.journal import Change
from placet.ui.presenters.deployments import ENVIRONMENT_WORDS, DeploymentsPresenter
from placet.ui.presenters.form_fields import Values
from placet.ui.presenters.use_case_form import UseCaseFormPresenter
from placet.ui.session import Session
from unit.ui.bank import Bank, answer_everything, open_bank, run_the_route


@pytest.fixture(scope="module")
def approved(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bank]:
    bank = open_bank(tmp_path_factory.mktemp("approved"))
    answer_everything(bank)
    run_the_route(bank)
    yield bank
    bank.workspace.register.close()


@pytest.fixture
def presenter(approved: Bank) -> DeploymentsPresenter:
    session = Session()
    session.open(approved.workspace)
    made = DeploymentsPresenter(session)
    made.show(approved.use_case_id)
    return made


def form(bank: Bank, **changes: str) -> Values:
    values: Values = {
        "entity": bank.entity.id,
        "place": "",
        "population": "50 staff",
        "environment": "limited_live",
        "from": "1 Dec 2026",
        "to": "",
    }
    return values | changes


def test_every_environment_of_the_domain_has_its_words() -> None:
    from placet.domain.deploying import ENVIRONMENTS

    assert set(ENVIRONMENT_WORDS) == set(ENVIRONMENTS)


def test_nothing_runs_before_a_version_is_approved(tmp_path_factory: pytest.TempPathFactory) -> None:
    bank = open_bank(tmp_path_factory.mktemp("draft"))
    session = Session()
    session.open(bank.workspace)
    presenter = DeploymentsPresenter(session)
    presenter.show(bank.use_case_id)
    assert not presenter.state.can_add
    assert presenter.state.why_not == "No version is approved yet, so nothing may run."
    session.close()


def test_an_approved_version_is_put_to_use_and_changed(approved: Bank, presenter: DeploymentsPresenter) -> None:
    assert presenter.state.can_add
    presenter.begin()
    assert presenter.state.values == {"entity": approved.entity.id}
    assert presenter.save(form(approved, population="100 staff"))
    made = approved.workspace.register.one(Deployment, population="100 staff")
    assert (made.place, made.version_id) == ("HK", approved.version.id)
    line = next(item for item in presenter.state.lines if item.id == made.id)
    assert line.title == "Harbour Example Bank · Hong Kong · limited live"
    assert line.note == "version 1 · 100 staff · from 1 Dec 2026"
    presenter.change(made.id)
    assert presenter.save({**presenter.state.values, "environment": "live"})
    assert approved.workspace.register.one(Deployment, id=made.id).environment == "live"
    presenter.change(made.id)
    assert presenter.save({**presenter.state.values, "to": "31 Jan 2027"})
    assert "until 31 Jan 2027" in next(item for item in presenter.state.lines if item.id == made.id).note


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"entity": ""}, "entity"),
        ({"environment": ""}, "environment"),
        ({"from": ""}, "from"),
        ({"from": "soon"}, "from"),
        ({"to": "1 Nov 2026"}, "to"),
    ],
)
def test_what_is_missing_is_said_under_its_field(
    approved: Bank, presenter: DeploymentsPresenter, changes: dict[str, str], field: str
) -> None:
    size = approved.workspace.register.size
    presenter.begin()
    assert not presenter.save(form(approved, **changes))
    assert list(presenter.state.problems) == [field]
    assert presenter.state.is_open
    assert approved.workspace.register.size == size


def test_an_entity_that_is_not_approved_for_is_refused(approved: Bank, presenter: DeploymentsPresenter) -> None:
    other = keep_parties.save(approved.workspace, Entity("", "Pier Example", "Pier Example Limited", "SG", ("bank",)))
    presenter.begin()
    assert not presenter.save(form(approved, entity=other))
    assert presenter.state.problems == {"entity": "The version is not approved for this entity."}


def test_a_condition_precedent_that_is_not_discharged_blocks_it(
    approved: Bank, presenter: DeploymentsPresenter
) -> None:
    ws = approved.workspace
    approval = next(act for act in ws.register.all(SignOff, kind="approve") if act.version_id == approved.version.id)
    condition = Condition(
        ws.new_id(), approved.version.id, approval.id, "C-9", ConditionKind.PRECEDENT, "Test it first"
    )
    ws.commit("test", [Change.put(condition)])
    presenter.begin()
    assert not presenter.save(form(approved))
    assert presenter.state.problems == {"entity": "Not yet discharged: C-9; it comes before any use."}
    ws.commit("test", [Change.put(replace(condition, discharged_at=ws.now()))])
    assert presenter.save(form(approved))


def test_an_open_form_stays_while_the_list_is_read_again(approved: Bank, presenter: DeploymentsPresenter) -> None:
    presenter.begin()
    presenter.show(approved.use_case_id)
    assert presenter.state.is_open
    presenter.close_form()
    assert not presenter.state.is_open
    presenter.show("")
    assert presenter.state.use_case_id == ""


def test_the_form_takes_no_access_key_of_the_details_beside_it(approved: Bank, presenter: DeploymentsPresenter) -> None:
    session = Session()
    session.open(approved.workspace)
    details = UseCaseFormPresenter(session)
    details.show(approved.use_case_id)
    presenter.begin()
    labels = [field.label for field in (*details.state.fields, *presenter.state.fields)]
    keys = [label[label.index("&") + 1].lower() for label in labels]
    assert len(keys) == len(set(keys)), keys
    assert not set(keys) & {"s", "r", "u", "l"}, "Save, Retire, the use case chooser, Settle"
