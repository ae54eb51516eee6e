"""Tables side by side in a sheet, an empty column between them."""

from __future__ import annotations

import pytest

from tests.pipelines.sent_files import TASK_HEAD, codes, issue_rows, records, send, task_row, xlsx

INDICATORS = ("TT", "Tên chỉ tiêu", "Đơn vị tính", "Giá trị")
TOP = (["BỘ TƯ PHÁP"], ["Tính đến ngày 28/10/2025"])
FIGURES = ([1, "Tỷ lệ giao dịch không dùng tiền mặt", "%", 80], [2, "Tỷ lệ phủ sóng 5G trên toàn quốc", "%", 92])


def beside(left, right):
    height = max(len(left), len(right))
    blank = [None] * len(left[0])
    return [[*(left[at] if at < len(left) else blank), None, *(right[at] if at < len(right) else [])] for at in range(height)]


@pytest.fixture(scope="module")
def told():
    left = [list(TASK_HEAD), task_row(1, "NV-1"), task_row(2, "NV-2"), task_row(3, "NV-3")]
    return send(xlsx([*TOP, *beside(left, [list(INDICATORS), *FIGURES])]))


def test_two_datasets_are_two_tables_each_with_its_own_cells(told) -> None:
    assert [(one.dataset, one.cell_range, one.status, one.rows_loaded) for one in told.tables] == [
        ("tasks", "A1:F6", "loaded", 3),
        ("indicators", "H1:K6", "loaded", 2),
    ]
    assert records(told, "tasks")["task_code"].to_list() == ["NV-1", "NV-2", "NV-3"]
    assert records(told, "indicators").select("indicator_code", "value", "row_number").rows() == [("N05", 80.0, 4), ("N19", 92.0, 5)]
    assert records(told, "tasks")["extra"].null_count() == 3


def test_what_stands_over_both_is_of_both(told) -> None:
    assert {one.when.evidence for one in told.submissions} == {"as_of"}
    assert "COLUMN_UNMAPPED" not in codes(told)
    assert all(one.is_conserved for one in told.tables)


def test_the_same_dataset_twice_is_one_question() -> None:
    left, right = [list(TASK_HEAD), task_row(1, "NV-1")], [list(TASK_HEAD), task_row(1, "NV-9")]
    told = send(xlsx([*TOP, *beside(left, right)]))
    assert told.status == "held"
    assert len(issue_rows(told, "HEADER_AMBIGUOUS")) == 1


def test_an_empty_column_inside_one_table_parts_nothing() -> None:
    head, row = list(TASK_HEAD), task_row(1, "NV-1")
    told = send(xlsx([*TOP, [*head[:3], None, *head[3:], None, "Ghi chú"], [*row[:3], None, *row[3:], None, "a"]]))
    assert [(one.cell_range, one.status) for one in told.tables] == [("A1:I4", "loaded")]
    assert records(told).select("task_code", "due_text", "note").rows() == [("NV-1", "30/12/2025", "a")]
