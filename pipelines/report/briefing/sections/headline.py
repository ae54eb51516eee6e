"""The headline: the four tiles with their coverage, the notes, the gap to the target, the overdue tasks by age."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from pipelines.report.briefing import charts
from pipelines.report.briefing.figures import BLOCKS, RATE, Figures, Headline
from pipelines.report.briefing.sections.senders import silent_names
from pipelines.report.briefing.sections.voice import AGENCY_BLOCKS, Change, Voice, change_of

NAMED = 6
"""Silent agencies that a tile names; the rest it counts."""


@dataclass(frozen=True, slots=True)
class Tile:
    """One headline figure: its value large, what it is of, the blocks, on how many agencies it rests, what is to be known of it."""

    key: str
    title: str
    value: str
    of: str
    change: Change | None
    against: str
    earlier: Change | None
    earlier_against: str
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
        blocks = tuple((t(block), voice.value(figures.headline[metric, block])) for block in AGENCY_BLOCKS if (metric, block) in figures.headline)
        coverage = "" if key == "tile_sent" else coverage_text(one, voice)
        alert = _silent_alert(figures, voice) if key == "tile_sent" else None
        earlier = None if key == "tile_sent" else _change(one.metric, one.difference_earlier, voice)
        out.append(
            Tile(
                key,
                t(key),
                voice.value(one),
                of,
                _change(one.metric, one.difference, voice),
                _against(figures.dates.previous, one, one.counted_before, one.expected_before, voice),
                earlier,
                _against(figures.dates.earlier, one, one.counted_earlier, one.expected_earlier, voice),
                blocks,
                coverage,
                alert,
                one.value is None,
            )
        )
    return out


def _silent_alert(figures: Figures, voice: Voice) -> str | None:
    silent = silent_names(figures, voice)
    if not silent:
        return None
    named = ", ".join(silent[:NAMED])
    if len(silent) > NAMED:
        named += " " + voice.texts("and_others", count=voice.numerals.number(len(silent) - NAMED))
    return voice.texts("silent_names", names=named)


def _change(metric: str, difference: float | None, voice: Voice) -> Change | None:
    return None if difference is None else change_of(metric, difference, voice)


def _against(day: dt.date | None, one: Headline, counted: int | None, expected: int | None, voice: Voice) -> str:
    """What a difference is against; where that figure rested on other agencies than this one, on how many."""
    n, t = voice.numerals, voice.texts
    if one.metric == "agencies_reported" or (counted, expected) == (one.agencies_counted, one.agencies_expected):
        return t("against", date=n.date(day))
    return t("against_covered", date=n.date(day), counted=n.number(counted), expected=n.number(expected))


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
