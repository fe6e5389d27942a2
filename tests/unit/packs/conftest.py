"""A small made-up pack, whole or with one edit, read from tests/data/packs."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from placet.domain.errors import Finding
from placet.domain.pack import Pack
from placet.packs.check import check_pack
from placet.packs.check_common import check_common, check_firm
from placet.packs.library import Common
from placet.packs.pack_reader import read_common, read_firm, read_pack
from placet.packs.sources import read_sources

DATA = Path(__file__).parents[2] / "data" / "packs"


@dataclass(frozen=True)
class Edit:
    """One change to one file, and the line it stands on afterwards."""

    file: str
    old: str
    new: str

    def apply(self, sources: dict[str, bytes]) -> tuple[dict[str, bytes], int]:
        text = sources[self.file].decode()
        assert text.count(self.old) >= 1, f"{self.file} does not hold {self.old!r}"
        start = text.index(self.old)
        changed = text[:start] + self.new + text[start + len(self.old) :]
        return {**sources, self.file: changed.encode()}, text.count("\n", 0, start) + 1


@pytest.fixture(scope="session")
def common_sources() -> dict[str, bytes]:
    return read_sources(DATA / "common")


@pytest.fixture(scope="session")
def pack_sources() -> dict[str, bytes]:
    return read_sources(DATA / "ZZ")


@pytest.fixture(scope="session")
def firm_bytes() -> bytes:
    return (DATA / "firm.yaml").read_bytes()


@pytest.fixture(scope="session")
def common(common_sources: dict[str, bytes]) -> Common:
    return read_common(common_sources).required()


@pytest.fixture(scope="session")
def pack(pack_sources: dict[str, bytes], common: Common) -> Pack:
    return read_pack(pack_sources, common, "ZZ").required()


Findings = tuple[tuple[Finding, ...], int]


@pytest.fixture
def with_edit(
    common_sources: dict[str, bytes], pack_sources: dict[str, bytes], firm_bytes: bytes, common: Common
) -> Callable[[str, str, str], Findings]:
    """Read and check the made-up files with one edit; return the findings and the edit's line."""

    def run(file: str, old: str, new: str) -> Findings:
        edit = Edit(file, old, new)
        if edit.file == "firm.yaml":
            sources, line = edit.apply({edit.file: firm_bytes})
            firm = read_firm(sources[edit.file], common.facts)
            return (firm.findings or check_firm(firm.required(), firm.places)), line
        if edit.file in common_sources:
            sources, line = edit.apply(common_sources)
            base = read_common(sources)
            return (base.findings or check_common(base.required(), base.places)), line
        sources, line = edit.apply(pack_sources)
        read = read_pack(sources, common, "ZZ")
        if read.value is None:
            return read.findings, line
        return check_pack(read.value, common.catalogue, common.facts, read.places), line

    return run
