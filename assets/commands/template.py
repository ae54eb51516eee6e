"""`tonghop template`: the workbook that an agency may fill in."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from assets.commands.options import date_option

DATASETS = ["tasks", "dossiers", "dossier_counts", "indicators"]


@click.command()
@click.argument("dataset", type=click.Choice(DATASETS))
@click.option("--agency", metavar="CODE", help="The agency's code; its name then stands in the title.")
@date_option("The reporting date that stands in the title.")
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="The file; else mau-DATASET.xlsx here.")
def template(dataset: str, agency: str | None, on: dt.date | None, output: Path | None) -> None:
    """Write a workbook with the headers, lists and notes of a dataset, in Vietnamese; prints its path."""
    from pipelines.report.template import write_template

    name = ""
    if agency:
        from pipelines.registers import default_config_dir, load

        found = load(default_config_dir()).agency(agency)
        if found is None:
            raise click.ClickException(f"{agency} is no agency code of config/agencies.csv")
        name = found.name_vi
    started = dt.date(on.year, 1, 1) if on else None
    click.echo(str(write_template(dataset, output or Path(f"mau-{dataset}.xlsx"), agency_name=name, on=on, period_from=started)))
