"""How a benchmark measures: whole commands in fresh processes, against a baseline measured in the same run. No benchmark is here.

Seconds on a shared machine say little; the ratio to the baseline is what is compared between runs.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
NOTHING = (sys.executable, "-c", "pass")


@dataclass(frozen=True)
class Row:
    """One line of the table. Seconds are wall time; `ratio` is seconds over baseline_seconds; `peak_mb` the process's peak resident memory, in MB."""

    what: str
    seconds: float
    baseline_seconds: float
    ratio: float
    peak_mb: float | None


@dataclass(frozen=True)
class Timing:
    """One process: wall seconds and peak resident memory in MB (10^6 bytes)."""

    seconds: float
    peak_mb: float


class CommandError(Exception):
    """A measured command did not exit with 0: its time means nothing."""


def time_command(command: Sequence[str], *, environment: Mapping[str, str] | None = None) -> Timing:
    """Runs one command in the repository's root to its end, its output thrown away. Raises CommandError with the end of what it said."""
    started = time.perf_counter()
    process = subprocess.Popen(
        command, cwd=ROOT, env={**os.environ, **(environment or {})}, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    assert process.stderr is not None
    said = process.stderr.read()
    # wait4 and not RUSAGE_CHILDREN: that one is the greatest of all children so far
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - started
    process.stderr.close()
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise CommandError(f"{' '.join(command)} exited with {process.returncode}\n{said.decode(errors='replace')[-2000:]}")
    unit = 1 if sys.platform == "darwin" else 1024
    return Timing(seconds, usage.ru_maxrss * unit / 1e6)


def best_of(times: int, command: Sequence[str], *, environment: Mapping[str, str] | None = None) -> Timing:
    """The fastest of several runs: what disturbs a run only ever makes it slower."""
    return min((time_command(command, environment=environment) for _ in range(times)), key=lambda timing: timing.seconds)


def against(what: str, timing: Timing, baseline: Timing) -> Row:
    """A row of the table from a timing and its baseline."""
    return Row(what, timing.seconds, baseline.seconds, timing.seconds / baseline.seconds, timing.peak_mb)
