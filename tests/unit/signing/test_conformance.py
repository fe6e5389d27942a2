from collections.abc import Callable
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import pikepdf
import pytest
from pikepdf import Dictionary, Name, Pdf
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko_certvalidator.registry import SimpleCertificateStore

from placet.domain.errors import Finding
from placet.signing.conformance import check_after_signing
from placet.signing.fields import FieldSpec, add_signature_fields
from placet.signing.incremental import PdfaWriter
from placet.signing.sign import sign_field

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
OFFICER = FieldSpec("officer", 0, (72, 100, 272, 150))


def rules(findings: list[Finding]) -> set[str]:
    return {finding.hint for finding in findings}


def edited(pdf_bytes: bytes, change: Callable[[Pdf], None]) -> bytes:
    output = BytesIO()
    with pikepdf.open(BytesIO(pdf_bytes)) as pdf:
        change(pdf)
        pdf.save(output, min_version="1.7")
    return output.getvalue()


@pytest.mark.parametrize("stage", ["sealed", "signed_once", "signed_twice"])
def test_a_sound_dossier_has_no_findings(stage: str, request: pytest.FixtureRequest) -> None:
    assert check_after_signing(request.getfixturevalue(stage)) == []


def test_all_three_kinds_of_keys_leave_it_sound(signed_twice: bytes, firm: Any) -> None:
    signed = sign_field(signed_twice, "committee", firm.committee, certify=False, signing_time=NOW)
    assert check_after_signing(signed) == []


def courier() -> Dictionary:
    return Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Courier)


def plant_action(pdf: Pdf) -> None:
    pdf.pages[0]["/AA"] = Dictionary(O=Dictionary(S=Name.JavaScript, JS="app.alert(1)"))


def plant_font(pdf: Pdf) -> None:
    page = pdf.pages[0]
    page.Resources.Font["/Planted"] = pdf.make_indirect(courier())
    page.contents_add(b"BT /Planted 12 Tf 72 500 Td (planted) Tj ET")


def with_courier_stamp(sealed: bytes, identity: Any) -> bytes:
    """Sign with the library's own stamp, as a careless program would."""
    from asn1crypto import keys, x509
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    private = identity.key.private.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    store = SimpleCertificateStore()
    store.register_multiple(x509.Certificate.load(der) for der in identity.chain)
    signer = SimpleSigner(x509.Certificate.load(identity.certificate), keys.PrivateKeyInfo.load(private), store)
    settings = PdfSignatureMetadata(field_name="officer", certify=True, subfilter=SigSeedSubFilter.PADES)
    output = BytesIO()
    PdfSigner(settings, signer).sign_pdf(PdfaWriter(BytesIO(sealed)), existing_fields_only=True, output=output)
    return output.getvalue()


def test_a_page_action_an_unembedded_font_and_a_courier_stamp_are_all_three_reported(plain: bytes, firm: Any) -> None:
    planted = edited(edited(plain, plant_action), plant_font)
    signed = with_courier_stamp(add_signature_fields(planted, [OFFICER]), firm.officer)
    findings = check_after_signing(signed)
    assert any("/AA" in finding.path + finding.message for finding in findings)
    assert any("Planted" in str(finding) or "embed" in finding.message.lower() for finding in findings)
    assert "widget-font" in rules(findings)
    stamp = next(finding for finding in findings if finding.hint == "widget-font")
    assert "Courier" in stamp.message
    assert stamp.path == "field officer"


@pytest.mark.parametrize("plant", [plant_action, plant_font], ids=lambda plant: plant.__name__)
def test_each_is_reported_alone(plain: bytes, firm: Any, plant: Callable[[Pdf], None]) -> None:
    sealed = add_signature_fields(edited(plain, plant), [OFFICER])
    assert check_after_signing(sealed) != []
    signed = sign_field(sealed, "officer", firm.officer, certify=True, signing_time=NOW)
    assert rules(check_after_signing(signed)) == rules(check_after_signing(sealed))


def widget(pdf: Pdf) -> Any:
    return pdf.Root.AcroForm.Fields[0]


def set_flags(pdf: Pdf) -> None:
    widget(pdf).F = 4


def set_action(pdf: Pdf) -> None:
    widget(pdf).A = Dictionary(S=Name.Named, N=Name.NextPage)


def set_down_appearance(pdf: Pdf) -> None:
    widget(pdf).AP.D = widget(pdf).AP.N


def drop_appearance(pdf: Pdf) -> None:
    del widget(pdf).AP


def set_states(pdf: Pdf) -> None:
    widget(pdf).AP.N = Dictionary(On=widget(pdf).AP.N)


def nested_font(pdf: Pdf) -> None:
    inner = pdf.make_stream(b"", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 1, 1])
    inner.Resources = Dictionary(Font=Dictionary(F1=courier()))
    widget(pdf).AP.N.Resources = Dictionary(XObject=Dictionary(X1=inner))


def composite_font(pdf: Pdf) -> None:
    descendant = Dictionary(Type=Name.Font, Subtype=Name.CIDFontType2, BaseFont=Name.Missing)
    font = Dictionary(Type=Name.Font, Subtype=Name.Type0, BaseFont=Name.Missing, DescendantFonts=[descendant])
    widget(pdf).AP.N.Resources = Dictionary(Font=Dictionary(F1=font))


def set_xfa(pdf: Pdf) -> None:
    pdf.Root.AcroForm.XFA = pikepdf.Array()


def set_need_appearances(pdf: Pdf) -> None:
    pdf.Root.AcroForm.NeedAppearances = True


def set_version(pdf: Pdf) -> None:
    pdf.Root.Version = Name("/2.0")


def set_open_action(pdf: Pdf) -> None:
    pdf.Root.OpenAction = Dictionary(S=Name.Named, N=Name.NextPage)


def add_text_field(pdf: Pdf) -> None:
    pdf.Root.AcroForm.Fields.append(pdf.make_indirect(Dictionary(FT=Name.Tx, T="note", F=132)))


def leave_widget_on_page(pdf: Pdf) -> None:
    pdf.Root.AcroForm.Fields = pikepdf.Array(list(pdf.Root.AcroForm.Fields)[1:])


def add_note(pdf: Pdf) -> None:
    note = Dictionary(Type=Name.Annot, Subtype=Name.Text, Rect=[0, 0, 9, 9], Contents="note")
    pdf.pages[0].Annots.append(pdf.make_indirect(note))


@pytest.mark.filterwarnings("ignore::pikepdf.PageCopyWarning")
@pytest.mark.parametrize(
    ("change", "rule"),
    [
        (set_flags, "widget-flags"),
        (set_action, "widget-action"),
        (set_down_appearance, "widget-appearance"),
        (drop_appearance, "widget-appearance"),
        (set_states, "widget-appearance"),
        (nested_font, "widget-font"),
        (composite_font, "widget-font"),
        (set_xfa, "xfa"),
        (set_need_appearances, "need-appearances"),
        (set_version, "catalog-version"),
        (set_open_action, "catalog-action"),
        (add_text_field, "field-kind"),
        (leave_widget_on_page, "stray-widget"),
    ],
)
def test_each_rule_for_fields_finds_its_fault(sealed: bytes, change: Callable[[Pdf], None], rule: str) -> None:
    assert rule in rules(check_after_signing(edited(sealed, change)))


def test_a_note_on_a_page_is_left_in_the_view(sealed: bytes) -> None:
    assert check_after_signing(edited(sealed, add_note)) != []


def test_the_header_is_1_7(sealed: bytes) -> None:
    assert rules(check_after_signing(sealed.replace(b"%PDF-1.7", b"%PDF-1.6", 1))) == {"header"}


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7\n", b"hello"])
def test_what_cannot_be_read_is_one_more_finding(data: bytes) -> None:
    assert "unreadable" in rules(check_after_signing(data))


def test_a_signature_in_another_form_is_found(signed_once: bytes) -> None:
    spoilt = signed_once.replace(b"00>\n/ByteRange", b"01>\n/ByteRange")
    assert spoilt != signed_once
    assert rules(check_after_signing(spoilt)) == {"signature-contents_form"}


def test_a_signature_that_covers_another_revision_is_found(signed_once: bytes) -> None:
    writer = PdfaWriter(BytesIO(signed_once))
    held = next(one.get_object()["/V"] for one in writer.root["/AcroForm"]["/Fields"] if "/V" in one.get_object())
    writer.update_container(held)
    output = BytesIO()
    writer.write(output)
    assert rules(check_after_signing(output.getvalue())) & {"signature-coverage", "signature-byte_range"}
