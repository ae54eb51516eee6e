"""How the offices of a day post their files: one file a sender and dataset, in the sender's folder under the day's folder."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

from examples.national_day import titles
from examples.national_day.agencies import Agency
from examples.national_day.layouts import LAYOUTS, Report
from examples.national_day.plan import Sending
from examples.national_day.post import content, drop, entries, moments

from .history import ReportingDay

_SUBJECTS = {"tasks": "nhiem_vu", "dossier_counts": "II.06a", "indicators": "chi_tieu"}


def folder_of(day: date) -> str:
    """The folder of the inbox in which a day's files lie, so that no day overwrites another's."""
    return day.isoformat()


def post_all(
    inbox: Path,
    part: ReportingDay,
    senders: Iterable[Agency],
    dataset: str,
    rows: Mapping[str, Sequence[Any]],
    layouts: Sequence[str],
    *,
    speaks_of: date | None = None,
    period_from: date | None = None,
    seed: str,
) -> None:
    """Posts one file of `dataset` a sender in the afternoon of `part.day`, the layouts in turn, and enters them in `part`.

    `speaks_of` is the day that the letters bear where it is not the day on which they come; `period_from` else the start of its year.
    """
    day = speaks_of or part.day
    senders = [sender for sender in senders if rows.get(sender.code)]
    for position, (agency, moment) in enumerate(zip(senders, moments(len(senders), part.day, Random(seed)), strict=True)):
        layout = LAYOUTS[layouts[position % len(layouts)]]
        path = f"{part.folder}/{agency.code}/{_SUBJECTS[dataset]}_{day:%Y%m%d}{layout.suffix}"
        sending = Sending(agency, dataset, layout, path, position + 101)
        held = {dataset: _in_order(dataset, rows[agency.code])}
        drop(inbox, path, content(sending, Report(agency, day, period_from or date(day.year, 1, 1), sending.number), held, moment), moment)
        part.files += entries(sending, held)


def _in_order(dataset: str, rows: Sequence[Any]) -> list[Any]:
    """Tasks by the action programme's seven groups, for each has one section in a list; other rows as they are."""
    order = {name: position for position, name in enumerate(titles.GROUPS)}
    return sorted(rows, key=lambda row: order[row.group]) if dataset == "tasks" else list(rows)
