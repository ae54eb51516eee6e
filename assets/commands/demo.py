"""`tonghop demo`: the national reporting day of 28 October 2025, written into the inbox and refreshed like any other day."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import sys
import tempfile
from pathlib import Path

import click

from assets.commands.options import as_json, home_of, home_option, settings_of
from assets.commands.refresh import is_good, run_job, tell, told_of
from assets.terminal import say_json

DAY = dt.date(2025, 10, 28)


@click.command()
@home_option
@as_json
def demo(home: Path | None, as_json: bool) -> None:
    """Write the demonstration inbox of 28 October 2025 and refresh it."""
    settings = settings_of(home)
    where = home_of(settings).create()
    written, total = write_changed(where.inbox)
    if not as_json:
        click.echo(f"Hộp thư mẫu ngày 28/10/2025: {total} tệp, {written} tệp được ghi vào {where.inbox}", err=True)
    launched = run_job(where, DAY, quiet=as_json)
    if as_json:
        say_json(told_of(where, launched))
    else:
        tell(where, launched)
        if launched.success:
            _next_commands(where.root, where.root == Path("var").absolute())
    if not is_good(launched):
        raise SystemExit(1)


def write_changed(inbox: Path) -> tuple[int, int]:
    """Bring the demonstration's files into the inbox, those alone that are absent or differ in bytes or time; gives how many, and how many there are.

    Refuses an inbox that holds other files and none of the demonstration: that is an installation in use.
    """
    from examples.national_day import write_inbox

    with tempfile.TemporaryDirectory(prefix="tonghop-demo-") as folder:
        aside = Path(folder)
        write_inbox(aside, DAY)
        files = sorted(path.relative_to(aside) for path in aside.rglob("*") if path.is_file())
        if not any((inbox / name).exists() for name in files) and any(path.is_file() for path in inbox.rglob("*")):
            raise click.ClickException(f"{inbox} holds other files than the demonstration's; name another home: tonghop demo --home DIR")
        changed = [name for name in files if not _same(aside / name, inbox / name)]
        for name in changed:
            target = inbox / name
            target.parent.mkdir(parents=True, exist_ok=True)
            part = target.with_name(f"{target.name}.part")
            shutil.copy2(aside / name, part)
            part.replace(target)
    return len(changed), len(files)


def _same(made: Path, there: Path) -> bool:
    if not there.is_file():
        return False
    return int(made.stat().st_mtime) == int(there.stat().st_mtime) and made.read_bytes() == there.read_bytes()


def _next_commands(root: Path, is_default: bool) -> None:
    program = "tonghop" if shutil.which("tonghop") else os.path.relpath(Path(sys.executable).with_name("tonghop"))
    option = "" if is_default else f" --home {root}"
    click.echo("Tiếp theo:")
    click.echo(f"  {program}{option} trace mart.headline tasks_open_overdue    từ con số về đến từng ô của từng tệp")
    click.echo(f"  {program}{option} query 'SELECT * FROM mart.agency_scoreboard ORDER BY block, rank_in_block'")
    click.echo(f"  {program}{option} ui    giao diện Dagster tại http://127.0.0.1:3000")
