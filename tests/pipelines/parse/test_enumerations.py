from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.grid import Kind
from pipelines.parse.enumerations import parse_boolean, parse_enumeration
from pipelines.vietnamese.fold import fold
from tests.pipelines.parse.value_cells import check_shape, column

TABLE = pl.read_csv(Path(__file__).parents[3] / "config" / "status_synonyms.csv", infer_schema=False)


def synonyms_of(field):
    rows = TABLE.filter((pl.col("dataset") == "dossiers") & (pl.col("field") == field)).select("text", "value").iter_rows()
    return {fold(text): value for text, value in rows}


@pytest.mark.parametrize(
    ("field", "cell", "value"),
    [
        ("channel", "Trực tuyến", "online"),
        ("channel", "Nộp trực tuyến qua Cổng DVCQG", "online"),
        ("channel", "truc tiep", "in_person"),
        ("channel", "BCCI", "post"),
        ("channel", (Kind.NUMBER, "2"), "online"),
        ("channel", (Kind.NUMBER, "1.0"), "in_person"),
        ("channel", "3", "post"),
        ("channel", "Trực tiếp, dịch vụ bưu chính", None),
        ("channel", "không trực tuyến", None),
        ("channel", "4", None),
        ("service_level", "Toàn trình", "full"),
        ("service_level", "DVCTT toàn trình", "full"),
        ("service_level", "Dịch vụ công trực tuyến một phần", "partial"),
        ("service_level", "Mức độ 4", "full"),
        ("service_level", "Mức độ 3", "partial"),
        ("service_level", "Mức độ 3,4", None),
        ("service_level", "không toàn trình", None),
        ("service_level", "Còn lại", "none"),
        ("status", "10", "returned"),
        ("status", (Kind.NUMBER, "9"), "finished"),
        ("status", "Đã trả kết quả", "returned"),
        ("status", "Từ chối tiếp nhận", "not_received"),
        ("status", "Yêu cầu bổ sung", "awaiting_supplement"),
        ("status", "Hồ sơ đang xử lý", "processing"),
        ("status", "Chưa trả kết quả", "finished"),
        ("status", "11", None),
    ],
)
def test_dossier_vocabularies(field, cell, value):
    parsed = parse_enumeration(*column(cell), synonyms_of(field), "VALUE_UNKNOWN")
    assert (parsed.values[0], parsed.codes[0]) == (value, None if value else "VALUE_UNKNOWN")


@pytest.mark.parametrize("cell", ["có", "Có", "x", "X", "đã", "1", "TRUE", "yes", "✓", "Đã số hóa", (Kind.NUMBER, "1"), (Kind.BOOL, "TRUE")])
def test_true(cell):
    parsed = parse_boolean(*column(cell))
    assert (parsed.values.to_list(), parsed.codes.to_list()) == ([True], [None])


@pytest.mark.parametrize("cell", ["không", "KHÔNG", "chưa", "0", "false", "Chưa số hóa", "không có", (Kind.NUMBER, "0"), (Kind.BOOL, "FALSE")])
def test_false(cell):
    parsed = parse_boolean(*column(cell))
    assert (parsed.values.to_list(), parsed.codes.to_list()) == ([False], [None])


@pytest.mark.parametrize("cell", ["có thể", "2", "đã số hóa một phần", "Chưa rõ nhưng có", (Kind.DATE, "2025-01-01"), (Kind.NUMBER, "0.5")])
def test_neither_true_nor_false(cell):
    parsed = parse_boolean(*column(cell, None, "-"))
    assert (parsed.values.to_list(), parsed.codes.to_list()) == ([None] * 3, ["VALUE_UNKNOWN", None, None])


@given(st.lists(st.tuples(st.sampled_from(list(Kind)), st.one_of(st.none(), st.text(max_size=12))), max_size=15))
@settings(deadline=None, max_examples=100)
def test_never_raises(cells):
    assert parse_boolean(*column(*cells)).values.dtype == pl.Boolean
    check_shape(parse_enumeration(*column(*cells), synonyms_of("status")), len(cells))
