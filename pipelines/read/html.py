"""Tables of a page (html, also under the name of a workbook) into grids. No meaning of cells here."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from pipelines.grid import Document, Kind, Merge, Unreadable
from pipelines.read.flow import Flow
from pipelines.read.limits import Limits
from pipelines.read.rows import Rows

_MOST_COLUMNS = 1000
"""The greatest colspan that browsers obey."""
_MOST_ROWS = 65_534
_UNSEEN = frozenset({"script", "style", "head", "template", "noscript", "noframes", "object", "svg"})
_BLOCKS = frozenset(
    """address article aside blockquote body br caption center dd div dl dt fieldset figure footer form h1 h2 h3 h4 h5 h6 header hr html li main nav
    ol p pre section table tbody td tfoot th thead tr ul""".split()  # noqa: SIM905 forty names are easier to see so
)
_HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_SPACE = re.compile(r"[ \t\r\n\f]+")
_ERROR = re.compile(r"#(?:REF!|DIV/0!|VALUE!|NAME\?|NUM!|N/A|NULL!)")
_NUMBER = re.compile(r"\s*\+?(\d{1,9})")
_FEWEST_PLAIN_CELLS = 3


def read_html(content: bytes, limits: Limits) -> Document:
    """A grid a table, in the order of the page; `content` is UTF-8, whatever the page says of itself.

    A table that only lays out others is none itself; of one that holds others in its cells both are read. Raises Unreadable: CORRUPT_FILE, TOO_LARGE.
    """
    flow = Flow(limits)
    add_page(content, flow)
    return Document("html", flow.grids())


def add_page(content: bytes, flow: Flow) -> None:
    """The lines and tables of one page. Raises Unreadable: CORRUPT_FILE, TOO_LARGE."""
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, huge_tree=True)
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Unreadable("CORRUPT_FILE", f"damaged page: {error}") from error
    if root is not None:
        _Page(flow).walk(root)


class _Page:
    """Walks a page once. Loops instead of recursion: pages nest as deep as they like."""

    def __init__(self, flow: Flow) -> None:
        self._flow = flow
        self._line: list[str] = []

    def walk(self, root: etree._Element) -> None:
        skipped: etree._Element | None = None
        for event, element in etree.iterwalk(root, events=("start", "end")):
            name = element.tag if isinstance(element.tag, str) else ""
            if event == "start" and skipped is None:
                if name in _UNSEEN or (_is_hidden(element) and name != "table"):
                    skipped = element
                elif name == "table" and not _is_layout(element):
                    self._end_line()
                    self._add_table(element)
                    skipped = element
                else:
                    if name in _BLOCKS:
                        self._end_line()
                    self._line.append(element.text or "")
            elif event == "end":
                if element is skipped:
                    skipped = None
                if skipped is None:
                    if name in _BLOCKS:
                        self._end_line()
                    self._line.append(element.tail or "")
        self._end_line()

    def _end_line(self) -> None:
        if self._line:
            self._flow.line("".join(self._line))
            self._line.clear()

    def _add_table(self, table: etree._Element) -> None:
        caption = table.find("caption")
        if caption is not None:
            self._flow.line(" ".join(_lines(caption)))
        self._flow.table(_laid_out(table), hidden=_is_hidden(table))
        for inner in _inner_tables(table):
            self._add_table(inner)


def _is_hidden(element: etree._Element) -> bool:
    given = element.attrib
    return bool(given) and ("hidden" in given or bool(_HIDDEN.search(given.get("style", ""))))


def _is_layout(table: etree._Element) -> bool:
    """Whether a table only places other tables on the page: it holds some, and hardly a row of plain cells."""
    if table.find(".//table") is None:
        return False
    rows = [[cell for cell in row if cell.tag in ("td", "th")] for row in _rows(table)]
    plain = sum(len(row) >= _FEWEST_PLAIN_CELLS and all(cell.find(".//table") is None for cell in row) for row in rows)
    return plain < 2


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    """The rows of a table, those of tables inside it left out."""
    for child in table:
        if child.tag == "tr":
            yield child
        elif child.tag not in ("table", "td", "th"):
            yield from _rows(child)


def _inner_tables(table: etree._Element) -> Iterator[etree._Element]:
    """The tables right inside a table."""
    if table.find(".//table") is None:
        return
    stack = list(reversed(table))
    while stack:
        element = stack.pop()
        if element.tag == "table":
            yield element
        else:
            stack.extend(reversed(element))


def _laid_out(table: etree._Element) -> Rows:
    """The cells of a table at their columns; a cell that spans others stands in its first."""
    rows = Rows()
    every = list(_rows(table))
    feet = [row for row in every if row.getparent().tag == "tfoot"]
    every = [row for row in every if row.getparent().tag != "tfoot"] + feet
    taken: dict[int, int] = {}
    for number, row in enumerate(every, start=1):
        if _is_hidden(row) or _is_hidden(row.getparent()):
            rows.hidden_rows.add(number)
        column = 1
        for cell in row:
            if cell.tag not in ("td", "th") or _is_hidden(cell):
                continue
            while taken.get(column, 0) >= number:
                column += 1
            across = _span(cell, "colspan", _MOST_COLUMNS)
            down = min(_span(cell, "rowspan", _MOST_ROWS) or _MOST_ROWS, len(every) - number + 1)
            text = "\n".join(_lines(cell))
            rows.put(number, column, text, Kind.ERROR if _ERROR.fullmatch(text) else Kind.TEXT)
            if across > 1 or down > 1:
                rows.merges.append(Merge(number, column, number + down - 1, column + max(across, 1) - 1))
            if down > 1:
                taken |= dict.fromkeys(range(column, column + max(across, 1)), number + down - 1)
            column += max(across, 1)
    rows.extend_to(len(every))
    for number, column in enumerate(_columns(table), start=1):
        if column:
            rows.hidden_columns.add(number)
    return rows


def _columns(table: etree._Element) -> Iterator[bool]:
    """Whether each column that the table declares is hidden."""
    for column in table.iterfind("colgroup/col") if table.find("colgroup") is not None else table.iterfind("col"):
        for _ in range(min(_span(column, "span", _MOST_COLUMNS) or 1, _MOST_COLUMNS)):
            yield _is_hidden(column)


def _span(cell: etree._Element, name: str, most: int) -> int:
    if name not in cell.attrib:
        return 1
    written = _NUMBER.match(cell.get(name, ""))
    return min(int(written[1]), most) if written else 1


def _lines(cell: etree._Element) -> list[str]:
    """What a cell shows, line by line; tables inside it are left out."""
    if not len(cell):
        text = _SPACE.sub(" ", cell.text or "").strip(" ")
        return [text] if text.strip(" \u00a0") else []
    parts: list[str] = []
    skipped: etree._Element | None = None
    for event, element in etree.iterwalk(cell, events=("start", "end")):
        name = element.tag if isinstance(element.tag, str) else ""
        if event == "start" and skipped is None:
            if element is not cell and (name in _UNSEEN or name == "table" or _is_hidden(element)):
                skipped = element
                continue
            parts.append(("\x00" if name in _BLOCKS else "") + _SPACE.sub(" ", element.text or ""))
        elif event == "end":
            if element is skipped:
                skipped = None
            if skipped is None and element is not cell:
                parts.append(("\x00" if name in _BLOCKS else "") + _SPACE.sub(" ", element.tail or ""))
    lines = (line.strip(" ") for line in "".join(parts).split("\x00"))
    return [line for line in lines if line.strip(" \u00a0")]
