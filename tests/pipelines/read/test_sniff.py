import io
import zipfile

import pytest
from openpyxl import Workbook

from pipelines.grid import Unreadable
from pipelines.read import Limits, read
from pipelines.read.sniff import sniff

from .workbooks import package, saved, sheet_xml


def refused(content: bytes, name: str = "f.bin") -> Unreadable:
    with pytest.raises(Unreadable) as caught:
        read(content, name)
    return caught.value


def zipped(**members: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in members.items():
            archive.writestr(name.replace("__", "."), text)
    return out.getvalue()


def test_a_workbook_under_any_name_is_read():
    workbook = Workbook()
    workbook.active["A1"] = "STT"
    for name in ("bao_cao.csv", "bao_cao", "a.pdf", "b.json"):
        document = read(saved(workbook), name)
        assert document.format == "xlsx"
        assert document.grids[0].text["c1"].to_list() == ["STT"]


def test_text_under_a_workbook_name_is_read():
    assert read(b"STT;Ten\n1;a\n", "f.xlsx").format == "csv"
    assert read(b'[{"STT": 1}]', "f.xls").format == "json"


def test_macro_workbooks_and_templates():
    sheet = sheet_xml('<row r="1"><c r="A1"><v>1</v></c></row>')
    assert read(package(sheet, workbook_type="application/vnd.ms-excel.sheet.macroEnabled.main+xml"), "f").format == "xlsm"
    template = "application/vnd.openxmlformats-officedocument.spreadsheetml.template.main+xml"
    assert read(package(sheet, workbook_type=template), "f").format == "xlsx"


@pytest.mark.parametrize("content", [b"", b" \r\n\t ", b"\xef\xbb\xbf", b"\xef\xbb\xbf \n", b"\n" * 10000])
def test_nothing_visible_is_empty(content):
    assert refused(content).code == "EMPTY_FILE"


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


def test_encrypted_workbooks():
    assert refused(OLE + "EncryptedPackage".encode("utf-16-le") + b"\0" * 100).code == "ENCRYPTED"


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (OLE + "Workbook".encode("utf-16-le"), "xls"),
        (OLE + "WordDocument".encode("utf-16-le"), "doc"),
        (b"%PDF-1.7\n%\xe2\xe3", "pdf"),
        (b"Rar!\x1a\x07\x01\x00", "rar"),
        (b"\x1f\x8b\x08\x00abc", "gzip"),
        (b"{\\rtf1\\ansi x}", "rtf"),
        (zipped(a__csv="1;2"), "zip"),
        (zipped(mimetype="application/vnd.oasis.opendocument.spreadsheet"), "ods"),
        (package(sheet_xml(""), workbook_type="application/vnd.ms-excel.sheet.binary.macroEnabled.main"), "xlsb"),
        (package(sheet_xml(""), workbook_type="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"), "docx"),
        (b"\xef\xbb\xbf\r\n <!DOCTYPE html><html><table>", "html"),
        (b"<table border=1><tr><td>1</table>", "html"),
        (b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">', "SpreadsheetML"),
        (b'<?xml version="1.0"?><BaoCao/>', "xml"),
        (b"MIME-Version: 1.0\r\nContent-Type: multipart/related", "mhtml"),
        (b'{"a": 1}\n{"a": 2}\n', "JSON lines"),
    ],
)
def test_other_formats_are_refused_by_their_name(content, found):
    error = refused(content)
    assert error.code == "UNSUPPORTED_FORMAT"
    assert found in error.detail


@pytest.mark.parametrize(
    "content",
    [
        "STT;Tên\n1;Hà Nội".encode("utf-16"),
        "STT;Tên\n1;Hà Nội".encode("utf-16-le"),
        "STT;Tên\n1;Hà Nội".encode("utf-16-be"),
        "STT;Tên\n1;Hà Nội".encode("cp1258", errors="replace") + b"\xd0\xd1",
        b"STT;T\xaan\n1;B\xe9 N\xabng nghi\xd6p",
        b"a;b\n" * 2_000_000 + b"\xff;1\n",
        "[Phụ lục]".encode() + b"\xe9",
    ],
)
def test_text_that_is_not_utf8(content):
    assert refused(content).code == "UNSUPPORTED_ENCODING"


def test_a_character_cut_by_the_end_of_the_file_is_not_utf8():
    assert refused("STT;Hà N\u1ed9".encode()[:-1]).code == "UNSUPPORTED_ENCODING"


def test_nul_in_text_is_corrupt():
    assert refused(b"STT;Ten\n1;a\x00b\n").code == "CORRUPT_FILE"


def test_a_bracket_opens_json_or_a_line_of_text():
    assert sniff(b' \n{"a": 1}') == "json"
    assert read("[Phụ lục I];;\nSTT;Tên;Hạn\n1;a;b\n".encode(), "f").format == "csv"
    assert refused(b'[{"a": 1}, {"a"').code == "CORRUPT_FILE"
    assert refused(b'{"a": [1, 2').code == "CORRUPT_FILE"


def test_the_file_name_stands_in_the_message_and_size_is_bounded():
    error = refused(b"%PDF-1.7", "bao_cao.xlsx")
    assert "bao_cao.xlsx" in error.detail
    with pytest.raises(Unreadable) as caught:
        read(b"a;b\n1;2\n", "f", Limits(max_bytes=7))
    assert caught.value.code == "TOO_LARGE"
