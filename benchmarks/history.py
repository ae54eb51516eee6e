"""What a day costs and a question takes with many days held: a refresh beside one with one day held, as-of questions beside a window over the log.

The homes are made by `held_days`. TONGHOP_BENCH_DAYS names how many days they hold (1,30 by default; 365 takes about a quarter of an hour to make).
"""

from __future__ import annotations

import datetime as dt
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks import held_days
from benchmarks.measure import Row, time_command
from pipelines.warehouse import connect, rows_of

NAME = "history"
QUESTIONS = 100

_MAKE = "import sys; from pathlib import Path; from benchmarks import held_days; held_days.make(Path(sys.argv[1]), int(sys.argv[2]))"
_POST = "import sys; from pathlib import Path; from benchmarks import held_days; held_days.next_day(Path(sys.argv[1]))"
_REFRESH = (
    "import sys, datetime as dt; from pathlib import Path; from pipelines.settings import Settings; from pipelines.refresh import refresh;"
    "result = refresh(Settings(_env_file=None, home=Path(sys.argv[1]), earliest_date=dt.date.fromisoformat(sys.argv[3])),"
    " dt.date.fromisoformat(sys.argv[2])); assert result.is_good, result"
)
# How one would ask without submissions: the last report of each task by then, among all that were ever made. It carries nothing and judges nothing.
_WINDOW = (
    "SELECT agency_code, task_code, due_on, declared_state FROM core.task_report "
    "WHERE reported_on <= DATE '{on}' AND delivered_at <= TIMESTAMP '{known}' "
    "QUALIFY row_number() OVER (PARTITION BY agency_code, task_code ORDER BY reported_on DESC, delivered_at DESC, submission_id DESC) = 1"
)
_ASKED = (
    ("mart.headline of a day", "SELECT * FROM mart.headline WHERE as_of = DATE '{on}'"),
    ("one agency's tasks", "SELECT * FROM core.task WHERE agency_code = 'BTP'"),
    ("tasks as of a day", "SELECT agency_code, task_code, status FROM core.tasks_as_of(DATE '{on}')"),
    ("tasks as of a day, as known then", "SELECT agency_code, task_code, status FROM core.tasks_as_of(DATE '{on}', known_at := TIMESTAMP '{known}')"),
    ("dossier counts as of a day", "SELECT * FROM core.dossier_counts_as_of(DATE '{on}')"),
    ("indicators as of a day, as known then", "SELECT * FROM core.indicator_values_as_of(DATE '{on}', known_at := TIMESTAMP '{known}')"),
)


def run() -> list[Row]:
    """Refreshes in fresh processes; questions on one connection, the worst of a hundred random days and known times."""
    days = [int(one) for one in os.environ.get("TONGHOP_BENCH_DAYS", "1,30").split(",")]
    rows: list[Row] = []
    first: Row | None = None
    for held in days:
        with tempfile.TemporaryDirectory() as folder:
            home = Path(folder) / "home"
            time_command((sys.executable, "-c", _MAKE, str(home), str(held)))
            asked = questions(home / "warehouse" / "current.duckdb", held)
            time_command((sys.executable, "-c", _POST, str(home)))
            day, earliest = held_days.DAY + dt.timedelta(days=1), held_days.DAY - dt.timedelta(days=held)
            timing = time_command((sys.executable, "-c", _REFRESH, str(home), str(day), str(earliest)))
            base = first or Row("", timing.seconds, timing.seconds, 1.0, timing.peak_mb)
            first = base
            rows.append(Row(f"refresh of the next day, {held} held", timing.seconds, base.seconds, timing.seconds / base.seconds, timing.peak_mb))
            rows += asked
    return rows


def questions(warehouse: Path, held: int) -> list[Row]:
    """The worst time of each question of `_ASKED` in a warehouse that holds `held` days, beside the worst of the window over the log."""
    dice = random.Random(57)
    days = [held_days.DAY - dt.timedelta(days=dice.randrange(held)) for _ in range(2 * QUESTIONS)]
    moments = list(zip(days[::2], days[1::2], strict=True))
    with connect(warehouse) as connection:

        def ask(sql: str) -> Callable[[dt.date, dt.date], object]:
            return lambda on, known: rows_of(connection, sql.format(on=on, known=f"{known} 18:00:00"))

        base = _worst(ask(_WINDOW), moments)
        return [
            Row(f"{what}, {held} held (worst of {QUESTIONS})", seconds, base, seconds / base, None)
            for what, seconds in [("a window over the log", base), *((what, _worst(ask(sql), moments)) for what, sql in _ASKED)]
        ]


def _worst(ask: Callable[[dt.date, dt.date], object], moments: Sequence[tuple[dt.date, dt.date]]) -> float:
    worst = 0.0
    for on, known in moments:
        started = time.perf_counter()
        ask(on, known)
        worst = max(worst, time.perf_counter() - started)
    return worst
