"""`tonghop trace`: file, sheet, cell and raw text behind a value of the warehouse."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from assets.commands.options import as_json, date_option, home_of, home_option, published, settings_of
from assets.terminal import number, printable, say_json, show_table

if TYPE_CHECKING:
    import datetime as dt

    from pipelines.report.trace import TracedFigure, TracedRow

LISTED = 60
"""Rows behind a figure that the terminal shows."""


@click.command()
@click.argument("table")
@click.argument("key")
@click.argument("field", required=False)
@home_option
@click.option("--agency", metavar="CODE", help="Only rows of this agency.")
@click.option("--block", type=click.Choice(["national", "central", "provincial"]), default="national", show_default=True, help="For mart.headline.")
@date_option("For mart.headline: the reporting date; the latest one held where none is given.")
@as_json
def trace(table: str, key: str, field: str | None, home: Path | None, agency: str | None, block: str, on: dt.date | None, as_json: bool) -> None:
    """Where a value came from. TABLE is core.task, core.dossier, core.dossier_count, core.indicator_value (or their _report) with a KEY and, if one
    is enough, a FIELD; or mart.headline with a metric as KEY.

    \b
    tonghop trace core.task NQ57.001 due_on --agency H26
    tonghop trace mart.headline tasks_open_overdue
    """
    from pipelines.intake import make_reader
    from pipelines.refresh import fields_by_dataset
    from pipelines.registers import load_last_good
    from pipelines.report.trace import NotTraceable, trace_figure, trace_rows

    settings = settings_of(home)
    where = home_of(settings)
    published(where)
    try:
        if table == "mart.headline":
            figure = trace_figure(where, key, block, agency, on=on)
            if as_json:
                say_json(asdict(figure))
            else:
                _show_figure(figure)
            return
        registers, _ = load_last_good(where.root / "config-good", settings.config_dir, where.config, fields_by_dataset())
        # No pseudonym is made here: the reader serves to know which columns were released.
        rows = trace_rows(where, table, key, field, agency, reader=make_reader(registers, b""))
    except NotTraceable as error:
        raise click.ClickException(str(error)) from error
    if as_json:
        say_json([asdict(row) for row in rows])
    else:
        for row in rows:
            _show_row(row)


def _show_row(row: TracedRow) -> None:
    key = ", ".join(f"{name}={value}" for name, value in row.key.items() if value is not None)
    click.echo(f"{row.table}  {printable(key)}")
    click.echo(f"  Cơ quan: {row.agency_name} ({row.agency_code}), số liệu ngày {row.reported_on:%d/%m/%Y} (căn cứ: {row.date_evidence})")
    click.echo(f"  Tệp: {printable(row.path)}  ({row.format}, sha256 {row.sha256[:16]}…), nhận {row.delivered_at:%d/%m/%Y %H:%M:%S}")
    click.echo(f"  Nơi gửi: {row.sender or row.agency_code} (căn cứ: {row.sender_evidence})   Lần nộp: {row.submission_id}")
    click.echo(f"  Trang «{printable(row.sheet)}», dòng {row.row_number}")
    for note in row.notes:
        click.echo(f"  {printable(note)}")
    if row.cells:
        rows = [(cell.field, cell.place, cell.header, cell.text, cell.kind, cell.value) for cell in row.cells]
        show_table(("Trường", "Ô", "Tiêu đề cột", "Nguyên văn", "Kiểu ô", "Giá trị trong kho"), rows)


def _show_figure(traced: TracedFigure) -> None:
    figure = traced.figure
    parts = f" = {number(figure['numerator'])} / {number(figure['denominator'])}" if figure["denominator"] is not None else ""
    click.echo(f"{figure['metric']} ({figure['block']}) ngày {figure['as_of']:%d/%m/%Y}: {number(figure['value'])} {figure['unit']}{parts}")
    if figure["note"]:
        click.echo(f"  Ghi chú: {figure['note']}")
    for note in traced.notes:
        click.echo(f"  {note}")
    if traced.by_agency:
        names = list(traced.by_agency[0])
        rows = [[_cell(row[name]) for name in names] for row in traced.by_agency]
        show_table(names, rows, title=f"Theo cơ quan: {len(rows)}")
    if traced.behind:
        names = list(traced.behind[0])
        rows = [[_cell(row[name]) for name in names] for row in traced.behind[:LISTED]]
        show_table(names, rows, title=f"{number(traced.rows_behind)} dòng của {traced.fact}, hiện {len(rows)}")
        first = traced.behind[0]
        key = first.get("task_code") or first.get("field")
        click.echo(f"Đến từng ô: tonghop trace {traced.fact} '{key}' --agency {first['agency_code']}")


def _cell(value: object) -> str:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return number(value)
    return ", ".join(map(str, value)) if isinstance(value, list) else "" if value is None else str(value)
