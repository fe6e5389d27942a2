import datetime as dt
import unicodedata

import pytest

from placet.domain.acts import AnswerStatus, Evidence
from placet.domain.errors import UserFacingError
from placet.domain.parties import Entity, Fact, Person, TriageResult, UseCase, UseCaseVersion
from placet.register.journal import Change
from placet.register.records import from_row, to_row
from placet.register.store import Register


@pytest.mark.parametrize("value", [True, False, 0, 7, -(2**53) + 1, "text", "", ("b", "a"), ()])
def test_a_fact_keeps_its_value_and_its_type(value: bool | int | str | tuple[str, ...]) -> None:
    back = from_row(Fact, to_row(Fact("f1", "key", "use_case", "u1", value)))
    assert back.value == value
    assert type(back.value) is type(value)


def test_a_use_case_comes_back_as_it_went_in(register: Register, now: dt.datetime) -> None:
    use_case = UseCase(
        "u1",
        "UC-1",
        "客戶服務",
        entity_ids=("e1", "e2"),
        triage=TriageResult.FULL,
        own_fields=(("Spalte", "x"), ("y", "")),
    )
    register.commit("add", [Change.put(use_case)], by="x", at=now)
    assert register.get(UseCase, "u1") == use_case


def test_text_is_stored_in_one_form(register: Register, now: dt.datetime) -> None:
    decomposed = unicodedata.normalize("NFD", "Zoë")
    register.commit("add", [Change.put(Person("p1", decomposed))], by="x", at=now)
    assert register.one(Person, name=decomposed).name == "Zoë"


def test_text_no_program_can_read_is_refused() -> None:
    with pytest.raises(UserFacingError, match="surrogates"):
        to_row(Person("p1", "\ud800"))


def test_a_number_too_large_to_be_kept_exactly_is_refused(register: Register, now: dt.datetime) -> None:
    with pytest.raises(UserFacingError, match="too large"):
        register.commit("add", [Change.put(Evidence("x", "E-1", "t", size=2**53))], by="x", at=now)


def test_a_type_without_a_table_is_a_bug() -> None:
    with pytest.raises(TypeError, match="no table"):
        to_row(AnswerStatus.MET)


def test_values_select(register: Register, now: dt.datetime) -> None:
    changes = [Change.put(Entity(f"e{n}", f"Bank {n}", "Limited", "HK", is_group=n == 2)) for n in (1, 2, 3)]
    child = Entity("e4", "Branch", "Limited", "SG", parent_id="e1")
    register.commit("add", [*changes, Change.put(child)], by="x", at=now)
    assert [entity.id for entity in register.all(Entity)] == ["e1", "e2", "e3", "e4"]
    assert [entity.id for entity in register.all(Entity, is_group=True)] == ["e2"]
    assert [entity.id for entity in register.all(Entity, parent_id="e1")] == ["e4"]
    assert register.count(Entity, parent_id="", place="HK") == 3
    assert register.one(Entity, place="SG") == child
    with pytest.raises(UserFacingError, match="there is no entity"):
        register.one(Entity, place="TW")
    with pytest.raises(UserFacingError, match="3 of entity"):
        register.one(Entity, place="HK")
    with pytest.raises(TypeError, match="no field"):
        register.all(Entity, nonsense=1)


def test_a_row_changed_to_something_unreadable_is_a_sentence(register: Register, now: dt.datetime) -> None:
    changes = [Change.put(UseCase("u1", "UC-1", "x")), Change.put(UseCaseVersion("v1", "u1", 1))]
    register.commit("add", changes, by="x", at=now)
    register.db.execute("UPDATE use_case_version SET system_ids = '[7]'")
    with pytest.raises(UserFacingError, match="does not read as it was written"):
        register.get(UseCaseVersion, "v1")
