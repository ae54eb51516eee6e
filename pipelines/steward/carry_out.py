"""A steward's answer carried out: the decision, then what follows of it: read again, judge, build, publish, feedback. The inbox is left alone.

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
FEEDBACK_SECONDS = 15.0
"""Seconds that an answer gives to receipts and workbooks; what is left is written by the next run."""


@dataclass(frozen=True)
class CarriedOut(Generic[Decided]):
    """What came of an answer. `statuses` are of the deliveries read again; `publication` is null where nothing changed or was refreshed."""

    decided: Decided
    statuses: dict[str, str]
    publication: Publication | None
    refreshed: bool
    receipts: int = 0
    """Receipts written of which the answer changed what they say."""
    unanswered: str | None = None
    """Why feedback was not written as a whole, without a word of a file; the next run writes it."""


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
        receipts, unanswered = _answer_senders(run)
    return CarriedOut(made, {one: statuses[one] for one in taken.statuses}, publication, refreshed=True, receipts=receipts, unanswered=unanswered)


def _answer_senders(run: Run) -> tuple[int, str | None]:
    """Write what feedback is new; gives how many receipts, and what went wrong. Never raises: the answer is carried out already."""
    from pipelines.report.feedback import write_feedback

    try:
        done = write_feedback(run.home, run.ledger, run.registers, seconds=FEEDBACK_SECONDS)
    except Exception as error:  # noqa: BLE001 see above; the error's words may quote a cell
        return 0, type(error).__name__
    trouble = "; ".join(f"{one}: {what}" for one, what in list(done.failed.items())[:3])
    return done.receipts, trouble or (f"{done.left} left" if done.left else None)
