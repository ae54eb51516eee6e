"""`tonghop demo`: the national day of 28 October 2025, written into the inbox and refreshed like any other day; `--year`: the whole year."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

import click

from assets.commands.options import as_json, home_of, home_option, settings_of
from assets.commands.refresh import is_good, run_job, tell, told_of
from assets.terminal import say_json

DAY = dt.date(2025, 10, 28)


@click.command()
@home_option
@click.option("--year", is_flag=True, help="Also the days from March to November and the planted faults, refreshed in order; takes some minutes.")
@as_json
def demo(home: Path | None, year: bool, as_json: bool) -> None:
    """Write the demonstration inbox of 28 October 2025 and refresh it; with --year the whole of 2025.

    --year compares what was planted in the files with what was found: exit 1 where a fault was missed or found otherwise.
    """
    settings = settings_of(home)
    where = home_of(settings).create()
    if year:
        from assets.commands.demo_year import play

        is_fine = play(where, as_json)
        if is_fine and not as_json:
            _next_commands(where.root)
        if not is_fine:
            raise SystemExit(1)
        return
    written, total = write_changed(where.inbox)
    if not as_json:
        click.echo(f"Hộp thư mẫu ngày 28/10/2025: {total} tệp, {written} tệp được ghi vào {where.inbox}", err=True)
    launched = run_job(where, DAY, quiet=as_json)
    if as_json:
        say_json(told_of(where, launched, DAY))
    else:
        tell(where, launched, DAY)
        if launched.success:
            _next_commands(where.root)
            click.echo(f"  {_program(where.root)} demo --year    cả năm 2025 và các lỗi cài sẵn, so với những gì đã cài (vài phút)")
    if not is_good(launched):
        raise SystemExit(1)


def write_changed(inbox: Path) -> tuple[int, int]:
    """Bring the national day's files into the inbox, those alone that are absent or differ in bytes or time; gives how many, and how many there are.

    Refuses an inbox that holds other files and none of the demonstration: that is an installation in use.
    """
    from examples.national_day import write_inbox

    with tempfile.TemporaryDirectory(prefix="tonghop-demo-") as folder:
        aside = Path(folder)
        write_inbox(aside, DAY)
        files = files_of(aside)
        refuse_foreign(inbox, files)
        return bring(aside, files, inbox), len(files)


def files_of(folder: Path) -> list[Path]:
    """All files under a folder, relative to it, in order."""
    return sorted(path.relative_to(folder) for path in folder.rglob("*") if path.is_file())


def refuse_foreign(inbox: Path, files: Iterable[Path]) -> None:
    """Ends the command where the inbox holds other files and none of `files`: that is an installation in use."""
    if not any((inbox / name).exists() for name in files) and any(path.is_file() for path in inbox.rglob("*")):
        raise click.ClickException(f"{inbox} holds other files than the demonstration's; name another home: tonghop demo --home DIR")


def bring(aside: Path, files: Iterable[Path], inbox: Path) -> int:
    """Copies those of `files` that the inbox lacks or has otherwise, times and all; gives how many."""
    changed = [name for name in files if not _same(aside / name, inbox / name)]
    for name in changed:
        target = inbox / name
        target.parent.mkdir(parents=True, exist_ok=True)
        part = target.with_name(f"{target.name}.part")
        shutil.copy2(aside / name, part)
        part.replace(target)
    return len(changed)


def _same(made: Path, there: Path) -> bool:
    if not there.is_file():
        return False
    return int(made.stat().st_mtime) == int(there.stat().st_mtime) and made.read_bytes() == there.read_bytes()


def _program(root: Path) -> str:
    program = "tonghop" if shutil.which("tonghop") else os.path.relpath(Path(sys.executable).with_name("tonghop"))
    return program if root == Path("var").absolute() else f"{program} --home {root}"


def _next_commands(root: Path) -> None:
    """What to try next. Every hint names the day: later days may be held too."""
    program = _program(root)
    ranking = f"SELECT * FROM mart.agency_scoreboard WHERE as_of = DATE '{DAY}' ORDER BY block, rank_in_block"
    click.echo("Tiếp theo:")
    click.echo(f"  {program} trace mart.headline tasks_open_overdue --date {DAY}    từ con số về đến từng ô của từng tệp")
    click.echo(f"  {program} report --date {DAY}    bản tin buổi sáng, một trang HTML")
    click.echo(f'  {program} query "{ranking}"')
    click.echo(f"  {program} ui    giao diện Dagster tại http://127.0.0.1:3000")
