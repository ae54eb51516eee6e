"""Store: immutable files, whole or not at all; storing the same reading again gives the same."""

from __future__ import annotations

import polars as pl
import pytest

from pipelines.home import Home
from pipelines.store import store
from pipelines.telling import issue_frame
from schemas import audit
from schemas.contract import DATASETS
from schemas.frames import polars_schema
from tests.pipelines.sent_files import TASK_HEAD, send, task_row, xlsx

CONTENT = xlsx([["Tính đến ngày 28/10/2025"], TASK_HEAD, task_row(1, "NV-1"), task_row(2, None, None), []])


@pytest.fixture
def home(tmp_path):
    return Home(tmp_path).create()


def stored(home, told, reading="r1"):
    return store(home, "00000001-abc", reading, told, issue_frame(told.issues))


def test_records_and_outcomes_have_their_shapes(home):
    told = send(CONTENT)
    (path,) = stored(home, told).values()
    records = pl.read_parquet(path)
    assert dict(records.schema) == polars_schema(DATASETS["tasks"].record_fields)
    assert records.select("task_code", "row_number", "sheet").rows() == [("NV-1", 3, "Sheet1")]
    assert records["submission_id"].to_list() == [told.submissions[0].submission_id]
    folder = home.outcome_dir("00000001-abc", "r1")
    for name, table in (
        ("issue", audit.ISSUE),
        ("quarantine", audit.QUARANTINE),
        ("skipped_row", audit.SKIPPED_ROW),
        ("column_map", audit.COLUMN_MAP),
    ):
        frame = pl.read_parquet(folder / f"{name}.parquet")
        assert set(frame.columns) == {field.name for field in table.fields}
    assert not list(home.root.rglob(".*-*"))


def test_the_same_reading_again_replaces_and_another_stands_beside(home):
    told = send(CONTENT)
    (first,) = stored(home, told).values()
    before = pl.read_parquet(first)
    (again,) = stored(home, told).values()
    assert first == again
    assert pl.read_parquet(again).equals(before)
    (other,) = stored(home, told, "r2").values()
    assert other != first
    assert first.exists()


def test_what_is_empty_has_no_file_and_what_is_held_no_records(home):
    told = send(CONTENT, "x.xlsx")
    assert told.status == "held"
    assert stored(home, told) == {}
    folder = home.outcome_dir("00000001-abc", "r1")
    assert not (folder / "quarantine.parquet").exists()
    assert (folder / "issue.parquet").exists()


def test_a_table_without_records_is_a_report_with_no_rows(home):
    told = send(xlsx([["Tính đến ngày 28/10/2025"], TASK_HEAD, [None, None, "Không phát sinh"]]))
    (path,) = stored(home, told).values()
    assert pl.read_parquet(path).height == 0
    assert told.status == "accepted"


def test_a_crash_while_writing_leaves_nothing_half(home, monkeypatch):
    told = send(CONTENT)
    calls = []

    def breaks(self, *args, **more):
        calls.append(args)
        if len(calls) == 3:
            raise OSError(28, "No space left on device")
        return whole(self, *args, **more)

    whole = pl.DataFrame.write_parquet
    monkeypatch.setattr(pl.DataFrame, "write_parquet", breaks)
    with pytest.raises(OSError, match="No space"):
        stored(home, told)
    assert not home.outcome_dir("00000001-abc", "r1").exists()
    monkeypatch.undo()
    stored(home, told)
    assert (home.outcome_dir("00000001-abc", "r1") / "issue.parquet").exists()
