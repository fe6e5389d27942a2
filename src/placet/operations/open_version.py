"""Hold to the rule that approved content is fixed: what may be edited is a draft, as the register has it now."""

from __future__ import annotations

from placet.domain.errors import UserFacingError
from placet.domain.parties import UseCaseVersion, VersionState
from placet.operations.workspace import Workspace, found


def require_open(ws: Workspace, version: UseCaseVersion) -> UseCaseVersion:
    """Return the version as the register has it now, or refuse: it may have been approved since it was read."""
    stored = found(ws.register.get(UseCaseVersion, version.id), "version", version.id)
    if stored.state not in (VersionState.DRAFT, VersionState.SUBMITTED):
        raise UserFacingError(
            f"version {stored.number} is {stored.state} and cannot be changed",
            todo="Start a new draft beside it.",
            rule="approved-content-is-fixed",
        )
    return stored
