"""Rollback: the pointer goes back to an earlier build and stays there until released. No file is changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from pipelines.clock import local_now
from pipelines.publish import current_build, point_to
from pipelines.steward.decisions import ROLLBACK, UNDO, StewardRefused, decided, record
from pipelines.warehouse import attached, one_value

if TYPE_CHECKING:
    import datetime as dt

    from pipelines.home import Home
    from pipelines.ledger import Build, Decision, Ledger


@dataclass(frozen=True)
class RolledBack:
    """What is published now, and what was before."""

    decision: Decision
    build: Build
    before: str | None


def candidates(home: Home, ledger: Ledger) -> list[Build]:
    """Builds that were published once and whose file is still kept, newest first."""
    return [one for one in ledger.builds() if one.published_at is not None and home.warehouse_file(one.build).exists()]


def roll_back(home: Home, ledger: Ledger, build: str | None = None, *, why: str, who: str | None = None) -> RolledBack:
    """Point to `build` (its name or the beginning of it), or to the last one published before the present one, and pin the pointer.

    The build's figures are recorded as said again, now. The caller holds the writer's lock. Raises StewardRefused where there is no such file.
    """
    if not why.strip():
        raise StewardRefused("a decision needs a reason: say why")
    before = current_build(home)
    kept = candidates(home, ledger)
    if build is None:
        kept = [one for one in kept if before is None or one.build < before][:1]
    else:
        kept = [one for one in kept if one.build.startswith(build)]
    if len(kept) != 1:
        names = ", ".join(one.build for one in candidates(home, ledger)) or "none"
        raise StewardRefused(f"there is no one published build {build or 'before ' + str(before)}; kept: {names}")
    chosen = kept[0]
    target = home.warehouse_file(chosen.build)
    with attached(target) as connection:
        one_value(connection, "SELECT count(*) FROM mart.headline")
    decision = record(ledger, ROLLBACK, chosen.build, why, who, {"from": before})
    point_to(home, target)
    _say_again(ledger, chosen.build, local_now())
    return RolledBack(decision, chosen, before)


def release_pointer(ledger: Ledger, *, why: str, who: str | None = None) -> Decision:
    """Let refreshes publish again. Raises StewardRefused where nothing is pinned."""
    pin = decided(ledger.decisions(ROLLBACK)).pinned
    if pin is None:
        raise StewardRefused("the pointer is not pinned; every refresh publishes")
    return record(ledger, ROLLBACK, pin.subject, why, who, {UNDO: True})


def _say_again(ledger: Ledger, build: str, now: dt.datetime) -> None:
    """What a build said when it was published is said again by pointing to it."""
    said = ledger.published_frame().filter(pl.col("build") == build)
    if not said.height:
        return
    last = said.filter(pl.col("published_at") == pl.col("published_at").max())
    inner = last.select(pl.col("figure").str.json_decode(_figure_schema())).unnest("figure")
    ledger.record_published(build, now, inner)


def _figure_schema() -> pl.Struct:
    from schemas.audit import PUBLISHED_FIGURE
    from schemas.frames import polars_schema

    fields = polars_schema(PUBLISHED_FIGURE.fields)
    return pl.Struct({name: dtype for name, dtype in fields.items() if name not in ("build", "published_at")})
