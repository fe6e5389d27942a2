"""Keep evidence: a file with its SHA-256, or a reference to something kept elsewhere."""

from __future__ import annotations

import mimetypes
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from placet.domain.acts import Disclosure, Evidence
from placet.domain.canonical import nfc, sha256_hex
from placet.domain.errors import UserFacingError
from placet.operations.workspace import Workspace, found
from placet.register.journal import Change

MAX_INSIDE = 4 * 1024 * 1024
"""Bytes up to which a file lives inside the register."""
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
    data = _read(path) if path else b""
    kept = Evidence(
        ws.new_id(), _next_number(ws), nfc(details.title.strip()), sha256_hex(data) if path else "",
        nfc(path.name) if path else "", len(data), _media_type(path), nfc(details.issuer), nfc(details.author),
        details.dated, details.valid_until, details.language, details.covers, Disclosure(details.disclosure),
        tuple(details.cleared_for), nfc(details.note),
    )  # fmt: skip
    changes = [Change.put(kept)]
    if path and len(data) <= MAX_INSIDE:
        changes.insert(0, Change.blob(data))
    elif path:
        _store_beside(ws, data)
    ws.commit("add_evidence", changes, subject=kept.id)
    return kept


def _store_beside(ws: Workspace, data: bytes) -> None:
    from placet.register.evidence_store import EvidenceStore

    EvidenceStore.of(ws.register).put(data)


def _read(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        if size > MAX_FILE:
            raise UserFacingError("the file is larger than 1 GiB", path.name, "Keep it elsewhere and add a reference.")
        data = path.read_bytes()
    except OSError as error:
        reason = error.strerror or "it cannot be read"
        raise UserFacingError(f"the file cannot be read: {reason}", path.name, "Check that it is there.") from error
    if not data:
        raise UserFacingError("the file is empty", path.name)
    return data


def _media_type(path: Path | None) -> str:
    return (mimetypes.guess_type(path.name)[0] or "application/octet-stream") if path else ""


def _next_number(ws: Workspace) -> str:
    numbers = [int(item.number[2:]) for item in ws.register.all(Evidence) if item.number[2:].isdigit()]
    return f"E-{max(numbers, default=0) + 1:02d}"


def evidence_bytes(ws: Workspace, evidence: Evidence) -> bytes:
    """Return a file kept as evidence; its hash has been checked."""
    data = ws.register.blob(evidence.sha256) if evidence.sha256 else None
    if data is None and evidence.sha256:
        from placet.register.evidence_store import EvidenceStore

        data = EvidenceStore.of(ws.register).get(evidence.sha256)
    if data is None:
        raise UserFacingError("only a reference is kept, no file", evidence.number)
    if sha256_hex(data) != evidence.sha256:
        raise UserFacingError("the stored file is not what was added", evidence.number, "Restore it from a backup.")
    return data


def clear_evidence(ws: Workspace, evidence_id: str, cleared_for: Sequence[str]) -> None:
    """Say who may receive a piece of evidence: regulators by id, or ``internal``."""
    evidence = found(ws.register.get(Evidence, evidence_id), "evidence", evidence_id)
    changed = replace(evidence, cleared_for=tuple(sorted(set(cleared_for))))
    ws.commit("clear_evidence", [Change.put(changed)], subject=evidence_id)


def attachable(evidence: Evidence) -> bool:
    """Tell whether a file may travel inside a dossier by type and size."""
    return (
        bool(evidence.sha256)
        and evidence.size <= MAX_ATTACHED
        and evidence.file_name.rpartition(".")[2].lower() in ATTACHABLE
    )
