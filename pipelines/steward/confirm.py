"""Confirm and forget: a steward says which columns of a held table are which fields, or takes that back. The same header is then known next time."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import polars as pl

from pipelines.clock import local_now
from pipelines.intake import make_vocabulary
from pipelines.steward.column_maps import MappedColumn, drop_maps, put_maps
from pipelines.steward.decisions import CONFIRM, FORGET, StewardRefused, login_name, record
from pipelines.steward.deliveries import HeldTable, find_held_table, held_tables
from pipelines.steward.proposal import Proposal, column_of, field_of, propose
from pipelines.vocabulary import NO_FIELD, fingerprint_of, numbered
from schemas.contract import DATASETS

if TYPE_CHECKING:
    from pipelines.home import Home
    from pipelines.ledger import Decision, Ledger
    from pipelines.registers import Registers


def proposal_of(home: Home, ledger: Ledger, registers: Registers, table: str) -> tuple[HeldTable, Proposal]:
    """The held table that a steward names, and what it proposes. Raises StewardRefused."""
    held = find_held_table(ledger, table)
    return held, propose(home, ledger, registers, make_vocabulary(registers), held.delivery, held.table_id, held.sender)


def confirm(
    home: Home, ledger: Ledger, registers: Registers, table: str, columns: Mapping[str, str], *, why: str, who: str | None = None
) -> Decision:
    """Write the named columns ({column: field}) to the home's map of this header, and the decision to the ledger.

    All held tables of that sender with the same header are read again. Raises StewardRefused for an unknown table, column or field, two columns of
    one field, or a sender that is not known yet.
    """
    held, proposal = proposal_of(home, ledger, registers, table)
    if not why.strip():
        raise StewardRefused("a decision needs a reason: say why")
    if held.sender is None:
        raise StewardRefused(f"nobody knows yet who sent {held.delivery.delivery_id}: assign its agency first (tonghop assign)")
    named = {column_of(proposal, column): field_of(DATASETS[proposal.dataset], name) for column, name in columns.items()}
    if not named:
        raise StewardRefused("name at least one column: COLUMN=FIELD, such as C=title")
    given = [name for name in named.values() if name != NO_FIELD]
    twice = {name for name in given if given.count(name) > 1}
    if twice:
        raise StewardRefused(f"two columns cannot both be {', '.join(sorted(twice))}")
    by_column = dict(zip((one.number for one in proposal.columns), numbered([one.header for one in proposal.columns]), strict=True))
    on = local_now().date()
    fresh = [
        MappedColumn(
            held.sender, proposal.dataset, proposal.fingerprint, column.header, by_column[column.number][1], name, (who or login_name()), on, why
        )
        for column, name in named.items()
    ]
    put_maps(home.config, fresh)
    alike = _alike(home, ledger, held, proposal.fingerprint)
    payload = {
        "deliveries": alike,
        "sender": held.sender,
        "dataset": proposal.dataset,
        "fingerprint": proposal.fingerprint,
        "columns": {column.header: name for column, name in named.items()},
    }
    return record(ledger, CONFIRM, held.table_id, why, who, payload)


def forget(home: Home, ledger: Ledger, fingerprint: str, *, why: str, who: str | None = None) -> Decision:
    """Remove a header from the home's maps; the deliveries that were read by it are read again. Raises StewardRefused where it is not there."""
    if not why.strip():
        raise StewardRefused("a decision needs a reason: say why")
    gone = drop_maps(home.config, fingerprint)
    senders = {one.sender for one in gone}
    payload = {
        "deliveries": _read_by(home, ledger, senders, fingerprint),
        "fingerprint": fingerprint,
        "columns": {one.header: one.field for one in gone},
    }
    return record(ledger, FORGET, fingerprint, why, who, payload)


def _alike(home: Home, ledger: Ledger, held: HeldTable, fingerprint: str) -> list[str]:
    """The delivery itself, and others of the sender that hold a table of the same header."""
    found = [held.delivery.delivery_id]
    for other in held_tables(ledger):
        if (other.sender, other.dataset) == (held.sender, held.dataset) and other.delivery.delivery_id not in found:
            maps = _column_maps(home, other.delivery.delivery_id, other.delivery.current_reading)
            if fingerprint in _fingerprints(maps.filter(pl.col("table_id") == other.table_id)):
                found.append(other.delivery.delivery_id)
    return found


def _read_by(home: Home, ledger: Ledger, senders: set[str], fingerprint: str) -> list[str]:
    """Deliveries whose current reading used a steward's map of this header."""
    submissions = ledger.submissions_frame().filter(pl.col("reported_by").is_in(list(senders)))
    found = []
    for delivery_id, reading in submissions.select("delivery_id", "reading").unique(maintain_order=True).iter_rows():
        maps = _column_maps(home, delivery_id, reading)
        used = maps.filter(pl.col("how").is_in(["remembered", "confirmed"]))["table_id"].unique()
        if fingerprint in _fingerprints(maps.filter(pl.col("table_id").is_in(used.implode()))):
            found.append(delivery_id)
    return found


def _column_maps(home: Home, delivery_id: str, reading: str | None) -> pl.DataFrame:
    path = home.outcome_dir(delivery_id, reading or "") / "column_map.parquet"
    schema = {"table_id": pl.String, "column": pl.Int64, "header": pl.String, "how": pl.String}
    return pl.read_parquet(path, columns=list(schema)) if path.exists() else pl.DataFrame(schema=schema)


def _fingerprints(maps: pl.DataFrame) -> set[str]:
    return {fingerprint_of(group.sort("column")["header"].to_list()) for group in maps.partition_by("table_id")}
