"""The rows under a header: which are records, and why each other row is none.

Vectorised: a sheet may hold many rows. A row is passed over only for a reason that stands in `schemas.audit.SKIP_REASONS`.
"""

from __future__ import annotations

import itertools
import re

import polars as pl

from pipelines.grid import Grid
from pipelines.locate.header import Header
from pipelines.vietnamese.fold import clean_expr, light_expr

_NUMBERING = r"^\(?\s*(\d{1,2}|[A-Za-z])\s*\)?(\s*=\s*[\d()+\-*/:%. ]+)?$"
_TOTAL = r"^(tổng cộng|tổng số|tổng|cộng|tổng hợp|toàn quốc|cả nước)(\s*[:(].*|\s+(i|ii|iii|a|b)\b.*)?$"
_TOTAL_BARE = ("tong cong", "tong so", "tong", "cong", "tong cong chung", "total")
_TOTAL_LEAD = r"^(tổng cộng|tổng số (nhiệm vụ|hồ sơ|chỉ tiêu))\b"
_SIGNATURE = (
    r"(?:^|¦)[ (\-]*(?:noi nhan|nguoi lap|nguoi lam bao cao|nguoi tong hop|thu truong|chanh van phong|ky,? ghi ro|ky ten|ky va ghi ro|xac nhan cua|"
    r"(?:tm|kt|tl|tuq|q)\.? *(?:uy ban|bo truong|chu tich|giam doc|thu truong|chanh|vien truong|tong giam doc|thong doc|tong thanh tra)|"
    r"nhu tren|luu:? *vt)\b"
    r"|, ngay *(?:\d{1,2}|…+|\.+)? *thang *(?:\d{1,2}|…+|\.+)? *nam"
)
_SECTION_LABEL = r"^([IVX]{1,5}|[A-HK-Z]|[ivx]{1,5}|\*|[IVX]{1,5}\.\d{1,2}|[A-H]\.\d{1,2})\s*[.)\-:]?$"
_SECTION_TEXT = r"^([IVX]{1,5}|[A-HK-Z])\s*[.)\-:]\s*\S"

REASON = "reason"
SECTION = "section"


def classify(grid: Grid, header: Header, first: int, last: int) -> pl.DataFrame:
    """Judges sheet rows first..last (1-based, both included; below the header).

    Gives row_number, `reason` (null for a record) and `section` (the heading in force, null before the first).
    """
    columns = [f"c{column}" for column in header.paths if column <= grid.width]
    height = max(last - first + 1, 0)
    text = grid.text.slice(first - 1, height)
    frame = _cleaned(text).with_columns(
        pl.int_range(first, first + height, dtype=pl.Int64).alias("row_number"),
        pl.sum_horizontal(pl.col(name).is_not_null() for name in text.columns).alias("filled") if text.columns else pl.lit(0).alias("filled"),
    )
    fields = header.plan.fields
    label = _column(fields.get("row_label"), columns)
    names = [f"c{fields[name]}" for name in ("title", "field", "indicator_name", "agency_name") if name in fields]
    first_text = pl.coalesce(text.columns) if text.columns else pl.lit(None, pl.String)
    spoken = pl.coalesce(*(pl.col(name) for name in names), first_text) if names else first_text
    code = next((f"c{fields[name]}" for name in ("task_code", "dossier_code", "indicator_code") if name in fields), None)
    frame = frame.with_columns(first_text.alias("first_text"), spoken.alias("spoken"))
    marks = frame.select(
        "row_number",
        "first_text",
        "spoken",
        pl.col("filled").cast(pl.Int64),
        (pl.col(label) if label else pl.lit(None, pl.String)).alias("label"),
        (pl.col(code) if code else pl.lit(None, pl.String)).alias("code"),
        _looks_like_header(grid, header, columns).alias("is_header"),
    )
    marks = marks.with_columns(_signature_text(frame.select(text.columns)).alias("signs"))
    marks = marks.with_columns(
        pl.when(pl.col("filled") == 0)
        .then(pl.lit("blank"))
        .when(pl.col("row_number").is_in(_numbering_rows(frame, columns, header)))
        .then(pl.lit("numbering"))
        .when(pl.col("is_header"))
        .then(pl.lit("repeated_header"))
        .when(_is_total())
        .then(pl.lit("total"))
        .when(_is_section(label is not None, grid, frame, columns, first))
        .then(pl.lit("section"))
        .otherwise(None)
        .alias(REASON)
    )
    marks = _end_at_signature(marks)
    heading = pl.when(pl.col(REASON) == "section").then(
        pl.when(pl.col("label").is_not_null() & (pl.col("spoken") != pl.col("label")))
        .then(pl.col("label") + ". " + pl.col("spoken"))
        .otherwise(pl.col("spoken"))
    )
    return marks.select("row_number", REASON, heading.forward_fill().alias(SECTION))


def _cleaned(text: pl.DataFrame) -> pl.DataFrame:
    """Every cell as a reader sees it, null where nothing is to be seen. All columns in one pass: an expression a column costs more than the work."""
    if not text.width or not text.height:
        return text
    cells = pl.concat([text[name].alias("cell") for name in text.columns]).to_frame()
    shown = cells.select(pl.when(pl.col("cell").is_not_null()).then(clean_expr(pl.col("cell")))).to_series().replace("", None)
    return pl.DataFrame({name: shown.slice(index * text.height, text.height) for index, name in enumerate(text.columns)})


def _column(number: int | None, columns: list[str]) -> str | None:
    name = f"c{number}"
    return name if number is not None and name in columns else None


def _looks_like_header(grid: Grid, header: Header, columns: list[str]) -> pl.Expr:
    """Most of the row's cells say what the header says over them: a header repeated at a page break."""
    if grid.header_paths is not None or not columns:
        return pl.lit(value=False)
    same = [pl.col(f"c{column}").is_in([part for part in path if part]) for column, path in header.paths.items() if f"c{column}" in columns]
    return (pl.sum_horizontal(one.fill_null(value=False) for one in same) >= 0.6 * pl.col("filled")) & (pl.col("filled") >= 2)


def _numbering_rows(frame: pl.DataFrame, columns: list[str], header: Header) -> list[int]:
    """The row of column numbers under a header: (1) (2) (3)=(4)+(5). Only the first filled row can be one."""
    head = frame.filter(pl.col("filled") > 0).head(1)
    if head.is_empty() or not columns:
        return []
    cells = [cell for cell in head.select(columns).row(0) if cell is not None]
    if len(cells) < 3 or len(cells) < 0.6 * len(columns) or not all(re.match(_NUMBERING, cell) for cell in cells):
        return []
    numbers = [int(found.group()) for cell in cells if (found := re.search(r"\d{1,2}", cell)) is not None]
    marked = any("(" in cell or "=" in cell for cell in cells)
    rising = all(later - earlier == 1 for earlier, later in itertools.pairwise(numbers))
    starts_low = bool(numbers) and numbers[0] <= 3
    return [int(head["row_number"][0])] if len(numbers) >= 3 and rising and (marked or starts_low) else []


def _is_total() -> pl.Expr:
    """A total by its words; a company's name ('Tổng công ty') is none, nor is a row that has a code."""
    said = [pl.col(name).str.to_lowercase().str.contains(_TOTAL) for name in ("spoken", "first_text")]
    bare = [pl.col(name).str.to_lowercase().is_in(_TOTAL_BARE) for name in ("spoken", "first_text")]
    leading = pl.col("spoken").str.to_lowercase().str.contains(_TOTAL_LEAD)
    return (pl.any_horizontal(*said, *bare, leading) & pl.col("code").is_null()).fill_null(value=False)


def _is_section(has_label: bool, grid: Grid, frame: pl.DataFrame, columns: list[str], first: int) -> pl.Expr:
    """A heading between records: a Roman or letter label with hardly anything beside it, or one text across merged columns."""
    sparse = pl.col("filled") <= 2
    labelled = pl.col("label").str.contains(_SECTION_LABEL) if has_label else pl.lit(value=False)
    worded = pl.col("first_text").str.contains(_SECTION_TEXT) & (pl.col("filled") == 1)
    wide = [merge.top for merge in grid.merges if merge.top >= first and merge.right - merge.left >= 2 and merge.top == merge.bottom]
    across = pl.col("row_number").is_in(wide) & (pl.col("filled") <= 2)
    alone_at_left = (
        (pl.col("filled") == 1) & pl.lit(frame[columns[0]].is_not_null()) & ~pl.col("first_text").str.contains(r"^\d+$")
        if columns and has_label
        else pl.lit(value=False)
    )
    return ((sparse & (labelled | worded)) | across | alone_at_left).fill_null(value=False) & pl.col("code").is_null()


def _signature_text(frame: pl.DataFrame) -> pl.Series:
    """Whether a cell of a row belongs to a signature block. Only sparse rows can; their cells are judged as one text."""
    filled = (
        frame.select(pl.sum_horizontal(pl.col(name).is_not_null() for name in frame.columns).is_between(1, 4).alias("sparse"))
        if frame.width
        else None
    )
    if filled is None or not filled["sparse"].any():
        return pl.repeat(value=False, n=frame.height, dtype=pl.Boolean, eager=True)
    sparse = frame.with_row_index("at").filter(filled["sparse"])
    joined = sparse.select("at", pl.concat_str(frame.columns, separator=" ¦ ", ignore_nulls=True).alias("cells"))
    signs = joined.select("at", light_expr(pl.col("cells")).str.contains(_SIGNATURE).alias("signs"))
    return frame.with_row_index("at").join(signs, on="at", how="left", maintain_order="left")["signs"].fill_null(value=False)


def _end_at_signature(marks: pl.DataFrame) -> pl.DataFrame:
    """From the first sparse row that signs, sparse rows are the signature block; fuller rows below stay records."""
    starts = marks.filter(pl.col("signs") & (pl.col("filled") <= 4))["row_number"]
    if starts.is_empty():
        return marks
    records_before = marks.filter(pl.col(REASON).is_null() | (pl.col(REASON) == "total")).filter(pl.col("row_number") < starts[0]).height
    if not records_before and marks.height > 1 and starts.len() == 1:
        return marks
    in_block = (pl.col("row_number") >= starts[0]) & (pl.col("filled") <= 4) & (pl.col(REASON).is_null() | pl.col(REASON).is_in(["section", "blank"]))
    return marks.with_columns(pl.when(in_block & (pl.col("filled") > 0)).then(pl.lit("signature")).otherwise(pl.col(REASON)).alias(REASON))
