"""`tonghop report`: the steering committee's morning page."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from assets.commands.options import Day, date_option, home_of, home_option, published, settings_of


@click.command()
@home_option
@date_option("The reporting date, or the last one before it; the latest one held where none is given.")
@click.option("--against", type=Day(), metavar="DATE", help="Compare with this reporting date, or the last before it; else with the one before.")
@click.option("--language", type=click.Choice(["vi", "en"]), default="vi", show_default=True)
@click.option("-o", "--output", type=click.Path(path_type=Path, file_okay=False), help="The folder; else reports/DATE in the home.")
def report(home: Path | None, on: dt.date | None, against: dt.date | None, language: str, output: Path | None) -> None:
    """Write the morning briefing as one page of HTML; prints its path."""
    from pipelines.report.briefing import write_briefing
    from pipelines.report.status import latest_date
    from pipelines.warehouse import attached

    where = home_of(settings_of(home))
    current = published(where)
    if output is None:
        with attached(current) as connection:
            day = on or latest_date(connection)
        output = where.report_dir(day) if day else where.reports
    try:
        click.echo(str(write_briefing(current, output, on, "en" if language == "en" else "vi", against)))
    except ValueError as error:
        raise click.ClickException(str(error)) from error
