"""A small catalogue and inventories that every test of the room can start from."""

import pytest

from placet.domain.facts import About, Choice, FactCatalogue, FactDefinition, FactKind


def fact(key: str, kind: FactKind, about: About = About.USE_CASE, *choices: str, **more: object) -> FactDefinition:
    label = key.replace("_", " ").capitalize()
    made = tuple(Choice(choice, choice.upper()) for choice in choices)
    return FactDefinition(key, label, f"{label}?", kind, about, choices=made, **more)  # type: ignore[arg-type]


@pytest.fixture(scope="session")
def catalogue() -> FactCatalogue:
    technique = FactDefinition(
        "ai_technique",
        "Kind of technology",
        "What kind of technology does it use?",
        FactKind.SET,
        About.MODEL,
        choices=(
            Choice("rules_only", "Fixed rules"),
            Choice("genai", "Creates content"),
            Choice("llm", "Language model", ("genai",)),
        ),
    )
    return FactCatalogue(
        (
            technique,
            fact("customer_facing", FactKind.BOOL, per_place=True),
            fact("personal_data", FactKind.BOOL),
            fact("users", FactKind.NUMBER),
            fact("review_note", FactKind.TEXT),
            fact("first_used", FactKind.DATE),
            fact("sandbox", FactKind.CHOICE, About.USE_CASE, "none", "applying", "selected"),
            fact("hosted_abroad", FactKind.BOOL, About.SYSTEM),
            fact("sector", FactKind.SET, About.ENTITY, "bank", "insurer"),
        )
    )
