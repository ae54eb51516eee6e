"""The refresh run as a Dagster resource: one lock, one ledger and one set of registers for all steps of a run in one process."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TYPE_CHECKING

import dagster as dg
from pydantic import Field, PrivateAttr

from assets import running
from assets.installation import settings_at

if TYPE_CHECKING:
    from pipelines.intake import IntakeResult
    from pipelines.publish import Publication
    from pipelines.receive import ReceiveResult
    from pipelines.refresh import Progress, Run


@dataclass
class Watcher:
    """Whoever started the run from the same process: told of its progress, and given what the steps made."""

    progress: Progress | None = None
    run: Run | None = None
    received: ReceiveResult | None = None
    taken: IntakeResult | None = None
    publication: Publication | None = None


WATCHER: ContextVar[Watcher | None] = ContextVar("watcher", default=None)
"""Set by the command line around a run; empty where Dagster's daemon or its UI starts one."""


class RefreshRun(dg.ConfigurableResource):
    """Opens `pipelines.refresh.open_run` when the first step asks for it and closes it, with its outcome in the ledger, when the run ends.

    Steps of one process share it; with an executor of several processes each step would wait for the lock of the one before.
    """

    home: str | None = Field(default=None, description="TONGHOP_HOME; the setting where empty")
    run_date: str | None = Field(default=None, description="--date as YYYY-MM-DD: the day that undated files speak of")
    rescan: bool = Field(default=False, description="hash every file of the inbox, also those that look as they did")
    lock_retries: int = Field(default=0, description="how often to try again, half a minute apart, while another refresh holds the home")

    _stack: ExitStack = PrivateAttr(default_factory=ExitStack)
    _run: Run | None = PrivateAttr(default=None)

    @contextmanager
    def yield_for_execution(self, context: dg.InitResourceContext) -> Iterator[RefreshRun]:
        """Nothing is opened here: a run that fails before its first step leaves no lock and no row in the ledger."""
        # A run of the daemon gets the tags that one of the command line was made with: whoever finds it begun can tell whether it still lives.
        if context.instance is not None and context.run is not None and running.PID not in context.run.tags:
            context.instance.add_run_tags(context.run.run_id, running.process_tags())
        with self._stack:
            yield self

    def open(self) -> Run:
        """The run's context, the same for every step.

        Asks Dagster to try again where another refresh holds the home and `lock_retries` allows it. Nothing else is retried.
        """
        if self._run is None:
            from pipelines.home import HomeLocked
            from pipelines.refresh import open_run

            watcher = WATCHER.get() or Watcher()
            settings = settings_at(self.home)
            day = dt.date.fromisoformat(self.run_date) if self.run_date else None
            try:
                self._run = self._stack.enter_context(open_run(settings, day, rescan=self.rescan, progress=watcher.progress))
            except HomeLocked as error:
                if self.lock_retries:
                    raise dg.RetryRequested(max_retries=self.lock_retries, seconds_to_wait=30) from error
                raise
            watcher.run = self._run
        return self._run
