"""How entities, people and bodies are shown and filled in: one description for each kind of record."""

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
from placet.ui.translate import tr

P = TypeVar("P", Entity, Person, Body, Vendor, Model, System)
Names = dict[str, str]
"""Name by id of everything another record may point at."""


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


def listed(keys: tuple[str, ...], names: Names) -> str:
    """Return the names of several records."""
    return ", ".join(names.get(key, key) for key in keys)


def _places(ws: Workspace) -> tuple[Option, ...]:
    """Offer the places that have rules first; the others read “not assessed”."""
    with_pack = [Option(code, tr(place_word(code))) for code in sorted(ws.packs)]
    others = [
        Option(code, tr("{place} (not assessed)", place=tr(place_word(code))))
        for code in PLACE_NAMES
        if code not in ws.packs
    ]
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
        FormField("regulators", "Superv&ised by", FieldKind.LINES, "One a line: HKMA, SFC."),
        FormField("parent", "Par&t of", FieldKind.CHOICE, options=options_of(ws, Entity)),
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
        FormField("os_user", "&Computer user", help="Signs in here as this user.", is_half=True),
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
        ShownColumn("Members", lambda item, names: listed(item.member_ids, names), 120),
    ),
    _body_fields,
    _read_body,
    _build_body,
)
