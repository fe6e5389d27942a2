"""A register goes by the pack versions it has installed, and an approval by those it was given under."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from placet.domain.parties import Entity
from placet.operations import use_packs
from placet.operations.keep_parties import add_use_case, find_use_case, save
from placet.operations.open_workspace import create_workspace, open_workspace
from placet.operations.review_copy import current_review_copy, is_current, make_review_copy
from placet.operations.workspace import Workspace
from placet.packs.built_in import load_built_in
from placet.packs.library import Library


def cheap(passphrase: str, salt: bytes) -> bytes:
    """Derive a key at once; what is tested here is not the key."""
    return (passphrase.encode() + salt).ljust(32, b"-")[:32]


@pytest.fixture
def ws(tmp_path: Path) -> Workspace:
    return create_workspace(tmp_path / "bank.placet", "x", derive=cheap)


def newer() -> Library:
    """Return the built-in rules with one duty of Hong Kong worded anew."""
    library = load_built_in()
    pack = library.packs["HK"]
    first = replace(pack.requirements[0], duty="A duty worded anew.")
    changed = replace(pack, version="2027.1", sha256_hex="0" * 64, requirements=(first, *pack.requirements[1:]))
    return Library(library.common, library.facts, {**library.packs, "HK": changed})


def test_a_fresh_register_uses_what_ships(ws: Workspace) -> None:
    assert use_packs.available_updates(ws) == ()
    assert set(ws.packs) == set(load_built_in().packs)


def test_a_newer_built_in_pack_waits_until_a_person_installs_it(
    ws: Workspace, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(use_packs, "load_built_in", newer)
    update = use_packs.available_updates(ws)
    assert [(item.pack_id, item.available) for item in update] == [("HK", "2027.1")]
    ws.register.close()
    again = open_workspace(tmp_path / "bank.placet", "x", derive=cheap)
    assert again.packs["HK"].version != "2027.1"
    after = use_packs.install_updates(again)
    assert after.packs["HK"].requirements[0].duty == "A duty worded anew."
    assert use_packs.available_updates(after) == ()
    after.register.close()


def test_a_review_copy_stays_current_when_newer_rules_come_in(ws: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    bank = save(ws, Entity("", "Bank", "Bank Limited", "HK", ("bank",)))
    version = add_use_case(ws, "Helper", entity_ids=[bank])
    use_case = find_use_case(ws, version.use_case_id)
    entity = ws.register.one(Entity, id=bank)
    make_review_copy(ws, use_case, version, entity)
    copy = current_review_copy(ws, version, entity)
    assert copy is not None
    monkeypatch.setattr(use_packs, "load_built_in", newer)
    after = use_packs.install_updates(ws)
    assert after.packs["HK"].version == "2027.1"
    assert is_current(after, use_case, version, entity, copy)
    assert use_packs.pinned(after, copy).packs["HK"].version == ws.packs["HK"].version
