"""The national reporting day, sent and refreshed once for all that is asked of it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

import pytest

from examples.national_day import Manifest, write_inbox
from pipelines.refresh import RefreshResult, refresh
from pipelines.settings import Settings

DAY = dt.date(2025, 10, 28)


@dataclass(frozen=True)
class NationalDay:
    """A home after the refresh of the day, and what its offices know."""

    home: Path
    manifest: Manifest
    result: RefreshResult

    @property
    def warehouse(self) -> Path:
        return self.home / "warehouse" / "current.duckdb"


@pytest.fixture(scope="session")
def national_day(tmp_path_factory) -> NationalDay:
    home = tmp_path_factory.mktemp("national_day")
    manifest = write_inbox(home / "inbox", DAY)
    return NationalDay(home, manifest, refresh(Settings(_env_file=None, home=home), DAY))
