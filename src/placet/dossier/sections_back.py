"""What lets a reader check the rest: exhibits, what could not be verified, and how to verify the file."""

from __future__ import annotations

from placet.domain.canonical import grouped
from placet.domain.sealed import DecisionLine, SealedContent
from placet.domain.snapshot import ExhibitLine
from placet.dossier import styles
from placet.dossier.catalogue import when
from placet.dossier.drawing import Column
from placet.dossier.matter import Matter
from placet.dossier.sections_acts import assurance_words
from placet.dossier.sheet import AnyCell, Sheet
from placet.dossier.text import Span


def exhibits(sheet: Sheet, matter: Matter) -> None:
    """List the exhibits with their hashes, and whether each travels with the dossier."""
    words, lines = sheet.words, matter.exhibits
    sheet.lead(words("exhibits.intro" if lines else "exhibits.none"))
    if not lines:
        return
    columns = [
        Column(words("column.no"), 0.9),
        Column(words("column.exhibit"), 5),
        Column(words("column.date"), 1.7),
        Column(words("column.sha"), 2.8),
        Column(words("column.here"), 1.7),
    ]
    sheet.table(columns, [_exhibit(sheet, line) for line in lines], "evidence")


def _exhibit(sheet: Sheet, line: ExhibitLine) -> list[AnyCell]:
    words = sheet.words
    here = "exhibit.attached" if line.attached else "exhibit.not_attached" if line.cleared else "exhibit.withheld"
    title = "\n".join(filter(None, (line.title, ", ".join(filter(None, (line.issuer, line.file_name))))))
    sha = grouped(line.sha256[:16], 4) if line.sha256 else words("exhibit.no_file")
    return [line.number, title, when(line.dated) or words("exhibit.undated"), sha, words(here)]


def not_verified(sheet: Sheet, matter: Matter) -> None:
    """Say what the research could not verify, and which warnings a person let pass."""
    words, lines = sheet.words, matter.snapshot.heading.not_verified
    sheet.lead(words("nv.intro" if lines else "nv.none"))
    if lines:
        sheet.bullets(lines, "not_verified")
    sheet.heading(words("nv.warnings"), 2)
    if matter.content is None:
        sheet.text(words("nv.not_run"))
        return
    warnings = matter.content.warnings
    sheet.lead(words("nv.warnings_intro" if warnings else "nv.no_warnings"))
    if warnings:
        columns = [Column(words("column.warning"), 5), Column(words("column.reason"), 5)]
        sheet.table(columns, [[line.message, line.reason] for line in warnings], "warnings")


def verification(sheet: Sheet, matter: Matter) -> None:
    """Say how to verify the file, and what that proves and does not prove."""
    words, content = sheet.words, matter.content
    if content is None:
        sheet.lead(words("verify.review"))
        sheet.aside(grouped(matter.sha256_hex, 8), style=styles.BODY)
        sheet.text(words("verify.review_more"))
        return
    sheet.heading(words("verify.how"), 2)
    sheet.text(words("verify.command"))
    sheet.lead(words("verify.twin"))
    sheet.aside(grouped(matter.sha256_hex, 8), style=styles.BODY)
    sheet.text(words("verify.paper"))
    _promises(sheet)
    _fields(sheet, content)
    _journal(sheet, matter, content)


def _promises(sheet: Sheet) -> None:
    words = sheet.words
    sheet.heading(words("verify.promised"), 2)
    sheet.bullets(words.items("verify.promises"))
    sheet.heading(words("verify.not_promised"), 2)
    sheet.bullets(words.items("verify.no_promises"))


def _fields(sheet: Sheet, content: SealedContent) -> None:
    words = sheet.words
    sheet.heading(words("verify.fields"), 2)
    lines = [line for line in content.decisions if line.field]
    sheet.lead(words("verify.fields_intro" if lines else "verify.no_fields"))
    if lines:
        columns = [
            Column(words("column.field"), 2.7),
            Column(words("column.person"), 3.1),
            Column(words("column.identified"), 3.2),
            Column(words("column.certificate"), 2.9),
        ]
        sheet.table(columns, [_field(sheet, line) for line in lines], "decisions")


def _field(sheet: Sheet, line: DecisionLine) -> list[AnyCell]:
    mark = f"{grouped(line.certificate_fingerprint[:16], 4)}…" if line.certificate_fingerprint else ""
    who = line.who if line.by_body else f"{line.who}, {line.capacity}"
    return [line.field, who, assurance_words(sheet, line), mark or sheet.words("general.none")]


def _journal(sheet: Sheet, matter: Matter, content: SealedContent) -> None:
    """Print the checkpoint, and how the sign-offs and earlier dossiers relate to it."""
    words = sheet.words
    sheet.heading(words("verify.checkpoint"), 2)
    firm = matter.snapshot.subject.entity_name
    sheet.lead(words("verify.checkpoint_intro", firm=firm, size=content.checkpoint_size))
    sheet.aside(content.checkpoint.strip("\n"), "checkpoint", styles.CELL)
    sheet.aside((Span(words("verify.key"), bold=True), Span(content.verifier_key)), "checkpoint", styles.CELL)
    sheet.heading(words("verify.proofs"), 3)
    stages = {line.sign_off_id: line.stage for line in content.decisions}
    if content.proofs:
        columns = [
            Column(words("column.stage"), 5),
            Column(words("column.position"), 2, is_number=True),
            Column(words("column.path"), 2, is_number=True),
        ]
        rows = [[stages.get(p.sign_off_id, p.sign_off_id), str(p.seq), str(len(p.path))] for p in content.proofs]
        sheet.table(columns, rows)
    else:
        sheet.aside(words("verify.no_proofs"))
    sheet.heading(words("verify.consistency"), 3)
    earlier = [
        words("verify.consistency_value", number=line.number, size=line.size, hashes=len(line.path))
        for line in content.consistency
    ]
    sheet.bullets(earlier or [words("verify.consistency_none")])
