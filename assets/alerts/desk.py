"""The desk of the alerts: what is broken and was told, and which alerts still wait for a channel. It lives as JSON in the sensor's cursor."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from assets.alerts.alert import Alert, first_line
from assets.alerts.channels import Channel

TRIES = 7
"""How often a channel is tried for one alert: at once, then after 1, 2, 4, 8, 16 and 32 minutes."""
MOST_WAITING = 50
"""Alerts that may wait; the oldest go first."""
LONGEST_TICK = 40.0
"""Seconds after which no further alert is begun in a tick: Dagster ends a tick after 60."""


@dataclass
class Open:
    """What is broken: since when, how often seen, when it was told, and what exactly it said."""

    since: str
    told_at: str
    times: int = 1
    detail: str = ""


@dataclass
class Waiting:
    """An alert that channels have not taken yet."""

    alert: Alert
    left: list[str]
    tries: int = 0
    not_before: str = ""


@dataclass
class Desk:
    """All that the sensor must remember but the place in the event log."""

    open: dict[str, Open] = field(default_factory=dict)
    waiting: list[Waiting] = field(default_factory=list)

    @classmethod
    def from_dict(cls, kept: Mapping[str, Any]) -> Desk:
        """The inverse of `as_dict`."""
        waiting = [Waiting(Alert.from_dict(one["alert"]), one["left"], one["tries"], one["not_before"]) for one in kept.get("waiting", ())]
        return cls({key: Open(**one) for key, one in kept.get("open", {}).items()}, waiting)

    def as_dict(self) -> dict[str, Any]:
        """As JSON takes it."""
        return {
            "open": {key: asdict(one) for key, one in self.open.items()},
            "waiting": [{**asdict(one), "alert": one.alert.as_dict()} for one in self.waiting],
        }

    def broke(self, key: str, alert: Alert, detail: str, channels: list[str], now: dt.datetime, again: dt.timedelta) -> Alert | None:
        """Note that something is broken. Gives the alert that is told: the first time, when it says something else, and again after a while."""
        known = self.open.get(key)
        if known is None:
            self.open[key] = Open(alert.since, now.isoformat(), detail=detail)
        else:
            known.times += 1
            if known.detail == detail and now - dt.datetime.fromisoformat(known.told_at) < again:
                return None
            known.told_at, known.detail = now.isoformat(), detail
            alert = replace(alert, since=known.since, times=known.times)
        return self._wait(alert, channels)

    def mended(self, key: str, alert: Alert, channels: list[str]) -> Alert | None:
        """Note that something works. Gives the alert that says so where it was broken."""
        known = self.open.pop(key, None)
        return None if known is None else self._wait(replace(alert, since=known.since, times=known.times), channels)

    def send(self, channels: Mapping[str, Channel], now: dt.datetime, log: Callable[[str], None]) -> int:
        """Try what waits and is due; gives how many were taken. A failing channel is logged and costs neither the other nor the next alert."""
        begun, sent, kept = time.monotonic(), 0, []
        for one in self.waiting:
            due = not one.not_before or now >= dt.datetime.fromisoformat(one.not_before)
            if not due or time.monotonic() - begun > LONGEST_TICK:
                kept.append(one)
                continue
            before = len(one.left)
            one.left = [name for name in one.left if name in channels and not _taken(channels[name], one.alert, log)]
            sent += before - len(one.left)
            one.tries += 1
            if not one.left:
                continue
            if one.tries >= TRIES:
                log(f"alert given up after {one.tries} tries by {', '.join(one.left)}: {one.alert.what} of run {one.alert.run_id}")
                continue
            one.not_before = (now + dt.timedelta(minutes=2 ** (one.tries - 1))).isoformat()
            kept.append(one)
        self.waiting = kept
        return sent

    def _wait(self, alert: Alert, channels: list[str]) -> Alert:
        if channels:
            self.waiting = [*self.waiting, Waiting(alert, list(channels))][-MOST_WAITING:]
        return alert


def _taken(channel: Channel, alert: Alert, log: Callable[[str], None]) -> bool:
    try:
        channel.send(alert)
    except Exception as error:  # noqa: BLE001 - whatever a channel's far side does, the other channel and the sensor go on
        log(f"alert not taken by {channel.name}: {type(error).__name__}: {first_line(str(error))}")
        return False
    return True
