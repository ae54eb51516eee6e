"""A refresh in a process of its own that tells each stage as it begins it, so that it can be ended in the midst of any. No test is here."""

from __future__ import annotations

import multiprocessing as mp
import resource
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

STAGES = ("open", "receive", "intake", "settle", "build", "publish", "point", "record", "prune", "close")
"""What a run goes through; 'point' is the swap of the pointer, 'record' what the ledger is told of it."""
PATIENCE = 300
KEY = "one key for all homes of a fault campaign"

SERVER = mp.get_context("forkserver")
# Imported once: a forked victim begins its refresh at once. Nothing of it may start a thread at import.
SERVER.set_forkserver_preload(["tests.faults.preloaded"])


def settings_of(home: Path, **changed: Any) -> Any:
    """Settings of a home; pseudonyms depend on the key: two homes are alike only under one."""
    from pipelines.settings import Settings

    return Settings(_env_file=None, home=home, applicant_key=KEY, **changed)


def start(home: Path, most_bytes: int | None = None) -> tuple[mp.process.BaseProcess, Connection]:
    """Begin a refresh of a home; its stages come over the connection, at last 'done' or the error's text.

    No file can grow beyond `most_bytes`: the disk as full as a process can be shown it.
    """
    mine, its = SERVER.Pipe(duplex=False)
    process = SERVER.Process(target=_refresh, args=(home, its, most_bytes), daemon=True)
    process.start()
    its.close()
    return process, mine


def _refresh(home: Path, told: Connection, most_bytes: int | None) -> None:
    if most_bytes is not None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (most_bytes, most_bytes))
    from pipelines import publish, refresh
    from pipelines.ledger import Ledger

    def marked(owner: Any, name: str, stage: str) -> None:
        step: Callable[..., Any] = getattr(owner, name)

        def tell_and_run(*given: Any, **named: Any) -> Any:
            told.send(stage)
            return step(*given, **named)

        setattr(owner, name, tell_and_run)

    for stage in ("receive", "intake", "settle", "build", "publish"):
        marked(refresh, stage, stage)
    marked(publish, "point_to", "point")
    marked(Ledger, "record_published", "record")
    marked(publish, "prune", "prune")
    marked(Ledger, "finish_run", "close")
    told.send("open")
    try:
        result = refresh.refresh(settings_of(home))
    except BaseException as error:
        told.send(f"failed: {type(error).__name__}: {error}")
        raise SystemExit(1) from error
    told.send("done" if result.is_good else f"not good: {result.publication and result.publication.failed} {result.intake.faults}")


def heard(told: Connection) -> str:
    """The next word of a victim. Raises EOFError at its end, TimeoutError where it says nothing for PATIENCE seconds: then it hangs."""
    if not told.poll(PATIENCE):
        raise TimeoutError(f"a refresh has said nothing for {PATIENCE} seconds")
    word: str = told.recv()
    return word


def run_to_end(home: Path, lengths: dict[str, float] | None = None) -> str:
    """A whole refresh; gives its last word. The seconds that each stage took go into `lengths`."""
    process, told = start(home)
    last, began = "", time.monotonic()
    try:
        while True:
            word = heard(told)
            if lengths is not None and last:
                lengths[last] = time.monotonic() - began
            last, began = word, time.monotonic()
    except EOFError:
        pass
    process.join()
    return last
