"""Propose a mapping from a sheet's headings and the words below them; a person looks it over before it is used."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from placet.domain.facts import About, FactCatalogue, FactDefinition, FactKind
from placet.exchange.cell_values import VOCABULARIES, YES_NO, read_date, word_key
from placet.exchange.cells import Sheet
from placet.exchange.mapping import (
    FACT_PREFIX,
    OWN_FIELD,
    REFERENCE,
    TARGETS,
    ColumnRule,
    MappedValue,
    Mapping,
    Word,
)

_TARGET_WORDS: dict[str, tuple[str, ...]] = {
    REFERENCE: ("reference", "ref", "ref no", "reference no", "use case id", "id", "uc no", "編號", "编号", "參考編號"),
    "use_case.name": ("use case", "use case name", "name", "title", "用途", "用例", "名稱", "名称", "應用名稱"),
    "use_case.description": ("description", "details", "summary", "描述", "說明", "简介", "簡介"),
    "use_case.purpose": ("purpose", "business purpose", "objective", "目的"),
    "use_case.owner": ("owner", "use case owner", "business owner", "負責人", "负责人", "擁有人"),
    "use_case.entity": ("entity", "legal entity", "booking entity", "法人", "法律實體", "實體"),
    "use_case.triage": ("triage", "triage result"),
    "system.name": ("system", "system name", "application", "platform", "系統", "系统"),
    "system.version": ("system version", "系統版本"),
    "model.name": ("model", "model name", "ai model", "模型", "模型名稱"),
    "model.version": ("model version", "model ver", "模型版本"),
    "model.source": ("model source", "model type source", "own or vendor", "模型來源"),
    "vendor.name": ("vendor", "vendor name", "supplier", "provider", "third party", "供應商", "供应商", "廠商"),
    "approval.decision_date": (
        "approved on",
        "approval date",
        "date approved",
        "decision date",
        "批准日期",
        "審批日期",
    ),
    "approval.record_date": ("recorded on", "record date", "記錄日期"),
    "approval.by": ("approved by", "approver", "approving body", "decided by", "批准人", "審批人"),
    "approval.outcome": ("outcome", "decision", "approval outcome", "approval status", "審批結果"),
    "approval.reference": ("minute ref", "minutes", "minute reference", "approval ref", "memo ref", "會議記錄編號"),
}
"""Headings firms give to what every inventory has, in English and Chinese."""

_FACT_WORDS: dict[str, tuple[str, ...]] = {
    "ai_technique": (
        "genai",
        "gen ai",
        "generative ai",
        "ai type",
        "technique",
        "生成式",
        "生成式人工智能",
        "技術類型",
    ),
    "customer_facing": ("customer facing", "client facing", "external facing", "面向客戶", "面向客户", "客戶使用"),
    "personal_data": ("personal data", "pii", "pdpo", "個人資料", "个人资料", "個人數據"),
    "sensitive_data": ("sensitive data", "sensitive personal data", "敏感資料"),
    "third_party_provider": ("outside supplier", "third party provider", "outsourced", "外判", "外包"),
    "cloud": ("cloud", "hosted in cloud", "雲端", "云端"),
    "cross_border_transfer": ("cross border", "cross border transfer", "data leaves hong kong", "跨境", "資料跨境"),
    "regulated_activity": ("regulated activity", "sfc regulated activity", "受規管活動"),
    "decision_affects_customer": ("decision", "automated decision", "decision about customer", "自動決策"),
    "credit_decision": ("credit decision", "credit scoring", "信貸決策", "信貸評分"),
    "aml_monitoring": ("aml", "financial crime", "反洗錢", "反洗钱"),
    "algo_trading": ("algo trading", "algorithmic trading", "程式買賣"),
    "critical_operation": ("critical operation", "critical operations", "關鍵業務"),
    "human_checks_output": ("human review", "human in the loop", "人手覆核"),
    "employee_tools": ("employee tool", "staff tool", "員工工具"),
    "chatbot": ("chatbot", "聊天機械人", "聊天机器人"),
}
"""Headings for facts of the common catalogue, besides their own labels."""

_NO_VENDOR = frozenset(
    {"in-house", "in house", "inhouse", "internal", "own", "none", "自行開發", "內部", "内部", "自研"}
)
"""What stands in a supplier's column where there is no supplier."""
_TRAILING_HINT = re.compile(r"\s*[(（][^)）]*[)）]\s*$")
_PARTS = re.compile(r"\s*[/|\n]\s*")
_MOSTLY = 0.6
"""Share of a column's values that must make sense for a fact to be proposed."""
_GENAI_WORDS: dict[bool | None, MappedValue] = {True: ("genai",), False: None, None: None}
_OUTCOME_WORDS = {
    "approve": "approved",
    "approved": "approved",
    "批准": "approved",
    "approved with conditions": "approved_with_conditions",
    "conditional": "approved_with_conditions",
    "有條件批准": "approved_with_conditions",
    "reject": "declined",
    "rejected": "declined",
    "declined": "declined",
    "否決": "declined",
    "noted": "noted",
}


def suggest_mapping(sheet: Sheet, catalogue: FactCatalogue, name: str = "") -> Mapping:
    """Return a mapping for every column: to what its heading names, else kept as the firm's own field.

    Words of a column (Y, TBC, 是 …) are listed with what they are taken for, so that a person can change it.
    """
    taken: set[str] = set()
    proposed: dict[str, str] = {}
    # what matches a heading word for word goes first, so that “Model” is not lost to “Model version”
    for is_exact in (True, False):
        for heading in sheet.headings:
            if heading not in proposed:
                target = _target(heading, catalogue, taken, sheet.values(heading), is_exact=is_exact)
                if target:
                    taken.add(target)
                    proposed[heading] = target
    rules = tuple(_rule(sheet, heading, proposed.get(heading, OWN_FIELD), catalogue) for heading in sheet.headings)
    defaults = () if "approval.outcome" in taken else (("approval.outcome", "approved"),)
    has_approvals = "approval.decision_date" in taken
    return Mapping(name or sheet.name or "Inventory", rules, defaults if has_approvals else (), sheet.name)


def _target(heading: str, catalogue: FactCatalogue, taken: set[str], values: Sequence[str], *, is_exact: bool) -> str:
    keys = _heading_keys(heading)
    for target, words in _candidates(catalogue):
        known = [_plain(word) for word in words]
        hit = any(key in known for key in keys) if is_exact else any(_within(keys, word) for word in known)
        if hit and target not in taken and _makes_sense(target, values, catalogue):
            return target
    return ""


def _candidates(catalogue: FactCatalogue) -> Iterable[tuple[str, tuple[str, ...]]]:
    for target, own in TARGETS.items():
        yield target, (own, *_TARGET_WORDS[target])
    for item in catalogue.definitions:
        if item.about in (About.USE_CASE, About.SYSTEM, About.MODEL):
            spoken = item.key.replace("_", " ")
            yield f"{FACT_PREFIX}{item.key}", (item.label, spoken, *_FACT_WORDS.get(item.key, ()))


def _heading_keys(heading: str) -> list[str]:
    """Return the whole heading and its parts: “Use case / 用途 (Y/N)” is also “use case” and “用途”."""
    bare = _TRAILING_HINT.sub("", heading)
    return [key for key in map(_plain, (heading, bare, *_PARTS.split(bare))) if key]


def _plain(text: str) -> str:
    return " ".join(re.sub(r"[^\w]+", " ", word_key(text)).replace("_", " ").split())


def _within(keys: list[str], word: str) -> bool:
    """Tell whether a heading holds a word of two words or more, or a Chinese one, among others."""
    is_long = " " in word or (not word.isascii() and len(word) > 1)
    return is_long and any(word in key for key in keys)


def _makes_sense(target: str, values: Sequence[str], catalogue: FactCatalogue) -> bool:
    """Tell whether most values below a heading could be what the target takes."""
    definition = catalogue.get(target.removeprefix(FACT_PREFIX)) if target.startswith(FACT_PREFIX) else None
    if target in ("approval.decision_date", "approval.record_date"):
        fitting = [value for value in values if read_date(value, _date_order(values)) or _is_unknown(value)]
    elif definition is None:
        return True
    else:
        fitting = [value for value in values if _fits(definition, value)]
    return not values or len(fitting) >= _MOSTLY * len(values)


def _fits(definition: FactDefinition, value: str) -> bool:
    known = [word_key(text) for choice in definition.choices for text in (choice.key, choice.label)]
    if definition.kind is FactKind.TEXT or word_key(value) in known or _is_unknown(value):
        return True
    if definition.kind is FactKind.NUMBER:
        return value.strip().isdecimal()
    if definition.kind is FactKind.DATE:
        return bool(read_date(value, "dmy"))
    is_yes_no_set = definition.key == "ai_technique"
    return (definition.kind is FactKind.BOOL or is_yes_no_set) and _yes_no(value) is not None


def _yes_no(value: str) -> Word | None:
    """Return the word for yes, no or unknown a value begins with: “Y”, “yes, since May”."""
    key = word_key(value)
    return next((word for word in YES_NO if word_key(word.text) == key), None)


def _is_unknown(value: str) -> bool:
    word = _yes_no(value)
    return word is not None and word.value is None


def _is_own(value: str) -> bool:
    return word_key(value) in _NO_VENDOR


def _rule(sheet: Sheet, heading: str, target: str, catalogue: FactCatalogue) -> ColumnRule:
    values = sheet.values(heading)
    definition = catalogue.get(target.removeprefix(FACT_PREFIX)) if target.startswith(FACT_PREFIX) else None
    words: tuple[Word, ...] = ()
    if definition is not None and definition.kind is FactKind.BOOL:
        words = _yes_no_words(values, {True: True, False: False, None: None})
    elif definition is not None and definition.key == "ai_technique" and any(map(_yes_no, values)):
        words = _yes_no_words(values, _GENAI_WORDS)
    elif target == "approval.outcome":
        words = _outcome_words(values)
    elif target == "vendor.name":
        words = tuple(Word(value, None) for value in _distinct(values) if _is_unknown(value) or _is_own(value))
    elif definition is not None or (target in TARGETS and target != REFERENCE):
        words = tuple(Word(value, None) for value in _distinct(values) if _is_unknown(value))
    order = _date_order(values) if target in ("approval.decision_date", "approval.record_date") else "dmy"
    return ColumnRule(heading, target, words, order)


def _distinct(values: Sequence[str]) -> list[str]:
    found: dict[str, str] = {}
    for value in values:
        found.setdefault(word_key(value), value.strip())
    return list(found.values())


def _yes_no_words(values: Sequence[str], means: dict[bool | None, MappedValue]) -> tuple[Word, ...]:
    """Return the yes, no and unknown words the column uses, yes first; Y, N and TBC where it uses none."""
    used = [(value, word) for value in _distinct(values) if (word := _yes_no(value)) is not None]
    present = {word.value for _, word in used}
    spare = [(text, word) for text in ("Y", "N", "TBC") if (word := _yes_no(text)) and word.value not in present]
    order: list[MappedValue] = [True, False, None]
    pairs = sorted([*used, *spare], key=lambda pair: order.index(pair[1].value))
    return tuple(Word(text, means[_truth(word.value)]) for text, word in pairs)


def _truth(value: MappedValue) -> bool | None:
    return value if isinstance(value, bool) else None


def _outcome_words(values: Sequence[str]) -> tuple[Word, ...]:
    known = VOCABULARIES["approval.outcome"]
    found = []
    for value in _distinct(values):
        key = word_key(value)
        if key in _OUTCOME_WORDS and key not in known:
            found.append(Word(value, _OUTCOME_WORDS[key]))
        elif _is_unknown(value):
            found.append(Word(value, None))
    return tuple(found)


def _date_order(values: Sequence[str]) -> str:
    """Return month-first only where the dates leave no other reading; day-first is what the region writes."""
    pairs = [re.match(r"\s*(\d{1,2})[-/.](\d{1,2})[-/.]\d{2,4}", value) for value in values]
    firsts = [int(found.group(1)) for found in pairs if found]
    seconds = [int(found.group(2)) for found in pairs if found]
    is_month_first = any(number > 12 for number in seconds) and not any(number > 12 for number in firsts)
    return "mdy" if is_month_first else "dmy"
