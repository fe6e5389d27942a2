"""The traps of YAML, each as one finding with its line, and never anything but findings."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from placet.packs.yaml_source import MAX_BYTES, ListNode, MapNode, ScalarNode, parse

BOMB = "a: &a [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{new}: &{new} [{', '.join([f'*{old}'] * 10)}]\n" for old, new in zip("abcdefgh", "bcdefghi", strict=True)
)
REFUSED = [
    (b"a: 1\nb:\n\t- 2", 3, "a tab stands where spaces are needed"),
    (b"a: [1", 1, "the file ends inside a value"),
    (b"a: 'x", 1, "the file ends inside a value"),
    (b"a: b: c", 1, "a colon stands where none may"),
    (b"a:\n  - b\n c: 1", 3, "the indentation does not fit"),
    (b"a: 1\n\xff: 2", 2, "the file is not UTF-8 text"),
    ("a: é".encode("utf-16"), 1, "the file is not UTF-8 text"),
    (b"a: 1\nb: \x07", 2, "a control character stands in the text"),
    (b"--- 1\n--- 2", 2, "a second document starts here"),
    (b"%YAML 1.1\n---\na: no", 2, "another version of YAML than 1.2"),
    (b"x: 1\ny: " + b"[" * 5000, 2, "more than 40 levels"),
    (b"a: *b", 1, "*b repeats a part that is not there"),
    (b"a: &a [*a]", 1, "*a repeats a part that is not there"),
    (BOMB.encode(), 5, "the file holds more than 400,000 values"),
    (b"", 1, "the file is empty"),
    (b"# only a comment\n", 1, "the file is empty"),
    (b" " * (MAX_BYTES + 1), 0, "at most 4,194,304 are read"),
]


@pytest.mark.parametrize(("data", "line", "message"), REFUSED, ids=[row[2][:30] for row in REFUSED])
def test_what_cannot_be_read_is_one_finding(data: bytes, line: int, message: str) -> None:
    root, findings = parse("f.yaml", data)
    assert root is None
    (finding,) = findings
    assert message in finding.message
    assert finding.line == line
    assert finding.hint.endswith(".")


def test_repeated_keys_are_all_named_and_the_first_is_kept() -> None:
    root, findings = parse("f.yaml", b"a: 1\nb: 2\na: 3\nb: 4\n")
    assert [(item.line, item.message) for item in findings] == [
        (3, "‘a’ stands here twice, first on line 1"),
        (4, "‘b’ stands here twice, first on line 2"),
    ]
    assert isinstance(root, MapNode)
    assert isinstance(root.entries["a"].node, ScalarNode)
    assert root.entries["a"].node.value == 1


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("NO", "NO"),
        ("yes", "yes"),
        ("on", "on"),
        ("2026-11-22", "2026-11-22"),
        ("010", 10),
        ("0x10", 16),
        ("-3", -3),
        ("1.10", 1.1),
        ("true", True),
        ("~", None),
        ('"1"', "1"),
        ("'true'", "true"),
        ("1_000", "1_000"),
        ("e\u0301", "é"),
    ],
)
def test_scalars_follow_the_core_schema_of_yaml_1_2(text: str, value: object) -> None:
    root, findings = parse("f.yaml", f"a: {text}".encode())
    assert isinstance(root, MapNode)
    assert isinstance(root.entries["a"].node, ScalarNode)
    assert root.entries["a"].node.value == value
    assert type(root.entries["a"].node.value) is type(value)
    assert findings == ()


def test_a_byte_order_mark_is_read_over() -> None:
    root, findings = parse("f.yaml", b"\xef\xbb\xbfa: 1")
    assert isinstance(root, MapNode)
    assert list(root.entries) == ["a"]
    assert findings == ()


def test_folded_text_reads_as_one_line() -> None:
    root, _ = parse("f.yaml", b"a: >-\n  one\n  two\n")
    assert isinstance(root, MapNode)
    assert root.entries["a"].node == ScalarNode("f.yaml", 1, "one two", "one two")


def test_tags_and_direction_marks_are_reported() -> None:
    _, findings = parse("f.yaml", "a: !!int 1\nb: !own x\nc: a\u202eb".encode())
    assert [item.line for item in findings] == [1, 2, 3]


def test_an_alias_repeats_a_part_with_its_own_lines() -> None:
    root, findings = parse("f.yaml", b"a: &x\n  - 1\nb: *x\n")
    assert findings == ()
    assert isinstance(root, MapNode)
    assert root.entries["b"].node is root.entries["a"].node
    assert isinstance(root.entries["b"].node, ListNode)


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_give_nodes_or_findings(data: bytes) -> None:
    root, findings = parse("f.yaml", data)
    assert root is not None or findings


@settings(max_examples=500, deadline=None)
@given(st.text(alphabet="ab:[]{}-,&*!|>'\"%@`\n #?~1\\x.é\t\u2028\x85\ufeff", max_size=40))
def test_any_text_of_yaml_marks_gives_nodes_or_findings(text: str) -> None:
    root, findings = parse("f.yaml", text.encode())
    assert root is not None or findings
