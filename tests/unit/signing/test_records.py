import random
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from placet.domain.errors import UserFacingError
from placet.signing.records import sign_record, verify_record
from placet.signing.report import Outcome
from placet.signing.trust import load_anchors

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
RECORD = '{"format":1,"kind":"approve","person":"Committee Chair (made up)","條件":"每月報告"}'.encode()


@pytest.mark.parametrize("who", ["officer", "compliance", "committee"])
def test_a_record_is_verified_against_the_firms_root(firm: Any, who: str) -> None:
    identity = getattr(firm, who)
    report = verify_record(RECORD, sign_record(RECORD, identity, signing_time=NOW), firm.anchors, now=NOW)
    assert report.outcome == Outcome.INTACT
    assert (report.name, report.fingerprint) == (identity.common_name, identity.fingerprint)
    assert report.signed_at == NOW
    assert report.problems == ()


@pytest.mark.parametrize("who", ["officer", "compliance", "committee"])
def test_openssl_verifies_a_record_as_cades(firm: Any, who: str, tmp_path: Path) -> None:
    for name, data in {
        "record": RECORD,
        "sig": sign_record(RECORD, getattr(firm, who), signing_time=NOW),
        "ca.pem": firm.root.pem,
    }.items():
        (tmp_path / name).write_bytes(data)
    command = "openssl cms -verify -cades -inform DER -content record -in sig -CAfile ca.pem -binary"
    moment = ["-attime", str(int(NOW.timestamp()))]
    done = subprocess.run([*command.split(), *moment], cwd=tmp_path, capture_output=True, timeout=60)
    assert done.returncode == 0, done.stderr
    assert done.stdout == RECORD
    (tmp_path / "record").write_bytes(RECORD + b" ")
    done = subprocess.run([*command.split(), *moment], cwd=tmp_path, capture_output=True, timeout=60)
    assert done.returncode != 0


def test_an_evaluation_signature_is_intact_and_never_trusted(firm: Any) -> None:
    signature = sign_record(RECORD, firm.evaluation, signing_time=NOW)
    anchors = (*firm.anchors, *load_anchors(firm.evaluation.certificate, "itself"))
    report = verify_record(RECORD, signature, anchors, now=NOW)
    assert report.outcome == Outcome.NOT_TRUSTED
    assert report.is_evaluation
    assert report.is_valid
    assert "evaluation" in report.trust_note


def test_another_content_is_changed(firm: Any) -> None:
    signature = sign_record(RECORD, firm.compliance, signing_time=NOW)
    report = verify_record(RECORD + b" ", signature, firm.anchors, now=NOW)
    assert report.outcome == Outcome.CHANGED
    assert [problem.code for problem in report.problems] == ["digest"]


@pytest.mark.parametrize(
    ("signature", "outcome"),
    [
        (b"", Outcome.UNREADABLE),
        (b"\x30" * (1024 * 1024 + 1), Outcome.UNREADABLE),
        (b"hello", Outcome.BROKEN),
        (b"\x30\x00", Outcome.BROKEN),
        (b"\x30\x80\x00\x00", Outcome.BROKEN),
    ],
)
def test_what_is_no_signature_is_not_valid(firm: Any, signature: bytes, outcome: Outcome) -> None:
    assert verify_record(RECORD, signature, firm.anchors, now=NOW).outcome == outcome


def test_anything_after_the_signature_is_refused(firm: Any) -> None:
    signature = sign_record(RECORD, firm.compliance, signing_time=NOW)
    assert verify_record(RECORD, signature + b"\x00", firm.anchors, now=NOW).outcome == Outcome.BROKEN


def test_every_flipped_bit_of_a_sample_is_seen(firm: Any) -> None:
    signature = sign_record(RECORD, firm.compliance, signing_time=NOW)
    chosen = random.Random(20261120).sample(range(len(signature) * 8), 120)
    missed = []
    for bit in chosen:
        broken = bytearray(signature)
        broken[bit // 8] ^= 1 << bit % 8
        if verify_record(RECORD, bytes(broken), firm.anchors, now=NOW).is_valid:
            missed.append(bit)
    assert missed == []


def test_an_expired_identity_does_not_sign_a_record(firm: Any) -> None:
    with pytest.raises(UserFacingError):
        sign_record(RECORD, firm.compliance, signing_time=NOW + timedelta(days=3650))


def test_a_time_without_a_zone_is_a_bug(firm: Any) -> None:
    with pytest.raises(ValueError, match="zone"):
        sign_record(RECORD, firm.compliance, signing_time=NOW.replace(tzinfo=None))
