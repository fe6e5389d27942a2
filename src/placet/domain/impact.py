"""What a new version of a pack touches: the parts that changed, and the predicates by which they catch a use case."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from placet.domain.facts import FactCatalogue
from placet.domain.pack import Classification, DataRule, Pack
from placet.domain.predicates import All, AnyFlow, AnyOf, Derived, EveryFlow, Not, Predicate, facts_of
from placet.domain.rules import Instrument, Requirement


@dataclass(frozen=True, slots=True)
class PackChange:
    """What differs between two versions of one pack, by kind and id, and when it matters to a use case."""

    pack_id: str
    added: tuple[str, ...]
    removed: tuple[str, ...]
    changed: tuple[str, ...]
    predicates: tuple[Predicate, ...]
    """A use case is touched when one of them holds, or may hold for want of a fact."""
    derived: tuple[Derived, ...] = ()
    """The derived facts they read: the new pack's, and those of the old one that now mean something else."""


_PARTS = ("requirements", "classifications", "data_rules", "parameters", "routes", "clocks", "forms")


def pack_change(old: Pack, new: Pack) -> PackChange:
    """Return what a new version changes. A changed instrument or derived fact changes all that rests on it."""
    before, after = _parts(old), _parts(new)
    moved = _moved(old.instruments, new.instruments)
    redefined = _redefined(old, new)
    common = [key for key in before if key in after]
    changed = [key for key in common if before[key] != after[key] or _rests_on(after[key], moved, redefined)]
    added = [key for key in after if key not in before]
    removed = [key for key in before if key not in after]
    former = _former(old, new, redefined)
    predicates = (
        *(renamed(_catches(before[key]), former) for key in (*removed, *changed)),
        *(_catches(after[key]) for key in (*added, *changed)),
    )
    derived = tuple(
        Derived(former[item.key], item.label, renamed(item.when, former)) for item in old.derived if item.key in former
    )
    unique = tuple(dict.fromkeys(predicates))
    return PackChange(new.id, tuple(added), tuple(removed), tuple(changed), unique, (*new.derived, *derived))


def _former(old: Pack, new: Pack, redefined: frozenset[str]) -> dict[str, str]:
    """Return names for old derived facts that lost their meaning: a rule as it was reads the facts as they were."""
    kept = {item.key for item in new.derived} - redefined
    return {item.key: f"{item.key} before" for item in old.derived if item.key not in kept}


def renamed(predicate: Predicate, names: Mapping[str, str]) -> Predicate:
    """Return the predicate with facts read under other names."""
    match predicate:
        case All(parts):
            return All(tuple(renamed(part, names) for part in parts))
        case AnyOf(parts):
            return AnyOf(tuple(renamed(part, names) for part in parts))
        case Not(part):
            return Not(renamed(part, names))
        case AnyFlow(part):
            return AnyFlow(renamed(part, names))
        case EveryFlow(part):
            return EveryFlow(renamed(part, names))
        case _:
            return replace(predicate, fact=names.get(predicate.fact, predicate.fact))


def _parts(pack: Pack) -> Mapping[str, object]:
    """Return every rule by kind and id; values of one parameter are told apart by clause."""
    result: dict[str, object] = {}
    for kind in _PARTS:
        for item in getattr(pack, kind):
            name = item.id if hasattr(item, "id") else f"{item.parameter} {item.instrument} {item.clause}"
            result[f"{kind}/{name}"] = _material(item)
    return result


def _material(item: object) -> object:
    """Leave out what changes no assessment: when a clause was last read, and by whom."""
    if isinstance(item, Requirement):
        return replace(item, last_verified=item.recheck_by, verified_by="", sources=())
    return item


def _moved(old: Iterable[Instrument], new: Iterable[Instrument]) -> frozenset[str]:
    """Return the instruments whose weight, standing or date changed: what is printed of them is no matter here."""
    before = {item.id: (item.force, item.status, item.in_force_from) for item in old}
    return frozenset(
        item.id for item in new if before.get(item.id, ()) != (item.force, item.status, item.in_force_from)
    )


def _redefined(old: Pack, new: Pack) -> frozenset[str]:
    """Return derived facts that mean something else now, those that rest on such ones included."""
    before = {item.key: item.when for item in old.derived}
    found = {item.key for item in new.derived if before.get(item.key) != item.when}
    while True:
        more = {item.key for item in new.derived if item.key not in found and facts_of(item.when) & found}
        if not more:
            return frozenset(found)
        found |= more


def _rests_on(part: object, instruments: frozenset[str], derived: frozenset[str]) -> bool:
    cited = getattr(part, "instrument", "") in instruments
    return cited or bool(facts_of(_catches(part)) & derived)


def _catches(part: object) -> Predicate:
    """Return when a part of a pack matters to a use case."""
    if isinstance(part, Requirement):
        return All((part.addressees, part.applies_when))
    if isinstance(part, Classification):
        return part.applies_when
    when: Predicate = part.when  # type: ignore[attr-defined]
    return AnyFlow(when) if isinstance(part, DataRule) else when


def with_packs(catalogue: FactCatalogue, packs: Iterable[Pack]) -> FactCatalogue:
    """Return the catalogue with the derived facts of all packs: the columns a scan needs."""
    known = {item.key for item in catalogue.derived}
    own: dict[str, Derived] = {item.key: item for pack in packs for item in pack.derived if item.key not in known}
    return catalogue.extended(own.values())


def scan_catalogue(catalogue: FactCatalogue, old: Pack | None, change: PackChange) -> FactCatalogue:
    """Return the catalogue a scan for a change needs: the old pack's derived facts give way to those of the change."""
    gone = {item.key for item in old.derived} if old else set()
    taken = gone | {item.key for item in change.derived}
    kept = tuple(item for item in catalogue.derived if item.key not in taken)
    return FactCatalogue(catalogue.definitions, (*kept, *change.derived))
