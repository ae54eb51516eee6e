"""Which reporting dates a build makes anew. What is made at them is decided in `run`."""

from __future__ import annotations

import datetime as dt

import duckdb

from pipelines.warehouse import one_value

HAS_ROWS = "('counts', 'superseded')"
"""Standings whose rows stand in core.F_report: those that once counted."""


def find_dates(connection: duckdb.DuckDBPyConnection, all_dates: bool, as_of: dt.date | None, carry_days: int) -> None:
    """Temp tables of dates: `held_date`, all that are held; `touched_date`, those from the earliest day that a changed submission speaks of, and the
    latest one in any case; `dossier_date`, others at which an agency is counted from its dossiers, of which one became another than it was by then.

    Needs `changed_submission`, `changed_outcome`, `changed_table`, and `event_before`, `event_after` of the touched dossiers.
    """
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE held_date AS SELECT DISTINCT reported_on AS as_of FROM audit.submission "
        f"WHERE standing IN {HAS_ROWS} AND reported_on IS NOT NULL"
    )
    earliest = one_value(
        connection,
        "SELECT min(day) FROM (SELECT reported_on AS day FROM changed_submission "
        "UNION ALL SELECT reported_on FROM audit.submission WHERE delivery_id IN (SELECT delivery_id FROM changed_outcome) "
        "OR delivery_id IN (SELECT delivery_id FROM changed_table)) AS touched",
    )
    where = "TRUE" if all_dates else f"as_of >= DATE '{earliest}'" if earliest else "FALSE"
    latest = f" OR as_of = DATE '{as_of}'" if as_of else ""
    connection.execute(f"CREATE OR REPLACE TEMP TABLE touched_date AS SELECT as_of FROM held_date WHERE {where}{latest}")
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE dossier_date AS "
        "WITH moved AS (SELECT agency_code, min(day) AS day FROM ((SELECT * FROM event_before EXCEPT SELECT * FROM event_after) "
        "UNION ALL (SELECT * FROM event_after EXCEPT SELECT * FROM event_before)) AS e GROUP BY agency_code), "
        "spoken AS (SELECT DISTINCT agency_code, reported_on FROM audit.submission "
        f"WHERE dataset = 'dossiers' AND standing IN {HAS_ROWS}) "
        "SELECT DISTINCT h.as_of FROM held_date AS h INNER JOIN moved AS d ON h.as_of >= d.day INNER JOIN spoken AS s "
        f"ON s.agency_code = d.agency_code AND s.reported_on <= h.as_of AND s.reported_on >= h.as_of - {carry_days} "
        "WHERE h.as_of NOT IN (SELECT as_of FROM touched_date) AND NOT EXISTS (SELECT 1 FROM mart.dossier_rate AS r "
        "WHERE r.as_of = h.as_of AND r.agency_code = d.agency_code AND r.basis = 'counts')"
    )
