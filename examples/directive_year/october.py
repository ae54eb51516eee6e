"""27 October 2025, the day before the national day: the same offices in the same layouts, and the two that are silent on the 28th."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from random import Random

from examples.national_day import counts, deadlines, indicators, titles, wording
from examples.national_day.agencies import DOSSIERS_ONLY, SILENT, Agency, every_agency, reporting_agencies
from examples.national_day.figures import Manifest
from examples.national_day.layouts import LAYOUTS, Report
from examples.national_day.people import person
from examples.national_day.plan import UNDATED, Sending, sendings
from examples.national_day.post import content, drop, entries, moments
from examples.national_day.tasks import Task, TaskRow, row_of
from examples.national_day.write import rows_by_agency

from .earlier import count_before, dossier_on, indicator_before, task_on
from .history import ReportingDay
from .posting import folder_of

DAY = date(2025, 10, 27)
_SETTLED = {"VHLKHXH": (236, 128), "H12": (61_300, 9_400)}
"""Dossiers settled and full-process; the second office's form has no column for the latter, so it stands in neither sum of the rate."""
_LAYOUTS = {
    "VHLKHXH": {"tasks": "tasks_letter", "dossier_counts": "counts_form", "indicators": "indicators_letter"},
    "H12": {"tasks": "tasks_two_header_rows", "dossier_counts": "counts_form_unextended", "indicators": "indicators_semicolons"},
}
_FILES = {"tasks": "nhiem_vu", "dossier_counts": "II.06a", "indicators": "chi_tieu"}


def write(inbox: Path, national: Manifest, seed: int) -> ReportingDay:
    """Writes the day's files; `national` is the day after, from which each row stands a day back.

    Every date that the offices of the next day leave to the file's name or to its moment is here in the name, for both days lie in one inbox.
    """
    part = ReportingDay(DAY, folder_of(DAY))
    before = _day_back(national)
    before.tasks += [row for code in SILENT for row in _tasks_of_silent(code, before, seed)]
    for code in SILENT:
        agency = _agency(code)
        before.counts += counts.agency_rows(agency, *_SETTLED[code], Random(f"{seed} october counts {code}"))
        before.indicators += indicators.make(agency, Random(f"{seed} october indicators {code}"))
    held = rows_by_agency((agency.code for agency in every_agency()), before)
    plan = [_named(sending, part.folder) for sending in sendings(reporting_agencies(), DAY)]
    plan += [
        Sending(_agency(code), dataset, LAYOUTS[name], f"{part.folder}/{code}/{_FILES[dataset]}_{DAY:%Y%m%d}{LAYOUTS[name].suffix}", 190)
        for code in SILENT
        for dataset, name in _LAYOUTS[code].items()
    ]
    for sending, moment in zip(plan, moments(len(plan), DAY, Random(f"{seed} october")), strict=True):
        rows = held[sending.agency.code]
        drop(inbox, sending.path, content(sending, Report(sending.agency, DAY, national.period_from, sending.number), rows, moment), moment)
        part.files += entries(sending, rows)
    part.tasks, part.counts, part.indicators = before.tasks, before.counts, before.indicators
    part.expected = {
        "agencies_reported": len({entry.agency_code for entry in part.files}),
        "tasks_open_overdue": len({row.task_code for row in part.tasks if row.is_overdue(DAY)}),
        "tasks_total": len({row.task_code for row in part.tasks}),
    }
    return part


def _day_back(national: Manifest) -> Manifest:
    before = Manifest(DAY, national.period_from, [])
    before.tasks = [row for row in (task_on(row, DAY) for row in national.tasks) if row]
    before.dossiers = [row for row in (dossier_on(row, DAY) for row in national.dossiers) if row]
    one_by_one = {row.agency_code for row in before.dossiers}
    before.counts = [count_before(row) for row in national.counts if row.agency_code not in one_by_one]
    for code in sorted(one_by_one - set(DOSSIERS_ONLY)):
        own = [row for row in before.dossiers if row.agency_code == code]
        before.counts += counts.of_dossiers(own, national.period_from, DAY)
    before.indicators = [indicator_before(row) for row in national.indicators]
    return before


def _named(sending: Sending, folder: str) -> Sending:
    """The sending in the day's folder; the one without any date gets one in its name."""
    path = f"{folder}/{sending.path}"
    if (sending.agency.code, sending.dataset) == UNDATED:
        path = path.replace(" (final)", f" {DAY:%d.%m.%Y}")
    return replace(sending, path=path)


def _agency(code: str) -> Agency:
    return next(agency for agency in every_agency() if agency.code == code)


def _tasks_of_silent(code: str, before: Manifest, seed: int) -> list[TaskRow]:
    """Tasks of an office that is silent on the 28th: for the province those that all provinces have; of its own none that grows overdue soon."""
    agency, rng = _agency(code), Random(f"{seed} october tasks {code}")
    rows: list[TaskRow] = []
    if not agency.is_central:
        neighbour = [row for row in before.tasks if row.agency_code == "H01"]
        others = {row.task_code for row in before.tasks if row.agency_code == "H36"}
        shared = [row for row in neighbour if row.task_code in others]
        rows = [replace(row, agency_code=code, lead_text=f"UBND {agency.name}", status_text=row.status_text) for row in shared]
    maker, words, names = titles.maker(agency, rng), wording.Wording(agency, rng), [person(rng) for _ in range(3)]
    for number, state in enumerate(("open", "open", "not_started", "done_on_time", "submitted", "done_late"), 1):
        due = deadlines.behind(DAY, rng) if state.startswith("done") else deadlines.ahead(DAY, rng)
        latest = min(due.on or DAY, DAY) - timedelta(days=50)
        task = Task(f"NQ57.9{number + 10 * SILENT.index(code):02d}", "71/NQ-CP", 900 + number, next(maker), due, latest)
        rows.append(row_of(agency, task, state, DAY, rng, names, words))
    return rows
