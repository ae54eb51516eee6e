"""Syllables: what Vietnamese spelling allows, and what damaged or foreign words break."""

from __future__ import annotations

import csv
import re
import unicodedata
from pathlib import Path

import pytest

from pipelines.vietnamese.syllable import is_syllable

WORDS = "Bộ nghiệp QUYẾT giải gì giếng nghỉ kỳ quý quỳnh quốc hoà hòa thuý khuỷu xoong Ủy ý ở yêu đường ngoằn"
NO_WORDS = "C«ng nghiÖp Boä Café naïve Größe các\u0300 biêt tức\u0300 ngế cê ghá ká â ă Đắk hò\u0301a wa fa 1ă quych"
CONFIG = Path(__file__).parents[3] / "config"


@pytest.mark.parametrize("word", WORDS.split())
def test_words_of_the_language(word):
    assert is_syllable(word)
    assert is_syllable(unicodedata.normalize("NFD", word))


@pytest.mark.parametrize("word", ["", *NO_WORDS.split()])
def test_what_cannot_be_one(word):
    assert not is_syllable(word)


def test_the_words_of_the_registers():
    """Of the words with marks in task titles and names of agencies, all but abbreviations and five names of places are syllables."""
    words = set()
    for name in ("tasks", "indicators", "agencies"):
        with (CONFIG / f"{name}.csv").open(encoding="utf-8") as lines:
            for row in csv.DictReader(lines):
                words |= set(re.findall(r"[^\W\d_]+", " ".join(value for key, value in row.items() if value and key in ("title", "name_vi"))))
    marked = {word for word in words if not word.isascii()}
    others = {word for word in marked if not is_syllable(word)}
    assert len(marked) > 450
    assert others <= {"Đắk", "Lắk", "Kạn", "BCĐ", "BCĐTW", "NĐ"}
