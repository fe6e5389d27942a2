import datetime as dt

import pytest

from placet.domain.acts import Determination
from placet.domain.checkpoint import Checkpoint, parse_note
from placet.domain.errors import UserFacingError
from placet.domain.merkle import leaf_hash, verify_consistency, verify_inclusion
from placet.domain.parties import Person
from placet.register.checkpoint import new_signing_key, verify_note
from placet.register.journal import Change
from placet.register.store import Register


def test_a_checkpoint_is_signed_recorded_and_witnesses_what_came_before(register: Register, now: dt.datetime) -> None:
    root = register.root()
    made = register.checkpoint("hkma", now)
    assert (made.size, made.root, made.epoch) == (2, root.hex(), register.epoch)
    assert register.one(Checkpoint, given_to="hkma") == made
    assert register.unwitnessed() == 1
    said = verify_note(made.note, register.verifier_key)
    assert (said.origin, said.size, said.root, said.given_to) == (f"placet/{register.id}", 2, root, "hkma")
    assert verify_note(made.note, register.setting("register_key")) == said


@pytest.mark.parametrize("line", range(6))
def test_any_changed_line_of_a_note_is_refused(register: Register, now: dt.datetime, line: int) -> None:
    lines = register.checkpoint("hkma", now).note.split("\n")
    lines[line] = lines[line].replace(lines[line][-1], "Z" if lines[line][-1] != "Z" else "Y")
    with pytest.raises(UserFacingError, match="checkpoint is not valid"):
        verify_note("\n".join(lines), register.verifier_key)


def test_a_note_by_another_key_is_refused(register: Register, now: dt.datetime) -> None:
    note = register.checkpoint("hkma", now).note
    with pytest.raises(UserFacingError, match="register's key"):
        verify_note(note, new_signing_key()[1])


@pytest.mark.parametrize("key", ["", "x", "placet/a+b", "placet/a+00000000+AAAA"])
def test_a_key_that_is_none_is_refused(register: Register, now: dt.datetime, key: str) -> None:
    with pytest.raises(UserFacingError):
        verify_note(register.checkpoint("hkma", now).note, key)


def test_proofs_hold_between_two_checkpoints(register: Register, now: dt.datetime) -> None:
    register.commit("add", [Change.put(Person("p1", "Chan"))], by="x", at=now)
    first = register.checkpoint("hkma", now)
    for number in range(9):
        register.commit("note", [Change.put(Person("p1", f"Chan {number}"))], by="x", at=now)
    second = register.checkpoint("hkma", now)
    proof = register.prove_consistency(first.size, second.size)
    roots = bytes.fromhex(first.root), bytes.fromhex(second.root)
    assert verify_consistency(first.size, roots[0], second.size, roots[1], proof)
    assert register.seqs_of(Person, "p1") == (3, *range(5, 14))
    assert register.seqs_of(Determination, "p1") == ()
    leaf = leaf_hash(register.entry_bytes(5))
    assert verify_inclusion(leaf, 4, second.size, register.prove_inclusion(5, second.size), roots[1])
    assert not verify_inclusion(leaf, 5, second.size, register.prove_inclusion(5, second.size), roots[1])


def test_an_addressee_with_line_breaks_stays_on_its_line(register: Register, now: dt.datetime) -> None:
    made = register.checkpoint("HKMA\n\nevil 1", now)
    assert made.given_to == "HKMA evil 1"
    assert verify_note(made.note, register.verifier_key).given_to == "HKMA evil 1"
    assert register.verify_journal() == ()


@pytest.mark.parametrize(
    "note",
    [
        "",
        "a\n1\n",
        "origin\n01\nAAAA\n\n— x AAAA\n",
        "origin\nx\nAAAA\n\n— x AAAA\n",
        "origin\n1\nAAAA\n\n— x AAAA\n",
        f"origin\n1\n{'A' * 43}=\n\nno dash\n",
        f"origin\n1\n{'A' * 43}=\n\n— x AAAA\n",
        f"origin\n1\n{'A' * 43}=\n\n— x {'A' * 12}",
        f"origin\n1\n{'A' * 43}\n\n— x {'A' * 12}\n",
    ],
)
def test_a_malformed_note_says_what_is_wrong(note: str) -> None:
    with pytest.raises(ValueError):
        parse_note(note)


def test_entries_after_the_last_witness_are_counted(register: Register, now: dt.datetime) -> None:
    assert register.unwitnessed() == 2
    register.checkpoint("hkma", now)
    register.commit("note", [], by="x", at=now)
    assert register.unwitnessed() == 2
