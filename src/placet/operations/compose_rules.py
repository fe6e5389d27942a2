"""Put what the rules say into words that need no register: the rule half of a snapshot."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from placet.domain.acts import Answer, AnswerStatus, Determination, Evidence
from placet.domain.assessment import Applicability, Assessment, DataFinding, Proposal, Timing
from placet.domain.coverage import Coverage, CoverageStatus
from placet.domain.disclosure import INTERNAL, may_see
from placet.domain.moments import shown_day
from placet.domain.pack import Pack
from placet.domain.parties import DataFlow, Person
from placet.domain.predicates import All, evaluate
from placet.domain.snapshot import (
    AnswerLine,
    ClassificationLine,
    ClockLine,
    FlowLine,
    FlowRuling,
    RequirementLine,
    StepLine,
    TermLine,
)
from placet.domain.wording import reason_text, value_text
from placet.operations.workspace import Workspace

WITHHELD = "Withheld: not cleared for this addressee."


@dataclass(frozen=True, slots=True)
class Selection:
    """What goes into a snapshot for one addressee, and the look-ups it is put into words with."""

    ws: Workspace
    pack: Pack
    assessment: Assessment
    addressee: str
    people: Mapping[str, Person]
    evidence: Mapping[str, Evidence]
    cited: dict[str, Evidence] = field(default_factory=dict)
    """Filled while lines are composed: exhibits cited, by id."""

    def name_of(self, person_id: str) -> str:
        """Return a person's printable name; an operating-system user stays as it is."""
        person = self.people.get(person_id)
        return (person.printable_name or person.name) if person else person_id

    def citation(self, instrument_id: str, clause: str) -> str:
        """Return label, title and clause, as printed wherever a rule is named."""
        instrument = self.pack.instrument(instrument_id)
        return (
            f"{instrument.label}: {instrument.title}, {clause}" if clause else f"{instrument.label}: {instrument.title}"
        )

    def cite(self, evidence_ids: Sequence[str]) -> tuple[str, ...]:
        """Return exhibit numbers and remember them as cited."""
        numbers = []
        for key in evidence_ids:
            if key in self.evidence:
                self.cited[key] = self.evidence[key]
                numbers.append(self.evidence[key].number)
        return tuple(numbers)


def requirement_lines(chosen: Selection) -> tuple[RequirementLine, ...]:
    """Return every requirement that applies, upcoming ones included, in pack order."""
    return tuple(_requirement_line(chosen, item) for item in _that_apply(chosen))


def _that_apply(chosen: Selection) -> list[Coverage]:
    return [
        item
        for item in chosen.assessment.coverage
        if item.status is not CoverageStatus.NOT_TRIGGERED and item.applicability.timing is not Timing.NOT_IN_FORCE
    ]


def _requirement_line(chosen: Selection, item: Coverage) -> RequirementLine:
    state, requirement = item.applicability, item.applicability.requirement
    instrument = chosen.pack.instrument(requirement.instrument)
    regulator = next((r for r in chosen.pack.regulators if r.id == instrument.regulator), None)
    checked = f"checked by {requirement.verified_by}" if requirement.verified_by else "as researched"
    return RequirementLine(
        requirement.id,
        (regulator.abbreviation or regulator.name) if regulator else "",
        instrument.title,
        instrument.label,
        requirement.clause,
        checked,
        requirement.force,
        requirement.severity,
        state.timing,
        state.from_date.isoformat() if state.from_date else "",
        requirement.title,
        requirement.duty,
        requirement.asks,
        item.status,
        _reasons(chosen, state),
        tuple(_answer_line(chosen, answer) for answer in item.answers),
        requirement.confidence,
        requirement.last_verified.isoformat(),
        requirement.recheck_by.isoformat(),
        requirement.note,
        item.is_gap,
        requirement.document,
    )


def _reasons(chosen: Selection, state: Applicability) -> tuple[str, ...]:
    """Return why a duty applies; that it always does is said only where nothing else is."""
    texts = {reason_text(chosen.ws.facts, reason): isinstance(reason.predicate, All) for reason in state.reasons}
    telling = tuple(text for text, is_always in texts.items() if not is_always)
    return telling or tuple(texts)


def _answer_line(chosen: Selection, answer: Answer) -> AnswerLine:
    control = chosen.ws.common.control(answer.control_id) if answer.control_id else None
    visible = may_see(answer.disclosure, chosen.addressee)
    return AnswerLine(
        control.title if control else "This requirement",
        AnswerStatus(answer.status),
        answer.statement if visible else WITHHELD,
        answer.basis if visible else (WITHHELD if answer.basis else ""),
        chosen.cite(answer.evidence_ids),
        chosen.name_of(answer.by),
        answer.at,
        chosen.name_of(answer.second_person) if answer.second_person else "",
    )


def classification_lines(chosen: Selection, determined: Mapping[str, Determination]) -> tuple[ClassificationLine, ...]:
    """Return each scale with what it proposes and what was determined."""
    return tuple(
        _classification_line(chosen, proposal, determined.get(f"classification:{proposal.classification.id}"))
        for proposal in chosen.assessment.proposals
    )


def _classification_line(chosen: Selection, proposal: Proposal, made: Determination | None) -> ClassificationLine:
    scale, tier = proposal.classification, proposal.tier
    proposed = proposal.label if proposal.truth else "Cannot be told yet"
    return ClassificationLine(
        scale.id,
        scale.title,
        chosen.citation(scale.instrument, ""),
        tier.clause if tier else "",
        proposed,
        tuple(reason_text(chosen.ws.facts, reason) for reason in proposal.reasons),
        tier.consequence if tier else "",
        scale.label_of(made.determined) if made else "",
        chosen.name_of(made.by) if made else "",
        made.at if made else "",
        made.reasons if made else "",
        scale.note,
    )


def flow_lines(chosen: Selection, flows: Sequence[DataFlow]) -> tuple[FlowLine, ...]:
    """Return each data flow with every rule that speaks of it."""
    result = []
    for index, flow in enumerate(flows):
        rulings = [item for item in chosen.assessment.data if item.flow_index == index]
        words = [
            value_text(chosen.ws.facts, key, frozenset(values))
            for key, values in (
                ("data_class", flow.data_classes),
                ("stored_in", flow.stored_in),
                ("processed_in", flow.processed_in),
                ("accessed_from", flow.accessed_from),
            )
        ]
        result.append(
            FlowLine(
                flow.name,
                (words[0],) if words[0] else (),
                flow.collected_in,
                (words[1],) if words[1] else (),
                (words[2],) if words[2] else (),
                (words[3],) if words[3] else (),
                value_text(chosen.ws.facts, "given_to", flow.given_to) if flow.given_to else "",
                value_text(chosen.ws.facts, "mechanism", flow.mechanism) if flow.mechanism else "",
                tuple(_ruling(chosen, item) for item in rulings),
            )
        )
    return tuple(result)


def _ruling(chosen: Selection, item: DataFinding) -> FlowRuling:
    rule = item.rule
    if rule is None:
        as_of = shown_day(chosen.pack.as_of)
        title = f"No rule of the {chosen.pack.id} pack of {as_of} restricts this flow"
        return FlowRuling(title, item.outcome, "", "", ())
    return FlowRuling(
        rule.title, item.outcome, chosen.citation(rule.instrument, rule.clause), rule.force, rule.safeguards, rule.note
    )


def term_lines(chosen: Selection) -> tuple[TermLine, ...]:
    """Return the addressee's terms; an internal record carries those of each regulator whose rules apply."""
    titles = {concept.id: concept.title for concept in chosen.ws.common.concepts}
    names = {item.id: item.abbreviation or item.name for item in chosen.pack.regulators}
    speaking = {chosen.addressee}
    if chosen.addressee == INTERNAL:
        applying = (item.applicability.requirement for item in _that_apply(chosen))
        speaking = {chosen.pack.instrument(item.instrument).regulator for item in applying}
    return tuple(
        TermLine(
            titles.get(term.concept, term.concept),
            names.get(term.regulator, term.regulator),
            term.word,
            term.local_word,
            term.meaning,
            chosen.citation(term.instrument, term.clause),
            term.leaves_out,
        )
        for term in chosen.pack.terms
        if term.regulator in speaking
    )


def clock_lines(chosen: Selection) -> tuple[ClockLine, ...]:
    """Return each time limit with its own start."""
    return tuple(
        ClockLine(
            clock.title,
            clock.start_event,
            f"{clock.amount} {clock.unit.replace('_', ' ')} {clock.direction}",
            clock.to_whom,
            chosen.citation(clock.instrument, clock.clause),
            clock.force,
        )
        for clock in chosen.assessment.clocks
    )


def external_steps(chosen: Selection) -> tuple[StepLine, ...]:
    """Return the steps with regulators; what is not published is said to be so."""
    return tuple(
        StepLine(
            step.title,
            step.with_whom,
            step.what,
            step.lead_time or "not published",
            step.is_consent,
            chosen.citation(step.instrument, step.clause) if step.instrument else "",
        )
        for route in chosen.assessment.routes
        for step in route.steps
    )


def not_triggered_lines(chosen: Selection) -> tuple[str, ...]:
    """Return citations of what was considered and does not apply; what other kinds of firm owe is only counted."""
    lines, of_others = [], Counter[str]()
    for item in chosen.assessment.coverage:
        requirement = item.applicability.requirement
        if item.status is not CoverageStatus.NOT_TRIGGERED:
            continue
        if evaluate(requirement.addressees, chosen.assessment.context) is False:
            of_others[chosen.citation(requirement.instrument, "")] += 1
        else:
            lines.append(f"{chosen.citation(requirement.instrument, requirement.clause)} ({requirement.title})")
    counted = (f"{name}, for other kinds of firm ({_items(count)})" for name, count in of_others.items())
    return (*lines, *counted)


def _items(count: int) -> str:
    return "1 item" if count == 1 else f"{count} items"
