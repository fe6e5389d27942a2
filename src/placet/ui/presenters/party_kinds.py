"""How entities, people, bodies, suppliers, models and systems are shown and filled in: one description for each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from placet.domain.canonical import nfc
from placet.domain.parties import Body, Entity, Model, Person, System, Vendor
from placet.domain.places import PLACE_NAMES
from placet.operations.workspace import Workspace
from placet.ui.presenters.form_fields import FieldKind, FormField, Option, Values, flag_of, many_of, text_of
from placet.ui.presenters.use_cases import place_word

P = TypeVar("P", Entity, Person, Body, Vendor, Model, System)
Names = dict[str, str]
"""Name by id of everything another record may point at."""

SOURCES = (Option("own", "the firm itself"), Option("vendor", "a supplier"), Option("open_source", "open source"))


@dataclass(frozen=True, slots=True)
class ShownColumn(Generic[P]):
    """One column of a list."""

    title: str
    text: Callable[[P, Names], str]
    width: int = 160


@dataclass(frozen=True, slots=True)
class PartyKind(Generic[P]):
    """One kind of record."""

    key: str
    cls: type[P]
    many: str
    new: str
    """What the button says."""
    nothing: str
    """One sentence for an empty list."""
    columns: tuple[ShownColumn[P], ...]
    fields: Callable[[Workspace], tuple[FormField, ...]]
    read: Callable[[P], Values]
    build: Callable[[P | None, Values], P]


def names_of(ws: Workspace) -> Names:
    """Return the name of every record that another may point at."""
    register = ws.register
    named: tuple[Entity | Person | Body | Vendor, ...] = (
        *register.all(Entity),
        *register.all(Person),
        *register.all(Body),
        *register.all(Vendor),
    )
    parts: tuple[Model | System, ...] = (*register.all(Model), *register.all(System))
    versions = {item.id: f"{item.name} {item.version}".strip() for item in parts}
    return {item.id: item.name for item in named} | versions


def options_of(ws: Workspace, *classes: type[Entity] | type[Person] | type[Vendor]) -> tuple[Option, ...]:
    """Return records as choices, by name."""
    found = [Option(item.id, item.name) for cls in classes for item in ws.register.all(cls)]
    return tuple(sorted(found, key=lambda item: item.label))


def _listed(keys: tuple[str, ...], names: Names) -> str:
    return ", ".join(names.get(key, key) for key in keys)


def _places(ws: Workspace) -> tuple[Option, ...]:
    """Offer the places that have rules first; the others read “not assessed”."""
    with_pack = [Option(code, place_word(code)) for code in sorted(ws.packs)]
    others = [Option(code, f"{place_word(code)} (not assessed)") for code in PLACE_NAMES if code not in ws.packs]
    return (*with_pack, *others)


def _entity_fields(ws: Workspace) -> tuple[FormField, ...]:
    sector = ws.facts.get("sector")
    licences = tuple(Option(choice.key, choice.label) for choice in sector.choices) if sector else ()
    return (
        FormField("name", "&Name", help="As people in the firm say it.", is_required=True),
        FormField("legal_name", "Le&gal name", help="As it stands on the licence.", is_required=True),
        FormField("place", "&Place", FieldKind.CHOICE, options=_places(ws), is_required=True, is_half=True),
        FormField("registration", "&Registration no.", is_half=True),
        FormField("licences", "&Licence classes", FieldKind.CHOICES, "Rules bind by licence.", licences),
        FormField("regulators", "&Supervised by", FieldKind.LINES, "One a line: HKMA, SFC."),
        FormField("parent", "&Part of", FieldKind.CHOICE, options=options_of(ws, Entity)),
        FormField("group", "Group &function", FieldKind.FLAG, "It acts for several entities of the group."),
    )


def _read_entity(item: Entity) -> Values:
    return {
        "name": item.name,
        "legal_name": item.legal_name,
        "place": item.place,
        "registration": item.registration,
        "licences": item.licence_classes,
        "regulators": item.regulators,
        "parent": item.parent_id,
        "group": item.is_group,
    }


def _build_entity(old: Entity | None, values: Values) -> Entity:
    return replace(
        old or Entity("", "", "", ""),
        name=nfc(text_of(values, "name")),
        legal_name=nfc(text_of(values, "legal_name")),
        place=text_of(values, "place"),
        registration=nfc(text_of(values, "registration")),
        licence_classes=many_of(values, "licences"),
        regulators=many_of(values, "regulators"),
        parent_id=text_of(values, "parent"),
        is_group=flag_of(values, "group"),
    )


ENTITIES: PartyKind[Entity] = PartyKind(
    "entities",
    Entity,
    "Entities",
    "New entity",
    "No entity yet. Rules bind by entity and licence, so begin with the one you work for.",
    (
        ShownColumn("Name", lambda item, names: item.name, 190),
        ShownColumn("Place", lambda item, names: place_word(item.place), 95),
        ShownColumn("Licences", lambda item, names: ", ".join(item.licence_classes), 85),
        ShownColumn("Legal name", lambda item, names: item.legal_name, 100),
    ),
    _entity_fields,
    _read_entity,
    _build_entity,
)


def _person_fields(ws: Workspace) -> tuple[FormField, ...]:
    return (
        FormField("name", "&Name", is_required=True),
        FormField("job_title", "&Job title", is_half=True),
        FormField("email", "&E-mail", is_half=True),
        FormField("os_user", "Computer &user", help="Signs in here as this user.", is_half=True),
        FormField("printable", "Printa&ble name", help="Where fonts lack a character.", is_half=True),
    )


def _read_person(item: Person) -> Values:
    return {
        "name": item.name,
        "job_title": item.job_title,
        "email": item.email,
        "os_user": item.os_user,
        "printable": item.printable_name,
    }


def _build_person(old: Person | None, values: Values) -> Person:
    return replace(
        old or Person("", ""),
        name=nfc(text_of(values, "name")),
        job_title=nfc(text_of(values, "job_title")),
        email=text_of(values, "email"),
        os_user=text_of(values, "os_user"),
        printable_name=nfc(text_of(values, "printable")),
    )


PEOPLE: PartyKind[Person] = PartyKind(
    "people",
    Person,
    "People",
    "New person",
    "Nobody yet. Add the people who own, validate, opine and approve.",
    (
        ShownColumn("Name", lambda item, names: item.name, 190),
        ShownColumn("Job title", lambda item, names: item.job_title, 160),
        ShownColumn("Roles", lambda item, names: names.get(f"roles:{item.id}", ""), 120),
    ),
    _person_fields,
    _read_person,
    _build_person,
)


def _body_fields(ws: Workspace) -> tuple[FormField, ...]:
    keys = tuple(Option(key, key.replace("-", " ").capitalize()) for key in ws.firm.bodies)
    return (
        FormField("name", "&Name", is_required=True),
        FormField("key", "In the &route it is", FieldKind.CHOICE, "The body that the approval route names.", keys),
        FormField("entity", "&Entity", FieldKind.CHOICE, options=options_of(ws, Entity), is_half=True),
        FormField("quorum", "&Quorum", FieldKind.NUMBER, is_half=True),
        FormField("members", "&Members", FieldKind.CHOICES, options=options_of(ws, Person)),
        FormField("terms", "&Terms of reference", FieldKind.LONG_TEXT, "What it may decide, by which document."),
    )


def _read_body(item: Body) -> Values:
    return {
        "name": item.name,
        "key": item.key,
        "entity": item.entity_id,
        "quorum": str(item.quorum) if item.quorum else "",
        "members": item.member_ids,
        "terms": item.terms_of_reference,
    }


def _build_body(old: Body | None, values: Values) -> Body:
    quorum = text_of(values, "quorum")
    name = nfc(text_of(values, "name"))
    return replace(
        old or Body("", "", ""),
        name=name,
        key=text_of(values, "key") or name.casefold().replace(" ", "-"),
        entity_id=text_of(values, "entity"),
        quorum=int(quorum) if quorum.isdecimal() else 0,
        member_ids=many_of(values, "members"),
        terms_of_reference=nfc(text_of(values, "terms")),
    )


BODIES: PartyKind[Body] = PartyKind(
    "bodies",
    Body,
    "Bodies",
    "New body",
    "No committee or board yet. A body decides by minute; add those that the approval route names.",
    (
        ShownColumn("Name", lambda item, names: item.name, 190),
        ShownColumn("Entity", lambda item, names: names.get(item.entity_id, ""), 140),
        ShownColumn("Members", lambda item, names: _listed(item.member_ids, names), 120),
    ),
    _body_fields,
    _read_body,
    _build_body,
)


def _vendor_fields(ws: Workspace) -> tuple[FormField, ...]:
    return (
        FormField("name", "&Name", is_required=True),
        FormField("country", "&Country", is_half=True),
        FormField("outsourcing", "&Outsourcing class", help="The firm’s own word.", is_half=True),
        FormField("contract", "Con&tract", help="Reference and date."),
        FormField("sub_processors", "&Sub-processors", FieldKind.LINES, "One a line."),
        FormField(
            "certificates", "C&ertificates", FieldKind.LINES, "One a line, with expiry: ISO 27001 until 2027-03-31."
        ),
    )


def _read_vendor(item: Vendor) -> Values:
    return {
        "name": item.name,
        "country": item.country,
        "outsourcing": item.outsourcing_class,
        "contract": item.contract,
        "sub_processors": item.sub_processors,
        "certificates": item.certificates,
    }


def _build_vendor(old: Vendor | None, values: Values) -> Vendor:
    return replace(
        old or Vendor("", ""),
        name=nfc(text_of(values, "name")),
        country=nfc(text_of(values, "country")),
        outsourcing_class=nfc(text_of(values, "outsourcing")),
        contract=nfc(text_of(values, "contract")),
        sub_processors=many_of(values, "sub_processors"),
        certificates=many_of(values, "certificates"),
    )


VENDORS: PartyKind[Vendor] = PartyKind(
    "vendors",
    Vendor,
    "Suppliers",
    "New supplier",
    "No supplier yet. Add the providers on whom models and systems rely.",
    (
        ShownColumn("Name", lambda item, names: item.name, 190),
        ShownColumn("Country", lambda item, names: item.country, 110),
        ShownColumn("Contract", lambda item, names: item.contract, 120),
    ),
    _vendor_fields,
    _read_vendor,
    _build_vendor,
)


def _model_fields(ws: Workspace) -> tuple[FormField, ...]:
    return (
        FormField("name", "&Name", is_required=True, is_half=True),
        FormField("version", "&Version", is_required=True, is_half=True),
        FormField("source", "Made &by", FieldKind.CHOICE, options=SOURCES, is_half=True),
        FormField("vendor", "&Supplier", FieldKind.CHOICE, options=options_of(ws, Vendor), is_half=True),
        FormField("description", "&Description", FieldKind.LONG_TEXT),
    )


def _read_model(item: Model) -> Values:
    return {
        "name": item.name,
        "version": item.version,
        "source": item.source,
        "vendor": item.vendor_id,
        "description": item.description,
    }


def _build_model(old: Model | None, values: Values) -> Model:
    return replace(
        old or Model("", "", ""),
        name=nfc(text_of(values, "name")),
        version=nfc(text_of(values, "version")),
        source=text_of(values, "source"),
        vendor_id=text_of(values, "vendor"),
        description=nfc(text_of(values, "description")),
    )


MODELS: PartyKind[Model] = PartyKind(
    "models",
    Model,
    "Models",
    "New model",
    "No model yet. Add the models that systems use, each with its version.",
    (
        ShownColumn("Name", lambda item, names: item.name, 190),
        ShownColumn("Version", lambda item, names: item.version, 75),
        ShownColumn("Made by", lambda item, names: _source(item), 105),
        ShownColumn("Supplier", lambda item, names: names.get(item.vendor_id, ""), 100),
    ),
    _model_fields,
    _read_model,
    _build_model,
)


def _source(item: Model) -> str:
    return next((option.label for option in SOURCES if option.key == item.source), "")


def _system_fields(ws: Workspace) -> tuple[FormField, ...]:
    models = tuple(Option(item.id, f"{item.name} {item.version}".strip()) for item in ws.register.all(Model))
    return (
        FormField("name", "&Name", is_required=True, is_half=True),
        FormField("version", "&Version", is_required=True, is_half=True),
        FormField("models", "&Models", FieldKind.CHOICES, options=models),
        FormField("vendor", "&Supplier", FieldKind.CHOICE, options=options_of(ws, Vendor), is_half=True),
        FormField("hosting", "&Hosting", help="Where it runs.", is_half=True),
        FormField("tools", "&Tools it may use", FieldKind.LINES, "One a line; for agents."),
        FormField("description", "&Description", FieldKind.LONG_TEXT),
    )


def _read_system(item: System) -> Values:
    return {
        "name": item.name,
        "version": item.version,
        "models": item.model_ids,
        "vendor": item.vendor_id,
        "hosting": item.hosting,
        "tools": item.tools,
        "description": item.description,
    }


def _build_system(old: System | None, values: Values) -> System:
    return replace(
        old or System("", "", ""),
        name=nfc(text_of(values, "name")),
        version=nfc(text_of(values, "version")),
        model_ids=many_of(values, "models"),
        vendor_id=text_of(values, "vendor"),
        hosting=nfc(text_of(values, "hosting")),
        tools=many_of(values, "tools"),
        description=nfc(text_of(values, "description")),
    )


SYSTEMS: PartyKind[System] = PartyKind(
    "systems",
    System,
    "Systems",
    "New system",
    "No system yet. A system puts models and other parts together; use cases run on systems.",
    (
        ShownColumn("Name", lambda item, names: item.name, 190),
        ShownColumn("Version", lambda item, names: item.version, 75),
        ShownColumn("Models", lambda item, names: _listed(item.model_ids, names), 120),
        ShownColumn("Supplier", lambda item, names: names.get(item.vendor_id, ""), 100),
    ),
    _system_fields,
    _read_system,
    _build_system,
)
