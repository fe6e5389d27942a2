"""A process killed while it commits: the register opens, nothing acknowledged is lost, replay equals the tables."""

import os
import random
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import placet
from placet.domain.parties import Fact
from placet.register.store import Register

SEED = 20261122
CHILD = """
import datetime as dt, hashlib, sys
from pathlib import Path
from placet.domain.parties import Fact
from placet.register.file import open_register
from placet.register.journal import Change

path, state, run = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
now = dt.datetime(2026, 11, 22, 10, 0, tzinfo=dt.UTC)
derive = lambda passphrase, salt: hashlib.sha256(passphrase.encode() + salt).digest()
register = open_register(path, "sweep", now=now, derive=derive, state_folder=state)
print("open", flush=True)
for number in range(100_000):
    facts = [Fact(f"k{run}-{number}-{part}", "key", "use_case", "u1", "x" * 300) for part in range(5)]
    changes = [Change.put(fact) for fact in facts]
    receipt = register.commit("state", [*changes, Change.blob(f"{run} {number}".encode() * 500)], by="child", at=now)
    sys.stdout.write(f"{receipt.seq} {number}\\n")
    sys.stdout.flush()
"""


def killed_after(path: Path, run: int, commits: int, moment: int) -> tuple[int, int]:
    """Let a child commit ``commits`` times, spin ``moment`` times more, kill it; return what it acknowledged."""
    command = [sys.executable, "-c", CHILD, str(path), str(path.parent / "state"), str(run)]
    environment = {**os.environ, "PYTHONPATH": str(Path(placet.__file__).parents[1])}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == "open\n"
        lines = [child.stdout.readline() for _ in range(commits)]
        for _ in range(moment):  # a little computing moves the kill through the inside of the next commit
            pass
        child.kill()
        lines += child.stdout.readlines()
    whole = [line for line in lines if line.endswith("\n")]
    seq, number = whole[-1].split() if whole else ("0", "-1")
    return int(seq), int(number)


@pytest.mark.parametrize("points", [10, pytest.param(200, marks=pytest.mark.slow)])
def test_a_killed_process_loses_nothing_it_acknowledged(
    full_register: Register, reopen: Callable[[Path], Register], points: int
) -> None:
    path, pick, between = full_register.path, random.Random(SEED), 0
    full_register.close()
    for run in range(points):
        seq, number = killed_after(path, run, pick.randrange(4), pick.randrange(400_000))
        with reopen(path) as register:
            assert register.size >= seq
            kept = {fact.id for fact in register.all(Fact)}
            assert {f"k{run}-{done}-{part}" for done in range(number + 1) for part in range(5)} <= kept
            assert register.verify_journal() == ()
            between += register.size == seq
    print(f"killed at {points} points, {between} of them between commits, none lost")
