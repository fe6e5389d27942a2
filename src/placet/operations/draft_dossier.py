"""Write a watermarked draft to read and comment on: PDF, or Word with numbered paragraphs."""

from __future__ import annotations

import datetime as dt

from placet.domain.disclosure import INTERNAL
from placet.domain.errors import UserFacingError
from placet.domain.parties import Entity, UseCase, UseCaseVersion
from placet.domain.snapshot import Snapshot
from placet.operations.compose_snapshot import compose
from placet.operations.review_copy import INTERNAL_RECORD, require_printable
from placet.operations.workspace import Workspace

WATERMARK = "DRAFT"


def draft_bytes(
    ws: Workspace,
    use_case: UseCase,
    version: UseCaseVersion,
    entity: Entity,
    kind: str = INTERNAL_RECORD,
    addressee: str = INTERNAL,
    suffix: str = ".pdf",
) -> bytes:
    """Return the draft as ``.pdf`` or ``.docx``; nothing is written to the register."""
    return draft_from(compose(ws, use_case, version, entity, kind, addressee).snapshot, suffix, ws.clock())


def draft_from(snapshot: Snapshot, suffix: str, created: dt.datetime) -> bytes:
    """Write a composed snapshot as a draft; touches no register."""
    from placet.dossier.build import draft_paragraphs, render_draft, unprintable
    from placet.exchange.word import DraftParagraph, draft_docx

    if suffix == ".pdf":
        require_printable(unprintable(snapshot))
        return render_draft(snapshot, created=created).pdf_bytes
    if suffix == ".docx":
        paragraphs = [DraftParagraph(*item) for item in draft_paragraphs(snapshot)]
        return draft_docx(paragraphs, title=snapshot.subject.name, watermark_text=WATERMARK)
    raise UserFacingError(f"a draft is a .pdf or a .docx, not “{suffix}”", todo="Choose another ending.")
