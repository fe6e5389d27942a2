"""The interview as a list: steps, what is asked in each, how far each is, and what is left in each place."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from placet.domain.coverage import CoverageStatus
from placet.domain.interview import FLOWS_QUESTION, Question, QuestionKind, base_facts, questions
from placet.domain.parties import Entity, TriageResult, UseCase, UseCaseVersion, VersionState
from placet.domain.predicates import deciding_facts, facts_of
from placet.domain.triage import triage_questions
from placet.operations.answer_question import determinations
from placet.operations.assess_use_case import (
    EntityAssessment,
    answers_of,
    assess_version,
    entities_of,
    placed,
    triage_of,
)
from placet.operations.workspace import Workspace
from placet.ui.presenters.rule_lines import place_name
from placet.ui.translate import tr

TRIAGE, CLASSIFY, GAPS = "triage", "classification", "gaps"
"""Steps that the catalogue does not name: first questions, proposals, gaps."""


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to answer in the list; remainders belong to the question they are shown under."""

    id: str
    step: str
    label: str
    answered: bool
    question: Question | None = None
    remainders: tuple[Question, ...] = ()


@dataclass(frozen=True, slots=True)
class StepLine:
    """One step with its progress."""

    id: str
    title: str
    answered: int
    total: int

    @property
    def is_done(self) -> bool:
        """Tell whether nothing is left in the step."""
        return self.answered == self.total


@dataclass(frozen=True, slots=True)
class PlaceLeft:
    """What one entity's place still needs."""

    place: str
    name: str
    left: int
    gaps: int
    undecided: int = 0
    """Rules of which the facts do not tell yet whether they apply; counted apart from gaps."""
    is_assessed: bool = True


@dataclass(frozen=True, slots=True)
class Interview:
    """Everything asked of one version, worked out afresh."""

    use_case: UseCase
    version: UseCaseVersion
    entities: tuple[Entity, ...]
    assessed: tuple[EntityAssessment, ...]
    items: tuple[Item, ...]
    steps: tuple[StepLine, ...]
    left: tuple[PlaceLeft, ...]

    @property
    def answered(self) -> int:
        """Return how many items are answered."""
        return sum(item.answered for item in self.items)

    @property
    def gaps(self) -> int:
        """Return how many gaps there are in all places."""
        return sum(line.gaps for line in self.left)

    def item(self, item_id: str) -> Item | None:
        """Return an item by its id, or the one under which a remainder of that id is shown."""
        for item in self.items:
            if item.id == item_id or any(question.id == item_id for question in item.remainders):
                return item
        return None

    def of_step(self, step: str) -> tuple[Item, ...]:
        """Return the items of one step."""
        return tuple(item for item in self.items if item.step == step)


def list_interview(ws: Workspace, use_case: UseCase, version: UseCaseVersion) -> Interview:
    """Work out the list as facts and answers stand now."""
    entities = entities_of(ws, use_case)
    assessed = assess_version(ws, use_case, version)
    asked = questions(ws.facts, ws.common, placed(assessed), answers_of(ws, version))
    first = tuple(_triage_items(ws, use_case, version, entities, {question.id: question for question in joined(asked)}))
    is_settled = use_case.triage in (TriageResult.NOT_AI, TriageResult.BASIC)
    rest: tuple[Item, ...] = ()
    if not is_settled:
        taken = {item.id for item in first}
        more = _route_questions(ws, assessed, {question.id for question in asked} | taken)
        order = {step.id: index for index, step in enumerate(ws.common.steps)}
        all_asked = sorted((*joined(asked), *more), key=lambda question: order.get(question.step, len(order)))
        listed = tuple(_question_items(question for question in all_asked if question.id not in taken))
        rest = (*listed, *_classification_items(ws, version, assessed))
    items = (*first, *rest)
    return Interview(
        use_case, version, entities, assessed, items, tuple(_steps(ws, items)), tuple(_left(items, assessed))
    )


def joined(asked: Sequence[Question]) -> tuple[Question, ...]:
    """Join questions that several entities ask in the same words: answered once, serving all."""
    result: dict[str, Question] = {}
    for question in asked:
        known = result.get(question.id)
        result[question.id] = question if known is None else _both(known, question)
    return tuple(result.values())


def _both(one: Question, other: Question) -> Question:
    from dataclasses import replace

    return replace(one, answered=one.answered and other.answered, serves=(*one.serves, *other.serves))


def _triage_items(
    ws: Workspace,
    use_case: UseCase,
    version: UseCaseVersion,
    entities: Sequence[Entity],
    asked: Mapping[str, Question],
) -> Iterable[Item]:
    """Ask the first questions that can still change the outcome, keep those stated, then the determination."""
    if not entities:
        return
    from placet.operations.state_facts import fact_values

    known = set().union(*(fact_values(ws, version, entity) for entity in entities))
    derived = {item.key: item for item in ws.facts.derived}
    deciding = base_facts(triage_of(ws, use_case, version).deciding, derived)
    for definition in triage_questions(ws.facts):
        is_known = definition.key in known
        if is_known or definition.key in deciding:
            key = f"fact:{definition.key}"
            serves = asked[key].serves if key in asked else ()
            question = Question(
                key, QuestionKind.FACT, TRIAGE, definition.question, definition.help, is_known, serves, definition
            )
            yield Item(question.id, TRIAGE, definition.label, is_known, question)
    yield Item(TRIAGE, TRIAGE, tr("How far to assess"), use_case.triage != TriageResult.OPEN)


def _route_questions(ws: Workspace, assessed: Sequence[EntityAssessment], taken: Collection[str]) -> Iterable[Question]:
    """Ask the facts on which the firm's own route depends and which no rule asks for."""
    derived = {item.key: item for item in ws.facts.derived}
    used = base_facts(set().union(*(facts_of(stage.when) for stage in ws.firm.stages)), derived)
    contexts = [part.assessment.context for part in assessed if part.assessment]
    deciding: set[str] = set()
    for context in contexts:
        for stage in ws.firm.stages:
            deciding |= base_facts(deciding_facts(stage.when, context), derived)
    for definition in ws.facts.definitions:
        key, is_known = definition.key, any(definition.key in context.facts for context in contexts)
        if f"fact:{key}" not in taken and key in (used if is_known else deciding):
            yield Question(
                f"fact:{key}", QuestionKind.FACT, definition.step, definition.question, definition.help, is_known,
                fact=definition,
            )  # fmt: skip


def _question_items(asked: Iterable[Question]) -> Iterable[Item]:
    listed = tuple(asked)
    under: dict[str, list[Question]] = {}
    for question in listed:
        if question.kind is QuestionKind.REMAINDER:
            under.setdefault(question.parent, []).append(question)
    for question in listed:
        if question.kind is QuestionKind.REMAINDER:
            continue
        below = tuple(under.get(question.id, ()))
        answered = question.answered and all(item.answered for item in below)
        yield Item(question.id, question.step, _label(question), answered, question, below)


def _label(question: Question) -> str:
    if question.fact:
        return question.fact.label
    if question.kind is QuestionKind.DOCUMENT:
        return question.serves[0].coverage.applicability.requirement.title
    if question.control:
        return question.control.title
    return tr("Data flows") if question.id == FLOWS_QUESTION else question.text


def _classification_items(
    ws: Workspace, version: UseCaseVersion, assessed: Sequence[EntityAssessment]
) -> Iterable[Item]:
    for part in assessed:
        if part.assessment is None:
            continue
        made = determinations(ws, version, part.entity.id)
        for proposal in part.assessment.proposals:
            subject = f"classification:{proposal.classification.id}"
            key = f"classification:{part.entity.id}:{proposal.classification.id}"
            named = f"{proposal.classification.title} · {part.entity.name}"
            label = named if len(assessed) > 1 else proposal.classification.title
            yield Item(key, CLASSIFY, label, subject in made)


def _steps(ws: Workspace, items: Sequence[Item]) -> Iterable[StepLine]:
    titles = [(TRIAGE, tr("First questions"))]
    titles += [(step.id, tr(step.title)) for step in ws.common.steps]
    titles += [(CLASSIFY, tr("Classification"))]
    for step, title in titles:
        mine = [item for item in items if item.step == step]
        if mine:
            yield StepLine(step, title, sum(item.answered for item in mine), len(mine))


def _left(items: Sequence[Item], assessed: Sequence[EntityAssessment]) -> Iterable[PlaceLeft]:
    for part in assessed:
        place, name = part.entity.place, f"{part.entity.name}, {place_name(part.entity.place)}"
        if part.assessment is None:
            yield PlaceLeft(place, name, 0, 0, is_assessed=False)
            continue
        left = sum(not item.answered and _touches(item, part.entity) for item in items)
        undecided = sum(gap.status is CoverageStatus.UNDECIDED for gap in part.assessment.gaps)
        yield PlaceLeft(place, name, left, len(part.assessment.gaps) - undecided, undecided)


def _touches(item: Item, entity: Entity) -> bool:
    """Tell whether an item is asked for this entity; what serves no clause is asked for all."""
    serves = [served for question in (item.question, *item.remainders) if question for served in question.serves]
    if item.step == CLASSIFY:
        return f":{entity.id}:" in item.id
    return not serves or any(served.entity_id == entity.id for served in serves)


def headline_of(interview: Interview) -> str:
    """Return “Draft · 61 of 74 answered · 5 gaps · HK SG”."""
    version, places = interview.version, dict.fromkeys(line.place for line in interview.left)
    parts = [
        tr("{state} {number}", state=_state_word(version.state), number=version.number),
        tr("{done} of {all} answered", done=interview.answered, all=len(interview.items)),
    ]
    if interview.gaps:
        parts.append(tr("{count} gaps", count=interview.gaps) if interview.gaps > 1 else tr("1 gap"))
    return " · ".join((*parts, " ".join(places)))


def _state_word(state: str) -> str:
    words = {
        VersionState.DRAFT: tr("Draft"),
        VersionState.SUBMITTED: tr("Submitted version"),
        VersionState.APPROVED: tr("Approved version"),
        VersionState.SUPERSEDED: tr("Superseded version"),
    }
    return words[VersionState(state)]
