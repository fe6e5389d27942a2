"""Signing identities: read PKCS#12 files, refuse those that could not sign a dossier, with the reason."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding, pkcs12

from placet.domain.errors import UserFacingError

EVALUATION_POLICY_OID = "2.25.254868723073208160377970023350057643236"
"""Certificate policy of self-signed evaluation identities (an arc of our own, ITU-T X.667). Never trusted."""

MAX_PKCS12_BYTES = 1024 * 1024
MAX_KEY_ITERATIONS = 5_000_000
"""A file may ask for this much key stretching and no more: opening one must not hang the program."""

_RSA_MIN_BITS = 2048


class SigningKey(Protocol):
    """Something that can sign: a key in memory today, a token tomorrow."""

    def sign(self, message: bytes) -> bytes:
        """Return the signature of a message, hashed with the identity's digest."""


@dataclass(frozen=True, slots=True)
class Identity:
    """A person's or seal's certificate, its chain and a handle on the key."""

    label: str
    """What the user calls it, usually the file's name."""
    common_name: str
    organisation: str
    certificate: bytes
    """DER."""
    chain: tuple[bytes, ...]
    """DER of the issuers, nearest first, root last; empty for a self-signed identity."""
    key: SigningKey = field(repr=False, compare=False)
    key_kind: str
    """``rsa-3072``, ``p256`` or ``p384``; the number is the size found."""
    is_evaluation: bool
    not_before: datetime
    not_after: datetime

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the certificate, hex."""
        return fingerprint_of(self.certificate)

    @property
    def digest_name(self) -> str:
        """Name the digest that goes with the key."""
        return digest_for(self.key_kind)


@dataclass(frozen=True, slots=True)
class _MemoryKey:
    """A private key held in memory."""

    private: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey
    digest_name: str

    def sign(self, message: bytes) -> bytes:
        digest = hashes.SHA384() if self.digest_name == "sha384" else hashes.SHA256()
        if isinstance(self.private, rsa.RSAPrivateKey):
            return self.private.sign(message, padding.PKCS1v15(), digest)
        return self.private.sign(message, ec.ECDSA(digest))


def fingerprint_of(certificate_der: bytes) -> str:
    """Return the SHA-256 of a certificate in hex, as shown beside every signer."""
    digest = hashes.Hash(hashes.SHA256())
    digest.update(certificate_der)
    return digest.finalize().hex()


def digest_for(key_kind: str) -> str:
    """Name the digest for a kind of key: a curve gets the digest of its own strength."""
    return "sha384" if key_kind == "p384" else "sha256"


def is_evaluation_certificate(certificate: x509.Certificate) -> bool:
    """Tell whether a certificate carries the evaluation policy."""
    try:
        policies = certificate.extensions.get_extension_for_class(x509.CertificatePolicies).value
    except x509.ExtensionNotFound:
        return False
    return any(policy.policy_identifier.dotted_string == EVALUATION_POLICY_OID for policy in policies)


def name_part(name: x509.Name, oid: x509.ObjectIdentifier) -> str:
    """Return one part of a distinguished name as text, empty if absent."""
    return ", ".join(str(attribute.value) for attribute in name.get_attributes_for_oid(oid))


def load_pkcs12(data: bytes, passphrase: str | None, label: str, *, now: datetime) -> Identity:
    """Open a PKCS#12 file and return the identity in it.

    Raises UserFacingError with one clear sentence for anything that could not sign a dossier at ``now``.
    """
    _check_container(data, label)
    try:
        bundle = pkcs12.load_pkcs12(data, passphrase.encode() if passphrase else None)
    except ValueError as wrong:
        raise UserFacingError(
            "The passphrase does not open this identity file, or the file is damaged",
            label,
            "Check the passphrase; if it is right, ask for a new copy of the file.",
        ) from wrong
    except Exception as unusable:  # unknown key or cipher kinds surface as several exception types
        raise UserFacingError(
            "The key in this identity file is of a kind that cannot sign dossiers",
            label,
            "Use an identity with an RSA key of 3072 bits, or a P-256 or P-384 key.",
        ) from unusable
    if bundle.key is None:
        raise UserFacingError(
            "The file holds no private key, so it cannot sign",
            label,
            "Export the identity again, with its private key.",
        )
    if bundle.cert is None:  # a certificate of another key counts as none
        strangers = "The private key and the certificate in this file do not belong together"
        raise UserFacingError(
            strangers if bundle.additional_certs else "The file holds no certificate for its private key",
            label,
            "Export the identity again, with the certificate that was issued for its key.",
        )
    kind = _key_kind(bundle.key, label)
    others = tuple(extra.certificate for extra in bundle.additional_certs)
    identity = _identity(label, bundle.cert.certificate, bundle.key, kind, others)
    _check_certificate(bundle.cert.certificate, label)
    check_in_force(identity, now)
    return identity


def check_in_force(identity: Identity, at: datetime) -> None:
    """Refuse an identity whose certificate is not valid at a moment."""
    if at > identity.not_after:
        raise UserFacingError(
            f"The certificate of {identity.common_name} expired on {identity.not_after:%Y-%m-%d}",
            identity.label,
            "Ask whoever issued it for a new one.",
        )
    if at + timedelta(minutes=5) < identity.not_before:
        raise UserFacingError(
            f"The certificate of {identity.common_name} is not valid before {identity.not_before:%Y-%m-%d %H:%M} UTC",
            identity.label,
            "Check this computer's clock, or wait until that date.",
        )


def _identity(
    label: str, certificate: x509.Certificate, key: object, kind: str, others: tuple[x509.Certificate, ...]
) -> Identity:
    assert isinstance(key, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey)  # noqa: S101 (checked by _key_kind)
    common_name = name_part(certificate.subject, x509.NameOID.COMMON_NAME)
    organisation = name_part(certificate.subject, x509.NameOID.ORGANIZATION_NAME)
    return Identity(
        label=label,
        common_name=common_name or organisation or "(no name in the certificate)",
        organisation=organisation,
        certificate=certificate.public_bytes(Encoding.DER),
        chain=tuple(issuer.public_bytes(Encoding.DER) for issuer in chain_above(certificate, others)),
        key=_MemoryKey(key, digest_for(kind)),
        key_kind=kind,
        is_evaluation=is_evaluation_certificate(certificate),
        not_before=certificate.not_valid_before_utc,
        not_after=certificate.not_valid_after_utc,
    )


def chain_above(
    certificate: x509.Certificate, candidates: tuple[x509.Certificate, ...]
) -> tuple[x509.Certificate, ...]:
    """Return the issuers of a certificate found among candidates, nearest first; strangers are left out."""
    chain: list[x509.Certificate] = []
    current = certificate
    while current.issuer != current.subject:
        issuer = next((one for one in candidates if one not in chain and issued_by(current, one)), None)
        if issuer is None:
            break
        chain.append(issuer)
        current = issuer
    return tuple(chain)


def issued_by(certificate: x509.Certificate, issuer: x509.Certificate) -> bool:
    """Tell whether the issuer's key signed the certificate."""
    if certificate.issuer != issuer.subject:
        return False
    try:
        certificate.verify_directly_issued_by(issuer)
    except Exception:  # an unknown algorithm or malformed key is simply not proof of issue
        return False
    return True


def _key_kind(key: object, label: str) -> str:
    if isinstance(key, rsa.RSAPrivateKey):
        if key.key_size < _RSA_MIN_BITS:
            raise UserFacingError(
                f"The RSA key has only {key.key_size} bits, too few to be relied on",
                label,
                "Use an identity with an RSA key of 3072 bits, or a P-256 key.",
            )
        return f"rsa-{key.key_size}"
    if isinstance(key, ec.EllipticCurvePrivateKey) and key.curve.name in ("secp256r1", "secp384r1"):
        return "p256" if key.curve.name == "secp256r1" else "p384"
    name = type(key).__name__.replace("PrivateKey", "").lstrip("_") or "unknown"
    if isinstance(key, ec.EllipticCurvePrivateKey):
        name = f"{key.curve.name} curve"
    raise UserFacingError(
        f"This identity has an {name} key, which PDF readers do not accept in signatures",
        label,
        "Use an identity with an RSA key of 3072 bits, or a P-256 or P-384 key.",
    )


def _check_certificate(certificate: x509.Certificate, label: str) -> None:
    try:
        usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound:
        return
    if not (usage.digital_signature or usage.content_commitment):
        raise UserFacingError(
            "The certificate in this file is not meant for signing documents",
            label,
            "Choose the identity that was issued to you for signatures.",
        )


def _check_container(data: bytes, label: str) -> None:
    if len(data) > MAX_PKCS12_BYTES:
        raise UserFacingError(
            f"The file has {len(data) // 1024} KiB; an identity file has at most {MAX_PKCS12_BYTES // 1024} KiB",
            label,
            "Choose the identity file itself (its name ends in .p12 or .pfx).",
        )
    if not data:
        raise UserFacingError("The identity file is empty", label, "Choose another file, or export it again.")
    from placet.signing.pkcs12_form import PKCS12Shape, read_shape

    shape: PKCS12Shape | None = read_shape(data)
    if shape is None:
        pem = b"-----BEGIN" in data[:4096]
        raise UserFacingError(
            "This is a text (PEM) file, not a PKCS#12 identity file" if pem else "This is not a PKCS#12 identity file",
            label,
            "Choose a file whose name ends in .p12 or .pfx.",
        )
    if shape.iterations > MAX_KEY_ITERATIONS:
        raise UserFacingError(
            "The file asks for an unreasonable amount of work to open it",
            label,
            "Export the identity again with ordinary settings.",
        )
    if shape.private_keys > 1:
        raise UserFacingError(
            f"The file holds {shape.private_keys} private keys, so it is not clear who would sign",
            label,
            "Export one identity with one key.",
        )
