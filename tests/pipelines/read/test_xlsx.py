# ruff: noqa: E501 - sheet XML reads better unbroken
import datetime as dt
import io
import random
import struct
import zipfile
from decimal import Decimal

import pytest
from openpyxl import Workbook, load_workbook

from pipelines.grid import Grid, Kind, Merge, Unreadable
from pipelines.read import Limits, read
from pipelines.read.package import is_percent_format

from .workbooks import MAIN, edited, package, saved, sheet_xml


def cell(grid: Grid, address: str) -> tuple[str | None, Kind]:
    column, row = ord(address[0]) - 64, int(address[1:])
    return grid.text[f"c{column}"][row - 1], Kind(grid.kind[f"c{column}"][row - 1])


def only(content: bytes) -> Grid:
    (grid,) = read(content, "f.xlsx").grids
    assert grid.text.shape == grid.kind.shape
    assert grid.text.columns == grid.kind.columns == [f"c{number}" for number in range(1, grid.width + 1)]
    return grid


def refused(content: bytes, limits: Limits | None = None) -> Unreadable:
    with pytest.raises(Unreadable) as caught:
        read(content, "f.xlsx", limits or Limits())
    return caught.value


def test_values_stand_at_their_true_coordinates_after_empty_rows_and_columns():
    workbook = Workbook()
    sheet = workbook.active
    sheet["C4"] = "  Bộ Khoa học và Công nghệ "
    sheet["D5"] = 1234
    sheet["B6"] = 0.3998
    sheet["C6"] = dt.datetime(2025, 10, 28)
    sheet["D6"] = dt.datetime(2025, 10, 28, 8, 30)
    sheet["E6"] = True
    sheet["F6"] = dt.time(7, 45)
    sheet["G6"] = "00123"
    sheet["H6"] = "NaN"
    grid = only(saved(workbook))
    assert (grid.height, grid.width) == (6, 8)
    assert cell(grid, "A1") == (None, Kind.EMPTY)
    assert cell(grid, "C4") == ("  Bộ Khoa học và Công nghệ ", Kind.TEXT)
    assert cell(grid, "D5") == ("1234", Kind.NUMBER)
    assert cell(grid, "B6") == ("0.3998", Kind.NUMBER)
    assert cell(grid, "C6") == ("2025-10-28", Kind.DATE)
    assert cell(grid, "D6") == ("2025-10-28T08:30:00", Kind.DATETIME)
    assert cell(grid, "E6") == ("TRUE", Kind.BOOL)
    assert cell(grid, "F6") == ("07:45:00", Kind.TEXT)
    assert cell(grid, "G6") == ("00123", Kind.TEXT)
    assert cell(grid, "H6") == ("NaN", Kind.TEXT)


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("1234", "1234"),
        ("1234.0", "1234"),
        ("0.39979999999999999", "0.3998"),
        ("1.5E-7", "0.00000015"),
        ("1e22", "10000000000000000000000"),
        ("1e16", "10000000000000000"),
        ("12345678901234567", "12345678901234568"),
        ("-0", "0"),
        ("-3.25", "-3.25"),
        ("0.1", "0.1"),
        ("123456789.123", "123456789.123"),
    ],
)
def test_numbers_are_plain_decimals(written, text):
    grid = only(package(sheet_xml(f'<row r="1"><c r="A1"><v>{written}</v></c></row>')))
    assert cell(grid, "A1") == (text, Kind.NUMBER)


@pytest.mark.parametrize("short", [0, 2000])
def test_number_texts_read_back_as_the_same_number(short, monkeypatch):
    monkeypatch.setattr("pipelines.read.values._SHORT_COLUMN", short)
    numbers = [random.Random(1).uniform(-1, 1) * 10 ** random.Random(seed).randint(-20, 25) for seed in range(300)]
    rows = "".join(f'<row r="{row}"><c r="A{row}"><v>{number!r}</v></c></row>' for row, number in enumerate(numbers, start=1))
    grid = only(package(sheet_xml(rows)))
    assert [float(text) for text in grid.text["c1"]] == numbers
    assert not any("e" in text.lower() for text in grid.text["c1"])


def test_numbers_that_no_spreadsheet_knows_are_text():
    grid = only(package(sheet_xml('<row r="1"><c r="A1"><v>nan</v></c><c r="B1"><v>5</v></c></row><row r="2"><c r="A2"><v>2</v></c></row>')))
    assert cell(grid, "A1")[1] == Kind.TEXT
    assert cell(grid, "A2") == ("2", Kind.NUMBER)


def test_long_columns_read_as_short_ones_do(monkeypatch):
    rows = (
        '<row r="1"><c r="A1"><v>nan</v></c><c r="B1"><v>-inf</v></c><c r="C1" t="inlineStr"><is><t>STT</t></is></c><c r="D1" t="b"><v>0</v></c><c r="E1" s="1"><v>0.5</v></c></row>'
        '<row r="2"><c r="A2"><v>0.30000000000000004</v></c><c r="B2"><v>1e-9</v></c><c r="C2"><v>-0</v></c><c r="D2" s="2"><v>45958</v></c><c r="E2" s="1" t="e"><v>#N/A</v></c></row>'
        '<row r="3"><c r="A3" s="6"><v>45958.5</v></c><c r="B3"><v>9007199254740993</v></c><c r="C3" s="5"><v>0.5</v></c><c r="D3" t="b"><v>1</v></c><c r="E3"><f>A1</f></c></row>'
        '<row r="5"><c r="A5" s="1"><v>1e300</v></c><c r="F5"><f>A1</f></c><c r="G4" s="1"><v>1</v></c></row>'
    )
    content = package(sheet_xml(rows))
    short = only(content)
    monkeypatch.setattr("pipelines.read.values._SHORT_COLUMN", 0)
    long = only(content)
    assert long.text.equals(short.text)
    assert long.kind.equals(short.kind)
    assert cell(long, "A5") == ("1" + "0" * 300, Kind.PERCENT)
    assert cell(long, "A1") == ("NaN", Kind.TEXT)
    assert cell(long, "B1") == ("-inf", Kind.TEXT)
    assert cell(long, "E2") == ("#N/A", Kind.ERROR)
    assert cell(long, "G4") == ("1", Kind.PERCENT)


def test_durations_are_iso_text():
    grid = only(package(sheet_xml('<row r="1"><c r="A1" s="5"><v>1.5</v></c><c r="B1" s="5"><v>0.0625</v></c></row>')))
    assert cell(grid, "A1") == ("PT36H", Kind.TEXT)
    assert cell(grid, "B1") == ("PT1H30M", Kind.TEXT)


def test_error_cells_keep_their_names():
    grid = only(
        package(
            sheet_xml(
                '<row r="1"><c r="A1" t="e"><v>#REF!</v></c><c r="B1" s="2" t="e"><f>1/0</f><v>#DIV/0!</v></c><c r="C1"><v>5</v></c></row>'
                '<row r="3"><c r="D3" t="e"><v>#N/A</v></c><c r="E3" t="e"/></row>'
            )
        )
    )
    assert cell(grid, "A1") == ("#REF!", Kind.ERROR)
    assert cell(grid, "B1") == ("#DIV/0!", Kind.ERROR)
    assert cell(grid, "C1") == ("5", Kind.NUMBER)
    assert cell(grid, "D3") == ("#N/A", Kind.ERROR)


def test_error_names_that_the_cell_reader_refuses_do_not_refuse_the_workbook():
    odd = sheet_xml('<row r="1"><c r="A1" t="e" vm="1"><f>X()</f><v>#SPILL!</v></c><c r="B1" t="inlineStr"><is><t>Hà Nội</t></is></c></row>')
    sound = sheet_xml('<row r="1"><c r="A1"><v>7</v></c></row>')
    first, second = read(package(odd, sound), "f").grids
    assert cell(first, "A1") == ("#SPILL!", Kind.ERROR)
    assert cell(first, "B1") == ("Hà Nội", Kind.TEXT)
    assert cell(second, "A1") == ("7", Kind.NUMBER)


def test_formulas_without_a_result_are_told_and_those_with_one_are_values():
    grid = only(
        package(
            sheet_xml(
                '<row r="1"><c r="A1"><f>SUM(B1:B9)</f></c><c r="B1"><f>A1&amp;"&lt;x"</f><v></v></c><c r="C1"><f>1+1</f><v>2</v></c>'
                '<c r="D1" t="str"><f>IF(A1=1,"","")</f><v></v></c><c r="E1" t="str"><f>"a"</f><v>a</v></c><c r="F1"><f>NOW()</f><v/></c></row>'
                '<row r="5"><c r="G5"><f>Z1</f></c></row>'
            )
        )
    )
    assert (grid.height, grid.width) == (5, 7)
    assert cell(grid, "A1") == ("=SUM(B1:B9)", Kind.UNCACHED)
    assert cell(grid, "B1") == ('=A1&"<x"', Kind.UNCACHED)
    assert cell(grid, "C1") == ("2", Kind.NUMBER)
    assert cell(grid, "D1") == (None, Kind.EMPTY)
    assert cell(grid, "E1") == ("a", Kind.TEXT)
    assert cell(grid, "F1") == ("=NOW()", Kind.UNCACHED)
    assert cell(grid, "G5") == ("=Z1", Kind.UNCACHED)


def test_shared_formulas_without_a_result_are_moved_to_their_cell():
    grid = only(
        package(
            sheet_xml(
                '<row r="1"><c r="A1"><f t="shared" ref="A1:A2" si="0">B1*$C$1</f><v>3</v></c></row><row r="2"><c r="A2"><f t="shared" si="0"/></c></row>'
                '<row r="3"><c r="A3"><f t="shared" si="9"/></c></row>'
            )
        )
    )
    assert cell(grid, "A1") == ("3", Kind.NUMBER)
    assert cell(grid, "A2") == ("=B2*$C$1", Kind.UNCACHED)
    assert cell(grid, "A3") == ("=", Kind.UNCACHED)


def test_openpyxl_formulas_have_no_result():
    workbook = Workbook()
    workbook.active["A1"] = 5
    workbook.active["B2"] = "=A1*2"
    assert cell(only(saved(workbook)), "B2") == ("=A1*2", Kind.UNCACHED)


def test_percent_formats_mark_numbers_and_only_them():
    grid = only(
        package(
            sheet_xml(
                '<row r="1"><c r="A1" s="1"><v>0.52</v></c><c r="B1" s="7"><v>0.3998</v></c><c r="C1" s="3"><v>1</v></c><c r="D1" s="4"><v>52</v></c><c r="E1"><v>52</v></c>'
                '<c r="F1" s="1" t="inlineStr"><is><t>52%</t></is></c><c r="G1" s="1"/><c r="H1" s="1"><f>A1</f><v>0.25</v></c><c r="I1" s="1" t="e"><v>#N/A</v></c></row>'
            )
        )
    )
    kinds = [Kind(kind) for kind in grid.kind.row(0)]
    assert kinds == [Kind.PERCENT] * 3 + [Kind.NUMBER] * 2 + [Kind.TEXT, Kind.EMPTY, Kind.PERCENT, Kind.ERROR]
    assert grid.text.row(0)[:3] == ("0.52", "0.3998", "1")


def test_percent_as_the_default_style_marks_cells_without_a_style():
    styles = f'<styleSheet xmlns="{MAIN}"><cellXfs count="2"><xf numFmtId="9"/><xf numFmtId="0"/></cellXfs></styleSheet>'
    grid = only(
        package(sheet_xml('<row r="1"><c r="A1"><v>0.5</v></c><c r="B1" s="1"><v>0.5</v></c><c r="C1" s="0"><v>0.5</v></c></row>'), styles=styles)
    )
    assert grid.kind.row(0) == (Kind.PERCENT, Kind.NUMBER, Kind.PERCENT)


@pytest.mark.parametrize(
    ("code", "percent"),
    [
        ("0%", True),
        ("0.00%;[Red]-0.00%", True),
        ('0" %"', False),
        (r"0\%", False),
        ("0_%", False),
        ("General", False),
        ('#,##0" đ"', False),
        ("[$%-42A]0", False),
    ],
)
def test_percent_sign_counts_only_where_it_is_shown_as_one(code, percent):
    assert is_percent_format(code) is percent


def test_merges_hidden_rows_columns_and_sheets():
    workbook = Workbook()
    sheet = workbook.active
    sheet.title = "Nhiệm vụ"
    for row in range(1, 6):
        for column in range(1, 5):
            sheet.cell(row, column, row * column)
    sheet.merge_cells("B2:C3")
    sheet.row_dimensions[4].hidden = True
    sheet.column_dimensions["C"].hidden = True
    aside = workbook.create_sheet("Ẩn & lưu")
    aside["A1"] = "x"
    aside.sheet_state = "veryHidden"
    workbook.create_sheet("Trống")
    document = read(saved(workbook), "f.xlsx")
    first, second, third = document.grids
    assert (first.sheet, first.position, first.hidden) == ("Nhiệm vụ", 0, False)
    assert first.merges == (Merge(2, 2, 3, 3),)
    assert first.hidden_rows == {4}
    assert first.hidden_columns == {3}
    assert (second.sheet, second.position, second.hidden) == ("Ẩn & lưu", 1, True)
    assert (third.sheet, third.height, third.width) == ("Trống", 0, 0)
    assert third.kind.shape == (0, 0)


def test_columns_hidden_to_the_end_of_the_sheet_are_cut_to_the_grid():
    rows = '<row r="1" hidden="1"><c r="A1"><v>1</v></c><c r="C1"><v>1</v></c></row><row r="1048576" hidden="1"/>'
    grid = only(package(sheet_xml(rows, before='<cols><col min="2" max="16384" width="9" hidden="1"/></cols>')))
    assert grid.hidden_columns == {2, 3}
    assert grid.hidden_rows == {1}


def test_chart_sheets_are_passed_over_and_positions_stay():
    workbook = Workbook()
    workbook.active["A1"] = 1
    workbook.create_chartsheet("Biểu đồ")
    workbook.create_sheet("Sau")["A1"] = 2
    assert [(grid.sheet, grid.position) for grid in read(saved(workbook), "f").grids] == [(workbook.sheetnames[0], 0), ("Sau", 2)]


IRREGULAR = {
    "prefixed": f'<x:worksheet xmlns:x="{MAIN}"><x:cols><x:col min="2" max="2" hidden="true"/></x:cols><x:sheetData><x:row r="2" hidden="1"><x:c r="B2" s="1"><x:v>0.5</x:v></x:c><x:c r="C2" t="e"><x:v>#REF!</x:v></x:c>'
    '<x:c r="D2"><x:f>A1&amp;"x"</x:f></x:c></x:row></x:sheetData></x:worksheet>',
    "attributes in another order": f'<worksheet xmlns="{MAIN}"><cols><col hidden="1" min="2" max="2"/></cols><sheetData><row hidden="1" r="2"><c s="1" r="B2"><v>0.5</v></c>'
    '<c t="e" r="C2"><v>#REF!</v></c><c r="D2"><f>A1&amp;"x"</f></c></row></sheetData></worksheet>',
    "single quotes": f"<worksheet xmlns='{MAIN}'><cols><col min='2' max='2' hidden='1'/></cols><sheetData><row r='2' hidden='1'><c r='B2' s='1'><v>0.5</v></c>"
    "<c r='C2' t='e'><v>#REF!</v></c><c r='D2'><f>A1&amp;\"x\"</f></c></row></sheetData></worksheet>",
    "without addresses": f'<worksheet xmlns="{MAIN}"><cols><col min="2" max="2" hidden="1"/></cols><sheetData><row/><row hidden="1"><c/><c s="1"><v>0.5</v></c><c t="e"><v>#REF!</v></c>'
    '<c><f>A1&amp;"x"</f></c></row></sheetData></worksheet>',
    "comments and CDATA": f'<worksheet xmlns="{MAIN}"><cols><col min="2" max="2" hidden="1"/></cols><sheetData><!-- <c r="A1" t="e"><v>#NULL!</v></c> --><row r="2" hidden="1"><c r="B2" s="1"><v>0.5</v></c>'
    '<c r="C2" t="e"><v>#REF!</v></c><c r="D2"><f><![CDATA[A1&"x"]]></f></c></row></sheetData></worksheet>',
}


@pytest.mark.parametrize("name", IRREGULAR)
def test_unusual_but_valid_xml_is_read_alike(name):
    grid = only(package(IRREGULAR[name]))
    assert cell(grid, "A1") == (None, Kind.EMPTY)
    assert cell(grid, "B2") == ("0.5", Kind.PERCENT)
    assert cell(grid, "C2") == ("#REF!", Kind.ERROR)
    assert cell(grid, "D2") == ('=A1&"x"', Kind.UNCACHED)
    assert grid.hidden_rows == {2}
    assert grid.hidden_columns == {2}


def test_text_that_looks_like_xml_is_not_taken_for_cells():
    shared = f'<sst xmlns="{MAIN}"><si><t>&lt;c r="A9" t="e"&gt;</t></si></sst>'
    inline = '<is><t>&lt;c r="B7" s="1"&gt; t="e"</t></is>'
    grid = only(package(sheet_xml(f'<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="inlineStr">{inline}</c></row>'), shared=shared))
    assert grid.text.rows() == [('<c r="A9" t="e">', '<c r="B7" s="1"> t="e"')]
    assert grid.kind.rows() == [(Kind.TEXT, Kind.TEXT)]


def test_agrees_with_openpyxl_on_a_random_workbook():
    rng = random.Random(57)
    workbook = Workbook()
    sheet = workbook.active
    for _ in range(600):
        address = (rng.randint(2, 60), rng.randint(2, 40))
        target = sheet.cell(*address)
        target.number_format = "General"
        target.value = rng.choice(
            [
                rng.randint(-(10**9), 10**9),
                rng.uniform(-1e6, 1e6),
                "Tỷ lệ " + str(rng.random()),
                " ",
                bool(rng.getrandbits(1)),
                dt.datetime(2024, 12, 22) + dt.timedelta(days=rng.randint(0, 900)),
                dt.datetime(2025, 1, 1) + dt.timedelta(seconds=rng.randint(1, 10**7)),
                "1.234,5",
            ]
        )
        if isinstance(target.value, float) and rng.random() < 0.5:
            target.number_format = "0.00%"
    content = saved(workbook)
    grid = only(content)
    witness = load_workbook(io.BytesIO(content), data_only=True).active
    assert (grid.height, grid.width) == (witness.max_row, witness.max_column)
    compared = 0
    for row in range(1, grid.height + 1):
        for column in range(1, grid.width + 1):
            expected = witness.cell(row, column)
            text, kind = grid.text[f"c{column}"][row - 1], Kind(grid.kind[f"c{column}"][row - 1])
            value = expected.value
            if value is None:
                assert (text, kind) == (None, Kind.EMPTY)
            elif isinstance(value, bool):
                assert (text, kind) == (str(value).upper(), Kind.BOOL)
            elif isinstance(value, int | float):
                assert kind == (Kind.PERCENT if "%" in expected.number_format else Kind.NUMBER)
                assert float(Decimal(text)) == value
            elif isinstance(value, dt.datetime):
                assert kind == (Kind.DATE if value.time() == dt.time(0) else Kind.DATETIME)
                assert dt.datetime.fromisoformat(text) == value
            else:
                assert (text, kind) == (value, Kind.TEXT)
            compared += value is not None
    assert compared > 400


def small_workbook() -> bytes:
    workbook = Workbook()
    for row in range(1, 40):
        workbook.active.append([row, f"Nhiệm vụ {row}", row / 7])
    return saved(workbook)


def test_a_truncated_workbook_is_told_at_every_length():
    content = small_workbook()
    for length in [4, 5, 10, 29, 30, 31, *range(40, len(content) - 1, 101), len(content) - 1]:
        assert refused(content[:length]).code == "TRUNCATED_FILE", length


def test_flipped_bytes_never_raise_anything_else():
    content = small_workbook()
    rng = random.Random(7)
    codes = set()
    for _ in range(300):
        damaged = bytearray(content)
        for _ in range(rng.randint(1, 5)):
            damaged[rng.randrange(len(damaged))] ^= 1 << rng.randrange(8)
        try:
            read(bytes(damaged), "f.xlsx")
        except Unreadable as error:
            codes.add(error.code)
    assert "CORRUPT_FILE" in codes


@pytest.mark.parametrize(
    ("path", "pattern", "replacement"),
    [
        ("xl/worksheets/sheet1.xml", r"</sheetData>.*", ""),
        ("xl/worksheets/sheet1.xml", r"(?s).*", ""),
        ("xl/workbook.xml", r"</sheets>", ""),
        ("xl/_rels/workbook.xml.rels", r"worksheets/sheet1.xml", "worksheets/sheet7.xml"),
        ("xl/_rels/workbook.xml.rels", r"(?s).*", "<a/>"),
        ("xl/styles.xml", r"</cellXfs>", ""),
        ("xl/worksheets/sheet1.xml", r"<c r=.*</c>", '<c r="A1" t="s"><v>99999</v></c>'),
        ("xl/workbook.xml", r"^", '<!DOCTYPE a [<!ENTITY b "c">]>'),
    ],
)
def test_damaged_parts_are_corrupt_and_nothing_else(path, pattern, replacement):
    workbook = Workbook()
    workbook.active["A1"] = "x"
    content = saved(workbook)
    with zipfile.ZipFile(io.BytesIO(content)) as source:
        assert path in source.namelist()
    assert refused(edited(content, path, pattern, replacement)).code == "CORRUPT_FILE"


def test_two_cells_in_opposite_corners_are_too_large_before_anything_is_allocated():
    corners = sheet_xml('<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')
    assert refused(package(corners)).code == "TOO_LARGE"
    assert refused(package(sheet_xml('<row r="1"><c r="AAAAAAA1"><v>1</v></c></row>'))).code == "TOO_LARGE"
    lying_row = sheet_xml('<row r="1"><c r="A1"><v>1</v></c><c r="Z90000000"><v>1</v></c></row>')
    assert refused(package(lying_row)).code == "TOO_LARGE"
    formula = sheet_xml('<row r="1"><c r="A1"><v>1</v></c></row><row r="900000"><c r="XFD900000"><f>A1</f></c></row>')
    assert refused(package(formula)).code == "TOO_LARGE"


def test_styled_empty_cells_to_the_last_row_are_no_reason_to_refuse():
    rows = '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row><row r="1048576"><c r="XFD1048576" s="1"/><c r="XFC1048576" s="1"></c></row>'
    grid = only(package(sheet_xml(rows)))
    assert (grid.height, grid.width) == (1, 2)


def test_limits_on_cells_count_all_sheets():
    sheet = sheet_xml("".join(f'<row r="{row}"><c r="A{row}"><v>1</v></c><c r="B{row}"><v>1</v></c></row>' for row in range(1, 11)))
    assert len(read(package(sheet, sheet), "f", Limits(max_cells=40)).grids) == 2
    assert refused(package(sheet, sheet), Limits(max_cells=39)).code == "TOO_LARGE"


def test_limits_on_sheets_bytes_and_unpacked_size():
    sheet = sheet_xml('<row r="1"><c r="A1"><v>1</v></c></row>')
    content = package(sheet, sheet, sheet)
    assert refused(content, Limits(max_sheets=2)).code == "TOO_LARGE"
    assert refused(content, Limits(max_bytes=len(content) - 1)).code == "TOO_LARGE"
    assert refused(content, Limits(max_uncompressed_bytes=1000)).code == "TOO_LARGE"
    bomb = package(sheet_xml('<row r="1"><c r="A1"><v>1</v></c></row>', after=" " * (40 << 20)))
    assert refused(bomb).code == "TOO_LARGE"


def test_a_part_that_unpacks_to_more_than_it_declares_is_corrupt():
    shared = f'<sst xmlns="{MAIN}"><si><t>{"a" * 5000}</t></si></sst>'
    content = bytearray(package(sheet_xml('<row r="1"><c r="A1" t="s"><v>0</v></c></row>'), shared=shared))
    with zipfile.ZipFile(io.BytesIO(bytes(content))) as archive:
        info = archive.getinfo("xl/sharedStrings.xml")
    size = struct.pack("<L", info.file_size)
    assert content.count(size) == 2
    assert refused(bytes(content.replace(size, struct.pack("<L", 100)))).code == "CORRUPT_FILE"


def test_a_part_twice_in_the_package_is_corrupt():
    content = package(sheet_xml(""), parts={"XL/Worksheets/sheet1.xml": sheet_xml('<row r="1"><c r="A1"><v>1</v></c></row>')})
    assert refused(content).code == "CORRUPT_FILE"
