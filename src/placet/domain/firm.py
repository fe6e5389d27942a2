"""The firm pack: the firm's own roles, bodies, approval route, limits and firm-set values."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from placet.domain.predicates import ALWAYS, Predicate


class ActKind(StrEnum):
    """What a sign-off does."""

    ATTEST = "attest"
    VALIDATE = "validate"
    OPINE = "opine"
    APPROVE = "approve"
    ADOPT = "adopt"
    NOTE = "note"
    ACCEPT_RISK = "accept_risk"
    SUSPEND = "suspend"
    REVOKE = "revoke"


class Outcome(StrEnum):
    """How an act came out; which outcomes a kind allows is in ``OUTCOMES``."""

    ATTESTED = "attested"
    PASSED = "passed"
    PASSED_WITH_FINDINGS = "passed_with_findings"
    FAILED = "failed"
    NO_OBJECTION = "no_objection"
    OBJECTION = "objection"
    APPROVED = "approved"
    APPROVED_WITH_CONDITIONS = "approved_with_conditions"
    DECLINED = "declined"
    ADOPTED = "adopted"
    NOTED = "noted"
    ACCEPTED = "accepted"
    SUSPENDED = "suspended"
    REVOKED = "revoked"


OUTCOMES: dict[ActKind, tuple[Outcome, ...]] = {
    ActKind.ATTEST: (Outcome.ATTESTED, Outcome.DECLINED),
    ActKind.VALIDATE: (Outcome.PASSED, Outcome.PASSED_WITH_FINDINGS, Outcome.FAILED),
    ActKind.OPINE: (Outcome.NO_OBJECTION, Outcome.OBJECTION),
    ActKind.APPROVE: (Outcome.APPROVED, Outcome.APPROVED_WITH_CONDITIONS, Outcome.DECLINED),
    ActKind.ADOPT: (Outcome.ADOPTED, Outcome.DECLINED),
    ActKind.NOTE: (Outcome.NOTED,),
    ActKind.ACCEPT_RISK: (Outcome.ACCEPTED, Outcome.DECLINED),
    ActKind.SUSPEND: (Outcome.SUSPENDED,),
    ActKind.REVOKE: (Outcome.REVOKED,),
}

STOPPING = frozenset({Outcome.FAILED, Outcome.OBJECTION, Outcome.DECLINED})
"""Outcomes after which the route does not go on to an approval."""


@dataclass(frozen=True, slots=True)
class RoleDefinition:
    """A role persons may hold, in the firm's own words."""

    key: str
    title: str
    explanation: str
    """One sentence for a reader outside the firm."""
    line: int = 0
    """Line of defence, 1 to 3; 0 where none applies."""


@dataclass(frozen=True, slots=True)
class RouteStage:
    """One stage of the firm's approval route."""

    id: str
    title: str
    kind: ActKind
    roles: tuple[str, ...] = ()
    """Roles that may act here; empty when a body acts."""
    body: str = ""
    """Key of the body that decides here by minute."""
    apart_from: tuple[str, ...] = ()
    """Stages whose person or certificate must not act here too: separation of duties."""
    after: tuple[str, ...] = ()
    """Stages that must be complete first."""
    when: Predicate = ALWAYS
    explanation: str = ""
    lead: int = 0
    """Time the firm sets for the stage; 0 where it has set none."""
    lead_unit: str = "calendar_days"


@dataclass(frozen=True, slots=True)
class FirmValue:
    """A value rules leave to the firm, such as the exit test of an “early stage”."""

    key: str
    title: str
    value: str
    approved_by: str = ""
    approved_on: str = ""
    clause: str = ""
    """Requirement or clause that leaves the value to the firm."""


@dataclass(frozen=True, slots=True)
class GlossaryEntry:
    """A word or abbreviation of the firm, explained for outsiders."""

    word: str
    meaning: str


@dataclass(frozen=True, slots=True)
class FirmPack:
    """The firm's overlay: it never changes what a law asks, only how this firm meets it."""

    id: str
    version: str
    firm: str
    roles: tuple[RoleDefinition, ...]
    stages: tuple[RouteStage, ...]
    values: tuple[FirmValue, ...] = ()
    glossary: tuple[GlossaryEntry, ...] = ()
    bodies: tuple[str, ...] = ()
    second_person_for: tuple[str, ...] = ("disapplied", "waived")
    """Acts that need a second person."""
    risk_scale: tuple[str, ...] = ("low", "medium", "high")
    sha256_hex: str = ""
    format: int = 1

    def stage(self, stage_id: str) -> RouteStage | None:
        """Return a stage by id."""
        return next((stage for stage in self.stages if stage.id == stage_id), None)

    def role(self, key: str) -> RoleDefinition | None:
        """Return a role by key."""
        return next((role for role in self.roles if role.key == key), None)
