"""Commands of the approval: identity, review, signoff."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from placet.cli.frame import (
    USE_CASE,
    by_name,
    opened,
    passphrase,
    person_named,
    read_bytes,
    register_options,
    show,
    write_bytes,
)
from placet.cli.interview import ENTITY, one_entity
from placet.domain.acts import Evidence
from placet.domain.errors import UserFacingError
from placet.domain.parties import Body
from placet.domain.plain import plain
from placet.operations import keep_parties
from placet.operations.sign_off import ConditionTerms, Decision, lay_out, sign_off
from placet.operations.workspace import Workspace

IDENTITY_VARIABLE = "PLACET_IDENTITY_PASSPHRASE"
IDENTITY_FILE = click.option(
    "--identity", "identity_file", type=click.Path(path_type=Path, dir_okay=False), help="PKCS#12 file to sign with."
)
IDENTITY_PASSPHRASE = click.option(
    "--identity-passphrase-file", type=click.Path(path_type=Path, dir_okay=False), help="Its passphrase, in a file."
)


@click.group()
def identity() -> None:
    """Signing identities and whose they are."""


@identity.command("evaluation")
@register_options
@click.argument("person")
@click.option("--out", required=True, type=click.Path(path_type=Path, dir_okay=False))
@click.option("--identity-passphrase-file", type=click.Path(path_type=Path, dir_okay=False))
def evaluation(
    person: str,
    out: Path,
    identity_passphrase_file: Path | None,
    register: Path,
    passphrase_file: Path | None,
    acting: str | None,
    as_json: bool,
) -> None:
    """Make an evaluation identity for a person; it is never trusted."""
    from placet.operations.make_identity import make_evaluation_identity

    ws = opened(register, passphrase_file, acting)
    with ws.register:
        secret = passphrase(identity_passphrase_file, "Passphrase for the identity", IDENTITY_VARIABLE)
        data, made = make_evaluation_identity(ws, person_named(ws, person).id, secret)
        write_bytes(out, data)
        show({"fingerprint": made.fingerprint}, [f"EVALUATION identity of {person}: {out}"], as_json=as_json)


@identity.command("bind")
@register_options
@click.argument("person")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--basis", required=True, help="How the certificate is known to be this person's.")
@click.option("--identity-passphrase-file", type=click.Path(path_type=Path, dir_okay=False))
def bind(
    person: str,
    file: Path,
    basis: str,
    identity_passphrase_file: Path | None,
    register: Path,
    passphrase_file: Path | None,
    acting: str | None,
    as_json: bool,
) -> None:
    """Bind a person to the certificate of a PKCS#12 file."""
    from placet.operations.make_identity import bind_pkcs12

    ws = opened(register, passphrase_file, acting)
    with ws.register:
        secret = passphrase(identity_passphrase_file, "Passphrase of the identity", IDENTITY_VARIABLE)
        found = bind_pkcs12(ws, person_named(ws, person).id, read_bytes(file), secret, file.name, basis)
        show({"fingerprint": found.fingerprint}, [f"{found.common_name} is bound to {person}"], as_json=as_json)


@click.command()
@register_options
@USE_CASE
@ENTITY
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Also write the pages here.")
def review(
    use_case: str,
    entity_key: str,
    out: Path | None,
    register: Path,
    passphrase_file: Path | None,
    acting: str | None,
    as_json: bool,
) -> None:
    """Make the review copy: the exact pages every stage decides on."""
    from placet.operations.review_copy import make_review_copy, review_pages

    ws = opened(register, passphrase_file, acting)
    with ws.register:
        found = keep_parties.find_use_case(ws, use_case)
        version = keep_parties.editable_version(ws, found.id)
        copy = make_review_copy(ws, found, version, one_entity(ws, found, entity_key))
        if out:
            write_bytes(out, review_pages(ws, copy))
        show(plain(copy), [f"Review copy of {copy.page_count} pages, content {copy.snapshot_sha256}"], as_json=as_json)


@click.command()
@register_options
@USE_CASE
@click.option("--stage", required=True, help="Stage of the firm's route.")
@click.option("--kind", help="Checked against the stage's kind, when given.")
@click.option("--outcome", required=True)
@click.option("--on", "decided_on", default="", help="Day of the decision, as 2026-11-22; today if left out.")
@click.option("--person", default="", help="Who decided, or who certifies a body's minute; --as if left out.")
@click.option("--body", "body_key", default="", help="Body that decided.")
@click.option("--minute", "minute_reference", default="")
@click.option("--present", multiple=True, help="Member present; may be repeated.")
@click.option("--recused", multiple=True)
@click.option("--dissent", default="")
@click.option("--extract", default="", help="Exhibit number of the minutes extract.")
@click.option("--comment", default="")
@click.option("--population", default="")
@click.option("--until", default="")
@click.option(
    "--condition", "conditions", multiple=True, help='JSON: {"kind","text","owner","limit","due","monitored_by"}.'
)
@ENTITY
@IDENTITY_FILE
@IDENTITY_PASSPHRASE
def signoff(
    use_case: str,
    stage: str,
    kind: str | None,
    entity_key: str,
    identity_file: Path | None,
    identity_passphrase_file: Path | None,
    register: Path,
    passphrase_file: Path | None,
    acting: str | None,
    as_json: bool,
    **given: Any,
) -> None:
    """Sign off one stage on the review copy; refused when a rule forbids it, and the rule is named."""
    ws = opened(register, passphrase_file, acting)
    with ws.register:
        _check_kind(ws, stage, kind)
        decision = _decision(ws, stage, given)
        found = keep_parties.find_use_case(ws, use_case)
        entity = one_entity(ws, found, entity_key)
        desk = lay_out(ws, found, keep_parties.working_version(ws, found.id), entity)
        act = sign_off(ws, desk, decision, loaded_identity(ws, identity_file, identity_passphrase_file))
        show(plain(act), [f"{act.stage_id}: {act.outcome}, as {act.capacity} ({act.assurance})"], as_json=as_json)


def _decision(ws: Workspace, stage: str, given: Mapping[str, Any]) -> Decision:
    """Return the decision as entered; names become ids."""
    return Decision(
        stage,
        given["outcome"],
        given["decided_on"] or ws.today().isoformat(),
        person_named(ws, given["person"]).id if given["person"] else ws.actor.person_id,
        by_name(ws, Body, given["body_key"], "body").id if given["body_key"] else "",
        given["minute_reference"],
        tuple(person_named(ws, key).id for key in given["present"]),
        tuple(person_named(ws, key).id for key in given["recused"]),
        given["dissent"],
        by_name(ws, Evidence, given["extract"], "evidence").id if given["extract"] else "",
        given["comment"],
        tuple(_terms(ws, text) for text in given["conditions"]),
        given["population"],
        given["until"],
    )


def _check_kind(ws: Workspace, stage: str, kind: str | None) -> None:
    found = ws.firm.stage(stage)
    if found is None:
        known = ", ".join(item.id for item in ws.firm.stages)
        raise UserFacingError(f"the firm's route has no stage “{stage}”", todo=f"Stages: {known}.")
    if kind and kind != found.kind:
        raise UserFacingError(f"“{found.title}” takes a “{found.kind}”, not a “{kind}”", rule="kind")


def loaded_identity(ws: Workspace, file: Path | None, secret_file: Path | None):  # type: ignore[no-untyped-def]
    """Return the identity of a PKCS#12 file, or None when there is none to sign with."""
    from placet.signing.identities import load_pkcs12

    if file is None:
        return None
    secret = passphrase(secret_file, "Passphrase of the identity", IDENTITY_VARIABLE)
    return load_pkcs12(read_bytes(file), secret, file.name, now=ws.clock())


def _terms(ws: Workspace, text: str) -> ConditionTerms:
    try:
        given = json.loads(text)
        if not all(isinstance(value, str) for value in given.values()):
            raise TypeError("every part of a condition is text")
        owner = person_named(ws, given.pop("owner")).id
        return ConditionTerms(owner_id=owner, **given)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise UserFacingError(
            "a condition is not understood",
            "--condition",
            'Give JSON with "kind", "text", "owner", and "limit" or "due".',
        ) from error
