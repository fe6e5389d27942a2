"""The catalogue has a word for everything the sections say and for every value they may meet."""

import json
import re
from pathlib import Path

import pytest

import placet.dossier
from placet.domain.acts import Assurance, ConditionKind
from placet.domain.coverage import CoverageStatus
from placet.domain.firm import ActKind, Outcome
from placet.domain.pack import DataOutcome
from placet.domain.rules import Force, Severity
from placet.domain.sealed import COVER_LINES
from placet.dossier.catalogue import catalogue, when
from placet.dossier.sections_law import THEMES
from placet.dossier.states import FORCES, STATES
from placet.resources import resource_path

WORDS = catalogue("en")
SOURCES = sorted(Path(placet.dossier.__file__).parent.glob("*.py"))


def test_every_text_that_the_code_asks_for_is_there() -> None:
    asked = {
        key
        for source in SOURCES
        for key in re.findall(r"words(?:\.items)?\(\s*\"([a-z_]+\.[a-z_.]+)\"", source.read_text(encoding="utf-8"))
    }
    assert len(asked) > 120
    assert sorted(asked - set(WORDS.texts) - set(WORDS.lists)) == []


def test_no_text_is_kept_that_nothing_asks_for() -> None:
    code = "".join(source.read_text(encoding="utf-8") for source in SOURCES).replace("'", '"')
    by_value = {*re.findall(r"words\(\s*f\"([a-z_]+)\.", code), *re.findall(r"\.word\(\s*\"([a-z_]+)\"", code)}
    by_value -= {"column"}
    loose = {
        key
        for key in WORDS.texts
        if f'"{key}"' not in code and key.partition(".")[0] not in by_value and f'"{key.partition(".")[2]}"' not in code
    }
    assert sorted(loose) == []


@pytest.mark.parametrize(
    ("group", "values"),
    [
        ("status", CoverageStatus),
        ("force", Force),
        ("severity", Severity),
        ("outcome", Outcome),
        ("act", ActKind),
        ("assurance", Assurance),
        ("outcome_data", DataOutcome),
        ("cond", ConditionKind),
        ("kind", COVER_LINES),
    ],
)
def test_every_value_of_a_closed_list_has_its_word(group: str, values: object) -> None:
    assert [str(value) for value in values if f"{group}.{value}" not in WORDS.texts] == []  # type: ignore[attr-defined]


def test_the_legend_explains_every_tag_and_mark() -> None:
    assert set(FORCES) == {str(force) for force in Force}
    assert set(STATES) == {str(state) for state in CoverageStatus} - {"not_triggered"}
    for state in STATES:
        assert WORDS(f"status.{state}.meaning")


def test_themes_and_sandbox_parts_name_controls_and_form_fields_that_exist() -> None:
    common = json.loads(resource_path("packs", "compiled", "common.json").read_text(encoding="utf-8"))
    titles = {control["title"] for control in common["content"]["catalogue"]["controls"]}
    pack = json.loads(resource_path("packs", "compiled", "HK.json").read_text(encoding="utf-8"))["content"]
    forms = {form["id"]: form for form in pack["forms"]}
    labels = {field["label"] for key in WORDS.items("sandbox.forms") for field in forms[key]["fields"]}
    named = {title for key, items in WORDS.lists.items() if key.endswith(".controls") for title in items}
    fields = {label for key, items in WORDS.lists.items() if key.endswith(".fields") for label in items}
    assert len(named) > 30
    assert named - titles == set()
    assert fields - labels == set()
    assert all(WORDS.items(f"theme.{theme}.controls") for theme in THEMES)


def test_an_unknown_language_falls_back_and_an_unknown_value_reads_as_stored() -> None:
    assert catalogue("xx") is WORDS
    assert WORDS.word("status", "under_review") == "under review"
    with pytest.raises(KeyError):
        WORDS("no.such_text")


def test_dates_read_as_people_read_them_and_other_words_stay() -> None:
    assert when("2026-11-22T02:03:04.567Z[Asia/Hong_Kong]") == "22 Nov 2026, 10:03 HKT"
    assert when("2026-11-22") == "22 Nov 2026"
    assert when("six weeks after launch") == "six weeks after launch"
    assert when("") == ""
