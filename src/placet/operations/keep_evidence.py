"""Keep evidence: a file with its SHA-256, or a reference to something kept elsewhere."""

from __future__ import annotations

import mimetypes
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from placet.domain.acts import Disclosure, Evidence
from placet.domain.canonical import nfc
from placet.domain.disclosure import disclosure_of
from placet.domain.errors import UserFacingError
from placet.domain.moments import require_day
from placet.operations.workspace import Workspace, found
from placet.register.evidence_store import read_evidence, store_evidence
from placet.register.journal import Change

MAX_FILE = 1024 * 1024 * 1024
ATTACHABLE = frozenset({"pdf", "png", "jpg", "jpeg", "csv", "txt", "json", "xlsx", "docx"})
"""File types that may travel inside a dossier; mail gateways and readers block the rest."""
MAX_ATTACHED = 10 * 1024 * 1024
MAX_ATTACHED_IN_ALL = 25 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class EvidenceDetails:
    """What a person says of a piece of evidence."""

    title: str
    issuer: str = ""
    author: str = ""
    dated: str = ""
    valid_until: str = ""
    language: str = ""
    covers: str = ""
    disclosure: str = Disclosure.ORDINARY
    cleared_for: Sequence[str] = ()
    note: str = ""


def add_evidence(ws: Workspace, details: EvidenceDetails, path: Path | None = None) -> Evidence:
    """Take a file (or only a reference) into the register and give it the next exhibit number."""
    if not details.title.strip():
        raise UserFacingError("the evidence has no title", todo="Say in a few words what it is.")
    shown_to = disclosure_of(details.disclosure)
    _require_days(details)
    digest, size, stored = store_evidence(ws.register, _readable(path)) if path else ("", 0, ())
    kept = Evidence(
        ws.new_id(), _next_number(ws), nfc(details.title.strip()), digest, nfc(path.name) if path else "", size,
        _media_type(path), nfc(details.issuer), nfc(details.author), details.dated, details.valid_until,
        details.language, details.covers, shown_to, tuple(details.cleared_for),
        nfc(details.note),
    )  # fmt: skip
    ws.commit("add_evidence", [*stored, Change.put(kept)], subject=kept.id)
    return kept


def _require_days(details: EvidenceDetails) -> None:
    require_day(details.dated, "dated")
    require_day(details.valid_until, "valid until")


def _readable(path: Path) -> Path:
    """Refuse a file that is missing, empty or too large before anything is written."""
    try:
        size = path.stat().st_size
    except OSError as error:
        reason = error.strerror or "it cannot be read"
        raise UserFacingError(f"the file cannot be read: {reason}", path.name, "Check that it is there.") from error
    if not size:
        raise UserFacingError("the file is empty", path.name)
    if size > MAX_FILE:
        raise UserFacingError("the file is larger than 1 GiB", path.name, "Keep it elsewhere and add a reference.")
    return path


def _media_type(path: Path | None) -> str:
    return (mimetypes.guess_type(path.name)[0] or "application/octet-stream") if path else ""


def _next_number(ws: Workspace) -> str:
    numbers = [int(item.number[2:]) for item in ws.register.all(Evidence) if item.number[2:].isdigit()]
    return f"E-{max(numbers, default=0) + 1:02d}"


def evidence_bytes(ws: Workspace, evidence: Evidence) -> bytes:
    """Return a file kept as evidence, checked against its hash."""
    if not evidence.sha256:
        raise UserFacingError("only a reference is kept, no file", evidence.number)
    return read_evidence(ws.register, evidence.sha256)


def clear_evidence(ws: Workspace, evidence_id: str, cleared_for: Sequence[str]) -> None:
    """Say who may receive a piece of evidence: regulators by id, or ``internal``."""
    evidence = found(ws.register.get(Evidence, evidence_id), "evidence", evidence_id)
    changed = replace(evidence, cleared_for=tuple(sorted(set(cleared_for))))
    ws.commit("clear_evidence", [Change.put(changed)], subject=evidence_id)


def describe_evidence(ws: Workspace, evidence_id: str, details: EvidenceDetails) -> Evidence:
    """Say something else of a piece of evidence; its file, number and hash stay."""
    evidence = found(ws.register.get(Evidence, evidence_id), "evidence", evidence_id)
    if not details.title.strip():
        raise UserFacingError("the evidence has no title", evidence.number, "Say in a few words what it is.")
    _require_days(details)
    changed = replace(
        evidence,
        title=nfc(details.title.strip()),
        issuer=nfc(details.issuer.strip()),
        author=nfc(details.author.strip()),
        dated=details.dated,
        valid_until=details.valid_until,
        language=details.language,
        covers=details.covers,
        disclosure=disclosure_of(details.disclosure),
        cleared_for=tuple(sorted(set(details.cleared_for))),
        note=nfc(details.note.strip()),
    )
    ws.commit("describe_evidence", [Change.put(changed)], subject=evidence_id)
    return changed


def details_of(evidence: Evidence) -> EvidenceDetails:
    """Return what is said of a piece of evidence, to be changed."""
    return EvidenceDetails(
        evidence.title, evidence.issuer, evidence.author, evidence.dated, evidence.valid_until, evidence.language,
        evidence.covers, evidence.disclosure, evidence.cleared_for, evidence.note,
    )  # fmt: skip


def attachable(evidence: Evidence) -> bool:
    """Tell whether a file may travel inside a dossier by type and size."""
    return (
        bool(evidence.sha256)
        and evidence.size <= MAX_ATTACHED
        and evidence.file_name.rpartition(".")[2].lower() in ATTACHABLE
    )
