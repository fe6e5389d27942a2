"""Data flows as they are listed and entered, with what each place says of them."""

from __future__ import annotations

from dataclasses import dataclass

from placet.domain.facts import About
from placet.domain.pack import DataOutcome
from placet.domain.parties import DataFlow, Vendor
from placet.domain.wording import value_text
from placet.operations.assess_use_case import flows_of
from placet.operations.workspace import Workspace
from placet.ui.presenters.interview_list import Interview
from placet.ui.presenters.rule_lines import place_name
from placet.ui.translate import tr


@dataclass(frozen=True, slots=True)
class FlowLine:
    """One flow in the table."""

    flow: DataFlow
    classes: str
    where: str
    """“Hong Kong → Singapore”: collected, then stored and processed."""
    given_to: str
    rulings: tuple[str, ...]
    """What each place says: “Hong Kong: conditions apply (Code on Consumer Credit Data, cl. 2.8)”."""


@dataclass(frozen=True, slots=True)
class FlowChoices:
    """What the form of a flow offers, as key and label."""

    data_class: tuple[tuple[str, str], ...]
    places: tuple[tuple[str, str], ...]
    given_to: tuple[tuple[str, str], ...]
    mechanism: tuple[tuple[str, str], ...]
    vendors: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class FlowsForm:
    """All flows of a version, and whether somebody has said that none is missing."""

    question_id: str
    text: str
    help: str
    lines: tuple[FlowLine, ...]
    is_complete: bool
    choices: FlowChoices


def outcome_words() -> dict[str, str]:
    """Return what a data rule says, in words."""
    return {
        DataOutcome.NO_RESTRICTION: tr("no restriction found"),
        DataOutcome.CONDITIONAL: tr("conditions apply"),
        DataOutcome.FILING: tr("a filing is needed"),
        DataOutcome.PRIOR_APPROVAL: tr("prior approval is needed"),
        DataOutcome.PROHIBITED: tr("prohibited"),
        DataOutcome.NOT_ASSESSED: tr("cannot be told yet"),
    }


def flows_form(ws: Workspace, interview: Interview, question_id: str, text: str, help_text: str) -> FlowsForm:
    """Return the flows of a version as they stand."""
    flows = flows_of(ws, interview.version)
    lines = tuple(_line(ws, interview, index, flow) for index, flow in enumerate(flows))
    return FlowsForm(question_id, text, help_text, lines, interview.version.flows_complete, flow_choices(ws))


def _line(ws: Workspace, interview: Interview, index: int, flow: DataFlow) -> FlowLine:
    classes = value_text(ws.facts, "data_class", frozenset(flow.data_classes)) if flow.data_classes else ""
    start = place_name(flow.collected_in) if flow.collected_in else ""
    ends = ", ".join(place_name(key) for key in dict.fromkeys((*flow.stored_in, *flow.processed_in)))
    where = " → ".join(part for part in (start, ends) if part)
    given = value_text(ws.facts, "given_to", flow.given_to) if flow.given_to else ""
    return FlowLine(flow, classes, where, given, tuple(_rulings(interview, index)))


def _rulings(interview: Interview, index: int) -> list[str]:
    words, said = outcome_words(), []
    for part in interview.assessed:
        name = place_name(part.entity.place)
        if part.assessment is None:
            said.append(tr("{place}: not assessed", place=name))
            continue
        for finding in part.assessment.data:
            if finding.flow_index == index:
                rule = f" ({finding.rule.title}, {finding.rule.clause})" if finding.rule else ""
                said.append(f"{name}: {words[finding.outcome]}{rule}")
    return list(dict.fromkeys(said))


def flow_choices(ws: Workspace) -> FlowChoices:
    """Return what the form of a flow offers."""

    def of(key: str) -> tuple[tuple[str, str], ...]:
        found = next((item for item in ws.facts.definitions if item.about is About.FLOW and item.key == key), None)
        return tuple((choice.key, choice.label) for choice in found.choices) if found else ()

    vendors = tuple((item.id, item.name) for item in ws.register.all(Vendor))
    return FlowChoices(of("data_class"), of("stored_in"), of("given_to"), of("mechanism"), vendors)
