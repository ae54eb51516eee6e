"""XML of any tag names, and JSON lines, into grids with header paths."""

import pytest

from pipelines.grid import Grid, Kind, Unreadable
from pipelines.read import read


def grids(text: str) -> tuple[Grid, ...]:
    document = read(f'<?xml version="1.0" encoding="UTF-8"?>{text}'.encode(), "f.xml")
    assert document.format == "xml"
    return document.grids


def only(text: str) -> Grid:
    (grid,) = grids(text)
    return grid


def test_records_with_attributes_and_nested_elements():
    grid = only(
        """<bc:BaoCao xmlns:bc="urn:x" ngay="28/10/2025"><DonVi ma="G01">Bộ Tư pháp</DonVi><DanhSach>
        <NhiemVu maNhiemVu="NV01"><ten> Xây dựng &amp; vận hành </ten><TienDo donVi="%">39,98</TienDo><Han><Ngay>30/12/2025</Ngay></Han></NhiemVu>
        <NhiemVu maNhiemVu="NV02"><ten/><Han><Ngay>31/12/2025</Ngay><Gio>8</Gio></Han><ten2 xmlns:i="http://www.w3.org/2001/XMLSchema-instance" i:nil="true"/></NhiemVu>
        </DanhSach></bc:BaoCao>"""  # noqa: E501
    )
    assert grid.sheet == "BaoCao.DanhSach.NhiemVu"
    assert grid.header_paths == (("maNhiemVu",), ("ten",), ("TienDo",), ("TienDo donVi",), ("Han", "Ngay"), ("Han", "Gio"), ("ten2",))
    assert grid.text.rows() == [
        ("NV01", "Xây dựng & vận hành", "39,98", "%", "30/12/2025", None, None),
        ("NV02", None, None, None, "31/12/2025", "8", None),
    ]
    assert set(grid.kind.to_series(4)) == {int(Kind.TEXT)}
    assert grid.context == ("ngay: 28/10/2025", "DonVi: Bộ Tư pháp", "DonVi ma: G01")


def test_a_lone_record_is_a_list_of_one():
    nested = only("<BaoCao><Ngay>1</Ngay><DanhSach><NhiemVu><Ma>1</Ma><Ten>a</Ten></NhiemVu></DanhSach></BaoCao>")
    assert (nested.sheet, nested.text.rows(), nested.context) == ("BaoCao.DanhSach.NhiemVu", [("1", "a")], ("Ngay: 1",))
    direct = only("<BaoCao><Ngay>1</Ngay><NhiemVu><Ma>1</Ma><Ten>a</Ten></NhiemVu></BaoCao>")
    assert (direct.sheet, direct.text.rows(), direct.context) == ("BaoCao.NhiemVu", [("1", "a")], ("Ngay: 1",))
    flat = only("<NhiemVu><Ma>1</Ma><Ten>a</Ten></NhiemVu>")
    assert (flat.header_paths, flat.text.rows()) == ((("Ma",), ("Ten",)), [("1", "a")])


def test_fields_named_by_an_attribute_and_rows_of_cells():
    named = only('<r><row><field name="Mã">1</field><field name="Tên">a</field></row><row><field name="Mã">2</field><field name="Tên"/></row></r>')
    assert (named.header_paths, named.text.rows()) == ((("Mã",), ("Tên",)), [("1", "a"), ("2", None)])
    cells = only("<r><row><c>STT</c><c>Tên</c></row><row><c>1</c><c/></row></r>")
    assert (cells.header_paths, cells.text.rows()) == (None, [("STT", "Tên"), ("1", None)])


def test_lists_beside_and_inside_one_another():
    tasks, counts = grids("<b><nv><a>1</a></nv><nv><a>2</a></nv><hs><c>3</c></hs><hs><c>4</c></hs></b>")
    assert (tasks.sheet, counts.sheet) == ("b.nv", "b.hs")
    outer, inner = grids("<b><nv><m>1</m><l><x>1</x><y>2</y></l><l><x>3</x><y>4</y></l></nv><nv><m>2</m></nv></b>")
    assert outer.text.rows() == [("1", '[{"x": "1", "y": "2"}, {"x": "3", "y": "4"}]'), ("2", None)]
    assert inner.context == ("m: 1",)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>', "XML_DOCTYPE"),
        ("<!doctype a><a/>", "XML_DOCTYPE"),
        ("<a>&b;</a>", "CORRUPT_FILE"),
        ("<a><b></a>", "CORRUPT_FILE"),
        ("<a><b>1</b>", "TRUNCATED_FILE"),
        ("<a><b>1</b><c", "TRUNCATED_FILE"),
        ("<a>" * 300 + "</a>" * 300, "CORRUPT_FILE"),
    ],
)
def test_what_is_refused(text, code):
    with pytest.raises(Unreadable) as caught:
        read(f'<?xml version="1.0"?>{text}'.encode(), "f.xml")
    assert caught.value.code == code


def test_a_declared_encoding_is_not_believed():
    lying = '<?xml version="1.0" encoding="windows-1252"?><a><b><c>Hà Nội</c></b><b><c>x</c></b></a>'.encode()
    assert read(lying, "f").grids[0].text.rows() == [("Hà Nội",), ("x",)]
    utf16 = '<?xml version="1.0" encoding="UTF-16"?><a><b><c>Hà Nội</c></b><b><c>x</c></b></a>'.encode("utf-16")
    assert read(utf16, "f").grids[0].text.rows() == [("Hà Nội",), ("x",)]


def test_json_lines_are_rows_by_their_line():
    document = read(b'{"ma": 1, "ten": "a"}\n\n{"ma": 2.50, "gio": {"h": 3}}\n', "f.ndjson")
    (grid,) = document.grids
    assert document.format == "ndjson"
    assert grid.header_paths == (("ma",), ("ten",), ("gio", "h"))
    assert grid.text.rows() == [("1", "a", None), (None, None, None), ("2.5", None, "3")]
    pretty = read(b'{\n "a": 1\n}\n{\n "a": 2\n}', "f").grids[0]
    assert pretty.text.rows() == [("1",), ("2",)]


@pytest.mark.parametrize(
    ("text", "code"),
    [('{"a": 1}\n{"a": 2}\n{"a": ', "TRUNCATED_FILE"), ('{"a": 1}\n{"a" 2}\n{"a": 3}', "CORRUPT_FILE"), ('{"a": 1}\n{"a": NaN}', "CORRUPT_FILE")],
)
def test_damaged_json_lines(text, code):
    with pytest.raises(Unreadable) as caught:
        read(text.encode(), "f")
    assert caught.value.code == code
