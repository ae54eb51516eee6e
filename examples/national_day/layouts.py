"""The register of layouts, and what every layout is given. The layouts themselves stand in `xlsx_*` and `text_*`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from .agencies import Agency


@dataclass(frozen=True)
class Report:
    """The letter that goes with a table: who, for which day and period, under which number."""

    agency: Agency
    day: date
    period_from: date
    number: int

    @property
    def as_of(self) -> str:
        """The line that says for which day the table speaks."""
        return f"Tính đến ngày {self.day:%d/%m/%Y}"

    @property
    def period(self) -> str:
        """The line that says for which period the table speaks."""
        return f"Từ ngày {self.period_from:%d/%m/%Y} đến ngày {self.day:%d/%m/%Y}"

    @property
    def letter_number(self) -> str:
        """The letter's number and symbol."""
        return f"Số: {self.number}/{self.agency.symbol}"

    @property
    def place_and_day(self) -> str:
        """Where and when the letter was signed."""
        return f"{self.agency.place}, ngày {self.day.day:02d} tháng {self.day.month:02d} năm {self.day.year}"

    @property
    def office_phone(self) -> str:
        """A made-up number of the office."""
        return f"02{self.number % 9}.3{self.number * 7919 % 10**6:06d}"


@dataclass(frozen=True)
class Layout:
    """One honest way of laying out a dataset. `make` gives pages for .xlsx and text for .csv and .json.

    `names_agency` and `dated`: whether the content says who reports, and for which day or period.
    """

    name: str
    dataset: str
    suffix: str
    names_agency: bool
    dated: bool
    make: Callable[[Report, Any], Any]


LAYOUTS: dict[str, Layout] = {}

Maker = Callable[[Report, Any], Any]


def layout(dataset: str, suffix: str, *, names_agency: bool = True, dated: bool = True) -> Callable[[Maker], Maker]:
    """Registers a maker under its own name. `dataset` is 'all' where one workbook holds three."""

    def register(make: Maker) -> Maker:
        LAYOUTS[make.__name__] = Layout(make.__name__, dataset, suffix, names_agency, dated, make)
        return make

    return register


def slash(value: Any) -> Any:
    """A day as dd/mm/yyyy, words as they are."""
    return f"{value:%d/%m/%Y}" if isinstance(value, date) else value


def short_slash(value: Any) -> Any:
    """A day as d/m/yyyy, words as they are."""
    return f"{value.day}/{value.month}/{value.year}" if isinstance(value, date) else value


def dash(value: Any) -> Any:
    """A day as dd-mm-yyyy, words as they are."""
    return f"{value:%d-%m-%Y}" if isinstance(value, date) else value


def iso(value: Any) -> Any:
    """A day or moment in ISO 8601, words as they are."""
    return value.isoformat() if isinstance(value, date) else value


def minutes(value: datetime | None) -> str | None:
    """A moment as dd/mm/yyyy HH:MM."""
    return f"{value:%d/%m/%Y %H:%M}" if value else None


def dotted(value: Any) -> Any:
    """A whole number as text with dots between thousands: 1.234.567."""
    return f"{value:,}".replace(",", ".") if isinstance(value, int) else value


def vietnamese(value: Any) -> Any:
    """A number as Vietnamese text: 1.234.567 or 12,34; words as they are."""
    if isinstance(value, float):
        return str(value).replace(".", ",")
    return dotted(value)


def sums(rows: Sequence[Any], names: Sequence[str]) -> dict[str, int]:
    """The totals of the named numbers over the rows."""
    return {name: sum(getattr(row, name) for row in rows) for name in names}


CHANNELS = {"online": "Trực tuyến", "in_person": "Trực tiếp", "post": "Bưu chính công ích"}
DOSSIER_STATES = {
    "returned": "Đã trả kết quả",
    "finished": "Đã xử lý xong",
    "processing": "Đang xử lý",
    "awaiting_supplement": "Yêu cầu bổ sung",
}
LEVELS = {True: "Toàn trình", False: "Một phần"}
YES = {True: "Có", False: "Không"}
ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII")
