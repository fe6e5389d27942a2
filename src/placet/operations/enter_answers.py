"""Enter an answers file: every fact and answer in it, or none."""

from __future__ import annotations

from dataclasses import dataclass

from placet.domain.acts import Evidence
from placet.domain.errors import Finding, FindingsError, UserFacingError
from placet.domain.parties import Entity, Person, UseCaseVersion
from placet.operations.answer_question import answer
from placet.operations.state_facts import state_fact
from placet.operations.workspace import Workspace
from placet.packs.answers_reader import read_answers
from placet.packs.library import Library
from placet.packs.shapes import AnswersFile, GivenAnswer


@dataclass(frozen=True, slots=True)
class Entered:
    """How much an answers file brought in."""

    facts: int
    answers: int


def enter_answers(ws: Workspace, version: UseCaseVersion, entity: Entity, data: bytes, name: str) -> Entered:
    """Read, check against the register, then enter; FindingsError lists every slip and nothing is entered."""
    given = read_answers(data, Library(ws.common, ws.facts, ws.packs), name)
    _check(ws, given, name)
    with ws.register.together():
        for key, value in given.facts:
            state_fact(ws, version, key, _plain(value), entity_id=entity.id)
        for item in given.answers:
            _enter(ws, version, entity, item)
    return Entered(len(given.facts), len(given.answers))


def _plain(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value


def _enter(ws: Workspace, version: UseCaseVersion, entity: Entity, item: GivenAnswer) -> None:
    evidence = {found.number: found.id for found in ws.register.all(Evidence)}
    answer(
        ws,
        version,
        item.status,
        item.statement,
        control=item.control,
        requirement=item.requirement,
        entity_ids=(entity.id,),
        evidence_ids=tuple(evidence[number] for number in item.evidence),
        basis=item.basis,
        expires=item.expires,
        second_person=_person(ws, item.second_person),
        disclosure=item.disclosure,
    )


def _person(ws: Workspace, name: str) -> str:
    if not name:
        return ""
    found = ws.register.get(Person, name) or next(iter(ws.register.all(Person, name=name)), None)
    if found is None:
        raise UserFacingError(f"there is no person “{name}” in this register")
    return found.id


def _check(ws: Workspace, given: AnswersFile, name: str) -> None:
    numbers = {item.number for item in ws.register.all(Evidence)}
    people = {item.name for item in ws.register.all(Person)} | {item.id for item in ws.register.all(Person)}
    found = []
    for item in given.answers:
        about = item.control or item.requirement
        missing = [number for number in item.evidence if number not in numbers]
        found += [Finding(name, 0, f"“{about}” cites {number}, which is not in the register") for number in missing]
        if item.second_person and item.second_person not in people:
            found.append(Finding(name, 0, f"“{about}” names {item.second_person}, who is not in the register"))
        if bool(item.control) == bool(item.requirement):
            found.append(Finding(name, 0, f"“{about or item.statement[:30]}” is about one control or one requirement"))
    if found:
        raise FindingsError(found[0].message, tuple(found), name, "Nothing was entered.")
