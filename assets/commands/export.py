"""`tonghop export`: the published warehouse as Parquet, with a description, and the marts as a workbook."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from assets.commands.options import as_json, date_option, home_of, home_option, published, settings_of
from assets.terminal import number, say_json


@click.command()
@home_option
@date_option("The day of the folder and of the workbook, or the last one held before it; the latest one held where none is given.")
@click.option("-o", "--output", type=click.Path(path_type=Path, file_okay=False), help="The folder; else exports/DATE in the home. It is replaced.")
@click.option("--xlsx", is_flag=True, help="Also the marts of that day as one workbook, marts.xlsx.")
@click.option("--table", "tables", multiple=True, metavar="NAME", help="Only this table, such as core.task; may be given again. All where none is.")
@as_json
def export(home: Path | None, on: dt.date | None, output: Path | None, xlsx: bool, tables: tuple[str, ...], as_json: bool) -> None:
    """Write every public table as Parquet, whole, with datapackage.json beside. Reads the published file only."""
    from pipelines.build.inputs import limits_of
    from pipelines.report.export import ExportFault, prune_exports
    from pipelines.report.export import export as write

    settings = settings_of(home)
    where = home_of(settings)
    current = published(where)
    try:
        done = write(current, output or where.export_dir, on, tables=tables, xlsx=xlsx, licence=settings.export_licence, limits=limits_of(settings))
    except (ExportFault, ValueError, KeyError) as error:
        raise click.ClickException(str(error.args[0])) from error
    gone = prune_exports(where.exports, settings.keep_exports, done.folder) if output is None else ()
    if as_json:
        say_json(
            {
                "folder": str(done.folder),
                "build": done.build,
                "as_of": done.as_of,
                "files": [{"table": one.table.full_name, "file": one.file, "rows": one.rows, "bytes": one.bytes} for one in done.files],
                "workbook": str(done.workbook) if done.workbook else None,
                "cut": [{"table": one.table, "rows": one.rows, "written": one.written} for one in done.cut],
                "removed": [path.name for path in gone],
            }
        )
        return
    rows, size = sum(one.rows for one in done.files), sum(one.bytes for one in done.files)
    click.echo(f"{done.folder}: {len(done.files)} bảng, {number(rows)} dòng, {number(size / 1024**2, 1)} MiB; đến ngày {done.as_of:%d/%m/%Y}.")
    if done.workbook:
        click.echo(str(done.workbook))
    for one in done.cut:
        click.echo(f"  {one.table}: trang Excel chỉ chứa {number(one.written)} trong {number(one.rows)} dòng; tệp Parquet có đủ.", err=True)
    for path in gone:
        click.echo(f"Đã xóa bản xuất cũ {path.name}.")
