"""`tonghop backfill`: a range of days taken in again."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from assets.commands.options import Day, as_json, home_of, home_option, settings_of
from assets.commands.refresh import is_good, tell, told_of
from assets.terminal import progress, say_json


@click.command()
@home_option
@click.option("--from", "first", type=Day(), required=True, metavar="DATE", help="The first reporting date.")
@click.option("--to", "last", type=Day(), metavar="DATE", help="The last one; the first where it is not given.")
@as_json
def backfill(home: Path | None, first: dt.date, last: dt.date | None, as_json: bool) -> None:
    """Read again, by today's program, configuration and decisions, what was reported for these days, with whatever is new; publish one build.

    Deliveries that speak of no date are those that came on these days. Nothing is lost where it is cut off: run it once more.
    """
    from assets.deliveries_grid import DAYS, FIRST_DAY
    from assets.launch import launch_days

    last = last or first
    latest = dt.date.fromisoformat(DAYS.get_last_partition_key() or first.isoformat())
    if not FIRST_DAY <= first <= last <= latest:
        raise click.ClickException(f"from {first} to {last} is no range of days between {FIRST_DAY} and {latest}")
    where = home_of(settings_of(home))
    if as_json:
        launched = launch_days(where, first, last)
        say_json(told_of(where, launched))
    else:
        with progress() as show:
            launched = launch_days(where, first, last, progress=show)
        tell(where, launched)
    if not is_good(launched):
        raise SystemExit(1)
