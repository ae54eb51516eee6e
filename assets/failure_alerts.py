"""The failure sensor: runs that failed, from the command line too, and red checks of runs that went through (a delivery that broke inside us).

A sensor of our own, not Dagster's `run_failure_sensor`: that one hears nothing of red checks, and forgets an alert that no channel took.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

import dagster as dg

from assets.alerts.alert import Alert, first_line, subject_of
from assets.alerts.channels import channels_of
from assets.alerts.desk import Desk
from assets.installation import settings_at
from assets.running import job_of

if TYPE_CHECKING:
    from pipelines.settings import Settings

TICK_SECONDS = 60
RUNS_A_TICK = 25
LOOK_BACK = dt.timedelta(days=1)
"""At its very first tick the sensor tells of runs of so long ago, not of years."""
CONFIG_CHECK = "registers_are_sound"
_FAILED: Literal[dg.DagsterEventType.RUN_FAILURE] = dg.DagsterEventType.RUN_FAILURE
_SUCCEEDED: Literal[dg.DagsterEventType.RUN_SUCCESS] = dg.DagsterEventType.RUN_SUCCESS


@dataclass
class _Memory:
    """The cursor: the last event seen of each kind, and the desk."""

    seen: dict[str, int] = field(default_factory=dict)
    desk: Desk = field(default_factory=Desk)

    @classmethod
    def of(cls, cursor: str | None) -> _Memory:
        try:
            kept = json.loads(cursor) if cursor else {}
            return cls(dict(kept.get("seen", {})), Desk.from_dict(kept.get("desk", {})))
        except (ValueError, TypeError, KeyError, AttributeError):
            return cls()

    def told(self) -> str:
        return json.dumps({"seen": self.seen, "desk": self.desk.as_dict()}, ensure_ascii=False)


@dg.sensor(
    name="failure_alerts",
    minimum_interval_seconds=TICK_SECONDS,
    default_status=dg.DefaultSensorStatus.RUNNING,
    description="Tells by e-mail and webhook of failed runs and red checks, and when all is well again; tries again where a channel does not answer.",
)
def failure_alerts(context: dg.SensorEvaluationContext) -> dg.SensorResult:
    """One look at the runs that ended since the last."""
    from pipelines.clock import local_now

    told, cursor = watch(settings_at(None), context.instance, context.cursor, local_now(), context.log.error)
    return dg.SensorResult(skip_reason=dg.SkipReason("; ".join(told) or "nothing of ours is newly broken"), cursor=cursor)


def watch(settings: Settings, instance: dg.DagsterInstance, cursor: str | None, now: dt.datetime, log: Any) -> tuple[list[str], str]:
    """Look at what ended, tell what is to be told, try what waits. Gives the subjects of the new alerts, and the new cursor."""
    memory = _Memory.of(cursor)
    channels, faults = channels_of(settings)
    for fault in faults:
        log(fault)
    made: list[Alert] = []
    for _, run_id, _ in sorted(_ended(instance, memory, now)):
        run = instance.get_run_by_id(run_id)
        if run is not None:
            made += _judge(settings, instance, run, memory.desk, list(channels), now)
    for alert in made:
        log(f"{subject_of(alert)} ({alert.run_id}) {alert.error}")
    memory.desk.send(channels, now, log)
    return [subject_of(alert) for alert in made], memory.told()


def _ended(instance: dg.DagsterInstance, memory: _Memory, now: dt.datetime) -> Iterator[tuple[int, str, str]]:
    """(place in the event log, run id, kind) of runs that ended since the last tick, and the places into the memory."""
    from pipelines.clock import epoch_us

    for kind in (_FAILED, _SUCCEEDED):
        after = memory.seen.get(kind.value)
        wanted = (
            dg.RunStatusChangeRecordsFilter(event_type=kind, after_storage_id=after)
            if after is not None
            else dg.RunStatusChangeRecordsFilter(event_type=kind, after_timestamp=epoch_us(now - LOOK_BACK) / 1e6)
        )
        records = instance.fetch_run_status_changes(wanted, limit=RUNS_A_TICK, ascending=True).records
        for record in records:
            memory.seen[kind.value] = max(memory.seen.get(kind.value, 0), record.storage_id)
            yield record.storage_id, record.event_log_entry.run_id, kind.value
        memory.seen.setdefault(kind.value, 0)


def _judge(
    settings: Settings, instance: dg.DagsterInstance, run: dg.DagsterRun, desk: Desk, channels: list[str], now: dt.datetime
) -> Iterator[Alert]:
    again = dt.timedelta(hours=settings.alert_again_hours)

    def alert(**parts: Any) -> Alert:
        moment = _ended_at(instance, run.run_id) or now.isoformat(timespec="seconds")
        url = f"{settings.ui_url.rstrip('/')}/runs/{run.run_id}" if settings.ui_url else ""
        named = {"run_id": run.run_id, "started_by": run.tags.get("tonghop/started_by", ""), "at": moment, "since": moment, "url": url}
        return Alert(**{**named, **parts})

    if run.status is dg.DagsterRunStatus.FAILURE:
        step, error = _failure(instance, run.run_id)
        failed = alert(kind="run_failed", what=job_of(run), step=step, error=error)
        told = desk.broke(f"run:{job_of(run)}", failed, _nameless(f"{step}: {error}"), channels, now, again)
        if told:
            yield told
        return
    mended = desk.mended(f"run:{job_of(run)}", alert(kind="recovered", what=job_of(run)), channels)
    if mended:
        yield mended
    for check in _checks(instance, run.run_id):
        name = f"{check.asset_key.to_user_string()}:{check.check_name}"
        if check.passed or check.severity is not dg.AssetCheckSeverity.ERROR:
            told = desk.mended(f"check:{name}", alert(kind="recovered", what=name), channels)
        else:
            rows = _rows(check)
            red = alert(
                kind="check_failed",
                what=name,
                whose="config" if check.check_name == CONFIG_CHECK else "ours",
                step=check.asset_key.to_user_string(),
                deliveries=tuple(f"{row['delivery_id']} ({row.get('sender_code') or 'chưa rõ cơ quan'})" for row in rows if row.get("delivery_id"))[
                    :20
                ],
                error=first_line("; ".join(f"{row['file']}:{row.get('line', '')}: {row.get('fault', '')}" for row in rows if row.get("file"))),
            )
            told = desk.broke(f"check:{name}", red, hashlib.sha256(repr(rows).encode()).hexdigest()[:12], channels, now, again)
        if told:
            yield told


def _ended_at(instance: dg.DagsterInstance, run_id: str) -> str | None:
    from pipelines.clock import local_moment

    record = instance.get_run_record_by_id(run_id)
    return local_moment(int(record.end_time * 1e9)).isoformat(timespec="seconds") if record is not None and record.end_time else None


def _failure(instance: dg.DagsterInstance, run_id: str) -> tuple[str, str]:
    """(step, the first line of what it said) of a failed run; of its first step where several failed."""
    for entry in instance.all_logs(run_id, of_type=dg.DagsterEventType.STEP_FAILURE):
        event = entry.dagster_event
        if event is not None:
            error = event.step_failure_data.error
            said = event.step_failure_data.user_failure_data
            cause = error.cause if error is not None and error.cause is not None else error
            return event.step_key or "", first_line((said.description if said is not None else None) or (cause.message if cause is not None else ""))
    ends = [entry.dagster_event for entry in instance.all_logs(run_id, of_type=dg.DagsterEventType.RUN_FAILURE)]
    return "", first_line(next((event.message or "" for event in ends if event is not None), "") or "the run ended without saying why")


def _checks(instance: dg.DagsterInstance, run_id: str) -> Iterator[dg.AssetCheckEvaluation]:
    for entry in instance.all_logs(run_id, of_type=dg.DagsterEventType.ASSET_CHECK_EVALUATION):
        if entry.dagster_event is not None:
            yield entry.dagster_event.event_specific_data  # type: ignore[misc]


def _rows(check: dg.AssetCheckEvaluation) -> list[dict[str, Any]]:
    """The rows of the tables that a check shows."""
    return [dict(row.data) for value in check.metadata.values() if isinstance(value, dg.TableMetadataValue) for row in value.records]


def _nameless(text: str) -> str:
    """Without numbers: process ids, moments and counts make no new trouble of an old one."""
    return re.sub(r"\d+", "0", text)
