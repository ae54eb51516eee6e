"""Posting: one file's bytes, its place and moment in the inbox, and its entries in the manifest. What stands in it comes from elsewhere."""

from __future__ import annotations

import os
import unicodedata
from datetime import date, datetime, time, timedelta
from pathlib import Path
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from .figures import FileEntry
from .layouts import Report
from .page import workbook
from .plan import Sending

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
_OPENS, _CLOSES = time(13), time(17, 30)
_SHEETS = {"tasks": "Nhiệm vụ", "dossier_counts": "Hồ sơ", "indicators": "Chỉ tiêu"}


def moments(how_many: int, day: date, rng: Random) -> list[datetime]:
    """Whole seconds between opening and closing of the afternoon, none twice."""
    opens = datetime.combine(day, _OPENS, ZONE)
    seconds = int((datetime.combine(day, _CLOSES, ZONE) - opens).total_seconds())
    return [opens + timedelta(seconds=second) for second in rng.sample(range(seconds), how_many)]


def content(sending: Sending, report: Report, held: dict[str, list[Any]], moment: datetime) -> bytes:
    """The file's bytes; `held` gives the agency's rows by dataset."""
    made = sending.layout.make(report, held if sending.dataset == "all" else held[sending.dataset])
    if sending.layout.suffix == ".xlsx":
        return workbook(made, moment.replace(tzinfo=None), sending.agency.office)
    return (unicodedata.normalize("NFD", made) if sending.decomposed else made).encode()


def drop(inbox: Path, path: str, content: bytes, moment: datetime) -> None:
    """Puts bytes into the inbox under `path`, last changed at `moment`."""
    target = inbox / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(content)
    os.utime(target, (moment.timestamp(), moment.timestamp()))


def entries(sending: Sending, held: dict[str, list[Any]]) -> list[FileEntry]:
    """What a reader must find in the file, an entry a table."""
    code, name = sending.agency.code, sending.layout.name
    if sending.dataset == "all":
        return [FileEntry(sending.path, code, dataset, name, len(held[dataset]), sheet) for dataset, sheet in _SHEETS.items()]
    return [FileEntry(sending.path, code, sending.dataset, name, len(held[sending.dataset]))]
