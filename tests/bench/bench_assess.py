"""``placet assess`` as a whole process besides key derivation, and one assessment in a warm process."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "src"))
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.measure import process_seconds, report, seconds


def main() -> int:
    """Print the ratios."""
    from placet.domain.parties import Entity
    from placet.operations import keep_parties
    from placet.operations.assess_use_case import assess_version
    from placet.operations.open_workspace import create_workspace
    from placet.operations.state_facts import state_fact
    from placet.register.keys import argon2id

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bench.placet"
        ws = create_workspace(path, "bench")
        with ws.register:
            bank = keep_parties.save(ws, Entity("", "Bench Bank", "Bench Bank Ltd", "HK", ("bank",)))
            version = keep_parties.add_use_case(ws, "Assistant", reference="UC-1", entity_ids=[bank])
            for key, value in (("ai_technique", ["llm"]), ("customer_facing", True), ("personal_data", True)):
                state_fact(ws, version, key, value)
            use_case = keep_parties.find_use_case(ws, "UC-1")
            warm = seconds(lambda: assess_version(ws, use_case, version), 20)
        derivation = seconds(lambda: argon2id("bench", b"0123456789abcdef"), 5)
        whole = process_seconds(["-m", "placet.cli.main", "assess", path, "UC-1"], 5, PLACET_PASSPHRASE="bench")
    python = process_seconds(["-c", "pass"], 5)
    print(f"one assessment in a warm process: {warm * 1000:.1f} ms (goal under 50 ms over nine places)")
    print(f"key derivation: {derivation:.3f} s")
    report("placet assess, whole process besides key derivation", whole - derivation, "python -c pass", python, "0.6 s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
