"""Planted words of each disclosure class: none reaches a dossier, draft or attachment it may not go into."""

import base64
import io
import json
import zipfile
from pathlib import Path

import pikepdf
import pytest

from placet.domain.acts import Disclosure
from placet.domain.disclosure import INTERNAL, may_see
from placet.dossier.reading import embedded_files
from placet.operations.answer_question import answer
from placet.operations.draft_dossier import draft_bytes
from placet.operations.keep_evidence import EvidenceDetails, add_evidence
from placet.operations.review_copy import current_review_copy, make_review_copy, review_pages
from placet.operations.seal_dossier import prepare, seal
from unit.operations.bank import Bank, decide_all

EACH = 10
"""Planted files of each class; each plants five words: in its title, name, issuer, note and content."""
CLASSES = tuple(Disclosure)


def word(disclosure: str, number: int, where: str) -> str:
    return f"Quartz{disclosure.replace('_', '')}{number:02d}{where}"


def plant(bank: Bank, folder: Path) -> None:
    """Cite fifty planted words of each class, and state an answer of each class before the one that stands."""
    where, cited = (bank.ids["entity"],), []
    for disclosure in CLASSES:
        for number in range(EACH):
            path = folder / f"{word(disclosure, number, 'name')}.txt"
            path.write_text(word(disclosure, number, "content"), encoding="utf-8")
            details = EvidenceDetails(
                word(disclosure, number, "title"),
                word(disclosure, number, "issuer"),
                dated="2026-11-20",
                note=word(disclosure, number, "note"),
                disclosure=disclosure,
            )
            cited.append(add_evidence(bank.ws, details, path).id)
    for disclosure in CLASSES:
        answer(
            bank.by("ann"), bank.version, "met", f"{word(disclosure, 99, 'old')} was said first and replaced.",
            control="human-oversight", entity_ids=where, disclosure=disclosure,
        )  # fmt: skip
    answer(
        bank.by("ann"), bank.version, "met", "Each draft is read by a trained agent before it is sent.",
        control="human-oversight", entity_ids=where, evidence_ids=cited,
    )  # fmt: skip


def everything_in(pdf: bytes) -> str:
    """Return every text a file carries: its objects, attachments and what the proofs in its twin unpack to."""
    parts = []
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        parts += [str(item) for item in opened.objects if isinstance(item, pikepdf.String)]
        parts += [item.unparse(resolved=True).decode("latin-1") for item in opened.objects if _is_small(item)]
    for name, data in embedded_files(pdf).items():
        parts += [name, data.decode("latin-1")]
        if name == "dossier.json":
            proofs = json.loads(data)["proofs"]
            parts += [
                base64.b64decode(proof[key]).decode("latin-1") for proof in proofs for key in ("entry", "payload")
            ]
    return "\n".join(parts)


def _is_small(item: object) -> bool:
    return isinstance(item, pikepdf.Dictionary | pikepdf.Array)


def docx_text(data: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return "\n".join(package.read(name).decode("latin-1") for name in package.namelist())


@pytest.fixture
def planted(answered: Bank, tmp_path: Path) -> Bank:
    plant(answered, tmp_path)
    make_review_copy(answered.ws, answered.use_case, answered.version, answered.entity)
    decide_all(answered)
    return answered


def leaked(text: str, addressee: str) -> list[str]:
    forbidden = [item for item in CLASSES if not may_see(item, addressee)]
    return [item for item in forbidden if f"Quartz{item.replace('_', '')}" in text]


@pytest.mark.parametrize(("kind", "addressee"), [("internal_approval_record", INTERNAL), ("notification", "ZBA")])
def test_no_word_goes_where_its_class_forbids(planted: Bank, kind: str, addressee: str) -> None:
    prepared = prepare(planted.ws, planted.use_case, planted.version, planted.entity, kind, addressee)
    _, pdf = seal(planted.ws, prepared, {item.message: "Accepted." for item in prepared.warnings})
    texts = {"dossier": everything_in(pdf)}
    for suffix in (".pdf", ".docx"):
        data = draft_bytes(planted.ws, planted.use_case, planted.version, planted.entity, kind, addressee, suffix)
        texts[suffix] = docx_text(data) if suffix == ".docx" else everything_in(data)
    assert {name: leaked(text, addressee) for name, text in texts.items()} == {name: [] for name in texts}
    allowed = [item for item in CLASSES if may_see(item, addressee)]
    for disclosure in allowed:  # so that a test that sees nothing at all cannot pass
        for number in range(EACH):
            assert word(disclosure, number, "title") in texts["dossier"]
            assert word(disclosure, number, "content") in texts["dossier"]
    assert all(word(disclosure, 0, "title") in texts[".docx"] for disclosure in allowed)


def test_review_pages_keep_what_no_reader_may_see_by_class(planted: Bank) -> None:
    copy = current_review_copy(planted.ws, planted.version, planted.entity)
    assert copy is not None
    snapshot = planted.ws.register.blob(copy.snapshot_sha256)
    assert snapshot is not None
    assert leaked(snapshot.decode() + everything_in(review_pages(planted.ws, copy)), INTERNAL) == []


@pytest.mark.parametrize("disclosure", ["confidential", "supervisory", "privileged", "personal_data"])
@pytest.mark.parametrize(("status", "field"), [("met", "statement"), ("disapplied", "basis")])
def test_an_answer_and_its_basis_stay_with_their_class(
    answered: Bank, disclosure: str, status: str, field: str
) -> None:
    planted = {"statement": "Each draft is read by a trained agent.", "basis": ""}
    planted["basis"] = "The duty does not reach this use." if status == "disapplied" else ""
    planted[field] = f"Quartzword {planted[field]}"
    answer(
        answered.by("ann"), answered.version, status, planted["statement"], basis=planted["basis"],
        control="human-oversight", entity_ids=(answered.ids["entity"],), disclosure=disclosure,
        second_person=answered.ids["ben"] if status == "disapplied" else "",
    )  # fmt: skip
    for addressee in (INTERNAL, "ZBA"):
        prepared_text = docx_text(
            draft_bytes(
                answered.ws, answered.use_case, answered.version, answered.entity, "notification", addressee, ".docx"
            )
        )
        assert ("Quartzword" in prepared_text) == may_see(disclosure, addressee)
