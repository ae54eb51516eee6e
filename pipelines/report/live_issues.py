"""Which findings stand for a reporting date: the condition that status, checks, headline and briefing share with mart.data_quality.

It is written in `sql/include/live.sql` of the build. How findings are shown is for those who ask.
"""

from __future__ import annotations

import datetime as dt
from functools import cache

from pipelines.warehouse import quoted


def day(on: dt.date | None) -> str:
    """A date as SQL; null where none is held."""
    return f"{quoted(on.isoformat())}::DATE" if on else "NULL::DATE"


@cache
def is_live() -> str:
    """The condition on audit.submission AS s with its follower AS n."""
    from pipelines.build.models import render

    return render("include/live").rstrip()


def live_submissions(on: dt.date | None) -> str:
    """A query of the submissions that stand for a date: counting or held, or superseded only by what was said for another date.

    Gives submission_id, delivery_id, reported_by.
    """
    return (
        "SELECT s.submission_id, s.delivery_id, s.reported_by FROM audit.submission AS s "
        "LEFT JOIN audit.submission AS n ON n.submission_id = s.superseded_by "
        f"WHERE s.reported_on = {day(on)} AND {is_live()}"
    )


def live_issue(on: dt.date | None, alias: str = "i") -> str:
    """A condition on audit.issue: findings of submissions that stand for a date, and those of their deliveries that no submission carries."""
    return (
        f"({alias}.submission_id IN (SELECT submission_id FROM ({live_submissions(on)})) OR ({alias}.submission_id IS NULL "
        f"AND {alias}.delivery_id IN (SELECT delivery_id FROM ({live_submissions(on)}))))"
    )
