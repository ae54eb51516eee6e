"""The SQL models: their files, and how a file becomes a statement. One text serves what counts now, every reporting date and any as-of question.

A model may hold {{include:NAME}} (a file of `sql/include`), {{columns}} (the current table's columns) and {{NAME}} (a parameter).
No figure is defined here; definitions stand in the `.sql` files.
"""

from __future__ import annotations

import hashlib
import re
from functools import cache
from pathlib import Path

from schemas.contract import DATASETS
from schemas.field import Table
from schemas.marts import MARTS

FOLDER = Path(__file__).parent / "sql"
AS_OF_FOLDER = FOLDER / "as_of"
CARRY_DAYS = 30
"""The days that the shipped as-of files carry a report; a warehouse's own macros carry its setting."""

AS_OF_MODELS = {"tasks": "tasks", "dossier_counts": "dossier_counts", "indicators": "indicators"}
"""Model file to dataset: those whose rows depend on the date asked for. Dossiers carry their own dates and need no such model."""

_MACRO_NAMES = {"tasks": "tasks_as_of", "dossier_counts": "dossier_counts_as_of", "indicators": "indicator_values_as_of"}
_HOLE = re.compile(r"\{\{([a-z_]+)(?::([a-z_]+))?\}\}")


@cache
def _text(path: str) -> str:
    return (FOLDER / path).read_text(encoding="utf-8")


def _columns(table: Table, alias: str | None) -> str:
    prefix = f"{alias}." if alias else ""
    return ", ".join(f'{prefix}"{name}"' for name in table.names)


def render(model: str, table: Table | None = None, **parameters: str) -> str:
    """The statement of `sql/<model>.sql`. Raises KeyError where a hole has no filling."""

    def fill(hole: re.Match[str]) -> str:
        name, detail = hole.group(1), hole.group(2)
        if name == "include":
            return _HOLE.sub(fill, _text(f"include/{detail}.sql").rstrip())
        if name == "columns":
            if table is None:
                raise KeyError(f"{model}: {{columns}} needs a table")
            return _columns(table, detail)
        return parameters[name]

    return _HOLE.sub(fill, _text(f"{model}.sql"))


def facts(model: str, dates: str, known_until: str, carry_days: int) -> str:
    """The model of one dataset's current table over the dates that the query `dates` gives (column as_of), as known at `known_until`.

    `known_until` is an SQL expression of a TIMESTAMP: a constant, so that it reaches the scans.
    """
    dataset = DATASETS[AS_OF_MODELS[model]]
    return render(model, dataset.current_table, dataset=dataset.name, dates=dates, known_until=known_until, carry_days=str(carry_days))


KNOWN_NOW = "TIMESTAMP '9999-12-31 00:00:00'"


def as_of_file(model: str) -> str:
    """The portable as-of query of one dataset, with the parameters $on_date and $known_at (null: all that is known)."""
    head = (
        f"-- core.{DATASETS[AS_OF_MODELS[model]].fact} as of $on_date, from what had been delivered by $known_at (NULL: all that is known).\n"
        f"-- A report is carried {CARRY_DAYS} days. Made from sql/{model}.sql by `python -m pipelines.build.models`; do not edit.\n"
    )
    body = facts(
        model,
        "SELECT CAST($on_date AS DATE) AS as_of",
        f"coalesce(CAST($known_at AS TIMESTAMP), {KNOWN_NOW})",
        CARRY_DAYS,
    )
    return head + body


# A body that ended is followed to the one that took it over, and on, until one is alive on the day.
AGENCY_ON = """
WITH RECURSIVE followed AS (
  SELECT agency_code, agency_code AS agency_then, 0 AS steps FROM core.agency
  UNION ALL
  SELECT f.agency_code, a.successor_code, f.steps + 1
  FROM followed AS f
  INNER JOIN core.agency AS a ON a.agency_code = f.agency_then
  WHERE a.valid_to < CAST(on_date AS DATE) AND a.successor_code IS NOT NULL
),
stands AS (
  SELECT agency_code, max_by(agency_then, steps) AS agency_then FROM followed GROUP BY agency_code
)
SELECT s.agency_code, s.agency_then, t.name_vi, t.block, s.agency_then <> s.agency_code AS is_merged
FROM stands AS s
INNER JOIN core.agency AS t ON t.agency_code = s.agency_then
"""
"""One row an agency code ever held: who answers for it on a day. Old and new codes of one body are summed by agency_then."""

# Of what counts, so that a correction leaves no trace; by sender, for two senders may name two deadlines.
TASK_DEADLINES = """
WITH told AS (
  SELECT
    r.agency_code, r.task_code, r.reported_by, r.reported_on, r.delivered_at, r.due_on, r.due_text, r.submission_id, r.sheet, r."row_number",
    lag(r.due_on) OVER said AS due_before,
    row_number() OVER said AS report
  FROM core.task_report AS r
  INNER JOIN audit.submission AS s ON s.submission_id = r.submission_id
  WHERE s.is_counting AND (agency IS NULL OR r.agency_code = agency) AND (task IS NULL OR r.task_code = task)
  WINDOW said AS (PARTITION BY r.agency_code, r.task_code, r.reported_by ORDER BY r.reported_on, r.delivered_at, r.submission_id, r."row_number")
)
SELECT
  agency_code, task_code, reported_by, reported_on, delivered_at, due_on, due_text, due_before, due_on - due_before AS days_moved,
  submission_id, sheet, "row_number"
FROM told
WHERE report = 1 OR due_on IS DISTINCT FROM due_before
"""
"""One row a deadline that a task was first given or moved to, with the report that said so."""


def macros(carry_days: int) -> list[str]:
    """CREATE MACRO statements, for who is connected to the file itself.

    core.F_as_of(on_date, known_at := NULL), mart.M_as_of(on_date), core.agency_on(on_date), core.task_deadlines(agency := NULL, task := NULL).
    """
    out = [
        f"CREATE OR REPLACE MACRO core.agency_on(on_date) AS TABLE {AGENCY_ON}",
        f"CREATE OR REPLACE MACRO core.task_deadlines(agency := NULL, task := NULL) AS TABLE {TASK_DEADLINES}",
    ]
    for model, name in _MACRO_NAMES.items():
        body = facts(
            model,
            "SELECT CAST(on_date AS DATE) AS as_of",
            f"coalesce(CAST(known_at AS TIMESTAMP), {KNOWN_NOW})",
            carry_days,
        )
        out.append(f"CREATE OR REPLACE MACRO core.{name}(on_date, known_at := NULL) AS TABLE {body}")
    for mart in MARTS:
        latest = f"(SELECT max(h.as_of) FROM {mart.full_name} AS h WHERE h.as_of <= CAST(on_date AS DATE))"
        out.append(f"CREATE OR REPLACE MACRO {mart.full_name}_as_of(on_date) AS TABLE SELECT * FROM {mart.full_name} AS m WHERE m.as_of = {latest}")
    return out


@cache
def models_hash() -> str:
    """A hash of every SQL model: where it differs from a file's, the file was built by other rules and is built anew."""
    digest = hashlib.sha256()
    for path in sorted(FOLDER.rglob("*.sql")):
        if path.parent != AS_OF_FOLDER:
            digest.update(path.relative_to(FOLDER).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


def main() -> None:
    """Write the portable as-of files."""
    AS_OF_FOLDER.mkdir(exist_ok=True)
    for model in AS_OF_MODELS:
        (AS_OF_FOLDER / f"{model}.sql").write_text(as_of_file(model), encoding="utf-8")


if __name__ == "__main__":
    main()
