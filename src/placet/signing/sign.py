"""Sign a pre-made field: PAdES B-B, offline; the first signature certifies, the others approve."""

from __future__ import annotations

import hashlib
import re
from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any

from placet.domain.errors import UserFacingError
from placet.signing.identities import Identity, check_in_force

if TYPE_CHECKING:
    from placet.signing.incremental import PdfaWriter

_TAKE_AGAIN = "Take the dossier again from the register; do not sign this copy."
_END_OF_FILE = re.compile(rb"%%EOF(?:\r\n|\r|\n)?")
_MERELY_UNSIGNED = {"nothing_signed", "no_fields"}
_ROOM_BESIDE_CERTIFICATES = 3072
"""Bytes for attributes, names and the signature itself; an RSA-8192 signature takes 1,024."""


def sign_field(
    pdf_bytes: bytes,
    field: str,
    identity: Identity,
    *,
    certify: bool,
    signing_time: datetime,
    reason: str = "",
    location: str = "",
    sealed_sha256: str | None = None,
    known_sha256: str | None = None,
) -> bytes:
    """Return the file with one field signed.

    ``sealed_sha256`` is the SHA-256 that was recorded when the dossier was sealed; with it, a file that is
    not that dossier plus signatures is refused. ``known_sha256`` is that of the bytes kept after the newest
    signature: a file with just this hash is as we left it, and is not examined again.
    Raises UserFacingError for anything the user can mend.
    """
    if signing_time.tzinfo is None:
        raise ValueError("signing_time needs a zone")
    check_in_force(identity, signing_time)
    if known_sha256 is None or hashlib.sha256(pdf_bytes).hexdigest() != known_sha256:
        _check_unchanged(pdf_bytes, field, sealed_sha256, signing_time)
    writer = _writer_for(pdf_bytes, field, certify=certify)
    try:
        return _signed(writer, field, identity, certify=certify, at=signing_time, reason=reason, location=location)
    except Exception as damaged:  # the reader is lazy, so damage may show only when a part is written again
        raise UserFacingError("The file is damaged and cannot be signed", field, _TAKE_AGAIN) from damaged


def _check_unchanged(pdf_bytes: bytes, field: str, sealed_sha256: str | None, now: datetime) -> None:
    """Refuse to add a signature to a file that changed after it was sealed or signed."""
    from placet.signing.verify import verify_pdf

    if sealed_sha256 is not None and not _starts_with_sealed(pdf_bytes, sealed_sha256):
        raise UserFacingError("This file is not the dossier that was sealed", field, _TAKE_AGAIN)
    if b"/ByteRange" not in pdf_bytes:
        return  # nothing to check, and nothing to wait for
    report = verify_pdf(pdf_bytes, (), now=now)
    if report.is_valid or {problem.code for problem in report.problems} <= _MERELY_UNSIGNED:
        return
    first = report.problems[0].sentence
    raise UserFacingError(f"The file was changed since it was sealed or signed: {first}", field, _TAKE_AGAIN)


def _starts_with_sealed(pdf_bytes: bytes, sealed_sha256: str) -> bool:
    """Tell whether the file, or one of the revisions it starts with, is the sealed one."""
    running, done = hashlib.sha256(), 0
    for match in _END_OF_FILE.finditer(pdf_bytes):
        running.update(pdf_bytes[done : match.end()])
        done = match.end()
        if running.hexdigest() == sealed_sha256:
            return True
    return False


def _writer_for(pdf_bytes: bytes, field: str, *, certify: bool) -> PdfaWriter:
    """Open the file and refuse a field, or an order of signatures, that makes no sense."""
    from placet.signing.incremental import open_writer, signature_fields

    try:
        writer = open_writer(pdf_bytes)
        encrypted = writer.prev.encrypted
        fields = {} if encrypted else {name: value for name, value, _ in signature_fields(writer)}
    except Exception as unreadable:  # a hostile file makes the reader fail in many ways
        raise UserFacingError("The file cannot be read as a PDF", field, _TAKE_AGAIN) from unreadable
    if encrypted:
        raise UserFacingError("The file is encrypted", field, _TAKE_AGAIN)
    if field not in fields:
        known = ", ".join(sorted(fields)) or "none"
        raise UserFacingError(
            f"The file has no signature field {field!r}", field, f"Its signature fields are: {known}."
        )
    if fields[field] is not None:
        raise UserFacingError("This field is already signed", field, "Choose a field that is still open.")
    is_first = all(value is None for value in fields.values())
    if certify and not is_first:
        raise UserFacingError(
            "Only the first signature certifies, and this file is already signed", field, "Sign to approve instead."
        )
    if is_first and not certify:
        raise UserFacingError(
            "The first signature must certify the dossier",
            field,
            "Let the firm's document officer or seal sign first, certifying.",
        )
    return writer


def _signed(
    writer: PdfaWriter,
    field: str,
    identity: Identity,
    *,
    certify: bool,
    at: datetime,
    reason: str,
    location: str,
) -> bytes:
    from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
    from pyhanko.sign.signers.cms_embedder import PdfCMSEmbedder, SigIOSetup, SigMDPSetup, SigObjSetup
    from pyhanko.sign.signers.pdf_byterange import SignatureObject

    from placet.signing.cms import build_signed_data

    room = _ROOM_BESIDE_CERTIFICATES + sum(map(len, (identity.certificate, *identity.chain)))
    placeholder = SignatureObject(
        timestamp=at,
        subfilter=SigSeedSubFilter.PADES,
        reason=reason or None,
        location=location or None,
        bytes_reserved=2 * room,
    )
    permission = SigMDPSetup(
        md_algorithm=identity.digest_name,
        certify=certify,
        docmdp_perms=MDPPerm.FILL_FORMS if certify else None,
    )
    steps = PdfCMSEmbedder().write_cms(field, writer, existing_fields_only=True)
    next(steps)
    steps.send(SigObjSetup(placeholder, permission, _appearance(at)))
    prepared, output = steps.send(SigIOSetup(md_algorithm=identity.digest_name, output=BytesIO()))
    steps.send(build_signed_data(identity, prepared.document_digest, signing_time=None))
    signed: bytes = output.getvalue()
    return signed


def _appearance(at: datetime) -> Any:
    """Leave the box empty: name, role and conditions are drawn on the page before sealing.

    The library's own stamp would set Courier, a font that is not embedded and that PDF/A forbids.
    """
    from pyhanko.pdf_utils.content import RawContent
    from pyhanko.pdf_utils.layout import BoxConstraints
    from pyhanko.sign.signers.cms_embedder import SigAppearanceSetup
    from pyhanko.stamp import StaticStampStyle

    nothing = RawContent(b"", box=BoxConstraints(width=1, height=1))
    return SigAppearanceSetup(StaticStampStyle(background=nothing, border_width=0), at, name=None)
