"""Time things for the benches: medians of a few runs, printed as ratios against a named reference."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def seconds(action: Callable[[], object], runs: int = 3) -> float:
    """Return the median wall-clock seconds of an action."""
    taken = []
    for _ in range(runs):
        started = time.perf_counter()
        action()
        taken.append(time.perf_counter() - started)
    return statistics.median(taken)


def process_seconds(arguments: Sequence[str | Path], runs: int = 3, **environment: str) -> float:
    """Return the median wall-clock seconds of a whole Python process."""
    env = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "QT_QPA_PLATFORM": "offscreen", **environment}
    command = [sys.executable, *map(str, arguments)]
    return seconds(lambda: subprocess.run(command, check=True, env=env, capture_output=True), runs)


def report(name: str, ours: float, reference: str, theirs: float, goal: str) -> None:
    """Print one ratio with what it is held against."""
    ratio = ours / theirs if theirs else float("inf")
    print(f"{name}: {ours:.3f} s, {reference}: {theirs:.3f} s, ratio {ratio:.2f} (goal {goal})")
