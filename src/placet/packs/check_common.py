"""Check the common catalogue and a firm pack beyond what reading them settles."""

from __future__ import annotations

from placet.domain.errors import Finding
from placet.domain.facts import FactDefinition, FactKind
from placet.domain.firm import ActKind, FirmPack, RouteStage
from placet.packs.library import Common
from placet.packs.report import Report
from placet.packs.scope import Places, near

TRIAGE_QUESTIONS = 10
_WITH_CHOICES = (FactKind.CHOICE, FactKind.SET)


def check_common(common: Common, places: Places | None = None) -> tuple[Finding, ...]:
    """Return everything that is doubtful in the common catalogue."""
    report = Report("common", places)
    triage: dict[int, str] = {}
    for fact in common.facts.definitions:
        _check_fact(fact, report)
        if fact.triage and triage.setdefault(fact.triage, fact.key) != fact.key:
            report.error(fact, f"triage place {fact.triage} is taken by ‘{triage[fact.triage]}’", "", "triage")
    for control in common.catalogue.controls:
        if not control.question.endswith("?"):
            report.error(control, "the question has no question mark", "Ask it as a question.", "question")
    return report.findings()


def _check_fact(fact: FactDefinition, report: Report) -> None:
    if not fact.question.endswith("?"):
        report.error(fact, "the question has no question mark", "Ask it as a question.", "question")
    if not 0 <= fact.triage <= TRIAGE_QUESTIONS:
        report.error(fact, f"triage place {fact.triage}", f"Triage has places 1 to {TRIAGE_QUESTIONS}.", "triage")
    if fact.kind in _WITH_CHOICES and not fact.choices:
        report.error(fact, f"a {fact.kind} without choices", "List them.", "kind")
    if fact.kind not in _WITH_CHOICES and fact.choices:
        report.error(fact, f"choices, though its kind is {fact.kind}", "Take them out.", "choices")
    keys = [choice.key for choice in fact.choices]
    for choice in fact.choices:
        for implied in choice.implies:
            if implied not in keys:
                report.error(choice, f"it implies ‘{implied}’, which is no choice", near(implied, keys), "implies")
        if choice.implies and fact.kind is not FactKind.SET:
            report.error(choice, "only a choice of a set can imply others", "", "implies")


def check_firm(firm: FirmPack, places: Places | None = None) -> tuple[Finding, ...]:
    """Return everything that is doubtful in a firm pack."""
    report = Report(f"firm pack {firm.id}", places)
    if not any(stage.kind is ActKind.APPROVE for stage in firm.stages):
        report.error(firm, "its route has no stage that approves", "Add one of kind approve.", "stages")
    before: list[str] = []
    for stage in firm.stages:
        _check_stage(stage, before, report)
        before.append(stage.id)
    for role in firm.roles:
        if not 0 <= role.line <= 3:
            report.error(role, f"line of defence {role.line}", "There are 1, 2 and 3; 0 for none.", "line")
    return report.findings()


def _check_stage(stage: RouteStage, before: list[str], report: Report) -> None:
    if bool(stage.roles) == bool(stage.body):
        report.error(stage, "either roles act here, or a body", "Give exactly one of roles and body.")
    for name in ("after", "apart_from"):
        for index, other in enumerate(getattr(stage, name)):
            if other not in before:
                report.error(stage, f"‘{other}’ does not come before it", "Put it earlier.", name, index)
