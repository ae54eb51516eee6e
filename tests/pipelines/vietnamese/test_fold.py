import unicodedata

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.vietnamese.fold import clean, clean_expr, fold, fold_expr, light, light_expr, nfc, roman

VIETNAMESE = "aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệghiìỉĩíịklmnoòỏõóọôồổỗốộơờởỡớợpqrstuùủũúụưừửữứựvxyỳỷỹýỵ"
UGLY = st.text(
    alphabet=st.one_of(
        st.sampled_from(VIETNAMESE + VIETNAMESE.upper() + "ÐðƉɖ 0123456789%#_.,;:/()-–\u00a0\u200b\u00ad\ufeff\t\n\u2009"),
        st.sampled_from("\u0300\u0301\u0303\u0309\u0323\u0302\u0306\u031b"),
        st.characters(max_codepoint=0x24FF, exclude_categories=["Cn", "Cs", "Co"]),
    ),
    max_size=40,
)


@pytest.mark.parametrize(
    ("written", "cleaned"),
    [
        ("  Bộ\u00a0Công \n\t an  ", "Bộ Công an"),
        ("Ðà Nẵng", "Đà Nẵng"),
        ("\ufeffHo\u200b\u0300a Bi\u0300nh", "Hòa Bình"),
        ("số\u00ad hóa", "số hóa"),
        ("\u200b \u00a0", ""),
        ("Tổng\u2003số", "Tổng số"),
    ],
)
def test_clean(written: str, cleaned: str):
    assert clean(written) == cleaned


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Ủy ban nhân dân tỉnh Thanh Hoá", "uy ban nhan dan tinh thanh hoa"),
        ("UỶ BAN NHÂN DÂN  TỈNH THANH HÓA", "uy ban nhan dan tinh thanh hoa"),
        ("ĐƯỜNG", "duong"),
        ("Ðường ɖi", "duong di"),
        ("% hoàn thành", "% hoan thanh"),
        ("Tiến độ (%)", "tien do %"),
        ("#", "#"),
        ("39%", "39 %"),
        ("Số, ký hiệu/VB_ban hành", "so ky hieu vb ban hanh"),
        ("---", ""),
        ("Kỳ họp thứ X", "ky hop thu x"),
    ],
)
def test_fold(written: str, folded: str):
    assert fold(written) == folded
    assert fold(unicodedata.normalize("NFD", written)) == folded
    assert pl.select(fold_expr(pl.lit(unicodedata.normalize("NFD", written)))).item() == folded


def test_light_keeps_separators():
    assert light("Quý III/2025 – Đến 30.6") == "quy iii/2025 – den 30.6"


def test_nfc_joins_marks():
    assert nfc("a\u0302\u0301") == "ấ"


@given(st.lists(UGLY, min_size=1, max_size=10))
@settings(max_examples=300, deadline=None)
def test_expressions_agree_with_python(texts: list[str]):
    got = pl.DataFrame({"text": texts}).select(clean=clean_expr(pl.col("text")), light=light_expr(pl.col("text")), fold=fold_expr(pl.col("text")))
    assert got["clean"].to_list() == [clean(text) for text in texts]
    assert got["light"].to_list() == [light(text) for text in texts]
    assert got["fold"].to_list() == [fold(text) for text in texts]


@given(UGLY)
@settings(deadline=None)
def test_folding_twice_changes_nothing(text: str):
    assert clean(clean(text)) == clean(text)
    assert fold(fold(text)) == fold(text)


def test_null_stays_null():
    frame = pl.DataFrame({"text": [None, "Á"]}, schema={"text": pl.String}).select(clean=clean_expr(pl.col("text")), fold=fold_expr(pl.col("text")))
    assert frame.rows() == [(None, None), ("Á", "a")]


@pytest.mark.parametrize(
    ("text", "value"),
    [("I", 1), ("iv", 4), ("VIII.", 8), ("XXXIX", 39), ("(IX)", 9), ("XL", None), ("IIII", None), ("", None), ("A", None), ("VX", None), ("1", None)],
)
def test_roman(text: str, value: int | None):
    assert roman(text) == value
