"""The export: what stands in it equals the warehouse, its description tells the truth of it, and it is replaced in one step."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os

import openpyxl
import pytest

from pipelines.report.export import ExportFault, clear_aside, export, prune_exports
from pipelines.report.export.workbook import write_workbook
from pipelines.warehouse import attached, connect, quoted, rows_of
from schemas.contract import TABLES
from schemas.frames import DUCKDB
from schemas.marts import MARTS
from tests.pipelines.small_world import DAY, World, counts, task


def names(folder):
    return sorted(path.name for path in folder.iterdir())


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    """Two days, three senders, a note that looks like a formula."""
    world = World(tmp_path_factory.mktemp("export"))
    world.send("tasks", "G01", rows=[task("T1", extra='{"ghi chú": "=1+1"}'), task("T2")], on=DAY - dt.timedelta(days=1))
    world.send("tasks", "H01", rows=[task("T1")])
    world.send("dossier_counts", "H01", rows=[counts("Thuế", done_total=10, online_full=4, done_on_time=9)])
    world.send("indicators", "G02", rows=[{"indicator_code": "I01", "value": 41.5, "unit": "=HYPERLINK(1)"}])
    result = world.build()
    assert result is not None
    world.point(result)
    return world


@pytest.fixture(scope="module")
def done(world, tmp_path_factory):
    return export(world.home.current, tmp_path_factory.mktemp("out") / "out", xlsx=True, licence="CC-BY-4.0")


def test_every_table_reads_back_with_its_rows_and_types(world, done):
    assert {one.table.full_name for one in done.files} == {table.full_name for table in TABLES}
    with connect(":memory:") as connection:
        connection.execute(f"ATTACH {quoted(str(world.home.current.resolve()))} AS tonghop (READ_ONLY)")
        for table in TABLES:
            source = f"read_parquet({quoted(str(done.folder / (table.full_name + '.parquet')))})"
            assert {row[0]: row[1] for row in rows_of(connection, f"DESCRIBE SELECT * FROM {source}")} == {
                field.name: DUCKDB[field.type] for field in table.fields
            }
            columns = ", ".join(f'"{name}"' for name in table.names)
            one, other = f"SELECT {columns} FROM tonghop.{table.full_name}", f"SELECT {columns} FROM {source}"
            assert rows_of(connection, f"SELECT count(*) FROM (({one} EXCEPT ALL {other}) UNION ALL ({other} EXCEPT ALL {one}))") == [(0,)]
    assert sum(one.rows for one in done.files) > 50


def test_the_description_tells_what_stands_there(world, done):
    package = json.loads((done.folder / "datapackage.json").read_text(encoding="utf-8"))
    assert package["$schema"] == "https://datapackage.org/profiles/2.0/datapackage.json"
    assert (package["as_of"], package["licenses"], package["version"]) == (DAY.isoformat(), [{"name": "CC-BY-4.0"}], done.build)
    resources = {one["name"]: one for one in package["resources"]}
    for one in resources.values():
        content = (done.folder / one["path"]).read_bytes()
        assert (one["bytes"], one["hash"]) == (len(content), f"sha256:{hashlib.sha256(content).hexdigest()}")
    assert set(names(done.folder)) == {"datapackage.json", *(one["path"] for one in resources.values())}
    task_table = resources["core.task"]
    assert task_table["rows"] == 3
    fields = {one["name"]: one for one in task_table["schema"]["fields"]}
    assert fields["due_on"]["type"] == "date"
    assert fields["agency_code"]["constraints"] == {"required": True}
    assert fields["task_code"]["title"] and fields["task_code"]["description"]
    assert task_table["schema"]["primaryKey"] == ["task_code", "agency_code"]
    assert {"fields": ["agency_code"], "reference": {"resource": "core.agency", "fields": ["agency_code"]}} in task_table["schema"]["foreignKeys"]
    # valid_from may be null: no primary key can hold it.
    assert resources["core.agency_code"]["schema"]["uniqueKeys"] == [["system", "code", "valid_from"]]


def test_foreign_keys_hold(world, done):
    package = json.loads((done.folder / "datapackage.json").read_text(encoding="utf-8"))
    with attached(world.home.current) as connection:
        for resource in package["resources"]:
            for key in resource.get("schema", {}).get("foreignKeys", ()):
                child, (column,), parent = resource["name"], key["fields"], key["reference"]["resource"] or resource["name"]
                (parent_column,) = key["reference"]["fields"]
                lost = f'SELECT count(*) FROM {child} WHERE "{column}" IS NOT NULL AND "{column}" NOT IN (SELECT {parent_column} FROM {parent})'
                assert (child, column, rows_of(connection, lost)) == (child, column, [(0,)])


def test_the_workbook_is_fit_for_an_office(done):
    book = openpyxl.load_workbook(done.workbook)
    assert book.sheetnames[0] == "Giải thích"
    assert len(book.sheetnames) == 1 + len(MARTS)
    said = [[cell.value for cell in row] for row in book["Giải thích"].iter_rows()]
    assert said[0][0].endswith("28/10/2025")
    assert any(row[1] == "mart.headline" and row[4] > 10 for row in said if len(row) > 4)
    sheet = book["Tỷ lệ hồ sơ theo cơ quan"]
    head = [cell.value for cell in sheet[1]]
    assert head[:4] == ["Tính đến ngày", "Mã cơ quan", "Tên cơ quan", "Khối"]
    assert "Tỷ lệ toàn trình (%)" in head
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == f"A1:{sheet.cell(1, sheet.max_column).column_letter}{sheet.max_row}"
    row = dict(zip(head, sheet[2], strict=True))
    assert (row["Tên cơ quan"].value, row["Khối"].value) == ("Tỉnh Một", "Địa phương")
    assert (row["Tỷ lệ toàn trình (%)"].value, row["Tỷ lệ toàn trình (%)"].number_format) == (40, "0.00")
    assert row["Tính đến ngày"].number_format == "dd/mm/yyyy"
    assert row["Hồ sơ đã giải quyết"].number_format == "#,##0"
    unit = next(cell for line in book["Tiến độ chỉ tiêu"].iter_rows() for cell in line if cell.value == "=HYPERLINK(1)")
    assert unit.data_type == "s"


def test_a_sheet_that_is_too_short_says_so(world, tmp_path):
    with attached(world.home.current) as connection:
        cut = write_workbook(connection, tmp_path / "a.xlsx", DAY, "b", dt.datetime(2025, 10, 28), most_rows=5)
    assert "mart.headline" in {one.table for one in cut}
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    assert book["Số liệu chính"].max_row == 5
    assert any(str(row[0].value).strip().startswith("CẢNH BÁO") for row in book["Giải thích"].iter_rows())


def test_an_earlier_day_chosen_tables_and_no_stranger_is_replaced(world, tmp_path):
    done = export(world.home.current, lambda day: tmp_path / day.isoformat(), DAY - dt.timedelta(days=1), tables=["core.task"])
    assert done.folder.name == "2025-10-27"
    first = names(done.folder)
    assert first == ["core.task.parquet", "datapackage.json"]
    again = export(world.home.current, done.folder, tables=["mart.headline"])
    assert names(again.folder) == ["datapackage.json", "mart.headline.parquet"]
    assert [path.name for path in tmp_path.iterdir()] == ["2025-10-27"]
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("x")
    with pytest.raises(ExportFault, match="something else"):
        export(world.home.current, tmp_path / "mine")
    with pytest.raises(KeyError, match=r"core\.nothing"):
        export(world.home.current, tmp_path / "new", tables=["core.nothing"])
    with pytest.raises(ValueError, match="01/01/2020"):
        export(world.home.current, tmp_path / "new", dt.date(2020, 1, 1))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["2025-10-27", "mine"]


def test_what_a_killed_export_left_goes_and_old_days_too(tmp_path):
    for name in (".export-999999999-ab", f".export-{os.getpid()}-ab", "2025-10-26", "2025-10-27", "2025-10-28", "letters"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "datapackage.json").write_text("{}")
    clear_aside(tmp_path)
    assert not (tmp_path / ".export-999999999-ab").exists()
    assert (tmp_path / f".export-{os.getpid()}-ab").exists()
    assert [path.name for path in prune_exports(tmp_path, 1, tmp_path / "2025-10-26")] == ["2025-10-27"]
    assert (tmp_path / "letters").exists()
