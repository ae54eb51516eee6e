"""Old encodings: every letter there and back, capitals by their company, UTF-8 that was read as something else."""

from __future__ import annotations

import unicodedata

import pytest

from pipelines.vietnamese.legacy import BYTE_ENCODINGS, TCVN3, VISCII, VNI, from_bytes, tcvn3_text, tcvn3_word, utf8_text, vni_text, vni_word
from tests.pipelines.vietnamese.old_encodings import ENCODERS, LETTERS, shown, vni


def test_the_letters_are_all_there():
    assert len(LETTERS) == len(set(LETTERS)) == 2 * (12 * 6 + 1)
    assert set(LETTERS) - set("aeiouyAEIOUY") <= set(VNI.values()) & set(VISCII)
    assert set(LETTERS.lower()) - set("aeiouy") <= set(TCVN3.values())
    assert set(ENCODERS) == set(BYTE_ENCODINGS)


@pytest.mark.parametrize("encoding", BYTE_ENCODINGS)
def test_every_letter_comes_back(encoding):
    for letter in LETTERS:
        back = from_bytes(ENCODERS[encoding](f"b{letter} {letter}"), encoding)
        # TCVN3 has no capital with a tone.
        wanted = letter.lower() if encoding == "tcvn3" and len(unicodedata.normalize("NFD", letter)) > 1 and letter not in "ĂÂÊÔƠƯĐ" else letter
        assert back == f"b{wanted} {wanted}"


@pytest.mark.parametrize("encoding", BYTE_ENCODINGS)
def test_ascii_line_ends_and_typesetting_stay(encoding):
    assert from_bytes(b'1;"a,b"\r\n2;x\n', encoding) == '1;"a,b"\r\n2;x\n'
    if encoding != "viscii":
        assert from_bytes(b"\x93a\x94 \x96 \x85", encoding) == "“a” – …"


def test_vni_with_marks_in_either_case():
    assert vni_text("BOÄ COÂNG AN") == vni_text("BOä COâNG AN") == "BỘ CÔNG AN"
    assert vni_text("ÑÖÔØNG ÑÖÔøNG") == "ĐƯỜNG ĐƯỜNG"
    assert vni_text("Boä Khoa hoïc vaø Coâng ngheä") == "Bộ Khoa học và Công nghệ"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Bé Khoa häc vµ C«ng nghÖ", "Bộ Khoa học và Công nghệ"),
        ("Bé C¤NG AN", "BỘ CÔNG AN"),
        ("NHIÖM Vô n¨m", "NHIỆM Vụ năm"),
        ("TTHC ë Bé", "TTHC ở Bộ"),
        ("ñy ban", "ủy ban"),
        ("­u tiªn", "ưu tiên"),
    ],
)
def test_capitals_of_tcvn3_by_their_company(written, read):
    assert tcvn3_text(written) == read


def test_a_word_with_a_letter_that_has_no_code_is_none():
    assert tcvn3_word("Hà") is None
    assert tcvn3_word("nghiÖp") == "nghiệp"
    assert vni_word("quý") is None
    assert vni_word("bà") is None
    assert vni_word("ngheä") == "nghệ"


@pytest.mark.parametrize("text", ["Bộ Công an", "Đà Nẵng – “Ủy ban” …", "Ưu tiên", "LỢI ÍCH", "ỏ à Ỏ Đ Ố"])
def test_utf8_read_as_something_else(text):
    once = shown(text.encode())
    assert utf8_text(once) == text
    assert utf8_text(shown(once.encode())) == text
    as_1258 = "".join(bytes([code]).decode("cp1258", "ignore") or chr(code) for code in text.encode())
    assert utf8_text(as_1258) == text
    assert utf8_text(text) is None


def test_vni_writes_two_characters_to_a_letter():
    assert shown(vni("Bộ Nông nghiệp")) == "Boä Noâng nghieäp"
