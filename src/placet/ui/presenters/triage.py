"""Triage without widgets: ten questions for one tool or many, what they point to, and the one act that settles it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from placet.domain.errors import UserFacingError
from placet.domain.facts import FactDefinition, parse_value
from placet.domain.parties import TriageResult, UseCase
from placet.domain.predicates import Context, Value, with_derived
from placet.domain.triage import TriageProposal, propose_triage, triage_questions
from placet.domain.wording import reason_text
from placet.operations.assess_use_case import context_of, entities_of
from placet.operations.keep_parties import editable_version, working_version
from placet.operations.settle_triage import Tool, answer_triage, settle_triage
from placet.ui.presenters.use_cases import TRIAGE_MARKS, TRIAGE_WORDS
from placet.ui.session import Session
from placet.ui.translate import tr

Raw = bool | tuple[str, ...] | None
_ORDER = (TriageResult.FULL, TriageResult.OPEN, TriageResult.BASIC, TriageResult.NOT_AI)
_MOST_REASONS = 5


@dataclass(frozen=True, slots=True)
class ToolLine:
    """One tool under triage."""

    id: str
    reference: str
    name: str
    proposed: str
    mark: str
    settled: str
    problem: str = ""


@dataclass(frozen=True, slots=True)
class TriageState:
    """What the form shows."""

    questions: tuple[FactDefinition, ...] = ()
    values: dict[str, Raw] = field(default_factory=dict)
    differing: frozenset[str] = frozenset()
    """Questions to which the tools have different answers on record."""
    deciding: frozenset[str] = frozenset()
    """Questions whose answer could still change the outcome."""
    lines: tuple[ToolLine, ...] = ()
    result: TriageResult = TriageResult.OPEN
    mark: str = "unknown"
    words: str = ""
    """What the answers point to."""
    meaning: str = ""
    reasons: tuple[str, ...] = ()
    settled: str = ""
    is_changed: bool = False
    problem: str = ""
    """Why triage cannot begin."""


class TriagePresenter:
    """Holds the answers until they are recorded."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._ids: tuple[str, ...] = ()
        self._entered: dict[str, Raw] = {}
        self.state = TriageState()
        self.changed: list[Callable[[TriageState], object]] = []

    def show(self, use_case_ids: Sequence[str]) -> None:
        """Take up other tools; answers not recorded are dropped."""
        self._ids, self._entered = tuple(use_case_ids), {}
        self.refresh()

    def refresh(self) -> None:
        """Read the register again; what was entered stays."""
        self._set(self._read() if self._ids and self._session.is_open else TriageState())

    def _set(self, state: TriageState) -> None:
        self.state = state
        for listener in self.changed:
            listener(state)

    def enter(self, key: str, value: Raw) -> None:
        """Take one answer for all tools shown; None is *not known*."""
        self._entered[key] = value
        self.refresh()

    def record(self) -> int:
        """Record the answers; return how many statements changed."""
        tools = [self._editable(use_case) for use_case in self._use_cases()]
        changed = answer_triage(self._session.workspace, tools, self._entered)
        self._entered = {}
        self._session.tell_change()
        self.refresh()
        return changed

    def settle(self, result: TriageResult, reasons: str) -> None:
        """Record the answers and determine the result for every tool shown, by the person at the keyboard."""
        if not self._session.actor.person_id:
            raise UserFacingError("nobody is named as the one who determines", todo="Choose who you are, top right.")
        if self._entered:
            self.record()
        tools = [self._working(use_case) for use_case in self._use_cases()]
        settle_triage(self._session.workspace, tools, result, reasons)
        self._session.tell_change()
        self.refresh()

    def _use_cases(self) -> list[UseCase]:
        register = self._session.workspace.register
        return [found for key in self._ids if (found := register.get(UseCase, key))]

    def _working(self, use_case: UseCase) -> Tool:
        return use_case, working_version(self._session.workspace, use_case.id)

    def _editable(self, use_case: UseCase) -> Tool:
        return use_case, editable_version(self._session.workspace, use_case.id)

    def _read(self) -> TriageState:
        ws = self._session.workspace
        questions = triage_questions(ws.facts)
        use_cases = self._use_cases()
        without = [item for item in use_cases if not item.entity_ids]
        if without:
            named = (
                without[0].name if len(use_cases) == 1 else tr("{some} of {all}", some=len(without), all=len(use_cases))
            )
            return TriageState(problem=tr("Say first which entity will use it: {named} has none.", named=named))
        recorded, differing = self._recorded(questions, use_cases)
        values = {**recorded, **self._entered}
        proposals = [(item, self._proposal(item)) for item in use_cases]
        strictest = min((proposal for _, proposal in proposals), key=lambda item: _ORDER.index(item.result))
        reasons = tuple(dict.fromkeys(reason_text(ws.facts, reason) for reason in strictest.reasons))
        return TriageState(
            questions,
            values,
            differing - set(self._entered),
            frozenset().union(*(proposal.deciding for _, proposal in proposals)),
            tuple(_line(item, proposal) for item, proposal in proposals),
            strictest.result,
            TRIAGE_MARKS[strictest.result] or "sealed",
            *_words([proposal.result for _, proposal in proposals]),
            reasons[:_MOST_REASONS] if len({proposal.result for _, proposal in proposals}) == 1 else (),
            ", ".join(dict.fromkeys(TRIAGE_WORDS[TriageResult(item.triage)] for item in use_cases)),
            bool(self._entered),
        )

    def _recorded(
        self, questions: Sequence[FactDefinition], use_cases: Sequence[UseCase]
    ) -> tuple[dict[str, Raw], frozenset[str]]:
        """Return the answers on record where all tools agree, and the questions where they do not."""
        values: dict[str, Raw] = {}
        differing: set[str] = set()
        contexts = [context for item in use_cases for context in self._contexts(item)]
        for question in questions:
            found = {_raw(context.facts.get(question.key)) for context in contexts}
            values[question.key] = next(iter(found)) if len(found) == 1 else None
            differing |= {question.key} if len(found) > 1 else set()
        return values, frozenset(differing)

    def _contexts(self, use_case: UseCase) -> list[Context]:
        ws = self._session.workspace
        version = working_version(ws, use_case.id)
        return [context_of(ws, version, entity) for entity in entities_of(ws, use_case)]

    def _proposal(self, use_case: UseCase) -> TriageProposal:
        """Return what the answers point to, those entered and not yet recorded included."""
        facts = self._session.workspace.facts
        proposals = []
        for context in self._contexts(use_case):
            plain = {key: value for key, value in context.facts.items() if facts.get(key)}
            for key, value in self._entered.items():
                plain.pop(key, None)
                if value is not None and value != ():
                    plain[key] = parse_value(facts[key], value if isinstance(value, bool) else list(value))
            merged = Context(plain, context.flows, context.flows_complete)
            proposals.append(propose_triage(facts, with_derived(merged, facts.ordered_derived())))
        return min(proposals, key=lambda item: _ORDER.index(item.result))


def _raw(value: Value | None) -> Raw:
    if isinstance(value, frozenset):
        return tuple(sorted(value))
    return value if isinstance(value, bool) else None


def _line(use_case: UseCase, proposal: TriageProposal) -> ToolLine:
    return ToolLine(
        use_case.id,
        use_case.reference,
        use_case.name,
        TRIAGE_WORDS[proposal.result] if proposal.result is not TriageResult.OPEN else "questions open",
        TRIAGE_MARKS[proposal.result],
        TRIAGE_WORDS[TriageResult(use_case.triage)],
    )


def _words(results: Sequence[TriageResult]) -> tuple[str, str]:
    """Return what the answers point to, and what that means."""
    if len(set(results)) > 1:
        return "The answers point to different results", "Settle these tools in groups, or give reasons."
    return {
        TriageResult.OPEN: ("Not settled yet", "Questions marked ? could still change the outcome."),
        TriageResult.NOT_AI: ("The answers point to: not AI", "It stays in the register; no rule is asked."),
        TriageResult.BASIC: ("The answers point to: basic use", "A short record is enough."),
        TriageResult.FULL: ("The answers point to: full assessment", "The interview follows."),
    }[results[0]]
