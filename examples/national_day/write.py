"""Writes the day's inbox. Every content comes from the other modules; here only bytes, folders and times of files."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from . import counts, dossiers, indicators, tasks
from .agencies import DOSSIERS_ONLY, every_agency, reporting_agencies
from .figures import AIMS, FileEntry, Manifest, Sums, expected
from .layouts import Report
from .page import workbook
from .plan import Sending, sendings

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
_OPENS, _CLOSES = time(13), time(17, 30)


def make(day: date = date(2025, 10, 28), seed: int = 57) -> Manifest:
    """All rows of the day, in memory, with no file yet. The same day and seed give the same rows."""
    period_from = date(day.year, 1, 1)
    manifest = Manifest(day, period_from, [])
    reporting = reporting_agencies()
    manifest.tasks = tasks.make(reporting, day, Random(f"{seed} tasks"))
    by_agency = {
        agency.code: dossiers.make(agency, period_from, day, Random(f"{seed} dossiers {agency.code}"))
        for agency in reporting
        if agency.code in dossiers.HOW_MANY
    }
    manifest.dossiers = [row for rows in by_agency.values() for row in rows]
    block = {agency.code: agency.block for agency in every_agency()}
    done = [row for row in manifest.dossiers if row.finished_at]
    made = Sums(
        done={name: sum(block[row.agency_code] == name for row in done) for name in AIMS.done},
        online_full={name: sum(block[row.agency_code] == name and row.online_full for row in done) for name in AIMS.done},
    )
    manifest.counts = counts.make(reporting, made, AIMS, Random(f"{seed} counts"))
    for code, rows in by_agency.items():
        if code not in DOSSIERS_ONLY:
            manifest.counts += counts.of_dossiers(rows, period_from, day)
    manifest.indicators = [row for agency in reporting for row in indicators.make(agency, Random(f"{seed} indicators {agency.code}"))]
    return manifest


def write_inbox(inbox: Path, day: date = date(2025, 10, 28), seed: int = 57) -> Manifest:
    """Writes the files of `day` under `inbox` (made if absent) and gives what stands in them.

    Files of that name are replaced, others left. Each file's time of change lies between 13:00 and 17:30 of the day in
    Asia/Ho_Chi_Minh. Byte for byte the same for the same day and seed. Raises OSError where the folder cannot be written.
    """
    manifest = make(day, seed)
    rows = _by_agency(manifest)
    plan = sendings(reporting_agencies(), day)
    moments = _moments(len(plan), day, Random(f"{seed} moments"))
    for sending, moment in zip(plan, moments, strict=True):
        report = Report(sending.agency, day, manifest.period_from, sending.number)
        held = rows[sending.agency.code]
        content = _content(sending, report, held if sending.dataset == "all" else held[sending.dataset], moment)
        path = inbox / sending.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        os.utime(path, (moment.timestamp(), moment.timestamp()))
        manifest.files += _entries(sending, held)
    manifest.expected = expected(manifest)
    return manifest


def _by_agency(manifest: Manifest) -> dict[str, dict[str, list[Any]]]:
    rows: dict[str, dict[str, list[Any]]] = {
        agency.code: {"tasks": [], "dossier_counts": [], "indicators": [], "dossiers": []} for agency in reporting_agencies()
    }
    lists: dict[str, Sequence[Any]] = {
        "tasks": manifest.tasks,
        "dossier_counts": manifest.counts,
        "indicators": manifest.indicators,
        "dossiers": manifest.dossiers,
    }
    for dataset, every in lists.items():
        for row in every:
            rows[row.agency_code][dataset].append(row)
    return rows


def _moments(how_many: int, day: date, rng: Random) -> list[datetime]:
    """Whole seconds between opening and closing of the afternoon, none twice."""
    opens = datetime.combine(day, _OPENS, ZONE)
    seconds = int((datetime.combine(day, _CLOSES, ZONE) - opens).total_seconds())
    return [opens + timedelta(seconds=second) for second in rng.sample(range(seconds), how_many)]


def _content(sending: Sending, report: Report, rows: Any, moment: datetime) -> bytes:
    made = sending.layout.make(report, rows)
    if sending.layout.suffix == ".xlsx":
        return workbook(made, moment.replace(tzinfo=None), sending.agency.office)
    return (unicodedata.normalize("NFD", made) if sending.decomposed else made).encode()


_SHEETS = {"tasks": "Nhiệm vụ", "dossier_counts": "Hồ sơ", "indicators": "Chỉ tiêu"}


def _entries(sending: Sending, held: dict[str, list[Any]]) -> list[FileEntry]:
    code, name = sending.agency.code, sending.layout.name
    if sending.dataset == "all":
        return [FileEntry(sending.path, code, dataset, name, len(held[dataset]), sheet) for dataset, sheet in _SHEETS.items()]
    return [FileEntry(sending.path, code, sending.dataset, name, len(held[sending.dataset]))]
