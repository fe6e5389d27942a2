"""Judge what came after each signature: a following signature in a pre-made field, timestamps, nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.diff_analysis.form_rules_api import FormUpdatingRule
from pyhanko.sign.diff_analysis.policies import StandardDiffPolicy
from pyhanko.sign.diff_analysis.policy_api import DiffResult
from pyhanko.sign.diff_analysis.rules.file_structure_rules import (
    CatalogModificationRule,
    ObjectStreamRule,
    XrefStreamRule,
)
from pyhanko.sign.diff_analysis.rules.form_field_rules import (
    DSSCompareRule,
    SigFieldCreationRule,
    SigFieldModificationRule,
)
from pyhanko.sign.diff_analysis.rules.metadata_rules import DocInfoRule, MetadataUpdateRule
from pyhanko.sign.fields import MDPPerm
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature, read_certification_data
from pyhanko.sign.validation.status import SignatureCoverageLevel

from placet.signing.incremental import entry, signature_fields
from placet.signing.pdf_form import PdfSignature
from placet.signing.report import Outcome, Problem

_AFTER_A_TABLE = re.compile(rb"\s*(?:endobj)?\s*startxref\s+\d+\s+%%EOF(?:\r\n|\r|\n)?")
_LTA = ModificationLevel.LTA_UPDATES
_BEFORE_A_SIGNATURE = StandardDiffPolicy(
    global_rules=[
        CatalogModificationRule({"/AcroForm", "/DSS", "/Extensions", "/Metadata", "/Version"}),  # type: ignore[no-untyped-call]
        XrefStreamRule().as_qualified(_LTA),
        ObjectStreamRule().as_qualified(_LTA),
        DSSCompareRule().as_qualified(_LTA),
        # other PDF programs write their name and the date when they sign; the next signature covers it
        DocInfoRule().as_qualified(_LTA),
        MetadataUpdateRule().as_qualified(_LTA),  # type: ignore[no-untyped-call]
    ],
    form_rule=FormUpdatingRule(
        field_rules=[SigFieldCreationRule(), SigFieldModificationRule()],  # type: ignore[no-untyped-call]
    ),
)
_AFTER_THE_LAST = StandardDiffPolicy(
    global_rules=[
        CatalogModificationRule({"/DSS", "/Extensions"}),  # type: ignore[no-untyped-call]
        XrefStreamRule().as_qualified(_LTA),
        ObjectStreamRule().as_qualified(_LTA),
        DSSCompareRule().as_qualified(_LTA),
    ],
    form_rule=None,
    ignore_orphaned_objects=False,
    ignore_identical_objects=False,
)


@dataclass(frozen=True, slots=True)
class Standing:
    """What a signature stands on, and whether what came later is allowed."""

    covers_whole_file: bool
    docmdp_ok: bool
    problem: Problem | None


def judge_revisions(
    reader: PdfFileReader, pdf_bytes: bytes, signatures: Sequence[PdfSignature], fields: dict[str, Any]
) -> dict[str, Standing]:
    """Judge each signature, given in the order of what they cover; keyed by field."""
    return {
        signature.field: _standing(reader, pdf_bytes, signature, fields[signature.field], is_last=is_last)
        for signature, is_last in _with_last(signatures)
    }


def _with_last(signatures: Sequence[PdfSignature]) -> Iterator[tuple[PdfSignature, bool]]:
    for index, signature in enumerate(signatures):
        yield signature, index == len(signatures) - 1


def _standing(
    reader: PdfFileReader, pdf_bytes: bytes, signature: PdfSignature, field_ref: Any, *, is_last: bool
) -> Standing:
    covers_all = signature.covers_all(pdf_bytes)
    if is_last and covers_all:
        return Standing(True, True, None)
    embedded: Any = EmbeddedPdfSignature(reader, field_ref.get_object(), signature.field)
    embedded.compute_integrity_info(_AFTER_THE_LAST if is_last else _BEFORE_A_SIGNATURE)
    problem = _coverage_problem(embedded, signature, reader, pdf_bytes, is_last=is_last)
    problem = problem or _change_problem(embedded, signature, is_last=is_last)
    return Standing(covers_all, problem is None, problem)


def _coverage_problem(
    embedded: Any, signature: PdfSignature, reader: PdfFileReader, pdf_bytes: bytes, *, is_last: bool
) -> Problem | None:
    signed_root = reader.get_historical_resolver(embedded.signed_revision).root_ref
    has_more = reader.xrefs.total_revisions - 1 > embedded.signed_revision
    is_explained = has_more and (not is_last or ("/DSS" in reader.root and reader.root_ref == signed_root))
    ends_well = not is_last or _ends_with_its_table(reader, pdf_bytes)
    if embedded.coverage == SignatureCoverageLevel.ENTIRE_REVISION and is_explained and ends_well:
        return None
    return Problem(
        "appended",
        "The file goes on after its last signature in a way that no signature allows.",
        Outcome.CHANGED,
        signature.field,
    )


def _ends_with_its_table(reader: PdfFileReader, pdf_bytes: bytes) -> bool:
    """Tell whether the file ends with the table of contents of its last revision, and nothing more."""
    table = reader.xrefs.get_xref_container_info(reader.xrefs.total_revisions - 1)
    return _AFTER_A_TABLE.fullmatch(pdf_bytes, table.end_location) is not None


def _change_problem(embedded: Any, signature: PdfSignature, *, is_last: bool) -> Problem | None:
    allowed = _LTA if is_last else ModificationLevel.FORM_FILLING
    result = embedded.diff_result
    level = result.modification_level if isinstance(result, DiffResult) else ModificationLevel.OTHER
    permission = embedded.docmdp_level
    if level <= allowed and (permission is None or level.value <= permission.value):
        return None
    return Problem(
        "changed_after",
        f"The file was changed after the signature in field {signature.field} in a way that it does not allow.",
        Outcome.CHANGED,
        signature.field,
    )


def certification_problems(reader: PdfFileReader, signatures: Sequence[PdfSignature]) -> list[Problem]:
    """Check that the first signature, and only the first, certifies, and that it forbids changes."""
    people = [signature for signature in signatures if not signature.is_timestamp]
    if not people:
        return [Problem("nothing_signed", "Nobody has signed this file.", Outcome.BROKEN)]
    first = people[0].field
    certified = read_certification_data(reader)
    author = None if certified is None else _reference(certified.author_sig)
    if certified is None or author != _reference(people[0].dictionary) or not certifies(people[0]):
        sentence = "The first signature does not certify the file, so it forbids no changes."
        return [Problem("not_certified", sentence, Outcome.BROKEN, first)]
    if certified.permission not in (MDPPerm.NO_CHANGES, MDPPerm.FILL_FORMS):
        sentence = "The first signature allows comments to be added after it."
        return [Problem("certified_too_wide", sentence, Outcome.BROKEN, first)]
    sentence = "A signature other than the first claims to certify the file."
    return [
        Problem("certified_twice", sentence, Outcome.BROKEN, later.field) for later in people[1:] if certifies(later)
    ]


def certifies(signature: PdfSignature) -> bool:
    """Tell whether a signature carries the permissions of a certifying one."""
    references = entry(signature.dictionary, "/Reference", ())
    return any(entry(one.get_object(), "/TransformMethod", "") == "/DocMDP" for one in references)


def _reference(value: Any) -> Any:
    return value.container_ref


def field_problems(
    reader: PdfFileReader, signatures: Sequence[PdfSignature], expected: Sequence[str] | None
) -> list[Problem]:
    """Check that the fields are those that were there when the first signature was made, and those expected."""
    timestamps = {signature.field for signature in signatures if signature.is_timestamp}
    now = {name for name, _, _ in signature_fields(reader)}
    problems = []
    if signatures:
        revision = reader.xrefs.get_last_change(_reference(signatures[0].dictionary))
        then = {name for name, _, _ in signature_fields(reader.get_historical_resolver(revision))}
        problems += [_field("field_added", name, "was added after") for name in sorted(now - then - timestamps)]
        problems += [_field("field_removed", name, "was removed after") for name in sorted(then - now)]
    return problems + expected_problems(now - timestamps, expected)


def expected_problems(names: set[str], expected: Sequence[str] | None) -> list[Problem]:
    """Compare the fields of a file with those it was sealed with."""
    if expected is None:
        return []
    wanted = set(expected)
    problems = [_field("field_removed", name, "is missing, which was made for") for name in sorted(wanted - names)]
    return problems + [_field("field_added", name, "was not made for") for name in sorted(names - wanted)]


def _field(code: str, name: str, how: str) -> Problem:
    what = "the first signature" if "after" in how else "this dossier"
    return Problem(code, f"The signature field {name} {how} {what}.", Outcome.CHANGED, name)


def form_problems(reader: PdfFileReader) -> list[Problem]:
    """Refuse form features that let a viewer show other content than what was signed."""
    form = entry(reader.root, "/AcroForm", {})
    if "/XFA" not in form and not bool(entry(form, "/NeedAppearances", False)):
        return []
    sentence = "The file holds a form that a viewer may fill in or redraw by itself."
    return [Problem("active_form", sentence, Outcome.BROKEN)]
