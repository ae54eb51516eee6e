"""The inbox sensor: asks for a refresh when files came that no run has taken in, once the inbox is quiet.

It lists the inbox and opens none of its files; what was taken in it asks of the ledger, opened once a look. It takes no lock.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING

import dagster as dg

from assets import running
from assets.installation import settings_at

if TYPE_CHECKING:
    from pipelines.home import Home
    from pipelines.inbox_listing import Listing
    from pipelines.ledger import Ledger
    from pipelines.settings import Settings

TICK_SECONDS = 30
LOCK_RETRIES = 20
"""How often a run that the daemon started tries again while someone else refreshes: ten minutes."""
UNPUBLISHED = "taken-in-not-published"
"""What a run is asked for where no file is new and yet not all is published; in place of a digest of new files."""
RETRY_MINUTES = 60
"""Least minutes between two runs for the same files, where the first failed."""


@dataclass(frozen=True)
class Watched:
    """What the sensor remembers between ticks; its cursor. Moments are ISO, in Asia/Ho_Chi_Minh; digests are of listings."""

    seen: str = ""
    """The listing of the last tick, and since when the inbox has looked so."""
    since: str = ""
    settled: str = ""
    """The last listing of which all was taken in."""
    asked: str = ""
    """The new files for which the last run was asked for, and when."""
    asked_at: str = ""

    @classmethod
    def of(cls, cursor: str | None) -> Watched:
        """The memory in a cursor; an empty one where there is none, or where it is of another kind."""
        try:
            return cls(**json.loads(cursor)) if cursor else cls()
        except (ValueError, TypeError):
            return cls()

    def told(self) -> str:
        """The cursor."""
        return json.dumps(asdict(self))


@dg.sensor(
    name="inbox_watch",
    job_name=running.REFRESH,
    minimum_interval_seconds=TICK_SECONDS,
    default_status=dg.DefaultSensorStatus.RUNNING,
    description="Asks for daily_refresh when a quiet inbox has files that no run took in, or a run that took some in died; no more often than set.",
)
def inbox_watch(context: dg.SensorEvaluationContext) -> dg.SensorResult:
    """One look at the inbox."""
    from pipelines.clock import local_now

    return look(settings_at(None), context.instance, context.cursor, local_now())


def look(settings: Settings, instance: dg.DagsterInstance, cursor: str | None, now: dt.datetime) -> dg.SensorResult:
    """What to do about the inbox as it stands: a request, or the reason for none; with the new cursor."""
    from pipelines.home import Home
    from pipelines.inbox_listing import listing

    home, before = Home(settings.home), Watched.of(cursor)
    running.bury(instance)
    try:
        files = listing(home.inbox)
    except OSError as error:
        return _skip(before, f"the inbox {home.inbox} cannot be listed: {error.strerror}")
    with _opened(settings, home) as ledger:
        return _judge(settings, instance, before, now, files, ledger)


def _judge(
    settings: Settings, instance: dg.DagsterInstance, before: Watched, now: dt.datetime, files: Listing, ledger: Ledger | None
) -> dg.SensorResult:
    from pipelines.inbox_listing import digest, unknown

    looks, unbuilt = digest(files), ledger is not None and ledger.has_unbuilt()
    if looks == before.settled and not unbuilt:
        return _skip(replace(before, seen=looks, since=before.since or now.isoformat()), f"nothing new among {len(files)} files")
    if looks != before.seen:
        before = replace(before, seen=looks, since=now.isoformat())
    quiet = (now - dt.datetime.fromisoformat(before.since)).total_seconds()
    if quiet < settings.quiet_seconds:
        return _skip(before, f"the inbox changed; it is quiet for {quiet:.0f} of {settings.quiet_seconds} s")
    if at_work := running.at_work(instance):
        return _skip(before, f"a run is in progress: {at_work[0]}")
    new = unknown(files, ledger) if ledger is not None else files
    if not new and unbuilt:
        # What was taken in must also be published: the run that took it died on the way, or its build was refused.
        return _ask(settings, instance, before, now, UNPUBLISHED, 0)
    if not new:
        return _skip(replace(before, settled=looks), f"all {len(files)} files were taken in by an earlier run")
    return _ask(settings, instance, before, now, digest(new), len(new))


def _ask(settings: Settings, instance: dg.DagsterInstance, before: Watched, now: dt.datetime, new: str, count: int) -> dg.SensorResult:
    if before.asked_at:
        asked_at = dt.datetime.fromisoformat(before.asked_at)
        least = settings.inbox_minutes
        if new == before.asked:
            if _went_well(instance, asked_at):
                return _skip(
                    replace(before, settled=before.seen), f"{count} files were left by the run that saw them; the morning's looks at them again"
                )
            least = max(least, RETRY_MINUTES)
        waited = (now - asked_at).total_seconds() / 60
        if waited < least:
            return _skip(before, f"{count} new files; the last run was asked for {waited:.0f} of {least} minutes ago")
    request = dg.RunRequest(
        run_key=f"inbox-{new}-{now:%Y%m%dT%H%M%S}",
        tags={"tonghop/started_by": "inbox", "tonghop/new_files": str(count)},
        run_config={"resources": {"refresh_run": {"config": {"lock_retries": LOCK_RETRIES}}}},
    )
    return dg.SensorResult(run_requests=[request], cursor=replace(before, asked=new, asked_at=now.isoformat()).told())


@contextmanager
def _opened(settings: Settings, home: Home) -> Iterator[Ledger | None]:
    """The ledger; null where no run has made one yet."""
    from pipelines.ledger import Ledger, LedgerMissing

    with ExitStack() as stack:
        try:
            ledger = stack.enter_context(Ledger.open(settings.ledger_url or home.ledger, create=False))
        except LedgerMissing:
            ledger = None
        yield ledger


def _went_well(instance: dg.DagsterInstance, asked_at: dt.datetime) -> bool:
    """Whether a refresh that began after a moment ended well: then it saw the files, and left them for a reason that it told."""
    from pipelines.clock import epoch_us

    ended = dg.RunsFilter(job_name=running.REFRESH, statuses=[dg.DagsterRunStatus.SUCCESS])
    records = instance.get_run_records(ended, limit=1)
    return bool(records and (records[0].start_time or 0.0) >= epoch_us(asked_at) / 1e6)


def _skip(watched: Watched, why: str) -> dg.SensorResult:
    return dg.SensorResult(skip_reason=dg.SkipReason(why), cursor=watched.told())
