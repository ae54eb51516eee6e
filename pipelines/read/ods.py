"""OpenDocument spreadsheets (.ods, and .fods as one XML file) into grids, from their XML. No meaning of cells here.

Cells and rows are written with a count of repeats, which an empty end of the sheet takes to a million: only what holds something is laid out.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

from lxml import etree

from pipelines.grid import Document, Grid, Kind, Merge, Unreadable
from pipelines.read.cells import decimal_text
from pipelines.read.limits import Limits
from pipelines.read.package import Package
from pipelines.read.rows import CellBudget, Rows
from pipelines.read.safe_xml import xml_fault

_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_CALCEXT = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}"
_ERROR = re.compile(r"#(?:[A-Z/0!?]+[!?]?|[A-Z]+/[A-Z]+[!?]?)|Err:\d{3}")
_MOST_ROWS = 1_048_576
_MOST_COLUMNS = 16_384


def read_ods(content: bytes, limits: Limits) -> Document:
    """All sheets, hidden ones too. Raises Unreadable: CORRUPT_FILE, ENCRYPTED, TRUNCATED_FILE, XML_DOCTYPE, TOO_LARGE."""
    package = Package(content, limits)
    manifest = package.find("meta-inf/manifest.xml")
    if manifest and b"encryption-data" in package.part(manifest):
        raise Unreadable("ENCRYPTED", "the parts of the package are encrypted")
    path = package.find("content.xml")
    if path is None:
        raise Unreadable("CORRUPT_FILE", "the package has no content.xml")
    return Document("ods", tuple(_sheets(package.part(path), limits)))


def read_flat_ods(content: bytes, limits: Limits) -> Document:
    """The same of a spreadsheet that is one XML file (.fods)."""
    return Document("ods", tuple(_sheets(content, limits)))


def _sheets(xml: bytes, limits: Limits) -> Iterator[Grid]:
    budget = CellBudget(limits)
    position = 0
    hidden_styles: set[str] = set()
    wanted = (f"{_TABLE}table", f"{_STYLE}style")
    depth = 0
    try:
        for event, element in etree.iterparse(
            io.BytesIO(xml), events=("start", "end"), tag=wanted, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True
        ):
            if event == "start":
                depth += element.tag == wanted[0]
                continue
            if element.tag == wanted[1]:
                if any(one.get(f"{_TABLE}display") == "false" for one in element.iter(f"{_STYLE}table-properties")):
                    hidden_styles.add(element.get(f"{_STYLE}name", ""))
                continue
            depth -= 1
            if depth:
                continue
            if element.getroottree().docinfo.internalDTD is not None:
                raise Unreadable("XML_DOCTYPE", "content.xml declares a document type")
            if position >= limits.max_sheets:
                raise Unreadable("TOO_LARGE", f"more than {limits.max_sheets} sheets")
            name = element.get(f"{_TABLE}name") or f"Sheet{position + 1}"
            yield _laid_out(element, name, limits).grid(name, position, budget, hidden=element.get(f"{_TABLE}style-name") in hidden_styles)
            position += 1
            element.clear()
    except etree.XMLSyntaxError as error:
        raise xml_fault(error, "content.xml", xml) from error
    except (ValueError, InvalidOperation) as error:
        raise Unreadable("CORRUPT_FILE", f"content.xml: {error}") from error


def _laid_out(table: etree._Element, name: str, limits: Limits) -> Rows:
    rows = Rows()
    row = column = 0
    for element, is_hidden in _inside(table, {f"{_TABLE}table-row", f"{_TABLE}table-column"}):
        count = _count(element, "number-columns-repeated" if element.tag.endswith("column") else "number-rows-repeated")
        if element.tag.endswith("}table-column"):
            if is_hidden:
                rows.hidden_columns.update(range(column + 1, min(column + count, _MOST_COLUMNS) + 1))
            column += count
            continue
        cells = list(_cells(element))
        if is_hidden:
            rows.hidden_rows.update(range(row + 1, min(row + count, _MOST_ROWS) + 1))
        filled = [one for one in cells if one[2] is not None]
        if filled:
            width = max(at + repeated - 1 for at, repeated, *_ in filled)
            if (row + count) * max(width, rows.width) > limits.max_cells:
                raise Unreadable("TOO_LARGE", f"sheet {name!r} reaches row {row + count}, column {width}; at most {limits.max_cells} cells are read")
            texts: list[str | None] = [None] * width
            kinds = [int(Kind.EMPTY)] * width
            for at, repeated, text, kind, _ in filled:
                texts[at - 1 : at - 1 + repeated] = [text] * repeated
                kinds[at - 1 : at - 1 + repeated] = [kind] * repeated
            rows.extend_to(row)
            for _ in range(count):
                rows.line(texts, kinds)
        if count == 1:
            for at, _, _, _, (down, across) in cells:
                if down > 1 or across > 1:
                    rows.merges.append(Merge(row + 1, at, row + down, at + across - 1))
        row += count
    return rows


def _inside(table: etree._Element, wanted: set[str], is_hidden: bool = False) -> Iterator[tuple[etree._Element, bool]]:
    """Rows and columns of a table, those in groups and headings too, and whether they are hidden. Tables within cells are not entered."""
    for child in table:
        hidden = is_hidden or child.get(f"{_TABLE}visibility") in ("collapse", "filter") or child.get(f"{_TABLE}display") == "false"
        if child.tag in wanted:
            yield child, hidden
        elif isinstance(child.tag, str) and child.tag.startswith(_TABLE) and ("rows" in child.tag or "columns" in child.tag or "group" in child.tag):
            yield from _inside(child, wanted, hidden)


def _cells(row: etree._Element) -> Iterator[tuple[int, int, str | None, int, tuple[int, int]]]:
    """(column, repeats, text, kind, (rows, columns) that it spans) of each cell; text null for an empty one. A covered cell is empty."""
    column = 1
    for cell in row:
        if cell.tag not in (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
            continue
        repeated = _count(cell, "number-columns-repeated")
        text, kind = _value(cell) if cell.tag == f"{_TABLE}table-cell" else (None, int(Kind.EMPTY))
        yield column, min(repeated, _MOST_COLUMNS), text, kind, (_count(cell, "number-rows-spanned"), _count(cell, "number-columns-spanned"))
        column += repeated


def _count(element: etree._Element, name: str) -> int:
    count = int(element.get(f"{_TABLE}{name}", "1"))
    if not 0 < count <= _MOST_ROWS:
        raise ValueError(f"{name} is {count}")
    return count


def _value(cell: etree._Element) -> tuple[str | None, int]:
    kind = cell.get(f"{_OFFICE}value-type")
    formula = cell.get(f"{_TABLE}formula")
    if cell.get(f"{_CALCEXT}value-type") == "error" or (formula and (shown := _shown(cell)) and _ERROR.fullmatch(shown)):
        return _shown(cell) or "#ERROR", int(Kind.ERROR)
    if kind in ("float", "currency", "percentage"):
        written = cell.get(f"{_OFFICE}value")
        if written is None:
            return _text_or_formula(cell, formula)
        number = Decimal(written)
        if not number.is_finite() or abs(number.adjusted()) > 400:
            return written, int(Kind.TEXT)
        return decimal_text(number), int(Kind.PERCENT if kind == "percentage" else Kind.NUMBER)
    if kind == "date" and (written := cell.get(f"{_OFFICE}date-value")):
        return (written[:10], int(Kind.DATE)) if "T" not in written or written.endswith("T00:00:00") else (written, int(Kind.DATETIME))
    if kind == "time" and (written := cell.get(f"{_OFFICE}time-value")):
        return _time(written, _shown(cell)), int(Kind.TEXT)
    if kind == "boolean" and (written := cell.get(f"{_OFFICE}boolean-value")):
        return ("TRUE" if written == "true" else "FALSE"), int(Kind.BOOL)
    return _text_or_formula(cell, formula)


def _text_or_formula(cell: etree._Element, formula: str | None) -> tuple[str | None, int]:
    """A text; where nothing is shown and no type is told, a formula that was saved without its result."""
    text = _shown(cell)
    if text:
        return text, int(Kind.TEXT)
    written = cell.get(f"{_OFFICE}string-value")
    if written:
        return written, int(Kind.TEXT)
    if formula and cell.get(f"{_OFFICE}value-type") is None:
        return "=" + formula.partition("=")[2], int(Kind.UNCACHED)
    return None, int(Kind.EMPTY)


def _time(written: str, shown: str) -> str:
    """A time of day as 'hh:mm:ss' where the cell shows one, else the duration as it is written."""
    found = re.fullmatch(r"PT(\d+)H(\d+)M(\d+)(?:[.,]\d+)?S", written)
    if not found:
        return shown or written
    hours, minutes, seconds = map(int, found.groups())
    if hours < 24:
        return f"{hours:02}:{minutes:02}:{seconds:02}"
    return f"PT{hours}H" + (f"{minutes}M" if minutes else "") + (f"{seconds}S" if seconds else "")


def _shown(cell: etree._Element) -> str:
    """The paragraphs of a cell, a line each; notes on the cell are none of its text."""
    return "\n".join(_paragraph(child) for child in cell if child.tag in (f"{_TEXT}p", f"{_TEXT}h"))


def _paragraph(element: etree._Element) -> str:
    parts = [element.text or ""]
    for child in element:
        name = child.tag if isinstance(child.tag, str) else ""
        if name == f"{_TEXT}s":
            parts.append(" " * min(int(child.get(f"{_TEXT}c", "1")), 1000))
        elif name == f"{_TEXT}tab":
            parts.append("\t")
        elif name == f"{_TEXT}line-break":
            parts.append("\n")
        elif name not in (f"{_OFFICE}annotation", f"{_TEXT}note", f"{_TEXT}ruby-text"):
            parts.append(_paragraph(child) if name else "")
        parts.append(child.tail or "")
    return "".join(parts)
