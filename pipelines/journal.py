"""The program's journal: what a run does, with the run's id; on standard error, as text or, by setting, as one JSON object a line.

What is written names deliveries by their number and agencies by their code, never a file or a cell: more people read a journal than data.
"""

from __future__ import annotations

import json
import logging
import sys
from contextvars import ContextVar
from typing import Any, Literal

from pipelines import clock

RUN: ContextVar[str | None] = ContextVar("run", default=None)
"""The run whose doings are written; set and emptied by `pipelines.refresh.open_run`."""
_LOG = logging.getLogger("tonghop")
_PARTS = ("stage", "delivery_id")
_OWN = "tonghop-journal"


def write(message: str, *, stage: str, delivery_id: str | None = None, level: int = logging.INFO) -> None:
    """One line of the journal. Costs next to nothing where nobody listens."""
    if _LOG.isEnabledFor(level):
        _LOG.log(level, message, extra={"stage": stage, "delivery_id": delivery_id, "run_id": RUN.get()})


def begin(run_id: str) -> None:
    """A run begins: what is written from now on bears its id."""
    RUN.set(run_id)
    write("run begins", stage="run")


def end(message: str, level: int = logging.INFO) -> None:
    """It ends."""
    write(message, stage="run", level=level)
    RUN.set(None)


class JsonLines(logging.Formatter):
    """One JSON object a line: moment (with offset), level, run_id, stage, message, and delivery_id where there is one."""

    def format(self, record: logging.LogRecord) -> str:
        """The line. An error's traceback goes into `trace`, so that a line stays a line."""
        told: dict[str, Any] = {
            "moment": clock.local_moment(int(record.created * 1e9)).replace(tzinfo=clock.ZONE).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "run_id": getattr(record, "run_id", None) or RUN.get(),
            "stage": getattr(record, "stage", None) or record.name,
            "message": record.getMessage(),
        }
        delivery_id = getattr(record, "delivery_id", None)
        if delivery_id:
            told["delivery_id"] = delivery_id
        if record.exc_info:
            told["trace"] = self.formatException(record.exc_info)
        return json.dumps(told, ensure_ascii=False)


def listen(form: Literal["text", "json"]) -> None:
    """Write the journal to standard error from now on: as JSON lines, or, as text, only what went wrong. A second call changes the form."""
    for known in [one for one in _LOG.handlers if one.name == _OWN]:
        _LOG.removeHandler(known)
    handler = logging.StreamHandler(sys.stderr)
    handler.name = _OWN
    handler.setFormatter(JsonLines() if form == "json" else logging.Formatter("%(levelname)s %(message)s"))
    _LOG.addHandler(handler)
    _LOG.setLevel(logging.INFO if form == "json" else logging.WARNING)
    _LOG.propagate = False
