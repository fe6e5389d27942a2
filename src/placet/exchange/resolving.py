"""Tell which systems and models of the register a file means, and what is new: names decide, ids do not exist."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from placet.domain.errors import Finding
from placet.domain.facts import FactCatalogue
from placet.exchange.cell_values import word_key
from placet.exchange.grouping import Part, Stated, contradiction, contradicts, fact_entries
from placet.exchange.inventory import FactEntry, Inventory, Named, UseCaseEntry
from placet.exchange.mapping import Mapping
from placet.exchange.part_rows import Parts, system_rows
from placet.exchange.row_reading import Said, problem


@dataclass(slots=True)
class Subject:
    """A model or system as the file states it."""

    key: Named
    values: dict[str, Said] = field(default_factory=dict)
    """Vendor, source and facts, by target."""
    models: list[Named] = field(default_factory=list)
    """Models of a system, as the file lists them."""
    adds_models: bool = False
    """The file does not name the system, so its list of models only adds."""

    def facts(self, catalogue: FactCatalogue) -> tuple[FactEntry, ...]:
        """Return the facts stated of it."""
        return tuple(fact_entries(self.values, catalogue))

    def text(self, target: str) -> str:
        """Return a value as text; empty where the file does not say it."""
        return str(self.values[target].value) if target in self.values else ""


class Resolver:
    """Goes through the use cases once; ``systems`` and ``models`` then hold all the file names."""

    def __init__(self, mapping: Mapping, catalogue: FactCatalogue, existing: Inventory) -> None:
        self._mapping, self._catalogue = mapping, catalogue
        self.parts = Parts.of(existing)
        self.systems: dict[Named, Subject] = {}
        self.models: dict[Named, Subject] = {}
        self.findings: list[Finding] = []
        self._vendors = {word_key(name): name for name in existing.vendors}
        self._spelled: dict[tuple[str, str, str], Named] = {}

    def systems_of(self, stated: Stated, before: UseCaseEntry | None) -> tuple[Named, ...]:
        """Return the systems the use case has after the import; as before where the file names none."""
        linked = before.systems if before else ()
        named: list[Named] = []
        for part in stated.parts:
            models = self._models(part, linked)
            for key in models:
                self._state_model(key, part, stated.reference)
            named += self._state_systems(part, models, linked, stated.reference)
        if not named:
            return linked
        unseen = [key for key in linked if not any(system_rows(key, self.parts, self._mapping, self._catalogue))]
        return tuple(dict.fromkeys([*named, *unseen]))

    def vendor(self, name: str) -> str:
        """Return a vendor's name as it is spelled already."""
        return self._vendors.setdefault(word_key(name), name)

    def _models(self, part: Part, linked: Sequence[Named]) -> tuple[Named, ...]:
        if not part.model:
            return ()
        near = [model for system in linked for model in self.parts.models_of(system)]
        return self._keys("model", part.model, part.model_version, part, near, self.parts.models)

    def _keys(
        self, kind: str, name: str, version: str, part: Part, near: Iterable[Named], known: Iterable[Named]
    ) -> tuple[Named, ...]:
        """Return what a name means: with a version exactly that; without, what is linked here, or the only one."""
        same = [key for key in known if word_key(key.name) == word_key(name)]
        exact = [key for key in same if word_key(key.version) == word_key(version)]
        if exact and (version or self._mapping.feeds(f"{kind}.version")):
            return (exact[0],)
        if not version:
            here = [key for key in dict.fromkeys(near) if key in same]
            if here:
                return tuple(here)
            if len(same) == 1:
                return (same[0],)
            if same:
                versions = ", ".join(f"“{key.version or 'none'}”" for key in same)
                self.findings.append(
                    problem(part.cell, f"“{name}” has the versions {versions}", "give a column that says which one")
                )
                return (same[0],)
        spelled = (kind, word_key(name), word_key(version))
        return (self._spelled.setdefault(spelled, Named(name, version)),)

    def _state_model(self, key: Named, part: Part, reference: str) -> None:
        model = self.models.setdefault(key, Subject(key))
        for target, text in (("model.source", part.source), ("vendor.name", self._spelled_vendor(part))):
            if text:
                self._keep(model, target, Said(text, part.cell), f"the model {key}, {reference}")
        for target, said in part.model_facts:
            self._keep(model, target, said, f"the model {key}, {reference}")

    def _spelled_vendor(self, part: Part) -> str:
        return self.vendor(part.vendor) if part.vendor else ""

    def _state_systems(
        self, part: Part, models: tuple[Named, ...], linked: Sequence[Named], reference: str
    ) -> tuple[Named, ...]:
        keys = self._system_keys(part, models, linked)
        for key in keys:
            system = self.systems.setdefault(key, Subject(key, adds_models=not part.system))
            system.adds_models = system.adds_models and not part.system
            in_several = [model for model in models if len(keys) == 1 or model in self.parts.models_of(key)]
            system.models += [model for model in in_several if model not in system.models]
            if part.vendor and not models and part.vendor not in self.parts.vendors_of(key):
                said = Said(self._spelled_vendor(part), part.cell)
                self._keep(system, "vendor.name", said, f"the system {key}, {reference}")
            for target, said in part.system_facts:
                self._keep(system, target, said, f"the system {key}, {reference}")
        return keys

    def _system_keys(self, part: Part, models: tuple[Named, ...], linked: Sequence[Named]) -> tuple[Named, ...]:
        if part.system:
            return self._keys("system", part.system, part.system_version, part, linked, self.parts.systems)
        if models:
            using = [key for key in linked if set(models) & set(self.parts.models_of(key))]
            if using:
                return tuple(using)
            # a file that names models only: each model is taken for the system that is built on it
            return tuple(self._named_after(model) for model in models)
        vendor = self._spelled_vendor(part)
        supplied = [key for key in linked if vendor in self.parts.vendors_of(key)]
        if supplied:
            return tuple(supplied)
        return (self._spelled.setdefault(("vendor", word_key(vendor), ""), Named(f"{vendor} (system not named)")),)

    def _named_after(self, model: Named) -> Named:
        using = [key for key in self.parts.systems if key == model]
        return using[0] if using else model

    def _keep(self, subject: Subject, target: str, said: Said, whose: str) -> None:
        before = subject.values.get(target)
        if before is None:
            subject.values[target] = said
        elif isinstance(before.value, frozenset) and isinstance(said.value, frozenset):
            subject.values[target] = Said(before.value | said.value, before.cell)
        elif contradicts(before.value, said.value):
            self.findings.append(contradiction(said, before, whose))
