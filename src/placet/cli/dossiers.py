"""Commands on dossiers: dossier, sign, verify."""

from __future__ import annotations

from pathlib import Path

import click

from placet.cli.approvals import IDENTITY_FILE, IDENTITY_PASSPHRASE, IDENTITY_VARIABLE, loaded_identity
from placet.cli.frame import (
    JSON,
    PASSPHRASE_FILE,
    USAGE,
    USE_CASE,
    opened,
    passphrase,
    person_named,
    read_bytes,
    register_options,
    show,
    write_bytes,
)
from placet.cli.interview import ENTITY, one_entity
from placet.domain.acts import DossierRecord
from placet.domain.errors import UserFacingError
from placet.domain.plain import plain
from placet.operations import keep_parties


@click.command()
@register_options
@USE_CASE
@ENTITY
@click.option("--kind", default="internal_approval_record", show_default=True)
@click.option("--addressee", default="internal", show_default=True, help="Regulator's id, or “internal”.")
@click.option("--out", required=True, type=click.Path(path_type=Path, dir_okay=False))
@click.option("--draft", is_flag=True, help="A watermarked draft (.pdf or .docx) instead of a sealed dossier.")
@click.option(
    "--reason", "reasons", multiple=True, metavar="TEXT=REASON", help="Why a warning may stand; TEXT is part of it."
)
def dossier(
    use_case: str,
    entity_key: str,
    kind: str,
    addressee: str,
    out: Path,
    draft: bool,
    reasons: tuple[str, ...],
    register: Path,
    passphrase_file: Path | None,
    acting: str | None,
    as_json: bool,
) -> None:
    """Seal a dossier, its signature fields made and empty; or write a draft."""
    from placet.operations.draft_dossier import draft_bytes
    from placet.operations.seal_dossier import prepare, seal

    ws = opened(register, passphrase_file, acting, write=not draft)
    with ws.register:
        found = keep_parties.find_use_case(ws, use_case)
        version = keep_parties.working_version(ws, found.id)
        entity = one_entity(ws, found, entity_key)
        if draft:
            write_bytes(out, draft_bytes(ws, found, version, entity, kind, addressee, out.suffix))
            show({"draft": str(out)}, [f"Draft: {out}"], as_json=as_json)
            return
        prepared = prepare(ws, found, version, entity, kind, addressee)
        given = [reason.partition("=") for reason in reasons]
        matched = {
            item.message: next((text for part, _, text in given if part in item.message), "")
            for item in prepared.warnings
        }
        record, pdf = seal(ws, prepared, matched)
        write_bytes(out, pdf)
        text = f"Sealed {record.number}, {record.pages} pages, fingerprint {record.fingerprint}: {out}"
        show(plain(record), [text], as_json=as_json)


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--field", required=True, help="Signature field, such as stage-attest.")
@IDENTITY_FILE
@IDENTITY_PASSPHRASE
@click.option(
    "--register", type=click.Path(path_type=Path, dir_okay=False), help="Record the signature in this register."
)
@click.option("--person", default="", help="Who signs; with --register.")
@PASSPHRASE_FILE
@JSON
def sign(
    file: Path,
    field: str,
    identity_file: Path | None,
    identity_passphrase_file: Path | None,
    register: Path | None,
    person: str,
    passphrase_file: Path | None,
    as_json: bool,
) -> None:
    """Sign one field of a sealed dossier; the first signature certifies."""
    from placet.operations.sign_dossier import sign_dossier, sign_file
    from placet.operations.workspace import system_clock
    from placet.signing.identities import load_pkcs12

    if identity_file is None:
        raise UserFacingError("there is nothing to sign with", todo="Give --identity FILE.p12.")
    pdf = read_bytes(file)
    if register is None:
        secret = passphrase(identity_passphrase_file, "Passphrase of the identity", IDENTITY_VARIABLE)
        identity = load_pkcs12(read_bytes(identity_file), secret, identity_file.name, now=system_clock())
        write_bytes(file, sign_file(pdf, field, identity))
    else:
        ws = opened(register, passphrase_file, person or None)
        with ws.register:
            identity = loaded_identity(ws, identity_file, identity_passphrase_file)
            record = _record_of(ws.register.all(DossierRecord), pdf)
            who = person_named(ws, person).id if person else ""
            write_bytes(file, sign_dossier(ws, record, pdf, field, who, identity))
    show(
        {"field": field, "signer": identity.common_name}, [f"{field} signed by {identity.common_name}"], as_json=as_json
    )


def _record_of(records: tuple[DossierRecord, ...], pdf: bytes) -> DossierRecord:
    """Return the record of the dossier a file is, by its twin's hash."""
    from placet.domain.canonical import sha256_hex
    from placet.dossier.reading import TWIN, embedded_files

    digest = sha256_hex(embedded_files(pdf).get(TWIN, b""))
    found = next((item for item in records if item.twin_sha256 == digest), None)
    if found is None:
        raise UserFacingError("this dossier was not sealed in that register")
    return found


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option(
    "--trust",
    "trust",
    multiple=True,
    type=click.Path(path_type=Path, dir_okay=False),
    help="Anchor you choose (PEM or DER).",
)
@click.option(
    "--against", type=click.Path(path_type=Path, dir_okay=False), help="An older dossier from the same register."
)
@JSON
def verify(file: Path, trust: tuple[Path, ...], against: Path | None, as_json: bool) -> int:
    """Verify a dossier. The exit code is the answer, 0 to 7; the words say what it does not prove."""
    from placet.operations.verify_dossier import verify_file
    from placet.operations.workspace import system_clock
    from placet.signing.report import Outcome

    try:
        pdf = read_bytes(file)
    except UserFacingError as error:
        click.echo(error.sentence, err=True)
        return int(Outcome.UNREADABLE)
    try:
        anchors = [(path.name, read_bytes(path)) for path in trust]
        result = verify_file(pdf, anchors, read_bytes(against) if against else None, now=system_clock())
    except UserFacingError as error:  # exit code 1 would read “intact”
        click.echo(error.sentence, err=True)
        return USAGE
    signers = result.signatures.signers if result.signatures else ()
    lines = [f"{file.name}: {result.outcome.sentence}"]
    if result.number:
        lines.append(f"Dossier {result.number}, “{result.title}”, fingerprint {result.fingerprint}")
    lines += [f"  {item.field}: {item.name}. {item.trust_note}" for item in signers]
    lines += [f"  {text}" for text in result.sentences[1:]]
    lines += ["It does not prove:", *(f"  - {text}" for text in result.not_proved)]
    show(
        _value(result.outcome, result.sentences, [(s.field, s.name, s.trusted, s.is_evaluation) for s in signers]),
        lines,
        as_json=as_json,
    )
    return int(result.outcome)


def _value(outcome: int, sentences: tuple[str, ...], signers: list[tuple[str, str, bool, bool]]) -> dict[str, object]:
    return {
        "outcome": int(outcome),
        "sentences": list(sentences),
        "signers": [
            {"field": field, "name": name, "trusted": trusted, "evaluation": evaluation}
            for field, name, trusted, evaluation in signers
        ],
    }
