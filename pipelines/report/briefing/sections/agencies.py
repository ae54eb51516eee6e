"""One progress bar an agency."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from pipelines.report.briefing import charts
from pipelines.report.briefing.figures import Agency, Figures
from pipelines.report.briefing.sections.voice import AGENCY_BLOCKS, Voice

PARTS = ("done_on_time", "done_late", "open_in_time", "other", "open_overdue")
"""The parts of a progress bar from left to right; the overdue stand at the right edge, where bars can be compared."""


@dataclass(frozen=True, slots=True)
class AgencyRow:
    """One agency's bar and its numbers; `drawing` is null where it has no task figures."""

    name: str
    code: str
    drawing: Markup | None
    numbers: dict[str, str]
    rate: str
    rank: str
    is_overdue: bool


@dataclass(frozen=True, slots=True)
class AgencyBlock:
    """The agencies of one block, in order."""

    title: str
    agencies: tuple[AgencyRow, ...]


def agency_blocks(figures: Figures, voice: Voice) -> list[AgencyBlock]:
    """One progress bar an agency, by block, in the order of the query (most overdue first)."""
    found = []
    for block in AGENCY_BLOCKS:
        rows = tuple(_agency_row(one, voice) for one in figures.agencies if one.block == block)
        if rows:
            found.append(AgencyBlock(voice.texts(block), rows))
    return found


def _agency_row(one: Agency, voice: Voice) -> AgencyRow:
    n = voice.numerals
    counts = {"total": one.total} | {part: getattr(one, part) for part in PARTS}
    numbers = {key: n.number(value) for key, value in counts.items()}
    name = voice.name(one.name_vi, one.name_en)
    drawing = None
    if one.total:
        told = [one.done_on_time_pct, one.done_late_pct, one.open_in_time_pct, one.open_overdue_pct]
        shares = dict(zip(("done_on_time", "done_late", "open_in_time", "open_overdue"), (share or 0.0 for share in told), strict=True))
        # the mart holds no share of the rest: it is what the bar has left
        shares["other"] = max(0.0, 100.0 - sum(shares.values())) if one.other else 0.0
        label = voice.texts("bar_label", name=name, **numbers)
        drawing = charts.stacked([(part, shares[part]) for part in PARTS], label)
    return AgencyRow(name, one.agency_code, drawing, numbers, n.percent(one.online_full_rate), n.number(one.rank_in_block), bool(one.open_overdue))


def agency_legend(voice: Voice) -> Markup:
    """What the parts of a progress bar are."""
    return charts.legend([(part, voice.texts(part)) for part in PARTS])
