"""Law that reaches an entity from another place: found from facts, never from where the entity sits."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from placet.domain.assessment import full_context
from placet.domain.facts import FactCatalogue
from placet.domain.pack import Pack
from placet.domain.predicates import NEVER, Context, Equals, Explanation, Predicate, Truth, deciding_facts, explain


@dataclass(frozen=True, slots=True)
class Reach:
    """Whether one pack reaches an entity of another place, why, and what could still change it."""

    pack: Pack
    truth: Truth
    reasons: tuple[Explanation, ...]
    deciding: frozenset[str]


def reach_predicate(pack: Pack) -> Predicate:
    """Return when a pack reaches entities elsewhere: its ``reaches_when``, else its derived fact ``reaches_xx``."""
    key = f"reaches_{pack.jurisdiction.lower()}"
    if pack.reaches_when == NEVER and any(item.key == key for item in pack.derived):
        return Equals(key, True)
    return pack.reaches_when


def reach_of(catalogue: FactCatalogue, pack: Pack, context: Context) -> Reach:
    """Return whether ``pack`` reaches; ``context`` holds the facts as they stand in the pack's own place."""
    predicate = reach_predicate(pack)
    full = full_context(catalogue, pack, context)
    explanation = explain(predicate, full)
    return Reach(pack, explanation.truth, tuple(explanation.reasons()), deciding_facts(predicate, full))


def may_reach(packs: Iterable[Pack], home: str) -> tuple[Pack, ...]:
    """Return the packs of other places that can reach at all."""
    return tuple(pack for pack in packs if pack.jurisdiction != home and reach_predicate(pack) != NEVER)
