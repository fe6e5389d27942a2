"""Commands on use cases: usecase, flow, fact, evidence."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import Any

import click

from placet.cli.frame import USE_CASE, by_name, opened, person_named, register_options, show
from placet.domain.errors import UserFacingError
from placet.domain.parties import DataFlow, Entity, Model, System
from placet.domain.plain import plain
from placet.operations import keep_parties
from placet.operations.assess_use_case import entities_of, flows_of, triage_of
from placet.operations.workspace import Workspace


@click.group()
def usecase() -> None:
    """Use cases: what is rated and approved."""


@usecase.command("list")
@register_options
@click.option("--search", default="", help="Words or Chinese characters in names, descriptions and answers.")
def list_(search: str, register: Path, passphrase_file: Path | None, acting: str | None, as_json: bool) -> None:
    """List use cases, all or those that a search finds."""
    from placet.domain.parties import UseCase

    ws = opened(register, passphrase_file, acting, write=False)
    with ws.register:
        items = ws.register.all(UseCase)
        if search:
            hits = [hit.use_case_id for hit in ws.register.search(search)]
            items = tuple(item for item in items if item.id in hits)
        lines = [f"{item.reference}  {item.name}  [{item.triage}]" for item in items]
        show(plain(items), lines, as_json=as_json)


@usecase.command("show")
@register_options
@USE_CASE
def show_(use_case: str, register: Path, passphrase_file: Path | None, acting: str | None, as_json: bool) -> None:
    """Show a use case with its version, entities and triage."""
    ws = opened(register, passphrase_file, acting, write=False)
    with ws.register:
        found = keep_parties.find_use_case(ws, use_case)
        version = keep_parties.working_version(ws, found.id)
        entities = entities_of(ws, found)
        value = {**plain(found), "version": plain(version), "entities": plain(entities)}
        lines = [
            f"{found.reference}  {found.name}",
            found.description,
            f"Version {version.number}: {version.state}",
            f"Entities: {', '.join(item.name for item in entities) or 'none yet'}",
            f"Triage: {found.triage}",
        ]
        show(value, [line for line in lines if line], as_json=as_json)


@usecase.command("add")
@register_options
@click.argument("name")
@click.option("--reference", default="", help="The firm's own number; made if left out.")
@click.option("--description", default="")
@click.option("--purpose", default="")
@click.option("--owner", default="", help="Person who owns it.")
@click.option("--entity", "entities", multiple=True, help="Entity that will use it; may be repeated.")
@click.option("--system", "systems", multiple=True, help="System it puts to use; may be repeated.")
def add(
    name: str,
    reference: str,
    description: str,
    purpose: str,
    owner: str,
    entities: tuple[str, ...],
    systems: tuple[str, ...],
    register: Path,
    passphrase_file: Path | None,
    acting: str | None,
    as_json: bool,
) -> None:
    """Add a use case with its first draft version."""
    ws = opened(register, passphrase_file, acting)
    with ws.register:
        version = keep_parties.add_use_case(
            ws,
            name,
            reference=reference,
            description=description,
            purpose=purpose,
            owner_id=person_named(ws, owner).id if owner else "",
            entity_ids=[by_name(ws, Entity, key, "entity").id for key in entities],
        )
        if systems:
            keep_parties.use_systems(ws, version, [by_name(ws, System, key, "system").id for key in systems])
        made = keep_parties.find_use_case(ws, version.use_case_id)
        show({"id": made.id, "reference": made.reference}, [made.reference], as_json=as_json)


@usecase.command("set")
@register_options
@USE_CASE
@click.argument("pairs", nargs=-1, metavar="FIELD=VALUE…")
def set_(
    use_case: str,
    pairs: tuple[str, ...],
    register: Path,
    passphrase_file: Path | None,
    acting: str | None,
    as_json: bool,
) -> None:
    """Change name, description, purpose, owner, entity or system (comma-separated)."""
    from dataclasses import replace

    ws = opened(register, passphrase_file, acting)
    with ws.register:
        found = keep_parties.find_use_case(ws, use_case)
        for pair in pairs:
            field, equals, text = pair.partition("=")
            if not equals:
                raise UserFacingError(f"“{pair}” is not field=value")
            if field == "system":
                systems = [by_name(ws, System, key.strip(), "system").id for key in text.split(",")]
                keep_parties.use_systems(ws, keep_parties.editable_version(ws, found.id), systems)
                continue
            found = replace(found, **_changed(ws, field, text))
        keep_parties.change_use_case(ws, found)
        show({"id": found.id}, [found.reference], as_json=as_json)


def _changed(ws: Workspace, field: str, text: str) -> dict[str, Any]:
    if field == "owner":
        return {"owner_id": person_named(ws, text).id}
    if field == "entity":
        return {"entity_ids": tuple(by_name(ws, Entity, key.strip(), "entity").id for key in text.split(","))}
    if field not in ("name", "description", "purpose", "reference"):
        raise UserFacingError(
            f"a use case has no field “{field}”",
            todo="Use name, description, purpose, reference, owner, entity, system.",
        )
    return {field: text}


@usecase.command("triage")
@register_options
@USE_CASE
@click.option("--result", help="not_ai, basic or full; left out, what is proposed is shown.")
@click.option("--reasons", default="", help="Needed when it departs from the proposal.")
def triage(
    use_case: str,
    result: str | None,
    reasons: str,
    register: Path,
    passphrase_file: Path | None,
    acting: str | None,
    as_json: bool,
) -> None:
    """Show what triage proposes, or determine it."""
    from placet.operations.answer_question import determine_triage

    ws = opened(register, passphrase_file, acting, write=result is not None)
    with ws.register:
        found = keep_parties.find_use_case(ws, use_case)
        version = keep_parties.working_version(ws, found.id)
        proposal = triage_of(ws, found, version)
        if result:
            determine_triage(ws, found, version, result, reasons)
        value = {"proposed": proposal.result, "determined": result or "", "asks": sorted(proposal.deciding)}
        lines = [f"Proposed: {proposal.result}", *(f"Still asked: {key}" for key in sorted(proposal.deciding))]
        show(value, lines, as_json=as_json)


@click.group()
def flow() -> None:
    """Keep data flows: which data goes where."""


@flow.command("list")
@register_options
@USE_CASE
def flow_list(use_case: str, register: Path, passphrase_file: Path | None, acting: str | None, as_json: bool) -> None:
    """List the data flows of a use case."""
    ws = opened(register, passphrase_file, acting, write=False)
    with ws.register:
        version = keep_parties.working_version(ws, keep_parties.find_use_case(ws, use_case).id)
        flows = flows_of(ws, version)
        lines = [f"{item.name}: {', '.join(item.data_classes)} → {', '.join(item.stored_in)}" for item in flows]
        lines.append(
            "The list is complete." if version.flows_complete else "Nobody has said that the list is complete."
        )
        show(plain(flows), lines, as_json=as_json)


@flow.command("add")
@register_options
@USE_CASE
@click.argument("name")
@click.option("--data", "data_classes", multiple=True, required=True, help="Data class; may be repeated.")
@click.option("--collected-in", default="")
@click.option("--stored-in", multiple=True)
@click.option("--processed-in", multiple=True)
@click.option("--accessed-from", multiple=True)
@click.option("--given-to", default="")
@click.option("--mechanism", default="")
@click.option("--complete", is_flag=True, help="Say that with this one no flow is missing.")
def flow_add(
    use_case: str,
    name: str,
    data_classes: tuple[str, ...],
    complete: bool,
    register: Path,
    passphrase_file: Path | None,
    acting: str | None,
    as_json: bool,
    **places: Any,
) -> None:
    """Add a data flow."""
    ws = opened(register, passphrase_file, acting)
    with ws.register:
        version = keep_parties.editable_version(ws, keep_parties.find_use_case(ws, use_case).id)
        made = keep_parties.save_flow(ws, DataFlow("", version.id, name, data_classes, **places))
        if complete:
            keep_parties.confirm_flows(ws, version, complete=True)
        show({"id": made}, [made], as_json=as_json)


@click.command()
@register_options
@USE_CASE
@click.argument("pairs", nargs=-1, metavar="FACT=VALUE…")
@click.option("--place", default="", help="Only for this place.")
@click.option("--model", "model_key", default="", help="About this model, where there are several.")
@click.option("--system", "system_key", default="", help="About this system, where there are several.")
def fact(
    use_case: str,
    pairs: tuple[str, ...],
    place: str,
    model_key: str,
    system_key: str,
    register: Path,
    passphrase_file: Path | None,
    acting: str | None,
    as_json: bool,
) -> None:
    """State facts (yes, no, a number, a word, or words separated by commas), or show those known."""
    from placet.domain.wording import fact_label, value_text
    from placet.operations.state_facts import fact_values, state_fact

    ws = opened(register, passphrase_file, acting, write=bool(pairs))
    with ws.register:
        found = keep_parties.find_use_case(ws, use_case)
        version = (keep_parties.editable_version if pairs else keep_parties.working_version)(ws, found.id)
        entities = entities_of(ws, found)
        entity_id = entities[0].id if entities else ""
        about = by_name(ws, Model, model_key, "model").id if model_key else ""
        about = by_name(ws, System, system_key, "system").id if system_key else about
        with ws.register.together() if pairs else contextlib.nullcontext():
            for pair in pairs:
                key, _, text = pair.partition("=")
                raw = _raw(ws, key, text)
                state_fact(ws, version, key, raw, place=place, entity_id=entity_id, subject_id=about)
        known = {item.place: fact_values(ws, version, item) for item in entities}
        lines = [
            f"{where}  {fact_label(ws.facts, key)}: {value_text(ws.facts, key, value)}"
            for where, values in known.items()
            for key, value in values.items()
        ]
        show({where: plain(values) for where, values in known.items()}, lines, as_json=as_json)


def _raw(ws: Workspace, key: str, text: str) -> object:
    """Read a value as the fact's kind takes it; “unknown” takes a fact back."""
    kind = ws.facts[key].kind
    if text == "unknown":
        return None
    if kind == "bool":
        return {"yes": True, "true": True, "no": False, "false": False}.get(text.lower(), text)
    if kind == "set":
        return [part.strip() for part in text.split(",") if part.strip()]
    return int(text) if kind == "number" and text.lstrip("-").isdigit() else text


@click.group()
def evidence() -> None:
    """Evidence: files and references, with their hashes."""


@evidence.command("list")
@register_options
def evidence_list(register: Path, passphrase_file: Path | None, acting: str | None, as_json: bool) -> None:
    """List the exhibits."""
    from placet.domain.acts import Evidence

    ws = opened(register, passphrase_file, acting, write=False)
    with ws.register:
        items = ws.register.all(Evidence)
        lines = [f"{item.number}  {item.title}  {item.file_name}  [{item.disclosure}]" for item in items]
        show(plain(items), lines, as_json=as_json)


@evidence.command("add")
@register_options
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--title", required=True)
@click.option("--dated", default="", help="Date of the document, as 2026-11-22.")
@click.option("--issuer", default="")
@click.option("--author", default="")
@click.option("--disclosure", default="ordinary")
@click.option("--cleared-for", multiple=True, help="Regulator's id or “internal”; may be repeated.")
def evidence_add(
    file: Path,
    register: Path,
    passphrase_file: Path | None,
    acting: str | None,
    as_json: bool,
    **details: Any,
) -> None:
    """Add a file as evidence."""
    from placet.operations.keep_evidence import EvidenceDetails, add_evidence

    ws = opened(register, passphrase_file, acting)
    with ws.register:
        made = add_evidence(ws, EvidenceDetails(**details), file)
        show({"id": made.id, "number": made.number, "sha256": made.sha256}, [made.number], as_json=as_json)
