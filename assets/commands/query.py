"""`tonghop query`: SQL over the published warehouse, read-only."""

from __future__ import annotations

import datetime as dt
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import click

from assets.commands.options import as_json, home_of, home_option, published, settings_of
from assets.terminal import number, say_json, show_table

SHOWN_ROWS = 200
"""Rows that a table shows; --json and --csv give all."""


@click.command()
@click.argument("sql")
@home_option
@as_json
@click.option("--csv", "as_csv", is_flag=True, help="CSV on standard output.")
def query(sql: str, home: Path | None, as_json: bool, as_csv: bool) -> None:
    """Ask the published warehouse. SQL is a statement of DuckDB; it can read the warehouse and nothing else."""
    import duckdb

    from pipelines.warehouse import connect_analyst

    settings = settings_of(home)
    current = published(home_of(settings))
    with connect_analyst(current) as connection:
        try:
            cursor = connection.execute(sql) if sql.strip(" ;\n\t") else None
            if cursor is None:
                raise click.ClickException("câu lệnh SQL trống")
            names = [column[0] for column in cursor.description or ()]
            rows = cursor.fetchall()
        except duckdb.Error as error:
            raise click.ClickException(str(error).strip()) from error
    if as_json:
        say_json([dict(zip(names, row, strict=True)) for row in rows])
    elif as_csv:
        _write_csv(names, rows)
    else:
        right = [at for at in range(len(names)) if rows and all(row[at] is None or isinstance(row[at], int | float | Decimal) for row in rows)]
        show_table(names, [[_cell(value) for value in row] for row in rows[:SHOWN_ROWS]], right=right)
        more = f", hiện {SHOWN_ROWS} dòng đầu" if len(rows) > SHOWN_ROWS else ""
        click.echo(f"{number(len(rows))} dòng{more}", err=True)


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.10g}"
    if isinstance(value, dt.datetime):
        return value.isoformat(" ", "seconds")
    return str(value)


def _write_csv(names: list[str], rows: list[tuple[Any, ...]]) -> None:
    import csv

    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(names)
    writer.writerows(rows)
