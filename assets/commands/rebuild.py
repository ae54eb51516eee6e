"""`tonghop rebuild`: the warehouse again from archive and ledger, or as it was known at a moment."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from assets.commands.figures import read_headline, show_headline
from assets.commands.options import home_of, home_option, settings_of
from assets.commands.refresh import published_vi
from assets.terminal import number

if TYPE_CHECKING:
    from pipelines.settings import Settings


class Moment(click.ParamType):
    """A moment of Vietnam: 2025-10-28T17:30, or a day alone, which means its end."""

    name = "moment"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> dt.datetime:
        """The moment, naive. Fails with what was wrong."""
        try:
            moment = dt.datetime.fromisoformat(str(value))
        except ValueError:
            raise click.ClickException(f"{value!r} is no moment; write 2025-10-28T17:30, or 2025-10-28 for its end") from None
        if moment.tzinfo is not None:
            from pipelines.clock import ZONE

            return moment.astimezone(ZONE).replace(tzinfo=None)
        return dt.datetime.combine(moment, dt.time.max) if len(str(value)) == 10 else moment


@click.command()
@home_option
@click.option("--full/--difference", default=True, help="Use nothing of the published file (the default), or only what changed.")
@click.option("--known-at", "known_at", type=Moment(), metavar="MOMENT", help="As known then: what had been delivered and decided; today's rules.")
@click.option("-o", "--output", "target", type=click.Path(path_type=Path, dir_okay=False), help="The new file for --known-at; nothing is published.")
def rebuild(home: Path | None, full: bool, known_at: dt.datetime | None, target: Path | None) -> None:
    """Build the warehouse again from archive, ledger and config, check it and publish it. No inbox is read.

    Deliveries whose records or outcomes are gone (after a restore, after damage) are read again from the archive first.
    """
    settings = settings_of(home)
    if (known_at is None) != (target is None):
        raise click.UsageError("--known-at MOMENT and -o FILE go together: what is built for a moment is a file of its own")
    if known_at is not None and target is not None:
        _known(settings, known_at, target)
    else:
        _again(settings, full)


def _known(settings: Settings, moment: dt.datetime, target: Path) -> None:
    from pipelines.known_at import KnownRefused, build_known

    if settings.ledger_url is None and not home_of(settings).ledger.exists():
        raise click.ClickException(f"{settings.home} has no ledger yet; run: tonghop refresh")
    try:
        known = build_known(settings, moment, target)
    except KnownRefused as error:
        raise click.ClickException(str(error)) from None
    click.echo(
        f"Kho dữ liệu như đã biết lúc {moment:%d/%m/%Y %H:%M}: {number(known.deliveries)} tệp, {number(known.decisions)} quyết định "
        f"({number(known.read_again)} tệp đọc lại); {len(known.checks)} phép kiểm đều đạt."
    )
    click.echo(f"Đã ghi: {known.path} (không công bố)")
    told = read_headline(known.path)
    if told is not None:
        show_headline(told)


def _again(settings: Settings, full: bool) -> None:
    from pipelines.refresh import build, intake, open_run, publish, settle

    with open_run(settings) as run:
        again = intake(run, missing=True)
        if again.statuses:
            click.echo(f"Đọc lại từ kho lưu trữ: {number(len(again.statuses))} tệp.")
        settle(run)
        built = build(run, full=full)
        if built is None:
            click.echo("Không có gì để dựng lại.")
            return
        publication = publish(run, built)
    if publication.failed:
        failed = "; ".join(f"{check.name}: {check.detail}" for check in publication.failed)
        raise click.ClickException(f"the build was refused and stands as {publication.path}: {failed}")
    click.echo(f"{published_vi(publication)} ({'dựng toàn bộ' if full else built.how}).")
    told = read_headline(home_of(settings).current)
    if told is not None:
        show_headline(told)
