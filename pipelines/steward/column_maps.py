"""The home's `column_maps.csv`: which columns of a sender's header stewards confirmed as which fields. Reading and writing the file, nothing else.

How a confirmed header is used is for `pipelines.vocabulary` and `pipelines.match.columns`.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from pipelines.registers.tables import BY_NAME, rows_of
from pipelines.steward.decisions import StewardRefused
from pipelines.vocabulary import folded_header
from pipelines.warehouse import sync_file, sync_folder

TABLE = BY_NAME["column_maps"]


@dataclass(frozen=True, slots=True)
class MappedColumn:
    """One confirmed column. `nth` tells columns of one header apart (1 for the first); `field` is '-' for a column that is no field."""

    sender: str
    dataset: str
    fingerprint: str
    header: str
    nth: int
    field: str
    who: str
    when: dt.date
    why: str


def read_maps(config: Path) -> list[MappedColumn]:
    """All confirmed columns of a home's config folder; empty where there is no file. Raises StewardRefused where the file is spoilt."""
    path = config / TABLE.file
    if not path.exists():
        return []
    rows = rows_of(TABLE, path.read_bytes())
    if rows.faults:
        fault = rows.faults[0]
        raise StewardRefused(f"{path}:{fault.line}: {fault.message}; mend it first, see: tonghop config check")
    return [
        MappedColumn(
            row["sender"],
            row["dataset"],
            row["fingerprint"],
            row["header"],
            int(row["nth"]),
            row["field"],
            row["who"],
            dt.date.fromisoformat(row["when"]),
            row["why"],
        )
        for _, row in rows.records()
    ]


def write_maps(config: Path, maps: Iterable[MappedColumn]) -> None:
    """Write the file anew, sorted, aside and renamed: a refresh reads the old one or the new one."""
    config.mkdir(parents=True, exist_ok=True)
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(TABLE.header)
    for one in sorted(maps, key=lambda one: (one.sender, one.dataset, one.fingerprint, one.header, one.nth)):
        writer.writerow((one.sender, one.dataset, one.fingerprint, one.header, one.nth, one.field, one.who, one.when.isoformat(), one.why))
    path = config / TABLE.file
    aside = path.with_name(f".{path.name}.{os.getpid()}")
    aside.write_text(out.getvalue(), encoding="utf-8")
    sync_file(aside)
    aside.replace(path)
    sync_folder(config)


def put_maps(config: Path, fresh: Iterable[MappedColumn]) -> None:
    """Add confirmed columns; one that was confirmed before for the same column is replaced."""
    held = {_key(one): one for one in read_maps(config)}
    held.update({_key(one): one for one in fresh})
    write_maps(config, held.values())


def drop_maps(config: Path, fingerprint: str) -> list[MappedColumn]:
    """Remove all columns of a fingerprint; gives them. Raises StewardRefused where there are none."""
    held = read_maps(config)
    gone = [one for one in held if one.fingerprint == fingerprint]
    if not gone:
        raise StewardRefused(f"no header {fingerprint} was confirmed; `tonghop map list` lists them")
    write_maps(config, [one for one in held if one.fingerprint != fingerprint])
    return gone


def _key(one: MappedColumn) -> tuple[str, str, str, str, int]:
    return one.sender, one.dataset, one.fingerprint, folded_header(one.header), one.nth
