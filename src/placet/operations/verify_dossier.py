"""Verify a dossier anybody handed over: signatures, twin, journal proofs, and against an older dossier."""

from __future__ import annotations

import base64
import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from placet.domain.acts import Assurance
from placet.domain.canonical import canonical_json, fingerprint, sha256_hex
from placet.domain.errors import UserFacingError
from placet.domain.snapshot import FORMAT
from placet.domain.twin_agreement import contradictions
from placet.domain.witness import Twin, continues, proof_problems
from placet.dossier.reading import MAX_TWIN, SCHEMA, TWIN, embedded_files, hidden_files
from placet.register.checkpoint import verify_note
from placet.signing.records import verify_record
from placet.signing.report import Outcome, SignatureReport
from placet.signing.trust import Anchor, load_anchors
from placet.signing.verify import verify_pdf

NOT_PROVED = (
    "that what it says is true",
    "that a signer had the authority to sign",
    "that a filing was made or accepted",
    "that times stated without a timestamp are right",
    "that journal entries after the checkpoint are unchanged, or that everything was entered",
)
"""What no verification of a dossier can show; said with every result."""


@dataclass(frozen=True, slots=True)
class Verification:
    """The answer of ``verify``, in an exit code and in words."""

    outcome: Outcome
    sentences: tuple[str, ...]
    signatures: SignatureReport | None = None
    number: str = ""
    title: str = ""
    fingerprint: str = ""
    against: str = ""
    """What comparing with the older dossier showed; empty when none was given."""
    not_proved: tuple[str, ...] = field(default=NOT_PROVED)


def verify_file(
    pdf: bytes, trust: Sequence[tuple[str, bytes]] = (), against: bytes | None = None, *, now: dt.datetime
) -> Verification:
    """Verify a PDF; ``trust`` holds (name, PEM or DER) of the anchors the reader chose.

    Never raises for a bad dossier: the outcome says what is wrong. A trust file that cannot be read, or an older
    file that is no dossier, is the caller's mistake and raises UserFacingError.
    """
    anchors = tuple(anchor for name, data in trust for anchor in load_anchors(data, name))
    older = _older(against, now) if against is not None else None
    try:
        return _verify(pdf, anchors, older, now)
    except UserFacingError as error:
        return Verification(Outcome.UNREADABLE, (Outcome.UNREADABLE.sentence, error.sentence))
    except Exception as error:  # a crash in a library means not valid, never a pass
        text = f"Checking it failed ({type(error).__name__}); what cannot be checked is not valid."
        return Verification(Outcome.BROKEN, (Outcome.BROKEN.sentence, text))


def _older(against: bytes, now: dt.datetime) -> Twin:
    """Return the older dossier's twin; one that was changed since it was signed shows nothing of anybody."""
    twin = _parsed(embedded_files(against).get(TWIN, b"")) if against.startswith(b"%PDF-") else None
    if twin is None:
        raise UserFacingError("the older file is not a Placet dossier", "--against")
    is_signed = b"/ByteRange" in against
    if _checkpoint_problems(twin) or (is_signed and not verify_pdf(against, (), now=now).is_valid):
        raise UserFacingError("the older file was changed, so it cannot be held against this one", "--against")
    return twin


def _verify(pdf: bytes, anchors: Sequence[Anchor], older: Twin | None, now: dt.datetime) -> Verification:
    if not pdf.startswith(b"%PDF-"):
        report = verify_pdf(pdf, anchors, now=now)
        return Verification(report.outcome, report.sentences, report)
    files = embedded_files(pdf)
    twin_data = files.get(TWIN, b"")
    twin = _parsed(twin_data)
    if twin is None:
        return Verification(Outcome.NOT_A_DOSSIER, (Outcome.NOT_A_DOSSIER.sentence,))
    if twin["format"] > FORMAT:
        text = f"Its format is {twin['format']}; this Placet reads up to {FORMAT}."
        return Verification(Outcome.NEWER, (Outcome.NEWER.sentence, text))
    fields = [decision["field"] for decision in twin["decisions"] if decision["field"]]
    report = verify_pdf(pdf, anchors, now=now, expected_fields=fields)
    records = [_record_report(decision, anchors, now) for decision in twin["decisions"]]
    problems = [*_twin_problems(twin_data, twin), *(item for one in records for item in one.problems)]
    problems += _file_problems(pdf, files, twin)
    borrowed, strangers = _field_signers(report, twin, records)
    problems += borrowed
    doubts = [*(one.doubt for one in records if one.doubt), *strangers]
    said, consistent = continues(twin, older) if older is not None else ("", True)
    unseen = ""
    if report.is_valid and not problems:
        problems, unseen = _page_problems(pdf, twin_data, twin, now)
    outcome = report.outcome
    if report.is_valid and (problems or not consistent):
        outcome = Outcome.MISMATCH
    elif outcome is Outcome.INTACT and doubts:
        outcome = Outcome.NOT_TRUSTED
    found = [*(item.sentence for item in report.problems), *problems, *doubts, *_unsigned(report, twin)]
    sentences = [outcome.sentence, *found, *([said] if said else [])]
    mark = fingerprint(twin_data)
    title = twin["snapshot"]["subject"]["name"]
    not_proved = (*((unseen,) if unseen else ()), *NOT_PROVED)
    return Verification(outcome, tuple(sentences), report, twin["number"], title, mark, said, not_proved)


def _parsed(data: bytes) -> dict[str, Any] | None:
    """Return the twin, or None when there is none or it is not one."""
    if not data or len(data) > MAX_TWIN:
        return None
    try:
        twin = json.loads(data)
    except (ValueError, RecursionError):
        return None
    if not isinstance(twin, dict) or type(twin.get("format")) is not int or twin["format"] < 1:
        return None
    return twin if "snapshot" in twin else None


def _twin_problems(data: bytes, twin: Mapping[str, Any]) -> list[str]:
    found = []
    if canonical_json(twin) != data:
        found.append("The machine-readable twin is not in canonical form.")
    content = json.loads(canonical_json(twin["snapshot"]))
    content["heading"]["made_at"] = ""
    if sha256_hex(canonical_json(content)) != twin["snapshot_sha256"]:
        found.append("The twin's content does not have the hash it states.")
    found.extend(f"{text}." for text in (*proof_problems(twin), *contradictions(twin)))
    found.extend(_checkpoint_problems(twin))
    decided = twin["decided_snapshot_sha256"]
    other = [decision for decision in twin["decisions"] if decision["snapshot_sha256"] != decided]
    return [*found, *(f"“{decision['stage']}” was decided on other content." for decision in other)]


def _file_problems(pdf: bytes, files: Mapping[str, bytes], twin: Mapping[str, Any]) -> list[str]:
    """Compare the attachments with what the twin says travels with it: exhibits, records, signatures."""
    exhibits = [*twin["snapshot"]["exhibits"], *twin["decision_exhibits"]]
    wanted = {f"{line['number']} {line['file_name']}": line["sha256"] for line in exhibits if line["attached"]}
    for decision in twin["decisions"]:
        name = f"sign-off {decision['stage_id']}"
        wanted[f"{name}.json"] = sha256_hex(decision["record"].encode("utf-8"))
        if decision["signature"]:
            wanted[f"{name}.p7s"] = sha256_hex(base64.b64decode(decision["signature"]))
    given = {name: sha256_hex(data) for name, data in files.items() if name not in (TWIN, SCHEMA)}
    found = [f"The attachment “{name}” is missing." for name in sorted(wanted.keys() - given.keys())]
    found += [f"The attachment “{name}” is not one the dossier names." for name in sorted(given.keys() - wanted.keys())]
    changed = [name for name in sorted(wanted.keys() & given.keys()) if wanted[name] != given[name]]
    found += [f"The attachment “{name}” is not the file the dossier describes." for name in changed]
    return [*found, *(f"{text[0].upper()}{text[1:]}." for text in hidden_files(pdf))]


def _page_problems(pdf: bytes, data: bytes, twin: Mapping[str, Any], now: dt.datetime) -> tuple[list[str], str]:
    """Return how the pages differ from the twin, and what could not be compared.

    A dossier of this very build is drawn again and compared; of another, only what the file says of itself.
    """
    from placet.dossier.same_pages import MAX_TWIN_TO_DRAW, application, names_its_twin, page_problems

    if not names_its_twin(pdf, twin["number"], fingerprint(data)):
        return ["The file's own description names another dossier than its twin."], ""
    if twin["application"] != application() or len(data) > MAX_TWIN_TO_DRAW:
        return [], f"that the pages say what the twin says: they were made by {twin['application']}; compare by eye"
    return [f"{text[0].upper()}{text[1:]}." for text in page_problems(pdf, data, now)], ""


def _checkpoint_problems(twin: Mapping[str, Any]) -> list[str]:
    try:
        note = verify_note(twin["checkpoint"], twin["verifier_key"])
    except UserFacingError as error:
        return [error.sentence]
    said = (note.size, note.root.hex(), note.epoch, note.given_to)
    addressee = " ".join(twin["snapshot"]["heading"]["addressee_name"].split())
    same = said == (twin["checkpoint_size"], twin["checkpoint_root"], twin["epoch"], addressee)
    return [] if same else ["The checkpoint's note says something else than the twin."]


@dataclass(frozen=True, slots=True)
class _RecordSaid:
    """What the signature over one sign-off record came to."""

    problems: tuple[str, ...] = ()
    doubt: str = ""
    """Why its signer is not trusted here; empty when they are, or nobody signed."""
    signer: str = ""
    """Name in the certificate; empty when nobody signed."""


def _record_report(decision: Mapping[str, Any], anchors: Sequence[Anchor], now: dt.datetime) -> _RecordSaid:
    if not decision["signature"]:
        return _RecordSaid()
    stage = decision["stage"]
    record, signature = decision["record"].encode("utf-8"), base64.b64decode(decision["signature"])
    report = verify_record(record, signature, anchors, now=now)
    if not report.is_valid:
        return _RecordSaid((f"The signature over the record of “{stage}” is not valid.",))
    if report.fingerprint != decision["certificate_fingerprint"]:
        text = f"The record of “{stage}” was signed with another certificate than the one named."
        return _RecordSaid((text,))
    if report.is_evaluation != (decision["assurance"] == Assurance.EVALUATION):
        return _RecordSaid((f"How the signer of “{stage}” was identified is said wrongly.",))
    doubt = "" if report.trusted else f"The record of “{stage}”: {report.trust_note}"
    return _RecordSaid(doubt=doubt, signer=report.name)


def _field_signers(
    report: SignatureReport, twin: Mapping[str, Any], records: Sequence[_RecordSaid]
) -> tuple[list[str], list[str]]:
    """Compare who signed each field with who decided: a borrowed certificate is a fault, an unknown one a doubt."""
    owners = {item["certificate_fingerprint"]: item for item in twin["decisions"] if item["certificate_fingerprint"]}
    by_field = {item["field"]: (item, said.signer) for item, said in zip(twin["decisions"], records, strict=True)}
    borrowed, strangers = [], []
    for signer in report.signers:
        if signer.is_timestamp or signer.field not in by_field:
            continue
        decision, name = by_field[signer.field]
        owner = owners.get(signer.fingerprint)
        if owner is not None and owner["person_id"] != _kept_for(decision):
            borrowed.append(f"“{decision['stage']}” is signed with the certificate that decided “{owner['stage']}”.")
        elif owner is None and name and name != signer.name:
            strangers.append(f"“{decision['stage']}” was decided by {name}, and its field is signed by {signer.name}.")
    return borrowed, strangers


def _kept_for(decision: Mapping[str, Any]) -> str:
    """Return the person whose field it is: who decided, or for a body who recorded its decision."""
    return decision["person_id"] or str(json.loads(decision["record"])["recorded_by"]).partition(":")[2]


def _unsigned(report: SignatureReport, twin: Mapping[str, Any]) -> list[str]:
    """Say what was decided and not signed: not a fault, and never to be overlooked."""
    stages = {item["field"]: item["stage"] for item in twin["decisions"]}
    found = [f"“{stages.get(field, field)}”: decided, not signed." for field in report.unsigned_fields]
    silent = [item for item in twin["decisions"] if not item["signature"]]
    return [*found, *(f"“{item['stage']}”: its record is kept on {item['recorded_by']}'s word." for item in silent)]
