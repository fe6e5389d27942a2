"""Drafts, backups, the journal's page, recent registers, files written whole, a regulator's form."""

import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from placet.domain.errors import UserFacingError
from placet.domain.parties import Entity
from placet.operations.answer_question import answer
from placet.operations.compose_snapshot import compose
from placet.operations.keep_drafts import drop_draft, keep_draft, kept_draft, remember, remembered
from placet.operations.keep_parties import save
from placet.operations.keep_register import backup_now, checkpoints, journal_check, last_backup_at, newest_entries
from placet.operations.open_identity import open_identity
from placet.operations.recent_registers import MOST, forget_register, recent_registers, remember_register
from placet.operations.state_facts import state_fact
from placet.operations.write_file import write_file
from placet.signing.issuing import make_evaluation_identity
from unit.operations.bank import PASSPHRASE, START, Bank, Moment
from unit.operations.conftest import Story


def test_half_typed_text_is_kept_and_is_no_record(answered: Bank) -> None:
    before = answered.ws.register.size
    keep_draft(answered.ws, "answer:oversight", "Each draft is")
    assert kept_draft(answered.ws, "answer:oversight") == "Each draft is"
    drop_draft(answered.ws, "answer:oversight")
    assert kept_draft(answered.ws, "answer:oversight") == ""
    remember(answered.ws, "page", "interview")
    assert remembered(answered.ws, "page") == "interview"
    assert answered.ws.register.size == before


def test_the_journal_is_read_backwards_page_by_page(answered: Bank) -> None:
    size = answered.ws.register.size
    assert [entry.seq for entry in newest_entries(answered.ws, 3)] == [size, size - 1, size - 2]
    assert [entry.seq for entry in newest_entries(answered.ws, 3, before=3)] == [2, 1]
    assert newest_entries(answered.ws, 3, before=1) == ()


def test_the_journal_is_checked_from_another_connection(answered: Bank) -> None:
    check = journal_check(answered.ws)
    assert check() == ()


def test_a_backup_is_made_and_dated(answered: Bank) -> None:
    name = backup_now(answered.ws)
    assert name.endswith(".placet")
    assert last_backup_at(answered.ws).startswith("2026-11-22T")


def test_what_was_given_away_is_listed(story: Story, opened: Callable[[Moment], Bank]) -> None:
    assert checkpoints(opened(story.decided).ws) == ()
    (given,) = checkpoints(opened(story.sealed).ws)
    assert given.size == story.record.checkpoint_size
    assert given.root == story.record.checkpoint_root


def test_recent_registers_are_remembered_newest_first(tmp_path: Path) -> None:
    assert recent_registers(tmp_path) == ()
    for number in range(MOST + 2):
        remember_register(tmp_path / f"{number}.placet", "Zed Bank", "2026-11-22", tmp_path)
    remember_register(tmp_path / "5.placet", "Zed Bank", "2026-11-23", tmp_path)
    found = recent_registers(tmp_path)
    assert len(found) == MOST
    assert (Path(found[0].path).name, found[0].opened_at, found[0].is_there) == ("5.placet", "2026-11-23", False)
    assert len({item.path for item in found}) == MOST
    forget_register(found[0].path, tmp_path)
    assert Path(recent_registers(tmp_path)[0].path).name == "9.placet"


@pytest.mark.parametrize("text", ["", "{", "{}", "[1]", '[{"path": 1}]'])
def test_a_spoilt_list_of_recent_registers_is_an_empty_one(tmp_path: Path, text: str) -> None:
    (tmp_path / "recent-registers.json").write_text(text, encoding="utf-8")
    assert recent_registers(tmp_path) == ()
    remember_register(tmp_path / "a.placet", "Zed Bank", "2026-11-22", tmp_path)
    assert len(recent_registers(tmp_path)) == 1


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    target = tmp_path / "out.p12"
    write_file(target, b"one")
    write_file(target, b"two", is_private=True)
    assert target.read_bytes() == b"two"
    if os.name == "posix":
        assert stat.S_IMODE(target.stat().st_mode) == 0o600
    with pytest.raises(UserFacingError, match="cannot be written"):
        write_file(tmp_path / "nowhere" / "out.pdf", b"three")
    (tmp_path / "folder").mkdir()
    with pytest.raises(UserFacingError, match="cannot be written"):
        write_file(tmp_path / "folder", b"four")
    assert sorted(item.name for item in tmp_path.iterdir()) == ["folder", "out.p12"]


def test_an_identity_is_opened_away_from_the_register() -> None:
    data = make_evaluation_identity("Ann Example", "Zed Bank", PASSPHRASE, now=START)
    assert open_identity(data, PASSPHRASE, "ann.p12", START).common_name == "Ann Example"


def form_of(bank: Bank, addressee: str = "internal") -> dict[str, str]:
    """Return the content of the authority's form, as a dossier would print it."""
    snapshot = compose(bank.ws, bank.use_case, bank.version, bank.entity, "notification", addressee).snapshot
    return {line.label: line.value for form in snapshot.law.forms for line in form.fields}


def test_a_regulators_form_is_filled_from_the_register(answered: Bank) -> None:
    assert form_of(answered) == {}  # too few customers for the notice
    state_fact(answered.by("ann"), answered.version, "customers_reached", 5000)
    assert form_of(answered) == {
        "Name of the bank": "Zed Bank Limited",
        "Who watches it": "Each draft is read by a trained agent before it is sent.",
    }


def test_a_form_withholds_what_its_addressee_may_not_see(answered: Bank) -> None:
    ws, where = answered.by("ann"), (answered.ids["entity"],)
    state_fact(ws, answered.version, "customers_reached", 5000)
    said = "Counsel advised on the wording of each answer."
    answer(ws, answered.version, "met", said, control="human-oversight", entity_ids=where, disclosure="confidential")
    assert form_of(answered)["Who watches it"] == said
    assert said not in str(form_of(answered, "ZBA"))


def test_an_answer_of_another_entity_is_not_printed_as_ones_own_document(answered: Bank) -> None:
    ws, version = answered.by("ann"), answered.version
    branch = save(ws, Entity("", "Zed Branch", "Zed Branch Limited", "ZZ", ("bank",)))
    state_fact(ws, version, "customers_reached", 5000)
    answer(ws, version, "met", "Filed on 1 November.", requirement="ZBA-ACT-12", entity_ids=(branch,))
    snapshot = compose(ws, answered.use_case, version, answered.entity, "internal_approval_record").snapshot
    (duty,) = [item for item in snapshot.law.requirements if item.id == "ZBA-ACT-12"]
    assert (duty.status, duty.answers) == ("open", ())
