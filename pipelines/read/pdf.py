"""Tables drawn in a pdf into grids; a table that goes on over pages is one. No meaning of cells here.

The cells are the rectangles that the lines make. Scans have no text and are refused; of a pdf where only some pages are scans the others are read.
"""

from __future__ import annotations

import io
import logging
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import pdfplumber
from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect
from pdfplumber.page import Page
from pdfplumber.utils.text import extract_text

from pipelines.grid import Document, Kind, Merge, Unread, Unreadable
from pipelines.read.flow import Flow
from pipelines.read.limits import Limits
from pipelines.read.rows import Rows

logging.getLogger("pdfminer").setLevel(logging.ERROR)

_SAME_LINE = 3.0
"""Points between edges that are one line of the drawing."""
_SAME_EDGE = 6.0
"""Points by which a column may be moved from page to page."""
_GAP = 24.0
"""Points of white between two words on one line that belong to two texts side by side."""
_FULL_PAGE = 0.6
"""The part of a page from which a picture on it is a scan of it."""
_FEW_LETTERS = 600
"""Letters of a stamp or of the note of an electronic signature upon a scan."""
_END = b"%%EOF"
_MARGIN = 8.0
"""Points between a cell's edge and a text set against it."""
_WIDE_SPACE = 0.6
"""White between two letters, in sizes of the font, from which they are of two texts."""
_MANY_BLANKS = 3
_PAGE_NUMBER = re.compile(r"(?:trang\s*)?[-–]?\s*\d{1,4}\s*(?:[/-]\s*\d{1,4})?\s*[-–]?", re.IGNORECASE)
# A cell breaks a date or a code at its marks where it is narrow: 28/10/ and 2025 below it.
_BROKEN = re.compile(r"(?<=\w)([/\-])\n(?=\w)|(?<=\d)([.,])\n(?=\d)")


@dataclass
class _Piece:
    """A table on one page: its cells, and where its columns stand."""

    rows: Rows
    edges: list[float]


def read_pdf(content: bytes, limits: Limits) -> Document:
    """A grid a table; the text before it is its context. Headers that are repeated on every page stay as rows.

    Raises Unreadable: SCANNED_PDF, ENCRYPTED, TRUNCATED_FILE, CORRUPT_FILE, TOO_LARGE.
    """
    if _END not in content[-4096:]:
        raise Unreadable("TRUNCATED_FILE", "a pdf without its end mark")
    try:
        with pdfplumber.open(io.BytesIO(content)) as pdf:
            if len(pdf.pages) > limits.max_pages:
                raise Unreadable("TOO_LARGE", f"{len(pdf.pages)} pages, at most {limits.max_pages} are read")
            return _read(pdf.pages, limits)
    except (Unreadable, MemoryError):
        raise
    except Exception as error:
        causes = [error, error.__cause__, error.__context__, *error.args]
        if any(isinstance(one, PDFPasswordIncorrect | PDFEncryptionError) for one in causes):
            raise Unreadable("ENCRYPTED", "a pdf behind a password") from error
        raise Unreadable("CORRUPT_FILE", f"{type(error).__name__}: {error}") from error


def _read(pages: list[Page], limits: Limits) -> Document:
    flow = Flow(limits)
    scanned: list[int] = []
    open_table: _Piece | None = None
    for number, page in enumerate(pages, start=1):
        tables = page.find_tables()
        if not tables and _is_scan(page):
            scanned.append(number)
            page.close()
            continue
        items = sorted([*_lines(page, [table.bbox for table in tables]), *((table.bbox[1], table) for table in tables)], key=lambda one: one[0])
        for _, item in items:
            if isinstance(item, str):
                if _PAGE_NUMBER.fullmatch(item):
                    continue
                _close(open_table, flow)
                open_table = None
                flow.line(item)
                continue
            piece = _piece(item, page.chars)
            if open_table is not None and _goes_on(open_table, piece):
                _append(open_table.rows, piece.rows)
            else:
                _close(open_table, flow)
                open_table = piece
        page.close()
    _close(open_table, flow)
    if len(scanned) == len(pages):
        raise Unreadable("SCANNED_PDF", f"{len(pages)} pages without text")
    unread = (Unread(", ".join(map(str, scanned)), "SCANNED_PDF", "pages without text"),) if scanned else ()
    return Document("pdf", flow.grids(), unread=unread)


def _close(piece: _Piece | None, flow: Flow) -> None:
    if piece is not None:
        flow.table(piece.rows)


def _is_scan(page: Page) -> bool:
    """Whether a page is a picture: nothing is written on it, or no more than a stamp upon a picture of the whole page."""
    letters = len(page.chars)
    if not letters:
        return True
    area = float(page.width * page.height) or 1.0
    largest = max((float((one["x1"] - one["x0"]) * (one["bottom"] - one["top"])) for one in page.images), default=0.0)
    return largest / area >= _FULL_PAGE and letters < _FEW_LETTERS


def _lines(page: Page, tables: list[tuple[float, float, float, float]]) -> list[tuple[float, Any]]:
    """The texts outside the tables with their tops; texts side by side on one line are two."""
    words = [word for word in page.extract_words() if not any(_inside(word, box) for box in tables)]
    lines: list[tuple[float, Any]] = []
    line: list[dict[str, Any]] = []
    for word in sorted(words, key=lambda one: (round(one["top"] / _SAME_LINE), one["x0"])):
        if line and (abs(word["top"] - line[-1]["top"]) > _SAME_LINE or word["x0"] - line[-1]["x1"] > _GAP):
            lines.append((line[0]["top"], " ".join(one["text"] for one in line)))
            line = []
        line.append(word)
    if line:
        lines.append((line[0]["top"], " ".join(one["text"] for one in line)))
    return lines


def _inside(word: dict[str, Any], box: tuple[float, float, float, float]) -> bool:
    x, y = (word["x0"] + word["x1"]) / 2, (word["top"] + word["bottom"]) / 2
    return bool(box[0] <= x <= box[2] and box[1] <= y <= box[3])


def _piece(table: Any, chars: list[dict[str, Any]]) -> _Piece:
    """The cells of a table on one page by the edges of its lines."""
    boxes = [tuple(map(float, cell)) for cell in table.cells]
    xs = _edges(edge for box in boxes for edge in (box[0], box[2]))
    ys = _edges(edge for box in boxes for edge in (box[1], box[3]))
    owners: dict[tuple[int, int], int] = {}
    spans = []
    for index, (left, top, right, bottom) in enumerate(boxes):
        span = (_at(ys, top), _at(xs, left), max(_at(ys, bottom), _at(ys, top) + 1), max(_at(xs, right), _at(xs, left) + 1))
        spans.append(span)
        owners |= dict.fromkeys(((row, column) for row in range(span[0], span[2]) for column in range(span[1], span[3])), index)

    def cell_of(char: dict[str, Any]) -> int | None:
        at = bisect_right(ys, (char["top"] + char["bottom"]) / 2) - 1, bisect_right(xs, (char["x0"] + char["x1"]) / 2) - 1
        return owners.get(at)

    letters: dict[int, list[dict[str, Any]]] = {}
    for run in _runs(chars):
        first, last = cell_of(run[0]), cell_of(run[-1])
        cell = last if first is None else first
        if first != last and first is not None and last is not None:
            # A text wider than its cell: it belongs where it begins, or where it ends if it is set against the right edge.
            begins_left = run[0]["x0"] - boxes[first][0] <= _MARGIN
            if not begins_left and boxes[last][2] - run[-1]["x1"] <= _MARGIN:
                cell = last
        if cell is not None:
            letters.setdefault(cell, []).extend(run)
    rows = Rows()
    for index, (top_at, left_at, bottom_at, right_at) in enumerate(spans):
        text = extract_text(letters[index]) if index in letters else ""
        rows.put(top_at + 1, left_at + 1, _BROKEN.sub(r"\1\2", text.strip()), Kind.TEXT)
        if bottom_at - top_at > 1 or right_at - left_at > 1:
            rows.merges.append(Merge(top_at + 1, left_at + 1, bottom_at, right_at))
    rows.extend_to(len(ys) - 1)
    return _Piece(rows, xs)


def _runs(chars: Iterable[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    """Letters drawn one after the other, each next to the one before. A cell's text is one run or several, never part of one."""
    run: list[dict[str, Any]] = []
    blanks = 0
    for char in chars:
        if run:
            before, size = run[-1], max(float(char["size"]), 1.0)
            apart = abs(char["top"] - before["top"]) > size / 2 or not -size / 2 <= char["x0"] - before["x1"] <= size * _WIDE_SPACE
            if apart or (blanks >= _MANY_BLANKS and not char["text"].isspace()):
                yield run
                run = []
        blanks = blanks + 1 if char["text"].isspace() else 0
        if run or not char["text"].isspace():
            run.append(char)
    if run:
        yield run


def _edges(values: Iterable[float]) -> list[float]:
    """Lines of the drawing, those that lie on one another as one."""
    edges: list[float] = []
    for value in sorted(values):
        if not edges or value - edges[-1] > _SAME_LINE:
            edges.append(value)
    return edges


def _at(edges: list[float], value: float) -> int:
    return bisect_right(edges, value + 0.01) - 1


def _goes_on(above: _Piece, below: _Piece) -> bool:
    """Whether a table is the next page's part of the one above: nothing stands between them, and the columns are the same."""
    return len(above.edges) == len(below.edges) and all(abs(one - other) <= _SAME_EDGE for one, other in zip(above.edges, below.edges, strict=True))


def _append(rows: Rows, more: Rows) -> None:
    below = rows.height
    for texts, kinds in more.lines():
        rows.line(texts, kinds)
    rows.merges += [Merge(one.top + below, one.left, one.bottom + below, one.right) for one in more.merges]
