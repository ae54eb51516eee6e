"""The law of replay: a warehouse built day by day equals one built in full from the same ledger, and one of a home to which all came at once.

Files are delivered at rising moments, so that ids, which follow the order of intake, are the same in every home.
"""

from __future__ import annotations

import datetime as dt
import os
import random
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from pipelines import refresh
from pipelines.build import content_digest
from pipelines.clock import local_now
from pipelines.ledger import Decision
from pipelines.settings import Settings
from tests.properties.histories import FIRST, STEPS, Delivery, file_of, law_broken, settings_of
from tests.properties.homes import put

HISTORIES = int(os.environ.get("TONGHOP_HISTORIES", "2"))
"""Random histories that are tried; `python -m tests.properties.campaign 200` tries them outside the suite."""


def history(days: list[list[tuple[str, str, int]]]) -> list[list[Delivery]]:
    """Deliveries by day, none at the same path or moment as another."""
    made, every = [], []
    for at, events in enumerate(days):
        today = []
        for number, (kind, sender, seed) in enumerate(events):
            chance = random.Random(seed)
            day = FIRST + dt.timedelta(days=at)
            folder, content = file_of(kind, sender, day - dt.timedelta(days=chance.choice([0, 0, 0, 1])), chance, every)
            name = f"{folder}/{at}-{number}.{'csv' if kind == 'dossiers' else 'xlsx'}"
            today.append((name, content, dt.datetime.combine(day, dt.time(14, number))))
            every.append(today[-1])
        made.append(today)
    return made


def until_standing(run: refresh.Run) -> None:
    refresh.receive(run)
    assert not refresh.intake(run).faults
    refresh.settle(run)


def published_daily(home: Path, days: list[list[Delivery]], retracted: str | None) -> Path:
    """A refresh each day; at the end, where asked, a delivery is taken back and a refresh shows it. Gives the published file."""
    own = settings_of(home)
    for deliveries in days:
        for path, content, moment in deliveries:
            put(home, path, content, moment)
        assert refresh.refresh(own).is_good
    if retracted:
        take_back(own, retracted)
        assert refresh.refresh(own).is_good
    return (home / "warehouse" / "current.duckdb").resolve()


def take_back(own: Settings, path: str) -> None:
    with refresh.open_run(own) as run:
        (found,) = run.ledger.deliveries_frame().filter(run.ledger.deliveries_frame()["path"] == path)["delivery_id"]
        run.ledger.record_decision(Decision(local_now(), "thử nghiệm", "gửi nhầm", "retract", found))


def in_full(home: Path) -> dict[str, tuple[int, int]]:
    """The content of a full build from the home's ledger; null results would mean that nothing was built."""
    with refresh.open_run(settings_of(home)) as run:
        until_standing(run)
        result = refresh.build(run, full=True)
        assert result is not None
        return content_digest(result.path)


def check(root: Path, days: list[list[Delivery]], retracted: str | None = None, *, twice: bool = True) -> dict[str, tuple[int, int]]:
    daily = content_digest(published_daily(root / "daily", days, retracted))
    if twice:
        assert in_full(root / "daily") == daily
    at_once = root / "at once"
    for deliveries in days:
        for path, content, moment in deliveries:
            put(at_once, path, content, moment)
    if retracted:
        own = settings_of(at_once)
        with refresh.open_run(own) as run:
            until_standing(run)
        take_back(own, retracted)
    assert in_full(at_once) == daily
    return daily


CORRECTIONS = [
    [("tasks", "BTP", 1), ("tasks", "BCA", 2), ("counts", "H05", 3), ("junk", "BCA", 4), ("dossiers", "H05", 22)],
    [
        *[("tasks", "BTP", 11), ("hardly any tasks", "BTP", 12), ("other tasks", "BTP", 13), ("same again", "BCA", 14), ("for another", "VPCP", 15)],
        *[("fewer tasks", "BCA", 21), ("counts", "H05", 23), ("unknown sender", "BTP", 24), ("no table", "BTP", 25)],
    ],
]
LATE = [
    [("dossiers", "H05", 31), ("dossiers", "H05", 32), ("tasks", "H05", 33), ("counts", "BTP", 41)],
    [
        ("tasks", "H05", 0),
        ("counts", "BTP", 42),
        ("same again", "H05", 43),
        ("for another", "VPCP", 51),
        ("dossiers", "H05", 53),
        ("junk", "H05", 54),
    ],
]


@pytest.mark.parametrize(
    ("days", "retracted"), [(CORRECTIONS, None), (LATE, "H05/0-2.xlsx")], ids=["corrections and parts", "late files, one taken back"]
)
def test_two_histories(tmp_path, days, retracted):
    said = check(tmp_path, history(days), retracted)
    # Equal emptiness would prove nothing.
    assert said["core.task_report"][0] > 7
    assert said["core.dossier_count_report"][0] > 3
    assert said["audit.delivery"][0] == sum(len(day) for day in days)


steps = st.lists(st.tuples(st.sampled_from(STEPS), st.integers(0, 10**6)), min_size=5, max_size=9)


@settings(max_examples=HISTORIES, deadline=None, derandomize=HISTORIES < 10, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
@given(steps=steps)
def test_random_histories(steps):
    """Built by days and in full, known at moments gone by, replayed and read anew: always the same."""
    with TemporaryDirectory() as root:
        assert law_broken(Path(root), [("file", 1), *steps])[0] == []
