"""`tonghop rollback`, `backup`, `verify`: the published pointer, copies elsewhere, and whether all is still as it was written."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from assets.commands.options import as_json, home_of, home_option, refresh_option, settings_of, who_option, why_option
from assets.commands.steward import carried_out
from assets.terminal import number, printable, progress, say_json, show_table

if TYPE_CHECKING:
    from pipelines.home import Home
    from pipelines.settings import Settings


def _placed(home: Path | None) -> tuple[Settings, Home]:
    settings = settings_of(home)
    where = home_of(settings)
    if settings.ledger_url is None and not where.ledger.exists():
        raise click.ClickException(f"{where.root} has no ledger yet; run: tonghop refresh")
    return settings, where


@click.command()
@click.argument("build", required=False)
@home_option
@click.option("--release", "is_release", is_flag=True, help="Let refreshes publish again, and publish now.")
@why_option()
@who_option
@refresh_option
def rollback(build: str | None, home: Path | None, is_release: bool, why: str, who: str | None, refresh: bool) -> None:
    """Publish an earlier BUILD again (the one before, where none is named) and pin it: refreshes go on, but publish nothing until --release."""
    from pipelines.ledger import Ledger
    from pipelines.steward.rollback import release_pointer, roll_back

    settings, where = _placed(home)
    if is_release:
        if build:
            raise click.ClickException("--release takes no build: it publishes what the ledger says now")
        carried_out(home, lambda run: release_pointer(run.ledger, why=why, who=who), refresh)
        return
    with where.writer_lock(5.0), Ledger.open(settings.ledger_url or where.ledger, create=False) as ledger:
        done = roll_back(where, ledger, build, why=why, who=who)
    as_of = f"{done.build.as_of:%d/%m/%Y}"
    click.echo(f"Đã quay lại bản {done.build.build} (ngày số liệu {as_of}) từ bản {done.before}, và ghim ở đó.")
    click.echo("Các lần chạy vẫn nhận tệp nhưng không công bố. Bỏ ghim: tonghop rollback --release --why LÝ_DO")


@click.command()
@click.argument("target", type=click.Path(path_type=Path, file_okay=False))
@home_option
@click.option("--with-key", is_flag=True, help="Also the applicant key: whoever has it can try out numbers against pseudonyms.")
@why_option(default="sao lưu định kỳ")
@who_option
def backup(target: Path, home: Path | None, with_key: bool, why: str, who: str | None) -> None:
    """Copy archive, ledger and config to the folder TARGET. Bytes that it has are not copied again. Exit 1 where archived bytes are damaged."""
    from pipelines.ledger import Ledger
    from pipelines.steward.backup import back_up

    settings, where = _placed(home)
    with (
        where.writer_lock(5.0),
        Ledger.open(settings.ledger_url or where.ledger, create=False) as ledger,
        progress() as show,
    ):
        done = back_up(where, ledger, target, with_key=with_key, why=why, who=who, progress=lambda at, total: show("backup", at, total))
    size = number(done.bytes_copied / 1024**2, 1)
    click.echo(f"Đã sao lưu vào {done.folder}: {number(done.copied)} tệp mới ({size} MiB), {number(done.known)} tệp đã có.")
    click.echo("Khôi phục:")
    for line in done.restore:
        click.echo(f"  {line}")
    if done.damaged:
        for sha256 in done.damaged:
            click.echo(f"HỎNG, không sao lưu: archive/{sha256[:2]}/{sha256}", err=True)
        raise SystemExit(1)


@click.command()
@home_option
@why_option(default="kiểm tra định kỳ")
@who_option
@as_json
def verify(home: Path | None, why: str, who: str | None, as_json: bool) -> None:
    """Hold everything that the ledger names against what is on disk. Exit 1 with what is damaged and what to do about it."""
    from pipelines.ledger import Ledger
    from pipelines.steward.verify import verify as look

    settings, where = _placed(home)
    with (
        where.writer_lock(5.0),
        Ledger.open(settings.ledger_url or where.ledger, create=False) as ledger,
        progress() as show,
    ):
        found = look(where, ledger, settings, why=why, who=who, progress=show)
    if as_json:
        say_json(asdict(found))
    else:
        click.echo("Đã kiểm tra: " + ", ".join(f"{kind} {number(count)}" for kind, count in found.looked_at.items()))
        for note in found.notes:
            click.echo(f"  {printable(note)}")
        if found.damage:
            show_table(("Loại", "Hư hỏng", "Chi tiết", "Cách xử lý"), [(one.kind, one.what, one.detail, one.remedy) for one in found.damage])
        else:
            click.echo("Không có hư hỏng.")
    if found.damage:
        raise SystemExit(1)
