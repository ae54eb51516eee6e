"""Resolve: which submissions count. A pure fold over each series, from the ledger's rows and the keys of its records alone.

Here belongs succession within one series. Who speaks for an agency among several senders is decided where figures are made (`pipelines.build`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from schemas.contract import DATASETS

PARTIAL = "PARTIAL_RESUBMISSION"
"""The hold code that this stage gives; all others come from the intake."""

STANDINGS: dict[str, pl.DataType] = {
    "submission_id": pl.String(),
    "standing": pl.String(),
    "hold_code": pl.String(),
    "superseded_by": pl.String(),
    "counts_from": pl.Datetime("us"),
    "counts_until": pl.Datetime("us"),
}
"""The frame that `resolve` gives: one row a submission."""

JUDGED_BY = (*STANDINGS, "delivery_id", "series", "delivered_at", "dataset", "record_path")
"""The ledger's columns that this stage looks at."""

Keys = Callable[[str], pl.Series]
"""From a submission_id to the distinct key hashes (UInt64) of its rows."""


@dataclass
class _Submission:
    """One submission while its series is folded."""

    submission_id: str
    delivered_at: dt.datetime
    standing: str = "counts"
    hold_code: str | None = None
    superseded_by: str | None = None
    counts_from: dt.datetime | None = None
    counts_until: dt.datetime | None = None
    keys: pl.Series = field(default_factory=lambda: pl.Series([], dtype=pl.UInt64))


def resolve(
    submissions: pl.DataFrame,
    keys_of: Keys,
    touched_series: Collection[str] | None = None,
    *,
    partial_share: float = 0.7,
    released: Collection[str] = frozenset(),
    retracted: Collection[str] | None = None,
) -> pl.DataFrame:
    """The standing of every submission of the touched series (of all series where null), as a STANDINGS frame in the order of the fold.

    `submissions` has submission_id, delivery_id, series, delivered_at, standing, hold_code. `keys_of` is asked only in series of several submissions.
    `released` are submissions whose hold a steward has waived; a waived intake hold keeps its code beside the standing 'counts'. `retracted` are
    delivery_ids taken back; null means those that the frame already calls retracted.

    The fold goes by (delivered_at, delivery_id), so the standing at any known time T is that of the prefix delivered by T: a submission counts at T
    where counts_from <= T and T < counts_until (null: still).
    """
    wanted = submissions if touched_series is None else submissions.filter(pl.col("series").is_in(list(touched_series)))
    ordered = wanted.sort("delivered_at", "delivery_id", "submission_id")
    given = set(released)
    out: list[_Submission] = []
    for series in ordered.partition_by("series", maintain_order=True):
        taking_part: list[_Submission] = []
        for row in series.iter_rows(named=True):
            one = _Submission(row["submission_id"], row["delivered_at"])
            out.append(one)
            is_retracted = row["standing"] == "retracted" if retracted is None else row["delivery_id"] in retracted
            at_intake = row["hold_code"] if row["hold_code"] != PARTIAL else None
            if is_retracted:
                one.standing, one.hold_code = "retracted", at_intake
            elif at_intake is not None and one.submission_id not in given:
                one.standing, one.hold_code = "held", at_intake
            else:
                one.hold_code = at_intake
                taking_part.append(one)
        _fold(taking_part, keys_of, partial_share, given)
    columns = {name: [getattr(one, name) for one in out] for name in STANDINGS}
    return pl.DataFrame(columns, schema=STANDINGS)


def _fold(taking_part: list[_Submission], keys_of: Keys, partial_share: float, released: Collection[str]) -> None:
    counting: list[_Submission] = []
    for one in taking_part:
        if len(taking_part) > 1:
            one.keys = keys_of(one.submission_id)
        overlapped = [(part, overlap) for part in counting if (overlap := int(one.keys.is_in(part.keys.implode()).sum()) if len(part.keys) else 0)]
        held = sum(len(part.keys) for part, _ in overlapped)
        if overlapped and sum(overlap for _, overlap in overlapped) < partial_share * held and one.submission_id not in released:
            one.standing, one.hold_code = "held", PARTIAL
            continue
        for part, _ in overlapped:
            part.standing, part.superseded_by, part.counts_until = "superseded", one.submission_id, one.delivered_at
            counting.remove(part)
        one.counts_from = one.delivered_at
        counting.append(one)


def changed_standings(submissions: pl.DataFrame, standings: pl.DataFrame) -> pl.DataFrame:
    """Those of `standings` that differ from what the ledger's frame says now: what there is to write."""
    names = list(STANDINGS)
    return standings.join(submissions.select(names), on=names, how="anti", nulls_equal=True)


def keys_in_records(root: Path, submissions: pl.DataFrame) -> Keys:
    """Keys read from the records Parquet that the ledger names (`record_path`, relative to `root`), each file at most once.

    A submission without a records file has no keys. Hashes hold within this process only and are never stored.
    """
    files = {one: (dataset, path) for one, dataset, path in submissions.select("submission_id", "dataset", "record_path").iter_rows()}
    read: dict[str, pl.Series] = {}

    def keys(submission_id: str) -> pl.Series:
        if submission_id not in read:
            dataset, path = files[submission_id]
            read[submission_id] = _key_hashes(root / path, dataset) if path else pl.Series([], dtype=pl.UInt64)
        return read[submission_id]

    return keys


def _key_hashes(path: Path, dataset: str) -> pl.Series:
    columns = list(dict.fromkeys((*DATASETS[dataset].key, "agency_code")))
    return pl.read_parquet(path, columns=columns).select(columns).hash_rows(seed=57).unique()
