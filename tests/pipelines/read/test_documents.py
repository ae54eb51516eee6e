"""Text documents (docx) and pdf into grids."""

import pytest

from benchmarks.office_files import PdfPage, docx, drawn_table, paragraph, pdf, word_cell, word_table
from pipelines.grid import Grid, Merge, Unreadable
from pipelines.read import Limits, read


def only(content: bytes) -> Grid:
    (grid,) = read(content, "f").grids
    return grid


def refused(content: bytes, limits: Limits | None = None) -> Unreadable:
    with pytest.raises(Unreadable) as caught:
        read(content, "f", limits or Limits())
    return caught.value


def test_merged_cells_of_a_word_table():
    across = '<w:gridSpan w:val="2"/>'
    begins, goes_on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    grid = only(
        docx(
            word_table(
                [
                    [word_cell("STT", begins), word_cell("Số lượng", across), word_cell("Ghi chú", begins)],
                    [word_cell("", goes_on), "Trong hạn", "Quá hạn", word_cell("", goes_on)],
                    ["1", "2", "3", word_cell("a", begins)],
                    ["2", "3", "4", word_cell("b", begins)],
                    [word_cell("Tổng", '<w:gridSpan w:val="3"/>'), "x"],
                ]
            )
        )
    )
    assert grid.text.rows() == [
        ("STT", "Số lượng", None, "Ghi chú"),
        (None, "Trong hạn", "Quá hạn", None),
        ("1", "2", "3", "a"),
        ("2", "3", "4", "b"),
        ("Tổng", None, None, "x"),
    ]
    assert set(grid.merges) == {Merge(1, 1, 2, 1), Merge(1, 2, 1, 3), Merge(1, 4, 2, 4), Merge(5, 1, 5, 3)}


def test_paragraphs_before_a_table_are_its_context_and_letterheads_are_tables():
    letterhead = word_table([["BỘ TƯ PHÁP", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"]], "300 500")
    body = paragraph("") + paragraph("Tính đến ngày 28/10/2025") + word_table([["STT"], ["1"]]) + paragraph("Hà Nội, ngày 28 tháng 10 năm 2025")
    head, table = read(docx(letterhead + body), "f").grids
    assert head.text.rows() == [("BỘ TƯ PHÁP", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")]
    assert (table.sheet, table.context) == ("Bảng 2", ("Tính đến ngày 28/10/2025",))
    assert table.text["c1"].to_list() == ["STT", "1", None, "Hà Nội, ngày 28 tháng 10 năm 2025"]


def test_a_table_cut_in_two_is_one_and_others_are_not_joined():
    parts = word_table([["STT", "Tên"], ["1", "a"]], "100 200") + paragraph("") + word_table([["2", "b"]], "100 200")
    assert only(docx(parts)).text.rows() == [("STT", "Tên"), ("1", "a"), ("2", "b")]
    assert len(read(docx(parts.replace('<w:gridCol w:w="200"/>', '<w:gridCol w:w="201"/>', 1)), "f").grids) == 2
    between = word_table([["a", "b"]], "100 200") + paragraph("II.") + word_table([["2", "b"]], "100 200")
    assert [grid.context for grid in read(docx(between), "f").grids] == [(), ("II.",)]


def test_what_word_shows_and_what_it_does_not():
    runs = (
        "<w:tc><w:p><w:r><w:t>Mã</w:t><w:tab/><w:t>số</w:t><w:br/><w:t>57</w:t><w:noBreakHyphen/><w:t>NQ</w:t></w:r>"
        "<w:del><w:r><w:delText>cũ</w:delText></w:r></w:del><w:ins><w:r><w:t> mới</w:t></w:r></w:ins>"
        "<w:r><w:instrText>PAGE</w:instrText></w:r></w:p><w:p><w:r><w:t>dòng hai</w:t></w:r></w:p></w:tc>"
    )
    box = (
        "<w:p><w:r><mc:AlternateContent><mc:Choice><w:txbxContent><w:p><w:r><w:t>UBND TỈNH</w:t></w:r></w:p></w:txbxContent></mc:Choice>"
        "<mc:Fallback><w:txbxContent><w:p><w:r><w:t>UBND TỈNH</w:t></w:r></w:p></w:txbxContent></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )
    grid = only(docx(box + f"<w:sdt><w:sdtContent>{word_table([[runs]])}</w:sdtContent></w:sdt>"))
    assert grid.text.rows() == [("Mã\tsố\n57-NQ mới\ndòng hai",)]
    assert grid.context == ("UBND TỈNH",)


def test_numbers_that_word_puts_before_paragraphs_by_itself():
    level = lambda at, form, text: f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'  # noqa: E731
    numbering = f'<w:abstractNum w:abstractNumId="7">{level(0, "upperRoman", "%1")}{level(1, "decimal", "%2.")}</w:abstractNum>'
    numbering += '<w:num w:numId="3"><w:abstractNumId w:val="7"/></w:num>'
    numbered = lambda at: f'<w:tc>{paragraph("", f"""<w:numPr><w:ilvl w:val="{at}"/><w:numId w:val="3"/></w:numPr>""")}</w:tc>'  # noqa: E731
    rows = [["STT", "Tên"], [numbered(0), "Nhóm"], [numbered(1), "a"], [numbered(1), "b"], [numbered(0), "Nhóm"], [numbered(1), "c"]]
    assert only(docx(word_table(rows), numbering)).text["c1"].to_list() == ["STT", "I", "1.", "2.", "II", "1."]
    assert only(docx(word_table(rows))).text["c1"].to_list() == ["STT", *[None] * 5]


def test_a_document_without_a_table_is_its_text():
    assert only(docx(paragraph("Kính gửi quý cơ quan"))).text.rows() == [("Kính gửi quý cơ quan",)]


def test_word_limits_and_damage():
    two = docx(word_table([["a", "b"]], "1 2") + paragraph("x") + word_table([["a"]]))
    assert refused(two, Limits(max_sheets=1)).code == "TOO_LARGE"
    assert refused(two, Limits(max_cells=2)).code == "TOO_LARGE"
    assert refused(docx("<w:tbl>")).code == "CORRUPT_FILE"


def test_tables_that_nest_without_end():
    for depth in (100, 3000):
        nested = docx("<w:tbl><w:tr><w:tc>" * depth + paragraph("x") + "</w:tc></w:tr></w:tbl>" * depth)
        try:
            assert read(nested, "f").grids[-1].text.rows() == [("x",)]
        except Unreadable as error:
            assert (error.code, depth) == ("CORRUPT_FILE", 3000)


HEAD = ["STT", "Tên việc", "Hạn"]


def test_a_drawn_table_with_its_merges_and_the_text_above():
    page = drawn_table([HEAD, ["1", "Xây dựng cơ sở\ndữ liệu", "28/10/\n2025"], ["II. Nhóm", None, None]], 50, 100, [40, 200, 60], height=24)
    page.texts += [(50, 40, "BỘ TƯ PHÁP"), (400, 40, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"), (50, 60, "Tính đến ngày 28/10/2025")]
    document = read(pdf(page), "f")
    (grid,) = document.grids
    assert document.format == "pdf"
    assert grid.text.rows() == [tuple(HEAD), ("1", "Xây dựng cơ sở\ndữ liệu", "28/10/2025"), ("II. Nhóm", None, None)]
    assert grid.merges == (Merge(3, 1, 3, 3),)
    assert grid.context == ("BỘ TƯ PHÁP", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Tính đến ngày 28/10/2025")


def test_a_text_wider_than_its_cell_stays_whole_where_it_begins():
    long = "NQ57.001 rất dài quá ô"
    page = drawn_table([HEAD, [long, "việc một", ""], ["2", "việc hai", ""]], 50, 60, [40, 60, 60])
    page.texts.append((140, 112, "1.234.567.890.123"))  # begun in the second cell, set against the right edge of the third
    grid = only(pdf(page))
    assert grid.text.rows()[1:] == [(long, "việc một", None), ("2", "việc hai", "1.234.567.890.123")]
    together = drawn_table([["1   NV-01   a", "", ""], ["2", "b", "c"]], 50, 60, [20, 28, 60])
    assert only(pdf(together)).text.rows() == [("1", "NV-01", "a"), ("2", "b", "c")]


def test_a_table_that_goes_on_over_pages_is_one_with_its_headers():
    first, second = (drawn_table([HEAD, [number, "việc", "x"]], 50, 60, [40, 200, 60]) for number in "12")
    second.texts += [(400, 590, "Trang 2/2"), (400, 300, "Hà Nội, ngày 28 tháng 10 năm 2025")]
    grid = only(pdf(first, second))
    assert grid.text["c1"].to_list() == ["STT", "1", "STT", "2", None, "Hà Nội, ngày 28 tháng 10 năm 2025"]
    other = drawn_table([HEAD], 50, 60, [40, 150, 110])
    assert len(read(pdf(first, other), "f").grids) == 2
    second.texts.append((50, 40, "II. Nhóm hai"))
    assert [one.context for one in read(pdf(first, second), "f").grids] == [(), ("II. Nhóm hai",)]


def test_scans_are_refused_and_scanned_pages_told():
    table = drawn_table([HEAD], 50, 60, [40, 200, 60])
    stamped = PdfPage([(500, 20, "Người ký: VĂN PHÒNG")], scan=True)
    assert refused(pdf(PdfPage(scan=True), stamped)).code == "SCANNED_PDF"
    assert refused(pdf(PdfPage())).code == "SCANNED_PDF"
    document = read(pdf(stamped, table, PdfPage(scan=True)), "f")
    assert len(document.grids) == 1
    assert [(one.part, one.code) for one in document.unread] == [("1, 3", "SCANNED_PDF")]


def test_pdf_limits_passwords_and_damage():
    content = pdf(drawn_table([HEAD], 50, 60, [40, 200, 60]), PdfPage([(10, 10, "x")]))
    assert refused(content, Limits(max_pages=1)).code == "TOO_LARGE"
    assert refused(content, Limits(max_cells=2)).code == "TOO_LARGE"
    assert refused(pdf(PdfPage([(10, 10, "x")]), encrypted=True)).code == "ENCRYPTED"
    assert refused(content[:-200]).code == "TRUNCATED_FILE"
    assert refused(b"%PDF-1.7\n%%EOF").code == "CORRUPT_FILE"
    assert only(pdf(PdfPage([(10, 10, "chỉ có chữ")]))).text.rows() == [("chỉ có chữ",)]
