"""20 November 2025: the Ministry of Agriculture and Environment alone reports its 187 tasks."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from random import Random

from examples.national_day import deadlines, titles, wording
from examples.national_day.agencies import every_agency
from examples.national_day.figures import Manifest
from examples.national_day.people import person
from examples.national_day.tasks import Task, TaskRow, row_of

from .history import ReportingDay
from .posting import folder_of, post_all

DAY = date(2025, 11, 20)
MINISTRY = "BNNMT"
TOTAL = 187
STANDS = {"done_on_time": 41, "done_late": 17, "open_in_time": 119, "open_overdue": 10}
"""The source states all but the last, which is what remains of 187."""


def write(inbox: Path, national: Manifest, seed: int) -> ReportingDay:
    """Writes the ministry's one file. `national` is 28 October: every task that was open then stands in the list again."""
    part = ReportingDay(DAY, folder_of(DAY))
    agency = next(agency for agency in every_agency() if agency.code == MINISTRY)
    rng = Random(f"{seed} november")
    rows = [_since_october(row, rng) for row in national.tasks if row.agency_code == MINISTRY and row.state != "cancelled"]
    missing = Counter(STANDS) - Counter(standing(row) for row in rows)
    maker, words, names = titles.maker(agency, rng), wording.Wording(agency, rng), [person(rng) for _ in range(4)]
    states = [state for state, how_many in sorted(missing.items()) for _ in range(how_many)]
    for number, state in enumerate(states, 1):
        due = deadlines.ahead(DAY, rng) if state == "open_in_time" else deadlines.behind(DAY, rng)
        assigned = max(min(due.on or DAY, DAY) - timedelta(days=70), date(2025, 2, 10))
        task = Task(f"NNMT.{number:03d}", rng.choice(("57-NQ/TW", "71/NQ-CP")), 400 + number, next(maker), due, assigned)
        rows.append(row_of(agency, task, "open" if state.startswith("open") else state, DAY, rng, names, words))
    late = [position for position, row in enumerate(rows) if standing(row) == "open_overdue"]
    rows[late[-1]] = replace(rows[late[-1]], status_text="Đã trình", submitted=True)
    rows[late[-2]] = replace(rows[late[-2]], status_text="Trả lại", submitted=False, note="Chưa đạt yêu cầu, đề nghị hoàn thiện")
    for position in late[:-2]:
        rows[position] = replace(rows[position], status_text="Đang thực hiện quá hạn", submitted=False)
    part.tasks = rows
    post_all(inbox, part, (agency,), "tasks", {MINISTRY: rows}, ("tasks_letter",), seed=f"{seed} november")
    part.expected = {
        "total": TOTAL,
        "done": STANDS["done_on_time"] + STANDS["done_late"],
        **STANDS,
        "submitted": rows[late[-1]].task_code,
        "returned": rows[late[-2]].task_code,
    }
    return part


def standing(row: TaskRow) -> str:
    """How a row stands on the day, by its own dates."""
    if row.state == "done":
        assert row.completed_on is not None
        return "done_late" if row.due_on is not None and row.completed_on > row.due_on else "done_on_time"
    return "open_overdue" if row.is_overdue(DAY) else "open_in_time"


def _since_october(row: TaskRow, rng: Random) -> TaskRow:
    """What became of a task since 28 October: standing ones were given a term, half of the overdue ones were done."""
    if row.state == "done":
        return row
    reported = DAY - timedelta(days=rng.randrange(3))
    if row.due_on is None:
        return replace(
            row, due="Năm 2025", due_on=date(2025, 12, 31), status_text="Đang thực hiện trong hạn", progress_pct=60, last_progress_on=reported
        )
    if row.is_overdue(DAY) and rng.random() < 0.5:
        done_on = DAY - timedelta(days=rng.randrange(4, 20))
        status = "Hoàn thành quá hạn"
        return replace(
            row,
            state="done",
            status_text=status,
            submitted=False,
            completed_on=done_on,
            progress_pct=100,
            evidence=f"{rng.randrange(300, 3900)}/QĐ-{MINISTRY}",
            blocker=None,
            proposal=None,
            last_progress_on=done_on,
        )
    if row.submitted and not row.is_overdue(DAY):
        return replace(row, status_text="Đang thực hiện trong hạn", submitted=False, evidence=None, last_progress_on=reported)
    return replace(row, last_progress_on=reported)
