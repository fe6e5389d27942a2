import datetime as dt
from collections.abc import Callable

import pytest

from placet.domain.acts import Answer, SignOff
from placet.domain.merkle import leaf_hash
from placet.domain.parties import Entity, Fact, Person, UseCase, UseCaseVersion
from placet.register.journal import Change
from placet.register.store import Register

Reopen = Callable[..., Register]


def fill(register: Register, now: dt.datetime) -> None:
    """Commit a little of everything, rows changed and removed included."""
    register.commit("add", [Change.put(Person("p1", "陳大文")), Change.put(Person("p2", "Lee"))], by="x", at=now)
    register.commit("add", [Change.put(Entity("e1", "Bank", "Bank Limited", "HK", ("bank",)))], by="x", at=now)
    use_case, version = UseCase("u1", "UC-1", "Assistant", owner_id="p1"), UseCaseVersion("v1", "u1", 1)
    register.commit("add", [Change.put(use_case), Change.put(version), Change.blob(b"exhibit")], by="x", at=now)
    register.commit("state", [Change.put(Fact("f1", "personal_data", "use_case", "v1", True))], by="x", at=now)
    register.commit("state", [Change.put(Fact("f1", "personal_data", "use_case", "v1", False))], by="x", at=now)
    register.commit("answer", [Change.put(Answer("a1", "v1", "met", "human-oversight"))], by="x", at=now)
    register.commit("remove", [Change.remove(Person, "p2")], by="x", at=now)
    act = SignOff("s1", "v1", "approve", "approve", "approved", "CRO", ("e1",), "ab", "cd", "2026-11-22", "2026")
    register.commit("sign", [Change.put(act)], by="x", at=now)
    register.checkpoint("hkma", now)


@pytest.fixture
def filled(register: Register, now: dt.datetime) -> Register:
    fill(register, now)
    return register


def unlock(register: Register) -> list[str]:
    """Drop the triggers as somebody with the passphrase could; return how to make them again."""
    rows = register.db.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
    for name, _ in rows:
        register.db.execute(f'DROP TRIGGER "{name}"')
    register.db.execute("PRAGMA foreign_keys = OFF")
    return [sql for _, sql in rows]


def edit(register: Register, statement: str, values: list[object] | None = None) -> None:
    triggers = unlock(register)
    register.db.execute(statement, values or [])
    for trigger in triggers:
        register.db.execute(trigger)


def places(register: Register) -> list[tuple[str, str, str]]:
    return [(found.table, found.row, found.column) for found in register.verify_journal()]


def test_an_untouched_register_has_no_findings(filled: Register) -> None:
    assert filled.verify_journal() == ()


@pytest.mark.parametrize(
    ("statement", "place"),
    [
        ("UPDATE entity SET name = 'Other' WHERE id = 'e1'", ("entity", "e1", "name")),
        ("UPDATE use_case SET owner_id = NULL", ("use_case", "u1", "owner_id")),
        ("UPDATE fact SET value = 'true'", ("fact", "f1", "value")),
        ("DELETE FROM answer", ("answer", "a1", "")),
        ("INSERT INTO setting VALUES ('x', 'y')", ("setting", "x", "")),
        ("UPDATE blob SET body = x'00'", ("blob", "*", "body")),
        ("UPDATE payload SET salt = x'00' WHERE seq = 4", ("payload", "4", "body")),
        ("UPDATE payload SET body = CAST(body || x'20' AS BLOB) WHERE seq = 5", ("payload", "5", "body")),
        ("UPDATE payload SET body = NULL, salt = NULL WHERE seq = 5", ("payload", "5", "body")),
        ("UPDATE payload SET leaf = zeroblob(32) WHERE seq = 5", ("payload", "5", "leaf")),
        ("DELETE FROM payload WHERE seq = 6", ("payload", "6", "body")),
        ("INSERT INTO payload VALUES (99, x'00', x'00', x'00')", ("payload", "99", "")),
        ("UPDATE head SET size = 3", ("head", "1", "peaks")),
        ("UPDATE head SET peaks = zeroblob(64)", ("head", "1", "peaks")),
        ("DELETE FROM head", ("head", "1", "peaks")),
        ("UPDATE journal SET seq = 77 WHERE seq = 7", ("journal", "77", "seq")),
        ("UPDATE secret SET value = zeroblob(32)", ("secret", "register_key", "value")),
        ("UPDATE checkpoint SET given_to = 'mas'", ("checkpoint", "*", "given_to")),
    ],
)
def test_an_edit_through_sql_is_found_where_it_was_made(
    filled: Register, statement: str, place: tuple[str, str, str]
) -> None:
    edit(filled, statement)
    assert any(all(want in ("*", got) for want, got in zip(place, found, strict=True)) for found in places(filled))


def test_an_entry_rewritten_in_valid_form_is_found_at_its_number(filled: Register) -> None:
    entry = filled.entry_bytes(5).replace(b'"by":"x"', b'"by":"y"')
    edit(filled, "UPDATE journal SET entry = ? WHERE seq = 5", [entry])
    assert ("journal", "5", "entry") in places(filled)


def test_an_entry_rewritten_with_its_hash_is_found_in_its_range(filled: Register) -> None:
    entry = filled.entry_bytes(5).replace(b'"by":"x"', b'"by":"y"')
    edit(filled, "UPDATE journal SET entry = ? WHERE seq = 5", [entry])
    edit(filled, "UPDATE payload SET leaf = ? WHERE seq = 5", [leaf_hash(entry)])
    messages = [str(found) for found in filled.verify_journal()]
    assert any("entries 1 to 8" in message for message in messages)
    assert any(message.startswith("checkpoint") for message in messages)


def test_entries_that_change_places_are_found(filled: Register) -> None:
    edit(filled, "UPDATE journal SET seq = 99 WHERE seq = 5")
    edit(filled, "UPDATE journal SET seq = 5 WHERE seq = 6")
    edit(filled, "UPDATE journal SET seq = 6 WHERE seq = 99")
    assert {("journal", "5", "entry"), ("journal", "6", "entry")} <= set(places(filled))


def test_a_cut_end_is_found(filled: Register) -> None:
    edit(filled, "DELETE FROM payload WHERE seq > 8")
    edit(filled, "DELETE FROM journal WHERE seq > 8")
    assert ("head", "1", "size") in places(filled)


@pytest.mark.parametrize(
    ("statement", "name"),
    [
        ("DROP TRIGGER journal_keeps_entries", "journal_keeps_entries"),
        ("CREATE TRIGGER sly AFTER INSERT ON fact BEGIN DELETE FROM answer; END", "sly"),
        ("CREATE TRIGGER sly AFTER INSERT ON search_row BEGIN DELETE FROM answer; END", "sly"),
        ("ALTER TABLE person ADD COLUMN extra TEXT", "person"),
        ("CREATE TABLE extra (a) STRICT", "extra"),
        ("DROP INDEX fact_subject_id", "fact_subject_id"),
        ("PRAGMA application_id = 7", "application_id"),
    ],
)
def test_a_changed_schema_is_found(filled: Register, statement: str, name: str) -> None:
    filled.db.execute(statement if "extra (a)" not in statement else "CREATE TABLE extra (a TEXT) STRICT")
    assert ("schema", name, "") in places(filled)


def test_a_dropped_table_is_a_finding_not_a_crash(filled: Register) -> None:
    filled.db.execute("DROP TABLE payload")
    assert [found.table for found in filled.verify_journal()] == ["schema"]


def test_as_of_shows_the_register_as_it_was(filled: Register, now: dt.datetime) -> None:
    before = filled.seqs_of(Fact, "f1")[0]
    with filled.as_of(before) as past:
        assert past.one(Fact).value is True
        assert past.count(Person) == 2
        assert past.blob(next(iter(past.images(before) or ()), ("", "", None))[1]) is None
    assert filled.one(Fact).value is False
    assert filled.count(Person) == 1


def test_time_that_runs_backwards_is_marked(filled: Register, now: dt.datetime) -> None:
    receipt = filled.commit("late", [], by="x", at=now - dt.timedelta(days=1))
    assert receipt.clock_set_back
    assert filled.entries()[-1].clock_set_back
    assert filled.verify_journal() == ()
