"""A real dossier's twin says one thing only; each place where it could be made to say two is found."""

import copy
import json
from collections.abc import Callable
from typing import Any

import pytest

from placet.domain.canonical import canonical_json
from placet.domain.twin_agreement import contradictions
from placet.domain.witness import proof_problems
from placet.dossier.reading import TWIN, embedded_files
from unit.operations.conftest import Story

Spoil = Callable[[dict[str, Any]], object]


@pytest.fixture
def twin(story: Story) -> dict[str, Any]:
    return dict(json.loads(embedded_files(story.pdf)[TWIN]))


def decision(number: int, **changes: Any) -> Spoil:
    return lambda twin: twin["decisions"][number].update(changes)


def record(number: int, **changes: Any) -> Spoil:
    """Change the signed record itself, as only its signer could, and write it canonically."""

    def spoil(twin: dict[str, Any]) -> None:
        line = twin["decisions"][number]
        line["record"] = canonical_json({**json.loads(line["record"]), **changes}).decode()

    return spoil


def condition(**changes: Any) -> Spoil:
    return lambda twin: twin["decisions"][3]["conditions"][0].update(changes)


def test_a_dossier_as_sealed_says_one_thing(twin: dict[str, Any]) -> None:
    assert contradictions(twin) == []
    assert proof_problems(twin) == []


CASES: dict[str, tuple[Spoil, str]] = {
    "another content": (lambda twin: twin.update(snapshot_sha256="00"), "not the content that was decided on"),
    "a stage left out": (lambda twin: twin["decisions"].pop(1), "not those of the route"),
    "stages in another order": (lambda twin: twin["decisions"].reverse(), "not those of the route"),
    "a decision twice": (lambda twin: twin["decisions"].append(twin["decisions"][0]), "one for each decision"),
    "a proof too many": (lambda twin: twin["proofs"].append(twin["proofs"][0]), "one for each decision"),
    "another stage's field": (decision(0, field="stage-validate"), "field of another stage"),
    "a record with spaces": (
        lambda twin: twin["decisions"][0].update(record=twin["decisions"][0]["record"] + " "),
        "not in canonical form",
    ),
    "no record": (decision(0, record="none"), "cannot be read"),
    "a record that is a list": (decision(0, record="[]"), "cannot be read"),
    "another sign-off": (record(0, id="other"), "sign-off"),
    "another version": (record(0, version_id="other"), "use case version"),
    "another entity": (record(0, entity_ids=["other"]), "entity"),
    "a body's decision as a person's": (decision(3, by_body=False), "by a body or a person"),
    "another name": (decision(0, who="Zoe Example"), "who"),
    "another body": (decision(3, who="The Board"), "who"),
    "somebody else present": (decision(3, present=["Zoe Example", "Dan Example"]), "present"),
    "somebody recused": (decision(3, recused=["Dan Example"]), "recused"),
    "a wider scope": (decision(0, scope="everywhere"), "scope"),
    "a condition less": (decision(3, conditions=[]), "conditions"),
    "a softer limit": (condition(limit="5000"), "conditions"),
    "another text": (condition(text="At most 5000 pilot customers."), "conditions"),
    "another owner": (condition(owner="Zoe Example"), "owners of conditions"),
    "a signature taken away": (decision(0, signature=""), "its signature is missing"),
}


@pytest.mark.parametrize("name", CASES)
def test_what_could_be_read_two_ways_is_found(name: str, twin: dict[str, Any]) -> None:
    spoil, words = CASES[name]
    before = copy.deepcopy(twin)
    spoil(twin)
    assert twin != before
    assert any(words in text for text in contradictions(twin))
