"""Read a cell's text as the value its column feeds, and write a value back in the column's own words."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from placet.domain.canonical import nfc
from placet.domain.facts import FactCatalogue, FactDefinition, FactKind, parse_value
from placet.domain.firm import Outcome
from placet.domain.parties import TriageResult
from placet.domain.predicates import Value
from placet.exchange.mapping import ColumnRule, MappedValue, Word, fact_of

YES_NO: tuple[Word, ...] = (
    *(Word(text, True) for text in ("Y", "Yes", "TRUE", "是", "有", "√", "✓")),
    *(Word(text, False) for text in ("N", "No", "FALSE", "否", "沒有", "无", "無", "×", "✗")),
    *(Word(text, None) for text in ("TBC", "TBD", "Unknown", "N/A", "NA", "?", "-", "待定", "待確認", "未知")),
)
"""Words for yes, no and unknown understood where a column has none of its own."""
VOCABULARIES: dict[str, tuple[str, ...]] = {
    "use_case.triage": tuple(item.value for item in TriageResult),
    "approval.outcome": tuple(item.value for item in Outcome),
    "model.source": ("own", "vendor", "open_source", "group"),
}
"""Targets that take fixed words only."""
_DATES = ("approval.decision_date", "approval.record_date")
_BETWEEN = re.compile(r"[;,、，；\n]")
_DATE_PARTS = {"dmy": (2, 1, 0), "mdy": (2, 0, 1), "ymd": (0, 1, 2)}
_YEAR_DIGITS = 4
_CHINESE_DATE = re.compile(r"(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*[日號号]")
_NAMED_MONTH = ("%d-%b-%Y", "%d %b %Y", "%d %B %Y", "%d-%B-%Y", "%d-%b-%y", "%d %b %y", "%b %d %Y", "%B %d %Y")
_SHOWN_WORDS = 6


@dataclass(frozen=True, slots=True)
class Misread:
    """A text that is none of what its column takes."""

    message: str
    hint: str = ""


def clean(text: str) -> str:
    """Return the form in which texts are stored and compared: NFC, one kind of line end, no blank edges."""
    return nfc(text).replace("\r\n", "\n").replace("\r", "\n").strip()


def word_key(text: str) -> str:
    """Return the form in which two words are the same: width, case and spacing do not count."""
    return " ".join(unicodedata.normalize("NFKC", text).split()).casefold()


def read_value(rule: ColumnRule, text: str, catalogue: FactCatalogue) -> Value | Misread | None:
    """Return what a cell says for the rule's target; ``None`` where it says nothing or unknown."""
    written = clean(text)
    if not written:
        return None
    definition, _ = fact_of(rule.target, catalogue)
    word = _word(rule.words, written)
    if word is not None:
        return None if word.value is None else _typed(definition, word.value)
    if definition is not None:
        return _fact_value(rule, definition, written)
    if rule.target in VOCABULARIES:
        found = {word_key(item): item for item in VOCABULARIES[rule.target]}.get(word_key(written))
        return found or _none_of(written, [*(w.text for w in rule.words), *VOCABULARIES[rule.target]])
    if rule.target in _DATES:
        return read_date(written, rule.date_order) or _no_date(written)
    return written


def _typed(definition: FactDefinition | None, value: MappedValue) -> Value:
    if definition is not None and value is not None:
        return parse_value(definition, value)
    return " ".join(value) if isinstance(value, tuple) else (value or "")


def _word(words: Sequence[Word], text: str) -> Word | None:
    key = word_key(text)
    return next((word for word in words if word_key(word.text) == key), None)


def _fact_value(rule: ColumnRule, definition: FactDefinition, text: str) -> Value | Misread | None:
    match definition.kind:
        case FactKind.BOOL:
            return _yes_or_no(rule, text)
        case FactKind.CHOICE:
            return _choice(definition, text) or _not_a_choice(rule, definition, text)
        case FactKind.SET:
            return _choices(rule, definition, text)
        case FactKind.NUMBER:
            digits = text.replace(",", "").replace(" ", "")
            is_whole = re.fullmatch(r"-?\d{1,15}", digits) is not None
            return int(digits) if is_whole else Misread(f"“{_short(text)}” is not a whole number")
        case FactKind.DATE:
            return read_date(text, rule.date_order) or _no_date(text)
    return text


def _yes_or_no(rule: ColumnRule, text: str) -> Value | Misread | None:
    # true and false are always understood: they are what is written where a column has no word for a value
    spare = (Word("true", True), Word("false", False)) if rule.words else YES_NO
    found = _word(spare, text)
    if found is None:
        return _none_of(text, [word.text for word in rule.words] or ["Y", "N", "TBC"])
    return found.value if isinstance(found.value, bool) else None


def _choice(definition: FactDefinition, text: str) -> str:
    key = word_key(text)
    found = (item.key for item in definition.choices if key in (word_key(item.key), word_key(item.label)))
    return next(found, "")


def _choices(rule: ColumnRule, definition: FactDefinition, text: str) -> Value | Misread | None:
    whole = _choice(definition, text)
    keys: set[str] = {whole} if whole else set()
    for part in [] if whole else _BETWEEN.split(text):
        word, key = _word(rule.words, part), _choice(definition, part)
        if word is not None and word.value is not None:
            keys.update([word.value] if isinstance(word.value, str) else _listed(word.value))
        elif key:
            keys.add(key)
        elif part.strip() and word is None:
            return _not_a_choice(rule, definition, part.strip())
    return parse_value(definition, sorted(keys)) if keys else None


def _listed(value: MappedValue) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else ()


def _not_a_choice(rule: ColumnRule, definition: FactDefinition, text: str) -> Misread | None:
    if not rule.words and (known := _word(YES_NO, text)) and known.value is None:
        return None
    return _none_of(text, [*(word.text for word in rule.words), *(item.key for item in definition.choices)])


def _none_of(text: str, words: Sequence[str]) -> Misread:
    unique = list(dict.fromkeys(words))
    shown = unique[:_SHOWN_WORDS]
    listed = ", ".join(shown) if len(unique) > len(shown) else _either(shown)
    more = f" or one of {len(unique) - len(shown)} others" if len(unique) > len(shown) else ""
    return Misread(f"“{_short(text)}” is not {listed}{more}", "correct the cell, or say what the word means")


def _either(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"


def _short(text: str, limit: int = 60) -> str:
    line = " ".join(text.split())
    return line if len(line) <= limit else f"{line[: limit - 1]}…"


def _no_date(text: str) -> Misread:
    return Misread(f"“{_short(text)}” is not a date", "write it as 2026-11-22")


def read_date(text: str, order: str) -> str:
    """Return an ISO date for one written in figures, with a month's English name, or in Chinese; else nothing."""
    plain = unicodedata.normalize("NFKC", text).strip()
    if found := _CHINESE_DATE.fullmatch(plain):
        return _iso(*(int(part) for part in found.groups()))
    parts = re.split(r"[-/.]", plain.split(" ")[0] if re.match(r"[\d/.-]+ [\d:]+$", plain) else plain)
    if len(parts) == 3 and all(part.isdecimal() for part in parts):
        year, month, day = (0, 1, 2) if len(parts[0]) == _YEAR_DIGITS else _DATE_PARTS[order]
        if len(parts[year]) in (2, _YEAR_DIGITS):
            century = 2000 if len(parts[year]) == 2 else 0
            return _iso(int(parts[year]) + century, int(parts[month]), int(parts[day]))
    return _named_month(" ".join(plain.replace(",", " ").split()))


def _named_month(text: str) -> str:
    for form in _NAMED_MONTH:
        try:
            # a date has no zone: only its day is used
            return dt.datetime.strptime(text.title(), form).date().isoformat()  # noqa: DTZ007
        except ValueError:
            continue
    return ""


def _iso(year: int, month: int, day: int) -> str:
    try:
        return dt.date(year, month, day).isoformat()
    except ValueError:
        return ""


def write_value(rule: ColumnRule, value: Value, catalogue: FactCatalogue) -> str:
    """Return a value in the column's own words, such that reading it gives the value again."""
    definition, _ = fact_of(rule.target, catalogue)
    for word in rule.words:
        if word.value is not None and _same(_typed(definition, word.value), value):
            return word.text
    match value:
        case bool():
            return ("yes" if value else "no") if not rule.words else ("true" if value else "false")
        case frozenset():
            return "; ".join(sorted(value))
        case int():
            return str(value)
    return value


def _same(first: Value, second: Value) -> bool:
    return first == second and isinstance(first, bool) == isinstance(second, bool)


def shown(value: Value | None, definition: FactDefinition | None = None) -> str:
    """Return a value as the preview shows it."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case frozenset():
            return ", ".join(shown(key, definition) for key in sorted(value))
        case str() if definition is not None and (choice := definition.choice(value)):
            return choice.label
    return str(value)
