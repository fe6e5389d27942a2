import datetime as dt

import pytest

from placet.domain.errors import UserFacingError
from placet.domain.merkle import verify_consistency
from placet.domain.parties import Entity, Person, RoleHolding
from placet.register.erasing import erase
from placet.register.journal import Change
from placet.register.store import Register


@pytest.fixture
def filled(register: Register, now: dt.datetime) -> Register:
    together = [Change.put(Person("p1", "Chan Tai Man")), Change.put(Entity("e1", "Bank", "Limited", "HK"))]
    register.commit("add", [*together, Change.blob(b"exhibit")], by="x", at=now)
    register.commit("add", [Change.put(RoleHolding("r1", "p1", "dpo"))], by="x", at=now)
    return register


def test_an_erased_person_is_gone_and_every_proof_stays(filled: Register, now: dt.datetime) -> None:
    before = filled.checkpoint("hkma", now)
    entry = filled.entry_bytes(3)
    gone = Change.put(Person("p1", "erased"))
    receipt = erase(filled, [(Person, "p1")], [gone], by="x", at=now, subject="request 7")
    assert filled.images(3) is None
    assert filled.entry_bytes(3) == entry
    assert filled.entries()[-1].erased == (3,)
    assert filled.verify_journal() == ()
    assert filled.get(Person, "p1") == Person("p1", "erased")
    assert filled.get(Entity, "e1") is not None
    assert b"Chan Tai Man" not in b"".join(
        row[0] or b"" for row in filled.db.execute("SELECT body FROM payload").fetchall()
    )
    proof = filled.prove_consistency(before.size, receipt.seq)
    assert verify_consistency(before.size, bytes.fromhex(before.root), receipt.seq, filled.root(), proof)


def test_what_stays_is_restated(filled: Register, now: dt.datetime) -> None:
    gone = [Change.remove(RoleHolding, "r1"), Change.remove(Person, "p1")]
    erase(filled, [(Person, "p1"), (RoleHolding, "r1")], gone, by="x", at=now, subject="request 7")
    assert filled.count(Person) == 0
    tables = {image[0] for image in filled.images(filled.size) or ()}
    assert {"entity", "blob", "person", "role_holding"} == tables
    assert filled.verify_journal() == ()


def test_an_erasure_names_its_request(filled: Register, now: dt.datetime) -> None:
    with pytest.raises(UserFacingError):
        erase(filled, [(Person, "p1")], [], by="x", at=now, subject="")
