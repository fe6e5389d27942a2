"""Check what a pack says: force, severity and status told apart, weak rules off, every rule reached by a case.

Reading has settled that every reference exists and every value fits; here the meaning is looked at.
"""

from __future__ import annotations

from dataclasses import fields
from zoneinfo import available_timezones

from placet.domain.errors import Finding
from placet.domain.facts import About, FactCatalogue
from placet.domain.pack import CommonCatalogue, Form, FormField, Pack, RouteStep
from placet.domain.parties import Entity, UseCase, UseCaseVersion
from placet.domain.predicates import Derived, facts_of
from placet.domain.rules import Confidence, Force, Instrument, Requirement, Severity, Status
from placet.packs.cases import check_cases
from placet.packs.report import Report
from placet.packs.scope import Places, near

LONGEST_DUTY = 400
NOTIFICATIONS = frozenset({"regulator-notification", "incident-notification"})
"""Controls that end in a document; a requirement on one is met by the document, never by the control."""
NOT_BINDING_YET = frozenset({Status.CONSULTATION, Status.DRAFT, Status.DISCUSSION})
_WEIGHT = {
    force: weight
    for weight, force in enumerate((Force.OBSERVATION, Force.VOLUNTARY, Force.GUIDELINE, Force.NOTICE, Force.LAW))
}
_FIELD_ROOTS: dict[str, frozenset[str]] = {
    "entity": frozenset(item.name for item in fields(Entity)),
    "use_case": frozenset(item.name for item in fields(UseCase)) | {"owner"},
    "version": frozenset(item.name for item in fields(UseCaseVersion)),
}


def check_pack(
    pack: Pack, common: CommonCatalogue, facts: FactCatalogue, places: Places | None = None
) -> tuple[Finding, ...]:
    """Return everything that is doubtful in a pack that was read without findings.

    ``facts`` is the common catalogue; ``places`` comes from reading and gives the findings their lines.
    """
    report = Report(f"pack {pack.id}", places)
    _check_head(pack, report)
    derived = {item.key: item for item in (*facts.derived, *pack.derived)}
    for requirement in pack.requirements:
        _check_weight(requirement, pack.instrument(requirement.instrument), report)
        _check_standing(requirement, pack.instrument(requirement.instrument), report)
        _check_controls(requirement, report)
        _check_text(requirement, report)
        _check_effective(requirement, report)
        _check_addressees(requirement, facts, derived, report)
    _check_parts(pack, report)
    for form in pack.forms:
        _check_form(form, common, facts, derived, report)
    check_cases(pack, common, facts, report)
    return report.findings()


def _check_head(pack: Pack, report: Report) -> None:
    if pack.time_zone not in available_timezones():
        report.error(pack, f"‘{pack.time_zone}’ is no time zone", "Write one such as Asia/Hong_Kong.", "time_zone")
    if not pack.requirements:
        report.error(pack, "it has no requirement", "Add requirements/<regulator>.yaml.")
    used = _cited(pack)
    for instrument in pack.instruments:
        if instrument.id not in used:
            report.warn(instrument, "nothing in the pack cites it", "Cite it or take it out.")
        if not instrument.sources:
            report.error(instrument, "it has no source", "Say where it can be read.")


def _cited(pack: Pack) -> set[str]:
    """Return the ids of the instruments that something in the pack cites."""
    cited: set[str] = set()
    cited.update(item.instrument for item in pack.requirements)
    cited.update(item.instrument for item in pack.terms)
    cited.update(item.instrument for item in pack.classifications)
    cited.update(item.instrument for item in pack.data_rules)
    cited.update(item.instrument for item in pack.parameters)
    cited.update(item.instrument for item in pack.clocks)
    cited.update(item.instrument for item in pack.forms)
    cited.update(step.instrument for route in pack.routes for step in route.steps)
    return cited


def _check_weight(item: Requirement, instrument: Instrument, report: Report) -> None:
    """Hold force, severity and the instrument's own force apart (README of the sheets, point 1)."""
    _check_force(item, item.force, instrument, report)
    if item.severity is Severity.MUST and not item.force.binds:
        report.error(item, f"‘must’ with force ‘{item.force}’", "Only law and notice make a must.", "severity")
    if item.severity is not Severity.MUST and item.force.binds:
        report.warn(item, f"‘{item.severity}’ with force ‘{item.force}’", "Law and notice are a must.", "severity")
    if item.severity is Severity.EXPECTED and item.force in (Force.VOLUNTARY, Force.OBSERVATION):
        report.error(item, f"‘expected’ with force ‘{item.force}’", "What is voluntary is a should.", "severity")


def _check_standing(item: Requirement, instrument: Instrument, report: Report) -> None:
    """Keep drafts and weak research off by default and out of the way of a launch."""
    weak = ""
    if item.status in NOT_BINDING_YET:
        weak = f"status ‘{item.status}’"
    elif item.confidence is Confidence.LOW:
        weak = "low confidence"
    if weak and item.default_on:
        report.error(item, f"{weak} and on by default", "Write default_on: false.")
    if weak and item.gate:
        report.error(item, f"{weak} and a gate", "Take the gate out.", "gate")
    if instrument.status in (*NOT_BINDING_YET, Status.SUPERSEDED) and item.status in (
        Status.IN_FORCE,
        Status.IN_TRANSITION,
    ):
        report.error(
            item,
            f"‘{item.status}’ though ‘{instrument.id}’ is ‘{instrument.status}’",
            "A consultation is never in force.",
            "status",
        )
    if item.recheck_by <= item.last_verified:
        report.error(item, "it is to be checked again before it was last checked", "", "recheck_by")


def _check_controls(item: Requirement, report: Report) -> None:
    if not item.controls:
        report.error(item, "it names no control", "Name at least one.", "controls")
        return
    names = [relation.control for relation in item.controls]
    for index, name in enumerate(names):
        if name in names[:index]:
            report.error(item, f"it names ‘{name}’ twice", "Keep one relation.", "controls", index)
    carried = any(relation.kind.carries for relation in item.controls)
    beyond = [relation for relation in item.controls if not relation.kind.carries]
    if beyond and not carried and not item.asks and not item.document:
        report.error(
            item,
            f"it goes beyond ‘{beyond[0].control}’ without saying what it asks",
            "Add asks: the question that is left.",
            "controls",
        )
    if not beyond and item.asks and not item.document:
        report.error(
            item, "it asks something beyond controls that carry it", "Take asks out, or mend the relation.", "asks"
        )
    if NOTIFICATIONS & set(names) and not item.document:
        report.warn(item, "it is tied to a notice but not to a document", "Write document: true.", "controls")


def _check_text(item: Requirement, report: Report) -> None:
    for name in ("clause", "title", "duty"):
        if not getattr(item, name):
            report.error(item, f"‘{name}’ is empty", "Fill it in.", name)
    if "†" in item.clause:
        report.error(item, "the clause carries the research sheet's †", "Say it in the note instead.", "clause")
    if len(item.duty) > LONGEST_DUTY:
        report.error(
            item,
            f"the duty has {len(item.duty)} characters; at most {LONGEST_DUTY} are read",
            "Shorten it, or make two.",
            "duty",
        )
    for name, what in (("evidence", "evidence"), ("sources", "source")):
        if not getattr(item, name):
            report.error(item, f"it has no {what}", "Add at least one.", name)


def _check_effective(item: Requirement, report: Report) -> None:
    effective = item.effective
    dated = effective.date is not None or bool(effective.by_fact)
    if not dated and not effective.not_set and not effective.note:
        report.error(
            item, "no date from which it holds", "Give a date, by_fact, not_set, or a note that says why.", "effective"
        )
    if dated and effective.not_set:
        report.error(item, "a date, and not_set as well", "Keep one of the two.", "effective")
    if effective.literal_date and not effective.note:
        report.error(
            item, "a literal date without a note", "Say how text and practice differ.", "effective", "literal_date"
        )


def _check_addressees(item: Requirement, facts: FactCatalogue, derived: dict[str, Derived], report: Report) -> None:
    for key in sorted(base_facts(facts_of(item.addressees), derived)):
        definition = facts.get(key)
        if definition is not None and definition.about not in (About.ENTITY, About.FIRM):
            report.warn(
                item,
                f"the addressees lean on ‘{key}’, which is no fact of the entity",
                "Move it to applies_when.",
                "addressees",
            )


def base_facts(keys: frozenset[str], derived: dict[str, Derived]) -> frozenset[str]:
    """Return the stated facts that keys come down to, derived facts followed."""
    found: set[str] = set()
    seen: set[str] = set()
    waiting = list(keys)
    while waiting:
        key = waiting.pop()
        if key in seen:
            continue
        seen.add(key)
        if key in derived:
            waiting.extend(facts_of(derived[key].when))
        else:
            found.add(key)
    return frozenset(found)


def _check_force(item: object, force: Force, instrument: Instrument, report: Report) -> None:
    if _WEIGHT[force] > _WEIGHT[instrument.force]:
        report.error(
            item,
            f"its force ‘{force}’ is more than that of ‘{instrument.id}’, ‘{instrument.force}’",
            "A clause never weighs more than its instrument.",
            "force",
        )


def _check_parts(pack: Pack, report: Report) -> None:
    for rule in pack.data_rules:
        _check_force(rule, rule.force, pack.instrument(rule.instrument), report)
    for value in pack.parameters:
        _check_force(value, value.force, pack.instrument(value.instrument), report)
    for clock in pack.clocks:
        _check_force(clock, clock.force, pack.instrument(clock.instrument), report)
        if clock.amount < 1:
            report.error(clock, f"a time limit of {clock.amount} {clock.unit}", "Give the published number.", "amount")
    for route in pack.routes:
        if not route.steps:
            report.error(route, "it has no step", "Add one.", "steps")
        for step in route.steps:
            _check_lead(step, report)
    _check_scales(pack, report)


def _check_lead(step: RouteStep, report: Report) -> None:
    """Keep numbers to what launch waits for, and never without the words that were published."""
    if step.lead < 0:
        report.error(step, f"a lead time of {step.lead}", "Give the published number.", "lead")
    if step.lead and not step.blocks:
        report.error(
            step, "a lead time, though launch does not wait", "Write before_launch: true, or take it out.", "lead"
        )
    if step.lead and not step.lead_time:
        report.error(step, "a lead time without its words", "Add lead_time, as published.", "lead")


def _check_scales(pack: Pack, report: Report) -> None:
    for scale in pack.classifications:
        if not scale.tiers:
            report.error(scale, "it has no tier", "Add one.", "tiers")
        for tier in scale.tiers:
            if tier.key in ("default", "not_triggered", "undecided"):
                report.error(tier, f"‘{tier.key}’ is kept for cases", "Call it otherwise.", "key")


def _check_form(
    form: Form, common: CommonCatalogue, facts: FactCatalogue, derived: dict[str, Derived], report: Report
) -> None:
    if not form.fields:
        report.error(form, "it has no field", "Add one.", "fields")
    known = {
        **_FIELD_ROOTS,
        "fact": frozenset({item.key for item in facts.definitions} | derived.keys()),
        "answer": frozenset(item.id for item in common.controls),
    }
    for field in form.fields:
        _check_source(field, known, report)


def _check_source(field: FormField, known: dict[str, frozenset[str]], report: Report) -> None:
    if field.source == "ask":
        return
    root, _, rest = field.source.partition(".")
    root = "fact" if root == "facts" else root
    name = rest.removesuffix(".statement") if root == "answer" else rest
    if root not in known:
        report.error(field, f"‘{field.source}’ leads nowhere", near(root, (*known, "ask")), "source")
    elif name not in known[root]:
        report.error(field, f"{root} has no ‘{name}’", near(name, known[root]), "source")
