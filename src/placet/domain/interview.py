"""The interview as a checklist: which questions are asked, in what order, why, and which is next.

Nothing is remembered between calls: the list is worked out afresh from facts and answers, so going back, editing,
resuming and answering in any order cost nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from placet.domain.acts import Answer, AnswerStatus
from placet.domain.assessment import Assessment
from placet.domain.coverage import Coverage, CoverageStatus, answers_on, newest
from placet.domain.facts import About, FactCatalogue, FactDefinition
from placet.domain.pack import ASK, CommonCatalogue
from placet.domain.predicates import Context, Derived, deciding_facts, facts_of
from placet.domain.rules import Control, Relation


class QuestionKind(StrEnum):
    """What a question asks for."""

    FACT = "fact"
    FLOWS = "flows"
    CONTROL = "control"
    REMAINDER = "remainder"
    """What one requirement asks beyond the shared answer."""
    DOCUMENT = "document"
    """A notice, filing or report: answered for itself, never through a control."""
    FORM = "form"
    """A field of a regulator's form that nothing in the register answers."""


@dataclass(frozen=True, slots=True)
class Served:
    """One clause that an answer to a question serves."""

    entity_id: str
    place: str
    coverage: Coverage
    relation: Relation | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """One prompt put to a person."""

    id: str
    kind: QuestionKind
    step: str
    text: str
    help: str
    answered: bool
    serves: tuple[Served, ...] = ()
    fact: FactDefinition | None = None
    control: Control | None = None
    parent: str = ""
    """Question under which a remainder is shown."""
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Placed:
    """An assessment with the entity and place it is of."""

    entity_id: str
    place: str
    assessment: Assessment


@dataclass(frozen=True, slots=True)
class StepProgress:
    """How far one step is."""

    id: str
    title: str
    answered: int
    total: int


FLOWS_QUESTION = "flows"


def questions(
    catalogue: FactCatalogue, common: CommonCatalogue, placed: Sequence[Placed], answers: Sequence[Answer]
) -> tuple[Question, ...]:
    """Return every question that facts and rules call for now, in step order."""
    day = max((item.assessment.as_of for item in placed), default=None)
    standing = answers_on(answers, day) if day else tuple(answers)
    asked = _joined(
        (
            *_fact_questions(catalogue, placed),
            _flows_question(placed),
            *_control_questions(common, placed, standing),
            *_document_questions(common, placed),
            *_form_questions(placed, answers),
        )
    )
    order = {step.id: index for index, step in enumerate(common.steps)}
    return tuple(sorted(asked, key=lambda question: order.get(question.step, len(order))))


def _joined(asked: Iterable[Question]) -> tuple[Question, ...]:
    """Ask once what two entities under the same rules are asked alike; it is answered when it is for both."""
    result: dict[str, Question] = {}
    for one in asked:
        known = result.get(one.id, one)
        serves = one.serves if known is one else known.serves + one.serves
        result[one.id] = replace(one, answered=known.answered and one.answered, serves=serves)
    return tuple(result.values())


def next_question(asked: Sequence[Question], after: str = "") -> Question | None:
    """Return the first unanswered question after ``after``, wrapping round; None when nothing is left."""
    start = next((i + 1 for i, question in enumerate(asked) if question.id == after), 0)
    for question in (*asked[start:], *asked[:start]):
        if not question.answered:
            return question
    return None


def progress(common: CommonCatalogue, asked: Sequence[Question]) -> tuple[StepProgress, ...]:
    """Return how many questions of each step are answered; steps without questions are left out."""
    result = []
    for step in common.steps:
        mine = [question for question in asked if question.step == step.id]
        if mine:
            done = sum(question.answered for question in mine)
            result.append(StepProgress(step.id, step.title, done, len(mine)))
    return tuple(result)


def _fact_questions(catalogue: FactCatalogue, placed: Sequence[Placed]) -> Iterable[Question]:
    """Ask facts that could change an outcome, and keep showing those already stated that rules read."""
    deciding: set[str] = set()
    read: set[str] = set()
    known: set[str] = set()
    derived = {item.key: item for item in catalogue.derived}
    serving = _served_by_fact(placed, derived)
    for item in placed:
        context = item.assessment.context
        deciding |= open_facts(item.assessment.deciding_facts(), derived, context)
        known |= context.facts.keys()
        read |= base_facts(_facts_read(item.assessment), derived)
    for definition in catalogue.definitions:
        if definition.about in (About.FLOW, About.FIRM):
            continue
        is_known = definition.key in known and definition.key not in deciding
        if definition.key in (read if is_known else deciding):
            yield Question(
                f"fact:{definition.key}",
                QuestionKind.FACT,
                definition.step,
                definition.question,
                definition.help,
                is_known,
                serving.get(definition.key, ()),
                fact=definition,
            )


def _facts_read(assessment: Assessment) -> frozenset[str]:
    """Return the facts, derived ones included, that requirements, scales and data rules read."""
    predicates = [
        predicate
        for state in assessment.applicability
        for predicate in (state.requirement.applies_when, state.requirement.addressees)
    ]
    for proposal in assessment.proposals:
        scale = proposal.classification
        predicates += [scale.applies_when, *(tier.when for tier in scale.tiers)]
    predicates += [finding.rule.when for finding in assessment.data if finding.rule]
    return assessment.read_beside.union(*map(facts_of, predicates))


def open_facts(keys: Iterable[str], derived: Mapping[str, Derived], context: Context) -> set[str]:
    """Replace undecided derived facts by the stated facts that could still decide them in this place."""
    result: set[str] = set()
    for key in keys:
        item = derived.get(key)
        result |= open_facts(deciding_facts(item.when, context), derived, context) if item else {key}
    return result


def base_facts(keys: Iterable[str], derived: Mapping[str, Derived]) -> set[str]:
    """Replace derived facts by the stated facts they rest on."""
    result: set[str] = set()
    for key in keys:
        item = derived.get(key)
        result |= base_facts(facts_of(item.when), derived) if item else {key}
    return result


def _served_by_fact(placed: Sequence[Placed], derived: Mapping[str, Derived]) -> dict[str, tuple[Served, ...]]:
    """Name, for each stated fact, the clauses that read it and that apply or may still apply; others ask nothing."""
    resting = {key: base_facts((key,), derived) for key in derived}
    found: dict[str, list[Served]] = {}
    for item in placed:
        for coverage in item.assessment.coverage:
            state = coverage.applicability
            if state.applies is False:
                continue
            read: set[str] = set()
            for key in facts_of(state.requirement.applies_when):
                read |= resting.get(key, {key})
            for key in read:
                found.setdefault(key, []).append(Served(item.entity_id, item.place, coverage))
    return {key: tuple(serves) for key, serves in found.items()}


def _flows_question(placed: Sequence[Placed]) -> Question:
    complete = all(item.assessment.context.flows_complete for item in placed) and bool(placed)
    return Question(
        FLOWS_QUESTION,
        QuestionKind.FLOWS,
        "data",
        "Where does each class of data go?",
        "One line for each class of data: where it is collected, stored, processed and seen from.",
        complete,
    )


def _control_questions(
    common: CommonCatalogue, placed: Sequence[Placed], answers: Sequence[Answer]
) -> Iterable[Question]:
    for control in common.controls:
        serves = tuple(_served_by_control(control.id, placed))
        if not serves:
            continue
        answered = all(_is_answered(answers, served.entity_id, control=control.id) for served in serves)
        yield Question(
            f"control:{control.id}",
            QuestionKind.CONTROL,
            control.step,
            control.question,
            control.help,
            answered,
            serves,
            control=control,
            evidence=control.good_evidence,
        )
        yield from _remainders(control, serves, answers)


def _served_by_control(control_id: str, placed: Sequence[Placed]) -> Iterable[Served]:
    for item in placed:
        for coverage in item.assessment.coverage:
            if not coverage.applicability.bites or coverage.applicability.requirement.document:
                continue
            for relation in coverage.applicability.requirement.controls:
                if relation.control == control_id:
                    yield Served(item.entity_id, item.place, coverage, relation)


def _remainders(control: Control, serves: Sequence[Served], answers: Sequence[Answer]) -> Iterable[Question]:
    """Ask what a clause wants beyond the shared answer, under its first control."""
    for served in serves:
        requirement = served.coverage.applicability.requirement
        if not requirement.asks or requirement.controls[0].control != control.id:
            continue
        yield Question(
            f"requirement:{requirement.id}",
            QuestionKind.REMAINDER,
            control.step,
            requirement.asks,
            requirement.duty,
            _is_answered(answers, served.entity_id, requirement=requirement.id),
            (served,),
            control=control,
            parent=f"control:{control.id}",
            evidence=requirement.evidence,
        )


def _document_questions(common: CommonCatalogue, placed: Sequence[Placed]) -> Iterable[Question]:
    for item in placed:
        for coverage in item.assessment.coverage:
            requirement = coverage.applicability.requirement
            if not coverage.applicability.bites or not requirement.document:
                continue
            control = common.control(requirement.controls[0].control) if requirement.controls else None
            yield Question(
                f"requirement:{requirement.id}",
                QuestionKind.DOCUMENT,
                control.step if control else "filings",
                requirement.asks or f"{requirement.title}: has this been done, and where is the document?",
                requirement.duty,
                coverage.status is not CoverageStatus.OPEN,
                (Served(item.entity_id, item.place, coverage),),
                control=control,
                evidence=requirement.evidence,
            )


def _form_questions(placed: Sequence[Placed], answers: Sequence[Answer]) -> Iterable[Question]:
    """Ask what a regulator's form wants and no fact or control answers."""
    for item in placed:
        for form in item.assessment.forms:
            for field in form.fields:
                if field.source != ASK:
                    continue
                key = form.answer_key(field)
                yield Question(
                    f"form:{key}",
                    QuestionKind.FORM,
                    "filings",
                    field.label,
                    field.help or form.title,
                    _is_answered(answers, item.entity_id, requirement=key, here_only=True) or not field.required,
                )


def _is_answered(
    answers: Sequence[Answer], entity_id: str, *, control: str = "", requirement: str = "", here_only: bool = False
) -> bool:
    found = newest(answers, entity_id=entity_id, control=control, requirement=requirement, here_only=here_only)
    return found is not None and found.status != AnswerStatus.OPEN
