"""The interview as a checklist: what is asked, under which control, what is next, how far it is."""

import datetime as dt

from placet.domain.acts import Answer
from placet.domain.assessment import assess
from placet.domain.facts import FactCatalogue
from placet.domain.interview import Placed, Question, QuestionKind, base_facts, next_question, progress, questions
from placet.domain.pack import Classification, DataOutcome, DataRule, Form, FormField, Pack, Route, Tier
from placet.domain.predicates import ALWAYS, All, AnyOf, Context, Derived, Equals, Includes
from placet.domain.rules import Requirement
from unit.domain.made import CATALOGUE, COMMON, TODAY, answer, context, pack, relation, requirement

ADVICE = Equals("advice", True)
FACING = Equals("customer_facing", True)


def placed(
    made: Pack,
    where: Context,
    answers: tuple[Answer, ...] = (),
    entity: str = "HK",
    catalogue: FactCatalogue = CATALOGUE,
) -> Placed:
    return Placed(entity, made.jurisdiction, assess(catalogue, made, where, answers, entity, TODAY))


def ask(
    *requirements: Requirement, where: Context | None = None, answers: tuple[Answer, ...] = (), **changes: object
) -> tuple[Question, ...]:
    made = pack(*requirements, **changes)
    return questions(CATALOGUE, COMMON, (placed(made, where or context(), answers),), answers)


def ids(asked: tuple[Question, ...]) -> list[str]:
    return [question.id for question in asked]


def one(asked: tuple[Question, ...], key: str) -> Question:
    (found,) = [question for question in asked if question.id == key]
    return found


def test_only_facts_that_could_change_something_are_asked() -> None:
    hidden = requirement(applies_when=All((ADVICE, FACING)))
    asked = ask(hidden, where=context({"advice": False}))
    assert ids(asked) == ["fact:advice", "flows"]
    assert one(asked, "fact:advice").answered
    assert ids(ask(hidden, where=context({"advice": True}))) == ["fact:customer_facing", "fact:advice", "flows"]


def test_a_stated_fact_that_scales_data_rules_or_routes_read_stays_in_the_list() -> None:
    scale = Classification("S", "Scale", "GL", ALWAYS, (Tier("t", "T", ADVICE, "1"),), "None")
    rule = DataRule("D", "D", "GL", "1", FACING, DataOutcome.FILING)
    route = Route("R", "R", Equals("sandbox", "applying"), ())
    where = context({"advice": True, "customer_facing": True, "sandbox": "none"}, {})
    asked = ask(where=where, classifications=(scale,), data_rules=(rule,), routes=(route,))
    assert set(ids(asked)) == {"fact:advice", "fact:customer_facing", "fact:sandbox", "flows"}
    assert all(question.answered for question in asked)


def test_a_fact_known_in_one_place_is_still_asked_where_it_is_unknown() -> None:
    made = pack(requirement(applies_when=FACING))
    known, unknown = context({"customer_facing": True}), context()
    asked = questions(CATALOGUE, COMMON, (placed(made, known), placed(made, unknown, entity="SG")), ())
    question = one(asked, "fact:customer_facing")
    assert not question.answered
    assert [served.entity_id for served in question.serves] == ["HK", "SG"]


def test_a_derived_fact_is_asked_through_the_facts_that_can_still_decide_it() -> None:
    either = AnyOf((All((ADVICE, FACING)), Equals("reached", 1), Equals("deeper", True)))
    catalogue = CATALOGUE.extended((Derived("high", "High", either), Derived("deeper", "D", Equals("sandbox", "none"))))
    made = pack(requirement(applies_when=Equals("high", True)))
    where = placed(made, context({"advice": False}), catalogue=catalogue)
    asked = questions(catalogue, COMMON, (where,), ())
    assert [question.id for question in asked if not question.answered] == ["fact:reached", "fact:sandbox"]
    assert one(asked, "fact:advice").answered
    derived = {item.key: item for item in catalogue.derived}
    assert base_facts(("high",), derived) == {"advice", "customer_facing", "reached", "sandbox"}


def test_facts_of_flows_are_asked_with_the_flows() -> None:
    asked = ask(requirement(applies_when=Includes("data_class", "personal")))
    assert ids(asked) == ["flows"]
    assert not one(ask(where=context(complete=False)), "flows").answered
    assert not one(questions(CATALOGUE, COMMON, (), ()), "flows").answered


def test_a_control_is_asked_once_for_all_it_serves() -> None:
    asked = ask(
        requirement("R-1", relation("oversight", "equal")),
        requirement("R-2", relation("oversight", "subset")),
        requirement("R-3", relation("testing", "equal"), applies_when=FACING),
    )
    question = one(asked, "control:oversight")
    assert [served.coverage.applicability.requirement.id for served in question.serves] == ["R-1", "R-2"]
    assert [str(served.relation.kind) for served in question.serves if served.relation] == ["equal", "subset"]
    assert (question.kind, question.step, question.text) == (QuestionKind.CONTROL, "oversight", "How about oversight?")
    assert "control:testing" not in ids(asked)  # it does not apply yet


def test_a_control_is_answered_when_it_is_for_every_entity_it_serves() -> None:
    made = pack(requirement("R-1", relation("oversight", "equal")))
    partly = (answer("partly", control_id="oversight", entity_ids=("HK",)),)
    met = (answer("met", control_id="oversight", entity_ids=("HK",)),)
    for answers, answered in ((partly, False), (met, True), ((), False)):
        both = (placed(made, context(), answers), placed(made, context(), answers, "SG"))
        assert one(questions(CATALOGUE, COMMON, both, answers), "control:oversight").answered is answered


def test_an_answer_that_has_run_out_is_asked_again() -> None:
    waived = answer("waived", control_id="oversight", expires=(TODAY - dt.timedelta(1)).isoformat())
    asked = ask(requirement("R-1", relation("oversight", "equal")), answers=(waived,))
    assert not one(asked, "control:oversight").answered


def test_what_a_clause_asks_beyond_is_put_under_its_first_control() -> None:
    made = requirement("R-1", relation("testing", "superset"), relation("oversight", "superset"), asks="What more?")
    asked = ask(made)
    question = one(asked, "requirement:R-1")
    assert (question.kind, question.parent, question.text) == (
        QuestionKind.REMAINDER,
        "control:testing",
        "What more?",
    )
    assert question.step == "testing"
    assert not question.answered
    done = ask(made, answers=(answer("met", requirement_id="R-1"),))
    assert one(done, "requirement:R-1").answered


def test_two_entities_under_the_same_rules_are_asked_once() -> None:
    made = pack(
        requirement("R-1", relation("testing", "superset"), asks="What more?"), requirement("DOC", document=True)
    )
    answers = (
        answer("met", requirement_id="R-1", entity_ids=("A",)),
        answer("met", requirement_id="DOC", entity_ids=("A",)),
    )
    both = (placed(made, context(), answers, "A"), placed(made, context(), answers, "B"))
    asked = questions(CATALOGUE, COMMON, both, answers)
    assert len(ids(asked)) == len(set(ids(asked)))
    assert [served.entity_id for served in one(asked, "requirement:R-1").serves] == ["A", "B"]
    assert one(asked, "requirement:R-1").answered  # met carries
    assert not one(asked, "requirement:DOC").answered  # a document does not


def test_a_document_is_asked_for_itself() -> None:
    under = requirement("R-1", relation("notice", "equal"), document=True)
    asked = ask(
        under,
        requirement("R-2", document=True, asks="Was it filed?"),
        requirement("R-3", document=True, applies_when=FACING),
    )
    assert "control:notice" not in ids(asked)
    first, second = one(asked, "requirement:R-1"), one(asked, "requirement:R-2")
    assert first.kind is second.kind is QuestionKind.DOCUMENT
    assert first.text == "Title of R-1: has this been done, and where is the document?"
    assert second.text == "Was it filed?"
    assert first.step == second.step == "filings"
    assert "requirement:R-3" not in ids(asked)
    assert one(ask(under, answers=(answer("not_met", requirement_id="R-1"),)), "requirement:R-1").answered


def test_questions_stand_in_the_order_of_the_steps() -> None:
    asked = ask(
        requirement("R-1", relation("notice", "equal")),
        requirement("R-2", relation("oversight", "equal"), applies_when=AnyOf((FACING, ALWAYS))),
        requirement("R-3", applies_when=FACING),
    )
    assert ids(asked) == ["fact:customer_facing", "flows", "control:oversight", "control:notice"]


def test_next_goes_round_and_ends() -> None:
    asked = ask(
        requirement("R-1", relation("oversight", "equal")),
        requirement("R-2", relation("testing", "equal")),
        where=context(complete=True),
    )
    assert ids(asked) == ["flows", "control:oversight", "control:testing"]

    def after(key: str = "") -> str:
        found = next_question(asked, key)
        return found.id if found else ""

    assert after() == "control:oversight"
    assert after("control:oversight") == "control:testing"
    assert after("control:testing") == "control:oversight"
    assert after("gone") == "control:oversight"
    assert next_question(tuple(question for question in asked if question.answered)) is None
    assert next_question(()) is None


def test_progress_counts_each_step() -> None:
    asked = ask(
        requirement("R-1", relation("oversight", "equal")),
        requirement("R-2", relation("testing", "equal")),
        answers=(answer("partly", control_id="testing"),),
    )
    assert [(step.id, step.answered, step.total) for step in progress(COMMON, asked)] == [
        ("data", 1, 1),
        ("oversight", 0, 1),
        ("testing", 1, 1),
    ]


def test_a_form_asks_for_what_nothing_in_the_register_fills() -> None:
    form = Form(
        "F",
        "Notice of change",
        "ZRA",
        "GL",
        "8",
        ALWAYS,
        (
            FormField("name", "Name", "entity.legal_name"),
            FormField("contact", "Contact", "ask", help="Who answers questions?"),
            FormField("remark", "Remark", "ask", required=False),
        ),
    )
    made = pack(forms=(form,))
    given = (answer("met", requirement_id="F/contact", entity_ids=("A",)),)
    for entities, answered in ((("A",), True), (("A", "B"), False)):
        where = tuple(placed(made, context(), given, entity) for entity in entities)
        asked = questions(CATALOGUE, COMMON, where, given)
        assert ids(asked) == ["flows", "form:F/contact", "form:F/remark"]
        contact = one(asked, "form:F/contact")
        assert (contact.kind, contact.text, contact.help) == (QuestionKind.FORM, "Contact", "Who answers questions?")
        assert contact.answered is answered  # what one entity wrote in its form is not written in another's
        assert one(asked, "form:F/remark").answered
        assert one(asked, "form:F/remark").help == "Notice of change"
    assert made.asks_in_a_form("F/contact")
    assert not made.asks_in_a_form("F/name")
