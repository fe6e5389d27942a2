"""Make the sample's evidence files: `python3 packaging/make_sample_evidence.py [FOLDER]`. Same input, same bytes."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import sys
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "resources" / "sample" / "evidence"
FONTS = ROOT / "resources" / "fonts"
MADE_UP = "Made-up sample document of a made-up bank"
MAX_BYTES = 60 * 1024
WORDS = Path(__file__).with_name("sample_documents.json")
_ZIP_DAY = (2026, 11, 13, 9, 0, 0)

Rows = Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class Paper:
    """One document of the sample; each block is a heading, a text or a table whose first row is its head."""

    file: str
    title: str
    dated: str
    author: str
    issuer: str
    blocks: list[dict[str, Any]]


def pdf_bytes(paper: Paper) -> bytes:
    """Return a paper as a small PDF with embedded fonts."""
    from reportlab.lib.pagesizes import A4
    from reportlab.platypus import SimpleDocTemplate

    _register_fonts()
    target = io.BytesIO()
    page = SimpleDocTemplate(
        target, pagesize=A4, leftMargin=62, rightMargin=62, topMargin=68, bottomMargin=62, title=paper.title,
        author=paper.author, subject=MADE_UP, creator="Harbour Example Bank", invariant=1, pageCompression=1,
        lang="en",
    )  # fmt: skip
    page.build(_story(paper, page.width), onFirstPage=_edge(paper), onLaterPages=_edge(paper))
    return target.getvalue()


def _register_fonts() -> None:
    from reportlab.pdfbase.pdfmetrics import registerFont
    from reportlab.pdfbase.ttfonts import TTFont

    for name, file in (("Body", "NotoSans-Regular"), ("Strong", "NotoSans-SemiBold"), ("Han", "NotoSansHK-Regular")):
        registerFont(TTFont(name, str(FONTS / f"{file}.ttf")))


def _edge(paper: Paper) -> Any:
    def draw(canvas: Any, document: Any) -> None:
        canvas.setFont("Body", 7.5)
        canvas.setFillGray(0.35)
        canvas.drawString(62, 800, f"{paper.issuer} · {MADE_UP}")
        canvas.drawRightString(533, 34, f"{paper.dated} · page {document.page}")

    return draw


def _style(size: float, leading: float, font: str = "Body", **more: Any) -> Any:
    from reportlab.lib.styles import ParagraphStyle

    return ParagraphStyle(f"{font}{size}", fontName=font, fontSize=size, leading=leading, spaceAfter=6, **more)


def _story(paper: Paper, width: float) -> list[Any]:
    from reportlab.platypus import Paragraph

    story: list[Any] = [
        Paragraph(_escaped(paper.title), _style(15, 19, "Strong")),
        Paragraph(_escaped(f"{paper.author} · {paper.dated}"), _style(8.5, 12)),
    ]
    for kind, content in _parts(paper):
        if kind == "table":
            story.append(_table(content, width))
        elif kind == "heading":
            story.append(Paragraph(_escaped(content), _style(10.5, 14, "Strong", spaceBefore=8, keepWithNext=1)))
        else:
            han = any("\u2e80" <= mark <= "\uffef" for mark in content)
            style = _style(9.5, 15, "Han", wordWrap="CJK") if han else _style(9.5, 13.5)
            story.append(Paragraph(_escaped(content), style))
    return story


def _parts(paper: Paper) -> list[tuple[str, Any]]:
    return [part for block in paper.blocks for part in block.items()]


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _table(rows: Rows, width: float) -> Any:
    from reportlab.lib.colors import Color
    from reportlab.platypus import Paragraph, Table, TableStyle

    head, body = _style(8.5, 11, "Strong"), _style(8.5, 11)
    cells = [[Paragraph(_escaped(cell), head if not index else body) for cell in row] for index, row in enumerate(rows)]
    grey = Color(0.6, 0.64, 0.66)
    lines: list[Any] = [("LINEBELOW", (0, 0), (-1, -1), 0.4, grey), ("VALIGN", (0, 0), (-1, -1), "TOP")]
    widths = [width * part for part in _shares(rows)]
    return Table(cells, widths, style=TableStyle(lines), repeatRows=1, spaceAfter=8, spaceBefore=4)


def _shares(rows: Rows) -> list[float]:
    """Return each column's share of the width, by its longest cell within bounds."""
    longest = [min(max(9, *(len(row[index]) for row in rows)), 46) for index in range(len(rows[0]))]
    return [part / sum(longest) for part in longest]


def word_bytes(paper: Paper) -> bytes:
    """Return a paper as a Word file, zipped with fixed dates."""
    import docx

    document = docx.Document()
    moment = dt.datetime(*_ZIP_DAY, tzinfo=dt.UTC)
    properties = document.core_properties
    properties.title, properties.author, properties.comments = paper.title, paper.author, MADE_UP
    properties.created = properties.modified = moment
    document.add_paragraph(f"{paper.issuer} · {MADE_UP}")
    document.add_heading(paper.title, level=1)
    document.add_paragraph(f"{paper.author} · {paper.dated}")
    for kind, content in _parts(paper):
        if kind == "table":
            _word_table(document, content)
        elif kind == "heading":
            document.add_heading(content, level=2)
        else:
            document.add_paragraph(content)
    target = io.BytesIO()
    document.save(target)
    return _same_dates(target.getvalue())


def _word_table(document: Any, rows: Rows) -> None:
    table = document.add_table(rows=0, cols=len(rows[0]), style="Table Grid")
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text


def _same_dates(data: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as made, zipfile.ZipFile(target, "w") as kept:
        for name in sorted(made.namelist(), key=lambda item: (item != "[Content_Types].xml", item)):
            kept.writestr(zipfile.ZipInfo(name, _ZIP_DAY), made.read(name), zipfile.ZIP_DEFLATED)
    return target.getvalue()


def table_bytes(rows: Rows) -> bytes:
    """Return rows as CSV in UTF-8."""
    target = io.StringIO()
    csv.writer(target, lineterminator="\r\n").writerows(rows)
    return target.getvalue().encode("utf-8")


def all_files() -> dict[str, bytes]:
    """Return every evidence file by name."""
    words = json.loads(WORDS.read_text("utf-8"))
    papers = [Paper(**given) for given in words["papers"]]
    files = {paper.file: (pdf_bytes if paper.file.endswith(".pdf") else word_bytes)(paper) for paper in papers}
    files |= {name: table_bytes(rows) for name, rows in words["tables"].items()}
    return files | {name: "\n".join([*lines, ""]).encode("utf-8") for name, lines in words["texts"].items()}


def main(folder: Path = FOLDER) -> int:
    """Write the files; a file over the limit is an error."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in sorted(all_files().items()):
        if len(data) > MAX_BYTES:
            sys.stderr.write(f"{name}: {len(data)} bytes, more than {MAX_BYTES}\n")
            return 1
        (folder / name).write_bytes(data)
    return 0


if __name__ == "__main__":
    sys.exit(main(*map(Path, sys.argv[1:2])))
