"""Tell whether bytes are DER in its one exact form, so that no bit of a signature can be changed unseen."""

from __future__ import annotations

import re
from collections.abc import Callable

_MAX_DEPTH = 64
_CONSTRUCTED = 0x20
_UNIVERSAL_MASK = 0xC0
_SEQUENCE, _SET = 0x10, 0x11
_UTC_TIME = re.compile(rb"\d{12}Z")
_GENERALIZED_TIME = re.compile(rb"\d{14}(\.\d*[1-9])?Z")


class DerError(ValueError):
    """The bytes are not DER, or not in its one exact form."""


def der_length(data: bytes) -> int:
    """Return the length of the one DER value that ``data`` starts with, every value inside it checked."""
    return _value(data, 0, len(data), 0)


def _value(data: bytes, start: int, limit: int, depth: int) -> int:
    """Check the value at ``start`` and return where it ends."""
    if depth > _MAX_DEPTH:
        raise DerError("values are nested too deeply")
    if start + 2 > limit:
        raise DerError("a value is cut short")
    tag = data[start]
    if tag & 0x1F == 0x1F:
        raise DerError("a tag has a form that signatures never use")
    body, size = _length(data, start + 1, limit)
    end = body + size
    if end > limit:
        raise DerError("a value is longer than what holds it")
    is_universal = tag & _UNIVERSAL_MASK == 0
    if is_universal and bool(tag & _CONSTRUCTED) != (tag & 0x1F in (_SEQUENCE, _SET)):
        raise DerError("a value is built in a form that DER forbids")
    if tag & _CONSTRUCTED:
        _children(data, body, end, depth, is_sorted=tag == _SET | _CONSTRUCTED)
    elif is_universal:
        _primitive(tag, data[body:end])
    return end


def _length(data: bytes, at: int, limit: int) -> tuple[int, int]:
    first = data[at]
    if first < 0x80:
        return at + 1, first
    count = first & 0x7F
    if not 1 <= count <= 4 or at + 1 + count > limit:
        raise DerError("a length is not in definite form")
    size = int.from_bytes(data[at + 1 : at + 1 + count])
    if size < 0x80 or data[at + 1] == 0:
        raise DerError("a length is not in its shortest form")
    return at + 1 + count, size


def _children(data: bytes, start: int, end: int, depth: int, *, is_sorted: bool) -> None:
    previous = b""
    while start < end:
        stop = _value(data, start, end, depth + 1)
        if is_sorted:
            current = data[start:stop]
            if current < previous:
                raise DerError("the members of a set are out of order")
            previous = current
        start = stop


def _primitive(tag: int, body: bytes) -> None:
    check = _PRIMITIVES.get(tag)
    if check is not None and not check(body):
        raise DerError(f"a value of type {tag} is not in its one exact form")


def _is_integer(body: bytes) -> bool:
    if len(body) < 2:
        return len(body) == 1
    return not (body[0] == 0 and body[1] < 0x80) and not (body[0] == 0xFF and body[1] >= 0x80)


def _is_bit_string(body: bytes) -> bool:
    if not body or body[0] > 7 or (len(body) == 1 and body[0]):
        return False
    return len(body) == 1 or body[-1] & ((1 << body[0]) - 1) == 0


def _is_oid(body: bytes) -> bool:
    if not body or body[-1] & 0x80:
        return False
    starts = [0, *(index + 1 for index, byte in enumerate(body[:-1]) if byte < 0x80)]
    return all(body[start] != 0x80 for start in starts)


_PRIMITIVES: dict[int, Callable[[bytes], bool]] = {
    0x01: lambda body: body in (b"\x00", b"\xff"),
    0x02: _is_integer,
    0x03: _is_bit_string,
    0x05: lambda body: not body,
    0x06: _is_oid,
    0x0A: _is_integer,
    0x17: lambda body: _UTC_TIME.fullmatch(body) is not None,
    0x18: lambda body: _GENERALIZED_TIME.fullmatch(body) is not None,
}
