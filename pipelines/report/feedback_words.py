"""The words of feedback: issues as a reporting officer reads them. Dates as dd/mm/yyyy, no English, nothing that tells of a person.

Here belongs what is said and how. Which facts a receipt holds is in `receipt`, where they are written to in `feedback`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import polars as pl

from pipelines.parse.people import MASK, tells_of_somebody
from pipelines.telling import TITLES
from schemas import issues
from schemas.issues.remedies import REMEDIES
from schemas.rule import Action

if TYPE_CHECKING:
    from collections.abc import Callable

SEVERITY_VI = {"error": "Lỗi", "warning": "Cảnh báo", "info": "Ghi nhận"}
SEVERITIES = tuple(SEVERITY_VI)
"""Worst first."""
ACTION_VI = {
    "load": "vẫn nạp dòng",
    "blank": "ô để trống, vẫn nạp dòng",
    "quarantine": "không nạp dòng",
    "hold": "giữ lại chờ xác nhận",
    "reject": "không nhận tệp",
}
STATUS_VI = {
    "accepted": "Nhận được, không có lỗi",
    "accepted_with_issues": "Nhận được, có nội dung cần xem lại",
    "partially_accepted": "Nhận được một phần: có dòng bị loại hoặc chờ xác nhận",
    "held": "Giữ lại chờ xác nhận",
    "rejected": "Không nhận được",
    "duplicate": "Trùng với tệp đã gửi",
    "retracted": "Đã được thu hồi",
}
STANDING_VI = {"counts": "đang được tính", "superseded": "đã được thay bằng lần gửi sau", "held": "chờ xác nhận", "retracted": "đã thu hồi"}
TABLE_STATUS_VI = {"loaded": "đã đọc", "held": "chờ xác nhận", "skipped": "không phải bảng số liệu"}
HOW_VI = {
    "exact": "đúng tên cột",
    "synonym": "tên tương đương",
    "remembered": "đã xác nhận lần trước",
    "fuzzy": "tên gần giống",
    "confirmed": "đã được xác nhận",
}
SKIPPED_VI = {
    "title": "tiêu đề",
    "header": "tên cột",
    "numbering": "dòng đánh số cột",
    "section": "tên mục",
    "total": "dòng tổng",
    "blank": "dòng trống",
    "signature": "chữ ký",
    "repeated_header": "tên cột lặp lại",
    "note": "ghi chú",
    "no_table": "trang không có bảng",
}
EVIDENCE_VI = {
    "folder": "theo thư mục",
    "assigned": "do bộ phận tổng hợp xác định",
    "stated": "ghi trong tệp",
    "title": "theo tiêu đề",
    "mention": "nêu trong tệp",
    "sheet": "theo tên trang tính",
    "file_name": "theo tên tệp",
    "as_of": "ghi trong tiêu đề",
    "column": "theo cột ngày số liệu",
    "period": "theo kỳ báo cáo",
    "signed": "theo ngày ký",
    "delivery": "theo ngày gửi, vì tệp không ghi ngày",
}
"""How the sender or the date was told, as a sender reads it."""
_STATUS_TO_DO = {
    "accepted": "Không cần làm gì.",
    "accepted_with_issues": "Số liệu vẫn được tính. Nên sửa các nội dung dưới đây rồi gửi lại cả tệp, hoặc sửa trong báo cáo sau.",
    "partially_accepted": "Các dòng bị loại hoặc chờ xác nhận không được tính cho đến khi sửa. Sửa rồi gửi lại cả tệp, đủ mọi dòng.",
    "held": "Tệp không được tính cho đến khi sửa hoặc được xác nhận. Sửa rồi gửi lại cả tệp, hoặc báo bộ phận tổng hợp xác nhận.",
    "rejected": "Tệp không được tính.",
    "duplicate": "Không cần làm gì; tệp đầu tiên đã được tính.",
    "retracted": "Tệp không còn được tính. Gửi lại tệp đúng nếu chưa gửi.",
}
EMPTY_TABLE_TO_DO = "Bảng ở trang «{sheet}» chưa có dòng số liệu nào: điền số liệu ngay dưới dòng tên cột rồi gửi lại."
OLD_TEMPLATE_TO_DO = (
    "Tệp dùng mẫu phiên bản {version}, mẫu hiện hành là phiên bản {newest}. Tệp vẫn được đọc; lần sau dùng mẫu mới (tonghop template {dataset})."
)
OWN_SHEETS = ("Hướng dẫn", "Lỗi")
"""Sheets that tonghop itself adds to workbooks, a template's guide and the list of findings: that they hold no table need not be told."""
_ISO = r"\b(\d{4})-(\d{2})-(\d{2})(?:T(\d{2}:\d{2})(?::\d{2}(?:\.\d+)?)?)?\b"
_PLACES = 5
"""Places that a line of what to do names."""
FORMATS_VI = {
    "rar": "tệp nén RAR",
    "7z": "tệp nén 7z",
    "gzip": "tệp nén GZ",
    "bzip2": "tệp nén BZ2",
    "xz": "tệp nén XZ",
    "cab": "tệp nén CAB",
    "tar": "tệp nén TAR",
    "zip inside a zip inside a zip": "tệp .zip nằm sâu quá hai lớp",
    "png": "ảnh PNG",
    "jpeg": "ảnh JPEG",
    "gif": "ảnh GIF",
    "tiff": "ảnh TIFF",
    "bmp": "ảnh BMP",
    "webp": "ảnh WEBP",
    "heic": "ảnh HEIC",
    "rtf": "RTF",
    "doc": "Word cũ .doc",
    "odt": "văn bản .odt",
    "ppt": "PowerPoint .ppt",
    "pptx": "PowerPoint .pptx",
    "odp": "trình chiếu .odp",
    "vsdx": "Visio .vsdx",
    "msg": "thư Outlook .msg",
    "epub": "sách điện tử EPUB",
    "mdb": "cơ sở dữ liệu Access",
    "parquet": "Parquet",
    "sqlite": "SQLite",
}
"""What a reader calls a format that it refuses, as a sender knows it."""


def plain_issues(found: pl.DataFrame, name_of: Callable[[str], str]) -> pl.DataFrame:
    """Issues (the columns of audit.issue) as they may be handed to the sender, worst first, then by place; `remedy` says what to do.

    `found` also has `dataset` (of its table; null for the file as a whole) and `is_workbook` (whether its file is one); both are dropped. `name_of`
    gives an agency's name and code for its code. Values that could tell of a person are masked, in the message too.
    """
    own = (pl.col("code") == issues.SHEET_WITHOUT_TABLE.code) & pl.col("sheet").is_in(OWN_SHEETS)
    found = found.filter(~own.fill_null(value=False))
    value = pl.col("value")
    # A workbook's dates stand in their cells as dates, and dates that tonghop found itself are no cell's; else a value is quoted as written.
    said = pl.when(pl.col("is_workbook") | pl.col("row_number").is_null()).then(vietnamese_dates(value)).otherwise(value)
    # What is read now is stored masked; of what was read before, values may stand as written.
    hidden = found.select(tells_of_somebody(pl.col("dataset"))).to_series()
    if hidden.any():
        masked = [message.replace(value or MASK, MASK) for message, value in found.filter(hidden).select("message_vi", "value").iter_rows()]
        at = hidden.arg_true()
        found = found.with_columns(found["message_vi"].scatter(at, masked), found["value"].scatter(at, MASK))
    plain = found.with_columns(
        vietnamese_dates(pl.col("message_vi")),
        said.alias("value"),
        vietnamese_dates(pl.col("expected")),
        pl.col("code").replace_strict(REMEDIES, return_dtype=pl.String, default=None).alias("remedy"),
        pl.col("severity").replace_strict({name: at for at, name in enumerate(SEVERITIES)}, return_dtype=pl.Int8, default=None).alias("worst"),
    ).drop("dataset", "is_workbook")
    special = pl.col("code").is_in(_SPECIAL)
    if plain.select(special.any()).item():
        plain = pl.concat([plain.filter(~special), _own_words(plain.filter(special), name_of)])
    # Why a file cannot be read stands in the message; the reader's own detail is for us.
    plain = plain.with_columns(pl.when(pl.col("action") != Action.REJECT.value).then("value").alias("value"))
    return plain.sort("worst", "sheet", "row_number", maintain_order=True, nulls_last=True).drop("worst")


_SPECIAL = (
    issues.LEGACY_AGENCY.code,
    issues.AGENCY_CONFLICT.code,
    issues.UNSUPPORTED_FORMAT.code,
    issues.TOO_LARGE.code,
    issues.ARCHIVE_UNSUPPORTED.code,
    issues.IMAGE_FILE.code,
)
"""Codes whose message needs what only the registers or the list of formats know."""


def vietnamese_dates(text: pl.Expr) -> pl.Expr:
    """ISO dates and moments in a text as Vietnam writes them."""
    return (
        pl.when(text.str.contains(_ISO)).then(
            text.str.replace_all(_ISO, "${3}/${2}/${1} ${4}").str.replace_all(r"(\d{2}/\d{2}/\d{4}) (\D|$)", "${1}${2}")
        )
    ).otherwise(text)


def _own_words(plain: pl.DataFrame, name_of: Callable[[str], str]) -> pl.DataFrame:
    """What a code's message cannot say of itself: agencies by name, refused formats by the name that a sender knows."""
    rows = []
    for row in plain.iter_rows(named=True):
        value, expected = row["value"] or "", row["expected"] or ""
        if row["code"] == issues.LEGACY_AGENCY.code:
            row["expected"] = name_of(expected)
            row["message_vi"] = issues.LEGACY_AGENCY.message_vi.format(value=value, expected=row["expected"])
        elif row["code"] == issues.AGENCY_CONFLICT.code:
            row["value"] = "; ".join(name_of(code) for code in value.split(", "))
            row["message_vi"] = issues.AGENCY_CONFLICT.message_vi.format(value=row["value"])
        else:
            row["message_vi"] = refusal(row["code"], value)
        rows.append(row)
    return pl.DataFrame(rows, schema=plain.schema)


def refusal(code: str, detail: str | None) -> str:
    """Why a file is refused, without the reader's own (English) detail; a format is named as a sender knows it."""
    found = FORMATS_VI.get((detail or "").rsplit(": ", 1)[-1])
    text = issues.CATALOGUE[code].message_vi
    return text.format(value=found) if found else text.replace(" ({value})", "")


def plain_reason(status: str, reason: str | None, told: pl.DataFrame) -> str | None:
    """Why a delivery has its status: from its plain issues, so that it says what they say; a steward's own words where it was retracted."""
    if status == "retracted":
        return reason
    wanted = {
        "rejected": [Action.REJECT.value],
        "held": [Action.HOLD.value, Action.QUARANTINE.value],
        "partially_accepted": [Action.HOLD.value, Action.QUARANTINE.value],
    }.get(status)
    if wanted is None:
        return reason
    texts = told.filter(pl.col("action").is_in(wanted))["message_vi"].unique(maintain_order=True).to_list()
    if not texts:
        return reason
    more = f" (và {len(texts) - 3} nội dung khác)" if len(texts) > 3 else ""
    return " ".join(texts[:3]) + more


def to_do(status: str, told: pl.DataFrame, hold_codes: frozenset[str] = frozenset()) -> list[str]:
    """What the sender has to do, most pressing first. Findings of severity info ask for nothing; codes of ours neither."""
    lines = [_STATUS_TO_DO[status]]
    if status in ("duplicate", "retracted"):
        return lines
    places: dict[str, list[str]] = {}
    for code, severity, action, sheet, cell, row in told.select("code", "severity", "action", "sheet", "cell", "row_number").iter_rows():
        if severity != "info" or action == Action.REJECT.value:
            named = places.setdefault(code, [])
            if row is not None and sheet:
                named.append(f"«{sheet}» {cell}" if cell else f"«{sheet}» dòng {row}")
    # Holds that came after the reading have no issue of their own.
    lines += [REMEDIES[code] for code in sorted(hold_codes - set(places))]
    return lines + [REMEDIES[code] + _where(named) for code, named in places.items()]


def _where(places: list[str]) -> str:
    if not places:
        return ""
    more = f" và {len(places) - _PLACES} chỗ khác" if len(places) > _PLACES else ""
    return f" ({len(places)} chỗ: {'; '.join(places[:_PLACES])}{more})"


def title_of(field: str | None) -> str | None:
    """A field's Vietnamese title."""
    return TITLES.get(field) if field else None


def safe_name(text: str, most: int = 80) -> str:
    """A text as part of a file name, on every system that an agency may use."""
    return re.sub(r'[\x00-\x1f<>:"/\\|?*]+', "_", text).strip(" .")[:most] or "tep"
