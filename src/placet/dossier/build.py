"""Typed content to pages to PDF/A-3: review copies, drafts and sealed dossiers."""

from __future__ import annotations

import base64
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from placet.domain.canonical import fingerprint, grouped, sha256_hex
from placet.domain.errors import Finding
from placet.domain.moments import stamp
from placet.domain.sealed import SealedContent
from placet.domain.snapshot import Snapshot, snapshot_bytes
from placet.dossier import pdfa
from placet.dossier import sections_acts as acts
from placet.dossier import sections_back as back
from placet.dossier import sections_case as case
from placet.dossier import sections_front as front
from placet.dossier import sections_law as law
from placet.dossier import sections_route as around
from placet.dossier import sections_sandbox as sandbox
from placet.dossier.catalogue import catalogue
from placet.dossier.frame import PageFrame, render
from placet.dossier.frame import Rendered as Pages
from placet.dossier.matter import DRAFT, REVIEW, SANDBOX_APPLICATION, SEALED, Matter, requirement_numbers
from placet.dossier.printable import unprintable_in
from placet.dossier.prose import words_width
from placet.dossier.sections_summary import summary
from placet.dossier.sheet import Sheet
from placet.dossier.styles import Paper
from placet.dossier.twin_schema import twin_schema

TWIN_NAME = "dossier.json"
SCHEMA_NAME = "dossier.schema.json"

_HEADER_SIZE = 7.5
_TITLE_ROOM, _CLASS_ROOM = 190.0, 210.0
"""Points that the header has for the short title, and for whom it is meant."""

Builder = Callable[[Sheet, Matter], None]

_BUILDERS: dict[str, Builder] = {
    "how_to_read": front.how_to_read,
    "summary": summary,
    "use_case": case.use_case,
    "classification": law.classification,
    "terms": law.terms,
    "flows": case.flows,
    "requirements": law.requirements,
    "themes": law.themes,
    "sign_offs": acts.sign_offs,
    "conditions": acts.conditions,
    "gaps": acts.gaps,
    "route": around.route,
    "forms": around.forms,
    "firm": around.firm,
    "people": around.people,
    "exhibits": back.exhibits,
    "not_applicable": law.not_applicable,
    "not_verified": back.not_verified,
    "verification": back.verification,
    **{key: sandbox.part(key) for key in sandbox.PARTS},
}

_GENERAL = tuple(key for key in _BUILDERS if key not in sandbox.PARTS)
_ELSEWHERE = ("how_to_read", "summary", "use_case", "flows")
"""Sections of the general order that a sandbox application has in its own parts or at its head."""
_SANDBOX = ("how_to_read", "summary", *sandbox.PARTS, *(key for key in _GENERAL if key not in _ELSEWHERE))
_ON_A_NEW_PAGE = frozenset({"summary", "use_case", "sign_offs", "verification", "sandbox_institution"})


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file to carry inside the dossier."""

    name: str
    data: bytes
    media_type: str
    description: str
    relationship: str
    """Source, Data or Supplement (ISO 32000-2, 7.11.3)."""


@dataclass(frozen=True, slots=True)
class FieldPlace:
    """Where a signature field is to be made: page from 0, box in points from the lower left."""

    name: str
    page_index: int
    box: tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Rendered:
    """A finished file, and where its signature fields belong."""

    pdf_bytes: bytes
    page_count: int
    fields: tuple[FieldPlace, ...]


def render_review(snapshot: Snapshot, sha256_hex: str, *, created: datetime, page_size: str = "A4") -> Rendered:
    """Render the pages that each stage decides on; every page carries the snapshot's fingerprint."""
    return _finish(_matter(snapshot, REVIEW, created, sha256_hex), created, page_size)


def render_draft(snapshot: Snapshot, *, created: datetime, page_size: str = "A4") -> Rendered:
    """Render the same pages, watermarked as a draft."""
    return _finish(_draft_matter(snapshot, created), created, page_size)


def render_dossier(
    content: SealedContent,
    twin: bytes,
    attachments: Sequence[Attachment],
    *,
    created: datetime,
    page_size: str = "A4",
) -> Rendered:
    """Render the sealed dossier as PDF/A-3b with its twin, the twin's schema and the exhibits attached.

    Fields are places only: signing makes them afterwards, since PDF/A is checked before fields exist.
    """
    order = _order(content.snapshot)
    numbers = requirement_numbers(content.snapshot, order)
    mark = grouped(fingerprint(twin))
    matter = Matter(content.snapshot, SEALED, sha256_hex(twin), mark, content.sealed_at, order, numbers, content)
    words = catalogue(content.snapshot.heading.language)
    files = [
        Attachment(TWIN_NAME, twin, "application/json", words("attachment.twin"), "Data"),
        Attachment(SCHEMA_NAME, twin_schema(), "application/schema+json", words("attachment.schema"), "Supplement"),
        *attachments,
    ]
    return _finish(matter, created, page_size, files)


def draft_paragraphs(snapshot: Snapshot) -> list[tuple[str, str, str]]:
    """Return (number, style, text) of each paragraph, under the numbers that the pages print."""
    return _compose(_draft_matter(snapshot, None), Paper.A4).paragraphs


def unprintable(snapshot: Snapshot) -> list[Finding]:
    """Return the characters that no embedded font prints, by the path of their field."""
    return list(unprintable_in(snapshot, snapshot.heading.language))


def _draft_matter(snapshot: Snapshot, created: datetime | None) -> Matter:
    return _matter(snapshot, DRAFT, created, sha256_hex(snapshot_bytes(snapshot)))


def _matter(snapshot: Snapshot, mode: str, created: datetime | None, digest: str) -> Matter:
    order = _order(snapshot)
    mark = grouped(_base32(digest))
    prepared = snapshot.heading.made_at or (stamp(created, "UTC") if created else "")
    return Matter(snapshot, mode, digest, mark, prepared, order, requirement_numbers(snapshot, order))


def _base32(digest: str) -> str:
    """Return the short fingerprint of content whose SHA-256 is known."""
    return base64.b32encode(bytes.fromhex(digest)).decode("ascii")[:20]


def _order(snapshot: Snapshot) -> tuple[str, ...]:
    return _SANDBOX if snapshot.heading.kind == SANDBOX_APPLICATION else _GENERAL


def _compose(matter: Matter, paper: Paper) -> Sheet:
    """Write every section in order."""
    language = matter.snapshot.heading.language
    words = catalogue(language)
    sheet = Sheet(words, language, paper)
    front.cover(sheet, matter)
    for place, key in enumerate(matter.sections):
        if place and key in _ON_A_NEW_PAGE:
            sheet.new_page()
        sheet.heading(words(f"section.{key}"))
        _BUILDERS[key](sheet, matter)
    return sheet


def _finish(matter: Matter, created: datetime, page_size: str, attachments: Sequence[Attachment] = ()) -> Rendered:
    sheet = _compose(matter, Paper[page_size.upper()])
    pages = render(sheet, _frame(sheet, matter))
    pdf = pdfa.to_pdfa(
        pages.pdf, metadata=_metadata(sheet, matter), attachments=[_carried(item) for item in attachments],
        created=created,
    )  # fmt: skip
    return Rendered(pdf, pages.pages, _places(pages))


def _frame(sheet: Sheet, matter: Matter) -> PageFrame:
    words = sheet.words
    number = matter.number or words.word("kind", matter.snapshot.heading.kind)
    mark = matter.mark.replace("-", "")
    return PageFrame(
        short_title=_short(matter.snapshot.subject.name, _TITLE_ROOM, sheet.language),
        classification=_short(front.classification(sheet, matter), _CLASS_ROOM, sheet.language),
        number=number,
        version=matter.version,
        fingerprint=matter.mark,
        code=f"PLACET {number} {matter.version} {mark}",
        draft=words("notice.draft") if matter.mode == DRAFT else "",
        notice=words("notice.review") if matter.mode == REVIEW else "",
        page_words=words("frame.page"),
        version_words=words("frame.version"),
    )


def _short(text: str, room: float, language: str) -> str:
    """Return a text cut to the room it has in the header."""
    if words_width(text, _HEADER_SIZE, language) <= room:
        return text
    while text and words_width(f"{text}…", _HEADER_SIZE, language) > room:
        text = text[:-1]
    return f"{text.rstrip()}…"


def _metadata(sheet: Sheet, matter: Matter) -> pdfa.Metadata:
    words, subject = sheet.words, matter.snapshot.subject
    kind = words.word("kind", matter.snapshot.heading.kind)
    return pdfa.Metadata(
        title=f"{subject.name}: {kind}",
        author=subject.entity_legal_name or subject.entity_name,
        subject=words("pdf.subject", kind=kind, entity=subject.entity_name),
        keywords=f"{matter.number} {matter.mark.replace('-', '')}" if matter.content else matter.number,
        creator=matter.content.application if matter.content else "Placet",
        language=matter.snapshot.heading.language,
    )


def _carried(item: Attachment) -> pdfa.Attachment:
    relationship = pdfa.Relationship[item.relationship.upper()]
    return pdfa.Attachment(item.name, item.data, item.media_type, item.description, relationship)


def _places(pages: Pages) -> tuple[FieldPlace, ...]:
    return tuple(FieldPlace(place.name, place.page - 1, place.box) for place in pages.signature_places)
