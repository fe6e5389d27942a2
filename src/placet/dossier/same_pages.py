"""Make the pages again from the twin and compare: the only way to know that the pages say what the twin says."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Iterator
from datetime import datetime
from importlib import metadata
from io import BytesIO
from pathlib import Path
from typing import Any

from placet import __version__
from placet.dossier.build import Rendered, render_dossier
from placet.resources import resource_path

_DRAWING = ("reportlab", "pikepdf", "uharfbuzz", "segno")
_NOT_PAGES = frozenset({"/AcroForm", "/Perms", "/DSS", "/Extensions", "/Version", "/Metadata", "/AF"})
"""What signing adds to a file's catalog, and what does not show; the list of attachments is looked at elsewhere."""
_NOT_CONTENT = frozenset({"/Length", "/Filter", "/DecodeParms"})
_TREE = frozenset({"/Type", "/Kids", "/Count", "/Parent"})
_MAX_DEPTH = 200
MAX_TWIN_TO_DRAW = 8 * 1024 * 1024
"""A larger twin is not drawn again: the largest real one is a tenth of it."""


@functools.cache
def application() -> str:
    """Return what sealed a dossier: Placet's version, and a mark of everything that decides how pages look."""
    mark = hashlib.sha256()
    for name in _DRAWING:
        mark.update(f"{name} {_version_of(name)}\n".encode())
    texts = sorted(Path(__file__).parent.glob("*.py")) + sorted(resource_path("i18n").glob("dossier.*.json"))
    for path in texts:
        mark.update(hashlib.sha256(path.read_bytes()).digest())
    for path in sorted(resource_path("fonts").iterdir()):
        mark.update(f"{path.name} {path.stat().st_size}\n".encode())
    return f"Placet {__version__} (build {mark.hexdigest()[:10]})"


def _version_of(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:  # an installer may leave out what a package says of itself
        return "as shipped"


def page_problems(pdf_bytes: bytes, twin: bytes, created: datetime) -> list[str]:
    """Return how the pages of a dossier differ from those this very build makes from its twin; empty when they do not.

    Compared is all that a reader's program shows: pages, fonts, links, bookmarks, and where signature fields lie.
    """
    import msgspec
    import pikepdf

    from placet.domain.sealed import SealedContent, twin_bytes

    try:
        content = msgspec.json.decode(twin, type=SealedContent)
    except (msgspec.MsgspecError, RecursionError):
        return ["the twin is not what its schema says"]
    if twin_bytes(content) != twin:
        return ["the twin holds more than its schema says"]
    expected = render_dossier(content, twin, (), created=created)
    with pikepdf.open(BytesIO(pdf_bytes)) as given, pikepdf.open(BytesIO(expected.pdf_bytes)) as made:
        if len(given.pages) != len(made.pages):
            return [f"the file has {len(given.pages)} pages; its twin makes {len(made.pages)}"]
        found = [
            f"page {number} is not the page that the twin makes"
            for number, (one, other) in enumerate(zip(_pages(given), _pages(made), strict=True), 1)
            if one != other
        ]
        if not found and _Digest(given).catalog() != _Digest(made).catalog():
            found = ["bookmarks or other parts of the file are not those that the twin makes"]
        return found + _field_problems(given, expected)


def _pages(pdf: Any) -> Iterator[bytes]:
    digest = _Digest(pdf)
    for page in pdf.pages:
        yield digest.page(page.obj)


def _field_problems(pdf: Any, expected: Rendered) -> list[str]:
    """Say which visible field lies where the twin makes none: its appearance could cover the page."""
    places = {(place.page_index, place.name): place.box for place in expected.fields}
    found = []
    for index, page in enumerate(pdf.pages):
        for item in page.obj.get("/Annots", ()):
            if item.get("/Subtype") != "/Widget":
                continue
            box = tuple(float(edge) for edge in item.Rect)
            wanted = places.get((index, str(item.get("/T", ""))))
            empty = box[0] == box[2] or box[1] == box[3]
            if not empty and (wanted is None or any(abs(a - b) > 1 for a, b in zip(box, wanted, strict=True))):
                found.append(f"a signature field on page {index + 1} lies where the twin makes none")
            if item.get("/FT") != "/Sig" or ("/V" not in item and not _is_blank(item.get("/AP"))):
                found.append(f"a field on page {index + 1} shows something that nobody signed")
    return found


def _is_blank(appearance: Any) -> bool:
    """Tell whether a field that nobody signed shows nothing, as it was made."""
    if appearance is None:
        return True
    return set(appearance.keys()) == {"/N"} and appearance.N.read_bytes().strip() == b""


class _Digest:
    """Hashes PDF objects by what they say: streams unpacked, members in order, each object once."""

    def __init__(self, pdf: Any) -> None:
        self._root = pdf.Root
        self._known: dict[tuple[int, int], bytes] = {}
        for index, page in enumerate(pdf.pages):
            self._known[page.obj.objgen] = b"page %d" % index

    def page(self, page: Any) -> bytes:
        """Hash a page, its signature fields apart."""
        drawn = [item for item in page.get("/Annots", ()) if item.get("/Subtype") != "/Widget"]
        members = [(key, page[key]) for key in sorted(page.keys()) if key not in ("/Parent", "/Annots")]
        members += [(key, value) for key, value in self._inherited(page) if key not in page]
        parts = [key.encode() + self._of(value, 0) for key, value in members]
        return _hash(b"page", *parts, *(self._of(item, 0) for item in drawn))

    def _inherited(self, page: Any) -> list[tuple[str, Any]]:
        """Return what a page takes from the nodes above it: a crop, a rotation."""
        found: list[tuple[str, Any]] = []
        node = page.get("/Parent")
        for _ in range(_MAX_DEPTH):
            if node is None:
                break
            found += [(key, node[key]) for key in sorted(node.keys()) if key not in _TREE]
            node = node.get("/Parent")
        return found

    def catalog(self) -> bytes:
        """Hash the catalog without what signing adds; pages stand for themselves."""
        keys = [key for key in sorted(self._root.keys()) if key not in _NOT_PAGES and key not in ("/Pages", "/Names")]
        names = self._root.get("/Names", {})
        others = [key for key in sorted(names.keys()) if key != "/EmbeddedFiles"]
        parts = [key.encode() + self._of(self._root[key], 0) for key in keys]
        return _hash(b"catalog", *parts, *(key.encode() + self._of(names[key], 0) for key in others))

    def _of(self, item: Any, depth: int) -> bytes:
        import pikepdf

        if depth > _MAX_DEPTH:
            raise ValueError("the file is nested too deeply")
        if not isinstance(item, pikepdf.Object):
            return _hash(type(item).__name__.encode(), str(item).encode())
        if item.is_indirect:
            if item.objgen not in self._known:
                self._known[item.objgen] = b"begun %d" % len(self._known)
                self._known[item.objgen] = self._said(item, depth)
            return self._known[item.objgen]
        return self._said(item, depth)

    def _said(self, item: Any, depth: int) -> bytes:
        import pikepdf

        if isinstance(item, pikepdf.Array):
            return _hash(b"array", *(self._of(part, depth + 1) for part in item))
        if not isinstance(item, pikepdf.Dictionary | pikepdf.Stream):
            return _hash(item.unparse())
        is_stream = isinstance(item, pikepdf.Stream)
        skipped = _NOT_CONTENT if is_stream else frozenset({"/Parent"})
        keys = [key for key in sorted(item.keys()) if key not in skipped]
        parts = [key.encode() + self._of(item[key], depth + 1) for key in keys]
        return _hash(b"stream", item.read_bytes(), *parts) if is_stream else _hash(b"dictionary", *parts)


def _hash(*parts: bytes) -> bytes:
    """Hash parts so that where one ends is part of what is hashed."""
    return hashlib.sha256(b"".join(b"%d:" % len(part) + part for part in parts)).digest()


def names_its_twin(pdf_bytes: bytes, number: str, mark: str) -> bool:
    """Tell whether a file's own description names the dossier's number and the twin's fingerprint."""
    import pikepdf

    with pikepdf.open(BytesIO(pdf_bytes)) as pdf:
        return str(pdf.docinfo.get("/Keywords", "")).split() == [*number.split(), mark]
