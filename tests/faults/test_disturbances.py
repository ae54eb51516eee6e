"""Full disk, lost inbox, cut file, two at once, a clock that jumps, spoilt config, damaged files: then the warehouse equals the undisturbed one."""

from __future__ import annotations

import datetime as dt
import os
import random
import shutil
from pathlib import Path

import pytest

from pipelines import intake, receive, refresh
from pipelines.archive import Archive
from pipelines.build import content_digest
from pipelines.home import Home
from pipelines.ledger import Ledger
from pipelines.steward.verify import verify
from tests.faults.arrivals import arrival
from tests.faults.killing import difference, leftovers
from tests.faults.victim import heard, settings_of, start

SEED, BEFORE, MORE = 3, 8, 4

pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def homes(tmp_path_factory):
    """A refreshed home to disturb copies of, and an undisturbed one that has taken in some more files."""
    root = tmp_path_factory.mktemp("disturbed")
    for number in range(BEFORE):
        arrival(number, SEED).lay(root / "base")
        arrival(number, SEED).lay(root / "undisturbed")
    assert refresh.refresh(settings_of(root / "base")).is_good
    for number in range(BEFORE, BEFORE + MORE):
        arrival(number, SEED).lay(root / "undisturbed")
    assert refresh.refresh(settings_of(root / "undisturbed")).is_good
    return root


@pytest.fixture
def home(homes, tmp_path):
    """A copy of the base in whose inbox the further files lie, not taken in yet."""
    shutil.copytree(homes / "base", tmp_path / "home", symlinks=True)
    for number in range(BEFORE, BEFORE + MORE):
        arrival(number, SEED).lay(tmp_path / "home")
    return tmp_path / "home"


def again(home: Path, **how: bool) -> None:
    assert refresh.refresh(settings_of(home), **how).is_good


def equal(home: Path, homes: Path) -> bool:
    assert difference(home, homes / "undisturbed") == []
    return True


def rebuild(home: Path) -> None:
    """What `tonghop rebuild` does."""
    with refresh.open_run(settings_of(home)) as run:
        refresh.intake(run, missing=True)
        refresh.settle(run)
        built = refresh.build(run, full=True)
        assert built is not None
        assert refresh.publish(run, built).published


def verified(home: Path) -> dict[str, str]:
    """What `tonghop verify` finds: kind to remedy."""
    place = Home(home)
    with place.writer_lock(), Ledger.open(place.ledger, create=False) as ledger:
        return {one.kind: one.remedy for one in verify(place, ledger, settings_of(home)).damage}


@pytest.mark.parametrize("most_bytes", [40_000, 1_500_000, 9_000_000], ids=["at the ledger", "at the copy", "within the build"])
def test_no_file_can_grow(home, homes, most_bytes):
    process, told = start(home, most_bytes=most_bytes)
    last = ""
    try:
        while True:
            last = heard(told)
    except EOFError:
        process.join()
    assert last.startswith("failed") or process.exitcode != 0 or last == "done"
    again(home)
    assert equal(home, homes)
    assert leftovers(home) == []


def test_the_inbox_goes_half_way(home, homes, monkeypatch):
    take, away = Archive.take, home / "inbox away"

    def take_and_unmount(self, chunks):
        taken = take(self, chunks)
        if not away.exists():
            (home / "inbox").rename(away)
        return taken

    with monkeypatch.context() as during:
        during.setattr(Archive, "take", take_and_unmount)
        got = refresh.refresh(settings_of(home)).received
    assert {one.why for one in got.left} == {"unreadable"}
    assert len(got.deliveries) < MORE
    again(home)  # over an inbox that is not there, as after a lost mount
    shutil.rmtree(home / "inbox")
    away.rename(home / "inbox")
    again(home)
    assert equal(home, homes)


def test_a_file_is_cut_while_it_is_read(home, homes, monkeypatch):
    whole = arrival(BEFORE, SEED)
    read = receive._read

    def read_and_cut(handle):
        chunk = read(handle)
        if chunk == whole.content:
            os.truncate(home / "inbox" / whole.path, len(chunk) // 2)
        return chunk

    with monkeypatch.context() as during:
        during.setattr(receive, "_read", read_and_cut)
        got = refresh.refresh(settings_of(home)).received
    assert [(one.path, one.why) for one in got.left] == [(whole.path, "unstable")]
    whole.lay(home)
    again(home)
    # It came after the others now and has a later number; what it says is the same.
    with Ledger.open(home / "ledger.sqlite", create=False) as ledger:
        assert set(ledger.deliveries_frame()["sha256"]) == {arrival(number, SEED).sha256 for number in range(BEFORE + MORE)}


def test_two_refreshes_at_once(home, homes):
    both = [start(home), start(home)]
    ends = []
    for process, told in both:
        last = ""
        try:
            while True:
                last = heard(told)
        except EOFError:
            process.join()
        ends.append(last)
    assert "done" in ends
    # The other waits for nothing: it says who holds the home, or, begun when the first had ended, finds nothing new.
    assert all(end == "done" or end.startswith("failed: HomeLocked") for end in ends)
    assert equal(home, homes)


def test_a_clock_that_jumps(home, homes, monkeypatch):
    real = refresh.local_now
    for jump in (dt.timedelta(days=800), dt.timedelta(days=-200), dt.timedelta(0)):
        with monkeypatch.context() as during:
            for module in (refresh, intake):
                during.setattr(module, "local_now", lambda jump=jump: real() + jump)
            again(home)
            (home / "inbox" / "BTP").mkdir(exist_ok=True)
            (home / "inbox" / "BTP" / f"{jump.days}.pdf").write_bytes(b"%PDF-1.7 " + str(jump.days).encode())
            again(home)
    places = [Path(home / "warehouse" / "current.duckdb").resolve(), (homes / "undisturbed" / "warehouse" / "current.duckdb").resolve()]
    found, expected = (content_digest(place) for place in places)
    assert {name: found[name] for name in found if name.startswith(("core.", "mart."))} == {
        name: expected[name] for name in expected if name.startswith(("core.", "mart."))
    }
    assert verified(home) == {}


def test_a_spoilt_config_file(home, homes):
    (home / "config").mkdir(exist_ok=True)
    spoilt = home / "config" / "agency_aliases.csv"
    spoilt.write_bytes(b"\xff\xfe\x00agency;\n\x00")
    result = refresh.refresh(settings_of(home))
    assert result.is_good
    assert [fault.file for fault in result.config_faults][:1] == ["config/agency_aliases.csv"] or result.config_faults
    assert equal(home, homes)
    spoilt.unlink()
    assert refresh.refresh(settings_of(home)).config_faults == ()
    assert equal(home, homes)


def flipped(path: Path, chance: random.Random) -> None:
    """One bit of a file, which is read-only perhaps, becomes another."""
    content = bytearray(path.read_bytes())
    content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    path.chmod(0o644)
    path.write_bytes(content)


def test_flipped_bits_are_found_and_mended(home, homes):
    again(home)
    chance = random.Random(1)
    record = chance.choice(sorted((home / "records").rglob("*.parquet")))
    outcome = chance.choice(sorted((home / "outcomes").glob("*/column_map.parquet")))
    with Ledger.open(home / "ledger.sqlite", create=False) as ledger:
        sent = ledger.deliveries_frame().filter(ledger.deliveries_frame()["bytes"] > 500).row(0, named=True)
    archived = home / "archive" / sent["sha256"][:2] / sent["sha256"]
    for path in (record, outcome, archived):
        flipped(path, chance)
    remedies = verified(home)
    assert set(remedies) == {"record", "outcome", "archive"}
    # What verify says to do.
    for path in (record, outcome.parent, archived):
        path.rename(path.with_name(f".damaged-{path.name}"))
    again(home, rescan=True)
    rebuild(home)
    assert equal(home, homes)
    assert verified(home) == {}


def test_a_damaged_published_file(home, homes):
    again(home)
    current = (home / "warehouse" / "current.duckdb").resolve()
    current.chmod(0o644)
    with current.open("r+b") as file:
        file.truncate(300_000)
    assert "rebuild" in verified(home)["warehouse"]
    rebuild(home)
    assert equal(home, homes)
    again(home)
    assert verified(home) == {}
