"""Read a dossier file back: the files inside it, within limits, and whether there is any other than those listed."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from placet.domain.errors import UserFacingError

TWIN = "dossier.json"
SCHEMA = "dossier.schema.json"
MAX_TWIN = 64 * 1024 * 1024
MAX_FILES = 500
MAX_BYTES = 256 * 1024 * 1024
"""All files together, unpacked: what a dossier may carry is a tenth of it."""
_MAX_DEPTH = 32


def embedded_files(pdf_bytes: bytes) -> dict[str, bytes]:
    """Return the embedded files by name; raises UserFacingError when the file cannot be read as a PDF."""
    import pikepdf

    try:
        with pikepdf.open(BytesIO(pdf_bytes)) as pdf:
            room, files = MAX_BYTES, {}
            for name, spec in _listed(pdf):
                files[name] = _unpacked(spec.EF.F, room)
                room -= len(files[name])
            return files
    except Exception as error:  # a hostile file makes the reader fail in many ways
        raise UserFacingError("the file cannot be read as a PDF", "dossier") from error


def hidden_files(pdf_bytes: bytes) -> list[str]:
    """Say which embedded files a reader's program may show instead of, or beside, those listed by name."""
    import pikepdf

    with pikepdf.open(BytesIO(pdf_bytes)) as pdf:
        listed = list(_listed(pdf))
        names = [name for name, _ in listed]
        found = [f"the attachment “{name}” stands twice" for name in sorted(set(names)) if names.count(name) > 1]
        found += [f"the attachment “{name}” has a second name or content" for name, spec in listed if _is_two(spec)]
        known = {spec.objgen for _, spec in listed}
        specs = {item.objgen for item in pdf.objects if _has_file(item)}
        specs |= {item.objgen for item in pdf.Root.get("/AF", ())}
        if specs != known:
            found.append("the file carries an attachment that its list of attachments does not name")
        return found


def _listed(pdf: Any) -> Iterator[tuple[str, Any]]:
    """Yield the embedded files in the order of the list, one that stands twice as often as it does."""
    tree = pdf.Root.get("/Names", {}).get("/EmbeddedFiles")
    for count, pair in enumerate(_leaves(tree, _MAX_DEPTH) if tree is not None else ()):
        if count >= MAX_FILES:
            raise ValueError("too many files")
        yield pair


def _leaves(node: Any, depth: int) -> Iterator[tuple[str, Any]]:
    if depth == 0:
        raise ValueError("the list of files is too deep")
    names = list(node.get("/Names", ()))
    for place in range(0, len(names) - 1, 2):
        yield str(names[place]), names[place + 1]
    for kid in node.get("/Kids", ()):
        yield from _leaves(kid, depth - 1)


def _is_two(spec: Any) -> bool:
    """Tell whether a file has two names, or two contents for different platforms."""
    contents = {spec.EF[key].objgen for key in spec.EF.keys()}  # noqa: SIM118 - a PDF dictionary
    return len(contents) > 1 or str(spec.get("/UF", "")) != str(spec.get("/F", ""))


def _has_file(item: Any) -> bool:
    import pikepdf

    return isinstance(item, pikepdf.Dictionary) and "/EF" in item


def _unpacked(stream: Any, room: int) -> bytes:
    """Return a stream's content; a small file that unpacks to an enormous one is refused on the way."""
    raw: bytes = stream.read_raw_bytes()
    packed = stream.get("/Filter")
    if packed is None:
        return raw
    if packed != "/FlateDecode" or "/DecodeParms" in stream:
        raise ValueError("a file is packed in a way no dossier uses")
    unpacking = zlib.decompressobj()
    data = unpacking.decompress(raw, room + 1)
    if len(data) > room:
        raise ValueError("the files are too large")
    return data
