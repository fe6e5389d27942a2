"""Make PDF/A-3b of rendered pages: metadata, attachments, output intent; the same bytes for the same input."""

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any

import pikepdf
from pikepdf import pdfa

from placet.domain.errors import UserFacingError

FLAVOUR = "3b"
_METADATA_DATE = re.compile(rb"(<xmp:MetadataDate>|xmp:MetadataDate=\")[^<\"]*")


class Relationship(Enum):
    """How an attached file relates to the pages (ISO 32000-2, 7.11.3)."""

    DATA = "/Data"
    """What the pages were made from: the twin."""
    SOURCE = "/Source"
    SUPPLEMENT = "/Supplement"
    """An exhibit, a proof."""
    SCHEMA = "/Schema"


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file carried inside the dossier."""

    name: str
    data: bytes
    mime_type: str
    description: str
    relationship: Relationship = Relationship.SUPPLEMENT


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a reader's program shows about the document."""

    title: str
    author: str
    """The preparing firm."""
    subject: str
    keywords: str = ""
    creator: str = "Placet"
    language: str = "en"


def to_pdfa(
    pdf_bytes: bytes, *, metadata: Metadata, attachments: Sequence[Attachment] = (), created: datetime
) -> bytes:
    """Return the pages as PDF/A-3b with their attachments, written and validated in memory.

    `created` is an aware time; it is the only time in the file. Raises UserFacingError when the result does not
    pass, which an exhibit of a wrong form may cause.
    """
    if created.tzinfo is None:
        raise ValueError("created must be an aware time")
    with pikepdf.open(io.BytesIO(pdf_bytes)) as pdf:
        _describe(pdf, metadata, created)
        _attach(pdf, attachments, created)
        pdfa.prepare(pdf, FLAVOUR)
        _fix_metadata_date(pdf, created)
        options: dict[str, Any] = pdfa.resolve_save_kwargs(FLAVOUR, deterministic_id=True, min_version="1.7")
        written = io.BytesIO()
        pdf.save(written, **options)
    check_pdfa(written.getvalue())
    return written.getvalue()


def check_pdfa(pdf_bytes: bytes) -> None:
    """Raise UserFacingError, naming each rule, when a file is not PDF/A-3b."""
    report = pdfa.validate_written(io.BytesIO(pdf_bytes), FLAVOUR)
    if report.verdict != "pass":
        listed = "; ".join(f"{finding.rule}: {finding.message}" for finding in report.findings[:5])
        raise UserFacingError(
            f"The pages are not PDF/A-3b ({listed})", "dossier", "Leave out the exhibit last added, or report this."
        )


def _describe(pdf: pikepdf.Pdf, metadata: Metadata, created: datetime) -> None:
    stamp = _pdf_date(created)
    entries = {
        "/Title": metadata.title,
        "/Author": metadata.author,
        "/Subject": metadata.subject,
        "/Keywords": metadata.keywords,
        "/Creator": metadata.creator,
        "/Producer": metadata.creator,
        "/CreationDate": stamp,
        "/ModDate": stamp,
    }
    for key in list(pdf.docinfo.keys()):
        del pdf.docinfo[key]
    for key, value in entries.items():
        if value:
            pdf.docinfo[key] = pikepdf.String(value)
    for page in pdf.pages:
        del page.obj["/Trans"]  # ReportLab gives every page an empty slide transition, which PDF/A does not know
    labels = pikepdf.Array([0, pikepdf.Dictionary(S=pikepdf.Name.D, St=1)])
    pdf.Root.PageLabels = pikepdf.Dictionary(Nums=labels)  # the numbers that the pages print
    pdf.Root.Lang = pikepdf.String(metadata.language)


def _attach(pdf: pikepdf.Pdf, attachments: Sequence[Attachment], created: datetime) -> None:
    for attachment in attachments:
        spec = pikepdf.AttachedFileSpec(
            pdf,
            attachment.data,
            filename=attachment.name,
            description=attachment.description,
            mime_type=attachment.mime_type,
            creation_date=_pdf_date(created),
            mod_date=_pdf_date(created),
        )
        spec.relationship = pikepdf.Name(attachment.relationship.value)
        pdf.attachments[attachment.name] = spec


def _fix_metadata_date(pdf: pikepdf.Pdf, created: datetime) -> None:
    """Replace the time at which the metadata was written by the document's own."""
    stream = pdf.Root.Metadata
    stream.write(_METADATA_DATE.sub(rb"\g<1>" + created.isoformat(timespec="seconds").encode(), stream.read_bytes()))


def _pdf_date(moment: datetime) -> str:
    offset = moment.strftime("%z")
    return f"D:{moment:%Y%m%d%H%M%S}{offset[:3]}'{offset[3:5]}'"
