"""What a person may enter for an answer: the form with its newest answer or its unsaved draft."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace

from placet.domain.acts import Answer, AnswerStatus, Disclosure, Evidence
from placet.domain.interview import Question
from placet.domain.moments import shown
from placet.domain.parties import Person, UseCaseVersion
from placet.domain.predicates import facts_of
from placet.domain.wording import fact_label
from placet.operations.assess_use_case import answers_of
from placet.operations.keep_drafts import kept_draft
from placet.operations.workspace import Workspace
from placet.ui.translate import tr


@dataclass(frozen=True, slots=True)
class AnswerInput:
    """An answer as it stands in the form."""

    status: str = AnswerStatus.OPEN
    statement: str = ""
    evidence_ids: tuple[str, ...] = ()
    basis: str = ""
    expires: str = ""
    second_person: str = ""
    disclosure: str = Disclosure.ORDINARY


@dataclass(frozen=True, slots=True)
class EvidenceLine:
    """One exhibit as it is listed."""

    id: str
    number: str
    title: str
    dated: str


@dataclass(frozen=True, slots=True)
class AnswerForm:
    """One answer to give: what is asked, what stands, and what is being typed."""

    question_id: str
    text: str
    help: str
    asked_by: str
    """“SFC circular 24EC55”, for what one regulator asks beyond the shared answer; else empty."""
    input: AnswerInput
    """What the form shows: the unsaved draft if there is one, else the newest answer."""
    saved: AnswerInput
    """What is on record."""
    given: str
    """“Chan Mei Ling, 22 Nov 2026, 17:03 HKT”; empty while nobody has answered."""
    changed_since: tuple[str, ...] = ()
    """What moved since the answer was given."""

    @property
    def is_unsaved(self) -> bool:
        """Tell whether the form holds something that is not on record."""
        return self.input != self.saved


def status_words() -> tuple[tuple[str, str], ...]:
    """Return what a person may answer, in the order shown."""
    return (
        (AnswerStatus.MET, tr("Met")),
        (AnswerStatus.PARTLY, tr("Partly met")),
        (AnswerStatus.NOT_MET, tr("Not met")),
        (AnswerStatus.DISAPPLIED, tr("Does not apply")),
        (AnswerStatus.MET_BY_EQUIVALENT, tr("Met by equivalent")),
        (AnswerStatus.WAIVED, tr("Waived")),
    )


def disclosure_words() -> tuple[tuple[str, str], ...]:
    """Return the disclosure classes with what each means."""
    return (
        (Disclosure.ORDINARY, tr("Ordinary: may go to any addressee")),
        (Disclosure.CONFIDENTIAL, tr("Confidential: stays in the firm")),
        (Disclosure.PRIVILEGED, tr("Privileged: goes to nobody unless cleared")),
        (Disclosure.SUPERVISORY, tr("Supervisory: belongs to the regulator it came from")),
        (Disclosure.PERSONAL_DATA, tr("Personal data: only where cleared")),
    )


def draft_id(version: UseCaseVersion, question_id: str) -> str:
    """Name the draft of one answer."""
    return f"answer/{version.id}/{question_id}"


def to_draft(given: AnswerInput) -> str:
    """Return an unsaved answer as it is kept."""
    return json.dumps(asdict(given))


def from_draft(body: str) -> AnswerInput | None:
    """Return an unsaved answer as it was kept; None for what cannot be read."""
    try:
        kept = json.loads(body)
        kept["evidence_ids"] = tuple(kept.get("evidence_ids", ()))
        return AnswerInput(**kept)
    except (ValueError, TypeError, AttributeError):
        return None


def subject_of_answer(question: Question) -> tuple[str, str]:
    """Return the control and the requirement an answer to this question speaks to; one of them is empty."""
    kind, _, key = question.id.partition(":")
    return (key, "") if kind == "control" else ("", key)


def answer_form(ws: Workspace, version: UseCaseVersion, question: Question, asked_by: str = "") -> AnswerForm:
    """Return the form of one answer."""
    control, requirement = subject_of_answer(question)
    newest = newest_answer(answers_of(ws, version), control, requirement)
    saved = _as_input(newest) if newest else AnswerInput()
    kept = from_draft(kept_draft(ws, draft_id(version, question.id)))
    since = changed_since(ws, version, question, newest.at) if newest else ()
    return AnswerForm(
        question.id, question.text, question.help, asked_by, kept or saved, saved, _given(ws, newest), since
    )


def newest_answer(answers: Sequence[Answer], control: str, requirement: str) -> Answer | None:
    """Return the newest answer that speaks to this control or requirement."""
    mine = [item for item in answers if item.control_id == control and item.requirement_id == requirement]
    return max(mine, key=lambda item: item.at, default=None)


def _as_input(answer: Answer) -> AnswerInput:
    return AnswerInput(
        answer.status, answer.statement, answer.evidence_ids, answer.basis, answer.expires, answer.second_person,
        answer.disclosure,
    )  # fmt: skip


def _given(ws: Workspace, answer: Answer | None) -> str:
    if answer is None:
        return ""
    person = ws.register.get(Person, answer.by)
    return f"{person.name if person else answer.by}, {shown(answer.at)}"


def changed_since(ws: Workspace, version: UseCaseVersion, question: Question, at: str) -> tuple[str, ...]:
    """Return the facts behind a question that were stated after ``at``."""
    from placet.domain.parties import Fact

    used: set[str] = set()
    for served in question.serves:
        requirement = served.coverage.applicability.requirement
        used |= facts_of(requirement.applies_when) | facts_of(requirement.addressees)
    moved = [fact for fact in ws.register.all(Fact, subject_id=version.id) if fact.key in used and fact.stated_at > at]
    return tuple(f"{fact_label(ws.facts, fact.key)} ({shown(fact.stated_at)})" for fact in moved)


def evidence_lines(ws: Workspace, ids: Sequence[str]) -> tuple[EvidenceLine, ...]:
    """Return exhibits as they are listed, in the order given."""
    kept = {item.id: item for item in ws.register.all(Evidence)}
    return tuple(evidence_line(kept[key]) for key in ids if key in kept)


def evidence_line(item: Evidence) -> EvidenceLine:
    """Return one exhibit as it is listed."""
    return EvidenceLine(item.id, item.number, item.title, shown(item.dated))


def with_evidence(given: AnswerInput, evidence_id: str) -> AnswerInput:
    """Return the answer with one more exhibit."""
    return replace(given, evidence_ids=tuple(dict.fromkeys((*given.evidence_ids, evidence_id))))


def without_evidence(given: AnswerInput, evidence_id: str) -> AnswerInput:
    """Return the answer without an exhibit; the exhibit itself stays in the register."""
    return replace(given, evidence_ids=tuple(key for key in given.evidence_ids if key != evidence_id))
