"""List what is wrong with the form of each signature in a file. Loads pyHanko: import it late."""

from __future__ import annotations

from collections.abc import Iterator

from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import SignatureCoverageLevel

from placet.signing.cms import FormError
from placet.signing.incremental import open_reader, signature_fields
from placet.signing.pdf_form import read_signature


def check_signatures(pdf_bytes: bytes) -> Iterator[tuple[str, str, str]]:
    """Yield rule, place and sentence for each signature that does not cover its revision in the accepted form."""
    try:
        reader = open_reader(pdf_bytes)
        signed = [(name, value, field) for name, value, field in signature_fields(reader) if value is not None]
    except Exception as wrong:  # a hostile file makes the reader fail in many ways
        yield "signature-unreadable", "file", f"The signature fields cannot be read ({type(wrong).__name__})."
        return
    for name, value, field in signed:
        where = f"field {name}"
        try:
            read_signature(pdf_bytes, name, value.get_object())
            coverage = EmbeddedPdfSignature(reader, field.get_object(), name).evaluate_signature_coverage()
        except FormError as wrong:
            yield f"signature-{wrong.code}", where, wrong.sentence
            continue
        except Exception as wrong:  # as above
            yield "signature-unreadable", where, f"The signature cannot be read ({type(wrong).__name__})."
            continue
        if coverage.value < SignatureCoverageLevel.ENTIRE_REVISION.value:
            yield "signature-coverage", where, "The signature does not cover the whole of its revision."
