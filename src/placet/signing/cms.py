"""Build and read the signed data of a signature (CMS, RFC 5652) in one strict form. Loads pyHanko: import it late."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from asn1crypto import algos, cms, core, tsp  # type: ignore[import-untyped]
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from placet.signing.der import DerError, der_length
from placet.signing.identities import Identity, chain_above, issued_by

_DIGESTS = ("sha256", "sha384", "sha512")
_NO_PARAMETERS = (b"", b"\x05\x00")
_ANY_DIGEST = ("rsassa_pkcs1v15", "rsassa_pss")


class FormError(Exception):
    """A signature that is not in the one form accepted, or does not verify; ``code`` is stable."""

    def __init__(self, code: str, sentence: str) -> None:
        self.code, self.sentence = code, sentence
        super().__init__(sentence)


@dataclass(frozen=True, slots=True)
class SignedData:
    """One signature, its form checked; nothing cryptographic is claimed yet."""

    content_type: str
    signer_info: cms.SignerInfo
    content: bytes
    """What is signed, where it travels inside (timestamps); empty for detached signatures."""
    signer: x509.Certificate
    chain: tuple[x509.Certificate, ...]
    """The other certificates in the signature: the signer's issuers, nearest first."""
    is_bag_proven: bool
    """Every certificate is pinned by a signed attribute or verified by its issuer in the signature."""
    digest_name: str
    claimed_time: datetime | None
    timestamp: SignedData | None

    @property
    def der(self) -> bytes:
        """The signer's certificate in DER."""
        return _der(self.signer)

    @property
    def bag(self) -> tuple[x509.Certificate, ...]:
        """Every certificate in the signature, the signer's first."""
        return (self.signer, *self.chain)


def build_signed_data(identity: Identity, content_digest: bytes, *, signing_time: datetime | None) -> bytes:
    """Sign a digest and return detached signed data in DER.

    Every certificate of the chain is named in a signed attribute (RFC 5035), so none can be altered unseen.
    """
    leaf = asn1_x509.Certificate.load(identity.certificate)
    chain = [asn1_x509.Certificate.load(der) for der in identity.chain]
    digest = algos.DigestAlgorithm({"algorithm": identity.digest_name})
    mechanism = "rsa" if identity.key_kind.startswith("rsa") else "ecdsa"
    signature_algorithm = algos.SignedDigestAlgorithm({"algorithm": f"{identity.digest_name}_{mechanism}"})
    attributes = _signed_attributes([leaf, *chain], content_digest, signing_time, digest, signature_algorithm)
    signer = cms.SignerInfo(
        {
            "version": "v1",
            "sid": {"issuer_and_serial_number": {"issuer": leaf.issuer, "serial_number": leaf.serial_number}},
            "digest_algorithm": digest,
            "signed_attrs": attributes,
            "signature_algorithm": signature_algorithm,
            "signature": identity.key.sign(attributes.dump()),
        }
    )
    signed = cms.SignedData(
        {
            "version": "v1",
            "digest_algorithms": [digest],
            "encap_content_info": {"content_type": "data"},
            "certificates": [leaf, *chain],
            "signer_infos": [signer],
        }
    )
    der: bytes = cms.ContentInfo({"content_type": "signed_data", "content": signed}).dump()
    return der


def _signed_attributes(
    certificates: list[asn1_x509.Certificate],
    content_digest: bytes,
    signing_time: datetime | None,
    digest: algos.DigestAlgorithm,
    signature_algorithm: algos.SignedDigestAlgorithm,
) -> cms.CMSAttributes:
    pins = [{"cert_hash": hashlib.sha256(certificate.dump()).digest()} for certificate in certificates]
    protection = cms.CMSAlgorithmProtection({"digest_algorithm": digest, "signature_algorithm": signature_algorithm})
    values: list[tuple[str, Any]] = [
        ("content_type", "data"),
        ("message_digest", content_digest),
        ("signing_certificate_v2", tsp.SigningCertificateV2({"certs": pins})),
        ("cms_algorithm_protection", protection),
    ]
    if signing_time is not None:
        values.append(("signing_time", cms.Time({"utc_time": signing_time})))
    return cms.CMSAttributes([cms.CMSAttribute({"type": kind, "values": [value]}) for kind, value in values])


def read_signed_data(der: bytes, *, content_type: str = "data") -> SignedData:
    """Read one signature and check its exact form. Raises FormError."""
    try:
        length = der_length(der)
    except DerError as wrong:
        raise FormError("contents_form", f"The signature is not in exact DER form: {wrong}.") from wrong
    if length != len(der):
        raise FormError("contents_form", "Something follows the signature in the place reserved for it.")
    try:
        return _read(der, content_type)
    except FormError:
        raise
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError) as wrong:
        raise FormError("contents_form", "The signature cannot be decoded.") from wrong


def _read(der: bytes, content_type: str) -> SignedData:
    outer = cms.ContentInfo.load(der, strict=True)
    _require(outer["content_type"].native == "signed_data", "The signature is not signed data.")
    signed = outer["content"]
    detached = content_type == "data"
    _require(signed["version"].native == ("v1" if detached else "v3"), "The signature has an unexpected version.")
    _require(len(signed["signer_infos"]) == 1, "The signature must have exactly one signer.")
    info = signed["signer_infos"][0]
    _require(info["version"].native == "v1", "The signer's entry has an unexpected version.")
    _require(_is_void(signed["crls"]), "The signature carries revocation lists outside what is signed.")
    if not detached and not _is_void(info["unsigned_attrs"]):
        raise FormError("unsigned_attributes", "A timestamp carries something outside what it signs.")
    _check_algorithms(signed, info)
    content = _content(signed["encap_content_info"], content_type, detached=detached)
    signer, others = _certificates(signed, info)
    attributes = _attributes(info)
    _require(attributes["content_type"].native == content_type, "The signature is for another kind of content.")
    chain, proven = _check_bag(signer, others, attributes)
    claimed = attributes.get("signing_time")
    return SignedData(
        content_type=content_type,
        signer_info=info,
        content=content,
        signer=signer,
        chain=chain,
        is_bag_proven=proven,
        digest_name=info["digest_algorithm"]["algorithm"].native,
        claimed_time=None if claimed is None else claimed.native,
        timestamp=_timestamp(info) if detached else None,
    )


def _require(holds: bool, sentence: str) -> None:
    if not holds:
        raise FormError("contents_form", sentence)


def _is_void(value: object) -> bool:
    return isinstance(value, core.Void)


def _check_algorithms(signed: cms.SignedData, info: cms.SignerInfo) -> None:
    digest, signature = info["digest_algorithm"], info["signature_algorithm"]
    listed = signed["digest_algorithms"]
    _require(len(listed) == 1 and listed[0].dump() == digest.dump(), "The digest named outside is not the one used.")
    name, mechanism = digest["algorithm"].native, signature["algorithm"].native
    _require(name in _DIGESTS, "The signature uses a digest that is not accepted.")
    _require(digest["parameters"].dump() in _NO_PARAMETERS, "The digest has parameters where none belong.")
    expected = (*_ANY_DIGEST, f"{name}_rsa", f"{name}_ecdsa")
    _require(mechanism in expected, "The signature algorithm is not accepted with this digest.")
    if mechanism != "rsassa_pss":
        _require(
            signature["parameters"].dump() in _NO_PARAMETERS,
            "The signature algorithm has parameters where none belong.",
        )


def _content(info: Any, content_type: str, *, detached: bool) -> bytes:
    _require(info["content_type"].native == content_type, "The signature is for another kind of content.")
    if detached:
        _require(_is_void(info["content"]), "The signature carries content of its own.")
        return b""
    return bytes(info["content"].contents)


def _certificates(
    signed: cms.SignedData, info: cms.SignerInfo
) -> tuple[x509.Certificate, tuple[x509.Certificate, ...]]:
    _require(not _is_void(signed["certificates"]), "The signer's certificate is missing.")
    choices = list(signed["certificates"])
    _require(all(choice.name == "certificate" for choice in choices), "The signature carries an unknown certificate.")
    _require(info["sid"].name == "issuer_and_serial_number", "The signer is named in an unexpected way.")
    sid = info["sid"].chosen
    wanted = (sid["issuer"].dump(), sid["serial_number"].native)
    found = [one.chosen for one in choices if (one.chosen.issuer.dump(), one.chosen.serial_number) == wanted]
    _require(len(found) == 1, "The signature does not carry its signer's certificate exactly once.")
    others = [one.chosen.dump() for one in choices if one.chosen is not found[0]]
    _require(len(set(others)) == len(others), "The signature carries a certificate twice.")
    return (
        x509.load_der_x509_certificate(found[0].dump()),
        tuple(x509.load_der_x509_certificate(der) for der in others),
    )


def _attributes(info: cms.SignerInfo) -> dict[str, Any]:
    _require(not _is_void(info["signed_attrs"]), "The signature has no signed attributes.")
    attributes: dict[str, Any] = {}
    for attribute in info["signed_attrs"]:
        kind = attribute["type"].native
        _require(kind not in attributes, "A signed attribute stands twice in the signature.")
        _require(len(attribute["values"]) == 1, "A signed attribute has more than one value.")
        attributes[kind] = attribute["values"][0]
    for kind in ("content_type", "message_digest"):
        _require(kind in attributes, "A signed attribute that every signature has is missing.")
    return attributes


def _check_bag(
    signer: x509.Certificate, others: tuple[x509.Certificate, ...], attributes: dict[str, Any]
) -> tuple[tuple[x509.Certificate, ...], bool]:
    """Return the signer's issuers in order, and whether every certificate is proven unaltered."""
    chain = chain_above(signer, others)
    if len(chain) != len(others):
        raise FormError(
            "certificate_bag", "The signature carries a certificate that is not part of its signer's chain."
        )
    bag = (signer, *chain)
    top = bag[-1]
    if top.issuer == top.subject and not issued_by(top, top):
        raise FormError("certificate_bag", "The signature of the topmost certificate is broken.")
    pins = _pins(attributes)
    hashes = [[hashlib.new(name, _der(one)).digest() for name, _ in pins] for one in bag]
    pinned = [any(got == pin for got, (_, pin) in zip(row, pins, strict=True)) for row in hashes]
    if pins and hashes[0][0] != pins[0][1]:
        raise FormError("certificate_bag", "The signature names another certificate than the one it carries.")
    if len(pins) > 1 and not all(pinned):
        raise FormError("certificate_bag", "The signature carries a certificate that its signer did not name.")
    return chain, pinned[-1] or issued_by(top, top)


def _der(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(Encoding.DER)


def _pins(attributes: dict[str, Any]) -> list[tuple[str, bytes]]:
    """Return the certificates named by signed attributes, as digest name and value."""
    newer, older = attributes.get("signing_certificate_v2"), attributes.get("signing_certificate")
    if newer is not None:
        pins = [(pin["hash_algorithm"]["algorithm"].native, pin["cert_hash"].native) for pin in newer["certs"]]
        _require(all(name in _DIGESTS for name, _ in pins), "A certificate is named with a digest not accepted.")
        return pins
    return [] if older is None else [("sha1", pin["cert_hash"].native) for pin in older["certs"]]


def _timestamp(info: cms.SignerInfo) -> SignedData | None:
    unsigned = info["unsigned_attrs"]
    if _is_void(unsigned):
        return None
    if len(unsigned) != 1 or unsigned[0]["type"].native != "signature_time_stamp_token":
        raise FormError("unsigned_attributes", "The signature carries something outside what is signed.")
    if len(unsigned[0]["values"]) != 1:
        raise FormError("unsigned_attributes", "The signature carries more than one timestamp.")
    token = read_signed_data(unsigned[0]["values"][0].dump(), content_type="tst_info")
    check_timestamp(token, info["signature"].native)
    return token


def check_timestamp(token: SignedData, stamped: bytes | None, *, stamped_digest: bytes = b"") -> datetime:
    """Verify a timestamp token over bytes, or over their digest, and return its time. Raises FormError."""
    stated = tsp.TSTInfo.load(token.content, strict=True)
    imprint = stated["message_imprint"]
    name = imprint["hash_algorithm"]["algorithm"].native
    _require(name in _DIGESTS, "A timestamp uses a digest that is not accepted.")
    digest = stamped_digest if stamped is None else hashlib.new(name, stamped).digest()
    if imprint["hashed_message"].native != digest:
        raise FormError("timestamp", "A timestamp belongs to something else.")
    check_signature(token, hashlib.new(token.digest_name, token.content).digest())
    return timestamp_time(token)


def timestamp_time(token: SignedData) -> datetime:
    """Return the time that a timestamp states."""
    moment: datetime = tsp.TSTInfo.load(token.content, strict=True)["gen_time"].native
    return moment


def timestamp_digest_name(token: SignedData) -> str:
    """Name the digest that a timestamp was asked for."""
    stated = tsp.TSTInfo.load(token.content, strict=True)
    return str(stated["message_imprint"]["hash_algorithm"]["algorithm"].native)


def check_signature(signed: SignedData, content_digest: bytes) -> None:
    """Verify that a signature is whole and is for content with this digest. Raises FormError."""
    from pyhanko.sign.general import CMSStructuralError
    from pyhanko.sign.validation.errors import SignatureValidationError
    from pyhanko.sign.validation.generic_cms import validate_sig_integrity

    certificate = asn1_x509.Certificate.load(_der(signed.signer))
    try:
        matches, verifies = validate_sig_integrity(signed.signer_info, certificate, signed.content_type, content_digest)
    except (SignatureValidationError, CMSStructuralError, ValueError, TypeError, NotImplementedError) as wrong:
        raise FormError("signature", "The signature cannot be verified.") from wrong
    if not verifies:
        raise FormError("signature", "The signature was not made with the key of its certificate, or is damaged.")
    if not matches:
        raise FormError("digest", "The content is not what was signed.")
