"""Sheets into docx tables and ods; files into zip."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Sequence
from html import escape

from benchmarks.accuracy.model import Cell, Error, Formula, Sheet
from benchmarks.accuracy.write_markup import spans

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFFICE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
_TYPES = (
    f'<?xml version="1.0" encoding="UTF-8"?><Types xmlns="{_PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/>'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{_OFFICE}"/></Types>'
)
_RELATIONS = (
    f'<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_RELATION}" Target="word/document.xml"/></Relationships>'
)


def packed(members: Sequence[tuple[str, bytes]]) -> bytes:
    """A zip of the members."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in members:
            package.writestr(name, content, zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _paragraph(text: str) -> str:
    lines = text.split("\n")
    runs = "<w:r><w:br/></w:r>".join(f'<w:r><w:t xml:space="preserve">{escape(line)}</w:t></w:r>' for line in lines)
    return f"<w:p>{runs}</w:p>"


def docx(sheets: Sequence[Sheet]) -> bytes:
    """What stands above and below a table in paragraphs, the table from its header to its last row."""
    out: list[str] = []
    for sheet in sheets:
        begin, covered = spans(sheet)
        last = max((one.row_number for one in sheet.truths), default=len(sheet.rows))
        while last < len(sheet.rows) and sum(1 for cell in sheet.rows[last] if cell.text()) > 3:
            last += 1
        first = sheet.headers[0][0]
        for number, row in enumerate(sheet.rows, start=1):
            if number == first:
                out.append("<w:tbl><w:tblPr/>")
            if first <= number <= last:
                out.append(_row(row, number, begin, covered))
            else:
                out.append(_paragraph("\t".join(cell.text() for cell in row if cell.text())))
            if number == last:
                out.append("</w:tbl>")
        out.append(_paragraph(""))
    body = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:document xmlns:w="{_WORD}"><w:body>{"".join(out)}</w:body></w:document>'
    return packed([("[Content_Types].xml", _TYPES.encode()), ("_rels/.rels", _RELATIONS.encode()), ("word/document.xml", body.encode())])


def _row(row: Sequence[Cell], number: int, begin: dict[tuple[int, int], tuple[int, int]], covered: set[tuple[int, int]]) -> str:
    inside: dict[tuple[int, int], int] = {}
    for (top, left), (height, width) in begin.items():
        for line in range(top + 1, top + height):
            inside[(line, left)] = width
    cells: list[str] = []
    for spot, cell in enumerate(row, start=1):
        width = begin.get((number, spot), (1, inside.get((number, spot), 1)))[1]
        marks = f'<w:gridSpan w:val="{width}"/>' if width > 1 else ""
        if (number, spot) in inside:
            cells.append(f"<w:tc><w:tcPr>{marks}<w:vMerge/></w:tcPr>{_paragraph('')}</w:tc>")
        elif (number, spot) not in covered:
            marks += '<w:vMerge w:val="restart"/>' if begin.get((number, spot), (1, 1))[0] > 1 else ""
            cells.append(f"<w:tc><w:tcPr>{marks}</w:tcPr>{_paragraph(cell.text())}</w:tc>")
    return f"<w:tr>{''.join(cells)}</w:tr>"


_OPEN = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.2"'
)
_MANIFEST = (
    '<?xml version="1.0" encoding="UTF-8"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
    '<manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
)


def ods(sheets: Sequence[Sheet]) -> bytes:
    """An OpenDocument spreadsheet."""
    out: list[str] = []
    for sheet in sheets:
        begin, covered = spans(sheet)
        out.append(f'<table:table table:name="{escape(sheet.name)}">')
        for number, row in enumerate(sheet.rows or [[]], start=1):
            hidden = ' table:visibility="collapse"' if number in sheet.hidden_rows else ""
            cells = [_ods_cell(cell, begin.get((number, spot), (1, 1)), (number, spot) in covered) for spot, cell in enumerate(row, start=1)]
            out.append(f"<table:table-row{hidden}>{''.join(cells) or '<table:table-cell/>'}</table:table-row>")
        out.append("</table:table>")
    body = f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {_OPEN}><office:body><office:spreadsheet>{"".join(out)}'
    body += "</office:spreadsheet></office:body></office:document-content>"
    mime = b"application/vnd.oasis.opendocument.spreadsheet"
    return packed([("mimetype", mime), ("content.xml", body.encode()), ("META-INF/manifest.xml", _MANIFEST.encode())])


def _ods_cell(cell: Cell, span: tuple[int, int], is_covered: bool) -> str:
    if is_covered:
        return "<table:covered-table-cell/>"
    marks = f' table:number-rows-spanned="{span[0]}" table:number-columns-spanned="{span[1]}"' if span != (1, 1) else ""
    value = cell.value
    if value is None or value == "":
        return f"<table:table-cell{marks}/>"
    shown = "".join(f"<text:p>{escape(line)}</text:p>" for line in cell.text().split("\n"))
    if isinstance(value, Error):
        shape = f'table:formula="of:={value.name}" office:value-type="string" office:string-value=""'
        return f"<table:table-cell{marks} {shape}><text:p>{value.name}</text:p></table:table-cell>"
    if isinstance(value, Formula):
        return f'<table:table-cell{marks} table:formula="of:={escape(value.text[1:])}"/>'
    if isinstance(value, dt.date):
        return f'<table:table-cell{marks} office:value-type="date" office:date-value="{value.isoformat()}">{shown}</table:table-cell>'
    if isinstance(value, int | float):
        kind = "percentage" if cell.number_format and "%" in cell.number_format else "float"
        return f'<table:table-cell{marks} office:value-type="{kind}" office:value="{value!r}">{shown}</table:table-cell>'
    return f'<table:table-cell{marks} office:value-type="string">{shown}</table:table-cell>'
