"""The firm's own pack from the command line."""

from pathlib import Path

from unit.cli.conftest import Terminal
from unit.ui.test_rules import firm_file


def test_a_firm_pack_is_put_to_use(terminal: Terminal, tmp_path: Path) -> None:
    terminal.done("new", terminal.register, "--firm", "Zed Bank")
    file = firm_file(tmp_path, "77")
    assert "The firm pack 77 is in use" in terminal.done("pack", "firm", terminal.register, str(file))
    again = terminal.data("pack", "firm", terminal.register, str(file))
    assert (again["version"], again["was"]) == ("77", "77")
    assert "uses this version already" in terminal.done("pack", "firm", terminal.register, str(file))


def test_every_slip_is_listed_with_its_line(terminal: Terminal, tmp_path: Path) -> None:
    terminal.done("new", terminal.register, "--firm", "Zed Bank")
    file = firm_file(tmp_path, "77", change=("kind: opine", "kind: bless"))
    said = terminal.refused("pack", "firm", terminal.register, str(file))
    number = next(at for at, line in enumerate(file.read_text("utf-8").splitlines(), 1) if "kind: bless" in line)
    assert f"firm.yaml:{number}: " in said


def test_a_file_that_is_not_there_is_said(terminal: Terminal) -> None:
    terminal.done("new", terminal.register, "--firm", "Zed Bank")
    assert "cannot be read" in terminal.refused("pack", "firm", terminal.register, "nowhere.yaml")
