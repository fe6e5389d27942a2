"""Check that a dossier with fields and signatures is still PDF/A-3b in all but what signatures bring (T1)."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING, Any

from placet.domain.errors import Finding

if TYPE_CHECKING:
    import pikepdf

# the validator's font reader logs oddities of fonts as warnings; what matters comes back as findings
logging.getLogger("fontTools").setLevel(logging.ERROR)

_MASKED = ("/AcroForm", "/Perms", "/DSS", "/Extensions")
_PRINT_AND_LOCKED = 4 | 128
_MAX_DEPTH = 16


def check_after_signing(pdf_bytes: bytes) -> list[Finding]:
    """List every way in which a file with signature fields falls short; empty when it is sound.

    The validator stops at the first form, so it sees a view without what signatures bring (PDF/A-3b,
    ISO 19005-3), and our own rules look at what that view leaves out.
    """
    import pikepdf

    from placet.signing.signature_form import check_signatures

    findings = [] if pdf_bytes.startswith(b"%PDF-1.7") else [_finding("header", "file", "The header is not %PDF-1.7.")]
    try:
        with pikepdf.open(BytesIO(pdf_bytes)) as pdf:
            findings += [*_catalog(pdf), *_fields(pdf)]
            findings += _masked(pdf)
    except Exception as wrong:  # a hostile file makes the reader fail in many ways
        return [*findings, _finding("unreadable", "file", f"The file cannot be read ({type(wrong).__name__}).")]
    return [*findings, *(_finding(code, where, text) for code, where, text in check_signatures(pdf_bytes))]


def _finding(rule: str, where: str, message: str) -> Finding:
    return Finding(path=where, line=0, message=message, hint=rule)


def _masked(pdf: pikepdf.Pdf) -> list[Finding]:
    """Validate the file without what signatures bring; changes the open document, so it comes last."""
    import pikepdf
    from pikepdf import pdfa

    for key in _MASKED:
        if key in pdf.Root:
            del pdf.Root[key]
    for page in pdf.pages:
        if "/Annots" not in page:
            continue
        kept = [annotation for annotation in page["/Annots"] if annotation.get("/Subtype") != "/Widget"]
        if kept:
            page["/Annots"] = pikepdf.Array(kept)
        else:
            del page["/Annots"]
    report = pdfa.check(pdf, "3b", min_version="1.7")
    return [_finding(found.rule, found.where, found.message) for found in report.findings]


def _catalog(pdf: pikepdf.Pdf) -> Iterator[Finding]:
    version = str(pdf.Root.get("/Version", "/1.7")).lstrip("/")
    if version not in ("1.4", "1.5", "1.6", "1.7"):
        yield _finding("catalog-version", "catalog", f"The catalog says version {version}; PDF/A-3 allows 1.7.")
    form: Any = pdf.Root.get("/AcroForm", {})
    if "/XFA" in form:
        yield _finding("xfa", "form", "The form has an XFA part.")
    if "/NeedAppearances" in form:
        yield _finding("need-appearances", "form", "The form asks viewers to redraw its fields.")
    if "/AA" in pdf.Root or "/OpenAction" in pdf.Root:
        yield _finding("catalog-action", "catalog", "The file acts by itself when it is opened.")


def _fields(pdf: pikepdf.Pdf) -> Iterator[Finding]:
    """Check every form field, and every widget that stands on a page without being one."""
    known = set()
    form: Any = pdf.Root.get("/AcroForm", {})
    for field in form.get("/Fields", []):
        known.add(field.objgen)
        name = f"field {field.get('/T', '(no name)')}"
        if field.get("/FT") != "/Sig" or "/Kids" in field:
            yield _finding("field-kind", name, "The field is not a plain signature field.")
        yield from _widget(field, name)
    for number, page in enumerate(pdf.pages, 1):
        for annotation in page.get("/Annots", []):
            if annotation.get("/Subtype") == "/Widget" and annotation.objgen not in known:
                name = f"page {number}"
                yield _finding("stray-widget", name, "The page has a form field that the form does not know.")
                yield from _widget(annotation, name)


def _widget(widget: Any, name: str) -> Iterator[Finding]:
    if int(widget.get("/F", 0)) != _PRINT_AND_LOCKED:
        yield _finding("widget-flags", name, "The field is not exactly printed and locked (F 132).")
    for key in ("/A", "/AA"):
        if key in widget:
            yield _finding("widget-action", name, f"The field has an action ({key}).")
    appearance = widget.get("/AP")
    if appearance is None or set(appearance.keys()) != {"/N"} or not _is_stream(appearance["/N"]):
        yield _finding("widget-appearance", name, "The field does not have one normal appearance and no other.")
        return
    for font in _fonts(appearance["/N"]):
        if not _is_embedded(font):
            base = str(font.get("/BaseFont", "(no name)")).lstrip("/")
            yield _finding("widget-font", name, f"The field shows text in {base}, a font that is not embedded.")


def _is_stream(value: Any) -> bool:
    import pikepdf

    return isinstance(value, pikepdf.Stream)


def _fonts(form: Any, depth: int = 0) -> Iterator[Any]:
    """Yield the fonts of an appearance and of the forms it draws."""
    resources = form.get("/Resources", {})
    yield from resources.get("/Font", {}).values()
    if depth < _MAX_DEPTH:
        for inner in resources.get("/XObject", {}).values():
            if _is_stream(inner):
                yield from _fonts(inner, depth + 1)


def _is_embedded(font: Any) -> bool:
    if font.get("/Subtype") == "/Type3":
        return True  # its glyphs are drawings inside the file
    described = font["/DescendantFonts"][0] if font.get("/Subtype") == "/Type0" else font
    descriptor = described.get("/FontDescriptor", {})
    return any(key in descriptor for key in ("/FontFile", "/FontFile2", "/FontFile3"))
