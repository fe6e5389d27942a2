"""What verification says: outcomes, signers and problems, in plain types that any room may hold."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum, IntEnum


class Outcome(IntEnum):
    """The answer of ``placet verify``; the number is the exit code."""

    INTACT = 0
    NOT_TRUSTED = 1
    CHANGED = 2
    BROKEN = 3
    MISMATCH = 4
    NOT_A_DOSSIER = 5
    UNREADABLE = 6
    NEWER = 7

    @property
    def sentence(self) -> str:
        """Say the outcome in one sentence for the screen and the command line."""
        return _SENTENCES[self]


_SENTENCES = {
    Outcome.INTACT: "Intact: nothing changed after signing, and every signer chains to an anchor you chose.",
    Outcome.NOT_TRUSTED: "Intact: nothing changed after signing, but a signer is not trusted here.",
    Outcome.CHANGED: "Changed after signing.",
    Outcome.BROKEN: "Not valid: a signature is broken or missing.",
    Outcome.MISMATCH: "The machine-readable twin or the journal proofs do not match the dossier.",
    Outcome.NOT_A_DOSSIER: "This is not a Placet dossier.",
    Outcome.UNREADABLE: "The file cannot be read.",
    Outcome.NEWER: "This was made by a newer Placet; that version can read it.",
}


class Coverage(Enum):
    """How much of the file a signature speaks for."""

    WHOLE_FILE = "whole file"
    ITS_REVISION = "the file as it was when this signature was made"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True)
class Problem:
    """One reason why a signature or file is not valid, or not trusted."""

    code: str
    """Stable word for tests and translations, such as ``digest`` or ``contents_form``."""
    sentence: str
    outcome: Outcome
    field: str = ""
    """Signature field concerned; empty where the whole file is meant."""


@dataclass(frozen=True, slots=True)
class SignerReport:
    """One signature in a PDF and what can be said of it."""

    field: str
    name: str
    """Common name in the signer's certificate."""
    organisation: str
    fingerprint: str
    """SHA-256 of the signer's certificate, hex; empty if no certificate could be read."""
    is_evaluation: bool
    trusted: bool
    trust_note: str
    """Why the signer is or is not trusted here, as a sentence."""
    intact: bool
    """The bytes that this signature covers are those that were signed."""
    covers: Coverage
    signed_at: datetime | None
    """When the signer says it was; nothing independent proves it unless ``timestamped_at`` is set."""
    timestamped_at: datetime | None
    reason: str
    location: str
    certifies: bool
    docmdp_ok: bool
    """Nothing came after this signature that it does not permit."""
    is_timestamp: bool = False
    """A document timestamp: it dates the file, nobody signs off with it."""


@dataclass(frozen=True, slots=True)
class SignatureReport:
    """Everything that verification found in one PDF."""

    outcome: Outcome
    signers: tuple[SignerReport, ...] = ()
    unsigned_fields: tuple[str, ...] = ()
    """Pre-made fields nobody has signed yet; not a fault in itself."""
    problems: tuple[Problem, ...] = ()

    @property
    def is_valid(self) -> bool:
        """Tell whether nothing is broken or changed, whoever the signers are."""
        return self.outcome in (Outcome.INTACT, Outcome.NOT_TRUSTED)

    @property
    def sentences(self) -> tuple[str, ...]:
        """Say the outcome, then each problem."""
        return (self.outcome.sentence, *(problem.sentence for problem in self.problems))


@dataclass(frozen=True, slots=True)
class RecordReport:
    """What verification found in one detached record signature."""

    outcome: Outcome
    name: str = ""
    organisation: str = ""
    fingerprint: str = ""
    is_evaluation: bool = False
    trusted: bool = False
    trust_note: str = ""
    signed_at: datetime | None = None
    problems: tuple[Problem, ...] = field(default=())

    @property
    def is_valid(self) -> bool:
        """Tell whether the record is what was signed, whoever signed it."""
        return self.outcome in (Outcome.INTACT, Outcome.NOT_TRUSTED)
