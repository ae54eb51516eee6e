# ruff: noqa: E501 - XML reads better unbroken
"""Workbooks that are no xlsx: .xls, .xlsb, .ods, SpreadsheetML. What one of them says is read alike from all."""

import io
import struct
import zipfile

import pytest

from benchmarks.office_files import BLANK, UNCACHED, Day, Error, Old, Percent, Sheet, ods, ods_content, ods_rows, xls, xlsb, xlsb_sheet, zipped
from pipelines.grid import Grid, Kind, Merge, Unreadable
from pipelines.read import Limits, read

REPORT = Sheet(
    [
        ["  BÁO CÁO "],
        [],
        [None, "STT", "Tỷ lệ", "Ngày", "Giờ"],
        [None, 1, Percent(0.3998), Day(45958), Day(45958.3125)],
        [None, True, Error(0x17), Day(0.3125), "00123"],
        [None, 12345678901.5, -0.1, 1e-7, "=A1"],
    ],
    merges=[(1, 1, 1, 5), (2, 1, 3, 1)],
    hidden_rows=(4,),
    hidden_columns=(3,),
)
TEXTS = [
    ("  BÁO CÁO ", None, None, None, None),
    (None,) * 5,
    (None, "STT", "Tỷ lệ", "Ngày", "Giờ"),
    (None, "1", "0.3998", "2025-10-28", "2025-10-28T07:30:00"),
    (None, "TRUE", "#REF!", "07:30:00", "00123"),
    (None, "12345678901.5", "-0.1", "0.0000001", "=A1"),
]
T, N, E = Kind.TEXT, Kind.NUMBER, Kind.EMPTY
KINDS = [
    (T, E, E, E, E),
    (E,) * 5,
    (E, T, T, T, T),
    (E, N, Kind.PERCENT, Kind.DATE, Kind.DATETIME),
    (E, Kind.BOOL, Kind.ERROR, T, T),
    (E, N, N, N, T),
]


def refused(content: bytes, limits: Limits | None = None) -> Unreadable:
    with pytest.raises(Unreadable) as caught:
        read(content, "f", limits or Limits())
    return caught.value


def only(content: bytes) -> Grid:
    (grid,) = read(content, "f").grids
    return grid


ODS_REPORT = (
    '<table:table table:name="NV"><table:table-column table:number-columns-repeated="2"/><table:table-column table:visibility="collapse"/>'
    "<table:table-column table:number-columns-repeated='16381'/>"
    '<table:table-row><table:table-cell office:value-type="string" table:number-columns-spanned="5" table:number-rows-spanned="1">'
    '<office:annotation><text:p>ghi chú của ai đó</text:p></office:annotation><text:p><text:s text:c="2"/>BÁO <text:span>CÁO</text:span><text:s/></text:p>'
    '</table:table-cell><table:covered-table-cell table:number-columns-repeated="4"/></table:table-row>'
    '<table:table-row><table:table-cell table:number-rows-spanned="2"/><table:table-cell table:number-columns-repeated="16383"/></table:table-row>'
    '<table:table-header-rows><table:table-row><table:table-cell/><table:table-cell office:value-type="string"><text:p>STT</text:p></table:table-cell>'
    + "".join(f'<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>' for text in ("Tỷ lệ", "Ngày", "Giờ"))
    + '</table:table-row></table:table-header-rows><table:table-row table:visibility="filter"><table:table-cell/>'
    '<table:table-cell office:value-type="float" office:value="1"><text:p>1</text:p></table:table-cell>'
    '<table:table-cell office:value-type="percentage" office:value="0.3998"><text:p>40%</text:p></table:table-cell>'
    '<table:table-cell office:value-type="date" office:date-value="2025-10-28"><text:p>28/10/25</text:p></table:table-cell>'
    '<table:table-cell office:value-type="date" office:date-value="2025-10-28T07:30:00"/></table:table-row>'
    '<table:table-row><table:table-cell/><table:table-cell office:value-type="boolean" office:boolean-value="true"/>'
    '<table:table-cell table:formula="of:=[.A99]/0" office:value-type="string" calcext:value-type="error"><text:p>#REF!</text:p></table:table-cell>'
    '<table:table-cell office:value-type="time" office:time-value="PT07H30M00S"/>'
    '<table:table-cell office:value-type="string"><text:p>00123</text:p></table:table-cell></table:table-row>'
    '<table:table-row><table:table-cell/><table:table-cell office:value-type="float" office:value="12345678901.5"/>'
    '<table:table-cell office:value-type="currency" office:value="-0.1"/><table:table-cell office:value-type="float" office:value="1E-7"/>'
    '<table:table-cell office:value-type="string" office:string-value="=A1"/></table:table-row>'
    '<table:table-row table:number-rows-repeated="1048570"><table:table-cell table:number-columns-repeated="16384"/></table:table-row></table:table>'
)
SPREADSHEETML = (
    '<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>\n<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
    'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet" xmlns:x="urn:schemas-microsoft-com:office:excel"><Styles>'
    '<Style ss:ID="p"><NumberFormat ss:Format="0.00%"/></Style><Style ss:ID="q" ss:Parent="p"/></Styles><Worksheet ss:Name="NV"><Table>'
    '<Column/><Column ss:Index="3" ss:Hidden="1"/><Row><Cell ss:MergeAcross="4"><Data ss:Type="String">  BÁO CÁO </Data></Cell></Row>'
    '<Row><Cell ss:MergeDown="1"/></Row><Row ss:Index="3"><Cell ss:Index="2"><Data ss:Type="String">STT</Data></Cell><Cell><ss:Data ss:Type="String" xmlns="http://www.w3.org/TR/REC-html40">'
    '<B>Tỷ</B> lệ</ss:Data></Cell><Cell><Data ss:Type="String">Ngày</Data></Cell><Cell><Data ss:Type="String">Giờ</Data></Cell></Row>'
    '<Row ss:Hidden="1"><Cell ss:Index="2"><Data ss:Type="Number">1</Data></Cell>'
    '<Cell ss:StyleID="q"><Data ss:Type="Number">0.3998</Data></Cell><Cell><Data ss:Type="DateTime">2025-10-28T00:00:00.000</Data></Cell>'
    '<Cell><Data ss:Type="DateTime">2025-10-28T07:30:00.000</Data></Cell></Row>'
    '<Row><Cell ss:Index="2"><Data ss:Type="Boolean">1</Data></Cell><Cell><Data ss:Type="Error">#REF!</Data></Cell>'
    '<Cell><Data ss:Type="DateTime">1899-12-31T07:30:00.000</Data></Cell><Cell><Data ss:Type="String">00123</Data></Cell></Row>'
    '<Row><Cell ss:Index="2"><Data ss:Type="Number">12345678901.5</Data></Cell><Cell><Data ss:Type="Number">-0.1</Data></Cell>'
    '<Cell><Data ss:Type="Number">1E-7</Data></Cell><Cell><Data ss:Type="String">=A1</Data></Cell></Row></Table></Worksheet></Workbook>'
)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("xls", xls(REPORT)),
        ("xlsb", xlsb(REPORT)),
        ("ods", ods(ODS_REPORT)),
        ("ods", ods_content(ODS_REPORT).encode()),
        ("spreadsheetml", SPREADSHEETML.encode()),
    ],
    ids=["xls", "xlsb", "ods", "fods", "spreadsheetml"],
)
def test_the_same_report_in_every_format(name, content):
    document = read(content, "f.xls")
    (grid,) = document.grids
    assert document.format == name
    assert grid.text.rows() == TEXTS
    assert grid.kind.rows() == KINDS
    assert sorted(grid.merges, key=lambda one: one.top) == [Merge(1, 1, 1, 5), Merge(2, 1, 3, 1)]
    assert (grid.hidden_rows, grid.hidden_columns) == ({4}, {3})
    assert (grid.sheet, grid.position, grid.hidden) == ("NV", 0, False)


def test_hidden_and_empty_sheets_keep_their_places():
    sheets = (Sheet([], name="trống"), Sheet([["x"]], name="Ẩn", hidden=True), Sheet([["y"]], name="NV"))
    for content in (xls(*sheets), xlsb(*sheets)):
        empty, hidden, shown = read(content, "f").grids
        assert (empty.height, empty.width) == (0, 0)
        assert (hidden.sheet, hidden.position, hidden.hidden, hidden.text.rows()) == ("Ẩn", 1, True, [("x",)])
        assert (shown.position, shown.hidden) == (2, False)
    style = '<style:style style:name="ta2" style:family="table"><style:table-properties table:display="false"/></style:style>'
    table = '<table:table table:name="Ẩn" table:style-name="ta2">' + ods_rows([["x"]]) + "</table:table>"
    assert only(ods(table, style)).hidden
    root = SPREADSHEETML.replace("</Table>", "</Table><x:WorksheetOptions><x:Visible>SheetHidden</x:Visible></x:WorksheetOptions>")
    assert only(root.encode()).hidden


def test_formulas_without_a_result_are_told():
    grid = only(xls(Sheet([[5], [UNCACHED]])))
    assert grid.text.rows() == [("5",), ("=A1+1.0",)]
    assert grid.kind.rows() == [(Kind.NUMBER,), (Kind.UNCACHED,)]
    cell = '<table:table table:name="a"><table:table-row><table:table-cell table:formula="of:=[.A1]+1"/></table:table-row></table:table>'
    assert (only(ods(cell)).text.rows(), only(ods(cell)).kind.rows()) == ([("=[.A1]+1",)], [(Kind.UNCACHED,)])
    uncached = SPREADSHEETML.replace('<Data ss:Type="Number">-0.1</Data>', "").replace('<Cell><Cell ss:StyleID="q">', "")
    assert only(uncached.replace("<Cell></Cell>", '<Cell ss:Formula="=RC[-1]"/>').encode()).kind.row(5)[2] == Kind.UNCACHED


def test_cells_with_a_format_and_nothing_else_make_no_sheet_larger():
    formatted = Sheet([["x"], *[[] for _ in range(500)], [*[None] * 200, BLANK]])
    for content in (xls(formatted), xlsb(formatted)):
        assert only(content).text.shape == (1, 1)


def test_repeated_cells_and_rows_are_laid_out():
    row = '<table:table-row table:number-rows-repeated="3"><table:table-cell office:value-type="float" office:value="7" table:number-columns-repeated="2"/>'
    grid = only(ods(f'<table:table table:name="a"><table:table-row table:number-rows-repeated="2"/>{row}</table:table-row></table:table>'))
    assert grid.text.rows() == [(None, None)] * 2 + [("7", "7")] * 3


def test_dates_of_no_calendar_stay_numbers_and_durations_are_durations():
    assert only(xls(Sheet([[Day(-5), Day(0.5), Day(3e9)]]))).text.rows() == [("-5", "12:00:00", "3000000000")]
    time = '<table:table-cell office:value-type="time" office:time-value="PT36H05M00S"><text:p>36:05</text:p></table:table-cell>'
    assert only(ods(f'<table:table table:name="a"><table:table-row>{time}</table:table-row></table:table>')).text.rows() == [("PT36H5M",)]


def test_what_is_behind_a_password():
    assert refused(xls(REPORT, encrypted=True)).code == "ENCRYPTED"
    assert refused(ods(ODS_REPORT, META_INF="", **{"META-INF__manifest.xml": "<manifest:encryption-data/>"})).code == "ENCRYPTED"


def test_an_xlsb_whose_cells_cannot_be_read_is_never_an_empty_one():
    content = xlsb(Sheet([["a", 1]]))
    assert only(content).text.rows() == [("a", "1")]
    part = xlsb_sheet(Sheet([["a", 1]]))
    for cut in range(1, len(part) - 1, 3):
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            parts = {name: package.read(name) for name in package.namelist()}
        parts["xl/worksheets/sheet1.bin"] = part[:cut]
        assert refused(zipped(parts)).code == "CORRUPT_FILE"


def test_limits_before_cells_are_made():
    far = Sheet([*[[] for _ in range(99)], [*[None] * 49, "x"]])
    for content in (xls(far), xlsb(far)):
        assert refused(content, Limits(max_cells=4999)).code == "TOO_LARGE"
        assert read(content, "f", Limits(max_cells=5000)).grids[0].text.shape == (100, 50)
    filled = '<table:table-row table:number-rows-repeated="1000000"><table:table-cell office:value-type="float" office:value="1" table:number-columns-repeated="16000"/>'
    assert refused(ods(f'<table:table table:name="a">{filled}</table:table-row></table:table>')).code == "TOO_LARGE"
    index = SPREADSHEETML.replace('ss:Index="3"><Cell ss:Index="2"', 'ss:Index="1000000"><Cell ss:Index="16000"')
    assert refused(index.encode()).code == "TOO_LARGE"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (ods("<table:table>"), "CORRUPT_FILE"),
        (ods('<table:table><table:table-row table:number-rows-repeated="x"/></table:table>'), "CORRUPT_FILE"),
        (
            ods('<table:table><table:table-row><table:table-cell office:value-type="float" office:value="x"/></table:table-row></table:table>'),
            "CORRUPT_FILE",
        ),
        (SPREADSHEETML.replace("1E-7", "x").encode(), "CORRUPT_FILE"),
        (SPREADSHEETML.replace('ss:Index="3">', 'ss:Index="1">').encode(), "CORRUPT_FILE"),
        (SPREADSHEETML.replace("?>\n", '?><!DOCTYPE a [<!ENTITY b "c">]>').encode(), "XML_DOCTYPE"),
        (SPREADSHEETML[:-30].encode(), "TRUNCATED_FILE"),
        (ods_content(ODS_REPORT)[:-100].encode(), "TRUNCATED_FILE"),
    ],
)
def test_damage_has_its_code(content, code):
    assert refused(content).code == code


def test_cells_in_fonts_from_before_unicode_are_marked():
    grid = only(xls(Sheet([[Old("B\xe9 N\xabng nghi\xd6p"), "Hà Nội"], [None, Old("x")]])))
    assert {name: dict(columns) for name, columns in grid.old_fonts.items()} == {"tcvn3": {1: [1], 2: [2]}}
    assert only(xls(REPORT)).old_fonts == {}


@pytest.mark.parametrize("back_to", [0, 3, 7])
def test_sectors_in_a_circle_are_damage_and_no_endless_reading(back_to):
    content = bytearray(xls(REPORT))
    table = (struct.unpack_from("<I", content, 76)[0] + 1) * 512
    assert struct.unpack_from("<I", content, table + 4 * 7)[0] == 0xFFFFFFFE
    struct.pack_into("<I", content, table + 4 * 7, back_to)
    assert refused(bytes(content)).code == "CORRUPT_FILE"
