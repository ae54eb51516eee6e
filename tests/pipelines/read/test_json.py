import json

import pytest

from pipelines.grid import Document, Grid, Kind, Unreadable
from pipelines.read import Limits, read


def document(text: str, **limits) -> Document:
    found = read(text.encode(), "f.json", Limits(**limits))
    assert found.format == "json"
    for grid in found.grids:
        assert grid.text.shape == grid.kind.shape
    return found


def only(text: str) -> Grid:
    (grid,) = document(text).grids
    return grid


def refused(text: str, **limits) -> Unreadable:
    with pytest.raises(Unreadable) as caught:
        document(text, **limits)
    return caught.value


def test_a_report_with_scalars_around_its_list():
    grid = only(
        """{"tieu_de": "BÁO CÁO NQ 57", "don_vi": {"ma": "G01", "ten": null}, "ky": 10, "the": ["a", 1.50],
        "nhiem_vu": [
          {"ma": "NV01", "ten": " Xây dựng ", "tien_do": {"ty_le": 39.980, "xong": true}, "han": ""},
          {"ma": "NV02", "ghi_chu": ["a", [1e2]], "tien_do": {"ty_le": null, "xong": false}, "them": {}}
        ]}"""
    )
    assert grid.sheet == "$.nhiem_vu"
    assert grid.header_paths == (("ma",), ("ten",), ("tien_do", "ty_le"), ("tien_do", "xong"), ("han",), ("ghi_chu",), ("them",))
    assert grid.text.columns == [f"c{number}" for number in range(1, 8)]
    assert grid.text.rows() == [
        ("NV01", " Xây dựng ", "39.98", "TRUE", None, None, None),
        ("NV02", None, None, "FALSE", None, '["a", [100]]', None),
    ]
    assert grid.kind.rows() == [
        (Kind.TEXT, Kind.TEXT, Kind.NUMBER, Kind.BOOL, Kind.EMPTY, Kind.EMPTY, Kind.EMPTY),
        (Kind.TEXT, Kind.EMPTY, Kind.EMPTY, Kind.BOOL, Kind.EMPTY, Kind.TEXT, Kind.EMPTY),
    ]
    assert grid.context == ("tieu_de: BÁO CÁO NQ 57", "don_vi.ma: G01", "ky: 10", 'the: ["a", 1.5]')


def test_every_list_at_any_depth_with_the_scalars_above_it():
    first, second, third = document(
        '{"ngay": "28/10/2025", "du_lieu": {"bo": "G03", "nhiem_vu": [{"a": 1}], "ho_so": {"loai": "x", "ds": [{"b": 2}]}}, "chi_tieu": [{"c": 3}]}'
    ).grids
    assert [grid.sheet for grid in (first, second, third)] == ["$.du_lieu.nhiem_vu", "$.du_lieu.ho_so.ds", "$.chi_tieu"]
    assert [grid.position for grid in (first, second, third)] == [0, 1, 2]
    assert first.context == ("ngay: 28/10/2025", "bo: G03")
    assert second.context == ("ngay: 28/10/2025", "bo: G03", "loai: x")
    assert third.context == ("ngay: 28/10/2025",)


def test_lists_inside_items_stand_in_their_cell_and_are_grids_with_their_item_as_context():
    text = '[{"ma": "H01", "nv": [{"a": 1}, {"a": 2}]}, {"ma": "H02", "nv": [{"a": 3}]}]'
    outer, first, second = document(text).grids
    assert outer.text.rows() == [("H01", '[{"a": 1}, {"a": 2}]'), ("H02", '[{"a": 3}]')]
    assert (first.sheet, first.context, first.text.rows()) == ("$[0].nv", ("ma: H01",), [("1",), ("2",)])
    assert (second.sheet, second.context, second.text.rows()) == ("$[1].nv", ("ma: H02",), [("3",)])
    assert len(document(text, max_sheets=2).grids) == 2
    assert refused('{"a": [{"x": 1}], "b": [{"x": 1}]}', max_sheets=1).code == "TOO_LARGE"


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("0.1", "0.1"),
        ("1234.0", "1234"),
        ("12345678901234567890.123456789", "12345678901234567890.123456789"),
        ("1E-7", "0.0000001"),
        ("-0", "0"),
        ("1e3", "1000"),
    ],
)
def test_numbers_stay_exact(written, text):
    grid = only(f'[{{"a": {written}, "b": "{written}"}}]')
    assert grid.text.rows() == [(text, written)]
    assert grid.kind.rows() == [(Kind.NUMBER, Kind.TEXT)]


def test_rows_are_items_even_where_an_item_is_no_object():
    grid = only('[{"a": 1}, null, "lạc", {"a": 2}]')
    assert grid.header_paths == (("a",), ("value",))
    assert grid.text.rows() == [("1", None), (None, None), (None, "lạc"), ("2", None)]


def test_lists_of_lists_have_no_header_paths():
    grid = only('{"ten": "x", "bang": [["STT", "Tên"], [1, "a", true], [], "lẻ"]}')
    assert grid.header_paths is None
    assert grid.text.rows() == [("STT", "Tên", None), ("1", "a", "TRUE"), (None,) * 3, ("lẻ", None, None)]
    assert grid.context == ("ten: x",)


def test_one_object_is_one_row_and_nothing_is_an_empty_grid():
    grid = only('{"ma": "H01", "so": {"tong": 5}, "the": [1, 2]}')
    assert grid.header_paths == (("ma",), ("so", "tong"), ("the",))
    assert grid.text.rows() == [("H01", "5", "[1, 2]")]
    assert (only("[]").height, only("[]").width) == (0, 0)
    empty = only('{"ma": "H01", "nhiem_vu": []}')
    assert (empty.sheet, empty.height, empty.width, empty.context) == ("$.nhiem_vu", 0, 0, ("ma: H01",))


def test_byte_order_mark():
    assert read(b'\xef\xbb\xbf[{"a": "\xc4\x91"}]', "f").grids[0].text.rows() == [("đ",)]


@pytest.mark.parametrize(
    "text",
    [
        '[{"a": NaN}]',
        '[{"a": -Infinity}]',
        '[{"a": 1, "a": 1}]',
        '[{"a": 1e999999999}]',
        '[{"a": 1e-5000}]',
        '[{"a": "\\ud800"}]',
        '[{"\\ud800": 1}, {"a": "\\udfff"}]',
        '{"a": ' + "[" * 100_000,
        '{"a": ' + "[" * 5000 + "1" + "]" * 5000 + "}",
        '[{"a": 1}] rác',
    ],
)
def test_what_nobody_can_rely_on_is_corrupt(text):
    assert refused(text).code == "CORRUPT_FILE"


def test_numbers_of_very_many_digits_do_not_end_the_reading():
    digits = "9" * 390
    assert only(f'[{{"a": {digits}}}]').text.rows() == [(digits,)]
    assert refused(f'[{{"a": {"9" * 6000}}}]').code == "CORRUPT_FILE"


def test_limits_on_cells_before_they_are_made():
    wide = json.dumps([{f"k{number}": 1} for number in range(300)])
    assert refused(wide, max_cells=89_999).code == "TOO_LARGE"
    assert document(wide, max_cells=90_000).grids[0].width == 300
