import hashlib
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from asn1crypto import cms, core
from asn1crypto import pkcs12 as asn1_pkcs12
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import dsa, ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    pkcs12,
)

from placet.domain.errors import UserFacingError
from placet.signing.identities import EVALUATION_POLICY_OID, Identity, chain_above, load_pkcs12
from placet.signing.issuing import issue_identity, make_evaluation_identity, make_test_authority

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
WORD = "lantern-42"


def certificate(key: object, *, usage: bool = True, subject: str = "Odd Person (made up)") -> x509.Certificate:
    """Self-sign, or let a P-256 key sign for keys that cannot."""
    signer = (
        key
        if isinstance(key, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey)
        else ec.generate_private_key(ec.SECP256R1())
    )
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, subject)])
    builder = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(7)
        .not_valid_before(NOW - timedelta(days=1))
        .not_valid_after(NOW + timedelta(days=30))
        .add_extension(x509.KeyUsage(usage, False, not usage, False, False, False, False, False, False), critical=True)
    )
    return builder.sign(signer, hashes.SHA256())


def container(key: object, cert: x509.Certificate | None, word: str | None = WORD) -> bytes:
    encryption = BestAvailableEncryption(word.encode()) if word else NoEncryption()
    return pkcs12.serialize_key_and_certificates(None, key, cert, None, encryption)


def two_keys() -> bytes:
    """Put the bags of two identities in one file, as a careless export would."""
    first = container(one := ec.generate_private_key(ec.SECP256R1()), certificate(one), None)
    second = container(two := ec.generate_private_key(ec.SECP256R1()), certificate(two), None)
    pfx, other = asn1_pkcs12.Pfx.load(first), asn1_pkcs12.Pfx.load(second)
    safes = list(pfx.authenticated_safe) + list(other.authenticated_safe)
    joined = asn1_pkcs12.AuthenticatedSafe(safes)
    return asn1_pkcs12.Pfx(
        {
            "version": "v3",
            "auth_safe": cms.ContentInfo({"content_type": "data", "content": core.OctetString(joined.dump())}),
        }
    ).dump()


def greedy() -> bytes:
    """Ask for two thousand million rounds of key stretching."""
    pfx = asn1_pkcs12.Pfx.load(container(key := ec.generate_private_key(ec.SECP256R1()), certificate(key)))
    pfx["mac_data"]["iterations"] = 2_000_000_000
    return pfx.dump(force=True)


def mismatched() -> bytes:
    """Pair a key with somebody else's certificate; the writer refuses, so the reader gets it by hand."""
    mine, theirs = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    good = asn1_pkcs12.Pfx.load(container(theirs, certificate(theirs), None))
    key_der = mine.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    safes = []
    for safe in good.authenticated_safe:
        bags = asn1_pkcs12.SafeContents.load(bytes(safe["content"]))
        for bag in bags:
            if bag["bag_id"].native == "key_bag":
                bag["bag_value"] = asn1_pkcs12.PrivateKeyInfo.load(key_der)
        content = core.OctetString(bags.dump(force=True))
        safes.append(cms.ContentInfo({"content_type": "data", "content": content}))
    joined = core.OctetString(asn1_pkcs12.AuthenticatedSafe(safes).dump())
    return asn1_pkcs12.Pfx(
        {"version": "v3", "auth_safe": cms.ContentInfo({"content_type": "data", "content": joined})}
    ).dump()


def test_an_issued_identity_is_read_with_its_chain() -> None:
    root = make_test_authority("Root (made up)", "Made Up Bank", now=NOW, key="p256")
    staff = make_test_authority("Staff CA (made up)", "Made Up Bank", now=NOW, key="p256", issuer=root)
    data = issue_identity(staff, "Ada Made-Up", "Made Up Bank", WORD, now=NOW, key="p384")
    identity = load_pkcs12(data, WORD, "ada.p12", now=NOW)
    assert (identity.common_name, identity.organisation) == ("Ada Made-Up", "Made Up Bank")
    assert identity.chain == (staff.certificate, root.certificate)
    assert identity.fingerprint == hashlib.sha256(identity.certificate).hexdigest()
    assert (identity.key_kind, identity.digest_name) == ("p384", "sha384")
    assert not identity.is_evaluation
    assert identity.not_before < NOW < identity.not_after
    assert "key" not in repr(identity).replace("key_kind", "")


@pytest.mark.parametrize(("key", "kind"), [("p256", "p256"), ("rsa3072", "rsa-3072")])
def test_an_evaluation_identity_says_so_in_every_viewer(key: str, kind: str) -> None:
    data = make_evaluation_identity("Trial Person", "Somewhere Ltd", WORD, now=NOW, key=key)
    identity = load_pkcs12(data, WORD, "trial.p12", now=NOW)
    cert = x509.load_der_x509_certificate(identity.certificate)
    policies = cert.extensions.get_extension_for_class(x509.CertificatePolicies).value
    assert identity.is_evaluation
    assert identity.key_kind == kind
    assert identity.chain == ()
    assert [policy.policy_identifier.dotted_string for policy in policies] == [EVALUATION_POLICY_OID]
    for oid in (x509.NameOID.ORGANIZATION_NAME, x509.NameOID.ORGANIZATIONAL_UNIT_NAME):
        assert "EVALUATION" in cert.subject.get_attributes_for_oid(oid)[0].value
    assert identity.common_name == "Trial Person"


def test_the_key_signs_what_its_certificate_verifies() -> None:
    data = make_evaluation_identity("Trial Person", "Somewhere Ltd", WORD, now=NOW)
    identity = load_pkcs12(data, WORD, "trial.p12", now=NOW)
    public = x509.load_der_x509_certificate(identity.certificate).public_key()
    assert isinstance(public, ec.EllipticCurvePublicKey)
    public.verify(identity.key.sign(b"agreed"), b"agreed", ec.ECDSA(hashes.SHA256()))


def _good() -> bytes:
    key = ec.generate_private_key(ec.SECP256R1())
    return container(key, certificate(key))


def _with(key: object) -> Callable[[], bytes]:
    return lambda: container(key, certificate(key))


def _usage_only_for_encryption() -> bytes:
    key = ec.generate_private_key(ec.SECP256R1())
    return container(key, certificate(key, usage=False))


@pytest.mark.parametrize(
    ("make", "word", "says"),
    [
        (_good, "wrong", "passphrase"),
        (_good, "", "passphrase"),
        (_good, None, "passphrase"),
        (lambda: _good()[:-40], WORD, "not a PKCS#12"),
        (lambda: b"", WORD, "empty"),
        (lambda: b"hello", WORD, "not a PKCS#12"),
        (lambda: b"\x30\x82\xff\xff" + bytes(40), WORD, "not a PKCS#12"),
        (lambda: b"\x00" * (1024 * 1024 + 1), WORD, "KiB"),
        (lambda: certificate(ec.generate_private_key(ec.SECP256R1())).public_bytes(Encoding.PEM), WORD, "PEM"),
        (
            lambda: certificate(ec.generate_private_key(ec.SECP256R1())).public_bytes(Encoding.DER),
            WORD,
            "not a PKCS#12",
        ),
        (lambda: container(None, certificate(ec.generate_private_key(ec.SECP256R1()))), WORD, "no private key"),
        (lambda: container(ec.generate_private_key(ec.SECP256R1()), None), WORD, "no certificate"),
        (two_keys, None, "2 private keys"),
        (greedy, WORD, "unreasonable"),
        (mismatched, None, "belong together"),
        (_with(ed25519.Ed25519PrivateKey.generate()), WORD, "Ed25519"),
        (_with(ec.generate_private_key(ec.SECP521R1())), WORD, "secp521r1"),
        (_with(ec.generate_private_key(ec.SECP256K1())), WORD, "secp256k1"),
        (_with(dsa.generate_private_key(1024)), WORD, "DSA"),  # noqa: S505
        (_with(rsa.generate_private_key(65537, 1024)), WORD, "1024 bits"),  # noqa: S505
        (_usage_only_for_encryption, WORD, "not meant for signing"),
    ],
)
def test_what_cannot_sign_is_refused_in_one_sentence(make: Callable[[], bytes], word: str | None, says: str) -> None:
    with pytest.raises(UserFacingError) as refused:
        load_pkcs12(make(), word, "someone.p12", now=NOW)
    assert says in refused.value.what
    assert refused.value.where == "someone.p12"
    assert refused.value.todo.endswith(".")
    assert "\n" not in refused.value.sentence


@pytest.mark.parametrize(
    ("at", "says"),
    [(NOW + timedelta(days=4000), "expired on"), (NOW - timedelta(days=40), "not valid before")],
)
def test_an_identity_out_of_its_time_is_refused(at: datetime, says: str) -> None:
    data = make_evaluation_identity("Trial Person", "Somewhere Ltd", WORD, now=NOW)
    with pytest.raises(UserFacingError) as refused:
        load_pkcs12(data, WORD, "trial.p12", now=at)
    assert says in refused.value.what


@pytest.mark.parametrize(
    ("name", "organisation", "word", "says"),
    [
        ("", "Somewhere Ltd", WORD, "needs a name"),
        ("x" * 65, "Somewhere Ltd", WORD, "65 characters"),
        ("Trial Person", "Somewhere Ltd", "", "passphrase"),
    ],
)
def test_an_identity_that_could_not_be_used_is_not_made(name: str, organisation: str, word: str, says: str) -> None:
    with pytest.raises(UserFacingError) as refused:
        make_evaluation_identity(name, organisation, word, now=NOW)
    assert says in refused.value.what


def test_strangers_in_the_file_stay_out_of_the_chain() -> None:
    root = make_test_authority("Root (made up)", "Made Up Bank", now=NOW, key="p256")
    stranger = make_test_authority("Stranger (made up)", "Elsewhere", now=NOW, key="p256")
    data = issue_identity(root, "Ada Made-Up", "Made Up Bank", WORD, now=NOW)
    leaf = x509.load_der_x509_certificate(load_pkcs12(data, WORD, "ada.p12", now=NOW).certificate)
    others = tuple(x509.load_der_x509_certificate(one.certificate) for one in (stranger, root))
    assert chain_above(leaf, others) == (others[1],)


def test_identities_are_compared_without_their_keys() -> None:
    data = make_evaluation_identity("Trial Person", "Somewhere Ltd", WORD, now=NOW)
    first: Identity = load_pkcs12(data, WORD, "trial.p12", now=NOW)
    assert first == load_pkcs12(data, WORD, "trial.p12", now=NOW)
