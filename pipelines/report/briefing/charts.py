"""Small charts as inline SVG: nothing is loaded, colours come from the page's style sheet. What is drawn is also written beside it.

Bars are SVG without a view box, in percent of their own width, so that they are sharp at every width and on paper.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

_GAP = 14.0
"""Least distance between two labels at the right end of lines, in units of the drawing."""


def _share(value: float) -> str:
    return f"{max(0.0, min(100.0, value)):.3f}%"


def stacked(parts: Sequence[tuple[str, float]], label: str) -> Markup:
    """One bar of parts from left to right: (style class, percent of the bar). `label` tells a screen reader what is seen."""
    rects, left = [], 0.0
    for style, share in parts:
        if share > 0:
            rects.append(Markup('<rect class="{}" x="{}" y="0" width="{}" height="100%"/>').format(style, _share(left), _share(share)))
            left += share
    seams = [Markup('<line class="seam" x1="{0}" x2="{0}" y1="0" y2="100%"/>').format(_share(at)) for at in _seams(parts)]
    return Markup('<svg class="bar" role="img" aria-label="{}">{}{}</svg>').format(label, Markup().join(rects), Markup().join(seams))


def _seams(parts: Sequence[tuple[str, float]]) -> list[float]:
    """Where two parts meet."""
    ends, left = [], 0.0
    for _, share in parts:
        if share > 0:
            left += share
            ends.append(left)
    return ends[:-1]


def gauge(value: float | None, target: float | None, label: str) -> Markup:
    """A percent on a track of 0 to 100 with a mark at the target; what lacks up to the target is hatched."""
    inside = Markup('<rect class="track" x="0" y="20%" width="100%" height="60%"/>')
    if value is not None:
        if target is not None and value < target:
            inside += Markup('<rect class="gap" x="{}" y="20%" width="{}" height="60%"/>').format(_share(value), _share(target - value))
        inside += Markup('<rect class="value" x="0" y="20%" width="{}" height="60%"/>').format(_share(value))
    if target is not None:
        inside += Markup('<line class="target" x1="{0}" x2="{0}" y1="0" y2="100%"/>').format(_share(target))
    return Markup('<svg class="bar gauge" role="img" aria-label="{}">{}</svg>').format(label, inside)


def bar(value: float, largest: float, style: str, label: str) -> Markup:
    """One bar, its length in proportion to the largest of its kind."""
    share = 100.0 * value / largest if largest > 0 else 0.0
    return Markup('<svg class="bar" role="img" aria-label="{}"><rect class="{}" x="0" y="0" width="{}" height="100%"/></svg>').format(
        label, style, _share(share)
    )


@dataclass(frozen=True, slots=True)
class Line:
    """One line by day; a day without a value interrupts it."""

    name: str
    style: str
    points: tuple[tuple[dt.date, float | None], ...]


@dataclass(frozen=True, slots=True)
class _Frame:
    """Where a value and a day stand in a drawing of 440 x 230."""

    first: dt.date
    last: dt.date
    top: float
    left: float = 48.0
    right: float = 340.0
    high: float = 14.0
    low: float = 196.0

    def x(self, day: dt.date) -> float:
        span = (self.last - self.first).days
        return (self.left + self.right) / 2 if span == 0 else self.left + (self.right - self.left) * (day - self.first).days / span

    def y(self, value: float) -> float:
        return self.low - (self.low - self.high) * value / self.top


def _nice_top(largest: float) -> float:
    """The end of an axis of counts from 0 in four even steps: 1, 2, 5, 10, 20, 50, ..."""
    step, grow = 1, itertools.cycle((2.0, 2.5, 2.0))
    while step * 4 < largest:
        step = round(step * next(grow))
    return float(step * 4)


def _spread(wanted: Sequence[float], least: float, high: float, low: float) -> list[float]:
    """Heights of labels, moved apart so that none covers another, within the drawing; in the order given."""
    order = sorted(range(len(wanted)), key=lambda i: wanted[i])
    placed = [wanted[i] for i in order]
    for i in range(1, len(placed)):
        placed[i] = max(placed[i], placed[i - 1] + least)
    if placed and placed[-1] > low:
        placed[-1] = low
        for i in range(len(placed) - 2, -1, -1):
            placed[i] = min(placed[i], placed[i + 1] - least)
    out = [0.0] * len(placed)
    for place, i in zip(placed, order, strict=True):
        out[i] = max(place, high)
    return out


def _ticks(days: Sequence[dt.date], most: int = 5) -> list[dt.date]:
    """At most `most` days for the axis, the first and the last among them."""
    if len(days) <= most:
        return list(days)
    return sorted({days[round(i * (len(days) - 1) / (most - 1))] for i in range(most)})


def lines(
    drawn: Sequence[Line],
    label: str,
    *,
    top: float | None,
    target: float | None,
    target_name: str,
    value_text: Callable[[float], str],
    axis_text: Callable[[float], str],
    day_text: Callable[[dt.date], str],
) -> Markup:
    """Lines over days on an axis from 0 to `top` (null: above the largest value), days at their true distances.

    A single day gives points. Gives an empty drawing where there is no value at all.
    """
    days = sorted({day for line in drawn for day, _ in line.points})
    values = [value for line in drawn for _, value in line.points if value is not None]
    if not days or not values:
        return Markup("")
    frame = _Frame(days[0], days[-1], top if top is not None else _nice_top(max(values)))
    inside = [_axis(frame, axis_text), _days(frame, days, day_text)]
    if target is not None:
        y = frame.y(target)
        inside.append(Markup('<line class="target" x1="{}" x2="{}" y1="{:.1f}" y2="{:.1f}"/>').format(frame.left, frame.right, y, y))
        inside.append(Markup('<text class="axis" x="{}" y="{:.1f}">{}</text>').format(frame.left + 4, y - 4, target_name))
    inside += [_line(frame, line, len(days)) for line in drawn]
    inside.append(_ends(frame, drawn, value_text))
    return Markup('<svg class="lines" viewBox="0 0 440 230" role="img" aria-label="{}">{}</svg>').format(label, Markup().join(inside))


def _axis(frame: _Frame, axis_text: Callable[[float], str]) -> Markup:
    out = Markup()
    for part in range(5):
        value = frame.top * part / 4
        y = frame.y(value)
        out += Markup('<line class="grid" x1="{}" x2="{}" y1="{:.1f}" y2="{:.1f}"/>').format(frame.left, frame.right, y, y)
        out += Markup('<text class="axis" text-anchor="end" x="{}" y="{:.1f}">{}</text>').format(frame.left - 6, y + 4, axis_text(value))
    return out


def _days(frame: _Frame, days: Sequence[dt.date], day_text: Callable[[dt.date], str]) -> Markup:
    shown = _ticks(days)
    out, last_x = Markup(), -100.0
    for day in shown:
        x = frame.x(day)
        # the last day is always named; another is left out where it would run into its neighbour
        if x - last_x < 44 or (day != shown[-1] and frame.x(shown[-1]) - x < 44):
            continue
        out += Markup('<text class="axis" text-anchor="middle" x="{:.1f}" y="{}">{}</text>').format(x, frame.low + 18, day_text(day))
        last_x = x
    return out


def _line(frame: _Frame, line: Line, day_count: int) -> Markup:
    out = Markup()
    for (day, value), (next_day, next_value) in itertools.pairwise(line.points):
        if value is not None and next_value is not None:
            out += Markup('<line class="{}" x1="{:.1f}" y1="{:.1f}" x2="{:.1f}" y2="{:.1f}"/>').format(
                line.style, frame.x(day), frame.y(value), frame.x(next_day), frame.y(next_value)
            )
    radius = 4 if day_count <= 31 else 2
    for day, value in line.points:
        if value is not None:
            out += Markup('<circle class="{}" cx="{:.1f}" cy="{:.1f}" r="{}"/>').format(line.style, frame.x(day), frame.y(value), radius)
    return out


def _ends(frame: _Frame, drawn: Sequence[Line], value_text: Callable[[float], str]) -> Markup:
    """Each line's name and last value, at its end."""
    ended = [(line, next((value for _, value in reversed(line.points) if value is not None), None)) for line in drawn]
    told = [(line, value) for line, value in ended if value is not None]
    wanted = [frame.y(value) - 2 for _, value in told]
    x = frame.x(frame.last) + 10
    out = Markup()
    for (line, value), y in zip(told, _spread(wanted, 2 * _GAP + 2, frame.high, frame.low - _GAP), strict=True):
        out += Markup('<text class="end {}" x="{}" y="{:.1f}">{}<tspan class="name" x="{}" dy="{}">{}</tspan></text>').format(
            line.style, f"{x:.1f}", y, value_text(value), f"{x:.1f}", _GAP - 1, line.name
        )
    return out


def legend(entries: Sequence[tuple[str, str]]) -> Markup:
    """What the parts of the bars are: (style class, name)."""
    items = [
        Markup('<li><svg class="key" aria-hidden="true"><rect class="{}" width="100%" height="100%"/></svg>{}</li>').format(style, escape(name))
        for style, name in entries
    ]
    return Markup('<ul class="legend">{}</ul>').format(Markup().join(items))
