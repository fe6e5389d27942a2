"""A decision that was made, line by line, as it is read afterwards."""

from __future__ import annotations

from dataclasses import dataclass

from placet.domain.acts import Condition, Evidence, SignOff
from placet.domain.moments import shown
from placet.domain.parties import Body, Person
from placet.operations.workspace import Workspace
from placet.ui.presenters.act_words import assurance_words, condition_words, outcome_words
from placet.ui.translate import tr

Line = tuple[str, str]
_MARK = 16
"""Characters of a fingerprint that are shown; the dossier prints it whole."""


@dataclass(frozen=True, slots=True)
class ConditionLine:
    """A condition set earlier."""

    id: str
    number: str
    text: str
    owner: str
    state: str
    is_open: bool


def condition_lines(ws: Workspace, version_id: str) -> tuple[ConditionLine, ...]:
    """Return the conditions set on a version, with whether each is still open."""
    people = {item.id: item.name for item in ws.register.all(Person)}
    lines = []
    for item in ws.register.all(Condition, version_id=version_id):
        bound = item.limit or shown(item.due)
        text = f"{item.text} ({bound})" if bound else item.text
        state = tr("discharged {when}", when=shown(item.discharged_at)) if item.discharged_at else tr("open")
        owner = people.get(item.owner_id, "")
        lines.append(ConditionLine(item.id, item.number, text, owner, state, not item.discharged_at))
    return tuple(lines)


def decided_lines(ws: Workspace, act: SignOff) -> tuple[Line, ...]:
    """Return every line that says something, as label and text."""
    people = {item.id: item.name for item in ws.register.all(Person)}
    lines = (
        (tr("Outcome"), outcome_words()[act.outcome]),
        (tr("Decided by"), _decider(ws, act, people)),
        (tr("In the capacity of"), "" if act.body_id else act.capacity),
        (tr("Decided on"), shown(act.decided_on)),
        (tr("Recorded"), _recorded(act, people)),
        (tr("How identified"), assurance_words()[act.assurance]),
        (tr("Certificate"), f"SHA-256 {act.certificate_fingerprint[:_MARK]}…" if act.certificate_fingerprint else ""),
        (tr("Minute"), act.minute_reference),
        (tr("Present"), ", ".join(people.get(key, key) for key in act.present_ids)),
        (tr("Recused"), ", ".join(people.get(key, key) for key in act.recused_ids)),
        (tr("Dissent"), act.dissent),
        (tr("Extract of the minutes"), _exhibit(ws, act.extract_id)),
        (tr("Remarks"), act.comment),
        (tr("Only for"), act.population),
        (tr("Only until"), shown(act.until)),
        *(_condition(item, people) for item in ws.register.all(Condition, sign_off_id=act.id)),
    )
    return tuple((label, text) for label, text in lines if text)


def _decider(ws: Workspace, act: SignOff, people: dict[str, str]) -> str:
    body = ws.register.get(Body, act.body_id) if act.body_id else None
    return body.name if body else people.get(act.person_id, "")


def _recorded(act: SignOff, people: dict[str, str]) -> str:
    by = people.get(act.recorded_by.partition(":")[2], act.recorded_by)
    return tr("{when}, by {name}", when=shown(act.recorded_at), name=by)


def _exhibit(ws: Workspace, evidence_id: str) -> str:
    found = ws.register.get(Evidence, evidence_id) if evidence_id else None
    return f"{found.number}  {found.title}" if found else ""


def _condition(item: Condition, people: dict[str, str]) -> Line:
    words = {str(key): word for key, word in condition_words()}
    parts = [f"{words.get(item.kind, item.kind)}: {item.text}", item.limit]
    parts.append(tr("until {day}", day=shown(item.due)) if item.due else "")
    parts.append(tr("owner {name}", name=people.get(item.owner_id, "")))
    parts.append(tr("watched by {who}", who=item.monitored_by) if item.monitored_by else "")
    return tr("Condition {number}", number=item.number), "; ".join(part for part in parts if part)
