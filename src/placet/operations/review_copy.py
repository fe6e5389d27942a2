"""Make the review copy: the exact snapshot and pages that every stage decides on, kept as bytes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from placet.domain.acts import ReviewCopy
from placet.domain.canonical import sha256_hex
from placet.domain.disclosure import INTERNAL
from placet.domain.errors import Finding, FindingsError, UserFacingError
from placet.domain.moments import day_of
from placet.domain.parties import Entity, UseCase, UseCaseVersion, VersionState
from placet.domain.snapshot import Snapshot, snapshot_bytes, snapshot_sha256
from placet.operations.compose_snapshot import Composed, compose
from placet.operations.open_version import require_open
from placet.operations.use_packs import pinned
from placet.operations.workspace import Workspace
from placet.register.journal import Change

if TYPE_CHECKING:
    from placet.dossier.build import Rendered

INTERNAL_RECORD = "internal_approval_record"


@dataclass(frozen=True, slots=True)
class ReviewWork:
    """A review copy composed and not yet rendered: plain values that may go to another thread."""

    version: UseCaseVersion
    entity: Entity
    snapshot: Snapshot
    data: bytes
    """The canonical snapshot."""
    created: dt.datetime


def make_review_copy(ws: Workspace, use_case: UseCase, version: UseCaseVersion, entity: Entity) -> ReviewCopy:
    """Freeze the content as it stands today, render its pages, and keep both.

    Raises FindingsError when a text holds a character that no font prints.
    """
    work = compose_review(ws, use_case, version, entity)
    return keep_review(ws, work, render_review_work(work))


def compose_review(ws: Workspace, use_case: UseCase, version: UseCaseVersion, entity: Entity) -> ReviewWork:
    """Freeze the content as it stands today; nothing is written yet."""
    from placet.dossier.build import unprintable

    version = require_open(ws, version)
    if version.use_case_id != use_case.id or entity.id not in use_case.entity_ids:
        raise UserFacingError(f"“{use_case.name}” is not for {entity.name}", todo="Add the entity to it first.")
    composed = compose(ws, use_case, version, entity, INTERNAL_RECORD)
    require_printable(unprintable(composed.snapshot))
    return ReviewWork(version, entity, composed.snapshot, snapshot_bytes(composed.snapshot), ws.clock())


def render_review_work(work: ReviewWork) -> Rendered:
    """Render the pages; touches no register."""
    from placet.dossier.build import render_review

    return render_review(work.snapshot, sha256_hex(work.data), created=work.created)


def keep_review(ws: Workspace, work: ReviewWork, rendered: Rendered) -> ReviewCopy:
    """Keep snapshot and pages; from now on the version is submitted."""
    copy = ReviewCopy(
        ws.new_id(), work.version.id, work.entity.id, INTERNAL_RECORD, sha256_hex(work.data),
        sha256_hex(rendered.pdf_bytes), ws.now(), rendered.page_count,
    )  # fmt: skip
    submitted = replace(require_open(ws, work.version), state=VersionState.SUBMITTED)
    changes = [Change.blob(work.data), Change.blob(rendered.pdf_bytes), Change.put(copy), Change.put(submitted)]
    ws.commit("make_review_copy", changes, subject=work.version.id)
    return copy


def require_printable(findings: Iterable[Finding]) -> None:
    """Refuse text that no embedded font can print, naming each field."""
    listed = tuple(findings)
    if listed:
        todo = "Change the text, give the person a printable name, or add a fallback font."
        raise FindingsError(f"{len(listed)} characters cannot be printed", listed, str(listed[0]), todo)


def current_review_copy(ws: Workspace, version: UseCaseVersion, entity: Entity) -> ReviewCopy | None:
    """Return the newest review copy of a version in an entity."""
    copies = ws.register.all(ReviewCopy, version_id=version.id, entity_id=entity.id, kind=INTERNAL_RECORD)
    return max(copies, key=lambda copy: copy.made_at, default=None)


def recompose(ws: Workspace, use_case: UseCase, version: UseCaseVersion, entity: Entity, copy: ReviewCopy) -> Composed:
    """Compose the content again, by the rules and as of the day of the review copy, to compare or to seal."""
    as_of: dt.date = day_of(copy.made_at)
    return compose(pinned(ws, copy), use_case, version, entity, INTERNAL_RECORD, INTERNAL, as_of)


def is_current(ws: Workspace, use_case: UseCase, version: UseCaseVersion, entity: Entity, copy: ReviewCopy) -> bool:
    """Tell whether the register still says what the review copy says."""
    return snapshot_sha256(recompose(ws, use_case, version, entity, copy).snapshot) == copy.snapshot_sha256


def review_pages(ws: Workspace, copy: ReviewCopy) -> bytes:
    """Return the kept PDF of a review copy; never rendered again."""
    data = ws.register.blob(copy.pages_sha256)
    if data is None:
        raise UserFacingError("the pages of the review copy are missing", todo="Restore the register from a backup.")
    return data
