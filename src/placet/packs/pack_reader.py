"""Read the common catalogue, a jurisdiction's pack and a firm pack from their folders."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from placet.domain.errors import Finding, FindingsError
from placet.domain.facts import FactCatalogue
from placet.domain.firm import FirmPack
from placet.domain.pack import CommonCatalogue, Pack
from placet.domain.predicates import Derived, derivation_order
from placet.packs.library import FORMAT, Common
from placet.packs.reader import FAILED, Reader
from placet.packs.scope import DERIVED, Places, Scope, near
from placet.packs.shapes import (
    COMMON_FILES,
    PACK_FILES,
    REQUIREMENTS_FOLDER,
    FactsFile,
    PackFile,
    RequirementsFile,
    defined_by,
)
from placet.packs.sources import Sources, source_sha256
from placet.packs.yaml_source import ListNode, MapNode, Node, ScalarNode, parse

T = TypeVar("T")

REQUIRED = (*COMMON_FILES, "pack.yaml")
"""Files without which there is no catalogue, or no pack."""


@dataclass(frozen=True, slots=True)
class Loaded(Generic[T]):
    """What came of reading: the object when nothing was wrong, and everything that was."""

    value: T | None
    findings: tuple[Finding, ...]
    places: Places

    def required(self) -> T:
        """Return the object, or raise FindingsError carrying every finding."""
        if self.value is None:
            first = self.findings[0]
            more = f", and {len(self.findings) - 1} more" if len(self.findings) > 1 else ""
            raise FindingsError(
                f"{first.message}{more}",
                self.findings,
                f"{first.path}:{first.line}",
                "Run “placet pack check” to see every place.",
            )
        return self.value


def read_common(sources: Sources, name: str = "common") -> Loaded[Common]:
    """Read ``resources/packs/common``."""
    folder = _Folder(name, sources, dict(COMMON_FILES), Reader(Scope()))
    folder.collect_names()
    facts = folder.read("facts.yaml", required=True)
    rest = [folder.read(file, required=True) for file in COMMON_FILES if file != "facts.yaml"]
    if facts is not FAILED:
        folder.check_cycles(facts.derived)
    if folder.failed or FAILED in (facts, *rest):
        return folder.loaded(None)
    controls, concepts, parameters = rest
    catalogue = CommonCatalogue(
        controls=controls.controls,
        steps=controls.steps,
        concepts=concepts.concepts,
        parameters=parameters.parameters,
        version=controls.version,
        sha256_hex=source_sha256(sources),
    )
    return folder.loaded(Common(catalogue, FactCatalogue(facts.facts, facts.derived)))


def read_pack(sources: Sources, common: Common, name: str) -> Loaded[Pack]:
    """Read one jurisdiction's folder against the common catalogue."""
    kinds = dict(PACK_FILES)
    for file in sources:
        if file.startswith(f"{REQUIREMENTS_FOLDER}/") and file.endswith(".yaml"):
            kinds[file] = RequirementsFile
    folder = _Folder(name, sources, kinds, Reader(_scope_of(common)))
    folder.collect_names()
    head = folder.read("pack.yaml", required=True)
    parts = {file: folder.read(file) for file in sorted(sources) if file in kinds and file != "pack.yaml"}
    if head is not FAILED:
        folder.check_cycles((*common.facts.derived, *head.derived))
        folder.check_format(head.format)
    if folder.failed or FAILED in (head, *parts.values()):
        return folder.loaded(None)
    pack = _pack_of(head, parts, source_sha256(sources))
    folder.stand_for(pack, "pack.yaml")
    return folder.loaded(pack)


def read_firm(data: bytes, facts: FactCatalogue, file: str = "firm.yaml") -> Loaded[FirmPack]:
    """Read a firm pack; ``facts`` is the catalogue with the derived facts of the packs in use."""
    scope = _scope_of_facts(facts)
    folder = _Folder("", {file: data}, {file: FirmPack}, Reader(scope))
    folder.collect_names()
    folder.collect_bodies(file)
    firm = folder.read(file, required=True)
    if firm is FAILED or folder.failed:
        return folder.loaded(None)
    folder.check_format(firm.format)
    return folder.loaded(_with_hash(firm, source_sha256({file: data})))


def _with_hash(firm: FirmPack, digest: str) -> FirmPack:
    values = {name: getattr(firm, name) for name in FirmPack.__dataclass_fields__}
    return FirmPack(**{**values, "sha256_hex": digest})


def _pack_of(head: PackFile, parts: Mapping[str, Any], digest: str) -> Pack:
    def joined(name: str) -> tuple[Any, ...]:
        return tuple(item for part in parts.values() for item in getattr(part, name, ()))

    names = ("requirements", "terms", "parameters", "classifications", "data_rules", "routes", "clocks")
    own: dict[str, Any] = {name: getattr(head, name) for name in PackFile.__dataclass_fields__}
    lists: dict[str, Any] = {name: joined(name) for name in (*names, "forms", "cases")}
    return Pack(**own, **lists, sha256_hex=digest)


def _scope_of(common: Common) -> Scope:
    scope = _scope_of_facts(common.facts)
    sorts = {
        "control": common.catalogue.controls,
        "step": common.catalogue.steps,
        "concept": common.catalogue.concepts,
        "parameter": common.catalogue.parameters,
    }
    for noun, items in sorts.items():
        for item in items:
            scope.add(noun, item.id, "the common catalogue")  # type: ignore[attr-defined]
    return scope


def _scope_of_facts(facts: FactCatalogue) -> Scope:
    scope = Scope()
    for definition in facts.definitions:
        scope.add("fact", definition.key, "the common catalogue")
        scope.facts[definition.key] = definition
    for derived in facts.derived:
        scope.add(DERIVED, derived.key, "the common catalogue")
    return scope


class _Folder:
    """The files of one folder, parsed once and read by one reader."""

    def __init__(self, name: str, sources: Sources, kinds: Mapping[str, type], reader: Reader) -> None:
        self._prefix = f"{name}/" if name else ""
        self._kinds = kinds
        self._reader = reader
        self._roots: dict[str, Node] = {}
        self._sources = sources
        for file, data in sorted(sources.items()):
            self._parse(file, data)

    def _parse(self, file: str, data: bytes) -> None:
        path = self._prefix + file
        if file not in self._kinds:
            hint = near(file, self._kinds) or "Take it out, or give it another ending than .yaml."
            self._reader.findings.all.append(Finding(path, 0, "a pack has no such file", hint))
            return
        root, findings = parse(path, data)
        self._reader.findings.all.extend(findings)
        if root is not None:
            self._roots[file] = root

    @property
    def failed(self) -> bool:
        """Tell whether anything has been found wrong."""
        return bool(self._reader.findings.all)

    def collect_names(self) -> None:
        """Note every name of every file before any is read."""
        for file, kind in self._kinds.items():
            if file in self._roots:
                self._reader.collect_names(self._roots[file], kind)
            elif file in self._sources or file in REQUIRED:
                self._reader.scope.unread |= defined_by(kind)

    def collect_bodies(self, file: str) -> None:
        """Note the firm's bodies, which are a bare list of names."""
        root = self._roots.get(file)
        entry = root.entries.get("bodies") if isinstance(root, MapNode) else None
        for item in entry.node.items if entry and isinstance(entry.node, ListNode) else ():
            if isinstance(item, ScalarNode):
                self._reader.scope.add("body", item.text, f"{item.file}:{item.line}")

    def read(self, file: str, *, required: bool = False) -> Any:
        """Return the file's object or FAILED; facts become known to the files read after it."""
        if file not in self._roots:
            if required and file not in self._sources:
                self._reader.findings.all.append(Finding(self._prefix + file, 0, "the file is missing", "Add it."))
            return FAILED
        if self._kinds[file] is FactsFile:
            self._learn_facts(self._roots[file])
        return self._reader.read(self._roots[file], self._kinds[file], file)

    def _learn_facts(self, root: Node) -> None:
        """Read the definitions quietly first, so that derived facts of the same file are checked against them."""
        from placet.domain.facts import FactDefinition

        entry = root.entries.get("facts") if isinstance(root, MapNode) else None
        quiet = Reader(self._reader.scope)
        for node in entry.node.items if entry and isinstance(entry.node, ListNode) else ():
            definition = quiet.read(node, FactDefinition, "facts")
            if definition is not FAILED:
                self._reader.scope.facts[definition.key] = definition

    def check_cycles(self, derived: tuple[Derived, ...]) -> None:
        """Report derived facts that lean on each other in a ring."""
        try:
            derivation_order(derived)
        except ValueError as error:
            last = next(item for item in derived if item.key == str(error).rsplit(" ", 1)[-1])
            path, line = self._reader.places.of(last)
            self._reader.findings.all.append(
                Finding(path, line, f"derived facts go in a circle: {error}", "Break the circle.")
            )

    def check_format(self, number: int) -> None:
        """Report a file made for a later Placet."""
        if number > FORMAT:
            self._reader.findings.all.append(
                Finding(
                    self._prefix + "pack.yaml",
                    0,
                    f"this is format {number}; this Placet reads up to {FORMAT}",
                    "Use a newer Placet.",
                )
            )

    def stand_for(self, thing: object, file: str) -> None:
        """Let findings about an object that was put together point into one file."""
        root = self._roots[file]
        if isinstance(root, MapNode):
            self._reader.places.note(thing, root)

    def loaded(self, value: T | None) -> Loaded[T]:
        """Return the result; with any finding there is no object."""
        found = tuple(sorted(self._reader.findings.all, key=lambda item: (item.path, item.line)))
        return Loaded(None if found else value, found, self._reader.places)
