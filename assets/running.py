"""Who is at work: Dagster's runs that write to the home, and whether the process of a command-line run still lives."""

from __future__ import annotations

import datetime as dt
import os
import socket

import dagster as dg

PID, HOST = "tonghop/pid", "tonghop/host"
"""Tags of a run that the command line started."""
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


def is_dead(run: dg.DagsterRun) -> bool:
    """Whether a command line on this machine began the run and is no more."""
    return run.tags.get(HOST) == socket.gethostname() and not _lives(run.tags.get(PID, ""))


def _lives(pid: str) -> bool:
    if not pid.isdigit():
        return True
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
