"""Search in 10,000 and 100,000 use cases: 50th and 95th percentile in milliseconds, English and Chinese."""

import argparse
import datetime as dt
import hashlib
import itertools
import random
import statistics
import tempfile
import time
from pathlib import Path

from placet.domain.acts import Answer
from placet.domain.parties import UseCase, UseCaseVersion
from placet.register.file import create_register
from placet.register.journal import Change
from placet.register.store import Register

SEED = 20261122
NOW = dt.datetime(2026, 11, 22, 9, 0, tzinfo=dt.UTC)
GOAL_MS = 16.0


def words(text: str) -> list[str]:
    """Return the words of a list written as text."""
    return text.split()


ENGLISH = words(
    "customer service assistant fraud scoring credit decision payment monitoring document summary translation "
    "complaint routing mortgage pricing portfolio advice onboarding identity screening sanctions alert triage "
    "marketing segment model validation report drafting meeting notes code review vendor cloud hosting human "
    "oversight reviewer threshold escalation fairness test explanation notice consent retention incident pilot"
)
CHINESE = words(
    "客戶 服務 助理 信貸 評分 欺詐 偵測 付款 監察 文件 摘要 翻譯 投訴 分流 按揭 定價 投資 組合 建議 開戶 身分 "
    "核實 制裁 篩查 警報 市場 推廣 模型 驗證 報告 草擬 會議 記錄 程式 覆核 供應商 雲端 人手 監督 門檻 上報 公平 "
    "測試 解釋 通知 同意 保留 事故 試行 人工智能 生成式 大型語言模型"
)
KINDS = {
    "English, 1 letter": [word[:1] for word in ENGLISH],
    "English, 2 letters": [word[:2] for word in ENGLISH],
    "English, word": ENGLISH,
    "English, 2 words": [f"{one} {other}" for one, other in zip(ENGLISH, ENGLISH[7:], strict=False)],
    "English, in no text": ["zebra", "quarkxyz", "xylophone"],
    "Chinese, 1 character": [word[0] for word in CHINESE],
    "Chinese, 2 characters": [word[:2] for word in CHINESE],
    "Chinese, 2 words": [f"{one}{other}" for one, other in itertools.pairwise(CHINESE)],
    "Chinese, in no text": ["貓", "貓狗", "龍鳳呈祥"],
}


def text_of(pick: random.Random, words: int) -> str:
    """Sentences half in English, half in Chinese; some words are rarer than others."""
    if pick.random() < 0.5:
        return " ".join(ENGLISH[int(len(ENGLISH) * pick.random() ** 2)] for _ in range(words))
    return "".join(CHINESE[int(len(CHINESE) * pick.random() ** 2)] for _ in range(words))


def fill(register: Register, count: int) -> None:
    """Commit use cases, each with a version and an answer, a thousand at a time."""
    pick = random.Random(SEED)
    for first in range(0, count, 1000):
        changes = []
        for number in range(first, min(first + 1000, count)):
            use_case = UseCase(f"u{number:06}", f"UC-{number:06}", text_of(pick, 4), text_of(pick, 25))
            version = UseCaseVersion(f"v{number:06}", use_case.id, 1)
            answer = Answer(f"a{number:06}", version.id, "met", "human-oversight", statement=text_of(pick, 30))
            changes += [Change.put(use_case), Change.put(version), Change.put(answer)]
        register.commit("fill", changes, by="bench", at=NOW)


def measure(register: Register, queries: list[str], rounds: int) -> list[float]:
    """Return milliseconds per search; the first, cold ones count too."""
    times = []
    for _ in range(rounds):
        for query in queries:
            started = time.perf_counter()
            register.search(query)
            times.append((time.perf_counter() - started) * 1000)
    return times


def bench(count: int, rounds: int) -> float:
    """Print the percentiles for a register of ``count`` use cases and return the 95th over all."""
    with tempfile.TemporaryDirectory() as folder:
        register = create_register(
            Path(folder) / "bench.placet",
            "bench",
            firm="Bench",
            now=NOW,
            derive=lambda passphrase, salt: hashlib.sha256(passphrase.encode() + salt).digest(),
            state_folder=Path(folder),
        )
        with register:
            fill(register, count)
            print(f"search, {count:,} use cases".ljust(40) + "p50 ms".rjust(9) + "p95 ms".rjust(9))
            everything = []
            for kind, queries in KINDS.items():
                times = measure(register, queries, rounds)
                everything += times
                report(kind, times)
            report("all", everything)
    return statistics.quantiles(everything, n=20)[-1]


def report(name: str, times: list[float]) -> None:
    """Print one line."""
    p95 = statistics.quantiles(times, n=20)[-1]
    print(f"  {name:<38}{statistics.median(times):9.2f}{p95:9.2f}")


def main() -> int:
    """Measure both sizes; exit 1 when the goal is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    worst = max(bench(count, options.rounds) for count in options.sizes)
    print(f"  goal: p95 under {GOAL_MS:.0f} ms; worst p95 here {worst:.2f} ms")
    return int(worst >= GOAL_MS)


if __name__ == "__main__":
    raise SystemExit(main())
