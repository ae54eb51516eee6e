"""`tonghop report`: the steering committee's morning page."""

from __future__ import annotations

import datetime as dt
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import click

from assets.commands.options import date_option, home_of, home_option, published, settings_of


@click.command()
@home_option
@date_option("The reporting date; the latest one held where none is given.")
def report(home: Path | None, on: dt.date | None) -> None:
    """Write the morning briefing as one page of HTML."""
    if find_spec("pipelines.report.briefing") is None:
        raise click.ClickException("this installation has no briefing")
    where = home_of(settings_of(home))
    published(where)
    path = import_module("pipelines.report.briefing").write(where, on)
    click.echo(str(path))
