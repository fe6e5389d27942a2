from pathlib import Path, PurePosixPath, PureWindowsPath

import pytest

from placet.domain.errors import UserFacingError
from placet.register.location import check_location, is_read_only, unsafe_reason

MOUNTS = {"/": "ext4", "/mnt/share": "cifs", "/mnt/share/local": "ext4", "/net": "nfs4"}


@pytest.mark.parametrize(
    ("path", "word"),
    [
        (PurePosixPath("/Users/chan/OneDrive - Bank/bank.placet"), "OneDrive"),
        (PurePosixPath("/Users/chan/Dropbox/x/bank.placet"), "Dropbox"),
        (PurePosixPath("/Users/chan/Library/Mobile Documents/com~apple~CloudDocs/bank.placet"), "iCloud"),
        (PurePosixPath("/Users/chan/Library/CloudStorage/GoogleDrive-x/bank.placet"), "cloud"),
        (PurePosixPath("/Users/chan/Google Drive/bank.placet"), "Google Drive"),
        (PurePosixPath("/mnt/share/bank.placet"), "network drive"),
        (PurePosixPath("/net/a/b/bank.placet"), "network drive"),
        (PurePosixPath("/Users/chan/bank (conflicted copy 2026).placet"), "conflict copy"),
        (PureWindowsPath(r"\\server\share\bank.placet"), "network share"),
        (PureWindowsPath(r"C:\Users\chan\OneDrive - Bank\bank.placet"), "OneDrive"),
        (PureWindowsPath(r"D:\Work\bank.placet"), "OneDrive"),
    ],
)
def test_a_shared_or_synced_place_is_refused_with_the_reason(path: PurePosixPath, word: str) -> None:
    assert word in unsafe_reason(path, MOUNTS, {"OneDriveCommercial": r"D:\Work"})


@pytest.mark.parametrize(
    "path",
    [
        PurePosixPath("/Users/chan/registers/bank.placet"),
        PurePosixPath("/mnt/share/local/bank.placet"),
        PureWindowsPath(r"C:\Users\chan\Documents\bank.placet"),
    ],
)
def test_the_computers_own_disk_is_fine(path: PurePosixPath) -> None:
    assert unsafe_reason(path, MOUNTS, {}) == ""


def test_the_refusal_says_what_to_do(tmp_path: Path) -> None:
    check_location(tmp_path / "bank.placet")
    with pytest.raises(UserFacingError) as refused:
        check_location(tmp_path / "Dropbox" / "bank.placet")
    assert "Move the register" in refused.value.todo


def test_a_folder_that_refuses_new_files_is_read_only(tmp_path: Path) -> None:
    assert not is_read_only(tmp_path / "bank.placet")
    assert is_read_only(tmp_path / "missing folder" / "bank.placet")
    assert not list(tmp_path.iterdir())
