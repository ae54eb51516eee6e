"""Who is at work: Dagster's runs that write to the home, and whether the process of a command-line run still lives."""

from __future__ import annotations

import datetime as dt
import os
import socket
from pathlib import Path

import dagster as dg

PID, HOST, BORN = "tonghop/pid", "tonghop/host", "tonghop/process_since"
"""Tags of a run that has begun, whoever started it: its process, the machine, and when the process was born (a number is given out again)."""
ENDED_SILENTLY = "its process ended without saying so (killed, out of memory, or the machine went down)"
REFRESH, READ_AGAIN = "daily_refresh", "read_days_again"
"""The jobs that write to the home."""
FROM_UI = "__ASSET_JOB"
"""The job under which Dagster runs assets that somebody chose in the UI, a backfill of days among them."""
LONGEST = dt.timedelta(days=1)
"""A run that began longer ago is not waited for: its process was killed where nobody could see it."""
BEGUN = [
    dg.DagsterRunStatus.QUEUED,
    dg.DagsterRunStatus.NOT_STARTED,
    dg.DagsterRunStatus.STARTING,
    dg.DagsterRunStatus.STARTED,
    dg.DagsterRunStatus.CANCELING,
]


def at_work(instance: dg.DagsterInstance) -> list[str]:
    """The ids of runs that write to the home now, or are about to."""
    since = dt.datetime.now(dt.UTC) - LONGEST
    return [
        run.run_id
        for job in (REFRESH, READ_AGAIN, FROM_UI)
        for run in instance.get_runs(dg.RunsFilter(job_name=job, statuses=BEGUN, created_after=since))
        if not is_dead(run)
    ]


def job_of(run: dg.DagsterRun) -> str:
    """The job of a run as people call it: days that were launched from the UI are `read_days_again` too."""
    days = {"dagster/asset_partition_range_start", "dagster/partition"} & set(run.tags)
    return READ_AGAIN if run.job_name == FROM_UI and days else run.job_name


def process_tags() -> dict[str, str]:
    """The tags by which a run's process is known."""
    return {PID: str(os.getpid()), HOST: socket.gethostname(), BORN: _born(os.getpid())}


def is_dead(run: dg.DagsterRun) -> bool:
    """Whether the run's process was on this machine and is no more."""
    pid = run.tags.get(PID, "")
    if run.tags.get(HOST) != socket.gethostname() or not pid.isdigit():
        return False
    return not _lives(pid) or run.tags.get(BORN, "") not in ("", _born(int(pid)))


def bury(instance: dg.DagsterInstance) -> list[str]:
    """Marks runs whose process is no more as failed and gives back their pool slots: Dagster's own monitoring does not look at processes.

    Gives the ids. Failure sensors hear of each.
    """
    dead = [run for run in instance.get_runs(dg.RunsFilter(statuses=BEGUN)) if is_dead(run)]
    for run in dead:
        instance.report_run_failed(run, ENDED_SILENTLY)
        if instance.event_log_storage.supports_global_concurrency_limits:
            instance.event_log_storage.free_concurrency_slots_for_run(run.run_id)
    return [run.run_id for run in dead]


def _born(pid: int) -> str:
    """When a process was born, in the kernel's ticks; empty where the system does not tell."""
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace").rsplit(")", 1)[1].split()[19]
    except (OSError, IndexError):
        return ""


def _lives(pid: str) -> bool:
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
