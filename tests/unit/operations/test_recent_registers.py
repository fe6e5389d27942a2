"""The list of recent registers: newest first, short, and never in the way."""

from __future__ import annotations

from pathlib import Path

from placet.operations.recent_registers import MOST, forget_register, recent_registers, remember_register


def test_the_newest_stands_first_once_and_the_list_stays_short(tmp_path: Path) -> None:
    for number in range(MOST + 3):
        remember_register(tmp_path / f"{number}.placet", f"Bank {number}", "2026-11-22T09:00:00.000Z[UTC]", tmp_path)
    remember_register(tmp_path / "5.placet", "Bank 5", "2026-11-23T09:00:00.000Z[UTC]", tmp_path)
    found = recent_registers(tmp_path)
    assert found[0].firm == "Bank 5"
    assert len(found) == MOST
    assert len({item.path for item in found}) == MOST


def test_an_unreadable_list_is_an_empty_one(tmp_path: Path) -> None:
    (tmp_path / "recent-registers.json").write_text('[{"path": 1}', encoding="utf-8")
    assert recent_registers(tmp_path) == ()
    remember_register(tmp_path / "a.placet", "A", "2026-11-22T09:00:00.000Z[UTC]", tmp_path)
    assert [item.firm for item in recent_registers(tmp_path)] == ["A"]


def test_a_register_is_forgotten_and_its_file_stays(tmp_path: Path) -> None:
    file = tmp_path / "a.placet"
    file.write_bytes(b"x")
    remember_register(file, "A", "2026-11-22T09:00:00.000Z[UTC]", tmp_path)
    forget_register(recent_registers(tmp_path)[0].path, tmp_path)
    assert recent_registers(tmp_path) == ()
    assert file.exists()
