"""Zip archives of files: every member's grids, names as they were meant, and what is told of the members that cannot be read."""

import io
import struct
import zipfile

import pytest

from benchmarks.office_files import PdfPage, Sheet, pdf, xls, zipped
from pipelines.grid import Document, Unreadable
from pipelines.read import Limits, read

CSV = "STT;Tên\n1;a\n".encode()
BOOK = xls(Sheet([["STT"], [1]], name="NV"))


def refused(content: bytes, limits: Limits | None = None) -> Unreadable:
    with pytest.raises(Unreadable) as caught:
        read(content, "f.zip", limits or Limits())
    return caught.value


def labels(document: Document) -> list[tuple[str, str | None]]:
    return [(grid.sheet, grid.member) for grid in document.grids]


def test_members_come_in_the_order_of_their_names_under_them():
    document = read(zipped({"b.xls": BOOK, "BTP/a.csv": CSV, "BTP/": "", "c.json": b'{"nv": [{"a": 1}]}'}), "f.zip")
    assert document.format == "zip"
    assert labels(document) == [("BTP/a.csv", "BTP/a.csv"), ("b.xls › NV", "b.xls"), ("c.json › $.nv", "c.json")]
    assert [(grid.position, grid.own_name) for grid in document.grids] == [(0, "BTP/a.csv"), (1, "NV"), (2, "$.nv")]
    assert document.grids[2].header_paths == (("a",),)


def test_what_cannot_be_read_hides_nothing_else():
    document = read(zipped({"a.rar": b"Rar!\x1a\x07\x01\x00", "b.csv": CSV, "c.pdf": pdf(PdfPage(scan=True)), "d.txt": b""}), "f.zip")
    assert labels(document) == [("b.csv", "b.csv")]
    assert [(one.part, one.code) for one in document.unread] == [("a.rar", "ARCHIVE_UNSUPPORTED"), ("c.pdf", "SCANNED_PDF"), ("d.txt", "EMPTY_FILE")]


def test_an_archive_inside_one_is_read_and_no_deeper():
    inner = zipped({"x.csv": CSV, "y.xls": BOOK})
    document = read(zipped({"trong.zip": inner, "a.csv": CSV}), "f.zip")
    assert labels(document) == [
        ("a.csv", "a.csv"),
        ("trong.zip › x.csv", "trong.zip/x.csv"),
        ("trong.zip › y.xls › NV", "trong.zip/y.xls"),
    ]
    assert document.grids[2].own_name == "NV"
    deeper = read(zipped({"1.zip": zipped({"2.zip": inner, "x.csv": CSV})}), "f.zip")
    assert [(one.part, one.code) for one in deeper.unread] == [("1.zip › 2.zip", "ARCHIVE_UNSUPPORTED")]
    assert refused(zipped({"1.zip": zipped({"2.zip": inner})})).code == "ARCHIVE_UNSUPPORTED"


def named(name: bytes, content: bytes = CSV) -> bytes:
    """An archive whose member's name has exactly these bytes, without the mark of UTF-8."""
    stand_in = "x" * len(name)
    return zipped({stand_in: content}).replace(stand_in.encode(), name)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Báo cáo quý III.csv".encode(), "Báo cáo quý III.csv"),
        ("Báo cáo quý III.csv".encode("utf-8-sig")[3:], "Báo cáo quý III.csv"),
        ("Báo cáo/Bô\u0323 Tư pha\u0301p.csv".encode("cp1258"), "Báo cáo/Bộ Tư pháp.csv"),
        (b"B\xe9 T\xad ph\xb8p.csv", "Bộ Tư pháp.csv"),
        ("Ba\u0301o ca\u0301o.csv".encode(), "Báo cáo.csv"),
        (b"..\\..\\BTP\\a.csv", "../../BTP/a.csv"),
        (b"a.csv", "a.csv"),
    ],
)
def test_names_of_members(written, meant):
    assert labels(read(named(written), "f.zip")) == [(meant, meant)]


def test_a_name_twice_is_told_apart_and_junk_passed_over():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive, pytest.warns(UserWarning, match="Duplicate name"):
        for name in ("a.csv", "a.csv", "__MACOSX/._a.csv", "x/.DS_Store", "x/Thumbs.db", "x/~$nv.xlsx"):
            archive.writestr(name, CSV)
    assert labels(read(out.getvalue(), "f.zip")) == [("a.csv", "a.csv"), ("a.csv (2)", "a.csv (2)")]


def test_a_lone_member_speaks_for_the_archive():
    assert refused(zipped({"a.rar": b"Rar!\x1a\x07\x01\x00"})).code == "ARCHIVE_UNSUPPORTED"
    assert refused(zipped({})).code == "EMPTY_FILE"
    assert refused(zipped({"x/": "", "x/Thumbs.db": b"1"})).code == "EMPTY_FILE"
    nothing = read(zipped({"a.rar": b"Rar!\x1a\x07\x01\x00", "b.png": b"\x89PNG\r\n\x1a\n"}), "f.zip")
    assert (nothing.grids, len(nothing.unread)) == ((), 2)


def locked(content: bytes) -> bytes:
    """The archive with the mark of encryption on every member."""
    out = bytearray(content)
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = 0
        while (start := out.find(mark, start)) >= 0:
            struct.pack_into("<H", out, start + at, struct.unpack_from("<H", out, start + at)[0] | 1)
            start += 4
    return bytes(out)


def test_encrypted_members():
    assert refused(locked(zipped({"a.csv": CSV}))).code == "ENCRYPTED"
    assert refused(locked(zipped({"a.csv": CSV, "b.csv": CSV}))).code == "ENCRYPTED"


def test_limits_hold_for_all_members_together():
    two = zipped({"a.csv": CSV, "b.csv": CSV})
    assert [one.code for one in read(two, "f", Limits(max_cells=4)).unread] == ["TOO_LARGE"]
    assert [one.code for one in read(two, "f", Limits(max_uncompressed_bytes=20)).unread] == ["TOO_LARGE"]
    assert refused(two, Limits(max_members=1)).code == "TOO_LARGE"
    bomb = zipped({"a.csv": b"1;2\n" * (10 << 20)})
    assert refused(bomb, Limits(max_uncompressed_ratio=100)).code == "TOO_LARGE"
    lying = zipped({"a.csv": b"a;b\n" * 1000})
    size = struct.pack("<L", 4000)
    assert refused(lying.replace(size, struct.pack("<L", 8))).code == "CORRUPT_FILE"
