"""Read YAML 1.2 text into nodes that know their line; every trap of the format becomes a finding.

Scalars follow the core schema of YAML 1.2.2 (10.3.2): ``NO`` and ``2026-11-22`` are text, ``true`` is not. Events
are taken instead of constructed objects, because only they keep the line of every value and show every repeated key.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from ruamel.yaml import YAML, events
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from placet.domain.canonical import nfc
from placet.domain.errors import Finding

MAX_BYTES = 4 * 1024 * 1024
MAX_DEPTH = 40
MAX_NODES = 400_000
"""Values in one file, repeated parts counted each time: a file of 4 MiB holds fewer unless aliases multiply them."""

_INTEGER = re.compile(r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_TRUE, _FALSE = frozenset({"true", "True", "TRUE"}), frozenset({"false", "False", "FALSE"})
_HIDDEN = re.compile("[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c\ufeff]")
"""Direction marks and stray byte-order marks: invisible, and able to make a clause read as another."""
_LONGEST_INTEGER = 15
"""Digits; canonical JSON stops at 2^53."""


@dataclass(frozen=True, slots=True)
class ScalarNode:
    """One value, with what the core schema makes of it and how it was written."""

    file: str
    line: int
    value: str | int | float | bool | None
    text: str


@dataclass(frozen=True, slots=True)
class ListNode:
    """A sequence."""

    file: str
    line: int
    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """A key's line and its value."""

    line: int
    node: Node


@dataclass(frozen=True, slots=True)
class MapNode:
    """A mapping from text keys; the first of a repeated key is kept."""

    file: str
    line: int
    entries: dict[str, Entry]


Node = ScalarNode | ListNode | MapNode


class _StoppedError(Exception):
    """Carries the finding after which nothing more can be read."""

    def __init__(self, finding: Finding) -> None:
        self.finding = finding
        super().__init__(finding.message)


def parse(file: str, data: bytes) -> tuple[Node | None, tuple[Finding, ...]]:
    """Return the document's root, or None when it cannot be read, and what is wrong with it."""
    findings: list[Finding] = []
    try:
        text = _decoded(file, data)
        root = _Builder(file, findings).build(text)
    except _StoppedError as stopped:
        return None, (*findings, stopped.finding)
    if root is None:
        findings.append(Finding(file, 1, "the file is empty", "Give it its keys, or take the file away."))
    return root, tuple(findings)


def _decoded(file: str, data: bytes) -> str:
    if len(data) > MAX_BYTES:
        raise _StoppedError(
            Finding(
                file,
                0,
                f"the file has {len(data):,} bytes; at most {MAX_BYTES:,} are read",
                "Split it into several files.",
            )
        )
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise _StoppedError(Finding(file, line, "the file is not UTF-8 text", "Save it again as UTF-8.")) from error
    return text.removeprefix("\ufeff")


class _Builder:
    """Turns parser events into nodes, without recursion, so that depth is a finding and not a crash."""

    def __init__(self, file: str, findings: list[Finding]) -> None:
        self._file = file
        self._findings = findings
        self._open: list[_Open] = []
        self._root: Node | None = None
        self._documents = 0
        self._anchors: dict[str, _Weighed] = {}

    def build(self, text: str) -> Node | None:
        """Read the whole text."""
        try:
            for event in YAML(typ="safe", pure=True).parse(text):
                self._take(event)
        except MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            raise self._stop(mark.line + 1 if mark else 0, *_in_words(error)) from error
        except YAMLError as error:  # a character the reader refuses carries a position, not a mark
            position = getattr(error, "position", 0)
            line = text.count("\n", 0, position) + 1
            raise self._stop(line, "a control character stands in the text", "Take it out.") from error
        return self._root

    def _stop(self, line: int, message: str, hint: str) -> _StoppedError:
        return _StoppedError(Finding(self._file, line, message, hint))

    def _find(self, line: int, message: str, hint: str) -> None:
        self._findings.append(Finding(self._file, line, message, hint))

    def _take(self, event: events.Event) -> None:
        line = event.start_mark.line + 1
        match event:
            case events.DocumentStartEvent():
                self._start_document(event, line)
            case events.AliasEvent():
                self._put(self._repeated(str(event.anchor), line))
            case events.ScalarEvent():
                self._check_tag(event, line)
                self._put(self._anchored(event.anchor, _Weighed(self._scalar(event, line), 1, 0)))
            case events.SequenceStartEvent() | events.MappingStartEvent():
                self._check_tag(event, line)
                self._enter(isinstance(event, events.MappingStartEvent), event.anchor, line)
            case events.SequenceEndEvent() | events.MappingEndEvent():
                closed = self._open.pop()
                self._put(self._anchored(closed.anchor, closed.finished(self._file)))

    def _start_document(self, event: events.DocumentStartEvent, line: int) -> None:
        self._documents += 1
        if self._documents > 1:
            raise self._stop(line, "a second document starts here", "Keep one document in a file.")
        if event.version not in (None, (1, 2)):
            raise self._stop(line, "the file asks for another version of YAML than 1.2", "Take out the %YAML line.")

    def _enter(self, is_mapping: bool, anchor: str | None, line: int) -> None:
        self._check_depth(1, line)
        self._open.append(_Open(line, is_mapping, anchor))

    def _check_depth(self, more: int, line: int) -> None:
        if len(self._open) + more > MAX_DEPTH:
            raise self._stop(line, f"more than {MAX_DEPTH} levels stand inside each other", "Use a derived fact.")

    def _anchored(self, anchor: str | None, weighed: _Weighed) -> _Weighed:
        if anchor is not None:
            self._anchors[anchor] = weighed
        return weighed

    def _repeated(self, anchor: str, line: int) -> _Weighed:
        """Return the part that an alias repeats; a part can't hold itself, for it is known only once closed."""
        found = self._anchors.get(anchor)
        if found is None:
            raise self._stop(line, f"*{anchor} repeats a part that is not there", f"Mark it &{anchor} before.")
        self._check_depth(found.height, line)
        return found

    def _check_tag(self, event: events.NodeEvent, line: int) -> None:
        tag = getattr(event, "tag", None)
        if tag is not None and tag != "!":
            self._find(line, "a value carries a YAML tag (!…)", "Take the tag out; quotes make a value text.")

    def _scalar(self, event: events.ScalarEvent, line: int) -> ScalarNode:
        text = nfc(str(event.value))
        if _HIDDEN.search(text):
            self._find(line, "the text holds an invisible direction mark", "Take it out.")
            text = _HIDDEN.sub("", text)
        plain = event.style in (None, "")
        return ScalarNode(self._file, line, _core_value(text) if plain else text, text)

    def _put(self, weighed: _Weighed) -> None:
        node = weighed.node
        if not self._open:
            self._root = node
            return
        top = self._open[-1]
        top.size += weighed.size
        top.height = max(top.height, weighed.height)
        if top.size > MAX_NODES:
            raise self._stop(node.line, f"the file holds more than {MAX_NODES:,} values", "Repeat less by alias.")
        if not top.is_mapping:
            top.items.append(node)
        elif top.key is None:
            top.key = self._key(node)
        else:
            self._put_entry(top, top.key, node)
            top.key = None

    def _put_entry(self, top: _Open, key: tuple[str, int], node: Node) -> None:
        name, line = key
        if name in top.entries:
            first = top.entries[name].line
            self._find(line, f"‘{name}’ stands here twice, first on line {first}", "Keep one of the two.")
        elif name:
            if isinstance(node, ScalarNode) and not node.text:
                node = replace(node, line=line)  # nothing stands where the parser says: on a later line
            top.entries[name] = Entry(line, node)

    def _key(self, node: Node) -> tuple[str, int]:
        if isinstance(node, ScalarNode) and node.text:
            return node.text, node.line
        self._find(node.line, "a key is empty or is not a single word", "Write key: value.")
        return "", node.line


@dataclass(frozen=True, slots=True)
class _Weighed:
    """A node with how many values it holds and how deep it goes."""

    node: Node
    size: int
    height: int


@dataclass(slots=True)
class _Open:
    """A container whose end has not been read yet."""

    line: int
    is_mapping: bool
    anchor: str | None
    items: list[Node] = field(default_factory=list)
    entries: dict[str, Entry] = field(default_factory=dict)
    key: tuple[str, int] | None = None
    size: int = 1
    height: int = 0

    def finished(self, file: str) -> _Weighed:
        """Return the finished node."""
        node: Node = (
            MapNode(file, self.line, self.entries) if self.is_mapping else ListNode(file, self.line, tuple(self.items))
        )
        return _Weighed(node, self.size, self.height + 1)


def _core_value(text: str) -> str | int | float | bool | None:
    """Resolve a plain scalar by the core schema of YAML 1.2."""
    if text in _NULLS:
        return None
    if text in _TRUE or text in _FALSE:
        return text in _TRUE
    if _INTEGER.fullmatch(text) and len(text) <= _LONGEST_INTEGER:
        return int(text) if text.lstrip("+-").isdecimal() else int(text, 0)
    if _FLOAT.fullmatch(text):
        return float(text)
    return text


def _in_words(error: MarkedYAMLError) -> tuple[str, str]:
    """Say in plain words what the YAML parser stumbled over."""
    problem = str(error.problem or "it cannot be read")
    if "'\\t'" in problem or "\\t" in problem:
        return "a tab stands where spaces are needed", "Indent with spaces."
    if "mapping values are not allowed" in problem:
        return "a colon stands where none may", "Put text that holds ‘: ’ in quotes."
    if "simple key" in problem or "could not find expected ':'" in problem:
        return "a key has no colon after it", "Write key: value, and indent continued text."
    if "<block end>" in problem:
        return "the indentation does not fit", "Bring this line under the one it belongs to."
    if "<stream end>" in problem or "end of stream" in problem:
        return "the file ends inside a value", "Close the open bracket, brace or quote."
    return f"this is not YAML: {nfc(problem)}", "Check quotes, brackets and indentation on this line."
