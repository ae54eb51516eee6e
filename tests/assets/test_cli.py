"""The command line: what it prints, how it ends, what it refuses."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from assets.cli import COMMANDS
from tests.assets import small_inbox

ROOT = Path(__file__).resolve().parents[2]


def fresh(*words: str, **environment: str) -> tuple[int, str, set[str]]:
    """The command in a process of its own: exit code, output, top-level modules that it loaded."""
    probe = (
        "import sys\ntry:\n    from assets.cli import main\n    main()\n"
        "finally:\n    print('LOADED', *sorted({name.split('.')[0] for name in sys.modules}), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", probe, *words],
        cwd=ROOT,
        env={**os.environ, "PYTHONUTF8": "1", **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    *_, loaded = done.stderr.rpartition("LOADED")
    return done.returncode, done.stdout + done.stderr, set(loaded.split())


@pytest.mark.parametrize("command", [[], *([name] for name in COMMANDS), ["config", "check"]])
def test_every_command_explains_itself(tonghop, command):
    done = tonghop(*command, "--help")
    assert done.exit_code == 0
    assert "Usage:" in done.output


def test_help_loads_nothing_heavy():
    code, output, loaded = fresh("--help")
    assert code == 0, output
    assert {"dagster", "polars", "duckdb", "sqlalchemy", "pandera", "pydantic", "rich", "openpyxl"} & loaded == set()


def test_status_trace_and_query_load_no_dagster(small_home):
    for words in (["status"], ["trace", "core.task", "NV.901"], ["query", "SELECT 1"]):
        code, output, loaded = fresh("--home", str(small_home.root), *words)
        assert code == 0, output
        assert "dagster" not in loaded


def test_refresh_tells_the_day_and_a_second_one_that_nothing_is_new(tmp_path, tonghop):
    small_inbox.write(tmp_path / "inbox")
    first = tonghop("refresh", "--home", tmp_path, "--date", "2025-10-28")
    assert first.exit_code == 0, first.output
    assert "Đã công bố bản" in first.output
    assert "53,33 %" in first.output  # 60 + 20 online and in full of 150 settled
    second = tonghop("--home", tmp_path, "refresh", "--json")
    assert second.exit_code == 0, second.output
    told = json.loads(second.stdout)
    assert (told["success"], told["news"], told["new_deliveries"], told["as_of"]) == (True, False, 0, "2025-10-28")
    third = tonghop("--home", tmp_path, "refresh")
    assert "Không có gì mới" in third.output
    assert len(list((tmp_path / "warehouse").glob("warehouse-*.duckdb"))) == 1


def test_rebuild_publishes_a_full_build_of_the_same_content(tmp_path, tonghop):
    from pipelines.refresh import refresh
    from pipelines.settings import Settings

    small_inbox.write(tmp_path / "inbox")
    refresh(Settings(home=tmp_path), small_inbox.DAY)
    before = (tmp_path / "warehouse" / "current.duckdb").resolve()
    done = tonghop("--home", tmp_path, "rebuild")
    assert done.exit_code == 0, done.output
    assert (tmp_path / "warehouse" / "current.duckdb").resolve() != before
    assert "53,33 %" in done.output


@pytest.mark.parametrize("day", ["2025-13-01", "yesterday", "31/02/2025"])
def test_a_bad_date_is_one_line(tonghop, tmp_path, day):
    done = tonghop("--home", tmp_path, "refresh", "--date", day)
    assert done.exit_code == 1
    assert done.output.count("\n") == 1
    assert day in done.output


def test_a_locked_home_is_one_line(tonghop, tmp_path):
    from pipelines.home import Home

    home = Home(tmp_path).create()
    with home.writer_lock():
        done = tonghop("--home", tmp_path, "refresh")
    assert done.exit_code == 1
    assert done.output.count("\n") == 1
    assert str(os.getpid()) in done.output


def test_a_ledger_of_a_newer_tonghop_is_one_line(small_home, tonghop, tmp_path):
    import shutil
    import sqlite3

    shutil.copytree(small_home.root, tmp_path / "home", symlinks=True)
    with sqlite3.connect(tmp_path / "home" / "ledger.sqlite") as connection:
        connection.execute("UPDATE alembic_version SET version_num = 'v9999'")
    done = tonghop("--home", tmp_path / "home", "status")
    assert done.exit_code == 1
    assert done.output.count("\n") == 1


def test_a_setting_that_is_wrong_is_named(tonghop, tmp_path, monkeypatch):
    monkeypatch.setenv("TONGHOP_CARRY_DAYS", "many")
    done = tonghop("--home", tmp_path, "status")
    assert done.exit_code == 1
    assert "TONGHOP_CARRY_DAYS" in done.output


@pytest.mark.parametrize("words", [["status"], ["query", "SELECT 1"], ["trace", "core.task", "NV.901"], ["report"]])
def test_an_empty_home_says_what_to_run(tonghop, tmp_path, words):
    done = tonghop("--home", tmp_path, *words)
    assert done.exit_code == 1
    assert "tonghop refresh" in done.output
    assert list(tmp_path.iterdir()) == []


def test_a_defect_keeps_its_traceback(tonghop, monkeypatch, tmp_path):
    from assets.commands import query

    def broken(_home):
        raise ZeroDivisionError("ours")

    monkeypatch.setattr(query, "published", broken)
    with pytest.raises(ZeroDivisionError):
        tonghop("--home", tmp_path, "query", "SELECT 1")


# -- query


def test_query_answers_as_table_json_and_csv(small_home, tonghop):
    sql = "SELECT task_code, is_overdue FROM core.task ORDER BY 1"
    assert "NV.901" in tonghop("--home", small_home.root, "query", sql).output
    assert json.loads(tonghop("--home", small_home.root, "query", sql, "--json").stdout) == [
        {"task_code": "NV.901", "is_overdue": True},
        {"task_code": "NV.902", "is_overdue": False},
    ]
    assert tonghop("--home", small_home.root, "query", sql, "--csv").stdout == "task_code,is_overdue\nNV.901,True\nNV.902,False\n"


@pytest.mark.parametrize(
    "sql",
    [
        "DELETE FROM core.task",
        "SELECT * FROM read_csv('pyproject.toml')",
        "COPY core.task TO 'out.csv'",
        "ATTACH 'other.duckdb'",
        "SET enable_external_access = true",
        "SELEC 1",
    ],
)
def test_query_refuses_in_words(small_home, tonghop, sql):
    done = tonghop("--home", small_home.root, "query", sql)
    assert done.exit_code == 1
    assert done.output.startswith("Error: ")
    assert "Traceback" not in done.output


# -- status


def test_status_names_who_is_missing_and_what_was_found(small_home, tonghop):
    told = json.loads(tonghop("--home", small_home.root, "status", "--json").stdout)
    states = {(row["agency_code"], row["dataset"]): row["state"] for row in told["compliance"]}
    assert states["H01", "tasks"] == "reported"
    assert states["H26", "tasks"] == "missing"
    assert sum(told["deliveries"].values()) == 4
    assert told["stale"] == []
    assert told["runs"][0]["outcome"] == "done"
    shown = tonghop("--home", small_home.root, "status").output
    assert "CHƯA GỬI" in shown
    assert "H26" in shown


def test_status_tells_rejected_held_and_stale(tmp_path, tonghop):
    from pipelines.ledger import Ledger
    from pipelines.refresh import refresh
    from pipelines.settings import Settings

    small_inbox.write(tmp_path / "inbox")
    (tmp_path / "inbox" / "H01" / "scan.xlsx").write_bytes(b"%PDF-1.7 nothing")
    (tmp_path / "inbox" / "ai gui.csv").write_text(small_inbox.TASKS.replace("UBND tỉnh An Giang", "") % "", encoding="utf-8")
    refresh(Settings(home=tmp_path), small_inbox.DAY)
    told = json.loads(tonghop("--home", tmp_path, "status", "--json").stdout)
    refused = {row["path"]: (row["status"], row["reason"]) for row in told["refused"]}
    assert refused["H01/scan.xlsx"][0] == "rejected"
    assert refused["ai gui.csv"][0] == "held"
    assert all(reason for _, reason in refused.values())
    # A steward's own synonym changes the way of reading: what was read before it is stale.
    (tmp_path / "config" / "column_synonyms.csv").write_text(
        "sender,form,dataset,field,synonym,valid_from,valid_to\nH01,*,tasks,note,Số liên hệ riêng,,\n", encoding="utf-8"
    )
    told = json.loads(tonghop("--home", tmp_path, "status", "--json").stdout)
    assert told["config_faults"] == []
    with Ledger.open(tmp_path / "ledger.sqlite", create=False) as ledger:
        assert set(told["stale"]) == set(ledger.deliveries_frame()["delivery_id"])


def test_report_writes_the_morning_page(small_home, tonghop, tmp_path):
    done = tonghop("--home", small_home.root, "report", "-o", tmp_path)
    assert done.exit_code == 0, done.output
    page = Path(done.stdout.strip())
    assert page.parent == tmp_path
    assert "53,33" in page.read_text(encoding="utf-8")


# -- config and docs


def test_config_check_passes_as_shipped_and_names_a_fault(tonghop, tmp_path):
    assert tonghop("--home", tmp_path, "config", "check").exit_code == 0
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "column_synonyms.csv").write_text("sender,form\nH01,*\n", encoding="utf-8")
    done = tonghop("--home", tmp_path, "config", "check")
    assert done.exit_code == 1
    assert "column_synonyms.csv" in done.output


def test_the_documents_in_the_repository_are_what_docs_writes(tonghop, tmp_path):
    assert tonghop("docs", "-o", tmp_path).exit_code == 0
    for name in ("contract.sql", "dictionary.md", "er.md", "tables.md"):
        assert (tmp_path / name).read_text(encoding="utf-8") == (ROOT / "docs" / name).read_text(encoding="utf-8"), f"run: make docs ({name})"


# -- demo


def test_the_demonstration_writes_only_what_differs(tmp_path):
    from assets.commands.demo import write_changed

    inbox = tmp_path / "inbox"
    inbox.mkdir()
    written, total = write_changed(inbox)
    assert written == total > 100
    assert write_changed(inbox) == (0, total)
    one = next(path for path in inbox.rglob("*") if path.is_file())
    stat = one.stat()
    one.write_bytes(b"spoilt")
    assert write_changed(inbox) == (1, total)
    assert one.stat().st_mtime == stat.st_mtime


def test_the_demonstration_does_not_mix_with_an_inbox_in_use(tonghop, tmp_path):
    (tmp_path / "inbox" / "H01").mkdir(parents=True)
    (tmp_path / "inbox" / "H01" / "bao cao that.xlsx").write_bytes(b"real")
    done = tonghop("--home", tmp_path, "demo")
    assert done.exit_code == 1
    assert "--home" in done.output
    assert len(list((tmp_path / "inbox").rglob("*.xlsx"))) == 1
