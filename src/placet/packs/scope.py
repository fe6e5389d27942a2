"""What names exist while files are read, where each object stands in its file, and what was found wrong."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass, field

from placet.domain.errors import Finding
from placet.domain.facts import About, FactDefinition, FactKind
from placet.packs.yaml_source import ListNode, MapNode, Node, ScalarNode

DERIVED = "derived fact"
FACT = "fact"


@dataclass(slots=True)
class Scope:
    """Every name that may be referred to, by what it names; broken definitions count, so that faults don't cascade."""

    names: dict[str, dict[str, str]] = field(default_factory=dict)
    """What it is → name → where it stands."""
    facts: dict[str, FactDefinition] = field(default_factory=dict)
    unread: set[str] = field(default_factory=set)
    """What a file that can't be parsed would have defined; names of that sort are given the benefit."""

    def has(self, noun: str, name: str) -> bool:
        """Tell whether a name may stand where one of that sort is wanted."""
        sorts = {noun, DERIVED} if noun == FACT else {noun}
        return name in self.known(noun) or bool(sorts & self.unread)

    def known(self, noun: str) -> Iterable[str]:
        """Return the names of one sort; a fact may be stated or derived."""
        own = self.names.get(noun, {})
        return (*own, *self.names.get(DERIVED, {})) if noun == FACT else own

    def add(self, noun: str, name: str, where: str) -> str:
        """Note a name; return where it already stands, or the empty text when it is new."""
        taken = self.names.setdefault(noun, {})
        if name in taken:
            return taken[name]
        taken[name] = where
        return ""

    def is_yes_or_no(self, key: str) -> bool:
        """Tell whether a bare word may stand for the fact; a broken definition gets the benefit."""
        definition = self.facts.get(key)
        return definition is None or definition.kind is FactKind.BOOL

    def is_about_flow(self, key: str) -> bool:
        """Tell whether the fact speaks of one data flow."""
        definition = self.facts.get(key)
        return definition is not None and definition.about is About.FLOW


class Findings:
    """Collects findings, each at a node of a file."""

    def __init__(self) -> None:
        self.all: list[Finding] = []

    def at(self, node: Node, message: str, hint: str = "", line: int = 0) -> None:
        """Add an error at the node, or at another line of the same file."""
        self.all.append(Finding(node.file, line or node.line, message, hint))


class Places:
    """Remembers which node each object was read from, so that later checks can name file and line."""

    def __init__(self) -> None:
        self._nodes: dict[int, tuple[object, MapNode]] = {}

    def note(self, thing: object, node: MapNode) -> None:
        """Remember; the object is held so that its identity stays its own."""
        self._nodes[id(thing)] = (thing, node)

    def of(self, thing: object, *path: str | int) -> tuple[str, int]:
        """Return file and line of the object, or of the value at ``path`` inside it as far as it goes."""
        found = self._nodes.get(id(thing))
        if found is None:
            return "", 0
        node: Node = found[1]
        line = node.line
        for step in path:
            if isinstance(node, MapNode) and step in node.entries:
                line = node.entries[str(step)].line
                node = node.entries[str(step)].node
            elif isinstance(node, ListNode) and isinstance(step, int) and step < len(node.items):
                node = node.items[step]
                line = node.line
            else:
                break
        return node.file, line


def near(word: str, known: Iterable[str]) -> str:
    """Return a hint that names the closest known words, or the empty text."""
    names = list(dict.fromkeys(known))
    close = difflib.get_close_matches(word, names, n=3, cutoff=0.6)
    if close:
        return "Did you mean " + " or ".join(f"‘{name}’" for name in close) + "?"
    if 0 < len(names) <= 12:
        return "There are: " + ", ".join(names) + "."
    return ""


def kind_of(node: Node) -> str:
    """Say what stands at a node."""
    match node:
        case MapNode():
            return "a group of keys"
        case ListNode():
            return "a list"
        case ScalarNode(value=None):
            return "nothing"
        case ScalarNode(value=bool()):
            return f"the truth value {node.text}"
        case ScalarNode(value=int() | float()):
            return f"the number {node.text}"
    return f"the text ‘{shortened(node.text)}’"


def shortened(text: str, length: int = 40) -> str:
    """Return the text, cut where a message would grow too long."""
    one_line = " ".join(text.split())
    return one_line if len(one_line) <= length else one_line[: length - 1] + "…"
