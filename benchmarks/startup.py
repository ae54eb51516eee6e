"""Start-up: what importing each room costs in a fresh process, against Python that does nothing.

A room is imported with every module in it, which is the most that any command can pay.
"""

from __future__ import annotations

import sys

from benchmarks.measure import NOTHING, ROOT, Row, against, best_of

NAME = "startup"
ROOMS = ("schemas", "pipelines", "assets")
RUNS = 3


def modules_of(room: str) -> list[str]:
    """The dotted names of every module of a room. Migrations are left out: Alembic runs them, nobody imports them."""
    files = sorted(path for path in (ROOT / room).rglob("*.py") if path.stem != "__main__" and "migrations" not in path.parts)
    parts = (path.relative_to(ROOT).with_suffix("").parts for path in files)
    return [".".join(part[:-1] if part[-1] == "__init__" else part) for part in parts]


def run() -> list[Row]:
    """One row a room, the light path of the command line, and the heavy libraries by themselves for comparison."""
    nothing = best_of(RUNS, NOTHING)
    commands = {f"import {room}.*": [sys.executable, "-c", "import " + ", ".join(modules_of(room))] for room in ROOMS if modules_of(room)}
    if (ROOT / "assets" / "cli.py").exists():
        commands["import assets.cli"] = [sys.executable, "-c", "import assets.cli"]
        commands["tonghop check --help"] = [sys.executable, "-c", "from assets.cli import main; main()", "check", "--help"]
    for library in ("duckdb", "polars", "pandera.polars", "dagster"):
        commands[f"(import {library})"] = [sys.executable, "-c", f"import {library}"]
    rows = [against("python -c pass", nothing, nothing)]
    return rows + [against(what, best_of(RUNS, command), nothing) for what, command in commands.items()]
