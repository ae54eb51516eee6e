"""An analyst who queries the published warehouse all the while and tells what he met. No test is here."""

from __future__ import annotations

import random
import subprocess
import time
from collections import Counter
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Event
from pathlib import Path

from pipelines.warehouse import connect, connect_analyst, quoted
from tests.faults.victim import SERVER

NAME = "SELECT max_by(build, made_at) FROM {0}audit.build"
WHOLE = """
SELECT
  (SELECT count(*) FROM {0}audit.table_read WHERE rows_read <> rows_loaded + rows_quarantined + rows_held + rows_skipped),
  (SELECT count(*) FROM {0}audit.submission AS s WHERE s.dataset = 'tasks' AND s.standing IN ('counts', 'superseded')
    AND s.row_count <> (SELECT count(*) FROM {0}core.task_report AS r WHERE r.submission_id = s.submission_id)),
  (SELECT count(*) FROM (SELECT reported_on FROM {0}audit.submission WHERE standing IN ('counts', 'superseded')
    EXCEPT SELECT as_of FROM {0}mart.headline))
"""
"""Three counts that are 0 in every whole build: broken conservation, submissions without their rows, dates without headlines."""
CONTENT = """
SELECT (SELECT count(*) FROM {0}core.task_report), (SELECT count(*) FROM {0}core.dossier),
  (SELECT sum(hash(as_of, metric, block, value)) FROM {0}mart.headline),
  (SELECT count(*) FROM {0}audit.published_figure)
"""
DOORS = ("fresh", "analyst", "attached", "held", "held attached")


@dataclass
class Met:
    """What one reader met: looks by door, errors, looks at something half made, the content of each build seen."""

    looks: Counter[str] = field(default_factory=Counter)
    queries: int = 0
    errors: list[str] = field(default_factory=list)
    half_made: list[str] = field(default_factory=list)
    builds: dict[str, tuple[object, ...]] = field(default_factory=dict)
    longest_wait: float = 0.0


def read_all_the_while(current: Path, stop: Event, out: Connection, seed: int, shell: str | None) -> None:
    """Look through one door after the other until `stop`; `shell` is DuckDB's command line, where the machine has one."""
    chance, met = random.Random(seed), Met()
    doors = (*DOORS, "shell") if shell else DOORS
    while not stop.is_set():
        door = chance.choice(doors)
        began = time.monotonic()
        try:
            _look(door, current, chance, met, stop, shell)
        except Exception as error:  # noqa: BLE001 - whatever an analyst would meet is what is asked for
            met.errors.append(f"{door}: {type(error).__name__}: {error}"[:300])
        met.looks[door] += 1
        stop.wait(chance.uniform(0, 0.3))
        if not door.startswith("held"):
            met.longest_wait = max(met.longest_wait, time.monotonic() - began)
    out.send(met)


def _look(door: str, current: Path, chance: random.Random, met: Met, stop: Event, shell: str | None) -> None:
    if door == "shell":
        sql = f"ATTACH {quoted(str(current))} AS tonghop (READ_ONLY); {NAME.format('tonghop.')}; {WHOLE.format('tonghop.')}"
        said = subprocess.run([str(shell), "-noheader", "-csv", ":memory:", "-c", sql], capture_output=True, text=True, check=True).stdout.split()
        met.queries += 2
        if said[-1] != "0,0,0":
            met.half_made.append(" ".join(said))
        return
    if door.endswith("attached"):
        with connect(":memory:") as connection:
            connection.execute(f"ATTACH {quoted(str(current))} AS tonghop (READ_ONLY)")
            _ask(connection, "tonghop.", door, chance, met, stop)
        return
    with (connect_analyst if door == "analyst" else connect)(current) as connection:
        _ask(connection, "", door, chance, met, stop)


def _ask(connection, prefix: str, door: str, chance: random.Random, met: Met, stop: Event) -> None:
    """One look, or, through a door held open, the same look again for some seconds: it never changes under the reader."""
    until = time.monotonic() + (chance.uniform(0.5, 4) if door.startswith("held") else 0)
    while True:
        (name,), whole, content = (connection.execute(sql.format(prefix)).fetchone() for sql in (NAME, WHOLE, CONTENT))
        met.queries += 3
        if any(whole):
            met.half_made.append(f"{door} {name}: {whole}")
        if met.builds.setdefault(name, content) != content:
            met.half_made.append(f"{door} {name}: {content} before {met.builds[name]}")
        if time.monotonic() >= until or stop.is_set():
            return
        time.sleep(0.1)


class Readers:
    """Some readers of one published file, from `with` to its end; then `met` is what each met."""

    def __init__(self, current: Path, number: int, seed: int = 0, shell: str | None = None) -> None:
        self.met: list[Met] = []
        self._stop = SERVER.Event()
        self._pipes, self._processes = [], []
        for at in range(number):
            mine, its = SERVER.Pipe(duplex=False)
            self._pipes.append(mine)
            self._processes.append(SERVER.Process(target=read_all_the_while, args=(current, self._stop, its, seed * 100 + at, shell), daemon=True))

    def __enter__(self) -> Readers:
        for process in self._processes:
            process.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self.met = [pipe.recv() for pipe in self._pipes if pipe.poll(60)]
        for process in self._processes:
            process.join(10)

    def builds(self) -> dict[str, set[tuple[object, ...]]]:
        """Every build that any reader saw, with the contents it was seen with: one each, or somebody saw half a build."""
        seen: dict[str, set[tuple[object, ...]]] = {}
        for one in self.met:
            for name, content in one.builds.items():
                seen.setdefault(name, set()).add(content)
        return seen
