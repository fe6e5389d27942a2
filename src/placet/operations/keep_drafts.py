"""Keep half-typed text outside the journal, so that an interruption loses nothing and records nothing."""

from __future__ import annotations

from placet.operations.workspace import Workspace
from placet.register import drafts


def keep_draft(ws: Workspace, draft_id: str, body: str) -> None:
    """Keep what somebody is typing in one field; an empty text forgets it."""
    if not ws.register.read_only:
        drafts.save_draft(ws.register, draft_id, body, ws.clock())


def kept_draft(ws: Workspace, draft_id: str) -> str:
    """Return the text kept for a field, empty when there is none."""
    found = drafts.read_draft(ws.register, draft_id)
    return found.body if found else ""


def drop_draft(ws: Workspace, draft_id: str) -> None:
    """Forget the text of a field, as when it was committed."""
    if not ws.register.read_only:
        drafts.forget_draft(ws.register, draft_id)


def remember(ws: Workspace, key: str, value: str) -> None:
    """Keep where a person was on a page, for the next time; not a record."""
    if not ws.register.read_only:
        drafts.save_window_state(ws.register, key, value)


def remembered(ws: Workspace, key: str) -> str:
    """Return where a person was on a page."""
    return drafts.window_state(ws.register, key)
