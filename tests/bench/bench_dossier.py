"""A 60-page dossier made PDF/A and signed twice, against typst and WeasyPrint that only render the same words."""

from __future__ import annotations

import itertools
import pickle
import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "src"))
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.measure import process_seconds, report, seconds
from placet.domain.sealed import SealedContent, twin_bytes

WHEN = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)
PAGES = 60
Paragraphs = list[tuple[str, str, str]]
FONTS = Path(__file__).resolve().parents[2] / "resources" / "fonts"


def content() -> SealedContent:
    """Return the test content with as many requirements as fill sixty pages."""
    from placet.dossier.build import render_dossier
    from unit.dossier.content import sealed

    made = sealed()
    lines = made.snapshot.law.requirements * 4

    def of(count: int) -> SealedContent:
        law = replace(made.snapshot.law, requirements=lines[:count])
        return replace(made, snapshot=replace(made.snapshot, law=law))

    fitting = [
        n for n in range(60, len(lines), 4) if render_dossier(of(n), b"{}", (), created=WHEN).page_count <= PAGES
    ]
    return of(fitting[-1])


def signed(made: SealedContent) -> bytes:
    """Render, make PDF/A, add fields and sign twice."""
    from placet.dossier.build import render_dossier
    from placet.signing.fields import FieldSpec, add_signature_fields
    from placet.signing.sign import sign_field

    rendered = render_dossier(made, twin_bytes(made), (), created=WHEN)
    specs = [FieldSpec(place.name, place.page_index, place.box) for place in rendered.fields]
    pdf = add_signature_fields(rendered.pdf_bytes, specs)
    for index, identity in enumerate(identities()):
        pdf = sign_field(pdf, specs[index].name, identity, certify=index == 0, signing_time=WHEN)
    return pdf


_MADE: list[object] = []


def identities() -> list[object]:
    """Return two identities, made once."""
    from placet.signing.identities import load_pkcs12
    from placet.signing.issuing import make_evaluation_identity

    if not _MADE:
        for name in ("Bench One", "Bench Two"):
            data = make_evaluation_identity(name, "Bench", "bench", now=WHEN)
            _MADE.append(load_pkcs12(data, "bench", name, now=WHEN))
    return _MADE


def words(made: SealedContent) -> Paragraphs:
    """Return the same words, paragraph by paragraph."""
    from placet.dossier.build import draft_paragraphs

    return draft_paragraphs(made.snapshot)


_RUNS = itertools.count()


def said_anew(paragraphs: Paragraphs) -> Paragraphs:
    """Return the paragraphs with a word that no run before had, so that nothing remembered is measured."""
    mark = f" ({next(_RUNS)})"
    return [(number, style, text + mark) for number, style, text in paragraphs]


def with_typst(paragraphs: Paragraphs) -> bytes:
    """Render the words with typst."""
    import typst

    def escaped(text: str) -> str:
        return "".join(f"\\{char}" if char in "#$*_`<>@\\[]~=-+/'\"" else char for char in text)

    lines = ['#set page(paper: "a4", margin: 20mm, footer: context counter(page).display())']
    lines.append('#set text(font: ("Noto Sans", "Noto Sans HK"), size: 9.5pt)')
    for number, style, text in paragraphs:
        head = "= " if style.startswith("heading") else ""
        lines.append(f"{head}{escaped(f'{number} {text}')}\n")
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "dossier.typ"
        source.write_text("\n".join(lines), encoding="utf-8")
        return bytes(typst.compile(str(source), font_paths=[str(FONTS)]))


def with_weasyprint(paragraphs: Paragraphs) -> bytes:
    """Render the words with WeasyPrint."""
    import html

    import weasyprint

    parts = []
    for number, style, text in paragraphs:
        tag = "h2" if style.startswith("heading") else "p"
        parts.append(f"<{tag}>{html.escape(f'{number} {text}')}</{tag}>")
    faces = "".join(
        f"@font-face{{font-family:'{name}';src:url('{(FONTS / file).as_uri()}')}}"
        for name, file in (("Noto Sans", "NotoSans-Regular.ttf"), ("Noto Sans HK", "NotoSansHK-Regular.ttf"))
    )
    style = f"{faces}@page{{size:A4;margin:20mm}}body{{font:9.5pt 'Noto Sans','Noto Sans HK'}}"
    return bytes(weasyprint.HTML(string=f"<style>{style}</style>{''.join(parts)}").write_pdf())


def run_one(name: str, folder: Path) -> int:
    """Do one job once, in a process of its own, from what was written down before."""
    made, paragraphs = pickle.loads((folder / "content.pickle").read_bytes())  # noqa: S301 - written by ourselves
    jobs(made, paragraphs)[name]()
    return 0


def jobs(made: SealedContent, paragraphs: Paragraphs) -> dict[str, Callable[[], bytes]]:
    """Return the three jobs."""
    return {
        "ours": lambda: signed(made),
        "typst": lambda: with_typst(said_anew(paragraphs)),
        "weasyprint": lambda: with_weasyprint(said_anew(paragraphs)),
    }


def main(arguments: list[str]) -> int:
    """Print the ratios; with a job and a folder, do that one job."""
    if arguments:
        return run_one(arguments[0], Path(arguments[1]))
    made = content()
    paragraphs = words(made)
    for job in jobs(made, paragraphs).values():
        job()
    warm = {name: seconds(job) for name, job in jobs(made, paragraphs).items()}
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "content.pickle").write_bytes(pickle.dumps((made, paragraphs)))
        cold = {name: process_seconds([__file__, name, folder]) for name in warm}
    title = "dossier of 60 pages with QR codes, PDF/A and two signatures"
    report(f"warm: {title}", warm["ours"], "typst", warm["typst"], "at most 3")
    report(f"warm: {title}", warm["ours"], "WeasyPrint", warm["weasyprint"], "at most 0.2")
    report(f"whole process: {title}", cold["ours"], "typst", cold["typst"], "none set")
    report(f"whole process: {title}", cold["ours"], "WeasyPrint", cold["weasyprint"], "none set")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
