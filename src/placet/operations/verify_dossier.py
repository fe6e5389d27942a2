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
    problems = _twin_problems(twin_data, twin, now)
    said, consistent = continues(twin, older) if older is not None else ("", True)
    outcome = report.outcome
    if report.is_valid and (problems or not consistent):
        outcome = Outcome.MISMATCH
    sentences = [outcome.sentence, *(item.sentence for item in report.problems), *problems, *([said] if said else [])]
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


def _twin_problems(data: bytes, twin: Mapping[str, Any], now: dt.datetime) -> list[str]:
    found = []
    if canonical_json(twin) != data:
        found.append("The machine-readable twin is not in canonical form.")
    content = json.loads(canonical_json(twin["snapshot"]))
    content["heading"]["made_at"] = ""
    if sha256_hex(canonical_json(content)) != twin["snapshot_sha256"]:
        found.append("The twin's content does not have the hash it states.")
    found.extend(f"{text}." for text in proof_problems(twin))
    found.extend(_checkpoint_problems(twin))
    for decision in twin["decisions"]:
        if decision["snapshot_sha256"] != twin["decided_snapshot_sha256"]:
            found.append(f"“{decision['stage']}” was decided on other content.")
        found.extend(_signature_problems(decision, now))
    return found


def _checkpoint_problems(twin: Mapping[str, Any]) -> list[str]:
    try:
        note = verify_note(twin["checkpoint"], twin["verifier_key"])
    except UserFacingError as error:
        return [error.sentence]
    same = note.size == twin["checkpoint_size"] and note.root.hex() == twin["checkpoint_root"]
    return [] if same and note.epoch == twin["epoch"] else ["The checkpoint's note says something else than the twin."]


def _signature_problems(decision: Mapping[str, Any], now: dt.datetime) -> list[str]:
    if not decision["signature"]:
        return []
    record, signature = decision["record"].encode("utf-8"), base64.b64decode(decision["signature"])
    report = verify_record(record, signature, (), now=now)
    if not report.is_valid:
        return [f"The signature over the record of “{decision['stage']}” is not valid."]
    if report.fingerprint != decision["certificate_fingerprint"]:
        return [f"The record of “{decision['stage']}” was signed with another certificate than the one named."]
    return []
