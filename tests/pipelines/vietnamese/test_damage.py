"""Damaged Unicode text: the sheet votes, then each text; what is clean never changes, what is uncertain is named and left."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.vietnamese.damage import judge, looks_damaged, repaired_name
from tests.pipelines.vietnamese.old_encodings import shown, tcvn3, vni

CONFIG = Path(__file__).parents[3] / "config"
DAMAGE = {"tcvn3": tcvn3, "vni": vni, "utf8": str.encode}


def texts(name: str, column: str) -> list[str]:
    with (CONFIG / f"{name}.csv").open(encoding="utf-8") as lines:
        return list(dict.fromkeys(row[column] for row in csv.DictReader(lines)))


TITLES = texts("tasks", "title") + texts("indicators", "name_vi")
AGENCIES = texts("agencies", "name_vi")
LABELS = ["Số", "Đơn vị", "Hồ sơ", "Tỷ lệ (%)", "Ghi chú", "Bộ", "Tổng cộng", "Đã xong", "QĐ-TTg", "Số NĐ-CP", "Đắk Lắk", "Bắc Kạn", "Từ kỳ trước"]
CLEAN = [
    "Café", "naïve", "Crème brûlée à l'orange", "Réunion à Genève du 5 février", "déjà vu", "Élysée", "garçon", "Müller", "Größe für Österreich",
    "São Tomé",
    "Đắk Lắk", "Ðà Nẵng", "Krông Bông", "ð", "so\u00adft hyphen", "5 µm", "µ", "30 °C", "m²", "m³", "½", "¾", "“Kế hoạch”", "– Mục 1 …", "«An toàn»",
    "© 2025", "Windows®", "§ 12", "×", "±5", "Hà Nam", "Cà Mau", "Lào Cai", "hoá", "khoá", "toán", "bé", "hè", "Sè sè", "quý", "cô giáo", "Xã An Hoà",
    "XÃ…",
    "THỊ XÃ “An”", "KẾ HOẠCH", "XÃ TÂN AN", "á - à", "100 £", "¥", "NV-01", "H57.132-251001-0583", "Aïn Defla", "Kalmar län", "Slut på minne",
    "på", "å", "Tøm",
]  # fmt: skip


@pytest.mark.parametrize("encoding", DAMAGE)
def test_a_sheet_comes_back_whole(encoding):
    sheet = [*TITLES, *AGENCIES, *LABELS]
    damaged = {shown(DAMAGE[encoding](text)): text for text in sheet}
    changed = {text for text in damaged if text != damaged[text]}
    verdict = judge((text, None) for text in damaged)
    assert looks_damaged(damaged)
    assert verdict.doubtful == set()
    assert {text for text, _ in verdict.mended} == changed
    for (text, _), (found, mended) in verdict.mended.items():
        assert found == encoding
        # TCVN3 has no capital with a tone: alone it comes back small.
        assert mended == damaged[text] or (encoding == "tcvn3" and mended.lower() == damaged[text].lower())


@given(st.data(), st.sampled_from(sorted(DAMAGE)))
@settings(max_examples=120, deadline=None)
def test_any_sentences_of_a_sheet(data, encoding):
    sheet = data.draw(st.lists(st.sampled_from(TITLES), min_size=4, max_size=20, unique=True))
    labels = data.draw(st.lists(st.sampled_from(LABELS), max_size=6, unique=True))
    damaged = {shown(DAMAGE[encoding](text)): text for text in [*sheet, *labels]}
    verdict = judge((text, None) for text in damaged)
    for (text, _), (_, mended) in verdict.mended.items():
        assert mended.lower() == damaged[text].lower()
    assert not {text for text in damaged if text != damaged[text]} - {text for text, _ in verdict.mended}


@given(st.lists(st.sampled_from(CLEAN + TITLES + AGENCIES + LABELS), min_size=1, max_size=40, unique=True))
@settings(max_examples=300, deadline=None)
def test_clean_text_never_changes(sheet):
    verdict = judge((text, None) for text in sheet)
    assert verdict.mended == {}
    assert verdict.doubtful == set()


@given(st.sampled_from(TITLES), st.sampled_from(["tcvn3", "vni"]))
@settings(max_examples=60, deadline=None)
def test_a_damaged_sentence_among_clean_ones_is_mended_or_told(title, encoding):
    damaged = shown(DAMAGE[encoding](title))
    verdict = judge((text, None) for text in [*AGENCIES, *LABELS, damaged])
    if (damaged, None) in verdict.mended:
        assert verdict.mended[damaged, None][1].lower() == title.lower()
    else:
        assert (damaged, None) in verdict.doubtful
    assert set(verdict.mended) <= {(damaged, None)}


def test_short_texts_need_the_sheet():
    short = ["Bé", "Sè", "Hå s¬", "C«ng an"]
    assert judge((text, None) for text in ["Bé", "Đơn vị", "Hà Nam"]).mended == {}
    alone = judge((text, None) for text in ["C«ng an", "Đơn vị", "Bộ Tư pháp", "Bộ Công Thương"])
    assert (alone.mended, alone.doubtful) == ({}, {("C«ng an", None)})
    among = judge((text, None) for text in [*short, "§¬n vÞ b¸o c¸o", "NhiÖm vô", "Tæng céng"])
    assert {text for text, _ in among.mended} == {*short, "§¬n vÞ b¸o c¸o", "NhiÖm vô", "Tæng céng"}


def test_a_font_decides_what_is_doubtful():
    clean = ["Đơn vị", "Bộ Tư pháp", "Bộ Công Thương"]
    verdict = judge([*((text, None) for text in clean), ("Bé", "tcvn3"), ("Bé", None), ("bé t­ ph¸p", "tcvn3_capitals"), ("Sôû", "vni")])
    assert verdict.mended == {
        ("Bé", "tcvn3"): ("tcvn3", "Bộ"),
        ("bé t­ ph¸p", "tcvn3_capitals"): ("tcvn3", "BỘ TƯ PHÁP"),
        ("Sôû", "vni"): ("vni", "Sở"),
    }
    drawn = [("§¬n vÞ b¸o c¸o", "tcvn3"), ("NhiÖm vô", "tcvn3"), ("Tæng céng", "tcvn3"), ("Bé", None), ("Sè", "tcvn3")]
    verdict = judge(drawn)
    assert ("Bé", None) in verdict.doubtful
    assert verdict.mended["Sè", "tcvn3"] == ("tcvn3", "Số")


def test_a_text_that_is_unicode_in_part_is_told_and_stays():
    verdict = judge((text, None) for text in ["§¬n vÞ b¸o c¸o: Bộ Công an", "Đơn vị"])
    assert (verdict.mended, verdict.doubtful) == ({}, {("§¬n vÞ b¸o c¸o: Bộ Công an", None)})


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Bá»™ CÃ´ng an", "Bộ Công an"),
        ("Bá»™ CĂ´ng an", "Bộ Công an"),
        ("vÃ  cÃ¡c bá»™", "và các bộ"),
        ("ï»¿STT Ä‘Ã£", "STT đã"),
        ("BÃ¡Â»â„¢ CÃƒÂ´ng an", "Bộ Công an"),
    ],
)
def test_utf8_read_as_something_else(written, read):
    assert judge([(written, None)]).mended == {(written, None): ("utf8", read)}


def test_names_of_files_and_sheets():
    assert repaired_name("Bé C«ng an_28102025.xlsx") == "Bộ Công an_28102025.xlsx"
    assert repaired_name("Boä Coâng an") == "Bộ Công an"
    assert repaired_name("Bá»™ CÃ´ng an.csv") == "Bộ Công an.csv"
    for name in [*CLEAN, *AGENCIES, "BTP_µ", "a.xlsx"]:
        assert repaired_name(name) == name


def test_everyday_words_of_a_clean_cell_stay_in_a_damaged_sheet():
    sheet = ["Bé C«ng an", "§· hoµn thµnh", "X©y dùng c¬ së d÷ liÖu", "Uû ban nh©n d©n tØnh B¾c Ninh", "NguyÔn V¨n An"]
    verdict = judge([(text, None) for text in [*sheet, "Lê\xa0Quang Huy", "Công an", "Bé", "sè 5"]])
    assert {text: new for (text, _), (_, new) in verdict.mended.items() if text not in sheet} == {"Bé": "Bộ", "sè 5": "số 5"}
    assert judge([*((text, None) for text in sheet), ("Lê", "tcvn3")]).mended["Lê", "tcvn3"][1] == "Lờ"
