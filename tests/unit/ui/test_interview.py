"""The interview without a window: lists, forms, drafts, records."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from placet.domain.acts import Answer, Determination
from placet.domain.errors import UserFacingError
from placet.domain.facts import FactKind
from placet.domain.parties import DataFlow, Fact, TriageResult
from placet.operations.keep_evidence import EvidenceDetails
from placet.operations.state_facts import state_fact
from placet.ui.presenters.answer_forms import AnswerInput
from placet.ui.presenters.determination_forms import DeterminationForm
from placet.ui.presenters.fact_forms import FactForm, FactSlot
from placet.ui.presenters.flow_forms import FlowsForm
from placet.ui.presenters.interview import ControlForm, GapsForm, InterviewPresenter
from unit.ui.bank import Bank, open_bank


@pytest.fixture
def bank(tmp_path: Path) -> Iterator[Bank]:
    made = open_bank(tmp_path)
    yield made
    made.workspace.register.close()


@pytest.fixture
def presenter(bank: Bank) -> InterviewPresenter:
    made = InterviewPresenter(bank)
    made.refresh()
    return made


def _know_the_basics(bank: Bank) -> None:
    for key, value in {"ai_technique": ["llm"], "customer_facing": False, "personal_data": True}.items():
        state_fact(bank.workspace, bank.version, key, value)


def _first_control(presenter: InterviewPresenter) -> ControlForm:
    item = next(item for item in presenter.interview.items if item.id.startswith("control:") and item.remainders)
    presenter.go_to(item.id)
    prompt = presenter.state.prompt
    assert isinstance(prompt, ControlForm)
    return prompt


def test_begins_with_the_first_questions(presenter: InterviewPresenter) -> None:
    assert presenter.state.step == "triage"
    assert isinstance(presenter.state.prompt, FactForm)
    assert presenter.state.prompt.kind is FactKind.SET
    assert presenter.state.position == "First questions · 1 of 11"


def test_says_why_there_is_nothing_to_ask_without_an_entity(bank: Bank) -> None:
    from placet.operations.keep_parties import add_use_case

    bank.use_case_id = add_use_case(bank.workspace, "Nobody's tool").use_case_id
    presenter = InterviewPresenter(bank)
    presenter.refresh()
    assert "No entity" in presenter.state.empty
    assert presenter.state.prompt is None


def test_a_fact_stated_opens_new_questions_and_keeps_its_author(bank: Bank, presenter: InterviewPresenter) -> None:
    before = len(presenter.interview.items)
    form = presenter.state.prompt
    assert isinstance(form, FactForm)
    presenter.record_fact(form.slots[0], ("llm",))
    kept = bank.workspace.register.one(Fact, key="ai_technique")
    assert set(kept.value if isinstance(kept.value, tuple) else ()) == {"llm", "genai"}
    assert len(presenter.interview.items) >= before
    again = presenter.state.prompt
    assert isinstance(again, FactForm)
    assert again.slots[0].said.startswith("Chan Mei Ling, 22 Nov 2026")
    assert presenter.interview.item("fact:ai_technique").answered  # type: ignore[union-attr]


def test_a_fact_can_be_taken_back_to_unknown(bank: Bank, presenter: InterviewPresenter) -> None:
    presenter.go_to("fact:customer_facing")
    form = presenter.state.prompt
    assert isinstance(form, FactForm)
    presenter.record_fact(form.slots[0], False)
    presenter.record_fact(form.slots[0], None)
    assert bank.workspace.register.all(Fact, key="customer_facing") == ()


def test_licences_are_shown_but_stated_on_the_register_page(presenter: InterviewPresenter) -> None:
    presenter.go_to("fact:sector")
    form = presenter.state.prompt
    assert isinstance(form, FactForm)
    assert form.slots[0].read_only
    assert "Bank" in form.slots[0].shown


def test_another_value_for_one_place_is_offered_only_where_there_is_another_place(
    bank: Bank, presenter: InterviewPresenter
) -> None:
    from dataclasses import replace

    from placet.domain.parties import Entity
    from placet.operations.keep_parties import change_use_case, save

    presenter.go_to("fact:customer_facing")
    assert isinstance(presenter.state.prompt, FactForm)
    assert presenter.state.prompt.other_places == ()
    other = save(bank.workspace, Entity("", "Harbour Korea", "Harbour Korea Limited", "KR", ("bank",)))
    change_use_case(bank.workspace, replace(bank.use_case, entity_ids=(bank.entity.id, other)))
    presenter.refresh()
    form = presenter.state.prompt
    assert isinstance(form, FactForm)
    assert form.other_places == (("HK", "Hong Kong"), ("KR", "South Korea"))
    presenter.record_fact(FactSlot("customer_facing", "in Hong Kong", None, "", "", "HK"), True)
    form = presenter.state.prompt
    assert isinstance(form, FactForm)
    assert [(slot.place, slot.shown) for slot in form.slots] == [("", "not known"), ("HK", "yes")]
    assert [line.is_assessed for line in presenter.state.left] == [True, False], "no pack: not assessed"


def test_remainders_stand_under_their_control_with_who_asks(bank: Bank, presenter: InterviewPresenter) -> None:
    _know_the_basics(bank)
    presenter.refresh()
    form = _first_control(presenter)
    assert form.remainders
    assert all(below.asked_by for below in form.remainders)
    rules = presenter.state.why.rules
    assert rules
    assert all(line.label and line.clause and line.force for line in rules)
    listed = {item.id for item in presenter.interview.items}
    assert not any(below.question_id in listed for below in form.remainders)


def test_an_answer_is_recorded_and_superseded_never_edited(bank: Bank, presenter: InterviewPresenter) -> None:
    _know_the_basics(bank)
    presenter.refresh()
    form = _first_control(presenter)
    presenter.save({form.question_id: AnswerInput("partly", "Checked by hand every week.")})
    presenter.save({form.question_id: AnswerInput("met", "Checked by a script every day, read by the owner.")})
    kept = bank.workspace.register.all(Answer, control_id=form.question_id.partition(":")[2])
    assert [answer.status for answer in kept] == ["partly", "met"]
    presenter.go_to(form.question_id)
    shown = presenter.state.prompt
    assert isinstance(shown, ControlForm)
    assert shown.main.input.status == "met"
    assert shown.main.given.startswith("Chan Mei Ling")


def test_the_same_answer_is_not_recorded_twice(bank: Bank, presenter: InterviewPresenter) -> None:
    _know_the_basics(bank)
    presenter.refresh()
    form = _first_control(presenter)
    given = {form.question_id: AnswerInput("met", "Checked by a script every day.")}
    presenter.save(given)
    presenter.go_to(form.question_id)
    presenter.save(given)
    assert len(bank.workspace.register.all(Answer)) == 1


def test_half_typed_text_is_kept_outside_the_journal_and_dropped_when_recorded(
    bank: Bank, presenter: InterviewPresenter
) -> None:
    _know_the_basics(bank)
    presenter.refresh()
    form = _first_control(presenter)
    size = bank.workspace.register.size
    presenter.keep(form.question_id, AnswerInput("partly", "Half a sen"))
    assert bank.workspace.register.size == size
    later = InterviewPresenter(bank)
    later.refresh()
    later.go_to(form.question_id)
    shown = later.state.prompt
    assert isinstance(shown, ControlForm)
    assert shown.main.input == AnswerInput("partly", "Half a sen")
    assert shown.main.is_unsaved
    later.save({form.question_id: AnswerInput("partly", "Half a sentence, now whole.")})
    later.go_to(form.question_id)
    shown = later.state.prompt
    assert isinstance(shown, ControlForm)
    assert not shown.main.is_unsaved


def test_a_statement_without_a_choice_is_refused_in_words(bank: Bank, presenter: InterviewPresenter) -> None:
    _know_the_basics(bank)
    presenter.refresh()
    form = _first_control(presenter)
    with pytest.raises(UserFacingError) as refused:
        presenter.save({form.question_id: AnswerInput("open", "We do this.")})
    assert "not said yet" in refused.value.sentence


def test_does_not_apply_needs_basis_and_somebody_else(bank: Bank, presenter: InterviewPresenter) -> None:
    _know_the_basics(bank)
    presenter.refresh()
    form = _first_control(presenter)
    with pytest.raises(UserFacingError) as refused:
        presenter.save({form.question_id: AnswerInput("disapplied", "", basis="No data is kept.")})
    assert refused.value.rule == "second-person"
    assert bank.people["Chan Mei Ling"].id not in [key for key, _ in presenter.state.people]


def test_evidence_is_taken_in_and_listed(bank: Bank, presenter: InterviewPresenter, tmp_path: Path) -> None:
    file = tmp_path / "Review procedure.txt"
    file.write_text("Every reply is read before it is sent.")
    key = presenter.add_file(file, EvidenceDetails("Review procedure"))
    presenter.refresh()
    assert [(line.id, line.number, line.title) for line in presenter.state.exhibits] == [
        (key, "E-01", "Review procedure")
    ]


def test_flows_are_entered_confirmed_and_judged(bank: Bank, presenter: InterviewPresenter) -> None:
    _know_the_basics(bank)
    presenter.refresh()
    presenter.go_to("flows")
    flow = DataFlow(
        "", "", "Customer letters", ("personal", "prompts"), "HK", ("HK",), ("HK",), ("HK",), "vendor", note="x"
    )
    presenter.save_flow(flow)
    form = presenter.state.prompt
    assert isinstance(form, FlowsForm)
    assert form.lines[0].where == "Hong Kong → Hong Kong"
    assert form.lines[0].rulings
    presenter.confirm_flows(True)
    assert presenter.interview.version.flows_complete
    assert presenter.interview.item("flows").answered  # type: ignore[union-attr]


def test_triage_is_proposed_with_reasons_and_determined_by_a_person(bank: Bank, presenter: InterviewPresenter) -> None:
    state_fact(bank.workspace, bank.version, "ai_technique", ["rules_only"])
    presenter.refresh()
    presenter.go_to("triage")
    form = presenter.state.prompt
    assert isinstance(form, DeterminationForm)
    assert form.proposed == TriageResult.NOT_AI
    assert form.reasons
    with pytest.raises(UserFacingError) as refused:
        presenter.determine(form, TriageResult.FULL, "")
    assert refused.value.rule == "reasons"
    presenter.determine(form, TriageResult.NOT_AI, "")
    assert bank.use_case.triage == TriageResult.NOT_AI
    assert {step.id for step in presenter.state.steps} == {"triage"}, "what is not AI is asked nothing more"


def test_a_classification_is_determined(bank: Bank, presenter: InterviewPresenter) -> None:
    presenter.go_to_step("classification")
    form = presenter.state.prompt
    assert isinstance(form, DeterminationForm)
    assert form.source
    presenter.determine(form, form.options[0][0], "Rated by hand after the workshop.")
    made = bank.workspace.register.one(Determination, subject=form.subject)
    assert made.by == bank.people["Chan Mei Ling"].id
    again = presenter.state.prompt
    assert isinstance(again, DeterminationForm)
    assert again.determined == form.options[0][0]


def test_gaps_lead_to_where_they_are_answered(bank: Bank, presenter: InterviewPresenter) -> None:
    _know_the_basics(bank)
    presenter.refresh()
    presenter.go_to("gaps")
    form = presenter.state.prompt
    assert isinstance(form, GapsForm)
    assert form.lines
    target = next(line.question_id for line in form.lines if line.question_id)
    presenter.go_to(target)
    assert presenter.state.current == target


def test_goes_back_where_it_was(bank: Bank, presenter: InterviewPresenter) -> None:
    presenter.go_to("fact:personal_data")
    later = InterviewPresenter(bank)
    later.refresh()
    assert later.state.current == "fact:personal_data"
    later.back()
    later.skip()
    assert later.state.current == "fact:personal_data"
    later.next_open()
    assert later.state.current != "fact:personal_data"


def test_a_determination_takes_a_second_person_where_the_firm_asks(bank: Bank) -> None:
    from dataclasses import replace

    firm = replace(bank.workspace.firm, second_person_for=("triage",))
    bank.workspace = replace(bank.workspace, firm=firm)
    presenter = InterviewPresenter(bank)
    presenter.refresh()
    presenter.go_to("triage")
    form = presenter.state.prompt
    assert isinstance(form, DeterminationForm)
    assert form.needs_second
    with pytest.raises(UserFacingError) as refused:
        presenter.determine(form, TriageResult.FULL, "Rated in the workshop.")
    assert refused.value.rule == "second-person"
    presenter.determine(form, TriageResult.FULL, "Rated in the workshop.", bank.people["Ho Siu Ming"].id)
    again = presenter.state.prompt
    assert isinstance(again, DeterminationForm)
    assert "agreed by Ho Siu Ming" in again.determined_by
