from datetime import date, timedelta

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.grid import Kind
from pipelines.parse.deadlines import RULES, parse_deadline
from schemas.tasks import DUE_KINDS
from tests.pipelines.parse.value_cells import check_shape, column


def read(*cells, year=2025):
    parsed = parse_deadline(*column(*cells), year)
    check_shape(parsed, len(cells))
    assert parsed.values.dtype == pl.Date
    return list(
        zip(
            parsed.values.to_list(),
            parsed.extras["due_kind"].to_list(),
            parsed.extras["due_rule"].to_list(),
            parsed.codes.to_list(),
            strict=True,
        )
    )


D = date
CASES = [
    ("30/6/2025", D(2025, 6, 30), "DATE", "D01"),
    ("30.06.2025", D(2025, 6, 30), "DATE", "D01"),
    ("30-6-25", D(2025, 6, 30), "DATE", "D01"),
    ("Ngày 30 tháng 6 năm 2025", D(2025, 6, 30), "DATE", "D01"),
    ("2025-06-30", D(2025, 6, 30), "DATE", "D01"),
    ("2025-06-30T00:00:00", D(2025, 6, 30), "DATE", "D01"),
    ("20250630", D(2025, 6, 30), "DATE", "D01"),
    ("05/06/2025", D(2025, 6, 5), "DATE", "D01"),
    ("Trước ngày 30/6/2025", D(2025, 6, 30), "BEFORE", "D02"),
    ("trước 30/6/2025", D(2025, 6, 30), "BEFORE", "D02"),
    ("Hoàn thành trước ngày 30 tháng 6 năm 2025", D(2025, 6, 30), "BEFORE", "D02"),
    ("trước tháng 6/2025", D(2025, 5, 31), "BEFORE", "D02"),
    ("trước quý III/2025", D(2025, 6, 30), "BEFORE", "D02"),
    ("trước cuối năm 2025", D(2025, 12, 31), "BEFORE", "D02"),
    ("Chậm nhất ngày 15/12/2025", D(2025, 12, 15), "DATE", "D03"),
    ("đến ngày 15/12/2025", D(2025, 12, 15), "DATE", "D03"),
    ("xong trước 15/12/2025", D(2025, 12, 15), "DATE", "D03"),
    ("hoàn thành trong ngày 19/08/2025", D(2025, 8, 19), "DATE", "D03"),
    ("Tháng 6/2025", D(2025, 6, 30), "MONTH", "D04"),
    ("T6/2025", D(2025, 6, 30), "MONTH", "D04"),
    ("T6/25", D(2025, 6, 30), "MONTH", "D04"),
    ("6/2025", D(2025, 6, 30), "MONTH", "D04"),
    ("06-2025", D(2025, 6, 30), "MONTH", "D04"),
    ("2025-06", D(2025, 6, 30), "MONTH", "D04"),
    ("cuối tháng 02/2028", D(2028, 2, 29), "MONTH", "D04"),
    ("Tháng 6 năm 2025", D(2025, 6, 30), "MONTH", "D04"),
    ("trong tháng 12/2025", D(2025, 12, 31), "MONTH", "D04"),
    ("Tháng 6-7/2025", D(2025, 7, 31), "MONTH", "D04"),
    ("tháng sáu năm 2025", D(2025, 6, 30), "MONTH", "D04"),
    ("đến tháng 8/2025", D(2025, 8, 31), "MONTH", "D04"),
    ("đầu tháng 6/2025", D(2025, 6, 10), "APPROX", "D05"),
    ("giữa tháng 6/2025", D(2025, 6, 15), "APPROX", "D05"),
    ("trung tuần tháng 6/2025", D(2025, 6, 20), "APPROX", "D05"),
    ("Quý III/2025", D(2025, 9, 30), "QUARTER", "D06"),
    ("Q3/2025", D(2025, 9, 30), "QUARTER", "D06"),
    ("Quý 3 năm 2025", D(2025, 9, 30), "QUARTER", "D06"),
    ("QUÝ IV - 2025", D(2025, 12, 31), "QUARTER", "D06"),
    ("quý III và IV/2025", D(2025, 12, 31), "QUARTER", "D06"),
    ("Quý I, II, III/2025", D(2025, 9, 30), "QUARTER", "D06"),
    ("6 tháng đầu năm 2025", D(2025, 6, 30), "HALF", "D07"),
    ("trong 6 tháng cuối năm 2025", D(2025, 12, 31), "HALF", "D07"),
    ("9 tháng năm 2025", D(2025, 9, 30), "HALF", "D07"),
    ("Tháng 10, 11, 12/2025", D(2025, 12, 31), "MONTH", "D04"),
    ("30/6/2025 và 31/12/2025", D(2025, 12, 31), "MULTI", "D19"),
    ((Kind.NUMBER, "6.2025"), D(2025, 6, 30), "MONTH", "D04"),
    ((Kind.NUMBER, "45838.75"), D(2025, 6, 30), "SERIAL", "D16"),
    ("sáu tháng đầu năm 2026", D(2026, 6, 30), "HALF", "D07"),
    ("Năm 2025", D(2025, 12, 31), "YEAR", "D08"),
    ("Trong năm 2025", D(2025, 12, 31), "YEAR", "D08"),
    ("hết năm 2025", D(2025, 12, 31), "YEAR", "D08"),
    ("cuối năm 2025", D(2025, 12, 31), "YEAR", "D08"),
    ("2025", D(2025, 12, 31), "YEAR", "D08"),
    ("2025-2026", D(2026, 12, 31), "RANGE", "D09"),
    ("2025–2030", D(2030, 12, 31), "RANGE", "D09"),
    ("Giai đoạn 2025 - 2030", D(2030, 12, 31), "RANGE", "D09"),
    ("từ 01/01/2025 đến 30/6/2025", D(2025, 6, 30), "RANGE", "D09"),
    ("Từ tháng 3 đến tháng 9/2025", D(2025, 9, 30), "RANGE", "D09"),
    ("Quý III/2025 - Quý I/2026", D(2026, 3, 31), "RANGE", "D09"),
    ("Đến năm 2030", D(2030, 12, 31), "YEAR", "D10"),
    ("trước năm 2030", D(2029, 12, 31), "YEAR", "D10"),
    ("Thường xuyên", None, "RECURRING", "D11"),
    ("Liên tục, giai đoạn 2025-2030", None, "RECURRING", "D11"),
    ("Hằng năm", None, "RECURRING", "D12"),
    ("Hàng quý, trước ngày 15", None, "RECURRING", "D12"),
    ("Định kỳ", None, "RECURRING", "D12"),
    ("Theo lộ trình", None, "CONDITIONAL", "D13"),
    ("Sau khi Luật được ban hành", None, "CONDITIONAL", "D13"),
    ("sau 30 ngày kể từ ngày ký", None, "RELATIVE", "D14"),
    ("Trong vòng 15 ngày làm việc kể từ ngày 01/6/2025", None, "RELATIVE", "D14"),
    ("trong vòng 30 ngày kể từ ngày 01/6/2025", D(2025, 7, 1), "RELATIVE", "D14"),
    ("3 tháng kể từ ngày 30/11/2025", D(2026, 2, 28), "RELATIVE", "D14"),
    ("Trong 6 tháng", None, "RELATIVE", "D14"),
    ("Kỳ họp thứ 10, QH khóa XV", D(2025, 12, 11), "EVENT", "D15"),
    ("Trình Quốc hội tại Kỳ họp thứ 9", D(2025, 6, 27), "EVENT", "D15"),
    ("kỳ họp thứ mười", D(2025, 12, 11), "EVENT", "D15"),
    ("45838", D(2025, 6, 30), "SERIAL", "D16"),
    ((Kind.NUMBER, "45838"), D(2025, 6, 30), "SERIAL", "D16"),
    ((Kind.NUMBER, "2025"), D(2025, 12, 31), "YEAR", "D08"),
    ("30/6", D(2025, 6, 30), "DATE", "D18"),
    ("Quý III", D(2025, 9, 30), "QUARTER", "D18"),
    ("trong tháng 6", D(2025, 6, 30), "MONTH", "D18"),
    ("cuối năm", D(2025, 12, 31), "YEAR", "D18"),
    ("6 tháng đầu năm", D(2025, 6, 30), "HALF", "D18"),
    ("Tháng 6/2025\nTháng 12/2025 (giai đoạn 2)", D(2025, 12, 31), "MULTI", "D19"),
    ("- Giai đoạn 1: Quý IV/2025;\n- Giai đoạn 2: Tháng 6/2025", D(2025, 12, 31), "MULTI", "D19"),
    ("Tháng 12/2025 (gia hạn)", D(2025, 12, 31), "MONTH", "D04"),
    ("Trước ngày\n30/6/2025", D(2025, 6, 30), "BEFORE", "D02"),
    ((Kind.DATE, "2025-06-30"), D(2025, 6, 30), "DATE", "D20"),
    ((Kind.DATETIME, "2025-06-30T17:00:00"), D(2025, 6, 30), "DATE", "D20"),
    ("KHÔNG THỜI HẠN", None, None, None),
    ("-", None, None, None),
    ("", None, None, None),
    (None, None, None, None),
]


@pytest.mark.parametrize(("cell", "due_on", "kind", "rule"), CASES)
def test_deadline(cell, due_on, kind, rule):
    assert read(cell) == [(due_on, kind, rule, None)]


def test_every_rule_but_the_column_wide_one_has_a_case():
    assert {rule for *_, rule in CASES if rule} | {"D17"} == set(RULES)
    assert {kind for *_, kind, _ in CASES if kind} == set(DUE_KINDS)


@pytest.mark.parametrize(
    "cell",
    [
        "31/02/2025",
        "31/6/2025",
        "13/2025",
        "10/25/2025",
        "6/25",
        "Quý V/2025",
        "sớm nhất có thể",
        "sau ngày 30/6/2025",
        "Nghị quyết 57-NQ/TW ngày 22/12/2024",
        "Tháng 6/2025\nchưa rõ",
        "2030-2025",
        "từ 30/6/2025 đến 01/01/2025",
        "Kỳ họp thứ 10 HĐND tỉnh",
        "Kỳ họp thứ 10, Quốc hội khóa XIV",
        "trước kỳ họp thứ 10",
        "30/6/1925",
        "12345",
        "trước khi trình",
        "Tháng 6 và Quý III/2025",
        (Kind.NUMBER, "12.5"),
        (Kind.BOOL, "TRUE"),
        (Kind.PERCENT, "0.5"),
    ],
)
def test_unresolved(cell):
    assert [(row[0], row[3]) for row in read(cell)] == [(None, "DEADLINE_UNRESOLVED")]


def test_an_unknown_session_is_an_event_without_a_day():
    assert read("Kỳ họp thứ 12") == [(None, "EVENT", "D15", "DEADLINE_UNRESOLVED")]
    parsed = parse_deadline(*column("Kỳ họp thứ 12"), 2025, sessions={12: date(2026, 12, 1)})
    assert parsed.values.to_list() == [date(2026, 12, 1)]


@pytest.mark.parametrize("text", ["30/6", "Quý III", "tháng 6", "cuối năm"])
def test_without_any_year_nothing_is_guessed(text):
    assert [(row[0], row[3]) for row in read(text, year=None)] == [(None, "DEADLINE_UNRESOLVED")]


def test_broken_cells():
    assert [row[3] for row in read((Kind.ERROR, "#REF!"), (Kind.UNCACHED, "=B1+30"))] == ["CELL_ERROR", "FORMULA_UNCACHED"]


def test_a_month_first_column_is_doubted():
    assert read("10/25/2025", "06/12/2025", "28/10/2025", "5/5/2025") == [
        (None, None, None, "DEADLINE_UNRESOLVED"),
        (None, None, "D17", "DATE_AMBIGUOUS"),
        (date(2025, 10, 28), "DATE", "D01", None),
        (date(2025, 5, 5), "DATE", "D01", None),
    ]


def test_days_that_a_machine_swapped_are_left_blank():
    cells = [(Kind.DATE, "2025-06-12"), (Kind.DATE, "2025-03-03"), "28/10/2025", "15/11/2025", "Quý III/2025"]
    assert [(row[0], row[3]) for row in read(*cells)] == [
        (None, "DATE_AMBIGUOUS"),
        (date(2025, 3, 3), None),
        (date(2025, 10, 28), None),
        (date(2025, 11, 15), None),
        (date(2025, 9, 30), None),
    ]
    assert read(*cells, "05/06/2025")[0][0] == date(2025, 6, 12)


@given(st.dates(date(2000, 1, 1), date(2060, 12, 31)))
@settings(deadline=None, max_examples=60)
def test_a_day_comes_back(day):
    serial = str((day - date(1899, 12, 30)).days)
    forms = (
        f"{day.day}/{day.month}/{day.year}",
        day.isoformat(),
        f"ngày {day.day} tháng {day.month} năm {day.year}",
        serial,
        f"trước ngày {day:%d/%m/%Y}",
    )
    assert [row[0] for row in read(*forms, year=None)] == [day] * len(forms)


@given(st.integers(1, 12), st.integers(2000, 2099))
@settings(deadline=None, max_examples=60)
def test_a_month_ends_the_day_before_the_next_begins(month, year):
    first_of_next = date(year + month // 12, month % 12 + 1, 1)
    assert [row[0] for row in read(f"Tháng {month}/{year}", f"T{month}/{year}", f"{month:02d}-{year}")] == [first_of_next - timedelta(days=1)] * 3


VOCABULARY = "trước ngày tháng quý năm đến từ kỳ họp thứ 6 12 31 2025 III X / - ( ) , ; : . \n đầu cuối hằng sau kể trong 0 99"
WORDS = st.sampled_from(VOCABULARY.split(" "))


@given(
    st.lists(
        st.tuples(
            st.sampled_from(list(Kind)),
            st.one_of(st.none(), st.text(max_size=20), st.lists(WORDS, max_size=8).map(" ".join), st.lists(WORDS, max_size=8).map("".join)),
        ),
        max_size=20,
    ),
    st.one_of(st.none(), st.integers(1, 9999)),
)
@settings(deadline=None, max_examples=300)
def test_never_raises(cells, year):
    for due_on, kind, rule, code in read(*cells, year=year):
        assert due_on is None or (kind in DUE_KINDS and rule in RULES)
        assert code is None or due_on is None
