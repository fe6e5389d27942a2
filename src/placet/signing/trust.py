"""Say whether a signer chains to an anchor that the person verifying chose. Never asks a network."""

from __future__ import annotations

from collections.abc import Coroutine
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from placet.domain.errors import UserFacingError
from placet.signing.identities import fingerprint_of, is_evaluation_certificate, name_part

MAX_ANCHOR_BYTES = 1024 * 1024
_CLOCK_TOLERANCE = timedelta(hours=24)
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Anchor:
    """A certificate that the person verifying chose to trust."""

    certificate: bytes
    """DER."""
    name: str
    is_evaluation: bool

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the certificate, hex."""
        return fingerprint_of(self.certificate)


@dataclass(frozen=True, slots=True)
class Judgement:
    """Whether a signer is trusted here, and why."""

    trusted: bool
    note: str


def load_anchors(data: bytes, where: str) -> tuple[Anchor, ...]:
    """Read certificates from PEM or DER bytes.

    An evaluation certificate is read like any other, and never leads to trust.
    """
    todo = "Give the certificate of the authority as a .pem, .crt or .cer file."
    if len(data) > MAX_ANCHOR_BYTES:
        raise UserFacingError("The file is too large to be a certificate", where, todo)
    if not data.strip():
        raise UserFacingError("The file is empty", where, todo)
    if b"PRIVATE KEY-----" in data:
        raise UserFacingError(
            "The file holds a private key, which must not be passed around to verify with", where, todo
        )
    try:
        if b"-----BEGIN" in data:
            found = x509.load_pem_x509_certificates(data)
        else:
            found = [x509.load_der_x509_certificate(data)]
        return tuple(_anchor(certificate) for certificate in found)
    except Exception as wrong:  # malformed extensions surface as several exception types
        raise UserFacingError("The file holds no certificate that can be read", where, todo) from wrong


def _anchor(certificate: x509.Certificate) -> Anchor:
    name = name_part(certificate.subject, x509.NameOID.COMMON_NAME)
    return Anchor(
        certificate.public_bytes(Encoding.DER),
        name or certificate.subject.rfc4514_string(),
        is_evaluation_certificate(certificate),
    )


def judge_trust(
    bag: tuple[x509.Certificate, ...],
    anchors: tuple[Anchor, ...],
    *,
    now: datetime,
    claimed_time: datetime | None = None,
    proven_time: datetime | None = None,
    is_bag_proven: bool = True,
) -> Judgement:
    """Say whether the signer, first in ``bag``, chains to an anchor.

    ``proven_time`` comes from a trusted timestamp; without it the chain must hold ``now``, because the time
    that a signer claims proves nothing.
    """
    signer = bag[0]
    if any(is_evaluation_certificate(one) for one in bag):
        return Judgement(False, "An evaluation identity is never trusted: anyone can make one in any name.")
    usable = [anchor for anchor in anchors if not anchor.is_evaluation]
    if not usable:
        return Judgement(False, "No anchor was chosen to check this signer against.")
    if claimed_time is not None and claimed_time > now + _CLOCK_TOLERANCE:
        return Judgement(False, f"The signer claims a time in the future ({claimed_time:%Y-%m-%d %H:%M} UTC).")
    if not _is_for_signing(signer):
        return Judgement(False, "The signer's certificate is not meant for signing.")
    path, problem = _path(bag, usable, proven_time or now)
    if path is None:
        return Judgement(False, problem)
    if not is_bag_proven and bag[-1].public_bytes(Encoding.DER) not in path:
        return Judgement(False, "A certificate in the signature could not be checked against its issuer.")
    names = {anchor.certificate: anchor.name for anchor in usable}
    return Judgement(True, f"Chains to {names.get(path[0], 'an anchor')}, which you chose to trust.")


def judge_timestamp(
    bag: tuple[x509.Certificate, ...], anchors: tuple[Anchor, ...], *, now: datetime, is_bag_proven: bool = True
) -> Judgement:
    """Say whether a timestamp comes from an authority that is for timestamps and chains to an anchor."""
    try:
        uses = bag[0].extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    except x509.ExtensionNotFound:
        uses = x509.ExtendedKeyUsage([])
    if x509.oid.ExtendedKeyUsageOID.TIME_STAMPING not in uses:
        return Judgement(False, "The timestamp's certificate is not meant for timestamps.")
    return judge_trust(bag, anchors, now=now, is_bag_proven=is_bag_proven)


def _is_for_signing(certificate: x509.Certificate) -> bool:
    try:
        usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound:
        return True
    return usage.digital_signature or usage.content_commitment


def _path(bag: tuple[x509.Certificate, ...], anchors: list[Anchor], moment: datetime) -> tuple[list[bytes] | None, str]:
    """Return the DER of a valid path, anchor first, or None and the reason."""
    from asn1crypto import x509 as asn1_x509  # type: ignore[import-untyped]
    from pyhanko_certvalidator import CertificateValidator, ValidationContext
    from pyhanko_certvalidator.errors import ExpiredError, NotYetValidError, PathBuildingError, ValidationError

    certificates = [asn1_x509.Certificate.load(one.public_bytes(Encoding.DER)) for one in bag]
    context = ValidationContext(
        trust_roots=[asn1_x509.Certificate.load(anchor.certificate) for anchor in anchors],
        moment=moment,
        allow_fetching=False,
        revocation_mode="soft-fail",
    )
    validator = CertificateValidator(certificates[0], certificates[1:], validation_context=context)
    try:
        path = run_offline(validator.async_validate_path())
    except PathBuildingError:
        return None, "The signer does not chain to any anchor you chose."
    except (ExpiredError, NotYetValidError) as outside:
        when = "is not valid yet" if isinstance(outside, NotYetValidError) else "has expired"
        return None, (
            f"A certificate of the signer {when} on {moment:%Y-%m-%d}, and no trusted timestamp proves that the"
            " signature was made while it was valid."
        )
    except (ValidationError, ValueError, TypeError):
        return None, "The chain from the signer to the anchor you chose is not valid."
    return [certificate.dump() for certificate in path.iter_certs(include_root=True)], ""


def run_offline(coroutine: Coroutine[Any, Any, T]) -> T:
    """Run a coroutine that waits for nothing, without an event loop.

    An event loop would open a local socket pair; and a coroutine that does wait would be asking a network.
    """
    try:
        coroutine.send(None)
    except StopIteration as done:
        result: T = done.value
        return result
    coroutine.close()
    raise RuntimeError("verification tried to wait for something outside this computer")
