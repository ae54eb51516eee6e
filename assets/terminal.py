"""How the command line speaks: Vietnamese numbers, tables, progress, errors in one line. No command's own concern is here."""

from __future__ import annotations

import json
import sys
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from rich.console import Console

    from pipelines.refresh import Progress

PLAIN_WIDTH = 160
"""Columns of a table where the output is no terminal."""

STAGES = {
    "receive": "Nhận tệp",
    "intake": "Đọc tệp",
    "archive": "Kho lưu trữ",
    "record": "Bản ghi",
    "outcome": "Kết quả đọc",
    "inbox": "Hộp thư",
    "backup": "Sao lưu",
}
"""Stages that tell of their progress."""

EXPECTED = frozenset(
    {
        "pipelines.home.HomeLocked",
        "pipelines.home.KeyRefused",
        "pipelines.ledger.connect.LedgerError",
        "pipelines.registers.registers.ConfigError",
        "pipelines.steward.decisions.StewardRefused",
        "pydantic_core._pydantic_core.ValidationError",
        "sqlalchemy.exc.OperationalError",
        "builtins.FileNotFoundError",
        "builtins.PermissionError",
        "builtins.OSError",
        "duckdb.Error",
        "_duckdb.Error",
    }
)
"""Errors that say what is wrong and what to do; named, not imported, so that a light command stays light."""


def number(value: float | None, digits: int | None = None, unit: str = "") -> str:
    """A number as Vietnamese writes it: 1.234.567,89; nothing known is a dash."""
    if value is None:
        return "–"
    if digits is None:
        digits = 0 if float(value).is_integer() else 2
    shown = f"{value:,.{digits}f}".replace(",", " ").replace(".", ",").replace(" ", ".")
    return f"{shown} {unit}".strip()


def say_json(value: Any) -> None:
    """One JSON document on standard output."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2, default=str))


def console() -> Console:
    """Where tables go: standard output, as wide as the terminal."""
    from rich.console import Console

    wide = None if sys.stdout.isatty() else PLAIN_WIDTH
    return Console(file=sys.stdout, width=wide, highlight=False, soft_wrap=False, emoji=False, markup=False)


def show_table(titles: Sequence[str], rows: Sequence[Sequence[Any]], *, title: str | None = None, right: Sequence[int] = ()) -> None:
    """A table on standard output; `right` lists the columns that hold numbers."""
    from rich import box
    from rich.table import Table

    table = Table(title=title, title_justify="left", title_style="bold", box=box.SIMPLE_HEAD, pad_edge=False)
    for at, name in enumerate(titles):
        table.add_column(name, justify="right" if at in right else "left", overflow="fold")
    for row in rows:
        table.add_row(*("" if cell is None else printable(str(cell)) for cell in row))
    console().print(table)


def printable(text: str) -> str:
    """A sender's text without what would steer a terminal; line breaks become spaces."""
    return "".join(letter if not unicodedata.category(letter).startswith("C") else " " for letter in text)


@contextmanager
def progress() -> Iterator[Progress]:
    """A callback for stages: bars on a terminal, a plain line each quarter elsewhere; all on standard error."""
    if not sys.stderr.isatty():
        yield _plain_lines()
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    bars = Progress(TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), console=Console(stderr=True))
    tasks: dict[str, Any] = {}

    def show(stage: str, done: int, total: int) -> None:
        if stage not in tasks:
            tasks[stage] = bars.add_task(STAGES.get(stage, stage), total=total)
        bars.update(tasks[stage], completed=done, total=total)

    with bars:
        yield show


def _plain_lines() -> Callable[[str, int, int], None]:
    told: dict[str, int] = {}

    def show(stage: str, done: int, total: int) -> None:
        quarter = 4 if done >= total else 4 * done // max(total, 1)
        if quarter > told.get(stage, 0):
            told[stage] = quarter
            click.echo(f"{STAGES.get(stage, stage)}: {done}/{total}", err=True)

    return show


@contextmanager
def one_line_errors() -> Iterator[None]:
    """What is expected to go wrong ends the command with one line and exit code 1; what is not keeps its traceback, for it is a defect."""
    try:
        yield
    except Exception as error:
        if not is_expected(error):
            raise
        raise click.ClickException(_line(error)) from error


def is_expected(error: BaseException) -> bool:
    """Whether an error is one of EXPECTED, or of a kind that derives from one."""
    if isinstance(error, BrokenPipeError):
        return False  # whoever read has gone; click ends in silence
    return any(f"{kind.__module__}.{kind.__qualname__}" in EXPECTED for kind in type(error).__mro__)


def _line(error: Exception) -> str:
    listed = getattr(error, "errors", None)
    if type(error).__name__ == "ValidationError" and callable(listed):
        return "; ".join(f"TONGHOP_{'_'.join(map(str, one['loc'])).upper()}: {one['msg']}" for one in listed())
    text = str(error)
    if isinstance(error, OSError) and error.strerror:
        text = f"{error.filename}: {error.strerror}" if error.filename else error.strerror
    return " ".join(text.split()) or type(error).__name__
