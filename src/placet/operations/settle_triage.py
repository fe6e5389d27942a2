"""Settle triage: the ten questions for one tool or many, and one sign-off for all that come out the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from placet.domain.acts import Determination
from placet.domain.canonical import nfc
from placet.domain.errors import Finding, FindingsError, UserFacingError
from placet.domain.parties import TriageResult, UseCase, UseCaseVersion, VersionState
from placet.operations.assess_use_case import triage_of
from placet.operations.state_facts import fact_change
from placet.operations.workspace import Workspace
from placet.register.journal import Change

Tool = tuple[UseCase, UseCaseVersion]


def answer_triage(ws: Workspace, tools: Sequence[Tool], values: Mapping[str, object]) -> int:
    """State the same answers about every tool in one commit and return how many statements changed.

    A value of None takes the statement back to unknown. Approved versions refuse to be changed.
    """
    changes: dict[tuple[str, str], Change] = {}
    for use_case, version in tools:
        _require_draft(use_case, version)
        for key, raw in values.items():
            change, subject = fact_change(ws, version, key, raw)
            if change is not None:
                changes[subject, key] = change
    if changes:
        subject = tools[0][1].id if len(tools) == 1 else f"{len(tools)} use cases"
        ws.commit("answer_triage", list(changes.values()), subject=subject)
    return len(changes)


def _require_draft(use_case: UseCase, version: UseCaseVersion) -> None:
    if version.state not in (VersionState.DRAFT, VersionState.SUBMITTED):
        raise UserFacingError(
            f"version {version.number} of “{use_case.name}” is {version.state} and cannot be changed",
            todo="Start a new draft beside it.",
        )


def settle_triage(ws: Workspace, tools: Sequence[Tool], result: TriageResult, reasons: str = "") -> None:
    """Determine the same triage result for every tool: one person, one act, one entry.

    Departing from a proposal needs reasons; a tool whose questions are still open is named, and nothing is written.
    """
    if not ws.actor.person_id:
        raise UserFacingError("nobody is named as the one who determines", todo="Choose who you are first.")
    if result is TriageResult.OPEN:
        raise UserFacingError("“not settled” is not a result", todo="Choose not AI, basic use or full assessment.")
    changes: list[Change] = []
    findings: list[Finding] = []
    now = ws.now()
    for use_case, version in tools:
        try:
            proposed = triage_of(ws, use_case, version).result
        except UserFacingError as error:
            findings.append(Finding(use_case.reference, 0, error.what, error.todo))
            continue
        if proposed != result and not reasons.strip():
            hint = "answer the open questions, or give reasons" if proposed is TriageResult.OPEN else "give reasons"
            findings.append(Finding(use_case.reference, 0, f"“{use_case.name}” is proposed as {_said(proposed)}", hint))
            continue
        made = Determination(
            ws.new_id(), version.id, "", "triage", proposed, result, nfc(reasons.strip()), ws.actor.person_id, now
        )
        changes += [Change.put(made), Change.put(replace(use_case, triage=result))]
    if findings:
        raise FindingsError(f"{len(findings)} of {len(tools)} cannot be settled so", tuple(findings))
    subject = tools[0][0].id if len(tools) == 1 else f"{len(tools)} use cases"
    ws.commit("settle_triage", changes, subject=subject)


def _said(result: TriageResult) -> str:
    words = {TriageResult.OPEN: "not settled", TriageResult.NOT_AI: "not AI", TriageResult.BASIC: "basic use"}
    return words.get(result, "full assessment")
