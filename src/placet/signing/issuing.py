"""Make identities: self-signed ones for evaluation, and the authority of a made-up firm for samples and tests."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, pkcs12
from cryptography.x509.oid import NameOID

from placet.domain.errors import UserFacingError
from placet.signing.identities import EVALUATION_POLICY_OID

KeyChoice = Literal["p256", "p384", "rsa3072"]
_PrivateKey = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey

_NAME_LIMIT = 64
"""X.520 allows 64 characters for a common name and an organisation."""
_EVALUATION_DAYS = 730


@dataclass(frozen=True, slots=True)
class Authority:
    """A certificate authority held in memory."""

    certificate: bytes
    """DER."""
    above: tuple[bytes, ...]
    """DER of the authorities above, nearest first; empty for a root."""
    private: _PrivateKey = field(repr=False, compare=False)

    @property
    def pem(self) -> bytes:
        """The certificate as PEM, to give to whoever verifies."""
        return x509.load_der_x509_certificate(self.certificate).public_bytes(Encoding.PEM)


def make_evaluation_identity(
    common_name: str, organisation: str, passphrase: str, *, now: datetime, key: KeyChoice = "p256"
) -> bytes:
    """Return a PKCS#12 file with a self-signed identity that says EVALUATION wherever it is shown."""
    private = _new_key(key)
    label = f"EVALUATION ONLY - {organisation}" if organisation else "EVALUATION ONLY"
    name = _name(common_name, label[:_NAME_LIMIT], "EVALUATION - not for reliance")
    policy = x509.PolicyInformation(x509.ObjectIdentifier(EVALUATION_POLICY_OID), None)
    builder = _builder(name, name, private, now, timedelta(days=_EVALUATION_DAYS))
    builder = _as_person(builder, private).add_extension(x509.CertificatePolicies([policy]), critical=False)
    return _pkcs12(builder.sign(private, _digest(private)), private, (), passphrase)


def make_test_authority(
    common_name: str,
    organisation: str,
    *,
    now: datetime,
    years: int = 10,
    key: KeyChoice = "rsa3072",
    issuer: Authority | None = None,
) -> Authority:
    """Return the authority of a made-up firm: a root, or one below ``issuer``."""
    private = _new_key(key)
    name = _name(common_name, organisation)
    issuer_name = name if issuer is None else x509.load_der_x509_certificate(issuer.certificate).subject
    signer = private if issuer is None else issuer.private
    usage = _usage(certificates=True)
    builder = (
        _builder(name, issuer_name, private, now, timedelta(days=365 * years))
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key()), critical=False)
    )
    certificate = builder.sign(signer, _digest(signer)).public_bytes(Encoding.DER)
    return Authority(certificate, () if issuer is None else (issuer.certificate, *issuer.above), private)


def issue_identity(
    authority: Authority,
    common_name: str,
    organisation: str,
    passphrase: str,
    *,
    now: datetime,
    days: int = 1095,
    key: KeyChoice = "p256",
) -> bytes:
    """Return a PKCS#12 file with an identity issued by an authority, chain included."""
    private = _new_key(key)
    issuer = x509.load_der_x509_certificate(authority.certificate)
    builder = _builder(_name(common_name, organisation), issuer.subject, private, now, timedelta(days=days))
    builder = _as_person(builder, authority.private)
    chain = tuple(x509.load_der_x509_certificate(der) for der in (authority.certificate, *authority.above))
    return _pkcs12(builder.sign(authority.private, _digest(authority.private)), private, chain, passphrase)


def _new_key(key: KeyChoice) -> _PrivateKey:
    if key == "rsa3072":
        return rsa.generate_private_key(public_exponent=65537, key_size=3072)
    return ec.generate_private_key(ec.SECP384R1() if key == "p384" else ec.SECP256R1())


def _digest(private: _PrivateKey) -> hashes.SHA256 | hashes.SHA384:
    is_p384 = isinstance(private, ec.EllipticCurvePrivateKey) and private.curve.name == "secp384r1"
    return hashes.SHA384() if is_p384 else hashes.SHA256()


def _name(common_name: str, organisation: str, unit: str = "") -> x509.Name:
    for what, text in (("name", common_name), ("organisation", organisation)):
        if not text.strip():
            raise UserFacingError(f"An identity needs a {what}", what, f"Enter the {what}.")
        if len(text) > _NAME_LIMIT:
            raise UserFacingError(
                f"The {what} has {len(text)} characters; a certificate has room for {_NAME_LIMIT}",
                what,
                "Shorten it.",
            )
    parts = [x509.NameAttribute(NameOID.ORGANIZATION_NAME, organisation)]
    parts += [x509.NameAttribute(NameOID.ORGANIZATIONAL_UNIT_NAME, unit)] if unit else []
    return x509.Name([*parts, x509.NameAttribute(NameOID.COMMON_NAME, common_name)])


def _builder(
    subject: x509.Name, issuer: x509.Name, private: _PrivateKey, now: datetime, span: timedelta
) -> x509.CertificateBuilder:
    start = now - timedelta(minutes=5)  # a verifier's clock may be a little behind
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(private.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(start + span)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(private.public_key()), critical=False)
    )


def _as_person(builder: x509.CertificateBuilder, issuer_key: _PrivateKey) -> x509.CertificateBuilder:
    return (
        builder.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(certificates=False), critical=True)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key()), critical=False)
    )


def _usage(*, certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not certificates,
        content_commitment=not certificates,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=certificates,
        crl_sign=certificates,
        encipher_only=False,
        decipher_only=False,
    )


def _pkcs12(
    certificate: x509.Certificate, private: _PrivateKey, chain: tuple[x509.Certificate, ...], passphrase: str
) -> bytes:
    if not passphrase:
        raise UserFacingError("An identity file needs a passphrase", "passphrase", "Enter one and keep it safe.")
    friendly = None  # a name here would be readable without the passphrase
    return pkcs12.serialize_key_and_certificates(
        friendly, private, certificate, chain, BestAvailableEncryption(passphrase.encode())
    )
