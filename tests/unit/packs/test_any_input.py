"""Whatever stands in the files, reading and checking end in findings or in a pack; nothing is raised."""

from collections.abc import Mapping

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from placet.packs.check import check_pack
from placet.packs.check_common import check_common, check_firm
from placet.packs.library import Common
from placet.packs.pack_reader import read_common, read_firm, read_pack

FILES = ["pack.yaml", "requirements/zba.yaml", "data.yaml", "classification.yaml", "cases.yaml", "routes.yaml"]
PIECES = [
    "",
    "[]",
    "{}",
    "~",
    "x",
    "1",
    "1.5",
    "true",
    "- ",
    ": ",
    "\n",
    "\t",
    "'",
    "always",
    "not_set",
    "{fact: x}",
    "é",
    "[1]",
]
relaxed = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


def _mangled(data: bytes, start: float, length: int, piece: str) -> bytes:
    text = data.decode()
    at = int(start * len(text))
    return (text[:at] + piece + text[at + length :]).encode()


changes = {
    "start": st.floats(0, 1, exclude_max=True),
    "length": st.integers(0, 40),
    "piece": st.sampled_from(PIECES),
}


@relaxed
@given(file=st.sampled_from(FILES), **changes)
def test_a_mangled_pack(
    pack_sources: Mapping[str, bytes], common: Common, file: str, start: float, length: int, piece: str
) -> None:
    read = read_pack({**pack_sources, file: _mangled(pack_sources[file], start, length, piece)}, common, "ZZ")
    assert (read.value is None) == bool(read.findings)
    if read.value is not None:
        check_pack(read.value, common.catalogue, common.facts, read.places)


@relaxed
@given(file=st.sampled_from(["facts.yaml", "controls.yaml", "parameters.yaml", "concepts.yaml"]), **changes)
def test_a_mangled_catalogue(
    common_sources: Mapping[str, bytes], file: str, start: float, length: int, piece: str
) -> None:
    read = read_common({**common_sources, file: _mangled(common_sources[file], start, length, piece)})
    assert (read.value is None) == bool(read.findings)
    if read.value is not None:
        check_common(read.value, read.places)


@relaxed
@given(**changes)
def test_a_mangled_firm_pack(firm_bytes: bytes, common: Common, start: float, length: int, piece: str) -> None:
    read = read_firm(_mangled(firm_bytes, start, length, piece), common.facts)
    assert (read.value is None) == bool(read.findings)
    if read.value is not None:
        check_firm(read.value, read.places)


@relaxed
@given(data=st.binary(max_size=100), file=st.sampled_from(FILES))
def test_any_bytes_as_a_file(pack_sources: Mapping[str, bytes], common: Common, data: bytes, file: str) -> None:
    assert read_pack({**pack_sources, file: data}, common, "ZZ").findings
