"""What a build asks of registers and settings: as little as it needs, so that tests may bring their own."""

from __future__ import annotations

import datetime as dt
from typing import Protocol

import polars as pl

from pipelines.warehouse import Limits


class RegisterFrames(Protocol):
    """What of the registers a build shows and counts by."""

    @property
    def agencies(self) -> pl.DataFrame:
        """Columns of core.agency."""
        ...

    @property
    def agency_codes(self) -> pl.DataFrame:
        """Columns of core.agency_code."""
        ...

    @property
    def indicators(self) -> pl.DataFrame:
        """Columns of core.indicator."""
        ...

    @property
    def content_hash(self) -> str:
        """Changes when any register does."""
        ...

    def expected(self, on: dt.date) -> pl.DataFrame:
        """(agency_code, dataset) of what must be sent for a day."""
        ...

    def due_on(self, on: dt.date) -> dt.date:
        """The day by whose end the reports for a day must be in."""
        ...


class BuildSettings(Protocol):
    """What of the settings a build obeys."""

    @property
    def carry_days(self) -> int:
        """Days for which a report is carried."""
        ...

    @property
    def headline_min_senders(self) -> int:
        """Agencies that must be counted before a figure has a value."""
        ...

    @property
    def memory_limit(self) -> str:
        """DuckDB's memory_limit."""
        ...

    @property
    def threads(self) -> int:
        """DuckDB's threads."""
        ...

    @property
    def temp_limit(self) -> str:
        """DuckDB's max_temp_directory_size."""
        ...


def limits_of(settings: BuildSettings) -> Limits:
    """The connection limits that the settings name."""
    return Limits(settings.memory_limit, settings.threads, settings.temp_limit)
