#!/usr/bin/env python3
"""Make the sample inventory of Harbour Example Bank, its mapping, and the changed file for importing again.

Everything is made up; the same files come out each time. Run it after changing what it says, then commit the files.
"""

from __future__ import annotations

import datetime as dt
import random
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "src"))

from placet.exchange.mapping import ColumnRule, Mapping, Word, mapping_to_json  # noqa: E402
from placet.exchange.tables import Table  # noqa: E402
from placet.exchange.workbook_writing import write_workbook  # noqa: E402

SAMPLE = ROOT / "resources" / "sample"
ROWS = 300
SEED = 20261122
HEADER = (
    "Ref No.",
    "Use case / 用途",
    "Biz unit",
    "Owner",
    "Model",
    "Model ver.",
    "Vendor",
    "GenAI (Y/N/TBC)",
    "Customer facing",
    "Personal data",
    "Approved on",
    "Approved by",
    "Minute ref",
    "Remarks",
)

# what each model is: version, supplier (none: the bank's own), whether it creates content
MODELS: dict[str, tuple[str, str, str]] = {
    "Lantern-L": ("3.2", "Lantern Models Example Ltd", "Y"),
    "Lantern-S": ("3.2", "Lantern Models Example Ltd", "Y"),
    "Cormorant Vision": ("2025-09", "Cormorant Example Analytics", "N"),
    "Cormorant Scan": ("7", "Cormorant Example Analytics", "N"),
    "Jadeite Translate": ("1.4", "玉石示例科技有限公司", "Y"),
    "Banyan Screening": ("12.1", "Banyan Example Compliance Pte Ltd", "N"),
    "Kestrel Forecast": ("5.0", "Kestrel Example Software GmbH", "N"),
    "HEB Scorecard 7": ("7.3", "", "N"),
    "HEB Churn": ("2", "", "N"),
    "HEB Alerts": ("4.1", "", "N"),
    "HEB Writer": ("0.9", "", "Y"),
    "Open Sampan 8B": ("8b-r2", "", "TBC"),
}
UNITS = {
    "Retail Banking": ("零售銀行", "RB"),
    "Wealth": ("財富管理", "WM"),
    "Commercial Banking": ("商業銀行", "CB"),
    "Treasury": ("財資", "TR"),
    "Financial Crime": ("金融罪行合規", "FC"),
    "Operations": ("營運", "OP"),
    "Human Resources": ("人力資源", "HR"),
    "Technology": ("科技", "IT"),
}
# purpose in English and Chinese, whether customers meet it, whether it uses personal data, models that do it
PURPOSES = (
    (
        "Answer customer questions in chat",
        "客戶服務對話",
        "Y",
        "Y",
        (
            "Lantern-L",
            "Lantern-S",
        ),
    ),
    (
        "Summarise call notes",
        "通話摘要",
        "N",
        "Y",
        (
            "Lantern-S",
            "Open Sampan 8B",
        ),
    ),
    (
        "Draft replies to complaints",
        "投訴回覆草擬",
        "Y",
        "Y",
        (
            "Lantern-L",
            "HEB Writer",
        ),
    ),
    ("Score credit card applications", "信用卡申請評分", "Y", "Y", ("HEB Scorecard 7",)),
    (
        "Flag unusual payments",
        "可疑付款警示",
        "N",
        "Y",
        (
            "HEB Alerts",
            "Banyan Screening",
        ),
    ),
    ("Screen names against lists", "名單篩查", "N", "Y", ("Banyan Screening",)),
    ("Forecast branch cash", "分行現金預測", "N", "N", ("Kestrel Forecast",)),
    ("Translate circulars", "通告翻譯", "N", "N", ("Jadeite Translate",)),
    (
        "Read trade documents",
        "貿易單據辨識",
        "N",
        "Y",
        (
            "Cormorant Scan",
            "Cormorant Vision",
        ),
    ),
    (
        "Suggest next best product",
        "產品推介",
        "Y",
        "Y",
        (
            "HEB Churn",
            "Kestrel Forecast",
        ),
    ),
    ("Predict account closure", "流失預測", "N", "Y", ("HEB Churn",)),
    (
        "Draft marketing copy",
        "宣傳文案草擬",
        "TBC",
        "N",
        (
            "HEB Writer",
            "Lantern-L",
        ),
    ),
    (
        "Search internal policies",
        "內部政策搜尋",
        "N",
        "N",
        (
            "Lantern-S",
            "Open Sampan 8B",
        ),
    ),
    (
        "Review code changes",
        "程式碼覆核",
        "N",
        "N",
        (
            "Open Sampan 8B",
            "Lantern-L",
        ),
    ),
    (
        "Sort incoming e-mail",
        "來郵分類",
        "N",
        "Y",
        (
            "Lantern-S",
            "HEB Alerts",
        ),
    ),
    ("Match invoices", "發票核對", "N", "N", ("Cormorant Scan",)),
    ("Shortlist job applications", "職位申請初選", "N", "Y", ("Lantern-S",)),
    (
        "Price fixed deposits",
        "定期存款定價",
        "TBC",
        "N",
        (
            "Kestrel Forecast",
            "HEB Scorecard 7",
        ),
    ),
)
CHANNELS = (
    "branches / 分行",
    "the phone line / 熱線",
    "mobile app / 手機程式",
    "back office / 後勤",
    "private clients / 私人客戶",
)
OWNERS = (
    "Ada Example", "Ben Sample", "陳示例", "Cora Specimen", "Dan Placeholder", "李樣本", "Eva Madeup",
    "Finn Fictional", "黃虛構", "Gia Invented", "Hal Pretend", "Ivy Illustration",
)  # fmt: skip
BODIES = (("AI Governance Committee", "AIGC"), ("Model Risk Committee", "MRC"), ("資訊科技管治委員會", "ITGC"))
REMARKS = (
    "", "", "", "Pilot only", "見附件", "=see policy AI-01", "Renewal due; chase vendor", "-", "+ second phase planned",
    "“Low” by the old rating", "Hosted in the bank's own data centre", "與去年相同", "Line one\nline two",
)  # fmt: skip
FIRST_DAY = dt.date(2023, 1, 9)


def main() -> int:
    """Write the files of the sample, and the spoilt one that tests read."""
    rows = list(first_rows())
    changed = list(changed_rows(rows))
    SAMPLE.mkdir(parents=True, exist_ok=True)
    for name, made in (("inventory.xlsx", rows), ("inventory-changed.xlsx", changed)):
        (SAMPLE / name).write_bytes(write_workbook([Table("AI inventory", HEADER, tuple(made))]))
    broken = write_workbook([Table("AI inventory", HEADER, tuple(broken_rows(rows)))])
    (ROOT / "tests" / "data" / "inventory-broken.xlsx").write_bytes(broken)
    (SAMPLE / "inventory-mapping.json").write_bytes(mapping_to_json(mapping()))
    return 0


def mapping() -> Mapping:
    """Return how the bank's columns are read."""
    yes_no = (Word("Y", True), Word("N", False), Word("TBC", None))
    return Mapping(
        "Harbour Example Bank inventory",
        (
            ColumnRule("Ref No.", "use_case.reference"),
            ColumnRule("Use case / 用途", "use_case.name"),
            ColumnRule("Biz unit", "own_field"),
            ColumnRule("Owner", "use_case.owner"),
            ColumnRule("Model", "model.name"),
            ColumnRule("Model ver.", "model.version"),
            ColumnRule("Vendor", "vendor.name", (Word("In-house", None),)),
            ColumnRule(
                "GenAI (Y/N/TBC)", "fact.ai_technique", (Word("Y", ("genai",)), Word("N", None), Word("TBC", None))
            ),
            ColumnRule("Customer facing", "fact.customer_facing", yes_no),
            ColumnRule("Personal data", "fact.personal_data", yes_no),
            ColumnRule("Approved on", "approval.decision_date"),
            ColumnRule("Approved by", "approval.by"),
            ColumnRule("Minute ref", "approval.reference"),
            ColumnRule("Remarks", "own_field"),
        ),
        (("approval.outcome", "approved"),),
    )


def first_rows() -> Iterator[tuple[str, ...]]:
    """Yield 300 rows; where several models work together, a use case takes as many rows."""
    chance = random.Random(SEED)  # noqa: S311 - made-up rows, the same each time
    number, made = 0, 0
    while made < ROWS:
        number += 1
        for row in use_case_rows(chance, number)[: ROWS - made]:
            made += 1
            yield row


def use_case_rows(chance: random.Random, number: int) -> list[tuple[str, ...]]:
    """Return the rows of one use case: a row for each model, a second approval on its own row."""
    unit = chance.choice(list(UNITS))
    english, chinese, facing, personal, suited = PURPOSES[number % len(PURPOSES)]
    channel = CHANNELS[number // len(PURPOSES) % len(CHANNELS)]
    count = chance.choices((1, 2), (60, 40))[0]
    models = suited if count > 1 else (chance.choice(suited),)
    reference = f"HEB-{UNITS[unit][1]}-{number:04d}"
    common = (
        f"{english}, {channel} {chinese}",
        f"{unit} {UNITS[unit][0]}" if number % 3 else unit,
        chance.choice(OWNERS),
    )
    remark = chance.choice(REMARKS)
    approved = FIRST_DAY + dt.timedelta(days=chance.randrange(1300))
    is_approved = chance.random() < 0.7
    rows: list[tuple[str, ...]] = []
    for index, model in enumerate(models):
        version, vendor, genai = MODELS[model]
        approval = (
            approval_cells(chance, approved + dt.timedelta(days=90 * index), number) if is_approved else ("", "", "")
        )
        rows.append(
            (reference, *common, model, version, vendor or "In-house", genai, facing, personal, *approval, remark)
        )
    return rows


def approval_cells(chance: random.Random, day: dt.date, number: int) -> tuple[str, str, str]:
    """Return date, body and minute reference, the date as one of the ways people type it."""
    body, short = chance.choice(BODIES)
    written = (f"{day:%d/%m/%Y}", f"{day:%d-%b-%Y}", day.isoformat(), f"{day.year}年{day.month}月{day.day}日")
    return chance.choices(written, (5, 3, 2, 1))[0], body, f"{short}/{day.year}/{number % 40 + 1:02d}"


def changed_rows(rows: list[tuple[str, ...]]) -> Iterator[tuple[str, ...]]:
    """Yield the file of half a year later: owners moved, models replaced, uses decided, dropped and added."""
    references = list(dict.fromkeys(row[0] for row in rows))
    dropped, moved = set(references[20:24]), set(references[40:52])
    decided, replaced = set(references[60:70]), set(references[80:84])
    for row in rows:
        cells = list(row)
        if row[0] in dropped:
            continue
        if row[0] in moved:
            cells[3] = "Joy Newcomer"
        if row[0] in decided and not cells[10]:
            cells[10:13] = ["2026-11-05", "AI Governance Committee", "AIGC/2026/11"]
        if row[0] in replaced:
            cells[4:8] = ["Lantern-XL", "4.0", "Lantern Models Example Ltd", "Y"]
        yield tuple(cells)
    for number in range(9001, 9007):
        yield (
            f"HEB-IT-{number}",
            f"Test helper {number} 測試助手",
            "Technology",
            "Ben Sample",
            "HEB Writer",
            "0.9",
            "In-house",
            "Y",
            "N",
            "N",
            "",
            "",
            "",
            "New since the last file",
        )


def broken_rows(rows: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Return the first rows with one mistake in each of several cells; the tests name the cells."""
    cells = [list(row) for row in rows[:40]]
    cells[2][8] = "maybe"
    cells[5][0] = ""
    cells[8][10:13] = ["31/02/2026", "AI Governance Committee", "AIGC/2026/01"]
    cells[12][10:13] = ["", "AI Governance Committee", ""]
    cells[16][0], cells[16][1] = cells[15][0], "Something else altogether"
    cells[20][0] = cells[19][0].lower()
    cells[30][4], cells[30][6] = "", "Lantern Models Example Ltd"
    return [tuple(row) for row in cells]


if __name__ == "__main__":
    raise SystemExit(main())
