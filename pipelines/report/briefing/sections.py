"""The page's sections, from figures to what the template prints: rows of finished texts and drawings. What is said stands in `texts`."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from markupsafe import Markup

from pipelines.report.briefing import charts
from pipelines.report.briefing.figures import BLOCKS, RATE, Agency, Compliance, Delivery, Figures, Headline
from pipelines.report.briefing.numerals import Numerals
from pipelines.report.briefing.texts import Texts
from schemas.contract import TABLES
from schemas.issues import CATALOGUE

PARTS = ("done_on_time", "done_late", "open_in_time", "other", "open_overdue")
"""The parts of a progress bar from left to right; the overdue stand at the right edge, where bars can be compared."""

DIMENSIONS = ("correct", "sufficient", "clean", "alive", "unified")
MOVERS = 10
NAMED = 6
DELIVERIES = 40
DAYS_IN_TABLE = 14
_AGENCY_BLOCKS = ("central", "provincial")
_LEAD = re.compile(r"^(?:\w+ )?\{(?:row_number|cell)\}:? ")
_PLACE = re.compile(r"\{\w+\}")
_HELD_OR_REJECTED = ("held", "rejected")


@dataclass(frozen=True, slots=True)
class Voice:
    """The words and numerals of one language, and how an agency is called in it."""

    texts: Texts
    numerals: Numerals

    def name(self, name_vi: str, name_en: str | None) -> str:
        """An agency's name for a table. A province's people's committee is called by its province."""
        if self.texts.language == "en" and name_en:
            return name_en
        name = name_vi.removeprefix("Ủy ban nhân dân ").removeprefix("tỉnh ")
        return name.replace("Thành phố ", "TP. ", 1) if name.startswith("Thành phố ") else name

    def value(self, metric: Headline) -> str:
        """A headline figure as it is printed: rates in percent, counts whole."""
        return self.numerals.percent(metric.value) if _is_rate(metric.metric) else self.numerals.number(metric.value)

    def difference(self, metric: str, difference: float | None) -> str:
        """A difference of two values of a metric: points for a rate."""
        if difference is None:
            return self.numerals.number(None)
        if _is_rate(metric):
            return self.texts("points", value=self.numerals.signed(difference, 2))
        return self.numerals.signed(difference)


def _is_rate(metric: str) -> bool:
    return metric.endswith(("_rate", "_pct"))


def tone(metric: str, difference: float | None) -> str:
    """Whether a difference is good or bad news: 'better', 'worse' or 'same'. Less overdue is better; of all else more is."""
    if not difference or abs(difference) < 0.005:
        return "same"
    return "better" if (difference > 0) != metric.endswith("overdue") else "worse"


# -- the headline


@dataclass(frozen=True, slots=True)
class Change:
    """A difference against the date before, with its tone."""

    text: str
    tone: str


@dataclass(frozen=True, slots=True)
class Tile:
    """One headline figure: its value large, what it is of, the blocks, on how many agencies it rests, what is to be known of it."""

    key: str
    title: str
    value: str
    of: str
    change: Change | None
    blocks: tuple[tuple[str, str], ...]
    coverage: str
    alert: str | None
    is_note: bool


def tiles(figures: Figures, voice: Voice) -> list[Tile]:
    """The four headline tiles, most important first. A figure without a value shows its note in place of what it is of."""
    n, t = voice.numerals, voice.texts
    out = []
    for key, metric in (("tile_overdue", "tasks_open_overdue"), ("tile_rate", RATE), ("tile_sent", "agencies_reported"), ("tile_done", "tasks_done")):
        one = figures.headline.get((metric, "national"))
        if one is None:
            continue
        if one.value is None:
            of = one.note or t("no_value")
        elif key == "tile_rate":
            target = n.percent(one.target, 0)
            reached = one.gap is not None and one.gap <= 0
            of = t("tile_reached", target=target) if reached else t("tile_gap", gap=n.number(one.gap, 2), target=target)
        elif key == "tile_sent":
            of = t("tile_sent_of", expected=n.number(one.agencies_expected))
        elif key == "tile_done":
            share = figures.headline.get(("tasks_done_pct", "national"))
            of = t("tile_done_of", share=n.percent(share.value if share else None), total=n.number(one.denominator))
        else:
            of = t("tile_overdue_of", total=n.number(one.denominator))
        blocks = tuple((t(block), voice.value(figures.headline[metric, block])) for block in _AGENCY_BLOCKS if (metric, block) in figures.headline)
        coverage = "" if key == "tile_sent" else coverage_text(one, voice)
        alert = _silent_alert(figures, voice) if key == "tile_sent" else None
        out.append(Tile(key, t(key), voice.value(one), of, _change(one, voice), blocks, coverage, alert, one.value is None))
    return out


def _silent_alert(figures: Figures, voice: Voice) -> str | None:
    silent = silent_names(figures, voice)
    if not silent:
        return None
    named = ", ".join(silent[:NAMED])
    if len(silent) > NAMED:
        named += " " + voice.texts("and_others", count=voice.numerals.number(len(silent) - NAMED))
    return voice.texts("silent_names", names=named)


def _change(one: Headline, voice: Voice) -> Change | None:
    if one.difference is None:
        return None
    return _change_of(one.metric, one.difference, voice)


def _change_of(metric: str, difference: float | None, voice: Voice) -> Change:
    how = tone(metric, difference)
    if difference is not None and how == "same":
        return Change(voice.texts("unchanged"), how)
    # more tasks in all are neither good nor bad news
    return Change(voice.difference(metric, difference), "same" if metric == "tasks_total" else how)


def coverage_text(one: Headline, voice: Voice) -> str:
    """On how many of the expected agencies a figure rests, and how many of those speak by an earlier report."""
    text = voice.texts("coverage", counted=voice.numerals.number(one.agencies_counted), expected=voice.numerals.number(one.agencies_expected))
    if one.agencies_carried:
        text += "; " + voice.texts("coverage_carried", carried=voice.numerals.number(one.agencies_carried))
    return text


def notes(figures: Figures, voice: Voice) -> list[tuple[str, str]]:
    """The warehouse's own notes on the headline figures: each note once, with the figures and blocks that it is on."""
    of: dict[str, list[tuple[str, str]]] = {}
    for metric in ("tasks_open_overdue", "tasks_done", "tasks_total", RATE, "agencies_reported"):
        for block in BLOCKS:
            one = figures.headline.get((metric, block))
            if one is not None and one.note:
                of.setdefault(one.note, []).append((metric, block))
    return [(_noted(places, voice), note) for note, places in of.items()]


def _noted(places: Sequence[tuple[str, str]], voice: Voice) -> str:
    """What a note is on: the figure and block, or the blocks alone where several figures share the note."""
    metrics = list(dict.fromkeys(metric for metric, _ in places))
    blocks = ", ".join(voice.texts(block) for block in dict.fromkeys(block for _, block in places))
    return blocks if len(metrics) > 1 else f"{voice.texts(metrics[0])} ({blocks})"


# -- the gap to the target


@dataclass(frozen=True, slots=True)
class GapRow:
    """One block's rate, its bar, what lacks to the target, and what it is made of; `note` where there is no rate."""

    block: str
    rate: str
    drawing: Markup
    gap: str
    fraction: str
    counted: str
    note: str | None


def gap_rows(figures: Figures, voice: Voice) -> list[GapRow]:
    """The full-process rate of each block against its target."""
    n, t = voice.numerals, voice.texts
    out = []
    for block in BLOCKS:
        one = figures.headline.get((RATE, block))
        if one is None:
            continue
        label = t("gauge_label", block=t(block), rate=n.percent(one.value), target=n.percent(one.target, 0))
        gap = n.number(None) if one.gap is None else t("gap_reached") if one.gap <= 0 else t("points", value=n.number(one.gap, 2))
        out.append(
            GapRow(
                t(block),
                n.percent(one.value),
                charts.gauge(one.value, one.target, label),
                gap,
                f"{n.number(one.numerator)} / {n.number(one.denominator)}",
                f"{n.number(one.agencies_counted)}/{n.number(one.agencies_expected)}",
                (one.note or t("no_value")) if one.value is None else None,
            )
        )
    return out


# -- overdue by age


@dataclass(frozen=True, slots=True)
class AgeRow:
    """One band of days past the deadline."""

    band: str
    drawing: Markup
    national: str
    central: str
    provincial: str


def age_rows(figures: Figures, voice: Voice) -> list[AgeRow]:
    """Overdue tasks by age; bars in proportion to the largest band of the nation. Empty where nothing is overdue."""
    n, t = voice.numerals, voice.texts
    largest = max((band.national for band in figures.overdue_age), default=0)
    out = []
    for i, band in enumerate(figures.overdue_age if largest else ()):
        name = t("age_band", first=band.first_day, last=band.last_day) if band.last_day else t("age_open", last=band.first_day - 1)
        label = t("age_label", band=name, count=n.number(band.national))
        drawing = charts.bar(band.national, largest, f"age{i + 1}", label)
        out.append(AgeRow(name, drawing, n.number(band.national), n.number(band.central), n.number(band.provincial)))
    return out


def age_sums(figures: Figures, voice: Voice) -> list[str]:
    """The headline's overdue figures, national, central, provincial: what the bands add up to."""
    found = [figures.headline.get(("tasks_open_overdue", block)) for block in BLOCKS]
    return [voice.numerals.number(one.value if one else None) for one in found]


# -- late and silent agencies


@dataclass(frozen=True, slots=True)
class LateGroup:
    """Agencies that share a failing, each with what stands for it: (name, code, block, what)."""

    style: str
    title: str
    agencies: tuple[tuple[str, str, str, str], ...]


def _by_agency(rows: Sequence[Compliance]) -> list[list[Compliance]]:
    return [list(group) for _, group in groupby(rows, key=lambda row: (row.block, row.agency_code))]


def _is_silent(states: Iterable[str | None]) -> bool:
    """Nothing came: every expected dataset is missing or carried."""
    return all(state in ("missing", "carried") for state in states)


def silent_names(figures: Figures, voice: Voice) -> list[str]:
    """The agencies of which nothing came for the date."""
    silent = [rows[0] for rows in _by_agency(figures.compliance) if _is_silent(row.state for row in rows)]
    return [voice.name(row.name_vi, row.name_en) for row in silent]


def late_groups(figures: Figures, voice: Voice) -> list[LateGroup]:
    """The silent, then the incomplete and held, then those that sent only after the reporting day. Groups without anybody are left out."""
    silent, partial, after = [], [], []
    for rows in _by_agency(figures.compliance):
        first = rows[0]
        who = (voice.name(first.name_vi, first.name_en), first.agency_code, voice.texts(first.block))
        lacking = [row for row in rows if row.state != "reported"]
        late = [row for row in rows if row.state == "reported" and row.delivered_at and figures.dates.as_of and _after(row, figures.dates.as_of)]
        if _is_silent(row.state for row in rows):
            nothing = all(row.state == "missing" for row in rows)
            silent.append((*who, voice.texts("all_missing") if nothing else "; ".join(_state(row, voice) for row in rows)))
        elif lacking:
            partial.append((*who, "; ".join(_state(row, voice) for row in lacking)))
        if late:
            after.append((*who, "; ".join(_late(row, voice) for row in late)))
    groups = (("silent", silent), ("partial", partial), ("after_day", after))
    return [LateGroup(key, voice.texts(key, count=len(found)), tuple(found)) for key, found in groups if found]


def _after(row: Compliance, as_of: dt.date) -> bool:
    return row.delivered_at is not None and row.delivered_at.date() > as_of


def _state(row: Compliance, voice: Voice) -> str:
    dataset = voice.texts(row.dataset)
    if row.state == "carried":
        return voice.texts("state_carried", dataset=dataset, date=voice.numerals.date(row.reported_on), days=voice.numerals.number(row.days_old))
    return voice.texts(f"state_{row.state}", dataset=dataset)


def _late(row: Compliance, voice: Voice) -> str:
    return voice.texts("state_late", dataset=voice.texts(row.dataset), moment=voice.numerals.moment(row.delivered_at))


# -- changes


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
    before = voice.numerals.percent(one.value_before) if _is_rate(one.metric) else voice.numerals.number(one.value_before)
    return ChangeCell(before, voice.value(one), _change_of(one.metric, one.difference, voice))


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
    for rows in _by_agency(figures.compliance):
        known = [row for row in rows if row.state_before is not None]
        if not known:
            continue
        was, is_now = _is_silent(row.state_before for row in known), _is_silent(row.state for row in rows)
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


# -- by day


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


# -- agencies


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
    for block in _AGENCY_BLOCKS:
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


# -- data quality


@dataclass(frozen=True, slots=True)
class QualityCell:
    """One dimension in one block."""

    value: str
    drawing: Markup
    issues: str


@dataclass(frozen=True, slots=True)
class QualityRow:
    """One dimension, central and provincial."""

    dimension: str
    cells: tuple[QualityCell | None, ...]


def quality_rows(figures: Figures, voice: Voice) -> list[QualityRow]:
    """The dimensions in their own order, by block; a block without rows has no cell."""
    n, t = voice.numerals, voice.texts
    found = {(one.dimension, one.block): one for one in figures.quality}
    out = []
    for dimension in DIMENSIONS:
        cells: list[QualityCell | None] = []
        for block in _AGENCY_BLOCKS:
            one = found.get((dimension, block))
            if one is None:
                cells.append(None)
                continue
            label = t("quality_label", dimension=t(dimension), block=t(block), value=n.percent(one.value))
            drawing = charts.gauge(one.value, None, label)
            cells.append(QualityCell(n.percent(one.value), drawing, t("quality_cell", issues=n.number(one.issues))))
        if any(cells):
            out.append(QualityRow(t(dimension), tuple(cells)))
    return out


def rows_refused(figures: Figures, voice: Voice) -> str | None:
    """How many rows of the date were refused and are held, where any were."""
    tasks, dossiers = figures.headline.get(("tasks_total", "national")), figures.headline.get((RATE, "national"))
    if tasks is None or dossiers is None or not any((tasks.rows_quarantined, tasks.rows_held, dossiers.rows_quarantined, dossiers.rows_held)):
        return None
    n = voice.numerals.number
    return voice.texts(
        "rows_refused",
        tasks=n(tasks.rows_quarantined),
        dossiers=n(dossiers.rows_quarantined),
        tasks_held=n(tasks.rows_held),
        dossiers_held=n(dossiers.rows_held),
    )


@dataclass(frozen=True, slots=True)
class IssueRow:
    """Findings of one code."""

    code: str
    kind: str
    severity: str
    severity_text: str
    central: str
    provincial: str
    unknown: str
    issues: str


def issue_rows(figures: Figures, voice: Voice) -> list[IssueRow]:
    """Findings by code, errors first. The kind is the code's message without what is particular to a cell, so it can name nobody."""
    n = voice.numerals.number
    return [
        IssueRow(
            one.code,
            kind_of(one.code, voice.texts.language),
            one.severity,
            voice.texts(one.severity),
            n(one.central),
            n(one.provincial),
            n(one.unknown),
            n(one.issues),
        )
        for one in figures.issue_counts
    ]


def kind_of(code: str, language: str) -> str:
    """The catalogue's message for a code with its places left open; the code itself where the catalogue no longer has it."""
    issue = CATALOGUE.get(code)
    if issue is None:
        return code
    message = _PLACE.sub("…", _LEAD.sub("", issue.message_vi if language == "vi" else issue.message_en)).replace("….", "…")
    return message[:1].upper() + message[1:]


# -- deliveries


@dataclass(frozen=True, slots=True)
class DeliveryRow:
    """A delivery that was refused, held or taken in part, and who must act."""

    path: str
    sender: str
    received: str
    status: str
    status_text: str
    reason: str
    is_vietnamese: bool
    rows: str | None
    acts: str


@dataclass(frozen=True, slots=True)
class Deliveries:
    """The first of them, how many more there are, how the day's deliveries ended, how many older ones wait."""

    rows: tuple[DeliveryRow, ...]
    more: int
    counts: str
    older_held: int


def deliveries(figures: Figures, voice: Voice) -> Deliveries:
    """Deliveries of the date that need somebody's hand."""
    rows = tuple(_delivery_row(one, voice) for one in figures.deliveries[:DELIVERIES])
    counts = [f"{voice.texts(one.status)} {voice.numerals.number(one.of_the_date)}" for one in figures.delivery_statuses if one.of_the_date]
    older = sum(one.of_others for one in figures.delivery_statuses if one.status == "held")
    return Deliveries(rows, max(0, len(figures.deliveries) - DELIVERIES), ", ".join(counts), older)


def _delivery_row(one: Delivery, voice: Voice) -> DeliveryRow:
    t, n = voice.texts, voice.numerals
    reason = one.reason if t.language == "vi" else one.reason_en or one.reason
    ours = any(code in CATALOGUE and CATALOGUE[code].ours for code in one.codes.split(","))
    rows = None
    if one.status not in _HELD_OR_REJECTED or one.rows_quarantined:
        rows = t("rows_out", quarantined=n.number(one.rows_quarantined), held=n.number(one.rows_held))
    return DeliveryRow(
        one.path,
        voice.name(one.name_vi, one.name_en) if one.name_vi else t("unknown_block"),
        n.moment(one.delivered_at),
        one.status,
        t(one.status),
        reason or ("" if rows else t("no_reason")),
        bool(reason) and reason == one.reason,
        rows,
        t("act_ours") if ours else t("act_steward") if one.status == "held" else t("act_sender"),
    )
