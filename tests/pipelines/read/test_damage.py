"""Files of every format cut off or with bytes changed: a grid or Unreadable, never another exception, in bounded time."""

import random

import pytest

from benchmarks.office_files import Percent, Sheet, docx, drawn_table, ods, ods_rows, paragraph, pdf, word_table, xls, xlsb, zipped
from pipelines.grid import Unreadable
from pipelines.read import Limits, read
from schemas import issues

from .workbooks import package, sheet_xml

ROWS = [["BỘ TƯ PHÁP", None], ["STT", "Tên"], [1, "Xây dựng"], [2, Percent(0.5)]]
PLAIN = [[one.value if isinstance(one, Percent) else one for one in row] for row in ROWS]
HTML = "<html><body><p>Bộ Tư pháp</p><table><tr><td rowspan=2>a<td>b<tr><td>c</table><p>Hà Nội, ngày 28/10/2025</p></body></html>".encode()
MHTML = b'MIME-Version: 1.0\nContent-Type: multipart/related; boundary="X"\n\n--X\nContent-Type: text/html\n\n' + HTML + b"\n--X--\n"
SML = (
    '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">'
    '<Worksheet ss:Name="NV"><Table><Row ss:Index="2"><Cell ss:MergeAcross="1"><Data ss:Type="Number">1</Data></Cell></Row></Table></Worksheet></Workbook>'  # noqa: E501
)
FILES = {
    "xlsx": package(sheet_xml('<row r="1"><c r="A1"><v>1</v></c></row>')),
    "xls": xls(Sheet(ROWS, merges=[(1, 1, 1, 2)])),
    "xlsb": xlsb(Sheet(ROWS, merges=[(1, 1, 1, 2)])),
    "ods": ods('<table:table table:name="NV">' + ods_rows(PLAIN) + "</table:table>"),
    "docx": docx(paragraph("BỘ TƯ PHÁP") + word_table(PLAIN)),
    "pdf": pdf(drawn_table([["STT", "Tên"], ["1", "Xây dựng"]], 50, 60, [40, 200])),
    "html": HTML,
    "mhtml": MHTML,
    "spreadsheetml": SML.encode(),
    "xml": "<BaoCao><NhiemVu><Ma>1</Ma><Ten>Hà Nội</Ten></NhiemVu><NhiemVu><Ma>2</Ma></NhiemVu></BaoCao>".encode(),
    "ndjson": '{"ma": 1, "ten": "Hà Nội"}\n{"ma": 2}\n'.encode(),
    "csv": "STT;Tên\n1;Hà Nội\n".encode(),
    "zip": zipped({"a.csv": "STT;Tên\n1;a\n", "b/c.xls": xls(Sheet(ROWS)), "d.zip": zipped({"e.json": '[{"a": 1}]'})}),
}
SMALL = Limits(max_cells=2_000_000, max_uncompressed_bytes=50 << 20)
MAY_LOSE_ITS_END = {"html", "csv", "ndjson"}
"""Formats in which what is left of a cut file may be whole."""


@pytest.mark.parametrize("name", FILES)
def test_whole_it_is_read(name):
    document = read(FILES[name], "f", SMALL)
    assert document.format == name
    assert any(grid.height for grid in document.grids)


@pytest.mark.parametrize("name", FILES)
def test_cut_anywhere(name):
    content = FILES[name]
    for length in range(0, len(content) - 1, max(1, len(content) // 100)):
        try:
            read(content[:length], "f", SMALL)
        except Unreadable as error:
            assert error.code in issues.CATALOGUE
        else:
            # Short enough, nothing of the format is left to know it by, and it is a text.
            assert name in MAY_LOSE_ITS_END or length < 60, length


@pytest.mark.parametrize("name", FILES)
def test_bytes_changed_anywhere(name):
    rng = random.Random(name)
    for _ in range(80):
        damaged = bytearray(FILES[name])
        for _ in range(rng.randint(1, 6)):
            damaged[rng.randrange(len(damaged))] = rng.randrange(256)
        try:
            read(bytes(damaged), "f", SMALL)
        except Unreadable as error:
            assert error.code in issues.CATALOGUE
