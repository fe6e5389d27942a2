"""Triage, details, records and imports without a window."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from placet.domain.acts import Determination
from placet.domain.errors import FindingsError, UserFacingError
from placet.domain.parties import Fact, Person, TriageResult, UseCase
from placet.operations.import_inventory import read_inventory_file
from placet.operations.keep_mapping import saved_mappings
from placet.operations.keep_parties import add_use_case
from placet.ui.presenters.form_fields import day_from
from placet.ui.presenters.import_inventory import ImportPresenter, ImportStep
from placet.ui.presenters.part_kinds import MODELS, SYSTEMS, VENDORS
from placet.ui.presenters.parties import PartyPresenter
from placet.ui.presenters.party_kinds import BODIES, ENTITIES, PEOPLE
from placet.ui.presenters.person_details import PersonPresenter
from placet.ui.presenters.triage import TriagePresenter
from placet.ui.presenters.use_case_form import UseCaseFormPresenter
from placet.ui.session import Session
from unit.ui.bank import Bank, open_bank


@pytest.fixture
def bank(tmp_path: Path) -> Iterator[Bank]:
    made = open_bank(tmp_path)
    yield made
    made.workspace.register.close()


@pytest.fixture
def session(bank: Bank) -> Session:
    opened = Session()
    opened.open(bank.workspace)
    return opened


def test_no_presenter_needs_widgets() -> None:
    code = (
        "import pkgutil, sys, placet.ui.presenters as p\n"
        "for m in pkgutil.iter_modules(p.__path__): __import__(f'placet.ui.presenters.{m.name}')\n"
        "sys.exit('PySide6.QtWidgets' in sys.modules)"
    )
    path = ":".join(sys.path)
    assert subprocess.run([sys.executable, "-c", code], env={"PYTHONPATH": path}, check=False).returncode == 0


def test_answers_entered_change_the_proposal_before_they_are_recorded(session: Session, bank: Bank) -> None:
    presenter = TriagePresenter(session)
    presenter.show((bank.use_case_id,))
    assert presenter.state.result is TriageResult.OPEN
    assert len(presenter.state.questions) <= 10
    presenter.enter("ai_technique", ("rules_only",))
    assert presenter.state.result is TriageResult.NOT_AI
    assert bank.workspace.register.count(Fact) == 0
    presenter.enter("ai_technique", ("agentic",))
    presenter.enter("customer_facing", True)
    assert presenter.state.result is TriageResult.FULL
    assert any(reason.startswith("Customer-facing") for reason in presenter.state.reasons)
    assert presenter.record() == 2


def test_departing_from_the_proposal_needs_reasons_and_writes_nothing_without(session: Session, bank: Bank) -> None:
    presenter = TriagePresenter(session)
    presenter.show((bank.use_case_id,))
    presenter.enter("ai_technique", ("rules_only",))
    presenter.record()
    before = session.workspace.register.size
    with pytest.raises(FindingsError):
        presenter.settle(TriageResult.BASIC, " ")
    assert session.workspace.register.size == before
    presenter.settle(TriageResult.BASIC, "The head of risk wants it recorded.")
    made = session.workspace.register.one(Determination, subject="triage")
    assert (made.proposed, made.determined) == (TriageResult.NOT_AI, TriageResult.BASIC)


def test_nobody_in_particular_settles_nothing(session: Session, bank: Bank) -> None:
    session.choose_person(None)
    presenter = TriagePresenter(session)
    presenter.show((bank.use_case_id,))
    presenter.enter("ai_technique", ("rules_only",))
    with pytest.raises(UserFacingError, match="nobody is named"):
        presenter.settle(TriageResult.NOT_AI, "")
    assert bank.workspace.register.count(Fact) == 0


def test_tools_that_differ_are_shown_as_differing(session: Session, bank: Bank) -> None:
    other = add_use_case(session.workspace, "Other", entity_ids=(bank.entity.id,)).use_case_id
    single = TriagePresenter(session)
    single.show((other,))
    single.enter("customer_facing", True)
    single.record()
    both = TriagePresenter(session)
    both.show((bank.use_case_id, other))
    assert both.state.differing == {"customer_facing"}
    assert both.state.values["customer_facing"] is None


def test_a_tool_without_an_entity_is_named_before_triage(session: Session) -> None:
    alone = add_use_case(session.workspace, "Nowhere").use_case_id
    presenter = TriagePresenter(session)
    presenter.show((alone,))
    assert "Nowhere has none" in presenter.state.problem


def test_saving_details_unchanged_writes_nothing(session: Session, bank: Bank) -> None:
    presenter = UseCaseFormPresenter(session)
    presenter.show(bank.use_case_id)
    before = session.workspace.register.size
    assert presenter.save(presenter.state.values) == bank.use_case_id
    assert session.workspace.register.size == before


def test_a_reference_taken_by_another_is_refused(session: Session, bank: Bank) -> None:
    presenter = UseCaseFormPresenter(session)
    presenter.new()
    with pytest.raises(UserFacingError, match="already taken"):
        presenter.save({"name": "Second", "reference": "UC-001"})
    assert session.workspace.register.count(UseCase) == 1


def test_a_record_says_which_fields_it_lacks(session: Session) -> None:
    presenter = PartyPresenter(session, ENTITIES)
    presenter.begin()
    assert not presenter.save({"name": "Harbour SG"})
    assert set(presenter.state.problems) == {"legal_name", "place"}


@pytest.mark.parametrize(
    ("text", "day"),
    [("22 Nov 2026", "2026-11-22"), ("2026-11-22", "2026-11-22"), ("22/11/2026", "2026-11-22"), ("", "")],
)
def test_days_are_read_as_people_write_them(text: str, day: str) -> None:
    assert day_from(text, "From") == day


def test_a_role_with_no_real_day_is_refused_under_its_field(session: Session, bank: Bank) -> None:
    presenter = PersonPresenter(session)
    presenter.show(bank.people["Ho Siu Ming"].id)
    presenter.open_form("role")
    assert not presenter.add_role({"role": "legal-counsel", "from": "31 Feb 2026"})
    assert "is not a date" in presenter.state.problems["from"]
    assert not presenter.add_role({"role": "legal-counsel", "from": "2 Mar 2026", "to": "1 Mar 2026"})
    assert set(presenter.state.problems) == {"to"}


def test_a_file_with_a_problem_takes_nothing_and_one_without_comes_in_with_its_mapping(
    session: Session, bank: Bank
) -> None:
    def csv(second: str) -> bytes:
        return f"Ref No.,Use case,Customer facing\nA-1,Chat,Y\nA-2,{second},N\n".encode()

    presenter = ImportPresenter(session)
    before = session.workspace.register.size
    bad = csv("")
    presenter.take_file("bad.csv", bad, ("",), read_inventory_file(bad, "bad.csv"))
    presenter.check()
    assert not presenter.state.can_go_on
    assert [finding.path for finding in presenter.state.findings if finding.severity == "error"] == ["A3"]
    with pytest.raises(FindingsError):
        presenter.apply()
    assert session.workspace.register.size == before
    good = csv("Letters")
    presenter.take_file("good.csv", good, ("",), read_inventory_file(good, "good.csv"))
    presenter.check()
    presenter.apply()
    assert presenter.state.step is ImportStep.DONE
    assert session.workspace.register.one(UseCase, reference="A-2").entity_ids == (bank.entity.id,)
    assert [mapping.name for mapping in saved_mappings(session.workspace)] == ["good"]
    again = ImportPresenter(session)
    again.take_file("next.csv", good, ("",), read_inventory_file(good, "next.csv"))
    assert again.state.is_known_mapping
    again.check()
    assert not again.state.can_go_on
    assert "2 unchanged" in again.state.summary


def test_words_of_a_column_are_given_a_meaning(session: Session) -> None:
    data = b"Ref No.,Use case,Customer facing\nA-1,Chat,perhaps\nA-2,Letters,N\n"
    presenter = ImportPresenter(session)
    presenter.take_file("a.csv", data, ("",), read_inventory_file(data, "a.csv"))
    presenter.feed("Customer facing", "fact.customer_facing")
    presenter.choose_column("Customer facing")
    assert {line.text for line in presenter.state.words} == {"perhaps", "N"}
    presenter.check()
    assert [finding.path for finding in presenter.state.findings if finding.severity == "error"] == ["C2"]
    presenter.back()
    presenter.mean("perhaps", "?")
    presenter.mean("N", "no")
    presenter.check()
    assert presenter.state.can_go_on


def test_no_two_fields_share_an_access_key_nor_take_that_of_a_button(session: Session) -> None:
    ws = session.workspace
    use_case = UseCaseFormPresenter(session)
    use_case.new()
    role = PersonPresenter(session)
    role.show(ws.register.all(Person)[0].id)
    role.open_form("role")
    kinds = (ENTITIES, PEOPLE, BODIES, VENDORS, MODELS, SYSTEMS)
    forms = {kind.key: kind.fields(ws) for kind in kinds}
    forms |= {"use case": use_case.state.fields, "role beside person": PEOPLE.fields(ws) + role.state.fields}
    for name, fields in forms.items():
        keys = [field.label[field.label.index("&") + 1].lower() for field in fields if "&" in field.label]
        assert len(keys) == len(set(keys)), (name, keys)
        assert not set(keys) & {"s", "a", "u"}, (name, "Save, Add and the use case chooser", keys)
