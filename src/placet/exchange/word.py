"""Send a draft out as a watermarked Word file with numbered paragraphs, and read the comments that come back."""

from __future__ import annotations

import io
import re
import unicodedata
import zipfile
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple
from xml.etree.ElementTree import Element
from xml.sax.saxutils import quoteattr

from placet.domain.errors import UserFacingError
from placet.exchange.package_guard import damaged, local_name, open_package

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

KIND = "a Word document (.docx)"
_STYLES = {
    "title": "Title",
    "heading1": "Heading 1",
    "heading2": "Heading 2",
    "heading3": "Heading 3",
    "quote": "Quote",
}
"""Styles of a draft, as Word's own template calls them; every other one is body text."""
_BOOKMARK = "placet_"
_FIXED_TIME = (1980, 1, 1, 0, 0, 0)
_VML = "urn:schemas-microsoft-com:vml"
_OFFICE = "urn:schemas-microsoft-com:office:office"
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


class DraftParagraph(NamedTuple):
    """One paragraph of a draft; ``number`` (“4.12”) is what comments come back by, empty for headings."""

    number: str
    style: str
    text: str


class DraftComment(NamedTuple):
    """A comment on a returned draft; ``number`` is empty when it hangs on no numbered paragraph."""

    number: str
    author: str
    text: str


def draft_docx(paragraphs: Sequence[DraftParagraph], *, title: str, watermark_text: str) -> bytes:
    """Return a .docx draft: watermark on every page, each numbered paragraph marked so that it can be found again.

    Same arguments, same bytes. Characters that are not seen (controls, direction marks) are written out.
    """
    import docx

    document = docx.Document()
    properties = document.core_properties
    properties.title, properties.author, properties.comments = visible(title), "Placet", ""
    _add_watermark(document, visible(watermark_text))
    for index, paragraph in enumerate(paragraphs):
        _add_paragraph(document, paragraph, index)
    out = io.BytesIO()
    document.save(out)
    return _with_fixed_times(out.getvalue())


def visible(text: str) -> str:
    """Return ``text`` with every control, direction or zero-width character written as its code."""
    return "".join(
        f"‹U+{ord(character):04X}›"
        if unicodedata.category(character) in ("Cc", "Cf", "Cs", "Cn", "Co") and character not in "\n\t"
        else character
        for character in text.replace("\r\n", "\n").replace("\r", "\n")
    )


def _add_paragraph(document: Document, draft: DraftParagraph, index: int) -> None:
    paragraph = document.add_paragraph(style=_STYLES.get(draft.style, "Normal"))
    if draft.number:
        _mark(paragraph, draft.number, index)
        number = paragraph.add_run(f"{visible(draft.number)}\t")
        number.bold = True
    paragraph.add_run(visible(draft.text))


def _mark(paragraph: Paragraph, number: str, index: int) -> None:
    """Put a bookmark at the paragraph's start: its number survives edits of the printed one."""
    from docx.oxml import parse_xml

    name = quoteattr(_BOOKMARK + _encoded(number))
    for tag, more in (("bookmarkStart", f" w:name={name}"), ("bookmarkEnd", "")):
        paragraph._p.append(parse_xml(f'<w:{tag} xmlns:w="{_WORD}" w:id="{index}"{more}/>'))


def _encoded(number: str) -> str:
    """Return a paragraph number in the letters a bookmark may have; ``_decoded`` takes it back."""
    return re.sub(r"[^0-9A-Za-z]", lambda found: f"_{ord(found.group()):04x}", number)


def _decoded(name: str) -> str:
    return re.sub(r"_([0-9a-f]{4})", lambda found: chr(int(found.group(1), 16)), name)


def _add_watermark(document: Document, text: str) -> None:
    from docx.oxml import parse_xml

    header = document.sections[0].header
    header.is_linked_to_previous = False
    paragraph = header.paragraphs[0]
    paragraph.add_run(text)
    run: Any = paragraph.add_run()._r
    run.append(
        parse_xml(
            f'<w:pict xmlns:w="{_WORD}" xmlns:v="{_VML}" xmlns:o="{_OFFICE}">'
            '<v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800" '
            'path="m@7,l@8,m@5,21600l@6,21600e"><v:path textpathok="t" o:connecttype="rect"/>'
            '<v:textpath on="t" fitshape="t"/></v:shapetype>'
            '<v:shape id="PlacetWatermark" o:spid="_x0000_s2049" type="#_x0000_t136" '
            'style="position:absolute;margin-left:0;margin-top:0;width:468pt;height:80pt;rotation:315;z-index:-251658752;'
            "mso-position-horizontal:center;mso-position-horizontal-relative:margin;"
            'mso-position-vertical:center;mso-position-vertical-relative:margin" '
            'o:allowincell="f" fillcolor="silver" stroked="f"><v:fill opacity=".5"/>'
            f'<v:textpath style="font-family:&quot;Calibri&quot;;font-size:1pt" string={quoteattr(text)}/>'
            "</v:shape></w:pict>"
        )
    )


def _with_fixed_times(data: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for part in source.infolist():
            info = zipfile.ZipInfo(part.filename, _FIXED_TIME)
            info.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(info, source.read(part))
    return out.getvalue()


def read_comments(data: bytes, where: str = "draft.docx") -> tuple[DraftComment, ...]:
    """Return the comments of a returned draft in the order of its text; replies follow what they reply to.

    Raises UserFacingError when the file cannot be read.
    """
    package = open_package(data, where, KIND)
    main = next((item.target for item in package.relationships("") if item.type == "officeDocument"), "")
    root = package.parse(main) if main in package else None
    if root is None or local_name(root) != "document":
        raise UserFacingError("the file is not a Word document", where, f"Choose {KIND} that came back from review.")
    part = next((item.target for item in package.relationships(main) if item.type == "comments"), "")
    if not part:
        return ()
    found = {_attribute(node, "id"): node for node in package.parse(part) if local_name(node) == "comment"}
    if "" in found:
        raise damaged(where, "one of its comments has no number", KIND)
    anchors: dict[str, str] = {}
    for key, number in _anchors(root):
        anchors.setdefault(key, number)
    order = {key: position for position, key in enumerate(anchors)}
    keys = sorted(found, key=lambda key: order.get(key, len(order)))
    return tuple(
        DraftComment(anchors.get(key, ""), _attribute(found[key], "author"), _comment_text(found[key])) for key in keys
    )


def _anchors(root: Element) -> Iterator[tuple[str, str]]:
    """Yield each comment's id with the number of the paragraph in which it begins."""
    number, waiting = "", list[str]()
    for node in root.iter():
        match local_name(node):
            case "p":
                number = _number_of(node, number)
                yield from ((key, number) for key in waiting)
                waiting.clear()
                yield from ((_attribute(mark, "id"), number) for mark in node.iter() if _opens_comment(mark))
            case "body" | "tc":
                # a comment may open between paragraphs: it belongs to the next one
                waiting += [_attribute(mark, "id") for mark in node if _opens_comment(mark)]


def _opens_comment(node: Element) -> bool:
    return local_name(node) in ("commentRangeStart", "commentReference")


def _number_of(paragraph: Element, before: str) -> str:
    """Return a paragraph's number: its own, none for a heading, else that of the one it was split from."""
    names = [_attribute(node, "name") for node in paragraph.iter() if local_name(node) == "bookmarkStart"]
    own = next((name for name in names if name.startswith(_BOOKMARK)), "")
    if own:
        return _decoded(own.removeprefix(_BOOKMARK))
    styles = (_attribute(node, "val") for node in paragraph.iter() if local_name(node) == "pStyle")
    return "" if next(styles, "").startswith(("Heading", "Title")) else before


def _attribute(node: Element, name: str) -> str:
    return next((value for key, value in node.attrib.items() if key.rpartition("}")[2] == name), "")


def _comment_text(comment: Element) -> str:
    lines = ("".join(map(_piece, node.iter())) for node in comment.iter() if local_name(node) == "p")
    return "\n".join(lines).strip()


def _piece(node: Element) -> str:
    match local_name(node):
        case "t":
            return node.text or ""
        case "tab":
            return "\t"
        case "br":
            return "\n"
    return ""
