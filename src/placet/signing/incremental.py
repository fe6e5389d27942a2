"""Extend PDF files without disturbing PDF/A and earlier signatures. Loads pyHanko: import it late."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import enumerate_sig_fields

MAX_PDF_BYTES = 200 * 1024 * 1024

# These libraries log the content of documents when they refuse something; our reports say it without the content.
for _name in ("pyhanko", "pyhanko_certvalidator"):
    logging.getLogger(_name).setLevel(logging.CRITICAL)


class PdfaWriter(IncrementalPdfFileWriter):
    """Append one revision; stay at PDF 1.7, leave the metadata alone, and give the same bytes for the same input."""

    output_version = (1, 7)

    def ensure_output_version(self, version: tuple[int, int]) -> None:
        """Never write a catalog version above 1.7: PDF/A-3 is built on it."""
        super().ensure_output_version(min(version, (1, 7)))  # type: ignore[no-untyped-call]

    def _update_meta(self) -> None:
        """Leave title, dates and producer as they were sealed."""

    @classmethod
    def _handle_id(cls, prev: PdfFileReader) -> generic.ArrayObject:
        prev.stream.seek(0)
        changing = hashlib.sha256(prev.stream.read()).digest()[:16]
        identifier = super()._handle_id(prev)  # type: ignore[no-untyped-call]
        return generic.ArrayObject([identifier[0], generic.ByteStringObject(changing)])


def open_writer(pdf_bytes: bytes) -> PdfaWriter:
    """Open bytes to append one revision."""
    return PdfaWriter(BytesIO(pdf_bytes))


def open_reader(pdf_bytes: bytes) -> PdfFileReader:
    """Open bytes to read; strict, because a file that needs guessing has no meaning to sign."""
    return PdfFileReader(BytesIO(pdf_bytes), strict=True)


def signature_fields(handler: Any) -> Iterator[tuple[str, Any, Any]]:
    """Yield name, reference of the signature (None if unsigned) and reference of each signature field."""
    yield from enumerate_sig_fields(handler)


def entry(dictionary: Any, key: str, default: Any) -> Any:
    """Return an entry with its reference followed, which the dictionaries' own ``get`` does not do."""
    try:
        return dictionary[key]
    except KeyError:
        return default
