"""A home with an inbox of small files, refreshed without Dagster: what the tests of the stewards' answers stand on."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import polars as pl

from pipelines.build import content_digest
from pipelines.home import Home
from pipelines.ledger import Ledger
from pipelines.refresh import RefreshResult, build, open_run, publish, refresh, settle
from pipelines.settings import Settings
from pipelines.warehouse import connect, rows_of
from tests.pipelines.sent_files import TASK_HEAD, task_row, xlsx

DAY = dt.date(2025, 10, 28)


class Office:
    """One installation under test. `put` drops a file with its time of delivery, `refresh` takes it in, `said` asks the published file."""

    def __init__(self, root: Path) -> None:
        self.settings = Settings(home=root)
        self.home = Home(root).create()

    def put(self, path: str, content: bytes, hour: int = 15, day: dt.date = DAY) -> None:
        target = self.home.inbox / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
        moment = dt.datetime.combine(day, dt.time(hour), ZoneInfo("Asia/Ho_Chi_Minh")).timestamp()
        os.utime(target, (moment, moment))

    def refresh(self) -> RefreshResult:
        done = refresh(self.settings)
        assert done.is_good, done.publication and done.publication.failed
        return done

    def rebuild(self) -> None:
        """The warehouse again at once, from what is stored."""
        with open_run(self.settings) as run:
            settle(run)
            built = build(run, full=True)
            assert built is not None
            done = publish(run, built)
        assert not done.failed, done.failed

    def said(self, sql: str) -> list[tuple[Any, ...]]:
        with connect(self.home.current) as connection:
            return rows_of(connection, sql)

    def digest(self) -> dict[str, tuple[int, int]]:
        return content_digest(self.home.current)

    def ledger(self) -> Ledger:
        return Ledger.open(self.home.ledger, create=False)

    def deliveries(self) -> dict[str, dict[str, Any]]:
        """Path to the ledger's row."""
        with self.ledger() as ledger:
            return {row["path"]: row for row in ledger.deliveries_frame().iter_rows(named=True)}

    def id_of(self, path: str) -> str:
        return str(self.deliveries()[path]["delivery_id"])

    def submissions(self) -> pl.DataFrame:
        with self.ledger() as ledger:
            return ledger.submissions_frame()


def tasks(*codes: str, top: Sequence[Sequence[Any]] = (), title: str = "Xây dựng cơ sở dữ liệu", head: Sequence[Any] = TASK_HEAD) -> bytes:
    """A workbook of one table of tasks."""
    return xlsx([*top, head, *(task_row(number, code, f"{title} {code}") for number, code in enumerate(codes, start=1))])
