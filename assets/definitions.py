"""Where Dagster begins: all assets, the jobs, the schedule and the sensors. What they do is in `pipelines`; the workspace loads `defs`."""

from __future__ import annotations

import dagster as dg

from assets import running
from assets.backfill import days_read_again, read_days_again
from assets.deliveries_grid import GRID
from assets.failure_alerts import failure_alerts
from assets.feedback import feedback_to_senders
from assets.inbox_sensor import LOCK_RETRIES, inbox_watch
from assets.resources import RefreshRun
from assets.run_logger import console
from assets.run_pruning import old_runs
from assets.steps import INBOX, counting_submissions, read_submissions, received_deliveries
from assets.warehouse import warehouse

STEPS = [received_deliveries, read_submissions, counting_submissions, warehouse, feedback_to_senders]
ZONE = "Asia/Ho_Chi_Minh"

daily_refresh = dg.define_asset_job(
    running.REFRESH,
    selection=dg.AssetSelection.assets(*STEPS),
    executor_def=dg.in_process_executor,
    description="Takes in what is new in the inbox, builds the warehouse, proves it and publishes it. Without news it builds nothing.",
)


@dg.schedule(
    name="every_morning",
    job=daily_refresh,
    cron_schedule="30 5 * * *",
    execution_timezone=ZONE,
    default_status=dg.DefaultScheduleStatus.RUNNING,
    description="05:30 in Vietnam: the day before is complete, the morning briefing is not yet read.",
)
def every_morning(context: dg.ScheduleEvaluationContext) -> dg.RunRequest:
    """One run a day; a run that finds the home in use waits for it."""
    day = context.scheduled_execution_time.strftime("%Y-%m-%d")
    return dg.RunRequest(
        run_key=day,
        tags={"tonghop/started_by": "schedule", "tonghop/morning": day},
        run_config={"resources": {"refresh_run": {"config": {"lock_retries": LOCK_RETRIES}}}},
    )


defs = dg.Definitions(
    assets=[INBOX, GRID, *STEPS, days_read_again],
    jobs=[daily_refresh, read_days_again],
    schedules=[every_morning],
    sensors=[inbox_watch, failure_alerts, old_runs],
    resources={"refresh_run": RefreshRun()},
    loggers={"console": console},
    executor=dg.in_process_executor,
)
