"""Who was expected and is late, missing or held, by the published file: the one question of a morning. What was expected the build has settled."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from pipelines.warehouse import frame_of, one_value, quoted

if TYPE_CHECKING:
    import duckdb

GRAVEST_FIRST = ("missing", "held", "carried", "late")
LOOK_AHEAD = 400
"""Days after the judged one that are searched for silence."""


@dataclass(frozen=True)
class Lateness:
    """How the latest closed reporting day stands. `on` is null where the file holds no day on which reports were due."""

    on: dt.date | None
    expected: int
    """Agencies that owe at least one dataset for that day."""
    absent: pl.DataFrame
    """agency_code, name_vi, block, state (the gravest: missing, held, carried, late), datasets (each with its state where they differ),
    last_reported_on, days_since."""
    silent_days: int
    """Reporting days since `on`, up to the last closed day, for which nobody has sent anything."""

    @property
    def is_good(self) -> bool:
        """Whether everybody who was expected has sent all, in time, and no day has passed in silence."""
        return not self.absent.height and not self.silent_days


def lateness(connection: duckdb.DuckDBPyConnection, closed: dt.date, due_that_day: Callable[[dt.date], bool]) -> Lateness:
    """Judges the latest reporting day up to `closed`, the last day whose reports should be in; `due_that_day` says whether the calendar asks for any.

    A day without duties (a Sunday, Tết) has no row in mart.submission_compliance, so it is never judged. Late is what the build
    calls so (is_late there); missing is who has sent nothing within the carried days, carried who has sent something older. What an agency sent that
    was merged into another one is the other one's word.
    """
    limit = f"{quoted(closed.isoformat())}::DATE"
    on = one_value(connection, f"SELECT max(as_of) FROM mart.submission_compliance WHERE as_of <= {limit}")
    if on is None:
        return Lateness(None, 0, _absent(connection, dt.date.min), 0)
    # A file that speaks of a day without duties does not break the silence before it.
    days = (on + dt.timedelta(days=ahead) for ahead in range(1, min((closed - on).days, LOOK_AHEAD) + 1))
    day = f"{quoted(on.isoformat())}::DATE"
    expected = one_value(connection, f"SELECT count(DISTINCT agency_code) FROM mart.submission_compliance WHERE as_of = {day}")
    return Lateness(on, int(expected), _absent(connection, on), sum(due_that_day(one) for one in days))


def _absent(connection: duckdb.DuckDBPyConnection, on: dt.date) -> pl.DataFrame:
    day = f"{quoted(on.isoformat())}::DATE"
    found = frame_of(
        connection,
        f"""
        WITH judged AS (
          SELECT
            agency_code,
            block,
            dataset,
            CASE WHEN state <> 'reported' THEN state WHEN is_late THEN 'late' END AS state
          FROM mart.submission_compliance
          WHERE as_of = {day}
        ),
        spoken AS (
          SELECT n.agency_then AS agency_code, max(s.reported_on) AS last_reported_on
          FROM audit.submission AS s
          INNER JOIN core.agency_on({day}) AS n ON n.agency_code = s.agency_code
          WHERE s.standing IN ('counts', 'superseded') AND s.reported_on <= {day}
          GROUP BY n.agency_then
        )
        SELECT
          j.agency_code,
          a.name_vi,
          j.block,
          arg_min(j.state, list_position({list(GRAVEST_FIRST)}, j.state)) AS state,
          CASE
            WHEN count(DISTINCT j.state) = 1 THEN string_agg(j.dataset, ', ' ORDER BY j.dataset)
            ELSE string_agg(j.dataset || ' ' || j.state, ', ' ORDER BY j.dataset)
          END AS datasets,
          any_value(s.last_reported_on) AS last_reported_on,
          {day} - any_value(s.last_reported_on) AS days_since
        FROM judged AS j
        INNER JOIN core.agency AS a ON a.agency_code = j.agency_code
        LEFT JOIN spoken AS s ON s.agency_code = j.agency_code
        WHERE j.state IS NOT NULL
        GROUP BY j.agency_code, a.name_vi, j.block
        """,
    )
    return found.sort(
        pl.col("state").replace_strict({name: at for at, name in enumerate(GRAVEST_FIRST)}, return_dtype=pl.Int8), "block", "agency_code"
    )
