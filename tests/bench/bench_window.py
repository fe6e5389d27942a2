"""The window, from process start until it is shown and idle, against an empty PySide6 window."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.measure import process_seconds, report

EMPTY = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow
app = QApplication(sys.argv)
window = QMainWindow()
window.resize(1280, 800)
window.show()
QTimer.singleShot(0, app.quit)
app.exec()
"""
OURS = """
from PySide6.QtCore import QTimer
from placet.ui.application import make_application
app = make_application()
from placet.ui.session import Session
from placet.ui.window import MainWindow
window = MainWindow(Session())
window.show()
QTimer.singleShot(0, app.quit)
app.exec()
"""


def main() -> int:
    """Print the ratio."""
    process_seconds(["-c", EMPTY], 1)
    process_seconds(["-c", OURS], 1)
    empty = process_seconds(["-c", EMPTY], 7)
    ours = process_seconds(["-c", OURS], 7)
    report("window shown and idle", ours, "empty PySide6 window", empty, "at most 2")
    return 0


if __name__ == "__main__":
    sys.exit(main())
