"""Front matter: cover, document control, how to read the dossier."""

from __future__ import annotations

from placet.domain.snapshot import PackRef
from placet.dossier import styles
from placet.dossier.catalogue import when
from placet.dossier.drawing import Cell, Column, Status
from placet.dossier.matter import DRAFT, REVIEW, Matter
from placet.dossier.sections_acts import assurance_words, decision_words
from placet.dossier.sheet import AnyCell, Sheet, Tag
from placet.dossier.states import FORCES, STATES

_MANY_STAGES = 5
"""Stages from which the cover is set higher, so that every signatory is on it."""
_MOST_WITH_PARTS = 20
"""Sections up to which the contents list their parts too."""


def cover(sheet: Sheet, matter: Matter) -> None:
    """Add the cover page and document control."""
    words, subject, heading = sheet.words, matter.snapshot.subject, matter.snapshot.heading
    sheet.space(64 if len(matter.decisions) < _MANY_STAGES else 24)
    kind = words.word("kind", heading.kind)
    mode = words(f"mode.{matter.mode}")
    sheet.kicker(f"{kind} · {mode}" if mode else kind)
    sheet.centred(subject.name, styles.COVER_TITLE, "use_case.name")
    whom = {"entity": subject.entity_legal_name, "addressee": heading.addressee_name}
    sheet.centred(words("cover.for_internal" if matter.is_internal else "cover.for", **whom), field="entity.legal_name")
    sheet.space(18)
    sheet.strip(words("cover.strip", classification=classification(sheet, matter), place=heading.place_name))
    sheet.entries(_cover_entries(sheet, matter))
    sheet.callout(words("cover.what"), _cover_lines(sheet, matter))
    _signatories(sheet, matter)
    sheet.new_page()
    sheet.heading(words("cover.control"), is_numbered=False)
    sheet.entries(_control(sheet, matter))
    sheet.space(20)
    sheet.contents(words("cover.contents"), depth=2 if len(matter.sections) <= _MOST_WITH_PARTS else 1)
    sheet.new_page()


def classification(sheet: Sheet, matter: Matter) -> str:
    """Return whom the dossier is for, as the header and the cover's band say it."""
    if matter.is_internal:
        return sheet.words("frame.internal", entity=matter.snapshot.subject.entity_name)
    return sheet.words("frame.external", addressee=matter.snapshot.heading.addressee_name)


def _cover_entries(sheet: Sheet, matter: Matter) -> list[tuple[str, Cell]]:
    words, subject, heading = sheet.words, matter.snapshot.subject, matter.snapshot.heading
    firm = (subject.entity_legal_name, subject.entity_registration)
    made = when(matter.prepared)
    number = words("cover.number_value", number=matter.number, version=matter.version) if matter.content else ""
    return [
        (words("cover.number"), number),
        (words("cover.date"), words("cover.sealed", at=made) if matter.content else made),
        (words("cover.firm"), words("cover.firm_value", name=firm[0], registration=firm[1]) if firm[1] else firm[0]),
        (words("cover.addressee"), heading.addressee_name),
        (words("cover.place"), heading.place_name),
        (
            words("cover.use_case"),
            words(
                "cover.use_case_value",
                name=subject.name,
                reference=subject.reference,
                version=subject.version_number,
            ),
        ),
    ]


def _cover_lines(sheet: Sheet, matter: Matter) -> list[str]:
    if matter.content:
        return list(matter.content.cover_lines)
    return [sheet.words("cover.review" if matter.mode == REVIEW else "cover.draft")]


def _signatories(sheet: Sheet, matter: Matter) -> None:
    words = sheet.words
    if not matter.decisions:
        if matter.snapshot.firm.route:
            sheet.heading(words("cover.route_ahead"), 3)
            columns = [Column(words("column.stage"), 3), Column(words("column.name"), 3)]
            sheet.table(columns, [[step.title, step.who] for step in matter.snapshot.firm.route])
        return
    sheet.heading(words("cover.signatories"), 3)
    columns = [
        Column(words("column.stage"), 3),
        Column(words("column.name"), 3.6),
        Column(words("column.decision"), 2.6),
        Column(words("column.date"), 1.8),
        Column(words("column.identified"), 3.4),
    ]
    rows: list[list[AnyCell]] = [
        [
            line.stage,
            line.who if line.by_body else f"{line.who}, {line.capacity}",
            decision_words(sheet, line),
            when(line.decided_on),
            assurance_words(sheet, line),
        ]
        for line in matter.decisions
    ]
    sheet.table(columns, rows)


def _control(sheet: Sheet, matter: Matter) -> list[tuple[str, Cell]]:
    words, subject, heading = sheet.words, matter.snapshot.subject, matter.snapshot.heading
    packs = "\n".join(_pack(sheet, pack) for pack in heading.packs)
    version = words("control.use_case_version_value", number=subject.version_number, summary=subject.version_summary)
    pairs: list[tuple[str, Cell]] = [
        (words("control.reference"), subject.reference),
        (words("control.use_case_version"), version),
        (words("control.as_of"), when(heading.as_of)),
        (words("control.packs"), packs),
    ]
    content = matter.content
    key = "control.twin_value" if content else "control.review_value"
    decided = content.decided_snapshot_sha256 if content else matter.sha256_hex
    pairs += [
        (words("control.snapshot"), decided),
        (words("control.twin"), words(key, fingerprint=matter.mark)),
    ]
    if matter.mode == DRAFT:
        pairs = pairs[:-1]
    pairs.append((words("control.language"), words.word("language", heading.language)))
    if content:
        pairs.append((words("control.made_with"), content.application))
    return pairs


def _pack(sheet: Sheet, pack: PackRef) -> str:
    key = "control.pack_as_of" if pack.as_of else "control.pack"
    return sheet.words(key, id=pack.id, version=pack.version, as_of=when(pack.as_of), sha=pack.sha256[:16])


def how_to_read(sheet: Sheet, matter: Matter) -> None:
    """Explain numbers, tags, marks and what is not yet checked."""
    words, firm = sheet.words, matter.snapshot.subject.entity_name
    sheet.text(words("read.what", firm=firm))
    sheet.text(words("read.numbers"))
    sheet.lead(words("read.force"))
    rows: list[list[AnyCell]] = [[Tag(words(f"force.{force}")), words(f"force.{force}.meaning")] for force in FORCES]
    sheet.table([Column(words("column.tag"), 1), Column(words("column.meaning"), 4)], rows)
    sheet.lead(words("read.status"))
    columns = [Column(words("column.status"), 1.4), Column(words("column.meaning"), 4)]
    sheet.table(
        columns,
        [[Status(mark, words(f"status.{state}")), words(f"status.{state}.meaning")] for state, mark in STATES.items()],
    )
    sheet.text(words("read.researched", firm=firm))
    sheet.text(words("read.determined"))
    sheet.text(words("read.times"))
