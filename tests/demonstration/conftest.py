"""One home that lives through the year: the further days, the national day and the planted faults, refreshed in order of time. Made once.

What came up to 27 October is taken in at once, as when a new installation catches up: the run's day must not decide which agencies existed on a
file's day. Then one refresh a day.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from examples.directive_year import DAYS, NATIONAL_DAY, History, write_history
from examples.faults import DAYS as FAULT_DAYS
from examples.faults import FaultManifest, write_faults
from examples.national_day import Manifest, write_inbox
from pipelines.refresh import RefreshResult, refresh
from pipelines.settings import Settings
from pipelines.warehouse import connect, frame_of, rows_of


@dataclass(frozen=True)
class Year:
    """What was written, what each refresh did, and the warehouse after the last."""

    home: Path
    history: History
    national: Manifest
    faults: FaultManifest
    refreshes: dict[dt.date, RefreshResult]

    def ask(self, sql: str) -> list[tuple[Any, ...]]:
        """All rows of a query."""
        with connect(self.home / "warehouse" / "current.duckdb") as connection:
            return rows_of(connection, sql)

    def rows(self, sql: str) -> list[dict[str, Any]]:
        """All rows of a query, by column."""
        with connect(self.home / "warehouse" / "current.duckdb") as connection:
            return frame_of(connection, sql).to_dicts()

    def headline(self, metric: str, block: str, on: dt.date) -> dict[str, Any]:
        """One row of mart.headline."""
        return self.rows(f"SELECT * FROM mart.headline WHERE metric = '{metric}' AND block = '{block}' AND as_of = DATE '{on}'")[0]


@pytest.fixture(scope="session")
def year(tmp_path_factory: pytest.TempPathFactory) -> Year:
    home, post = tmp_path_factory.mktemp("year"), tmp_path_factory.mktemp("post")
    inbox = home / "inbox"
    inbox.mkdir()
    history, faults = write_history(post), write_faults(post)

    def deliver(*days: dt.date) -> None:
        """The folders of the days come into the inbox; a move leaves the times of the files as they are."""
        for day in days:
            (post / day.isoformat()).rename(inbox / day.isoformat())

    settings = Settings(home=home)
    refreshes: dict[dt.date, RefreshResult] = {}
    deliver(*(day for day in DAYS if day < NATIONAL_DAY))
    before = max(day for day in DAYS if day < NATIONAL_DAY)
    refreshes[before] = refresh(settings, before)
    national = write_inbox(inbox)
    refreshes[NATIONAL_DAY] = refresh(settings, NATIONAL_DAY)
    for day in (*FAULT_DAYS, *(day for day in DAYS if day > NATIONAL_DAY)):
        deliver(day)
        refreshes[day] = refresh(settings, day)
    return Year(home, history, national, faults, refreshes)
