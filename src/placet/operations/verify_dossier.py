"""Verify a dossier anybody handed over: signatures, twin, journal proofs, and against an older dossier."""

from __future__ import annotations

import base64
import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from placet.domain.canonical import canonical_json, fingerprint, sha256_hex
from placet.domain.errors import UserFacingError
from placet.domain.snapshot import FORMAT
from placet.domain.twin_agreement import contradictions
from placet.domain.witness import Twin, continues, proof_problems
from placet.dossier.reading import MAX_TWIN, TWIN, embedded_files
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
    older = _older(against) if against is not None else None
    try:
        return _verify(pdf, anchors, older, now)
    except UserFacingError as error:
        return Verification(Outcome.UNREADABLE, (Outcome.UNREADABLE.sentence, error.sentence))
    except Exception as error:  # a crash in a library means not valid, never a pass
        text = f"Checking it failed ({type(error).__name__}); what cannot be checked is not valid."
        return Verification(Outcome.BROKEN, (Outcome.BROKEN.sentence, text))


def _older(against: bytes) -> Twin:
    twin = _parsed(embedded_files(against).get(TWIN, b"")) if against.startswith(b"%PDF-") else None
    if twin is None:
        raise UserFacingError("the older file is not a Placet dossier", "--against")
    return twin


def _verify(pdf: bytes, anchors: Sequence[Anchor], older: Twin | None, now: dt.datetime) -> Verification:
    if not pdf.startswith(b"%PDF-"):
        report = verify_pdf(pdf, anchors, now=now)
        return Verification(report.outcome, report.sentences, report)
    twin_data = embedded_files(pdf).get(TWIN, b"")
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
    doubts = [one.doubt for one in records if one.doubt]
    said, consistent = continues(twin, older) if older is not None else ("", True)
    outcome = report.outcome
    if report.is_valid and (problems or not consistent):
        outcome = Outcome.MISMATCH
    elif outcome is Outcome.INTACT and doubts:
        outcome = Outcome.NOT_TRUSTED
    found = [*(item.sentence for item in report.problems), *problems, *doubts]
    sentences = [outcome.sentence, *found, *([said] if said else [])]
    mark = fingerprint(twin_data)
    title = twin["snapshot"]["subject"]["name"]
    return Verification(outcome, tuple(sentences), report, twin["number"], title, mark, said)


def _parsed(data: bytes) -> dict[str, Any] | None:
    """Return the twin, or None when there is none or it is not one."""
    if not data or len(data) > MAX_TWIN:
        return None
    try:
        twin = json.loads(data)
    except (ValueError, RecursionError):
        return None
    return twin if isinstance(twin, dict) and isinstance(twin.get("format"), int) and "snapshot" in twin else None


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
    return _RecordSaid(doubt="" if report.trusted else f"The record of “{stage}”: {report.trust_note}")
