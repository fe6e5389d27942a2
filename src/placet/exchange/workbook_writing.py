"""Write tables as an .xlsx workbook in memory: text stays text, nothing touches a temporary folder.

openpyxl writes each sheet to the system's temporary folder in the clear, whatever the target is, so the few
parts a plain workbook needs are written here. Same tables, same bytes.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from xml.sax.saxutils import escape, quoteattr

from placet.exchange.cell_text import escaped
from placet.exchange.cells import column_letters
from placet.exchange.continued import CONTINUED_HEADER, CONTINUED_SHEET, Continuation
from placet.exchange.tables import Table

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_FIXED_TIME = (1980, 1, 1, 0, 0, 0)
_ARMED = re.compile(r"[=+\-@\t\r'＝＋－＠]")
_FORBIDDEN_IN_NAMES = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_NAME_LIMIT = 31
_WIDEST, _NARROWEST = 60, 9
_PLAIN, _BOLD, _QUOTED = 0, 1, 2
"""Cell styles: text, heading, and text that a program must not take for a formula when it is edited."""

_STYLES = (
    f'{_HEAD}<styleSheet xmlns="{_MAIN}">'
    '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
    '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="49" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="3">'
    '<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyAlignment="1">'
    '<alignment vertical="top" wrapText="1"/></xf>'
    '<xf numFmtId="49" fontId="1" fillId="0" borderId="0" xfId="0" applyAlignment="1">'
    '<alignment vertical="top" wrapText="1"/></xf>'
    '<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" quotePrefix="1" applyAlignment="1">'
    '<alignment vertical="top" wrapText="1"/></xf>'
    '</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
    "</styleSheet>"
)


def write_workbook(tables: Sequence[Table]) -> bytes:
    """Return a workbook with one sheet for each table, and a further one where a text is too long for a cell."""
    continuation = Continuation()
    sheets = [(table.name, _sheet(table, continuation)) for table in tables]
    if continuation.rows:
        rest = Table(CONTINUED_SHEET, CONTINUED_HEADER, tuple(continuation.rows))
        sheets.append((CONTINUED_SHEET, _sheet(rest, None)))
    names = sheet_titles([name for name, _ in sheets])
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, text in _frame(names):
            _add(archive, part, text)
        for number, (_, text) in enumerate(sheets, start=1):
            _add(archive, f"xl/worksheets/sheet{number}.xml", text)
    return out.getvalue()


def sheet_titles(names: Sequence[str]) -> list[str]:
    """Return names Excel accepts: at most 31 characters, without brackets and slashes, no two alike."""
    taken: list[str] = []
    for name in names:
        base = _FORBIDDEN_IN_NAMES.sub(" ", name).strip().strip("'") or "Sheet"
        title, count = base[:_NAME_LIMIT], 1
        while title.casefold() in (other.casefold() for other in taken):
            count += 1
            ending = f" {count}"
            title = base[: _NAME_LIMIT - len(ending)] + ending
        taken.append(title)
    return taken


def _add(archive: zipfile.ZipFile, part: str, text: str) -> None:
    info = zipfile.ZipInfo(part, _FIXED_TIME)
    info.compress_type = zipfile.ZIP_DEFLATED
    archive.writestr(info, text.encode("utf-8"))


def _frame(names: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield every part but the sheets."""
    numbers = range(1, len(names) + 1)
    overrides = "".join(
        f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{_TYPE}.worksheet+xml"/>' for n in numbers
    )
    types = (
        f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{_TYPE}.styles+xml"/>{overrides}</Types>'
    )
    yield "[Content_Types].xml", types
    yield "_rels/.rels", _relationships([("rId1", "officeDocument", "xl/workbook.xml")])
    sheets = "".join(
        f'<sheet name={quoteattr(name)} sheetId="{n}" r:id="rId{n}"/>' for n, name in zip(numbers, names, strict=True)
    )
    yield (
        "xl/workbook.xml",
        f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_RELS}"><sheets>{sheets}</sheets></workbook>',
    )
    targets = [(f"rId{n}", "worksheet", f"worksheets/sheet{n}.xml") for n in numbers]
    yield "xl/_rels/workbook.xml.rels", _relationships([*targets, (f"rId{len(names) + 1}", "styles", "styles.xml")])
    yield "xl/styles.xml", _STYLES


def _relationships(items: Sequence[tuple[str, str, str]]) -> str:
    nodes = "".join(f'<Relationship Id="{i}" Type="{_RELS}/{kind}" Target="{target}"/>' for i, kind, target in items)
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{nodes}</Relationships>'


def _sheet(table: Table, continuation: Continuation | None) -> str:
    rows = [_row(1, table.header, _BOLD, None)]
    rows += [_row(number, row, _PLAIN, continuation) for number, row in enumerate(table.rows, start=2)]
    last = f"{column_letters(max(1, len(table.header)))}{len(rows)}"
    return (
        f'{_HEAD}<worksheet xmlns="{_MAIN}"><dimension ref="A1:{last}"/>'
        '<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" '
        'state="frozen"/></sheetView></sheetViews>'
        f"<cols>{_columns(table)}</cols><sheetData>{''.join(rows)}</sheetData>"
        f'<autoFilter ref="A1:{last}"/></worksheet>'
    )


def _columns(table: Table) -> str:
    nodes = []
    for number, heading in enumerate(table.header, start=1):
        longest = max([len(heading) + 3, *(len(row[number - 1]) for row in table.rows)])
        width = min(_WIDEST, max(_NARROWEST, longest + 2))
        nodes.append(f'<col min="{number}" max="{number}" width="{width}" customWidth="1" style="{_PLAIN}"/>')
    return "".join(nodes)


def _row(number: int, values: Sequence[str], style: int, continuation: Continuation | None) -> str:
    cells = []
    for column, value in enumerate(values, start=1):
        if value:
            text = continuation.fitted(value) if continuation else value
            kind = _QUOTED if style == _PLAIN and _ARMED.match(text) else style
            cells.append(
                f'<c r="{column_letters(column)}{number}" s="{kind}" t="inlineStr">'
                f'<is><t xml:space="preserve">{escape(escaped(text))}</t></is></c>'
            )
    return f'<row r="{number}">{"".join(cells)}</row>'
