"""Triage: at most ten questions that settle *not AI*, *basic use* or *full assessment*."""

from __future__ import annotations

from dataclasses import dataclass

from placet.domain.facts import FactCatalogue, FactDefinition
from placet.domain.parties import TriageResult
from placet.domain.predicates import Context, Explanation, deciding_facts, explain

USES_AI = "uses_ai"
"""Derived fact of the common catalogue: the use rests on a learned model or generates content."""
NEEDS_FULL = "needs_full_assessment"
"""Derived fact of the common catalogue: anything that makes more than a basic record necessary."""


@dataclass(frozen=True, slots=True)
class TriageProposal:
    """What the answers so far point to, why, and which facts would still change it."""

    result: TriageResult
    reasons: tuple[Explanation, ...]
    deciding: frozenset[str]


def triage_questions(catalogue: FactCatalogue) -> tuple[FactDefinition, ...]:
    """Return the triage questions in order."""
    return tuple(sorted((item for item in catalogue.definitions if item.triage), key=lambda item: item.triage))


def propose_triage(catalogue: FactCatalogue, context: Context) -> TriageProposal:
    """Propose a triage result; a person determines it."""
    by_key = {item.key: item for item in catalogue.derived}
    uses_ai = explain(by_key[USES_AI].when, context)
    if uses_ai.truth is False:
        return TriageProposal(TriageResult.NOT_AI, tuple(uses_ai.reasons()), frozenset())
    full = explain(by_key[NEEDS_FULL].when, context)
    if uses_ai.truth and full.truth is not None:
        result = TriageResult.FULL if full.truth else TriageResult.BASIC
        return TriageProposal(result, tuple(full.reasons()), frozenset())
    deciding = deciding_facts(by_key[USES_AI].when, context) | deciding_facts(by_key[NEEDS_FULL].when, context)
    return TriageProposal(TriageResult.OPEN, (), deciding)
