"""Each regulator's word for a concept, and a warning where one word would mean different things."""

from dataclasses import replace

from placet.domain.concordance import Entry, concordance, forms
from placet.domain.pack import Pack, Term
from placet.domain.rules import Concept
from unit.domain.made import COMMON, pack

CATALOGUE = replace(
    COMMON,
    concepts=(Concept("ai", "Artificial intelligence", "…"), Concept("bank", "Bank", "…"), Concept("x", "X", "…")),
)


def place(code: str, *terms: Term) -> Pack:
    return pack(id=code, jurisdiction=code, terms=terms)


def term(concept: str, word: str, meaning: str = "A meaning.", **more: object) -> Term:
    return replace(Term(concept, "ZRA", word, meaning, "1", "GL"), **more)  # type: ignore[arg-type]


def entries(*packs: Pack) -> tuple[Entry, ...]:
    return concordance(CATALOGUE, packs)


def test_every_word_stands_with_its_clause_and_silent_places_are_named() -> None:
    local = term("ai", "AI", local_word="人工智慧", local_language="zh-Hant", leaves_out="Statistics.")
    (entry,) = entries(place("AA", local), place("BB"))
    (usage,) = entry.usages
    assert (usage.place, usage.word, usage.local_word, usage.clause) == ("AA", "AI", "人工智慧", "1")
    assert (usage.label, usage.leaves_out) == ("ZRA guideline", "Statistics.")
    assert entry.silent == ("BB",)
    assert entry.warnings == ()


def test_the_same_word_with_different_meanings_is_warned_of() -> None:
    (entry,) = entries(place("AA", term("ai", "AI system")), place("BB", term("ai", "AI System", "Another.")))
    (warned,) = entry.warnings
    assert warned.places == ("AA", "BB")
    assert warned.text.startswith("ZRA (AA) and ZRA (BB) say “ai system”, each with its own meaning")
    (same,) = entries(place("AA", term("ai", "AI system")), place("BB", term("ai", "AI system")))
    assert same.warnings == ()


def test_letters_that_stand_for_another_concept_are_warned_of_on_both() -> None:
    ai, bank = entries(
        place("AA", term("bank", "authorized institution (AI)")),
        place("BB", term("ai", "artificial intelligence (AI)")),
    )
    assert [item.text for item in ai.warnings] == ["“AI” also stands for “Bank”: write the words in full."]
    assert [item.places for item in bank.warnings] == [("AA",)]


def test_the_packs_own_hints_are_kept() -> None:
    (entry,) = entries(place("AA", term("ai", "AI", confusable_with=("data analytics", "the word “bank”"))))
    assert [item.text for item in entry.warnings] == [
        "ZRA's “AI” may be taken for: data analytics.",
        "ZRA's “AI” may be taken for: the word “bank”",
    ]


def test_how_a_word_is_written() -> None:
    assert forms("authorized  Institution (AI)") == {"authorized institution", "AI"}
    assert forms("third party (in the guideline)") == {"third party"}
    assert forms("(AI)") == {"AI"}
