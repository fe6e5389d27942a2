"""Read an answers file: facts and answers for one use case, checked against the rules in use."""

from __future__ import annotations

from placet.domain.errors import FindingsError
from placet.packs.library import Library
from placet.packs.reader import FAILED, Reader
from placet.packs.scope import DERIVED, Scope
from placet.packs.shapes import AnswersFile
from placet.packs.yaml_source import parse


def read_answers(data: bytes, library: Library, file: str) -> AnswersFile:
    """Return the file's facts and answers; FindingsError lists every slip with its line."""
    reader = Reader(_scope_of(library))
    root, findings = parse(file, data)
    value = FAILED if root is None else reader.read(root, AnswersFile, file)
    found = tuple(sorted((*findings, *reader.findings.all), key=lambda item: item.line))
    if found or value is FAILED:
        count = f"{len(found)} things are wrong with the answers file" if len(found) > 1 else found[0].message
        raise FindingsError(
            count, found, f"{file}:{found[0].line}", "Nothing was entered; mend the file and try again."
        )
    return value  # type: ignore[no-any-return]  # the reader is driven by the annotation


def _scope_of(library: Library) -> Scope:
    scope = Scope()
    for definition in library.facts.definitions:
        scope.add("fact", definition.key, "the catalogue")
        scope.facts[definition.key] = definition
    for derived in library.facts.derived:
        scope.add(DERIVED, derived.key, "the catalogue")
    for control in library.common.controls:
        scope.add("control", control.id, "the catalogue")
    for pack in library.packs.values():
        for requirement in pack.requirements:
            scope.add("requirement", requirement.id, pack.id)
    return scope
