"""Schema `internal` of a built file: what the machine notes for itself, no part of the contract. What was read, by what rules the file was made, and
small tables that spare every question a look over the whole log. The rules themselves stand in the SQL models.
"""

from __future__ import annotations

import duckdb

from pipelines.build import models

_TABLES = {
    "outcome_read": "delivery_id VARCHAR NOT NULL, reading VARCHAR NOT NULL",
    "fingerprint": "name VARCHAR NOT NULL, value VARCHAR NOT NULL",
    # Who took over from a body that ended, in one or more steps.
    "followed": "agency_code VARCHAR NOT NULL, follower VARCHAR NOT NULL, ended_on DATE NOT NULL, steps BIGINT NOT NULL",
    # From what day on a body that ended is no longer carried, as known from a moment on.
    "taken_over": (
        "dataset VARCHAR NOT NULL, agency_code VARCHAR NOT NULL, reported_by VARCHAR NOT NULL, taken_on DATE NOT NULL, known_from TIMESTAMP NOT NULL"
    ),
    # An open task that `submission_id` held on `reported_on`, the report of `next_on` did not, and that of `back_on` (null: none yet) did again.
    "task_gap": (
        "agency_code VARCHAR NOT NULL, reported_by VARCHAR NOT NULL, form VARCHAR NOT NULL, task_code VARCHAR NOT NULL, "
        "submission_id VARCHAR NOT NULL, reported_on DATE NOT NULL, next_on DATE NOT NULL, back_on DATE"
    ),
}
COUNT = len(_TABLES)
"""Tables of the schema: a file that has fewer was made by an earlier release."""


def create(connection: duckdb.DuckDBPyConnection) -> None:
    """The empty tables, in a file that has none yet."""
    connection.execute("CREATE SCHEMA internal")
    for name, columns in _TABLES.items():
        connection.execute(f"CREATE TABLE internal.{name} ({columns})")
        connection.execute(f"COMMENT ON TABLE internal.{name} IS 'Sổ ghi của máy / The machine''s own notes, no part of the contract'")


def update_successions(connection: duckdb.DuckDBPyConnection) -> None:
    """Who follows whom, and since when it speaks for it: from core.agency and audit.submission as they are now."""
    for name in ("followed", "taken_over"):
        connection.execute(f"DELETE FROM internal.{name}")
        connection.execute(f"INSERT INTO internal.{name} BY NAME {models.render(name)}")


def update_task_gaps(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the gaps anew of the senders whose submissions changed, from the earliest day that changed. Needs `changed_submission`, and the facts
    and audit.submission as they are now.
    """
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE touched_stream AS SELECT agency_code, reported_by, form, min(reported_on) AS since FROM changed_submission "
        "WHERE dataset = 'tasks' AND agency_code IS NOT NULL AND reported_on IS NOT NULL GROUP BY agency_code, reported_by, form"
    )
    connection.execute(f"CREATE OR REPLACE TEMP TABLE task_gap_now AS {models.render('task_gap')}")
    connection.execute(
        "DELETE FROM internal.task_gap AS g USING touched_stream AS t WHERE t.agency_code = g.agency_code AND t.reported_by = g.reported_by "
        "AND t.form = g.form AND (g.next_on >= t.since OR g.back_on IS NULL OR g.back_on >= t.since)"
    )
    connection.execute("INSERT INTO internal.task_gap BY NAME SELECT * FROM task_gap_now")
