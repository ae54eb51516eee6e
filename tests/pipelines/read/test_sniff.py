import io
import struct
import zipfile

import pytest
from openpyxl import Workbook

from benchmarks.office_files import Sheet, compound, xls
from pipelines.grid import Unreadable
from pipelines.read import Limits, read
from pipelines.read.sniff import sniff_text

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


PPTX = ("UNSUPPORTED_FORMAT", "pptx")
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


def test_encrypted_workbooks():
    assert refused(compound({"EncryptedPackage": b"", "EncryptionInfo": b""})).code == "ENCRYPTED"


@pytest.mark.parametrize(
    ("content", "code", "found"),
    [
        (compound({"WordDocument": b""}), "UNSUPPORTED_FORMAT", "doc"),
        (compound({"PowerPoint Document": b""}), "UNSUPPORTED_FORMAT", "ppt"),
        (compound({"Khác": b""}), "UNSUPPORTED_FORMAT", "unknown"),
        (b"{\\rtf1\\ansi x}", "UNSUPPORTED_FORMAT", "rtf"),
        (zipped(mimetype="application/vnd.oasis.opendocument.text"), "UNSUPPORTED_FORMAT", "odt"),
        (package(sheet_xml(""), workbook_type="application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"), *PPTX),
        (b"Rar!\x1a\x07\x01\x00", "ARCHIVE_UNSUPPORTED", "rar"),
        (b"7z\xbc\xaf\x27\x1c\x00\x04", "ARCHIVE_UNSUPPORTED", "7z"),
        (b"\x1f\x8b\x08\x00abc", "ARCHIVE_UNSUPPORTED", "gzip"),
        (b"a.csv".ljust(257, b"\0") + b"ustar\x0000", "ARCHIVE_UNSUPPORTED", "tar"),
        (b"\x89PNG\r\n\x1a\n\0\0", "IMAGE_FILE", "png"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "IMAGE_FILE", "jpeg"),
        (b"BM" + struct.pack("<I", 40) + b"\0" * 34, "IMAGE_FILE", "bmp"),
        (b"%PDF-1.7\n%\xe2\xe3", "TRUNCATED_FILE", "pdf"),
        (zipped(a__csv="1;2")[:-10], "TRUNCATED_FILE", "zip"),
        (xls(Sheet([["a"]]))[:5000], "TRUNCATED_FILE", "compound"),
        (OLE[:300], "TRUNCATED_FILE", "compound"),
        (OLE[:4] + b"x" * 600, "CORRUPT_FILE", "compound"),
        (b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">', "TRUNCATED_FILE", "workbook"),
        (b"MIME-Version: 1.0\r\nContent-Type: text/plain\r\n\r\nx", "UNSUPPORTED_FORMAT", "mhtml"),
    ],
)
def test_what_is_not_read_is_refused_by_its_name(content, code, found):
    error = refused(content)
    assert (error.code, found in error.detail) == (code, True), error


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"\xef\xbb\xbf\r\n <!DOCTYPE html><html><table><tr><td>1", "html"),
        (b"<!-- luu tu he thong -->\n<table border=1><tr><td>1</table>", "html"),
        (b'<?xml version="1.0"?><!DOCTYPE html PUBLIC "-//W3C"><html xmlns="http://www.w3.org/1999/xhtml"><body>x</body></html>', "html"),
        (b"<BaoCao><NhiemVu><Ma>1</Ma></NhiemVu></BaoCao>", "xml"),
        (b"<5 nhiem vu;x\n1;2\n", "csv"),
        (b"bao gio; MIME-Version: 1.0\n1;2\n", "csv"),
        (b"II*;x\n1;2\n", "csv"),
        (b"BM;x\n1;2\n", "csv"),
        (xls(Sheet([["a"]]))[512:2000], "xls"),
    ],
)
def test_the_first_bytes_decide(content, found):
    assert read(content, "f.xlsx").format == found


@pytest.mark.parametrize(
    "content",
    [
        "STT;Tên\n1;Hà Nội".encode("utf-16")[:-1],
        b"\xef\xbb\xbfSTT;T\xaan\n1;B\xe9 N\xabng nghi\xd6p",
        "STT;Tên\n1;Hà Nội".encode("cp1258", errors="replace") + b"\xd0\xd1",
        b"STT;Ten\n1;B\xe9 N\xabng",
        b"a;b\n" * 2_000_000 + b"\xff;1\n",
        "[Phụ lục]".encode() + b"\xe9",
    ],
)
def test_text_in_no_certain_encoding(content):
    assert refused(content).code == "UNSUPPORTED_ENCODING"


def test_a_character_cut_by_the_end_of_the_file_is_not_utf8():
    assert refused("STT;Hà N\u1ed9".encode()[:-1]).code == "UNSUPPORTED_ENCODING"


def test_nul_in_text_is_corrupt():
    assert refused(b"STT;Ten\n1;a\x00b\n").code == "CORRUPT_FILE"


def test_a_bracket_opens_json_or_a_line_of_text():
    assert sniff_text(b' \n{"a": 1}') == "json"
    assert read("[Phụ lục I];;\nSTT;Tên;Hạn\n1;a;b\n".encode(), "f").format == "csv"
    assert refused(b'[{"a": 1}, {"a"').code == "TRUNCATED_FILE"
    assert refused(b'{"a": [1, 2').code == "TRUNCATED_FILE"
    assert refused(b'{"a": "H\xc3\xa0 N').code == "TRUNCATED_FILE"
    assert refused(b'{"a": 1]').code == "CORRUPT_FILE"


def test_the_file_name_stands_in_the_message_and_size_is_bounded():
    error = refused(b"%PDF-1.7", "bao_cao.xlsx")
    assert "bao_cao.xlsx" in error.detail
    with pytest.raises(Unreadable) as caught:
        read(b"a;b\n1;2\n", "f", Limits(max_bytes=7))
    assert caught.value.code == "TOO_LARGE"
