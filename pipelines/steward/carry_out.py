"""A steward's answer carried out: the decision first, then what follows of it: read again, judge, build, publish. The inbox is left alone.

The decision alone is enough: the next refresh does whatever of the rest was left out, or cut off.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from pipelines.publish import Publication
    from pipelines.refresh import Progress, Run
    from pipelines.settings import Settings

Decided = TypeVar("Decided")


@dataclass(frozen=True)
class CarriedOut(Generic[Decided]):
    """What came of an answer. `statuses` are of the deliveries read again; `publication` is null where nothing changed or was refreshed."""

    decided: Decided
    statuses: dict[str, str]
    publication: Publication | None
    refreshed: bool


def carry_out(
    settings: Settings, decide: Callable[[Run], Decided], *, refresh: bool = True, progress: Progress | None = None, wait: float = 5.0
) -> CarriedOut[Decided]:
    """Take the home's lock, `decide` (which writes the decision), and, unless `refresh` is false, all that follows of it.

    `decide` may change the home's config; the registers are read again after it. Raises HomeLocked, and what `decide` raises: then nothing was done.
    """
    from pipelines.refresh import build, intake, open_run, publish, reload_registers, settle

    with open_run(settings, progress=progress, wait=wait) as run:
        made = decide(run)
        if not refresh:
            return CarriedOut(made, {}, None, refreshed=False)
        reload_registers(run)
        taken = intake(run)
        settle(run)
        built = build(run)
        publication = publish(run, built) if built else None
        statuses = {row["delivery_id"]: row["status"] for row in run.ledger.deliveries_frame().iter_rows(named=True)} if taken.statuses else {}
    return CarriedOut(made, {one: statuses[one] for one in taken.statuses}, publication, refreshed=True)
