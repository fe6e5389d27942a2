"""Check the outer form of a signature in a PDF: which bytes it covers, and that nothing hides in the gap it leaves."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pyhanko.pdf_utils import generic

from placet.signing import cms
from placet.signing.cms import FormError, SignedData
from placet.signing.der import DerError, der_length

_ONE_LETTER_CASE = re.compile(rb"[0-9A-F]*|[0-9a-f]*")
_ENDS_A_REVISION = re.compile(rb"%%EOF(?:\r\n|\r|\n)?$")
_SUB_FILTERS = {
    "/Sig": ("/ETSI.CAdES.detached", "/adbe.pkcs7.detached"),
    "/DocTimeStamp": ("/ETSI.RFC3161",),
}


@dataclass(frozen=True, slots=True)
class PdfSignature:
    """One signature of a PDF, form and arithmetic checked, not yet whether it is whole or trusted."""

    field: str
    dictionary: Any
    """The signature dictionary as read from the file."""
    gap: tuple[int, int]
    """Offsets of the ``<`` that opens /Contents and of the byte after its ``>``."""
    end: int
    """Offset where the covered bytes end."""
    signed: SignedData
    is_timestamp: bool

    def covers_all(self, pdf_bytes: bytes) -> bool:
        """Tell whether nothing follows what this signature covers."""
        return self.end == len(pdf_bytes)


def read_signature(pdf_bytes: bytes, field: str, dictionary: Any) -> PdfSignature:
    """Read the signature in one field and check its form. Raises FormError."""
    kind = str(dictionary.get("/Type", "/Sig"))
    if str(dictionary.get("/SubFilter")) not in _SUB_FILTERS.get(kind, ()):
        raise FormError("contents_form", "The signature is of a kind that is not accepted.")
    gap, end = _byte_range(pdf_bytes, dictionary)
    contents = _contents(pdf_bytes, gap, dictionary)
    try:
        length = der_length(contents)
    except DerError as wrong:
        raise FormError("contents_form", f"The signature is not in exact DER form: {wrong}.") from wrong
    if any(contents[length:]):
        raise FormError("contents_form", "Something other than padding follows the signature in its place.")
    is_timestamp = kind == "/DocTimeStamp"
    signed = cms.read_signed_data(contents[:length], content_type="tst_info" if is_timestamp else "data")
    return PdfSignature(field, dictionary, gap, end, signed, is_timestamp)


def check_whole(pdf_bytes: bytes, signature: PdfSignature) -> datetime | None:
    """Verify a signature over the bytes it covers; return the time of a timestamp. Raises FormError."""
    if not signature.is_timestamp:
        cms.check_signature(signature.signed, _digest(pdf_bytes, signature, signature.signed.digest_name))
        return None
    name = cms.timestamp_digest_name(signature.signed)
    try:
        digest = _digest(pdf_bytes, signature, name)
    except ValueError as wrong:
        raise FormError("contents_form", "A timestamp uses a digest that is not accepted.") from wrong
    return cms.check_timestamp(signature.signed, None, stamped_digest=digest)


def _digest(pdf_bytes: bytes, signature: PdfSignature, name: str) -> bytes:
    running = hashlib.new(name)
    view = memoryview(pdf_bytes)
    running.update(view[: signature.gap[0]])
    running.update(view[signature.gap[1] : signature.end])
    return running.digest()


def _byte_range(pdf_bytes: bytes, dictionary: Any) -> tuple[tuple[int, int], int]:
    """Return the gap and the end of the covered bytes; one gap, from the file's first byte to a revision's last."""
    numbers: Any = dictionary.raw_get("/ByteRange") if "/ByteRange" in dictionary else None
    is_plain = isinstance(numbers, generic.ArrayObject) and len(numbers) == 4
    if not is_plain or not all(type(number) is generic.NumberObject for number in numbers):
        raise FormError("byte_range", "The signature does not say which bytes it covers.")
    start, length, resume, rest = (int(number) for number in numbers)
    end = resume + rest
    if start != 0 or min(length, rest) <= 0 or resume < length + 4 or end > len(pdf_bytes):
        raise FormError("byte_range", "The bytes that the signature says it covers are not one file with one gap.")
    if not _ENDS_A_REVISION.search(pdf_bytes[max(0, end - 8) : end]):
        raise FormError("byte_range", "The signature does not cover the file up to the end of a revision.")
    return (length, resume), end


def _contents(pdf_bytes: bytes, gap: tuple[int, int], dictionary: Any) -> bytes:
    """Return the decoded value in the gap, which must be exactly ``/Contents`` in one letter case."""
    start, stop = gap
    if pdf_bytes[start : start + 1] != b"<" or pdf_bytes[stop - 1 : stop] != b">":
        raise FormError("byte_range", "The gap in the covered bytes is not the signature's own place.")
    if not pdf_bytes[max(0, start - 16) : start].rstrip(b" \r\n").endswith(b"/Contents"):
        raise FormError("byte_range", "The gap in the covered bytes is not the signature's own place.")
    digits = pdf_bytes[start + 1 : stop - 1]
    if len(digits) % 2 or not _ONE_LETTER_CASE.fullmatch(digits):
        raise FormError("contents_form", "The signature is not written in hexadecimal digits of one letter case.")
    value = bytes.fromhex(digits.decode("ascii"))
    held = dictionary.raw_get("/Contents")
    if not isinstance(held, generic.ByteStringObject | generic.TextStringObject) or held.original_bytes != value:
        raise FormError("byte_range", "The signature in the field is not the one in the gap of the covered bytes.")
    return value
