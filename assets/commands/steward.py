"""`tonghop assign`, `retract`, `release`: a steward's answers to what is held or wrong, and how every decision is told."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from assets.commands.options import date_option, home_of, home_option, refresh_option, settings_of, who_option, why_option
from assets.commands.refresh import STATUSES_VI
from assets.terminal import printable, progress

if TYPE_CHECKING:
    from pipelines.ledger import Decision
    from pipelines.refresh import Run
    from pipelines.steward.carry_out import CarriedOut

ACTIONS_VI = {
    "assign": "gán cơ quan, ngày",
    "retract": "thu hồi tệp",
    "release": "cho tính lần nộp",
    "map_confirm": "xác nhận cột",
    "map_forget": "bỏ cột đã xác nhận",
    "rollback": "quay lại bản trước",
    "backup": "sao lưu",
    "verify": "kiểm tra kho",
    "config_export": "xuất cấu hình",
}
"""Decisions as operators read them."""


def decision_vi(decision: Decision) -> str:
    """What was decided, in Vietnamese, with what was given."""
    told = ACTIONS_VI.get(decision.action, decision.action)
    if decision.payload.get("undo"):
        return f"rút lại: {told}"
    given = [str(decision.payload[name]) for name in ("agency", "date") if decision.payload.get(name)]
    given += [f"{header} = {field}" for header, field in decision.payload.get("columns", {}).items()]
    if decision.action == "verify":
        damaged = decision.payload.get("damaged", 0)
        given.append(f"{damaged} hư hỏng" if damaged else "không có hư hỏng")
    return f"{told}: {', '.join(given)}" if given else told


def carried_out(home: Path | None, decide: Callable[[Run], Any], refresh: bool) -> CarriedOut[Any]:
    """Decide, do what follows, tell of it. Exit 1 where the new build was refused."""
    from pipelines.steward.carry_out import carry_out

    settings = settings_of(home)
    where = home_of(settings)
    if settings.ledger_url is None and not where.ledger.exists():
        raise click.ClickException(f"{where.root} has no ledger yet; run: tonghop refresh")
    with progress() as show:
        done = carry_out(settings, decide, refresh=refresh, progress=show)
    decisions = done.decided if isinstance(done.decided, list) else [done.decided]
    for one in decisions:
        click.echo(f"Đã ghi quyết định {one.id}: {printable(decision_vi(one))} ({printable(one.subject)}), {one.who}: {printable(one.why)}")
    if not done.refreshed:
        click.echo("Lần chạy tonghop refresh tới sẽ làm phần còn lại.")
        return done
    for delivery_id, status in done.statuses.items():
        click.echo(f"  Đọc lại {delivery_id}: {STATUSES_VI.get(status or 'pending', status)}")
    if done.receipts:
        click.echo(f"  Đã viết lại {done.receipts} biên nhận.")
    if done.unanswered:
        click.echo(f"  Phản hồi chưa viết xong ({printable(done.unanswered)}); lần chạy tới viết tiếp.", err=True)
    if done.publication is None:
        click.echo("Số liệu không đổi; bản đã công bố giữ nguyên.")
    elif done.publication.failed:
        failed = "; ".join(f"{check.name}: {check.detail}" for check in done.publication.failed)
        raise click.ClickException(f"the decision stands, but the build was refused and stands as {done.publication.path}: {failed}")
    elif done.publication.published:
        click.echo(f"Đã công bố bản {done.publication.build}. Các trang của Dagster theo kịp ở lần chạy tới.")
    else:
        click.echo(f"Đã dựng bản {done.publication.build}; chưa công bố vì đang ghim bản cũ.")
    return done


@click.command()
@click.argument("delivery")
@home_option
@click.option("--agency", metavar="CODE", help="Whose file it is: a code (BTC, H26) or a whole name.")
@date_option("The day that it speaks of.")
@click.option("--undo", is_flag=True, help="Take back what was assigned to it.")
@why_option()
@who_option
@refresh_option
def assign(delivery: str, home: Path | None, agency: str | None, on: dt.date | None, undo: bool, why: str, who: str | None, refresh: bool) -> None:
    """Say which agency DELIVERY is from, or which day it speaks of. It is read again so, and what it says then counts.

    \b
    tonghop assign 12 --agency BTC --why "cán bộ báo cáo xác nhận qua điện thoại"
    """
    from pipelines.steward.assign import assign as decide

    def answer(run: Run) -> Decision:
        earliest = run.settings.earliest_date
        return decide(run.ledger, run.registers, delivery, agency=agency, on=on, why=why, who=who, undo=undo, earliest_on=earliest)

    carried_out(home, answer, refresh)


@click.command()
@click.argument("delivery")
@home_option
@click.option("--undo", is_flag=True, help="It stands after all.")
@why_option("--reason")
@who_option
@refresh_option
def retract(delivery: str, home: Path | None, undo: bool, why: str, who: str | None, refresh: bool) -> None:
    """Take DELIVERY back: what it says stops counting, what it had replaced counts again. Nothing is deleted."""
    from pipelines.steward.retract import retract as decide

    carried_out(home, lambda run: decide(run.ledger, delivery, reason=why, who=who, undo=undo), refresh)


@click.command()
@click.argument("subject")
@home_option
@click.option("--undo", is_flag=True, help="Hold it again.")
@why_option()
@who_option
@refresh_option
def release(subject: str, home: Path | None, undo: bool, why: str, who: str | None, refresh: bool) -> None:
    """Let a resubmission count that was held because it is much smaller than what it replaces. SUBJECT is a submission or a delivery."""
    from pipelines.steward.release import release as decide

    carried_out(home, lambda run: decide(run.ledger, subject, why=why, who=who, undo=undo), refresh)
