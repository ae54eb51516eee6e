"""The grid of who has sent what: `deliveries`, an asset that nobody computes, with one partition a reporting date and agency.

A refresh reports one event for each cell that changed, beside its own work. Events belong to no run, so that pruning old runs leaves the grid whole.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import dagster as dg

if TYPE_CHECKING:
    import polars as pl

    from pipelines.refresh import Run

DELIVERIES = dg.AssetKey("deliveries")
AGENCIES = "agencies"
FIRST_DAY = dt.date(2024, 12, 22)
"""The date of the resolution: earlier reporting dates are held."""
ZONE = "Asia/Ho_Chi_Minh"
# Agencies are dynamic: the register is dated and a home may override it, so they are known when a run opens it, not when this module is imported.
DAYS = dg.DailyPartitionsDefinition(start_date=FIRST_DAY.isoformat(), timezone=ZONE, end_offset=1)
PARTITIONS = dg.MultiPartitionsDefinition({"date": DAYS, "agency": dg.DynamicPartitionsDefinition(name=AGENCIES)})
_VERSION = "dagster/data_version"
EMPTY = "empty"
"""The version of a cell of which nothing is left."""

GRID = dg.AssetSpec(
    DELIVERIES,
    deps=["counting_submissions"],
    group_name="submission",
    kinds={"sqlite"},
    owners=["team:operators"],
    partitions_def=PARTITIONS,
    description=(
        "Who has sent for which day: a cell is a reporting date and an agency, filled once a submission was taken. "
        "A cell shows how its deliveries stand; what waits for an agency or a date has no cell and stands in the checks of `counting_submissions`."
    ),
)


@contextmanager
def grid_told(instance: dg.DagsterInstance, run: Run, run_id: str) -> Iterator[None]:
    """Reports what changed in the grid while the block does its own work; the block ends when both are done. Raises what the reporting raised."""
    # The ledger is read here, before the block goes on to write to it.
    telling = untold(instance, run, run_id)
    if telling is None:
        yield
        return
    with ThreadPoolExecutor(1, thread_name_prefix="grid") as aside:
        done = aside.submit(telling)
        yield
        done.result()


def untold(instance: dg.DagsterInstance, run: Run, run_id: str) -> Callable[[], int] | None:
    """What tells the cells whose state is not what was last told, and gives how many they were; null where all was told.

    What was told is asked of Dagster's own events: what a crash left untold, or a wiped asset, is told by the next run. A cell where nothing stands
    (all held, retracted, or assigned elsewhere) is observed, not materialised. One last observation says that all was told: a run without news asks
    for nothing else.
    """
    from pipelines.report.contents import contents
    from pipelines.report.day_cells import CELL_COLUMNS, cell_figures, day_cells, grid_version

    last = dt.date.fromisoformat(DAYS.get_last_partition_key() or FIRST_DAY.isoformat())
    spoken, judged = run.ledger.submissions_frame(CELL_COLUMNS), run.ledger.deliveries_frame(("delivery_id", "status"))
    cells = day_cells(spoken, judged, FIRST_DAY, last, contents(run.home, run.ledger))
    version = grid_version(cells)
    last_told = _last_told(instance)
    if last_told == version or (last_told is None and not cells.height):
        return None
    changed, vanished = _changed(instance, cells)
    # Of what changed alone: what was sent on other days is not read.
    of = changed["delivery_ids"].explode().unique().drop_nulls().to_list()
    submissions, deliveries, table_reads = (
        run.ledger.submissions_frame(of=of),
        run.ledger.deliveries_frame(of=of),
        run.ledger.table_reads_frame(of=of),
    )
    without = spoken.filter(spoken["agency_code"].is_null() | spoken["reported_on"].is_null()).height

    def tell() -> int:
        _add_agencies(instance, run, cells)
        for cell in cell_figures(changed, submissions, deliveries, table_reads, run.home).iter_rows(named=True):
            instance.report_runless_asset_event(_event(cell, run_id))
        for partition in vanished:
            instance.report_runless_asset_event(_empty(partition, run_id))
        told = {"cells": cells.height, "cells_told": changed.height + len(vanished), "submissions_without_cell": without}
        instance.report_runless_asset_event(dg.AssetObservation(DELIVERIES, metadata={**told, **_by(run_id)}, tags={_VERSION: version}))
        return changed.height + len(vanished)

    return tell


def _last_told(instance: dg.DagsterInstance) -> str | None:
    found = instance.fetch_observations(DELIVERIES, limit=1).records
    return (found[0].asset_observation.tags or {}).get(_VERSION) if found and found[0].asset_observation else None


def _changed(instance: dg.DagsterInstance, cells: pl.DataFrame) -> tuple[pl.DataFrame, list[str]]:
    """The cells whose version is not that of their last event, and the partitions of cells that were told and are no more."""
    told: dict[str, tuple[int, str | None]] = {}
    storage = instance.event_log_storage
    for kind in (dg.DagsterEventType.ASSET_MATERIALIZATION, dg.DagsterEventType.ASSET_OBSERVATION):
        moments = storage.get_latest_storage_id_by_partition(DELIVERIES, kind)
        tags = storage.get_latest_tags_by_partition(DELIVERIES, kind, [_VERSION])
        for partition, at in moments.items():
            if at > told.get(partition, (0, None))[0]:
                told[partition] = (at, tags.get(partition, {}).get(_VERSION))
    keys = [str(_key(on, code)) for on, code in cells.select("reported_on", "agency_code").iter_rows()]
    same = [told.get(key, (0, None))[1] == version for key, version in zip(keys, cells["version"], strict=True)]
    vanished = sorted(partition for partition in set(told) - set(keys) if told[partition][1] != EMPTY)
    return cells.filter([not one for one in same]), vanished


def _add_agencies(instance: dg.DagsterInstance, run: Run, cells: pl.DataFrame) -> None:
    """Makes partitions of the agencies of the run's day and of all that have a cell: central ones first, by code; known ones keep their place."""
    on = run.run_date or run.now.date()
    wanted = [*sorted(run.registers.members("central", on)), *sorted(run.registers.members("provincial", on))]
    wanted += sorted(set(cells["agency_code"]) - set(wanted))
    known = set(instance.get_dynamic_partitions(AGENCIES))
    if missing := [code for code in wanted if code not in known]:
        instance.add_dynamic_partitions(AGENCIES, missing)


def _key(on: dt.date, agency_code: str) -> dg.MultiPartitionKey:
    return dg.MultiPartitionKey({"date": on.isoformat(), "agency": agency_code})


_NUMBERS = ("deliveries", "submissions", "rows_read", "rows_loaded", "rows_quarantined", "rows_held", "rows_skipped", "errors", "warnings")
_TEXTS = ("datasets", "statuses", "standings", "senders")


def _empty(partition: str, run_id: str) -> dg.AssetObservation:
    """A cell of which nothing is left: observed with nothing in it, that its last event is no tale of a delivery that is now another's."""
    metadata: dict[str, Any] = {**dict.fromkeys(_NUMBERS, 0), **dict.fromkeys(_TEXTS, ""), **_by(run_id)}
    return dg.AssetObservation(DELIVERIES, partition=partition, metadata=metadata, tags={_VERSION: EMPTY})


def _event(cell: dict[str, Any], run_id: str) -> dg.AssetMaterialization | dg.AssetObservation:
    shared = {"shared_deliveries": cell["shared_deliveries"]} if cell["shared_deliveries"] else {}
    metadata = {**{name: int(cell[name] or 0) for name in _NUMBERS}, **shared, **{name: cell[name] or "" for name in _TEXTS}, **_by(run_id)}
    kind = dg.AssetMaterialization if cell["stands"] else dg.AssetObservation
    return kind(DELIVERIES, partition=_key(cell["reported_on"], cell["agency_code"]), metadata=metadata, tags={_VERSION: cell["version"]})


def _by(run_id: str) -> dict[str, dg.DagsterRunMetadataValue]:
    return {"told_by": dg.MetadataValue.dagster_run(run_id)}
