"""Homes that tests fill: a file put into the inbox at a moment, a refresh, and questions to what is published."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path
from zoneinfo import ZoneInfo

from pipelines.refresh import RefreshResult, refresh
from pipelines.settings import Settings
from pipelines.warehouse import connect, rows_of

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


def put(home: Path, path: str, content: bytes, moment: dt.datetime) -> None:
    """Lays a file into the inbox, changed at `moment` of Vietnam."""
    target = home / "inbox" / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(content)
    seconds = moment.replace(tzinfo=ZONE).timestamp()
    os.utime(target, (seconds, seconds))


def run(home: Path, day: dt.date | None = None, **how: bool) -> RefreshResult:
    """A refresh without Dagster; fails where something of ours failed."""
    result = refresh(Settings(_env_file=None, home=home), day, **how)
    assert result.is_good, result
    return result


def asked(home: Path, sql: str, *values: object) -> list[tuple]:
    with connect(home / "warehouse" / "current.duckdb") as connection:
        return rows_of(connection, sql, list(values)) if values else rows_of(connection, sql)
