"""Spread a use case's systems and models over rows, as far as a mapping has columns for them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from placet.domain.facts import About, FactCatalogue
from placet.domain.predicates import Value
from placet.exchange.inventory import FactEntry, Inventory, ModelEntry, Named, SystemEntry, UseCaseEntry
from placet.exchange.mapping import Mapping


@dataclass(frozen=True, slots=True)
class Parts:
    """Systems and models by what names them."""

    systems: dict[Named, SystemEntry]
    models: dict[Named, ModelEntry]

    @classmethod
    def of(cls, inventory: Inventory) -> Parts:
        """Return an inventory's parts."""
        return cls({item.key: item for item in inventory.systems}, {item.key: item for item in inventory.models})

    def models_of(self, system: Named) -> tuple[Named, ...]:
        """Return the models a system uses."""
        return self.systems[system].models if system in self.systems else ()

    def vendors_of(self, system: Named) -> frozenset[str]:
        """Return the vendors a system relies on, its models' included."""
        own = self.systems[system].vendor if system in self.systems else ""
        named = {own, *(self.models[key].vendor for key in self.models_of(system) if key in self.models)}
        return frozenset(named - {""})


def part_rows(
    use_case: UseCaseEntry, parts: Parts, mapping: Mapping, catalogue: FactCatalogue
) -> list[dict[str, Value]]:
    """Return one set of values by target for each system and model; equal rows once, blank ones not at all."""
    rows: list[dict[str, Value]] = []
    for system in use_case.systems:
        for values in system_rows(system, parts, mapping, catalogue):
            if values not in rows:
                rows.append(values)
    return rows


def system_rows(system: Named, parts: Parts, mapping: Mapping, catalogue: FactCatalogue) -> Iterator[dict[str, Value]]:
    """Yield the rows of one system: one for each model, or one for the system alone."""
    for model in parts.models_of(system) or (None,):
        values = dict(_values(system, model, parts))
        named = [values.get(name) for name in ("system.name", "model.name") if mapping.feeds(name)]
        facts = [*_system_facts(system, parts), *(_model_facts(model, parts) if model else ())]
        for fact in facts if any(named) else ():
            definition = catalogue.get(fact.key)
            needs = "model.name" if definition and definition.about is About.MODEL else "system.name"
            if mapping.feeds(needs) or (needs == "system.name" and mapping.feeds("model.name")):
                values[fact_target(fact)] = fact.value
        kept = {target: value for target, value in values.items() if value != "" and mapping.feeds(target)}
        if kept:
            yield kept


def fact_target(fact: FactEntry) -> str:
    """Return the target a fact is fed by."""
    return f"fact.{fact.key}@{fact.place}" if fact.place else f"fact.{fact.key}"


def _values(system: Named, model: Named | None, parts: Parts) -> Iterator[tuple[str, Value]]:
    entry = parts.systems.get(system)
    yield "system.name", system.name
    yield "system.version", system.version
    if model is None:
        yield "vendor.name", entry.vendor if entry else ""
        return
    known = parts.models.get(model)
    yield "model.name", model.name
    yield "model.version", model.version
    yield "model.source", known.source if known else ""
    yield "vendor.name", known.vendor if known else ""


def _system_facts(system: Named, parts: Parts) -> tuple[FactEntry, ...]:
    return parts.systems[system].facts if system in parts.systems else ()


def _model_facts(model: Named, parts: Parts) -> tuple[FactEntry, ...]:
    return parts.models[model].facts if model in parts.models else ()
