"""Kills: refreshes ended with SIGKILL within a stage, then one that may end, held against an undisturbed warehouse. No test is here."""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from pipelines import refresh
from pipelines.build import content_digest
from pipelines.ledger import Ledger
from tests.faults.arrivals import arrival
from tests.faults.victim import STAGES, heard, run_to_end, settings_of, start

WEIGHTS = (1, 2, 4, 2, 6, 4, 1, 1, 1, 1)
"""How often each of STAGES is chosen: longer ones oftener, and none so seldom that it is never met."""


@dataclass
class Killed:
    """What was done, how often, what was lost."""

    kills: Counter[str] = field(default_factory=Counter)
    escaped: int = 0
    """Refreshes that ended before the blow fell."""
    refreshes: int = 0
    compared: int = 0
    differences: list[str] = field(default_factory=list)
    leftovers: list[str] = field(default_factory=list)
    files: int = 0


def expected_of(home: Path) -> dict[str, tuple[int, int]]:
    """Refresh the undisturbed home in this process; gives its content."""
    assert refresh.refresh(settings_of(home)).is_good
    return content_digest((home / "warehouse" / "current.duckdb").resolve())


def difference(disturbed: Path, undisturbed: Path) -> list[str]:
    """Tables of the published files, and facts of the two ledgers, that differ."""
    found, expected = (content_digest((home / "warehouse" / "current.duckdb").resolve()) for home in (disturbed, undisturbed))
    differing = [f"{name}: {found.get(name)} instead of {expected[name]}" for name in expected if found.get(name) != expected[name]]
    rows = []
    for home in (disturbed, undisturbed):
        with Ledger.open(home / "ledger.sqlite", create=False) as ledger:
            rows.append(ledger.deliveries_frame().select("delivery_id", "path", "sha256", "delivered_at", "status").rows())
    return differing + ([] if rows[0] == rows[1] else ["the ledgers' deliveries"])


def leftovers(home: Path) -> list[str]:
    """Files of unfinished work that still lie in a home."""
    hidden = (path for path in home.rglob(".*") if path.is_symlink() or path.is_file() or path.parent.name == "outcomes")
    return sorted(path.relative_to(home).as_posix() for path in hidden)


def blow(home: Path, chance: random.Random, done: Killed, lengths: dict[str, float]) -> None:
    """Begin a refresh and end it within a stage, chosen at random, after a part of what the stage usually takes."""
    stage = chance.choices(STAGES, WEIGHTS)[0]
    process, told = start(home)
    pause = chance.choice((0.0, chance.random(), chance.random(), chance.random())) * lengths.get(stage, 0.1)
    reached = ""
    try:
        while reached != stage:
            reached = heard(told)
        time.sleep(pause)
        while told.poll():
            reached = told.recv()
    except EOFError:
        process.join()
    if process.is_alive() and reached != "done":
        process.kill()
        done.kills[reached] += 1
    else:
        done.escaped += 1
    process.join()


class Campaign:
    """One history lived through twice: in `root`/disturbed with faults, in `root`/undisturbed without. Keeps count of all that was done."""

    def __init__(self, root: Path, seed: int = 0, files: int = 6) -> None:
        self.disturbed, self.undisturbed, self.seed = root / "disturbed", root / "undisturbed", seed
        self.done, self.chance = Killed(), random.Random(seed)
        self.lengths: dict[str, float] = {}
        self.lay(files)
        self.compare()

    @property
    def current(self) -> Path:
        """The pointer of the disturbed home."""
        return self.disturbed / "warehouse" / "current.duckdb"

    def lay(self, count: int) -> None:
        """The next files of the history, into both inboxes."""
        for _ in range(count):
            for home in (self.disturbed, self.undisturbed):
                arrival(self.done.files, self.seed).lay(home)
            self.done.files += 1

    def compare(self) -> None:
        """A refresh that may end; what differs from the undisturbed home afterwards is noted."""
        last = run_to_end(self.disturbed, self.lengths)
        self.done.refreshes += 1
        at = f"after {sum(self.done.kills.values())} kills"
        if last != "done":
            self.done.differences.append(f"{at} the refresh ended with: {last}")
            return
        expected_of(self.undisturbed)
        self.done.compared += 1
        self.done.differences += [f"{at}: {one}" for one in difference(self.disturbed, self.undisturbed)]
        self.done.leftovers = leftovers(self.disturbed)

    def kill(self, kills: int, every: int = 5, say: Callable[[Killed], None] = lambda _: None) -> Killed:
        """Kill refreshes, new files before each; after about `every` kills one may end and is compared."""
        wanted = sum(self.done.kills.values()) + kills
        while sum(self.done.kills.values()) < wanted:
            self.lay(self.chance.choice((1, 1, 2, 3)))
            blow(self.disturbed, self.chance, self.done, self.lengths)
            if self.chance.random() < 1 / every:
                self.compare()
                say(self.done)
        self.compare()
        return self.done
