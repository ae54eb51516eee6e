"""How the rows of the national day stood on an earlier day, so that two days of one office agree with each other. Rows only, no layout."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from examples.national_day.counts import CountRow
from examples.national_day.dossiers import DossierRow
from examples.national_day.indicators import IndicatorRow
from examples.national_day.tasks import TaskRow


def task_on(row: TaskRow, day: date) -> TaskRow | None:
    """The task as its office told it on the afternoon of `day`: what was done on that day is told the day after. None if not yet given.

    Codes, titles and deadlines stay, so that a reader knows it for the same task.
    """
    if row.assigned_on > day:
        return None
    reported = min(row.last_progress_on, day)
    if row.state == "done" and row.completed_on is not None and row.completed_on < day:
        return replace(row, last_progress_on=reported)
    if row.state in ("paused", "cancelled"):
        return replace(row, last_progress_on=reported)
    late = row.due_on is not None and day > row.due_on
    was_late = late and row.state == "open"
    reopened = row.state == "done"
    status = row.status_text if row.state == "open" and (late or row.due_on is None or not row.blocker) else _label(late)
    progress = 90 if reopened else max(0, row.progress_pct - 5) if row.progress_pct else row.progress_pct
    return replace(
        row,
        state="open",
        status_text=status,
        completed_on=None,
        progress_pct=progress,
        evidence=None if reopened else row.evidence,
        blocker=row.blocker if was_late else "Đang hoàn thiện hồ sơ trình" if late else None,
        proposal=row.proposal if was_late else None,
        last_progress_on=reported,
    )


def _label(late: bool) -> str:
    return "Đang thực hiện quá hạn" if late else "Đang thực hiện trong hạn"


def count_before(row: CountRow) -> CountRow:
    """The field's dossiers a day before: about a four-hundredth fewer received and settled; all identities of the form hold."""
    fewer = min(row.done_early, row.received_online + row.received_offline) // 400
    online = min(row.online_full, row.received_online, fewer) // 2
    offline = min(fewer - online, row.received_offline)
    online = fewer - offline
    if online > min(row.online_full, row.received_online):
        return row
    return replace(
        row,
        received_total=row.received_total - fewer,
        received_online=row.received_online - online,
        received_offline=row.received_offline - offline,
        done_total=row.done_total - fewer,
        done_early=row.done_early - fewer,
        online_full=row.online_full - online,
        digitised=row.digitised - min(fewer, row.digitised),
    )


def dossier_on(row: DossierRow, day: date) -> DossierRow | None:
    """The dossier as it stood at the end of `day`; None if not yet received."""
    if row.received_at.date() > day:
        return None
    if row.finished_at is not None and row.finished_at.date() > day:
        return replace(row, finished_at=None, returned_at=None, status="processing")
    if row.returned_at is not None and row.returned_at.date() > day:
        return replace(row, returned_at=None, status="finished")
    return row


def indicator_before(row: IndicatorRow) -> IndicatorRow:
    """The value a day before: a little less; words stay as they are."""
    if isinstance(row.value, float):
        return replace(row, value=max(0.0, round(row.value - 0.1, 2)))
    return replace(row, value=row.value - row.value // 100) if isinstance(row.value, int) else row
