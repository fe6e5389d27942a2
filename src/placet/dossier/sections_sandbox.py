"""A sandbox application in the order its reader wants: from the institution to the exit.

Each part takes its text from the prepared form and from answers on controls; where the register holds nothing it
says so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from placet.domain.snapshot import Snapshot
from placet.dossier.catalogue import Catalogue
from placet.dossier.drawing import Cell
from placet.dossier.matter import Matter
from placet.dossier.sections_case import description, facts, flows, parts
from placet.dossier.sheet import Sheet

PARTS = (
    "sandbox_institution", "sandbox_problem", "sandbox_use", "sandbox_innovation", "sandbox_design",
    "sandbox_compute", "sandbox_data", "sandbox_risk", "sandbox_controls", "sandbox_validation",
    "sandbox_contribution", "sandbox_governance", "sandbox_customers", "sandbox_timeline",
)  # fmt: skip


def part(key: str) -> Callable[[Sheet, Matter], None]:
    """Return the builder of one part."""

    def build(sheet: Sheet, matter: Matter) -> None:
        if key == "sandbox_institution":
            _institution(sheet, matter)
        if key == "sandbox_use":
            description(sheet, matter)
            facts(sheet, matter)
            return
        texts = list(_texts(sheet.words, matter.snapshot, key))
        for label, text in texts:
            sheet.labelled(label, text, f"form.{key}")
        if not texts:
            missing = sheet.words("sandbox.missing", firm=matter.snapshot.subject.entity_name)
            for label in sheet.words.items(f"{key}.fields"):
                sheet.labelled(label, missing)
        if key == "sandbox_design":
            parts(sheet, matter)
        if key == "sandbox_data":
            flows(sheet, matter)

    return build


def _institution(sheet: Sheet, matter: Matter) -> None:
    words, subject = sheet.words, matter.snapshot.subject
    sheet.lead(words("sandbox.suggested"))
    vendors = ", ".join(item.name for item in subject.parts if item.kind == "vendor")
    entries: list[tuple[str, Cell]] = [
        (words("case.entity"), subject.entity_legal_name),
        (words("case.registration"), subject.entity_registration or words("general.not_stated")),
        (words("case.licences"), ", ".join(subject.licence_classes) or words("general.not_stated")),
        (words("case.owner"), subject.owner or words("general.not_stated")),
        (words("sandbox.partner"), vendors or words("sandbox.no_partner")),
    ]
    sheet.entries(entries)


def _texts(words: Catalogue, snapshot: Snapshot, key: str) -> Iterator[tuple[str, str]]:
    """Return label and text of each source that says something, every text once."""
    seen: set[str] = set()
    for label, text in (*_from_forms(words, snapshot, key), *_from_answers(words, snapshot, key)):
        if text.strip() and text not in seen:
            seen.add(text)
            yield label, text


def _from_forms(words: Catalogue, snapshot: Snapshot, key: str) -> Iterator[tuple[str, str]]:
    wanted = words.items(f"{key}.fields")
    for form in snapshot.law.forms:
        if form.id in words.items("sandbox.forms"):
            yield from ((field.label, field.value) for field in form.fields if field.label in wanted)


def _from_answers(words: Catalogue, snapshot: Snapshot, key: str) -> Iterator[tuple[str, str]]:
    found: dict[str, str] = {}
    for line in snapshot.law.requirements:
        for answer in line.answers:
            if answer.statement:
                found.setdefault(answer.answers, answer.statement)
    for title in words.items(f"{key}.controls"):
        if title in found:
            yield title, found[title]
