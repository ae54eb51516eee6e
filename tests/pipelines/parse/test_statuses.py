from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.grid import Kind
from pipelines.parse.statuses import TaskStatus, parse_task_status
from pipelines.vietnamese.fold import fold
from schemas import dossiers, tasks
from tests.pipelines.parse.value_cells import check_shape, column

TABLE = pl.read_csv(Path(__file__).parents[3] / "config" / "status_synonyms.csv", infer_schema=False)
TASKS = {
    fold(text): TaskStatus(state, acceptance)
    for text, state, acceptance in TABLE.filter(pl.col("dataset") == "tasks").select("text", "value", "acceptance").iter_rows()
}


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
    assert {key: values - {None} for key, values in used.items()} == legal
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
    synonyms = {"vang vang": TaskStatus("paused", "none"), "xanh xanh": TaskStatus("open", "none")}
    parsed = parse_task_status(*column("vàng vàng, xanh xanh", "rất vàng vàng"), synonyms)
    assert parsed.values.to_list() == [None, "paused"]
    assert parsed.codes.to_list() == ["STATUS_UNKNOWN", None]


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


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("Đã HT", "done"),
        ("Đã HT trễ hạn", "done_late"),
        ("HT đúng hạn", "done_on_time"),
        ("Chưa HT", "open"),
        ("Đang TH", "open"),
        ("Chưa TH", "open"),
    ],
)
def test_short_forms_are_written_out_before_a_phrase_is_looked_for(text, state):
    (told,) = declared(text)
    assert told[0] in (state, "not_started") if state == "open" else told[0] == state
