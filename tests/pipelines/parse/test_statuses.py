from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.grid import Kind
from pipelines.parse.statuses import UNCLEAR, parse_boolean, parse_enumeration, parse_task_status, synonyms_of
from pipelines.vietnamese.fold import fold
from schemas import dossiers, tasks
from tests.pipelines.parse.value_cells import check_shape, column

TABLE = pl.read_csv(Path(__file__).parents[3] / "config" / "status_synonyms.csv", infer_schema=False)
TASKS = synonyms_of(TABLE, "tasks", "declared_status")


def declared(*cells):
    parsed = parse_task_status(*column(*cells), TASKS)
    check_shape(parsed, len(cells))
    return list(zip(parsed.values.to_list(), parsed.extras["acceptance"].to_list(), parsed.codes.to_list(), strict=True))


def test_the_shipped_synonyms_say_each_thing_once_and_only_legal_values():
    keys = [(dataset, field, fold(text)) for dataset, field, text in TABLE.select("dataset", "field", "text").iter_rows()]
    assert len(keys) == len(set(keys))
    legal = {
        ("tasks", "declared_status"): {*tasks.DECLARED_STATES},
        ("dossiers", "channel"): {*dossiers.CHANNELS},
        ("dossiers", "service_level"): {*dossiers.SERVICE_LEVELS},
        ("dossiers", "status"): {*dossiers.STATUSES},
    }
    used: dict[tuple[str, str], set[str]] = {}
    for dataset, field, value in TABLE.select("dataset", "field", "value").iter_rows():
        used.setdefault((dataset, field), set()).add(value)
    assert {key: values - {UNCLEAR} for key, values in used.items()} == legal
    acceptances = set(TABLE.filter(pl.col("dataset") == "tasks")["acceptance"])
    assert acceptances == {"none", "submitted", "accepted", "returned"}


@pytest.mark.parametrize(
    ("text", "state", "acceptance"),
    [
        ("Hoàn thành", "done", "none"),
        ("ĐÃ HOÀN THÀNH ", "done", "none"),
        ("Hoàn thành đúng hạn", "done_on_time", "none"),
        ("Đã hoàn thành trong hạn", "done_on_time", "none"),
        ("Hoàn thành (quá hạn)", "done_late", "none"),
        ("Hoàn thành chậm", "done_late", "none"),
        ("Đang thực hiện trong hạn", "open_in_time", "none"),
        ("Đang thực hiện", "open", "none"),
        ("Đang thực hiện, quá hạn", "open_overdue", "none"),
        ("Chưa hoàn thành quá hạn", "open_overdue", "none"),
        ("Chưa hoàn thành", "open", "none"),
        ("Chậm tiến độ", "open_overdue", "none"),
        ("Chưa triển khai", "not_started", "none"),
        ("Thường xuyên", "no_deadline", "none"),
        ("Tạm dừng", "paused", "none"),
        ("Huỷ", "cancelled", "none"),
        ("Hủy", "cancelled", "none"),
        ("Đã nộp nhưng chưa hoàn thành", "open", "submitted"),
        ("Chờ phê duyệt", "open", "submitted"),
        ("Đã hoàn thành, chờ phê duyệt", "open", "submitted"),
        ("Trả lại", "open", "returned"),
        ("Đã nghiệm thu", "done", "accepted"),
        ("Nhiệm vụ đang thực hiện trong hạn", "open_in_time", "none"),
        ("Đã hoàn thành (Báo cáo số 123/BC-BTC ngày 20/10/2025)", "done", "none"),
        ("Đã hoàn thành trước 30/9/2025", "done", "none"),
        ("Đang thực hiện quá hạn; đã trình", "open_overdue", "submitted"),
        ("IN_PROGRESS_ON_TIME", "open_in_time", "none"),
    ],
)
def test_declared(text, state, acceptance):
    assert declared(text) == [(state, acceptance, None)]


@pytest.mark.parametrize(
    "cell",
    [
        "abc",
        "80%",
        "Hoàn thành 80%",
        "Dự kiến hoàn thành tháng 12",
        "Hoàn thành trước ngày 30/11/2025",
        "Cơ bản hoàn thành",
        "Sắp hoàn thành",
        "Đã hoàn thành 3/5 nội dung",
        "Đã hoàn thành dự thảo Nghị định",
        "Hoàn thành đúng hạn, chờ phê duyệt",
        "Phấn đấu hoàn thành đúng hạn",
        "chẳng hoàn thành",
        "Bộ đã ban hành Quyết định và đang thực hiện các bước tiếp theo theo đúng kế hoạch đã được phê duyệt từ đầu năm",
        (Kind.DATE, "2025-10-20"),
        (Kind.BOOL, "TRUE"),
        (Kind.NUMBER, "0.8"),
    ],
)
def test_unknown_never_counts_as_done(cell):
    assert declared(cell) == [(None, None, "STATUS_UNKNOWN")]


def test_empty_and_broken_cells():
    assert declared(None, "", "-", "…", (Kind.ERROR, "#N/A")) == [(None, None, None)] * 4 + [(None, None, "CELL_ERROR")]


def test_two_states_of_one_length_are_unknown():
    synonyms = {"vang vang": ("paused", None), "xanh xanh": ("open", None)}
    parsed = parse_task_status(*column("vàng vàng, xanh xanh", "rất vàng vàng"), synonyms)
    assert parsed.values.to_list() == [None, "paused"]
    assert parsed.codes.to_list() == ["STATUS_UNKNOWN", None]


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
    parsed = parse_enumeration(*column(cell), synonyms_of(TABLE, "dossiers", field), "VALUE_UNKNOWN")
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


PHRASES = st.sampled_from([*TASKS, "chưa", "không", "80%", "và", "3/5", "…"])


@given(
    st.lists(
        st.tuples(st.sampled_from(list(Kind)), st.one_of(st.none(), st.text(max_size=12), st.lists(PHRASES, max_size=4).map(" ".join))), max_size=15
    )
)
@settings(deadline=None, max_examples=150)
def test_never_raises(cells):
    for state, acceptance, code in declared(*cells):
        assert (state is None) == (acceptance is None)
        assert state is None or (code is None and state in tasks.DECLARED_STATES)
    assert parse_boolean(*column(*cells)).values.dtype == pl.Boolean
    check_shape(parse_enumeration(*column(*cells), TASKS), len(cells))
