import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.grid import Kind, Unreadable
from pipelines.read import Limits, read
from pipelines.read.csv import Dialect, find_dialect, read_csv


def rows(content: bytes | str, **limits) -> list[tuple[str | None, ...]]:
    (grid,) = read(content.encode() if isinstance(content, str) else content, "f.csv", Limits(**limits)).grids
    assert grid.text.shape == grid.kind.shape
    assert grid.kind.rows() == [tuple(int(Kind.TEXT if text is not None else Kind.EMPTY) for text in row) for row in grid.text.rows()]
    return grid.text.rows()


REPORT = """BỘ TÀI CHÍNH
BÁO CÁO TÌNH HÌNH, KẾT QUẢ THỰC HIỆN NGHỊ QUYẾT 57-NQ/TW, NGÀY 28/10/2025

STT;Tên nhiệm vụ;Tỷ lệ (%);Thời hạn
1;Rà soát, sửa đổi, bổ sung;12,5;28/10/2025
2;"Xây dựng
đề án; trình";1.234,5;

3;Hoàn thành;0,5;30/06/2025
;Tổng cộng
"""


def test_titles_quoted_newlines_blank_lines_and_short_lines_keep_their_rows():
    assert rows(REPORT) == [
        ("BỘ TÀI CHÍNH", None, None, None),
        ("BÁO CÁO TÌNH HÌNH, KẾT QUẢ THỰC HIỆN NGHỊ QUYẾT 57-NQ/TW, NGÀY 28/10/2025", None, None, None),
        (None, None, None, None),
        ("STT", "Tên nhiệm vụ", "Tỷ lệ (%)", "Thời hạn"),
        ("1", "Rà soát, sửa đổi, bổ sung", "12,5", "28/10/2025"),
        ("2", "Xây dựng\nđề án; trình", "1.234,5", None),
        (None, None, None, None),
        ("3", "Hoàn thành", "0,5", "30/06/2025"),
        (None, "Tổng cộng", None, None),
    ]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_and_byte_order_mark(end):
    text = f"STT;Tên{end}1; a {end}{end}2;b"
    plain, marked = read(text.encode(), "f"), read(b"\xef\xbb\xbf" + text.encode(), "f")
    assert plain.encoding == "utf-8"
    assert marked.encoding == "utf-8-sig"
    assert plain.grids[0].sheet == "csv"
    for document in (plain, marked):
        assert document.grids[0].text.rows() == [("STT", "Tên"), ("1", " a "), (None, None), ("2", "b")]


def test_other_separators_of_lines_stay_in_their_cell():
    assert rows("a;b\n1;x\u2028y\x85z\x0bw\x1cv\n") == [("a", "b"), ("1", "x\u2028y\x85z\x0bw\x1cv")]


@pytest.mark.parametrize(
    ("sample", "delimiter"),
    [
        ("STT;Tỷ lệ;Số\n1;12,5;3,4\n2;13,5;5,4\n3;14,5;6,4\n", ";"),
        ("1;12,5;3,4\n2;13,5;5,4\n3;14,5;6,4\n", ";"),
        ("Mã,Tên,Hạn\nH01,Rà soát; sửa đổi,x\nH02,b,y\n", ","),
        ('Mã,"Tên, chức vụ",Hạn\nH01,"Rà soát, sửa đổi",x\nH02,b,y\n', ","),
        ("Mã\tTên, chức vụ\tHạn\nH01\tRà soát, sửa đổi; bổ sung\tx\n", "\t"),
        ("Mã|Tên|Hạn\nH01|Rà soát, sửa đổi|x\n", "|"),
        ("Kính gửi: Bộ A, Bộ B, Bộ C, Bộ D, Bộ E\nSTT;Tên\n1;a\n2;b\n3;c\n", ";"),
        ("sep=,\na;b,c;d\n1;2,3;4\n", ","),
        ('"sep=|"\na;b;c\n1;2;3\n', "|"),
        ("STT;Tên;Hạn\n", ";"),
    ],
)
def test_dialects(sample, delimiter):
    assert find_dialect(sample) == Dialect(delimiter, quoted=True)


def test_a_quote_that_never_closes_does_not_swallow_the_table():
    lines = ["STT;Tên;Hạn", '1;"Mở ngoặc;x', *(f"{number};a;b" for number in range(2, 60))]
    found = rows("\n".join(lines))
    assert len(found) == len(lines)
    assert found[1] == ("1", '"Mở ngoặc', "x")


def test_quotes_used_as_marks_of_inches_do_not_join_lines():
    lines = ["STT;Tên;Hạn", *(f'{number};"ống {number}/4;x' if number in (3, 9) else f"{number};a;b" for number in range(1, 20))]
    assert len(rows("\n".join(lines))) == len(lines)


def test_an_open_quote_late_in_a_long_text_spoils_its_own_line_only():
    lines = [f'{number};"Rà soát; ""{number}""";x' for number in range(5000)]
    lines[4321] = '4321;"Mở ngoặc;x'
    found = rows("\r\n".join(lines))
    assert len(found) == 5000
    assert found[4320:4323] == [("4320", 'Rà soát; "4320"', "x"), ("4321", '"Mở ngoặc', "x"), ("4322", 'Rà soát; "4322"', "x")]


def test_a_separator_line_is_a_row_like_any_other():
    assert rows("sep=;\nSTT;Tên\n1;a,b\n") == [("sep=", None), ("STT", "Tên"), ("1", "a,b")]


def test_one_column_of_text_is_a_grid():
    assert rows("Kính gửi\nTrân trọng\n") == [("Kính gửi",), ("Trân trọng",)]
    assert rows(";;\n;;\n") == [(None, None, None)] * 2


def test_fields_of_any_length():
    long = "Nội dung " * 40_000
    assert rows(f'STT;Tên\n1;"{long}"\n')[1] == ("1", long)


@given(
    st.lists(
        st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\x00", exclude_categories=["Cs"]), max_size=12), min_size=2, max_size=6),
        min_size=1,
        max_size=20,
    ),
    st.sampled_from([";", ",", "\t", "|"]),
)
@settings(max_examples=300, deadline=None)
def test_what_a_csv_writer_wrote_comes_back(table, delimiter):
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter, quoting=csv.QUOTE_ALL).writerows(table)
    width = max(map(len, table))
    content = f"sep={delimiter}\r\n{out.getvalue()}"
    expected = [tuple(cell or None for cell in row) + (None,) * (width - len(row)) for row in table]
    assert rows(content)[1:] == expected


@given(
    st.lists(st.tuples(*[st.text("aáđ 0,;.%-/", min_size=0, max_size=8)] * 3), min_size=1, max_size=30),
)
@settings(max_examples=200, deadline=None)
def test_large_files_cut_by_polars_read_alike(table):
    content = "sep=|\n" + "".join("|".join(row) + "\n" for row in [("STT", "Tên", "Hạn"), *table])
    plain = read_csv(content.encode(), Limits())
    fast = read_csv(content.encode(), Limits(), large_bytes=0)
    assert fast.grids[0].text.equals(plain.grids[0].text)
    assert fast.grids[0].kind.equals(plain.grids[0].kind)


@pytest.mark.parametrize("odd", ["", '"a";b;c', "a;b;c;d;e", "a", "x\ry;1;2"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_large_files_with_odd_lines_read_alike(odd, end):
    lines = [f"{number};Nhiệm vụ {number};đúng hạn" for number in range(50)]
    content = end.join(["STT;Tên;Tình trạng", *lines, odd, *lines, ""]).encode()
    assert read_csv(content, Limits(), large_bytes=0).grids[0].text.equals(read_csv(content, Limits()).grids[0].text)


def test_a_sample_cut_inside_the_text_still_finds_the_dialect():
    content = "STT;Tên;Tỷ lệ\n" + "".join(f'{number};"Rà soát; sửa {number}";{number},5\n' for number in range(60_000))
    assert len(content.encode()) > 1 << 20
    (grid,) = read(content.encode(), "f").grids
    assert grid.text.shape == (60_001, 3)
    assert grid.text.row(-1) == ("59999", "Rà soát; sửa 59999", "59999,5")


def test_blocks_of_records_join_whatever_their_widths(monkeypatch):
    monkeypatch.setattr("pipelines.read.csv._BLOCK_RECORDS", 2)
    assert rows("a;b\n1;2\n\n\n3;4;5\n6\n") == [("a", "b", None), ("1", "2", None), (None,) * 3, (None,) * 3, ("3", "4", "5"), ("6", None, None)]


def test_limits_on_cells():
    content = "a;b\n" * 10
    assert len(rows(content, max_cells=20)) == 10
    with pytest.raises(Unreadable) as caught:
        rows(content, max_cells=19)
    assert caught.value.code == "TOO_LARGE"


PRINTED = """
      BỘ TƯ PHÁP                    CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
          BÁO CÁO NHIỆM VỤ
          Tính đến ngày 28/10/2025, nguồn: Văn phòng Bộ
---------------------------------------------------------------
STT   Mã nhiệm vụ   Nội dung nhiệm vụ            Thời hạn
====  ============  ===========================  ==========
  1   NV-01         Xây dựng cơ sở dữ liệu       30/12/2025
  2   NV-02         Kết nối, chia sẻ

 10   NV-10         Đào tạo 1.000 lượt, 2 đợt    31/12/2025
"""


def test_columns_set_by_blanks():
    document = read(PRINTED.encode(), "bao cao.txt")
    (grid,) = document.grids
    assert (document.format, grid.sheet) == ("txt", "txt")
    rows = [tuple(cell for cell in row if cell) for row in grid.text.rows()]
    assert rows[1] == ("BỘ TƯ PHÁP", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
    assert rows[4] == rows[6] == rows[9] == ()
    assert grid.text.rows()[5] == ("STT", "Mã nhiệm vụ", "Nội dung nhiệm vụ", "Thời hạn")
    assert grid.text.rows()[8] == ("2", "NV-02", "Kết nối, chia sẻ", None)
    assert grid.text.rows()[10] == ("10", "NV-10", "Đào tạo 1.000 lượt, 2 đợt", "31/12/2025")


def test_columns_set_by_blanks_without_any_delimiter():
    text = "\n".join(f"{number:>3}  NV-{number:<6}  Việc số {number}" for number in range(1, 40))
    grid = read(text.encode(), "f.txt").grids[0]
    assert grid.text.rows()[::38] == [("1", "NV-1", "Việc số 1"), ("39", "NV-39", "Việc số 39")]


@pytest.mark.parametrize(
    "text",
    [
        "Kính gửi quý cơ quan,\n\nThực hiện chỉ đạo, chúng tôi gửi báo cáo.\nTrân trọng.\n",
        "STT,Tên,Hạn\n1,Một  hai,x\n2,Ba  bốn,y\n3,Năm  sáu,z\n",
        "một\nhai\nba\nbốn\n",
        "1  \n2  \n3  \n",
    ],
)
def test_prose_and_delimited_text_are_not_cut_by_blanks(text):
    assert read(text.encode(), "f").format == "csv"


def test_tables_drawn_with_bars():
    drawn = "+-----+--------+\n| STT | Tên    |\n+-----+--------+\n| 1   | a-b    |\n| 2   | --     |\n+-----+--------+\n"
    grid = read(drawn.encode(), "f").grids[0]
    assert [row[1:3] for row in grid.text.rows()] == [
        (None, None),
        (" STT ", " Tên    "),
        (None, None),
        (" 1   ", " a-b    "),
        (" 2   ", " --     "),
        (None, None),
    ]
