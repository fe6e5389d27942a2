import datetime as dt

import pytest

from placet.domain.acts import Answer
from placet.domain.parties import UseCase, UseCaseVersion
from placet.register import search
from placet.register.journal import Change
from placet.register.store import Register


@pytest.fixture
def filled(register: Register, now: dt.datetime) -> Register:
    objects = [
        UseCase("u1", "UC-001", "Customer service assistant", "Answers questions about mortgages"),
        UseCase("u2", "UC-002", "智能客戶服務助理", "以生成式人工智能回答客戶查詢"),
        UseCase("u3", "UC-003", "Fraud scoring", "Scores card payments; see the résumé of the customer"),
        UseCaseVersion("v1", "u1", 1),
        UseCaseVersion("v3", "u3", 1),
        Answer("a1", "v1", "met", statement="A supervisor reads every reply; 主管覆核每一則回覆"),
        Answer("a3", "v3", "met", statement="Validated by an independent team 𨋢"),
    ]
    register.commit("add", [Change.put(obj) for obj in objects], by="x", at=now)
    return register


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("customer", ["u1", "u3"]),
        ("CUSTOM", ["u1", "u3"]),
        ("c", ["u1", "u3"]),
        ("cust serv", ["u1"]),
        ("mortg", ["u1"]),
        ("UC-002", ["u2"]),
        ("客", ["u2"]),
        ("客戶", ["u2"]),
        ("戶服", ["u2"]),
        ("客服", []),
        ("覆", ["u1"]),
        ("覆核", ["u1"]),
        ("人工智能", ["u2"]),
        ("resume", ["u3"]),
        ("re\u0301sume\u0301", ["u3"]),
        ("supervisor 主管", ["u1"]),
        ("supervisor智能", []),
        ("𨋢", ["u3"]),
        ("", []),
        ('"', []),
        ("***", []),
        ("OR", []),
        ("name:fraud", []),
        ("NEAR(fraud", []),
    ],
)
def test_words_are_found(filled: Register, text: str, found: list[str]) -> None:
    assert [hit.use_case_id for hit in filled.search(text)] == found


def test_names_come_first_and_each_use_case_once(filled: Register, now: dt.datetime) -> None:
    more = [UseCase("u9", "UC-009", "Mortgage pricing", "mortgage"), UseCaseVersion("v9", "u9", 1)]
    answers = [Answer(f"a9{n}", "v9", "met", statement="mortgage") for n in range(5)]
    filled.commit("add", [Change.put(obj) for obj in [*more, *answers]], by="x", at=now)
    hits = filled.search("mortg")
    assert [(hit.use_case_id, hit.where) for hit in hits] == [("u9", "name"), ("u1", "description")]


def test_a_hit_says_where_and_shows_it(filled: Register) -> None:
    (hit,) = filled.search("supervisor")
    assert (hit.where, hit.item_id) == ("answer", "a1")
    assert "supervisor reads every reply" in hit.snippet


def test_the_limit_holds(filled: Register, now: dt.datetime) -> None:
    many = [Change.put(UseCase(f"w{n:03}", f"W-{n}", f"Widget {n}")) for n in range(300)]
    filled.commit("add", many, by="x", at=now)
    assert len(filled.search("widget")) == 50
    assert len(filled.search("widget", limit=7)) == 7
    assert len(filled.search("widget", limit=1000)) == 300


def test_the_index_follows_changes_and_removals(filled: Register, now: dt.datetime) -> None:
    changed = [Change.put(UseCase("u3", "UC-003", "Credit scoring")), Change.remove(Answer, "a1")]
    filled.commit("change", changed, by="x", at=now)
    assert filled.search("fraud") == ()
    assert filled.search("supervisor") == ()
    assert [hit.use_case_id for hit in filled.search("credit")] == ["u3"]


def test_the_index_can_be_made_again(filled: Register) -> None:
    before = filled.search("customer")
    filled.db.execute("INSERT INTO search (search) VALUES ('delete-all')")
    filled.db.execute("INSERT INTO search_name (search_name) VALUES ('delete-all')")
    assert filled.search("customer") == ()
    assert search.rebuild(filled.db) == 5
    assert filled.search("customer") == before
