import hashlib
import re
import subprocess
import time
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from placet.domain.errors import UserFacingError
from placet.signing.sign import sign_field
from placet.signing.verify import verify_pdf

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


def refused(*args: Any, **named: Any) -> str:
    with pytest.raises(UserFacingError) as error:
        sign_field(*args, signing_time=NOW, **named)
    assert "\n" not in error.value.sentence
    assert error.value.todo
    return error.value.what


def test_each_signature_only_appends(sealed: bytes, signed_once: bytes, signed_twice: bytes) -> None:
    assert signed_once.startswith(sealed)
    assert signed_twice.startswith(signed_once)


def test_the_first_signature_certifies_and_forbids_other_changes(signed_twice: bytes) -> None:
    with pikepdf.open(BytesIO(signed_twice)) as pdf:
        first, second = (field.V for field in list(pdf.Root.AcroForm.Fields)[:2])
        assert pdf.Root.Perms.DocMDP.objgen == first.objgen
        assert int(first.Reference[0].TransformParams.P) == 2
        assert "/Reference" not in second
        assert str(first.SubFilter) == str(second.SubFilter) == "/ETSI.CAdES.detached"
        assert (str(first.Reason), str(first.Location)) == ("Sealed", "Hong Kong")
        assert str(first.M) == "D:20261120090000Z"


def test_the_catalog_never_says_more_than_1_7(signed_twice: bytes) -> None:
    with pikepdf.open(BytesIO(signed_twice)) as pdf:
        assert str(pdf.Root.get("/Version", "/1.7")) == "/1.7"
        assert "/ISO_" not in pdf.Root.Extensions


def test_no_font_comes_with_a_signature(sealed: bytes, signed_twice: bytes) -> None:
    assert b"/Font" not in signed_twice[len(sealed) :]
    assert b"Courier" not in signed_twice


def test_padding_is_zero_and_digits_are_of_one_case(signed_once: bytes) -> None:
    digits = re.search(rb"/Contents <([^>]*)>", signed_once)
    assert digits is not None
    assert re.fullmatch(rb"[0-9A-F]+", digits[1])
    assert digits[1].endswith(b"00000000")


def test_all_three_people_sign(signed_twice: bytes, firm: Any) -> None:
    all_signed = sign_field(signed_twice, "committee", firm.committee, certify=False, signing_time=NOW)
    report = verify_pdf(all_signed, firm.anchors, now=NOW)
    assert [signer.field for signer in report.signers] == ["officer", "compliance", "committee"]
    assert report.outcome == 0


def test_a_signature_takes_less_than_a_fifth_of_a_second(sealed: bytes, firm: Any) -> None:
    times = []
    for _ in range(3):
        start = time.perf_counter()
        sign_field(sealed, "officer", firm.officer, certify=True, signing_time=NOW)
        times.append(time.perf_counter() - start)
    assert min(times) < 0.2


def test_an_unknown_field_is_refused_with_the_known_ones(sealed: bytes, firm: Any) -> None:
    with pytest.raises(UserFacingError) as error:
        sign_field(sealed, "chairman", firm.officer, certify=True, signing_time=NOW)
    assert "'chairman'" in error.value.what
    assert "committee, compliance, officer" in error.value.todo


def test_a_signed_field_is_refused(signed_once: bytes, firm: Any) -> None:
    assert "already signed" in refused(signed_once, "officer", firm.compliance, certify=False)


def test_the_first_must_certify(sealed: bytes, firm: Any) -> None:
    assert "must certify" in refused(sealed, "compliance", firm.compliance, certify=False)


def test_only_the_first_certifies(signed_once: bytes, firm: Any) -> None:
    assert "Only the first" in refused(signed_once, "compliance", firm.compliance, certify=True)


def test_a_file_without_fields_is_refused(plain: bytes, firm: Any) -> None:
    with pytest.raises(UserFacingError) as error:
        sign_field(plain, "officer", firm.officer, certify=True, signing_time=NOW)
    assert error.value.todo == "Its signature fields are: none."


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7\nnothing", b"hello"])
def test_what_is_not_a_pdf_is_refused(data: bytes, firm: Any) -> None:
    assert "cannot be read" in refused(data, "officer", firm.officer, certify=True)


def test_an_encrypted_file_is_refused(sealed: bytes, firm: Any) -> None:
    output = BytesIO()
    with pikepdf.open(BytesIO(sealed)) as pdf:
        pdf.save(output, encryption=pikepdf.Encryption(owner="o", user=""))
    assert "encrypted" in refused(output.getvalue(), "officer", firm.officer, certify=True)


def test_a_file_changed_after_the_first_signature_is_not_signed_again(signed_once: bytes, firm: Any) -> None:
    changed = bytearray(signed_once)
    changed[200] ^= 1
    assert "changed since" in refused(bytes(changed), "compliance", firm.compliance, certify=False)
    assert "changed since" in refused(signed_once + b"\n% more\n", "compliance", firm.compliance, certify=False)


def test_a_file_that_is_not_the_sealed_one_is_refused(sealed: bytes, signed_once: bytes, firm: Any) -> None:
    seal = hashlib.sha256(sealed).hexdigest()
    signed = sign_field(signed_once, "compliance", firm.compliance, certify=False, signing_time=NOW, sealed_sha256=seal)
    assert verify_pdf(signed, firm.anchors, now=NOW).outcome == 0
    another = sealed.replace(b"/TU (Compliance)", b"/TU (Complaisant)"[:16])
    assert len(another) == len(sealed)
    what = refused(another, "officer", firm.officer, certify=True, sealed_sha256=seal)
    assert what == "This file is not the dossier that was sealed"


def test_an_identity_out_of_its_time_does_not_sign(sealed: bytes, firm: Any) -> None:
    late = NOW + timedelta(days=3650)
    with pytest.raises(UserFacingError) as error:
        sign_field(sealed, "officer", firm.officer, certify=True, signing_time=late)
    assert "expired" in error.value.what


def test_a_time_without_a_zone_is_a_bug(sealed: bytes, firm: Any) -> None:
    with pytest.raises(ValueError, match="zone"):
        sign_field(sealed, "officer", firm.officer, certify=True, signing_time=NOW.replace(tzinfo=None))


def test_poppler_calls_each_signature_valid(signed_twice: bytes, tmp_path: Path) -> None:
    path = tmp_path / "signed.pdf"
    path.write_bytes(signed_twice)
    said = subprocess.run(["pdfsig", "-nocert", str(path)], capture_output=True, text=True, timeout=60).stdout
    assert said.count("Signature is Valid.") == 2
    assert "Total document signed" in said


def test_qpdf_finds_nothing(signed_twice: bytes, tmp_path: Path) -> None:
    path = tmp_path / "signed.pdf"
    path.write_bytes(signed_twice)
    done = subprocess.run(["qpdf", "--check", str(path)], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stdout + done.stderr
