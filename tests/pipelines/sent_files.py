"""Small files as senders make them, and what the pipeline says of each: the means of the tests from locate to intake and of the properties."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import polars as pl
from openpyxl import Workbook

from pipelines.digest import Digest, Sent, Terms, digest
from pipelines.grid import Grid
from pipelines.intake import make_reader, make_vocabulary
from pipelines.parse.table import Reader
from pipelines.read import read
from pipelines.registers import Registers, default_config_dir, load
from pipelines.store import outcome_frames
from pipelines.telling import issue_frame
from pipelines.vocabulary import Vocabulary

DAY = dt.date(2025, 10, 28)
AFTERNOON = dt.datetime(2025, 10, 28, 15, 30)
LATEST = dt.date(2025, 10, 29)
KEY = b"a key of the tests, not of anybody"

TASK_HEAD = ("STT", "Mã nhiệm vụ", "Nội dung nhiệm vụ", "Thời hạn hoàn thành", "Trạng thái", "Ngày hoàn thành")
COUNT_GROUPS = (
    "TT", "Lĩnh vực giải quyết",
    "Số lượng hồ sơ tiếp nhận", None, None, None,
    "Số lượng hồ sơ đã giải quyết", None, None, None,
    "Số lượng hồ sơ đang giải quyết", None, None,
    "Hồ sơ trực tuyến toàn trình",
)  # fmt: skip
COUNT_LEAVES = (
    None, None,
    "Tổng số", "Trực tuyến", "Trực tiếp, dịch vụ bưu chính", "Từ kỳ trước",
    "Tổng số", "Trước hạn", "Đúng hạn", "Quá hạn",
    "Tổng số", "Trong hạn", "Quá hạn",
    None,
)  # fmt: skip
COUNT_MERGES = ("A{0}:A{1}", "B{0}:B{1}", "C{0}:F{0}", "G{0}:J{0}", "K{0}:M{0}", "N{0}:N{1}")
COUNT_FIELDS = (
    "received_total", "received_online", "received_offline", "carried_over", "done_total", "done_early", "done_on_time", "done_late",
    "open_total", "open_in_time", "open_overdue", "online_full",
)  # fmt: skip
PERIOD = "(Từ ngày 15/9/2025 đến ngày 14/10/2025)"


@lru_cache(maxsize=1)
def registers() -> Registers:
    return load(default_config_dir())


@lru_cache(maxsize=1)
def reader() -> Reader:
    return make_reader(registers(), KEY)


@lru_cache(maxsize=1)
def vocabulary() -> Vocabulary:
    return make_vocabulary(registers())


@dataclass(frozen=True)
class Page:
    """One sheet: its rows from A1, merged ranges, hidden rows and columns."""

    rows: Sequence[Sequence[Any]]
    merges: Sequence[str] = ()
    name: str = "Sheet1"
    hidden: bool = False
    hidden_rows: Sequence[int] = ()
    hidden_columns: Sequence[str] = ()
    formats: Mapping[str, str] | None = None


def xlsx(*pages: Page | Sequence[Sequence[Any]]) -> bytes:
    """A workbook of the pages, or of plain rows."""
    book = Workbook()
    book.remove(book.active)
    for number, given in enumerate(pages, start=1):
        page = given if isinstance(given, Page) else Page(given, name=f"Sheet{number}")
        sheet = book.create_sheet(page.name)
        for row in page.rows:
            sheet.append(list(row))
        for merge in page.merges:
            sheet.merge_cells(merge)
        for row in page.hidden_rows:
            sheet.row_dimensions[row].hidden = True
        for letter in page.hidden_columns:
            sheet.column_dimensions[letter].hidden = True
        for cell, number_format in (page.formats or {}).items():
            sheet[cell].number_format = number_format
        if page.hidden:
            sheet.sheet_state = "hidden"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def csv_bytes(rows: Iterable[Sequence[Any]], delimiter: str = ",") -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter, lineterminator="\r\n").writerows([["" if cell is None else cell for cell in row] for row in rows])
    return out.getvalue().encode()


def json_bytes(content: Any) -> bytes:
    return json.dumps(content, ensure_ascii=False).encode()


def count_row(label: Any, name: Any, *, online: int = 10, offline: int = 5, carried: int = 1, done: int = 12, full: Any = 6) -> list[Any]:
    """A row of form II.06a of which all four identities hold."""
    total = online + offline + carried
    return [label, name, total, online, offline, carried, done, 2, done - 3, 1, total - done, total - done - 1, 1, full]


def count_page(body: Sequence[Sequence[Any]], *, top: Sequence[Sequence[Any]] = (), merged: bool = True, name: str = "Sheet1") -> Page:
    """Form II.06a with titles `top`, its two header rows and `body`."""
    head = len(top) + 1
    merges = [merge.format(head, head + 1) for merge in COUNT_MERGES] if merged else []
    return Page([*top, COUNT_GROUPS, COUNT_LEAVES, *body], merges, name)


def task_row(
    number: Any,
    code: Any,
    title: Any = "Xây dựng cơ sở dữ liệu dùng chung của ngành",
    due: Any = "30/12/2025",
    state: Any = "Đang thực hiện",
    done: Any = None,
) -> list[Any]:
    return [number, code, title, due, state, done]


def send(
    content: bytes,
    path: str = "BTP/bao cao.xlsx",
    *,
    delivered_at: dt.datetime = AFTERNOON,
    run_date: dt.date | None = None,
    latest_on: dt.date = LATEST,
    delivery_id: str = "00000001-abc",
) -> Digest:
    """The digest of one delivery by the shipped registers. Raises what a digest hides as an internal fault."""
    sent = Sent(delivery_id, path, path.rsplit("/", 1)[-1], delivered_at, run_date)
    told = digest(content, sent, reader(), vocabulary(), Terms(latest_on=latest_on))
    faults = told.issues.filter(pl.col("code") == "INTERNAL_FAULT")
    if faults.height:
        raise AssertionError(faults["value"].to_list())
    return told


def grids(content: bytes, file_name: str = "a.xlsx") -> tuple[Grid, ...]:
    return read(content, file_name).grids


def records(told: Digest, dataset: str | None = None) -> pl.DataFrame:
    """The loaded rows of a dataset (of the only one where none is named), by sheet and row."""
    frames = [one.records for one in told.submissions if one.records is not None and dataset in (None, one.dataset)]
    return pl.concat(frames).sort("sheet", "row_number") if frames else pl.DataFrame({"row_number": []})


def codes(told: Digest) -> set[str]:
    return set(told.issues["code"].to_list())


def issue_rows(told: Digest, code: str) -> list[dict[str, Any]]:
    """The issues of a code as they are stored."""
    return outcome_frames("00000001-abc", told, issue_frame(told.issues))["issue"].filter(pl.col("code") == code).to_dicts()


def reasons(told: Digest) -> dict[int, str]:
    """Row number to the reason why it was skipped (one sheet)."""
    return dict(told.skipped.select("row_number", "reason").iter_rows())


def mapped(told: Digest) -> dict[str, str | None]:
    """Header to the field it was read as."""
    return dict(told.column_map.select("header", "field").iter_rows())


def fates(told: Digest) -> dict[tuple[str, int], list[str]]:
    """(sheet, row) to all that became of it: loaded, quarantined, or the reason of a skip. Held rows are those of a held table and not listed."""
    found: dict[tuple[str, int], list[str]] = {}
    for one in told.submissions:
        if one.records is not None:
            for key in one.records.select("sheet", "row_number").iter_rows():
                found.setdefault(key, []).append("loaded")
    for key in told.quarantine.select("sheet", "row_number").iter_rows():
        found.setdefault(key, []).append("quarantined")
    for sheet, row, reason in told.skipped.select("sheet", "row_number", "reason").iter_rows():
        found.setdefault((sheet, row), []).append(reason)
    return found
