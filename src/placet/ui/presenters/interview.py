"""The Interview page without its window: one question at a time, worked out afresh after every answer."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from placet.domain.acts import AnswerStatus, Evidence
from placet.domain.errors import UserFacingError
from placet.domain.interview import FLOWS_QUESTION, Question, QuestionKind
from placet.domain.parties import DataFlow, Person, VersionState
from placet.operations import keep_parties
from placet.operations.answer_question import answer, determine, determine_triage
from placet.operations.keep_drafts import keep_draft, kept_draft, remember, remembered
from placet.operations.keep_evidence import EvidenceDetails, add_evidence
from placet.operations.state_facts import state_fact
from placet.ui.presenters.answer_forms import (
    AnswerForm,
    AnswerInput,
    EvidenceLine,
    answer_form,
    draft_id,
    evidence_line,
    subject_of_answer,
    to_draft,
)
from placet.ui.presenters.determination_forms import (
    DeterminationForm,
    GapLine,
    classification_form,
    gap_lines,
    triage_form,
)
from placet.ui.presenters.fact_forms import FactForm, FactSlot, Raw, fact_draft_id, fact_form
from placet.ui.presenters.flow_forms import FlowsForm, flows_form
from placet.ui.presenters.interview_list import (
    CLASSIFY,
    GAPS,
    TRIAGE,
    Interview,
    Item,
    PlaceLeft,
    StepLine,
    headline_of,
    list_interview,
)
from placet.ui.presenters.observed import Desk, Observed
from placet.ui.presenters.rule_lines import Why, why_of
from placet.ui.translate import tr

EDITABLE = (VersionState.DRAFT, VersionState.SUBMITTED)


@dataclass(frozen=True, slots=True)
class ControlForm:
    """A shared question with what single regulators ask beyond it."""

    question_id: str
    main: AnswerForm
    remainders: tuple[AnswerForm, ...]


@dataclass(frozen=True, slots=True)
class GapsForm:
    """Everything that applies and is not met."""

    question_id: str
    lines: tuple[GapLine, ...]


Prompt = FactForm | FlowsForm | ControlForm | DeterminationForm | GapsForm


@dataclass(frozen=True, slots=True)
class InterviewState:
    """What the page shows."""

    headline: str = ""
    empty: str = ""
    """Why there is nothing to ask yet; empty when there is."""
    steps: tuple[StepLine, ...] = ()
    step: str = ""
    items: tuple[Item, ...] = ()
    """Items of the current step."""
    current: str = ""
    position: str = ""
    """“Human oversight · 4 of 9”."""
    prompt: Prompt | None = None
    why: Why = field(default_factory=Why)
    left: tuple[PlaceLeft, ...] = ()
    is_editable: bool = True
    exhibits: tuple[EvidenceLine, ...] = ()
    """Every exhibit of the register, to choose from."""
    people: tuple[tuple[str, str], ...] = ()
    """Who may be the second person."""


class InterviewPresenter(Observed[InterviewState]):
    """Asks, records, and goes on; each method that writes raises UserFacingError when it may not."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(InterviewState())
        self._desk = desk
        self._current = ""
        self._use_case_id = ""
        self._token: tuple[object, ...] | None = None
        self._interview: Interview | None = None

    def refresh(self) -> None:
        """Work everything out again and show it; the question stays where it was.

        Nothing is done when nothing was written since and the same person is asked about the same use case.
        """
        key = self._desk.use_case_id
        token = self._present(key)
        if token is not None and token == self._token:
            return
        self._token = token
        if not key:
            self._interview = None
            self._show(InterviewState(empty=tr("Choose a use case on the Register page.")))
            return
        ws = self._desk.workspace
        use_case = keep_parties.find_use_case(ws, key)
        version = keep_parties.working_version(ws, key)
        if not use_case.entity_ids:
            self._interview = None
            empty = tr("No entity uses “{name}” yet. Say on the Register page which one will.", name=use_case.name)
            self._show(InterviewState(empty=empty))
            return
        self._interview = list_interview(ws, use_case, version)
        place = remembered(ws, f"interview/{version.id}")
        if key != self._use_case_id or (place and place != self._current):
            self._use_case_id, self._current = key, place
        self._compose()

    def _present(self, key: str) -> tuple[object, ...] | None:
        """Return what the list depends on; None while no use case is chosen."""
        if not key:
            return None
        ws = self._desk.workspace
        place = remembered(ws, f"interview/{self._interview.version.id}") if self._interview else ""
        return (key, ws.register.id, ws.register.size, str(ws.actor), ws.today(), ws.firm.sha256_hex, place)

    def _compose(self) -> None:
        interview, ws = self._interview, self._desk.workspace
        if interview is None:
            return
        item = interview.item(self._current)
        if item is None and self._current != GAPS:
            item = _first_open(interview.items)
        self._current = item.id if item else GAPS
        step = item.step if item else GAPS
        items = interview.of_step(step)
        is_editable = interview.version.state in EDITABLE and not ws.register.read_only
        self._show(
            InterviewState(
                headline=headline_of(interview),
                steps=interview.steps,
                step=step,
                items=items,
                current=self._current,
                position=_position(interview, items, item),
                prompt=self._prompt(interview, item),
                why=_why(self._desk, item),
                left=interview.left,
                is_editable=is_editable,
                exhibits=self.exhibits(),
                people=tuple((p.id, p.name) for p in ws.register.all(Person) if p.id != ws.actor.person_id),
            )
        )

    def _prompt(self, interview: Interview, item: Item | None) -> Prompt:
        ws = self._desk.workspace
        if item is None:
            return GapsForm(GAPS, gap_lines(interview, ws))
        if item.id == TRIAGE:
            return triage_form(ws, interview)
        if item.step == CLASSIFY:
            return classification_form(ws, interview, item.id) or GapsForm(GAPS, gap_lines(interview, ws))
        question = item.question
        if question is None:
            return GapsForm(GAPS, gap_lines(interview, ws))
        if question.kind is QuestionKind.FLOWS:
            return flows_form(ws, interview, question.id, question.text, question.help)
        if question.fact is not None:
            return fact_form(ws, interview.version, interview.entities, question.fact)
        below = tuple(answer_form(ws, interview.version, one, _asked_by(self._desk, one)) for one in item.remainders)
        return ControlForm(item.id, answer_form(ws, interview.version, question), below)

    @property
    def interview(self) -> Interview:
        """Return the list as worked out last."""
        if self._interview is None:
            raise UserFacingError("no use case is chosen", todo="Choose one on the Register page.")
        return self._interview

    # going about

    def go_to(self, item_id: str) -> None:
        """Show one item, or the one a remainder is shown under; remembered for the next time."""
        self._current = item_id
        self._compose()
        if self._interview is not None:
            remember(self._desk.workspace, f"interview/{self._interview.version.id}", self._current)
            self._token = self._present(self._use_case_id)

    def go_to_step(self, step: str) -> None:
        """Show the first open item of a step, or its first."""
        items = self.interview.of_step(step)
        found = _first_open(items) or (items[0] if items else None)
        self.go_to(found.id if found else GAPS)

    def back(self) -> None:
        """Show the item before this one."""
        keys = [item.id for item in self.interview.items]
        if self._current in keys:
            self.go_to(keys[max(keys.index(self._current) - 1, 0)])
        elif keys:
            self.go_to(keys[-1])

    def skip(self) -> None:
        """Show the next item, answered or not; after the last come the gaps."""
        keys = [item.id for item in self.interview.items]
        at = keys.index(self._current) if self._current in keys else -1
        self.go_to(keys[at + 1] if at + 1 < len(keys) else GAPS)

    def next_open(self) -> None:
        """Show the next unanswered item after this one, wrapping round; the gaps when nothing is left."""
        items = self.interview.items
        at = next((i + 1 for i, item in enumerate(items) if item.id == self._current), 0)
        found = _first_open((*items[at:], *items[:at]))
        self.go_to(found.id if found else GAPS)

    # recording

    def record_fact(self, slot: FactSlot, raw: Raw) -> None:
        """State a fact, or take it back to unknown; the list is worked out afresh."""
        value = list(raw) if isinstance(raw, tuple) else raw
        state_fact(
            self._desk.workspace, self.interview.version, slot.key, value,
            place=slot.place, entity_id=slot.entity_id, subject_id=slot.subject_id,
        )  # fmt: skip
        self._keep(fact_draft_id(self.interview.version, slot), "")
        self.refresh()

    def keep_fact(self, slot: FactSlot, raw: Raw) -> None:
        """Keep a value that was entered and not recorded."""
        body = "" if raw == slot.value else json.dumps(raw)
        self._keep(fact_draft_id(self.interview.version, slot), body)

    def keep(self, question_id: str, given: AnswerInput) -> None:
        """Keep a half-typed answer outside the journal."""
        form = self.form_of(question_id)
        body = "" if form is not None and given == form.saved else to_draft(given)
        self._keep(draft_id(self.interview.version, question_id), body)

    def keep_form(self, question_id: str, entered: Mapping[str, object]) -> None:
        """Keep what was entered into a form that is not an answer: a determination, a data flow."""
        self._keep(f"form/{self.interview.version.id}/{question_id}", json.dumps(entered) if entered else "")

    def kept_form(self, question_id: str) -> dict[str, object]:
        """Return what was entered into a form and not recorded; empty when nothing was."""
        body = kept_draft(self._desk.workspace, f"form/{self.interview.version.id}/{question_id}")
        return dict(json.loads(body)) if body else {}

    def _keep(self, key: str, body: str) -> None:
        """Write a draft only when it differs from the one kept: each write waits for the disk."""
        if kept_draft(self._desk.workspace, key) != body:
            keep_draft(self._desk.workspace, key, body)

    def form_of(self, question_id: str) -> AnswerForm | None:
        """Return the form of an answer on the current page."""
        prompt = self.state.prompt
        if not isinstance(prompt, ControlForm):
            return None
        return next((form for form in (prompt.main, *prompt.remainders) if form.question_id == question_id), None)

    def save(self, given: Mapping[str, AnswerInput]) -> None:
        """Record each answer that differs from what stands; none is changed in place."""
        ws, version = self._desk.workspace, self.interview.version
        for question_id, entered in given.items():
            form = self.form_of(question_id)
            if form is None or entered == form.saved:
                continue
            self._require_status(entered)
            question = self._question(question_id)
            control, requirement = subject_of_answer(question)
            answer(
                ws, version, entered.status, entered.statement, control=control, requirement=requirement,
                evidence_ids=entered.evidence_ids, basis=entered.basis, expires=entered.expires,
                second_person=entered.second_person, disclosure=entered.disclosure,
            )  # fmt: skip
            self._keep(draft_id(version, question_id), "")
        self.refresh()

    def _require_status(self, entered: AnswerInput) -> None:
        if entered.status == AnswerStatus.OPEN and entered.statement.strip():
            raise UserFacingError(
                tr("how far it is met is not said yet"), todo=tr("Choose one of the answers above the statement.")
            )

    def _question(self, question_id: str) -> Question:
        item = self.interview.item(question_id)
        asked = (item.question, *item.remainders) if item else ()
        found = next((one for one in asked if one and one.id == question_id), None)
        if found is None:
            raise UserFacingError("this is no longer asked", question_id, "Go on with the next question.")
        return found

    def add_file(self, path: Path, details: EvidenceDetails) -> str:
        """Take a file into the register as evidence and return its id."""
        return add_evidence(self._desk.workspace, details, path).id

    def exhibits(self) -> tuple[EvidenceLine, ...]:
        """Return every exhibit of the register as it is now."""
        return tuple(evidence_line(kept) for kept in self._desk.workspace.register.all(Evidence))

    def determine(self, form: DeterminationForm, determined: str, reasons: str, second_person: str = "") -> None:
        """Record what the person at the keyboard determines; what already stands is not recorded again."""
        if not determined:
            raise UserFacingError(tr("nothing is determined yet"), todo=tr("Choose one of the outcomes."))
        if determined == form.determined and not reasons:
            return
        ws, interview = self._desk.workspace, self.interview
        if form.subject == TRIAGE:
            determine_triage(ws, interview.use_case, interview.version, determined, reasons, second_person)
        else:
            determine(
                ws, interview.version, form.entity_id, form.subject,
                proposed=form.proposed, determined=determined, reasons=reasons, second_person=second_person,
            )  # fmt: skip
        self.keep_form(form.question_id, {})
        self.refresh()

    def save_flow(self, flow: DataFlow) -> None:
        """Add or change a data flow."""
        keep_parties.save_flow(self._desk.workspace, replace(flow, version_id=self.interview.version.id))
        self.keep_form(FLOWS_QUESTION, {})
        self.refresh()

    def remove_flow(self, flow_id: str) -> None:
        """Remove a data flow; the journal keeps what it was."""
        keep_parties.remove_flow(self._desk.workspace, flow_id)
        self.refresh()

    def confirm_flows(self, complete: bool) -> None:
        """Say that no flow is missing, or take it back."""
        keep_parties.confirm_flows(self._desk.workspace, self.interview.version, complete=complete)
        self.refresh()

    def start_draft(self) -> None:
        """Begin the next version beside an approved one."""
        keep_parties.editable_version(self._desk.workspace, self.interview.use_case.id)
        self.refresh()


def _first_open(items: Sequence[Item]) -> Item | None:
    return next((item for item in items if not item.answered), None)


def _position(interview: Interview, items: Sequence[Item], item: Item | None) -> str:
    if item is None:
        return tr("What is left")
    title = next((step.title for step in interview.steps if step.id == item.step), "")
    at = [one.id for one in items].index(item.id) + 1
    return tr("{step} · {number} of {all}", step=title, number=at, all=len(items))


def _why(desk: Desk, item: Item | None) -> Why:
    if item is None or item.question is None:
        return Why()
    more = [served for question in item.remainders for served in question.serves]
    return why_of(desk.workspace, item.question, more)


def _asked_by(desk: Desk, question: Question) -> str:
    """Return who asks beyond the shared answer: “HKMA circular, para. 12”."""
    served = question.serves[0]
    requirement = served.coverage.applicability.requirement
    instrument = desk.workspace.packs[served.place].instrument(requirement.instrument)
    return f"{instrument.label}, {requirement.clause}"
