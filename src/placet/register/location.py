"""Say whether a folder is a safe place for a register that is written to."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path, PurePath

from placet.domain.errors import UserFacingError

_SYNC_FOLDERS = {
    "onedrive": "OneDrive",
    "dropbox": "Dropbox",
    "google drive": "Google Drive",
    "googledrive": "Google Drive",
    "icloud drive": "iCloud",
    "icloud~": "iCloud",
    "com~apple~clouddocs": "iCloud",
    "mobile documents": "iCloud",
    "cloudstorage": "a cloud folder",
    "nextcloud": "Nextcloud",
    "box sync": "Box",
    "syncthing": "Syncthing",
}
_CONFLICT_COPY = re.compile(r"conflict(ed)? copy|conflicted|-conflict-|\(case conflict", re.IGNORECASE)
_NETWORK_TYPES = {"nfs", "nfs4", "cifs", "smb2", "smb3", "smbfs", "afpfs", "webdav", "davfs", "fuse.sshfs", "9p"}
_MOVE = "Move the register to a folder on this computer's own disk; backups may go to the shared folder."
_DRIVE_REMOTE = 4


def check_location(path: Path) -> None:
    """Raise UserFacingError with the reason when a register must not be written at ``path``."""
    reason = unsafe_reason(path, mounts=_mounts(), variables=dict(os.environ))
    if reason:
        raise UserFacingError(reason, str(path), _MOVE, rule="one place on disk")


def unsafe_reason(path: PurePath, mounts: dict[str, str], variables: dict[str, str]) -> str:
    """Return why ``path`` is no place for a register, or an empty string.

    ``mounts`` maps a mount point to its file system type; ``variables`` are the environment's, where OneDrive
    says which folder is its own.
    """
    if str(path).startswith(("\\\\", "//")):
        return "the folder is on a network share, where two writers cannot be told apart"
    if _CONFLICT_COPY.search(path.name):
        return "the name is that of a conflict copy made by a sync program"
    for part in path.parts[:-1]:
        name = next((name for key, name in _SYNC_FOLDERS.items() if part.lower().startswith(key)), "")
        if name:
            return f"the folder is kept in sync by {name}, which may mix two states of the file"
    for variable in ("OneDrive", "OneDriveCommercial", "OneDriveConsumer"):
        root = variables.get(variable, "")
        if root and path.is_relative_to(root):
            return "the folder is kept in sync by OneDrive, which may mix two states of the file"
    if _mount_type(path, mounts) in _NETWORK_TYPES:
        return "the folder is on a network drive, where a lock cannot be trusted"
    return ""


def _mount_type(path: PurePath, mounts: dict[str, str]) -> str:
    holders = [point for point in mounts if path.is_relative_to(point)]
    return mounts[max(holders, key=len)] if holders else ""


def _mounts() -> dict[str, str]:
    """Return mount points and their types where the system tells; a remote Windows drive counts as smbfs."""
    if sys.platform == "win32":
        import ctypes

        drives = [f"{letter}:\\" for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"]
        return {d: "smbfs" for d in drives if ctypes.windll.kernel32.GetDriveTypeW(d) == _DRIVE_REMOTE}
    table = Path("/proc/self/mounts")
    if not table.exists():
        return {}
    lines = (line.split() for line in table.read_text(encoding="utf-8", errors="replace").splitlines())
    return {parts[1].replace("\\040", " "): parts[2] for parts in lines if len(parts) > 2}


def is_read_only(path: Path) -> bool:
    """Tell whether the folder refuses new files, as a disc or a write-protected stick does."""
    probe = path.with_name(f"{path.name}.probe-{os.getpid()}")
    try:
        probe.touch(exist_ok=False)
        probe.unlink()
    except OSError:
        return True
    return not os.access(path, os.W_OK) if path.exists() else False
