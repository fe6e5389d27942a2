"""Sign and verify records, such as a sign-off, with a detached signature (CAdES B-B)."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime

from cryptography import x509

from placet.signing.identities import Identity, check_in_force, fingerprint_of, is_evaluation_certificate, name_part
from placet.signing.report import Outcome, Problem, RecordReport
from placet.signing.trust import Anchor, judge_trust

MAX_SIGNATURE_BYTES = 1024 * 1024
_OUTCOME_OF_CODE = {"digest": Outcome.CHANGED}


def sign_record(content: bytes, identity: Identity, *, signing_time: datetime) -> bytes:
    """Return a detached signature over the content, as DER."""
    from placet.signing.cms import build_signed_data

    if signing_time.tzinfo is None:
        raise ValueError("signing_time needs a zone")
    check_in_force(identity, signing_time)
    digest = hashlib.new(identity.digest_name, content).digest()
    return build_signed_data(identity, digest, signing_time=signing_time)


def verify_record(content: bytes, signature: bytes, anchors: Sequence[Anchor], *, now: datetime) -> RecordReport:
    """Say whether a detached signature is for exactly this content, and whether its signer is trusted here.

    Never raises for bad input: what cannot be checked is not valid.
    """
    from placet.signing.cms import FormError

    if not signature or len(signature) > MAX_SIGNATURE_BYTES:
        return _not_valid("unreadable", "The signature is empty or too large.", Outcome.UNREADABLE)
    try:
        return _verify(content, signature, tuple(anchors), now)
    except FormError as wrong:
        return _not_valid(wrong.code, wrong.sentence, _OUTCOME_OF_CODE.get(wrong.code, Outcome.BROKEN))
    except Exception as crash:  # a crash in a library means "not valid", never "valid" and never a traceback
        return _not_valid("library", f"The signature could not be checked ({type(crash).__name__}).", Outcome.BROKEN)


def _not_valid(code: str, sentence: str, outcome: Outcome) -> RecordReport:
    return RecordReport(outcome, problems=(Problem(code, sentence, outcome),))


def _verify(content: bytes, signature: bytes, anchors: tuple[Anchor, ...], now: datetime) -> RecordReport:
    from placet.signing.cms import check_signature, read_signed_data

    signed = read_signed_data(signature)
    check_signature(signed, hashlib.new(signed.digest_name, content).digest())
    judgement = judge_trust(
        signed.bag, anchors, now=now, claimed_time=signed.claimed_time, is_bag_proven=signed.is_bag_proven
    )
    outcome = Outcome.INTACT if judgement.trusted else Outcome.NOT_TRUSTED
    problem = Problem("trust", judgement.note, outcome)
    subject = signed.signer.subject
    return RecordReport(
        outcome=outcome,
        name=name_part(subject, x509.NameOID.COMMON_NAME),
        organisation=name_part(subject, x509.NameOID.ORGANIZATION_NAME),
        fingerprint=fingerprint_of(signed.der),
        is_evaluation=any(is_evaluation_certificate(one) for one in signed.bag),
        trusted=judgement.trusted,
        trust_note=judgement.note,
        signed_at=signed.claimed_time,
        problems=() if judgement.trusted else (problem,),
    )
