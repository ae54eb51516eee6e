"""What changed since the reporting date before, and what the build changed."""

from __future__ import annotations

from dataclasses import dataclass

from pipelines.report.briefing.figures import BLOCKS, RATE, Agency, Figures, Headline
from pipelines.report.briefing.sections.senders import by_agency, is_silent
from pipelines.report.briefing.sections.voice import Change, Voice, change_of, is_rate, tone
from schemas.contract import TABLES

MOVERS = 10


@dataclass(frozen=True, slots=True)
class ChangeCell:
    """A headline figure of one block, before and now."""

    before: str
    now: str
    change: Change


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """A headline figure, national, central, provincial."""

    figure: str
    cells: tuple[ChangeCell | None, ...]


def change_rows(figures: Figures, voice: Voice) -> list[ChangeRow]:
    """The headline figures against the date before, by block."""
    out = []
    for metric in ("tasks_open_overdue", "tasks_done", "tasks_total", RATE, "dossiers_on_time_rate", "agencies_reported"):
        found = [figures.headline.get((metric, block)) for block in BLOCKS]
        if any(found):
            out.append(ChangeRow(voice.texts(metric), tuple(_change_cell(one, voice) if one else None for one in found)))
    return out


def _change_cell(one: Headline, voice: Voice) -> ChangeCell:
    before = voice.numerals.percent(one.value_before) if is_rate(one.metric) else voice.numerals.number(one.value_before)
    return ChangeCell(before, voice.value(one), change_of(one.metric, one.difference, voice))


@dataclass(frozen=True, slots=True)
class Mover:
    """One agency whose figure changed."""

    name: str
    before: str
    now: str
    difference: str
    tone: str


@dataclass(frozen=True, slots=True)
class Movers:
    """The agencies whose figure changed most, and how many more changed."""

    title: str
    agencies: tuple[Mover, ...]
    more: int


def movers(figures: Figures, voice: Voice) -> list[Movers]:
    """Agencies by the size of their change in overdue tasks, and in the full-process rate; only agencies with a figure on both dates."""
    n = voice.numerals

    def overdue(one: Agency) -> Mover:
        difference = voice.difference("open_overdue", one.open_overdue_difference)
        how = tone("open_overdue", one.open_overdue_difference)
        return Mover(voice.name(one.name_vi, one.name_en), n.number(one.open_overdue_before), n.number(one.open_overdue), difference, how)

    def rate(one: Agency) -> Mover:
        difference = voice.difference(RATE, one.online_full_rate_difference)
        how = tone(RATE, one.online_full_rate_difference)
        return Mover(voice.name(one.name_vi, one.name_en), n.percent(one.online_full_rate_before), n.percent(one.online_full_rate), difference, how)

    by_overdue = sorted(
        (one for one in figures.agencies if one.open_overdue_difference), key=lambda one: (-abs(one.open_overdue_difference or 0), one.agency_code)
    )
    by_rate = sorted(
        (one for one in figures.agencies if abs(one.online_full_rate_difference or 0) >= 0.005),
        key=lambda one: (-abs(one.online_full_rate_difference or 0), one.agency_code),
    )
    return [
        Movers(voice.texts("movers_overdue"), tuple(map(overdue, by_overdue[:MOVERS])), max(0, len(by_overdue) - MOVERS)),
        Movers(voice.texts("movers_rate"), tuple(map(rate, by_rate[:MOVERS])), max(0, len(by_rate) - MOVERS)),
    ]


def voices_changed(figures: Figures, voice: Voice) -> list[str]:
    """Who fell silent since the date before, and who speaks again; agencies that were expected on both dates."""
    fell: list[str] = []
    again: list[str] = []
    for rows in by_agency(figures.compliance):
        known = [row for row in rows if row.state_before is not None]
        if not known:
            continue
        was, is_now = is_silent(row.state_before for row in known), is_silent(row.state for row in rows)
        if was != is_now:
            (fell if is_now else again).append(voice.name(rows[0].name_vi, rows[0].name_en))
    pairs = (("fell_silent", fell), ("spoke_again", again))
    return [voice.texts(key, names=", ".join(names)) for key, names in pairs if names]


@dataclass(frozen=True, slots=True)
class TableRow:
    """What a build changed in one table."""

    name: str
    title: str
    agencies: str
    added: str
    removed: str


def build_rows(figures: Figures, voice: Voice) -> list[TableRow]:
    """Rows that the build added and removed, by table."""
    titles = {table.full_name: table.title_vi if voice.texts.language == "vi" else table.title_en for table in TABLES}
    n = voice.numerals
    return [
        TableRow(one.table_name, titles.get(one.table_name, ""), n.number(one.agencies), n.number(one.rows_added), n.number(one.rows_removed))
        for one in figures.build_changes
    ]
