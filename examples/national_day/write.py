"""Makes the day's rows and writes its inbox. Every content comes from the other modules."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from random import Random
from typing import Any

from . import counts, dossiers, indicators, tasks
from .agencies import DOSSIERS_ONLY, every_agency, reporting_agencies
from .figures import AIMS, Manifest, Sums, expected
from .layouts import Report
from .plan import sendings
from .post import content, drop, entries, moments


def make(day: date = date(2025, 10, 28), seed: int = 57) -> Manifest:
    """All rows of the day, in memory, with no file yet. The same day and seed give the same rows, in lists of the caller's own."""
    made = _made(day, seed)
    return replace(
        made,
        files=[],
        expected={},
        tasks=list(made.tasks),
        counts=list(made.counts),
        dossiers=list(made.dossiers),
        indicators=list(made.indicators),
    )


@lru_cache(maxsize=2)
def _made(day: date, seed: int) -> Manifest:
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


def write_inbox(inbox: Path, day: date = date(2025, 10, 28), seed: int = 57, manifest: Manifest | None = None) -> Manifest:
    """Writes the files of `day` under `inbox` (made if absent) and gives what stands in them.

    Files of that name are replaced, others left. Each file's time of change lies between 13:00 and 17:30 of the day in
    Asia/Ho_Chi_Minh. Byte for byte the same for the same day and seed. With
    `manifest` its rows are posted in place of the day's own. Raises OSError where the folder cannot be written.
    """
    manifest = manifest or make(day, seed)
    rows = rows_by_agency((agency.code for agency in reporting_agencies()), manifest)
    plan = sendings(reporting_agencies(), day)
    for sending, moment in zip(plan, moments(len(plan), day, Random(f"{seed} moments")), strict=True):
        report = Report(sending.agency, day, manifest.period_from, sending.number)
        held = rows[sending.agency.code]
        drop(inbox, sending.path, content(sending, report, held, moment), moment)
        manifest.files += entries(sending, held)
    manifest.expected = expected(manifest)
    return manifest


def rows_by_agency(codes: Iterable[str], manifest: Manifest) -> dict[str, dict[str, list[Any]]]:
    """The rows of the manifest's four lists, by agency and dataset; every agency of `codes` has all four."""
    rows: dict[str, dict[str, list[Any]]] = {code: {"tasks": [], "dossier_counts": [], "indicators": [], "dossiers": []} for code in codes}
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
