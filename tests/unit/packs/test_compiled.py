"""What is compiled loads as the very same objects; damaged, foreign and newer files are refused in words."""

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from placet.domain.canonical import canonical_json
from placet.domain.errors import UserFacingError
from placet.domain.firm import FirmPack
from placet.domain.pack import Pack
from placet.domain.predicates import (
    ALWAYS,
    All,
    AnyFlow,
    AnyOf,
    AtLeast,
    Equals,
    EveryFlow,
    In,
    Includes,
    Known,
    Not,
    Predicate,
)
from placet.packs import predicate_json
from placet.packs.compiled import from_bytes, to_bytes
from placet.packs.library import Common
from placet.packs.pack_reader import read_firm

keys = st.sampled_from(["personal_data", "sector", "customers_reached"])
scalars = st.one_of(st.booleans(), st.integers(-5, 5), st.sampled_from(["bank", "always"]))
leaves = st.one_of(
    st.builds(Equals, keys, scalars),
    st.builds(In, keys, st.lists(scalars, min_size=1, max_size=3).map(tuple)),
    st.builds(Includes, keys, st.sampled_from(["bank", "broker"])),
    st.builds(AtLeast, keys, st.integers(0, 9)),
    st.builds(Known, keys),
    st.just(ALWAYS),
)
predicates = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.builds(All, st.lists(inner, max_size=3).map(tuple)),
        st.builds(AnyOf, st.lists(inner, max_size=3).map(tuple)),
        st.builds(Not, inner),
        st.builds(AnyFlow, inner),
        st.builds(EveryFlow, inner),
    ),
    max_leaves=12,
)


def test_a_pack_comes_back_equal(pack: Pack) -> None:
    data = to_bytes(pack)
    assert from_bytes(data, Pack, "ZZ.json") == pack
    assert to_bytes(from_bytes(data, Pack, "ZZ.json")) == data


def test_the_common_catalogue_comes_back_equal(common: Common) -> None:
    assert from_bytes(to_bytes(common), Common, "common.json") == common


def test_a_firm_pack_comes_back_equal(firm_bytes: bytes, common: Common) -> None:
    firm = read_firm(firm_bytes, common.facts).required()
    assert from_bytes(to_bytes(firm), FirmPack, "firm.json") == firm


def test_the_file_is_canonical_and_names_its_format_and_source(pack: Pack) -> None:
    raw = json.loads(to_bytes(pack))
    assert canonical_json(raw) == to_bytes(pack)
    assert raw["format"] == 1
    assert raw["kind"] == "pack"
    assert raw["content"]["sha256_hex"] == pack.sha256_hex
    assert raw["content"]["requirements"][0]["applies_when"] == "zz_high_risk"
    assert raw["content"]["requirements"][1]["applies_when"] == "always"


@given(predicates)
def test_any_predicate_comes_back_equal(predicate: Predicate) -> None:
    assert predicate_json.from_json(json.loads(json.dumps(predicate_json.to_json(predicate)))) == predicate


@pytest.mark.parametrize(
    "raw",
    [
        3,
        None,
        [],
        {},
        {"all": "x"},
        {"all": [], "any": []},
        {"fact": "a"},
        {"fact": 1, "equals": 1},
        {"fact": "a", "equals": []},
        {"fact": "a", "in": []},
        {"fact": "a", "at_least": "3"},
        {"fact": "a", "equals": 1, "in": [1]},
        {"never": "a"},
        {"not": {"never": "a"}},
    ],
)
def test_what_is_no_predicate_is_refused(raw: Any) -> None:
    with pytest.raises(ValueError):
        predicate_json.from_json(raw)


def _changed(pack: Pack, **head: Any) -> bytes:
    return canonical_json({**json.loads(to_bytes(pack)), **head})


def test_a_newer_file_is_refused_before_its_content_is_read(pack: Pack) -> None:
    with pytest.raises(UserFacingError) as caught:
        from_bytes(_changed(pack, format=2, content={"new": True}), Pack, "ZZ.json")
    assert caught.value.sentence == (
        "ZZ.json: the file has format 2; this Placet reads up to 1. Open it with a newer Placet."
    )


def test_another_kind_is_refused(common: Common) -> None:
    with pytest.raises(UserFacingError) as caught:
        from_bytes(to_bytes(common), Pack, "ZZ.json")
    assert caught.value.what == "the file is a common, not a pack"


@pytest.mark.parametrize("change", [b"", b"{}", b"\xff\xfe", b"[" * 100_000, b'{"format": "1", "kind": "pack"}'])
def test_what_is_no_compiled_file_is_refused(change: bytes) -> None:
    with pytest.raises(UserFacingError) as caught:
        from_bytes(change, Pack, "ZZ.json")
    assert caught.value.where == "ZZ.json"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("as_of", "yesterday"),
        ("requirements", [{"id": "X"}]),
        ("derived", [{"key": "x", "label": "x", "when": {"never": 1}}]),
        ("surprise", 1),
    ],
)
def test_damaged_content_is_refused(pack: Pack, name: str, value: Any) -> None:
    content = {**json.loads(to_bytes(pack))["content"], name: value}
    with pytest.raises(UserFacingError) as caught:
        from_bytes(_changed(pack, content=content), Pack, "ZZ.json")
    assert caught.value.what == "the compiled rules are damaged"


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(position=st.integers(0, 7000), replacement=st.binary(max_size=3))
def test_a_damaged_file_never_raises_anything_else(pack: Pack, position: int, replacement: bytes) -> None:
    data = to_bytes(pack)
    try:
        assert isinstance(from_bytes(data[:position] + replacement + data[position + 1 :], Pack, "ZZ.json"), Pack)
    except UserFacingError as error:
        assert error.where == "ZZ.json"  # noqa: PT017 - most changes are refused, some leave a good file
