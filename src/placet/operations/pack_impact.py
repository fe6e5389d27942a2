"""Which use cases a new version of a pack touches: one scan of the fact matrix, before anything is assessed anew."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from placet.domain.assessment import full_context
from placet.domain.facts import FactCatalogue
from placet.domain.impact import PackChange, pack_change, scan_catalogue, with_packs
from placet.domain.pack import Pack
from placet.domain.parties import Entity, Fact, UseCaseVersion
from placet.domain.predicates import NEVER, Predicate, Truth, and_, evaluate, or_
from placet.domain.reach import reach_predicate
from placet.operations.compare_places import contexts_under
from placet.operations.workspace import Workspace, found
from placet.register.fact_matrix import Truths, fact_matrix


@dataclass(frozen=True, slots=True)
class Touched:
    """A version in an entity that a change bears on."""

    version_id: str
    entity_id: str
    is_certain: bool
    """False where an unknown fact would decide."""


@dataclass(frozen=True, slots=True)
class PackImpact:
    """What a new version changes and whom it touches."""

    change: PackChange
    touched: tuple[Touched, ...]


def pack_impact(ws: Workspace, new: Pack) -> PackImpact:
    """Return whom ``new`` touches among everything on the register; a pack not there yet touches all it catches.

    An entity of another place counts only where the pack reaches it, or may.
    """
    old = ws.packs.get(new.id)
    change = pack_change(old or _empty(new), new)
    if not change.predicates:
        return PackImpact(change, ())
    catalogue = scan_catalogue(with_packs(ws.facts, ws.packs.values()), old, change)
    entities = ws.register.all(Entity)
    here = {entity.id for entity in entities if entity.place == new.jurisdiction}
    varying = _varying(ws, {new.jurisdiction, *(entity.place for entity in entities)})
    reach = reach_predicate(new)
    asked = (reach, *change.predicates)
    touched = []
    for row in fact_matrix(ws.register, catalogue).ask(asked):
        is_here = row.entity_id in here
        truths = row.truths
        if not is_here and row.version_id in varying and reach != NEVER:
            truths = _truths_under(ws, catalogue, row, new, asked)
        caught = or_(truths[1:]) if is_here else and_((truths[0], or_(truths[1:])))
        if caught is not False:
            touched.append(Touched(row.version_id, row.entity_id, caught is True))
    return PackImpact(change, tuple(touched))


def _truths_under(
    ws: Workspace, catalogue: FactCatalogue, row: Truths, pack: Pack, asked: Sequence[Predicate]
) -> tuple[Truth, ...]:
    """Return the truths over the facts as they stand in the pack's place: the matrix holds the entity's own place."""
    version = found(ws.register.get(UseCaseVersion, row.version_id), "version", row.version_id)
    entity = found(ws.register.get(Entity, row.entity_id), "entity", row.entity_id)
    context = full_context(catalogue, pack, contexts_under(ws, version, entity)(pack))
    return tuple(evaluate(part, context) for part in asked)


def _varying(ws: Workspace, places: Iterable[str]) -> frozenset[str]:
    """Return the versions of which some fact has a value of its own in one of the places."""
    return frozenset(fact.subject_id for place in places for fact in ws.register.all(Fact, place=place))


def _empty(pack: Pack) -> Pack:
    """Return a pack that asks nothing, to compare a first version with."""
    return Pack(pack.id, "", pack.jurisdiction, pack.title, pack.as_of, pack.language, (), (), ())
