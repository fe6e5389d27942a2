"""Turn nodes into domain objects by the objects' own annotations; every slip becomes a finding, none an exception."""

from __future__ import annotations

import datetime as dt
import re
import types
from collections.abc import Callable
from dataclasses import is_dataclass
from enum import Enum, StrEnum
from typing import Any, Union, get_args, get_origin

from placet.domain.errors import UserFacingError
from placet.domain.facts import parse_value
from placet.domain.predicates import Predicate, Value
from placet.domain.rules import Effective
from placet.packs.predicate_reader import PredicateReader
from placet.packs.scope import DERIVED, FACT, Findings, Places, Scope, kind_of, near, shortened
from placet.packs.shapes import ONE_OF, SHAPES, Member, Shape, members
from placet.packs.yaml_source import Entry, ListNode, MapNode, Node, ScalarNode

NOT_SET = "not_set"
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_KEY = re.compile(r"[a-z][a-z0-9_]*")
_ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class _Failed(Enum):
    FAILED = "failed"


FAILED = _Failed.FAILED
"""What a value reads as when it has been reported; whatever holds it fails too, without a second finding."""


class Reader:
    """Reads any type that ``shapes`` knows."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self.findings = Findings()
        self.places = Places()
        self._predicates = PredicateReader(scope, self.findings)

    def collect_names(self, node: Node, hint: Any) -> None:
        """Note every name defined under the node, so that references may point forward and to other files."""
        item = item_type(hint)
        if item is not None and isinstance(node, ListNode):
            for part in node.items:
                self.collect_names(part, item)
        elif is_dataclass(hint) and isinstance(hint, type) and isinstance(node, MapNode):
            self._collect_identity(node, SHAPES[hint])
            for member in members(hint):
                if member.key in node.entries:
                    self.collect_names(node.entries[member.key].node, member.hint)

    def _collect_identity(self, node: MapNode, shape: Shape) -> None:
        entry = node.entries.get(shape.renamed.get(shape.identity, shape.identity))
        if shape.local or entry is None or not isinstance(entry.node, ScalarNode) or not entry.node.text:
            return
        where = f"{node.file}:{entry.line}"
        taken = self.scope.add(shape.noun, entry.node.text, where)
        if taken:
            self.findings.at(
                entry.node, f"there are two {shape.noun}s ‘{entry.node.text}’", f"The other is at {taken}."
            )
        other = {FACT: DERIVED, DERIVED: FACT}.get(shape.noun, "")
        if entry.node.text in self.scope.names.get(other, {}):
            self.findings.at(entry.node, f"‘{entry.node.text}’ is a {other} already", "Call it otherwise.")

    def read(self, node: Node, hint: Any, label: str, reference: str = "", in_flow: bool = False) -> Any:
        """Return the value the annotation describes, or FAILED."""
        if hint == Predicate:
            found = self._predicates.read(node, in_flow)
            return FAILED if found is None else found
        if hint is Effective:
            return self._effective(node, label)
        if get_origin(hint) in (Union, types.UnionType):
            return self._optional(node, hint, label)
        if (pair := pair_value(hint)) is not None:
            return self._pairs(node, pair, label, reference)
        if (item := item_type(hint)) is not None:
            return self._list(node, item, label, reference)
        if is_dataclass(hint) and isinstance(hint, type):
            return self._object(node, hint)
        if issubclass(hint, StrEnum):
            return self._choice(node, hint, label)
        return self._scalar(node, hint, label, reference)

    # -- groups ---------------------------------------------------------------------------------------------

    def _object(self, node: Node, cls: type) -> Any:
        shape = SHAPES[cls]
        if not isinstance(node, MapNode):
            self.findings.at(node, f"a {shape.noun} is a group of keys, not {kind_of(node)}")
            return FAILED
        known = {member.key: member for member in members(cls)}
        name = self._name_of(node, shape)
        failed = False
        for key, entry in node.entries.items():
            if key not in known:
                failed = True
                self._unknown_key(node, key, entry, name, known)
        missing = [key for key, member in known.items() if member.required and key not in node.entries]
        if missing:
            listed = ", ".join(f"‘{key}’" for key in missing)
            self.findings.at(node, f"{name} lacks {listed}", "Add what is missing.")
            failed = True
        values: dict[str, Any] = {}
        for key, member in known.items():
            if key in node.entries:
                values[member.name] = self._member(node.entries[key].node, member, cls, shape)
                failed = failed or values[member.name] is FAILED
        if failed:
            return FAILED
        thing = cls(**values)
        self.places.note(thing, node)
        return thing

    def _unknown_key(self, node: MapNode, key: str, entry: Entry, name: str, known: dict[str, Member]) -> None:
        free = [other for other in known if other not in node.entries]
        hint = near(key, free) or "Take it out."
        self.findings.at(node, f"{name} takes no key ‘{key}’", hint, line=entry.line)

    def _name_of(self, node: MapNode, shape: Shape) -> str:
        entry = node.entries.get(shape.renamed.get(shape.identity, shape.identity))
        if shape.identity and entry is not None and isinstance(entry.node, ScalarNode):
            return f"{shape.noun} ‘{shortened(entry.node.text)}’"
        return shape.noun

    def _member(self, node: Node, member: Member, cls: type, shape: Shape) -> Any:
        reference = shape.references.get(member.name, "")
        in_flow = member.name in shape.flow_predicates
        value = self.read(node, member.hint, member.key, reference, in_flow)
        words = ONE_OF.get((cls, member.name))
        if words and value is not FAILED and value not in words:
            self.findings.at(node, f"‘{member.key}’ can't be ‘{value}’", near(str(value), words))
            return FAILED
        if member.name == shape.identity and isinstance(value, str):
            return self._identity(node, value, shape)
        return value

    def _identity(self, node: Node, value: str, shape: Shape) -> Any:
        if shape.identity == "word":
            return value
        if (_KEY if shape.key_like else _NAME).fullmatch(value):
            return value
        rule = "small letters, digits and _" if shape.key_like else "letters, digits, dot, hyphen and _"
        self.findings.at(node, f"‘{shortened(value)}’ can't name a {shape.noun}", f"Use {rule}.")
        return FAILED

    def _list(self, node: Node, item: Any, label: str, reference: str) -> Any:
        if not isinstance(node, ListNode):
            self.findings.at(node, f"‘{label}’ wants a list, not {kind_of(node)}", f"Write {label}: [ … ].")
            return FAILED
        parts = [self.read(part, item, label, reference) for part in node.items]
        self._check_local_names(node, item)
        return FAILED if FAILED in parts else tuple(parts)

    def _check_local_names(self, node: ListNode, item: Any) -> None:
        shape = SHAPES.get(item)
        if shape is None or not shape.local:
            return
        seen: dict[str, int] = {}
        for part in node.items:
            entry = part.entries.get(shape.identity) if isinstance(part, MapNode) else None
            if entry is None or not isinstance(entry.node, ScalarNode):
                continue
            name = entry.node.text
            if name in seen:
                self.findings.at(
                    entry.node, f"two {shape.noun}s are called ‘{name}’", f"The first is on line {seen[name]}."
                )
            seen.setdefault(name, entry.line)

    def _pairs(self, node: Node, hint: Any, label: str, reference: str) -> Any:
        """Read ``{name: value}`` into pairs; ``reference`` says what the names point at."""
        if not isinstance(node, MapNode):
            self.findings.at(node, f"‘{label}’ wants name: value pairs, not {kind_of(node)}", f"Write {label}: {{…}}.")
            return FAILED
        pairs: list[Any] = []
        for key, entry in node.entries.items():
            if not self._refers(entry.node, key, reference, entry.line):
                pairs.append(FAILED)
                continue
            value = (
                self._fact_value(entry.node, key) if hint == Value else self.read(entry.node, hint, f"{label}: {key}")
            )
            pairs.append(FAILED if value is FAILED else (key, value))
        return FAILED if FAILED in pairs else tuple(pairs)

    def _fact_value(self, node: Node, key: str) -> Any:
        definition = self.scope.facts.get(key)
        if definition is None:
            if key in self.scope.names.get(DERIVED, {}):
                self.findings.at(node, f"‘{key}’ is derived", "State the facts it comes from.")
            return FAILED
        raw = _plain(node)
        try:
            return parse_value(definition, raw)
        except UserFacingError as error:
            keys = [choice.key for choice in definition.choices]
            wrong = [item for item in raw if item not in keys] if isinstance(raw, list) else [raw]
            hint = near(str(wrong[0]), keys) if wrong and keys else ""
            self.findings.at(node, f"{kind_of(node)} is no value of ‘{key}’", hint or error.todo)
            return FAILED

    # -- single values --------------------------------------------------------------------------------------

    def _optional(self, node: Node, hint: Any, label: str) -> Any:
        if isinstance(node, ScalarNode) and node.value in (None, NOT_SET):
            return None
        (inner,) = (arg for arg in get_args(hint) if arg is not type(None))
        return self.read(node, inner, label)

    def _choice(self, node: Node, hint: type[StrEnum], label: str) -> Any:
        words = [item.value for item in hint]
        if isinstance(node, ScalarNode) and node.text in words:
            return hint(node.text)
        self.findings.at(
            node,
            f"‘{label}’ can't be {kind_of(node)}",
            near(node.text if isinstance(node, ScalarNode) else "", words),
        )
        return FAILED

    def _scalar(self, node: Node, hint: type, label: str, reference: str) -> Any:
        readers: dict[type, Callable[[Node, str], Any]] = {
            str: self._text,
            bool: self._truth,
            int: self._whole,
            dt.date: self._date,
        }
        value = readers[hint](node, label)
        if value is FAILED or (isinstance(value, str) and not self._refers(node, value, reference)):
            return FAILED
        return value

    def _refers(self, node: Node, name: str, reference: str, line: int = 0) -> bool:
        if not reference or name == "" or self.scope.has(reference, name):
            return True
        hint = near(name, self.scope.known(reference))
        self.findings.at(node, f"there is no {reference} ‘{name}’", hint, line=line)
        return False

    def _text(self, node: Node, label: str) -> Any:
        if isinstance(node, ScalarNode) and isinstance(node.value, str):
            return node.value.strip()
        if isinstance(node, ScalarNode) and node.value is None:
            self.findings.at(node, f"‘{label}’ has no value", "Give it one, or take the key out.")
        elif isinstance(node, ScalarNode):
            self.findings.at(node, f"‘{label}’ is read as {kind_of(node)}", f'Quote it: {label}: "{node.text}".')
        else:
            self.findings.at(node, f"‘{label}’ wants text, not {kind_of(node)}", "Put the text in quotes.")
        return FAILED

    def _truth(self, node: Node, label: str) -> Any:
        if isinstance(node, ScalarNode) and isinstance(node.value, bool):
            return node.value
        self.findings.at(node, f"‘{label}’ wants true or false, not {kind_of(node)}")
        return FAILED

    def _whole(self, node: Node, label: str) -> Any:
        value = node.value if isinstance(node, ScalarNode) else None
        if isinstance(value, int) and not isinstance(value, bool):
            return value
        self.findings.at(node, f"‘{label}’ wants a whole number, not {kind_of(node)}", "Write it bare: 3.")
        return FAILED

    def _date(self, node: Node, label: str) -> Any:
        text = node.text.strip() if isinstance(node, ScalarNode) else ""
        try:
            if _ISO_DATE.fullmatch(text):
                return dt.date.fromisoformat(text)
        except ValueError:
            self.findings.at(node, f"‘{label}’: there is no day {text}", "Write year-month-day.")
            return FAILED
        self.findings.at(node, f"‘{label}’ wants a date, not {kind_of(node)}", "Write it as 2026-11-22.")
        return FAILED

    def _effective(self, node: Node, label: str) -> Any:
        """Read ``effective``: a date, ``not_set``, or its keys written out."""
        if isinstance(node, MapNode):
            return self._object(node, Effective)
        if isinstance(node, ScalarNode) and node.text.strip() == NOT_SET:
            return Effective(not_set=True)
        date = self._date(node, label)
        return FAILED if date is FAILED else Effective(date=date)


def item_type(hint: Any) -> Any:
    """Return X of ``tuple[X, ...]``, else None."""
    args = get_args(hint)
    return args[0] if get_origin(hint) is tuple and len(args) == 2 and args[1] is Ellipsis else None


def pair_value(hint: Any) -> Any:
    """Return V of ``tuple[tuple[str, V], ...]``, else None."""
    args = get_args(item_type(hint))
    return args[1] if len(args) == 2 and args[0] is str and args[1] is not Ellipsis else None


def _plain(node: Node) -> Any:
    """Return the bare value of a fact: a scalar, or a list of scalars."""
    if isinstance(node, ListNode):
        return [_plain(item) for item in node.items]
    return node.value if isinstance(node, ScalarNode) else None
