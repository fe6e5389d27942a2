"""Whatever a firm's sheet looks like, it is read as a person sees it; whatever is broken, one sentence says so."""

import datetime as dt
import io
import re
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from placet.domain.errors import UserFacingError
from placet.exchange import package_guard, spreadsheet
from placet.exchange.cells import Sheet
from placet.exchange.delimited import write_delimited
from placet.exchange.spreadsheet import read_sheet, sheet_names
from placet.exchange.tables import Table
from placet.exchange.workbook_writing import sheet_titles, write_workbook

AFTERNOON = dt.datetime.fromisoformat("2026-03-04 14:30")
HEADINGS = ("Ref No.", "Use case", "Owner")
ROWS = (("UC-001", "Chat assistant", "Mei Example"), ("UC-002", "Fraud alerts", "Sam Sample"))


def book(fill: Callable[[openpyxl.worksheet.worksheet.Worksheet], None], name: str = "Inventory") -> bytes:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.title = name
    fill(sheet)
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def table(*rows: tuple[object, ...]) -> bytes:
    def fill(sheet: openpyxl.worksheet.worksheet.Worksheet) -> None:
        for row in rows:
            sheet.append(row)

    return book(fill)


def plain(sheet: openpyxl.worksheet.worksheet.Worksheet) -> None:
    for row in (HEADINGS, *ROWS):
        sheet.append(row)


def edited(data: bytes, part: str, change: Callable[[bytes], bytes], **more: bytes) -> bytes:
    """Return a package with one part changed and further ones added."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(name, change(source.read(name)) if name == part else source.read(name))
        for name, body in more.items():
            target.writestr(name.replace("__", "/"), body)
    return out.getvalue()


def texts(sheet: Sheet) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in sheet.rows]


def test_a_plain_workbook_is_read_with_addresses() -> None:
    sheet = read_sheet(book(plain), "inventory.xlsx")
    assert sheet.headings == HEADINGS
    assert texts(sheet) == [list(row) for row in ROWS]
    assert sheet.rows[1].cells[2].address == "C3"
    assert sheet.name == "Inventory"
    assert sheet.notes == ()


def test_numbers_dates_and_formulas_are_read_as_shown() -> None:
    def fill(sheet: openpyxl.worksheet.worksheet.Worksheet) -> None:
        sheet.append([f"h{letter}" for letter in "abcdefghijkl"])
        sheet.append(
            [
                42,
                0.1 + 0.2,
                1e21,
                dt.date(2026, 3, 4),
                AFTERNOON,
                True,
                0.25,
                42,
                42,
                123456789012,
                dt.timedelta(hours=30),
                "00042",
            ]
        )
        sheet["G2"].number_format = "0%"
        sheet["H2"].number_format = "00000"
        sheet["I2"].number_format = '"UC-"0000'

    assert texts(read_sheet(book(fill), "a.xlsx")) == [
        ["42", "0.3", "1000000000000000000000", "2026-03-04", "2026-03-04 14:30", "TRUE", "25%", "00042", "UC-0042",
         "123456789012", "30:00:00", "00042"]
    ]  # fmt: skip


def test_a_date_of_the_1904_system_is_the_day_it_shows() -> None:
    workbook = openpyxl.Workbook()
    workbook.epoch = openpyxl.utils.datetime.MAC_EPOCH
    sheet = workbook.active
    assert sheet is not None
    sheet.append(["Ref", "Date"])
    sheet.append(["UC-1", dt.date(2026, 3, 4)])
    out = io.BytesIO()
    workbook.save(out)
    assert texts(read_sheet(out.getvalue(), "mac.xlsx")) == [["UC-1", "2026-03-04"]]


def test_formulas_give_their_saved_value_and_an_unsaved_one_is_no_blank() -> None:
    data = table(("Ref", "Sum", "Link"), ("UC-1", "=1+1", "=2+2"))
    unsaved = re.compile(rb"(<f>1\+1</f>)<v ?/?>(</v>)?")
    saved = edited(data, "xl/worksheets/sheet1.xml", lambda xml: unsaved.sub(rb"\1<v>2</v>", xml))
    cells = read_sheet(saved, "a.xlsx").rows[0].cells
    assert (cells[1].text, cells[1].kind) == ("2", "number")
    assert (cells[2].text, cells[2].kind) == ("", "error")


def test_titles_blank_rows_and_merged_headings_are_seen_through() -> None:
    def fill(sheet: openpyxl.worksheet.worksheet.Worksheet) -> None:
        sheet["A2"] = "Harbour Example Bank: AI inventory"
        sheet.merge_cells("A2:E2")
        sheet["A4"], sheet["B4"], sheet["C4"] = "Ref", "Use case /\n用途", "Approval"
        sheet.merge_cells("A4:A5")
        sheet.merge_cells("B4:B5")
        sheet.merge_cells("C4:E4")
        sheet["C5"], sheet["D5"], sheet["E5"] = "Date", "By", "Minute"
        sheet["A7"], sheet["B7"], sheet["D7"] = "UC-1", "Chat", "Committee"
        sheet["B8"] = "Chat, second row"
        sheet.merge_cells("A7:A8")

    sheet = read_sheet(book(fill), "a.xlsx")
    assert sheet.headings == ("Ref", "Use case / 用途", "Approval / Date", "Approval / By", "Approval / Minute")
    assert texts(sheet) == [["UC-1", "Chat", "", "Committee", ""], ["UC-1", "Chat, second row", "", "", ""]]
    assert sheet.rows[1].cells[0].address == "A8"


def test_group_headings_above_are_joined_even_without_other_merges() -> None:
    def fill(sheet: openpyxl.worksheet.worksheet.Worksheet) -> None:
        sheet["C1"] = "Approval"
        sheet.merge_cells("C1:D1")
        sheet.append(["Ref", "Name", "Date", "By"])
        sheet.append(["UC-1", "Chat", "2026-01-01", "Board"])

    assert read_sheet(book(fill), "a.xlsx").headings == ("Ref", "Name", "Approval / Date", "Approval / By")


def test_data_without_a_heading_is_kept_and_told() -> None:
    data = table(("Ref", "Name"), ("UC-1", "Chat", "stray"))
    sheet = read_sheet(data, "a.xlsx")
    assert sheet.headings == ("Ref", "Name", "(column C)")
    assert texts(sheet) == [["UC-1", "Chat", "stray"]]
    assert [note.path for note in sheet.notes] == ["C2"]


def test_the_first_filled_sheet_is_read_and_others_are_named() -> None:
    workbook = openpyxl.Workbook()
    for name, filled in (("Inventory", True), ("Old", True), ("Hidden", True)):
        sheet = workbook.create_sheet(name)
        if filled:
            plain(sheet)
    workbook["Hidden"].sheet_state = "hidden"
    out = io.BytesIO()
    workbook.save(out)
    data = out.getvalue()
    assert sheet_names(data, "a.xlsx") == ("Sheet", "Inventory", "Old")
    sheet = read_sheet(data, "a.xlsx")
    assert sheet.name == "Inventory"
    assert "“Old”" in str(sheet.notes[0])
    assert read_sheet(data, "a.xlsx", "Old").name == "Old"
    with pytest.raises(UserFacingError, match="no sheet “New”"):
        read_sheet(data, "a.xlsx", "New")


def test_links_to_other_workbooks_are_told_and_never_followed() -> None:
    kind = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/externalLink"
    link = b'<Relationship Id="rId99" Type="%s" Target="externalLinks/externalLink1.xml"/>' % kind
    rels = link + b"</Relationships>"
    data = edited(
        book(plain), "xl/_rels/workbook.xml.rels", lambda xml: xml.replace(b"</Relationships>", rels),
        xl__externalLinks__externalLink1=b"<externalLink/>",
    )  # fmt: skip
    assert "another workbook" in read_sheet(data, "a.xlsx").notes[0].message


@pytest.mark.parametrize(
    ("coding", "name"), [("utf-8", "客戶"), ("utf-8-sig", "客戶"), ("utf-16", "客戶"), ("utf-16-le", "客戶服務")]
)
def test_csv_is_read_in_every_usual_encoding(coding: str, name: str) -> None:
    data = f"Ref;Name;Owner\r\nUC-1;{name};a, b\r\n".encode(coding)
    sheet = read_sheet(data, "a.csv")
    assert sheet.headings == ("Ref", "Name", "Owner")
    assert texts(sheet) == [["UC-1", name, "a, b"]]
    assert sheet.notes == ()


@pytest.mark.parametrize("name", ["客戶服務", "啫喱𨋢"])
def test_big5_with_hong_kong_characters_is_read_and_told(name: str) -> None:
    sheet = read_sheet(f"Ref,Name\r\nUC-1,{name}\r\n".encode("big5hkscs"), "a.csv")
    assert texts(sheet) == [["UC-1", name]]
    assert "Big5" in sheet.notes[0].message


def test_csv_keeps_line_breaks_and_names_its_separator() -> None:
    sheet = read_sheet(b'sep=|\r\nRef|Name\r\nUC-1|"two\r\nlines, and a comma"\r\n', "a.csv")
    assert texts(sheet) == [["UC-1", "two\r\nlines, and a comma"]]
    assert sheet.rows[0].cells[0].address == "A3"


def test_a_list_of_json_objects_is_a_table() -> None:
    sheet = read_sheet(b'[{"Ref": "UC-1", "Count": 1.10}, {"Ref": "UC-2", "GenAI": true}]', "a.json")
    assert sheet.headings == ("Ref", "Count", "GenAI")
    assert texts(sheet) == [["UC-1", "1.10", ""], ["UC-2", "", "TRUE"]]


def zip_bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book(plain))) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            if name != "xl/worksheets/sheet1.xml":
                target.writestr(name, source.read(name))
        target.writestr("xl/worksheets/sheet1.xml", b" " * 60_000_000)
    return out.getvalue()


def rows_of(count: int) -> bytes:
    return b"Ref,Name\r\n" + b"".join(b"UC-%d,Name\r\n" % number for number in range(count))


def sheet_xml(xml: bytes) -> bytes:
    return edited(book(plain), "xl/worksheets/sheet1.xml", lambda _: xml)


def one_row(attributes: bytes, cell: bytes) -> bytes:
    return sheet_xml(NS + b"<sheetData><row " + attributes + b">" + cell + b"</row></sheetData></worksheet>")


NS = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
CELL = b'<c r="%s" t="inlineStr"><is><t>x</t></is></c>'
OLE = bytes.fromhex("D0CF11E0A1B11AE1") + b"\0" * 504


def lose_sheet(xml: bytes) -> bytes:
    return xml.replace(b"sheet1.xml", b"no.xml")


WIDE = b",".join(b"h%d" % n for n in range(500)) + b"\r\n" + b"x," * 499 + b"x\r\n"
MACRO_TYPE = b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"
BROKEN: dict[str, tuple[bytes, str, str]] = {
    "empty file": (b"", "a.xlsx", "the file is empty"),
    "blank text": (b" \r\n \r\n", "a.csv", "the file is empty"),
    "truncated zip": (book(plain)[:2000], "a.xlsx", "cannot be unpacked"),
    "web page renamed": (b"<html><table><tr><td>Ref</td></tr></table></html>", "a.xls", "web page"),
    "xml spreadsheet of 2003": (b'<?xml version="1.0"?>\n<Workbook>', "a.xls", "web page"),
    "old workbook": (OLE, "a.xls", "old Office form"),
    "password": (OLE + "EncryptedPackage".encode("utf-16-le"), "a.xlsx", "protected by a password"),
    "zip bomb": (zip_bomb(), "a.xlsx", "far more than an inventory needs"),
    "macros": (
        edited(book(plain), "[Content_Types].xml", lambda xml: re.sub(rb"[^\"]*sheet.main.xml", MACRO_TYPE, xml)),
        "a.xlsm",
        "macros",
    ),
    "macro part": (edited(book(plain), "", bytes, **{"xl__vbaProject.bin": b"x"}), "a.xlsx", "macros"),
    "zip without workbook": (edited(b"PK\x05\x06" + b"\0" * 18, "", bytes, readme=b"x"), "a.xlsx", "zip archive"),
    "pdf renamed": (b"%PDF-1.7\n", "a.xlsx", "document, not a table"),
    "csv named xlsx": (b"Ref,Name\r\nUC-1,Chat\r\n", "a.xlsx", "cannot be unpacked"),
    "sheet cut off": (sheet_xml(NS + b"<sheetData><row>"), "a.xlsx", "cannot be read"),
    "part missing": (edited(book(plain), "xl/_rels/workbook.xml.rels", lose_sheet), "a.xlsx", "is missing"),
    "entities": (sheet_xml(b'<!DOCTYPE a [<!ENTITY b "c">]>' + NS + b"</worksheet>"), "a.xlsx", "definitions"),
    "shared string that is none": (one_row(b'r="1"', b'<c r="A1" t="s"><v>99</v></c>'), "a.xlsx", "cannot be read"),
    "number that is none": (one_row(b'r="1"', b'<c r="A1"><v>1E999999999</v></c>'), "a.xlsx", "cannot be read"),
    "row beyond the last": (one_row(b'r="99999999999"', CELL % b"A1"), "a.xlsx", "cannot be read"),
    "column beyond the last": (one_row(b'r="1"', CELL % b"ZZZ1"), "a.xlsx", "cannot be read"),
    "too many columns": (WIDE, "a.csv", "500 columns"),
    "too many rows": (rows_of(50_001), "a.csv", "50,001 rows"),
    "no rows": (table(HEADINGS), "a.xlsx", "nothing below the headings"),
    "no sheet content": (table(), "a.xlsx", "the table is empty"),
    "no headings": (table(("Chat", "Y", 4), ("Fraud", "N", 5)), "a.xlsx", "looks like data"),
    "duplicate heading": (table(("Ref", "Owner", " owner"), ("1", "2", "3")), "a.xlsx", "(B1 and C1)"),
    "wrong encoding": ("Ref,Name\r\nUC-1,Caf\xe9\r\n".encode("latin-1"), "a.csv", "encoding"),
    "binary": (bytes(range(256)) * 8, "a.csv", "a.csv"),
    "open quotation mark": (b'Ref,Name\r\nUC-1,"Chat\r\n', "a.csv", "line 2: a quotation mark"),
    "json that is none": (b'{"format": 1', "a.json", "well-formed JSON"),
    "json nested too deep": (b"[" * 200_000, "a.json", "well-formed JSON"),
    "json of a newer program": (b'{"format": 9, "kind": "placet tables", "tables": []}', "a.json", "reads format 1"),
    "json without rows": (b'{"format": 1, "kind": "placet tables", "tables": []}', "a.json", "no table"),
    "word document": (edited(book(plain), "xl/workbook.xml", lambda _: b"<document/>"), "a.xlsx", "not a workbook"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_file_gives_one_sentence(name: str) -> None:
    data, where, words = BROKEN[name]
    with pytest.raises(UserFacingError) as caught:
        read_sheet(data, where)
    sentence = caught.value.sentence
    assert words in sentence
    assert where in sentence
    assert "\n" not in sentence
    assert caught.value.todo.endswith(".")


def test_a_file_above_the_size_limit_is_not_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package_guard, "MAX_BYTES", 100)
    monkeypatch.setattr(spreadsheet, "MAX_BYTES", 100)
    with pytest.raises(UserFacingError, match="larger than"):
        read_sheet(book(plain), "a.xlsx")


def test_a_claimed_million_columns_costs_nothing() -> None:
    data = edited(
        book(plain), "xl/worksheets/sheet1.xml", lambda xml: re.sub(rb'ref="A1:C3"', b'ref="A1:XFD1048576"', xml)
    )
    assert b"XFD1048576" in zipfile.ZipFile(io.BytesIO(data)).read("xl/worksheets/sheet1.xml")
    assert texts(read_sheet(data, "a.xlsx")) == [list(row) for row in ROWS]


def test_merged_cells_over_the_whole_sheet_are_refused_in_time() -> None:
    merges = b"".join(b'<mergeCell ref="%s2:%s1048576"/>' % (c, c) for c in (b"A", b"B", b"C"))
    data = edited(
        book(plain),
        "xl/worksheets/sheet1.xml",
        lambda xml: xml.replace(b"</sheetData>", b"</sheetData><mergeCells>" + merges + b"</mergeCells>"),
    )
    with pytest.raises(UserFacingError, match="merged cells"):
        read_sheet(data, "a.xlsx")


@pytest.mark.parametrize("position", range(0, 100, 7))
def test_a_flipped_byte_never_gives_a_traceback(position: int) -> None:
    data = bytearray(book(plain))
    index = len(data) * position // 100
    data[index] ^= 0xFF
    try:
        read_sheet(bytes(data), "a.xlsx")
    except UserFacingError as error:
        assert error.todo  # noqa: PT017 - either outcome is right, a traceback is not


def test_writing_touches_no_temporary_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_args: object, **_named: object) -> None:
        raise AssertionError("a temporary file was opened")

    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(tempfile, "NamedTemporaryFile", refuse)
    monkeypatch.setattr(tempfile, "mkstemp", refuse)
    data = write_workbook([Table("Use cases", HEADINGS, ROWS)])
    assert texts(read_sheet(data, "a.xlsx")) == [list(row) for row in ROWS]
    assert list(tmp_path.iterdir()) == []


def test_text_that_looks_like_a_formula_stays_text() -> None:
    risky = ("=HYPERLINK(1)", "+1", "-1", "@SUM(A1)", "'x")
    data = write_workbook([Table("T", ("a", "b", "c", "d", "e"), (risky,))])
    sheet = openpyxl.load_workbook(io.BytesIO(data)).active
    assert sheet is not None
    for cell, text in zip(sheet[2], risky, strict=True):
        assert (cell.value, cell.data_type, cell.quotePrefix) == (text, "s", True)
    written = write_delimited([("a", "b"), ("=1", "x")]).decode("utf-8-sig")
    assert written == '"a","b"\r\n"\'=1","x"\r\n'


def test_the_same_tables_give_the_same_bytes() -> None:
    tables = [Table("Use cases", HEADINGS, ROWS)]
    assert write_workbook(tables) == write_workbook(tables)


def test_sheet_titles_are_what_excel_accepts() -> None:
    titles = sheet_titles(["a/b", "A B", "x" * 40, "x" * 40, ""])
    assert titles == ["a b", "A B 2", "x" * 31, "x" * 29 + " 2", "Sheet"]


def test_a_missing_continuation_is_told_at_its_cell() -> None:
    data = write_workbook([Table("Use cases", ("Ref", "Note"), (("UC-1", "long " * 10_000),))])
    assert read_sheet(data, "a.xlsx").rows[0].cells[1].text == "long " * 10_000
    cut = edited(data, "xl/worksheets/sheet2.xml", lambda xml: xml.replace(b"T1", b"T9"))
    cell = read_sheet(cut, "a.xlsx").rows[0].cells[1]
    assert cell.kind == "error"
