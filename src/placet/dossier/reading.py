"""Read a dossier file back: the files inside it, within limits."""

from __future__ import annotations

from io import BytesIO

from placet.domain.errors import UserFacingError

TWIN = "dossier.json"
MAX_TWIN = 64 * 1024 * 1024
MAX_FILES = 500


def embedded_files(pdf_bytes: bytes) -> dict[str, bytes]:
    """Return the embedded files by name; raises UserFacingError when the file cannot be read as a PDF."""
    import pikepdf

    try:
        with pikepdf.open(BytesIO(pdf_bytes)) as pdf:
            names = list(pdf.attachments)[:MAX_FILES]
            return {name: pdf.attachments[name].get_file().read_bytes() for name in names}
    except Exception as error:  # a hostile file makes the reader fail in many ways
        raise UserFacingError("the file cannot be read as a PDF", "dossier") from error
