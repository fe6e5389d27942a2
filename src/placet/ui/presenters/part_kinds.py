"""How suppliers, models and systems are shown and filled in."""

from __future__ import annotations

from dataclasses import replace

from placet.domain.canonical import nfc
from placet.domain.parties import Model, System, Vendor
from placet.operations.workspace import Workspace
from placet.ui.presenters.form_fields import FieldKind, FormField, Option, Values, many_of, text_of
from placet.ui.presenters.party_kinds import PartyKind, ShownColumn, listed, options_of

SOURCES = (Option("own", "the firm itself"), Option("vendor", "a supplier"), Option("open_source", "open source"))


def _vendor_fields(ws: Workspace) -> tuple[FormField, ...]:
    return (
        FormField("name", "&Name", is_required=True),
        FormField("country", "&Country", is_half=True),
        FormField("outsourcing", "&Outsourcing class", help="The firm’s own word.", is_half=True),
        FormField("contract", "Con&tract", help="Reference and date."),
        FormField("sub_processors", "Su&b-processors", FieldKind.LINES, "One a line."),
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
        FormField("vendor", "Su&pplier", FieldKind.CHOICE, options=options_of(ws, Vendor), is_half=True),
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
        FormField("vendor", "Su&pplier", FieldKind.CHOICE, options=options_of(ws, Vendor), is_half=True),
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
        ShownColumn("Models", lambda item, names: listed(item.model_ids, names), 120),
        ShownColumn("Supplier", lambda item, names: names.get(item.vendor_id, ""), 100),
    ),
    _system_fields,
    _read_system,
    _build_system,
)
