"""Files are written whole or not at all; what cannot be written is said in one sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from placet.domain.errors import UserFacingError
from placet.operations.write_file import write_file


def test_a_file_is_replaced_by_a_complete_one_and_nothing_is_left_beside(tmp_path: Path) -> None:
    target = tmp_path / "名冊.xlsx"
    target.write_bytes(b"old")
    write_file(target, b"new")
    assert target.read_bytes() == b"new"
    assert [item.name for item in tmp_path.iterdir()] == ["名冊.xlsx"]


def test_a_key_can_be_read_by_this_user_only(tmp_path: Path) -> None:
    write_file(tmp_path / "key.p12", b"key", is_private=True)
    assert (tmp_path / "key.p12").stat().st_mode & 0o777 == 0o600


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(UserFacingError) as told:
        write_file(tmp_path / "gone" / "a.csv", b"")
    assert "cannot be written" in told.value.what
    assert told.value.where.endswith("a.csv")
    assert told.value.todo
