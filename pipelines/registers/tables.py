"""The register files: which CSV has which columns, and how their bytes become rows and frames.

Here belongs the shape of `config/*.csv`. What the rows mean together is for `checks`; looking things up in them is for the other modules.
"""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import polars as pl

SHIPPED = "config"
HOME = "home config"
"""The two places a register file may stand in; a fault of the home's names it."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a register file. `kind`: text, date, number, whole, flag (yes or blank) or header (a piece of a sender's sheet)."""

    name: str
    kind: str = "text"
    required: bool = False
    allowed: tuple[str, ...] = ()


@dataclass(frozen=True)
class TableFile:
    """One register file. `key` are the columns that identify a row; an override with the same `scope` replaces the shipped row."""

    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    scope: tuple[str, ...] = ()
    optional: bool = False
    folded: tuple[str, ...] = ()
    """Key and scope columns that are compared after folding."""

    @property
    def file(self) -> str:
        """Its file name."""
        return f"{self.name}.csv"

    @cached_property
    def header(self) -> tuple[str, ...]:
        """The names of its columns, in order."""
        return tuple(column.name for column in self.columns)


def _c(name: str, kind: str = "text", *allowed: str) -> Column:
    """A column that must be filled."""
    return Column(name, kind, True, allowed)


def _o(name: str, kind: str = "text", *allowed: str) -> Column:
    """A column that may be blank."""
    return Column(name, kind, False, allowed)


_DATED = (_o("valid_from", "date"), _o("valid_to", "date"))
DATASETS = ("tasks", "dossiers", "dossier_counts", "indicators")
KINDS = ("ministry", "ministerial_agency", "government_agency", "province", "city")
MEMBERS = ("central", "ministries", "government_agencies", "provincial", "cities", "all")

TABLES: tuple[TableFile, ...] = (
    TableFile(
        "agencies",
        (
            _c("agency_code"),
            _c("name_vi"),
            _c("name_en"),
            _c("kind", "text", *KINDS),
            _c("block", "text", "central", "provincial"),
            *_DATED,
            _o("successor_code"),
        ),
        key=("agency_code",),
    ),
    TableFile(
        "agency_codes",
        (_c("system", "text", "gso", "id_code"), _c("code"), _c("agency_code"), *_DATED),
        key=("system", "code", "valid_from"),
    ),
    TableFile(
        "agency_aliases",
        (_c("alias"), _c("agency_code"), _c("use", "text", "anywhere", "whole"), *_DATED, _o("legacy", "flag")),
        key=("alias", "valid_from"),
        scope=("alias",),
        folded=("alias",),
    ),
    TableFile("agency_groups", (_c("group_text"), _c("members", "text", *MEMBERS)), key=("group_text",), folded=("group_text",)),
    TableFile(
        "forms",
        (_c("form"), _c("dataset", "text", *DATASETS), _o("is_main", "flag"), _c("title_pattern"), _c("name_vi"), _o("notes")),
        key=("form",),
    ),
    TableFile(
        "column_synonyms",
        (_c("sender"), _c("form"), _c("dataset", "text", *DATASETS, "*"), _c("field"), _c("synonym", "header"), *_DATED),
        key=("sender", "form", "dataset", "synonym", "valid_from"),
        scope=("sender", "form", "dataset", "synonym"),
        folded=("synonym",),
    ),
    TableFile(
        "indicators",
        (
            _c("indicator_code"),
            _c("name_vi"),
            _c("name_en"),
            _c("unit"),
            _c("kind", "text", "stock", "flow"),
            _c("direction", "text", "higher", "lower", "none"),
            _o("owner"),
            _o("target_value", "number"),
            _o("target_on", "date"),
            _o("inferred"),
            _c("source"),
        ),
        key=("indicator_code",),
    ),
    TableFile("indicator_aliases", (_c("alias"), _c("indicator_code")), key=("alias",), folded=("alias",)),
    TableFile(
        "wide_columns",
        (_c("layout"), _c("heading"), _c("indicator_code"), _o("unit"), _o("is_total", "flag")),
        key=("layout", "heading"),
        scope=("layout", "heading"),
        optional=True,
        folded=("heading",),
    ),
    TableFile("documents", (_c("document"), _c("title_vi"), _o("issued_by"), _o("issued_on", "date")), key=("document",), folded=("document",)),
    TableFile("document_aliases", (_c("alias"), _c("document")), key=("alias",), folded=("alias",)),
    TableFile(
        "tasks",
        (
            _c("task_code"),
            _o("source_document"),
            _o("number"),
            _c("title"),
            _c("lead"),
            _o("due_text"),
            _o("product"),
            _o("assigned_to"),
            _c("basis", "text", "source", "illustrative"),
        ),
        key=("task_code",),
    ),
    TableFile(
        "expected_submissions",
        (_c("role"), _c("dataset", "text", *DATASETS), _c("frequency", "text", "daily"), *_DATED),
        key=("role", "dataset", "valid_from"),
    ),
    TableFile("calendar", (_o("weekday", "whole"), *_DATED, _c("name_vi")), key=("weekday", "valid_from")),
    TableFile(
        "released_headers",
        (_c("sender"), _c("dataset", "text", *DATASETS, "*"), _c("header"), _c("who"), _c("when", "date"), _c("why")),
        key=("sender", "dataset", "header"),
        scope=("sender", "dataset", "header"),
        folded=("header",),
    ),
    TableFile(
        "column_maps",
        (
            _c("sender"),
            _c("dataset", "text", *DATASETS),
            _c("fingerprint"),
            _c("header", "header"),
            _c("nth", "whole"),
            _c("field"),
            _c("who"),
            _c("when", "date"),
            _c("why"),
        ),
        key=("sender", "dataset", "fingerprint", "header", "nth"),
        scope=("sender", "dataset", "fingerprint", "header", "nth"),
        optional=True,
        folded=("header",),
    ),
    TableFile(
        "status_synonyms",
        (_c("dataset", "text", *DATASETS, "*"), _c("field"), _c("text"), _o("value"), _o("acceptance")),
        key=("dataset", "field", "text"),
        optional=True,
        folded=("text",),
    ),
)
BY_NAME: dict[str, TableFile] = {table.name: table for table in TABLES}
OVERRIDABLE = tuple(table.name for table in TABLES if table.scope)


@dataclass(frozen=True)
class RegisterFault:
    """Why a file cannot be read as its table; `line` counts from 1, the header being 1."""

    line: int
    code: str
    message: str


@dataclass(frozen=True)
class Rows:
    """A register file as text: each row with the line that it ends on, and what was wrong with the file's form or types."""

    table: TableFile
    rows: tuple[tuple[str, ...], ...]
    lines: tuple[int, ...]
    faults: tuple[RegisterFault, ...] = ()

    def records(self) -> Iterator[tuple[int, dict[str, str]]]:
        """(line, column -> text) for each row."""
        for line, row in zip(self.lines, self.rows, strict=True):
            yield line, dict(zip(self.table.header, row, strict=True))


@dataclass(frozen=True)
class Sources:
    """The bytes of every register file, shipped and the home's own."""

    shipped: Mapping[str, bytes]
    home: Mapping[str, bytes] = field(default_factory=dict)

    @property
    def content_hash(self) -> str:
        """sha256 over place, name and bytes of every file, in a fixed order."""
        digest = hashlib.sha256()
        for place, files in ((SHIPPED, self.shipped), (HOME, self.home)):
            for table in TABLES:
                if table.file in files:
                    content = files[table.file]
                    digest.update(f"{place}/{table.file}:{len(content)}\n".encode())
                    digest.update(content)
        return digest.hexdigest()


def gather(config_dir: Path, overrides_dir: Path | None = None) -> Sources:
    """The bytes of the register files under both folders; a file that is not there is left out."""

    def held(folder: Path, names: tuple[str, ...]) -> dict[str, bytes]:
        return {f"{name}.csv": (folder / f"{name}.csv").read_bytes() for name in names if (folder / f"{name}.csv").is_file()}

    home = held(overrides_dir, OVERRIDABLE) if overrides_dir is not None and overrides_dir.is_dir() else {}
    return Sources(held(config_dir, tuple(BY_NAME)), home)


def rows_of(table: TableFile, content: bytes) -> Rows:
    """A file's bytes as rows of text, trimmed at the edges; never raises: what is wrong comes back as faults.

    A row of a wrong width or with a bad value is left out of `rows` and named in `faults`. A UTF-8 byte order mark, as spreadsheets write
    it, is accepted.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        return Rows(table, (), (), (RegisterFault(line, "encoding", "tệp không phải UTF-8: hãy lưu lại dưới dạng CSV UTF-8"),))
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows: list[tuple[str, ...]] = []
    lines: list[int] = []
    faults: list[RegisterFault] = []
    width = len(table.columns)
    try:
        header = tuple(name.strip() for name in next(reader, []))
        if header != table.header:
            expected = ",".join(table.header)
            return Rows(table, (), (), (RegisterFault(1, "header", f"dòng tiêu đề phải là: {expected}"),))
        for raw in reader:
            row = tuple([value.strip() for value in raw])
            if not any(row):
                continue
            if len(row) == width:
                rows.append(row)
                lines.append(reader.line_num)
            else:
                message = f"dòng có {len(row)} ô, cần {width}: giá trị chứa dấu phẩy phải đặt trong nháy kép"
                faults.append(RegisterFault(reader.line_num, "width", message))
    except csv.Error as error:
        faults.append(RegisterFault(reader.line_num, "csv", f"không đọc được dòng này dưới dạng CSV ({error}): kiểm tra dấu nháy kép"))
    wrong = _value_faults(table, rows, lines)
    if wrong:
        bad = {fault.line for fault in wrong}
        kept = [(row, line) for row, line in zip(rows, lines, strict=True) if line not in bad]
        rows, lines = [row for row, _ in kept], [line for _, line in kept]
    return Rows(table, tuple(rows), tuple(lines), (*faults, *wrong))


def frame_of(rows: Rows) -> pl.DataFrame:
    """Rows as a typed frame: blank is null, dates Date, numbers Float64, flags Boolean (blank is false), the rest String."""
    values: dict[str, pl.Series] = {}
    for position, column in enumerate(rows.table.columns):
        texts = [row[position] for row in rows.rows]
        if column.kind == "date":
            dates = [dt.date.fromisoformat(text) if text else None for text in texts]
            values[column.name] = pl.Series(column.name, dates, dtype=pl.Date)
        elif column.kind == "number":
            values[column.name] = pl.Series(column.name, [float(text) if text else None for text in texts], dtype=pl.Float64)
        elif column.kind == "whole":
            values[column.name] = pl.Series(column.name, [int(text) if text else None for text in texts], dtype=pl.Int64)
        elif column.kind == "flag":
            values[column.name] = pl.Series(column.name, [text == "yes" for text in texts], dtype=pl.Boolean)
        else:
            values[column.name] = pl.Series(column.name, [text or None for text in texts], dtype=pl.String)
    return pl.DataFrame(values)


def valid_on(row_from: dt.date | None, row_to: dt.date | None, on: dt.date) -> bool:
    """Whether a dated row counts on that day; blank is open, both ends are included."""
    return (row_from is None or row_from <= on) and (row_to is None or on <= row_to)


def _value_faults(table: TableFile, rows: list[tuple[str, ...]], lines: list[int]) -> list[RegisterFault]:
    """Faults of single values, looked for once per distinct value of a column, and of validities that end before they begin."""
    faults = []
    for column, values in zip(table.columns, zip(*rows, strict=True), strict=False):
        if not column.required and not column.allowed and column.kind == "text":
            continue
        wrong = {value: message for value in set(values) if (message := _wrong(column, value))}
        if wrong:
            faults += [RegisterFault(line, *wrong[value]) for line, value in zip(lines, values, strict=True) if value in wrong]
    if not faults and "valid_to" in table.header:
        start, end = table.header.index("valid_from"), table.header.index("valid_to")
        for line, row in zip(lines, rows, strict=True):
            if row[start] and row[end] and row[end] < row[start]:
                faults.append(RegisterFault(line, "dates", f"valid_to {row[end]} sớm hơn valid_from {row[start]}"))
    return faults


def _wrong(column: Column, value: str) -> tuple[str, str] | None:
    """(code, message) of what is wrong with a value, or None."""
    if not value:
        return ("blank", f"cột {column.name} không được để trống") if column.required else None
    if column.allowed and value not in column.allowed:
        return "value", f"cột {column.name}: {value!r} không thuộc {', '.join(column.allowed)}"
    if not _fits(column.kind, value):
        need = {"date": "ngày dạng YYYY-MM-DD", "number": "số thập phân dùng dấu chấm", "whole": "số nguyên", "flag": "yes hoặc để trống"}
        return "type", f"cột {column.name}: {value!r} không phải {need.get(column.kind, 'tiêu đề cột hợp lệ')}"
    return None


def _fits(kind: str, value: str) -> bool:
    if kind == "date":
        # fromisoformat also takes 20250101; one spelling keeps the files comparable as text.
        try:
            return dt.date.fromisoformat(value).isoformat() == value
        except ValueError:
            return False
    if kind == "number":
        try:
            return float(value) == float(value) and abs(float(value)) != float("inf")
        except ValueError:
            return False
    if kind == "whole":
        return value.isascii() and value.isdigit()
    if kind == "flag":
        return value == "yes"
    if kind == "header":
        return all(part.strip() for part in value.split("›"))
    return True
