"""Nine places assessed in a warm process, and re-assessment after one pack change over 10,000 and 100,000 use cases.

Processor seconds, so that what else runs on the machine does not count.
"""

from __future__ import annotations

import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "src"))
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from placet.domain.assessment import assess
from placet.domain.facts import About, FactCatalogue, FactKind
from placet.domain.impact import pack_change, with_packs
from placet.domain.pack import Pack
from placet.domain.predicates import All, Context, Value, evaluate, with_derived
from placet.domain.rules import Requirement
from placet.packs.built_in import load_built_in
from placet.register.connection import memory
from placet.register.fact_matrix import FactMatrix, MatrixRow, rebuild
from placet.register.predicate_sql import columns_for

SIZES = (10_000, 100_000)
VARIANTS = 1000
"""Different sets of facts among the made-up use cases."""
FEW = 10


def processor_seconds(action: Callable[[], object], runs: int) -> float:
    """Return the median processor seconds of an action, after one run to warm up."""
    action()
    taken = []
    for _ in range(runs):
        started = time.process_time()
        action()
        taken.append(time.process_time() - started)
    return statistics.median(taken)


def nine_places() -> float:
    """Return the seconds that one use case takes over nine places, the reading of the register included."""
    from placet.operations.assess_use_case import assess_version
    from unit.operations.nine import nine

    with tempfile.TemporaryDirectory() as folder:
        made = nine(Path(folder))
        with made.ws.register:
            return processor_seconds(lambda: assess_version(made.ws, made.use_case, made.version), 30)


def matrix_rows(catalogue: FactCatalogue, count: int) -> list[MatrixRow]:
    """Return made-up use cases: the facts of each drawn, its derived facts worked out."""
    chance = random.Random(20261122)
    definitions = [item for item in catalogue.definitions if item.about is not About.FLOW]
    ordered = catalogue.ordered_derived()
    variants = []
    for _ in range(VARIANTS):
        facts: dict[str, Value] = {}
        for item in definitions:
            keys = [choice.key for choice in item.choices]
            if item.kind is FactKind.BOOL and chance.random() < 0.6:
                facts[item.key] = chance.random() < 0.3
            elif item.kind is FactKind.SET and keys:
                facts[item.key] = frozenset(chance.sample(keys, 1))
        variants.append(with_derived(Context(facts, (), True), ordered))
    return [MatrixRow(f"v{number:06}", "e", variants[number % VARIANTS]) for number in range(count)]


def changed(pack: Pack, rows: list[MatrixRow]) -> Pack:
    """Return a new version with one duty put otherwise: one that binds few, as changes mostly do."""
    contexts = [row.context for row in rows[:VARIANTS]]

    def bound(item: Requirement) -> int:
        return sum(evaluate(All((item.addressees, item.applies_when)), context) is not False for context in contexts)

    narrow = min((item for item in pack.requirements if bound(item) >= FEW), key=bound)
    others = tuple(replace(item, duty="Another duty.") if item is narrow else item for item in pack.requirements)
    return replace(pack, version="next", requirements=others)


def reassessment(count: int) -> tuple[float, float, int]:
    """Return the seconds of the scan and of assessing anew whom it found, and how many those were."""
    library = load_built_in()
    catalogue = with_packs(library.facts, library.packs.values())
    made = matrix_rows(catalogue, count)
    old = library.packs["HK"]
    new = changed(old, made)
    contexts = {row.version_id: row.context for row in made}
    columns = columns_for(catalogue)
    db = memory()
    rebuild(db, columns, made)
    matrix, change = FactMatrix(db, columns), pack_change(old, new)
    day = new.as_of

    started = time.process_time()
    found = [row for row in matrix.ask(change.predicates) if any(truth is not False for truth in row.truths)]
    scanned = time.process_time()
    for row in found:
        assess(catalogue, new, contexts[row.version_id], (), row.entity_id, day)
    return scanned - started, time.process_time() - scanned, len(found)


def main() -> int:
    """Print the measures."""
    print(f"one use case over nine places, warm: {nine_places() * 1000:.1f} ms (goal under 50 ms)")
    times = []
    for size in SIZES:
        scan, anew, affected = reassessment(size)
        times.append(scan + anew)
        print(f"{size:,} use cases: scan {scan:.3f} s, {affected:,} affected, assessed anew in {anew:.1f} s")
    print(f"ten times the use cases cost {times[1] / times[0]:.1f} times the time (goal at most 11)")
    return 0


if __name__ == "__main__":
    sys.exit(main())
