"""Tables of a text document (docx) into grids, from word/document.xml. No meaning of cells here."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from pipelines.grid import Document, Kind, Merge, Unreadable
from pipelines.read.docx_numbering import Numbering
from pipelines.read.flow import Flow
from pipelines.read.limits import Limits
from pipelines.read.package import Package
from pipelines.read.rows import Rows
from pipelines.read.safe_xml import attribute, local_name

_MOST_SPAN = 1000
_SKIPPED = frozenset({"del", "moveFrom", "Fallback", "instrText", "delText", "pPr", "rPr", "sdtPr", "tblPr", "trPr", "tcPr", "tblGrid"})
"""Elements whose text is not shown: what was struck out under tracked changes, field codes, the second form of a drawing, properties."""
_FEWEST_PLAIN_CELLS = 3


def read_docx(content: bytes, limits: Limits) -> Document:
    """A grid a table, in the order of the document; paragraphs before a table are its context.

    Text struck out under tracked changes is left out, numbers that the program itself puts before a paragraph are written out in cells that show
    nothing else. Raises Unreadable: CORRUPT_FILE, ENCRYPTED, TOO_LARGE.
    """
    package = Package(content, limits)
    path = package.main_part("word/document.xml")
    numbering = package.find("word/numbering.xml")
    flow = Flow(limits)
    reader = _Reader(flow, Numbering(_parsed(package, numbering) if numbering else None), limits)
    body = next((one for one in _parsed(package, path) if local_name(one) == "body"), None)
    if body is None:
        raise Unreadable("CORRUPT_FILE", f"part {path} has no body")
    try:
        reader.walk(body)
    except RecursionError as error:
        raise Unreadable("CORRUPT_FILE", "nested too deeply") from error
    return Document("docx", flow.grids())


def _parsed(package: Package, path: str) -> etree._Element:
    part = package.part(path)
    if b"<!DOCTYPE" in part[:4096]:
        raise Unreadable("CORRUPT_FILE", f"part {path} declares a document type")
    try:
        return etree.fromstring(part, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True, remove_comments=True, remove_pis=True))
    except etree.XMLSyntaxError as error:
        raise Unreadable("CORRUPT_FILE", f"part {path}: {error}") from error


class _Reader:
    """Walks a document once; numbers of lists go on from table to table."""

    def __init__(self, flow: Flow, numbering: Numbering, limits: Limits) -> None:
        self._flow = flow
        self._numbering = numbering
        self._limits = limits
        self._before: tuple[str, ...] | None = None
        self._open: Rows | None = None

    def walk(self, parent: etree._Element) -> None:
        """Paragraphs and tables of a body, a cell or a content control."""
        self._walk(parent)
        self._close()

    def _walk(self, parent: etree._Element) -> None:
        for child in parent:
            name = local_name(child)
            if name == "p":
                for line in _lines_of(child):
                    self._close()
                    self._flow.line(line)
                self._numbering.pass_by(child)
            elif name == "tbl":
                self._table(child)
            elif name not in _SKIPPED:
                self._walk(child)

    def _close(self) -> None:
        """The open table ends: something else than a table's continuation follows."""
        if self._open is not None:
            self._flow.table(self._open)
        self._open, self._before = None, None

    def _table(self, table: etree._Element) -> None:
        if _is_layout(table):
            self._close()
            for row in _children(table, "tr"):
                for cell in _children(row, "tc"):
                    self._walk(cell)
            return
        # A table that was cut in two (at a page's end, by hand) has the same columns to the point, and nothing but empty lines between.
        widths = tuple(attribute(one, "w") or "" for grid in _children(table, "tblGrid") for one in _children(grid, "gridCol"))
        if self._open is None or not widths or widths != self._before:
            self._close()
            self._open, self._before = Rows(), widths
        self._lay_out(table, self._open)
        inner = [one for row in _children(table, "tr") for cell in _children(row, "tc") for one in _children(cell, "tbl")]
        if inner:
            self._close()
        for one in inner:
            self._table(one)

    def _lay_out(self, table: etree._Element, rows: Rows) -> None:
        first = rows.height
        row_number = first
        open_merges: dict[int, Merge] = {}
        for row in _children(table, "tr"):
            row_number += 1
            properties = next(iter(_children(row, "trPr")), None)
            column = 1 + _count(properties, "gridBefore", 0)
            if properties is not None and any(local_name(one) == "hidden" and attribute(one, "val") not in ("0", "false") for one in properties):
                rows.hidden_rows.add(row_number)
            going_on: dict[int, Merge] = {}
            for cell in _children(row, "tc"):
                shape = next(iter(_children(cell, "tcPr")), None)
                across = max(_count(shape, "gridSpan", 1), 1)
                merge = next((one for one in shape if local_name(one) == "vMerge"), None) if shape is not None else None
                last = column + across - 1
                if merge is not None and attribute(merge, "val") != "restart" and column in open_merges:
                    above = open_merges[column]
                    going_on[column] = Merge(above.top, above.left, row_number, above.right)
                else:
                    rows.put(row_number, column, self._text(cell), Kind.TEXT)
                    if merge is not None or across > 1:
                        going_on[column] = Merge(row_number, column, row_number, last)
                    if merge is None and across > 1:
                        rows.merges.append(going_on.pop(column))
                column = last + 1
                if column * row_number > self._limits.max_cells:
                    raise Unreadable("TOO_LARGE", f"a table reaches row {row_number}, column {column}")
            rows.merges += [one for at, one in open_merges.items() if at not in going_on or going_on[at].top != one.top]
            open_merges = going_on
        rows.merges[:] = [one for one in (*rows.merges, *open_merges.values()) if (one.top, one.left) != (one.bottom, one.right)]
        rows.extend_to(row_number)

    def _text(self, cell: etree._Element) -> str:
        """What a cell shows, a line a paragraph; the number of a list only where nothing else is shown."""
        lines: list[str] = []
        for paragraph in _paragraphs(cell):
            number = self._numbering.pass_by(paragraph)
            text = "\n".join(_lines_of(paragraph))
            lines.append(text or number)
        return "\n".join(line for line in lines if line)


def _children(element: etree._Element, name: str) -> list[etree._Element]:
    """Children of that name, those in content controls and tracked insertions too."""
    found = []
    for child in element:
        at = local_name(child)
        if at == name:
            found.append(child)
        elif at in ("sdt", "sdtContent", "ins", "customXml", "smartTag", "moveTo"):
            found += _children(child, name)
    return found


def _paragraphs(cell: etree._Element) -> Iterator[etree._Element]:
    """The paragraphs of a cell, without those of tables inside it."""
    for child in cell:
        name = local_name(child)
        if name == "p":
            yield child
        elif name != "tbl" and name not in _SKIPPED:
            yield from _paragraphs(child)


def _lines_of(paragraph: etree._Element) -> list[str]:
    """The lines that a paragraph shows; those of text boxes that hang on it come first."""
    boxes: list[str] = []
    parts: list[str] = []
    _collect(paragraph, parts, boxes)
    return [*boxes, *(line for line in "".join(parts).split("\n") if line.strip())]


def _collect(element: etree._Element, parts: list[str], boxes: list[str]) -> None:
    for child in element:
        name = local_name(child)
        if name == "t":
            parts.append(child.text or "")
        elif name == "txbxContent":
            for paragraph in child.iter("{*}p"):
                boxes += [line for line in _lines_of(paragraph) if line not in boxes]
        elif name == "tab":
            parts.append("\t")
        elif name in ("br", "cr"):
            parts.append("\n")
        elif name == "noBreakHyphen":
            parts.append("-")
        elif name not in _SKIPPED:
            _collect(child, parts, boxes)


def _count(properties: etree._Element | None, name: str, otherwise: int) -> int:
    if properties is None:
        return otherwise
    written = next((attribute(one, "val") for one in properties if local_name(one) == name), None)
    return min(int(written), _MOST_SPAN) if written and written.isdigit() else otherwise


def _is_layout(table: etree._Element) -> bool:
    """Whether a table only places others on the page: it holds some, and hardly a row of plain cells."""
    if next(table.iterdescendants("{*}tbl"), None) is None:
        return False
    rows = [_children(row, "tc") for row in _children(table, "tr")]
    plain = sum(len(row) >= _FEWEST_PLAIN_CELLS and all(next(cell.iterdescendants("{*}tbl"), None) is None for cell in row) for row in rows)
    return plain < 2
