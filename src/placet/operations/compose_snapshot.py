"""Compose the snapshot of one version in one entity for one addressee: what is decided on and printed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from placet.domain.acts import Determination, Evidence
from placet.domain.assessment import Assessment
from placet.domain.disclosure import INTERNAL, may_see
from placet.domain.errors import UserFacingError
from placet.domain.moments import shown
from placet.domain.pack import Pack
from placet.domain.parties import (
    Body,
    Entity,
    Model,
    Person,
    RoleHolding,
    System,
    UseCase,
    UseCaseVersion,
    Vendor,
)
from placet.domain.places import PLACE_NAMES
from placet.domain.sealed import COVER_LINES
from placet.domain.signoff_rules import open_stages
from placet.domain.snapshot import (
    BodyLine,
    ExhibitLine,
    FactLine,
    FirmLines,
    Heading,
    Law,
    PackRef,
    PartLine,
    PersonLine,
    RoleLine,
    Snapshot,
    StepLine,
    Subject,
    WordLine,
)
from placet.domain.wording import value_text
from placet.operations import compose_rules as rules
from placet.operations.answer_question import determinations
from placet.operations.assess_use_case import assess_in, flows_of
from placet.operations.compose_rules import Selection
from placet.operations.fill_form import form_content
from placet.operations.keep_evidence import MAX_ATTACHED_IN_ALL, attachable
from placet.operations.state_facts import facts_stated
from placet.operations.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Composed:
    """A snapshot with what it was made from."""

    snapshot: Snapshot
    assessment: Assessment
    pack: Pack
    exhibits: tuple[Evidence, ...]
    """Files to attach: cleared for the addressee and fit to travel."""


def compose(
    ws: Workspace,
    use_case: UseCase,
    version: UseCaseVersion,
    entity: Entity,
    kind: str,
    addressee: str = INTERNAL,
    as_of: dt.date | None = None,
) -> Composed:
    """Compose the snapshot; raises UserFacingError for no such kind or regulator, or a place without a pack."""
    if kind not in COVER_LINES:
        raise UserFacingError(f"there is no dossier of the kind “{kind}”", todo=f"Use one of {', '.join(COVER_LINES)}.")
    day = as_of or ws.today()
    pack = ws.pack(entity.place)
    if pack is None:
        raise UserFacingError(
            f"{entity.place} is not assessed: there is no pack for it", entity.name, "Install its pack first."
        )
    assessed = assess_in(ws, version, entity, pack, day)
    people = {item.id: item for item in ws.register.all(Person)}
    evidence = {item.id: item for item in ws.register.all(Evidence)}
    chosen = Selection(ws, pack, assessed, addressee, people, evidence)
    made = determinations(ws, version, entity.id)
    law = _law(chosen, use_case, version, entity, made)
    subject = _subject(chosen, use_case, version, entity, made)
    exhibits, attached = exhibit_lines(chosen.cited.values(), addressee)
    firm = FirmLines(ws.firm.firm, _firm_route(ws, assessed), _bodies(chosen), _glossary(ws), _firm_values(ws))
    snapshot = Snapshot(_heading(chosen, kind, entity, day), subject, law, firm, exhibits)
    return Composed(snapshot, assessed, pack, attached)


def _heading(chosen: Selection, kind: str, entity: Entity, day: dt.date) -> Heading:
    ws, pack = chosen.ws, chosen.pack
    regulator = next((item for item in pack.regulators if item.id == chosen.addressee), None)
    if chosen.addressee != INTERNAL and regulator is None:
        known = ", ".join(item.id for item in pack.regulators)
        raise UserFacingError(f"{entity.place} has no regulator “{chosen.addressee}”", todo=f"Use one of {known}.")
    packs = (
        PackRef(pack.id, pack.version, pack.sha256_hex, pack.as_of.isoformat()),
        PackRef("common", ws.common.version, ws.common.sha256_hex, ""),
        PackRef(ws.firm.id, ws.firm.version, ws.firm.sha256_hex, ""),
    )
    return Heading(
        kind,
        chosen.addressee,
        regulator.name if regulator else entity.legal_name,
        entity.place,
        PLACE_NAMES.get(entity.place, entity.place),
        "en",
        day.isoformat(),
        ws.now(),
        packs,
        pack.gaps,
    )


def _law(
    chosen: Selection, use_case: UseCase, version: UseCaseVersion, entity: Entity, made: Mapping[str, Determination]
) -> Law:
    return Law(
        rules.classification_lines(chosen, made),
        rules.term_lines(chosen),
        rules.requirement_lines(chosen),
        rules.not_triggered_lines(chosen),
        rules.external_steps(chosen),
        rules.clock_lines(chosen),
        tuple(form_content(chosen, form, use_case, entity, version) for form in chosen.assessment.forms),
    )


def _subject(
    chosen: Selection, use_case: UseCase, version: UseCaseVersion, entity: Entity, made: Mapping[str, Determination]
) -> Subject:
    ws = chosen.ws
    return Subject(
        entity.id,
        entity.name,
        entity.legal_name,
        entity.registration,
        tuple(value_text(ws.facts, "sector", frozenset((item,))) for item in entity.licence_classes),
        use_case.id,
        use_case.reference,
        use_case.name,
        use_case.description,
        use_case.purpose,
        chosen.name_of(use_case.owner_id),
        version.id,
        version.number,
        version.summary,
        tuple(_parts(ws, version)),
        tuple(_facts(chosen, version, entity)),
        rules.flow_lines(chosen, flows_of(ws, version)),
        version.flows_complete,
        people_lines(ws, _authors(chosen, use_case, made), entity.id),
    )


def _parts(ws: Workspace, version: UseCaseVersion) -> Iterable[PartLine]:
    vendors: dict[str, Vendor] = {item.id: item for item in ws.register.all(Vendor)}
    named: list[str] = []
    for key in version.system_ids:
        system = ws.register.get(System, key)
        if system is None:
            continue
        details = [("Hosting", system.hosting), ("Tools", ", ".join(system.tools))]
        yield PartLine("system", system.name, system.version, system.description, _filled(details))
        named.append(system.vendor_id)
        for model_id in system.model_ids:
            model = ws.register.get(Model, model_id)
            if model:
                supplier = vendors[model.vendor_id].name if model.vendor_id in vendors else ""
                source = value_text(ws.facts, "model_source", frozenset((model.source,)))
                details = [("Source", source), ("Supplier", supplier)]
                yield PartLine("model", model.name, model.version, model.description, _filled(details))
                named.append(model.vendor_id)
    for key in dict.fromkeys(named):
        if key in vendors:
            yield _vendor_line(vendors[key])


def _vendor_line(vendor: Vendor) -> PartLine:
    details = [
        ("Country", PLACE_NAMES.get(vendor.country, vendor.country)),
        ("Contract", vendor.contract),
        ("Sub-processors", ", ".join(vendor.sub_processors)),
        ("Certificates", ", ".join(vendor.certificates)),
        ("Outsourcing class", vendor.outsourcing_class),
    ]
    return PartLine("vendor", vendor.name, "", "", _filled(details))


def _filled(details: Sequence[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    return tuple((label, text) for label, text in details if text)


def _facts(chosen: Selection, version: UseCaseVersion, entity: Entity) -> Iterable[FactLine]:
    """List each stated fact; a value for this place stands beside the common one it overrides."""
    ws = chosen.ws
    order = {item.key: index for index, item in enumerate(ws.facts.definitions)}
    lines = []
    for fact in facts_stated(ws, version, entity):
        if fact.key in order and fact.place in ("", entity.place):
            raw = frozenset(fact.value) if isinstance(fact.value, tuple) else fact.value
            said_by = chosen.name_of(fact.stated_by.partition(":")[2] or fact.stated_by)
            each = [frozenset((item,)) for item in sorted(raw)] if isinstance(raw, frozenset) else [raw]
            text = "; ".join(value_text(ws.facts, fact.key, item) for item in each)
            lines.append(FactLine(fact.key, ws.facts[fact.key].label, text, fact.place, said_by, fact.stated_at))
    return sorted(lines, key=lambda line: (order[line.key], line.place))


def _authors(chosen: Selection, use_case: UseCase, made: Mapping[str, Determination]) -> list[str]:
    """Return ids of everyone the content names: owner, who answered, who determined."""
    answered = [answer.by for item in chosen.assessment.coverage for answer in item.answers]
    seconds = [answer.second_person for item in chosen.assessment.coverage for answer in item.answers]
    return [use_case.owner_id, *answered, *seconds, *(item.by for item in made.values())]


def people_lines(ws: Workspace, person_ids: Iterable[str], entity_id: str) -> tuple[PersonLine, ...]:
    """Return people as a stranger may know them, each once, by name."""
    lines = []
    for key in dict.fromkeys(person_ids):
        person = ws.register.get(Person, key)
        if person is None:
            continue
        held = [item for item in ws.register.all(RoleHolding, person_id=key) if item.entity_id in ("", entity_id)]
        lines.append(PersonLine(key, person.printable_name or person.name, person.job_title, _roles(ws, held)))
    return tuple(sorted(lines, key=lambda line: line.name))


def _roles(ws: Workspace, held: Sequence[RoleHolding]) -> tuple[RoleLine, ...]:
    lines = []
    for holding in sorted(held, key=lambda item: item.from_date):
        role = ws.firm.role(holding.role)
        title, explanation = (role.title, role.explanation) if role else (holding.role, "")
        lines.append(RoleLine(title, explanation, holding.from_date, holding.to_date, holding.instrument))
    return tuple(lines)


def _bodies(chosen: Selection) -> tuple[BodyLine, ...]:
    named = {stage.body for stage in chosen.ws.firm.stages if stage.body}
    return tuple(
        BodyLine(
            body.id,
            body.name,
            body.terms_of_reference,
            body.quorum,
            tuple(chosen.name_of(member) for member in body.member_ids),
        )
        for body in chosen.ws.register.all(Body)
        if body.key in named
    )


def _firm_route(ws: Workspace, assessment: Assessment) -> tuple[StepLine, ...]:
    lines = []
    for stage in open_stages(ws.firm, assessment.context):
        bodies = ws.register.all(Body, key=stage.body) if stage.body else ()
        roles = [role.title for key in stage.roles if (role := ws.firm.role(key))]
        who = bodies[0].name if bodies else " or ".join(roles)
        lines.append(StepLine(stage.title, who, stage.explanation, "", stage.kind == "approve", ""))
    return tuple(lines)


def _glossary(ws: Workspace) -> tuple[WordLine, ...]:
    return tuple(WordLine(item.word, item.meaning) for item in ws.firm.glossary)


def _firm_values(ws: Workspace) -> tuple[WordLine, ...]:
    lines = []
    for item in ws.firm.values:
        approved = f" (approved by {item.approved_by}, {shown(item.approved_on)})" if item.approved_by else ""
        lines.append(WordLine(item.title, item.value + approved))
    return tuple(lines)


def exhibit_lines(cited: Iterable[Evidence], addressee: str) -> tuple[tuple[ExhibitLine, ...], tuple[Evidence, ...]]:
    """Return the exhibits cited, and those that travel: cleared, of an allowed type, within the size limits."""
    lines, attached, total = [], [], 0
    for item in sorted(cited, key=lambda evidence: evidence.number):
        cleared = may_see(item.disclosure, addressee, item.cleared_for)
        travels = cleared and attachable(item) and total + item.size <= MAX_ATTACHED_IN_ALL
        if travels:
            attached.append(item)
            total += item.size
        lines.append(_exhibit_line(item, cleared=cleared, attached=travels))
    return tuple(lines), tuple(attached)


def _exhibit_line(item: Evidence, *, cleared: bool, attached: bool) -> ExhibitLine:
    """Return the line of an exhibit; what is not cleared shows its number and hash alone."""
    return ExhibitLine(
        item.number,
        item.title if cleared else rules.WITHHELD,
        item.file_name if cleared else "",
        item.sha256,
        item.size,
        item.media_type,
        item.issuer if cleared else "",
        item.dated,
        cleared,
        attached,
        item.id,
    )
