"""Where tables stand and what each row is, over layouts as offices make them. One ugliness a case; every sheet row has exactly one fate."""

from __future__ import annotations

import pytest

from tests.pipelines.sent_files import (
    COUNT_FIELDS,
    COUNT_GROUPS,
    COUNT_LEAVES,
    PERIOD,
    TASK_HEAD,
    Page,
    codes,
    count_page,
    count_row,
    csv_bytes,
    fates,
    grids,
    issue_rows,
    json_bytes,
    mapped,
    records,
    send,
    task_row,
    xlsx,
)

TITLES = (["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"], ["BỘ TƯ PHÁP"], ["Tính đến ngày 28/10/2025"])
COUNT_TITLES = (*TITLES, [PERIOD])
ONE, TWO = count_row(1, "Hộ tịch"), count_row(2, "Quốc tịch", online=20, done=17)
SUM = [one + two for one, two in zip(ONE[2:], TWO[2:], strict=True)]
A, B = task_row(1, "NV-1"), task_row(2, "NV-2")

LAYOUTS = {
    # name: (rows, merges, fates from row 1 on)
    "titles, blank row, numbering": (
        [["BỘ TƯ PHÁP"], [], TASK_HEAD, ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)"], A, B],
        [],
        "title blank header numbering loaded loaded",
    ),
    "numbers in the numbering row": ([TASK_HEAD, [1, 2, 3, 4, 5, 6], A], [], "header numbering loaded"),
    "letters and sums in the numbering row": ([TASK_HEAD, ["A", "B", "1", "2", "3=1+2", "4"], A], [], "header numbering loaded"),
    "Roman sections": ([TASK_HEAD, ["I", "", "Hoàn thiện thể chế"], A, ["II", "", "Hạ tầng số"], B], [], "header section loaded section loaded"),
    "a section merged across": ([TASK_HEAD, ["Hoàn thiện thể chế"], A, B], ["A2:F2"], "header section loaded loaded"),
    "sections in one cell": ([TASK_HEAD, ["A. Thể chế"], A, ["B) Hạ tầng"], B], [], "header section loaded section loaded"),
    "a section in the code column": (
        [TASK_HEAD, ["I", "Nhóm nhiệm vụ về thể chế"], A, ["II", "Nhóm 2: hạ tầng số, dữ liệu số"], B],
        [],
        "header section loaded section loaded",
    ),
    "total above and below": ([TASK_HEAD, ["", "", "Tổng cộng"], A, B, ["", "", "TỔNG CỘNG (I+II)"]], [], "header total loaded loaded total"),
    "a total in the code column": ([TASK_HEAD, A, ["", "Cộng:"]], [], "header loaded total"),
    "a counted total": ([TASK_HEAD, A, ["Tổng số: 1 nhiệm vụ"]], [], "header loaded total"),
    "tasks that begin like totals": (
        [
            TASK_HEAD,
            task_row(1, "NV-1", "Tổng số hóa hồ sơ"),
            task_row(2, "NV-2", "Tổng cộng nguồn lực"),
            task_row(3, None, "Tổng hợp: báo cáo ngành"),
        ],
        [],
        "header loaded loaded loaded",
    ),
    "signature block": (
        [
            TASK_HEAD,
            A,
            [],
            ["", "", "", "Hà Nội, ngày 28 tháng 10 năm 2025"],
            ["", "NGƯỜI LẬP BIỂU", "", "KT. BỘ TRƯỞNG"],
            ["", "(Ký, ghi rõ họ tên)"],
            [],
            ["", "Nguyễn Văn A"],
        ],
        [],
        "header loaded blank signature signature signature blank signature",
    ),
    "recipients": ([TASK_HEAD, A, ["Nơi nhận:"], ["- Như trên;"], ["- Lưu: VT, KSTT."]], [], "header loaded signature signature signature"),
    "records below the signature": (
        [TASK_HEAD, A, ["", "Người lập biểu"], ["", "Lê Thị B"], [2, "NV-2", "Việc ghi thêm"], [*B[:1], "NV-3", *B[2:]]],
        [],
        "header loaded signature signature loaded loaded",
    ),
    "notes": ([TASK_HEAD, A, ["Ghi chú: chưa gồm nhiệm vụ thường xuyên"], ["(*) Số liệu tạm tính"]], [], "header loaded note note"),
    "a note under the titles": ([TASK_HEAD, A, ["", "", "Ghi chú: số liệu tạm tính"]], [], "header loaded note"),
    "nothing has arisen": ([TASK_HEAD, ["", "", "Không phát sinh nhiệm vụ"]], [], "header note"),
    "nothing has arisen, numbered": ([TASK_HEAD, [1, "", "Không phát sinh"]], [], "header note"),
    "only a header": ([["BỘ TƯ PHÁP"], TASK_HEAD], [], "title header"),
    "header names repeated at a page break, longer": (
        [TASK_HEAD, A, B, TASK_HEAD, task_row(3, "NV-3")],
        [],
        "header loaded loaded repeated_header loaded",
    ),
    "a blank row before a page break loses nothing": (
        [TASK_HEAD, A, [], B, TASK_HEAD, task_row(3, "NV-3")],
        [],
        "header loaded blank loaded repeated_header loaded",
    ),
    "a page's number between records": ([TASK_HEAD, A, ["Trang 1/2"], B], [], "header loaded note loaded"),
    "the same header under a title of its own": (
        [TASK_HEAD, A, [], ["Đơn vị báo cáo: Bộ Tư pháp"], TASK_HEAD, B],
        [],
        "header loaded blank title header loaded",
    ),
    "a title block with a gap over the second table": (
        [TASK_HEAD, A, B, [], ["BỘ TƯ PHÁP"], ["BÁO CÁO NHIỆM VỤ"], ["", "Nhóm", "Tất cả"], [], TASK_HEAD, task_row(3, "NV-3")],
        [],
        "header loaded loaded blank title title title blank header loaded",
    ),
    "a hint under the header": (
        [TASK_HEAD, ["", "", "", "(ngày/tháng/năm)", "", "(dd/mm/yyyy)"], A],
        [],
        "header numbering loaded",
    ),
    "numbers set beforehand and never filled in": ([TASK_HEAD, A, [2], [3]], [], "header loaded blank blank"),
    "a group named in the column of titles": ([TASK_HEAD, ["", "", "Nhóm 1: Hoàn thiện thể chế"], A], [], "header section loaded"),
    "empty rows between records": ([TASK_HEAD, A, [], [], B], [], "header loaded blank blank loaded"),
    "shifted to the right and down": (
        [[], [], [None, None, "BỘ TƯ PHÁP"], [None, None, *TASK_HEAD], [None, None, *A]],
        [],
        "blank blank title header loaded",
    ),
    "two header rows without merges": (
        [
            ["STT", "Mã nhiệm vụ", "Nội dung nhiệm vụ", "Tiến độ thực hiện", None, None],
            [None, None, None, "Thời hạn hoàn thành", "Trạng thái", "Ngày hoàn thành"],
            A,
        ],
        [],
        "header header loaded",
    ),
}


@pytest.mark.parametrize("name", LAYOUTS)
def test_every_row_has_its_fate(name):
    rows, merges, expected = LAYOUTS[name]
    told = send(xlsx(Page(rows, merges)))
    found = fates(told)
    assert [found[("Sheet1", row)] for row in range(1, len(rows) + 1)] == [[one] for one in expected.split()]
    assert len(found) == len(rows)
    assert told.tables[0].dataset == "tasks"
    assert all(table.is_conserved for table in told.tables)


@pytest.mark.parametrize("name", [name for name in LAYOUTS if not LAYOUTS[name][1]])
def test_csv_gives_the_same_fates(name):
    rows, _, expected = LAYOUTS[name]
    width = max(len(row) for row in rows)
    found = fates(send(csv_bytes([[*row, *[None] * (width - len(row))] for row in rows], ";"), "BTP/a.csv"))
    assert [found[("csv", row)] for row in range(1, len(rows) + 1)] == [[one] for one in expected.split()]


@pytest.mark.parametrize("numbering", [True, False])
@pytest.mark.parametrize("made", ["merged", "carried", "csv"])
def test_form_06a_is_read_by_parent_and_leaf(made, numbering):
    page = count_page(
        [*([[f"({i})" for i in range(1, 15)]] if numbering else []), ONE, TWO, ["", "Tổng cộng", *SUM]], top=COUNT_TITLES, merged=made == "merged"
    )
    told = send(csv_bytes(page.rows), "BTP/a.csv") if made == "csv" else send(xlsx(page))
    assert {field: header for header, field in mapped(told).items()}.keys() == {"row_label", "field", *COUNT_FIELDS}
    loaded = records(told)
    assert loaded.select("field", *COUNT_FIELDS).rows() == [tuple(ONE[1:]), tuple(TWO[1:])]
    assert told.status == "accepted"
    assert loaded["row_number"].to_list() == ([8, 9] if numbering else [7, 8])


def test_three_header_rows():
    groups = ["STT", "Lĩnh vực", "Số lượng hồ sơ tiếp nhận", None, None, None, "Số lượng hồ sơ đã giải quyết", None, None, None]
    inner = [None, None, "Tổng số", "Trong kỳ", None, "Từ kỳ trước", "Tổng số", "Trước hạn", "Đúng hạn", "Quá hạn"]
    leaves = [None, None, None, "Trực tuyến", "Trực tiếp, dịch vụ bưu chính"]
    merges = ["A1:A3", "B1:B3", "C1:F1", "G1:J1", "C2:C3", "D2:E2", "F2:F3", "G2:G3", "H2:H3", "I2:I3", "J2:J3"]
    told = send(xlsx(Page([groups, inner, leaves, ONE[:10], TWO[:10]], merges)))
    assert records(told).select(COUNT_FIELDS[:8]).rows() == [tuple(ONE[2:10]), tuple(TWO[2:10])]
    assert fates(told)[("Sheet1", 3)] == ["header"]


def block(name, *rows, label=""):
    return [label, name, *[sum(column) for column in zip(*[row[2:] for row in rows], strict=True)]]


@pytest.mark.parametrize(
    ("body", "expected", "sections"),
    [
        (
            [block("Cấp bộ", ONE, TWO, label="I"), ONE, TWO, block("Cấp cục", ONE, TWO, label="II"), ONE, TWO],
            "total loaded loaded total loaded loaded",
            ["I. Cấp bộ"] * 2 + ["II. Cấp cục"] * 2,
        ),
        ([block("Toàn ngành", ONE, TWO), ONE, TWO], "total loaded loaded", [""] * 2),
        ([block("Khối cơ quan", ONE, TWO), ONE, TWO], "total loaded loaded", [""] * 2),
        ([ONE, TWO, block("Chung các lĩnh vực", ONE, TWO)], "loaded loaded total", [""] * 2),
        (
            [block("Cấp bộ", ONE, TWO), ONE, TWO, block("Cấp cục", TWO, ONE), TWO, ONE],
            "total loaded loaded total loaded loaded",
            ["Cấp bộ"] * 2 + ["Cấp cục"] * 2,
        ),
        (
            [block("Toàn ngành", ONE, TWO, TWO, ONE), block("Cấp bộ", ONE, TWO), ONE, TWO, block("Cấp cục", TWO, ONE), TWO, ONE],
            "total total loaded loaded total loaded loaded",
            ["Cấp bộ"] * 2 + ["Cấp cục"] * 2,
        ),
        ([["I", "Cấp bộ"], ONE, TWO, ["II", "Cấp cục"], ONE], "section loaded loaded section loaded", ["I. Cấp bộ"] * 2 + ["II. Cấp cục"]),
        ([["", "Lĩnh vực khác", *ONE[2:]], ONE, TWO], "loaded loaded loaded", [""] * 3),
        ([count_row(1, "Tổng công ty Đường sắt"), count_row(2, "Tổng cục Thuế"), count_row(3, "Tổng hợp")], "loaded loaded loaded", [""] * 3),
        ([ONE, TWO, ["Cộng", None, *SUM]], "loaded loaded total", [""] * 2),
        ([ONE, TWO, [3, "Tổng số hồ sơ toàn ngành", *SUM]], "loaded loaded total", [""] * 2),
        ([["", "Tổng cộng", *SUM]], "loaded", [""]),
    ],
)
def test_sums_are_never_counted_beside_their_parts(body, expected, sections):
    told = send(xlsx(count_page(body, top=COUNT_TITLES)))
    found = fates(told)
    assert [found[("Sheet1", 7 + at)] for at in range(len(body))] == [[one] for one in expected.split()]
    assert records(told)["section"].to_list() == sections
    assert not codes(told) & {"TOTAL_MISMATCH", "SUBTOTAL_DOUBTFUL"}


def unnumbered(body):
    """Form II.06a without the column of numbers."""
    return send(xlsx([*COUNT_TITLES, COUNT_GROUPS[1:], COUNT_LEAVES[1:], *(row[1:] for row in body)]))


def test_blocks_under_their_sums_need_no_numbers():
    def block(name, *rows):
        return ["", name, *(sum(cells) for cells in zip(*(row[2:] for row in rows), strict=True))]

    ours = [count_row("", name, online=10 + at) for at, name in enumerate(["Hộ tịch", "Quốc tịch", "Đất đai", "Nhà ở"])]
    body = [block("Cấp tỉnh", *ours[:2]), ours[0], [*ours[1][:9], "1234 và 56", *ours[1][10:]], block("Cấp xã", *ours[2:]), *ours[2:]]
    assert records(unnumbered(body)).select("section", "field").rows() == [
        ("Cấp tỉnh", "Hộ tịch"), ("Cấp tỉnh", "Quốc tịch"), ("Cấp xã", "Đất đai"), ("Cấp xã", "Nhà ở"),
    ]  # fmt: skip
    assert records(unnumbered([*body[:4], ours[3]])).height == 5


def test_a_name_alone_heads_the_rows_below_it_where_the_table_begins_with_one():
    def sections(*names):
        return records(unnumbered([["", name] if name.startswith("Cấp") else count_row("", name) for name in names]))["section"].to_list()

    assert sections("Cấp tỉnh", "Hộ tịch", "Đất đai", "Cấp xã", "Nhà ở") == ["Cấp tỉnh", "Cấp tỉnh", "Cấp xã"]
    assert sections("Hộ tịch", "Cấp tỉnh", "Đất đai") == ["", ""]


def test_a_group_row_that_is_not_its_sum_holds_the_table():
    told = send(xlsx(count_page([["I", "Cấp bộ", 99, *SUM[1:]], ONE, TWO], top=COUNT_TITLES)))
    assert told.status == "held"
    assert [row["row_number"] for row in issue_rows(told, "SUBTOTAL_DOUBTFUL")] == [7]
    assert [(table.rows_held, table.rows_loaded) for table in told.tables] == [(3, 0)]
    assert records(told).is_empty()


def test_a_wrong_total_is_told_and_counts_nothing():
    told = send(xlsx(count_page([ONE, TWO, ["", "Tổng cộng", 999, *SUM[1:]]], top=COUNT_TITLES)))
    assert [(row["cell"], row["value"], row["expected"]) for row in issue_rows(told, "TOTAL_MISMATCH")] == [("C9", "999", str(SUM[0]))]
    assert records(told).height == 2


def test_an_off_by_one_total_of_the_whole_sector_is_told():
    told = send(xlsx(count_page([["", "Toàn ngành", 999, *SUM[1:]], ONE, TWO], top=COUNT_TITLES)))
    assert "TOTAL_MISMATCH" in codes(told)
    assert records(told)["field"].to_list() == ["Hộ tịch", "Quốc tịch"]


def test_two_tables_of_two_datasets_in_a_sheet_hear_the_same_titles():
    told = send(
        xlsx(
            [*TITLES, TASK_HEAD, A, [], ["Biểu 2"], ["TT", "Tên chỉ tiêu", "Đơn vị tính", "Kế hoạch", "Thực hiện"], [1, "Số trạm 5G", "trạm", 9, 5]]
        ),
        "a.xlsx",
    )
    assert {(one.dataset, one.agency_code, one.when.reported_on.isoformat(), one.row_count) for one in told.submissions} == {
        ("tasks", "BTP", "2025-10-28", 1),
        ("indicators", "BTP", "2025-10-28", 1),
    }
    assert "DATE_FROM_DELIVERY" not in codes(told)
    found = fates(told)
    assert [found[("Sheet1", row)] for row in range(4, 10)] == [["header"], ["loaded"], ["blank"], ["title"], ["header"], ["loaded"]]


def test_two_tables_of_one_dataset_are_one_submission():
    told = send(xlsx([TASK_HEAD, A, [], ["Bảng 2"], TASK_HEAD, B]))
    assert [(one.row_count, one.table_id[-2:]) for one in told.submissions] == [(2, "t1")]
    assert len(told.tables) == 2


def test_a_sheet_beside_without_titles_hears_the_day_and_the_sender_of_the_other():
    told = send(
        xlsx(
            Page([*TITLES, TASK_HEAD, A], name="NV"),
            Page([["TT", "Tên chỉ tiêu", "Đơn vị tính", "Kế hoạch", "Thực hiện"], [1, "Số trạm 5G", "trạm", 9, 5]], name="CT"),
        ),
        "a.xlsx",
    )
    assert {(one.dataset, one.agency_code, one.when.evidence) for one in told.submissions} == {
        ("tasks", "BTP", "as_of"),
        ("indicators", "BTP", "as_of"),
    }


def test_an_instruction_sheet_is_passed_over_and_told():
    told = send(
        xlsx(Page([["Hướng dẫn"], ["Cột 1 ghi số thứ tự"], ["Cột 2 ghi mã nhiệm vụ"]], name="Hướng dẫn"), Page([TASK_HEAD, A], name="Dữ liệu"))
    )
    assert [(table.sheet, table.status, table.rows_skipped) for table in told.tables] == [("Hướng dẫn", "skipped", 3), ("Dữ liệu", "loaded", 1)]
    assert [row["sheet"] for row in issue_rows(told, "SHEET_WITHOUT_TABLE")] == ["Hướng dẫn"]
    assert {fates(told)[("Hướng dẫn", row)][0] for row in (1, 2, 3)} == {"no_table"}


def test_hidden_rows_and_sheets_are_read_and_told():
    told = send(
        xlsx(Page([TASK_HEAD, A, B], name="A"), Page([TASK_HEAD, task_row(1, "NV-9"), task_row(2, "NV-8")], name="B", hidden=True, hidden_rows=[3]))
    )
    assert records(told).height == 4
    assert [row["sheet"] for row in issue_rows(told, "HIDDEN_SHEET")] == ["B"]
    assert [(row["sheet"], row["row_number"]) for row in issue_rows(told, "HIDDEN_ROW")] == [("B", 3)]


def test_words_merged_over_several_records_hold_for_each_and_numbers_for_the_first():
    head = ["STT", "Đơn vị", "Nội dung nhiệm vụ", "Thời hạn hoàn thành", "Trạng thái", "Tiến độ (%)"]
    rows = [[1, "Bộ Tư pháp", "Nhiệm vụ chung của ba bộ", "30/12/2025", "Đang thực hiện", 50], [None, "Bộ Công an"], [None, "Bộ Nội vụ"]]
    told = send(xlsx(Page([head, *rows], ["A2:A4", "C2:C4", "D2:D4", "E2:E4", "F2:F4"])), "VPCP/a.xlsx")
    loaded = records(told)
    assert sorted(loaded["agency_code"]) == ["BCA", "BNV", "BTP"]
    assert loaded["title"].n_unique() == 1
    assert loaded["due_on"].null_count() == 0
    assert loaded["progress_pct"].to_list() == [50.0, None, None]


def test_json_lists_have_no_header_row():
    rows = [{"maNhiemVu": f"NV-{i}", "noiDung": "Xây dựng cơ sở dữ liệu", "thoiHan": "30/12/2025", "trangThai": "Đang thực hiện"} for i in (1, 2)]
    told = send(json_bytes({"danhSach": rows}), "BTP/a.json")
    assert records(told)["task_code"].to_list() == ["NV-1", "NV-2"]
    assert [(table.rows_read, table.rows_loaded) for table in told.tables] == [(2, 2)]


def test_a_merge_across_the_header_edge_and_the_sheet_is_harmless():
    page = Page([["BỘ TƯ PHÁP"], TASK_HEAD, A, B], ["A1:F1", "G1:Z2"])
    told = send(xlsx(page))
    assert records(told).height == 2
    assert grids(xlsx(page))[0].height == 4


def test_of_which_rows_are_not_counted_beside_their_whole():
    parts = [["", "DVC một phần", *ONE[2:]], ["", "DVC toàn trình", *TWO[2:]]]
    told = send(xlsx(count_page([block("Sở Tư pháp", ONE, TWO, label=1), *parts, count_row(2, "Sở Nội vụ")], top=COUNT_TITLES)))
    assert records(told).select("field", "done_total").rows() == [("DVC một phần", ONE[6]), ("DVC toàn trình", TWO[6]), ("Sở Nội vụ", 12)]
    assert records(told)["section"].to_list()[:2] == ["1. Sở Tư pháp"] * 2
    told = send(xlsx(count_page([ONE, ["", "Trong đó: cấp xã", *[1] * 12], ["", "- Trong đó: cấp tỉnh", *[2] * 12], TWO], top=COUNT_TITLES)))
    assert records(told)["field"].to_list() == ["Hộ tịch", "Quốc tịch"]


def test_the_whole_of_parts_heads_them_and_no_row_below():
    parts = [["", "DVC một phần", *ONE[2:]], ["", "DVC toàn trình", *TWO[2:]]]
    told = send(xlsx(count_page([block("Sở Tư pháp", ONE, TWO, label=1), *parts, count_row(2, "Sở Nội vụ")], top=COUNT_TITLES)))
    assert records(told)["section"].to_list() == ["1. Sở Tư pháp", "1. Sở Tư pháp", ""]
    assert "TOTAL_MISMATCH" not in codes(told)


def test_examples_on_a_sheet_of_instructions_are_no_records():
    guide = Page([["HƯỚNG DẪN"], TASK_HEAD, task_row(1, "VD.01", "Ví dụ: nhiệm vụ mẫu")], name="Hướng dẫn")
    told = send(xlsx(guide, Page([TASK_HEAD, A], name="Nhiệm vụ")))
    assert records(told)["sheet"].to_list() == ["Nhiệm vụ"]
    assert "SHEET_WITHOUT_TABLE" in codes(told)
    assert records(send(xlsx(guide))).height == 1
