"""Export: the published warehouse as a folder of Parquet, with a description of it and, where asked, a workbook of the marts.

Here belong the folder and the proof that it is whole. What describes it stands in `datapackage`, the workbook in `workbook`.
"""

from __future__ import annotations

import datetime as dt
import os
import re
import secrets
import shutil
from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pipelines.exchange import put_in_place
from pipelines.report.export.datapackage import DESCRIPTION, Written, described, digest_of
from pipelines.warehouse import Limits, attached, one_value, quoted, rows_of, sync_file, sync_folder
from schemas.contract import TABLES
from schemas.frames import DUCKDB

if TYPE_CHECKING:
    import duckdb

    from pipelines.report.export.workbook import Cut
    from schemas.field import Table

WORKBOOK = "marts.xlsx"
_ASIDE = ".export-"
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


class ExportFault(RuntimeError):
    """What was written is not what the warehouse holds, or cannot go where it was asked to."""


@dataclass(frozen=True)
class Exported:
    """What was written and where. `cut` are tables that a sheet could not hold whole; their Parquet is whole."""

    folder: Path
    build: str
    as_of: dt.date
    files: tuple[Written, ...]
    workbook: Path | None = None
    cut: tuple[Cut, ...] = ()


def export(
    current: Path,
    folder: Path | Callable[[dt.date], Path],
    on: dt.date | None = None,
    *,
    tables: Collection[str] = (),
    xlsx: bool = False,
    licence: str | None = None,
    limits: Limits | None = None,
) -> Exported:
    """Write tables of the published file (all where none is named) to `folder`, which may be told by the day; what stood there is replaced at once.

    Parquet holds each table whole; `on` (the last reporting date held on or before it; the latest one where none is given) names the day of the
    folder and of the workbook's sheets. The published file is read through one connection: a refresh meanwhile changes nothing of it.
    Raises KeyError for an unknown table, ValueError where no date is held, ExportFault, OSError and duckdb.Error (a full disk).
    """
    chosen = _chosen(tables)
    source = current.resolve()
    with attached(source, limits) as connection:
        # `mart.headline` has a row for every reporting date held.
        before = f"WHERE as_of <= {quoted(on.isoformat())}::DATE" if on else ""
        as_of = one_value(connection, f"SELECT max(as_of) FROM mart.headline {before}")
        if as_of is None:
            raise ValueError(f"the warehouse holds no reporting date on or before {on:%d/%m/%Y}" if on else "the warehouse holds no reporting date")
        build, made_at = rows_of(connection, "SELECT max_by(build, made_at), max(made_at) FROM audit.build")[0]
        target = (folder(as_of) if callable(folder) else folder).absolute()
        _refuse_strangers(target)
        target.parent.mkdir(parents=True, exist_ok=True)
        clear_aside(target.parent)
        aside = target.with_name(f"{_ASIDE}{os.getpid()}-{secrets.token_hex(4)}")
        aside.mkdir()
        try:
            written = tuple(_write(connection, table, aside) for table in chosen)
            cut: tuple[Cut, ...] = ()
            if xlsx:
                from pipelines.report.export.workbook import write_workbook

                cut = write_workbook(connection, aside / WORKBOOK, as_of, build, made_at)
            description = described(written, build, as_of, made_at, licence, aside / WORKBOOK if xlsx else None)
            (aside / DESCRIPTION).write_text(description, encoding="utf-8")
            for path in aside.iterdir():
                sync_file(path)
            sync_folder(aside)
            put_in_place(aside, target)
            sync_folder(target.parent)
        finally:
            shutil.rmtree(aside, ignore_errors=True)
    return Exported(target, build, as_of, written, target / WORKBOOK if xlsx else None, cut)


def _chosen(names: Collection[str]) -> tuple[Table, ...]:
    known = {table.full_name: table for table in TABLES}
    strangers = sorted(set(names) - known.keys())
    if strangers:
        raise KeyError(f"no public table is called {', '.join(strangers)}")
    return tuple(table for table in TABLES if not names or table.full_name in names)


def _write(connection: duckdb.DuckDBPyConnection, table: Table, folder: Path) -> Written:
    """One table as Parquet, read back: as many rows, the same names and types."""
    path = folder / f"{table.full_name}.parquet"
    columns = ", ".join(f'"{name}"' for name in table.names)
    connection.execute(f"COPY (SELECT {columns} FROM {table.full_name}) TO {quoted(str(path))} (FORMAT parquet, COMPRESSION zstd)")
    source = f"read_parquet({quoted(str(path))})"
    rows = int(one_value(connection, f"SELECT count(*) FROM {source}"))
    expected = int(one_value(connection, f"SELECT count(*) FROM {table.full_name}"))
    types = {name: type_ for name, type_, *_ in rows_of(connection, f"DESCRIBE SELECT * FROM {source}")}
    declared = {field.name: DUCKDB[field.type] for field in table.fields}
    if rows != expected or types != declared:
        differing = sorted(name for name in declared.keys() | types.keys() if declared.get(name) != types.get(name))
        raise ExportFault(f"{table.full_name}: {rows} rows of {expected} read back; columns of another type: {', '.join(differing) or 'none'}")
    return Written(table, path.name, rows, *digest_of(path))


def _refuse_strangers(target: Path) -> None:
    """Only an earlier export, or nothing, is replaced: not somebody's folder."""
    if target.exists() and not (target.is_dir() and ((target / DESCRIPTION).is_file() or not any(target.iterdir()))):
        raise ExportFault(f"{target} holds something else than an export; name another folder, or empty it")


def clear_aside(folder: Path) -> None:
    """Remove what exports that were cut off left in a folder; one that still runs keeps its own."""
    for left in folder.glob(f"{_ASIDE}*"):
        pid = left.name.removeprefix(_ASIDE).partition("-")[0]
        if left.is_dir() and pid.isdigit() and not _runs(int(pid)):
            shutil.rmtree(left, ignore_errors=True)


def prune_exports(folder: Path, keep: int, keep_folder: Path) -> tuple[Path, ...]:
    """Remove the oldest exports of a home beyond the last `keep` days, `keep_folder` never; gives those removed."""
    found = sorted(path for path in folder.iterdir() if _DAY.fullmatch(path.name) and (path / DESCRIPTION).is_file())
    gone = [path for path in found[:-keep] if path != keep_folder]
    for path in gone:
        shutil.rmtree(path)
    return tuple(gone)


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
