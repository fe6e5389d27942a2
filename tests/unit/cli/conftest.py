"""A folder to work in from the command line, with quick keys and a clock that stands on one day."""

import functools
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from placet.cli import frame
from placet.cli.main import main
from placet.operations import open_workspace
from unit.operations.bank import PASSPHRASE, Ticking, quick_derive


@dataclass(frozen=True)
class Terminal:
    """What a person types, and what they read."""

    folder: Path
    capture: pytest.CaptureFixture[str]

    @property
    def register(self) -> str:
        return str(self.folder / "bank.placet")

    def type(self, *words: str) -> tuple[int, str, str]:
        """Run a command and return its exit code, output and errors."""
        self.capture.readouterr()
        code = main(words)
        return code, *self.capture.readouterr()

    def done(self, *words: str) -> str:
        """Run a command that is to succeed and return what it says."""
        code, out, err = self.type(*words)
        assert code == 0, (words, out, err)
        return out

    def data(self, *words: str) -> Any:
        """Run a command that is to succeed and return its JSON."""
        return json.loads(self.done(*words, "--json"))

    def refused(self, *words: str, code: int = 1) -> str:
        """Run a command that is to fail and return its sentence."""
        found, out, err = self.type(*words)
        assert found == code, (words, out, err)
        assert out == ""
        return err


@pytest.fixture
def terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Terminal:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("PLACET_PASSPHRASE", PASSPHRASE)
    monkeypatch.setenv("PLACET_IDENTITY_PASSPHRASE", "lantern-42")
    clock = Ticking()
    quick: Callable[..., object] = functools.partial(open_workspace.open_workspace, derive=quick_derive, clock=clock)
    making = functools.partial(open_workspace.create_workspace, derive=quick_derive, clock=clock)
    monkeypatch.setattr(frame, "open_workspace", quick)
    monkeypatch.setattr(open_workspace, "create_workspace", making)
    return Terminal(tmp_path, capsys)
