"""The rows under a header: which are records, and why each other row is none.

Most rows of a long sheet are plainly records; expressions pick out the few that may be something else, and each of these is judged by itself.
A row is passed over only for a reason that stands in `schemas.audit.SKIP_REASONS`.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from functools import lru_cache

import polars as pl

from pipelines.grid import Grid
from pipelines.locate.header import Header
from pipelines.locate.marks import is_page_mark
from pipelines.vietnamese.fold import clean, light

_NUMBERING = re.compile(r"\(?\s*(\d{1,2}|[A-Za-z])\s*\)?(\s*=\s*[\d()+\-*/:%. ]+)?")
_TOTAL = re.compile(
    r"([-+] ?trong đó|trong đó|tổng cộng|tổng số|tổng|cộng|toàn quốc|cả nước|toàn (?:ngành|tỉnh|thành phố|bộ))(\s*[:(].*|\s+(i|ii|iii|a|b)\b.*)?"
)
_TOTAL_BARE = frozenset({"tong cong", "tong so", "tong", "cong", "tong cong chung", "total"})
_TOTAL_OF = re.compile(r"tổng( số| cộng)?( (hồ sơ|nhiệm vụ|chỉ tiêu))?( (toàn|cả|chung|các|trên|của)\b.{0,40})")
"""'Tổng toàn tỉnh', 'Tổng số các đơn vị': a total where no number of its own stands before it."""
_TOTAL_LEAD = re.compile(r"(tổng cộng|tổng số (nhiệm vụ|hồ sơ|chỉ tiêu))\b")
_SUMMARY = re.compile(r"tổng hợp(\s*[:(].*)?")
_SIGNATURE = re.compile(
    r"(?:^|¦)[ (\-]*(?:noi nhan|nguoi lap|nguoi lam bao cao|nguoi tong hop|thu truong|chanh van phong|ky,? ghi ro|ky ten|ky va ghi ro|"
    r"xac nhan cua|nhu tren|luu:? *vt|"
    r"(?:tm|kt|tl|tuq|q)\.? *(?:uy ban|bo truong|chu tich|giam doc|thu truong|chanh|vien truong|tong giam doc|thong doc|tong thanh tra))\b"
    r"|, ngay *(?:\d{1,2}|…+|\.+)? *thang *(?:\d{1,2}|…+|\.+)? *nam"
)
_SECTION_LABEL = re.compile(r"([IVX]{1,5}|[A-HK-Z]|[ivx]{1,5}|\*|[IVX]{1,5}\.\d{1,2}|[A-H]\.\d{1,2})\s*[.)\-:]?")
_NOTE = re.compile(r"(ghi chú|lưu ý|chú thích|chú giải|nguồn|nguồn số liệu)\s*:|\(?\*+\)?\s*\w")
_NOTHING = re.compile(
    r"\(?(không phát sinh|không có phát sinh|kps)( (thêm|mới))?( (nhiệm vụ|hồ sơ|số liệu|chỉ tiêu|thủ tục hành chính|tthc))?( (mới|nào))?"
    r"( trong (kỳ|ngày|tháng|quý|năm).*)?[\s.)]*"
)
"""The words that nothing has arisen."""
_HINT = re.compile(
    r"\((?:(?:ngay|dd|d)\s*[/\-.]\s*(?:thang|mm|m)\s*[/\-.]\s*(?:nam|y{2,4})|%|ho so|nhiem vu|(?:trieu|ty|nghin|ngan)? ?(?:dong|vnd)|"
    r"ghi ro[^()]*|neu co|bat buoc|theo mau[^()]*|chon [^()]*|nhap [^()]*)\)"
)
"""A unit or a hint to whoever fills the form, in brackets under a column's name."""
_GROUP = re.compile(r"(?:nhom|phan|muc|khoi|cap|linh vuc)\s+(?:[ivx]{1,5}|\d{1,2}|[a-h])\s*[.:)\-–]")
_TASK_GROUP = re.compile(r"(?:nhom|phan|muc|nhom nhiem vu(?: so)?|nhiem vu nhom)\s+(?:[ivx]{1,5}|\d{1,2}|[a-h])\s*[.:)\-–]")
_SECTION_TEXT = re.compile(r"([IVX]{1,5}|[A-HK-Z])\s*[.)\-:]\s*\S")

_MAY_BE_TOTAL = (
    r"[Tt][Rr][Oo][Nn][Gg]\s|"
    r"[TtCc](?:[oôổộOÔỔỘ])\p{M}*[Nn][Gg]|[Tt][Oo][Tt][Aa][Ll]|[Tt][Oo][aàAÀ]\p{M}*[Nn]\s+(?:[Qq][Uu]|[Nn][Gg]|[Tt]|[Bb])|[Cc][aảAẢ]\p{M}* [Nn]"
)
_MAY_BE_SECTION = r"^\s*(?:[A-Za-z]{1,5}|\*|[IVX]{1,5}\.\d{1,2}|[A-H]\.\d{1,2})\s*[.)\-:]?\s*$"
_SPARSE = 4
"""Filled cells up to which a row may belong to a signature block or be a heading."""
_LONGEST_CODE = 24
"""Letters of a code that is written with spaces ('NV 57 / 2025'); longer texts with spaces are words."""
_HEAD = 3
"""First rows under the header that are always judged: one may be the row of column numbers."""

REASON = "reason"
SECTION = "section"

_clean = lru_cache(maxsize=50_000)(clean)


@dataclass(frozen=True)
class _Place:
    """Where a table's tell-tale cells stand."""

    header: Header
    columns: tuple[int, ...]
    label: int | None
    names: tuple[int, ...]
    code: int | None
    wide: frozenset[int]
    """Rows that are one text across merged columns."""
    group: re.Pattern[str]
    """The words with which a heading begins, whichever column it stands in."""


def classify(grid: Grid, header: Header, first: int, last: int) -> pl.DataFrame:
    """Judges sheet rows first..last (1-based, both included; below the header).

    Gives row_number, `reason` (null for a record) and `section` (the heading in force, null before the first).
    """
    height = max(last - first + 1, 0)
    text = grid.text.slice(first - 1, height)
    place = _place(grid, header, first)
    numbers = pl.int_range(first, first + height, dtype=pl.Int64, eager=True).alias("row_number")
    if not text.width:
        return numbers.to_frame().with_columns(pl.lit(None, pl.String).alias(REASON), pl.lit(None, pl.String).alias(SECTION))
    unusual = text.with_columns(numbers).filter(_may_be_no_record(text.columns, place, first))
    reasons, headings = _judge(unusual, place)
    spoken = pl.DataFrame({"row_number": list(reasons), REASON: list(reasons.values())}, schema={"row_number": pl.Int64, REASON: pl.String})
    headed = spoken.with_columns(pl.col("row_number").replace_strict(headings, default=None, return_dtype=pl.String).alias(SECTION))
    return numbers.to_frame().join(headed, on="row_number", how="left", maintain_order="left").with_columns(pl.col(SECTION).forward_fill())


def _place(grid: Grid, header: Header, first: int) -> _Place:
    fields = header.plan.fields
    return _Place(
        header=header,
        columns=tuple(column for column in header.paths if column <= grid.width),
        label=fields.get("row_label"),
        names=tuple(fields[name] for name in ("title", "field", "indicator_name", "agency_name") if name in fields),
        code=next((fields[name] for name in ("task_code", "dossier_code", "indicator_code") if name in fields), None),
        group=_TASK_GROUP if header.plan.dataset.name == "tasks" else _GROUP,
        wide=frozenset(one.top for one in grid.merges if one.top >= first and one.right - one.left >= 2 and one.top == one.bottom),
    )


def _may_be_no_record(columns: list[str], place: _Place, first: int) -> pl.Expr:
    """A wide net for rows that `_judge` must look at: sparse ones, totals by their words, labels of sections, header words, merged rows."""
    filled = pl.sum_horizontal(pl.col(name).str.strip_chars() != "" for name in columns)
    told = pl.concat_str(pl.coalesce(columns), *(pl.col(f"c{column}") for column in place.names), separator="|", ignore_nulls=True)
    net = [filled <= min(_SPARSE, max(2, len(columns) // 2)), told.str.contains(_MAY_BE_TOTAL)]
    if place.label is not None:
        net.append(pl.col(f"c{place.label}").str.contains(_MAY_BE_SECTION))
    net += [pl.col(f"c{column}").str.strip_chars().is_in(place.header.paths[column]) for column in place.columns[:3]]
    return pl.any_horizontal(one.fill_null(value=False) for one in net) | pl.col("row_number").is_in([*range(first, first + _HEAD), *place.wide])


def _judge(unusual: pl.DataFrame, place: _Place) -> tuple[dict[int, str], dict[int, str]]:
    """Reasons by row, and headings by section row."""
    reasons: dict[int, str] = {}
    headings: dict[int, str] = {}
    signs_from: int | None = None
    head = place.header.bottom + 1  # the first row under the header that is not blank: only this one can be the row of column numbers
    opening, is_opened = head, False  # the first row that may be a record; whether a heading stood there
    for *cells, row in unusual.iter_rows():
        shown = [_clean(cell) if cell else "" for cell in cells]
        filled = [cell for cell in shown if cell]
        opening += opening in reasons
        if not filled:
            reasons[row] = "blank"
            head += row == head
            continue
        if row == head and all(_HINT.fullmatch(light(cell)) for cell in filled):
            reasons[row] = "numbering"
            head += 1
            continue
        if row == head and _is_numbering(shown, place):
            reasons[row] = "numbering"
            continue
        if len(filled) == 1 and place.label is not None and shown[place.label - 1].rstrip(".").isdigit():
            # A row that was numbered beforehand and never filled in.
            reasons[row] = "blank"
            continue
        if len(set(filled)) == 1 and is_page_mark(filled[0]):
            reasons[row] = "note"
            continue
        if _is_header(shown, filled, place):
            reasons[row] = "repeated_header"
            continue
        code = _as_code(shown[place.code - 1]) if place.code else ""
        spoken = next((shown[column - 1] for column in place.names if shown[column - 1]), filled[0])
        label = shown[place.label - 1] if place.label else ""
        if not code and (_is_total(spoken) or _is_total(filled[0]) or _leads_a_total(spoken.lower(), label, place)):
            reasons[row] = "total"
            continue
        if not code and len(filled) <= 1 + bool(label) and _is_note(filled[-1], alone=len(filled) == 1):
            reasons[row] = "note"
            continue
        if len(filled) <= _SPARSE and signs_from is None and _SIGNATURE.search(light(" ¦ ".join(filled))):
            signs_from = row
        if signs_from is not None and len(filled) <= _SPARSE and not (code and label.isdigit()):
            reasons[row] = "signature"
            continue
        is_name = len(filled) == 1 and place.header.plan.dataset.name == "dossier_counts" and spoken == filled[0] and _is_named(shown, place)
        if not code and (_is_section(shown, filled, row, place) or (is_name and (is_opened or row == opening))):
            is_opened = is_opened or is_name
            reasons[row] = "section"
            words = filled[-1] if spoken == label else spoken
            headings[row] = f"{label}. {words}" if label and label != words else words
    return reasons, headings


def _is_named(shown: list[str], place: _Place) -> bool:
    return any(shown[column - 1] for column in place.names)


def _is_numbering(shown: list[str], place: _Place) -> bool:
    """The row of column numbers: (1) (2) (3)=(4)+(5). Short, consecutive, from the first column on."""
    cells = [shown[column - 1] for column in place.columns if shown[column - 1]]
    if len(cells) < 3 or len(cells) < 0.6 * len(place.columns) or not all(_NUMBERING.fullmatch(cell) for cell in cells):
        return False
    numbers = [int(found.group()) for cell in cells if (found := re.search(r"\d{1,2}", cell)) is not None]
    rising = all(later - earlier == 1 for earlier, later in itertools.pairwise(numbers))
    return len(numbers) >= 3 and rising and (numbers[0] <= 3 or any("(" in cell or "=" in cell for cell in cells))


def _is_header(shown: list[str], filled: list[str], place: _Place) -> bool:
    """Most of the row's cells say what the header says over them: a header repeated at a page break."""
    same = sum(shown[column - 1] in place.header.paths[column] for column in place.columns if shown[column - 1])
    return place.header.bottom > 0 and len(filled) >= 2 and same >= 0.6 * len(filled)


def _is_total(text: str) -> bool:
    """A total by its words; a company's name ('Tổng công ty') is none."""
    lower = text.lower()
    return bool(_TOTAL.fullmatch(lower)) or lower in _TOTAL_BARE


def _leads_a_total(lower: str, label: str, place: _Place) -> bool:
    """Total words with more behind them. With a number of its own the row may be a task or a department of that name."""
    counts = place.header.plan.dataset.name == "dossier_counts"
    if not label and _TOTAL_OF.fullmatch(lower):
        return True
    return bool(_TOTAL_LEAD.match(lower) and (counts or not label.isdigit())) or bool(_SUMMARY.fullmatch(lower) and not label.isdigit())


def _as_code(cell: str) -> str:
    """What stands in the code column, where it can be a code: a heading, a total or a note that strayed into the column is none."""
    words = " " in cell and (len(cell) > _LONGEST_CODE or not any(one.isdigit() for one in cell))
    return "" if words or _is_total(cell) else cell


def _is_note(text: str, *, alone: bool) -> bool:
    """A footnote under or between the records, or the words that nothing has arisen."""
    lower = text.lower()
    return bool(_NOTHING.fullmatch(lower) or (alone and _NOTE.match(lower)))


def _is_section(shown: list[str], filled: list[str], row: int, place: _Place) -> bool:
    """A heading between records: a Roman or letter label with hardly anything beside it, or one text across merged columns."""
    if len(filled) > 2:
        return False
    label = shown[place.label - 1] if place.label else ""
    if label and _SECTION_LABEL.fullmatch(label):
        return True
    if row in place.wide:
        return True
    if len(filled) == 1 and place.group.match(light(filled[0])):
        return True
    if len(filled) == 1:
        in_code = place.code is not None and bool(shown[place.code - 1])
        alone_at_left = (place.label is not None and bool(shown[place.columns[0] - 1]) and not filled[0].isdigit()) or in_code
        return alone_at_left or bool(_SECTION_TEXT.match(filled[0]))
    return False
