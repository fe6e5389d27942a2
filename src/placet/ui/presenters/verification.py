"""Verifying any dossier file without a window: the file, the anchors one chose, and the answer in words."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from placet.ui.presenters.observed import Observed
from placet.ui.translate import tr

if TYPE_CHECKING:
    from placet.operations.verify_dossier import Verification


@dataclass(frozen=True, slots=True)
class SignerLine:
    """One signature as verification found it."""

    name: str
    detail: str
    is_intact: bool
    is_trusted: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """What verification said."""

    code: int
    sentences: tuple[str, ...]
    about: str
    signers: tuple[SignerLine, ...]
    unsigned: tuple[str, ...]
    not_proved: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class VerificationState:
    """What the panel shows."""

    file_name: str = ""
    trust: tuple[str, ...] = ()
    """Names of the certificates one chose to trust."""
    against: str = ""
    answer: Answer | None = None


class VerificationPresenter(Observed[VerificationState]):
    """Holds the bytes to verify; the work itself runs off the screen's thread."""

    def __init__(self) -> None:
        super().__init__(VerificationState())
        self.pdf = b""
        self.trust: tuple[tuple[str, bytes], ...] = ()
        self.against: bytes | None = None

    def take_file(self, name: str, data: bytes) -> None:
        """Verify this file next."""
        self.pdf = data
        self._show(replace(self.state, file_name=name, answer=None))

    def add_trust(self, name: str, data: bytes) -> None:
        """Trust this certificate; raises UserFacingError for a file that holds none."""
        from placet.signing.trust import load_anchors

        load_anchors(data, name)
        self.trust = (*self.trust, (name, data))
        self._show(replace(self.state, trust=tuple(key for key, _ in self.trust), answer=None))

    def drop_trust(self) -> None:
        """Trust nobody."""
        self.trust = ()
        self._show(replace(self.state, trust=(), answer=None))

    def compare_with(self, name: str, data: bytes | None) -> None:
        """Hold the file against an older dossier, or against none."""
        self.against = data
        self._show(replace(self.state, against=name, answer=None))

    def show_answer(self, found: Verification) -> None:
        """Show what was found."""
        self._show(replace(self.state, answer=_answer(found)))


def _answer(found: Verification) -> Answer:
    about = " · ".join(part for part in (found.number, found.title, found.fingerprint) if part)
    report = found.signatures
    signers = tuple(
        SignerLine(
            f"{item.name} · EVALUATION" if item.is_evaluation else item.name,
            f"{item.reason}. {item.trust_note}" if item.reason else item.trust_note,
            item.intact, item.trusted,
        )
        for item in (report.signers if report else ())
    )  # fmt: skip
    unsigned = tuple(
        tr("{field}: decided, not signed", field=key) for key in (report.unsigned_fields if report else ())
    )
    return Answer(int(found.outcome), found.sentences, about, signers, unsigned, found.not_proved)
