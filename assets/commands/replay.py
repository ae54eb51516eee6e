"""`tonghop replay`: deliveries read again by today's program and configuration, and what that changed. The daily run never does this by itself."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from assets.commands.options import Day, as_json, home_option, settings_of
from assets.commands.refresh import STATUSES_VI, published_vi
from assets.terminal import number, printable, progress, say_json, show_table

if TYPE_CHECKING:
    from pipelines.prune_readings import Freed
    from pipelines.refresh import Run
    from pipelines.reread import Replayed

LISTED = 20
"""Changed deliveries that the terminal shows; --json gives all."""


class Days(click.ParamType):
    """A reporting date, or a range of them: 2025-10-01..2025-10-28."""

    name = "dates"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[dt.date, dt.date]:
        """First and last day. Fails with what was wrong."""
        first, dots, last = str(value).partition("..")
        day = Day()
        return day.convert(first, param, ctx), day.convert(last if dots else first, param, ctx)


@click.command()
@home_option
@click.option("--stale", is_flag=True, help="All that today's program and configuration may read otherwise (tonghop status counts them).")
@click.option("--delivery", "deliveries", multiple=True, metavar="ID", help="This delivery, by id or intake number; may be given several times.")
@click.option("--date", "days", type=Days(), metavar="D[..D]", help="What speaks of these reporting dates; with --stale only what is stale of it.")
@click.option("--prune", is_flag=True, help="Remove the files of all earlier readings; else the one before the current is kept.")
@as_json
def replay(home: Path | None, stale: bool, deliveries: tuple[str, ...], days: tuple[dt.date, dt.date] | None, prune: bool, as_json: bool) -> None:
    """Read deliveries again from the archive, judge them, build once, publish; tell what rows, findings and statuses changed.

    Nothing is lost where it is cut off: run it once more. The inbox is left alone.
    """
    from pipelines.prune_readings import prune_readings
    from pipelines.refresh import open_run
    from pipelines.reread import replay as read_again

    if not (stale or deliveries or days or prune):
        raise click.UsageError("say what: --stale, --delivery ID, --date D..D (and --prune, which may also stand alone)")
    settings = settings_of(home)
    with progress() as show, open_run(settings, progress=None if as_json else show) as run:
        named = _named(run, stale, deliveries, days)
        done = read_again(run, named) if named else None
        failed = done.publication.failed if done and done.publication else ()
        freed = None if failed else prune_readings(run.home, run.ledger, keep=1 if prune else 2)
    if as_json:
        say_json(_as_dict(done, freed))
    else:
        _tell(done, freed)
    if failed:
        told = "; ".join(f"{check.name}: {check.detail}" for check in failed)
        raise click.ClickException(f"the build was refused; the published one stays: {told}")
    if done is not None and done.taken.faults:
        raise SystemExit(1)


def _named(run: Run, stale: bool, deliveries: tuple[str, ...], days: tuple[dt.date, dt.date] | None) -> list[str]:
    from pipelines.reading import Way
    from pipelines.reading import stale as stale_now
    from pipelines.reread import of_days
    from pipelines.steward.deliveries import find_delivery

    chosen = [find_delivery(run.ledger, one).delivery_id for one in deliveries]
    of = list(of_days(run.ledger, *days)) if days else []
    if stale:
        old = stale_now(run.ledger, Way(run.registers, run.settings))
        spoken = set(of)
        return [*chosen, *(one for one in old if not days or one in spoken)]
    return [*chosen, *of]


def _as_dict(done: Replayed | None, freed: Freed | None) -> dict[str, Any]:
    return {
        "read_again": len(done.named) if done else 0,
        "changed": done.changed if done else 0,
        "changes": [
            {
                "delivery_id": one.delivery_id,
                "path": one.path,
                "status": [one.status_before, one.status_after],
                "rows": {name: [one.rows_before[name], one.rows_after[name]] for name in one.rows_before},
                "rows_added": one.rows_added,
                "rows_removed": one.rows_removed,
                "issues": dict(one.issues),
            }
            for one in (done.changes if done else ())
        ],
        "faults": list(done.taken.faults) if done else [],
        "build": done.publication.build if done and done.publication else None,
        "published": bool(done and done.publication and done.publication.published),
        "files_removed": freed.files if freed else 0,
        "bytes_removed": freed.bytes if freed else 0,
    }


def _tell(done: Replayed | None, freed: Freed | None) -> None:
    if done is None:
        click.echo("Không có tệp nào phải đọc lại.")
    else:
        added, removed = sum(one.rows_added for one in done.changes), sum(one.rows_removed for one in done.changes)
        click.echo(
            f"Đọc lại {number(len(done.named))} tệp; {number(done.changed)} tệp cho kết quả khác: +{number(added)} dòng, -{number(removed)} dòng."
        )
        moves = Counter((one.status_before, one.status_after) for one in done.changes if one.status_before != one.status_after)
        for (before, after), count in moves.most_common():
            click.echo(f"  {number(count)} tệp: {STATUSES_VI.get(before, before)} → {STATUSES_VI.get(after, after)}")
        codes: Counter[str] = Counter()
        for one in done.changes:
            codes.update(one.issues)
        for code, more in sorted(codes.items()):
            if more:
                click.echo(f"  {code}: {more:+d}")
        rows = [
            (one.delivery_id, printable(one.path), STATUSES_VI.get(one.status_after, one.status_after), one.rows_added, one.rows_removed)
            for one in done.changes
        ]
        if rows:
            show_table(("Mã tệp", "Tệp", "Kết quả", "Dòng thêm", "Dòng bớt"), rows[:LISTED], right=(3, 4))
        if len(rows) > LISTED:
            click.echo(f"  và {number(len(rows) - LISTED)} tệp nữa; xem tất cả bằng --json")
        for one_fault in done.taken.faults:
            click.echo(f"  Hỏng bên trong chương trình: {one_fault}; xem tonghop status", err=True)
        if done.publication is None:
            click.echo("Kho dữ liệu không đổi.")
        elif not done.publication.failed:
            click.echo(published_vi(done.publication) + ".")
    if freed is not None and freed.files:
        click.echo(f"Đã xóa {number(freed.files)} tệp của các lần đọc trước ({number(freed.bytes / 1e6, 1)} MB).")
