"""Delimited text in UTF-8 into one grid: the dialect is found here, cells stay text. Legacy encodings do not belong here.

Ready-made sniffers read many hand-made files as one column without a word; a vote on the steadiness of the column count does better.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import polars as pl

from pipelines.grid import Document, Grid, Unreadable
from pipelines.read.cells import text_frames
from pipelines.read.limits import Limits

_DELIMITERS = (";", ",", "\t", "|")
_SAMPLE_BYTES = 1 << 20
_SAMPLE_RECORDS = 2000
_LARGE_BYTES = 50 << 20
_BLOCK_RECORDS = 100_000
_SEPARATOR_LINE = re.compile(r'"?sep=(.)"?[\r\n]', re.IGNORECASE)
_LONGEST_FIELD = 2**31 - 1


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a delimited text is cut: `quoted` says whether double quotes enclose fields."""

    delimiter: str
    quoted: bool = True


def read_csv(content: bytes, limits: Limits, large_bytes: int = _LARGE_BYTES) -> Document:
    """One grid named 'csv'; row i is record i + 1, blank lines counted, short records padded with empty cells.

    `content` is UTF-8 with or without a byte order mark. Files over `large_bytes` that need no quoting rules are cut by polars. Raises Unreadable:
    TOO_LARGE, UNSUPPORTED_ENCODING, CORRUPT_FILE.
    """
    encoding = "utf-8-sig" if content.startswith(codecs.BOM_UTF8) else "utf-8"
    dialect, width = _settle(content)
    text = _cut_plain(content, dialect, width) if len(content) > large_bytes else None
    if text is None:
        text = _cut(content, dialect, limits)
    if text.height * text.width > limits.max_cells:
        raise _too_large(text.height, text.width, limits)
    text, kind = text_frames(text.get_columns())
    return Document("csv", (Grid("csv", 0, text, kind),), encoding)


def find_dialect(sample: str, complete: bool = True) -> Dialect:
    """The dialect under which the sample falls most steadily into columns; a first line `sep=;` decides by itself.

    `complete` is False where the sample ends in the middle of the text. Title lines above the table count little against a dialect, other lines
    outside the commonest width much; a cell that still holds another delimiter counts against it too.
    """
    told = _SEPARATOR_LINE.match(sample)
    quoting = (True, False) if '"' in sample else (True,)
    delimiters = (told.group(1),) if told else tuple(mark for mark in _DELIMITERS if mark in sample)
    best, best_score = Dialect(delimiters[0] if delimiters else _DELIMITERS[0]), 0.0
    for quoted in quoting:
        for delimiter in delimiters:
            dialect = Dialect(delimiter, quoted)
            score = _steadiness(_sample_records(sample, dialect, complete), dialect)
            if score > best_score + 1e-9:
                best, best_score = dialect, score
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
    if not dialect.quoted and (cell.startswith('"') or cell.endswith('"')):
        return True
    return dialect.delimiter == "," and cell.startswith(" ")


def _records(lines: Iterable[str], dialect: Dialect) -> Iterator[list[str]]:
    """Records as csv.reader cuts them; a blank line is an empty record. Lines must keep their ends."""
    csv.field_size_limit(_LONGEST_FIELD)
    reader = csv.reader(lines, delimiter=dialect.delimiter, quoting=csv.QUOTE_MINIMAL if dialect.quoted else csv.QUOTE_NONE)
    try:
        yield from reader
    except csv.Error as error:
        raise Unreadable("CORRUPT_FILE", f"line {reader.line_num}: {error}") from error
    except UnicodeDecodeError as error:
        raise Unreadable("UNSUPPORTED_ENCODING", str(error)) from error


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


def _too_large(height: int, width: int, limits: Limits) -> Unreadable:
    return Unreadable("TOO_LARGE", f"{height} rows or more of {width} columns; at most {limits.max_cells} cells are read")
