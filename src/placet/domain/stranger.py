"""The stranger test: what a reader outside the firm could not resolve from the dossier alone.

Errors block sealing; warnings need a person's reason, which is printed. Every finding's ``path`` names the field.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from placet.domain.errors import Finding
from placet.domain.firm import Outcome
from placet.domain.pack import Term
from placet.domain.sealed import DecisionLine
from placet.domain.snapshot import ExhibitLine, RequirementLine, Snapshot
from placet.domain.wording import NOT_KNOWN

_ABBREVIATION = re.compile(r"\b([A-Z][A-Z&]{1,9}(?:-[A-Z0-9]{1,6})*)s?\b", re.ASCII)
_EXPANDED = re.compile(r"\(([A-Z][A-Z&]{1,9})s?\)|\b([A-Z][A-Z&]{1,9})s? \(")
_HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_POINTS_INSIDE = re.compile(
    r"\b(see (?:the )?(?:system|intranet|sharepoint|share ?drive|wiki|jira|confluence|folder|ticket)\b[^.;]*"
    r"|as (?:discussed|agreed) (?:by|in|with)\b[^.;]*|per (?:email|e-mail|call|chat)\b[^.;]*)",
    re.IGNORECASE,
)
_EMPTY_ANSWERS = frozenset(
    {"yes", "no", "n/a", "na", "ok", "okay", "done", "tbc", "tbd", "see above", "as above", "compliant", "met",
     "fine", "none", "已完成", "是", "否", "符合", "待定"}
)  # fmt: skip
_PLACES = ("HK", "SG", "TW", "MY", "TH", "PH", "VN", "EU", "UK", "US", "CN")
_COMPUTING = ("AI", "PDF", "ID", "OK", "UTC", "SHA", "API", "IT", "URL", "QR", "FAQ")
COMMON_ABBREVIATIONS = frozenset((*_PLACES, *_COMPUTING, "HKD", "USD"))
"""Abbreviations a supervisor's reader is taken to know."""
_SHORTEST_STATEMENT = 12


def stranger_findings(
    snapshot: Snapshot,
    decisions: Sequence[DecisionLine] | None,
    terms: Sequence[Term],
    decision_exhibits: Sequence[ExhibitLine] = (),
) -> tuple[Finding, ...]:
    """Return everything a stranger could not resolve; ``decisions`` is None while the route is not run yet."""
    found = [
        *_basics(snapshot),
        *_texts(snapshot, terms),
        *_answers(snapshot),
        *_exhibits(snapshot, decision_exhibits),
        *_rules(snapshot),
        *_parties(snapshot),
        *_forms(snapshot),
    ]
    if decisions is not None:
        for decision in decisions:
            found.extend(_decision(decision))
        found.extend(_citations((*snapshot.exhibits, *decision_exhibits), decisions))
    return tuple(dict.fromkeys(found))


def _error(path: str, message: str, hint: str = "") -> Finding:
    return Finding(path, 0, message, hint)


def _warning(path: str, message: str, hint: str = "") -> Finding:
    return Finding(path, 0, message, hint, "warning")


def _basics(snapshot: Snapshot) -> Iterable[Finding]:
    for field, label in (
        ("name", "The use case has no name"),
        ("description", "The use case is not described"),
        ("purpose", "Nobody has said what the use case is for"),
        ("owner", "The use case has no owner"),
        ("entity_legal_name", "The entity has no legal name"),
    ):
        if not str(getattr(snapshot.subject, field)).strip():
            yield _error(f"use_case.{field}", label, "Fill it in on the Register page.")
    if not snapshot.subject.entity_registration.strip():
        yield _warning("entity.registration", "The entity's licence or registration number is missing")
    if not snapshot.subject.flows_complete:
        yield _error("flows", "Nobody has said that the list of data flows is complete", "Confirm it in the interview.")
    if not snapshot.subject.parts:
        yield _error("systems", "No system or model is named", "Add the system on the Register page.")


def _free_texts(snapshot: Snapshot) -> Iterable[tuple[str, str]]:
    yield "use_case.name", snapshot.subject.name
    yield "use_case.description", snapshot.subject.description
    yield "use_case.purpose", snapshot.subject.purpose
    yield "version.summary", snapshot.subject.version_summary
    for part in snapshot.subject.parts:
        yield f"{part.kind}.{part.name}", part.description
    for requirement in snapshot.law.requirements:
        for answer in requirement.answers:
            yield f"answer.{requirement.id}", answer.statement
            yield f"answer.{requirement.id}", answer.basis


def _texts(snapshot: Snapshot, terms: Sequence[Term]) -> Iterable[Finding]:
    texts = [(path, text) for path, text in _free_texts(snapshot) if text]
    known = COMMON_ABBREVIATIONS | _expanded(texts) | {word.word for word in snapshot.firm.glossary}
    known |= {word for line in snapshot.law.terms for word in _ABBREVIATION.findall(line.word)}
    known |= {word for part in snapshot.subject.parts for word in _ABBREVIATION.findall(part.name)}
    known |= {word for item in snapshot.law.requirements for word in _ABBREVIATION.findall(item.regulator)}
    known |= _names(snapshot)
    seen: set[str] = set()
    for path, text in texts:
        for word in _ABBREVIATION.findall(text):
            base = word.split("-")[0]
            if word not in known and base not in known and word not in seen:
                seen.add(word)
                yield _error(path, f"“{word}” is never expanded", "Write it out once, or add it to the glossary.")
        inside = _POINTS_INSIDE.search(text)
        if inside:
            hint = "Say what is there, or attach it as evidence."
            yield _error(path, f"“{inside.group(0).strip()}” points to something the reader cannot open", hint)
        yield from _misused(path, text, terms, snapshot)


def _names(snapshot: Snapshot) -> set[str]:
    """Return the capitals inside names that the dossier itself gives: people (CHAN Tai Man), entity, firm, rules."""
    subject, heading = snapshot.subject, snapshot.heading
    names = [
        subject.reference,
        subject.entity_name,
        subject.entity_legal_name,
        subject.owner,
        heading.addressee_name,
        snapshot.firm.name,
    ]
    names += [person.name for person in subject.people] + [body.name for body in snapshot.firm.bodies]
    names += [item.instrument for item in snapshot.law.requirements]
    return {word for name in names for word in _ABBREVIATION.findall(name)}


def _expanded(texts: Iterable[tuple[str, str]]) -> set[str]:
    return {word for _, text in texts for pair in _EXPANDED.findall(text) for word in pair if word}


def _misused(path: str, text: str, terms: Sequence[Term], snapshot: Snapshot) -> Iterable[Finding]:
    """Warn where a word means something else to this addressee."""
    for term in terms:
        if term.regulator != snapshot.heading.addressee:
            continue
        for word in term.confusable_with:
            if re.search(rf"\b{re.escape(word)}\b", text):
                meaning = f"to this regulator “{term.word}” means: {term.meaning}"
                yield _warning(path, f"“{word}” may be read against the regulator's meaning; {meaning}")


def _answers(snapshot: Snapshot) -> Iterable[Finding]:
    for requirement in snapshot.law.requirements:
        path = f"answer.{requirement.id}"
        for answer in requirement.answers:
            text = answer.statement.strip()
            if answer.status in ("met", "met_by_equivalent", "partly") and (
                text.lower().rstrip(".。") in _EMPTY_ANSWERS or _width(text) < _SHORTEST_STATEMENT
            ):
                yield _error(
                    path,
                    f"The answer to “{requirement.title}” says nothing",
                    "Say what is done, by whom, how.",
                )
            if answer.status in ("disapplied", "waived") and not answer.basis.strip():
                yield _error(path, f"“{requirement.title}” is {answer.status} without a basis")
            if not answer.by:
                yield _error(path, f"Nobody is named for the answer to “{requirement.title}”")
    for requirement in snapshot.law.requirements:
        if requirement.status == "open":
            yield _warning(f"requirement.{requirement.id}", f"“{requirement.title}” is open; it is printed as a gap")
    yield from _undecided(snapshot)


def _undecided(snapshot: Snapshot) -> Iterable[Finding]:
    """Name each fact that is not known once, with what waits for it, instead of every requirement."""
    waiting: dict[str, list[RequirementLine]] = {}
    for requirement in snapshot.law.requirements:
        if requirement.status == "undecided":
            unknown = [reason for reason in requirement.reasons if reason.endswith(f": {NOT_KNOWN}")]
            for reason in unknown or ["Whether it applies"]:
                waiting.setdefault(reason.removesuffix(f": {NOT_KNOWN}"), []).append(requirement)
    for label, lines in waiting.items():
        more = f" and {len(lines) - 1} more" if len(lines) > 1 else ""
        text = f"{label}: {NOT_KNOWN}; whether “{lines[0].title}”{more} applies is undecided"
        yield _error(f"requirement.{lines[0].id}", text, "State the fact in the interview.")


def _width(text: str) -> int:
    """Return the length of a text, a Han character counted as two letters: it says more."""
    return len(text) + len(_HAN.findall(text))


def _exhibits(snapshot: Snapshot, more: Sequence[ExhibitLine]) -> Iterable[Finding]:
    numbers = {exhibit.number for exhibit in snapshot.exhibits}
    for exhibit in (*snapshot.exhibits, *more):
        path = f"evidence.{exhibit.number}"
        if not exhibit.cleared:
            yield _warning(path, f"{exhibit.number} is cited but not cleared for {snapshot.heading.addressee_name}")
        elif not exhibit.attached:
            yield _warning(path, f"{exhibit.number} is cited but not attached; only its SHA-256 is given")
        if not exhibit.title.strip():
            yield _error(path, f"{exhibit.number} has no title")
        if not exhibit.dated:
            yield _warning(path, f"{exhibit.number} “{exhibit.title}” has no date")
    for path, text in _free_texts(snapshot):
        for cited in re.findall(r"\bE-\d{2,}\b", text):
            if cited not in numbers:
                yield _error(path, f"{cited} is cited but there is no such exhibit")


def _rules(snapshot: Snapshot) -> Iterable[Finding]:
    external = snapshot.heading.addressee != "internal"
    for requirement in snapshot.law.requirements:
        if (
            external
            and requirement.recheck_by < snapshot.heading.as_of
            and requirement.clause_checked == "as researched"
        ):
            yield _error(
                f"requirement.{requirement.id}",
                f"{requirement.instrument} {requirement.clause} was to be rechecked by {requirement.recheck_by}",
                "Check it against the official text and record who did, and when.",
            )
    for line in snapshot.law.classifications:
        if not line.determined:
            yield _error(f"classification.{line.id}", f"Nobody has determined “{line.title}”", "Determine it first.")
        elif not line.determined_by or not line.determined_at:
            yield _error(f"classification.{line.id}", f"“{line.title}” was determined without a name or a date")
        elif line.determined != line.proposed and not line.determined_reasons.strip():
            yield _error(f"classification.{line.id}", f"“{line.title}” departs from what is proposed without a reason")
    for flow in snapshot.subject.flows:
        for ruling in flow.rulings:
            if ruling.outcome == "not_assessed":
                yield _warning(f"flow.{flow.name}", f"“{ruling.title}” could not be assessed for this flow")


def _parties(snapshot: Snapshot) -> Iterable[Finding]:
    for step in snapshot.firm.route:
        if not step.who.strip():
            yield _error(f"route.{step.title}", f"Who acts at “{step.title}” is not said", "Name the role or the body.")
    for person in snapshot.subject.people:
        if not person.job_title.strip() and not person.roles:
            yield _error(f"person.{person.name}", f"{person.name} has neither a position nor a role")
        for role in person.roles:
            if not role.explanation.strip():
                yield _error(f"role.{role.title}", f"The role “{role.title}” is not explained to an outsider")


def _forms(snapshot: Snapshot) -> Iterable[Finding]:
    """Name what the addressee's own form asks and nobody has written."""
    for form in snapshot.law.forms:
        if form.regulator != snapshot.heading.addressee_name:
            continue
        for field in form.fields:
            if field.required and not field.value.strip():
                yield _error(
                    f"form.{form.id}", f"“{field.label}” of “{form.title}” is empty", "Fill it in the interview."
                )


def _decision(decision: DecisionLine) -> Iterable[Finding]:
    path = f"decision.{decision.stage_id}"
    if not decision.who:
        yield _error(path, f"“{decision.stage}” names nobody")
    if not decision.decided_on:
        yield _error(path, f"“{decision.stage}” has no decision date")
    if not decision.capacity:
        yield _error(path, f"“{decision.stage}”: in which capacity {decision.who} acted is not said")
    if decision.outcome == Outcome.APPROVED_WITH_CONDITIONS and not decision.conditions:
        yield _error(path, f"“{decision.stage}” approved with conditions, but none is recorded")
    if not decision.signature and not decision.by_body:
        yield _warning(path, f"“{decision.stage}” by {decision.who} is recorded, not signed ({decision.assurance})")
    if decision.by_body:
        yield from _minute(path, decision)
    for condition in decision.conditions:
        if not condition.owner:
            yield _error(f"condition.{condition.number}", f"Condition {condition.number} has no owner")
        if not condition.limit and not condition.due:
            yield _error(f"condition.{condition.number}", f"Condition {condition.number} has no limit and no end")


def _minute(path: str, decision: DecisionLine) -> Iterable[Finding]:
    if not decision.minute_reference:
        yield _error(path, f"{decision.who} decided without a minute reference")
    if not decision.quorum or len(decision.present) < decision.quorum:
        yield _error(path, f"{decision.who}: who was present, and the quorum, are not shown")
    if not decision.extract_exhibit:
        yield _error(path, f"{decision.who}: no extract of the minutes is attached")


def _citations(exhibits: Sequence[ExhibitLine], decisions: Sequence[DecisionLine]) -> Iterable[Finding]:
    numbers = {exhibit.number for exhibit in exhibits}
    for decision in decisions:
        if decision.extract_exhibit and decision.extract_exhibit not in numbers:
            path = f"decision.{decision.stage_id}"
            yield _error(path, f"{decision.extract_exhibit} is cited but is not among the exhibits")
