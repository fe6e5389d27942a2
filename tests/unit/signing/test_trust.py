from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from placet.domain.errors import UserFacingError
from placet.signing.identities import Identity, load_pkcs12
from placet.signing.issuing import issue_identity, make_test_authority
from placet.signing.trust import Judgement, judge_timestamp, judge_trust, load_anchors, run_offline

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


def bag(identity: Identity) -> tuple[x509.Certificate, ...]:
    return tuple(x509.load_der_x509_certificate(der) for der in (identity.certificate, *identity.chain))


def judge(identity: Identity, anchors: Any, **named: Any) -> Judgement:
    return judge_trust(bag(identity), anchors, **{"now": NOW, **named})


def test_anchors_are_read_from_pem_and_der(firm: Any) -> None:
    both = load_anchors(firm.root.pem + firm.issuing.pem, "cas.pem")
    assert [anchor.name for anchor in both] == [
        "Harbour Lantern Root (made up)",
        "Harbour Lantern Staff CA (made up)",
    ]
    assert load_anchors(firm.root.certificate, "root.cer") == (both[0],)
    assert len(both[0].fingerprint) == 64


def private_pem() -> bytes:
    key = ec.generate_private_key(ec.SECP256R1())
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "empty"),
        (b"  \n", "empty"),
        (b"x" * (1024 * 1024 + 1), "too large"),
        (b"hello", "no certificate"),
        (b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", "no certificate"),
        (b"-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n", "no certificate"),
        (private_pem(), "private key"),
    ],
)
def test_what_is_no_anchor_is_refused_in_one_sentence(data: bytes, says: str) -> None:
    with pytest.raises(UserFacingError) as refused:
        load_anchors(data, "anchor.pem")
    assert says in refused.value.what
    assert refused.value.where == "anchor.pem"


def test_a_signer_chains_to_root_and_to_the_authority_between(firm: Any) -> None:
    assert judge(firm.compliance, firm.anchors).trusted
    assert judge(firm.compliance, load_anchors(firm.issuing.pem, "staff")).trusted


def test_without_anchors_nobody_is_trusted(firm: Any) -> None:
    assert judge(firm.compliance, ()) == Judgement(False, "No anchor was chosen to check this signer against.")


def test_another_firms_anchor_does_not_help(firm: Any) -> None:
    other = make_test_authority("Harbour Lantern Root (made up)", "Harbour Lantern Bank (made up)", now=NOW, key="p256")
    judgement = judge(firm.compliance, load_anchors(other.pem, "impostor"))
    assert not judgement.trusted


def test_an_evaluation_identity_is_never_trusted(firm: Any) -> None:
    itself = load_anchors(firm.evaluation.certificate, "itself")
    assert itself[0].is_evaluation
    for anchors in ((), itself, firm.anchors, (*firm.anchors, *itself)):
        judgement = judge(firm.evaluation, anchors)
        assert not judgement.trusted
        assert "evaluation" in judgement.note


def test_an_evaluation_certificate_anywhere_in_the_chain_spoils_it(firm: Any) -> None:
    evaluation = x509.load_der_x509_certificate(firm.evaluation.certificate)
    judgement = judge_trust((*bag(firm.compliance), evaluation), firm.anchors, now=NOW)
    assert not judgement.trusted
    assert "evaluation" in judgement.note


def test_expiry_counts_unless_a_timestamp_proves_an_earlier_time(firm: Any) -> None:
    late = NOW + timedelta(days=1200)
    expired = judge(firm.compliance, firm.anchors, now=late, claimed_time=NOW)
    assert not expired.trusted
    assert "has expired" in expired.note
    assert judge(firm.compliance, firm.anchors, now=late, claimed_time=NOW, proven_time=NOW).trusted


def test_a_certificate_of_tomorrow_is_not_trusted_today(firm: Any) -> None:
    data = issue_identity(firm.root, "Early Bird (made up)", "Bank", "w", now=NOW + timedelta(days=2))
    early = load_pkcs12(data, "w", "early.p12", now=NOW + timedelta(days=3))
    assert "not valid yet" in judge(early, firm.anchors).note


def test_a_time_in_the_future_is_not_believed(firm: Any) -> None:
    assert "future" in judge(firm.compliance, firm.anchors, claimed_time=NOW + timedelta(days=2)).note
    assert judge(firm.compliance, firm.anchors, claimed_time=NOW + timedelta(hours=2)).trusted


def test_an_authority_is_not_a_signer(firm: Any) -> None:
    authority = x509.load_der_x509_certificate(firm.issuing.certificate)
    assert "not meant for signing" in judge_trust((authority,), firm.anchors, now=NOW).note


def test_an_unproven_certificate_in_the_bag_spoils_trust(firm: Any) -> None:
    staff = load_anchors(firm.issuing.pem, "staff")
    assert not judge(firm.compliance, staff, is_bag_proven=False).trusted
    assert judge(firm.compliance, firm.anchors, is_bag_proven=False).trusted


def test_a_person_gives_no_timestamps(firm: Any) -> None:
    assert not judge_timestamp(bag(firm.compliance), firm.anchors, now=NOW).trusted


def test_waiting_for_anything_is_refused() -> None:
    class Outside:
        def __await__(self) -> Any:
            yield "a network"

    async def ask() -> None:
        await Outside()

    with pytest.raises(RuntimeError, match="outside"):
        run_offline(ask())
