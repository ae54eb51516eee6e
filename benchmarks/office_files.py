# ruff: noqa: E501 - objects of a pdf read better unbroken
"""Files of other office formats for benchmarks and tests, byte by byte: old workbooks, binary workbooks, OpenDocument, text documents, pdf."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from xml.sax.saxutils import escape

UNCACHED = object()
"""A formula (A1+1) that is to be worked out when the file is opened."""


BLANK = object()
"""A cell with a format and nothing else."""


@dataclass(frozen=True)
class Percent:
    value: float


@dataclass(frozen=True)
class Day:
    serial: float


@dataclass(frozen=True)
class Error:
    code: int


@dataclass(frozen=True)
class Old:
    """A text in the font .VnTime; .xls only."""

    text: str


@dataclass
class Sheet:
    """Rows from A1; None is an empty cell. Merges, hidden rows and columns are 1-based."""

    rows: list[list[Any]]
    name: str = "NV"
    hidden: bool = False
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_rows: tuple[int, ...] = ()
    hidden_columns: tuple[int, ...] = ()


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


# -- .xls


def _biff(code: int, data: bytes = b"") -> bytes:
    return struct.pack("<HH", code, len(data)) + data


def _biff_text(text: str, length: str = "<H") -> bytes:
    return struct.pack(length, len(text)) + b"\x01" + text.encode("utf-16-le")


def _biff_cell(row: int, column: int, value: Any) -> bytes:
    at = lambda style: struct.pack("<HHH", row, column, style)  # noqa: E731
    if value is UNCACHED:
        tokens = b"\x44\x00\x00\x00\xc0\x1e\x01\x00\x03"  # A1, 1, +
        return _biff(0x0006, at(0) + b"\0" * 8 + struct.pack("<HIH", 2, 0, len(tokens)) + tokens)
    if value is BLANK:
        return _biff(0x0201, at(1))
    if isinstance(value, bool):
        return _biff(0x0205, at(0) + bytes((value, 0)))
    if isinstance(value, Error):
        return _biff(0x0205, at(0) + bytes((value.code, 1)))
    if isinstance(value, Percent):
        return _biff(0x0203, at(1) + struct.pack("<d", value.value))
    if isinstance(value, Day):
        return _biff(0x0203, at(2) + struct.pack("<d", value.serial))
    if isinstance(value, Old):
        return _biff(0x0204, at(3) + _biff_text(value.text))
    if isinstance(value, str):
        return _biff(0x0204, at(0) + _biff_text(value))
    return _biff(0x0203, at(0) + struct.pack("<d", value))


def _biff_sheet(sheet: Sheet) -> bytes:
    out = [_biff(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0x0DBB, 1996, 0, 6))]
    out += [_biff(0x007D, struct.pack("<HHHHHH", column - 1, column - 1, 2000, 0, 1, 0)) for column in sheet.hidden_columns]
    out += [_biff(0x0208, struct.pack("<HHHHHHI", row - 1, 0, 1, 255, 0, 0, 0x20)) for row in sheet.hidden_rows]
    out += [_biff_cell(r, c, value) for r, row in enumerate(sheet.rows) for c, value in enumerate(row) if value is not None]
    ranges = b"".join(struct.pack("<HHHH", top - 1, bottom - 1, left - 1, right - 1) for top, left, bottom, right in sheet.merges)
    out.append(_biff(0x00E5, struct.pack("<H", len(sheet.merges)) + ranges))
    return b"".join(out) + _biff(0x000A)


def xls(*sheets: Sheet, encrypted: bool = False) -> bytes:
    """A workbook of Excel 97: styles 0 general, 1 percent, 2 day, 3 in an old font."""
    head = _biff(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0x0DBB, 1996, 0, 6))
    if encrypted:
        head += _biff(0x002F, b"\x01\x00\x01\x00\x01\x00" + b"\0" * 48)
    head += _biff(0x0042, struct.pack("<H", 1200))
    head += b"".join(
        _biff(0x0031, struct.pack("<HHHHHBBBB", 200, 0, 32767, 400, 0, 0, 0, 0, 0) + _biff_text(name, "<B")) for name in ("Arial", ".VnTime")
    )
    head += _biff(0x041E, struct.pack("<H", 164) + _biff_text("dd/mm/yyyy"))
    head += b"".join(_biff(0x00E0, struct.pack("<HH", font, number) + b"\0" * 16) for font, number in ((0, 0), (0, 9), (0, 164), (1, 0)))
    bodies = [_biff_sheet(sheet) for sheet in sheets]
    names = [_biff_text(sheet.name, "<B") for sheet in sheets]
    at = len(head) + sum(4 + 6 + len(name) for name in names) + 4
    for sheet, name, body in zip(sheets, names, bodies, strict=True):
        head += _biff(0x0085, struct.pack("<IBB", at, int(sheet.hidden), 0) + name)
        at += len(body)
    return compound({"Workbook": head + _biff(0x000A) + b"".join(bodies)})


def compound(streams: dict[str, bytes]) -> bytes:
    """A compound (OLE2) document of a few streams, none of them in the short-stream container."""
    padded = [content.ljust(max(4096, -(-len(content) // 512) * 512), b"\0") for content in streams.values()]
    chains: list[int] = []
    starts = []
    for content in padded:
        starts.append(len(chains))
        chains += [*range(len(chains) + 1, len(chains) + len(content) // 512), 0xFFFFFFFE]
    directory = len(chains)
    chains.append(0xFFFFFFFE)
    tables = 1
    while (len(chains) + tables) * 4 > tables * 512:
        tables += 1
    first_table = len(chains)
    chains += [0xFFFFFFFD] * tables
    chains += [0xFFFFFFFF] * (tables * 128 - len(chains))
    entries = [_entry("Root Entry", 5, 0xFFFFFFFE, 0, child=1)]
    for number, (name, content) in enumerate(zip(streams, padded, strict=True), start=1):
        after = number + 1 if number < len(streams) else 0xFFFFFFFF
        entries.append(_entry(name, 2, starts[number - 1], len(content), right=after))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16 + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + b"\0" * 6
    header += struct.pack("<IIIIIIIII", 0, tables, directory, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    header += b"".join(struct.pack("<I", first_table + number if number < tables else 0xFFFFFFFF) for number in range(109))
    return header + b"".join(padded) + b"".join(entries).ljust(512, b"\0") + struct.pack(f"<{len(chains)}I", *chains)


def _entry(name: str, kind: int, start: int, size: int, child: int = 0xFFFFFFFF, right: int = 0xFFFFFFFF) -> bytes:
    written = name.encode("utf-16-le") + b"\0\0"
    head = written.ljust(64, b"\0") + struct.pack("<HBBIII", len(written), kind, 1, 0xFFFFFFFF, right, child)
    return head + b"\0" * 36 + struct.pack("<III", start, size, 0)


# -- .xlsb


def _record(code: int, data: bytes = b"") -> bytes:
    head = bytes((code,)) if code < 128 else bytes((code & 0x7F | 0x80, code >> 7))
    size, length = b"", len(data)
    while True:
        size += bytes((length & 0x7F | (0x80 if length > 0x7F else 0),))
        length >>= 7
        if not length:
            return head + size + data


def _wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def _xlsb_cell(column: int, value: Any) -> bytes:
    at = lambda style: struct.pack("<II", column, style)  # noqa: E731
    if value is BLANK:
        return _record(1, at(1))
    if isinstance(value, bool):
        return _record(4, at(0) + bytes((value,)))
    if isinstance(value, Error):
        return _record(3, at(0) + bytes((value.code,)))
    if isinstance(value, Percent):
        return _record(5, at(1) + struct.pack("<d", value.value))
    if isinstance(value, Day):
        return _record(5, at(2) + struct.pack("<d", value.serial))
    if isinstance(value, str):
        return _record(6, at(0) + _wide(value))
    return _record(5, at(0) + struct.pack("<d", value))


def xlsb(*sheets: Sheet) -> bytes:
    """A binary workbook: styles 0 general, 1 percent, 2 day."""
    relations = "http://schemas.openxmlformats.org/package/2006/relationships"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    book = _record(131) + _record(143)
    for number, sheet in enumerate(sheets, start=1):
        book += _record(156, struct.pack("<II", int(sheet.hidden), number) + _wide(f"rId{number}") + _wide(sheet.name))
    book += _record(144) + _record(132)
    xfs = b"".join(_record(47, struct.pack("<HHHHH", 0, number, 0, 0, 0) + b"\0" * 6) for number in (0, 9, 14))
    styles = _record(278) + _record(617, struct.pack("<I", 3)) + xfs + _record(618) + _record(279)
    links = "".join(
        f'<Relationship Id="rId{number}" Type="{office}/worksheet" Target="worksheets/sheet{number}.bin"/>' for number in range(1, len(sheets) + 1)
    )
    links += f'<Relationship Id="rId90" Type="{office}/styles" Target="styles.bin"/>'
    binary = "application/vnd.ms-excel.sheet.binary.macroEnabled.main"
    return zipped(
        {
            "[Content_Types].xml": f'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            f'<Override PartName="/xl/workbook.bin" ContentType="{binary}"/></Types>',
            "_rels/.rels": f'<Relationships xmlns="{relations}"><Relationship Id="rId1" Type="{office}/officeDocument" Target="xl/workbook.bin"/>'
            "</Relationships>",
            "xl/workbook.bin": book,
            "xl/_rels/workbook.bin.rels": f'<Relationships xmlns="{relations}">{links}</Relationships>',
            "xl/styles.bin": styles,
            **{f"xl/worksheets/sheet{number}.bin": xlsb_sheet(sheet) for number, sheet in enumerate(sheets, start=1)},
        }
    )


def xlsb_sheet(sheet: Sheet) -> bytes:
    height, width = len(sheet.rows), max((len(row) for row in sheet.rows), default=0)
    out = _record(129) + _record(148, struct.pack("<IIII", 0, max(height - 1, 0), 0, max(width - 1, 0)))
    if sheet.hidden_columns:
        out += _record(390)
        out += b"".join(_record(60, struct.pack("<IIIIH", column - 1, column - 1, 2000, 0, 1)) for column in sheet.hidden_columns)
        out += _record(391)
    out += _record(145)
    for r, row in enumerate(sheet.rows):
        hidden = 0x10 if r + 1 in sheet.hidden_rows else 0
        out += _record(0, struct.pack("<IIHBBBI", r, 0, 300, 0, hidden, 0, 0))
        out += b"".join(_xlsb_cell(c, value) for c, value in enumerate(row) if value is not None)
    out += _record(146)
    if sheet.merges:
        out += _record(177, struct.pack("<I", len(sheet.merges)))
        out += b"".join(_record(176, struct.pack("<IIII", top - 1, bottom - 1, left - 1, right - 1)) for top, left, bottom, right in sheet.merges)
        out += _record(178)
    return out + _record(130)


# -- .ods

ODF = "urn:oasis:names:tc:opendocument:xmlns:"
_NAMES = " ".join(f'xmlns:{name}="{ODF}{name}:1.0"' for name in ("office", "table", "text", "style"))
_CALCEXT = 'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'


def ods_content(tables: str, styles: str = "") -> str:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {_NAMES} {_CALCEXT}>'
        f"<office:automatic-styles>{styles}</office:automatic-styles><office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body>"
        "</office:document-content>"
    )


def ods(tables: str, styles: str = "", **parts: str) -> bytes:
    return zipped(
        {"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": ods_content(tables, styles), "META-INF/manifest.xml": "<m/>"}
        | {name.replace("__", "/"): content for name, content in parts.items()}
    )


def ods_rows(rows: list[list[Any]]) -> str:
    """Rows of texts and numbers as table rows."""

    def cell(value: Any) -> str:
        if value is None:
            return "<table:table-cell/>"
        if isinstance(value, str):
            return f'<table:table-cell office:value-type="string"><text:p>{escape(value)}</text:p></table:table-cell>'
        return f'<table:table-cell office:value-type="float" office:value="{value}"><text:p>{value}</text:p></table:table-cell>'

    return "".join(f"<table:table-row>{''.join(map(cell, row))}</table:table-row>" for row in rows)


# -- .docx

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def paragraph(text: str = "", properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{escape(text)}</w:t></w:r></w:p>"


def word_cell(text: str | None, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph(text or '')}</w:tc>"


def word_table(rows: list[list[Any]], widths: str = "") -> str:
    """Rows of texts, or of cells that are written out already (beginning with '<')."""

    def cells(row: list[Any]) -> str:
        return "".join(one if str(one).startswith("<w:tc") else word_cell(None if one is None else str(one)) for one in row)

    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in (widths.split() or ["100"] * max(map(len, rows))))
    return f"<w:tbl><w:tblPr/><w:tblGrid>{grid}</w:tblGrid>" + "".join(f"<w:tr>{cells(row)}</w:tr>" for row in rows) + "</w:tbl>"


def docx(body: str, numbering: str | None = None) -> bytes:
    main = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": f'<Types><Override PartName="/word/document.xml" ContentType="{main}"/></Types>',
        "_rels/.rels": '<Relationships><Relationship Id="rId1" Type="http://x/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/document.xml": f'<w:document xmlns:w="{_WORD}" xmlns:mc="urn:mc" xmlns:wps="urn:wps"><w:body>{body}</w:body></w:document>',
    }
    if numbering:
        parts["word/numbering.xml"] = f'<w:numbering xmlns:w="{_WORD}">{numbering}</w:numbering>'
    return zipped(parts)


# -- .pdf


@dataclass
class PdfPage:
    """Texts at (x, y from the top) and lines (x0, y0, x1, y1), in points on a page of 800 x 600. `scan`: a picture over the whole page."""

    texts: list[tuple[float, float, str]] = field(default_factory=list)
    lines: list[tuple[float, float, float, float]] = field(default_factory=list)
    scan: bool = False


def drawn_table(rows: Sequence[Sequence[str | None]], left: float, top: float, widths: list[float], height: float = 20) -> PdfPage:
    """A table with every line drawn; of None no text, and no line to the cell before it (a merged cell)."""
    page = PdfPage()
    edges = [left]
    for width in widths:
        edges.append(edges[-1] + width)
    bottom = top + height * len(rows)
    for r, row in enumerate(rows):
        y = top + r * height
        page.lines.append((edges[0], y, edges[-1], y))
        for c, text in enumerate(row):
            if text is not None:
                page.lines.append((edges[c], y, edges[c], y + height))
                for number, line in enumerate(text.split("\n")):
                    page.texts.append((edges[c] + 3, y + 12 + 8 * number, line))
    page.lines += [(edges[0], bottom, edges[-1], bottom), (edges[-1], top, edges[-1], bottom)]
    return page


def pdf(*pages: PdfPage, encrypted: bool = False) -> bytes:
    letters = sorted({letter for page in pages for *_, text in page.texts for letter in text}) or ["x"]
    codes = {letter: number for number, letter in enumerate(letters, start=1)}
    mapped = "\n".join(f"<{code:04x}> <{letter.encode('utf-16-be').hex()}>" for letter, code in codes.items())
    to_unicode = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /T def /CMapType 2 def 1 begincodespacerange <0000> <ffff> "
        f"endcodespacerange\n{len(codes)} beginbfchar\n{mapped}\nendbfchar endcmap end end"
    ).encode()
    objects: list[bytes] = [b""] * 7
    kids = []
    objects[2] = b"<</Type/Font/Subtype/Type0/BaseFont/T/Encoding/Identity-H/DescendantFonts[4 0 R]/ToUnicode 5 0 R>>"
    objects[3] = (
        b"<</Type/Font/Subtype/CIDFontType2/BaseFont/T/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/DW 500/FontDescriptor 6 0 R>>"
    )
    objects[4] = _stream(to_unicode)
    objects[5] = b"<</Type/FontDescriptor/FontName/T/Flags 4/FontBBox[0 -200 500 800]/ItalicAngle 0/Ascent 800/Descent -200/CapHeight 700/StemV 80>>"
    objects[6] = _stream(b"\0" * 3, b"/Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceRGB/BitsPerComponent 8")
    for page in pages:
        drawn = ["q 800 0 0 600 0 0 cm /I Do Q"] if page.scan else []
        drawn += [f"{x0} {600 - y0} m {x1} {600 - y1} l S" for x0, y0, x1, y1 in page.lines]
        drawn += [f"BT /F 8 Tf {x} {600 - y} Td <{''.join(f'{codes[letter]:04x}' for letter in text)}> Tj ET" for x, y, text in page.texts]
        objects.append(_stream("\n".join(drawn).encode()))
        objects.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 800 600]/Contents {len(objects)} 0 R/Resources<</Font<</F 3 0 R>>/XObject<</I 7 0 R>>>>>>".encode()
        )
        kids.append(f"{len(objects)} 0 R")
    objects[0] = b"<</Type/Catalog/Pages 2 0 R>>"
    objects[1] = f"<</Type/Pages/Kids[{' '.join(kids)}]/Count {len(kids)}>>".encode()
    out, offsets = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n", []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n".encode() + content + b"\nendobj\n"
    table = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n" + "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    locked = f"/Encrypt<</Filter/Standard/V 1/R 2/O<{'ab' * 32}>/U<{'cd' * 32}>/P -4>>/ID[<00><00>]" if encrypted else ""
    return out + f"{table}trailer\n<</Size {len(objects) + 1}/Root 1 0 R{locked}>>\nstartxref\n{len(out)}\n%%EOF\n".encode()


def _stream(content: bytes, more: bytes = b"") -> bytes:
    return b"<<" + more + f"/Length {len(content)}>>".encode() + b"\nstream\n" + content + b"\nendstream"
