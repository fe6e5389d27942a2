"""Pre-make every signature field in one update, after the file became PDF/A and before anyone signs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from placet.signing.incremental import PdfaWriter


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """One signature field to be made."""

    name: str
    page_index: int
    """0-based."""
    box: tuple[int, int, int, int]
    """Left, bottom, right, top in whole points, from the page's lower left corner."""
    tooltip: str = ""
    """What a reader is told about the field, for instance the role that signs there."""


def add_signature_fields(pdf_bytes: bytes, specs: Sequence[FieldSpec]) -> bytes:
    """Return the file with all signature fields appended in one revision; the same bytes for the same input."""
    from placet.signing.incremental import open_writer

    writer = open_writer(pdf_bytes)
    _check(writer, specs)
    for spec in specs:
        _append(writer, spec)
    _declare_pades(writer)
    output = BytesIO()
    writer.write(output)  # type: ignore[no-untyped-call]
    return output.getvalue()


def field_names(pdf_bytes: bytes) -> tuple[str, ...]:
    """Name the signature fields of a file, in their order in the file."""
    from placet.signing.incremental import open_reader, signature_fields

    return tuple(name for name, _, _ in signature_fields(open_reader(pdf_bytes)))


def _check(writer: PdfaWriter, specs: Sequence[FieldSpec]) -> None:
    """Refuse what would make an unsound file; the caller lays out the fields, so these are bugs."""
    names = [spec.name for spec in specs]
    if not names or len(set(names)) != len(names):
        raise ValueError("signature fields need distinct names")
    if any(not name.isascii() or not name.replace("-", "_").isidentifier() for name in names):
        raise ValueError("a signature field's name is made of ASCII letters, digits, hyphens and underscores")
    if "/AcroForm" in writer.root:
        raise ValueError("the file already has form fields")
    pages = int(writer.root["/Pages"]["/Count"])
    for spec in specs:
        left, bottom, right, top = spec.box
        if not 0 <= spec.page_index < pages:
            raise ValueError(f"field {spec.name} is on a page that does not exist")
        if left >= right or bottom >= top:
            raise ValueError(f"field {spec.name} has no area")


def _append(writer: PdfaWriter, spec: FieldSpec) -> None:
    from pyhanko.sign.fields import SigFieldSpec, append_signature_field

    append_signature_field(
        writer,
        SigFieldSpec(spec.name, on_page=spec.page_index, box=spec.box, readable_field_name=spec.tooltip or None),
    )


def _declare_pades(writer: PdfaWriter) -> None:
    """Declare the PAdES extension to PDF 1.7 (ETSI EN 319 142-1, 5.5), once, while nothing is signed."""
    from pyhanko.sign.signers.constants import ESIC_EXTENSION_1

    writer.register_extension(ESIC_EXTENSION_1)
