import pytest

from placet.signing.der import DerError, der_length


@pytest.mark.parametrize(
    "hexadecimal",
    [
        "3000",
        "0101ff",
        "020100",
        "02020080",
        "0201ff",
        "03020780",
        "030100",
        "0500",
        "06092a864886f70d010702",
        "170d3236313132303039303030305a",
        "180f32303236313132303039303030305a",
        "3103020101",
        "3106020101020102",
        "a003020105",
    ],
)
def test_exact_values_are_accepted_whole(hexadecimal: str) -> None:
    data = bytes.fromhex(hexadecimal)
    assert der_length(data) == len(data)


@pytest.mark.parametrize(
    ("what", "hexadecimal"),
    [
        ("empty", ""),
        ("tag alone", "30"),
        ("indefinite length", "30800000"),
        ("length longer than needed", "30810101"),
        ("length with a leading zero", "3082000100"),
        ("length of five bytes", "30850000000001"),
        ("length past the end", "3005020101"),
        ("child past its parent", "3003020201"),
        ("true that is not ff", "010101"),
        ("boolean of two bytes", "0102ffff"),
        ("integer of no bytes", "0200"),
        ("integer with a leading zero", "02020001"),
        ("integer with a leading ff", "0202ff80"),
        ("unused bits that are set", "03020781"),
        ("nine unused bits", "03020980"),
        ("unused bits of nothing", "030107"),
        ("bit string of no bytes", "0300"),
        ("null with content", "050100"),
        ("empty object identifier", "0600"),
        ("unfinished object identifier", "060186"),
        ("object identifier with a padded part", "06032a8001"),
        ("constructed octet string", "2403040100"),
        ("primitive sequence", "1000"),
        ("high tag", "1f8100"),
        ("time with an offset", "1711323631313230303930303030" + "2b30303030"),
        ("time without seconds", "170b323631313230303930305a"),
        ("fraction that ends in zero", "181232303236313132303039303030302e31305a"[:38]),
        ("set out of order", "3106020102020101"),
    ],
)
def test_any_other_form_is_refused(what: str, hexadecimal: str) -> None:
    with pytest.raises(DerError):
        der_length(bytes.fromhex(hexadecimal))


def test_depth_is_bounded() -> None:
    data = b""
    for _ in range(70):
        data = b"\x30" + bytes([len(data)]) + data if len(data) < 128 else b"\x30\x81" + bytes([len(data)]) + data
    with pytest.raises(DerError, match="deep"):
        der_length(data)


def test_only_the_first_value_is_measured() -> None:
    assert der_length(b"\x05\x00\x00\x00") == 2
