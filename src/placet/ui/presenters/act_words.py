"""Kinds, outcomes, conditions and assurances of acts in words."""

from __future__ import annotations

import base64
import re

from placet.domain.acts import Assurance, ConditionKind, ReviewCopy
from placet.domain.canonical import grouped
from placet.domain.firm import ActKind, Outcome
from placet.domain.moments import shown
from placet.domain.parties import Body
from placet.operations.workspace import Workspace
from placet.ui.translate import tr


def outcome_words() -> dict[str, str]:
    """Return how an act came out, as it is read."""
    return {
        Outcome.ATTESTED: tr("Attested"),
        Outcome.PASSED: tr("Passed"),
        Outcome.PASSED_WITH_FINDINGS: tr("Passed with findings"),
        Outcome.FAILED: tr("Failed"),
        Outcome.NO_OBJECTION: tr("No objection"),
        Outcome.OBJECTION: tr("Objection"),
        Outcome.APPROVED: tr("Approved"),
        Outcome.APPROVED_WITH_CONDITIONS: tr("Approved with conditions"),
        Outcome.DECLINED: tr("Declined"),
        Outcome.ADOPTED: tr("Adopted"),
        Outcome.NOTED: tr("Noted"),
        Outcome.ACCEPTED: tr("Risk accepted"),
        Outcome.SUSPENDED: tr("Suspended"),
        Outcome.REVOKED: tr("Revoked"),
    }


def outcome_verbs() -> dict[str, str]:
    """Return what the button says one is about to do with a version."""
    return {
        Outcome.ATTESTED: tr("Attest"),
        Outcome.PASSED: tr("Pass"),
        Outcome.PASSED_WITH_FINDINGS: tr("Pass with findings"),
        Outcome.FAILED: tr("Fail"),
        Outcome.NO_OBJECTION: tr("State no objection to"),
        Outcome.OBJECTION: tr("Object to"),
        Outcome.APPROVED: tr("Approve"),
        Outcome.APPROVED_WITH_CONDITIONS: tr("Approve with conditions"),
        Outcome.DECLINED: tr("Decline"),
        Outcome.ADOPTED: tr("Adopt"),
        Outcome.NOTED: tr("Note"),
        Outcome.ACCEPTED: tr("Accept the risk of"),
        Outcome.SUSPENDED: tr("Suspend"),
        Outcome.REVOKED: tr("Revoke"),
    }


def kind_words() -> dict[str, str]:
    """Return what a stage does."""
    return {
        ActKind.ATTEST: tr("statement"),
        ActKind.VALIDATE: tr("validation"),
        ActKind.OPINE: tr("opinion; it does not approve"),
        ActKind.APPROVE: tr("approval"),
        ActKind.ADOPT: tr("local adoption"),
        ActKind.NOTE: tr("noting"),
        ActKind.ACCEPT_RISK: tr("acceptance of risk"),
        ActKind.SUSPEND: tr("suspension"),
        ActKind.REVOKE: tr("revocation"),
    }


def condition_words() -> tuple[tuple[str, str], ...]:
    """Return when a condition bites."""
    return (
        (ConditionKind.PRECEDENT, tr("Before launch")),
        (ConditionKind.ONGOING, tr("While it runs")),
        (ConditionKind.SUBSEQUENT, tr("After launch")),
    )


def assurance_words() -> dict[str, str]:
    """Return how sure we are who acted."""
    return {
        Assurance.OWN_CERTIFICATE: tr("signed with their own certificate"),
        Assurance.EVALUATION: tr("EVALUATION identity: proves nothing about who signed"),
        Assurance.RECORDED: tr("recorded on their word, not signed"),
        Assurance.ASSERTED: tr("stated at this computer, not signed"),
        Assurance.MINUTES: tr("shown by an extract of the minutes"),
        Assurance.RETURNED: tr("signed elsewhere and returned"),
    }


def rule_words() -> dict[str, str]:
    """Return the names of the rules that refuse an act."""
    return {
        "route": tr("Route"),
        "order": tr("Order of stages"),
        "kind": tr("Kind of act"),
        "outcome": tr("Outcome"),
        "reasons": tr("Reasons"),
        "capacity": tr("Capacity"),
        "separation-person": tr("Separation of duties"),
        "separation-certificate": tr("Separation of duties"),
        "body": tr("Body"),
        "minute": tr("Minute"),
        "extract": tr("Extract of the minutes"),
        "members": tr("Members"),
        "quorum": tr("Quorum"),
        "conditions": tr("Conditions"),
        "binding-gap": tr("Binding rule not met"),
        "decision-date": tr("Date of the decision"),
        "certificate-person": tr("Certificate and person"),
        "binding": tr("Certificate and person"),
        "people": tr("People"),
    }


def in_words(ws: Workspace, sentence: str) -> str:
    """Return a refusal with titles in place of the firm pack's keys, and dates as people write them."""
    for stage in ws.firm.stages:
        sentence = sentence.replace(f"“{stage.id}”", f"“{stage.title}”")
    for role in ws.firm.roles:
        sentence = re.sub(rf"(?<![\w-]){re.escape(role.key)}(?![\w-])", f"“{role.title}”", sentence)
    for body in ws.register.all(Body):
        sentence = re.sub(rf"(?<![\w-]){re.escape(body.key)}(?![\w-])", body.name, sentence) if body.key else sentence
    return re.sub(r"\b\d{4}-\d\d-\d\d\b", lambda found: shown(found.group()), sentence)


def short_mark(copy: ReviewCopy) -> str:
    """Return the first characters of a review copy's fingerprint, as printed on its pages."""
    return grouped(base64.b32encode(bytes.fromhex(copy.snapshot_sha256)).decode("ascii")[:20])[:9]
