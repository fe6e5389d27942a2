"""The rules in use, without a window: what is newer, what is brought in, slips in a firm pack."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from placet.domain.errors import UserFacingError
from placet.operations import use_packs
from placet.packs.built_in import load_built_in
from placet.packs.library import Library
from placet.register.backup import backups
from placet.resources import resource_path
from placet.ui.presenters.rules import RulesPresenter, newer_rules
from placet.ui.session import Session
from unit.ui.bank import Bank, open_bank


@pytest.fixture
def bank(tmp_path: Path) -> Iterator[Bank]:
    made = open_bank(tmp_path)
    yield made
    made.workspace.register.close()


@pytest.fixture
def session(bank: Bank) -> Session:
    opened = Session()
    opened.open(bank.workspace)
    return opened


@pytest.fixture
def presenter(session: Session) -> RulesPresenter:
    return RulesPresenter(session)


def newer_library() -> Library:
    """Return the built-in rules with another version of Hong Kong's."""
    library = load_built_in()
    pack = replace(library.packs["HK"], version="2027.1", sha256_hex="7" * 64)
    return Library(library.common, library.facts, {**library.packs, "HK": pack})


def firm_file(folder: Path, version: str, *, change: tuple[str, str] = ("", "")) -> Path:
    """Write the starter firm pack under another version."""
    text = resource_path("sample", "firm.yaml").read_text("utf-8")
    first = next(line for line in text.splitlines() if line.startswith("version:"))
    path = folder / "firm.yaml"
    path.write_text(text.replace(first, f'version: "{version}"').replace(*change), "utf-8")
    return path


def test_every_set_of_rules_in_use_is_listed_with_its_hash(presenter: RulesPresenter, session: Session) -> None:
    presenter.refresh()
    lines = presenter.state.lines
    assert lines[0].title == "Firm pack: Harbour Example Bank"
    assert {line.sha256 for line in lines} >= {pack.sha256_hex for pack in session.workspace.packs.values()}
    hong_kong = next(line for line in lines if line.pack_id == session.workspace.packs["HK"].id)
    assert hong_kong.as_of.endswith("2026")
    assert hong_kong.sha256.startswith(hong_kong.short_sha256.rstrip("…"))
    assert presenter.state.newer == 0
    assert newer_rules(session) == ""


def test_newer_built_in_rules_are_named_and_brought_in_after_a_backup(
    presenter: RulesPresenter, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(use_packs, "load_built_in", newer_library)
    presenter.refresh()
    assert presenter.state.newer == 1
    assert next(line for line in presenter.state.lines if line.newer).newer == "2027.1"
    assert newer_rules(session) == "One set of built-in rules is newer than the one in use."
    before = len(backups(session.workspace.register.path))
    presenter.install_updates()
    assert session.workspace.packs["HK"].version == "2027.1"
    assert presenter.state.newer == 0
    assert newer_rules(session) == ""
    assert len(backups(session.workspace.register.path)) == before + 1


def test_a_firm_pack_is_put_to_use_from_a_file(presenter: RulesPresenter, session: Session, tmp_path: Path) -> None:
    assert presenter.install_firm_pack(firm_file(tmp_path, "77"))
    assert session.workspace.firm.version == "77"
    assert presenter.state.lines[0].version == "77"


def test_slips_in_a_firm_pack_are_listed_with_their_lines(
    presenter: RulesPresenter, session: Session, tmp_path: Path
) -> None:
    path = firm_file(tmp_path, "77", change=("kind: opine", "kind: bless"))
    size = session.workspace.register.size
    assert not presenter.install_firm_pack(path)
    slips = presenter.state.slips
    texts = path.read_text("utf-8").splitlines()
    assert slips
    assert all("bless" in texts[slip.line - 1] for slip in slips if "bless" in slip.message)
    assert all(slip.line for slip in slips)
    assert presenter.state.slips_sentence.startswith("firm.yaml was not installed")
    assert session.workspace.register.size == size
    presenter.forget_slips()
    assert presenter.state.slips == ()


def test_a_version_that_was_in_use_cannot_come_back_changed(
    presenter: RulesPresenter, session: Session, tmp_path: Path
) -> None:
    presenter.install_firm_pack(firm_file(tmp_path, "77"))
    with pytest.raises(UserFacingError, match="new version number"):
        presenter.install_firm_pack(firm_file(tmp_path, "77", change=("Harbour Example Bank", "Pier Example Bank")))
    presenter.install_firm_pack(firm_file(tmp_path, "78"))
    with pytest.raises(UserFacingError, match="has been in use"):
        presenter.install_firm_pack(firm_file(tmp_path, "77"))
    assert session.workspace.firm.version == "78"


def test_a_file_that_is_not_there_is_said_in_words(presenter: RulesPresenter, tmp_path: Path) -> None:
    with pytest.raises(UserFacingError, match="cannot be read"):
        presenter.install_firm_pack(tmp_path / "nowhere.yaml")
