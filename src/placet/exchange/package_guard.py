"""Open an Office package (.xlsx, .docx) only after its size, form and contents have been found harmless."""

from __future__ import annotations

import functools
import io
import posixpath
import zipfile
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from placet.domain.errors import UserFacingError

MAX_BYTES = 20 * 1024 * 1024
"""Largest file read, packed."""
MAX_UNPACKED = 200 * 1024 * 1024
MAX_RATIO = 150
RATIO_MATTERS_ABOVE = 10 * 1024 * 1024
"""Small files of blank cells pack better than the ratio; below this size they harm nobody."""
MAX_PARTS = 2_000

_OLE_MAGIC = bytes.fromhex("D0CF11E0A1B11AE1")
_ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
_MACRO_MARKS = ("macroenabled", "vbaproject", "ms-excel.sheet.binary")
_DOCTYPES = tuple("<!DOCTYPE".encode(coding) for coding in ("utf-8", "utf-16-le", "utf-16-be"))
_WRONG_FORM = "Open it in the program it comes from and save it as {kind}."


@dataclass(frozen=True, slots=True)
class Relationship:
    """Where one part of a package points."""

    id: str
    type: str
    """Last word of the relationship's type: worksheet, sharedStrings, externalLink …"""
    target: str
    """Name of the part; an address outside the file when ``is_external``."""
    is_external: bool


class Package:
    """A package whose parts are read one at a time, within limits."""

    def __init__(self, archive: zipfile.ZipFile, where: str) -> None:
        self._archive, self.where = archive, where
        self.names = tuple(archive.namelist())
        self._by_lower = {name.lower(): name for name in self.names}

    def __contains__(self, name: str) -> bool:
        return name.lower() in self._by_lower

    def read(self, name: str) -> bytes:
        """Return one part's bytes; a part that cannot be unpacked or that defines entities is refused."""
        stored = self._by_lower.get(name.lower())
        if stored is None:
            raise damaged(self.where, f"its part “{name}” is missing")
        try:
            data = self._archive.read(stored)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError) as error:
            raise damaged(self.where, f"its part “{name}” cannot be unpacked") from error
        if any(mark in data for mark in _DOCTYPES):
            raise damaged(self.where, f"its part “{name}” carries definitions that office files never have")
        return data

    def parse(self, name: str) -> Element:
        """Return one XML part as a tree."""
        from openpyxl.xml.functions import fromstring

        try:
            return fromstring(self.read(name))
        except (SyntaxError, ValueError, LookupError) as error:
            raise damaged(self.where, f"its part “{name}” is not well-formed") from error

    def relationships(self, part: str) -> tuple[Relationship, ...]:
        """Return what a part points to; ``part`` is empty for the package itself."""
        folder, base = posixpath.split(part)
        name = posixpath.join(folder, "_rels", f"{base}.rels")
        if name not in self:
            return ()
        return tuple(_relationship(folder, node) for node in self.parse(name))


def local_name(node: Element) -> str:
    """Return an element's name without its namespace: strict and ordinary files differ only there."""
    return _without_namespace(str(node.tag))


@functools.lru_cache(maxsize=1000)
def _without_namespace(tag: str) -> str:
    return tag.rpartition("}")[2]


def _relationship(folder: str, node: Element) -> Relationship:
    target, external = node.get("Target", ""), node.get("TargetMode", "") == "External"
    if not external:
        target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
    return Relationship(node.get("Id", ""), node.get("Type", "").rpartition("/")[2], target, external)


def damaged(where: str, why: str, kind: str = "a new file") -> UserFacingError:
    """Say that a file cannot be read, and the one way out of it."""
    return UserFacingError(
        f"the file is damaged or not what its name says: {why}",
        where,
        f"Open it in Excel or Word, save it as {kind}, and try again.",
    )


def open_package(data: bytes, where: str, kind: str) -> Package:
    """Return the package in ``data``; ``kind`` names the wanted form for the sentence (“an .xlsx file”)."""
    _check_size(data, where)
    if data.startswith(_OLE_MAGIC):
        raise _ole_refusal(data, where, kind)
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        parts = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError) as error:
        raise damaged(where, "it cannot be unpacked", kind) from error
    _check_parts(parts, len(data), where, kind)
    package = Package(archive, where)
    _check_content(package, kind)
    return package


def _check_size(data: bytes, where: str) -> None:
    if not data:
        raise UserFacingError("the file is empty", where, "Choose the file that holds the inventory.")
    if len(data) > MAX_BYTES:
        raise UserFacingError(
            f"the file is larger than {MAX_BYTES // 1024 // 1024} MiB",
            where,
            "Remove pictures and sheets that are not needed, or split it.",
        )


def _ole_refusal(data: bytes, where: str, kind: str) -> UserFacingError:
    if _ENCRYPTED_STREAM in data:
        return UserFacingError(
            "the file is protected by a password",
            where,
            "Open it with its password, save a copy without one, and choose that copy.",
        )
    return UserFacingError("the file has an old Office form", where, _WRONG_FORM.format(kind=kind))


def _check_parts(parts: Iterable[zipfile.ZipInfo], packed: int, where: str, kind: str) -> None:
    count, unpacked = 0, 0
    for part in parts:
        count, unpacked = count + 1, unpacked + part.file_size
        if part.flag_bits & 0x1:
            raise UserFacingError("the file is protected by a password", where, f"Save a copy without one, as {kind}.")
    # zipfile never hands out more than a part's declared size, so the declared sizes are a true limit
    too_large = unpacked > MAX_UNPACKED or count > MAX_PARTS
    if too_large or (unpacked > RATIO_MATTERS_ABOVE and unpacked > packed * MAX_RATIO):
        raise UserFacingError(
            "the file would unpack to far more than an inventory needs, so it was not opened",
            where,
            "Copy the rows into a new file and choose that one.",
        )


def _check_content(package: Package, kind: str) -> None:
    if "[Content_Types].xml" not in package:
        what = "an OpenDocument file" if "mimetype" in package else "a zip archive without an Office document"
        raise UserFacingError(f"the file is {what}", package.where, _WRONG_FORM.format(kind=kind))
    types = package.read("[Content_Types].xml").lower()
    parts = " ".join(package.names).lower()
    if any(mark.encode() in types or mark in parts for mark in _MACRO_MARKS):
        raise UserFacingError(
            "the file can contain macros, and Placet opens no file with macros",
            package.where,
            f"Save a copy as {kind} and choose that one.",
        )
