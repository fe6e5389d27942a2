"""Read predicates from YAML, each fact and value checked against the catalogue."""

from __future__ import annotations

from placet.domain.errors import UserFacingError
from placet.domain.facts import FactDefinition, FactKind, parse_value
from placet.domain.predicates import (
    ALWAYS,
    All,
    AnyFlow,
    AnyOf,
    AtLeast,
    Equals,
    EveryFlow,
    In,
    Includes,
    Known,
    Leaf,
    Not,
    Predicate,
    Scalar,
)
from placet.packs.scope import DERIVED, FACT, Findings, Scope, kind_of, near
from placet.packs.yaml_source import ListNode, MapNode, Node, ScalarNode

ALWAYS_WORD = "always"
COMPOUNDS = ("all", "any", "not", "any_flow", "every_flow")
OPERATORS = ("equals", "in", "includes", "at_least", "known")
_SET_HINT = "Write {fact: KEY, includes: VALUE}."


class PredicateReader:
    """Reads one predicate at a time; what is wrong goes to the findings and the predicate reads as None."""

    def __init__(self, scope: Scope, findings: Findings) -> None:
        self._scope = scope
        self._findings = findings

    def read(self, node: Node, in_flow: bool = False) -> Predicate | None:
        """Return the predicate; ``in_flow`` tells that it is read over one data flow."""
        match node:
            case ScalarNode(value=str() as word) if word == ALWAYS_WORD:
                return ALWAYS
            case ScalarNode(value=str() as key):
                return self._bare(node, key, in_flow)
            case MapNode() if "fact" in node.entries:
                return self._leaf(node, in_flow)
            case MapNode():
                return self._compound(node, in_flow)
        self._findings.at(
            node,
            f"a condition is wanted, not {kind_of(node)}",
            "Write always, a yes-or-no fact, {fact: …}, or all, any, not, any_flow, every_flow.",
        )
        return None

    def _bare(self, node: Node, key: str, in_flow: bool) -> Predicate | None:
        if not self._check_fact(node, key, in_flow):
            return None
        if not self._scope.is_yes_or_no(key):
            kind = self._scope.facts[key].kind
            hint = _SET_HINT if kind is FactKind.SET else "Write {fact: KEY, equals: VALUE}."
            self._findings.at(
                node,
                f"‘{key}’ is a {_KIND_WORDS[kind]}, not a yes-or-no fact, so it can't stand alone",
                hint.replace("KEY", key),
            )
            return None
        return Equals(key, True)

    def _check_fact(self, node: Node, key: str, in_flow: bool) -> bool:
        if not self._scope.has(FACT, key):
            self._findings.at(node, f"there is no fact ‘{key}’", near(key, self._scope.known(FACT)))
            return False
        if self._scope.is_about_flow(key) and not in_flow:
            self._findings.at(node, f"‘{key}’ speaks of a data flow", "Put it inside any_flow or every_flow.")
            return False
        return True

    def _compound(self, node: MapNode, in_flow: bool) -> Predicate | None:
        for key, entry in node.entries.items():
            if key not in COMPOUNDS:
                self._findings.at(node, f"‘{key}’ is no condition", near(key, (*COMPOUNDS, "fact")), line=entry.line)
                return None
        if len(node.entries) != 1:
            names = ", ".join(node.entries) or "none"
            self._findings.at(
                node, f"a condition has exactly one of all, any, not …; here: {names}", "Nest one in the other."
            )
            return None
        ((key, entry),) = node.entries.items()
        if key in ("all", "any"):
            parts = self._parts(entry.node, key, in_flow)
            return None if parts is None else (All(parts) if key == "all" else AnyOf(parts))
        return self._single(key, entry.node, in_flow)

    def _single(self, key: str, node: Node, in_flow: bool) -> Predicate | None:
        if key != "not" and in_flow:
            self._findings.at(node, f"‘{key}’ stands where a single data flow is read already", "Take it out.")
            return None
        part = self.read(node, in_flow or key != "not")
        if part is None:
            return None
        return Not(part) if key == "not" else AnyFlow(part) if key == "any_flow" else EveryFlow(part)

    def _parts(self, node: Node, key: str, in_flow: bool) -> tuple[Predicate, ...] | None:
        if not isinstance(node, ListNode):
            self._findings.at(node, f"‘{key}’ wants a list, not {kind_of(node)}", f"Write {key}: [ … ].")
            return None
        if not node.items:
            self._findings.at(node, f"‘{key}’ is empty", "List conditions, or write always.")
            return None
        parts = [self.read(item, in_flow) for item in node.items]
        read = tuple(part for part in parts if part is not None)
        return read if len(read) == len(parts) else None

    def _leaf(self, node: MapNode, in_flow: bool) -> Predicate | None:
        for key, entry in node.entries.items():
            if key != "fact" and key not in OPERATORS:
                self._findings.at(node, f"‘{key}’ is no test of a fact", near(key, OPERATORS), line=entry.line)
                return None
        used = [key for key in node.entries if key != "fact"]
        if len(used) != 1:
            self._findings.at(
                node,
                f"a fact takes exactly one test; here: {', '.join(used) or 'none'}",
                "Write one of " + ", ".join(OPERATORS) + ".",
            )
            return None
        name = node.entries["fact"].node
        if not isinstance(name, ScalarNode) or not isinstance(name.value, str):
            self._findings.at(name, f"‘fact’ wants a fact's key, not {kind_of(name)}")
            return None
        if not self._check_fact(name, name.value, in_flow):
            return None
        return self._test(name.value, used[0], node.entries[used[0]].node)

    def _test(self, key: str, operator: str, node: Node) -> Leaf | None:
        definition = self._scope.facts.get(key)
        if definition is None and key not in self._scope.names.get(DERIVED, {}):
            return None  # the fact's own definition is broken and reported
        kind = definition.kind if definition else FactKind.BOOL
        if operator == "known":
            return self._known(key, node)
        if operator == "in":
            return self._in(key, definition, node)
        wrong = {
            "equals": kind is FactKind.SET,
            "includes": kind is not FactKind.SET,
            "at_least": kind is not FactKind.NUMBER,
        }[operator]
        if wrong:
            hint = _SET_HINT.replace("KEY", key) if kind is FactKind.SET else "Write equals."
            self._findings.at(node, f"‘{operator}’ does not fit ‘{key}’, a {_KIND_WORDS[kind]}", hint)
            return None
        value = self._value(key, definition, node)
        if value is None:
            return None
        if operator == "includes":
            return Includes(key, str(value))
        return AtLeast(key, int(value)) if operator == "at_least" else Equals(key, value)

    def _known(self, key: str, node: Node) -> Known | None:
        if isinstance(node, ScalarNode) and node.value is True:
            return Known(key)
        self._findings.at(node, f"‘known’ wants true, not {kind_of(node)}", "For the opposite write not: {…}.")
        return None

    def _in(self, key: str, definition: FactDefinition | None, node: Node) -> In | None:
        if definition is not None and definition.kind is FactKind.SET:
            self._findings.at(node, f"‘in’ does not fit ‘{key}’, a set", "Write any: [{fact: …, includes: …}, …].")
            return None
        if not isinstance(node, ListNode) or not node.items:
            what = "an empty list" if isinstance(node, ListNode) else kind_of(node)
            self._findings.at(node, f"‘in’ wants a list of values, not {what}", "Write in: [a, b].")
            return None
        values = [self._value(key, definition, item) for item in node.items]
        read = tuple(value for value in values if value is not None)
        return In(key, read) if len(read) == len(values) else None

    def _value(self, key: str, definition: FactDefinition | None, node: Node) -> Scalar | None:
        """Check one value against the fact; a derived fact takes true or false."""
        if not isinstance(node, ScalarNode) or node.value is None or isinstance(node.value, float):
            self._findings.at(node, f"a value of ‘{key}’ is wanted, not {kind_of(node)}")
            return None
        if definition is None:
            if isinstance(node.value, bool):
                return node.value
            self._findings.at(node, f"‘{key}’ is true or false, not {kind_of(node)}")
            return None
        as_list = definition.kind is FactKind.SET
        try:
            parse_value(definition, [node.value] if as_list else node.value)
        except UserFacingError as error:
            keys = [choice.key for choice in definition.choices]
            self._findings.at(node, f"{kind_of(node)} is no value of ‘{key}’", near(node.text, keys) or error.todo)
            return None
        return node.value


_KIND_WORDS = {
    FactKind.BOOL: "yes-or-no fact",
    FactKind.CHOICE: "choice",
    FactKind.SET: "set",
    FactKind.NUMBER: "number",
    FactKind.TEXT: "text",
    FactKind.DATE: "date",
}
