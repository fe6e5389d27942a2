"""Dossiers that say something false and are signed by everyone: none of them verifies."""

import json
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from typing import Any

import pikepdf
import pytest

from placet.domain.errors import UserFacingError
from placet.domain.sealed import ConsistencyLine
from placet.domain.snapshot import snapshot_sha256
from placet.dossier import build, same_pages
from placet.dossier.reading import MAX_BYTES, TWIN, embedded_files
from placet.operations import seal_dossier, verify_dossier
from placet.operations.answer_question import answer
from placet.operations.keep_evidence import EvidenceDetails, add_evidence
from placet.operations.review_copy import make_review_copy
from placet.operations.seal_dossier import compose_seal, prepare
from placet.operations.sign_dossier import sign_dossier
from placet.operations.verify_dossier import Verification
from unit.operations.bank import Bank, decide_all, seal_record, signed_by_all


def _changed(index: int, **fields: Any) -> Callable[[Any], Any]:
    def change(content: Any) -> Any:
        decisions = list(content.decisions)
        decisions[index] = replace(decisions[index], **fields)
        return replace(content, decisions=tuple(decisions))

    return change


def _subject(content: Any, **fields: Any) -> Any:
    snapshot = replace(content.snapshot, subject=replace(content.snapshot.subject, **fields))
    return replace(content, snapshot=snapshot, snapshot_sha256=snapshot_sha256(snapshot))


def _condition(**fields: Any) -> Callable[[Any], Any]:
    def change(content: Any) -> Any:
        (line,) = content.decisions[-1].conditions
        return _changed(-1, conditions=(replace(line, **fields),))(content)

    return change


FORGERIES: dict[str, tuple[Callable[[Any], Any], str]] = {
    "other content than was decided on": (
        lambda content: _subject(content, purpose="Faster sales."),
        "not the content that was decided on",
    ),
    "another use case version": (lambda content: _subject(content, version_id="v"), "use case version"),
    "another entity": (lambda content: _subject(content, entity_id="e"), "entity"),
    "a decision left out": (
        lambda content: replace(content, decisions=content.decisions[1:], proofs=content.proofs[1:]),
        "not those of the route",
    ),
    "decisions in another order": (
        lambda content: replace(content, decisions=content.decisions[::-1]),
        "not those of the route",
    ),
    "a proof of something not shown": (
        lambda content: replace(content, proofs=(*content.proofs, content.proofs[0])),
        "not one for each decision",
    ),
    "another person named": (_changed(1, who="Ann Example"), "who"),
    "another field named": (_changed(1, field="stage-attest"), "signature field of another stage"),
    "a later record date": (_changed(0, recorded_at="2026-01-01T00:00:00.000Z[UTC]"), "recorded_at"),
    "a comment put in": (_changed(0, comment="Fine."), "comment"),
    "a dissent left out": (_changed(-1, dissent="I object."), "dissent"),
    "another minute": (_changed(-1, minute_reference="AIC 9/2026"), "minute_reference"),
    "more people present": (_changed(-1, present=("Dan Example", "Eve Example", "Ann Example")), "present"),
    "somebody recused": (_changed(-1, recused=("Dan Example",)), "recused"),
    "a wider scope": (_changed(-1, scope="in Zedland, for everybody"), "scope"),
    "a better assurance": (_changed(-1, assurance="own_certificate"), "assurance"),
    "a condition left out": (_changed(-1, conditions=()), "conditions"),
    "a wider limit": (_condition(limit="5000"), "conditions"),
    "another owner": (_condition(owner="Ben Example"), "owners of conditions"),
    "a signature left out": (_changed(0, signature=""), "its signature is missing"),
    "an approval on the cover": (
        lambda content: replace(content, cover_lines=("Approved by Zedland Banking Authority.",)),
        "the cover does not say",
    ),
    "a signature claimed": (_changed(-1, assurance="own_certificate"), "said to be signed, and is not"),
    "a smaller quorum": (_changed(-1, quorum=1), "quorum is not the body's"),
    "strangers voting": (
        _changed(-1, present=("Dan Example", "Ann Example")),
        "those who voted are not enough members",
    ),
    "another body": (
        lambda content: replace(
            content,
            snapshot=replace(content.snapshot, firm=replace(content.snapshot.firm, bodies=())),
        ),
        "is not described",
    ),
    "a proof that does not reach back": (
        lambda content: replace(
            content, consistency=(ConsistencyLine("ZZ-2026-0000", 3, "00" * 32, content.epoch, ("00" * 32,)),)
        ),
        "reaches back to ZZ-2026-0000 does not hold",
    ),
    "a checkpoint given to another": (
        lambda content: replace(
            content,
            snapshot=replace(content.snapshot, heading=replace(content.snapshot.heading, addressee_name="Another")),
        ),
        "note says something else",
    ),
}


@pytest.mark.parametrize("name", FORGERIES)
def test_what_is_sealed_falsely_does_not_verify(
    name: str, decided: Bank, monkeypatch: pytest.MonkeyPatch, verified: Callable[..., Verification]
) -> None:
    real, (change, said) = seal_dossier._content, FORGERIES[name]
    monkeypatch.setattr(seal_dossier, "_content", lambda *given: change(real(*given)))
    prepared = prepare(decided.ws, decided.use_case, decided.version, decided.entity)
    work = compose_seal(decided.ws, prepared, {item.message: "Known." for item in prepared.warnings})
    found = verify_dossier._twin_problems(work.twin, json.loads(work.twin))
    assert any(said in text for text in found), found


def test_what_is_sealed_truly_has_no_problem(decided: Bank) -> None:
    prepared = prepare(decided.ws, decided.use_case, decided.version, decided.entity)
    work = compose_seal(decided.ws, prepared, {item.message: "Known." for item in prepared.warnings})
    assert verify_dossier._twin_problems(work.twin, json.loads(work.twin)) == []


def _pages_say(change: Callable[[Any], Any]) -> Callable[[pytest.MonkeyPatch], None]:
    """Draw other pages around the same twin, its number and fingerprint printed on each."""

    def patch(monkeypatch: pytest.MonkeyPatch) -> None:
        real = build.render_dossier
        monkeypatch.setattr(
            build, "render_dossier", lambda content, twin, files, **more: real(change(content), twin, files, **more)
        )

    return patch


def _file_is(change: Callable[[Any], None]) -> Callable[[pytest.MonkeyPatch], None]:
    """Change the rendered file before its signature fields are made."""

    def patch(monkeypatch: pytest.MonkeyPatch) -> None:
        real = seal_dossier._with_fields

        def changed(rendered: Any) -> bytes:
            written = BytesIO()
            with pikepdf.open(BytesIO(rendered.pdf_bytes)) as pdf:
                change(pdf)
                pdf.save(written)
            return real(replace(rendered, pdf_bytes=written.getvalue()))

        monkeypatch.setattr(seal_dossier, "_with_fields", changed)

    return patch


def _files_are(change: Callable[[tuple[Any, ...]], tuple[Any, ...]]) -> Callable[[pytest.MonkeyPatch], None]:
    def patch(monkeypatch: pytest.MonkeyPatch) -> None:
        real = seal_dossier._attachments
        monkeypatch.setattr(seal_dossier, "_attachments", lambda *given: change(real(*given)))

    return patch


def _note(pdf: Any) -> None:
    note = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.FreeText, Rect=[50, 50, 400, 200], Contents="Endorsed.", F=4
    )
    page = pdf.pages[1].obj
    page["/Annots"] = pikepdf.Array([*page.get("/Annots", ()), pdf.make_indirect(note)])


def _crop(pdf: Any) -> None:
    del pdf.pages[0].obj["/MediaBox"]
    pdf.Root.Pages["/MediaBox"] = pikepdf.Array([0, 400, 595, 842])


def _hide(pdf: Any) -> None:
    other = pikepdf.AttachedFileSpec(pdf, b"{}", filename=TWIN)
    pdf.Root["/AF"] = pikepdf.Array([*pdf.Root.get("/AF", ()), pdf.make_indirect(other.obj)])


def _relabel(pdf: Any) -> None:
    pdf.Root.PageLabels = pikepdf.Dictionary(Nums=pikepdf.Array([0, pikepdf.Dictionary(S=pikepdf.Name.D, St=7)]))


def _rename(pdf: Any) -> None:
    pdf.docinfo["/Keywords"] = pikepdf.String("ZZ-2026-0009 AAAAAAAAAAAAAAAAAAAA")


def _widen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seal_dossier, "_whole_points", lambda _: (0, 0, 595, 842))


FALSE_FILES: dict[str, tuple[Callable[[pytest.MonkeyPatch], None], str]] = {
    "pages that say something else": (_pages_say(_condition(text="At most 5000 customers.")), "is not the page"),
    "a note over a page": (_file_is(_note), "Page 2 is not the page"),
    "a page cropped from above": (_file_is(_crop), "Page 1 is not the page"),
    "other page labels": (_file_is(_relabel), "other parts of the file"),
    "another dossier's name": (_file_is(_rename), "names another dossier"),
    "a field over the whole page": (_widen, "lies where the twin makes none"),
    "a second twin out of the list": (_file_is(_hide), "does not name"),
    "an exhibit left out": (_files_are(lambda files: files[1:]), "is missing"),
    "an exhibit exchanged": (_files_are(lambda files: (replace(files[0], data=b"x"), *files[1:])), "is not the file"),
    "an exhibit more": (_files_are(lambda files: (*files, replace(files[0], name="E-99 x.txt"))), "is not one"),
}


@pytest.mark.parametrize("name", FALSE_FILES)
def test_a_file_that_says_something_else_than_its_twin_does_not_verify(
    name: str, decided: Bank, monkeypatch: pytest.MonkeyPatch, verified: Callable[..., Verification]
) -> None:
    patch, said = FALSE_FILES[name]
    with monkeypatch.context() as patched:
        patch(patched)
        record, pdf = seal_record(decided)
    result = verified(signed_by_all(decided, record, pdf))
    assert result.outcome == 4, result.sentences
    assert said in " ".join(result.sentences)


def test_pages_of_another_build_are_not_said_to_have_been_compared(
    decided: Bank, monkeypatch: pytest.MonkeyPatch, verified: Callable[..., Verification]
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(same_pages, "application", lambda: "Placet 0.0.9")
        record, pdf = seal_record(decided)
    result = verified(signed_by_all(decided, record, pdf))
    assert result.outcome == 0
    assert "made by Placet 0.0.9" in result.not_proved[0]


def test_a_small_file_that_unpacks_to_an_enormous_one_is_not_unpacked() -> None:
    made = pikepdf.new()
    made.add_blank_page()
    made.attachments[TWIN] = pikepdf.AttachedFileSpec(made, bytes(MAX_BYTES + 1))
    written = BytesIO()
    made.save(written)
    assert len(written.getvalue()) < 2 * 1024 * 1024
    with pytest.raises(UserFacingError, match="cannot be read"):
        embedded_files(written.getvalue())


def test_an_exhibit_keeps_its_name_in_any_script(
    answered: Bank, tmp_path: Any, verified: Callable[..., Verification]
) -> None:
    path = tmp_path / "壓力測試 – résumé (1).txt"
    path.write_text("Made up.", encoding="utf-8")
    added = add_evidence(answered.ws, EvidenceDetails("Stress test", "Zed Bank", dated="2026-11-20"), path)
    answer(
        answered.by("ann"), answered.version, "met", "Each draft is read by a trained agent before it is sent.",
        control="human-oversight", evidence_ids=[added.id], entity_ids=[answered.ids["entity"]],
    )  # fmt: skip
    make_review_copy(answered.ws, answered.use_case, answered.version, answered.entity)
    decide_all(answered)
    record, pdf = seal_record(answered)
    assert f"{added.number} {path.name}" in embedded_files(pdf)
    assert verified(signed_by_all(answered, record, pdf)).outcome == 0


def test_a_field_that_looks_signed_and_is_not_does_not_verify(
    decided: Bank, monkeypatch: pytest.MonkeyPatch, verified: Callable[..., Verification]
) -> None:
    real = seal_dossier._with_fields

    def painted(rendered: Any) -> bytes:
        written = BytesIO()
        with pikepdf.open(BytesIO(real(rendered))) as pdf:
            for page in pdf.pages:
                for item in page.obj.get("/Annots", ()):
                    if str(item.get("/T", "")) == "stage-approve":
                        item.AP.N.write(b"0 0 1 rg 0 0 100 40 re f")
            pdf.save(written)
        return written.getvalue()

    with monkeypatch.context() as patched:
        patched.setattr(seal_dossier, "_with_fields", painted)
        record, pdf = seal_record(decided)
    once = sign_dossier(decided.ws, record, pdf, "stage-attest", decided.ids["ann"], decided.identities["ann"])
    result = verified(once)
    assert result.outcome == 4
    assert any("shows something that nobody signed" in text for text in result.sentences)
