"""The law of conservation: every row of every sheet is loaded, quarantined, held or skipped, once; what is loaded is what was written."""

from __future__ import annotations

from collections import Counter

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipelines.read import read
from pipelines.warehouse import connect, rows_of
from schemas.contract import DATASETS
from tests.pipelines.sent_files import COUNT_FIELDS, PERIOD, TASK_HEAD, codes, count_page, count_row, csv_bytes, fates, records, send, xlsx

FEW = settings(max_examples=15, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])


def conserved(content, told, name="a.xlsx"):
    """Asserts the law on one digest, row by row against the sheets as read."""
    held = {table.table_id for table in told.tables if table.status == "held"}
    for table in told.tables:
        assert table.rows_read == table.rows_loaded + table.rows_quarantined + table.rows_held + table.rows_skipped
    heights = {grid.sheet: grid.height for grid in read(content, name).grids}
    counted = Counter()
    for table in told.tables:
        counted[table.sheet] += table.rows_read
    assert counted == Counter(heights)
    found = fates(told)
    assert all(len(fate) == 1 for fate in found.values()), {key: fate for key, fate in found.items() if len(fate) > 1}
    assert all(1 <= row <= heights[sheet] for sheet, row in found)
    rows_held = sum(table.rows_held for table in told.tables)
    assert len(found) + rows_held == sum(heights.values())
    assert bool(rows_held) <= bool(held)
    kinds = Counter(fate[0] for fate in found.values())
    assert (
        kinds["loaded"]
        == sum(table.rows_loaded for table in told.tables)
        == sum(one.row_count for one in told.submissions if one.records is not None)
    )
    assert kinds["quarantined"] == sum(table.rows_quarantined for table in told.tables) == told.quarantine.height
    return found


# Rows of tasks: what they are, and the cells. The number and code are set when they are put together.
words = st.sampled_from(
    ["Xây dựng cơ sở dữ liệu", "Hoàn thiện thể chế", "Tổng số hóa hồ sơ", "Đào tạo kỹ năng số", "Triển khai chữ ký số", "Cộng đồng số"]
)
deadlines = st.sampled_from(["30/12/2025", "Quý IV/2025", "Tháng 11/2025", "không rõ", None, "31/02/2025"])
states = st.sampled_from(["Đang thực hiện", "Hoàn thành", "Chưa thực hiện", "???", None])
days = st.sampled_from([None, "01/10/2025", "2025-10-20", "32/13/2025", "hôm qua", "#REF!"])
task_kinds = st.lists(
    st.one_of(
        st.tuples(st.just("record"), words, deadlines, states, days),
        st.tuples(st.just("again"), words, deadlines, states, days),
        st.tuples(st.just("without key"), deadlines, states),
        st.tuples(st.sampled_from(["blank", "section", "lettered section", "total", "note", "nothing"])),
    ),
    max_size=14,
)


def task_body(kinds):
    """Sheet rows of the kinds drawn, and the fate that each must have."""
    rows, expected, codes_used, number = [], [], [], 0
    for kind, *parts in kinds:
        match kind:
            case "record":
                number += 1
                title, due, state, done = parts
                codes_used.append(f"NV-{number}")
                rows.append([number, codes_used[-1], f"{title} {number}", due, state, done])
                expected.append("loaded")
            case "again":
                if not codes_used:
                    continue
                title, due, state, done = parts
                rows.append([number, codes_used[0], title, due, state, done])
                expected.append("loaded or quarantined")
            case "without key":
                if not any(parts):
                    continue
                number += 1
                rows.append([number, None, None, *parts, "05/10/2025"])
                expected.append("quarantined")
            case "blank":
                rows.append([])
                expected.append("blank")
            case "section":
                rows.append(["II", None, "Phát triển hạ tầng số"])
                expected.append("section")
            case "lettered section":
                rows.append(["B. Nhóm nhiệm vụ thường xuyên"])
                expected.append("section")
            case "total":
                rows.append([None, None, "Tổng cộng", None, None, None])
                expected.append("total")
            case "note":
                rows.append(["Ghi chú: số liệu tạm tính"])
                expected.append("note")
            case "nothing":
                rows.append([None, None, "Không phát sinh"])
                expected.append("note")
    if "again" in [kind for kind, *_ in kinds]:
        # Of rows with one code the least finished stays, whichever it is.
        expected = ["loaded or quarantined" if row[1:2] == ["NV-1"] else one for row, one in zip(rows, expected, strict=True)]
    while rows and not rows[-1]:  # a sheet ends with its last filled row
        rows.pop(), expected.pop()
    return rows, expected


@FEW
@given(kinds=task_kinds, form=st.sampled_from(["xlsx", "csv"]), above=st.integers(0, 2), numbered=st.booleans())
def test_random_task_tables(kinds, form, above, numbered):
    body, expected = task_body(kinds)
    top = [["BỘ TƯ PHÁP"], ["Tính đến ngày 28/10/2025"]][:above]
    head = [*top, TASK_HEAD, *([["(1)", "(2)", "(3)", "(4)", "(5)", "(6)"]] if numbered else [])]
    rows = [*head, *body]
    content = xlsx(rows) if form == "xlsx" else csv_bytes([[*row, *[None] * (6 - len(row))] for row in rows])
    told = send(content, f"BTP/a.{form}")
    found = conserved(content, told, f"a.{form}")
    sheet = "Sheet1" if form == "xlsx" else "csv"
    got = [found[(sheet, row)][0] for row in range(len(head) + 1, len(rows) + 1)]
    assert [one for one, wanted in zip(got, expected, strict=True) if one not in wanted] == []
    loaded = records(told)
    assert not codes_repeat(loaded)
    written = {len(head) + 1 + at: row for at, row in enumerate(body)}
    for number, code, title in loaded.select("row_number", "task_code", "title").iter_rows() if loaded.height else []:
        assert [code, title] == written[number][1:3]


def codes_repeat(loaded):
    return bool(loaded.height) and bool(loaded["task_code"].is_duplicated().any())


cells = st.sampled_from([0, 1, 7, 1234, "1.234", "15", "-", "KPS", None, "mười hai", "#DIV/0!", -3])
count_rows = st.lists(
    st.one_of(
        st.tuples(st.just("good"), st.integers(0, 50), st.integers(0, 50), st.integers(0, 9), st.integers(4, 30)),
        st.tuples(st.just("any"), st.lists(cells, min_size=12, max_size=12)),
        st.tuples(st.sampled_from(["blank", "heading", "total", "no cell"])),
    ),
    min_size=1,
    max_size=10,
)


@FEW
@given(drawn=count_rows, merged=st.booleans())
def test_random_count_tables(drawn, merged):
    body, number = [], 0
    for kind, *parts in drawn:
        number += kind in ("good", "any")
        match kind:
            case "good":
                online, offline, carried, done = parts
                body.append(count_row(number, f"Lĩnh vực {number}", online=online, offline=offline, carried=carried, done=done, full=online % 7))
            case "any":
                body.append([number, f"Lĩnh vực {number}", *parts[0]])
            case "blank":
                body.append([])
            case "heading":
                body.append(["II", "Cấp xã"])
            case "total":
                body.append([None, "Tổng cộng", *[sum(row[at] for row in body if len(row) > 13 and isinstance(row[at], int)) for at in range(2, 14)]])
            case "no cell":
                body.append([None, f"Lĩnh vực không số {number}"])
    page = count_page(body, top=[["BỘ TƯ PHÁP"], ["Tính đến ngày 28/10/2025"], [PERIOD]], merged=merged)
    content = xlsx(page)
    told = send(content)
    conserved(content, told)
    for table in told.tables:
        assert table.dataset == "dossier_counts"
    loaded = records(told)
    spelled = {"1.234": 1234, "15": 15, "-": None, "KPS": 0, "mười hai": None, "#DIV/0!": None}
    rows = loaded.select("row_number", "field", *COUNT_FIELDS).iter_rows() if loaded.height else []
    for row_number, field, *numbers in rows:
        row = body[row_number - 6]
        assert field == row[1]
        assert numbers == [spelled.get(cell, cell) if isinstance(cell, str) else cell for cell in row[2:]]
    if any(cell == "mười hai" for row in body for cell in row[2:]) and told.status != "held" and loaded.height:
        assert codes(told) & {"BAD_NUMBER", "MISSING_KEY"}


def test_the_demonstration_day_as_stored(national_day):
    """Every file: each row of its sheets in one place, and as many rows loaded as its office wrote."""
    wanted = Counter()
    for entry in national_day.manifest.files:
        wanted[entry.path] += entry.rows
    with connect(national_day.warehouse) as connection:
        tables = rows_of(
            connection,
            "SELECT d.path, t.table_id, t.rows_read, t.rows_loaded, t.rows_quarantined, t.rows_held, t.rows_skipped "
            "FROM audit.table_read AS t JOIN audit.delivery AS d USING (delivery_id)",
        )
        reports = " UNION ALL ".join(
            f'SELECT submission_id, sheet, "row_number" FROM {dataset.report_table.full_name}' for dataset in DATASETS.values()
        )
        placed = rows_of(
            connection,
            f"""
            WITH loaded AS (SELECT s.delivery_id, r.sheet, r."row_number" FROM ({reports}) AS r JOIN audit.submission AS s USING (submission_id)),
            apart AS (
              SELECT table_id, sheet, "row_number" FROM audit.quarantine
              UNION ALL SELECT table_id, sheet, "row_number" FROM audit.skipped_row
            ),
            every AS (
              SELECT * FROM loaded
              UNION ALL SELECT t.delivery_id, a.sheet, a."row_number" FROM apart AS a JOIN audit.table_read AS t USING (table_id)
            )
            SELECT count(*), count(DISTINCT (delivery_id, sheet, "row_number")) FROM every
            """,
        )
    loaded = Counter()
    for path, _, rows_read, rows_loaded, *others in tables:
        assert rows_read == rows_loaded + sum(others)
        loaded[path] += rows_loaded
    assert loaded == wanted
    assert len(wanted) > 100
    rows_read = sum(row[2] for row in tables)
    assert placed == [(rows_read, rows_read)]
