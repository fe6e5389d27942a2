"""Canonical JSON, identifiers, moments, plain values, errors, places."""

import datetime as dt
import hashlib
import re
import zoneinfo
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from placet.domain.canonical import canonical_json, fingerprint, grouped, nfc, sha256_hex
from placet.domain.disclosure import INTERNAL, disclosure_of, may_see
from placet.domain.errors import Finding, FindingsError, UserFacingError
from placet.domain.ids import uuid7
from placet.domain.keeping import ImportBatch, ImportMapping, Setting
from placet.domain.moments import day_of, instant, is_day, require_day, shown, shown_day, stamp
from placet.domain.places import PLACE_NAMES
from placet.domain.plain import plain
from placet.domain.rules import Force


def test_canonical_json_sorts_by_utf16_and_writes_no_spaces() -> None:
    # RFC 8785 section 3.2.3: keys sort by UTF-16 code units, so a surrogate pair comes before U+FB33
    value = {"€": "Euro", "\r": "CR", "\ufb33": "Hebrew", "1": "One", "😀": "Smiley", "\x80": "Control", "ö": "Umlaut"}
    order = re.findall(r'"(?:CR|One|Control|Umlaut|Euro|Smiley|Hebrew)"', canonical_json(value).decode())
    assert [word.strip('"') for word in order] == ["CR", "One", "Control", "Umlaut", "Euro", "Smiley", "Hebrew"]
    assert canonical_json({"b": [1, True, None], "a": "é"}) == '{"a":"é","b":[1,true,null]}'.encode()


def test_hashes_and_fingerprints() -> None:
    assert sha256_hex(b"") == hashlib.sha256(b"").hexdigest()
    assert fingerprint(b"") == "4OYMIQUY7QOBJGX36TEJ"
    assert grouped("ABCDEFGHI") == "ABCD-EFGH-I"
    assert nfc("e\u0301") == "\u00e9"


def test_uuid7_has_the_form_of_rfc_9562() -> None:
    # appendix A.6: 2022-02-22T19:22:22.000Z, rand_a 0xCC3, rand_b 0x18C4DC0C0C07398F
    random = (0xCC3 << 68 | 0x18C4DC0C0C07398F).to_bytes(10, "big")
    assert uuid7(0x017F22E279B0, random) == "017f22e2-79b0-7cc3-98c4-dc0c0c07398f"


@given(st.integers(0, 2**48 - 2), st.binary(min_size=10, max_size=10), st.binary(min_size=10, max_size=10))
def test_identifiers_sort_by_time(at: int, one: bytes, other: bytes) -> None:
    first, second = uuid7(at, one), uuid7(at + 1, other)
    assert first < second
    assert re.fullmatch(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}", first)


def test_identifiers_take_ten_random_bytes() -> None:
    with pytest.raises(ValueError, match="10 random bytes"):
        uuid7(0, b"")


def test_a_stamp_keeps_the_zone_it_was_said_in() -> None:
    at = dt.datetime(2026, 11, 23, 1, 30, 15, 999_999, tzinfo=zoneinfo.ZoneInfo("Asia/Hong_Kong"))
    said = stamp(at, "Asia/Hong_Kong")
    assert said == "2026-11-22T17:30:15.999Z[Asia/Hong_Kong]"
    assert day_of(said) == dt.date(2026, 11, 23)
    assert shown(said) == "23 Nov 2026, 01:30 HKT"
    assert instant(said) == at.replace(microsecond=999_000)


def test_a_stamp_without_a_zone_is_read_in_utc() -> None:
    assert day_of("2026-11-22T23:59:59.000Z") == dt.date(2026, 11, 22)
    assert shown("2026-11-22T23:59:59.000Z") == "22 Nov 2026, 23:59 UTC"


def test_a_date_stays_a_date() -> None:
    assert day_of("2026-11-02") == dt.date(2026, 11, 2)
    assert shown("2026-11-02") == shown_day(dt.date(2026, 11, 2)) == "2 Nov 2026"
    assert shown("") == ""


def test_an_instant_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        stamp(dt.datetime(2026, 1, 1), "UTC")  # noqa: DTZ001 - that is the mistake


INSTANTS = st.datetimes(min_value=dt.datetime(1970, 1, 1), timezones=st.just(dt.UTC))  # noqa: DTZ001 - a naive bound


@given(INSTANTS, INSTANTS)
def test_stamps_sort_by_time(one: dt.datetime, other: dt.datetime) -> None:
    if abs(one - other) >= dt.timedelta(milliseconds=1):
        assert (one < other) == (stamp(one, "UTC") < stamp(other, "Asia/Tokyo"))


@dataclass(frozen=True)
class Thing:
    force: Force
    on: dt.date
    parts: tuple[int, ...]
    names: frozenset[str]


def test_plain_values_are_json() -> None:
    thing = Thing(Force.LAW, dt.date(2026, 1, 2), (1, 2), frozenset({"b", "a"}))
    assert plain({"thing": thing, 1: [True, None]}) == {
        "thing": {"force": "law", "on": "2026-01-02", "parts": [1, 2], "names": ["a", "b"]},
        "1": [True, None],
    }


@pytest.mark.parametrize("value", [1.5, b"x", object()])
def test_what_has_no_plain_form_is_refused(value: object) -> None:
    with pytest.raises(TypeError):
        plain([value])


def test_an_error_is_one_sentence_with_where_and_what_to_do() -> None:
    assert UserFacingError("it is broken", "file.pdf", "Mend it.").sentence == "file.pdf: it is broken. Mend it."
    assert UserFacingError("Is it?").sentence == "Is it?"
    error = UserFacingError("no", rule="order")
    assert (error.what, error.where, error.todo, error.rule) == ("no", "", "", "order")


def test_findings_name_their_place() -> None:
    finding = Finding("a.yaml", 3, "unknown key", "Did you mean b?")
    assert str(finding) == "a.yaml:3: unknown key (Did you mean b?)"
    assert str(Finding("name", 0, "is missing")) == "name: is missing"
    error = FindingsError("2 slips", (finding,), "a.yaml", "Mend them.")
    assert error.findings == (finding,)
    assert error.sentence == "a.yaml: 2 slips. Mend them."


@pytest.mark.parametrize(
    ("disclosure", "inside", "regulator"),
    [
        ("ordinary", True, True),
        ("confidential", True, False),
        ("supervisory", True, False),
        ("privileged", False, False),
        ("personal_data", False, False),
    ],
)
def test_who_may_see_what(disclosure: str, inside: bool, regulator: bool) -> None:
    assert may_see(disclosure, INTERNAL) is inside
    assert may_see(disclosure, "SFC") is regulator
    assert may_see(disclosure, "SFC", ("SFC",))
    assert may_see(disclosure, INTERNAL, ("SFC",)) is inside


def test_clearance_for_one_regulator_is_none_for_another() -> None:
    assert not may_see("supervisory", "HKMA", ("SFC",))


def test_every_place_has_one_name_of_its_own() -> None:
    assert all(len(code) == 2 and code.isupper() for code in PLACE_NAMES)
    assert len(set(PLACE_NAMES.values())) == len(PLACE_NAMES)
    assert {"HK", "SG", "TW", "MY", "TH", "ID", "PH", "VN", "EU"} <= PLACE_NAMES.keys()


@pytest.mark.parametrize(
    "kept",
    [Setting("firm", "Zed Bank"), ImportMapping("m", "Ours", "{}"), ImportBatch("b", "m", "f", "00", "", "", "{}")],
)
def test_what_is_kept_beside_the_firms_own_objects_is_plain(kept: object) -> None:
    assert all(isinstance(item, str) for item in plain(kept).values())


def test_a_disclosure_class_is_one_of_five() -> None:
    assert disclosure_of("privileged") == "privileged"
    with pytest.raises(UserFacingError, match="ordinary, confidential, privileged, supervisory, personal_data"):
        disclosure_of("secret")


@pytest.mark.parametrize(
    "text", ["20261122", "2026-1-2", "2026-02-30", "22 Nov 2026", "2026-11-22T00:00", " 2026-11-22"]
)
def test_a_date_is_refused_at_the_door_unless_it_can_be_shown(text: str) -> None:
    assert not is_day(text)
    with pytest.raises(UserFacingError, match="is not a date"):
        require_day(text, "due")
    assert require_day("2026-11-22", "due") == "2026-11-22"
    assert require_day("", "due") == ""
