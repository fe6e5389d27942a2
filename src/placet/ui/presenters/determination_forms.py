"""Judgements that Placet only proposes, with its reasons, and what a named person determined; and the gaps left."""

from __future__ import annotations

from dataclasses import dataclass

from placet.domain.acts import Determination
from placet.domain.assessment import Proposal
from placet.domain.coverage import CoverageStatus
from placet.domain.moments import shown
from placet.domain.parties import Person, TriageResult
from placet.domain.predicates import Explanation
from placet.domain.rules import Force
from placet.domain.wording import fact_label, reason_text
from placet.operations.answer_question import determinations
from placet.operations.assess_use_case import triage_of
from placet.operations.workspace import Workspace
from placet.ui.presenters.interview_list import CLASSIFY, TRIAGE, Interview
from placet.ui.presenters.rule_lines import place_name
from placet.ui.translate import tr

_FORCES = tuple(Force)


@dataclass(frozen=True, slots=True)
class DeterminationForm:
    """One judgement: what is proposed, why, what may be determined, and what was."""

    question_id: str
    entity_id: str
    subject: str
    title: str
    source: str
    """Instrument and clause; empty for triage, which is the firm's own."""
    proposed: str
    proposed_words: str
    reasons: tuple[str, ...]
    undecided: tuple[str, ...]
    """Facts that could still change the proposal."""
    options: tuple[tuple[str, str], ...]
    consequence: str
    determined: str
    determined_words: str
    determined_by: str
    determined_reasons: str
    note: str = ""
    needs_second: bool = False
    """The firm asks for a second person to agree."""


@dataclass(frozen=True, slots=True)
class GapLine:
    """One requirement that applies and is not met."""

    place: str
    entity: str
    title: str
    citation: str
    force: str
    status: str
    status_words: str
    question_id: str
    """Where it is answered; empty when the facts decide it."""


def triage_words() -> dict[str, str]:
    """Return what triage may settle, in words."""
    return {
        TriageResult.FULL: tr("Full assessment"),
        TriageResult.BASIC: tr("Basic use: a short record is enough"),
        TriageResult.NOT_AI: tr("Not AI"),
        TriageResult.OPEN: tr("Cannot be told yet"),
    }


def coverage_words() -> dict[str, str]:
    """Return the states of a requirement in words."""
    return {
        CoverageStatus.OPEN: tr("open"),
        CoverageStatus.MET: tr("met"),
        CoverageStatus.MET_BY_EQUIVALENT: tr("met by equivalent"),
        CoverageStatus.PARTLY: tr("partly met"),
        CoverageStatus.NOT_MET: tr("not met"),
        CoverageStatus.DISAPPLIED: tr("does not apply"),
        CoverageStatus.WAIVED: tr("waived"),
        CoverageStatus.NOT_TRIGGERED: tr("not triggered"),
        CoverageStatus.NOT_YET_IN_FORCE: tr("not yet in force"),
        CoverageStatus.UNDECIDED: tr("undecided"),
    }


def triage_form(ws: Workspace, interview: Interview) -> DeterminationForm:
    """Return the determination of how far to assess."""
    proposal = triage_of(ws, interview.use_case, interview.version)
    words = triage_words()
    made = determinations(ws, interview.version).get(TRIAGE)
    settled = interview.use_case.triage
    return DeterminationForm(
        TRIAGE, "", TRIAGE, tr("How far should this use case be assessed?"), "",
        proposal.result, words[proposal.result],
        _said(ws, proposal.reasons), tuple(fact_label(ws.facts, key) for key in sorted(proposal.deciding)),
        tuple((key, words[key]) for key in (TriageResult.FULL, TriageResult.BASIC, TriageResult.NOT_AI)),
        "", "" if settled == TriageResult.OPEN else settled, "" if settled == TriageResult.OPEN else words[settled],
        _by(ws, made), made.reasons if made else "", needs_second=TRIAGE in ws.firm.second_person_for,
    )  # fmt: skip


def classification_form(ws: Workspace, interview: Interview, question_id: str) -> DeterminationForm | None:
    """Return the determination of one classification in one entity; None once it is no longer proposed."""
    _, entity_id, key = question_id.split(":", 2)
    for part in interview.assessed:
        if part.entity.id != entity_id or part.assessment is None:
            continue
        for proposal in part.assessment.proposals:
            if proposal.classification.id == key:
                return _classification(ws, interview, question_id, entity_id, proposal, part.entity.place)
    return None


def _classification(
    ws: Workspace, interview: Interview, question_id: str, entity_id: str, proposal: Proposal, place: str
) -> DeterminationForm:
    scale = proposal.classification
    instrument = ws.packs[place].instrument(scale.instrument)
    clause = proposal.tier.clause if proposal.tier else ""
    made = determinations(ws, interview.version, entity_id).get(f"classification:{scale.id}")
    labels = dict.fromkeys((*(tier.label for tier in scale.tiers), scale.default))
    is_told = proposal.truth is True
    return DeterminationForm(
        question_id, entity_id, f"classification:{scale.id}", scale.title,
        f"{instrument.label}: {instrument.title}{', ' + clause if clause else ''}",
        proposal.label if is_told else "", proposal.label if is_told else tr("Cannot be told yet"),
        _said(ws, proposal.reasons), tuple(fact_label(ws.facts, key) for key in sorted(proposal.deciding)),
        tuple((label, label) for label in labels),
        proposal.tier.consequence if proposal.tier and is_told else "",
        made.determined if made else "", made.determined if made else "", _by(ws, made),
        made.reasons if made else "", scale.note, CLASSIFY in ws.firm.second_person_for,
    )  # fmt: skip


def _said(ws: Workspace, reasons: tuple[Explanation, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(reason_text(ws.facts, item) for item in reasons))


def _by(ws: Workspace, made: Determination | None) -> str:
    if made is None:
        return ""
    person, second = ws.register.get(Person, made.by), ws.register.get(Person, made.second_person)
    agreed = tr(", agreed by {name}", name=second.name) if second else ""
    return f"{person.name if person else made.by}{agreed}, {shown(made.at)}"


def gap_lines(interview: Interview, ws: Workspace) -> tuple[GapLine, ...]:
    """Return every gap in every place, legally binding ones first."""
    words, lines = coverage_words(), []
    for part in interview.assessed:
        for item in part.assessment.gaps if part.assessment else ():
            requirement = item.applicability.requirement
            instrument = ws.packs[part.entity.place].instrument(requirement.instrument)
            controls = tuple(relation.control for relation in requirement.controls)
            line = GapLine(
                place=place_name(part.entity.place),
                entity=part.entity.name,
                title=requirement.title,
                citation=f"{instrument.label}, {requirement.clause}",
                force=requirement.force,
                status=item.status,
                status_words=words[item.status],
                question_id=_question_of(interview, requirement.id, controls),
            )
            lines.append(line)
    return tuple(
        sorted(lines, key=lambda line: (line.status == CoverageStatus.UNDECIDED, _FORCES.index(Force(line.force))))
    )


def _question_of(interview: Interview, requirement_id: str, controls: tuple[str, ...]) -> str:
    for key in (f"requirement:{requirement_id}", *(f"control:{control}" for control in controls)):
        found = interview.item(key)
        if found:
            return found.id
    return ""
