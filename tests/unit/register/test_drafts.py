import datetime as dt

from placet.register.drafts import drafts, forget_draft, read_draft, save_draft, save_window_state, window_state
from placet.register.store import Register


def test_a_draft_is_kept_outside_the_journal(register: Register, now: dt.datetime) -> None:
    size = register.size
    save_draft(register, "answer/v1/oversight", "A person re", now)
    save_draft(register, "answer/v1/oversight", "A person reads", now)
    save_draft(register, "note/v1", "x", now)
    found = read_draft(register, "answer/v1/oversight")
    assert found is not None
    assert (found.body, found.saved_at) == ("A person reads", "2026-11-22T09:00:00.000Z")
    assert [draft.id for draft in drafts(register, "answer/")] == ["answer/v1/oversight"]
    assert register.size == size
    assert register.verify_journal() == ()


def test_an_empty_draft_is_forgotten(register: Register, now: dt.datetime) -> None:
    save_draft(register, "a", "text", now)
    save_draft(register, "a", "", now)
    save_draft(register, "b", "text", now)
    forget_draft(register, "b")
    assert drafts(register) == ()


def test_window_state_is_kept(register: Register) -> None:
    assert window_state(register, "columns", "default") == "default"
    save_window_state(register, "columns", "name,owner")
    save_window_state(register, "columns", "name")
    assert window_state(register, "columns") == "name"
