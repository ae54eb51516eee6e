"""Trace: the place and text behind a value, in every format; what is personal stays masked."""

from __future__ import annotations

import dataclasses
import datetime as dt
import shutil

import openpyxl
import pytest

from pipelines.home import Home
from pipelines.intake import make_reader
from pipelines.refresh import refresh
from pipelines.registers import default_config_dir, load
from pipelines.report.sources import LINEAGE_SOURCES, SOURCES
from pipelines.report.trace import NotTraceable, trace_figure, trace_rows
from pipelines.settings import Settings
from schemas.contract import DATASETS
from schemas.field import Origin
from schemas.lineage import ADDRESS, LINEAGE
from tests.assets import small_inbox


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    made = Home(tmp_path_factory.mktemp("trace") / "home").create()
    small_inbox.write(made.inbox)
    refresh(Settings(home=made.root), small_inbox.DAY)
    return made


@pytest.fixture(scope="module")
def reader():
    return make_reader(load(default_config_dir()), b"")


def one_cell(home, reader, table, key, field, agency=None):
    (row,) = trace_rows(home, table, key, field, agency, reader=reader)
    (cell,) = row.cells
    return row, cell


def test_an_xlsx_value_leads_to_its_cell(home, reader):
    row, cell = one_cell(home, reader, "core.dossier_count", "Hải quan", "online_full")
    assert (row.path, row.sheet, cell.place, cell.text, cell.value) == ("BTC/bieu 06a.xlsx", "II.06a", "F6", "20", 20)
    opened = openpyxl.load_workbook(home.inbox / row.path)[row.sheet][cell.place]
    assert str(opened.value) == cell.text


def test_a_csv_value_leads_to_its_record_and_column(home, reader):
    row, cell = one_cell(home, reader, "core.task", "NV.902", "completed_on")
    line = (home.inbox / row.path).read_text(encoding="utf-8").splitlines()[row.row_number - 1]
    assert line.split(";")[5] == cell.text == "15/10/2025"
    assert cell.value == dt.date(2025, 10, 15)
    assert "column 6" in cell.place


def test_a_json_value_leads_to_its_path(home, reader):
    _, cell = one_cell(home, reader, "core.indicator_value", "CT.04", "value")
    assert (cell.place, cell.text, cell.value) == ("$.chiTieu[0].gia_tri", "75,2", 75.2)


def test_a_derived_value_names_the_columns_that_it_came_from(home, reader):
    (row,) = trace_rows(home, "core.task", "NV.901", "status", reader=reader)
    assert {cell.field: cell.text for cell in row.cells} == {"declared_status": "Đang thực hiện", "completed_on": None, "due_text": "30/09/2025"}
    assert "derived" in row.notes[0]
    (row,) = trace_rows(home, "core.task", "NV.901", "reported_on", reader=reader)
    assert row.cells == ()
    assert "not by a cell" in row.notes[0]
    assert row.date_evidence == "as_of"


def test_people_and_columns_that_nobody_released_are_masked(home, reader):
    for row in [
        *trace_rows(home, "core.dossier", "H01-251001-0001", "applicant_id", reader=reader),
        *trace_rows(home, "core.task", "NV.901", reader=reader),
    ]:
        told = str(row)
        for secret in (small_inbox.NAME, small_inbox.NUMBER, small_inbox.PHONE, small_inbox.SECRET_NOTE):
            assert secret not in told
        assert "•••" in told


def test_a_column_is_shown_once_a_steward_released_it(home, reader):
    released = dataclasses.replace(reader, released=frozenset({("H01", "tasks", "so lien he rieng")}))
    (row,) = trace_rows(home, "core.task", "NV.901", reader=released)
    assert small_inbox.SECRET_NOTE in str(row)


def test_what_is_not_there_is_said(home, reader):
    for table, key, field in [
        ("core.task", "NV.999", None),
        ("core.task", "NV.901", "colour"),
        ("core.nothing", "x", None),
        ("audit.issue", "x", None),
    ]:
        with pytest.raises(NotTraceable):
            trace_rows(home, table, key, field, reader=reader)
    with pytest.raises(NotTraceable):
        trace_rows(home, "core.task", "NV.901", agency="H26", reader=reader)
    with pytest.raises(NotTraceable, match="tasks_open_overdue"):
        trace_figure(home, "tasks_forgotten")


def test_a_key_with_a_quote_is_a_key(home, reader):
    with pytest.raises(NotTraceable):
        trace_rows(home, "core.task", "' OR TRUE --", reader=reader)


def test_lost_bytes_are_told_and_the_place_still_stands(home, reader, tmp_path):
    shutil.copytree(home.root, tmp_path / "home", symlinks=True)
    copy = Home(tmp_path / "home")
    for path in copy.archive.rglob("*"):
        if path.is_file():
            path.unlink()
    (row,) = trace_rows(copy, "core.task", "NV.902", "completed_on", reader=reader)
    assert row.cells[0].text is None
    assert "column 6" in row.cells[0].place
    assert "cannot be read" in row.notes[-1]


def test_a_figure_is_the_sum_of_its_agencies_and_leads_to_rows(home):
    told = trace_figure(home, "dossiers_online_full_rate")
    assert sum(row["numerator"] for row in told.by_agency) == told.figure["numerator"]
    assert sum(row["denominator"] for row in told.by_agency) == told.figure["denominator"]
    overdue = trace_figure(home, "tasks_open_overdue", "provincial")
    assert (overdue.figure["value"], overdue.rows_behind) == (1, 1)
    assert (overdue.behind[0]["task_code"], overdue.behind[0]["path"], overdue.behind[0]["row_number"]) == ("NV.901", "H01/nhiem vu.csv", 3)
    assert trace_figure(home, "tasks_open_overdue", "central").rows_behind == 0
    assert {row["agency_code"] for row in trace_figure(home, "agencies_reported").by_agency} >= {"H01", "BTC", "H26"}


@pytest.mark.parametrize("name", list(DATASETS))
def test_every_field_that_is_no_column_says_what_it_comes_from(name):
    dataset = DATASETS[name]
    told = SOURCES.get(name, {}).keys() | LINEAGE_SOURCES.keys()
    assert {one.name for one in dataset.of(Origin.PARSED, Origin.DERIVED)} <= told
    known = {one.name for one in (*dataset.fields, *ADDRESS)}
    assert {source for sources in SOURCES.get(name, {}).values() for source in sources} <= known
    assert {one.name for one in LINEAGE} == set(LINEAGE_SOURCES)
