"""Numbers, dates and moments as a reader of Vietnamese or of English expects them. Rounding is half up, as people round."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

Language = Literal["vi", "en"]
MISSING = "—"
NO_BREAK = "\u00a0"
MINUS = "\u2212"
_WEEKDAYS = {
    "vi": ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ Nhật"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True, slots=True)
class Numerals:
    """The conventions of one language. A null becomes a dash; the page says beside it why it is null."""

    language: Language

    def number(self, value: float | None, places: int = 0) -> str:
        """1.234 and 39,98 in Vietnamese, 1,234 and 39.98 in English; a negative number has a true minus."""
        if value is None:
            return MISSING
        # repr gives the shortest decimal that is this float, so that 0.125 rounds as written
        exact = Decimal(repr(value) if isinstance(value, float) else value).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
        text = f"{abs(exact):,f}"
        if self.language == "vi":
            text = text.translate(str.maketrans(",.", ".,"))
        return f"{MINUS}{text}" if exact < 0 else text

    def percent(self, value: float | None, places: int = 2) -> str:
        """A percent of 0 to 100; Vietnamese sets a space before the sign."""
        if value is None:
            return MISSING
        return self.number(value, places) + (f"{NO_BREAK}%" if self.language == "vi" else "%")

    def signed(self, value: float | None, places: int = 0) -> str:
        """A difference with its sign; what rounds to nothing has none."""
        text = self.number(value, places)
        is_zero = not any(digit in text for digit in "123456789")
        if is_zero:
            return text.removeprefix(MINUS)
        return text if text.startswith(MINUS) else f"+{text}"

    def date(self, day: dt.date | None) -> str:
        """28/10/2025 in Vietnamese, 28 Oct 2025 in English."""
        if day is None:
            return MISSING
        return f"{day:%d/%m/%Y}" if self.language == "vi" else f"{day.day}{NO_BREAK}{_MONTHS[day.month - 1]}{NO_BREAK}{day.year}"

    def long_date(self, day: dt.date) -> str:
        """A date with its weekday."""
        return f"{_WEEKDAYS[self.language][day.weekday()]}, {self.date(day)}"

    def short_date(self, day: dt.date) -> str:
        """A date for an axis: day and month."""
        return f"{day:%d/%m}" if self.language == "vi" else f"{day.day} {_MONTHS[day.month - 1]}"

    def moment(self, moment: dt.datetime | None) -> str:
        """A moment to the minute."""
        return MISSING if moment is None else f"{moment:%H:%M} {self.date(moment.date())}"
