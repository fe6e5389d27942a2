"""Facts, answers, determinations, evidence and answers files: what is taken, what is refused, and by which rule."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from placet.domain.acts import Answer, AnswerStatus, Determination, Evidence
from placet.domain.coverage import CoverageStatus
from placet.domain.errors import FindingsError, UserFacingError
from placet.domain.parties import Entity, Fact, Model, System
from placet.operations.answer_question import answer, determinations, determine, determine_triage
from placet.operations.assess_use_case import assess_version, interview_questions, triage_of
from placet.operations.enter_answers import enter_answers
from placet.operations.keep_evidence import (
    EvidenceDetails,
    add_evidence,
    attachable,
    clear_evidence,
    evidence_bytes,
)
from placet.operations.keep_parties import add_use_case, editable_version, save, use_systems
from placet.operations.state_facts import fact_values, state_fact
from unit.operations.bank import Bank


def refused(bank: Bank, **more: Any) -> UserFacingError:
    """Return the error of an answer that is not taken, and hold that nothing was written."""
    before = bank.ws.register.size
    given = {"status": "met", "statement": "Something is done.", "control": "human-oversight", **more}
    status, statement = given.pop("status"), given.pop("statement")
    by = given.pop("by", "ann")
    who = bank.by(by) if by else bank.ws
    version = given.pop("version", bank.version)
    with pytest.raises(UserFacingError) as caught:
        answer(who, version, status, statement, **given)
    assert bank.ws.register.size == before
    return caught.value


def test_a_fact_is_stated_changed_and_taken_back(answered: Bank) -> None:
    ws, version = answered.by("ann"), answered.version
    state_fact(ws, version, "customers_reached", 2000)
    (fact,) = ws.register.all(Fact, key="customers_reached")
    assert (fact.value, fact.stated_by) == (2000, f"tester:{answered.ids['ann']}")
    before = ws.register.size
    state_fact(ws, version, "customers_reached", 2000)
    assert ws.register.size == before  # nothing changed, nothing recorded
    state_fact(ws, version, "customers_reached", None)
    state_fact(ws, version, "customers_reached", None)
    assert ws.register.size == before + 1
    assert "customers_reached" not in fact_values(ws, version, answered.entity)


def test_a_value_for_one_place_counts_there_alone(answered: Bank) -> None:
    ws, version = answered.by("ann"), answered.version
    state_fact(ws, version, "customer_facing", False, place="YY")
    assert fact_values(ws, version, answered.entity)["customer_facing"] is True
    state_fact(ws, version, "customer_facing", False, place="ZZ")
    assert fact_values(ws, version, answered.entity)["customer_facing"] is False
    with pytest.raises(UserFacingError, match="one value for all places"):
        state_fact(ws, version, "personal_data", True, place="ZZ")


def test_a_fact_is_stated_about_the_model_or_entity_it_speaks_of(answered: Bank) -> None:
    ws, version = answered.by("ann"), answered.version
    (technique,) = ws.register.all(Fact, key="ai_technique")
    assert technique.subject_id == answered.ids["model"]
    with pytest.raises(UserFacingError, match="which entity"):
        state_fact(ws, version, "sector", ["bank"])
    state_fact(ws, version, "sector", ["broker"], entity_id=answered.ids["entity"])
    assert fact_values(ws, version, answered.entity)["sector"] == {"bank", "broker"}  # its licence is a fact too
    second = save(ws, Model("", "Second", "1"))
    save(ws, System(answered.ids["system"], "Help desk", "5", (answered.ids["model"], second)))
    with pytest.raises(UserFacingError, match="there are 2 models"):
        state_fact(ws, version, "ai_technique", ["rules_only"])
    assert "ai_technique" not in fact_values(ws, version, answered.entity)  # open of one model is open of the whole
    state_fact(ws, version, "ai_technique", ["rules_only"], subject_id=second)
    assert fact_values(ws, version, answered.entity)["ai_technique"] == {"genai", "rules_only"}


def test_a_value_the_fact_does_not_take_is_refused(answered: Bank) -> None:
    with pytest.raises(UserFacingError, match="not a value"):
        state_fact(answered.ws, answered.version, "customers_reached", "many")
    with pytest.raises(UserFacingError, match="no fact"):
        state_fact(answered.ws, answered.version, "nonsense", 1)


@pytest.mark.parametrize(
    ("changes", "words", "rule"),
    [
        ({"status": "compliant"}, "not an answer", ""),
        ({"status": "undecided"}, "not an answer", ""),
        ({"control": ""}, "one control or one requirement", ""),
        ({"requirement": "ZBA-AI-5"}, "one control or one requirement", ""),
        ({"control": "nonsense"}, "no control", ""),
        ({"control": "", "requirement": "nonsense"}, "no requirement", ""),
        ({"evidence_ids": ("nonsense",)}, "no evidence", ""),
        ({"expires": "next year"}, "not a date", ""),
        ({"status": "disapplied"}, "needs a basis", "basis"),
        ({"status": "disapplied", "basis": "No customers."}, "second person", "second-person"),
        ({"status": "disapplied", "basis": "No customers.", "second_person": "nobody"}, "second", "second-person"),
        ({"status": "waived", "basis": "W-1"}, "date it ends", "waiver-end"),
        ({"status": "waived", "basis": "W-1", "expires": "2027-13-01"}, "not a date", ""),
        ({"disclosure": "secret"}, "disclosure", ""),
    ],
)
def test_an_answer_is_refused(answered: Bank, changes: dict[str, Any], words: str, rule: str) -> None:
    error = refused(answered, **changes)
    assert words in error.sentence
    assert error.rule == rule


def test_the_second_person_is_somebody_else(answered: Bank) -> None:
    given = {"status": "disapplied", "basis": "No customers."}
    assert refused(answered, **given, second_person=answered.ids["ann"]).rule == "second-person"
    assert "first person" in refused(answered, **given, second_person=answered.ids["ben"], by="").sentence
    made = answer(
        answered.by("ann"), answered.version, "disapplied", "", control="human-oversight", basis="No customers.",
        second_person=answered.ids["ben"],
    )  # fmt: skip
    assert (made.by, made.second_person) == (answered.ids["ann"], answered.ids["ben"])


def test_an_answer_changes_what_is_covered_and_the_earlier_one_stays(answered: Bank) -> None:
    ws, version = answered.by("ann"), answered.version

    def status() -> str:
        (found,) = assess_version(ws, answered.use_case, version)
        assert found.assessment is not None
        (item,) = found.assessment.triggered
        return item.status

    assert status() == CoverageStatus.MET
    where = (answered.ids["entity"],)
    answer(ws, version, "partly", "Only on weekdays.", control="human-oversight", entity_ids=where)
    assert status() == CoverageStatus.PARTLY
    answer(ws, version, "open", "", control="human-oversight", entity_ids=where)
    assert status() == CoverageStatus.OPEN
    given = ws.register.all(Answer, control_id="human-oversight")
    assert [item.status for item in sorted(given, key=lambda item: item.at)] == ["met", "partly", "open"]
    question = next(item for item in interview_questions(ws, answered.use_case, version) if item.control)
    assert not question.answered


def test_an_approved_version_takes_no_answer(decided: Bank) -> None:
    assert "approved" in refused(decided).sentence


def test_a_determination_names_its_person_and_its_reasons(answered: Bank) -> None:
    version, entity = answered.version, answered.ids["entity"]
    given = {"proposed": "medium", "determined": "high", "reasons": " "}
    with pytest.raises(UserFacingError, match="nobody is named"):
        determine(answered.ws, version, entity, "classification:zba-tier", **given)
    with pytest.raises(UserFacingError) as caught:
        determine(answered.by("ben"), version, entity, "classification:zba-tier", **given)
    assert caught.value.rule == "reasons"
    made = determine(
        answered.by("ben"), version, entity, "classification:zba-tier", proposed="medium", determined="high",
        reasons="It is sold to the vulnerable.",
    )  # fmt: skip
    assert determinations(answered.ws, version, entity)["classification:zba-tier"] == made
    assert len(answered.ws.register.all(Determination, subject="classification:zba-tier")) == 2


def test_the_firm_may_ask_for_a_second_person_to_determine(answered: Bank) -> None:
    ws, version, entity = answered.by("ben"), answered.version, answered.ids["entity"]
    strict = replace(ws, firm=replace(ws.firm, second_person_for=("classification",)))
    given = {"proposed": "medium", "determined": "medium", "reasons": ""}
    for second in ("", "nobody", answered.ids["ben"]):
        with pytest.raises(UserFacingError) as caught:
            determine(strict, version, entity, "classification:zba-tier", second_person=second, **given)
        assert caught.value.rule == "second-person"
    made = determine(strict, version, entity, "classification:zba-tier", second_person=answered.ids["cat"], **given)
    assert made.second_person == answered.ids["cat"]


def test_triage_is_determined_by_a_person_in_its_own_words(answered: Bank) -> None:
    ws, version, use_case = answered.by("ann"), answered.version, answered.use_case
    assert triage_of(ws, use_case, version).result == "full" == use_case.triage
    with pytest.raises(UserFacingError, match="not an outcome of triage"):
        determine_triage(ws, use_case, version, "banana", "Why not.")
    with pytest.raises(UserFacingError, match="needs reasons"):
        determine_triage(ws, use_case, version, "basic")
    determine_triage(ws, use_case, version, "basic", "Staff read everything.")
    assert answered.use_case.triage == "basic"


def test_triage_needs_an_entity_and_assessment_a_known_one(answered: Bank) -> None:
    ws = answered.by("ann")
    version = add_use_case(ws, "Nowhere")
    nowhere = ws.register.one(type(answered.use_case), id=version.use_case_id)
    with pytest.raises(UserFacingError, match="no entity yet"):
        triage_of(ws, nowhere, version)
    with pytest.raises(UserFacingError, match="not for that entity"):
        assess_version(ws, answered.use_case, answered.version, entity_id="another")


def test_a_place_without_a_pack_is_not_assessed(answered: Bank) -> None:
    ws = answered.by("ann")
    abroad = save(ws, Entity("", "Zed Abroad", "Zed Abroad Limited", "YY"))
    version = add_use_case(ws, "Abroad", entity_ids=(abroad, answered.ids["entity"]))
    use_case = ws.register.one(type(answered.use_case), id=version.use_case_id)
    first, second = assess_version(ws, use_case, version)
    assert first.assessment is None
    assert second.assessment is not None


def test_evidence_is_kept_numbered_and_read_back(answered: Bank, tmp_path: Path) -> None:
    file = tmp_path / "Bericht.pdf"
    file.write_bytes(b"%PDF-1.7 made up")
    kept = add_evidence(answered.ws, EvidenceDetails(" Report ", disclosure="confidential"), file)
    assert (kept.number, kept.title, kept.media_type, kept.size) == ("E-03", "Report", "application/pdf", 16)
    assert evidence_bytes(answered.ws, kept) == file.read_bytes()
    assert attachable(kept)
    reference = add_evidence(answered.ws, EvidenceDetails("Kept in the vault"))
    assert (reference.number, reference.sha256) == ("E-04", "")
    assert not attachable(reference)
    with pytest.raises(UserFacingError, match="only a reference"):
        evidence_bytes(answered.ws, reference)
    clear_evidence(answered.ws, kept.id, ("ZBA", "ZBA"))
    assert answered.ws.register.one(Evidence, id=kept.id).cleared_for == ("ZBA",)


@pytest.mark.parametrize(("content", "words"), [(None, "cannot be read"), (b"", "empty")])
def test_a_file_that_is_no_evidence(answered: Bank, tmp_path: Path, content: bytes | None, words: str) -> None:
    file = tmp_path / "missing.pdf"
    if content is not None:
        file.write_bytes(content)
    before = answered.ws.register.size
    with pytest.raises(UserFacingError, match=words):
        add_evidence(answered.ws, EvidenceDetails("Report"), file)
    with pytest.raises(UserFacingError, match="no title"):
        add_evidence(answered.ws, EvidenceDetails(" "), file)
    assert answered.ws.register.size == before


def test_only_some_types_travel_inside_a_dossier() -> None:
    def kept(name: str, size: int = 10) -> Evidence:
        return Evidence("e", "E-01", "Title", "00", name, size)

    assert all(attachable(kept(f"a.{ending}")) for ending in ("pdf", "PNG", "docx", "csv"))
    assert not any(attachable(kept(name)) for name in ("a.zip", "a.exe", "a", "a.pdf.html"))
    assert not attachable(kept("a.pdf", 11 * 1024 * 1024))


GOOD = """
facts:
  customers_reached: 700
  ai_technique: [llm]
answers:
  - control: ai-disclosure
    status: met
    statement: A line above each answer says that a machine drafts it.
    evidence: [E-01]
  - requirement: ZBA-AI-5
    status: disapplied
    statement: It is covered elsewhere.
    basis: The committee said so.
    second_person: Ben Example
"""


def entered(bank: Bank, text: str) -> tuple[int, int]:
    version = editable_version(bank.ws, bank.use_case.id)
    done = enter_answers(bank.by("ann"), version, bank.entity, text.encode(), "answers.yaml")
    return done.facts, done.answers


def test_an_answers_file_is_entered(answered: Bank) -> None:
    assert entered(answered, GOOD) == (2, 2)
    assert fact_values(answered.ws, answered.version, answered.entity)["ai_technique"] == {"llm", "genai"}
    (given,) = answered.ws.register.all(Answer, control_id="ai-disclosure")
    assert given.entity_ids == (answered.ids["entity"],)
    assert given.status == AnswerStatus.MET


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("E-01", "E-77", "E-77, which is not in the register"),
        ("Ben Example", "Nobody Example", "Nobody Example, who is not in the register"),
        ("Ben Example", "Ann Example", "somebody else"),
        ("customers_reached: 700", "customers_reached: many", "many"),
        ("ai-disclosure", "nonsense", "nonsense"),
        ("    basis: The committee said so.\n", "", "basis"),
        ("  - control: ai-disclosure\n", "  - control: ai-disclosure\n    requirement: ZBA-AI-5\n", "one"),
        ("status: met", "status: fine", "fine"),
        ("facts:", "fact:", "fact"),
    ],
)
def test_an_answers_file_with_one_slip_enters_nothing(answered: Bank, old: str, new: str, words: str) -> None:
    assert old in GOOD
    before = answered.ws.register.size
    with pytest.raises(UserFacingError) as caught:
        entered(answered, GOOD.replace(old, new, 1))
    said = [caught.value.sentence]
    if isinstance(caught.value, FindingsError):
        said += [str(item) for item in caught.value.findings]
    assert any(words in text for text in said)
    assert answered.ws.register.size == before
    assert answered.ws.register.verify_journal() == ()
    assert answered.ws.register.all(Answer, control_id="ai-disclosure") == ()
    assert fact_values(answered.ws, answered.version, answered.entity)["customers_reached"] == 50


def test_systems_of_a_version_lend_it_their_models_facts(answered: Bank) -> None:
    without = use_systems(answered.ws, answered.version, ())
    assert "ai_technique" not in fact_values(answered.ws, without, answered.entity)


@pytest.mark.parametrize("details", [{"dated": "Q3 2026"}, {"valid_until": "next year"}, {"disclosure": "secret"}])
def test_evidence_with_a_word_it_does_not_take(answered: Bank, details: dict[str, str]) -> None:
    before = answered.ws.register.size
    with pytest.raises(UserFacingError):
        add_evidence(answered.ws, EvidenceDetails("Report", **details))
    assert answered.ws.register.size == before
