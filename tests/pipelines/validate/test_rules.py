"""Every rule of every dataset: a row that passes and a row that fails. The model judges typed frames and changes nothing."""

from __future__ import annotations

import datetime as dt

import polars as pl
import pytest
from pandera.errors import SchemaErrors

from schemas.contract import DATASETS
from schemas.frames import polars_schema
from schemas.pandera_models import model

DAY = dt.date(2025, 10, 28)


def day(month, number):
    return dt.date(2025, month, number)


def at(month, number, hour=8):
    return dt.datetime(2025, month, number, hour)


# (dataset, rule): columns of a row that passes, columns of a row that fails.
ROWS = {
    ("tasks", "FUTURE_COMPLETION"): ({"completed_on": DAY}, {"completed_on": day(10, 29)}),
    ("tasks", "COMPLETED_BEFORE_ASSIGNED"): (
        {"completed_on": day(2, 1), "assigned_on": day(2, 1)},
        {"completed_on": day(1, 31), "assigned_on": day(2, 1)},
    ),
    ("tasks", "STATUS_DATE_CONFLICT"): (
        {"declared_state": "open_overdue", "due_on": day(10, 27)},
        {"declared_state": "open_overdue", "due_on": day(10, 28)},
    ),
    ("tasks", "COMPLETED_WITHOUT_EVIDENCE"): ({"declared_state": "done", "evidence": "12/QĐ"}, {"declared_state": "done", "evidence": None}),
    ("tasks", "COMPLETION_DATE_MISSING"): ({"declared_state": "done", "completed_on": DAY}, {"declared_state": "done", "completed_on": None}),
    ("tasks", "OUT_WITHOUT_EVIDENCE"): ({"declared_state": "paused", "evidence": "1/TB"}, {"declared_state": "cancelled", "evidence": None}),
    ("tasks", "TASK_WITHOUT_PERSON"): ({"responsible_person": "Vụ trưởng"}, {"responsible_person": None}),
    ("tasks", "TASK_WITHOUT_PRODUCT"): ({"product": "Nghị định"}, {"product": None}),
    ("tasks", "TASK_WITHOUT_TITLE"): ({"title": "Việc"}, {"title": None}),
    ("tasks", "TASK_CODE_DERIVED"): ({"task_code_kind": "register"}, {"task_code_kind": "derived"}),
    ("dossiers", "DOSSIER_CODE_FORMAT"): ({"dossier_code": "000.00.19.H47-260105-0001"}, {"dossier_code": "H57.132-251028-58"}),
    ("dossiers", "RECEIVED_AFTER_DUE"): (
        {"received_at": at(10, 1, 17), "due_at": at(10, 1, 8)},
        {"received_at": at(10, 2), "due_at": at(10, 1, 17)},
    ),
    ("dossiers", "FINISHED_BEFORE_RECEIVED"): (
        {"received_at": at(10, 1, 17), "finished_at": at(10, 1, 8)},
        {"received_at": at(10, 2), "finished_at": at(10, 1)},
    ),
    ("dossiers", "RECEIVED_IN_FUTURE"): ({"received_at": at(10, 28, 23)}, {"received_at": at(10, 29, 0)}),
    ("dossiers", "SERVICE_LEVEL_MISSING"): ({"service_level": "none"}, {"service_level": None}),
    ("dossier_counts", "IDENTITY_A1"): (
        {"received_total": 6, "received_online": 3, "received_offline": 2, "carried_over": 1},
        {"received_total": 7, "received_online": 3, "received_offline": 2, "carried_over": 1},
    ),
    ("dossier_counts", "IDENTITY_A2"): ({"done_total": 5, "done_early": None, "done_on_time": 4, "done_late": 1}, {"done_total": 5, "done_late": 4}),
    ("dossier_counts", "IDENTITY_A3"): (
        {"open_total": 5, "open_in_time": 4, "open_overdue": 1},
        {"open_total": 0, "open_in_time": 0, "open_overdue": 1},
    ),
    ("dossier_counts", "IDENTITY_A4"): (
        {"received_total": 5, "done_total": 3, "open_total": 2},
        {"received_total": 5, "done_total": 3, "open_total": 3},
    ),
    ("dossier_counts", "ONLINE_EXCEEDS_DONE"): ({"online_full": 5, "done_total": 5}, {"online_full": 6, "done_total": 5}),
    ("dossier_counts", "MEASURE_CELL_BLANK"): ({"online_full": 0, "done_total": 5}, {"online_full": None, "done_total": 5}),
    ("dossier_counts", "MEASURE_CELL_BLANK_DONE"): ({"done_total": 0}, {"done_total": None}),
    ("indicators", "PCT_OUT_OF_RANGE"): ({"value": 100.0, "unit": "%"}, {"value": 100.5, "unit": "%"}),
    ("indicators", "INDICATOR_WITHOUT_VALUE"): ({"value_low": 1.0}, {"value": None}),
}
NEEDED = {
    "reported_by": "BTP", "agency_code": "BTP", "reported_on": DAY, "delivered_at": at(10, 28), "submission_id": "s", "sheet": "S", "row_number": 5,
    "task_code": "NV-1", "task_code_kind": "given", "acceptance": "none", "dossier_code": "H57.132-251028-0583", "period_to": DAY, "section": "",
    "field": "Hộ tịch", "indicator_code": "I01",
}  # fmt: skip


def failed(dataset, **columns):
    schema = polars_schema(DATASETS[dataset].record_fields)
    frame = pl.DataFrame([{name: {**NEEDED, **columns}.get(name) for name in schema}], schema=schema)
    try:
        model(dataset).validate(frame, lazy=True)
    except SchemaErrors as errors:
        return set(errors.failure_cases["check"].to_list())
    return set()


@pytest.mark.parametrize(("dataset", "rule"), ROWS)
def test_a_rule_passes_and_fails(dataset, rule):
    right, wrong = ROWS[(dataset, rule)]
    assert rule not in failed(dataset, **right)
    assert rule in failed(dataset, **wrong)


def test_every_rule_has_its_rows():
    assert set(ROWS) == {(name, rule.id) for name, dataset in DATASETS.items() for rule in dataset.rules}


@pytest.mark.parametrize(
    ("state", "more", "conflicts"),
    [
        ("done_on_time", {"completed_on": day(10, 2), "due_on": day(10, 1)}, True),
        ("done_on_time", {"completed_on": day(10, 1), "due_on": day(10, 1)}, False),
        ("done_on_time", {"completed_on": day(10, 1), "due_on": None}, False),
        ("done_late", {"completed_on": day(10, 1), "due_on": day(10, 1)}, True),
        ("open_in_time", {"due_on": day(10, 27)}, True),
        ("open_in_time", {"due_on": DAY}, False),
        ("open_overdue", {"due_on": None}, True),
        ("no_deadline", {"due_on": day(10, 27)}, True),
        ("open", {"completed_on": day(10, 20)}, True),
        ("open", {"completed_on": day(10, 20), "acceptance": "submitted"}, False),
        ("open", {"acceptance": "accepted"}, True),
        ("done", {"acceptance": "submitted"}, True),
        (None, {"completed_on": day(10, 20)}, False),
    ],
)
def test_declared_states_are_held_against_the_dates(state, more, conflicts):
    assert ("STATUS_DATE_CONFLICT" in failed("tasks", declared_state=state, **more)) is conflicts


@pytest.mark.parametrize("dataset", DATASETS)
def test_keys_and_lineage_may_not_be_missing(dataset):
    assert "not_nullable" in failed(dataset, agency_code=None)
    assert "not_nullable" in failed(dataset, **{DATASETS[dataset].key[0] if dataset != "dossier_counts" else "period_to": None})


@pytest.mark.parametrize("dataset", DATASETS)
def test_a_frame_of_another_shape_is_refused(dataset):
    schema = polars_schema(DATASETS[dataset].record_fields)
    empty = pl.DataFrame(schema=schema)
    model(dataset).validate(empty, lazy=True)
    with pytest.raises(SchemaErrors):
        model(dataset).validate(empty.drop("agency_code"), lazy=True)
    with pytest.raises(SchemaErrors):
        model(dataset).validate(empty.with_columns(pl.lit(None, pl.String).alias("row_number")), lazy=True)
