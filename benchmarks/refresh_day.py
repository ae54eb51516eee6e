"""A national day: 161 files into an empty home, and a second refresh with nothing new, beside the imports that both need anyway."""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

from benchmarks.measure import Row, Timing, time_command

NAME = "refresh of a national day"

_WRITE = "import sys; from pathlib import Path; from examples.national_day import write_inbox; write_inbox(Path(sys.argv[1]))"
_IMPORTS = "import dagster, polars, duckdb, sqlalchemy, pandera.polars, python_calamine, openpyxl"
_PLAIN = (
    "import sys, datetime as dt; from pathlib import Path; from pipelines.settings import Settings; from pipelines.refresh import refresh;"
    "result = refresh(Settings(home=Path(sys.argv[1])), dt.date(2025, 10, 28)); assert result.is_good"
)


def run() -> list[Row]:
    """Whole commands in fresh processes; the baseline is a process that only imports the libraries."""
    with tempfile.TemporaryDirectory() as folder:
        inbox = Path(folder) / "written"
        time_command((sys.executable, "-c", _WRITE, str(inbox)))
        base = time_command((sys.executable, "-c", _IMPORTS))
        files = sum(one.is_file() for one in inbox.rglob("*"))
        plain_home, home = Path(folder) / "plain", Path(folder) / "home"
        for place in (plain_home, home):
            shutil.copytree(inbox, place / "inbox")
        tonghop = str(Path(sys.executable).with_name("tonghop"))
        refresh = (tonghop, "refresh", "--home", str(home), "--date", "2025-10-28")
        return [
            _row("imports of the libraries (baseline)", base, base),
            _row(f"refresh without Dagster, {files} files", time_command((sys.executable, "-c", _PLAIN, str(plain_home))), base),
            _row(f"tonghop refresh, {files} files", time_command(refresh), base),
            _row("tonghop refresh again, nothing new", time_command(refresh), base),
        ]


def _row(what: str, timing: Timing, base: Timing) -> Row:
    return Row(what, timing.seconds, base.seconds, timing.seconds / base.seconds, timing.peak_mb)
