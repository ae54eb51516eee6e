import fcntl
import os
import signal
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from pipelines.home import Home, HomeLocked, KeyRefused

HOLD = """
import sys
from pathlib import Path
from pipelines.home import Home
with Home(Path(sys.argv[1])).writer_lock():
    print("held", flush=True)
    sys.stdin.readline()
"""


@pytest.fixture
def holder(tmp_path):
    """Another process that holds the lock of the home in tmp_path."""
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[2])}
    process = subprocess.Popen([sys.executable, "-c", HOLD, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment)
    assert process.stdout.readline().strip() == "held"
    yield process
    process.kill()
    process.wait()
    process.stdin.close()
    process.stdout.close()


def test_create_makes_every_folder_and_may_be_repeated(tmp_path):
    home = Home(tmp_path / "nhà").create().create()
    for folder in (home.inbox, home.archive, home.config, home.records, home.outcomes, home.warehouse, home.reports, home.exports, home.dagster):
        assert folder.is_dir()
    assert not home.ledger.exists()


def test_a_home_stays_where_it_was_when_the_working_directory_changes(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    home = Home(Path("var"))
    monkeypatch.chdir("/")
    assert home.inbox == tmp_path / "var" / "inbox"


def test_derived_paths(tmp_path):
    home = Home(tmp_path)
    assert home.record_file("tasks", "s1", "r1") == tmp_path / "records/tasks/s1-r1.parquet"
    assert home.outcome_dir("00000001-ab", "r1") == tmp_path / "outcomes/00000001-ab-r1"
    assert home.warehouse_file("b1") == tmp_path / "warehouse/warehouse-b1.duckdb"


def test_a_locked_home_names_the_holder(tmp_path, holder):
    with pytest.raises(HomeLocked, match=rf"process {holder.pid}, since 20\d\d-"), Home(tmp_path).writer_lock():
        pytest.fail("two writers in one home")


def test_a_killed_holder_frees_the_home(tmp_path, holder):
    holder.send_signal(signal.SIGKILL)
    holder.wait()
    with Home(tmp_path).writer_lock():
        assert str(os.getpid()) in Home(tmp_path).lock_file.read_text()


def test_a_holder_that_has_not_given_its_number_yet(tmp_path):
    with Home(tmp_path).lock_file.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        with pytest.raises(HomeLocked, match="has not given its number"), Home(tmp_path).writer_lock():
            pytest.fail("two writers in one home")


def test_waiting_for_the_holder(tmp_path, holder):
    end = threading.Timer(0.3, lambda: holder.communicate("done\n"))
    end.start()
    with Home(tmp_path).writer_lock(wait=30):
        assert holder.poll() is not None or holder.wait() == 0
    end.join()


def test_the_lock_is_free_after_an_error_inside(tmp_path):
    home = Home(tmp_path)
    with pytest.raises(ZeroDivisionError), home.writer_lock():
        1 / 0  # noqa: B018
    with home.writer_lock():
        pass
    assert home.lock_file.read_text() == ""


def test_the_key_is_made_once_and_for_its_owner_only(tmp_path):
    home = Home(tmp_path / "new")
    key = home.applicant_key()
    assert home.key_file.stat().st_mode & 0o777 == 0o600
    assert len(key) == 64
    assert home.applicant_key() == key
    assert [path.name for path in home.root.iterdir()] == ["applicant.key"]
    assert Home(tmp_path / "other").applicant_key() != key


def test_the_files_text_as_setting_gives_the_same_key(tmp_path):
    home = Home(tmp_path)
    key = home.applicant_key()
    assert Home(tmp_path / "other").applicant_key(home.key_file.read_text()) == key
    assert not (tmp_path / "other").exists()


def test_a_key_that_others_can_read_is_refused(tmp_path):
    home = Home(tmp_path)
    home.applicant_key()
    home.key_file.chmod(0o640)
    with pytest.raises(KeyRefused, match="chmod 600"):
        home.applicant_key()


@pytest.mark.parametrize("text", ["", "   \n", "short"])
def test_a_short_key_is_refused_and_not_replaced(tmp_path, text):
    home = Home(tmp_path)
    home.key_file.write_text(text)
    home.key_file.chmod(0o600)
    with pytest.raises(KeyRefused, match="at least 16"):
        home.applicant_key()
    with pytest.raises(KeyRefused, match="TONGHOP_APPLICANT_KEY"):
        home.applicant_key(text)
    assert home.key_file.read_text() == text


def test_writers_that_make_the_key_at_once_agree(tmp_path):
    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(_key_of, [tmp_path / f"home{turn}" for turn in range(20) for _ in range(8)]))
    assert len(keys) == 20


def _key_of(root: Path) -> tuple[str, bytes]:
    return root.name, Home(root).applicant_key()
