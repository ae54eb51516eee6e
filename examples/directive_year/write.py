"""Writes all further days. What each holds stands in the module of its time of year."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from examples.national_day import make
from examples.national_day.figures import Manifest

from . import first_half, march, november, october
from .history import History, ReportingDay

NATIONAL_DAY = date(2025, 10, 28)

_WRITERS: dict[date, Callable[[Path, Manifest, int], ReportingDay]] = {
    march.DAY: lambda inbox, _, seed: march.write(inbox, seed),
    first_half.PERIOD_TO: lambda inbox, _, seed: first_half.write_june(inbox, seed),
    first_half.JULY: lambda inbox, _, seed: first_half.write_july(inbox, seed),
    first_half.SEPTEMBER: first_half.write_september,
    october.DAY: october.write,
    november.DAY: november.write,
}
DAYS = tuple(sorted(_WRITERS))
"""The days on which files come, beside 28 October."""


def write_day(inbox: Path, day: date, seed: int = 57) -> ReportingDay:
    """Writes what came on one of DAYS. Raises KeyError for another day, OSError where the folder cannot be written."""
    return _WRITERS[day](inbox, make(NATIONAL_DAY, seed), seed)


def write_history(inbox: Path, seed: int = 57) -> History:
    """Writes all of DAYS under `inbox`, each in a folder of its own with times of its own, and gives what stands in them.

    Nothing of the national day is overwritten. Byte for byte the same for the same seed. Raises OSError where the folder cannot be written.
    """
    national = make(NATIONAL_DAY, seed)
    return History(tuple(_WRITERS[day](inbox, national, seed) for day in DAYS))
