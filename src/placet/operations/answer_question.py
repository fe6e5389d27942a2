"""Answer a control or what one requirement asks beyond it; answers are superseded, never edited."""

from __future__ import annotations

from collections.abc import Sequence

from placet.domain.acts import Answer, AnswerStatus, Determination, Disclosure, Evidence
from placet.domain.canonical import nfc
from placet.domain.disclosure import disclosure_of
from placet.domain.errors import UserFacingError
from placet.domain.moments import require_day
from placet.domain.parties import Person, TriageResult, UseCase, UseCaseVersion
from placet.operations.open_version import require_open
from placet.operations.workspace import Workspace, found
from placet.register.journal import Change

NEEDS_BASIS = frozenset({AnswerStatus.DISAPPLIED, AnswerStatus.WAIVED})


def answer(
    ws: Workspace,
    version: UseCaseVersion,
    status: str,
    statement: str,
    *,
    control: str = "",
    requirement: str = "",
    entity_ids: Sequence[str] = (),
    evidence_ids: Sequence[str] = (),
    basis: str = "",
    expires: str = "",
    second_person: str = "",
    disclosure: str = Disclosure.ORDINARY,
) -> Answer:
    """Record an answer by the person at the keyboard.

    ``requirement`` may also be a form's field that only a person can fill (``Form.answer_key``).
    Disapplying and waiving need a basis and a second person who is somebody else; a waiver also needs its end.
    """
    _check(ws, version, status, control, requirement, basis, expires, second_person)
    shown_to = disclosure_of(disclosure)
    for evidence_id in evidence_ids:
        found(ws.register.get(Evidence, evidence_id), "evidence", evidence_id)
    given = Answer(
        ws.new_id(), version.id, AnswerStatus(status), control, requirement, tuple(entity_ids),
        nfc(statement.strip()), tuple(evidence_ids), nfc(basis.strip()), expires,
        ws.actor.person_id or str(ws.actor), second_person, ws.now(), shown_to,
    )  # fmt: skip
    ws.commit("answer", [Change.put(given)], subject=version.id)
    return given


def _check(
    ws: Workspace,
    version: UseCaseVersion,
    status: str,
    control: str,
    requirement: str,
    basis: str,
    expires: str,
    second_person: str,
) -> None:
    require_open(ws, version)
    if status not in set(AnswerStatus):
        raise UserFacingError(f"“{status}” is not an answer", todo=f"Use one of {', '.join(AnswerStatus)}.")
    if bool(control) == bool(requirement):
        raise UserFacingError("an answer is about one control or one requirement")
    if control and ws.common.control(control) is None:
        raise UserFacingError(f"there is no control called {control!r}", "answers")
    if requirement and not any(
        pack.requirement(requirement) or pack.asks_in_a_form(requirement) for pack in ws.packs.values()
    ):
        raise UserFacingError(f"there is no requirement called {requirement!r}", "answers")
    require_day(expires, "expires")
    if status not in NEEDS_BASIS:
        return
    if not basis.strip():
        raise UserFacingError(f"{status} needs a basis", rule="basis", todo="Say why, or give the waiver's reference.")
    if status == AnswerStatus.WAIVED and not expires:
        raise UserFacingError("a waiver needs the date it ends", rule="waiver-end")
    _second_person(ws, status, second_person)


def _second_person(ws: Workspace, act: str, second_person: str) -> None:
    if act not in ws.firm.second_person_for:
        return
    if not second_person or ws.register.get(Person, second_person) is None:
        raise UserFacingError(f"{act} needs a second person", rule="second-person", todo="Name who agreed.")
    if not ws.actor.person_id:
        raise UserFacingError(f"nobody is named as the first person for {act}", todo="Choose who you are first.")
    if second_person == ws.actor.person_id:
        raise UserFacingError("the second person must be somebody else", rule="second-person")


def determine(
    ws: Workspace,
    version: UseCaseVersion,
    entity_id: str,
    subject: str,
    *,
    proposed: str,
    determined: str,
    reasons: str,
    role: str = "",
    second_person: str = "",
) -> Determination:
    """Record what a named person decided on a judgement that Placet only proposes.

    Departing from the proposal needs reasons. The person at the keyboard must be a person of the register.
    """
    require_open(ws, version)
    made = _determination(ws, version, entity_id, subject, proposed, determined, reasons, role, second_person)
    ws.commit("determine", [Change.put(made)], subject=version.id)
    return made


def _determination(
    ws: Workspace,
    version: UseCaseVersion,
    entity_id: str,
    subject: str,
    proposed: str,
    determined: str,
    reasons: str,
    role: str = "",
    second_person: str = "",
) -> Determination:
    if not ws.actor.person_id:
        raise UserFacingError("nobody is named as the one who determines", todo="Choose who you are first.")
    if determined != proposed and not reasons.strip():
        raise UserFacingError("departing from the proposal needs reasons", subject, rule="reasons")
    _second_person(ws, subject.partition(":")[0], second_person)
    return Determination(
        ws.new_id(), version.id, entity_id, subject, proposed, determined, nfc(reasons.strip()),
        ws.actor.person_id, ws.now(), role, second_person,
    )  # fmt: skip


def determine_triage(
    ws: Workspace,
    use_case: UseCase,
    version: UseCaseVersion,
    result: str,
    reasons: str = "",
    second_person: str = "",
) -> None:
    """Record what triage settled, on the use case and as a determination."""
    from dataclasses import replace

    from placet.operations.assess_use_case import triage_of

    if result not in set(TriageResult):
        raise UserFacingError(f"“{result}” is not an outcome of triage", todo=f"Use one of {', '.join(TriageResult)}.")
    proposed = triage_of(ws, use_case, version).result
    made = _determination(ws, version, "", "triage", proposed, result, reasons, second_person=second_person)
    ws.commit("settle_triage", [Change.put(made), Change.put(replace(use_case, triage=result))], subject=use_case.id)


def determinations(ws: Workspace, version: UseCaseVersion, entity_id: str = "") -> dict[str, Determination]:
    """Return the newest determination for each subject."""
    made = ws.register.all(Determination, version_id=version.id)
    mine = [item for item in made if item.entity_id in ("", entity_id)]
    return {item.subject: item for item in sorted(mine, key=lambda item: item.at)}
