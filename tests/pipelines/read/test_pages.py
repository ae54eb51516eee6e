# ruff: noqa: E501 - pages read better unbroken
"""Web pages and web archives into grids."""

import pytest

from pipelines.grid import Document, Grid, Kind, Merge, Unreadable
from pipelines.read import Limits, read


def page(body: str, head: str = "<meta charset=utf-8>") -> Document:
    return read(f"<html><head>{head}</head><body>{body}</body></html>".encode(), "bao_cao.xls")


def only(body: str) -> Grid:
    document = page(body)
    assert document.format == "html"
    (grid,) = document.grids
    return grid


def test_spans_line_breaks_and_white_space():
    grid = only(
        """<table><tr><th rowspan=2>STT</th><th colspan="2">Số  lượng
        hồ sơ</th><th rowspan='2'>Ghi<br>chú</th></tr><tr><th>Trong<b> hạn</b></th><th>Quá hạn</th></tr>
        <tr><td>1</td><td>&nbsp;</td><td>1.234</td><td><p>a</p><p>b</p></td></tr><tr><td colspan=3>Tổng<td>#REF!</table>"""
    )
    assert grid.text.rows() == [
        ("STT", "Số lượng hồ sơ", None, "Ghi\nchú"),
        (None, "Trong hạn", "Quá hạn", None),
        ("1", None, "1.234", "a\nb"),
        ("Tổng", None, None, "#REF!"),
    ]
    assert set(grid.merges) == {Merge(1, 1, 2, 1), Merge(1, 2, 1, 3), Merge(1, 4, 2, 4), Merge(4, 1, 4, 3)}
    assert (Kind(grid.kind[3, 3]), Kind(grid.kind[2, 2])) == (Kind.ERROR, Kind.TEXT)


def test_text_before_each_table_is_its_context_and_a_dated_line_below_the_last_is_kept():
    first, second = page(
        "<h1>BỘ TƯ PHÁP</h1><div>Tính đến ngày <b>28/10/2025</b></div><table><caption>Biểu 1</caption><tr><td>a</table>"
        "<p>II. Hồ sơ</p><table><tr><td>b</table><p>Trân trọng.</p><p>Hà Nội, ngày 28 tháng 10 năm 2025</p><script>var x, ngày 1</script>"
    ).grids
    assert (first.sheet, first.position, first.context) == ("Bảng 1", 0, ("BỘ TƯ PHÁP", "Tính đến ngày 28/10/2025", "Biểu 1"))
    assert (second.sheet, second.context) == ("Bảng 2", ("II. Hồ sơ",))
    assert first.text.rows() == [("a",)]
    assert second.text.rows() == [("b",), (None,), ("Hà Nội, ngày 28 tháng 10 năm 2025",)]


def test_prose_is_not_what_a_table_says_of_itself():
    prose = "<p>" + "Thực hiện chỉ đạo của Bộ Công an " * 20 + "</p>"
    grid = only(f"<p>đầu</p>{'<p>giữa</p>' * 40}{prose}<p>cuối</p><table><tr><td>a</table>")
    assert grid.context == ("đầu", *["giữa"] * (11 + 6), "cuối")


def test_layout_tables_are_passed_through_and_tables_in_cells_of_a_table_stand_apart():
    grid = only("<table><tr><td>BỘ TƯ PHÁP</td><td><table><tr><td>STT<td>Tên<tr><td>1<td>a</table></td></tr></table>")
    assert (grid.text.rows(), grid.context) == ([("STT", "Tên"), ("1", "a")], ("BỘ TƯ PHÁP",))
    outer, inner = page(f"<table>{'<tr><td>1<td>2<td>3' * 3}<tr><td>4<td>x<table><tr><td>trong</table><td>6</table>").grids
    assert outer.text.rows() == [("1", "2", "3")] * 3 + [("4", "x", "6")]
    assert inner.text.rows() == [("trong",)]


def test_what_a_browser_hides():
    body = '<table><col><col style="display:none"><tr><td>1<td>2<tr style="DISPLAY: none"><td>3<td>4<tr><td style="display:none">x<td>5<td>6</table>'
    grid = only(body)
    assert grid.text.rows() == [("1", "2"), ("3", "4"), ("5", "6")]
    assert (grid.hidden_rows, grid.hidden_columns, grid.hidden) == ({2}, {2}, False)
    assert only("<table hidden><tr><td>1</table>").hidden


@pytest.mark.parametrize("span", ["0", "-3", "x", "99999999999", "65534"])
def test_spans_of_any_size_end_with_the_table(span):
    grid = only(f'<table><tr><td rowspan="{span}">a<td colspan="{span}">b<tr><td>c</table>')
    assert grid.height == 2
    assert grid.width <= 3
    assert "c" in grid.text.row(1)


def test_feet_stand_below_and_tags_may_be_left_open():
    grid = only("<table><thead><tr><th>STT<tfoot><tr><td>Tổng<tbody><tr><td>1<tr><td>2")
    assert grid.text["c1"].to_list() == ["STT", "1", "2", "Tổng"]


def test_a_page_without_a_table_is_its_text():
    grid = only("<p>Phiên làm việc đã hết hạn</p><p>Đăng nhập lại</p>")
    assert (grid.sheet, grid.text.rows()) == ("Văn bản", [("Phiên làm việc đã hết hạn",), ("Đăng nhập lại",)])


def test_the_bytes_decide_the_encoding_and_a_declared_one_only_where_they_say_nothing():
    lying = page("<table><tr><td>Bộ Tư pháp</table>", '<meta http-equiv="Content-Type" content="text/html; charset=windows-1252">')
    assert lying.grids[0].text.rows() == [("Bộ Tư pháp",)]
    utf16 = read("<table><tr><td>Bộ Tư pháp</table>".encode("utf-16"), "f")
    assert (utf16.grids[0].text.rows(), utf16.encoding) == ([("Bộ Tư pháp",)], "utf-16")
    latin = b'<html><meta charset="windows-1252"><table><tr><td>B&#7897;\xa0T&#432; ph&aacute;p</table>'
    assert read(latin, "f").grids[0].text.rows() == [("Bộ\xa0Tư pháp",)]
    with pytest.raises(Unreadable) as caught:
        read(latin.replace(b"windows-1252", b"utf-8"), "f")
    assert caught.value.code == "UNSUPPORTED_ENCODING"


def test_a_web_archive_is_read_page_by_page():
    sheet = '<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><meta charset="utf-8"></head><table><tr><td>Bộ Tư pháp</table></html>'
    parts = "".join(
        f"------=_P\r\nContent-Location: {name}\r\nContent-Transfer-Encoding: quoted-printable\r\nContent-Type: {kind}\r\n\r\n{text}\r\n\r\n"
        for name, kind, text in (
            ("a.htm", 'text/html; charset="utf-8"', "<html><frameset></frameset></html>".replace("=", "=3D")),
            ("b.htm", 'text/html; charset="utf-8"', "".join(f"={byte:02X}" if byte > 126 or byte == 61 else chr(byte) for byte in sheet.encode())),
            ("s.css", "text/css", "td {}"),
        )
    )
    content = f'MIME-Version: 1.0\r\nX-Document-Type: Workbook\r\nContent-Type: multipart/related; boundary="----=_P"\r\n\r\n{parts}------=_P--\r\n'.encode()
    document = read(content, "f.xls")
    assert document.format == "mhtml"
    assert [grid.text.rows() for grid in document.grids] == [[("Bộ Tư pháp",)]]
    for cut, code in ((len(content) - 10, "TRUNCATED_FILE"), (200, "TRUNCATED_FILE")):
        with pytest.raises(Unreadable) as caught:
            read(content[:cut], "f.xls")
        assert caught.value.code == code


def test_limits():
    many = "<table><tr><td>1</table>" * 5
    with pytest.raises(Unreadable) as caught:
        read(f"<html>{many}</html>".encode(), "f", Limits(max_sheets=4))
    assert caught.value.code == "TOO_LARGE"
    with pytest.raises(Unreadable) as caught:
        read(f"<html>{many}</html>".encode(), "f", Limits(max_cells=4))
    assert caught.value.code == "TOO_LARGE"


def test_pages_that_nest_without_end_are_read_in_bounded_time():
    for nested in ("<table><tr><td>" * 3000, "<div>" * 20_000, "<b><table>" * 2000):
        try:
            read(f"<html>{nested}x".encode(), "f")
        except Unreadable as error:
            assert error.code in ("CORRUPT_FILE", "TOO_LARGE")
