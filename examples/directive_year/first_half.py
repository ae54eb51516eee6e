"""The first half of 2025: dossiers of six months, from 63 provinces and the ministries; and the 75
tasks overdue at nine ministries on 15 July, all closed by 30 September."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

from examples.national_day import deadlines, titles, wording
from examples.national_day.agencies import Agency, every_agency
from examples.national_day.counts import CountRow, agency_rows, apportion
from examples.national_day.figures import Manifest, Sums
from examples.national_day.people import person
from examples.national_day.tasks import Task, TaskRow, row_of

from .earlier import task_on
from .history import ReportingDay
from .posting import folder_of, post_all
from .provinces import provinces_of_then, successors

PERIOD_FROM, PERIOD_TO = date(2025, 1, 1), date(2025, 6, 30)
JULY, SEPTEMBER = date(2025, 7, 15), date(2025, 9, 30)
AIMS = Sums(done={"central": 3_099_683, "provincial": 1_947_839}, online_full={"central": 1_698_009, "provincial": 296_267})
"""15.21 % in the provinces; 1,994,276 of 5,047,522 are 39.51 % in the country."""
RATES = {"national": 39.51, "provincial": 15.21}
HOLDERS = {"BKHCN": 14, "BTC": 12, "BNNMT": 11, "BCT": 9, "BXD": 8, "BYT": 7, "BGDDT": 6, "BNV": 5, "BVHTTDL": 3}
"""The nine ministries and how many of the 75 overdue tasks each holds; none is shared."""
_FEW = {"BNG": 0.9, "TTCP": 0.2, "VPCP": 0.25, "VHLKHXH": 0.16}
"""Thousands of dossiers settled by offices that send theirs one by one later in the year, or nothing."""
_COUNTS = (
    "counts_form",
    "counts_total_first",
    "counts_sections",
    "counts_semicolons",
    "counts_flat_shifted",
    "counts_capitals",
    "counts_nested_keys",
)
_TASKS = ("tasks_letter", "tasks_two_header_rows", "tasks_semicolons", "tasks_shifted", "tasks_plain_keys", "tasks_capitals")


def write_june(inbox: Path, seed: int) -> ReportingDay:
    """The 63 provinces' dossiers of six months, sent on 30 June, the last day of 29 of them."""
    part = ReportingDay(PERIOD_TO, folder_of(PERIOD_TO))
    senders = provinces_of_then()
    part.counts = _counts(senders, "provincial", seed)
    post_all(inbox, part, senders, "dossier_counts", _held(part.counts), _COUNTS, period_from=PERIOD_FROM, seed=f"{seed} june")
    today: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for row in part.counts:
        sums = today[successors()[row.agency_code]]
        sums[0] += row.online_full
        sums[1] += row.done_total
    part.expected = {
        "senders": {"provincial": len(senders)},
        "dossiers_rate_numerator": AIMS.online_full["provincial"],
        "dossiers_rate_denominator": AIMS.done["provincial"],
        "dossiers_online_full_rate": {"provincial": RATES["provincial"]},
        "by_todays_provinces": dict(today),
    }
    return part


def write_july(inbox: Path, seed: int) -> ReportingDay:
    """15 July: the ministries' dossiers of the same six months, and their tasks, of which 75 are overdue at nine of them."""
    part = ReportingDay(JULY, folder_of(JULY))
    senders = [agency for agency in every_agency() if agency.is_central]
    part.counts = _counts(tuple(_weighed(agency) for agency in senders), "central", seed)
    held = _held(part.counts)
    post_all(inbox, part, senders, "dossier_counts", held, _COUNTS, speaks_of=PERIOD_TO, period_from=PERIOD_FROM, seed=f"{seed} july counts")
    part.tasks = tasks_of_july(seed)
    post_all(inbox, part, senders, "tasks", _held(part.tasks), _TASKS, seed=f"{seed} july tasks")
    part.expected = {
        "tasks_open_overdue": sum(HOLDERS.values()),
        "agencies_with_overdue": dict(HOLDERS),
        "dossiers_online_full_rate": dict(RATES),
        "dossiers_rate_numerator": {"national": sum(AIMS.online_full.values()), **AIMS.online_full},
        "dossiers_rate_denominator": {"national": sum(AIMS.done.values()), **AIMS.done},
    }
    return part


def write_september(inbox: Path, national: Manifest, seed: int) -> ReportingDay:
    """30 September: the ministries report what was open in July as done, and the tasks they have been given since as they stand.

    Without it a reader would have to carry July's open tasks for ever. `national` is the day of 28 October, from which those stand back.
    """
    part = ReportingDay(SEPTEMBER, folder_of(SEPTEMBER))
    senders = [agency for agency in every_agency() if agency.is_central]
    rng = Random(f"{seed} september")
    part.tasks = [_closed(row, rng) for row in tasks_of_july(seed)]
    # Offices that do not give codes in October would here be read as giving other tasks.
    with_codes = {agency.code for agency in senders} - {"BNG", "TTXVN", "VOV"}
    part.tasks += [row for row in (task_on(row, SEPTEMBER) for row in national.tasks if row.agency_code in with_codes) if row]
    post_all(inbox, part, senders, "tasks", _held(part.tasks), _TASKS, seed=f"{seed} september")
    part.expected = {"tasks_open_overdue": len({row.task_code for row in part.tasks if row.is_overdue(SEPTEMBER)})}
    return part


def tasks_of_july(seed: int) -> list[TaskRow]:
    """All tasks of the 22 central offices on 15 July, office by office; the same each time."""
    rows: list[TaskRow] = []
    number = 0
    for agency in every_agency():
        if not agency.is_central:
            continue
        rng = Random(f"{seed} july {agency.code}")
        maker, words, names = titles.maker(agency, rng), wording.Wording(agency, rng), [person(rng) for _ in range(3)]
        overdue = ["open"] * HOLDERS.get(agency.code, 0)
        if len(overdue) > 4:
            overdue[1], overdue[3] = "submitted", "not_started"
        for state in (*overdue, *["open"] * rng.randrange(3, 7), *["done_on_time"] * rng.randrange(2, 5), *["done_late"] * rng.randrange(0, 3)):
            number += 1
            is_past = len([row for row in rows if row.agency_code == agency.code]) < len(overdue) or state.startswith("done")
            due = deadlines.behind(JULY, rng) if is_past else deadlines.ahead(JULY, rng)
            assigned = max(min(due.on or JULY, JULY) - timedelta(days=60 + rng.randrange(40)), date(2025, 1, 10))
            document = rng.choice(("57-NQ/TW", "03/NQ-CP", "71/NQ-CP"))
            task = Task(f"NQ03.{number:03d}", document, 300 + number, next(maker), due, assigned)
            rows.append(row_of(agency, task, state, JULY, rng, names, words))
    return rows


def _closed(row: TaskRow, rng: Random) -> TaskRow:
    """The task as done by 30 September; those done in July stay as they were."""
    if row.state == "done":
        return row
    assert row.due_on is not None
    late = row.due_on < JULY
    latest = SEPTEMBER - timedelta(days=3) if late else min(row.due_on, SEPTEMBER) - timedelta(days=2)
    done_on = JULY + timedelta(days=rng.randrange(3, (latest - JULY).days))
    return replace(
        row,
        state="done",
        status_text="Hoàn thành quá hạn" if late else "Hoàn thành đúng hạn",
        submitted=False,
        completed_on=done_on,
        progress_pct=100,
        evidence=f"{rng.randrange(300, 3900)}/BC-{row.agency_code}",
        blocker=None,
        proposal=None,
        last_progress_on=done_on,
    )


def _weighed(agency: Agency) -> Agency:
    """The office with its weight in the half-year; those that weigh nothing in October weigh little."""
    return replace(agency, dossiers_thousand=agency.dossiers_thousand or _FEW[agency.code], full_process_share=agency.full_process_share or 40)


def _counts(senders: tuple[Agency, ...], block: str, seed: int) -> list[CountRow]:
    done = apportion(AIMS.done[block], [agency.dossiers_thousand for agency in senders])
    full = apportion(AIMS.online_full[block], [settled * agency.full_process_share for agency, settled in zip(senders, done, strict=True)])
    rows: list[CountRow] = []
    for agency, settled, online in zip(senders, done, full, strict=True):
        rows += agency_rows(agency, settled, online, Random(f"{seed} first half {agency.code}"))
    return rows


def _held(rows: Sequence[Any]) -> dict[str, list[Any]]:
    held: dict[str, list[Any]] = defaultdict(list)
    for row in rows:
        held[row.agency_code].append(row)
    return held
