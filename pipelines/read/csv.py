"""Delimited text in UTF-8 into one grid: the dialect is found here, cells stay text. Other encodings belong to `decode`.

Ready-made sniffers read many hand-made files as one column without a word; a vote on the steadiness of the column count does better.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import polars as pl

from pipelines.grid import Document, Grid, Unreadable
from pipelines.read.aligned import cut_aligned
from pipelines.read.cells import text_frames
from pipelines.read.limits import Limits

_DELIMITERS = (";", ",", "\t", "|")
_SAMPLE_BYTES = 1 << 20
_SAMPLE_RECORDS = 2000
_LARGE_BYTES = 50 << 20
_LARGEST_ALIGNED = 2 << 20
_RULE = r"^[\s+|:=_\-]*$"
_BLOCK_RECORDS = 100_000
_SEPARATOR_LINE = re.compile(r'"?sep=([^\w"\r\n])"?[\r\n]', re.IGNORECASE)
_LONGEST_FIELD = 2**31 - 1


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a delimited text is cut: `quoted` says whether double quotes enclose fields."""

    delimiter: str
    quoted: bool = True


def read_csv(content: bytes, limits: Limits, large_bytes: int = _LARGE_BYTES) -> Document:
    """One grid named 'csv'; row i is record i + 1, blank lines counted, short records padded with empty cells. Without a delimiter, columns may be
    set by blanks (format 'txt'); a rule drawn of dashes between records is an empty record.

    `content` is UTF-8 with or without a byte order mark. Files over `large_bytes` that need no quoting rules are cut by polars. Raises Unreadable:
    TOO_LARGE, UNSUPPORTED_ENCODING, CORRUPT_FILE.
    """
    encoding = "utf-8-sig" if content.startswith(codecs.BOM_UTF8) else "utf-8"
    dialect, width = _settle(content)
    found = "csv"
    text = _cut_plain(content, dialect, width) if len(content) > large_bytes else None
    if text is None and (dialect.delimiter == "," or width <= 1) and len(content) <= _LARGEST_ALIGNED:
        rows = cut_aligned(content.decode("utf-8-sig"))
        if rows and max(map(len, rows)) > width:
            text, found = _block(rows), "txt"
    if text is None:
        text = _cut(content, dialect, limits)
        if dialect.delimiter == "|":
            text = _without_rules(text)
    if text.height * text.width > limits.max_cells:
        raise _too_large(text.height, text.width, limits)
    text, kind = text_frames(text.get_columns())
    return Document(found, (Grid(found, 0, text, kind),), encoding)


def find_dialect(sample: str, complete: bool = True) -> Dialect:
    """The dialect under which the sample falls most steadily into columns; a first line `sep=;` decides by itself.

    `complete` is False where the sample ends in the middle of the text. Title lines above the table count little against a dialect, other lines
    outside the commonest width much; a cell that still holds another delimiter counts against it too.
    """
    told = _SEPARATOR_LINE.match(sample)
    delimiters = (told.group(1),) if told else tuple(mark for mark in _DELIMITERS if mark in sample)
    best, score, records = _steadiest(sample, delimiters or _DELIMITERS[:1], True, complete)
    if any("\n" in cell and cell.count(best.delimiter) > 1 for record in records for cell in record):
        # A cell of several lines with delimiters in it: truly quoted, or what stands between two stray quotes?
        bare, bare_score, bare_records = _steadiest(sample, delimiters, False, complete)
        quotes_are_stray = not any(len(cell) > 1 and cell[0] == cell[-1] == '"' for record in bare_records for cell in record)
        if quotes_are_stray and bare_score >= score and len(bare_records) > len(records):
            return bare
    return best


def _steadiest(sample: str, delimiters: Iterable[str], quoted: bool, complete: bool) -> tuple[Dialect, float, list[list[str]]]:
    """The best of the delimiters with its score and records; the first one among equals."""
    best: tuple[Dialect, float, list[list[str]]] | None = None
    for delimiter in delimiters:
        dialect = Dialect(delimiter, quoted)
        records = _sample_records(sample, dialect, complete)
        score = _steadiness(records, dialect)
        if best is None or score > best[1] + 1e-9:
            best = dialect, score, records
    assert best is not None, "there is a delimiter to try"
    return best


def _settle(content: bytes) -> tuple[Dialect, int]:
    """The dialect of the text, and the widest record in its sample."""
    complete = len(content) <= _SAMPLE_BYTES
    sample = content[:_SAMPLE_BYTES].decode("utf-8-sig", errors="ignore")
    dialect = find_dialect(sample, complete)
    return dialect, max(map(len, _sample_records(sample, dialect, complete)), default=0)


def _sample_records(sample: str, dialect: Dialect, complete: bool) -> list[list[str]]:
    records = []
    for record in _records(io.StringIO(sample, newline=""), dialect):
        records.append(record)
        if len(records) > _SAMPLE_RECORDS:
            break
    return records if complete and len(records) <= _SAMPLE_RECORDS else records[:-1] or records


def _steadiness(records: list[list[str]], dialect: Dialect) -> float:
    """How table-like the records are: 0 for no table, towards 1 for many columns on every line."""
    widths = [len(record) for record in records if any(record)]
    counts = {width: count for width, count in Counter(widths).items() if width > 1}
    if not counts:
        return 0.0
    width = max(counts, key=lambda each: (counts[each] * (each - 1) / each, each))
    from_table = widths[widths.index(width) :]
    consistency = counts[width] / len(from_table)
    share = counts[width] / len(widths)
    cells = [cell for record in records if len(record) == width for cell in record if cell]
    suspicious = sum(_suspicious(cell, dialect) for cell in cells) / len(cells) if cells else 1.0
    return consistency**2 * (0.5 + 0.5 * share) * (width - 1) / width * (1 - 0.6 * suspicious)


def _suspicious(cell: str, dialect: Dialect) -> bool:
    """Whether a cell looks like half of one or like several."""
    if any(mark in cell for mark in ";\t|" if mark != dialect.delimiter):
        return True
    return dialect.delimiter == "," and cell.startswith(" ")


def _records(lines: Iterable[str], dialect: Dialect) -> Iterator[list[str]]:
    """Records as csv.reader cuts them; a blank line is an empty record. Lines must keep their ends.

    A stray quote at the beginning of a cell would swallow lines up to the next quote or the end: such a line is cut without quoting, those after it
    as before.
    """
    csv.field_size_limit(_LONGEST_FIELD)
    source = _Lines(lines)
    try:
        if not dialect.quoted:
            yield from csv.reader(lines, delimiter=dialect.delimiter, quoting=csv.QUOTE_NONE)
            return
        reader = csv.reader(source, delimiter=dialect.delimiter)
        for record in reader:
            taken = source.taken
            # Only a quoted cell runs over lines or up to the end of the text, so that well-formed lines cost nothing here.
            if (len(taken) > 1 or not taken[-1].endswith(("\n", "\r"))) and _stray_quote(taken, dialect):
                source.put_back(taken[1:])
                yield from csv.reader(taken[:1], delimiter=dialect.delimiter, quoting=csv.QUOTE_NONE)
            else:
                yield record
            source.taken = []
    except csv.Error as error:
        raise Unreadable("CORRUPT_FILE", f"line {source.number}: {error}") from error
    except UnicodeDecodeError as error:
        raise Unreadable("UNSUPPORTED_ENCODING", str(error)) from error


class _Lines:
    """Lines one after the other; remembers those taken since `taken` was emptied, and takes some back."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._lines = iter(lines)
        self._returned: deque[str] = deque()
        self.taken: list[str] = []
        self.number = 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._returned.popleft() if self._returned else next(self._lines)
        self.number += 1
        self.taken.append(line)
        return line

    def put_back(self, lines: list[str]) -> None:
        self._returned.extendleft(reversed(lines))
        self.number -= len(lines)


def _stray_quote(lines: list[str], dialect: Dialect) -> bool:
    """Whether the lines of one record are joined by a quote that is none: it never closes, or text follows straight after the closing one."""
    try:
        list(csv.reader(lines, delimiter=dialect.delimiter, strict=True))
    except csv.Error as error:
        return len(lines) > 1 or "end of data" in str(error)
    return False


def _cut(content: bytes, dialect: Dialect, limits: Limits) -> pl.DataFrame:
    """The whole text as a frame, in blocks, so that only a block of it stands in Python objects at a time."""
    lines = io.TextIOWrapper(io.BytesIO(content), encoding="utf-8-sig", newline="")
    blocks: list[pl.DataFrame] = []
    block: list[list[str]] = []
    height = width = 0
    for record in _records(lines, dialect):
        block.append(record)
        if len(block) == _BLOCK_RECORDS:
            blocks.append(_block(block))
            height, width = height + len(block), max(width, blocks[-1].width)
            block = []
            if height * width > limits.max_cells:
                raise _too_large(height, width, limits)
    if block:
        width = max(width, *map(len, block))
        if (height + len(block)) * width > limits.max_cells:
            raise _too_large(height + len(block), width, limits)
        blocks.append(_block(block))
    return pl.concat(blocks, how="diagonal", rechunk=True) if blocks else pl.DataFrame()


def _block(records: list[list[str]]) -> pl.DataFrame:
    # A block of blank lines still has its rows: one empty column holds them.
    width = max(1, *map(len, records))
    padded = [record if len(record) == width else record + [""] * (width - len(record)) for record in records]
    return pl.DataFrame([pl.Series(f"c{index}", column, dtype=pl.String()) for index, column in enumerate(zip(*padded, strict=True), start=1)])


def _cut_plain(content: bytes, dialect: Dialect, width: int) -> pl.DataFrame | None:
    """The text as polars cuts it, several times faster; None where its rules could differ from csv.reader's.

    That is: quotes, blank lines, lone returns, lines of other widths than the widest of the sample.
    """
    body = content.removeprefix(codecs.BOM_UTF8)
    if b'"' in body or b"\n\n" in body or b"\n\r\n" in body or body.startswith((b"\n", b"\r")) or body.count(b"\r") != body.count(b"\r\n"):
        return None
    lines = body.count(b"\n") + (not body.endswith(b"\n"))
    schema = {f"c{index}": pl.String() for index in range(1, width + 1)}
    try:
        frame = pl.read_csv(
            body,
            has_header=False,
            separator=dialect.delimiter,
            quote_char=None,
            schema=schema,
            infer_schema=False,
        )
    except pl.exceptions.PolarsError:
        return None
    return frame if frame.height == lines else None


def _without_rules(text: pl.DataFrame) -> pl.DataFrame:
    """Records that draw a line and hold nothing else, as empty ones: |-----|-----|, +-----+-----+."""
    if not text.width:
        return text
    drawn = pl.all_horizontal(pl.all().fill_null("").str.contains(_RULE)) & pl.any_horizontal(pl.all().str.contains("--", literal=True))
    return text.with_columns(pl.when(~drawn.fill_null(value=False)).then(pl.all()).name.keep())


def _too_large(height: int, width: int, limits: Limits) -> Unreadable:
    return Unreadable("TOO_LARGE", f"{height} rows or more of {width} columns; at most {limits.max_cells} cells are read")
