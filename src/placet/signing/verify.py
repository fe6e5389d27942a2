"""Verify the signatures of a PDF: form, arithmetic, what came after, trust. Never asks a network."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from cryptography import x509

from placet.signing.identities import fingerprint_of, is_evaluation_certificate, name_part
from placet.signing.report import Coverage, Outcome, Problem, SignatureReport, SignerReport
from placet.signing.trust import Anchor, judge_timestamp, judge_trust

if TYPE_CHECKING:
    from pyhanko.pdf_utils.reader import PdfFileReader

    from placet.signing.pdf_form import PdfSignature
    from placet.signing.revisions import Standing

MAX_REVISIONS = 200
MAX_SIGNATURES = 64
MAX_WORK = 2_000_000
"""Objects times revisions times signatures: what comparing revisions costs. 400 pages and six signatures: 41,000."""


@dataclass(frozen=True, slots=True)
class _Whole:
    """A signature that is whole, and the time that a timestamp states."""

    signature: PdfSignature
    stamped_at: datetime | None


def verify_pdf(
    pdf_bytes: bytes,
    anchors: Sequence[Anchor],
    *,
    now: datetime,
    expected_fields: Sequence[str] | None = None,
) -> SignatureReport:
    """Say whether a PDF is as signed, by whom, and whether they are trusted here.

    ``expected_fields`` names the fields that the dossier was sealed with. Never raises for bad input: what
    cannot be read is unreadable, and a crash in a library means not valid.
    """
    from placet.signing.incremental import MAX_PDF_BYTES, open_reader

    if len(pdf_bytes) > MAX_PDF_BYTES:
        size = MAX_PDF_BYTES // (1024 * 1024)
        return _refuse("too_large", f"The file is larger than {size} MiB.", Outcome.UNREADABLE)
    if not pdf_bytes.startswith(b"%PDF-"):
        return _refuse("not_a_pdf", "The file does not start as a PDF does.", Outcome.UNREADABLE)
    try:
        reader = open_reader(pdf_bytes)
        is_encrypted = reader.encrypted
    except Exception as unreadable:  # a hostile file makes the reader fail in many ways
        kind = type(unreadable).__name__
        return _refuse("unreadable", f"The file is damaged and cannot be read ({kind}).", Outcome.UNREADABLE)
    if is_encrypted:
        return _refuse("encrypted", "The file is encrypted; a dossier never is.", Outcome.UNREADABLE)
    try:
        return _verify(reader, pdf_bytes, tuple(anchors), now, expected_fields)
    except Exception as crash:  # a crash in a library means "not valid", never "valid" and never a traceback
        kind = type(crash).__name__
        return _refuse("library", f"The signatures could not be checked ({kind}).", Outcome.BROKEN)


def signed_fields(pdf_bytes: bytes) -> set[str]:
    """Return the names of the fields that hold a signature, checked or not; empty for a file that cannot be read."""
    from placet.signing.incremental import open_reader, signature_fields

    try:
        return {name for name, value, _ in signature_fields(open_reader(pdf_bytes)) if value is not None}
    except Exception:  # a hostile file makes the reader fail in many ways; signing says why it is refused
        return set()


def _refuse(code: str, sentence: str, outcome: Outcome) -> SignatureReport:
    return SignatureReport(outcome, problems=(Problem(code, sentence, outcome),))


def _verify(
    reader: PdfFileReader,
    pdf_bytes: bytes,
    anchors: tuple[Anchor, ...],
    now: datetime,
    expected_fields: Sequence[str] | None,
) -> SignatureReport:
    from placet.signing.incremental import signature_fields

    if reader.xrefs.hybrid_xrefs_present:
        return _refuse("hybrid", "The file has two tables of contents that may disagree.", Outcome.BROKEN)
    fields = list(signature_fields(reader))
    refusal = _too_much(reader, fields) or _nothing_signed(pdf_bytes, fields, expected_fields)
    if refusal is not None:
        return refusal
    problems = _shared(fields)
    whole, reports, broken = _check_each(pdf_bytes, fields)
    problems += broken
    unsigned = tuple(name for name, value, _ in fields if value is None)
    if problems:
        return _report(tuple(reports), unsigned, problems)
    whole.sort(key=lambda one: one.signature.end)
    standings, problems = _judge_file(reader, pdf_bytes, whole, fields, expected_fields)
    signers = tuple(_signer(one, whole, standings, anchors, now) for one in whole)
    problems += [_untrusted(signer) for signer in signers if not signer.trusted and not signer.is_timestamp]
    return _report(signers, unsigned, problems)


def _report(signers: tuple[SignerReport, ...], unsigned: tuple[str, ...], problems: list[Problem]) -> SignatureReport:
    outcome = max((problem.outcome for problem in problems), default=Outcome.INTACT)
    return SignatureReport(outcome, signers, unsigned, tuple(problems))


def _untrusted(signer: SignerReport) -> Problem:
    who = signer.name or "The signer"
    return Problem("trust", f"{who} is not trusted here. {signer.trust_note}", Outcome.NOT_TRUSTED, signer.field)


def _too_much(reader: PdfFileReader, fields: list[tuple[str, Any, Any]]) -> SignatureReport | None:
    revisions = int(reader.xrefs.total_revisions)
    signed = sum(value is not None for _, value, _ in fields)
    work = int(reader.trailer["/Size"]) * revisions * max(1, signed)
    if revisions <= MAX_REVISIONS and signed <= MAX_SIGNATURES and work <= MAX_WORK:
        return None
    return _refuse("too_complex", "The file has more revisions or signatures than can be checked.", Outcome.UNREADABLE)


def _nothing_signed(
    pdf_bytes: bytes, fields: list[tuple[str, Any, Any]], expected: Sequence[str] | None
) -> SignatureReport | None:
    from placet.signing.revisions import expected_problems

    if any(value is not None for _, value, _ in fields):
        return None
    unsigned = tuple(name for name, _, _ in fields)
    problems = expected_problems(set(unsigned), expected)
    if b"/ByteRange" in pdf_bytes and b"/DocMDP" in pdf_bytes:
        sentence = "The file holds a signature that no longer stands in a field."
        problems.append(Problem("signature_removed", sentence, Outcome.CHANGED))
    if not fields and not problems:
        sentence = "The file has no signature fields, which every dossier has."
        return _refuse("no_fields", sentence, Outcome.NOT_A_DOSSIER)
    problems.append(Problem("nothing_signed", "Nobody has signed this file.", Outcome.BROKEN))
    return _report((), unsigned, problems)


def _shared(fields: list[tuple[str, Any, Any]]) -> list[Problem]:
    """Refuse one signature that stands in two fields, and two fields of one name."""
    problems = []
    seen: set[Any] = set()
    for name, value, _ in fields:
        key = None if value is None else (value.idnum, value.generation) if hasattr(value, "idnum") else id(value)
        for mark in (("name", name), ("value", key)):
            if mark in seen and mark[1] is not None:
                sentence = f"The signature in field {name} also stands in another field."
                problems.append(Problem("shared", sentence, Outcome.BROKEN, name))
            seen.add(mark)
    return problems


def _check_each(
    pdf_bytes: bytes, fields: list[tuple[str, Any, Any]]
) -> tuple[list[_Whole], list[SignerReport], list[Problem]]:
    """Check every signature by itself; broken ones get a report that says so."""
    from placet.signing.cms import FormError
    from placet.signing.pdf_form import check_whole, read_signature

    whole: list[_Whole] = []
    reports: list[SignerReport] = []
    problems: list[Problem] = []
    for name, value, _ in fields:
        if value is None:
            continue
        signature = None
        try:
            signature = read_signature(pdf_bytes, name, value.get_object())
            whole.append(_Whole(signature, check_whole(pdf_bytes, signature)))
            reports.append(_without_judgement(name, signature, intact=True))
        except FormError as wrong:
            outcome = Outcome.CHANGED if wrong.code == "digest" else Outcome.BROKEN
            problems.append(Problem(wrong.code, wrong.sentence, outcome, name))
            reports.append(_without_judgement(name, signature, intact=False))
    return whole, reports, problems


def _judge_file(
    reader: PdfFileReader,
    pdf_bytes: bytes,
    whole: list[_Whole],
    fields: list[tuple[str, Any, Any]],
    expected: Sequence[str] | None,
) -> tuple[dict[str, Standing], list[Problem]]:
    from placet.signing.revisions import certification_problems, field_problems, form_problems, judge_revisions

    signatures = [one.signature for one in whole]
    standings = judge_revisions(reader, pdf_bytes, signatures, {name: ref for name, _, ref in fields})
    problems = [standing.problem for standing in standings.values() if standing.problem is not None]
    problems += certification_problems(reader, signatures) + field_problems(reader, signatures, expected)
    return standings, problems + form_problems(reader)


def _without_judgement(field: str, signature: PdfSignature | None, *, intact: bool) -> SignerReport:
    """Report a signature about which nothing was judged, because one in the file is broken."""
    certificate = None if signature is None else signature.signed.signer
    return SignerReport(
        field=field,
        name="" if certificate is None else name_part(certificate.subject, x509.NameOID.COMMON_NAME),
        organisation="" if certificate is None else name_part(certificate.subject, x509.NameOID.ORGANIZATION_NAME),
        fingerprint="" if signature is None else fingerprint_of(signature.signed.der),
        is_evaluation=certificate is not None and is_evaluation_certificate(certificate),
        trusted=False,
        trust_note="Trust was not judged, because a signature in this file is not valid.",
        intact=intact,
        covers=Coverage.UNCLEAR,
        signed_at=None,
        timestamped_at=None,
        reason="",
        location="",
        certifies=False,
        docmdp_ok=False,
        is_timestamp=signature is not None and signature.is_timestamp,
    )


def _signer(
    one: _Whole, whole: list[_Whole], standings: dict[str, Standing], anchors: tuple[Anchor, ...], now: datetime
) -> SignerReport:
    from placet.signing.incremental import entry
    from placet.signing.revisions import certifies

    signature = one.signature
    signed = signature.signed
    standing = standings[signature.field]
    claimed = one.stamped_at or _claimed_time(signature)
    proven = _proven_time(one, whole, anchors, now)
    if signature.is_timestamp:
        judgement = judge_timestamp(signed.bag, anchors, now=now, is_bag_proven=signed.is_bag_proven)
    else:
        judgement = judge_trust(
            signed.bag,
            anchors,
            now=now,
            claimed_time=claimed,
            proven_time=proven,
            is_bag_proven=signed.is_bag_proven,
        )
    return SignerReport(
        field=signature.field,
        name=name_part(signed.signer.subject, x509.NameOID.COMMON_NAME),
        organisation=name_part(signed.signer.subject, x509.NameOID.ORGANIZATION_NAME),
        fingerprint=fingerprint_of(signed.der),
        is_evaluation=any(is_evaluation_certificate(each) for each in signed.bag),
        trusted=judgement.trusted,
        trust_note=judgement.note,
        intact=True,
        covers=Coverage.WHOLE_FILE if standing.covers_whole_file else Coverage.ITS_REVISION,
        signed_at=claimed,
        timestamped_at=one.stamped_at or proven,
        reason=str(entry(signature.dictionary, "/Reason", "")),
        location=str(entry(signature.dictionary, "/Location", "")),
        certifies=certifies(signature),
        docmdp_ok=standing.docmdp_ok,
        is_timestamp=signature.is_timestamp,
    )


def _claimed_time(signature: PdfSignature) -> datetime | None:
    """Return when the signer says it was: in the signature, or beside it as PAdES has it."""
    from pyhanko.pdf_utils.generic import parse_pdf_date

    from placet.signing.incremental import entry

    if signature.signed.claimed_time is not None:
        return signature.signed.claimed_time
    stated = entry(signature.dictionary, "/M", None)
    if stated is None:
        return None
    moment: datetime = parse_pdf_date(str(stated))
    return moment if moment.tzinfo is not None else None


def _proven_time(one: _Whole, whole: list[_Whole], anchors: tuple[Anchor, ...], now: datetime) -> datetime | None:
    """Return the earliest time that a trusted timestamp proves for a signature."""
    from placet.signing.cms import timestamp_time

    stamps = [(each.signature.signed, each.stamped_at) for each in whole if each.signature.end > one.signature.end]
    own = one.signature.signed.timestamp
    if own is not None:
        stamps.append((own, timestamp_time(own)))
    proven = [
        stated
        for token, stated in stamps
        if stated is not None
        and judge_timestamp(token.bag, anchors, now=now, is_bag_proven=token.is_bag_proven).trusted
    ]
    return min(proven, default=None)
