"""A long day of clicks does not bring the interpreter down."""

from __future__ import annotations

import subprocess
import sys

import pytest

pytestmark = pytest.mark.gui

_MANY_CALLS = """
import placet.ui
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QComboBox
application = QApplication([])
class Bell(QObject):
    rung = Signal(object)
bell, combo = Bell(), QComboBox()
bell.rung.connect(lambda value: None)
combo.addItem("one")
for _ in range(60_000):
    combo.setEnabled(True)
    combo.itemData(0)
    bell.rung.emit(False)
print("alive")
"""


def test_none_and_true_outlive_more_calls_than_they_have_references() -> None:
    done = subprocess.run(
        [sys.executable, "-c", _MANY_CALLS], capture_output=True, text=True, check=False, env=_environment()
    )
    assert (done.returncode, done.stdout.strip()) == (0, "alive"), done.stderr


def _environment() -> dict[str, str]:
    return {"PYTHONPATH": ":".join(sys.path), "QT_QPA_PLATFORM": "offscreen"}
