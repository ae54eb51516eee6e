"""The lines by day and the same in numbers."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from pipelines.report.briefing import charts
from pipelines.report.briefing.figures import BLOCKS, RATE, Figures
from pipelines.report.briefing.sections.voice import Voice

DAYS_IN_TABLE = 14


@dataclass(frozen=True, slots=True)
class DayRow:
    """The same in numbers: one reporting date."""

    day: str
    overdue: str
    rates: tuple[str, ...]
    sent: str


@dataclass(frozen=True, slots=True)
class Days:
    """The lines by day. `is_single`: there is one date, hence no line."""

    is_single: bool
    drawings: tuple[tuple[str, Markup], ...]
    rows: tuple[DayRow, ...]
    dates: int


def days(figures: Figures, voice: Voice) -> Days:
    """Two drawings over all reporting dates held up to the date, and a table of the latest of them."""
    n, t = voice.numerals, voice.texts
    found = {(one.as_of, one.metric, one.block): one.value for one in figures.by_day}
    dates = sorted({one.as_of for one in figures.by_day})

    def line(metric: str, block: str) -> charts.Line:
        return charts.Line(t(block), block, tuple((day, found.get((day, metric, block))) for day in dates))

    def label(title: str) -> str:
        return t("by_day_label", title=title, first=n.date(dates[0]), last=n.date(dates[-1])) if dates else title

    of_rate = figures.headline.get((RATE, "national"))
    target = of_rate.target if of_rate else None
    overdue, rate = t("by_day_overdue"), t("by_day_rate")
    drawings = (
        (
            overdue,
            charts.lines(
                [line("tasks_open_overdue", "national")],
                label(overdue),
                top=None,
                target=None,
                target_name="",
                value_text=n.number,
                axis_text=n.number,
                day_text=n.short_date,
            ),
        ),
        (
            rate,
            charts.lines(
                [line(RATE, block) for block in BLOCKS],
                label(rate),
                top=100.0,
                target=target,
                target_name=t("target_mark", target=n.percent(target, 0)),
                value_text=n.percent,
                axis_text=lambda value: n.percent(value, 0),
                day_text=n.short_date,
            ),
        ),
    )
    rows = tuple(
        DayRow(
            n.date(day),
            n.number(found.get((day, "tasks_open_overdue", "national"))),
            tuple(n.percent(found.get((day, RATE, block))) for block in BLOCKS),
            n.number(found.get((day, "agencies_reported", "national"))),
        )
        for day in reversed(dates[-DAYS_IN_TABLE:])
    )
    return Days(len(dates) == 1, drawings, rows, len(dates))
