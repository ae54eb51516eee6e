"""`tonghop refresh`: the daily job in this process, and what a run is told as."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from assets.commands.figures import read_headline, show_headline
from assets.commands.options import as_json, date_option, home_of, home_option, settings_of
from assets.terminal import number, printable, progress, say_json

if TYPE_CHECKING:
    from assets.launch import Launched
    from pipelines.home import Home
    from pipelines.publish import Publication

STATUSES_VI = {
    "accepted": "nhận đủ",
    "accepted_with_issues": "nhận, có cảnh báo",
    "partially_accepted": "nhận một phần",
    "held": "chờ xác nhận",
    "rejected": "từ chối",
    "duplicate": "trùng",
    "retracted": "đã thu hồi",
    "pending": "chưa đọc",
}
"""Delivery statuses as operators read them."""


@click.command()
@home_option
@date_option("The day that undated files speak of, and after which reporting dates are held. It filters nothing.")
@click.option("--rescan", is_flag=True, help="Hash every file of the inbox, also those that look as they did.")
@as_json
def refresh(home: Path | None, on: dt.date | None, rescan: bool, as_json: bool) -> None:
    """Take in what is new, build, check, publish: the job daily_refresh, in this process and visible in the UI."""
    where = home_of(settings_of(home))
    launched = run_job(where, on, rescan=rescan, quiet=as_json)
    if as_json:
        say_json(told_of(where, launched))
    else:
        tell(where, launched)
    if not is_good(launched):
        raise SystemExit(1)


def run_job(home: Home, on: dt.date | None, *, rescan: bool = False, quiet: bool = False) -> Launched:
    """The job with its progress on standard error; `quiet` leaves that out."""
    from assets.launch import launch

    if quiet:
        return launch(home, on, rescan=rescan)
    with progress() as show:
        return launch(home, on, rescan=rescan, progress=show)


def is_good(launched: Launched) -> bool:
    """Whether nothing of ours failed: every step ended well and no delivery broke inside us."""
    taken = launched.watcher.taken
    return launched.success and not (taken is not None and taken.faults)


def tell(home: Home, launched: Launched, on: dt.date | None = None) -> None:
    """What the run did, what failed, and the headline: of the latest reporting date held where none is given."""
    tell_run(launched)
    if not launched.success:
        return
    told = read_headline(home.current, on) if home.current.exists() else None
    if told is not None:
        show_headline(told)
    if launched.watcher.run is not None:
        seconds = number(launched.watcher.run.watch.seconds.get("run", 0), 1)
        click.echo(f"Kho dữ liệu: {home.current}   Thời gian: {seconds} giây")


def tell_run(launched: Launched) -> None:
    """What the run took in, what failed, what it published."""
    watcher = launched.watcher
    if watcher.run is not None:
        for fault in watcher.run.config_faults:
            click.echo(f"Danh mục có lỗi (dùng bản tốt gần nhất): {fault.file}:{fault.line}: {fault.message}", err=True)
    if watcher.received is not None and watcher.taken is not None:
        counts: dict[str, int] = {}
        for status in watcher.taken.statuses.values():
            counts[status] = counts.get(status, 0) + 1
        shown = ", ".join(f"{count} {STATUSES_VI.get(status, status)}" for status, count in counts.items())
        click.echo(f"Hộp thư: {watcher.received.files_seen} tệp, {len(watcher.received.deliveries)} tệp mới" + (f": {shown}" if shown else "") + ".")
        for one in watcher.received.left:
            click.echo(f"  Để lại: {printable(one.path)} ({one.why}: {one.detail})")
        for delivery_id in watcher.taken.faults:
            click.echo(f"  Hỏng bên trong chương trình: {delivery_id}; xem tonghop status", err=True)
    for failure in launched.failures:
        click.echo(f"Thất bại: {printable(failure)}", err=True)
    if not launched.success:
        return
    if watcher.publication is None:
        click.echo("Không có gì mới: không dựng lại, bản đã công bố giữ nguyên.")
    else:
        click.echo(f"{published_vi(watcher.publication)} ({len(watcher.publication.checks)} phép kiểm đều đạt).")


def published_vi(publication: Publication) -> str:
    """What became of a checked build: published, or kept beside while the pointer is pinned."""
    if publication.published:
        return f"Đã công bố bản {publication.build}"
    return f"Đã dựng bản {publication.build}, CHƯA công bố vì đang ghim bản cũ; bỏ ghim: tonghop rollback --release --why LÝ_DO"


def told_of(home: Home, launched: Launched, on: dt.date | None = None) -> dict[str, Any]:
    """The run as JSON, with the headline of a reporting date, of the latest one held where none is given."""
    watcher = launched.watcher
    told = read_headline(home.current, on) if home.current.exists() else None
    return {
        "success": is_good(launched),
        "failures": list(launched.failures),
        "run_id": watcher.run.run_id if watcher.run else None,
        "dagster_run_id": launched.run_id,
        "news": watcher.publication is not None,
        "build": watcher.publication.build if watcher.publication else None,
        "published": bool(watcher.publication and watcher.publication.published),
        "files_seen": watcher.received.files_seen if watcher.received else None,
        "new_deliveries": len(watcher.received.deliveries) if watcher.received else None,
        "left": [{"path": one.path, "why": one.why, "detail": one.detail} for one in watcher.received.left] if watcher.received else [],
        "statuses": watcher.taken.statuses if watcher.taken else {},
        "faults": list(watcher.taken.faults) if watcher.taken else [],
        "config_faults": [{"file": one.file, "line": one.line, "message": one.message} for one in watcher.run.config_faults] if watcher.run else [],
        "seconds": {name: round(spent, 3) for name, spent in watcher.run.watch.seconds.items()} if watcher.run else {},
        "warehouse": str(home.current) if home.current.exists() else None,
        "as_of": told.as_of if told else None,
        "headline": [row.as_dict() for row in told.rows] if told else [],
        "missing": [{"agency_code": code, "name_vi": name, "datasets": list(datasets)} for code, name, datasets in told.missing] if told else [],
    }
