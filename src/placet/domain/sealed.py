"""Sealed content: a snapshot with the decisions on it and the state of the journal, as ``dossier.json`` holds it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from placet.domain.canonical import canonical_json
from placet.domain.plain import plain
from placet.domain.snapshot import FORMAT, ExhibitLine, PersonLine, Snapshot


@dataclass(frozen=True, slots=True)
class ConditionLine:
    """A condition in words."""

    number: str
    kind: str
    text: str
    limit: str
    owner: str
    due: str
    monitored_by: str
    state: str


@dataclass(frozen=True, slots=True)
class DecisionLine:
    """One act of the route, as printed."""

    stage_id: str
    stage: str
    kind: str
    outcome: str
    who: str
    """The person's name, or the body's."""
    capacity: str
    decided_on: str
    recorded_at: str
    scope: str
    comment: str
    minute_reference: str
    present: tuple[str, ...]
    quorum: int
    dissent: str
    recused: tuple[str, ...]
    extract_exhibit: str
    assurance: str
    recorded_by: str
    certificate_fingerprint: str
    snapshot_sha256: str
    review_copy_sha256: str
    record: str
    """Canonical sign-off record, as signed."""
    signature: str
    """Detached CAdES over the record, base64; empty when not signed."""
    imported: bool
    conditions: tuple[ConditionLine, ...]
    sign_off_id: str
    by_body: bool = False
    person_id: str = ""
    field: str = ""
    """Signature field in the sealed file kept for this person; empty when none."""


@dataclass(frozen=True, slots=True)
class PassedWarning:
    """A warning of the stranger test that a person let pass, with the reason that is printed."""

    where: str
    message: str
    reason: str


@dataclass(frozen=True, slots=True)
class ProofLine:
    """Shows that a sign-off stands in the journal where the checkpoint covers it."""

    sign_off_id: str
    seq: int
    """Position in the journal, from 1."""
    entry: str
    """The journal entry's bytes, base64."""
    salt: str
    payload: str
    """Salt and payload the entry commits to, base64: the sign-off's own rows and nothing else."""
    path: tuple[str, ...]
    """Audit path (RFC 6962), hexadecimal, nearest sibling first."""


@dataclass(frozen=True, slots=True)
class ConsistencyLine:
    """Shows that the journal an earlier dossier saw is the beginning of this one."""

    number: str
    """Number of the earlier dossier."""
    size: int
    root: str
    epoch: str
    path: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SealedContent:
    """The content of ``dossier.json``: the snapshot, the decisions on it, and where the journal stood.

    It never contains the PDF's hash, so that its own fingerprint can be printed on every page.
    """

    number: str
    dossier_version: int
    sealed_at: str
    snapshot: Snapshot
    snapshot_sha256: str
    decisions: tuple[DecisionLine, ...]
    decision_exhibits: tuple[ExhibitLine, ...]
    """Exhibits that decisions cite: extracts of minutes."""
    deciders: tuple[PersonLine, ...]
    """Everyone whom a decision names, with position and roles: deciders, who was recused, owners of conditions."""
    decided_snapshot_sha256: str
    """Hash of the snapshot the route decided on; the same as ``snapshot_sha256`` in the internal record."""
    checkpoint: str
    """C2SP signed note of the journal's head at sealing."""
    checkpoint_size: int
    checkpoint_root: str
    verifier_key: str
    """Public key of the register, as C2SP tools take it."""
    epoch: str
    proofs: tuple[ProofLine, ...]
    consistency: tuple[ConsistencyLine, ...]
    """From the checkpoint of each dossier sealed before; empty for the first."""
    warnings: tuple[PassedWarning, ...]
    cover_lines: tuple[str, ...]
    """What this document is and is not, as printed on the cover."""
    application: str
    """Placet's own version that sealed it."""
    format: int = FORMAT


def twin_bytes(content: SealedContent) -> bytes:
    """Return ``dossier.json``."""
    return canonical_json(plain(content))


COVER_LINES = {
    "internal_approval_record": "Internal decision of {entity}. Not approved or endorsed by {regulator}.",
    "sandbox_application": (
        "Preparatory pack for {regulator}; the official application form was not available to us."
        " Selection for a sandbox is not approval to launch."
    ),
    "notification": "Preparatory notice to {regulator}; filing it is a separate act of {entity}.",
}
"""What the cover says a dossier of each kind is."""


def cover_lines(kind: str, entity: str, regulator: str) -> tuple[str, ...]:
    """Return the cover lines of a dossier kind, with names filled in."""
    return (COVER_LINES[kind].format(entity=entity, regulator=regulator),)


def regulators_on_cover(addressee: str, addressee_name: str, regulators: Iterable[str]) -> str:
    """Return whom the cover line names: the addressee, or for an internal record every regulator whose rules apply."""
    if addressee != "internal":
        return addressee_name
    return ", ".join(sorted({name for name in regulators if name})) or "any regulator"
