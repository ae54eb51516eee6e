"""Where Dagster begins: all assets, the daily job and its schedule. What they do is in `pipelines`; the workspace loads `defs`."""

from __future__ import annotations

import dagster as dg

from assets.resources import RefreshRun
from assets.steps import INBOX, counting_submissions, read_submissions, received_deliveries
from assets.warehouse import warehouse

STEPS = [received_deliveries, read_submissions, counting_submissions, warehouse]
ZONE = "Asia/Ho_Chi_Minh"
LOCK_RETRIES = 20
"""How often a scheduled run tries again while someone else refreshes: ten minutes."""

daily_refresh = dg.define_asset_job(
    "daily_refresh",
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
    assets=[INBOX, *STEPS],
    jobs=[daily_refresh],
    schedules=[every_morning],
    resources={"refresh_run": RefreshRun()},
    executor=dg.in_process_executor,
)
